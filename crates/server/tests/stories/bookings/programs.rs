//! What a keeper lays down, by programs: rules, weeks, special days and equipment, each with its version.

use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{free_for_all, lay_down};

both! {
    async fn a_program_lays_down_what_a_keeper_does_on_the_page(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let of = |what: &str| format!("/api/v1/organisations/{}/spaces/{}/{what}", county.village_women, county.space);
        let program = app.program(people.officer, &["activities.read", "spaces.keep"]).await;
        let read = program.get(&of("rules")).await.must_be(200);
        let first = read.header("etag").to_owned();
        let mut rules: Value = read.json();
        assert_eq!((rules["open_to"].as_str(), rules["asks"].as_bool()), (Some("lines"), Some(false)));
        rules["asks"] = json!(true);
        rules["notice_hours"] = json!(48);
        // Without the version nothing is written, nor over a version that wasn't seen.
        program.send_json("PUT", &of("rules"), &rules).await.must_be(428);
        program.set_header("if-match", "\"v999\"");
        program.send_json("PUT", &of("rules"), &rules).await.must_be(412).must_say("rules-changed");
        program.set_header("if-match", &first);
        let mut wrong = rules.clone();
        wrong["ahead_days"] = json!(9999);
        wrong["offer_minutes"] = json!(0);
        program.send_json("PUT", &of("rules"), &wrong).await.must_be(422).must_say("ahead_days").must_say("offer_minutes");
        let wrote = program.send_json("PUT", &of("rules"), &rules).await.must_be(200);
        let second = wrote.header("etag").to_owned();
        assert_ne!(first, second);
        program.send_json("PUT", &of("rules"), &rules).await.must_be(412);
        // The week and the special days under the same version; what the one lays down the others keep.
        program.set_header("if-match", &second);
        let at = |weekday: i64, opens: &str, closes: &str| json!({ "weekday": weekday, "opens": opens, "closes": closes });
        for week in [vec![at(8, "9:00", "10:00")], vec![at(1, "10:00", "9:00")], vec![at(1, "9:00", "12:00"), at(1, "11:00", "13:00")]] {
            program.send_json("PUT", &of("hours"), &json!({ "week": week, "official_days": true })).await.must_be(422).must_say("week");
        }
        let week = json!({ "week": [at(2, "13:00", "24:00"), at(2, "8:30", "11:30")], "official_days": true });
        let wrote = program.send_json("PUT", &of("hours"), &week).await.must_be(200).must_say("8:30");
        program.set_header("if-match", wrote.header("etag"));
        let days = json!({ "days": [{ "day": "2026-12-01", "note": "装修" }, { "day": "2026-12-02", "opens": "9:00", "closes": "12:00" }, { "day": "2020-01-01" }] });
        program.send_json("PUT", &of("days"), &json!({ "days": [{ "day": "2026-12-01" }, { "day": "2026-12-01" }] })).await.must_be(422).must_say("days.1");
        let wrote = program.send_json("PUT", &of("days"), &days).await.must_be(200);
        let last = wrote.header("etag").to_owned();
        let kept: Value = program.get(&of("days")).await.must_be(200).json();
        assert_eq!(kept["days"].as_array().map(Vec::len), Some(2), "what is past stays as it was");
        let all: Value = program.get(&of("rules")).await.must_be(200).json();
        assert_eq!((all["notice_hours"].as_i64(), all["asks"].as_bool()), (Some(48), Some(true)));
        let all: Value = program.get(&of("hours")).await.must_be(200).json();
        assert_eq!((all["week"].as_array().map(Vec::len), all["official_days"].as_bool()), (Some(2), Some(true)));
        // The page shows what programs laid down, and doesn't write over what it hasn't seen.
        let officer = app.sign_in(people.officer).await;
        let page = TestApp::bench(county.village_women, &format!("/spaces/{}/rules", county.space));
        officer.get(&page).await.must_be(200).must_say("8:30-11:30, 13:00-24:00").must_say("2026-12-01 关闭 装修");
        let typed = |version: &'static str| [("version", version), ("ahead", "30"), ("setup", "20"), ("offer", "120"), ("open_to", "lines")];
        officer.post_form(&page, &typed("2")).await.must_be(422).must_say("刚刚有人改过").must_say("value=\"20\"").must_say(&format!("value=\"{}\"", last.trim_matches(['"', 'v'])));
        let sent = officer.post_form(&page, &typed("5")).await.must_be(303);
        officer.follow(&sent).await.must_say("每场前留 20 分钟布置");
        // Anybody who sees rooms reads the rules of all; those who don't keep one change nothing.
        let firm = app.program(people.firm_officer, &["activities.read", "spaces.keep"]).await;
        let theirs = of("rules").replace(&county.village_women.to_text(), &county.firm_union.to_text());
        firm.get(&theirs).await.must_be(200);
        firm.set_header("if-match", "\"v5\"");
        firm.send_json("PUT", &theirs, &rules).await.must_be(404);
    }

    async fn a_program_counts_what_a_venue_lends(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        let of = format!("/api/v1/organisations/{}/venues/{}/equipment", county.village_women, county.venue);
        let program = app.program(people.officer, &["activities.read", "spaces.keep"]).await;
        let empty = program.get(&of).await.must_be(200);
        program.send_json("PUT", &of, &json!({ "equipment": [] })).await.must_be(428);
        program.set_header("if-match", empty.header("etag"));
        let twice = json!({ "equipment": [{ "name": "折叠椅", "pieces": 60 }, { "name": "折叠椅", "pieces": 6 }] });
        program.send_json("PUT", &of, &twice).await.must_be(422).must_say("equipment.1");
        let chairs = json!({ "equipment": [{ "name": "折叠椅", "pieces": 60 }, { "name": "音响", "pieces": 1 }] });
        let wrote = program.send_json("PUT", &of, &chairs).await.must_be(200).must_say("折叠椅");
        program.send_json("PUT", &of, &chairs).await.must_be(412).must_say("equipment-changed");
        program.set_header("if-match", wrote.header("etag"));
        program.send_json("PUT", &of, &json!({ "equipment": [{ "name": "折叠椅", "pieces": 50 }] })).await.must_be(200).must_not_say("音响");
        let officer = app.sign_in(people.officer).await;
        officer.get(&TestApp::bench(county.village_women, &format!("/venues/{}/lending", county.venue))).await.must_say("折叠椅 50");
        let firm = app.program(people.firm_officer, &["spaces.keep"]).await;
        firm.get(&of.replace(&county.village_women.to_text(), &county.firm_union.to_text())).await.must_be(404);
        // An activity in a known room needs no area: the room's is taken. Without either, it is said where.
        let program = app.program(people.officer, &["activities.read", "activities.manage"]).await;
        let mut plan = json!({
            "title": "健康讲座", "kind": "health", "space": county.space, "starts_at": "2026-11-28T14:30:00+08:00",
            "ends_at": "2026-11-28T16:00:00+08:00", "seats": 20, "own": { "share": 1 },
        });
        let activities = format!("/api/v1/organisations/{}/activities", county.village_women);
        let made: Value = program.post_json(&activities, &plan).await.must_be(201).json();
        assert_eq!(made["area"], json!(county.villages[0][0]));
        plan["space"] = Value::Null;
        plan["place"] = json!("村口");
        program.post_json(&activities, &plan).await.must_be(422).must_say("\"area\"");
        let none = app.app.db.read(|tx| tx.one("SELECT CAST(COUNT(*) AS BIGINT) FROM activity", params![], |row| row.get::<i64>(0))).await;
        assert_eq!(none.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")), Some(1));
    }
}
