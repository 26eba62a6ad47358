//! The workbench's front page.

use jiff::ToSpan;
use langqiao_app::activities::{Contribution, Invitation, Plan, Times};
use langqiao_testkit::{TestApp, both};

use crate::activities::{draft, plan};

both! {
    async fn one_post_leads_straight_to_the_day(db: Db) {
        let app = TestApp::start(db).await;
        let visitor = app.visitor();
        assert_eq!(visitor.get("/w").await.location(), "/sign-in?next=%2Fw");
        let officer = app.sign_in(app.county.people.officer).await;
        let first = officer.get("/w").await;
        assert_eq!(first.location(), TestApp::bench(app.county.village_women, ""));
        let page = officer.follow(&first).await.must_be(200).must_say("现在没有等您办的事").must_say("新建活动");
        page.must_say("11月21日 周六").must_say("桃园村妇联");
        let resident = app.sign_in(app.county.people.resident).await;
        resident.get("/w").await.must_be(200).must_say("您还没有在单位任职");
        resident.get(&TestApp::bench(app.county.village_women, "")).await.must_be(404);
    }

    async fn what_waits_is_sorted_by_deadline_at_a_fixed_cost(db: Db) {
        let app = TestApp::start(db).await;
        let (org, firm) = (app.county.village_women, app.county.firm_union);
        let times = plan(&app).times;
        let soon = Times { starts_at: times.starts_at - (24 * 6).hours(), ends_at: times.ends_at - (24 * 6).hours(), ..times };
        let asked = Invitation { organisation: org, brings: Contribution::default() };
        let elsewhere = |title: &str| Plan { title: title.into(), space: None, place: "厂里".into(), ..plan(&app) };
        draft(&app, firm, Plan { cohosts: vec![asked], ..elsewhere("厂门口义诊") }).await;
        let soon = Times { signup_closes_at: soon.starts_at, ..soon };
        draft(&app, org, Plan { title: "明天的草稿".into(), times: soon, ..plan(&app) }).await;
        for n in 0..5 {
            draft(&app, org, Plan { title: format!("草稿{n}"), ..plan(&app) }).await;
        }
        let officer = app.sign_in(app.county.people.officer).await;
        app.queries().reset();
        let page = officer.get(&TestApp::bench(org, "")).await.must_be(200).text();
        let cost = app.queries().statements();
        assert_eq!(app.queries().transactions(), 2, "one hop for the gate, one for the page");
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not in {page}"));
        assert!(at("“明天的草稿”还是草稿") < at("灯笼纺织工会委员会邀请共办“厂门口义诊”"));
        assert!(at("一周之内 1 件") < at("以后 6 件"));
        draft(&app, org, Plan { title: "又一个".into(), ..plan(&app) }).await;
        app.queries().reset();
        officer.get(&TestApp::bench(org, "")).await.must_say("又一个");
        assert_eq!(app.queries().statements(), cost, "it costs the same however much waits");
        assert!(cost <= 24, "{cost}");

        // A reader sees no buttons for what only officers do.
        let reader = app.sign_in(app.county.people.reader).await;
        reader.get(&TestApp::bench(org, "")).await.must_be(200).must_not_say("厂门口义诊").must_not_say("新建活动");
    }
}
