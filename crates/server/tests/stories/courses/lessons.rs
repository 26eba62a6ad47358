//! Sessions are moved, called off and added: the families are told, the rooms follow.

use jiff::SignedDuration;
use langqiao_app::{
    activities::{self, Plan},
    courses::{self, Mark, Move},
};
use langqiao_store::WriteTx;
use langqiao_testkit::{TestApp, both};

use super::{at, attempt, club, count, enrol, go, held, public, refused, sessions, write};
use crate::signups::meanwhile::during;

both! {
    async fn a_session_moves_with_its_room(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        enrol(&app, id, who.resident, &[who.child]).await;
        let lessons = sessions(&app, id).await;
        let officer = app.sign_in(who.officer).await;
        let edit = format!("/w/{org}/courses/{id}/sessions/{}", lessons[0].0);
        officer.get(&format!("{edit}/edit")).await.must_be(200).must_say("2026-11-23");
        // Onto another session of the same course, into the past, and turned round: each is said at its field.
        let to = |day, from, to| vec![("day", day), ("from", from), ("to", to), ("space", "")];
        officer.post_form(&format!("{edit}/move"), &to("2026-11-25", "17:00", "18:00")).await.must_be(422).must_say("那时候已经有一次课了");
        officer.post_form(&format!("{edit}/move"), &to("2026-11-20", "17:00", "18:00")).await.must_be(422).must_say("日子已经过了");
        officer.post_form(&format!("{edit}/move"), &to("2026-11-24", "18:00", "17:00")).await.must_be(422).must_say("结束要晚于开始");
        // Called off without a reason, the form beside it keeps the day and the hours.
        officer.post_form(&format!("{edit}/cancel"), &[("reason", " ")]).await.must_be(422).must_say("2026-11-23").must_say("value=\"16:30\"");
        officer.post_form(&format!("{edit}/move"), &to("2036-11-24", "17:00", "18:00")).await.must_be(422).must_say("最长一年");
        // A room that is too small is said at the room.
        let (small, venue) = (langqiao_kernel::id::SpaceId::generate(), app.county.venue);
        write(&app, move |tx| {
            tx.bookkeeping();
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '小间', 2)", langqiao_store::params![small, venue])?;
            Ok(())
        }).await;
        let small = small.to_text();
        let there = [("day", "2026-11-24"), ("from", "17:00"), ("to", "18:00"), ("space", small.as_str())];
        officer.post_form(&format!("{edit}/move"), &there).await.must_be(422).must_say("最多容纳 2 人").must_say("f-space-error");
        let program = app.program(who.officer, &["courses.manage"]).await;
        let long = serde_json::json!({ "starts_at": "2026-12-05T09:00:00+08:00", "ends_at": "2026-12-08T08:00:00+08:00" });
        program.post_json(&format!("/api/v1/organisations/{org}/courses/{id}/sessions"), &long).await.must_be(422).must_say("\"to\"");
        let stamp = |file: String| file.lines().find_map(|line| line.strip_prefix("DTSTAMP:").map(str::to_owned)).expect("a stamp");
        let calendar = format!("/courses/{id}/calendar.ics");
        let before = stamp(app.visitor().get(&calendar).await.text());
        app.clock.advance(jiff::SignedDuration::from_mins(7));
        assert_eq!(before, stamp(app.visitor().get(&calendar).await.text()), "nothing was changed");
        officer.post_form(&format!("{edit}/move"), &to("后天", "下午5点", "18:00")).await.must_be(303);
        assert_ne!(before, stamp(app.visitor().get(&calendar).await.text()));
        let moved = sessions(&app, id).await;
        assert_eq!(moved[0].1, at("2026-11-23T17:00:00+08:00"));
        app.sign_in(who.resident).await.get("/notices").await.must_say("的课改到");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session l JOIN booking b ON b.id = l.booking WHERE l.course = ?1 AND b.starts_at = l.starts_at AND b.ends_at = l.ends_at AND b.status = 'held'", id).await, 8);
        // The first session decides when the course begins.
        assert_eq!(count(&app, "SELECT COUNT(*) FROM activity a WHERE a.id = ?1 AND a.starts_at = (SELECT MIN(starts_at) FROM course_session)", id).await, 1);
        app.verify("courses").await;
        app.verify("rooms").await;
    }

    async fn what_begins_before_ten_stands_in_the_fields_of_its_forms(db: Db) {
        let app = TestApp::start(db).await;
        let mut new = club(&app);
        new.term.hours = (jiff::civil::time(8, 30, 0, 0), jiff::civil::time(9, 30, 0, 0));
        (new.pick_up, new.pass_percent) = (false, 0);
        let (org, id) = (app.county.village_women, public(&app, new).await);
        let lesson = sessions(&app, id).await[1];
        let officer = app.sign_in(app.county.people.officer).await;
        // A browser leaves an input of times empty for 8:30.
        let at = format!("/w/{org}/courses/{id}");
        for page in [format!("{at}/sessions/{}/edit", lesson.0), format!("{at}/following?session={}", lesson.0)] {
            officer.get(&page).await.must_be(200).must_say("value=\"08:30\"").must_say("value=\"09:30\"");
        }
        // Where nobody is handed over and no certificate is given, the public page misses nothing.
        app.visitor().get(&format!("/courses/{id}")).await.must_be(200).must_say("第 1 次").must_not_say("未填写");
        // Typed as people write it, it is still there when the form comes back.
        let typed = [("day", "2026-11-20"), ("from", "8:40"), ("to", "9:40"), ("space", "")];
        officer.post_form(&format!("{at}/sessions/{}/move", lesson.0), &typed).await.must_be(422).must_say("value=\"08:40\"");
    }

    async fn a_course_edited_while_a_session_moves_keeps_its_days(db: Db) {
        let app = TestApp::start(db).await;
        let (org, officer) = (app.county.village_women, app.county.people.officer);
        let id = public(&app, club(&app)).await;
        let last = sessions(&app, id).await[7];
        let to = Move { starts_at: last.1 + SignedDuration::from_hours(24), ends_at: last.1 + SignedDuration::from_hours(25), space: None };
        let moves = move |tx: &mut WriteTx<'_>| courses::shift(tx, (org, officer), (id, last.0), &to).expect("moved");
        let edited = during(&app, moves, move |tx| {
            let stored = activities::require_held(tx, org, id).expect("the course");
            let plan = Plan { summary: "写完作业再玩。".into(), ..stored.plan.clone() };
            activities::update(tx, org, id, stored.activity.version, &plan)
        });
        // Whether it is saved, or shown what was changed meanwhile: the days are those of the sessions.
        drop(edited.await);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM activity a WHERE a.id = ?1 AND a.ends_at = (SELECT MAX(l.ends_at) FROM course_session l WHERE l.course = a.id)", id).await, 1);
        app.verify("courses").await;
    }

    async fn called_off_added_and_the_room_given_back(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lessons = sessions(&app, id).await;
        let officer = app.sign_in(who.officer).await;
        let family = app.sign_in(who.resident).await;
        let last = format!("/w/{org}/courses/{id}/sessions/{}", lessons[7].0);
        officer.post_form(&format!("{last}/cancel"), &[("reason", "")]).await.must_be(422).must_say("写明原因");
        officer.post_form(&format!("{last}/cancel"), &[("reason", "老师外出培训")]).await.must_be(303);
        family.get("/notices").await.must_say("停一次课：老师外出培训");
        app.visitor().get(&format!("/courses/{id}")).await.must_say("停一次").must_say("老师外出培训");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session l JOIN booking b ON b.id = l.booking WHERE l.course = ?1 AND b.status = 'cancelled'", id).await, 1);
        app.verify("courses").await;
        // One more instead, in the same room.
        let space = app.county.space.to_text();
        let add = [("day", "2026-12-18"), ("from", "16:30"), ("to", "17:30"), ("space", space.as_str())];
        officer.post_form(&format!("/w/{org}/courses/{id}/sessions"), &add).await.must_be(303);
        family.get("/notices").await.must_say("加了一次课");
        assert_eq!(sessions(&app, id).await.len(), 8);
        app.verify("courses").await;
        // What was held can't be called off, nor moved.
        go(&app, lessons[0], 5);
        held(&app, id, lessons[0].0, &[(child, Mark::Present)]).await;
        let l = lessons[0].0;
        let off = attempt(&app, move |tx| courses::call_off(tx, (org, who.officer), (id, l), "不上了")).await;
        assert_eq!(refused(off), "session-held");
        let to = Move { starts_at: at("2026-12-20T16:30:00+08:00"), ends_at: at("2026-12-20T17:30:00+08:00"), space: None };
        let moved = attempt(&app, move |tx| courses::shift(tx, (org, who.officer), (id, l), &to)).await;
        assert_eq!(refused(moved), "session-begun");
    }

    async fn a_room_that_is_lost_is_seen_and_replaced(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let lessons = sessions(&app, id).await;
        let l = lessons[1].0;
        let booking = app.app.db.read(move |tx| tx.one("SELECT booking FROM course_session WHERE id = ?1", langqiao_store::params![l], |row| row.get(0))).await;
        let booking = booking.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")).expect("a booking");
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            langqiao_app::bookings::cancel(tx, org, who.officer, (booking, langqiao_app::bookings::Scope::One), "")
        });
        done.await.unwrap_or_else(|why| panic!("{why}"));
        let officer = app.sign_in(who.officer).await;
        officer.get(&format!("/w/{org}/courses/{id}")).await.must_be(200).must_say("教室没了");
        officer.get(&format!("/w/{org}")).await.must_be(200).must_say("教室没了");
        let space = app.county.space.to_text();
        let to = [("day", "2026-11-25"), ("from", "16:30"), ("to", "17:30"), ("space", space.as_str())];
        officer.post_form(&format!("/w/{org}/courses/{id}/sessions/{l}/move"), &to).await.must_be(303);
        officer.get(&format!("/w/{org}/courses/{id}")).await.must_not_say("教室没了");
    }

    /// Whoever gives a session's room back on the page of rooms reads to whom it belongs and is led to the session; the
    /// host is told, also when the keeper takes it back.
    async fn a_session_s_room_is_not_given_back_in_silence(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let lessons = sessions(&app, id).await;
        let booking_of = |lesson: langqiao_kernel::id::LessonId| {
            let read = app.app.db.read(move |tx| {
                tx.one("SELECT booking FROM course_session WHERE id = ?1", langqiao_store::params![lesson], |row| row.get::<String>(0))
            });
            async move { read.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")).expect("a booking") }
        };
        let (first, second) = (booking_of(lessons[0].0).await, booking_of(lessons[1].0).await);
        let officer = app.sign_in(who.officer).await;
        let list = officer.get(&format!("/w/{org}/spaces")).await.must_say("这是课程“四点半学堂”上课用的").must_say("到这次课的页面换");
        list.must_say(&format!("/w/{org}/courses/{id}/sessions/{}", lessons[0].0));
        let back = officer.post_form(&format!("/w/{org}/bookings/{first}/cancel"), &[]).await.must_be(303);
        assert_eq!(back.location(), format!("/w/{org}/courses/{id}/sessions/{}/edit", lessons[0].0));
        officer.follow(&back).await.must_say("这次课现在没有场所").must_say("教室没了");
        officer.get("/notices").await.must_say("课程“四点半学堂”没有场所了").must_say("请另选一间，或者停课");
        let program = app.program(who.officer, &["spaces.book", "activities.read"]).await;
        let body: serde_json::Value = program.get(&format!("/api/v1/organisations/{org}/bookings/{second}")).await.must_be(200).json();
        assert_eq!((&body["course"], &body["session"]), (&id.to_text().into(), &lessons[1].0.to_text().into()));

        // A session that goes elsewhere by itself is not without a room, and nobody is told that it were.
        let before = notices(&app, who.officer).await;
        let space = app.county.space.to_text();
        let to = [("day", "2026-11-27"), ("from", "16:30"), ("to", "17:30"), ("space", space.as_str())];
        officer.post_form(&format!("/w/{org}/courses/{id}/sessions/{}/move", lessons[1].0), &to).await.must_be(303);
        assert_eq!(notices(&app, who.officer).await, before);
        // All that follow: the way leads to the course.
        let third = booking_of(lessons[2].0).await;
        let all = officer.post_form(&format!("/w/{org}/bookings/{third}/cancel"), &[("scope", "following")]).await.must_be(303);
        assert_eq!(all.location(), format!("/w/{org}/courses/{id}"));
        officer.get("/notices").await.must_say("共 6 次课");
    }

    /// Whoever would change a session's booking by itself is led to the session; a whole series is not moved past it.
    async fn a_session_s_booking_is_changed_at_the_session(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let l = sessions(&app, id).await[1].0;
        let booking = app.app.db.read(move |tx| tx.one("SELECT booking FROM course_session WHERE id = ?1", langqiao_store::params![l], |row| row.get(0))).await;
        let booking: langqiao_kernel::id::BookingId = booking.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")).expect("a booking");
        let officer = app.sign_in(who.officer).await;
        let at_it = format!("/w/{org}/bookings/{booking}/time");
        let led = officer.get(&at_it).await.must_be(303);
        assert_eq!(led.location(), format!("/w/{org}/courses/{id}/sessions/{l}/edit"));
        officer.follow(&led).await.must_be(200).must_say("这是课程的一次课");
        for scope in ["one", "following", "series"] {
            officer.post_form(&at_it, &[("scope", scope), ("day", "2026-12-20"), ("from", "09:00"), ("to", "10:00")]).await.must_be(303);
        }
        for scope in [langqiao_app::bookings::Scope::One, langqiao_app::bookings::Scope::Following] {
            let to = langqiao_app::bookings::Shift { booking, scope, starts_at: at("2026-12-20T09:00:00+08:00"), ends_at: at("2026-12-20T10:00:00+08:00") };
            let moved = app.app.db.write(app.app.by_system("story"), move |tx| langqiao_app::bookings::shift(tx, org, &to)).await;
            assert!(moved.is_err(), "the course says when it is");
        }
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session l JOIN booking b ON b.id = l.booking WHERE l.course = ?1 AND b.starts_at = l.starts_at AND b.status = 'held'", id).await, 8);
    }

    async fn the_whole_course_is_called_off_with_its_rooms(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lessons = sessions(&app, id).await;
        go(&app, lessons[0], 5);
        held(&app, id, lessons[0].0, &[(child, Mark::Present)]).await;
        write(&app, move |tx| courses::end(tx, (org, who.officer), id, "报名的人太少")).await;
        app.run_jobs().await;
        // The family reads why, and no day that is long past.
        let family = app.sign_in(who.resident).await;
        let told = family.get("/notices").await.must_say("停办了").must_say("报名的人太少");
        drop(told.must_not_say("取消了，请不要前往"));
        family.get(&format!("/mine/courses/{id}")).await.must_be(200).must_say("原因：报名的人太少");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session l JOIN booking b ON b.id = l.booking WHERE l.course = ?1 AND b.status = 'held'", id).await, 1);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session WHERE course = ?1 AND cancelled_at IS NULL", id).await, 1);
        app.visitor().get(&format!("/courses/{id}")).await.must_be(200).must_say("已停办").must_say("原因：报名的人太少");
        app.visitor().get("/courses").await.must_not_say(&format!("/courses/{id}"));
    }

    async fn a_place_freed_in_the_middle_goes_to_who_waits(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let mut new = club(&app);
        new.seats = 1;
        let id = public(&app, new).await;
        enrol(&app, id, who.resident, &[who.child]).await;
        enrol(&app, id, who.neighbour, &[who.neighbour]).await;
        let lessons = sessions(&app, id).await;
        go(&app, lessons[3], -60);
        let family = app.sign_in(who.resident).await;
        let party = app.app.db.read(move |tx| tx.one("SELECT party FROM signup WHERE activity = ?1 AND booker = ?2", langqiao_store::params![id, who.resident], |row| row.get::<String>(0))).await;
        let party = party.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")).expect("a party");
        family.get(&format!("/mine/signups/{party}")).await.must_be(200).must_say("去课程页");
        family.post_form(&format!("/mine/signups/{party}/cancel"), &[]).await.must_be(303);
        app.sign_in(who.neighbour).await.get("/notices").await.must_say("四点半学堂");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM signup WHERE activity = ?1 AND state = 'offered'", id).await, 1);
    }
}

/// How often an officer was told that a course lost its room.
async fn notices(app: &TestApp, person: langqiao_kernel::id::PersonId) -> i64 {
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT COUNT(*) FROM notice WHERE person = ?1 AND message LIKE 'booking-notice-session%'",
            langqiao_store::params![person],
            |row| row.get::<i64>(0),
        )
    });
    read.await
        .unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"))
        .unwrap_or(0)
}
