//! A room is closed by its keeper: what is booked beyond is answered first, nothing is booked after, whoever comes first,
//! and it can be opened again.

use std::sync::Arc;

use jiff::{SignedDuration, civil::date};
use langqiao_app::bookings::{self, Closing, NewBooking, Rules};
use langqiao_kernel::id::{AlarmId, BookingId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{book, free_for_all, lay_down, room};
use crate::{
    activities::{draft, plan, published},
    checkins::at,
    sites::id_after,
};

fn closing(app: &TestApp) -> String {
    TestApp::bench(
        app.county.village_women,
        &format!("/spaces/{}/closing", app.county.space),
    )
}

/// How many bookings of the hall stand.
async fn standing(app: &TestApp) -> i64 {
    let read = app.app.db.read(|tx| {
        let standing = "SELECT CAST(COUNT(*) AS BIGINT) FROM booking WHERE status IN ('held', 'asked')";
        tx.one(standing, params![], |row| row.get(0))
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

both! {
    async fn what_is_booked_beyond_is_taken_back_or_the_closing_waits(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let theirs = room(&app, county.firm_union);
        book(&firm, &theirs, ("2026-11-24", "9:00", "11:00"), "早的一场").await.must_be(303);
        book(&firm, &theirs, ("2026-12-02", "9:00", "11:00"), "晚的一场").await.must_be(303);
        // Others wait for that time: they are not offered a room that closes.
        let wait = format!("{theirs}/wait").replace(&county.firm_union.to_text(), &county.town_women[0].to_text());
        let town = app.sign_in(people.town_officer).await;
        town.post_form(&wait, &[("day", "2026-12-02"), ("from", "9:00"), ("to", "11:00"), ("purpose", "也想用"), ("people", "5")]).await.must_be(303);
        officer.get(&TestApp::bench(county.village_women, &format!("/venues/{}", county.venue))).await.must_say("要停用哪一间").must_say("晚的一场").must_say("day=2026-12-02");
        let page = officer.get(&format!("{}?from=2026-12-01", closing(&app))).await.must_be(200).must_say("晚的一场").must_not_say("早的一场");
        let booking = id_after(&page, "name=\"take-");
        let (take, note) = (format!("take-{booking}"), format!("note-{booking}"));
        officer.post_form(&closing(&app), &[("from", "2026-12-01"), ("reason", "")]).await.must_be(422).must_say("请写明原因").must_say("这场预约还在");
        officer.post_form(&closing(&app), &[("from", "2020-12-01"), ("reason", "翻修"), (&take, "1")]).await.must_be(422).must_say("不能早于今天").must_say("翻修");
        officer.post_form(&closing(&app), &[("from", "2026-12-01"), ("reason", "屋顶翻修")]).await.must_be(422).must_say("12月2日 周三 9:00：这场预约还在").must_say("屋顶翻修");
        firm.post_form(&TestApp::bench(county.firm_union, &format!("/spaces/{}/closing", county.space)), &[("from", "2026-12-01"), ("reason", "屋顶翻修")]).await.must_be(404);
        let sent = officer.post_form(&closing(&app), &[("from", "2026-12-01"), ("reason", "屋顶翻修"), (&take, "1"), (&note, "请改到活动室")]).await.must_be(303);
        officer.follow(&sent).await.must_say("12月1日 周二起停用。收回的 1 场预约都通知到了").must_say("起停用：屋顶翻修");
        let after = officer.get(&format!("{}?day=2026-12-02", room(&app, county.village_women))).await.must_be(200);
        after.must_say("12月2日 周三").must_say(">停用<").must_not_say("没有预约");
        assert_eq!(standing(&app).await, 1, "what lies before the day stays");
        firm.get("/notices").await.must_say("请改到活动室");
        town.get("/notices").await.must_say("候补已取消").must_say("9:00");
        // Beyond that day nobody books it, by whatever way; before it everybody does.
        book(&firm, &theirs, ("2026-12-03", "9:00", "11:00"), "还想用").await.must_be(422).must_say("起停用（屋顶翻修）").must_say("还想用");
        book(&officer, &room(&app, county.village_women), ("2026-12-03", "9:00", "11:00"), "自己用").await.must_be(422);
        book(&firm, &theirs, ("2026-11-25", "9:00", "11:00"), "还能用").await.must_be(303);
        let program = app.program(people.officer, &["spaces.book", "spaces.keep"]).await;
        let api = format!("/api/v1/organisations/{}", county.village_women);
        let wish = json!({ "space": county.space, "purpose": "读书会", "starts_at": "2026-12-03T09:00:00+08:00", "ends_at": "2026-12-03T10:00:00+08:00" });
        program.post_json(&format!("{api}/bookings"), &wish).await.must_be(409).must_say("room-closed");
        program.post_json(&format!("{api}/spaces/{}/closing", county.space), &json!({ "from": "2026-12-05", "reason": "再停一次" })).await.must_be(409).must_say("room-closed");
        // Opened again it is as it was.
        officer.get(&closing(&app)).await.must_say("重新开放");
        let reopen = TestApp::bench(county.village_women, &format!("/spaces/{}/reopen", county.space));
        officer.post_form(&reopen, &[]).await.must_be(303);
        program.post_json(&format!("{api}/spaces/{}/reopen", county.space), &json!({})).await.must_be(409).must_say("room-open");
        let booked: Value = program.post_json(&format!("{api}/bookings"), &wish).await.must_be(201).json();
        let back = json!({ "from": "2026-12-01", "reason": "屋顶翻修", "take_back": [{ "booking": booked["id"] }] });
        program.post_json(&format!("{api}/spaces/{}/closing", county.space), &json!({ "from": "2026-12-01", "reason": "屋顶翻修" })).await.must_be(422).must_say("take-");
        program.post_json(&format!("{api}/spaces/{}/closing", county.space), &back).await.must_be(204);
    }

    /// Somebody is in the room: they stay, and it closes when they are done. What rings for it is answered; nobody opens
    /// its door then, and the public page says so.
    async fn whoever_is_in_the_room_stays_until_they_are_done(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let theirs = room(&app, county.firm_union);
        book(&firm, &theirs, ("2026-11-21", "14:00", "16:00"), "正在用的").await.must_be(303);
        book(&firm, &theirs, ("2026-11-21", "18:00", "19:00"), "晚上的").await.must_be(303);
        app.clock.set(at(15, 0));
        let (space, keeper) = (county.space, county.village_women);
        let rings = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            let now = tx.now();
            tx.execute(
                "INSERT INTO idle_alarm (id, space, organisation, unused_since, rang_at) VALUES (?1, ?2, ?3, ?4, ?4)",
                params![AlarmId::generate(), space, keeper, now],
            )
        });
        rings.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        let page = officer.get(&closing(&app)).await.must_be(200).must_say("现在有人在用").must_say("晚上的").must_not_say("正在用的");
        let take = format!("take-{}", id_after(&page, "name=\"take-"));
        // Another day is looked at without losing anything, and nothing is closed by looking, nor unseen.
        let looked = officer.post_form(&closing(&app), &[("from", "2026-11-22"), ("looked", "2026-11-21"), ("reason", "屋顶翻修"), (&take, "1"), ("look", "1")]).await.must_be(200);
        looked.must_say("屋顶翻修").must_say(&take).must_not_say("晚上的");
        officer.post_form(&closing(&app), &[("from", "2026-11-21"), ("looked", "2026-11-22"), ("reason", "屋顶翻修"), (&take, "1")]).await.must_be(422).must_say("停用的日子改了").must_say("晚上的").must_say("屋顶翻修");
        officer.post_form(&closing(&app), &[("from", ""), ("looked", "2026-11-22"), ("reason", "屋顶翻修")]).await.must_be(422).must_say("请选停用的日子").must_say("屋顶翻修");
        assert_eq!(standing(&app).await, 2);
        officer.post_form(&closing(&app), &[("from", "2026-11-21"), ("looked", "2026-11-21"), ("reason", "屋顶翻修"), (&take, "1")]).await.must_be(303);
        assert_eq!(standing(&app).await, 1, "the one that is on stays");
        let open: Option<i64> = app.app.db.read(|tx| tx.one("SELECT CAST(COUNT(*) AS BIGINT) FROM idle_alarm WHERE answer IS NULL", params![], |row| row.get(0))).await
            .unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert_eq!(open, Some(0));
        let left: Option<Option<jiff::Timestamp>> = app.app.db.read(move |tx| tx.one("SELECT closed_from FROM space WHERE id = ?1", params![space], |row| row.get(0))).await
            .unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert_eq!(left.flatten(), Some(at(16, 0)));
        // They may still open and close it; afterwards nobody does.
        let door = format!("/venues/{}/door", county.venue);
        let space = space.to_text();
        firm.post_form(&format!("{door}/open"), &[("space", &space)]).await.must_be(303);
        app.clock.set(at(17, 30));
        let used = app.app.db.write(app.app.by_system("story"), |tx| {
            tx.bookkeeping();
            let now = tx.now();
            tx.execute("UPDATE space_use SET closed_at = ?1 WHERE closed_at IS NULL", params![now])
        });
        assert_eq!(used.await.unwrap_or_else(|why: StoreError| panic!("{why}")), 1);
        officer.get(&door).await.must_be(200).must_say("起停用：屋顶翻修").must_not_say("/door/open");
        let sent = officer.post_form(&format!("{door}/open"), &[("space", &space)]).await.must_be(303);
        officer.follow(&sent).await.must_say("起停用：屋顶翻修");
        app.visitor().get(&format!("/venues/{}", county.venue)).await.must_be(200).must_say("起停用：屋顶翻修");
        // An activity doesn't get it: its form leaves the room out, and publishing names it.
        officer.get(&TestApp::bench(county.village_women, "/activities/new")).await.must_be(200).must_not_say("桃园村文化礼堂 · 大厅");
        let draft = draft(&app, county.village_women, plan(&app)).await;
        let sent = officer.post_form(&TestApp::bench(county.village_women, &format!("/activities/{draft}/publish")), &[]).await;
        officer.follow(&sent).await.must_say("大厅从").must_say("请换场地");
    }

    /// A public activity is not taken back by who keeps its room; and the schema lets neither a booking into a closed
    /// room nor a room be closed over a booking.
    async fn an_activity_waits_and_the_schema_holds(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        let id = published(&app, county.village_women, plan(&app)).await;
        let officer = app.sign_in(people.officer).await;
        let page = officer.get(&closing(&app)).await.must_be(200).must_say("请先请主办单位改期").must_say(&format!("/activities/{id}"));
        drop(page);
        let booking: BookingId = app.app.db.read(move |tx| tx.one("SELECT id FROM booking WHERE activity = ?1", params![id], |row| row.get(0))).await
            .unwrap_or_else(|why: StoreError| panic!("{why}")).expect("a booking");
        officer.post_form(&closing(&app), &[("from", "2026-11-21"), ("reason", "翻修"), (&format!("take-{booking}"), "1")]).await.must_be(422).must_say("请先请主办单位改期");
        let space = county.space;
        let closed = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE space SET closed_from = ?2 WHERE id = ?1", params![space, at(0, 0)])
        }).await;
        let why: StoreError = closed.expect_err("it is booked");
        assert_eq!(why.constraint(), Some("space_still_booked"));
        let booked = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE booking SET status = 'cancelled' WHERE space = ?1", params![space])?;
            tx.execute("UPDATE space SET closed_from = ?2 WHERE id = ?1", params![space, at(0, 0)])?;
            tx.execute("UPDATE booking SET status = 'held' WHERE space = ?1", params![space])
        }).await;
        let why: StoreError = booked.expect_err("it is closed");
        assert_eq!(why.constraint(), Some("space_closed"));
    }

    /// Many book while the room is closed: either a booking came first and the closing waits, or it is closed and empty.
    async fn at_once_it_is_closed_or_booked(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        lay_down(&app, free_for_all()).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        let mut hands = JoinSet::new();
        for n in 0..12_i64 {
            let app = app.clone();
            hands.spawn(async move {
                let by = app.app.by_system("story");
                if n == 6 {
                    let closing = Closing { from: date(2026, 11, 22), reason: "翻修".to_owned(), take_back: Vec::new() };
                    let whose = (county.village_women, people.officer);
                    return app.app.db.write(by, move |tx| bookings::close_room(tx, whose, county.space, &closing)).await.map(drop).map_err(|why: NotDone| why.to_string());
                }
                let starts_at = at(9, 0) + SignedDuration::from_hours(24 * (n + 1));
                let wish = NewBooking {
                    space: county.space, purpose: "排练".to_owned(), people: 5, starts_at,
                    ends_at: starts_at + SignedDuration::from_hours(1), equipment: Vec::new(),
                };
                let done = app.app.db.write(by, move |tx| bookings::book(tx, county.firm_union, people.firm_officer, &wish)).await;
                done.map(drop).map_err(|why| why.to_string())
            });
        }
        let mut booked = 0;
        while let Some(done) = hands.join_next().await {
            booked += i64::from(done.expect("a hand").is_ok());
        }
        let closed: Option<Option<jiff::Timestamp>> = app.app.db.read(move |tx| tx.one("SELECT closed_from FROM space WHERE id = ?1", params![county.space], |row| row.get(0))).await
            .unwrap_or_else(|why: StoreError| panic!("{why}"));
        match closed.flatten() {
            Some(_) => assert_eq!((standing(&app).await, booked), (0, 1), "the closing alone was done"),
            None => assert_eq!((standing(&app).await, booked), (11, 11)),
        }
    }

    async fn those_who_wait_are_told_that_they_wait_no_more(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        for day in ["2026-11-23", "2026-11-25"] {
            book(&officer, &room(&app, county.village_women), (day, "9:00", "11:00"), "排练").await.must_be(303);
            let wait = [("day", day), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "8")];
            firm.post_form(&format!("{}/wait", room(&app, county.firm_union)), &wait).await.must_be(303);
        }
        let page = officer.post_form(&closing(&app), &[("from", "2026-11-25"), ("looked", "2026-11-21"), ("reason", "翻修"), ("look", "1")]).await.must_be(200);
        let take = format!("take-{}", id_after(&page, "name=\"take-"));
        officer.post_form(&closing(&app), &[("from", "2026-11-25"), ("looked", "2026-11-25"), ("reason", "翻修"), (&take, "1")]).await.must_be(303);
        // Of the two only the one beyond that day is told, and waits no more.
        firm.get("/notices").await.must_be(200).must_say("11月25日 周三 9:00 的候补已取消").must_not_say("11月23日 周一 9:00 的候补已取消");
        let states: Vec<String> = app.app.db.read(|tx| tx.all("SELECT state FROM booking_wait ORDER BY starts_at", &[], |row| row.get(0))).await
            .unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert_eq!(states, ["waiting", "left"]);
    }

    async fn sites_are_found_by_their_rooms_and_by_what_is_there(db: Db) {
        let app = TestApp::start(db).await;
        let (county, visitor) = (app.county.clone(), app.visitor());
        visitor.get("/venues?q=%E5%A4%A7%E5%8E%85").await.must_be(200).must_say("桃园村文化礼堂");
        visitor.get("/venues?q=%E6%AF%8D%E5%A9%B4").await.must_be(200).must_not_say("桃园村文化礼堂");
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("INSERT INTO venue_facility (venue, facility) VALUES (?1, 'nursing')", params![county.venue])
        });
        done.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        app.visitor().get("/venues?q=%E6%AF%8D%E5%A9%B4&step_free=").await.must_be(200).must_say("桃园村文化礼堂");
        // By what is there alone, from a list without a script, and over the API.
        app.visitor().get("/venues?facility=nursing").await.must_be(200).must_say("桃园村文化礼堂").must_say("name=\"facility\"");
        app.visitor().get("/venues?facility=parking").await.must_be(200).must_not_say("桃园村文化礼堂");
        let found: Value = app.visitor().get("/api/v1/venues?facility=nursing").await.must_be(200).json();
        let other: Value = app.visitor().get("/api/v1/venues?facility=parking").await.must_be(200).json();
        assert_eq!((found["items"].as_array().map(Vec::len), other["items"].as_array().map(Vec::len)), (Some(1), Some(0)));
    }

    /// A booking beyond the day and a change of it that waits are both listed, and both are over when the room closes.
    async fn a_change_that_waits_goes_with_what_it_changes(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{}/bookings", county.firm_union);
        let mut wish = json!({
            "space": county.space, "purpose": "读书会", "people": 12,
            "starts_at": "2026-12-02T09:00:00+08:00", "ends_at": "2026-12-02T10:00:00+08:00",
        });
        let booked: Value = firm.post_json(&at, &wish).await.must_be(201).json();
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        wish["people"] = json!(30);
        let path = format!("{at}/{}", booked["id"].as_str().expect("an id"));
        let asked: Value = firm.send_json("PUT", &path, &wish).await.must_be(200).json();
        assert_eq!((&asked["status"], &asked["changes"]), (&json!("asked"), &booked["id"]));
        let keeper = app.program(people.officer, &["spaces.keep"]).await;
        let body = json!({
            "from": "2026-12-01", "reason": "屋顶翻修", "take_back": [{ "booking": booked["id"] }, { "booking": asked["id"] }],
        });
        let closing = format!("/api/v1/organisations/{}/spaces/{}/closing", county.village_women, county.space);
        keeper.post_json(&closing, &body).await.must_be(204);
        assert_eq!(standing(&app).await, 0);
        app.verify("rooms").await;
    }
}
