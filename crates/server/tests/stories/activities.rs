//! A joint activity from the first word typed to the sheet that is signed.

mod host;
mod needs;
mod programs;
mod rooms;
mod said_at_once;

use jiff::{Timestamp, ToSpan};
use langqiao_app::activities::{self, ActivityKind, Contribution, Invitation, Plan, PublishError, Times};
use langqiao_kernel::id::{ActivityId, Id, OrganisationId, PersonId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

/// A plan of the village's women's federation without a fault: on 28 November, 14:30 to 16:00, in its hall.
pub fn plan(app: &TestApp) -> Plan {
    let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
    Plan {
        title: "亲子科普日".into(),
        summary: "带孩子来做酵素。".into(),
        kind: ActivityKind::Science,
        space: Some(app.county.space),
        place: String::new(),
        area: app.county.villages[0][0],
        times: Times {
            starts_at: at("2026-11-28T14:30:00+08:00"),
            ends_at: at("2026-11-28T16:00:00+08:00"),
            signup_opens_at: at("2026-11-21T09:00:00+08:00"),
            signup_closes_at: at("2026-11-27T20:00:00+08:00"),
        },
        min_age: Some(6),
        max_age: None,
        only_area: None,
        asks: Default::default(),
        party_max: 4,
        offer_minutes: 120,
        allotment: activities::Allotment::FirstCome,
        prior_area: None,
        priority: vec![],
        kept_until: None,
        seats: 40,
        volunteers: 6,
        rooms: vec![],
        equipment: vec![],
        shifts: vec![],
        questions: vec![],
        own: Contribution {
            people: 3,
            share: 2,
            ..Contribution::default()
        },
        cohosts: vec![],
    }
}

/// A draft of an organisation.
pub async fn draft(app: &TestApp, org: OrganisationId, plan: Plan) -> ActivityId {
    let made = app
        .app
        .db
        .write(app.app.by_system("story"), move |tx| {
            activities::create(tx, org, &plan)
        })
        .await;
    made.unwrap_or_else(|why| panic!("{why}"))
}

/// A published activity of an organisation.
pub async fn published(app: &TestApp, org: OrganisationId, plan: Plan) -> ActivityId {
    let id = draft(app, org, plan).await;
    let keys = app.app.keys.clone();
    let done = app
        .app
        .db
        .write(app.app.by_system("story"), move |tx| {
            activities::publish(tx, &keys, org, id)
        })
        .await;
    done.unwrap_or_else(|why| panic!("{why}"));
    id
}

/// Somebody with a place, written as it stands: how places are given is told elsewhere.
async fn seat(app: &TestApp, activity: ActivityId, person: PersonId, role: &'static str, code: &'static str) {
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        let (id, now) = (Id::<()>::generate(), tx.now());
        tx.execute(
            "INSERT INTO signup (id, activity, role, party, booker, person, number, state, code, answers, created_at)
             VALUES (?1, ?2, ?3, ?1, ?4, ?4, 1, 'seat', ?5, '{}', ?6)",
            params![id, activity, role, person, code, now],
        )?;
        tx.execute(
            "UPDATE pool SET taken = taken + 1, last_number = last_number + 1 WHERE activity = ?1 AND role = ?2",
            params![activity, role],
        )?;
        Ok::<_, StoreError>(())
    });
    done.await.unwrap_or_else(|why| panic!("{why}"));
}

/// How many jobs of a kind wait.
async fn jobs(app: &TestApp, kind: &'static str) -> i64 {
    let count = app.app.db.read(move |tx| {
        tx.one("SELECT COUNT(*) FROM job WHERE kind = ?1", params![kind], |row| {
            row.get::<i64>(0)
        })
    });
    count.await.expect("a count").unwrap_or_default()
}

/// The form as an officer types it, for stories elsewhere.
pub fn typed_form(app: &TestApp) -> Vec<(String, String)> {
    typed(app)
}

/// The form as an officer types it, in the way people type.
fn typed(app: &TestApp) -> Vec<(String, String)> {
    let pairs = [
        ("title", "  亲子科普日 "),
        ("kind", "science"),
        ("summary", "带孩子来做酵素。\r\n\r\n\r\n自带水杯。"),
        ("day", "11月28日"),
        ("start", "１４：３０"),
        ("end", "下午4点"),
        ("seats", "４０人"),
        ("volunteers", "6"),
        ("min_age", "6"),
        ("only", "village"),
        ("party_max", "4"),
        ("offer_minutes", "120"),
        ("own_people", "3"),
        ("own_share", "2"),
        ("q0_label", "是否需要接送？"),
        ("q0_kind", "choice"),
        ("q0_options", "要、不要"),
        ("q0_required", "1"),
        ("c0_people", "2"),
        ("c0_money", "￥１，２００"),
        ("c0_goods", "垃圾桶 20 个"),
        ("c0_share", "1"),
    ];
    let mut fields: Vec<(String, String)> = pairs
        .into_iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    fields.push(("space".into(), app.county.space.to_text()));
    fields.push(("c0_org".into(), app.county.firm_union.to_text()));
    fields
}

pub async fn send(client: &Client, path: &str, fields: &[(String, String)], button: &str) -> Reply {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    all.push(("_do", button));
    client.post_form(path, &all).await
}

pub fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// The value of an input, as the page has it.
fn value_of(page: &str, name: &str) -> String {
    let after = page
        .split_once(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no {name} in {page}"))
        .1;
    let input = after.split_once('>').expect("an input").0;
    input
        .split_once("value=\"")
        .map_or("", |(_, rest)| {
            rest.split_once('"').map_or("", |(value, _)| value)
        })
        .to_owned()
}

both! {
    async fn an_officer_makes_a_joint_activity_in_one_form(db: Db) {
        let app = TestApp::start(db).await;
        let (org, firm) = (app.county.village_women, app.county.firm_union);
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, "/activities");
        let new = officer.get(&format!("{at}/new")).await.must_be(200);
        let new = new.must_say("桃园村文化礼堂 · 大厅").must_say("梧桐街道妇联").must_say("庆丰社区");
        assert_eq!(value_of(&new.text(), "start"), "09:00");

        // What is wrong is said at its field, and all that was typed is still there.
        let mut wrong = typed(&app);
        set(&mut wrong, "day", "11月31日");
        set(&mut wrong, "c0_money", "五百块");
        set(&mut wrong, "seats", "很多");
        let back = send(&officer, &at, &wrong, "publish").await.must_be(422);
        let back = back.must_say("看不懂这个日期").must_say("经费请填元").must_say("还有 3 处要改").must_say("11月31日");
        assert_eq!(value_of(&back.text(), "c0_money"), "五百块");
        assert_eq!(value_of(&back.text(), "title"), "  亲子科普日 ");
        assert!(back.text().contains("要、不要"));

        // Rows are added and taken away without a script, and nothing typed is lost.
        let more = send(&officer, &at, &wrong, "add-cohost").await.must_be(200).must_say("共办单位 2");
        assert_eq!(value_of(&more.text(), "c0_goods"), "垃圾桶 20 个");
        let fewer = send(&officer, &at, &wrong, "drop-cohost-0").await.must_be(200);
        assert!(!fewer.text().contains("c0_goods"));
        set(&mut wrong, "find", "永越");
        send(&officer, &at, &wrong, "find").await.must_be(200).must_say("永越村妇联 · 永越村");

        let done = send(&officer, &at, &typed(&app), "publish").await;
        let page = officer.follow(&done).await.must_be(200).must_say("活动已发布").must_say("亲子科普日");
        let page = page.must_say("11月28日 周六 14:30–16:00").must_say("桃园村文化礼堂 · 大厅").must_say("灯笼纺织工会委员会");
        page.must_say("待答复").must_say("¥1,200").must_say("6 岁以上").must_say("只限桃园村").must_say("报名中");

        let id: ActivityId = done.location().rsplit('/').next().unwrap().parse().unwrap();
        let stored = app.app.db.read(move |tx| activities::require_held(tx, org, id)).await.unwrap();
        assert_eq!(stored.plan.summary, "带孩子来做酵素。\n\n自带水杯。");
        assert_eq!(stored.plan.questions[0].options, ["要", "不要"]);
        assert_eq!(stored.plan.times, plan(&app).times);
        assert_eq!(stored.cohosts[1].organisation, firm);
        assert_eq!((stored.cohosts[1].brings.money, stored.cohosts[1].line.as_str()), (120_000, "union"));
        assert_eq!(jobs(&app, "coverage.refresh").await, 1);
    }

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
        officer.get(&host_at).await.must_say("那天停电检修").must_not_say("cohosts/");
        visitor.get(&format!("/activities/{id}")).await.must_not_say("灯笼纺织工会委员会");
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

    async fn two_officers_change_one_activity_and_nothing_is_lost(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = draft(&app, org, plan(&app)).await;
        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let first = app.sign_in(app.county.people.officer).await;
        let second = app.sign_in(app.county.people.town_officer).await;
        let page = first.get(&format!("{at}/edit")).await.must_be(200).text();
        assert_eq!((value_of(&page, "version"), value_of(&page, "day")), ("1".into(), "2026-11-28".into()));
        let mut hers = fields_of(&page);
        let mut mine = fields_of(&second.get(&format!("{at}/edit")).await.text());

        set(&mut hers, "end", "17:00");
        set(&mut hers, "seats", "30");
        first.follow(&send(&first, &at, &hers, "save").await).await.must_say("已保存");

        set(&mut mine, "title", "亲子科普周末");
        set(&mut mine, "end", "16:30");
        let told = send(&second, &at, &mine, "save").await.must_be(409);
        let told = told.must_say("您改的时候，别人也改了这个活动").must_say("钱*").must_say("名额：对方改成“参加 30 人，志愿者 6 人”");
        let told = told.must_say("时间：对方改成“11月28日 周六 14:30–17:00”，您写的是“11月28日 周六 14:30–16:30”");
        let merged = fields_of(&told.text());
        let of = |name: &str| merged.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default();
        assert_eq!((of("title"), of("end"), of("seats"), of("version")), ("亲子科普周末", "16:30", "30", "2"));

        let taken = send(&second, &at, &merged, "take-when").await.must_be(200).text();
        let taken = fields_of(&taken);
        assert!(taken.contains(&("end".into(), "17:00".into())) && taken.contains(&("title".into(), "亲子科普周末".into())));
        second.follow(&send(&second, &at, &taken, "save").await).await.must_say("亲子科普周末").must_say("14:30–17:00");
        let stored = app.app.db.read(move |tx| activities::require_held(tx, org, id)).await.unwrap();
        assert_eq!((stored.plan.seats, stored.activity.version), (30, 3));

        // An answer that comes meanwhile stops nobody.
        let firm = app.county.firm_union;
        let page = fields_of(&first.get(&format!("{at}/edit")).await.text());
        let mut inviting = page.clone();
        inviting.extend([("c0_org".to_owned(), firm.to_text()), ("c0_share".to_owned(), "1".to_owned())]);
        send(&first, &at, &inviting, "save").await.must_be(303);
        let mut later = fields_of(&first.get(&format!("{at}/edit")).await.text());
        let firm_officer = app.sign_in(app.county.people.firm_officer).await;
        let firm_at = TestApp::bench(firm, &format!("/activities/{id}/answer"));
        firm_officer.post_form(&firm_at, &[("answer", "accept")]).await.must_be(303);
        set(&mut later, "title", "亲子科普周末（第一场）");
        first.follow(&send(&first, &at, &later, "save").await).await.must_say("亲子科普周末（第一场）").must_say("已同意");
    }

    async fn a_public_activity_tells_those_whom_a_change_concerns(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, plan(&app)).await;
        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let officer = app.sign_in(app.county.people.officer).await;
        seat(&app, id, app.county.people.resident, "attendee", "AAAAAA").await;
        seat(&app, id, app.county.people.neighbour, "attendee", "BBBBBB").await;
        let change = async |name: &str, value: &str| {
            let mut fields = fields_of(&officer.get(&format!("{at}/edit")).await.text());
            set(&mut fields, name, value);
            send(&officer, &at, &fields, "save").await
        };
        change("seats", "1").await.must_be(422).must_say("已经占了 2 个名额，不能少于这个数");
        change("q0_label", "要不要接送").await.must_be(422).must_say("问题不能再改");
        assert_eq!(jobs(&app, "signups.promote").await, 0);
        change("seats", "2").await.must_be(303);
        // All who come are in the hall, which holds 50, with those who help.
        change("seats", "45").await.must_be(422).must_say("所选场所一共容纳 50 人，名额加志愿者是 51 人");
        change("seats", "44").await.must_be(303);
        assert_eq!((jobs(&app, "signups.promote").await, jobs(&app, "signups.activity_changed").await), (1, 0));
        change("end", "16:30").await.must_be(303);
        assert_eq!(jobs(&app, "signups.activity_changed").await, 1);
        assert_eq!(found(&app, "科普").await, [id.to_text()]);
        assert_eq!(found(&app, "qzkp").await, [id.to_text()], "by the initials of its sound");

        officer.post_form(&format!("{at}/cancel"), &[("reason", " ")]).await.must_be(422).must_say("请写明取消的原因");
        let done = officer.post_form(&format!("{at}/cancel"), &[("reason", "礼堂停电")]).await;
        officer.follow(&done).await.must_say("活动已取消：礼堂停电").must_not_say("/edit");
        assert_eq!(jobs(&app, "signups.activity_cancelled").await, 1);
        assert!(found(&app, "科普").await.is_empty());
        send(&officer, &at, &typed(&app), "save").await.must_be(409);
    }

    async fn one_space_holds_one_published_activity_at_a_time(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let mut drafts = Vec::new();
        for n in 0..32 {
            drafts.push(draft(&app, org, Plan { title: format!("第 {n} 场"), ..plan(&app) }).await);
        }
        let race = drafts.iter().map(|id| {
            let (app, id, keys) = (app.app.clone(), *id, app.app.keys.clone());
            tokio::spawn(async move { app.db.write(app.by_system("story"), move |tx| activities::publish(tx, &keys, org, id)).await })
        });
        let mut through = 0;
        for one in race.collect::<Vec<_>>() {
            match one.await.expect("no panic") {
                Ok(()) => through += 1,
                Err(PublishError::Rooms(_) | PublishError::JustTaken) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(through, 1);
        // The schema alone forbids it too, whoever writes.
        let forced = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute(
                "INSERT INTO booking (id, space, organisation, purpose, people, starts_at, ends_at, held_from, held_until,
                   status, note, created_at)
                 SELECT 'another', space, organisation, '例会', 0, starts_at + 60000, ends_at, held_from + 60000, held_until,
                   'held', '', created_at FROM booking",
                &[],
            )
        });
        assert!(matches!(forced.await, Err(StoreError::Constraint(name)) if name == "booking_space_taken"));

        // One after the other is fine, and what was called off leaves the space free.
        let next = plan(&app).times.ends_at;
        let times = Times { starts_at: next, ends_at: next + 1.hour(), ..plan(&app).times };
        published(&app, org, Plan { times, ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, &format!("/activities/{}", drafts[0]));
        let taken = officer.post_form(&format!("{at}/publish"), &[]).await;
        let page = officer.follow(&taken).await.text();
        assert!(page.contains("大厅”从") || page.contains("活动已经发布"), "{page}");
    }

    async fn the_sheet_is_printed_with_masked_names_and_full_ones_are_recorded(db: Db) {
        let app = TestApp::start(db).await;
        let (org, people) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, plan(&app)).await;
        seat(&app, id, people.resident, "attendee", "AAAAAA").await;
        seat(&app, id, people.volunteer, "volunteer", "BBBBBB").await;
        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let helper = app.sign_in(people.steward).await;
        helper.get(&at).await.must_say("/signups?role=attendee");
        helper.get(&format!("{at}/signups?role=volunteer")).await.must_be(200).must_say("曹**").must_not_say("朱**");
        let sheet = helper.get(&format!("{at}/sheet")).await.must_be(200).must_say("朱**").must_say("AAAAAA");
        sheet.must_say("签名").must_not_say("朱采菊").must_not_say("需要全名");
        helper.post_form(&format!("{at}/sheet"), &[("reason", "签到")]).await.must_be(404);
        let file = helper.get(&format!("{at}/sheet.xlsx")).await.must_be(200);
        let cells = cells(file.body);
        assert!(cells.contains(&"朱**".to_owned()) && cells.contains(&"签名".to_owned()), "{cells:?}");

        let county = app.sign_in(people.county).await;
        county.get(&format!("{at}/sheet")).await.must_say("需要全名");
        county.post_form(&format!("{at}/sheet"), &[("reason", "")]).await.must_be(422).must_say("请写明用途");
        let full = [("reason", "现场签到核对"), ("as", "page")];
        county.post_form(&format!("{at}/sheet"), &full).await.must_be(200).must_say("朱采菊").must_say("曹小满");
        let seen = app.app.db.read(move |tx| {
            tx.all("SELECT person, reason FROM unmasking ORDER BY person", &[], |row| {
                Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
            })
        });
        let mut all = vec![people.resident, people.volunteer];
        all.sort();
        let all: Vec<_> = all.into_iter().map(|person| (person, "现场签到核对".to_owned())).collect();
        assert_eq!(seen.await.unwrap(), all);
        county.get(&format!("{at}/poster")).await.must_be(200).must_say("<svg").must_say("扫码报名").must_say(&format!("/activities/{id}"));

        // Who doesn't hold it gets no sheet.
        let foreign = app.sign_in(people.foreign_officer).await;
        foreign.get(&TestApp::bench(app.county.foreign_women, &format!("/activities/{id}/sheet"))).await.must_be(404);
    }

    async fn whoever_keeps_a_room_is_told_that_another_body_uses_it(db: Db) {
        let app = TestApp::start(db).await;
        let town = app.county.town_women[0];
        published(&app, town, plan(&app)).await;
        let keeper = app.sign_in(app.county.people.officer).await;
        keeper.get("/notices").await.must_say("梧桐街道妇联将在您单位的“桃园村文化礼堂 · 大厅”办“亲子科普日”");
    }

    async fn lists_are_filtered_sorted_and_paged_at_a_fixed_cost(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        for n in 0..35i64 {
            let times = plan(&app).times;
            let later = Times { starts_at: times.starts_at + (24 * n).hours(), ends_at: times.ends_at + (24 * n).hours(), ..times };
            let kind = if n % 2 == 0 { ActivityKind::Science } else { ActivityKind::Health };
            let title = format!("第{n:02}场");
            published(&app, org, Plan { title, kind, times: later, ..plan(&app) }).await;
        }
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, "/activities");
        app.queries().reset();
        let page = officer.get(&at).await.must_be(200).must_say("第 1–30 条，共 35 条").must_say("第00场").must_not_say("第30场");
        assert!(app.queries().statements() <= 3, "{}", app.queries().statements());
        assert!(page.text().contains("page=2"));
        officer.get(&format!("{at}?page=2")).await.must_say("第34场").must_not_say("第00场");
        officer.get(&format!("{at}?kind=health&sort=-start")).await.must_say("共 17 条").must_not_say("第00场");
        officer.get(&format!("{at}?q=%E7%AC%AC07")).await.must_say("第07场").must_say("共 1 条");
        officer.get(&format!("{at}?q=nothing")).await.must_say("没有符合条件的活动");
        officer.get(&format!("{at}?show=past")).await.must_say("这里还没有活动");
        app.clock.advance(jiff::SignedDuration::from_hours(24 * 8));
        officer.get(&format!("{at}?show=past")).await.must_say("第00场").must_not_say("第30场");

        let id = draft(&app, org, Plan { title: "看一眼".into(), times: Times { starts_at: plan(&app).times.starts_at + (24 * 9).hours(), ends_at: plan(&app).times.ends_at + (24 * 9).hours(), ..plan(&app).times }, ..plan(&app) }).await;
        app.queries().reset();
        let shown = officer.get(&format!("{at}/{id}")).await.must_be(200).must_say("会不会撞期");
        shown.must_say("同一处阵地，三天内 5 场").must_say("同镇同一天 1 场").must_say("这是你们自己的活动");
        // Four of them for its room: what is asked for, the room, its hours and days, whether somebody has it.
        assert!(app.queries().statements() < 20, "{}", app.queries().statements());
        app.queries().reset();
        officer.get(&format!("{at}/{id}/edit")).await.must_be(200);
        assert!(app.queries().statements() <= 14, "{}", app.queries().statements());
    }

    async fn programs_do_the_same_over_the_api(db: Db) {
        let app = TestApp::start(db).await;
        let (org, firm) = (app.county.village_women, app.county.firm_union);
        let officer = app.program(app.county.people.officer, &["activities.read", "activities.manage"]).await;
        let at = format!("/api/v1/organisations/{org}/activities");
        let body = json!({
            "title": "健康讲座", "kind": "health", "space": app.county.space, "area": app.county.villages[0][0],
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00", "seats": 20,
            "questions": [{ "label": "年龄", "kind": "number", "required": true }],
            "own": { "share": 1 }, "cohosts": [{ "organisation": firm, "money": 50_000, "share": 1 }],
        });
        let made = officer.post_json(&at, &body).await.must_be(201);
        assert_eq!(made.header("etag"), "\"v1\"");
        let made: Value = made.json();
        assert_eq!((&made["status"], &made["standing"]), (&json!("draft"), &json!("host")));
        assert_eq!(made["signup_closes_at"], "2026-11-27T20:00:00+08:00");
        assert_eq!((&made["place"], &made["cohosts"][1]["money"]), (&json!("桃园村文化礼堂 · 大厅"), &json!(50_000)));
        let one = format!("{at}/{}", made["id"].as_str().unwrap());

        let mut change = body.clone();
        change["title"] = json!("健康讲座（加场）");
        officer.send_json("PUT", &one, &change).await.must_be(428);
        officer.set_header("if-match", "\"v1\"");
        let changed = officer.send_json("PUT", &one, &change).await.must_be(200);
        assert_eq!(changed.header("etag"), "\"v2\"");
        change["title"] = json!("健康讲座（又改）");
        let stale: Value = officer.send_json("PUT", &one, &change).await.must_be(412).json();
        assert_eq!(stale["code"], "activity-changed");
        change["ends_at"] = json!("2026-11-28T14:00:00+08:00");
        officer.set_header("if-match", "\"v2\"");
        let invalid: Value = officer.send_json("PUT", &one, &change).await.must_be(422).json();
        assert_eq!(invalid["code"], "activity-invalid");

        let union = app.program(app.county.people.firm_officer, &["cohosts.answer"]).await;
        let theirs = one.replace(&org.to_text(), &firm.to_text());
        union.get(&theirs).await.must_be(403);
        let accepted: Value = union.post_json(&format!("{theirs}/accept"), &json!({ "note": "一起办" })).await.must_be(200).json();
        assert_eq!((&accepted["standing"], &accepted["cohosts"][1]["status"]), (&json!("accepted"), &json!("accepted")));
        union.send_json("PUT", &format!("{theirs}/contribution"), &json!({ "money": 80_000, "share": 1 })).await.must_be(200);
        let public: Value = officer.post_json(&format!("{one}/publish"), &json!({})).await.must_be(200).json();
        assert_eq!((&public["phase"], &public["cohosts"][1]["money"]), (&json!("open"), &json!(80_000)));
        union.send_json("PUT", &format!("{theirs}/contribution"), &json!({ "money": 1 })).await.must_be(409);
        let list: Value = officer.get(&format!("{at}?limit=1")).await.must_be(200).json();
        assert_eq!((list["items"].as_array().map(Vec::len), &list["items"][0]["accepted"]), (Some(1), &json!(1)));
        assert!(list.get("next").is_none());
        let off: Value = officer.post_json(&format!("{one}/cancel"), &json!({ "reason": "台风" })).await.must_be(200).json();
        assert_eq!((&off["status"], &off["cancel_reason"]), (&json!("cancelled"), &json!("台风")));
        officer.post_json(&format!("{one}/publish"), &json!({})).await.must_be(409);
        let foreign = app.program(app.county.people.foreign_officer, &["activities.manage", "activities.read"]).await;
        foreign.post_json(&at, &body).await.must_be(404);
    }

    async fn a_venue_says_where_it_is_and_what_is_on(db: Db) {
        let app = TestApp::start(db).await;
        let (org, venue) = (app.county.village_women, app.county.venue);
        let visitor = app.visitor();
        let page = visitor.get(&format!("/venues/{venue}")).await.must_be(200);
        page.must_say("桃园村文化礼堂").must_say("全程无台阶").must_say("50 人").must_say("近期没有安排活动");
        draft(&app, org, Plan { title: "还是草稿".into(), ..plan(&app) }).await;
        let id = published(&app, org, plan(&app)).await;
        app.queries().reset();
        let page = visitor.get(&format!("/venues/{venue}")).await.must_say("亲子科普日").must_not_say("还是草稿");
        // The venue, its rooms, facilities, pictures, builders and neighbours; what is on, the scores, and how to get in.
        assert!(app.queries().statements() <= 9, "{}", app.queries().statements());
        page.must_say(&format!("/activities/{id}"));
        visitor.get(&format!("/venues/{}", app.county.space)).await.must_be(404);
        let list: Value = visitor.get(&format!("/api/v1/venues?town={}", app.county.towns[0])).await.must_be(200).json();
        assert_eq!(list["items"][0]["name"], "桃园村文化礼堂");
        let none: Value = visitor.get(&format!("/api/v1/venues?town={}", app.county.towns[1])).await.json();
        assert_eq!(none["items"], json!([]));
        let one: Value = visitor.get(&format!("/api/v1/venues/{venue}")).await.must_be(200).json();
        assert_eq!(one["spaces"][0]["capacity"], 50);
    }

    async fn what_is_typed_is_kept_until_it_is_sent(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let new = TestApp::bench(org, "/activities/new");
        officer.post_form(&format!("/drafts/activity-new-{org}"), &[("title", "写了一半"), ("day", "下周")]).await.must_be(200);
        let kept = officer.get(&new).await.text();
        assert_eq!((value_of(&kept, "title"), value_of(&kept, "day")), ("写了一半".into(), "下周".into()));
        // What is refused is still there for who goes back, or comes again on another day.
        let mut wrong = typed(&app);
        for field in &mut wrong {
            if field.0 == "title" { field.1 = "这次写完了".into(); }
            if field.0 == "day" { field.1 = "哪天".into(); }
        }
        send(&officer, &TestApp::bench(org, "/activities"), &wrong, "publish").await.must_be(422);
        let kept = officer.get(&new).await.text();
        assert_eq!((value_of(&kept, "title"), value_of(&kept, "day")), ("这次写完了".into(), "哪天".into()));
        send(&officer, &TestApp::bench(org, "/activities"), &typed(&app), "save").await.must_be(303);
        assert_eq!(value_of(&officer.get(&new).await.text(), "title"), "");
    }
}

/// The ids of what is found.
async fn found(app: &TestApp, words: &'static str) -> Vec<String> {
    let hits = app
        .app
        .db
        .read(move |tx| tx.search("activity", words, 10))
        .await
        .expect("a search");
    hits.into_iter().map(|(id, _)| id).collect()
}

/// All texts of the first sheet of a spreadsheet.
fn cells(file: Vec<u8>) -> Vec<String> {
    use calamine::{Data, Reader, Xlsx};
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(file)).expect("a spreadsheet");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let text = |cell: &Data| {
        if let Data::String(text) = cell {
            Some(text.clone())
        } else {
            None
        }
    };
    sheet.rows().flatten().filter_map(text).collect()
}

/// The fields of the page's form as a browser would send them unchanged: inputs, selects and text areas.
pub fn fields_of(page: &str) -> Vec<(String, String)> {
    let form = page.split_once("id=\"activity-form\"").expect("the form").1;
    let form = form.split_once("</form>").expect("its end").0;
    let mut fields = Vec::new();
    let mut rest = form;
    while let Some(start) = rest.find(['<']) {
        rest = &rest[start + 1..];
        let tag = rest.split_once('>').map_or("", |(tag, _)| tag);
        let attribute = |name: &str| {
            let at = tag.find(&format!(" {name}=\""))?;
            tag[at..].split('"').nth(1).map(unescape)
        };
        let Some(name) = attribute("name") else { continue };
        let value = match tag.split(' ').next() {
            Some("input") if ["radio", "checkbox"].contains(&attribute("type").as_deref().unwrap_or("")) => {
                if !tag.contains(" checked") {
                    continue;
                }
                attribute("value")
            }
            Some("input") => attribute("value"),
            Some("textarea") => {
                let inner = rest
                    .split_once('>')
                    .and_then(|(_, inner)| inner.split_once("</textarea>"));
                inner.map(|(text, _)| unescape(text.strip_prefix('\n').unwrap_or(text)))
            }
            Some("select") => {
                let list = rest.split_once("</select>").map_or("", |(list, _)| list);
                let chosen = list
                    .split("<option ")
                    .find(|option| option.split('>').next().unwrap_or("").contains(" selected"));
                Some(
                    chosen
                        .and_then(|option| option.split('"').nth(1))
                        .unwrap_or_default()
                        .to_owned(),
                )
            }
            _ => continue,
        };
        if name != "csrf" {
            fields.push((name, value.unwrap_or_default()));
        }
    }
    fields
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
