//! An activity takes a room by the room's rules: each of them refuses, its keeper alone is free, consent is asked for and
//! given before, and what was agreed to becomes the activity's.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::{
    activities::{self, Answer, Invitation, Plan, PublishError, UpdateError},
    bookings::{self, Booked, NewBooking, OpenTo, Opening, Rules, Scope, SpecialDay, Status, Way},
};
use langqiao_kernel::id::{ActivityId, BookingId, OrganisationId, PersonId, SpaceId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{draft, fields_of, plan, published, send, set, typed_form};
use crate::{bookings::free_for_all, signups::scene::sign_up};

/// Lays down rules for a room.
async fn lay_down(app: &TestApp, space: SpaceId, rules: Rules) {
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        bookings::set_rules(tx, space, &rules, jiff::civil::date(2026, 11, 21))
    });
    done.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
}

fn consent() -> Rules {
    Rules {
        asks: true,
        ..free_for_all()
    }
}

/// Another room in the hall.
async fn second(app: &TestApp) -> SpaceId {
    let venue = app.county.venue;
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        let second = SpaceId::generate();
        tx.execute(
            "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '四点半学堂', 50)",
            params![second, venue],
        )?;
        Ok::<_, StoreError>(second)
    });
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

async fn publish(app: &TestApp, org: OrganisationId, id: ActivityId) -> Result<(), PublishError> {
    let keys = app.app.keys.clone();
    let by = app.app.by_system("story");
    app.app
        .db
        .write(by, move |tx| activities::publish(tx, &keys, org, id))
        .await
}

async fn change(app: &TestApp, org: OrganisationId, id: ActivityId, plan: Plan) -> Result<i64, UpdateError> {
    let by = app.app.by_system("story");
    app.app
        .db
        .write(by, move |tx| {
            let version = activities::load(tx, id)?.expect("the activity").version;
            activities::update(tx, org, id, version, &plan)
        })
        .await
}

/// What is said of each room when the union of the firm makes this public in the village's hall.
async fn refused(app: &TestApp, plan: Plan) -> Vec<&'static str> {
    let org = app.county.firm_union;
    let id = draft(app, org, plan).await;
    match publish(app, org, id).await {
        Ok(()) => Vec::new(),
        Err(PublishError::Rooms(rooms)) => rooms.iter().filter_map(|room| room.code()).collect(),
        Err(other) => panic!("{other}"),
    }
}

fn at(plan: Plan, day: i64, hours: i64, length: i64) -> Plan {
    let mut plan = plan;
    let from = plan.times.starts_at + SignedDuration::from_hours(24 * day + hours);
    plan.times.starts_at = from;
    plan.times.ends_at = from + SignedDuration::from_mins(length);
    plan.times.signup_closes_at = from.min(plan.times.signup_closes_at);
    plan
}

async fn asks(app: &TestApp, who: (OrganisationId, PersonId), id: ActivityId) -> usize {
    let by = app.app.by_system("story");
    let done = app
        .app
        .db
        .write(by, move |tx| activities::ask_keepers(tx, who, id, None));
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

async fn booked(app: &TestApp, (org, person): (OrganisationId, PersonId), wish: NewBooking) -> Booked {
    let by = app.app.by_system("story");
    let done = app
        .app
        .db
        .write(by, move |tx| bookings::book(tx, org, person, &wish));
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

async fn says(app: &TestApp, id: BookingId, (yes, note): (bool, &'static str)) {
    let (keeper, person) = (app.county.village_women, app.county.people.officer);
    let by = app.app.by_system("story");
    let done = app.app.db.write(by, move |tx| {
        bookings::answer(tx, keeper, person, (id, Scope::One), (yes, note))
    });
    done.await.unwrap_or_else(|why| panic!("{why}"));
}

/// All bookings of the hall: status, the activity it is held with, from when and until when.
type Row = (String, Option<ActivityId>, Timestamp, Timestamp);

async fn rows(app: &TestApp) -> Vec<Row> {
    let read = app.app.db.read(move |tx| {
        tx.all(
            "SELECT status, activity, starts_at, ends_at FROM booking ORDER BY created_at, id",
            &[],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
    });
    read.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}

async fn held(app: &TestApp) -> Vec<Row> {
    let mut all = rows(app).await;
    all.retain(|(status, ..)| status == "held");
    all
}

/// The one request that waits.
async fn request(app: &TestApp) -> BookingId {
    let read = app.app.db.read(move |tx| {
        tx.all(
            "SELECT id FROM booking WHERE status = 'asked' AND asked_for IS NOT NULL",
            &[],
            |row| row.get(0),
        )
    });
    let found: Vec<BookingId> = read.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
    assert_eq!(found.len(), 1);
    found[0]
}

both! {
    async fn who_comes_is_told_of_every_room(db: Db) {
        let app = TestApp::start(db).await;
        let (county, small) = (app.county.clone(), second(&app).await);
        let org = county.village_women;
        let id = published(&app, org, Plan { rooms: vec![small], ..plan(&app) }).await;
        let rooms = "桃园村文化礼堂 · 大厅、桃园村文化礼堂 · 四点半学堂";
        let visitor = app.visitor();
        visitor.get(&format!("/activities/{id}")).await.must_be(200).must_say(rooms);
        visitor.get("/activities").await.must_be(200).must_say(rooms);
        let told: Value = visitor.get(&format!("/api/v1/activities/{id}")).await.must_be(200).json();
        assert_eq!(told["place"], json!(rooms));
        let file = visitor.get(&format!("/activities/{id}/calendar.ics")).await.must_be(200).text();
        assert!(file.replace("\r\n ", "").contains(rooms), "{file}");
        let officer = app.sign_in(county.people.officer).await;
        for page in ["", "/poster", "/sheet"] {
            officer.get(&TestApp::bench(org, &format!("/activities/{id}{page}"))).await.must_be(200).must_say(rooms);
        }
        // What programs change stays the first room's alone.
        let own: Value = officer.get(&format!("/api/v1/organisations/{org}/activities/{id}")).await.must_be(200).json();
        assert_eq!(own["place"], json!("桃园村文化礼堂 · 大厅"));
        let resident = app.sign_in(county.people.resident).await;
        sign_up(&resident, id, &["me"]).await;
        resident.get("/mine").await.must_be(200).must_say("四点半学堂");
        // It begins on the 28th at 14:30; this is the 27th at 15:00.
        app.clock.advance(SignedDuration::from_hours(6 * 24 + 6));
        app.run_jobs().await;
        resident.get("/notices").await.must_be(200).must_say("提醒：“亲子科普日”").must_say(rooms);
    }

    async fn each_rule_of_a_room_refuses_an_activity(db: Db) {
        let app = TestApp::start(db).await;
        let hall = app.county.space;
        let (firm, own) = (app.county.firm_union, app.county.village_women);
        let base = || plan(&app);
        for (rules, plan, code) in [
            (Rules { open_to: OpenTo::Keeper, ..free_for_all() }, base(), "room-not-open"),
            (Rules { notice_hours: 24 * 10, ..free_for_all() }, base(), "room-notice"),
            (Rules { ahead_days: 3, ..free_for_all() }, base(), "room-ahead"),
            (free_for_all(), at(base(), 0, 0, 60 * 24 * 8), "room-longest"),
            (consent(), base(), "room-consent"),
        ] {
            lay_down(&app, hall, rules).await;
            assert_eq!(refused(&app, plan).await, [code]);
        }
        // Hours, and a day of its own; how public holidays go into them is told with the hours.
        let mut hours = free_for_all();
        hours.hours.days = vec![SpecialDay { day: jiff::civil::date(2026, 11, 29), open: Vec::new(), note: "刷墙".to_owned() }];
        hours.hours.official_days = true;
        hours.hours.week = (1..=7).map(|day| (day, Opening { opens: 8 * 60, closes: 17 * 60 })).collect();
        lay_down(&app, hall, hours.clone()).await;
        assert_eq!(refused(&app, at(base(), 0, 4, 60)).await, ["room-hours"], "in the evening");
        assert_eq!(refused(&app, at(base(), 1, 0, 60)).await, ["room-hours"], "while it is painted");
        assert!(held(&app).await.is_empty());
        assert_eq!(refused(&app, base()).await, [""; 0]);
        // Its keeper is free of all of them.
        let strict = Rules { open_to: OpenTo::Keeper, notice_hours: 24 * 30, ahead_days: 1, asks: true, ..hours };
        lay_down(&app, hall, strict).await;
        let own_night = draft(&app, own, at(base(), 1, 8, 60)).await;
        publish(&app, own, own_night).await.expect("its own hall");
        // And what another has already stays with it whatever the rules become, as long as its time stays.
        let (_, Some(theirs), ..) = held(&app).await[0] else { panic!("held with the activity") };
        let other_title = Plan { title: "改个名字".into(), ..base() };
        change(&app, firm, theirs, other_title.clone()).await.expect("a title");
        // A part of what it has is its own; more is judged.
        change(&app, firm, theirs, at(other_title.clone(), 0, 0, 60)).await.expect("shorter");
        let moved = change(&app, firm, theirs, at(other_title, 0, 1, 60)).await;
        assert!(matches!(moved, Err(UpdateError::Rooms(rooms)) if rooms[0].code() == Some("room-not-open")));
        app.verify("rooms").await;
    }

    async fn all_rooms_are_refused_at_once_each_with_its_reason(db: Db) {
        let app = TestApp::start(db).await;
        let (hall, small) = (app.county.space, second(&app).await);
        lay_down(&app, hall, consent()).await;
        lay_down(&app, small, Rules { notice_hours: 24 * 20, ..free_for_all() }).await;
        let firm = app.county.firm_union;
        let id = draft(&app, firm, Plan { rooms: vec![small], ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.firm_officer).await;
        let at = TestApp::bench(firm, &format!("/activities/{id}"));
        let page = officer.get(&at).await.must_be(200);
        page.must_say("要先同意").must_say("先请求同意").must_say("要至少提前 480 小时约定");
        let program = app.program(app.county.people.firm_officer, &["activities.manage", "activities.read"]).await;
        let api = format!("/api/v1/organisations/{firm}/activities/{id}");
        let told: Value = program.post_json(&format!("{api}/publish"), &json!({})).await.must_be(409).json();
        assert_eq!(told["code"], "activity-rooms");
        let errors: Vec<(&str, &str)> = told["errors"].as_array().expect("errors").iter()
            .map(|one| (one["field"].as_str().unwrap_or_default(), one["code"].as_str().unwrap_or_default())).collect();
        assert_eq!(errors, [("space", "room-consent"), ("rooms[0]", "room-notice")]);
        let rooms: Value = program.get(&format!("{api}/rooms")).await.must_be(200).json();
        assert_eq!((&rooms[0]["state"], &rooms[1]["state"]), (&json!("consent_needed"), &json!("refused")));
        assert!(held(&app).await.is_empty());
    }

    async fn what_stands_in_the_way_is_told_with_the_time_to_set_up_and_clean(db: Db) {
        let app = TestApp::start(db).await;
        let (hall, firm) = (app.county.space, app.county.firm_union);
        lay_down(&app, hall, Rules { setup_minutes: 10, cleanup_minutes: 15, ..free_for_all() }).await;
        let first = draft(&app, app.county.village_women, at(plan(&app), 0, 0, 60)).await;
        publish(&app, app.county.village_women, first).await.expect("the first");
        let next = draft(&app, firm, Plan { title: "合唱".into(), ..at(plan(&app), 0, 1, 60) }).await;
        let program = app.program(app.county.people.firm_officer, &["activities.manage", "activities.read"]).await;
        let told = program.post_json(&format!("/api/v1/organisations/{firm}/activities/{next}/publish"), &json!({})).await.must_be(409);
        // As a booking is told: which room, who has it, from when it is free.
        told.must_say("activity-space-taken").must_say("“大厅”这个时间已被桃园村妇联占用").must_say("加上布置和打扫的时间");
        let officer = app.sign_in(app.county.people.firm_officer).await;
        let page = officer.get(&TestApp::bench(firm, &format!("/activities/{next}"))).await.must_be(200);
        page.must_say("加上布置和打扫的时间").must_say("从 15:55 开始");
        app.verify("rooms").await;
    }

    async fn a_keeper_is_asked_and_agrees(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, app.county.space, consent()).await;
        let (firm, keeper) = (app.county.firm_union, app.county.village_women);
        let officer = app.sign_in(app.county.people.firm_officer).await;
        let list = TestApp::bench(firm, "/activities");
        // Typed and to be published at once: it comes back with all that was typed, and one button that asks.
        let mut typed = typed_form(&app);
        typed.retain(|(name, _)| !name.starts_with("c0_"));
        set(&mut typed, "title", "职工羽毛球赛");
        let back = send(&officer, &list, &typed, "publish").await.must_be(422);
        back.must_say("要先由").must_say("先请求同意").must_say("职工羽毛球赛").must_say("value=\"ask\"");
        let done = send(&officer, &list, &typed, "ask").await.must_be(303);
        officer.follow(&done).await.must_be(200).must_say("等答复").must_say("已向管理单位请求同意");
        let at = done.location().split('?').next().expect("a path").to_owned();
        let id: ActivityId = at.rsplit('/').next().expect("an id").parse().expect("an id");
        // Asking twice asks once; publishing before says why not.
        officer.follow(&officer.post_form(&format!("{at}/ask"), &[]).await).await.must_say("还没有答复");
        let early = officer.post_form(&format!("{at}/publish"), &[]).await;
        officer.follow(&early).await.must_say("还没有答复").must_not_say("活动已发布");
        assert_eq!(rows(&app).await.len(), 1);
        // The keeper reads it among what is asked of it, and says yes: the host is told and led to the draft.
        let keeps = app.sign_in(app.county.people.officer).await;
        keeps.get(&TestApp::bench(keeper, "/spaces")).await.must_say("职工羽毛球赛");
        let asked = request(&app).await;
        says(&app, asked, (true, "请自带球")).await;
        let link = format!("/w/{firm}/activities/{id}");
        let told = app.app.db.read(move |tx| tx.one("SELECT COUNT(*) FROM notice WHERE link = ?1", params![link], |row| row.get::<i64>(0)));
        assert_eq!(told.await.unwrap_or_else(|why: StoreError| panic!("{why}")), Some(1));
        officer.get(&at).await.must_say("发布后它就归这场活动").must_not_say("先请求同意");
        let done = officer.post_form(&format!("{at}/publish"), &[]).await;
        officer.follow(&done).await.must_not_say("要先由");
        let all = rows(&app).await;
        assert_eq!((all.len(), all[0].1), (1, Some(id)), "one booking, the activity's: {all:?}");
        officer.get(&TestApp::bench(firm, "/spaces")).await.must_say(&format!("/activities/{id}"));
        app.verify("rooms").await;
        // Moving to another time needs another word; the refused page asks with one touch and loses nothing.
        let mut fields = fields_of(&officer.get(&format!("{at}/edit")).await.text());
        set(&mut fields, "start", "15:30");
        set(&mut fields, "end", "17:00");
        let back = send(&officer, &at, &fields, "save").await.must_be(422);
        back.must_say("先请求同意").must_say("15:30");
        let done = send(&officer, &at, &fields, "ask").await.must_be(303);
        officer.follow(&done).await.must_say("请求过的用房").must_say("等答复");
        officer.get(&format!("{at}/edit")).await.must_say("15:30");
        says(&app, request(&app).await, (true, "")).await;
        officer.get(&at).await.must_be(200);
        // It overlaps with what the activity has: the two are one booking, in which it moves.
        assert_eq!(held(&app).await.len(), 1);
        send(&officer, &at, &fields, "save").await.must_be(303);
        let now = held(&app).await;
        assert_eq!((now.len(), now[0].1), (1, Some(id)));
        app.verify("rooms").await;
        // Called off, the room is free.
        officer.post_form(&format!("{at}/cancel"), &[("reason", "下大雨")]).await.must_be(303);
        assert!(held(&app).await.is_empty());
        app.verify("rooms").await;
    }

    async fn a_keeper_says_no_and_may_be_asked_again(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, app.county.space, consent()).await;
        let who = (app.county.firm_union, app.county.people.firm_officer);
        let id = draft(&app, who.0, plan(&app)).await;
        assert_eq!(asks(&app, who, id).await, 1);
        says(&app, request(&app).await, (false, "当天要刷墙")).await;
        let officer = app.sign_in(who.1).await;
        let at = TestApp::bench(who.0, &format!("/activities/{id}"));
        officer.get(&at).await.must_say("当天要刷墙").must_say("再请求一次");
        let Err(PublishError::Rooms(rooms)) = publish(&app, who.0, id).await else { panic!("no consent") };
        assert!(matches!(&rooms[0].way, Way::Declined { note } if note == "当天要刷墙"));
        assert_eq!(asks(&app, who, id).await, 1);
        // The draft moves: what was asked for another day is withdrawn when it is asked anew, and with the draft itself.
        change(&app, who.0, id, at_next_day(&app)).await.expect("a draft moves as it likes");
        assert_eq!(asks(&app, who, id).await, 1);
        assert_eq!(rows(&app).await.iter().filter(|(status, ..)| status == "asked").count(), 1);
        change(&app, who.0, id, Plan { space: None, place: "厂里食堂".into(), ..at_next_day(&app) }).await.expect("elsewhere");
        assert_eq!(rows(&app).await.iter().filter(|(status, ..)| status == "asked").count(), 0);
        change(&app, who.0, id, plan(&app)).await.expect("back to the hall");
        assert_eq!(asks(&app, who, id).await, 1);
        let (org, by) = (who.0, app.app.by_system("story"));
        app.app.db.write(by, move |tx| activities::cancel(tx, org, id, "不办了")).await.unwrap_or_else(|why| panic!("{why}"));
        assert!(rows(&app).await.iter().all(|(status, ..)| status != "asked" && status != "held"));
        app.verify("rooms").await;
    }

    async fn what_was_agreed_before_becomes_the_activity_s(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, app.county.space, consent()).await;
        let who = (app.county.firm_union, app.county.people.firm_officer);
        let times = plan(&app).times;
        // An hour more on both sides than the activity lasts.
        let wish = NewBooking {
            space: app.county.space,
            purpose: "职工活动".to_owned(),
            people: 30,
            starts_at: times.starts_at - SignedDuration::from_hours(1),
            ends_at: times.ends_at + SignedDuration::from_hours(1),
            equipment: Vec::new(),
        };
        let before = booked(&app, who, wish).await;
        assert_eq!(before.status, Status::Asked);
        assert_eq!(refused(&app, plan(&app)).await, ["room-consent"], "asked is not agreed");
        says(&app, before.id, (true, "")).await;
        let id = draft(&app, who.0, plan(&app)).await;
        let officer = app.sign_in(who.1).await;
        officer.get(&TestApp::bench(who.0, &format!("/activities/{id}"))).await.must_say("职工活动").must_say("不另占一次");
        // It would rather have been with more people; that is over once it is the activity's.
        let program = app.program(who.1, &["spaces.book", "activities.read"]).await;
        let more = json!({
            "space": app.county.space, "purpose": "职工活动", "people": 40,
            "starts_at": (times.starts_at - SignedDuration::from_hours(1)).to_string(),
            "ends_at": (times.ends_at + SignedDuration::from_hours(1)).to_string(),
        });
        let waits = format!("/api/v1/organisations/{}/bookings/{}", who.0, before.id);
        let waits: Value = program.send_json("PUT", &waits, &more).await.must_be(200).json();
        assert_eq!(waits["status"], "asked");
        publish(&app, who.0, id).await.expect("agreed to");
        assert!(rows(&app).await.iter().all(|(status, ..)| status != "asked"));
        let all = held(&app).await;
        assert_eq!((all.len(), all[0].1), (1, Some(id)));
        // Within what was agreed it moves as it likes; beyond, it asks.
        let within = at(plan(&app), 0, 1, 90);
        change(&app, who.0, id, within).await.expect("agreed to");
        assert_eq!(held(&app).await[0].2, times.starts_at - SignedDuration::from_hours(1), "as it was agreed");
        let beyond = change(&app, who.0, id, at(plan(&app), 0, 2, 90)).await;
        assert!(matches!(beyond, Err(UpdateError::Rooms(rooms)) if rooms[0].code() == Some("room-consent")));
        // Moved away, the room is given back.
        change(&app, who.0, id, Plan { space: None, place: "厂里食堂".into(), ..plan(&app) }).await.expect("elsewhere");
        assert!(held(&app).await.is_empty());
        app.verify("rooms").await;
    }

    async fn a_keeper_that_holds_it_has_agreed(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, app.county.space, Rules { notice_hours: 24 * 30, ..consent() }).await;
        let (firm, keeper) = (app.county.firm_union, app.county.village_women);
        let with = Invitation { organisation: keeper, brings: activities::Contribution { venue: "礼堂".into(), share: 1, ..Default::default() } };
        let id = draft(&app, firm, Plan { cohosts: vec![with], ..plan(&app) }).await;
        let Err(PublishError::Rooms(rooms)) = publish(&app, firm, id).await else { panic!("invited is not agreed") };
        assert_eq!(rooms[0].code(), Some("room-notice"));
        let yes = Answer { accept: true, note: None };
        let by = app.app.by_system("story");
        app.app.db.write(by, move |tx| activities::answer(tx, keeper, id, &yes)).await.unwrap_or_else(|why| panic!("{why}"));
        let officer = app.sign_in(app.county.people.firm_officer).await;
        officer.get(&TestApp::bench(firm, &format!("/activities/{id}"))).await.must_say("它同意共办就是同意用房");
        publish(&app, firm, id).await.expect("its keeper holds it");
        app.verify("rooms").await;
        // Who gives the room hears that it is taken, though it holds the activity.
        app.run_jobs().await;
        app.sign_in(app.county.people.officer).await.get("/notices").await.must_say("亲子科普日").must_say("将在您单位的");
    }

    /// A yes counts for the room and the time that the co-host saw: moved afterwards, the draft asks again.
    async fn a_keeper_that_holds_it_is_asked_where_it_was_moved(db: Db) {
        let app = TestApp::start(db).await;
        let other = second(&app).await;
        lay_down(&app, app.county.space, Rules { open_to: OpenTo::Keeper, ..consent() }).await;
        lay_down(&app, other, consent()).await;
        let (firm, keeper) = (app.county.firm_union, app.county.village_women);
        let who = (firm, app.county.people.firm_officer);
        let with = Invitation { organisation: keeper, brings: activities::Contribution { venue: "礼堂".into(), share: 1, ..Default::default() } };
        let invited = Plan { cohosts: vec![with], ..plan(&app) };
        let id = draft(&app, firm, invited.clone()).await;
        let yes = Answer { accept: true, note: None };
        let by = app.app.by_system("story");
        app.app.db.write(by, move |tx| activities::answer(tx, keeper, id, &yes)).await.unwrap_or_else(|why| panic!("{why}"));
        // Into its other room, or to another time in the same: not what it said yes to.
        let officer = app.sign_in(app.county.people.firm_officer).await;
        let page = TestApp::bench(firm, &format!("/activities/{id}"));
        for moved in [Plan { space: Some(other), ..invited.clone() }, at(invited.clone(), 1, 0, 90)] {
            change(&app, firm, id, moved).await.expect("a draft moves");
            officer.get(&page).await.must_not_say("它同意共办就是同意用房").must_say("先请求同意");
            let Err(PublishError::Rooms(rooms)) = publish(&app, firm, id).await else { panic!("published without a yes") };
            assert_eq!(rooms[0].code(), Some("room-consent"));
            assert!(held(&app).await.is_empty());
        }
        // It is asked, though the room is otherwise its own alone; with its yes the activity has the room.
        assert_eq!(asks(&app, who, id).await, 1);
        says(&app, request(&app).await, (true, "")).await;
        publish(&app, firm, id).await.expect("it agreed to this time");
        assert_eq!(held(&app).await.len(), 1);
        app.verify("rooms").await;
        // A shorter time of what it agreed to first needs nobody's word.
        let id = draft(&app, firm, at(invited.clone(), 2, 0, 90)).await;
        let by = app.app.by_system("story");
        let yes = Answer { accept: true, note: None };
        app.app.db.write(by, move |tx| activities::answer(tx, keeper, id, &yes)).await.unwrap_or_else(|why| panic!("{why}"));
        change(&app, firm, id, at(invited.clone(), 2, 0, 60)).await.expect("a shorter draft");
        publish(&app, firm, id).await.expect("it agreed to all of it");
        // Who leaves takes its yes along.
        let id = draft(&app, firm, at(invited, 3, 0, 90)).await;
        let by = app.app.by_system("story");
        let yes = Answer { accept: true, note: None };
        app.app.db.write(by, move |tx| {
            activities::answer(tx, keeper, id, &yes).map_err(|why| StoreError::Commit(why.to_string()))?;
            activities::leave(tx, keeper, id, "人手不够").map_err(|why| StoreError::Commit(why.to_string()))
        }).await.unwrap_or_else(|why| panic!("{why}"));
        let Err(PublishError::Rooms(_)) = publish(&app, firm, id).await else { panic!("it left") };
        app.verify("rooms").await;
    }

    async fn of_many_who_publish_and_book_one_has_the_room(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, app.county.space, free_for_all()).await;
        let who = (app.county.firm_union, app.county.people.firm_officer);
        let times = plan(&app).times;
        let mut drafts = Vec::new();
        for n in 0..16 {
            drafts.push(draft(&app, who.0, Plan { title: format!("第 {n} 场"), ..plan(&app) }).await);
        }
        let mut rush = tokio::task::JoinSet::new();
        for id in drafts {
            let (house, keys) = (app.app.clone(), app.app.keys.clone());
            rush.spawn(async move {
                house.db.write(house.by_system("story"), move |tx| activities::publish(tx, &keys, who.0, id)).await.is_ok()
            });
            let house = app.app.clone();
            let wish = NewBooking {
                space: app.county.space, purpose: "抢约".to_owned(), people: 0,
                starts_at: times.starts_at + SignedDuration::from_mins(15), ends_at: times.ends_at, equipment: Vec::new(),
            };
            rush.spawn(async move {
                house.db.write(house.by_system("story"), move |tx| bookings::book(tx, who.0, who.1, &wish)).await.is_ok()
            });
        }
        let won = rush.join_all().await.into_iter().filter(|won| *won).count();
        assert_eq!((won, held(&app).await.len()), (1, 1));
        app.verify("rooms").await;
    }

    async fn a_yes_and_a_publication_at_once_never_hold_a_room_twice(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, app.county.space, consent()).await;
        let who = (app.county.firm_union, app.county.people.firm_officer);
        let id = draft(&app, who.0, plan(&app)).await;
        asks(&app, who, id).await;
        let asked = request(&app).await;
        let own = draft(&app, app.county.village_women, plan(&app)).await;
        let (keeper, officer) = (app.county.village_women, app.county.people.officer);
        let mut rush = tokio::task::JoinSet::new();
        let house = app.app.clone();
        rush.spawn(async move {
            house.db.write(house.by_system("story"), move |tx| bookings::answer(tx, keeper, officer, (asked, Scope::One), (true, ""))).await.is_ok()
        });
        let (house, keys) = (app.app.clone(), app.app.keys.clone());
        rush.spawn(async move {
            house.db.write(house.by_system("story"), move |tx| activities::publish(tx, &keys, keeper, own)).await.is_ok()
        });
        let won = rush.join_all().await.into_iter().filter(|won| *won).count();
        assert_eq!((won, held(&app).await.len()), (1, 1));
        // Without the agreed booking nobody else gets by: the schema holds a room once.
        let others = published(&app, keeper, at(plan(&app), 3, 0, 60)).await;
        assert!(held(&app).await.iter().any(|(_, activity, ..)| *activity == Some(others)));
        app.verify("rooms").await;
    }
}

fn at_next_day(app: &TestApp) -> Plan {
    at(plan(app), 1, 0, 90)
}
