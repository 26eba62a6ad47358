//! A booking is held at another time, alone or with its series.

use langqiao_app::bookings::{self, Rules};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, furnished, given_back, lay_down, room};
use crate::world::write;

async fn held(app: &TestApp, purpose: &'static str) -> Vec<String> {
    let read = app.app.db.read(move |tx| {
        let sql = "SELECT starts_at FROM booking WHERE purpose = ?1 AND status = 'held' ORDER BY starts_at";
        tx.all(sql, langqiao_store::params![purpose], |row| {
            Ok(langqiao_kernel::time::rfc3339(row.get(0)?))
        })
    });
    read.await.expect("a list")
}

both! {
    async fn a_booking_moves_unless_somebody_is_there(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let firm = app.sign_in(people.firm_officer).await;
        let theirs = room(&app, county.firm_union);
        book(&firm, &theirs, ("2026-11-24", "9:00", "11:00"), "读书会").await.must_be(303);
        book(&officer, &room(&app, county.village_women), ("2026-11-24", "14:00", "16:00"), "排练").await.must_be(303);
        let id = given_back(&firm.get(&TestApp::bench(county.firm_union, "/spaces")).await).remove(0);
        let time = TestApp::bench(county.firm_union, &format!("/bookings/{id}/time"));
        firm.get(&time).await.must_be(200).must_say("value=\"2026-11-24\"").must_say("value=\"09:00\"").must_say("读书会");
        officer.get(&time.replace(&county.firm_union.to_text(), &county.village_women.to_text())).await.must_be(404);
        let to = |from: &'static str, to: &'static str| [("day", "2026-11-24"), ("from", from), ("to", to)];
        firm.post_form(&time, &to("15:00", "17:00")).await.must_be(422).must_say("排练").must_say("value=\"15:00\"");
        firm.post_form(&time, &to("25:00", "17:00")).await.must_be(422).must_say("请填时间");
        assert_eq!(held(&app, "读书会").await, ["2026-11-24T09:00:00+08:00"]);
        // Half an hour later: over its own time, which keeps nobody out but others.
        let done = firm.post_form(&time, &to("9:30", "11:30")).await.must_be(303);
        firm.follow(&done).await.must_say("已改好");
        assert_eq!(held(&app, "读书会").await, ["2026-11-24T09:30:00+08:00"]);
        officer.get("/notices").await.must_say("改到");
    }

    async fn a_series_moves_with_it_and_consent_is_asked_anew(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let org = county.firm_union;
        let wish = json!({
            "space": county.space, "purpose": "轮值", "rule": "FREQ=DAILY;COUNT=3",
            "starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T11:00:00+08:00",
        });
        let made: Value = firm.post_json(&format!("/api/v1/organisations/{org}/booking-series"), &wish).await.must_be(201).json();
        let series: Value = firm.get(&format!("/api/v1/organisations/{org}/booking-series/{}", made["id"].as_str().unwrap())).await.json();
        let time = |n: usize| format!("/api/v1/organisations/{org}/bookings/{}/time", series["bookings"][n]["id"].as_str().unwrap());
        // By a whole day: each goes where the next was.
        let later = json!({ "starts_at": "2026-11-26T09:00:00+08:00", "ends_at": "2026-11-26T10:00:00+08:00", "scope": "following" });
        firm.post_json(&time(1), &later).await.must_be(200);
        assert_eq!(held(&app, "轮值").await, ["2026-11-24T09:00:00+08:00", "2026-11-26T09:00:00+08:00", "2026-11-27T09:00:00+08:00"]);
        let over = json!({ "starts_at": "2026-11-26T09:30:00+08:00", "ends_at": "2026-11-26T10:00:00+08:00" });
        firm.post_json(&time(0), &over).await.must_be(409).must_say("booking-taken");

        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let all = json!({ "starts_at": "2026-11-24T13:00:00+08:00", "ends_at": "2026-11-24T15:00:00+08:00", "scope": "all" });
        let moved: Value = firm.post_json(&time(0), &all).await.must_be(200).json();
        assert_eq!((&moved["status"], &moved["pending"]), (&json!("held"), &json!("consent")));
        let keeper = app.program(people.officer, &["spaces.keep", "activities.read"]).await;
        let answer = format!("/api/v1/organisations/{}/bookings/{}/answer", county.village_women, moved["id"].as_str().unwrap());
        let said: Value = keeper.post_json(&answer, &json!({ "accept": true, "scope": "all" })).await.must_be(200).json();
        assert_eq!(said["pending"], Value::Null);
        assert_eq!(held(&app, "轮值").await.len(), 3);
    }

    /// A series in the rooms of two keepers: each answers for its own, and is told of its own.
    async fn each_keeper_has_its_own_say(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let org = county.firm_union;
        let wish = json!({
            "space": county.space, "purpose": "轮值", "rule": "FREQ=DAILY;COUNT=3",
            "starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T11:00:00+08:00",
        });
        let made: Value = firm.post_json(&format!("/api/v1/organisations/{org}/booking-series"), &wish).await.must_be(201).json();
        let series = format!("/api/v1/organisations/{org}/booking-series/{}", made["id"].as_str().unwrap());
        let ids = firm.get(&series).await.json::<Value>();
        let id = |n: usize| ids["bookings"][n]["id"].as_str().unwrap().to_owned();
        let officer = app.sign_in(people.officer).await;
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("共 3 次");
        let (foreign, venue, last) = (county.foreign_women, county.venue, id(2));
        let elsewhere = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            let (hall, space) = (langqiao_kernel::id::VenueId::generate(), langqiao_kernel::id::SpaceId::generate());
            tx.execute("INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y)
                SELECT ?1, ?2, cluster, area, '别馆', '', step_free, x, y FROM venue WHERE id = ?3", langqiao_store::params![hall, foreign, venue])?;
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '小间', 40)", langqiao_store::params![space, hall])?;
            tx.execute("UPDATE booking SET space = ?1 WHERE id = ?2", langqiao_store::params![space, last])
        });
        elsewhere.await.expect("a room elsewhere");
        let answer = TestApp::bench(county.village_women, &format!("/bookings/{}/answer", id(0)));
        officer.post_form(&answer, &[("yes", "1"), ("scope", "all")]).await.must_be(303);
        let now = firm.get(&series).await.json::<Value>();
        let stands = |n: usize| now["bookings"][n]["status"].clone();
        assert_eq!([stands(0), stands(1), stands(2)], [json!("held"), json!("held"), json!("asked")]);
        let both = json!({ "starts_at": "2026-11-24T13:00:00+08:00", "ends_at": "2026-11-24T15:00:00+08:00", "scope": "all" });
        firm.post_json(&format!("/api/v1/organisations/{org}/bookings/{}/time", id(0)), &both).await.must_be(200);
        officer.get("/notices").await.must_say("改到");
        app.sign_in(people.foreign_officer).await.get("/notices").await.must_say("别馆").must_say("改到");
    }

    async fn a_series_goes_to_another_room_as_a_whole_or_not_at_all(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, free_for_all()).await;
        let other = furnished(&app, 1).await.0[0];
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let at = three_mornings(&app).await;
        firm.get(&at).await.must_be(200).must_say("几次一起改，可以改时间、场所、用途、人数");
        let there = other.to_text();
        let typed = |from: &'static str, to: &'static str, people: &'static str| [
            ("day", "2026-11-25"), ("from", from), ("to", to), ("space", there.as_str()), ("purpose", "轮值培训"), ("people", people), ("scope", "all"),
        ];
        // Nobody has said yet when that room is open: its keeper is asked for each by itself.
        firm.post_form(&at, &typed("9:00", "11:00", "12")).await.must_be(422).must_say("其余请一次一次改");
        write(&app, move |tx| {
            tx.bookkeeping();
            Ok(bookings::set_rules(tx, other, &free_for_all(), jiff::civil::date(2026, 11, 21))?)
        }).await;
        // One of them is in somebody's way: none goes, and it is said which.
        let own = room(&app, county.village_women).replace(&county.space.to_text(), &there);
        book(&officer, &own, ("2026-11-26", "10:00", "12:00"), "打扫").await.must_be(303);
        firm.post_form(&at, &typed("9:00", "11:00", "12")).await.must_be(422).must_say("有 1 次不行，一次也没有改").must_say("打扫").must_say("轮值培训");
        firm.post_form(&at, &typed("13:00", "15:00", "41")).await.must_be(422).must_say("最多容纳 40 人");
        assert_eq!(held(&app, "轮值").await.len(), 3);
        let done = firm.post_form(&at, &typed("13:00", "15:00", "12")).await.must_be(303);
        firm.follow(&done).await.must_say("已改好，共 3 次").must_say("轮值培训");
        assert_eq!(held(&app, "轮值培训").await, ["2026-11-24T13:00:00+08:00", "2026-11-25T13:00:00+08:00", "2026-11-26T13:00:00+08:00"]);
        officer.get("/notices").await.must_say("轮值培训），共 3 次");
        app.verify("rooms").await;
        // Back to where nobody is let in any more: it is said of each that the venue is not in service.
        let venue = county.venue;
        write(&app, move |tx| {
            tx.bookkeeping();
            Ok(tx.execute("UPDATE venue SET stage = 'retired' WHERE id = ?1", langqiao_store::params![venue])?)
        }).await;
        let (back, mut home) = (county.space.to_text(), typed("13:00", "15:00", "12"));
        home[3].1 = back.as_str();
        firm.post_form(&at, &home).await.must_be(422).must_say("这处阵地现在不在使用").must_say("有 3 次不行，一次也没有改");
    }

    async fn a_series_that_is_only_asked_for_is_held_where_nobody_has_to_be_asked(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let other = furnished(&app, 1).await.0[0];
        let firm = app.sign_in(people.firm_officer).await;
        let at = three_mornings(&app).await;
        let (here, there) = (county.space.to_text(), other.to_text());
        let typed = |space, purpose| [
            ("day", "2026-11-25"), ("from", "9:00"), ("to", "11:00"), ("space", space), ("purpose", purpose), ("people", "12"), ("scope", "all"),
        ];
        // In the room whose keeper is asked already it goes on being asked for, for something else too.
        firm.post_form(&at, &typed(here.as_str(), "轮值培训")).await.must_be(303);
        assert!(held(&app, "轮值培训").await.is_empty());
        // For another room the keeper would be asked anew: each by itself.
        firm.post_form(&at, &typed(there.as_str(), "轮值培训")).await.must_be(422).must_say("其余请一次一次改");
        write(&app, move |tx| {
            tx.bookkeeping();
            Ok(bookings::set_rules(tx, other, &free_for_all(), jiff::civil::date(2026, 11, 21))?)
        }).await;
        let done = firm.post_form(&at, &typed(there.as_str(), "轮值培训")).await.must_be(303);
        firm.follow(&done).await.must_say("已改好，共 3 次");
        assert_eq!(held(&app, "轮值培训").await, ["2026-11-24T09:00:00+08:00", "2026-11-25T09:00:00+08:00", "2026-11-26T09:00:00+08:00"]);
        app.verify("rooms").await;
    }
}

/// A series of three mornings that the firm books in the hall, or asks for; gives where the second of them is changed.
async fn three_mornings(app: &TestApp) -> String {
    let (county, org) = (&app.county, app.county.firm_union);
    let program = app
        .program(county.people.firm_officer, &["spaces.book", "activities.read"])
        .await;
    let wish = json!({
        "space": county.space, "purpose": "轮值", "people": 12, "rule": "FREQ=DAILY;COUNT=3",
        "starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T11:00:00+08:00",
    });
    let of = format!("/api/v1/organisations/{org}/booking-series");
    let made: Value = program.post_json(&of, &wish).await.must_be(201).json();
    let made: Value = program
        .get(&format!("{of}/{}", made["id"].as_str().unwrap()))
        .await
        .json();
    TestApp::bench(
        org,
        &format!("/bookings/{}/time", made["bookings"][1]["id"].as_str().unwrap()),
    )
}
