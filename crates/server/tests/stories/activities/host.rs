//! What the host reads of those who come, and what it says and is told on the way.

use jiff::ToSpan;
use langqiao_app::activities::{self, Contribution, Invitation, Plan, Times};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{cells, draft, jobs, plan, published, value_of};
use crate::signups::scene::{Scene, form, question};

both! {
    async fn what_was_answered_is_read_by_the_host(db: Db) {
        let app = TestApp::start(db).await;
        let (org, people) = (app.county.village_women, app.county.people.clone());
        let questions = vec![("是否需要接送？", "yes_no", "[]", true), ("=备注", "text", "[]", false)];
        let id = Scene { questions, ..Scene::default() }.put_on(&app).await;
        let (lift, note) = (question(&app, id, 0).await, question(&app, id, 1).await);
        let child = people.child.to_text();
        let typed = [("who", "me"), ("who", &child), (lift.as_str(), "yes"), (note.as_str(), "=对花生过敏")];
        app.sign_in(people.resident).await.post_form(&form(id), &typed).await.must_be(303);
        app.sign_in(people.neighbour).await.post_form(&form(id), &[("who", "me"), (&lift, "no")]).await.must_be(303);

        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let helper = app.sign_in(people.steward).await;
        let list = helper.get(&format!("{at}/signups")).await.must_be(200);
        let list = list.must_say("是否需要接送：是；=备注：=对花生过敏").must_say("是否需要接送：否");
        assert_eq!(list.text().matches("对花生过敏").count(), 1, "a party answers once");
        helper.get(&format!("{at}/sheet")).await.must_be(200).must_say("报名回答").must_say("=备注：=对花生过敏");
        let cells = cells(helper.get(&format!("{at}/sheet.xlsx")).await.must_be(200).body);
        for cell in ["是否需要接送？", "是", "否", "'=备注", "'=对花生过敏", "签名"] {
            assert!(cells.iter().any(|known| known == cell), "{cell} is not in {cells:?}");
        }

        let program = app.program(people.steward, &["signups.list"]).await;
        let api = format!("/api/v1/organisations/{org}/activities/{id}/signups");
        let first: Value = program.get(&format!("{api}?limit=2")).await.must_be(200).json();
        let (mother, daughter) = (&first["items"][0], &first["items"][1]);
        assert_eq!((&mother["name"], &mother["state"], &mother["role"]), (&json!("朱**"), &json!("seat"), &json!("attendee")));
        let answers = json!([
            { "question": "是否需要接送？", "answer": "yes" }, { "question": "=备注", "answer": "=对花生过敏" },
        ]);
        assert_eq!((&mother["answers"], &daughter["answers"]), (&answers, &answers));
        assert_eq!(mother["party"], daughter["party"]);
        let next = first["next"].as_str().expect("another page");
        let rest: Value = program.get(&format!("{api}?limit=2&after={next}")).await.must_be(200).json();
        assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
        assert_eq!((&rest["items"][0]["answers"][0]["answer"], rest.get("next")), (&json!("no"), None));
        for wrong in ["after=x", "state=gone", "role=guest"] {
            program.get(&format!("{api}?{wrong}")).await.must_be(422);
        }
        app.program(people.steward, &["activities.read"]).await.get(&api).await.must_be(403);
        // By question, each answer with how many gave it and who.
        let page = helper.get(&format!("{at}/answers")).await.must_be(200);
        page.must_say("是：1 家").must_say("否：1 家").must_say("朱** 等 2 人").must_say("没有回答：1 家");
        let counted: Value = program.get(&format!("/api/v1/organisations/{org}/activities/{id}/answers")).await.must_be(200).json();
        assert_eq!(counted[0]["answers"], json!([
            { "answer": "yes", "parties": 1, "by": ["朱**"] }, { "answer": "no", "parties": 1, "by": ["吕**"] },
        ]));
        assert_eq!(counted[1]["unanswered"], 1);
        app.sign_in(people.foreign_officer).await.get(&format!("{at}/answers")).await.must_be(404);
        app.program(people.foreign_officer, &["signups.list"]).await.get(&api).await.must_be(404);
    }

    async fn a_question_is_asked_only_of_those_whom_it_concerns(db: Db) {
        let app = TestApp::start(db).await;
        let (org, people) = (app.county.village_women, app.county.people.clone());
        let officer = app.sign_in(people.officer).await;
        let at = TestApp::bench(org, "/activities");
        let space = app.county.space.to_text();
        let mut typed = vec![
            ("title", "重阳看戏"), ("kind", "culture"), ("space", space.as_str()), ("day", "2026-11-28"), ("start", "14:30"), ("end", "16:00"),
            ("seats", "40"), ("party_max", "4"), ("offer_minutes", "120"), ("own_share", "1"),
            ("q0_label", "要不要接送"), ("q0_kind", "yes_no"), ("q0_options", ""), ("q0_required", "1"), ("q0_if", ""), ("q0_is", ""),
            ("q1_label", "在哪里上车"), ("q1_kind", "text"), ("q1_options", ""), ("q1_required", "1"), ("q1_if", "别的问题"), ("q1_is", "是"),
            ("_do", "publish"),
        ];
        officer.post_form(&at, &typed).await.must_be(422).must_say("请选这一题上面的一个问题");
        typed[20].1 = "要不要接送";
        typed[21].1 = "也许";
        officer.post_form(&at, &typed).await.must_be(422).must_say("那个问题没有这样的答案");
        typed[21].1 = "是";
        let done = officer.post_form(&at, &typed).await.must_be(303);
        let id = done.location().rsplit('/').next().expect("an id").parse().expect("an id");
        officer.get(&format!("{at}/{id}/edit")).await.must_be(200).must_say("value=\"是\"");
        officer.get(&format!("{at}/{id}")).await.must_say("问于：「要不要接送」选『是』的");
        let (lift, from) = (question(&app, id, 1).await, question(&app, id, 2).await);
        let resident = app.sign_in(people.resident).await;
        resident.get(&form(id)).await.must_say("“要不要接送”答“是”时必填");
        resident.post_form(&form(id), &[("who", "me"), (&lift, "yes")]).await.must_be(422);
        resident.post_form(&form(id), &[("who", "me"), (&lift, "yes"), (&from, "村口")]).await.must_be(303);
        let neighbour = app.sign_in(people.neighbour).await;
        neighbour.post_form(&form(id), &[("who", "me"), (&lift, "no"), (&from, "不用")]).await.must_be(303);
        let list = officer.get(&format!("{at}/{id}/signups")).await.must_say("在哪里上车：村口");
        list.must_not_say("在哪里上车：不用");
        // Who needs no lift was never asked where from: nobody is missing there.
        let page = officer.get(&format!("{at}/{id}/answers")).await.must_be(200);
        page.must_say("否：1 家").must_say("村口：1 家").must_not_say("没有回答");
        let api = format!("/api/v1/organisations/{org}/activities/{id}/answers");
        let counted: Value = officer.get(&api).await.must_be(200).json();
        assert_eq!((&counted[0]["unanswered"], &counted[1]["unanswered"]), (&json!(0), &json!(0)));
        assert_eq!(counted[1]["asked_if"]["answer"], "yes");
    }

    async fn an_empty_row_stays_while_another_is_added_without_a_script(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(app.county.village_women, "/activities");
        let typed = [
            ("title", "重阳看戏"), ("c0_org", ""), ("c0_people", ""), ("c0_venue", ""), ("c0_money", ""), ("c0_goods", ""), ("c0_share", "1"),
            ("_do", "add-room"),
        ];
        let page = officer.post_form(&at, &typed).await.must_be(200);
        page.must_say("name=\"c0_org\"").must_say("name=\"r0_space\"").must_say("重阳看戏");
        let dropped = [typed[0], typed[1], ("r0_space", ""), ("_do", "drop-room-0")];
        // Refused, the row that was open for another body is still open.
        let refused = [("title", ""), ("c0_org", ""), ("c0_people", ""), ("c0_share", "1"), ("_do", "save")];
        officer.post_form(&at, &refused).await.must_be(422).must_say("name=\"c0_org\"");
        officer.post_form(&at, &dropped).await.must_be(200).must_say("name=\"c0_org\"").must_not_say("name=\"r0_space\"");
    }

    async fn nobody_declines_unasked_and_who_declined_may_change_its_mind(db: Db) {
        let app = TestApp::start(db).await;
        let (org, firm) = (app.county.village_women, app.county.firm_union);
        let cohosts = vec![Invitation { organisation: firm, brings: Contribution::default() }];
        let id = published(&app, org, Plan { cohosts: cohosts.clone(), ..plan(&app) }).await;
        let at = TestApp::bench(firm, &format!("/activities/{id}"));
        let union = app.sign_in(app.county.people.firm_officer).await;
        let answer = format!("{at}/answer");
        let back = union.post_form(&answer, &[("note", "我们再想想")]).await.must_be(422);
        assert_eq!(value_of(&back.must_say("请选“同意共办”或“婉拒”").text(), "note"), "我们再想想");
        let long = "长".repeat(101);
        let back = union.post_form(&answer, &[("answer", "accept"), ("note", &long)]).await.must_be(422);
        assert_eq!(value_of(&back.text(), "note"), long);
        union.get(&at).await.must_be(200).must_say("邀请本单位共办");

        let declined = union.post_form(&answer, &[("answer", "decline")]).await;
        union.follow(&declined).await.must_be(200).must_say("已婉拒");
        union.get(&at).await.must_be(200).must_say("改了主意");
        let accepted = union.post_form(&answer, &[("answer", "accept")]).await;
        union.follow(&accepted).await.must_be(200).must_say("已同意共办");

        // A draft is no longer its own to see: it says so, and who can help.
        let id = draft(&app, org, Plan { cohosts, ..plan(&app) }).await;
        let answer = TestApp::bench(firm, &format!("/activities/{id}/answer"));
        union.post_form(&answer, &[("answer", "decline")]).await.must_be(303);
        let late = union.post_form(&answer, &[("answer", "accept")]).await;
        union.follow(&late).await.must_be(200).must_say("请主办单位再邀请一次");
    }

    async fn a_reason_that_is_too_short_comes_back_as_it_was_typed(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, plan(&app)).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let cancel = TestApp::bench(org, &format!("/activities/{id}/cancel"));
        let back = officer.post_form(&cancel, &[("reason", "雨")]).await.must_be(422).must_say("请写明取消的原因");
        assert_eq!(value_of(&back.text(), "reason"), "雨");
        let done = officer.post_form(&cancel, &[("reason", "台风\0来了")]).await;
        officer.follow(&done).await.must_say("活动已取消：台风来了");
    }

    async fn another_time_moves_the_queue_and_counts_the_coverage_again(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, plan(&app)).await;
        app.run_jobs().await;
        assert_eq!((jobs(&app, "coverage.refresh").await, jobs(&app, "signups.promote").await), (0, 0));
        let times = plan(&app).times;
        let later = Times { starts_at: times.starts_at + 1.hour(), ends_at: times.ends_at + 1.hour(), ..times };
        let moved = Plan { times: later, ..plan(&app) };
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            let version = activities::load(tx, id)?.expect("the activity").version;
            activities::update(tx, org, id, version, &moved)
        });
        done.await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!((jobs(&app, "coverage.refresh").await, jobs(&app, "signups.promote").await), (1, 1));
    }

    async fn names_are_looked_for_as_they_are_written(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        draft(&app, org, Plan { title: "Zoo 一日".into(), ..plan(&app) }).await;
        draft(&app, org, Plan { title: "100%_棉".into(), ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, "/activities?q=");
        officer.get(&format!("{at}zoo")).await.must_be(200).must_say("Zoo 一日").must_not_say("100%_棉");
        officer.get(&format!("{at}%25_")).await.must_be(200).must_say("100%_棉").must_not_say("Zoo 一日");
        // What is far too long finds nothing, and breaks nothing.
        let long = "a".repeat(50_100);
        officer.get(&format!("{at}{long}")).await.must_be(200).must_say("没有符合条件的活动");
        officer.get(&TestApp::bench(org, &format!("/organisations?q={long}"))).await.must_be(200);
        let find = [("find", long.as_str()), ("_do", "find")];
        officer.post_form(&TestApp::bench(org, "/activities"), &find).await.must_be(200);
    }
}
