//! A site that is booked can't be closed, and one that is closed can't be booked, whoever comes first.

use std::sync::Arc;

use jiff::{SignedDuration, civil::date};
use langqiao_app::{
    bookings::{self, BookError, NewBooking},
    sites::{self, Site, Step},
    venues::Stage,
};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::at;

fn step(stage: Stage) -> Step {
    Step {
        stage,
        day: date(2026, 11, 21),
        reason: "屋顶漏水".to_owned(),
    }
}

both! {
    async fn a_site_goes_forward_and_back_with_a_reason(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let stage = at(county.village_women, &app, "/stage");
        let to = |stage: &'static str, day: &'static str, reason: &'static str| [("stage", stage), ("stage_day", day), ("reason", reason)];
        officer.post_form(&stage, &to("in_service", "2026-11-20", "")).await.must_be(422).must_say("已经是这个阶段了");
        officer.post_form(&stage, &to("retired", "2026-11-20", "")).await.must_be(422).must_say("请写明原因");
        officer.post_form(&stage, &to("building", "2026-11-20", "")).await.must_be(422).must_say("请写明原因");
        officer.post_form(&stage, &to("building", "2026-12-20", "翻修")).await.must_be(422).must_say("这一天还没到").must_say("翻修");
        officer.post_form(&stage, &to("building", "后天", "翻修")).await.must_be(422);

        // As long as somebody has a room there it stays in service.
        let book = [("day", "2026-11-24"), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "12")];
        let room = TestApp::bench(county.village_women, &format!("/spaces/{}", county.space));
        officer.post_form(&room, &book).await.must_be(303);
        officer.post_form(&stage, &to("building", "2026-11-20", "翻修")).await.must_be(422).must_say("还有 1 场预约");
        app.clock.advance(SignedDuration::from_hours(24 * 4));
        officer.post_form(&stage, &to("building", "2026-11-20", "翻修")).await.must_be(303);
        officer.get(&at(county.village_women, &app, "")).await.must_say("建设中").must_say("翻修");
        app.visitor().get(&format!("/venues/{}", county.venue)).await.must_say("现在不能预约").must_not_say("怎么约");

        // Neither by a page nor by a program is it booked now, and nobody is offered it.
        let later = [("day", "2026-11-27"), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "12")];
        officer.post_form(&room, &later).await.must_be(422).must_say("现在不在使用");
        officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_not_say("桃园村文化礼堂 · 大厅");
        let program = app.program(people.officer, &["spaces.book", "spaces.keep"]).await;
        let api = format!("/api/v1/organisations/{}", county.village_women);
        let wish = json!({ "space": county.space, "purpose": "读书会", "starts_at": "2026-11-27T09:00:00+08:00", "ends_at": "2026-11-27T10:00:00+08:00" });
        program.post_json(&format!("{api}/bookings"), &wish).await.must_be(409).must_say("out-of-service");
        officer.post_form(&stage, &to("in_service", "2026-11-19", "")).await.must_be(422).must_say("上一个阶段是");
        let on = format!("{api}/venues/{}/stage", county.venue);
        program.post_json(&on, &json!({ "stage": "in_service", "day": "2026-11-25" })).await.must_be(204);
        program.post_json(&format!("{api}/bookings"), &wish).await.must_be(201);
        let shown: Value = app.visitor().get(&format!("/api/v1/venues/{}", county.venue)).await.must_be(200).json();
        assert_eq!((shown["stages"][0]["stage"].as_str(), shown["stages"][1]["day"].as_str()), (Some("building"), Some("2026-11-25")));
        assert!(!shown.to_string().contains("翻修"), "reasons are the keeper's");
    }

    /// Some book while one closes: either it is closed and nobody has it, or somebody has it and it stays.
    async fn closing_and_booking_at_once_never_leaves_both(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (org, person, venue, space) = (app.county.village_women, app.county.people.officer, app.county.venue, app.county.space);
        let base = app.app.now() + SignedDuration::from_hours(24);
        for round in 0..12_i64 {
            let mut at_once = JoinSet::new();
            for n in 0..8_i64 {
                let app = app.clone();
                at_once.spawn(async move {
                    if n == round % 8 {
                        let done = app.app.db.write(app.app.by_system("story"), move |tx| sites::move_to(tx, (org, person), Site::Venue(venue), &step(Stage::Building)));
                        return done.await.is_ok();
                    }
                    let starts_at = base + SignedDuration::from_hours(20 * round + n * 2);
                    let wish = NewBooking { space, purpose: "抢在关门前".to_owned(), people: 0, starts_at, ends_at: starts_at + SignedDuration::from_mins(60), equipment: Vec::new() };
                    match app.app.db.write(app.app.by_system("story"), move |tx| bookings::book(tx, org, person, &wish)).await {
                        Ok(_) | Err(BookError::OutOfService) => false,
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            let mut shut = false;
            while let Some(done) = at_once.join_next().await {
                shut |= done.expect("a client");
            }
            let booked = app.app.db.read(move |tx| {
                tx.one("SELECT CAST(COUNT(*) AS BIGINT) FROM booking WHERE space = ?1 AND status = 'held'", langqiao_store::params![space], |row| row.get::<i64>(0))
            }).await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")).unwrap_or(0);
            assert!(!shut || booked == 0, "closed with {booked} bookings");
            // Everything is given back and it is opened for the next round.
            app.app.db.write(app.app.by_system("story"), move |tx| {
                tx.execute("UPDATE booking SET status = 'cancelled' WHERE space = ?1", langqiao_store::params![space])?;
                tx.bookkeeping();
                Ok::<_, langqiao_store::StoreError>(())
            }).await.unwrap_or_else(|why| panic!("{why}"));
            if shut {
                app.app.db.write(app.app.by_system("story"), move |tx| sites::move_to(tx, (org, person), Site::Venue(venue), &step(Stage::InService))).await.unwrap_or_else(|why| panic!("{why}"));
            }
        }
    }
}
