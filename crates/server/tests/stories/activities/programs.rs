//! What programs send that no form would, and lists that go on where they stopped.

use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{draft, plan};
use crate::signups::scene::Scene;

both! {
    async fn a_program_is_told_everything_that_is_wrong_and_where(db: Db) {
        let app = TestApp::start(db).await;
        let (org, firm) = (app.county.village_women, app.county.firm_union);
        let officer = app.program(app.county.people.officer, &["activities.manage"]).await;
        let at = format!("/api/v1/organisations/{org}/activities");
        let wrong = json!({
            "title": "x", "kind": "health", "area": app.county.villages[0][0],
            "starts_at": "-009999-01-02T02:00:00Z", "ends_at": "-009999-01-02T03:00:00Z",
            "seats": i64::MAX, "volunteers": i64::MAX,
            "questions": [{ "label": "长".repeat(101), "kind": "number" }],
            "cohosts": [{ "organisation": firm, "money": -1 }],
        });
        let refused: Value = officer.post_json(&at, &wrong).await.must_be(422).json();
        assert_eq!(refused["code"], "activity-invalid");
        let places: Vec<&str> = refused["errors"].as_array().unwrap().iter().filter_map(|error| error["field"].as_str()).collect();
        for place in ["title", "place", "starts_at", "seats", "volunteers", "questions[0].label", "cohosts[0].money"] {
            assert!(places.contains(&place), "{place} is not in {places:?}");
        }
    }

    async fn no_more_places_than_the_rooms_hold(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.program(app.county.people.officer, &["activities.manage"]).await;
        let at = format!("/api/v1/organisations/{org}/activities");
        let mut body = json!({
            "title": "亲子科普日", "kind": "health", "space": app.county.space, "area": app.county.villages[0][0],
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00", "seats": 300, "volunteers": 4,
        });
        let refused: Value = officer.post_json(&at, &body).await.must_be(422).json();
        let wrong = refused["errors"].as_array().unwrap().iter().find(|error| error["field"] == "seats").expect("the places");
        assert!(wrong.to_string().contains("50") && wrong.to_string().contains("304"), "{wrong}");
        // Held in no known room, nobody knows how many it holds.
        body["space"] = Value::Null;
        body["place"] = json!("村口广场");
        officer.post_json(&at, &body).await.must_be(201);

        // A draft in a room that became smaller meanwhile isn't made public as it is.
        let id = draft(&app, org, plan(&app)).await;
        let space = app.county.space;
        let smaller = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE space SET capacity = 12 WHERE id = ?1", langqiao_store::params![space])
        });
        smaller.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
        let refused: Value = officer.post_json(&format!("{at}/{id}/publish"), &json!({})).await.must_be(409).json();
        assert_eq!(refused["code"], "activity-crowded");
    }

    async fn what_a_program_sends_is_tidied_as_in_the_form(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.program(app.county.people.officer, &["activities.manage"]).await;
        let body = json!({
            "title": "亲子\n科普\u{0}日", "summary": "带水\u{0}杯\n穿\u{1b}便鞋", "kind": "health", "place": " 村口\r\n",
            "area": app.county.villages[0][0], "seats": 5,
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00",
            "questions": [{ "label": " 备注\n", "kind": "text", "options": ["x".repeat(5000)] }],
        });
        let made: Value = officer.post_json(&format!("/api/v1/organisations/{org}/activities"), &body).await.must_be(201).json();
        assert_eq!((&made["title"], &made["place"]), (&json!("亲子 科普日"), &json!("村口")));
        assert_eq!(made["summary"], "带水杯\n穿便鞋");
        assert_eq!((&made["questions"][0]["label"], &made["questions"][0]["options"]), (&json!("备注"), &json!([])));
        // A key that nobody reads is refused, in a question and in what somebody brings.
        let questions = json!([{ "label": "过敏吗", "kind": "yes_no" }, { "label": "对什么", "kind": "text", "when": "过敏吗" }]);
        let cohosts = json!([{ "organisation": app.county.firm_union, "peoples": 2 }]);
        for (field, value) in [("questions", questions), ("cohosts", cohosts), ("own", json!({ "shares": 2 }))] {
            let mut wrong = body.clone();
            wrong[field] = value;
            let no: Value = officer.post_json(&format!("/api/v1/organisations/{org}/activities"), &wrong).await.must_be(422).json();
            assert_eq!(no["code"], "json", "{field}");
        }
        // Where it stands in an address there is nothing to tidy.
        let visitor = app.visitor();
        visitor.get("/activities?q=%00").await.must_be(422);
        visitor.get("/activities/%00").await.must_be(404);
    }

    async fn public_lists_go_on_where_they_stopped_and_a_wrong_cursor_is_said(db: Db) {
        let app = TestApp::start(db).await;
        Scene { title: "先办的", starts_in: 24, ..Scene::default() }.put_on(&app).await;
        Scene { title: "后办的", starts_in: 48, ..Scene::default() }.put_on(&app).await;
        let visitor = app.visitor();
        let first: Value = visitor.get("/api/v1/activities?limit=1").await.must_be(200).json();
        assert_eq!((first["items"].as_array().map(Vec::len), &first["items"][0]["title"]), (Some(1), &json!("先办的")));
        let next = first["next"].as_str().expect("another page");
        let second: Value = visitor.get(&format!("/api/v1/activities?limit=1&after={next}")).await.must_be(200).json();
        assert_eq!((&second["items"][0]["title"], second.get("next")), (&json!("后办的"), None));

        // Cursors that nobody was given: [9223372036854775807, 0, id], [0, 9223372036854775807, id] in BASE64, and none at all.
        let far = "WzkyMjMzNzIwMzY4NTQ3NzU4MDcsMCwiMDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIl0";
        let never = "WzAsOTIyMzM3MjAzNjg1NDc3NTgwNywiMDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIl0";
        let page = "9223372036854775807_0_01900000-0000-7000-8000-000000000000";
        visitor.get(&format!("/activities?after={page}")).await.must_be(200).must_say("先办的");
        for cursor in [far, never, page, "x"] {
            visitor.get(&format!("/api/v1/activities?after={cursor}")).await.must_be(422);
        }

        let mut after = String::new();
        let mut codes = Vec::new();
        loop {
            let page: Value = visitor.get(&format!("/api/v1/areas?limit=2{after}")).await.must_be(200).json();
            codes.extend(page["items"].as_array().unwrap().iter().map(|area| area["code"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        let whole: Value = visitor.get("/api/v1/areas").await.must_be(200).json();
        assert_eq!(codes.len(), whole["items"].as_array().unwrap().len());
        assert!(codes.is_sorted() && codes.len() > 4, "{codes:?}");
        visitor.get("/api/v1/areas?after=x").await.must_be(422);
    }

    async fn what_is_not_there_is_said_in_words_for_programs(db: Db) {
        let app = TestApp::start(db).await;
        let visitor = app.visitor();
        let none: Value = visitor.get("/api/v1/nothing").await.must_be(404).json();
        assert_eq!(none["detail"], "没有这个资源，或者这个访问令牌看不到它。");
        let method: Value = visitor.call("DELETE", "/api/v1/areas").await.must_be(405).json();
        assert_eq!(method["detail"], "这个地址不接受这个方法，可用的方法见 Allow。");
        visitor.get("/nothing").await.must_be(404).must_say("没有找到这个页面");
    }
}
