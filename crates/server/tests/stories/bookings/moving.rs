//! A booking is held at another time, alone or with its series.

use langqiao_app::bookings::Rules;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, given_back, lay_down, room};

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
}
