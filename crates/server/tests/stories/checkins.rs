//! At the door: who is let in, who is not and why, at however many gates and however often.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, CohostId, OrganisationId, PersonId, SignupId};
use langqiao_store::{StoreError, WriteTx, params};
use langqiao_testkit::{Client, TestApp, both};
use serde_json::{Value, json};

/// An instant of the story's day, 21 November 2026, by the wall clock; hours beyond 24 are of the next.
pub fn at(hour: i64, minute: i64) -> Timestamp {
    let midnight: Timestamp = "2026-11-21T00:00:00+08:00".parse().expect("an instant");
    midnight + SignedDuration::from_mins(hour * 60 + minute)
}

/// Those who hold an activity together: the organisation, its share, and whether it accepted. The first hosts.
pub type Hosts = [(OrganisationId, i64, &'static str)];

/// Puts a published activity into the county.
pub async fn hold(
    app: &TestApp,
    title: &'static str,
    (from, to): (Timestamp, Timestamp),
    hosts: &Hosts,
) -> ActivityId {
    let (id, hosts, area, town) = (
        ActivityId::generate(),
        hosts.to_vec(),
        app.county.villages[0][0],
        app.county.towns[0],
    );
    write(app, move |tx| {
        tx.execute(
            "INSERT INTO activity (id, organisation, title, summary, kind, area, town, place, starts_at, ends_at,
               signup_opens_at, signup_closes_at, party_max, offer_minutes, status, published_at, created_by, created_at, updated_at)
             VALUES (?1, ?2, ?3, '', 'volunteering', ?4, ?5, '桃园村文化礼堂', ?6, ?7, 0, ?6, 5, 120, 'published', 0, '', 0, 0)",
            params![id, hosts[0].0, title, area, town, from, to],
        )?;
        for (number, (organisation, share, status)) in hosts.iter().enumerate() {
            tx.execute(
                "INSERT INTO cohost (id, activity, organisation, line, host, status, people, venue, money, goods, share)
                 VALUES (?1, ?2, ?3, 'women', ?4, ?5, 0, '', 0, '', ?6)",
                params![CohostId::generate(), id, *organisation, number == 0, *status, *share],
            )?;
        }
        Ok(())
    })
    .await;
    id
}

/// Signs somebody up, in this role and state, under this code; `party` joins them with others.
pub async fn sign_up(
    app: &TestApp,
    activity: ActivityId,
    person: PersonId,
    (role, state, code): (&'static str, &'static str, &'static str),
    party: &'static str,
) -> SignupId {
    let (id, until) = (SignupId::generate(), (state == "offered").then_some(at(9, 30)));
    write(app, move |tx| {
        tx.execute(
            "INSERT INTO signup (id, activity, role, party, booker, person, number, state, code, answers, created_at, offered_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, 1, ?6, ?7, '{}', 0, CAST(?8 AS BIGINT))",
            params![id, activity, role, party, person, state, code, until],
        )?;
        Ok(())
    })
    .await;
    id
}

/// Changes the story's world without anybody's doing.
pub async fn write(
    app: &TestApp,
    mut change: impl FnMut(&mut WriteTx) -> Result<(), StoreError> + Send + 'static,
) {
    let changed = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        change(tx)
    });
    changed.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
}

/// The morning's activity of the village's women and the firm's union, from 10 to 12; the other village was
/// asked and has not answered.
pub async fn morning(app: &TestApp) -> ActivityId {
    let county = &app.county;
    let hosts = [
        (county.village_women, 60, "accepted"),
        (county.firm_union, 40, "accepted"),
        (county.foreign_women, 0, "invited"),
    ];
    hold(app, "包饺子送老人", (at(10, 0), at(12, 0)), &hosts).await
}

fn door(org: OrganisationId, activity: ActivityId) -> String {
    TestApp::bench(org, &format!("/activities/{activity}/checkin"))
}

fn api(org: OrganisationId, activity: ActivityId) -> String {
    format!("/api/v1/organisations/{org}/activities/{activity}/scans")
}

/// Sends the form at the door as a phone without JavaScript does, and reads the page with the answer.
async fn scan(client: &Client, door: &str, direction: &str, code: &str) -> langqiao_testkit::Reply {
    let nonce = SignupId::generate().to_text();
    let fields = [
        ("code", code),
        ("direction", direction),
        ("nonce", nonce.as_str()),
    ];
    let sent = client.post_form(door, &fields).await;
    client.follow(&sent).await.must_be(200)
}

both! {
    async fn a_family_is_let_in_and_out_and_each_refusal_says_what_to_do(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        let other = hold(&app, "濮院毛衫技能赛", (at(33, 0), at(35, 0)), &[(app.county.foreign_women, 100, "accepted")]).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "family").await;
        sign_up(&app, activity, who.child, ("attendee", "seat", "AAA222"), "family").await;
        sign_up(&app, activity, who.neighbour, ("attendee", "waiting", "AAA333"), "alone").await;
        sign_up(&app, activity, who.elder, ("attendee", "offered", "AAA444"), "elder").await;
        sign_up(&app, activity, who.volunteer, ("attendee", "cancelled", "AAA555"), "old").await;
        sign_up(&app, activity, who.volunteer, ("volunteer", "seat", "AAA666"), "new").await;
        sign_up(&app, activity, who.reader, ("attendee", "expired", "AAA777"), "late").await;
        sign_up(&app, other, who.neighbour, ("attendee", "seat", "CCC999"), "there").await;
        sign_up(&app, other, who.elder, ("attendee", "cancelled", "CCC888"), "gone").await;
        let far = hold(&app, "明年的茶会", (at(24 * 90, 0), at(24 * 90 + 2, 0)), &[(app.county.foreign_women, 100, "accepted")]).await;
        sign_up(&app, far, who.neighbour, ("attendee", "seat", "CCC777"), "far").await;
        let steward = app.sign_in(who.steward).await;
        let door = door(app.county.village_women, activity);

        let page = steward.get(&door).await.must_be(200);
        page.must_say("包饺子送老人").must_say("签到码").must_say("签到时间：11月21日 周六 8:00 至 11月21日 周六 12:00");
        scan(&steward, &door, "in", "aaa 111").await.must_say("可以进场").must_say("朱**").must_say("同行的 朱** 还没到");
        let page = scan(&steward, &door, "in", "http://127.0.0.1/t/AAA222").await;
        page.must_say("可以进场").must_not_say("还没到，到了");
        let page = scan(&steward, &door, "in", "AAA222").await;
        page.must_say("已经签到过").must_say("11月21日 周六 9:00 由 姚* 登记签到");

        scan(&steward, &door, "in", "AAA999").await.must_say("没有这个码");
        scan(&steward, &door, "in", "wxp://f2f0abc").await.must_say("不是报名码").must_not_say("f2f0");
        let page = scan(&steward, &door, "in", "CCC999").await;
        page.must_say("是别的活动的码").must_say("濮院毛衫技能赛").must_say("11月22日 周日 9:00–11:00");
        // One that was cancelled there is known by where it was cancelled, and one far ahead by where it is.
        let page = scan(&steward, &door, "in", "CCC888").await;
        page.must_say("是别的活动的码").must_say("濮院毛衫技能赛").must_say("这个报名已经取消了");
        scan(&steward, &door, "in", "CCC777").await.must_say("是别的活动的码").must_say("明年的茶会");
        write(&app, move |tx| {
            tx.execute(
                "UPDATE activity SET status = 'cancelled', cancel_reason = '台风' WHERE id = ?1",
                params![far],
            )
            .map(drop)
        })
        .await;
        scan(&steward, &door, "in", "CCC777").await.must_say("明年的茶会").must_say("那场活动已经取消了");
        scan(&steward, &door, "in", "AAA333").await.must_say("还在候补");
        scan(&steward, &door, "in", "AAA444").await.must_say("还没接受递补");
        scan(&steward, &door, "in", "AAA555").await.must_say("这是旧码");
        scan(&steward, &door, "in", "AAA777").await.must_say("递补已过期或已放弃");
        scan(&steward, &door, "out", "AAA666").await.must_say("还没有签到");

        app.clock.set(at(11, 30));
        scan(&steward, &door, "out", "AAA111").await.must_say("已签退").must_say("在场 2 小时 30 分");
        scan(&steward, &door, "out", "AAA111").await.must_say("已经签退过");
        scan(&steward, &door, "in", "AAA111").await.must_say("已经签退离开");

        steward.get(&format!("{door}/arrived")).await.must_be(200).must_say("朱**").must_say("11:30");
        let page = steward.get(&format!("{door}/refused")).await.must_be(200);
        page.must_say("没有这个码").must_say("AAA999").must_say("还在候补").must_say("未登记到任何人");
        steward.get(&format!("{door}/expected?q=AAA666")).await.must_say("曹**").must_not_say("朱**");
        steward.get(&format!("{door}/expected?q=朱")).await.must_say("朱**").must_not_say("曹**");
        let present = steward.get(&format!("{door}/present")).await.must_be(200);
        present.must_say("朱**");

        app.clock.set(at(12, 1));
        scan(&steward, &door, "in", "AAA666").await.must_say("签到时间已过").must_say("志愿者漏签的时长");
        app.clock.set(at(7, 59));
        scan(&steward, &door, "in", "AAA666").await.must_say("还没到签到时间").must_say("8:00 开始登记");
        write(&app, move |tx| {
            tx.execute("UPDATE activity SET status = 'cancelled' WHERE id = ?1", params![activity]).map(drop)
        }).await;
        scan(&steward, &door, "in", "AAA666").await.must_say("活动已取消");
    }

    async fn a_scan_sent_again_counts_once_and_gives_the_same_answer(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "alone").await;
        let program = app.program(who.steward, &["checkin.scan"]).await;
        let path = api(app.county.village_women, activity);
        let body = |code: &str, sequence: i64| {
            json!({ "code": code, "direction": "in", "device": "gate-1", "sequence": sequence, "scanned_at": "2026-11-20T23:00:00Z" })
        };
        // A replay is the device's, not the door's: the clock has moved on when it comes.
        app.clock.set(at(7, 0));
        let early: Value = program.post_json(&path, &body("AAA111", 1)).await.must_be(201).json();
        assert_eq!((&early["outcome"], &early["reason"]), (&json!("outside_hours"), &json!("too_early")));
        app.clock.set(at(9, 0));
        let again: Value = program.post_json(&path, &body("AAA111", 1)).await.must_be(200).json();
        assert_eq!((&again["id"], &again["reason"], &again["again"]), (&early["id"], &json!("too_early"), &json!(true)));

        let first: Value = program.post_json(&path, &body("AAA111", 2)).await.must_be(201).json();
        assert_eq!((&first["outcome"], &first["holder"]["name"]), (&json!("accepted"), &json!("朱**")));
        app.clock.advance(SignedDuration::from_mins(5));
        let again: Value = program.post_json(&path, &body("AAA111", 2)).await.must_be(200).json();
        assert_eq!((&again["id"], &again["outcome"], &again["at"]), (&first["id"], &first["outcome"], &first["at"]));
        let doubled: Value = program.post_json(&path, &body("AAA111", 3)).await.must_be(201).json();
        assert_eq!(doubled["outcome"], "doubled");
        program.post_json(&path, &body("AAA222", 2)).await.must_be(409).must_say("sequence-reused");
        program.post_json(&path, &body(&"A".repeat(600), 4)).await.must_be(422);
        program.post_json(&path, &json!({ "code": "AAA111", "direction": "in", "device": "", "sequence": 1 })).await.must_be(422);

        let page: Value = program.get(&format!("{path}?limit=2")).await.must_be(200).json();
        let items = page["items"].as_array().unwrap();
        assert_eq!((items.len(), &items[0]["outcome"], &items[0]["sequence"]), (2, &json!("doubled"), &json!(3)));
        // What the device said of the time is kept beside the server's time, which decides.
        assert_eq!((&items[1]["scanned_at"], &items[1]["at"]), (&json!("2026-11-21T07:00:00+08:00"), &json!("2026-11-21T09:00:00+08:00")));
        let next = page["next"].as_str().unwrap();
        let rest: Value = program.get(&format!("{path}?limit=2&after={next}")).await.json();
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
        let refused: Value = program.get(&format!("{path}?refused=true")).await.json();
        assert_eq!(refused["items"].as_array().unwrap().len(), 2);
    }

    async fn a_code_at_sixteen_gates_at_once_lets_one_in(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        let codes = ["AAA111", "AAA222", "AAA333", "AAA444"];
        for (code, person) in codes.iter().zip([who.resident, who.child, who.elder, who.neighbour]) {
            sign_up(&app, activity, person, ("attendee", "seat", code), "apart").await;
        }
        let path = api(app.county.village_women, activity);
        for direction in ["in", "out"] {
            for code in codes {
                let mut gates = tokio::task::JoinSet::new();
                for gate in 0..16 {
                    let (program, path) = (app.program(who.steward, &["checkin.scan"]).await, path.clone());
                    let body = json!({ "code": code, "direction": direction, "device": format!("{gate}-{direction}-{code}"), "sequence": 0 });
                    // Each gate sends twice, as one on a bad line does.
                    gates.spawn(async move {
                        let (one, two) = tokio::join!(program.post_json(&path, &body), program.post_json(&path, &body));
                        let (one, two): (Value, Value) = (one.json(), two.json());
                        assert_eq!((&one["id"], &one["outcome"]), (&two["id"], &two["outcome"]), "{one} {two}");
                        one["outcome"].as_str().map(str::to_owned)
                    });
                }
                let outcomes: Vec<_> = gates.join_all().await.into_iter().flatten().collect();
                let count = |wanted: &str| outcomes.iter().filter(|outcome| *outcome == wanted).count();
                assert_eq!((count("accepted"), count("doubled")), (1, 15), "{outcomes:?}");
            }
        }
        let page = app.sign_in(who.steward).await.get(&door(app.county.village_women, activity)).await;
        let figure = |name: &str, n: i64| format!("<span class=\"figure-label\">{name}</span><span class=\"figure-value\">{n}</span>");
        page.must_say(&figure("应到", 4)).must_say(&figure("已到", 4)).must_say("在场 0 人")
            .must_say(&figure("未通过", 2 * 4 * 15));
    }

    async fn only_those_who_hold_the_activity_stand_at_its_door(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let activity = morning(&app).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "alone").await;
        let visit = async |person, org| app.sign_in(person).await.get(&door(org, activity)).await.status.as_u16();
        assert_eq!(visit(who.steward, county.village_women).await, 200);
        assert_eq!(visit(who.reader, county.village_women).await, 404);
        assert_eq!(visit(who.firm_officer, county.firm_union).await, 200, "an accepted co-host");
        assert_eq!(visit(who.foreign_officer, county.foreign_women).await, 404, "asked, not accepted");
        assert_eq!(visit(who.foreign_officer, county.village_women).await, 404);
        assert_eq!(visit(who.county, county.office).await, 200);
        assert_eq!(visit(who.town_officer, county.town_women[0]).await, 200);
        let foreign = app.program(who.foreign_officer, &["checkin.scan"]).await;
        let body = json!({ "code": "AAA111", "direction": "in", "device": "gate", "sequence": 1 });
        foreign.post_json(&api(county.foreign_women, activity), &body).await.must_be(404);
        foreign.get(&api(county.foreign_women, activity)).await.must_be(404);
        let narrow = app.program(who.steward, &["self"]).await;
        narrow.post_json(&api(county.village_women, activity), &body).await.must_be(403);
    }

    async fn a_scan_is_answered_in_place_with_few_statements(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "alone").await;
        sign_up(&app, activity, who.child, ("attendee", "seat", "AAA222"), "other").await;
        let steward = app.sign_in(who.steward).await;
        let door = door(app.county.village_women, activity);
        app.queries().reset();
        steward.get(&door).await.must_be(200);
        assert!(app.queries().statements() <= 9, "the page: {}", app.queries().statements());

        steward.set_header("hx-request", "true");
        app.queries().reset();
        let fields = [("code", "AAA111"), ("direction", "in"), ("nonce", "n-1")];
        let answer = steward.post_form(&door, &fields).await.must_be(200);
        let statements = app.queries().statements();
        assert!(statements <= 4 + 4, "who is asking, and the scan: {statements}");
        assert_eq!(answer.header("hx-trigger"), "checkin-scanned");
        answer.must_say("可以进场").must_not_say("<html");
        steward.post_form(&door, &fields).await.must_say("可以进场").must_say("刚才已经处理过");
        steward.post_form(&door, &[("code", " "), ("nonce", "n-2")]).await.must_be(200).must_say("请输入 6 位签到码");
        steward.get(&format!("{door}/live")).await.must_be(200).must_say("已到").must_not_say("<html");
    }

    async fn someone_without_a_phone_is_noted_from_the_list(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        sign_up(&app, activity, who.elder, ("attendee", "seat", "AAA444"), "alone").await;
        let steward = app.sign_in(who.steward).await;
        let door = door(app.county.village_women, activity);
        steward.get(&format!("{door}/expected")).await.must_say("金**").must_say("登记签到");
        let fields = [("code", "AAA444"), ("direction", "in"), ("nonce", "n-1"), ("back", "expected")];
        let sent = steward.post_form(&door, &fields).await;
        assert_eq!(sent.location(), format!("{door}/expected"));
        steward.follow(&sent).await.must_say("金**：可以进场").must_say("登记签退");
    }

    async fn the_day_s_page_and_the_activity_s_page_lead_to_the_door(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        let later = hold(&app, "后天的活动", (at(58, 0), at(60, 0)), &[(app.county.village_women, 1, "accepted")]).await;
        sign_up(&app, activity, who.elder, ("attendee", "seat", "AAA444"), "alone").await;
        let registry = std::sync::Arc::clone(&app.app.registry);
        let (person, org, now) = (who.steward, app.county.village_women, app.clock.clock().now());
        let ui = langqiao_platform::ui::Ui::new(langqiao_platform::i18n::Lang::ZhCn, "/", now);
        let roles = [langqiao_platform::roles::Role::Steward];
        let today = app.app.db.read(move |tx| {
            registry.today(tx, &ui, &langqiao_platform::feature::TodayAsk { person, org, roles: &roles, now })
        });
        let today = today.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        let door_item = today.iter().find(|item| item.href == door(org, activity)).expect("the way to the door");
        assert_eq!(door_item.title, "签到：包饺子送老人");
        assert!(!today.iter().any(|item| item.href == door(org, later)));
    }
}
