//! Input that nobody means: numbers where numbers end, days before and after all days, addresses edited by hand.
//! Each gets a sentence, nothing is changed, and every page still opens.

use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

const END: &str = "9223372036854775807";

both! {
    async fn a_unit_larger_than_any_place_is_refused_and_coverage_stands(db: Db) {
        let app = TestApp::start(db).await;
        let office = app.county.office;
        let program = app.program(app.county.people.county, &["registers.import", "coverage.read"]).await;
        let path = format!("/api/v1/organisations/{office}/units");
        let unit = |name: &str, from: &str, people: i64| json!({
            "name": name, "kind": "enterprise", "area": app.county.villages[0][0], "from": from,
            "people": { "headcount": people, "women": people, "youth": people, "scitech": people, "party": true },
        });
        for (wrong, says) in [
            (unit("巨厂", "2024-01-01", i64::MAX), "unit-people"),
            (unit("巨厂", "2024-01-01", 10_000_001), "unit-people"),
            (unit("巨厂", "2024-01-01", -1), "unit-people"),
            (unit("未来厂", "9999-12-31", 3), "unit-day"),
            (unit("远古厂", "0001-01-01", 3), "unit-day"),
            (unit(&"长".repeat(101), "2024-01-01", 3), "unit-name"),
        ] {
            program.post_json(&path, &wrong).await.must_be(422).must_say(says);
        }
        let mut strange = unit("小厂", "2024-01-01", 3);
        strange["heads"] = 3.into();
        program.post_json(&path, &strange).await.must_be(422);
        let made: Value = program.post_json(&path, &unit("小厂", "2024-01-01", 10_000_000)).await.must_be(201).json();
        let counts = format!("{path}/{}/headcounts", made["id"].as_str().unwrap());
        let count = json!({ "from": "9999-12-30", "headcount": 1, "women": 0, "youth": 0, "scitech": 0, "party": false });
        program.post_json(&counts, &count).await.must_be(422).must_say("unit-day");

        let county = app.sign_in(app.county.people.county).await;
        let form = [
            ("name", "巨厂"), ("kind", "enterprise"), ("area", "桃园村"), ("from", "2999-01-01"),
            ("headcount", "12"), ("women", "3"), ("youth", "3"), ("scitech", "3"),
        ];
        let page = county.post_form(&TestApp::bench(office, "/units"), &form).await.must_be(422);
        page.must_say("请核对年份").must_say("巨厂");
        for path in ["/coverage", "/coverage/gaps", "/units"] {
            county.get(&TestApp::bench(office, path)).await.must_be(200);
        }
        for line in ["office", "zz"] {
            program.get(&format!("/api/v1/organisations/{office}/coverage?line={line}")).await.must_be(422);
        }
    }

    async fn addresses_edited_by_hand_open_or_are_answered_plainly(db: Db) {
        let app = TestApp::start(db).await;
        let office = app.county.office;
        let county = app.sign_in(app.county.people.county).await;
        for path in ["/units", "/organisations", "/coverage/gaps"] {
            for from in [END, "-1", "0", "x"] {
                county.get(&TestApp::bench(office, &format!("{path}?from={from}"))).await.must_be(200);
            }
        }
        let month = TestApp::bench(office, &format!("/records/of/{office}/2026-11?after=zz"));
        county.get(&month).await.must_be(422).must_say("这个地址不完整或有误").must_not_say("deserialize");
    }

    async fn what_is_wrong_with_json_is_said_in_the_readers_language(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.program(app.county.people.resident, &["self"]).await;
        for (body, said) in [
            (json!({ "birth": "2019-02-03", "consent": true }), "缺少字段 name"),
            (json!({ "name": "欧阳测试娃", "birth": "2019-02-03", "consent": "是" }), "consent 的值不是要的那一种"),
        ] {
            let answer = program.post_json("/api/v1/me/family", &body).await.must_be(422);
            drop(answer.must_say(said).must_not_say("expected").must_not_say("deserialize"));
        }
    }

    async fn what_a_program_was_answered_is_kept_sealed_and_told_to_that_token_alone(db: Db) {
        let app = TestApp::start(db).await;
        let resident = app.county.people.resident;
        let (one, other) = (app.program(resident, &["self"]).await, app.program(resident, &["self"]).await);
        for program in [&one, &other] {
            program.set_header("idempotency-key", "family-1");
        }
        let child = json!({ "name": "欧阳测试娃", "birth": "2019-02-03", "consent": true });
        let first = one.post_json("/api/v1/me/family", &child).await.must_be(201);
        let again = one.post_json("/api/v1/me/family", &child).await.must_be(201);
        assert_eq!((first.text(), again.header("idempotency-replayed")), (again.text(), "true"));
        other.post_json("/api/v1/me/family", &child).await.must_be(422).must_say("idempotency-reused");
        let kept = app.app.db.read(|tx| tx.all("SELECT body FROM idempotency", &[], |row| row.get::<Option<String>>(0)));
        let kept: Result<Vec<_>, StoreError> = kept.await;
        for body in kept.unwrap().into_iter().flatten() {
            assert!(!body.contains("欧阳") && !body.contains("2019"), "{body}");
        }
    }

    async fn an_activity_that_is_not_ours_is_not_there_to_confirm(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let path = "/records/activities/019aa3f0-0000-7000-8000-000000000101/confirm";
        officer.post_form(&TestApp::bench(app.county.village_women, path), &[]).await.must_be(404);
    }
}
