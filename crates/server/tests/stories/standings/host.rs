//! The host: asking in its form, seeing what its own people state, and the desk.

use langqiao_app::standings::{Asks, What};
use langqiao_kernel::id::ActivityId;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{asking, change, count, first_aid, member, sign_up, stated, union};
use crate::activities::typed_form;

both! {
    async fn the_form_asks_in_plain_words_and_mends_names(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, "/activities");
        officer.get(&format!("{at}/new")).await.must_say("只面向会员、某些单位或有证的人");
        let mut fields = typed_form(&app);
        fields.push(("ask_lines".into(), "union".into()));
        fields.push(("ask_units".into(), "灯笼纺织\n银河机械厂".into()));
        fields.push(("ask_qualifications".into(), "first_aid".into()));
        let send = |fields: &[(String, String)]| {
            fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>()
        };
        let pairs = send(&fields);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let back = officer.post_form(&at, &pairs).await.must_be(422);
        back.must_say("没有叫“灯笼纺织”的单位，您是不是要找：桐乡市灯笼纺织有限公司（梧桐街道庆丰社区）").must_say("没有找到“银河机械厂”");
        let line = "厂".repeat(61);
        let long: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (*n, if *n == "ask_units" { line.as_str() } else { *v })).collect();
        officer.post_form(&at, &long).await.must_be(422).must_say("最多 60 个字").must_say(&line);
        let right: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(n, v)| (*n, if *n == "ask_units" { "桐乡市灯笼纺织有限公司（梧桐街道庆丰社区）\n桃园村" } else { *v }))
            .collect();
        let done = officer.post_form(&at, &right).await.must_be(303);
        let page = done.location().to_owned();
        officer.get(&page).await.must_say("工会会员").must_say("桃园村").must_say("每人要有急救员证");
        let edit = officer.get(&format!("{page}/edit")).await.must_be(200);
        edit.must_say("桐乡市灯笼纺织有限公司\n桃园村");
    }

    async fn a_program_asks_for_the_same(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let program = app.program(county.people.officer, &["activities.manage", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{}/activities", county.village_women);
        let body = |asks: Value| json!({
            "title": "职工之家", "kind": "health", "area": county.villages[0][0], "place": "村口",
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00", "seats": 20,
            "own": { "share": 1 }, "asks": asks,
        });
        let stranger = langqiao_kernel::id::UnitId::from_u128(9);
        let wrong = body(json!({ "lines": ["office"], "units": [stranger], "qualifications": ["x"] }));
        let no = program.post_json(&at, &wrong).await.must_be(422).text();
        for place in ["asks.lines", "asks.units", "asks.qualifications"] {
            assert!(no.contains(place), "{place}: {no}");
        }
        let asks = json!({ "lines": ["union"], "units": [county.firm], "qualifications": [], "helpers": ["first_aid"] });
        let made: Value = program.post_json(&at, &body(asks.clone())).await.must_be(201).json();
        assert_eq!(made["asks"], asks);
    }

    async fn two_units_of_one_name_stay_two(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let (firm, twin) = (county.firm, langqiao_kernel::id::UnitId::from_u128(77));
        let area = county.villages[0][0];
        let copied = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.execute(
                "INSERT INTO unit (id, kind, name, name_key, area, x, y, valid_from)
                 SELECT ?1, kind, name, name_key, ?3, x, y, valid_from FROM unit WHERE id = ?2",
                langqiao_store::params![twin, firm, area],
            )?;
            tx.record(langqiao_store::Event::of("unit.added", &twin))
        });
        copied.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
        let program = app.program(county.people.officer, &["activities.manage", "activities.read"]).await;
        let body = json!({
            "title": "两家厂", "kind": "health", "area": area, "place": "村口",
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00", "seats": 20,
            "own": { "share": 1 }, "asks": { "units": [firm, twin] },
        });
        let at = format!("/api/v1/organisations/{}/activities", county.village_women);
        let made: Value = program.post_json(&at, &body).await.must_be(201).json();
        let page = TestApp::bench(county.village_women, &format!("/activities/{}/edit", made["id"].as_str().expect("an id")));
        let officer = app.sign_in(county.people.officer).await;
        let edit = officer.get(&page).await.must_be(200);
        // Each is told from the other by its place.
        edit.must_say("桐乡市灯笼纺织有限公司（梧桐街道庆丰社区）\n桐乡市灯笼纺织有限公司（");
    }

    async fn a_host_that_asks_later_sees_nothing_of_who_was_there_before(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let id = asking(&app, Asks::default()).await;
        let standing = stated(&app, who.resident, who.resident, member(&app)).await;
        let (resident, neighbour) = (app.sign_in(who.resident).await, app.sign_in(who.neighbour).await);
        let officer = app.sign_in(who.officer).await;
        sign_up(&resident, id, &["me"]).await.must_be(303);
        app.clock.set(app.app.now() + jiff::SignedDuration::from_mins(5));
        change(&app, id, union()).await;
        app.clock.set(app.app.now() + jiff::SignedDuration::from_mins(5));
        let roll = TestApp::bench(county.village_women, &format!("/activities/{id}/signups"));
        officer.get(&roll).await.must_be(200).must_say("报名时还没有这项要求").must_not_say("灯笼纺织工会委员会");
        let verdict = |of| TestApp::bench(county.village_women, &format!("/activities/{id}/standings/{of}"));
        let yes = [("was", "stated"), ("verdict", "confirm")];
        officer.post_form(&verdict(standing), &yes).await.must_be(404);
        let theirs = stated(&app, who.neighbour, who.neighbour, member(&app)).await;
        let party = sign_up(&neighbour, id, &["me"]).await.must_be(303).location().to_owned();
        officer.get(&roll).await.must_say("灯笼纺织工会委员会");
        // A reason that is missing keeps the page and what was typed.
        let (field, role) = (format!("reason-{theirs}"), ("role", "attendee"));
        let no = [("was", "stated"), ("verdict", "refuse"), (field.as_str(), "x"), role, ("page", "1")];
        officer.post_form(&verdict(theirs), &no).await.must_be(422).must_say("请写明哪里不符").must_say("value=\"x\"");
        let done = officer.post_form(&verdict(theirs), &[yes[0], yes[1], role]).await.must_be(303);
        assert_eq!(done.location(), format!("{roll}?role=attendee&state=&page=1"));
        // Of who isn't coming any more nothing is shown.
        neighbour.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        let page = officer.get(&roll).await.must_be(200);
        page.must_say("吕").must_not_say("灯笼纺织工会委员会").must_not_say("没有填写");
    }

    async fn a_host_sees_what_its_activity_asks_for_of_its_own_people(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let (id, other) = (asking(&app, union()).await, asking(&app, first_aid()).await);
        let standing = stated(&app, who.resident, who.resident, member(&app)).await;
        let unasked = stated(&app, who.resident, who.resident, What::Unit(county.firm)).await;
        let resident = app.sign_in(who.resident).await;
        let roll = |id: ActivityId| TestApp::bench(county.village_women, &format!("/activities/{id}/signups"));
        let verdict = |id: ActivityId, of| TestApp::bench(county.village_women, &format!("/activities/{id}/standings/{of}"));
        let officer = app.sign_in(who.officer).await;
        let yes = [("was", "stated"), ("verdict", "confirm")];
        // Before she signs up nobody there sees anything.
        officer.post_form(&verdict(id, standing), &yes).await.must_be(404);
        sign_up(&resident, id, &["me"]).await.must_be(303);
        let page = officer.get(&roll(id)).await.must_be(200);
        page.must_say("工会").must_say("灯笼纺织工会委员会").must_say("已填写").must_not_say("有限公司");
        officer.post_form(&verdict(id, unasked), &yes).await.must_be(404);
        officer.post_form(&verdict(other, standing), &yes).await.must_be(404);
        let foreign = app.sign_in(who.foreign_officer).await;
        let theirs = TestApp::bench(county.foreign_women, &format!("/activities/{id}/standings/{standing}"));
        foreign.post_form(&theirs, &yes).await.must_be(404);
        let steward = app.sign_in(who.steward).await;
        steward.get(&roll(id)).await.must_be(200).must_not_say("核对无误");
        steward.post_form(&verdict(id, standing), &yes).await.must_be(404);
        officer.post_form(&verdict(id, standing), &yes).await.must_be(303);
        officer.get(&roll(id)).await.must_say("已核对");
        let no = [("was", "confirmed"), ("verdict", "refuse"), ("reason", "会员证是别人的")];
        officer.post_form(&verdict(id, standing), &no).await.must_be(303);
        resident.get("/notices").await.must_say("会员证是别人的");
        // Her place is still hers.
        assert_eq!(count(&app, "SELECT COUNT(*) FROM signup WHERE state = 'seat'").await, 1);
    }

    async fn at_a_desk_what_was_seen_is_kept_as_confirmed(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let asks = Asks { lines: vec!["union".into()], ..first_aid() };
        let id = asking(&app, asks).await;
        let officer = app.sign_in(who.officer).await;
        let at = TestApp::bench(county.village_women, &format!("/activities/{id}/desk"));
        let page = officer.get(&at).await.must_say("已当面看过").must_say("急救员证");
        page.must_say("name=\"seen_line\"").must_say("name=\"list_seen_line\"").must_say("name=\"list_expires\"");
        let base = [("name", "沈阿妹"), ("phone", "13900001111"), ("consent", "1"), ("role", "attendee")];
        let with = |more: &[(&'static str, &'static str)]| [&base[..], more].concat();
        officer.post_form(&at, &base).await.must_be(422).must_say("沈阿妹：");
        let half = with(&[("seen_line", "union"), ("seen_qualification", "first_aid")]);
        officer.post_form(&at, &half).await.must_be(422).must_say("请填证上写的最后一天");
        let elsewhere = with(&[("seen_line", "league")]);
        officer.post_form(&at, &elsewhere).await.must_be(422).must_say("不要求这一项");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM standing").await, 0);
        let all = with(&[("seen_line", "union"), ("seen_qualification", "first_aid"), ("expires", "2027-03-01")]);
        let done = officer.post_form(&at, &all).await.must_be(303);
        officer.follow(&done).await.must_say("已报名，签到码");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM standing WHERE state = 'confirmed' AND decided_by IS NOT NULL").await, 2);
        // A list from paper goes by the same rule.
        let list = [("list", "钱阿毛 13800005555"), ("list_consent", "1"), ("role", "attendee"), ("go", "1")];
        officer.post_form(&format!("{at}/list"), &list).await.must_be(422).must_say("钱阿毛：");
        let seen = [&list[..], &[("list_seen_line", "union"), ("list_seen_qualification", "first_aid"), ("list_expires", "2027-03-01")]].concat();
        officer.post_form(&format!("{at}/list"), &seen).await.must_be(303);
        let program = app.program(who.officer, &["activities.manage"]).await;
        let api = format!("/api/v1/organisations/{}/activities/{id}/desk", county.village_women);
        let mut body = json!({ "name": "孙阿大", "role": "attendee", "consented": true });
        let no: Value = program.post_json(&api, &body).await.must_be(422).json();
        assert_eq!(no["code"], "standing-needed");
        body["seen"] = json!({ "line": "union", "qualification": "first_aid", "expires_on": "2027-03-01" });
        program.post_json(&api, &body).await.must_be(201);
    }
}
