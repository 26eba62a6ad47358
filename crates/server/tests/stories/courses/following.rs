//! All sessions that follow are changed in one step: with what clashes said for each, and one message to each family.

use langqiao_app::courses::{self, Act, Following, Mark, Where};
use langqiao_kernel::id::SpaceId;
use langqiao_testkit::{TestApp, both};

use super::{at, attempt, club, count, enrol, go, held, public, sessions, write};

const HELD_AT_ITS_TIME: &str = "SELECT COUNT(*) FROM course_session l JOIN booking b ON b.id = l.booking WHERE l.course = ?1 AND l.cancelled_at IS NULL AND b.starts_at = l.starts_at AND b.ends_at = l.ends_at AND b.status = 'held'";

/// Another hour on Tuesdays and Thursdays, from this session on.
fn later(from: langqiao_kernel::id::LessonId) -> Following {
    Following {
        from,
        weekdays: vec![1, 3],
        hours: (jiff::civil::time(17, 0, 0, 0), jiff::civil::time(18, 0, 0, 0)),
        place: Where::Same,
        teacher: None,
        acts: Default::default(),
        reason: String::new(),
    }
}

both! {
    async fn an_officer_changes_the_days_of_a_running_course(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lessons = sessions(&app, id).await;
        go(&app, lessons[0], 5);
        held(&app, id, lessons[0].0, &[(child, Mark::Present)]).await;
        let officer = app.sign_in(who.officer).await;
        let page = format!("/w/{org}/courses/{id}/following");
        officer.get(&format!("/w/{org}/courses/{id}")).await.must_say("以后的课都改");
        let from = lessons[2].0.to_text();
        officer.get(&format!("{page}?session={from}")).await.must_be(200).must_say("从哪次起").must_say("17:30");
        // Three days instead of two, and a day that ends before it begins: said at their fields, all else is kept.
        let form = |act: &'static str, days: &[&'static str], to: &'static str| {
            let mut form = vec![("session", from.clone()), ("from", "17:00".into()), ("to", to.into()), ("act", act.into())];
            form.extend(days.iter().map(|day| ("weekdays", (*day).to_owned())));
            form
        };
        let send = |form: Vec<(&'static str, String)>| {
            let (officer, page) = (&officer, &page);
            async move {
                let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
                officer.post_form(page, &pairs).await
            }
        };
        send(form("look", &["1", "3", "5"], "16:00")).await.must_be(422).must_say("原来每周 2 次，请也选 2 天").must_say("结束要晚于开始");
        // Somebody else has the hall on one of the days.
        let space: SpaceId = app.county.space;
        let taken = app.app.db.write(app.app.by_system("story"), move |tx| {
            langqiao_app::bookings::book(tx, org, who.officer, &langqiao_app::bookings::NewBooking {
                space, purpose: "村里唱戏".into(), people: 20, starts_at: at("2026-12-03T17:00:00+08:00"),
                ends_at: at("2026-12-03T20:00:00+08:00"), equipment: Vec::new(),
            })
        });
        taken.await.unwrap_or_else(|why| panic!("{why}"));
        send(form("look", &["1", "3"], "18:00")).await.must_be(200).must_say("看每次课行不行").must_say("以后 6 次课，5 次按新安排").must_say("村里唱戏");
        assert_eq!(count(&app, HELD_AT_ITS_TIME, id).await, 8);
        send(form("make", &["1", "3"], "18:00")).await.must_be(303);
        let now = sessions(&app, id).await;
        assert_eq!(now.len(), 8);
        let times: Vec<String> = now.iter().map(|(_, at)| langqiao_kernel::time::rfc3339(*at)).collect();
        assert_eq!(times, [
            "2026-11-23T16:30:00+08:00", "2026-11-25T16:30:00+08:00", "2026-12-01T17:00:00+08:00", "2026-12-02T16:30:00+08:00",
            "2026-12-08T17:00:00+08:00", "2026-12-10T17:00:00+08:00", "2026-12-15T17:00:00+08:00", "2026-12-17T17:00:00+08:00",
        ]);
        assert_eq!(count(&app, HELD_AT_ITS_TIME, id).await, 8);
        // One message, not five.
        let told = "SELECT COUNT(*) FROM notice WHERE link = '/mine/courses/' || CAST(?1 AS TEXT)";
        assert_eq!(count(&app, told, id).await, 1);
        app.sign_in(who.resident).await.get("/notices").await.must_say("5 次换了时间或地方");
        // It is said to meet as it does now.
        app.visitor().get(&format!("/courses/{id}")).await.must_say("每周二、四 17:00–18:00");
        app.verify("courses").await;
        app.verify("rooms").await;
    }

    async fn each_session_is_dealt_with_as_chosen(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        enrol(&app, id, who.resident, &[who.child]).await;
        let lessons = sessions(&app, id).await;
        let mut change = later(lessons[0].0);
        change.acts.insert(lessons[1].0, Act::Keep);
        change.acts.insert(lessons[2].0, Act::Skip);
        change.acts.insert(lessons[3].0, Act::Elsewhere { starts_at: at("2026-12-05T09:00:00+08:00"), space: None });
        // A reason is due for what is called off; onto another session nothing goes. All of it is said, nothing done.
        let mut wrong = change.clone();
        wrong.acts.insert(lessons[5].0, Act::Elsewhere { starts_at: at("2026-12-05T09:30:00+08:00"), space: None });
        let refused = attempt(&app, move |tx| courses::change_following(tx, (org, who.officer), id, &wrong)).await;
        let errors = match refused.expect_err("it clashes") {
            langqiao_platform::not_done::NotDone::Fields(errors) => errors,
            other => panic!("{other}"),
        };
        assert!(errors.of("reason").is_some() && errors.of(&format!("do-{}", lessons[5].0)).is_some());
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session WHERE course = ?1 AND version > 0", id).await, 0);
        change.reason = "老师外出".into();
        let done = write(&app, move |tx| courses::change_following(tx, (org, who.officer), id, &change)).await;
        assert_eq!((done.moved, done.off, done.kept), (6, 1, 1));
        assert_eq!(count(&app, HELD_AT_ITS_TIME, id).await, 7);
        assert!(sessions(&app, id).await.contains(&(lessons[3].0, at("2026-12-05T09:00:00+08:00"))));
        app.visitor().get(&format!("/courses/{id}")).await.must_say("老师外出");
        app.verify("courses").await;
        app.verify("rooms").await;
    }

    async fn to_a_place_in_words_and_into_a_room_with_another_teacher(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let lessons = sessions(&app, id).await;
        // What is looked at says where it goes.
        let first = lessons[4].0.to_string();
        let typed = [
            ("session", first.as_str()), ("weekdays", "0"), ("weekdays", "2"), ("from", "16:30"), ("to", "17:30"), ("place", "村口广场"), ("act", "look"),
        ];
        let officer = app.sign_in(who.officer).await;
        officer.post_form(&format!("/w/{org}/courses/{id}/following"), &typed).await.must_be(200).must_say(" · 村口广场");
        let mut change = later(lessons[4].0);
        change.place = Where::Words("村口广场".into());
        change.teacher = Some(who.steward);
        write(&app, move |tx| courses::change_following(tx, (org, who.officer), id, &change)).await;
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session WHERE course = ?1 AND place = '村口广场' AND booking IS NULL", id).await, 4);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_teacher WHERE course = ?1", id).await, 1);
        assert_eq!(count(&app, HELD_AT_ITS_TIME, id).await, 4);
        let mut back = later(lessons[4].0);
        back.place = Where::Room(app.county.space);
        write(&app, move |tx| courses::change_following(tx, (org, who.officer), id, &back)).await;
        assert_eq!(count(&app, HELD_AT_ITS_TIME, id).await, 8);
        app.verify("courses").await;
        app.verify("rooms").await;
    }

    async fn days_that_are_holidays_are_left_out(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        app.clock.set(at("2026-09-20T09:00:00+08:00"));
        let mut new = club(&app);
        (new.term.first_day, new.term.last_day) = (jiff::civil::date(2026, 9, 21), jiff::civil::date(2026, 10, 14));
        new.enrolment = (at("2026-09-20T08:00:00+08:00"), at("2026-10-14T17:30:00+08:00"));
        let id = public(&app, new).await;
        let lessons = sessions(&app, id).await;
        // 1 October is a Thursday.
        let change = later(lessons[0].0);
        let done = write(&app, move |tx| courses::change_following(tx, (org, who.officer), id, &change)).await;
        assert_eq!(done.off, 1);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session WHERE course = ?1 AND cancel_reason = '国庆节'", id).await, 1);
    }

    async fn a_program_looks_first_and_changes_then(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let lessons = sessions(&app, id).await;
        let officer = app.sign_in(who.officer).await;
        let path = format!("/api/v1/organisations/{org}/courses/{id}/following");
        let wish = |look: bool| serde_json::json!({
            "from_session": lessons[2].0, "weekdays": [2, 4], "from": "17:00", "to": "18:00", "look": look,
        });
        let seen = officer.post_json(&path, &wish(true)).await.must_be(200).json::<serde_json::Value>();
        assert_eq!(seen["sessions"].as_array().map(Vec::len), Some(6));
        assert_eq!(seen["changed"], false);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session WHERE course = ?1 AND version > 0", id).await, 0);
        let done = officer.post_json(&path, &wish(false)).await.must_be(200).json::<serde_json::Value>();
        assert_eq!((&done["changed"], &done["sessions"][0]["starts_at"]), (&true.into(), &"2026-12-01T17:00:00+08:00".into()));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session WHERE course = ?1 AND version > 0", id).await, 6);
    }
}
