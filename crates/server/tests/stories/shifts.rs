//! Shifts: planned with the activity, taken by those who help, moved with it, and never taken twice.

use jiff::{SignedDuration, Timestamp, civil::date};
use langqiao_app::{
    activities::{self, Plan, Shift, Times},
    shifts::{self, ShiftError, Who},
    signups::{self, SignUp, SignupRole},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, ShiftId, SignupId},
    time,
};
use langqiao_store::{StoreError, WriteTx, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use crate::{
    activities::{plan, published},
    checkins::sign_up,
};

/// Parties of one each.
const PARTIES: [&str; 4] = [
    "019aa3f0-0000-7000-8000-0000000000a1",
    "019aa3f0-0000-7000-8000-0000000000a2",
    "019aa3f0-0000-7000-8000-0000000000a3",
    "019aa3f0-0000-7000-8000-0000000000a4",
];

fn at(hour: i8, minute: i8) -> Timestamp {
    time::at(date(2026, 11, 28).at(hour, minute, 0, 0))
}

fn shift(name: &str, from: Timestamp, to: Timestamp, places: i64) -> Shift {
    Shift {
        id: None,
        name: name.into(),
        starts_at: from,
        ends_at: to,
        places,
    }
}

/// The welcome desk before it begins, help at the tables, and clearing up afterwards.
fn with_shifts(app: &TestApp) -> Plan {
    Plan {
        shifts: vec![
            shift("签到台", at(14, 0), at(15, 0), 1),
            shift("引导", at(14, 30), at(16, 0), 2),
            shift("收场", at(16, 0), at(17, 0), 2),
        ],
        ..plan(app)
    }
}

async fn shifts_of(app: &TestApp, id: ActivityId) -> Vec<Shift> {
    let read = app.app.db.read(move |tx| activities::shifts(tx, id));
    read.await.unwrap_or_else(|why| panic!("{why}"))
}

async fn ids(app: &TestApp, id: ActivityId) -> Vec<String> {
    let shifts = shifts_of(app, id).await;
    shifts
        .iter()
        .map(|shift| shift.id.expect("an id").to_text())
        .collect()
}

/// Times of day of an activity's shifts.
async fn clocks(app: &TestApp, id: ActivityId) -> Vec<(String, String)> {
    let clock = |at: Timestamp| time::civil(at).strftime("%d %H:%M").to_string();
    let shifts = shifts_of(app, id).await;
    shifts
        .iter()
        .map(|shift| (clock(shift.starts_at), clock(shift.ends_at)))
        .collect()
}

async fn party(app: &TestApp, signup: SignupId) -> String {
    let read = app.app.db.read(move |tx| {
        tx.one("SELECT party FROM signup WHERE id = ?1", params![signup], |row| {
            row.get::<String>(0)
        })
    });
    read.await.expect("a party").expect("a party")
}

async fn choose(app: &TestApp, who: Who, signup: SignupId, wanted: &[&str]) -> Result<(), ShiftError> {
    let wanted = wanted
        .iter()
        .map(|id| id.parse::<ShiftId>().expect("an id"))
        .collect();
    app.app
        .db
        .write(app.app.by_system("story"), move |tx| {
            shifts::choose(tx, who, signup, &wanted)
        })
        .await
}

/// Moves an activity by some minutes, its shifts as `change` wants them.
async fn change(
    app: &TestApp,
    (org, id): (OrganisationId, ActivityId),
    change: impl FnOnce(&mut Plan) + Send + Clone + 'static,
) -> Result<i64, String> {
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let stored = activities::require_held(tx, org, id).expect("the activity");
        let mut plan = stored.plan;
        change.clone()(&mut plan);
        activities::update(tx, org, id, stored.activity.version, &plan)
    });
    done.await.map_err(|why| why.to_string())
}

fn later(plan: &mut Plan, hours: i64) {
    let by = SignedDuration::from_hours(hours);
    let times = plan.times;
    plan.times = Times {
        starts_at: times.starts_at + by,
        ends_at: times.ends_at + by,
        ..times
    };
}

/// Signs somebody up as a helper.
fn join(tx: &mut WriteTx, activity: ActivityId, person: PersonId) -> Result<SignupId, StoreError> {
    let wish = SignUp {
        activity,
        booker: person,
        role: SignupRole::Volunteer,
        people: [person].into(),
        answers: Default::default(),
    };
    let party = signups::sign_up(tx, &wish)
        .map_err(|why| StoreError::Commit(why.to_string()))?
        .party;
    let signup = tx.one("SELECT id FROM signup WHERE party = ?1", params![party], |row| {
        row.get(0)
    })?;
    Ok(signup.expect("a sign-up"))
}

async fn joined(app: &TestApp, activity: ActivityId, person: PersonId) -> SignupId {
    let by = app.app.by_system("story");
    let done = app.app.db.write(by, move |tx| join(tx, activity, person)).await;
    done.unwrap_or_else(|why| panic!("{why}"))
}

/// Others with a place as helpers, one each.
async fn helpers(app: &TestApp, activity: ActivityId, n: usize) -> Vec<(PersonId, SignupId)> {
    let filled = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        let mut helpers = Vec::new();
        for _ in 0..n {
            let person = PersonId::generate();
            tx.execute(
                "INSERT INTO person (id, name_sealed, name_blind, name_masked, birth_day, created_at)
                 VALUES (?1, ?2, '', '某*', ?3, 0)",
                params![person, Vec::<u8>::new(), date(1990, 1, 1)],
            )?;
            helpers.push((person, join(tx, activity, person)?));
        }
        Ok::<_, StoreError>(helpers)
    });
    filled.await.unwrap_or_else(|why| panic!("{why}"))
}

both! {
    async fn an_officer_plans_shifts_in_the_one_form_and_a_mistake_loses_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let (county, org) = (&app.county, app.county.village_women);
        let officer = app.sign_in(county.people.officer).await;
        let space = county.space.to_text();
        let mut typed = vec![
            ("title", "亲子科普日"), ("kind", "science"), ("space", space.as_str()), ("day", "2026-11-28"), ("start", "14:30"), ("end", "16:00"),
            ("seats", "40"), ("volunteers", "6"), ("party_max", "4"), ("offer_minutes", "120"), ("own_share", "1"),
            ("s0_name", "签到台"), ("s0_id", ""), ("s0_day", ""), ("s0_from", "下午两点"), ("s0_to", "15:00"), ("s0_places", "2人"),
            ("s1_name", ""), ("s1_id", ""), ("s1_day", ""), ("s1_from", "16:00"), ("s1_to", "17:00"), ("s1_places", "0"),
            ("s2_name", ""), ("s2_id", ""), ("s2_day", ""), ("s2_from", ""), ("s2_to", ""), ("s2_places", ""),
            ("_do", "publish"),
        ];
        let at = TestApp::bench(org, "/activities");
        let back = officer.post_form(&at, &typed).await.must_be(422);
        back.must_say("签到台").must_say("下午两点").must_say("s1_from").must_not_say("s2_from");
        typed[14].1 = "下午2点";
        officer.post_form(&at, &typed).await.must_be(422).must_say("写明做什么").must_say("人数请填 1 到 1000");
        typed[17].1 = "收场";
        typed[22].1 = "2";
        // A shift of the night before last week is no shift of this activity.
        typed[19].1 = "11月20日";
        officer.post_form(&at, &typed).await.must_be(422).must_say("班次要在活动开始前一天");
        typed[19].1 = "";
        let done = officer.post_form(&at, &typed).await.must_be(303);
        let id: ActivityId = done.location().rsplit('/').next().expect("an id").parse().expect("an id");
        assert_eq!(clocks(&app, id).await, [("28 14:00".into(), "28 15:00".into()), ("28 16:00".into(), "28 17:00".into())]);
        let page = officer.get(done.location()).await.must_be(200);
        page.must_say("志愿者班次").must_say("0 / 2 人").must_say("班次安排");
        app.visitor().get(&format!("/activities/{id}")).await.must_say("签到台").must_say("还要 2 人");
        app.verify("shifts").await;

        // The form as it comes, sent again with another day and hour: the shifts go along; the one that was typed anew stands.
        let edit = officer.get(&format!("{at}/{id}/edit")).await.must_be(200).text();
        let value = |name: &str| {
            let tag = edit.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")) && tag.contains("value")).unwrap_or_default();
            tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
        };
        let names = ["version", "s0_id", "s0_from", "s0_to", "s1_id", "s1_from", "s1_to"];
        let came: Vec<String> = names.iter().map(|name| value(name)).collect();
        assert_eq!((came[2].as_str(), came[6].as_str()), ("14:00", "17:00"), "{came:?}");
        let mut again: Vec<(&str, &str)> = typed.iter().copied().filter(|(name, _)| !["s0_", "s1_", "s2_"].iter().any(|row| name.starts_with(row))).collect();
        for (name, text) in [("day", "2026-11-29"), ("start", "09:30"), ("end", "11:00"), ("_do", "save")] {
            again.iter_mut().find(|(known, _)| *known == name).expect("a field").1 = text;
        }
        again.extend(names.into_iter().zip(came.iter().map(String::as_str)));
        again.extend([("s0_name", "签到台"), ("s0_places", "2"), ("s1_name", "收场"), ("s1_places", "2")]);
        again.iter_mut().find(|(name, _)| *name == "s1_from").expect("a field").1 = "11:15";
        again.iter_mut().find(|(name, _)| *name == "s1_to").expect("a field").1 = "12:00";
        officer.post_form(&format!("{at}/{id}"), &again).await.must_be(303);
        assert_eq!(clocks(&app, id).await, [("29 09:00".into(), "29 10:00".into()), ("29 11:15".into(), "29 12:00".into())]);
    }

    async fn nothing_comes_into_being_where_the_room_is_taken(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        published(&app, org, plan(&app)).await;
        let program = app.program(app.county.people.officer, &["activities.manage"]).await;
        let second = with_shifts(&app);
        let keys = app.app.keys.clone();
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            let id = activities::create(tx, org, &second).expect("a draft");
            activities::publish(tx, &keys, org, id)
        });
        assert!(matches!(done.await, Err(activities::PublishError::Rooms(_))));
        let left = app.app.db.read(|tx| {
            tx.one("SELECT (SELECT COUNT(*) FROM activity) + (SELECT COUNT(*) FROM shift)", &[], |row| row.get::<i64>(0))
        });
        assert_eq!(left.await.expect("a count"), Some(1));
        // A program sends shifts with the rest, and is told where one is wrong.
        let mut wire = json!({
            "title": "义诊", "kind": "health", "place": "村口", "area": app.county.villages[0][0], "starts_at": "2026-11-28T18:00:00+08:00",
            "ends_at": "2026-11-28T20:00:00+08:00", "volunteers": 4,
            "shifts": [{ "name": "量血压", "starts_at": "2026-11-28T18:00:00+08:00", "ends_at": "2026-11-28T17:00:00+08:00", "places": 2 }],
        });
        let api = format!("/api/v1/organisations/{org}/activities");
        program.post_json(&api, &wire).await.must_be(422).must_say("shifts[0].ends_at");
        wire["shifts"][0]["ends_at"] = json!("2026-11-28T19:00:00+08:00");
        let made: Value = program.post_json(&api, &wire).await.must_be(201).json();
        assert_eq!((&made["shifts"][0]["name"], &made["shifts"][0]["places"]), (&json!("量血压"), &json!(2)));
    }

    async fn helpers_choose_their_shifts_and_are_told_why_not(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, with_shifts(&app)).await;
        let shifts = ids(&app, id).await;
        let [desk, guide, clear] = [&shifts[0], &shifts[1], &shifts[2]];
        let first = joined(&app, id, who.volunteer).await;
        let second = joined(&app, id, who.neighbour).await;
        let third = sign_up(&app, id, who.resident, ("attendee", "seat", "AAA111"), PARTIES[2]).await;

        let me = app.sign_in(who.volunteer).await;
        let page = format!("/mine/signups/{}", party(&app, first).await);
        me.get(&page).await.must_be(200).must_say("还没有选班次").must_say("签到台");
        let own = first.to_text();
        let send = |shifts: Vec<&str>| {
            let mut fields = vec![("signup", own.as_str())];
            fields.extend(shifts.into_iter().map(|shift| ("shift", shift)));
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        let post = async |client: &langqiao_testkit::Client, shifts: Vec<&str>| {
            let fields = send(shifts);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let reply = client.post_form(&format!("{page}/shifts"), &fields).await.must_be(303);
            client.follow(&reply).await.must_be(200)
        };
        post(&me, vec![desk, guide]).await.must_say("时间重叠").must_say("还没有选班次");
        post(&me, vec![desk, clear]).await.must_say("班次已保存").must_not_say("还没有选班次");
        // Somebody else's sign-up can't be chosen for.
        let other = app.sign_in(who.neighbour).await;
        other.post_form(&format!("{page}/shifts"), &[("signup", &own), ("shift", guide)]).await.must_be(404);
        let api = |party: String| format!("/api/v1/signups/{party}/shifts");
        let program = app.program(who.neighbour, &["self"]).await;
        let path = api(party(&app, second).await);
        program.post_json(&path, &json!({ "signup": second, "shifts": [desk] })).await.must_be(409).must_say("shift-full").must_say("签到台");
        program.post_json(&path, &json!({ "signup": first, "shifts": [guide] })).await.must_be(404);
        let body: Value = program.post_json(&path, &json!({ "signup": second, "shifts": [guide] })).await.must_be(200).json();
        assert_eq!((&body["helpers"][0]["shifts"], &body["shifts"][1]["taken"]), (&json!([guide]), &json!(1)));
        program.get(&api(party(&app, first).await)).await.must_be(404);
        assert!(matches!(choose(&app, Who::Own(who.resident), third, &[guide]).await, Err(ShiftError::NoPlace)));

        // A page opened before the hosts gave the helper a shift doesn't take that one away; leaving one is told to them.
        let officer = app.sign_in(who.officer).await;
        choose(&app, Who::Host(org, id), first, &[desk, clear, guide]).await.expect_err("two at one time");
        let stale = [("signup", &*own), ("shown", desk.as_str()), ("shift", desk.as_str())];
        me.post_form(&format!("{page}/shifts"), &stale).await.must_be(303);
        me.get(&page).await.must_say("班次");
        let taken = |shift: &str| format!("value=\"{shift}\" checked");
        assert!(me.get(&page).await.text().contains(&taken(clear)), "the shift that the page didn't show stays");
        let leaving = [("signup", &*own), ("shown", desk.as_str()), ("shown", clear.as_str()), ("shift", desk.as_str())];
        me.post_form(&format!("{page}/shifts"), &leaving).await.must_be(303);
        officer.get("/notices").await.must_say("有人退出");

        // Who gives the place back gives back the shifts.
        me.post_form(&format!("{page}/cancel"), &[]).await.must_be(303);
        let left = app.app.db.read(move |tx| {
            let sql = "SELECT COUNT(*) FROM shift_taken WHERE signup = ?1 AND left_at IS NULL";
            tx.one(sql, params![first], |row| row.get::<i64>(0))
        });
        assert_eq!(left.await.expect("a count"), Some(0));
        program.post_json(&path, &json!({ "signup": second, "shifts": [desk] })).await.must_be(200);
        app.verify("shifts").await;
    }

    async fn the_board_shows_who_is_where_and_the_hosts_can_change_it(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, with_shifts(&app)).await;
        let shifts = ids(&app, id).await;
        let signup = sign_up(&app, id, who.volunteer, ("volunteer", "seat", "VVV111"), PARTIES[0]).await;
        let officer = app.sign_in(who.officer).await;
        let board = TestApp::bench(org, &format!("/activities/{id}/shifts"));
        officer.get(&board).await.must_be(200).must_say("1 位志愿者还没有选班次").must_say("VVV111");
        officer.post_form(&board, &[("signup", ""), ("add", &shifts[0])]).await.must_be(303);
        let done = officer.post_form(&board, &[("signup", &signup.to_text()), ("add", &shifts[0])]).await.must_be(303);
        officer.follow(&done).await.must_say("班次已改").must_say("1 / 1 人").must_not_say("还没有选班次");
        let refused = officer.post_form(&board, &[("signup", &signup.to_text()), ("add", &shifts[1])]).await.must_be(303);
        officer.follow(&refused).await.must_say("时间重叠");
        app.sign_in(who.volunteer).await.get("/notices").await.must_say("请您在").must_say("签到台");
        let fields = [("signup", &*signup.to_text()), ("add", &shifts[1]), ("drop", &shifts[0])];
        officer.post_form(&board, &fields).await.must_be(303);
        app.sign_in(who.volunteer).await.get("/notices").await.must_say("改由别人做");
        // A steward reads and changes nothing; another village's officer finds nothing.
        let steward = app.sign_in(who.steward).await;
        steward.get(&board).await.must_be(200).must_say("VVV111").must_not_say("换下");
        steward.post_form(&board, &[("signup", &signup.to_text()), ("drop", &shifts[1])]).await.must_be(404);
        let foreign = TestApp::bench(app.county.foreign_women, &format!("/activities/{id}/shifts"));
        let stranger = app.sign_in(who.foreign_officer).await;
        stranger.get(&foreign).await.must_be(404);
        stranger.post_form(&foreign, &[("signup", &signup.to_text()), ("drop", &shifts[1])]).await.must_be(404);
        let program = app.program(who.officer, &["signups.list", "activities.manage"]).await;
        let api = format!("/api/v1/organisations/{org}/activities/{id}/shifts");
        let read: Value = program.get(&api).await.must_be(200).json();
        assert!(read["helpers"][0]["name"].as_str().is_some_and(|name| name.ends_with('*')), "{read}");
        assert_eq!(read["helpers"][0]["shifts"], json!([shifts[1]]));
        program.post_json(&api, &json!({ "signup": signup, "shifts": [] })).await.must_be(200);
    }

    async fn shifts_move_with_the_activity_and_it_is_said_what_clashes(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, with_shifts(&app)).await;
        let shifts = ids(&app, id).await;
        let signup = sign_up(&app, id, who.volunteer, ("volunteer", "seat", "VVV111"), PARTIES[0]).await;
        choose(&app, Who::Own(who.volunteer), signup, &[&shifts[0], &shifts[2]]).await.expect("two shifts");
        // What the same volunteer does elsewhere on the same evening.
        let evening = Plan {
            space: None,
            place: "村口".into(),
            shifts: vec![shift("巡夜", at(18, 0), at(20, 0), 1)],
            times: Times { starts_at: at(18, 0), ends_at: at(20, 0), ..plan(&app).times },
            ..plan(&app)
        };
        let other = published(&app, org, evening).await;
        let there = sign_up(&app, other, who.volunteer, ("volunteer", "seat", "VVV333"), PARTIES[3]).await;
        choose(&app, Who::Own(who.volunteer), there, &[&ids(&app, other).await[0]]).await.expect("a shift");

        change(&app, (org, id), |plan| later(plan, 2)).await.expect("moved");
        let moved: Vec<(String, String)> = [("16:00", "17:00"), ("16:30", "18:00"), ("18:00", "19:00")]
            .map(|(from, to)| (format!("28 {from}"), format!("28 {to}"))).into();
        assert_eq!(clocks(&app, id).await, moved);
        app.run_jobs().await;
        let told = app.sign_in(who.volunteer).await.get("/notices").await.must_be(200);
        told.must_say("签到台").must_say("那时在别的活动另有班次");
        let officer = app.sign_in(who.officer).await;
        let page = TestApp::bench(org, &format!("/activities/{id}"));
        officer.get(&page).await.must_say("1 处撞了时间");
        officer.get(&format!("{page}/shifts")).await.must_say("另有班次");
        // A time that was said stands; a shift that somebody takes is neither dropped nor made too small.
        change(&app, (org, id), |plan| {
            later(plan, 1);
            plan.shifts[1].starts_at -= SignedDuration::from_mins(10);
        }).await.expect("moved");
        assert_eq!(clocks(&app, id).await[1], ("28 16:20".into(), "28 18:00".into()));
        let refused = change(&app, (org, id), |plan| drop(plan.shifts.remove(0))).await;
        assert_eq!(refused, Err("1 people take the shift".into()));
        change(&app, (org, id), |plan| drop(plan.shifts.remove(1))).await.expect("nobody takes it");
        assert_eq!(shifts_of(&app, id).await.len(), 2);
        app.verify("shifts").await;
    }

    async fn at_once_a_shift_is_taken_by_as_many_as_it_wants_and_nobody_takes_two(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let wanted = Plan { seats: 10, volunteers: 40, shifts: vec![shift("引导", at(14, 30), at(16, 0), 3)], ..plan(&app) };
        let elsewhere = Plan { space: None, place: "村口".into(), ..wanted.clone() };
        let (one, two) = (published(&app, org, wanted).await, published(&app, org, elsewhere).await);
        let (here, there) = (ids(&app, one).await, ids(&app, two).await);
        let people = helpers(&app, one, 24).await;
        let mut rush = tokio::task::JoinSet::new();
        for (person, signup) in people.clone() {
            let (app, wanted) = (app.app.clone(), [here[0].parse::<ShiftId>().expect("an id")].into());
            rush.spawn(async move {
                let by = app.by_system("story");
                app.db.write(by, move |tx| shifts::choose(tx, Who::Own(person), signup, &wanted)).await
            });
        }
        let (done, refused): (Vec<_>, Vec<_>) = rush.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 3);
        assert!(refused.iter().all(|why| matches!(why, Err(ShiftError::Full { .. }))), "{refused:?}");

        // Each of some takes a shift at both places at the same moment: one of the two is refused.
        for (person, signup) in helpers(&app, two, 3).await {
            let again = app.app.db.write(app.app.by_system("story"), move |tx| {
                tx.bookkeeping();
                tx.execute("UPDATE shift SET places = 100", &[])?;
                join(tx, one, person)
            });
            let second = again.await.unwrap_or_else(|why| panic!("{why}"));
            let (a, b) = ([there[0].as_str()], [here[0].as_str()]);
            let (a, b) = tokio::join!(choose(&app, Who::Own(person), signup, &a), choose(&app, Who::Own(person), second, &b));
            assert!(matches!((&a, &b), (Ok(()), Err(ShiftError::Busy { .. })) | (Err(ShiftError::Busy { .. }), Ok(()))), "{a:?} {b:?}");
        }
        app.verify("shifts").await;
    }

    async fn however_many_help_the_board_costs_the_same(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, Plan { volunteers: 60, space: None, place: "村口".into(), ..with_shifts(&app) }).await;
        let board = TestApp::bench(org, &format!("/activities/{id}/shifts"));
        let mut costs = Vec::new();
        for n in [2, 40] {
            helpers(&app, id, n).await;
            // Who has just come: who asks again is known, and costs less.
            let officer = app.sign_in(app.county.people.officer).await;
            app.queries().reset();
            officer.get(&board).await.must_be(200);
            costs.push(app.queries().statements());
        }
        assert_eq!(costs[0], costs[1]);
        assert!(costs[0] <= 14, "{costs:?}");
    }
}
