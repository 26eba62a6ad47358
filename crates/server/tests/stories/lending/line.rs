//! What a loan leaves free belongs to those who wait for it with a booking, before anybody else has it.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::date};
use langqiao_app::{
    activities::{self, Plan, Times},
    bookings::{self, Choice, Choices, NewBooking, NewSeries},
    lending::{self, Answer, OpenTo, Terms, Wish},
};
use langqiao_kernel::id::{ActivityId, EquipmentId, LoanId, SpaceId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};

use super::{sound, terms, wish};
use crate::activities::{plan, published};

/// Ten chairs that go along with the hall's rooms and are lent by themselves, and three rooms of the hall.
async fn chairs(app: &TestApp, asks: bool) -> (EquipmentId, Vec<SpaceId>) {
    let (org, venue) = (app.county.village_women, app.county.venue);
    let made = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        let lending = bookings::Lending {
            equipment: vec![("折叠椅".to_owned(), 10)],
        };
        assert_eq!(bookings::set_lending(tx, org, venue, &lending)?, None);
        let chairs = bookings::equipment_of(tx, venue)?[0].id;
        let terms = Terms {
            name: "折叠椅".to_owned(),
            venue: Some(venue),
            asks,
            open_to: OpenTo::Anyone,
            ..terms()
        };
        lending::change(tx, org, (chairs, 1), &terms)?;
        let mut rooms = Vec::new();
        for n in 0..3 {
            let id = SpaceId::generate();
            tx.execute(
                "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, 40)",
                params![id, venue, format!("小间{n}")],
            )?;
            rooms.push(id);
        }
        Ok::<_, NotDone>((chairs, rooms))
    });
    made.await.unwrap_or_else(|why| panic!("{why}"))
}

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

/// The firm's union asks for chairs.
async fn ask(app: &TestApp, wish: Wish) -> LoanId {
    let whose = (app.county.firm_union, app.county.people.firm_officer);
    let keys = app.app.keys.clone();
    let asked = app.app.db.write(app.app.by_system("story"), move |tx| {
        lending::ask(tx, &keys, whose, &wish)
    });
    asked.await.unwrap_or_else(|why| panic!("{why}")).0
}

/// Their keeper says how many, or no.
async fn answer(app: &TestApp, loan: LoanId, pieces: Option<i64>) {
    let whose = (app.county.village_women, app.county.people.officer);
    let answer = Answer {
        pieces,
        note: "库房见".to_owned(),
    };
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        lending::answer(tx, whose, loan, &answer)
    });
    done.await.unwrap_or_else(|why| panic!("{why}"));
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
    ask(app, wish).await;
    (id, plan)
}

both! {
    async fn a_promise_taken_back_and_fewer_handed_out_go_to_who_waits(db: Db) {
        let app = TestApp::start(db).await;
        let (chairs, rooms) = chairs(&app, true).await;
        let all = ask(&app, wish(chairs, 10, "工会读书会")).await;
        answer(&app, all, Some(10)).await;
        waits(&app, rooms[0], 25, (chairs, 3)).await;
        assert_eq!(line(&app).await, ["waiting"]);
        answer(&app, all, None).await;
        assert_eq!(line(&app).await, ["offered"]);

        let rest = ask(&app, wish(chairs, 7, "工会年会")).await;
        answer(&app, rest, Some(7)).await;
        waits(&app, rooms[1], 25, (chairs, 5)).await;
        assert_eq!(line(&app).await, ["offered", "waiting"]);
        let whose = (app.county.village_women, app.county.people.officer);
        let handed = app.app.db.write(app.app.by_system("story"), move |tx| lending::hand_out(tx, whose, rest, 2, ""));
        handed.await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(line(&app).await, ["offered", "offered"]);
        sound(&app).await;
    }

    async fn what_an_activity_leaves_free_goes_to_who_waits(db: Db) {
        let app = TestApp::start(db).await;
        let (chairs, rooms) = chairs(&app, false).await;
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
