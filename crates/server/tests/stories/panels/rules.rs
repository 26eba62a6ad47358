//! What keeps a round fair when people change their minds: sheets laid anew, posts taken up, judges who leave, days that
//! move, marks that nobody may see yet.

use langqiao_app::panels::{self, EvidenceSource, Item, RoundWish, SheetFrom};
use langqiao_kernel::{
    id::{BookingId, OrganisationId, PostingId, SpaceId},
    time,
};
use langqiao_store::params;
use langqiao_testkit::{Reply, TestApp, both};
use serde_json::{Value, json};

use super::{count, days, give, judge, one_hall, round, route, sheet, venue, write};

/// A refusal with this word.
fn refused(reply: Reply, code: &str) {
    let why: Value = reply.must_be(409).json();
    assert!(
        why["type"].as_str().is_some_and(|kind| kind.contains(code)),
        "{why}"
    );
}

/// A booking of the hall's room from so many hours from now on, for one.
async fn booked(app: &TestApp, by: OrganisationId, hours: i64, pending: Option<&'static str>) {
    let (space, now): (SpaceId, _) = (app.county.space, app.app.now());
    let from = now + jiff::SignedDuration::from_hours(hours);
    let until = from + jiff::SignedDuration::from_hours(1);
    write(app, move |tx| {
        tx.execute(
            "INSERT INTO booking (id, space, organisation, purpose, people, starts_at, ends_at, held_from, held_until,
               status, note, created_at, pending) VALUES (?1, ?2, ?3, '例会', 0, ?4, ?5, ?4, ?5, 'held', '', ?6, ?7)",
            params![BookingId::generate(), space, by, from, until, now, pending],
        )?;
        tx.bookkeeping();
        Ok(())
    })
    .await;
}

both! {
    async fn what_was_begun_is_not_shown_under_other_items(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let (id, line, hall) = one_hall(&app, &[who.volunteer]).await;
        let (phone, program) = (app.sign_in(who.volunteer).await, judge(&app, who.volunteer).await);
        let page = format!("/scoring/{line}/{hall}");
        let draft = format!("/api/v1/scoring/{line}/venues/{hall}/draft");
        let begun = |sheet: i64| json!({ "sheet": sheet, "marks": [{ "position": 1, "value": "9", "words": "门开着" }] });
        program.send_json("PUT", &draft, &begun(1)).await.must_be(204);
        phone.get(&page).await.must_say("上次填的还在").must_say("门开着");
        write(&app, move |tx| {
            let other: Vec<Item> = sheet().into_iter().rev().collect();
            panels::set_sheet(tx, org, id, 1, &other)
        }).await;
        phone.get(&page).await.must_be(200).must_not_say("上次填的还在").must_not_say("门开着");
        // A page that was open meanwhile is told, and keeps nothing under the wrong item.
        refused(program.send_json("PUT", &draft, &begun(1)).await, "sheet-changed");
        let old = [("sheet", "1"), ("seen", "0"), ("mark1", "9"), ("words1", "门开着"), ("act", "draft")];
        phone.post_form(&page, &old).await.must_be(422).must_say("评分表改过了").must_say("门开着");
        // Who has handed in on another device keeps no draft over it.
        let paper = json!({ "sheet": 2, "seen": 0, "marks": [{ "position": 1, "value": 900 }, { "position": 2, "value": 900 }] });
        program.post_json(&format!("/api/v1/scoring/{line}/venues/{hall}/papers"), &paper).await.must_be(201);
        refused(program.send_json("PUT", &draft, &begun(2)).await, "handed-in-elsewhere");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_draft").await, 0);
    }

    async fn what_was_given_is_a_sum_to_everybody(db: Db) {
        let app = TestApp::start(db).await;
        let (org, own, hall, who) = (app.county.office, app.county.village_women, app.county.venue, app.county.people.clone());
        let today = time::day(app.app.now());
        let id = write(&app, move |tx| {
            let wish = RoundWish { title: "经费评审".to_owned(), period: (jiff::civil::date(2026, 6, 1), today), outlier: 20, appeal_days: 5 };
            let mut items = sheet();
            items[0].sources = vec![EvidenceSource::Funding, EvidenceSource::Bodies];
            panels::create(tx, org, &wish, &SheetFrom::Items(items))
        }).await;
        let keeper = app.program(who.officer, &["spaces.keep"]).await;
        let funding = format!("/api/v1/organisations/{own}/venues/{hall}/funding");
        let mut last = String::new();
        // Before the period, in it, and in it by mistake.
        for (amount, day) in [(70_000, "2026-05-31"), (50_000, "2026-06-01"), (30_000, "2026-11-02")] {
            let sum = json!({ "source": "village", "giver": "村集体", "amount": amount, "day": day });
            let made: Value = keeper.post_json(&funding, &sum).await.must_be(201).json();
            last = made["id"].as_str().expect("an id").to_owned();
        }
        keeper.post_json(&format!("{funding}/{last}/back"), &json!({ "reason": "记错了地方" })).await.must_be(201);
        // One held the room, one has it later today, one has not been given it yet.
        booked(&app, own, -10, None).await;
        booked(&app, app.county.foreign_women, 1, None).await;
        booked(&app, app.county.federations[0], -5, Some("consent")).await;
        let line = route(&app, (org, id), "一号线", &[hall], &[who.volunteer]).await;
        let phone = app.sign_in(who.volunteer).await;
        let sheet = format!("/scoring/{line}/{hall}");
        phone.get(&sheet).await.must_be(200).must_say("1 笔，共 ¥500").must_say("1 个单位").must_say("/evidence/funding");
        let records = phone.get(&format!("{sheet}/evidence/funding")).await.must_be(200).must_say("¥500");
        records.must_not_say("¥700").must_not_say("¥300");
        give(&judge(&app, who.volunteer).await, line, hall, (900, 900)).await;
        write(&app, move |tx| {
            panels::close_route(tx, org, (id, line))?;
            panels::send_draft(tx, org, id).map(drop)
        }).await;
        app.clock.set(app.app.now() + days(8));
        write(&app, move |tx| panels::publish(tx, org, id)).await;
        let (visitor, public) = (app.visitor(), format!("/panels/{id}/venues/{hall}"));
        let page = visitor.get(&public).await.must_be(200).must_say("1 笔，共 ¥500").must_say("/evidence/bodies");
        page.must_not_say("/evidence/funding");
        visitor.get(&format!("{public}/evidence/funding")).await.must_be(404);
        visitor.get(&format!("{public}/evidence/bodies")).await.must_be(200);
    }

    async fn who_takes_up_a_post_at_a_venue_changes_its_marks_no_more(db: Db) {
        let app = TestApp::start(db).await;
        let (org, keeper, who) = (app.county.office, app.county.federations[0], app.county.people.clone());
        let (id, line, hall) = one_hall(&app, &[who.neighbour]).await;
        let program = judge(&app, who.neighbour).await;
        give(&program, line, hall, (500, 500)).await;
        let (person, today) = (who.neighbour, time::day(app.app.now()));
        write(&app, move |tx| {
            tx.execute(
                "INSERT INTO posting (id, person, organisation, title, kind, role, valid_from)
                 VALUES (?1, ?2, ?3, '干事', 'full_time', 'officer', ?4)",
                params![PostingId::generate(), person, keeper, today],
            )?;
            tx.bookkeeping();
            Ok(())
        }).await;
        let higher = json!({ "sheet": 1, "seen": 1, "reason": "再想想", "marks": [{ "position": 1, "value": 1000 }, { "position": 2, "value": 1000 }] });
        refused(program.post_json(&format!("/api/v1/scoring/{line}/venues/{hall}/papers"), &higher).await, "recused");
        let form = [("sheet", "1"), ("seen", "1"), ("mark1", "10"), ("mark2", "10"), ("reason", "再想想")];
        let phone = app.sign_in(who.neighbour).await;
        phone.post_form(&format!("/scoring/{line}/{hall}"), &form).await.must_be(422).must_say("按规定您不评这一处");
        // The list and the page say so before anything is typed; what was handed in is there to be read.
        phone.get(&format!("/scoring/{line}")).await.must_be(200).must_say("已交").must_say("回避");
        let page = phone.get(&format!("/scoring/{line}/{hall}")).await.must_be(200).must_say("按规定您不评这一处").must_say("5.00");
        page.must_not_say("name=\"mark1\"");
        let mine: Value = program.get(&format!("/api/v1/scoring/{line}")).await.must_be(200).json();
        assert!(mine["venues"][0]["recused"].is_string(), "{mine}");
        // What was handed in before stays and counts.
        write(&app, move |tx| panels::close_route(tx, org, (id, line))).await;
        let office = app.program(who.county, &["panels.manage"]).await;
        let seen: Value = office.get(&format!("/api/v1/organisations/{org}/panels/{id}/results/{hall}")).await.must_be(200).json();
        assert_eq!((seen["whole"].clone(), seen["judges"].clone()), (json!(5000), json!(1)));
    }

    async fn a_judge_leaves_for_a_reason_and_is_not_brought_back(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let (id, line, hall) = one_hall(&app, &[who.volunteer, who.neighbour]).await;
        let (office, program) = (app.sign_in(who.county).await, app.program(who.county, &["panels.manage"]).await);
        let page = format!("/w/{org}/panels/{id}/routes/{line}");
        let api = format!("/api/v1/organisations/{org}/panels/{id}/routes/{line}/judges");
        let phone = app.county.phone(who.neighbour);
        office.get(&page).await.must_say("会告诉这位评委");
        let none = office.post_form(&format!("{page}/judges/2"), &[("reason", "")]).await.must_be(303);
        office.follow(&none).await.must_say("请写明原因");
        program.send_json("DELETE", &format!("{api}/2"), &json!({ "reason": "" })).await.must_be(422);
        // Before anybody handed in one may come back.
        office.post_form(&format!("{page}/judges/2"), &[("reason", "那天要出差")]).await.must_be(303);
        app.sign_in(who.neighbour).await.get("/notices").await.must_be(200).must_say("您不再是").must_say("那天要出差");
        let back = json!({ "name": "评委", "phone": phone });
        let seat: Value = program.post_json(&api, &back).await.must_be(201).json();
        assert_eq!(seat["seat"], 2);
        give(&judge(&app, who.volunteer).await, line, hall, (900, 900)).await;
        program.send_json("DELETE", &format!("{api}/2"), &json!({ "reason": "没有到场" })).await.must_be(204);
        program.send_json("DELETE", &format!("{api}/2"), &json!({ "reason": "没有到场" })).await.must_be(404);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM event WHERE act = 'panel.judge_left' AND detail LIKE '%没有到场%'").await, 1);
        program.post_json(&api, &back).await.must_be(422);
        let form = [("officer", ""), ("judge", "评委"), ("phone", phone.as_str())];
        office.post_form(&format!("{page}/judges"), &form).await.must_be(422).must_say("不能再请回来");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_judge WHERE left_at IS NULL").await, 1);
        // Who is put out after handing in takes marks along: that is said before, kept, and said with the result.
        let results = format!("/w/{org}/panels/{id}/results");
        office.get(&results).await.must_be(200).must_not_say("不算的评分表");
        office.get(&page).await.must_be(200).must_say("这位评委已经交了 1 份评分表");
        office.post_form(&format!("{page}/judges/1"), &[("reason", "联系不上")]).await.must_be(303);
        let kept = "SELECT COUNT(*) FROM event WHERE act = 'panel.judge_left' AND detail LIKE '%联系不上%' AND detail LIKE '%\"papers\":1%'";
        assert_eq!(count(&app, kept).await, 1);
        office.get(&results).await.must_be(200).must_say("1 号评委后来不再当评委，交过的 1 份评分表不算").must_not_say("2 号评委后来");
        let whole: Value = program.get(&format!("/api/v1/organisations/{org}/panels/{id}")).await.must_be(200).json();
        assert_eq!(whole["results"]["set_aside"], json!([{ "route": line, "seat": 1, "papers": 1 }]));
    }

    async fn who_is_concerned_hears_of_a_change(db: Db) {
        let app = TestApp::start(db).await;
        let (org, hall, who) = (app.county.office, app.county.venue, app.county.people.clone());
        let id = round(&app, org).await;
        let line = route(&app, (org, id), "一号线", &[hall], &[who.volunteer]).await;
        let later = time::day(app.app.now() + days(4));
        write(&app, move |tx| panels::change_route(tx, org, (id, line), "一号线", later)).await;
        let phone = app.sign_in(who.volunteer).await;
        phone.get("/notices").await.must_say("一号线改在11月25日");
        // Another name is no news.
        write(&app, move |tx| panels::change_route(tx, org, (id, line), "红旗线", later)).await;
        assert_eq!(count(&app, "SELECT COUNT(*) FROM notice WHERE message = 'panel-notice-day'").await, 1);
        write(&app, move |tx| panels::remove_route(tx, org, (id, line))).await;
        phone.get("/notices").await.must_say("红旗线已取消");

        let line = route(&app, (org, id), "二号线", &[hall], &[who.volunteer]).await;
        give(&judge(&app, who.volunteer).await, line, hall, (900, 900)).await;
        write(&app, move |tx| {
            panels::close_route(tx, org, (id, line))?;
            panels::send_draft(tx, org, id).map(drop)
        }).await;
        let keeper = app.sign_in(who.officer).await;
        keeper.get("/notices").await.must_say("（含当天）以前可以申诉").must_not_say("抽查发现");
        write(&app, move |tx| panels::cancel(tx, org, id, "抽查发现评分表发错了")).await;
        keeper.get("/notices").await.must_say("已取消：抽查发现评分表发错了");
        phone.get("/notices").await.must_say("已取消：抽查发现评分表发错了");

        // Who knows of no result yet is not told that there will be none.
        let second = round(&app, org).await;
        route(&app, (org, second), "三号线", &[hall], &[who.volunteer]).await;
        write(&app, move |tx| panels::cancel(tx, org, second, "改到明年再办")).await;
        keeper.get("/notices").await.must_not_say("改到明年再办");
        phone.get("/notices").await.must_say("改到明年再办");
    }

    async fn marks_are_seen_when_all_are_in_and_not_before(db: Db) {
        let app = TestApp::start(db).await;
        let (org, hall, who) = (app.county.office, app.county.venue, app.county.people.clone());
        let id = round(&app, org).await;
        let keeper = app.county.federations[0];
        let first = venue(&app, keeper, app.county.villages[0][0], "甲馆").await;
        let second = venue(&app, keeper, app.county.villages[0][1], "乙馆").await;
        let third = venue(&app, keeper, app.county.villages[1][0], "丙馆").await;
        // The hall's own officer is the only judge of a line: nobody is to score the hall, and that holds up nothing.
        let open = route(&app, (org, id), "一号线", &[hall, first], &[who.officer]).await;
        let shut = route(&app, (org, id), "二号线", &[second, third], &[who.volunteer]).await;
        let officer = judge(&app, who.officer).await;
        give(&officer, open, first, (900, 900)).await;
        give(&judge(&app, who.volunteer).await, shut, second, (700, 700)).await;
        let office = app.sign_in(who.county).await;
        let results = format!("/w/{org}/panels/{id}/results");
        office.get(&format!("{results}/{first}")).await.must_be(200).must_say("90.00");
        // Who handed in is not called missing; what they gave stays hidden.
        let list = office.get(&results).await.must_be(200).must_say("这条路线还没交齐").must_say("1 位评委里还有 1 位没有交");
        list.must_say("没有可以打分的评委").must_not_say("70.00").must_not_say("还有 0 位");
        let program = app.program(who.county, &["panels.manage"]).await;
        let api = format!("/api/v1/organisations/{org}/panels/{id}");
        let whole: Value = program.get(&api).await.must_be(200).json();
        let seen = |name: &str| {
            let venues = whole["results"]["venues"].as_array().expect("venues");
            let found = venues.iter().find(|venue| venue["name"] == name).expect("a venue");
            json!([found["missing"], found["whole"], found["items"][0]["result"]])
        };
        assert_eq!([seen("甲馆"), seen("乙馆"), seen("丙馆")], [json!([0, 9000, 900]), json!([0, null, null]), json!([1, null, null])]);

        // A line isn't closed while a judge is asked to look again; who left is not waited for.
        let ask = json!({ "seat": 1, "position": 1, "words": "请核对记录" });
        let asked: Value = program.post_json(&format!("{api}/results/{first}/rechecks"), &ask).await.must_be(201).json();
        refused(program.post_json(&format!("{api}/routes/{open}/close"), &json!({})).await, "rechecks-open");
        let answer = format!("/api/v1/scoring/{open}/rechecks/{}", asked["id"].as_str().expect("an id"));
        officer.post_json(&answer, &json!({ "answer": "核对过，不改" })).await.must_be(204);
        program.post_json(&format!("{api}/results/{first}/rechecks"), &ask).await.must_be(201);
        program.send_json("DELETE", &format!("{api}/routes/{open}/judges/1"), &json!({ "reason": "病了" })).await.must_be(204);
        program.post_json(&format!("{api}/routes/{open}/close"), &json!({})).await.must_be(204);
    }

    async fn a_phone_sends_for_its_own_judge_alone(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let (id, line, hall) = one_hall(&app, &[who.volunteer, who.neighbour]).await;
        let (first, second) = (judge(&app, who.volunteer).await, judge(&app, who.neighbour).await);
        let at = format!("/api/v1/scoring/{line}/venues/{hall}");
        let of = |seat: i64| json!({ "sheet": 1, "seen": 0, "seat": seat, "marks": [{ "position": 1, "value": 900 }, { "position": 2, "value": 800 }] });
        let begun = json!({ "sheet": 1, "seat": 1, "marks": [{ "position": 1, "value": "9", "words": "只有我知道" }] });
        // What the first filled in is sent from their phone after the second has signed in there.
        refused(second.post_json(&format!("{at}/papers"), &of(1)).await, "other-judge");
        refused(second.send_json("PUT", &format!("{at}/draft"), &begun).await, "other-judge");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_paper").await + count(&app, "SELECT COUNT(*) FROM panel_draft").await, 0);
        first.send_json("PUT", &format!("{at}/draft"), &begun).await.must_be(204);
        first.post_json(&format!("{at}/papers"), &of(1)).await.must_be(201);
        second.post_json(&format!("{at}/papers"), &of(2)).await.must_be(201);
        // The pages tell the phone whose they are; a stranger learns nothing.
        let phone = app.sign_in(who.volunteer).await;
        let own = format!("data-owner=\"{}\"", who.volunteer);
        for page in [format!("/scoring/{line}"), format!("/scoring/{line}/{hall}"), "/scoring".to_owned()] {
            phone.get(&page).await.must_be(200).must_say(&own);
        }
        app.sign_in(who.resident).await.get(&format!("/scoring/{line}")).await.must_be(404);
        // Who was put out while they had no network is told so, and led to where what they filled in can be read.
        write(&app, move |tx| panels::remove_judge(tx, org, (id, line), 1, "没有联系上")).await;
        refused(first.post_json(&format!("{at}/papers"), &of(1)).await, "judge-left");
        let away = phone.get(&format!("/scoring/{line}/{hall}")).await.must_be(303);
        phone.follow(&away).await.must_be(200).must_say("您不再是这条路线的评委").must_say(&own);
    }

    async fn a_form_for_tomorrow_goes_along_today(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let (id, line, hall) = one_hall(&app, &[who.volunteer]).await;
        let tomorrow = time::day(app.app.now() + days(1));
        write(&app, move |tx| panels::change_route(tx, org, (id, line), "一号线", tomorrow)).await;
        let phone = app.sign_in(who.volunteer).await;
        let page = format!("/scoring/{line}/{hall}");
        let put_away = format!("<template data-judging-later=\"{tomorrow}\">");
        phone.get(&page).await.must_be(200).must_say("还没到评审那天").must_say(&put_away);
        let program = judge(&app, who.volunteer).await;
        let paper = json!({ "sheet": 1, "seen": 0, "seat": 1, "marks": [{ "position": 1, "value": 900 }, { "position": 2, "value": 900 }] });
        refused(program.post_json(&format!("/api/v1/scoring/{line}/venues/{hall}/papers"), &paper).await, "route-early");
        app.clock.set(app.app.now() + days(1));
        let phone = app.sign_in(who.volunteer).await;
        phone.get(&page).await.must_be(200).must_not_say("data-judging-later").must_say("name=\"mark1\"");
        write(&app, move |tx| panels::close_route(tx, org, (id, line))).await;
        // A route that is closed has no form to go along.
        phone.get(&page).await.must_be(200).must_not_say("name=\"mark1\"").must_not_say("data-light");
    }

    async fn a_whole_town_goes_on_a_route_in_one_touch(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let id = round(&app, org).await;
        let keeper = app.county.federations[0];
        for (n, name) in ["星火一馆", "星火二馆", "星火三馆"].into_iter().enumerate() {
            venue(&app, keeper, app.county.villages[n % 2][0], name).await;
        }
        let first = route(&app, (org, id), "一号线", &[app.county.venue], &[who.volunteer]).await;
        let today = time::day(app.app.now());
        let second = write(&app, move |tx| panels::add_route(tx, org, id, "二号线", today)).await;
        let office = app.sign_in(who.county).await;
        let page = format!("/w/{org}/panels/{id}/routes/{first}");
        office.get(&format!("{page}?q=%E6%98%9F%E7%81%AB")).await.must_be(200).must_say("「星火」找到的 3 处全部加入");
        office.get(&format!("{page}?q=%E6%98%9F%E7%81%AB%E4%B8%80")).await.must_be(200).must_not_say("全部加入");
        // Another came into service since the page was opened: the office looks again.
        let post = |found: &'static str| [("q", "星火"), ("found", found)];
        office.post_form(&format!("{page}/venues"), &post("2")).await.must_be(422).must_say("现在是 3 处，没有加入").must_say("星火二馆");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_stop").await, 1);
        // Two officers put them on two routes at once: each venue is in the round once.
        let mut sent = tokio::task::JoinSet::new();
        for line in [first, second] {
            let program = app.program(who.county, &["panels.manage"]).await;
            let at = format!("/api/v1/organisations/{org}/panels/{id}/routes/{line}/venues");
            sent.spawn(async move { program.post_json(&at, &json!({ "found": { "words": "星火", "venues": 3 } })).await.status.as_u16() });
        }
        let mut told = sent.join_all().await;
        told.sort_unstable();
        assert_eq!(told, [204, 422]);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_stop").await, 4);
    }
    /// A program is told in its own unit what is wrong; a route that was closed too early says what is missing.
    async fn what_is_missing_is_said_and_so_is_the_unit(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let id = round(&app, org).await;
        let program = app.program(who.county, &["panels.manage"]).await;
        let sheet = json!({ "seen": 1, "items": [{ "label": "开放使用", "wants": "看记录", "highest": 10, "weight": 1 }] });
        let path = format!("/api/v1/organisations/{org}/panels/{id}/sheet");
        program.send_json("PUT", &path, &sheet).await.must_be(422).must_say("10 分写 1000");
        let line = route(&app, (org, id), "一号线", &[app.county.venue], &[who.volunteer]).await;
        write(&app, move |tx| panels::close_route(tx, org, (id, line))).await;
        let office = app.sign_in(who.county).await;
        let page = office.get(&format!("/w/{org}/panels/{id}")).await.must_be(200);
        page.must_say("还没有一处阵地评委交齐").must_say("桃园村文化礼堂").must_say("还缺").must_not_say("把结果发给各阵地");
    }
}
