//! Uses whose booking ends before them, moves away or is followed by another: each hour counts once, and nobody stands before
//! a door that is held by nothing. A room that was closed for a time and opened again.

use jiff::{SignedDuration, Timestamp, civil::date};
use langqiao_app::{
    activities,
    bookings::{self, Closing, NewBooking},
    sites::{self, Site, Step},
    uses,
    venues::Stage,
};
use langqiao_kernel::id::BookingId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, TestApp, both};
use serde_json::Value;

use super::{booked, door, open_rooms, sums, whole, write};
use crate::{
    activities::plan, bookings::free_for_all, checkins::at, foreign::held, sites::id_after, world::count,
};

/// The women of the other town have the hall from then until then, too.
async fn next(app: &TestApp, (starts_at, ends_at): (Timestamp, Timestamp)) -> BookingId {
    let (space, org, person) = (
        app.county.space,
        app.county.foreign_women,
        app.county.people.foreign_officer,
    );
    write(app, move |tx| {
        let wish = NewBooking {
            space,
            purpose: "合唱排练".to_owned(),
            people: 9,
            starts_at,
            ends_at,
            equipment: Vec::new(),
        };
        Ok(bookings::book(tx, org, person, &wish)
            .map_err(|why| StoreError::Commit(why.to_string()))?
            .id)
    })
    .await
}

async fn opens(app: &TestApp, client: &Client) {
    let space = app.county.space.to_text();
    client
        .post_form(&format!("{}/open", door(app)), &[("space", &space)])
        .await
        .must_be(303);
}

/// Closes what is open, without a word on how many came.
async fn closes(app: &TestApp, client: &Client) {
    let used = id_after(&client.get(&door(app)).await.must_be(200), "name=\"people-");
    let people = format!("people-{used}");
    client
        .post_form(&format!("{}/close", door(app)), &[("use", &used), (&people, "")])
        .await
        .must_be(303);
}

both! {
    async fn what_is_given_back_with_the_door_open_is_free_for_the_next(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let booking = booked(&app).await;
        let (firm, women) = (app.sign_in(people.firm_officer).await, app.sign_in(people.foreign_officer).await);
        app.clock.set(at(14, 0));
        opens(&app, &firm).await;
        app.clock.set(at(14, 30));
        firm.post_form(&TestApp::bench(county.firm_union, &format!("/bookings/{booking}/cancel")), &[]).await.must_be(303);
        assert_eq!(open_rooms(&app).await, 0, "nothing holds the room any more");
        next(&app, (at(14, 45), at(16, 0))).await;
        app.clock.set(at(14, 45));
        opens(&app, &women).await;
        assert_eq!(open_rooms(&app).await, 1);
        app.clock.set(at(16, 0));
        closes(&app, &women).await;
        assert_eq!(whole(&sums(&app).await), (2, 30 + 75, 0, 2));
    }

    async fn an_activity_that_is_called_off_leaves_no_door_open(db: Db) {
        let app = TestApp::start(db).await;
        let (activity, _) = held(&app).await;
        let officer = app.sign_in(app.county.people.officer).await;
        app.clock.set(at(9, 10));
        opens(&app, &officer).await;
        app.clock.set(at(9, 20));
        let here = TestApp::bench(app.county.village_women, &format!("/activities/{activity}/cancel"));
        officer.post_form(&here, &[("reason", "礼堂停电")]).await.must_be(303);
        assert_eq!(open_rooms(&app).await, 0);
    }

    /// What was forgotten counts until its booking's end, whether another comes within the hour or nobody does.
    async fn what_was_forgotten_counts_the_same_whoever_comes_next(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        booked(&app).await;
        next(&app, (at(16, 0), at(18, 0))).await;
        let (firm, women) = (app.sign_in(people.firm_officer).await, app.sign_in(people.foreign_officer).await);
        app.clock.set(at(14, 0));
        opens(&app, &firm).await;
        app.clock.set(at(16, 50));
        opens(&app, &women).await;
        app.clock.set(at(18, 0));
        closes(&app, &women).await;
        assert_eq!(whole(&sums(&app).await), (2, 120 + 70, 0, 2));
    }

    /// Its door was opened, and then it was postponed: the real day is opened and counted.
    async fn an_activity_postponed_at_its_door_is_opened_on_its_real_day(db: Db) {
        let app = TestApp::start(db).await;
        let (activity, _) = held(&app).await;
        let (org, person) = (app.county.village_women, app.county.people.officer);
        let officer = app.sign_in(person).await;
        app.clock.set(at(9, 10));
        opens(&app, &officer).await;
        app.clock.set(at(9, 30));
        let later = plan(&app);
        write(&app, move |tx| {
            let version = tx.one("SELECT version FROM activity WHERE id = ?1", params![activity], |row| row.get::<i64>(0))?;
            let done = activities::update(tx, org, activity, version.unwrap_or(0), &later);
            done.map(drop).map_err(|why| StoreError::Commit(why.to_string()).into())
        }).await;
        assert_eq!(open_rooms(&app).await, 0, "today's ends");
        let of_it = "SELECT CAST(COUNT(*) AS BIGINT) FROM space_use u JOIN booking b ON b.id = u.booking WHERE b.activity IS NOT NULL";
        let noted = "SELECT CAST(COUNT(*) AS BIGINT) FROM booking WHERE status = 'held' AND opened_at IS NOT NULL";
        assert_eq!((count(&app, of_it).await, count(&app, noted).await), (0, 0));
        app.clock.set("2026-11-28T14:20:00+08:00".parse().expect("an instant"));
        let officer = app.sign_in(person).await;
        opens(&app, &officer).await;
        assert_eq!((count(&app, of_it).await, count(&app, noted).await), (1, 1));
        app.clock.set("2026-11-28T16:00:00+08:00".parse().expect("an instant"));
        closes(&app, &officer).await;
        assert_eq!(whole(&sums(&app).await), (2, 20 + 100, 0, 2));
    }

    /// A room was closed for two days: they are no hours open, afterwards too, and what rings counts from its opening.
    async fn a_room_opened_again_was_closed_all_the_same(db: Db) {
        let app = TestApp::start(db).await;
        let (county, whose) = (app.county.clone(), (app.county.village_women, app.county.people.officer));
        for (stage, day) in [(Stage::Building, date(2026, 10, 1)), (Stage::InService, date(2026, 10, 12))] {
            let step = Step { stage, day, reason: "翻修".to_owned() };
            write(&app, move |tx| sites::move_to(tx, whose, Site::Venue(county.venue), &step)).await;
        }
        let space = county.space;
        write(&app, move |tx| {
            tx.bookkeeping();
            Ok(bookings::set_rules(tx, space, &free_for_all(), date(2026, 11, 21))?)
        }).await;
        app.clock.set(at(10, 0));
        let closing = Closing { from: date(2026, 11, 21), reason: "屋顶漏水".to_owned(), take_back: Vec::new() };
        write(&app, move |tx| bookings::close_room(tx, whose, space, &closing)).await;
        app.clock.advance(SignedDuration::from_hours(48));
        write(&app, move |tx| bookings::reopen_room(tx, whose.0, space)).await;
        let said = sums(&app).await;
        let room = said["by_room"].as_array().and_then(|rooms| rooms.iter().find(|room| room["space"] == space.to_text().as_str()));
        assert_eq!(room.map(|room| room["open_minutes"].clone()), Some(Value::from(23 * 1440 - 2880)));
        // It rings a month after it was opened again, not on the next morning.
        for (days, rings) in [(1, 0), (28, 0), (2, 1)] {
            app.clock.advance(SignedDuration::from_hours(24 * days));
            let rang = app.app.db.write(app.app.by_system("story"), uses::sweep).await;
            assert_eq!(rang.unwrap_or_else(|why| panic!("{why}")), rings);
        }
        // Closed and opened before its day came: it was never closed.
        let later = Closing { from: date(2027, 3, 1), reason: "翻修".to_owned(), take_back: Vec::new() };
        write(&app, move |tx| bookings::close_room(tx, whose, space, &later)).await;
        write(&app, move |tx| bookings::reopen_room(tx, whose.0, space)).await;
        assert_eq!(count(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM space_closing").await, 1);
    }
}
