//! Bodies that are invited to hold an activity: they answer for themselves, may leave, and see what is theirs to see.

use langqiao_app::activities::{Contribution, Invitation, Plan};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{draft, jobs, plan, published, value_of};

both! {
    async fn invited_bodies_answer_for_themselves(db: Db) {
        let app = TestApp::start(db).await;
        let (org, firm) = (app.county.village_women, app.county.firm_union);
        let invite = |money| Invitation { organisation: firm, brings: Contribution { money, share: 1, ..Contribution::default() } };
        let id = draft(&app, org, Plan { cohosts: vec![invite(120_000)], ..plan(&app) }).await;
        let firm_officer = app.sign_in(app.county.people.firm_officer).await;
        let at = TestApp::bench(firm, &format!("/activities/{id}"));
        firm_officer.get("/notices").await.must_say("桃园村妇联邀请您单位共办“亲子科普日”");
        firm_officer.get(&TestApp::bench(firm, "")).await.must_say("桃园村妇联邀请共办“亲子科普日”").must_say("去答复");
        firm_officer.get(&at).await.must_be(200).must_say("桃园村妇联邀请本单位共办").must_say("¥1,200");

        let answer = [("answer", "accept"), ("note", "很高兴一起办")];
        let done = firm_officer.post_form(&format!("{at}/answer"), &answer).await;
        firm_officer.follow(&done).await.must_say("已同意共办").must_say("本单位拿出什么");
        let again = firm_officer.post_form(&format!("{at}/answer"), &answer).await;
        firm_officer.follow(&again).await.must_say("本单位已经答复过了");

        // Until publication it may change what it brings; what can't be read is said at the field.
        let wrong = [("own_money", "两千"), ("own_share", "1")];
        let back = firm_officer.post_form(&format!("{at}/contribution"), &wrong).await.must_be(422);
        assert_eq!(value_of(&back.must_say("经费请填元").text(), "own_money"), "两千");
        let more = [("own_people", "4"), ("own_money", "2000"), ("own_goods", "茶水"), ("own_share", "99")];
        let back = firm_officer.post_form(&format!("{at}/contribution"), &more).await.must_be(422);
        assert_eq!(value_of(&back.must_say("记功份额按邀请时说好的").text(), "own_goods"), "茶水");
        let brings = [("own_people", "4"), ("own_money", "2000"), ("own_goods", "茶水"), ("own_share", "1")];
        let done = firm_officer.post_form(&format!("{at}/contribution"), &brings).await;
        firm_officer.follow(&done).await.must_say("¥2,000").must_say("茶水");

        let officer = app.sign_in(app.county.people.officer).await;
        officer.get("/notices").await.must_say("灯笼纺织工会委员会同意共办“亲子科普日”。“很高兴一起办”").must_say("改了在“亲子科普日”里拿出的东西");
        let host_at = TestApp::bench(org, &format!("/activities/{id}"));
        let ledger = officer.get(&host_at).await.must_be(200).must_say("已同意").must_say("33%");
        ledger.must_say("合计（已同意的）").must_say("代表单位答复");
        let done = officer.post_form(&format!("{host_at}/publish"), &[]).await;
        officer.follow(&done).await.must_say("活动已发布");
        assert_eq!(jobs(&app, "coverage.refresh").await, 2, "of the host and of the one who accepted");
        let late = firm_officer.post_form(&format!("{at}/contribution"), &brings).await;
        firm_officer.follow(&late).await.must_say("活动已经发布，各单位拿出的东西不能再改");
    }

    async fn who_agreed_may_leave_and_be_let_go_until_it_begins(db: Db) {
        let app = TestApp::start(db).await;
        let (org, firm) = (app.county.village_women, app.county.firm_union);
        let invited = vec![Invitation { organisation: firm, brings: Contribution { people: 2, share: 1, ..Contribution::default() } }];
        let id = draft(&app, org, Plan { cohosts: invited.clone(), ..plan(&app) }).await;
        let (officer, union) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.firm_officer).await);
        let (host_at, at) = (TestApp::bench(org, &format!("/activities/{id}")), TestApp::bench(firm, &format!("/activities/{id}")));
        let yes = [("answer", "accept"), ("note", "")];
        // Who has not agreed yet has nothing to leave.
        union.post_form(&format!("{at}/leave"), &[("reason", "人手不够")]).await.must_be(404);
        union.post_form(&format!("{at}/answer"), &yes).await.must_be(303);
        let done = officer.post_form(&format!("{host_at}/publish"), &[]).await;
        officer.follow(&done).await.must_say("活动已发布");
        let visitor = app.visitor();
        visitor.get(&format!("/activities/{id}")).await.must_say("灯笼纺织工会委员会");

        union.get(&at).await.must_say("退出共办");
        let empty = union.post_form(&format!("{at}/leave"), &[("reason", "  ")]).await.must_be(422);
        empty.must_say("请写明原因");
        officer.post_form(&format!("{host_at}/leave"), &[("reason", "不想办了")]).await.must_be(404);
        let left = union.post_form(&format!("{at}/leave"), &[("reason", "那天停电检修")]).await.must_be(303);
        union.follow(&left).await.must_say("已退出共办");
        officer.get("/notices").await.must_say("灯笼纺织工会委员会退出共办“亲子科普日”：那天停电检修");
        officer.get(&host_at).await.must_say("那天停电检修").must_say("已退出").must_not_say("已婉拒").must_not_say("cohosts/");
        visitor.get(&format!("/activities/{id}")).await.must_not_say("灯笼纺织工会委员会");
        // It reads so itself: on the activity, in its list, and by a program.
        union.get(&at).await.must_say("本单位已经退出共办").must_not_say("本单位婉拒");
        union.get(&TestApp::bench(firm, "/activities")).await.must_say("亲子科普日").must_say("已退出").must_not_say("已婉拒");
        let reader = app.program(app.county.people.firm_officer, &["activities.read"]).await;
        let read: Value = reader.get(&format!("/api/v1/organisations/{firm}/activities/{id}")).await.must_be(200).json();
        let own = read["cohosts"].as_array().and_then(|all| all.iter().find(|one| one["host"] == false)).expect("its part");
        assert_eq!((&own["status"], &own["left"]), (&json!("declined"), &json!(true)));
        union.post_form(&format!("{at}/leave"), &[("reason", "再退一次")]).await.must_be(404);

        // It changes its mind, and is let go by its host.
        let again = union.post_form(&format!("{at}/answer"), &yes).await;
        union.follow(&again).await.must_say("已同意共办");
        let release = format!("{host_at}/cohosts/{firm}/release");
        officer.get(&host_at).await.must_say(&release);
        officer.get(&release).await.must_be(200).must_say("灯笼纺织工会委员会会收到通知");
        officer.post_form(&release, &[("reason", "")]).await.must_be(422).must_say("请写明原因");
        union.get(&format!("{at}/cohosts/{org}/release")).await.must_be(404);
        let gone = officer.post_form(&release, &[("reason", "场地改小了")]).await.must_be(303);
        officer.follow(&gone).await.must_say("已请退").must_not_say(&release);
        union.get("/notices").await.must_say("请您单位退出共办“亲子科普日”：场地改小了");
        officer.post_form(&release, &[("reason", "再退一次")]).await.must_be(404);
        visitor.get(&format!("/activities/{id}")).await.must_not_say("灯笼纺织工会委员会");

        // Over the API; and once it has begun, who held it held it.
        let id = published(&app, org, Plan { cohosts: invited, space: None, place: "村口".into(), ..plan(&app) }).await;
        let program = app.program(app.county.people.firm_officer, &["cohosts.answer"]).await;
        let api = format!("/api/v1/organisations/{firm}/activities/{id}");
        program.post_json(&format!("{api}/accept"), &json!({})).await.must_be(200);
        program.post_json(&format!("{api}/leave"), &json!({ "reason": "" })).await.must_be(422);
        app.clock.advance(jiff::SignedDuration::from_hours(24 * 7 + 8));
        let late = program.post_json(&format!("{api}/leave"), &json!({ "reason": "来不了" })).await.must_be(409);
        assert_eq!(late.json::<Value>()["code"], "cohost-begun");
        let host = app.program(app.county.people.officer, &["activities.manage"]).await;
        let own = format!("/api/v1/organisations/{org}/activities/{id}/cohosts/{firm}/release");
        host.post_json(&own, &json!({ "reason": "没来" })).await.must_be(409);
    }

    async fn a_draft_is_seen_by_its_host_and_those_it_invited_and_nobody_else(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (&app.county, &app.county.people);
        let (org, town, firm) = (county.village_women, county.town_women[0], county.firm_union);
        let invited = Invitation { organisation: firm, brings: Contribution::default() };
        let id = draft(&app, org, Plan { cohosts: vec![invited], ..plan(&app) }).await;
        let of = |org| TestApp::bench(org, &format!("/activities/{id}"));
        let (foreign, above) = (app.sign_in(people.foreign_officer).await, app.sign_in(people.town_officer).await);
        foreign.get(&of(county.foreign_women)).await.must_be(404);
        foreign.get(&of(org)).await.must_be(404);
        above.get(&of(town)).await.must_be(404);
        above.get(&TestApp::bench(town, "/activities?below=1&show=all")).await.must_not_say("亲子科普日");
        above.get(&of(org)).await.must_be(200);
        let program = app.program(people.town_officer, &["activities.read"]).await;
        program.get(&format!("/api/v1/organisations/{town}/activities/{id}")).await.must_be(404);
        program.get(&format!("/api/v1/organisations/{org}/activities/{id}")).await.must_be(200);

        let firm_officer = app.sign_in(people.firm_officer).await;
        firm_officer.get(&of(firm)).await.must_be(200);
        let declined = firm_officer.post_form(&format!("{}/answer", of(firm)), &[("answer", "decline")]).await;
        firm_officer.get(&of(firm)).await.must_be(404);
        assert_eq!(declined.status, 303);
        app.sign_in(people.officer).await.get(&of(org)).await.must_say("已婉拒");

        // A reader sees it and changes nothing.
        let reader = app.sign_in(people.reader).await;
        reader.get(&of(org)).await.must_be(200).must_not_say("/edit");
        reader.get(&format!("{}/edit", of(org))).await.must_be(404);
        reader.post_form(&format!("{}/publish", of(org)), &[]).await.must_be(404);

        let officer = app.sign_in(people.officer).await;
        officer.post_form(&format!("{}/publish", of(org)), &[]).await.must_be(303);
        above.get(&of(town)).await.must_be(200).must_say("桃园村妇联主办");
        above.get(&TestApp::bench(town, "/activities?below=1")).await.must_say("亲子科普日");
        above.get(&TestApp::bench(town, "/activities")).await.must_not_say("亲子科普日");
    }
}
