//! A list of people that a program signs up: looked at first, then taken in, once.

use jiff::SignedDuration;
use langqiao_app::activities::{Allotment, Group, Plan, Question, QuestionKind};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{live, persons};
use crate::activities::{plan, published};

fn address(org: OrganisationId, activity: ActivityId) -> String {
    format!("/api/v1/organisations/{org}/activities/{activity}/desk/list")
}

fn list(lines: Value) -> Value {
    json!({ "role": "attendee", "consented": true, "on_paper": true, "lines": lines })
}

fn looked(list: &Value) -> Value {
    let mut list = list.clone();
    list["look"] = json!(true);
    list
}

/// How many lines came to what: places, waiting, signed up before, listed, refused.
fn counts(answer: &Value) -> [i64; 5] {
    ["seats", "waiting", "already", "listed", "refused"].map(|name| answer[name].as_i64().expect("a count"))
}

fn fates(answer: &Value) -> Vec<&str> {
    let lines = answer["lines"].as_array().expect("lines");
    lines
        .iter()
        .map(|line| line["fate"].as_str().expect("a fate"))
        .collect()
}

/// With which parts of a line something is wrong.
fn wrong(line: &Value) -> Vec<&str> {
    let wrong = line["wrong"].as_array().expect("what is wrong");
    wrong.iter().filter_map(|one| one["field"].as_str()).collect()
}

both! {
    async fn a_program_looks_at_a_list_and_takes_it_in_once(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let ask = |label: &str, kind, options: &[&str], required| Question {
            label: label.into(),
            kind,
            options: options.iter().map(|one| (*one).into()).collect(),
            required,
            only_if: None,
        };
        let questions = vec![
            ask("衣服尺码", QuestionKind::Choice, &["大号", "小号"], true),
            ask("吃饭吗", QuestionKind::YesNo, &[], false),
        ];
        let id = published(&app, org, Plan { seats: 2, min_age: None, questions, ..plan(&app) }).await;
        let public: Value = app.visitor().get(&format!("/api/v1/activities/{id}")).await.must_be(200).json();
        let [size, eats] = [0, 1].map(|n| public["questions"][n]["id"].as_str().expect("a question").to_owned());
        let small = json!({ &size: "小号" });
        let sent = list(json!([
            { "name": "沈阿妹", "phone": "139 1234 0001", "answers": { &size: "大号", &eats: "是" } },
            { "name": "王二", "phone": "1391", "answers": small },
            { "name": "李三", "phone": "13912340003", "answers": { &size: "中号" } },
            { "name": "钱四", "phone": "13912340004", "birth": "1951年3月8日", "answers": small },
            { "name": "赵五", "phone": "13912340005", "answers": small },
            { "name": "朱小满", "birth": "2018-03-03", "answers": small },
            { "name": "吴小小", "birth": "2018-05-05", "guardian": { "name": "吴大", "phone": "13912340007" }, "answers": small },
            { "name": "周八", "birth": "三月", "answers": { &size: "小号", "shoes": "40" } },
        ]));
        let (at, program) = (address(org, id), app.program(who.officer, &["activities.manage"]).await);
        let before = persons(&app).await;
        let look: Value = program.post_json(&at, &looked(&sent)).await.must_be(200).json();
        let all = ["seat", "refused", "refused", "seat", "waits", "refused", "waits", "refused"];
        assert_eq!((fates(&look), counts(&look)), (all.to_vec(), [2, 2, 0, 0, 4]));
        let lines = look["lines"].as_array().expect("lines");
        assert_eq!(lines.iter().map(|line| line["line"].as_i64()).collect::<Vec<_>>(), (1..=8).map(Some).collect::<Vec<_>>());
        assert_eq!((&lines[4]["waits_for"], &lines[4]["number"]), (&json!("places"), &json!(3)));
        assert!(lines[4]["detail"].as_str().expect("words").contains("名额已满"));
        assert_eq!(wrong(&lines[1]), ["phone"]);
        assert!(lines[1]["wrong"][0]["detail"].as_str().expect("words").contains("应是 11 位"));
        assert_eq!(wrong(&lines[2]), [format!("answers.{size}")]);
        assert_eq!(wrong(&lines[5]), ["guardian.name", "guardian.phone"]);
        assert_eq!(wrong(&lines[7]), ["birth", "answers"]);
        // Nobody was taken up or signed up.
        assert!(lines.iter().all(|line| line.get("party").is_none() && line.get("codes").is_none()));
        assert_eq!((persons(&app).await, live(&app, id).await), (before, (0, 0)));

        program.set_header("idempotency-key", "paper-1");
        program.post_json(&at, &looked(&sent)).await.must_be(200);
        let first = program.post_json(&at, &sent).await.must_be(200);
        let done: Value = first.json();
        assert_eq!((fates(&done), counts(&done)), (all.to_vec(), [2, 2, 0, 0, 4]));
        assert_eq!(done["lines"][0]["codes"].as_array().map(Vec::len), Some(1));
        assert!(done["lines"][6]["party"].is_string() && done["lines"][1].get("party").is_none());
        assert_eq!(live(&app, id).await, (2, 2));
        // Its answer was lost: the same key gives the same answer, another finds them on the list.
        let again = program.post_json(&at, &sent).await.must_be(200);
        assert_eq!((again.text(), again.header("idempotency-replayed")), (first.text(), "true"));
        program.set_header("idempotency-key", "paper-2");
        let twice: Value = program.post_json(&at, &sent).await.must_be(200).json();
        assert_eq!(counts(&twice), [0, 0, 4, 0, 4]);
        assert_eq!(live(&app, id).await, (2, 2));
        // What the program said is what the officer sees.
        let officer = app.sign_in(who.officer).await;
        let desk = officer.get(&TestApp::bench(org, &format!("/activities/{id}/desk"))).await;
        desk.must_say("家长：吴*").must_say("纸上签字同意").must_say("名额已满，2 人在候补");
        app.verify("places").await;
        app.verify("signups").await;
    }

    async fn whoever_waits_is_told_for_what(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let old = Group::Age { min: Some(60), max: None };
        let until = app.app.now() + SignedDuration::from_hours(48);
        let kept = Plan { seats: 5, min_age: None, priority: vec![old], kept_until: Some(until), ..plan(&app) };
        let id = published(&app, org, kept).await;
        let program = app.program(who.officer, &["activities.manage"]).await;
        let sent = list(json!([{ "name": "王二", "birth": "1990-01-01" }, { "name": "沈阿妹", "birth": "1951-03-08" }]));
        let look: Value = program.post_json(&address(org, id), &looked(&sent)).await.must_be(200).json();
        assert_eq!((fates(&look), &look["lines"][0]["waits_for"]), (vec!["waits", "seat"], &json!("groups")));
        assert!(look["lines"][0]["detail"].as_str().expect("words").contains("前名额只给优先人群"));
        program.set_header("accept-language", "en");
        let look: Value = program.post_json(&address(org, id), &looked(&sent)).await.must_be(200).json();
        assert!(look["lines"][0]["detail"].as_str().expect("words").contains("only for the groups that come first"));
        // The page says the same, and then the first button is the one by which the list goes in.
        let officer = app.sign_in(who.officer).await;
        let typed = [("list", "王二 1990-01-01"), ("list_consent", "1"), ("role", "attendee")];
        let at = TestApp::bench(org, &format!("/activities/{id}/desk/list"));
        let page = officer.post_form(&at, &typed).await.must_be(200);
        let page = page.must_say("前名额只给优先人群").must_say("放进去").must_say("再看一看").must_not_say("先看一看");
        let text = page.text();
        assert!(text.find("放进去</span>") < text.find("再看一看</span>"));

        let mut by_lot = plan(&app);
        by_lot.times.starts_at += SignedDuration::from_hours(24);
        by_lot.times.ends_at += SignedDuration::from_hours(24);
        by_lot.times.signup_closes_at = by_lot.times.starts_at - SignedDuration::from_hours(18);
        let drawn = published(&app, org, Plan { min_age: None, allotment: Allotment::Draw, ..by_lot }).await;
        program.set_header("accept-language", "zh-CN");
        let look: Value = program.post_json(&address(org, drawn), &looked(&sent)).await.must_be(200).json();
        assert_eq!((counts(&look), &look["lines"][1]["waits_for"]), ([0, 2, 0, 0, 0], &json!("allotment")));
        assert!(look["lines"][1]["detail"].as_str().expect("words").contains("统一分名额"));
    }

    async fn afterwards_a_list_adds_and_lists_for_a_decision(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { seats: 1, min_age: Some(18), ..plan(&app) }).await;
        let sent = list(json!([
            { "name": "沈阿妹", "phone": "13912340001", "birth": "1951-03-08" },
            { "name": "李三", "phone": "13912340003", "birth": "2010-05-05" },
        ]));
        // Between the end of sign-up and the start nobody goes in.
        app.clock.set("2026-11-28T12:00:00+08:00".parse().expect("an instant"));
        let program = app.program(who.officer, &["activities.manage"]).await;
        let no = program.post_json(&address(org, id), &sent).await.must_be(409);
        assert_eq!(no.json::<Value>()["code"], "list-not-now");
        app.clock.set("2026-11-28T17:30:00+08:00".parse().expect("an instant"));
        for look in [true, false] {
            let sent = if look { looked(&sent) } else { sent.clone() };
            let answer: Value = program.post_json(&address(org, id), &sent).await.must_be(200).json();
            assert_eq!((fates(&answer), counts(&answer)), (vec!["seat", "listed"], [1, 0, 0, 1, 0]));
            assert_eq!(answer["lines"][1]["against"], json!("too_young"));
            assert_eq!(live(&app, id).await, (i64::from(!look), 0));
        }
        let again: Value = program.post_json(&address(org, id), &sent).await.must_be(200).json();
        assert_eq!(counts(&again), [0, 0, 2, 0, 0]);
    }

    async fn what_no_list_can_be_is_said(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { min_age: None, ..plan(&app) }).await;
        let (at, program) = (address(org, id), app.program(who.officer, &["activities.manage"]).await);
        let people = |n: usize| -> Value { (0..n).map(|n| json!({ "name": format!("人{n}") })).collect() };
        let mut not_agreed = list(people(1));
        not_agreed["consented"] = json!(false);
        let large = list(json!([{ "name": "x".repeat(10 << 20) }]));
        for (body, status, code) in [
            (not_agreed, 422, "no-consent"),
            (list(people(0)), 422, "list-empty"),
            (list(people(501)), 422, "list-too-long"),
            (list(json!([{ "name": "沈阿妹", "shoes": 40 }])), 422, "json"),
            (list(json!([{ "phone": "13912340001" }])), 422, "json"),
            (large, 413, "too-large"),
        ] {
            let no = program.post_json(&at, &body).await.must_be(status);
            assert_eq!((no.header("content-type"), &no.json::<Value>()["code"]), ("application/problem+json", &json!(code)));
        }
        // Looking keeps nothing, so nobody has to have agreed yet.
        let mut unsaid = looked(&list(people(1)));
        unsaid.as_object_mut().expect("an object").remove("consented");
        program.post_json(&at, &unsaid).await.must_be(200);
        // A long name is refused by its line, and a key doesn't let a body pass that is too large.
        let long: Value = program.post_json(&at, &list(json!([{ "name": "人".repeat(2000) }]))).await.must_be(200).json();
        assert_eq!(counts(&long), [0, 0, 0, 0, 1]);
        program.set_header("idempotency-key", "large");
        // What is refused before it is read is taken off the wire all the same: else its sender sees a broken connection.
        let large = list(json!([{ "name": "人".repeat(1 << 20) }]));
        for _ in 0..10 {
            program.post_json(&at, &large).await.must_be(413);
        }
        // Whose it isn't, and who may not.
        let narrow = app.program(who.officer, &["activities.read"]).await;
        narrow.post_json(&at, &list(people(1))).await.must_be(403).must_say("scope-missing");
        let stranger = app.program(who.foreign_officer, &["activities.manage"]).await;
        for at in [at.clone(), address(app.county.foreign_women, id)] {
            stranger.post_json(&at, &list(people(501))).await.must_be(404);
        }
        app.visitor().post_json(&at, &list(people(1))).await.must_be(401);
        assert_eq!(live(&app, id).await, (0, 0));
    }
}
