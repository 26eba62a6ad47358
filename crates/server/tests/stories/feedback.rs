//! How it was: said by those who were there and only by those, once each, without anybody learning whose it is.

use jiff::SignedDuration;
use langqiao_app::feedback::{self, Said};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_store::params;
use langqiao_testkit::{Client, TestApp, both};
use proptest::{
    prelude::*,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde_json::{Value, json};

use crate::checkins::{at, hold, sign_up, write};

/// The village women's activity from 10 to 12.
async fn held(app: &TestApp) -> ActivityId {
    hold(
        app,
        "包饺子送老人",
        (at(10, 0), at(12, 0)),
        &[(app.county.village_women, 100, "accepted")],
    )
    .await
}

/// Lets everybody in who came: the resident with her child, a neighbour, a volunteer; and it begins.
async fn let_in(app: &TestApp, activity: ActivityId) {
    let_in_early(app, activity).await;
    app.clock.set(at(10, 0));
}

/// The same an hour before it begins.
async fn let_in_early(app: &TestApp, activity: ActivityId) {
    let who = app.county.people.clone();
    let coming = [
        (who.resident, "AAA111"),
        (who.child, "AAA222"),
        (who.neighbour, "AAA333"),
        (who.volunteer, "AAA444"),
    ];
    for (person, code) in coming {
        sign_up(app, activity, person, ("attendee", "seat", code), code).await;
    }
    sign_up(
        app,
        activity,
        who.reader,
        ("attendee", "seat", "AAA555"),
        "absent",
    )
    .await;
    write(app, move |tx| {
        tx.execute(
            "UPDATE signup SET booker = ?1 WHERE person = ?2",
            params![who.resident, who.child],
        )?;
        Ok(())
    })
    .await;
    let steward = app.sign_in(who.steward).await;
    let scans = format!(
        "/api/v1/organisations/{}/activities/{activity}/scans",
        app.county.village_women
    );
    for (n, (_, code)) in coming.iter().enumerate() {
        let scan = json!({ "code": code, "direction": "in", "device": "gate", "sequence": n });
        let answer: Value = steward.post_json(&scans, &scan).await.json();
        assert_eq!(answer["outcome"], "accepted", "{answer}");
    }
}

fn page(activity: ActivityId) -> String {
    format!("/activities/{activity}/feedback")
}

fn read(org: OrganisationId, activity: ActivityId) -> String {
    TestApp::bench(org, &format!("/activities/{activity}/feedback"))
}

async fn say(client: &Client, activity: ActivityId, who: PersonId, satisfied: &str, words: &str) {
    let who = who.to_text();
    let fields = [
        ("who", who.as_str()),
        ("satisfied", satisfied),
        ("again", "yes"),
        ("words", words),
    ];
    let sent = client.post_form(&page(activity), &fields).await.must_be(303);
    client.follow(&sent).await.must_say("收到了，谢谢您");
}

/// The next morning.
async fn next_morning(app: &TestApp) {
    app.clock.advance(SignedDuration::from_hours(24));
    app.run_jobs().await;
}

both! {
    async fn who_was_there_speaks_once_and_the_hosts_never_learn_who(db: Db) {
        let app = TestApp::start(db).await;
        let (who, org) = (app.county.people.clone(), app.county.village_women);
        let activity = held(&app).await;
        let_in(&app, activity).await;
        let resident = app.sign_in(who.resident).await;
        let officer = app.sign_in(who.officer).await;

        // Who signed up and did not come has nothing to say, whatever they send.
        let absent = app.sign_in(who.reader).await;
        absent.get(&page(activity)).await.must_be(200).must_say("只有签到进场的人可以写").must_not_say("交给主办方");
        absent.post_form(&page(activity), &[("satisfied", "1"), ("words", "没去")]).await.must_be(422).must_say("只有签到进场的人可以写");
        app.visitor().get(&page(activity)).await.must_be(303);

        // What is missing is said at the field, and what was typed stays.
        let form = resident.get(&page(activity)).await.must_be(200);
        form.must_say("替谁写").must_say("朱苗苗").must_say("主办方看不到是谁写的");
        let (me, child) = (who.resident.to_text(), who.child.to_text());
        let again = resident.post_form(&page(activity), &[("who", &me), ("words", "饺子很香")]).await.must_be(422);
        again.must_say("请选一项").must_say("饺子很香");
        let long = "长".repeat(501);
        resident.post_form(&page(activity), &[("who", &me), ("satisfied", "5"), ("words", &long)]).await.must_be(422).must_say("500 字以内");
        say(&resident, activity, who.resident, "5", "饺子很香").await;
        // The form that is left is for the child, and says so; hers is in.
        resident.get(&page(activity)).await.must_say("我自己的感受已经收到").must_say("替 朱苗苗 说").must_not_say("替谁写");
        resident.post_form(&page(activity), &[("who", &me), ("satisfied", "1")]).await.must_be(422).must_say("已经写过了");
        // She can't speak in the place of somebody whom she did not bring.
        let other = who.neighbour.to_text();
        resident.post_form(&page(activity), &[("who", &other), ("satisfied", "1")]).await.must_be(422);
        let sent = resident.post_form(&page(activity), &[("who", &child), ("satisfied", "4")]).await.must_be(303);
        resident.follow(&sent).await.must_say("您已经写过了");

        // Two are too few to be shown.
        next_morning(&app).await;
        officer.get(&read(org, activity)).await.must_be(200).must_say("已有 2 人写了感受，来自 1 家。满 3 家").must_not_say("饺子很香");
        app.visitor().get(&format!("/activities/{activity}")).await.must_be(200).must_not_say("到场的人怎么说");
        let neighbour = app.sign_in(who.neighbour).await;
        say(&neighbour, activity, who.neighbour, "2", "路太滑").await;
        next_morning(&app).await;
        officer.get(&read(org, activity)).await.must_say("已有 3 人写了感受，来自 2 家。满 3 家").must_not_say("路太滑");
        let english = app.sign_in(who.officer).await;
        english.set_cookie("lq_lang", "en");
        english.get(&read(org, activity)).await.must_say("3 people of 2 families have written. From 3 families on");
        let program: Value = officer.get(&format!("/api/v1/organisations/{org}/activities/{activity}/feedback")).await.must_be(200).json();
        assert_eq!((&program["spoke"], &program["families_waiting"], &program["said"]), (&json!(3), &json!(2), &json!([])));
        // Three voices of two families are too few too.
        let helper = app.sign_in(who.volunteer).await;
        say(&helper, activity, who.volunteer, "5", "下次还来").await;
        officer.get(&read(org, activity)).await.must_say("已有 4 人").must_not_say("路太滑");
        next_morning(&app).await;
        officer.get("/notices").await.must_say("新收到 4 份评价");
        let shown = officer.get(&read(org, activity)).await.must_be(200);
        shown.must_say("到场 4 人，其中 4 人写了感受").must_say("4 人里，3 人满意或很满意")
            .must_say("饺子很香").must_say("路太滑").must_not_say("朱").must_not_say(&me);

        // Nothing that is kept joins a person to what was said.
        let named = app.app.db.read(|tx| {
            tx.all("SELECT actor FROM event WHERE act = 'feedback.given'", params![], |row| row.get::<String>(0))
        });
        let named = named.await.expect("the events");
        assert_eq!(named.len(), 4);
        assert!(named.iter().all(|actor| !actor.contains('-')), "{named:?}");
        app.verify("feedback").await;
    }

    async fn what_few_said_is_never_shown_and_whoever_was_only_asked_reads_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let hosts = [(county.village_women, 100, "accepted"), (county.firm_union, 0, "declined")];
        let activity = hold(&app, "包饺子送老人", (at(10, 0), at(12, 0)), &hosts).await;
        let_in(&app, activity).await;
        let (resident, officer) = (app.sign_in(who.resident).await, app.sign_in(who.officer).await);
        say(&resident, activity, who.resident, "1", "地太滑").await;
        app.clock.advance(SignedDuration::from_hours(16 * 24));
        app.run_jobs().await;
        officer.get(&read(county.village_women, activity)).await.must_be(200).must_say("共 1 人写了感受").must_not_say("地太滑");
        let union = app.sign_in(who.firm_officer).await;
        union.get(&TestApp::bench(county.firm_union, &format!("/activities/{activity}"))).await.must_be(200).must_not_say("写了感受").must_not_say("承诺与实际");
        union.get(&read(county.firm_union, activity)).await.must_be(404);
        union.get(&format!("/api/v1/organisations/{}/activities/{activity}/feedback", county.firm_union)).await.must_be(404);
    }

    async fn the_hosts_answer_is_on_this_page_and_on_the_next_ones(db: Db) {
        let app = TestApp::start(db).await;
        let (who, org) = (app.county.people.clone(), app.county.village_women);
        let activity = held(&app).await;
        let next = hold(&app, "包粽子送老人", (at(10 + 24 * 7, 0), at(12 + 24 * 7, 0)), &[(org, 100, "accepted")]).await;
        let_in(&app, activity).await;
        let officer = app.sign_in(who.officer).await;
        let answer = [("answer", "下次在门口铺防滑垫"), ("version", "0")];
        officer.post_form(&read(org, activity), &answer).await.must_be(409).must_say("还没有可以看的评价");
        let clients = [(who.resident, "5"), (who.neighbour, "2"), (who.volunteer, "4")];
        for (person, satisfied) in clients {
            let client = app.sign_in(person).await;
            say(&client, activity, person, satisfied, "").await;
        }
        next_morning(&app).await;
        officer.get(&TestApp::bench(org, "")).await.must_be(200).must_say("“包饺子送老人”的评价等您回应");
        officer.post_form(&read(org, activity), &[("answer", "  "), ("version", "0")]).await.must_be(422).must_say("请写下回应");
        officer.post_form(&read(org, activity), &answer).await.must_be(303);
        // A colleague who read the page before is told, and keeps what was typed.
        let late = officer.post_form(&read(org, activity), &[("answer", "知道了"), ("version", "0")]).await.must_be(422);
        late.must_say("同事已经回应了").must_say("知道了");
        officer.get(&TestApp::bench(org, "")).await.must_not_say("的评价等您回应");

        let visitor = app.visitor();
        // Sent once more, it is the answer that was given, on the day it was.
        let api = format!("/api/v1/activities/{activity}/feedback");
        let before: Value = visitor.get(&api).await.must_be(200).json();
        app.clock.advance(SignedDuration::from_mins(5));
        officer.post_form(&read(org, activity), &answer).await.must_be(303);
        let same = [answer[0], ("version", "1")];
        officer.post_form(&read(org, activity), &same).await.must_be(303);
        let after: Value = visitor.get(&api).await.must_be(200).json();
        assert_eq!((&after["answer_at"], &after["version"]), (&before["answer_at"], &before["version"]));
        let own = visitor.get(&format!("/activities/{activity}")).await.must_be(200);
        own.must_say("到场的人怎么说").must_say("3 人里，2 人满意或很满意").must_say("下次在门口铺防滑垫");
        let after = visitor.get(&format!("/activities/{next}")).await.must_be(200);
        after.must_say("上一次同类活动").must_say("包饺子送老人").must_say("下次在门口铺防滑垫");
        let body: Value = visitor.get(&format!("/api/v1/activities/{activity}/feedback")).await.must_be(200).json();
        assert_eq!((&body["came"], &body["answered"], &body["satisfied"]), (&json!(4), &json!(3), &json!(2)));
        visitor.get(&format!("/api/v1/activities/{next}/feedback")).await.must_be(404);
    }

    async fn who_was_there_is_asked_once_and_not_for_ever(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let activity = held(&app).await;
        let_in(&app, activity).await;
        let ask = move |tx: &mut langqiao_store::WriteTx| {
            let job = langqiao_store::Job::new("feedback.ask", &json!({ "activity": activity }));
            tx.enqueue(job.key(activity.to_text()))
        };
        write(&app, ask).await;
        app.run_jobs().await;
        let resident = app.sign_in(who.resident).await;
        resident.get("/notices").await.must_not_say("觉得怎么样");
        app.clock.advance(SignedDuration::from_hours(4));
        app.run_jobs().await;
        write(&app, ask).await;
        app.run_jobs().await;
        resident.get("/notices").await.must_say("您参加了“包饺子送老人”，觉得怎么样").must_say("有 1 件待办");
        resident.get("/me").await.must_say("您参加了“包饺子送老人”");
        app.sign_in(who.reader).await.get("/notices").await.must_not_say("觉得怎么样");

        app.clock.advance(SignedDuration::from_hours(15 * 24));
        resident.get("/me").await.must_not_say("您参加了“包饺子送老人”");
        resident.get(&page(activity)).await.must_be(200).must_say("超过 14 天").must_not_say("交给主办方");
        let said = json!({ "satisfied": 5 });
        let late: Value = resident.post_json(&format!("/api/v1/activities/{activity}/feedback"), &said).await.must_be(409).json();
        assert!(late["type"].as_str().is_some_and(|kind| kind.contains("feedback-too-late")), "{late}");
    }

    async fn however_often_it_is_sent_at_once_it_is_said_once(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let activity = held(&app).await;
        let_in(&app, activity).await;
        let mut phones = tokio::task::JoinSet::new();
        for _ in 0..24 {
            let program = app.program(who.resident, &["self"]).await;
            let said = json!({ "satisfied": 3, "words": "还行" });
            phones.spawn(async move {
                program.post_json(&format!("/api/v1/activities/{activity}/feedback"), &said).await.status.as_u16()
            });
        }
        let mut answers = phones.join_all().await;
        answers.sort_unstable();
        assert_eq!((answers[0], answers[1..].iter().all(|status| *status == 409)), (204, true), "{answers:?}");
        let kept = app.app.db.read(move |tx| {
            tx.one("SELECT COUNT(*) FROM feedback WHERE activity = ?1", params![activity], |row| row.get::<i64>(0))
        });
        assert_eq!(kept.await.expect("a count"), Some(1));
    }

    async fn nothing_is_said_before_it_begins(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let activity = held(&app).await;
        let_in_early(&app, activity).await;
        let resident = app.sign_in(who.resident).await;
        resident.get(&page(activity)).await.must_be(200).must_say("开始以后再来写").must_not_say("交给主办方");
        resident.post_form(&page(activity), &[("satisfied", "1"), ("words", "还没开始")]).await.must_be(422).must_say("开始以后再来写");
        let program = app.program(who.resident, &["self"]).await;
        let early: Value = program.post_json(&format!("/api/v1/activities/{activity}/feedback"), &json!({ "satisfied": 1 })).await.must_be(409).json();
        assert_eq!(early["code"], "feedback-too-early");
        app.clock.set(at(10, 0));
        say(&resident, activity, who.resident, "5", "开始了").await;
    }

    async fn each_portion_is_of_enough_families_by_itself(db: Db) {
        let app = TestApp::start(db).await;
        app.clock.set(at(10, 0));
        let who = app.county.people.clone();
        let people = [who.resident, who.child, who.neighbour, who.volunteer, who.reader, who.steward, who.officer, who.firm_officer];
        let mut runner = TestRunner::deterministic();
        // Who brings whom, in which order they speak, and after how many a night passes.
        let story = (
            prop::collection::vec(0..people.len(), people.len()),
            Just((0..people.len()).collect::<Vec<_>>()).prop_shuffle(),
            prop::collection::vec(any::<bool>(), people.len()),
        );
        for case in 0..16 {
            let (bookers, order, nights) = story.new_tree(&mut runner).expect("a case").current();
            let activity = held(&app).await;
            for (n, person) in people.into_iter().enumerate() {
                let code: &'static str = format!("P{case:02}{n}").leak();
                let signup = sign_up(&app, activity, person, ("attendee", "seat", code), code).await;
                let booker = people[bookers[n]];
                write(&app, move |tx| {
                    // Whoever comes with somebody is of their family: companions speak for themselves.
                    let family = (booker != person).then_some(booker);
                    tx.execute("UPDATE person SET former_guardian = ?2 WHERE id = ?1", params![person, family])?;
                    tx.execute("UPDATE signup SET booker = ?2 WHERE id = ?1", params![signup, booker])?;
                    tx.execute(
                        "INSERT INTO scan (id, activity, signup, code, direction, outcome, device, sequence, scanned_at, at, scanned_by)
                         VALUES (?1, ?2, ?3, ?4, 'in', 'accepted', ?4, 0, 0, 0, '')",
                        params![langqiao_kernel::id::CheckinId::generate(), activity, signup, code],
                    )?;
                    Ok(())
                })
                .await;
            }
            let mut new: Vec<usize> = Vec::new();
            for (speaker, night) in order.into_iter().zip(nights) {
                let (booker, person) = (people[bookers[speaker]], people[speaker]);
                let said = Said { satisfied: 4, again: None, words: String::new() };
                let given = app.app.db.write(feedback::by_nobody(&app.app), move |tx| {
                    feedback::give(tx, booker, (activity, person), &said)
                });
                given.await.expect("taken");
                new.push(bookers[speaker]);
                if !night {
                    continue;
                }
                let by = app.app.by_system("feedback.gather");
                let readable = app.app.db.write(by, move |tx| feedback::gather(tx, activity)).await.expect("gathered");
                let families: std::collections::BTreeSet<_> = new.iter().collect();
                assert_eq!(readable.is_some(), families.len() >= 3, "{bookers:?}: of {new:?}");
                if readable.is_some() {
                    new.clear();
                }
            }
        }
        app.verify("feedback").await;
    }
}
