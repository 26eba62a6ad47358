//! What pages and documents hold, kept as snapshots: whoever changes one sees in the diff what readers will see.
//! The snapshots are the same on both databases. `cargo insta review` takes a change over.

use langqiao_app::{coverage::UnitKind, standings::What};
use langqiao_testkit::{TestApp, app::Client, both};

use crate::{
    coverage::{SMALL, unit},
    foreign::held,
    signups::scene::{Scene, form, sign_up},
};

/// A page with a line for each element, without what is drawn by lot: ids, codes, secrets, files' hashes.
fn told(page: &str) -> String {
    page.replace("><", ">\n<")
}

/// Compares with the snapshot of this name.
fn same(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let drawn = [
        (
            r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "ID",
        ),
        (r#"name="csrf" value="[^"]*""#, r#"name="csrf" value="CSRF""#),
        (
            r"/assets/([a-z-]+)[.-][0-9A-Za-z]+\.(css|js|svg|png|woff2)",
            "/assets/$1.$2",
        ),
        (r"http://127\.0\.0\.1:[0-9]+", "http://HOUSE"),
        (r#" d="[^"]*""#, r#" d="…""#),
        (r"(?s)<svg.*?</svg>", "<svg/>"),
        (
            r"<strong>[0-9A-HJKMNP-TV-Z]{3} [0-9A-HJKMNP-TV-Z]{3}</strong>",
            "<strong>CODE</strong>",
        ),
    ];
    for (pattern, instead) in drawn {
        settings.add_filter(pattern, instead);
    }
    settings.bind(|| insta::assert_snapshot!(name, text));
}

async fn page(client: &Client, name: &str, path: &str) {
    let text = client.get(path).await.must_be(200).text();
    same(name, &told(&text));
}

both! {
    async fn what_is_stated_and_who_looks_at_it(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let activity = crate::standings::asking(&app, crate::standings::union()).await;
        let resident = app.sign_in(who.resident).await;
        let form = form(activity);
        page(&resident, "asks-form", &form).await;
        page(&app.visitor(), "asks-activity", &format!("/activities/{activity}")).await;
        let no = resident.post_form(&form, &[("who", "me")]).await.must_be(422).text();
        same("asks-refused", &told(&no));
        let union = What::Line("union".into(), Some(county.firm_union));
        crate::standings::stated(&app, who.resident, who.resident, union).await;
        page(&resident, "standings-own", &format!("/me/standings?next={form}")).await;
        sign_up(&resident, activity, &["me"]).await;
        let host = app.sign_in(who.officer).await;
        let at = TestApp::bench(county.village_women, &format!("/activities/{activity}"));
        let roll = host.get(&format!("{at}/signups")).await.must_be(200).text();
        assert!(roll.contains("/standings/"), "{roll}");
        let officer = app.sign_in(who.firm_officer).await;
        page(&officer, "standings-office", &TestApp::bench(county.firm_union, "/standings")).await;
        resident.set_cookie("lq_lang", "en");
        page(&resident, "standings-own-en", "/me/standings").await;
    }

    async fn what_visitors_and_residents_see(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { volunteers: 3, starts_in: 30, ages: (Some(6), None), ..Scene::default() }.put_on(&app).await;
        let visitor = app.visitor();
        page(&visitor, "home", "/").await;
        page(&visitor, "activities", "/activities").await;
        page(&visitor, "activity", &format!("/activities/{activity}")).await;
        page(&visitor, "sign-in", "/sign-in").await;
        let resident = app.sign_in(app.county.people.resident).await;
        page(&resident, "sign-up", &form(activity)).await;
        let party = sign_up(&resident, activity, &["me"]).await;
        page(&resident, "party", &party).await;
        page(&resident, "mine", "/mine").await;
        let calendar = visitor.get(&format!("/activities/{activity}/calendar.ics")).await.must_be(200).text();
        same("calendar", &calendar.replace("\r\n", "\n"));
        visitor.set_cookie("lq_lang", "en");
        page(&visitor, "activity-en", &format!("/activities/{activity}")).await;
    }

    async fn what_officers_and_the_county_see(db: Db) {
        let app = crate::coverage::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let shop = unit(&app, UnitKind::Enterprise, "桥头糕点铺", county.villages[0][0], SMALL).await;
        let (activity, _) = held(&app).await;
        let officer = app.sign_in(who.officer).await;
        let bench = |rest: &str| TestApp::bench(county.village_women, rest);
        page(&officer, "today", &bench("")).await;
        page(&officer, "activity-of-ours", &bench(&format!("/activities/{activity}"))).await;
        page(&officer, "door", &bench(&format!("/activities/{activity}/checkin"))).await;
        page(&officer, "sheet", &bench(&format!("/activities/{activity}/sheet"))).await;
        let office = app.sign_in(who.county).await;
        page(&office, "coverage", &TestApp::bench(county.office, "/coverage?line=union")).await;
        page(&office, "gap", &TestApp::bench(county.office, &format!("/coverage/gaps/{shop}/union"))).await;
        page(&office, "imports", &TestApp::bench(county.office, "/imports")).await;
    }
}
