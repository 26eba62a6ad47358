//! Whose rules hold: the keeper's own bookings are free of its rules, those of whoever stands above or below it are not.

use jiff::{SignedDuration, Timestamp, civil::date};
use langqiao_app::bookings::{self, Booked, NewBooking, OpenTo, Rules, Status};
use langqiao_kernel::id::{OrganisationId, PersonId};
use langqiao_platform::fault::Fault;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};

use super::{free_for_all, lay_down, room};
use crate::checkins::at;

/// Open from 8:00 to 17:00, asked for a day before, with the keeper's consent.
fn strict(open_to: OpenTo) -> Rules {
    let mut rules = Rules {
        open_to,
        asks: true,
        notice_hours: 24,
        head_start_days: 100,
        ..free_for_all()
    };
    let open = bookings::Opening {
        opens: 8 * 60,
        closes: 17 * 60,
    };
    rules.hours.week = (1..=7).map(|day| (day, open)).collect();
    rules
}

/// What becomes of it when an organisation books the hall.
async fn books(
    app: &TestApp,
    (org, person): (OrganisationId, PersonId),
    (from, until): (Timestamp, Timestamp),
) -> Result<Status, String> {
    let wish = NewBooking {
        space: app.county.space,
        purpose: "排练".to_owned(),
        people: 10,
        starts_at: from,
        ends_at: until,
        equipment: Vec::new(),
    };
    let by = app.app.by_system("story");
    let done = app
        .app
        .db
        .write(by, move |tx| bookings::book(tx, org, person, &wish))
        .await;
    match done {
        Ok(Booked { status, .. }) => Ok(status),
        Err(why) => Err(match Fault::from(why) {
            Fault::Refused(refusal) => refusal.code.to_owned(),
            other => format!("{other:?}"),
        }),
    }
}

fn on(day: i64, hour: i64) -> (Timestamp, Timestamp) {
    let from = at(hour, 0) + SignedDuration::from_hours(24 * day);
    (from, from + SignedDuration::from_mins(45))
}

/// Hands the hall to another keeper.
async fn keep(app: &TestApp, keeper: OrganisationId) {
    let venue = app.county.venue;
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        tx.execute(
            "UPDATE venue SET organisation = ?2 WHERE id = ?1",
            params![venue, keeper],
        )
    });
    done.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
}

both! {
    async fn the_keeper_alone_is_free_of_its_rules(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        let keeper = (county.village_women, people.officer);
        let town = (county.town_women[0], people.town_officer);
        let office = (county.office, people.county);
        let firm = (county.firm_union, people.firm_officer);
        lay_down(&app, strict(OpenTo::Lines)).await;
        // The keeper: at once, at night, now, and far ahead.
        assert_eq!(books(&app, keeper, on(0, 20)).await, Ok(Status::Held));
        assert_eq!(books(&app, keeper, on(120, 20)).await, Ok(Status::Held));
        // Above, above that, and of another line: consent, hours, notice and head start hold alike.
        for (n, who) in [town, office, firm].into_iter().enumerate() {
            let day = 3 + n as i64;
            assert_eq!(books(&app, who, on(day, 10)).await, Ok(Status::Asked), "consent of {n}");
            assert_eq!(books(&app, who, on(day, 20)).await, Err("booking-closed".to_owned()), "hours of {n}");
            assert_eq!(books(&app, who, on(0, 16)).await, Err("fields".to_owned()), "notice of {n}");
            assert_eq!(books(&app, who, on(120, 10)).await, Err("fields".to_owned()), "head start of {n}");
        }
        // Below: the same, where the town keeps it.
        keep(&app, county.town_women[0]).await;
        assert_eq!(books(&app, town, on(10, 20)).await, Ok(Status::Held));
        assert_eq!(books(&app, keeper, on(10, 10)).await, Ok(Status::Asked));
        assert_eq!(books(&app, keeper, on(11, 20)).await, Err("booking-closed".to_owned()));
    }

    async fn what_is_its_keeper_s_own_is_open_above_and_below(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        let village = (county.village_women, people.officer);
        let town = (county.town_women[0], people.town_officer);
        lay_down(&app, strict(OpenTo::Keeper)).await;
        assert_eq!(books(&app, village, on(2, 20)).await, Ok(Status::Held));
        assert_eq!(books(&app, town, on(2, 10)).await, Ok(Status::Asked));
        for other in [(county.firm_union, people.firm_officer), (county.foreign_women, people.foreign_officer)] {
            assert_eq!(books(&app, other, on(2, 10)).await, Err("booking-not-open".to_owned()));
        }
        keep(&app, county.town_women[0]).await;
        assert_eq!(books(&app, village, on(3, 10)).await, Ok(Status::Asked));
        assert_eq!(books(&app, (county.foreign_women, people.foreign_officer), on(3, 10)).await, Err("booking-not-open".to_owned()));
        // The room's page says it, and asks the town's officer for consent beforehand.
        keep(&app, county.village_women).await;
        let page = app.sign_in(people.town_officer).await.get(&room(&app, county.town_women[0])).await.must_be(200);
        page.must_say("只供管理单位及其上下级预约").must_say("它的上级、下级和其他单位都一样遵守").must_say("申请使用");
        assert_eq!(date(2026, 11, 21), langqiao_kernel::time::day(app.app.now()));
    }
}
