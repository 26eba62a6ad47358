//! What bodies promised and what they gave, activity by activity and added up.

use jiff::SignedDuration;
use langqiao_app::activities::{Answer, Contribution, Invitation, Plan, answer};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use crate::activities::{plan, published};

fn brings(people: i64, money: i64, share: i64) -> Contribution {
    Contribution {
        people,
        money,
        share,
        ..Contribution::default()
    }
}

/// The village's activity with the firm's union, which has agreed; over since an hour.
async fn held(app: &TestApp) -> ActivityId {
    let (village, firm) = (app.county.village_women, app.county.firm_union);
    let with = Invitation {
        organisation: firm,
        brings: brings(2, 50_000, 1),
    };
    let plan = Plan {
        own: brings(3, 0, 1),
        cohosts: vec![with],
        ..plan(app)
    };
    let id = published(app, village, plan).await;
    let yes = Answer {
        accept: true,
        note: None,
    };
    let by = app.app.by_system("story");
    let said = app.app.db.write(by, move |tx| answer(tx, firm, id, &yes)).await;
    said.unwrap_or_else(|why| panic!("{why}"));
    id
}

/// All lines of the first sheet of a spreadsheet.
fn lines(file: Vec<u8>) -> Vec<Vec<String>> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(file)).expect("a spreadsheet");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let line = |row: &[calamine::Data]| row.iter().map(ToString::to_string).collect();
    sheet.rows().map(line).collect()
}

fn page(org: OrganisationId, activity: ActivityId) -> String {
    TestApp::bench(org, &format!("/activities/{activity}"))
}

both! {
    async fn each_body_says_what_it_gave_and_the_totals_add_up(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let (village, firm) = (county.village_women, county.firm_union);
        let activity = held(&app).await;
        // What is still to come is not counted.
        let later = app.sign_in(who.county).await;
        later.get(&TestApp::bench(county.office, "/ledger?from=2026-01-01&to=2026-12-31")).await.must_be(200).must_say("没有办结的活动");
        let (officer, union) = (app.sign_in(who.officer).await, app.sign_in(who.firm_officer).await);
        let gave = [("own_people", "４"), ("own_money", "300"), ("own_goods", "茶水"), ("own_venue", "礼堂")];

        // Before it begins there is nothing to be said.
        officer.get(&page(village, activity)).await.must_be(200).must_not_say("承诺与实际");
        let early = officer.post_form(&format!("{}/given", page(village, activity)), &gave).await.must_be(303);
        officer.follow(&early).await.must_say("活动开始以后才能登记");
        app.clock.advance(SignedDuration::from_hours(24 * 7 + 8));
        officer.get(&page(village, activity)).await.must_be(200).must_say("承诺与实际").must_say("未登记");

        let wrong = officer.post_form(&format!("{}/given", page(village, activity)), &[("own_people", "许多"), ("own_goods", "茶水")]).await;
        wrong.must_be(422).must_say("茶水").must_say("许多");
        let sent = officer.post_form(&format!("{}/given", page(village, activity)), &gave).await.must_be(303);
        officer.follow(&sent).await.must_say("已登记实际投入").must_say("茶水");
        let api = format!("/api/v1/organisations/{firm}/activities/{activity}/given");
        union.post_json(&api, &json!({ "people": -1 })).await.must_be(422);
        union.post_json(&api, &json!({ "people": 1, "money": 20_000 })).await.must_be(204);
        union.post_json(&api, &json!({ "people": 1, "money": 45_000 })).await.must_be(204);
        // Nobody speaks for another.
        union.post_json(&api.replace(&firm.to_text(), &village.to_text()), &json!({})).await.must_be(404);

        let office = app.sign_in(who.county).await;
        let ledger: Vec<Value> = office.get(&format!("/api/v1/organisations/{}/ledger?from=2026-01-01&to=2026-12-31", county.office)).await.must_be(200).json();
        let sum = |name: &str| ledger.iter().filter_map(|body| body[name].as_i64()).sum::<i64>();
        assert_eq!((sum("hosted"), sum("joined"), sum("people"), sum("money"), sum("unsaid")), (1, 1, 5, 75_000, 0), "{ledger:?}");
        assert_eq!((sum("promised_people"), sum("promised_money")), (5, 50_000));
        let shown = office.get(&TestApp::bench(county.office, "/ledger?from=2026-01-01&to=2026-12-31")).await.must_be(200);
        shown.must_say("¥750").must_say("加起来就是总场次");
        let one = TestApp::bench(county.office, &format!("/ledger/{firm}?from=2026-01-01&to=2026-12-31"));
        office.get(&one).await.must_be(200).must_say("亲子科普日").must_say("¥450");
        office.get(&TestApp::bench(county.office, "/ledger?from=2025-01-01&to=2025-12-31")).await.must_be(200).must_say("没有办结的活动");
        office.get(&TestApp::bench(county.office, "/ledger?from=nie&to=immer")).await.must_be(200);
        // What doesn't lie below is not there.
        officer.get(&TestApp::bench(village, &format!("/ledger/{firm}"))).await.must_be(404);
        app.queries().reset();
        office.get(&TestApp::bench(county.office, "/ledger")).await.must_be(200);
        assert!(app.queries().statements() <= 10, "{}", app.queries().statements());
    }

    async fn the_bodies_are_filtered_and_taken_along_as_a_file(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        held(&app).await;
        app.clock.advance(SignedDuration::from_hours(24 * 7 + 8));
        let office = app.sign_in(who.county).await;
        let at = |rest: &str| TestApp::bench(county.office, &format!("/ledger{rest}?from=2026-01-01&to=2026-12-31"));
        let both = office.get(&at("")).await.must_be(200);
        both.must_say("桃园村妇联").must_say("工会委员会");
        let union = office.get(&format!("{}&line=union", at(""))).await.must_be(200);
        union.must_not_say("桃园村妇联</a>").must_say("工会委员会</a>");
        let named = office.get(&format!("{}&q=桃园", at(""))).await.must_be(200);
        named.must_say("桃园村妇联</a>").must_not_say("工会委员会</a>");
        office.get(&format!("{}&q=没有这家", at(""))).await.must_be(200).must_say("没有办结的活动");
        let towns = |n: usize| format!("{}&town={}", at(""), county.towns[n]);
        office.get(&towns(0)).await.must_be(200).must_say("桃园村妇联</a>");
        office.get(&towns(1)).await.must_be(200).must_not_say("桃园村妇联</a>");
        // A page that isn't there is the first one.
        office.get(&format!("{}&page=99", at(""))).await.must_be(200).must_say("桃园村妇联</a>");
        let api = format!("/api/v1/organisations/{}/ledger?from=2026-01-01&to=2026-12-31&line=union", county.office);
        let bodies: Vec<Value> = office.get(&api).await.must_be(200).json();
        assert_eq!(bodies.len(), 1, "{bodies:?}");

        let file = lines(office.get(&at("/bodies.xlsx")).await.must_be(200).body);
        // A title, the heads, two bodies and the whole: one activity, five people promised and 500 yuan.
        assert_eq!(file.len(), 5, "{file:?}");
        assert_eq!((&*file[4][1], &*file[4][3], &*file[4][5]), ("1", "5", "500"), "{file:?}");
        let one = lines(office.get(&at(&format!("/{}/activities.xlsx", county.firm_union))).await.must_be(200).body);
        assert_eq!((one.len(), &*one[2][0], &*one[2][6]), (4, "亲子科普日", "500"), "{one:?}");
        let officer = app.sign_in(who.officer).await;
        let foreign = format!("/ledger/{}/activities.xlsx", county.firm_union);
        officer.get(&TestApp::bench(county.village_women, &foreign)).await.must_be(404);
    }
}
