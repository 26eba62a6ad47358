//! What volunteers gave: counted from the scans, confirmed by an officer, credited to those who held it together.

mod sums;

use std::sync::Arc;

use jiff::Timestamp;
use langqiao_app::{
    checkins::{Direction, ScanCommand, ScanError, scan},
    records,
};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, RecordId, SignupId};
use langqiao_platform::people::{self, NewPerson, RegisterError};
use langqiao_store::{Actor, By, StoreError, params};
use langqiao_testkit::{Reply, TestApp, both};
use serde_json::{Value, json};

use crate::checkins::{at, hold, sign_up};

/// Scans at a moment of the story's day; the volunteer's code must be let through.
pub async fn pass(app: &TestApp, activity: ActivityId, code: &str, direction: Direction, when: Timestamp) {
    let (org, steward) = (app.county.village_women, app.county.people.steward);
    app.clock.set(when);
    let command = ScanCommand {
        activity,
        text: code.to_owned(),
        direction,
        device: SignupId::generate().to_text(),
        sequence: 0,
        scanned_at: None,
    };
    let by = By::new(Actor::Person(steward), when);
    let answer = app
        .app
        .db
        .write(by, move |tx| scan(tx, org, steward, &command))
        .await;
    let answer = answer.unwrap_or_else(|why: ScanError| panic!("{why}"));
    assert_eq!(
        answer.scan.outcome.as_str(),
        "accepted",
        "{code}: {:?}",
        answer.scan.reason
    );
}

/// In, out, and the job that counts it.
async fn serve(app: &TestApp, activity: ActivityId, code: &str, (came, left): (Timestamp, Timestamp)) {
    pass(app, activity, code, Direction::In, came).await;
    pass(app, activity, code, Direction::Out, left).await;
    app.run_jobs().await;
}

/// A record as it is kept: id, minutes, status.
pub async fn records_of(app: &TestApp, person: PersonId) -> Vec<(RecordId, i64, String)> {
    let records = app.app.db.read(move |tx| {
        tx.all(
            "SELECT id, minutes, status FROM service_record WHERE person = ?1 ORDER BY id",
            params![person],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    });
    records.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}

/// What `verify` says of the records: nothing, if all adds up.
async fn differences(app: &TestApp) -> Vec<String> {
    let registry = Arc::clone(&app.app.registry);
    let found = app.app.db.read(move |tx| {
        let checks = registry
            .checks
            .iter()
            .filter(|(name, _)| name.starts_with("service"));
        checks
            .map(|(_, check)| check(tx))
            .collect::<Result<Vec<_>, StoreError>>()
    });
    found.await.unwrap_or_else(|why| panic!("{why}")).concat()
}

/// The confirmed minutes of a body in November 2026, by its totals.
async fn november(app: &TestApp, org: OrganisationId) -> i64 {
    let sum = app.app.db.read(move |tx| {
        langqiao_platform::rollup::sum(tx, org, (2026 * 12 + 10, 2026 * 12 + 10), records::MEASURE)
    });
    sum.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}

/// An activity of the village's women (60) and the firm's union (40) with one volunteer, `VVV111`.
async fn joint(app: &TestApp, title: &'static str, hours: (Timestamp, Timestamp)) -> (ActivityId, SignupId) {
    let county = &app.county;
    let hosts = [
        (county.village_women, 60, "accepted"),
        (county.firm_union, 40, "accepted"),
        (county.foreign_women, 50, "declined"),
    ];
    let activity = hold(app, title, hours, &hosts).await;
    let signup = sign_up(
        app,
        activity,
        county.people.volunteer,
        ("volunteer", "seat", "VVV111"),
        "v",
    )
    .await;
    (activity, signup)
}

fn bench(app: &TestApp, rest: &str) -> String {
    TestApp::bench(app.county.village_women, &format!("/records{rest}"))
}

#[track_caller]
fn follows(reply: &Reply, path: &str) {
    assert_eq!(reply.location(), path);
}

both! {
    async fn minutes_are_counted_confirmed_credited_and_open_to_the_scans(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let (activity, _) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        sign_up(&app, activity, who.neighbour, ("attendee", "seat", "AAA111"), "a").await;
        pass(&app, activity, "AAA111", Direction::In, at(9, 55)).await;
        pass(&app, activity, "AAA111", Direction::Out, at(12, 5)).await;
        serve(&app, activity, "VVV111", (at(9, 10), at(12, 15))).await;
        assert!(records_of(&app, who.neighbour).await.is_empty(), "who takes part doesn't serve");
        let [(record, minutes, status)] = &records_of(&app, who.volunteer).await[..] else { panic!("one record") };
        assert_eq!((*minutes, status.as_str()), (165, "pending"), "from 9:30, half an hour before the start");
        app.run_jobs().await;
        assert_eq!(november(&app, county.village_women).await, 0, "nothing counts before it is confirmed");

        let officer = app.sign_in(who.officer).await;
        officer.get(&bench(&app, "")).await.must_be(200).must_say("清河行动").must_say("1 条，共 2 小时 45 分");
        let list = bench(&app, &format!("/activities/{activity}"));
        officer.get(&list).await.must_be(200).must_say("曹**").must_say("活动时段以外 20 分钟不计");
        let preview = officer.get(&format!("{list}/preview")).await.must_be(200);
        preview.must_say("将确认 1 条记录").must_say("桃园村妇联").must_say("1 小时 39 分").must_say("1 小时 6 分");
        let text = record.to_text();
        let sent = officer.post_form(&format!("{list}/confirm"), &[("record", &text)]).await;
        follows(&sent, &list);
        officer.follow(&sent).await.must_say("已确认 1 条，共 2 小时 45 分").must_say("已确认");
        let again = officer.post_form(&format!("{list}/confirm"), &[("record", &text)]).await;
        officer.follow(&again).await.must_say("没有记录被确认");

        assert_eq!(november(&app, county.village_women).await, 99);
        assert_eq!(november(&app, county.firm_union).await, 66);
        assert_eq!(differences(&app).await, Vec::<String>::new());
        let months = officer.get(&bench(&app, "/months")).await.must_be(200);
        let month = bench(&app, &format!("/of/{}/2026-11", county.village_women));
        months.must_say("2026年11月").must_say(&month).must_say("1 小时 39 分");
        officer.get(&month).await.must_be(200).must_say("曹**").must_say("2 小时 45 分").must_say(&bench(&app, &format!("/{record}")));
        let page = officer.get(&bench(&app, &format!("/{record}"))).await.must_be(200);
        page.must_say("11月21日 周六 9:10").must_say("由 姚* 登记").must_say("灯笼纺织工会委员会");
        // The county sees the same sums from above, each opening below it.
        let county_officer = app.sign_in(who.county).await;
        let above = county_officer.get(&TestApp::bench(county.office, "/records/months/2026-11")).await.must_be(200);
        above.must_say("桃园村妇联").must_say("灯笼纺织工会委员会").must_say("2 小时 45 分");
        // A co-host reads what it is credited with, and decides nothing about it.
        let firm = app.sign_in(who.firm_officer).await;
        let theirs = TestApp::bench(county.firm_union, &format!("/records/{record}"));
        firm.get(&theirs).await.must_be(200).must_not_say("作废这条记录");
        firm.post_form(&format!("{theirs}/void"), &[("reason", "不是我们的")]).await.must_be(404);
        let foreign = app.sign_in(who.foreign_officer).await;
        foreign.get(&TestApp::bench(county.foreign_women, &format!("/records/{record}"))).await.must_be(404);

        let own = app.sign_in(who.volunteer).await;
        own.get("/records").await.must_be(200).must_say("清河行动").must_say("已确认 2 小时 45 分，待确认 0 分钟");
        own.get(&format!("/records/{record}")).await.must_be(200).must_say("桃园村妇联");
        own.get("/notices").await.must_say("“清河行动”的服务时长 165 分钟已确认");
        let other = app.sign_in(who.neighbour).await;
        other.get(&format!("/records/{record}")).await.must_be(404);
    }

    async fn a_confirmed_record_is_voided_with_a_reason_and_entered_anew(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let (activity, signup) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        serve(&app, activity, "VVV111", (at(10, 0), at(12, 0))).await;
        let record = records_of(&app, who.volunteer).await[0].0;
        let officer = app.sign_in(who.officer).await;
        let page = bench(&app, &format!("/{record}"));
        follows(&officer.post_form(&format!("{page}/confirm"), &[]).await, &page);
        assert_eq!((november(&app, county.village_women).await, november(&app, county.firm_union).await), (72, 48));
        officer.post_form(&format!("{page}/void"), &[("reason", "  ")]).await.must_be(422).must_say("请写明作废原因");
        let sent = officer.post_form(&format!("{page}/void"), &[("reason", "当天提前离开")]).await;
        officer.follow(&sent).await.must_say("已作废").must_say("作废原因：当天提前离开").must_say("重新补登时长");
        officer.post_form(&format!("{page}/void"), &[("reason", "再来一次")]).await;
        assert_eq!((november(&app, county.village_women).await, november(&app, county.firm_union).await), (0, 0));
        assert_eq!(differences(&app).await, Vec::<String>::new());
        app.sign_in(who.volunteer).await.get("/notices").await.must_say("已作废，原因：当天提前离开");
        app.run_jobs().await;
        assert_eq!(records_of(&app, who.volunteer).await.len(), 1, "a voided record isn't made again by itself");

        let settle = bench(&app, &format!("/settle/{signup}"));
        officer.get(&settle).await.must_be(200).must_say("原记录已作废");
        let sent = officer.post_form(&settle, &[("ended", "11:00"), ("note", "队长证明")]).await;
        follows(&sent, &bench(&app, &format!("/activities/{activity}")));
        let records = records_of(&app, who.volunteer).await;
        assert_eq!((records.len(), records[1].1, records[1].2.as_str()), (2, 60, "pending"));
    }

    async fn who_was_never_scanned_out_is_settled_by_one_officer_and_confirmed_by_another(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let (activity, signup) = joint(&app, "夜巡", (at(21, 0), at(23, 30))).await;
        pass(&app, activity, "VVV111", Direction::In, at(20, 45)).await;
        let officer = app.sign_in(who.officer).await;
        let settle = bench(&app, &format!("/settle/{signup}"));
        let good = [("ended", "00:20"), ("note", "一起收的队")];
        officer.post_form(&settle, &good).await.must_be(409).must_say("活动还没有结束");

        app.clock.set(at(24 + 8, 0));
        officer.get(&bench(&app, "")).await.must_say("未签退的志愿者").must_say("曹**").must_say(&settle);
        officer.get(&settle).await.must_be(200).must_say("11月22日 周日 0:30");
        officer.post_form(&settle, &[("ended", "半夜"), ("note", "x")]).await.must_be(422).must_say("请写成 16:30 这样的时间");
        let kept = officer.post_form(&settle, &[("ended", "20:30"), ("note", "一起收的队")]).await;
        kept.must_be(422).must_say("离开时间应晚于到场时间").must_say("一起收的队");
        officer.post_form(&settle, &[("ended", "0:20"), ("note", "")]).await.must_be(422).must_say("请写明怎么知道");
        app.sign_in(who.steward).await.post_form(&settle, &good).await.must_be(404);
        let sent = officer.post_form(&settle, &good).await;
        officer.follow(&sent).await.must_say("请另一位负责人确认").must_say("人工补登").must_say("这条是您补登的");
        officer.post_form(&settle, &good).await.must_be(409).must_say("已有一条有效记录");

        let [(record, minutes, _)] = &records_of(&app, who.volunteer).await[..] else { panic!("one record") };
        assert_eq!(*minutes, 215, "20:45 to 0:20");
        let page = bench(&app, &format!("/{record}"));
        officer.get(&page).await.must_say("一起收的队").must_not_say("确认这条记录");
        let refused = officer.post_form(&format!("{page}/confirm"), &[]).await;
        officer.follow(&refused).await.must_say("这条是您补登的，请另一位负责人确认");
        let town = app.sign_in(who.town_officer).await;
        let above = TestApp::bench(county.town_women[0], &format!("/records/{record}"));
        let sent = town.post_form(&format!("{above}/confirm"), &[]).await;
        town.follow(&sent).await.must_say("已确认 1 条");
        assert_eq!((november(&app, county.village_women).await, november(&app, county.firm_union).await), (129, 86));
        assert_eq!(differences(&app).await, Vec::<String>::new());
    }

    async fn who_was_never_scanned_at_all_is_settled_with_both_times_and_confirmed_by_another(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let (activity, signup) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        sign_up(&app, activity, who.neighbour, ("volunteer", "cancelled", "VVV333"), "n").await;
        let officer = app.sign_in(who.officer).await;
        let list = bench(&app, &format!("/activities/{activity}"));
        officer.get(&list).await.must_be(200).must_not_say("没有签到记录的志愿者");

        app.clock.set(at(15, 0));
        let settle = bench(&app, &format!("/settle/{signup}"));
        officer.get(&list).await.must_say("没有签到记录的志愿者（1）").must_say(&settle);
        officer.get(&settle).await.must_be(200).must_say("没有签到也没有签退").must_say("到场时间");
        let half = officer.post_form(&settle, &[("ended", "11:30"), ("note", "手机没电")]).await;
        half.must_be(422).must_say("请写成 16:30 这样的时间").must_say("手机没电").must_say("value=\"11:30\"");
        let back = officer.post_form(&settle, &[("came", "11:40"), ("ended", "11:30"), ("note", "手机没电")]).await;
        back.must_be(422).must_say("离开时间应晚于到场时间");
        let late = officer.post_form(&settle, &[("came", "12:40"), ("ended", "12:50"), ("note", "手机没电")]).await;
        late.must_be(422).must_say("到场时间应在活动开始前 6 小时到活动结束之间");
        // Coming early counts from half an hour before the start, as it does with a scan.
        let sent = officer.post_form(&settle, &[("came", "9:15"), ("ended", "11:30"), ("note", "手机没电")]).await;
        officer.follow(&sent).await.must_say("请另一位负责人确认").must_not_say("没有签到记录的志愿者");
        let [(record, minutes, status)] = &records_of(&app, who.volunteer).await[..] else { panic!("one record") };
        assert_eq!((*minutes, status.as_str()), (120, "pending"), "9:30 to 11:30");
        officer.get(&bench(&app, &format!("/{record}"))).await.must_say("起止时间均为人工补登");
        let town = app.sign_in(who.town_officer).await;
        let above = TestApp::bench(county.town_women[0], &format!("/records/{record}"));
        town.post_form(&format!("{above}/confirm"), &[]).await.must_be(303);
        assert_eq!(records_of(&app, who.volunteer).await[0].2, "confirmed");
        assert_eq!(differences(&app).await, Vec::<String>::new());
    }

    async fn who_came_before_it_was_called_off_is_settled_and_who_did_not_come_is_not(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let (activity, signup) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        let absent = sign_up(&app, activity, who.neighbour, ("volunteer", "seat", "VVV555"), "n").await;
        pass(&app, activity, "VVV111", Direction::In, at(10, 0)).await;
        crate::checkins::write(&app, move |tx| {
            tx.execute("UPDATE activity SET status = 'cancelled' WHERE id = ?1", params![activity]).map(drop)
        })
        .await;
        app.clock.set(at(15, 0));
        let officer = app.sign_in(who.officer).await;
        officer.get(&bench(&app, &format!("/settle/{absent}"))).await.must_be(404);
        let settle = bench(&app, &format!("/settle/{signup}"));
        officer.get(&settle).await.must_be(200);
        officer.post_form(&settle, &[("ended", "10:40"), ("note", "台风，一起撤的")]).await.must_be(303);
        assert_eq!(records_of(&app, who.volunteer).await[0].1, 40);
    }

    async fn a_program_lists_and_settles_whoever_was_not_scanned(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let (activity, signup) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        sign_up(&app, activity, who.neighbour, ("volunteer", "seat", "VVV444"), "n").await;
        pass(&app, activity, "VVV444", Direction::In, at(10, 0)).await;
        app.clock.set(at(15, 0));
        let program = app.program(who.officer, &["activities.read", "records.confirm"]).await;
        let api = format!("/api/v1/organisations/{}/records", county.village_women);
        let lately: Value = program.get(&format!("{api}/unsettled")).await.must_be(200).json();
        assert_eq!(lately.as_array().map(Vec::len), Some(1), "{lately}");
        let of: Value = program.get(&format!("{api}/unsettled?activity={activity}")).await.must_be(200).json();
        let came: Vec<bool> = of.as_array().expect("a list").iter().map(|case| case["came_at"].is_string()).collect();
        assert_eq!(came, [true, false]);
        let ended = at(11, 30).to_string();
        let bare = json!({ "signup": signup, "ended_at": ended, "note": "手机没电" });
        let long_ago = json!({ "signup": signup, "came_at": "1900-01-01T00:00:00Z", "ended_at": ended, "note": "x" });
        program.post_json(&api, &long_ago).await.must_be(422).must_say("record-start");
        program.post_json(&api, &bare).await.must_be(422).must_say("record-start");
        let whole = json!({ "signup": signup, "came_at": at(10, 0).to_string(), "ended_at": ended, "note": "手机没电" });
        program.post_json(&api, &whole).await.must_be(201).must_say("pending");
        program.post_json(&api, &whole).await.must_be(409);
    }

    async fn nobody_confirms_their_own_service(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let (activity, _) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        sign_up(&app, activity, who.officer, ("volunteer", "seat", "VVV222"), "o").await;
        pass(&app, activity, "VVV111", Direction::In, at(10, 0)).await;
        pass(&app, activity, "VVV222", Direction::In, at(10, 0)).await;
        pass(&app, activity, "VVV111", Direction::Out, at(12, 0)).await;
        pass(&app, activity, "VVV222", Direction::Out, at(12, 0)).await;
        app.run_jobs().await;
        let officer = app.sign_in(who.officer).await;
        let list = bench(&app, &format!("/activities/{activity}"));
        let preview = officer.get(&format!("{list}/preview")).await.must_be(200);
        preview.must_say("将确认 1 条记录").must_say("这些不会确认").must_say("这是您本人的服务");
        let mut all = records_of(&app, who.officer).await;
        all.extend(records_of(&app, who.volunteer).await);
        let ids: Vec<String> = all.iter().map(|(id, ..)| id.to_text()).collect();
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("record", id.as_str())).collect();
        let sent = officer.post_form(&format!("{list}/confirm"), &fields).await;
        officer.follow(&sent).await.must_say("已确认 1 条，共 2 小时；1 条没有确认").must_say("这是您本人的服务");
        assert_eq!(records_of(&app, who.officer).await[0].2, "pending");
    }

    async fn programs_read_confirm_void_and_enter(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let (activity, signup) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        serve(&app, activity, "VVV111", (at(10, 0), at(12, 0))).await;
        let officer = app.program(who.officer, &["activities.read", "records.confirm"]).await;
        let base = format!("/api/v1/organisations/{}/records", county.village_women);
        let list: Value = officer.get(&format!("{base}?status=pending&activity={activity}")).await.must_be(200).json();
        let record = &list["items"][0];
        assert_eq!((&record["minutes"], &record["started_at"]), (&json!(120), &json!("2026-11-21T10:00:00+08:00")));
        let id = record["id"].as_str().unwrap().to_owned();
        let whole: Value = officer.get(&format!("{base}/{id}")).await.must_be(200).json();
        assert_eq!((&whole["credits"][0]["minutes"], &whole["evidence"][1]["direction"]), (&json!(72), &json!("out")));
        let none = json!({});
        let confirmed: Value = officer.post_json(&format!("{base}/{id}/confirm"), &none).await.must_be(200).json();
        assert_eq!(confirmed["status"], "confirmed");
        officer.post_json(&format!("{base}/{id}/confirm"), &none).await.must_be(409).must_say("record-not-pending");
        officer.post_json(&format!("{base}/{id}/void"), &json!({ "reason": "" })).await.must_be(422);
        officer.post_json(&format!("{base}/{id}/void"), &json!({ "reason": "误登" })).await.must_be(200);
        let new = json!({ "signup": signup, "ended_at": "2026-11-21T11:30:00+08:00", "note": "队长证明" });
        let entered: Value = officer.post_json(&base, &new).await.must_be(201).json();
        let by_hand: Value = officer.get(&format!("{base}/{}", entered["id"].as_str().unwrap())).await.json();
        assert_eq!((&by_hand["by_hand"], &by_hand["minutes"]), (&json!(true), &json!(90)));
        let own: Value = app.program(who.volunteer, &["self"]).await.get("/api/v1/records?limit=1").await.must_be(200).json();
        assert_eq!((&own["items"][0]["status"], own["next"].is_string()), (&json!("pending"), true));
        let foreign = app.program(who.foreign_officer, &["activities.read", "records.confirm"]).await;
        foreign.get(&format!("{base}/{id}")).await.must_be(404);
        let elsewhere = format!("/api/v1/organisations/{}/records", county.foreign_women);
        foreign.get(&format!("{elsewhere}/{id}")).await.must_be(404);
        foreign.post_json(&format!("{elsewhere}/{id}/confirm"), &none).await.must_be(404);
    }

    async fn pages_take_few_statements_however_many_records(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let (activity, _) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        let people = register(&app, 12).await;
        let codes: Vec<String> = (0..people.len()).map(|n| format!("PPP{:03}", n + 100)).collect();
        for (person, code) in people.iter().zip(&codes) {
            let code: &'static str = code.clone().leak();
            sign_up(&app, activity, *person, ("volunteer", "seat", code), "p").await;
            serve(&app, activity, code, (at(10, 0), at(12, 0))).await;
        }
        let record = records_of(&app, people[0]).await[0].0;
        let officer = app.sign_in(who.officer).await;
        for (path, most) in [
            (bench(&app, ""), 5),
            (bench(&app, &format!("/activities/{activity}")), 6),
            (bench(&app, &format!("/activities/{activity}/preview")), 6),
            (bench(&app, &format!("/{record}")), 7),
            (bench(&app, "/months"), 4),
            ("/records".to_owned(), 4),
        ] {
            app.queries().reset();
            officer.get(&path).await.must_be(200);
            assert!(app.queries().statements() <= most, "{path}: {}", app.queries().statements());
        }
    }

}

/// People of whom only the name is known.
async fn register(app: &TestApp, n: usize) -> Vec<PersonId> {
    let keys = Arc::clone(&app.app.keys);
    let people = app.app.db.write(app.app.by_system("story"), move |tx| {
        (0..n)
            .map(|_| people::register(tx, &keys, &NewPerson::named("金小满")))
            .collect::<Result<Vec<_>, _>>()
    });
    people.await.unwrap_or_else(|why: RegisterError| panic!("{why}"))
}
