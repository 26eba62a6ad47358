//! Groups that come first: in the waiting list, for places that are kept, and in a draw.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::{
    activities::{Allotment, Group, Plan},
    signups::kept_over,
};
use langqiao_kernel::{
    draw::Drawn,
    id::{ActivityId, PersonId},
};
use langqiao_store::params;
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use crate::{
    activities::{draft, plan, published, send, set, typed_form},
    signups::scene::{fill, sign_up},
};

/// Neighbours, then families with children under 14, then the old.
fn first(app: &TestApp) -> Plan {
    Plan {
        min_age: None,
        prior_area: Some(app.county.villages[0][0]),
        priority: vec![
            Group::Age {
                min: None,
                max: Some(13),
            },
            Group::Age {
                min: Some(60),
                max: None,
            },
        ],
        ..plan(app)
    }
}

/// Those who have places, and those who wait, each in their order.
async fn stand(app: &TestApp, activity: ActivityId) -> [Vec<PersonId>; 2] {
    let read = app.app.db.read(move |tx| {
        tx.all(
            "SELECT state, person FROM signup WHERE activity = ?1 AND role = 'attendee' ORDER BY rank, number, id",
            params![activity],
            |row| Ok((row.get::<String>(0)?, row.get::<PersonId>(1)?)),
        )
    });
    let rows = read.await.expect("the sign-ups");
    ["seat", "waiting"].map(|state| {
        let of = rows.iter().filter(|row| row.0 == state);
        of.map(|row| row.1).collect()
    })
}

async fn party(path: &str, client: &Client) -> Reply {
    client.get(path).await
}

/// Where a program reads the party of a page.
fn in_api(page: &str) -> String {
    format!("/api/v1/signups/{}", page.rsplit('/').next().expect("a party"))
}

/// Three places, kept until a time for those of the neighbour's village; the resident's family is of another.
async fn kept_for_the_neighbour(app: &TestApp) -> (ActivityId, Timestamp) {
    let until = app.app.now() + SignedDuration::from_hours(48);
    let group = Group::Area {
        area: app.county.villages[1][0],
        name: String::new(),
    };
    let kept = Plan {
        seats: 3,
        min_age: None,
        priority: vec![group],
        kept_until: Some(until),
        ..plan(app)
    };
    let activity = published(app, app.county.village_women, kept).await;
    (activity, until)
}

/// Why somebody waits, as far as groups come first, for a program of theirs; `page` is where they read it.
async fn group_of(app: &TestApp, person: PersonId, page: &str) -> Value {
    let program = app.program(person, &["self"]).await;
    let party: Value = program.get(&in_api(page)).await.must_be(200).json();
    party["waiting"]["group"].clone()
}

both! {
    async fn the_waiting_list_stands_by_group_and_says_why(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let activity = published(&app, app.county.village_women, Plan { seats: 2, ..first(&app) }).await;
        let page = app.visitor().get(&format!("/activities/{activity}")).await;
        page.must_say("第 1 组：住在").must_say("第 2 组：带 13 岁以下孩子来的；第 3 组：60 岁以上的").must_say("候补按优先人群的次序排");
        let seated = fill(&app, activity, 2).await;
        let others = fill(&app, activity, 2).await;
        // A man of another village is in none of the groups; a neighbour goes before all of them, though she came last.
        let neighbour = app.sign_in(who.neighbour).await;
        let reply = sign_up(&neighbour, activity, &["me"]).await;
        party(&reply, &neighbour).await.must_say("您家不在优先人群里").must_say("前面还有 2 家");
        let group = group_of(&app, who.neighbour, &reply).await;
        assert_eq!(group, json!({ "groups": 3, "words": ["您家不在优先人群里，排在优先人群后面。"] }));
        let resident = app.sign_in(who.resident).await;
        let reply = sign_up(&resident, activity, &["me"]).await;
        party(&reply, &resident).await.must_say("您家属于优先人群第 1 组").must_say("前面没有人了");
        let group = group_of(&app, who.resident, &reply).await;
        assert_eq!((&group["place"], &group["groups"]), (&json!(1), &json!(3)));
        let name = group["name"].as_str().expect("a name");
        assert!(name.starts_with("住在") && group["words"][0] == json!(format!("您家属于优先人群第 1 组：{name}。")));
        assert_eq!(stand(&app, activity).await, [seated.clone(), vec![who.resident, others[0], others[1], who.neighbour]]);
        // A freed place is offered to her.
        let gone = seated[0];
        let cancelled = app.app.db.write(app.app.by_system("story"), move |tx| {
            let party = tx.one("SELECT party FROM signup WHERE person = ?1", params![gone], |row| row.get(0))?;
            let all = langqiao_app::signups::Cancel { person: gone, party: party.expect("a party"), only: None };
            langqiao_app::signups::cancel(tx, &all)
        });
        cancelled.await.expect("cancelled");
        party(&reply, &resident).await.must_say("有名额了");
        app.verify("places").await;
    }

    async fn officers_read_the_waiting_list_in_its_order(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let activity = published(&app, org, Plan { seats: 2, ..first(&app) }).await;
        fill(&app, activity, 3).await;
        sign_up(&app.sign_in(who.neighbour).await, activity, &["me"]).await;
        sign_up(&app.sign_in(who.resident).await, activity, &["me"]).await;
        let officer = app.sign_in(who.officer).await;
        // She came last and stands first, for she lives here.
        let list = format!("/w/{org}/activities/{activity}/signups");
        let page = officer.get(&format!("{list}?state=waiting")).await.must_be(200);
        let page = page.must_say("按候补名次排").must_say("候补名次").must_say("第 1 组：住在").must_say("不在优先人群里").must_say("朱**");
        let text = page.text();
        assert!(text.find("朱**") < text.find("某*"), "she stands first: {text}");
        officer.get(&list).await.must_be(200).must_say("候补名次").must_not_say("按候补名次排");
        let program = app.program(who.officer, &["signups.list"]).await;
        let items: Value = program.get(&format!("/api/v1/organisations/{org}/activities/{activity}/signups?state=waiting")).await.must_be(200).json();
        let places: Vec<(Value, Value)> = items["items"].as_array().expect("a list").iter().map(|one| (one["waiting_place"].clone(), one["waiting_rank"].clone())).collect();
        assert_eq!(places, [(json!(2), json!(4)), (json!(3), json!(4)), (json!(1), json!(1))]);
        // The same at the desk, which also says why the day of birth counts here.
        let desk = format!("/w/{org}/activities/{activity}/desk");
        officer.get(&desk).await.must_be(200).must_say("有按年龄优先的，要填");
        officer.post_form(&desk, &[("consent", "1"), ("role", "attendee"), ("name", "沈阿妹")]).await.must_be(303);
        officer.get(&desk).await.must_be(200).must_say("候补第 4 位").must_say("不在优先人群里");
    }

    async fn places_are_kept_for_groups_until_a_stated_time(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let mut kept = Plan { seats: 4, ..first(&app) };
        let until = app.app.now() + SignedDuration::from_hours(48);
        kept.kept_until = Some(until);
        let activity = published(&app, app.county.village_women, kept).await;
        app.visitor().get(&format!("/activities/{activity}")).await.must_say("前名额只给优先人群");
        let others = fill(&app, activity, 3).await;
        let resident = app.sign_in(who.resident).await;
        sign_up(&resident, activity, &["me", &who.child.to_text()]).await;
        assert_eq!(stand(&app, activity).await, [vec![who.resident, who.child], others.clone()]);
        let neighbour = app.sign_in(who.neighbour).await;
        let reply = sign_up(&neighbour, activity, &["me"]).await;
        party(&reply, &neighbour).await.must_say("前名额只给优先人群。到时还有空名额，就按次序给您");
        let group = group_of(&app, who.neighbour, &reply).await;
        assert_eq!(group["kept_until"], json!(langqiao_kernel::time::rfc3339(until)));
        assert!(group["words"][1].as_str().expect("words").contains("到时还有空名额，就按次序给您"));
        // Before the time nothing is given; at the time what is left goes by the list.
        let early = app.app.db.write(app.app.by_system("story"), move |tx| kept_over(tx, activity)).await;
        assert!(early.expect("looked").is_empty());
        app.clock.set(until);
        app.run_jobs().await;
        assert_eq!(stand(&app, activity).await, [vec![who.resident, who.child, others[0], others[1]], vec![others[2], who.neighbour]]);
        app.verify("places").await;
        app.verify("signups").await;
    }

    async fn who_is_in_no_group_takes_no_kept_places_with_fewer(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let (activity, until) = kept_for_the_neighbour(&app).await;
        sign_up(&app.sign_in(who.neighbour).await, activity, &["me"]).await;
        let resident = app.sign_in(who.resident).await;
        let waits = sign_up(&resident, activity, &["me", &who.child.to_text(), &who.elder.to_text()]).await;
        let many = async || stand(&app, activity).await.map(|people| people.len());
        assert_eq!(many().await, [1, 3]);
        let page = party(&waits, &resident).await.must_say("前名额只给优先人群").must_say("还空着的名额，按次序给您");
        page.must_say("空着的名额先给优先人群").must_not_say("名额满了").must_not_say("不够一起来").must_not_say("name=\"stay\"");
        let program = app.program(who.resident, &["self"]).await;
        let at = in_api(&waits);
        let read: Value = program.get(&at).await.must_be(200).json();
        assert_eq!(read["waiting"]["next"]["what"], json!("groups"));
        let stay = json!({ "stay": [read["people"][0]["id"]] });
        let refused: Value = program.post_json(&format!("{at}/fewer"), &stay).await.must_be(409).json();
        assert_eq!((&refused["code"], many().await), (&json!("not-next"), [1, 3]));
        // At the time it is asked, and may.
        app.clock.set(until);
        app.run_jobs().await;
        program.post_json(&format!("{at}/fewer"), &stay).await.must_be(200);
        assert_eq!(many().await, [2, 0]);
        app.verify("places").await;
    }

    async fn a_kept_place_is_not_had_by_a_link(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let (activity, until) = kept_for_the_neighbour(&app).await;
        let page = sign_up(&app.sign_in(who.neighbour).await, activity, &["me"]).await;
        let one = app.program(who.neighbour, &["self"]).await;
        let at = in_api(&page);
        let read: Value = one.get(&at).await.must_be(200).json();
        let link = one.post_json(&format!("{at}/hand-on"), &json!({ "signup": read["people"][0]["id"] })).await;
        let link: Value = link.must_be(201).json();
        let key = link["key"].as_str().expect("a key");
        let resident = app.sign_in(who.resident).await;
        let on_page = format!("/handed-on/{key}");
        resident.post_form(&on_page, &[("who", "me")]).await.must_be(422).must_say("前名额只给优先人群，您家不在里面");
        let two = app.program(who.resident, &["self"]).await;
        let take = format!("/api/v1/handed-on/{key}");
        let refused: Value = two.post_json(&take, &json!({})).await.must_be(409).json();
        assert_eq!(refused["code"], json!("kept-for-others"));
        assert_eq!(stand(&app, activity).await, [vec![who.neighbour], vec![]]);
        // From the time on it is anybody's.
        app.clock.set(until);
        app.run_jobs().await;
        two.post_json(&take, &json!({})).await.must_be(201);
        app.verify("places").await;
    }

    async fn a_draw_goes_group_by_group_and_the_document_says_so(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let lot = Plan { allotment: Allotment::Draw, seats: 3, ..first(&app) };
        let activity = published(&app, app.county.village_women, lot).await;
        fill(&app, activity, 6).await;
        sign_up(&app.sign_in(who.resident).await, activity, &[&who.child.to_text()]).await;
        app.clock.set("2026-11-27T20:00:00+08:00".parse().expect("an instant"));
        app.run_jobs().await;
        let answer: Value = app.visitor().get(&format!("/api/v1/activities/{activity}/draw")).await.must_be(200).json();
        let drawn: Drawn = serde_json::from_value(answer["drawn"].clone()).expect("a draw");
        assert_eq!((drawn.format.as_str(), drawn.groups.len(), drawn.verify()), ("langqiao-draw-2", 3, Ok(())));
        let child = drawn.entries.iter().find(|entry| entry.group.is_some()).expect("the child");
        assert_eq!((child.group, drawn.order[0]), (Some(0), child.number));
        app.visitor().get(&format!("/activities/{activity}/draw")).await.must_say("第 1 组").must_say("优先人群，按次序");
        let english = app.visitor();
        english.set_cookie("lq_lang", "en");
        english.get(&format!("/activities/{activity}/draw")).await.must_say("Who comes first, in this order").must_not_say("孩子来的");
        let check = async |document: &Value| {
            app.visitor().post_form("/draws/check", &[("document", &document.to_string())]).await.must_be(200)
        };
        check(&answer["drawn"]).await.must_say("对得上：");
        let mut moved = answer["drawn"].clone();
        for entry in moved["entries"].as_array_mut().expect("entries") {
            entry["group"] = json!(0);
            entry["first"] = json!(true);
        }
        check(&moved).await.must_say("名单被改过");
        let mut renamed = answer["drawn"].clone();
        renamed["groups"][0] = json!("干部家属");
        check(&renamed).await.must_not_say("对得上：");
        app.verify("draws").await;
        app.verify("places").await;
    }

    async fn groups_are_stated_in_the_form_and_by_programs(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = draft(&app, org, plan(&app)).await;
        let officer = app.sign_in(who.officer).await;
        let edit = TestApp::bench(org, &format!("/activities/{id}/edit"));
        officer.get(&edit).await.must_be(200).must_say("优先人群（按次序，最多 5 组）").must_say("住在活动所在村社区的");
        // As an officer types it: a gap between the rows, an age that can't be, then right.
        let mut typed = typed_form(&app);
        for (name, value) in [("g0_by", "age"), ("g0_more", "六十"), ("g2_by", "line:union"), ("kept_day", "2026-11-25"), ("kept", "20:00")] {
            set(&mut typed, name, value);
        }
        let bench = TestApp::bench(org, "/activities");
        send(&officer, &bench, &typed, "save").await.must_be(422).must_say("六十").must_say("f-g0-more");
        set(&mut typed, "g0_more", "60 以上");
        // What stands beside another choice would be lost without a word.
        set(&mut typed, "g2_more", "60 以上");
        send(&officer, &bench, &typed, "save").await.must_be(422).must_say("不用再填年龄或单位").must_say("f-g1-more");
        set(&mut typed, "g2_more", "");
        let done = send(&officer, &bench, &typed, "save").await.must_be(303);
        officer.follow(&done).await.must_say("60 岁以上的");
        let program = app.program(who.officer, &["activities.manage", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{org}/activities");
        let mut body = json!({
            "title": "包粽子", "kind": "family", "place": "村口", "area": app.county.villages[0][0].to_text(),
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00",
            "signup_closes_at": "2026-11-27T20:00:00+08:00", "seats": 10,
            "priority": [{ "by": "line", "line": "union" }, { "by": "age", "min": 60 },
                { "by": "unit", "unit": app.county.village_units[0][0].to_text() }],
            "kept_until": "2026-11-25T20:00:00+08:00",
        });
        let made: Value = program.post_json(&at, &body).await.must_be(201).json();
        let one: Value = program.get(&format!("{at}/{}", made["id"].as_str().expect("an id"))).await.must_be(200).json();
        assert_eq!((one["priority"][0]["line"].clone(), one["priority"][1]["min"].clone()), (json!("union"), json!(60)));
        assert!(!one["priority"][2]["name"].as_str().expect("a name").is_empty());
        assert_eq!(one["kept_until"], json!("2026-11-25T20:00:00+08:00"));
        body["priority"] = json!([{ "by": "age" }]);
        program.post_json(&at, &body).await.must_be(422);
        body["priority"] = json!([{ "by": "line", "line": "nobody" }]);
        program.post_json(&at, &body).await.must_be(422);
        body["priority"] = json!([]);
        program.post_json(&at, &body).await.must_be(422);
    }
}
