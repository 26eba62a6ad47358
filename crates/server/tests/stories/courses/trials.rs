//! Trial lessons: once, within the course's rules, never more than there are places for it, and told when they move.

use langqiao_app::courses::{
    self, NewCourse, Settings,
    trials::{self, NewTrial},
};
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{brother, club, count, enrol, go, public, sessions, write};

const LIVE: &str = "SELECT COUNT(*) FROM course_trial WHERE course = ?1 AND cancelled_at IS NULL";

/// A course for children that so many may try at a time.
async fn open(app: &TestApp, trial_places: i64) -> ActivityId {
    let new = NewCourse {
        ages: (Some(6), Some(12)),
        ..club(app)
    };
    let (course, org) = (public(app, new).await, app.county.village_women);
    let to = Settings {
        pass_percent: 75,
        pick_up: true,
        trial_places: Some(trial_places),
        contact: None,
    };
    write(app, move |tx| courses::change(tx, org, course, &to)).await;
    course
}

both! {
    async fn a_family_tries_one_session_before_it_enrols(db: Db) {
        let app = TestApp::start(db).await;
        let (people, org) = (app.county.people.clone(), app.county.village_women);
        let course = public(&app, NewCourse { ages: (Some(6), Some(12)), ..club(&app) }).await;
        let (page, trial) = (format!("/courses/{course}"), format!("/courses/{course}/trial"));
        let resident = app.sign_in(people.resident).await;
        resident.get(&page).await.must_not_say("试听");
        resident.get(&trial).await.must_be(200).must_say("现在不开放试听");

        let officer = app.sign_in(people.officer).await;
        let bench = TestApp::bench(org, &format!("/courses/{course}"));
        let settings = format!("{bench}/settings");
        officer.get(&settings).await.must_say("每节课可以试听几人");
        let many = [("pass_percent", "75"), ("pick_up", "1"), ("trial_places", "两个")];
        officer.post_form(&settings, &many).await.must_be(422).must_say("两个");
        let many = [("pass_percent", "75"), ("pick_up", "1"), ("trial_places", "99")];
        officer.post_form(&settings, &many).await.must_be(422).must_say("0 到 50");
        let two = [("pass_percent", "75"), ("pick_up", "1"), ("trial_places", "1")];
        officer.post_form(&settings, &two).await.must_be(303);

        app.visitor().get(&page).await.must_say("试听一次");
        app.visitor().get(&trial).await.must_be(303);
        // Who adds a child first comes back here.
        resident.get(&trial).await.must_say("/me/family?next=%2Fcourses%2F");
        resident.get(&trial).await.must_say("每节课最多 1 人试听").must_say("由报名的家长送来、接走");
        let lessons = sessions(&app, course).await;
        let (first, child) = (lessons[0].0.to_text(), people.child.to_text());
        resident.post_form(&trial, &[("who", child.as_str())]).await.must_be(422).must_say("请选一节课");
        let me = people.resident.to_text();
        let old = resident.post_form(&trial, &[("who", me.as_str()), ("session", &first)]).await.must_be(422);
        old.must_say("朱采菊当天 36 岁").must_say("最大 12 岁");
        let done = resident.post_form(&trial, &[("who", child.as_str()), ("session", &first)]).await;
        resident.follow(&done).await.must_say("约好了").must_say("的试听");
        // It stands where the family looks for its courses.
        resident.get("/mine/courses").await.must_be(200).must_say("的试听").must_say(&trial).must_not_say("还没有报上课程");
        for own in ["/me", "/mine"] {
            resident.get(own).await.must_be(200).must_say(&trial);
        }
        // Once; and the one place of that session is gone for others.
        let second = lessons[1].0.to_text();
        resident.post_form(&trial, &[("who", child.as_str()), ("session", &second)]).await.must_be(422).must_say("只试听一次");
        let sibling = brother(&app).await.to_text();
        resident.post_form(&trial, &[("who", sibling.as_str()), ("session", &first)]).await.must_be(422).must_say("约满了");
        let stranger = people.neighbour.to_text();
        resident.post_form(&trial, &[("who", stranger.as_str()), ("session", &second)]).await.must_be(404);

        // On the day the teacher sees who tries it, apart from the roll.
        go(&app, lessons[0], 5);
        let roll = officer.get(&format!("{bench}/sessions/{first}")).await.must_be(200);
        let roll = roll.must_say("来试听的").must_say("不算在点名人数里").must_say("choices-even").text();
        let trials = roll.split("来试听的").nth(1).expect("those on trial");
        assert!(!trials.contains("选填"), "who is on trial is no optional field");
        let field = roll.split("name=\"trial-").nth(1).expect("a trial").split('"').next().expect("an id").to_owned();
        let field = format!("trial-{field}");
        let noted = officer.post_form(&format!("{bench}/sessions/{first}"), &[(&field, "1")]).await;
        officer.follow(&noted).await.must_say("来试听的");
        resident.get(&trial).await.must_say("来过了").must_say("报名");
        // Whoever leaves the family afterwards was there all the same.
        resident.post_form(&format!("/me/family/{child}/remove"), &[]).await.must_be(303);
        officer.get(&format!("{bench}/sessions/{first}")).await.must_say("朱**");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_mark m JOIN course_session l ON l.id = m.session WHERE l.course = ?1", course).await, 0);
        app.verify("courses").await;
    }

    async fn a_trial_follows_its_session_and_can_be_given_back(db: Db) {
        let app = TestApp::start(db).await;
        let (people, org) = (app.county.people.clone(), app.county.village_women);
        let course = open(&app, 3).await;
        let lessons = sessions(&app, course).await;
        let one = app.program(people.resident, &["self"]).await;
        let path = format!("/api/v1/courses/{course}/trials");
        let wish = |lesson: usize| json!({ "session": lessons[lesson].0, "person": people.child });
        let made: Value = one.post_json(&path, &wish(0)).await.must_be(201).json();
        assert_eq!((&made["sessions"][0]["free"], &made["sessions"][1]["free"]), (&json!(2), &json!(3)));
        let again: Value = one.post_json(&path, &wish(1)).await.must_be(409).json();
        assert_eq!(again["code"], "tried-already");
        // The family is told for whom, of what and where, and nobody else is.
        let resident = app.sign_in(people.resident).await;
        resident.get("/notices").await.must_say("朱苗苗试听“").must_say("告诉老师是来试听的").must_say("有事请联系：");
        app.sign_in(people.neighbour).await.get("/notices").await.must_not_say("来试听的");
        let (officer, first) = (people.officer, lessons[0].0);
        write(&app, move |tx| courses::call_off(tx, (org, officer), (course, first), "老师请假")).await;
        resident.get("/notices").await.must_say("老师请假");
        resident.get(&format!("/courses/{course}/trial")).await.must_say("老师请假").must_say("约这一节");
        // What was called off wasn't tried.
        let made: Value = one.post_json(&path, &wish(1)).await.must_be(201).json();
        let id = made["mine"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(made["mine"].as_array().expect("a list").len(), 1);
        let two = app.program(people.neighbour, &["self"]).await;
        two.call("DELETE", &format!("{path}/{id}")).await.must_be(404);
        one.call("DELETE", &format!("{path}/{id}")).await.must_be(200);
        one.call("DELETE", &format!("{path}/{id}")).await.must_be(404);
        one.post_json(&path, &wish(1)).await.must_be(201);
        go(&app, lessons[1], 1);
        one.post_json(&path, &wish(1)).await.must_be(409);
        // Who closes trials keeps those that were booked in sight, and so does a program of before.
        let program = app.program(people.officer, &["courses.roll", "courses.manage"]).await;
        let on_trial = format!("/api/v1/organisations/{org}/courses/{course}/sessions/{}/trials", lessons[1].0);
        let rules = format!("/api/v1/organisations/{org}/courses/{course}/rules");
        program.send_json("PUT", &rules, &json!({ "pass_percent": 75, "pick_up": true })).await.must_be(204);
        let listed: Value = program.get(&on_trial).await.must_be(200).json();
        assert_eq!(listed.as_array().expect("a list").len(), 1);
        program.send_json("PUT", &rules, &json!({ "pass_percent": 75, "pick_up": true, "trial_places": 0 })).await.must_be(204);
        assert_eq!(program.get(&on_trial).await.json::<Value>(), listed);
        let noted = json!({ "trials": [{ "trial": listed[0]["id"], "came": true }] });
        program.post_json(&on_trial, &noted).await.must_be(204);
        program.post_json(&on_trial, &json!({ "trials": [{ "trial": people.child, "came": true }] })).await.must_be(404);
        program.send_json("PUT", &rules, &json!({ "pass_percent": 75, "pick_up": true, "trial_places": 3 })).await.must_be(204);
        // Who has a place has nothing to try.
        let sibling = brother(&app).await;
        enrol(&app, course, people.resident, &[sibling]).await;
        let place: Value = one.post_json(&path, &json!({ "session": lessons[2].0, "person": sibling })).await.must_be(409).json();
        assert_eq!(place["code"], "enrolled");
    }

    async fn who_can_t_try_it_is_told_so_before_choosing(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let course = open(&app, 3).await;
        let trial = format!("/courses/{course}/trial");
        // The mother is too old for it, the child is not: the form is for the child alone.
        let (resident, me) = (app.sign_in(who.resident).await, who.resident.to_text());
        let page = resident.get(&trial).await.must_be(200).must_say("朱采菊当天 36 岁").must_say("最大 12 岁").must_say("约这一节");
        page.must_say("朱苗苗").must_not_say(&format!("value=\"{me}\""));
        // Whoever has a place is said to have it, and nobody is left: no form.
        enrol(&app, course, who.resident, &[who.child]).await;
        let page = resident.get(&trial).await.must_be(200).must_say("朱苗苗已经报上这门课了").must_say("没有人可以试听");
        page.must_say("朱采菊当天 36 岁").must_say("先添加家里人").must_not_say("约这一节").must_not_say("name=\"who\"");
        resident.set_cookie("lq_lang", "en");
        resident.get(&trial).await.must_be(200).must_say("has a place in this course already").must_say("Nobody of your family can try this course now");
        // A program reads the same.
        let program = app.program(who.resident, &["self"]).await;
        let seen: Value = program.get(&format!("/api/v1/courses/{course}/trials")).await.must_be(200).json();
        let of = |person: PersonId| {
            let family = seen["family"].as_array().expect("a family");
            family.iter().find(|one| one["person"] == person.to_text()).expect("one of them")["why_not"].clone()
        };
        assert!(of(who.resident).is_string() && of(who.child).is_string(), "{seen}");
        let small = brother(&app).await;
        let seen: Value = program.get(&format!("/api/v1/courses/{course}/trials")).await.must_be(200).json();
        let free = seen["family"].as_array().expect("a family").iter().find(|one| one["person"] == small.to_text()).expect("the brother");
        assert_eq!(free["why_not"], Value::Null);
    }

    async fn a_session_is_never_tried_by_more_than_it_has_places_for(db: Db) {
        let app = TestApp::start(db).await;
        let (course, guardian) = (open(&app, 3).await, app.county.people.resident);
        let children: Vec<PersonId> = (0..32).map(|_| PersonId::generate()).collect();
        let all = children.clone();
        let born = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            for child in &all {
                tx.execute(
                    "INSERT INTO person (id, name_sealed, name_blind, name_masked, birth_day, guardian, created_at)
                     VALUES (?1, ?2, '', '小*', ?3, ?4, 0)",
                    params![child, Vec::<u8>::new(), jiff::civil::date(2017, 1, 1), guardian],
                )?;
            }
            Ok::<_, langqiao_store::StoreError>(())
        });
        born.await.expect("children");
        let lesson = sessions(&app, course).await[0].0;
        let mut clients = JoinSet::new();
        for person in children {
            let house = app.app.clone();
            clients.spawn(async move {
                let new = NewTrial { course, lesson, booker: guardian, person };
                let by = house.by_system("story");
                house.db.write(by, move |tx| trials::book(tx, &new)).await.map_or_else(
                    |why| { assert_eq!(why.code(), Some("trials-full")); 0 },
                    |_| 1,
                )
            });
        }
        let mut booked = 0;
        while let Some(done) = clients.join_next().await { booked += done.expect("a client"); }
        assert_eq!((booked, count(&app, LIVE, course).await), (3, 3));
    }
}
