//! A joint activity from the first word typed to the sheet that is signed.

mod changes;
mod host;
mod invited;
mod kept;
mod lists;
mod needs;
mod programs;
mod rooms;
mod said_at_once;

use jiff::Timestamp;
use langqiao_app::activities::{self, ActivityKind, Contribution, Plan, Times};
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
        // What is far too long is refused, and not kept: all the rest is, and it is said where it is missing.
        let long = "长".repeat(200_000);
        let mut wrong = typed(&app);
        for field in &mut wrong {
            if field.0 == "title" { field.1 = "写了很长的说明".into(); }
            if field.0 == "summary" { field.1.clone_from(&long); }
        }
        send(&officer, &TestApp::bench(org, "/activities"), &wrong, "publish").await.must_be(422);
        let kept = officer.get(&new).await.must_be(200).must_say("没有留住");
        assert_eq!(value_of(&kept.text(), "title"), "写了很长的说明");
        assert!(kept.body.len() < 200_000, "{} bytes", kept.body.len());
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
