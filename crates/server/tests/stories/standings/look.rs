//! Stating, and who looks at it: one's own page, the office, and nobody else.

use jiff::civil::date;
use langqiao_app::standings::What;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{asking, count, member, paper, sign_up, stated, union};

both! {
    async fn a_unit_is_found_by_what_people_call_it(db: Db) {
        let app = TestApp::start(db).await;
        let resident = app.sign_in(app.county.people.resident).await;
        let page = "/me/standings";
        resident.get("/me").await.must_say("身份与资格");
        let unit = |name: &'static str| [("kind", "unit"), ("unit_name", name)];
        resident.post_form(page, &unit(" ")).await.must_be(422).must_say("请写单位名称");
        resident.post_form(page, &unit("银河机械厂")).await.must_be(422).must_say("没有找到这个单位").must_say("value=\"银河机械厂\"");
        let near = resident.post_form(page, &unit("灯笼纺织")).await.must_be(422);
        near.must_say("请在下面选一家").must_say("桐乡市灯笼纺织有限公司").must_say("梧桐街道庆丰社区");
        let firm = app.county.firm.to_text();
        let chosen = [("kind", "unit"), ("unit_name", "灯笼纺织"), ("unit", firm.as_str())];
        let done = resident.post_form(page, &chosen).await.must_be(303);
        resident.follow(&done).await.must_say("已填写，现在就可以用").must_say("桐乡市灯笼纺织有限公司");
        // The whole name is enough, in whatever way it is written.
        resident.post_form(page, &unit("桃园村村委会")).await.must_be(303);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM standing WHERE withdrawn_at IS NULL").await, 2);
        let line = [("kind", "line"), ("line", "union"), ("organisation_name", "灯笼纺织工会")];
        resident.post_form(page, &line).await.must_be(422).must_say("灯笼纺织工会委员会").must_say("都不是，先不填");
        let other = [("kind", "line"), ("line", "women"), ("organisation", app.county.firm_union.to_text().leak() as &str)];
        resident.post_form(page, &other).await.must_be(422).must_say("不属于妇联");
        let none = [("kind", "line"), ("line", "union"), ("organisation_name", "灯笼纺织工会"), ("organisation", "none")];
        resident.post_form(page, &none).await.must_be(303);
        let paper = |expires: &'static str| [("kind", "qualification"), ("qualification", "first_aid"), ("expires", expires)];
        resident.post_form(page, &paper("")).await.must_be(422).must_say("请填证上写的最后一天");
        resident.post_form(page, &paper("2026-11-20")).await.must_be(422).must_say("这一天已经过了");
        resident.post_form(page, &paper("长期")).await.must_be(422).must_say("请写完整的日期").must_say("value=\"长期\"");
        resident.post_form(page, &paper("2027年3月1日")).await.must_be(303);
        let teacher = [("kind", "qualification"), ("qualification", "teacher"), ("expires", "2027-03-01")];
        resident.post_form(page, &teacher).await.must_be(422).must_say("没有有效期");
        let child = app.county.people.child.to_text();
        let of_child = [("kind", "line"), ("line", "league"), ("person_line", child.as_str())];
        resident.post_form(page, &of_child).await.must_be(303);
        resident.get(page).await.must_say("朱苗苗");
        let neighbour = app.county.people.neighbour.to_text();
        let of_other = [("kind", "line"), ("line", "league"), ("person_line", neighbour.as_str())];
        resident.post_form(page, &of_other).await.must_be(404);
        app.visitor().get(page).await.must_be(303);
    }

    async fn a_body_looks_at_its_own_people_and_at_nobody_else_s(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let firm = stated(&app, who.neighbour, who.neighbour, What::Unit(county.firm)).await;
        let union = stated(&app, who.neighbour, who.neighbour, What::Line("union".into(), None)).await;
        let named = stated(&app, who.resident, who.resident, member(&app)).await;
        stated(&app, who.resident, who.resident, paper(date(2027, 1, 1))).await;
        stated(&app, who.volunteer, who.volunteer, What::Line("union".into(), None)).await;
        let officer = app.sign_in(who.firm_officer).await;
        let at = TestApp::bench(county.firm_union, "/standings");
        officer.get(&TestApp::bench(county.firm_union, "")).await.must_say("3 项身份等待核对");
        let page = officer.get(&at).await.must_be(200);
        page.must_say("吕**").must_say("朱**").must_not_say("曹**").must_not_say("急救员").must_not_say("朱采菊");
        // Others have no such thing, whoever they are.
        let foreign = app.sign_in(who.officer).await;
        foreign.get(&at).await.must_be(404);
        foreign.get(&TestApp::bench(county.village_women, "/standings")).await.must_not_say("吕**");
        let yes = [("was", "stated"), ("verdict", "confirm")];
        for id in [firm, union, named] {
            foreign.post_form(&TestApp::bench(county.village_women, &format!("/standings/{id}")), &yes).await.must_be(404);
        }
        // Names in full are shown for a reason that the person can read.
        let shown = officer.post_form(&format!("{at}/names"), &[("reason", "")]).await.must_be(422);
        shown.must_say("请").must_not_say("朱采菊");
        officer.post_form(&format!("{at}/names"), &[("reason", "核对会员名册")]).await.must_be(200).must_say("朱采菊");
        let resident = app.sign_in(who.resident).await;
        resident.get("/me/seen").await.must_say("核对会员名册").must_say("身份与资格");
        officer.post_form(&format!("{at}/{firm}"), &yes).await.must_be(303);
        let why = [("was", "stated"), ("verdict", "refuse"), ("reason", "")];
        let no = officer.post_form(&format!("{at}/{named}"), &why).await.must_be(303);
        officer.follow(&no).await.must_say("请写明哪里不符");
        let why = [("was", "stated"), ("verdict", "refuse"), ("reason", "名册里没有")];
        officer.post_form(&format!("{at}/{named}"), &why).await.must_be(303);
        // Who looked at it before the other decided is told so.
        let stale = [("was", "stated"), ("verdict", "confirm")];
        let no = officer.post_form(&format!("{at}/{named}"), &stale).await.must_be(303);
        officer.follow(&no).await.must_say("刚才有人处理过");
        officer.get(&format!("{at}?show=decided")).await.must_say("名册里没有");
        resident.get("/notices").await.must_say("名册里没有").must_say("灯笼纺织工会委员会");
        resident.get("/me/standings").await.must_say("不符").must_say("名册里没有");
        let export: Value = resident.get("/me/export.json").await.json();
        assert_eq!(export["standings"][0]["state"], "refused", "{export}");
        let program = app.program(who.firm_officer, &["standings.decide"]).await;
        let api = format!("/api/v1/organisations/{}/standings", county.firm_union);
        let listed: Vec<Value> = program.get(&api).await.must_be(200).json();
        assert_eq!(listed.len(), 1, "{listed:?}");
        let body = json!({ "from": "stated", "confirmed": true });
        program.post_json(&format!("{api}/{union}"), &body).await.must_be(204);
        app.run_jobs().await;
    }

    async fn what_was_refused_counts_no_more_by_being_said_again(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let id = asking(&app, union()).await;
        let first = stated(&app, who.resident, who.resident, member(&app)).await;
        let (resident, officer) = (app.sign_in(who.resident).await, app.sign_in(who.firm_officer).await);
        let at = TestApp::bench(county.firm_union, "/standings");
        let no = [("was", "stated"), ("verdict", "refuse"), ("reason", "名册里没有")];
        officer.post_form(&format!("{at}/{first}"), &no).await.must_be(303);
        sign_up(&resident, id, &["me"]).await.must_be(422).must_say("会员身份经核对不符");
        // Neither saying it again nor taking it back first brings it back, nor leaving out the body.
        resident.post_form(&format!("/me/standings/{first}/withdraw"), &[]).await.must_be(303);
        let again = stated(&app, who.resident, who.resident, member(&app)).await;
        assert_ne!(first, again);
        sign_up(&resident, id, &["me"]).await.must_be(422).must_say("还没有人核对");
        let other = stated(&app, who.resident, who.resident, What::Line("union".into(), None)).await;
        sign_up(&resident, id, &["me"]).await.must_be(422).must_say("还没有人核对");
        assert_ne!(again, other);
        let last = stated(&app, who.resident, who.resident, member(&app)).await;
        let yes = [("was", "stated"), ("verdict", "confirm")];
        officer.get(&at).await.must_say("待核对，核对后才算数");
        officer.post_form(&format!("{at}/{last}"), &yes).await.must_be(303);
        sign_up(&resident, id, &["me"]).await.must_be(303);
    }

    async fn nobody_confirms_their_own(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let own = stated(&app, who.firm_officer, who.firm_officer, What::Unit(county.firm)).await;
        let officer = app.sign_in(who.firm_officer).await;
        let at = TestApp::bench(county.firm_union, &format!("/standings/{own}"));
        let no = officer.post_form(&at, &[("was", "stated"), ("verdict", "confirm")]).await.must_be(303);
        officer.follow(&no).await.must_say("不能核对自己或家人的");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM standing WHERE state = 'stated'").await, 1);
    }
}
