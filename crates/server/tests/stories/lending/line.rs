//! What a loan leaves free belongs to those who wait for it with a booking, before anybody else has it.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::date};
use langqiao_app::{
    activities::{self, Plan, Times},
    bookings::{self, Choice, Choices, NewBooking, NewSeries},
    lending::Wish,
};
use langqiao_kernel::id::{ActivityId, EquipmentId, SpaceId};
use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};

use super::scene::{answer, ask, chairs, firm, hand_out, sound, wish};
use crate::activities::{plan, published};

/// The village has a room from nine to eleven of a day of November 2026, and waits for so many chairs with it.
async fn waits(app: &TestApp, space: SpaceId, day: i8, (chairs, pieces): (EquipmentId, i64)) {
    let (org, person) = (app.county.village_women, app.county.people.officer);
    let starts_at: Timestamp = langqiao_kernel::time::at(date(2026, 11, day).at(9, 0, 0, 0));
    let series = NewSeries {
        first: NewBooking {
            space,
            purpose: "等椅子".to_owned(),
            people: 0,
            starts_at,
            ends_at: starts_at + SignedDuration::from_hours(2),
            equipment: vec![(chairs, pieces)],
        },
        rule: "FREQ=WEEKLY;COUNT=2".to_owned(),
        leaves_out_holidays: false,
    };
    let next = starts_at + SignedDuration::from_hours(7 * 24);
    let choices = Choices::from([(starts_at, Choice::Wait), (next, Choice::Skip)]);
    let made = app.app.db.write(app.app.by_system("story"), move |tx| {
        bookings::make(tx, org, person, &series, &choices)
    });
    assert_eq!(made.await.unwrap_or_else(|why| panic!("{why}")).short, 1);
}

/// How those who wait stand, who wants fewest first.
async fn line(app: &TestApp) -> Vec<String> {
    let read = app.app.db.read(|tx| {
        tx.all("SELECT state FROM equipment_wait ORDER BY pieces", &[], |row| {
            row.get::<String>(0)
        })
    });
    read.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}

/// An activity of the firm's own, on 28 November, and so many chairs that are borrowed for it.
async fn borrows(app: &TestApp, (chairs, pieces): (EquipmentId, i64), purpose: &str) -> (ActivityId, Plan) {
    let plan = Plan {
        space: None,
        place: "食堂".into(),
        area: app.county.villages[0][1],
        ..plan(app)
    };
    let id = published(app, app.county.firm_union, plan.clone()).await;
    let day = date(2026, 11, 28);
    let wish = Wish {
        from: day,
        until: day,
        activity: Some(id),
        ..wish(chairs, pieces, purpose)
    };
    ask(app, firm(app), wish).await;
    (id, plan)
}

both! {
    async fn a_promise_taken_back_and_fewer_handed_out_go_to_who_waits(db: Db) {
        let app = TestApp::start(db).await;
        let (chairs, rooms) = chairs(&app, 3, true).await;
        let all = ask(&app, firm(&app), wish(chairs, 10, "工会读书会")).await;
        answer(&app, all, Some(10)).await;
        waits(&app, rooms[0], 25, (chairs, 3)).await;
        assert_eq!(line(&app).await, ["waiting"]);
        answer(&app, all, None).await;
        assert_eq!(line(&app).await, ["offered"]);

        let rest = ask(&app, firm(&app), wish(chairs, 7, "工会年会")).await;
        answer(&app, rest, Some(7)).await;
        waits(&app, rooms[1], 25, (chairs, 5)).await;
        assert_eq!(line(&app).await, ["offered", "waiting"]);
        hand_out(&app, rest, 2).await;
        assert_eq!(line(&app).await, ["offered", "offered"]);
        sound(&app).await;
    }

    async fn what_an_activity_leaves_free_goes_to_who_waits(db: Db) {
        let app = TestApp::start(db).await;
        let (chairs, rooms) = chairs(&app, 3, false).await;
        let org = app.county.firm_union;
        let (off, _) = borrows(&app, (chairs, 10), "运动会").await;
        waits(&app, rooms[0], 28, (chairs, 3)).await;
        assert_eq!(line(&app).await, ["waiting"]);
        let called_off = app.app.db.write(app.app.by_system("story"), move |tx| activities::cancel(tx, org, off, "下雨"));
        called_off.await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(line(&app).await, ["offered"]);

        // Another is put off by two days, and its chairs with it.
        let (moved, plan) = borrows(&app, (chairs, 7), "科普日").await;
        waits(&app, rooms[1], 28, (chairs, 5)).await;
        assert_eq!(line(&app).await, ["offered", "waiting"]);
        let times = Times { starts_at: plan.times.starts_at + 48.hours(), ends_at: plan.times.ends_at + 48.hours(), ..plan.times };
        let later = Plan { times, ..plan };
        let put_off = app.app.db.write(app.app.by_system("story"), move |tx| {
            let version = activities::load(tx, moved)?.expect("the activity").version;
            activities::update(tx, org, moved, version, &later)
        });
        put_off.await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(line(&app).await, ["offered", "offered"]);
        sound(&app).await;
    }
}
