//! The roll: called, closed once, corrected with a reason; leave; what it adds up to.

use jiff::SignedDuration;
use langqiao_app::courses::{self, Mark};
use langqiao_store::{Actor, By};
use langqiao_testkit::{TestApp, both};

use super::{attempt, brother, club, count, enrol, go, held, public, refused, sessions, write};

both! {
    async fn a_roll_from_leave_to_its_correction(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let small = brother(&app).await;
        let children = enrol(&app, id, who.resident, &[who.child, small]).await;
        let neighbour = enrol(&app, id, who.neighbour, &[who.neighbour]).await[0];
        let lessons = sessions(&app, id).await;
        let (family, officer) = (app.sign_in(who.resident).await, app.sign_in(who.officer).await);
        let mine = format!("/mine/courses/{id}");
        // The family says that one of them won't come; without a reason it is asked for one.
        let (which, why) = (format!("session-{}", children[1]), format!("reason-{}", children[1]));
        let lesson = lessons[0].0.to_text();
        let leave = format!("{mine}/children/{}/leave", children[1]);
        family.post_form(&leave, &[(&which, &lesson), (&why, " ")]).await.must_be(422).must_say("写明原因");
        family.post_form(&leave, &[(&which, &lesson), (&why, "发烧")]).await.must_be(303);
        family.get(&mine).await.must_be(200).must_say("取消请假");
        // Nobody else's child.
        let stranger = app.sign_in(who.neighbour).await;
        stranger.post_form(&format!("{mine}/children/{}/leave", children[0]), &[(&format!("session-{}", children[0]), &lesson), (&format!("reason-{}", children[0]), "不来")]).await.must_be(404);

        let roll = format!("/w/{org}/courses/{id}/sessions/{lesson}");
        officer.get(&roll).await.must_be(200).must_say("还不到点名的时候");
        let early = attempt(&app, { let (l, c) = (lessons[0].0, children[0]); move |tx| courses::call(tx, (org, who.officer), (id, l), &vec![(c, Mark::Present)], "") }).await;
        assert_eq!(refused(early), "roll-early");
        go(&app, lessons[0], -20);
        officer.get(&roll).await.must_be(200).must_say("家里请的假").must_say("发烧").must_not_say("钱小树");
        // Brothers look alike when masked: in full, and the family reads that they were shown.
        officer.post_form(&format!("{roll}/names"), &[]).await.must_be(422).must_say("请写明用途").must_say("在名单上显示");
        officer.post_form(&format!("{roll}/names"), &[("reason", "两个孩子同姓，点名")]).await.must_be(200).must_say("钱小树").must_say("家里请的假");
        family.get("/me/seen").await.must_say("两个孩子同姓，点名");
        // It can't be closed before it begins, nor before anybody is marked.
        let close = || { let l = lessons[0].0; move |tx: &mut langqiao_store::WriteTx<'_>| courses::close(tx, (org, who.officer), (id, l)) };
        assert_eq!(refused(attempt(&app, close()).await), "roll-early");
        go(&app, lessons[0], 5);
        assert_eq!(refused(attempt(&app, close()).await), "roll-empty");
        let fields = [(format!("mark-{}", children[0]), "present"), (format!("mark-{neighbour}"), "absent")];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, mark)| (name.as_str(), *mark)).collect();
        let back = officer.post_form(&roll, &fields).await.must_be(303);
        officer.follow(&back).await.must_say("记下了 2 个人").must_say("1 人，应到 3 人");
        // Nobody is told before it is closed.
        stranger.get("/notices").await.must_not_say("没有来");
        officer.post_form(&format!("{roll}/close"), &[]).await.must_be(303);
        stranger.get("/notices").await.must_say("没有来").must_say("四点半学堂").must_say("请联系：陈老师 0573-8800 0000");
        family.get("/notices").await.must_not_say("没有来");
        assert_eq!(refused(attempt(&app, close()).await), "roll-closed");
        // A correction says why, and the family is told.
        let fix = [(format!("mark-{neighbour}"), "late")];
        let fix: Vec<(&str, &str)> = fix.iter().map(|(name, mark)| (name.as_str(), *mark)).collect();
        officer.post_form(&roll, &fix).await.must_be(422).must_say("请写明为什么改");
        officer.post_form(&roll, &[&fix[..], &[("note", "记错了人")]].concat()).await.must_be(303);
        stranger.get("/notices").await.must_say("不再记为缺席");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_mark m JOIN course_session l ON l.id = m.session WHERE l.course = ?1", id).await, 4, "nothing is overwritten");
        // After the session has begun there is no leave any more.
        family.post_form(&leave, &[(&which, &lesson), (&why, "发烧")]).await.must_be(422).must_say("不能再请假").must_say("陈老师 0573-8800 0000");
        // Sent twice, nothing is written twice.
        officer.post_form(&roll, &[&fix[..], &[("note", "记错了人")]].concat()).await.must_be(303);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_mark m JOIN course_session l ON l.id = m.session WHERE l.course = ?1", id).await, 4);
        app.verify("courses").await;
    }

    async fn the_certificate_follows_from_the_rolls(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let small = brother(&app).await;
        let children = enrol(&app, id, who.resident, &[who.child, small]).await;
        let lessons = sessions(&app, id).await;
        let family = app.sign_in(who.resident).await;
        let paper = |n: usize| format!("/mine/courses/{id}/certificates/{}", children[n]);
        for (n, lesson) in lessons.iter().enumerate() {
            go(&app, *lesson, 10);
            // The first is there six times out of eight, late among them; the other five times, excused otherwise.
            let first = match n { 0..=4 => Mark::Present, 5 => Mark::Late, _ => Mark::Absent };
            let other = if n < 5 { Mark::Present } else { Mark::Excused };
            family.get(&paper(0)).await.must_be(404);
            held(&app, id, lesson.0, &[(children[0], first), (children[1], other)]).await;
        }
        app.clock.advance(SignedDuration::from_hours(2));
        family.get(&format!("/mine/courses/{id}")).await.must_be(200).must_say("点过名 8 次：到 6 次（迟到 1），缺席 2").must_say("到 5 次（迟到 0），缺席 0，请假 3");
        family.get(&paper(0)).await.must_be(200).must_say("结业证书").must_say("到课 6 次").must_say("朱苗苗");
        family.get(&paper(1)).await.must_be(404);
        // Nobody else prints it.
        app.sign_in(who.neighbour).await.get(&paper(0)).await.must_be(404);
        let officer = app.sign_in(who.officer).await;
        let at = format!("/w/{org}/courses/{id}");
        officer.get(&format!("{at}/attendance")).await.must_be(200).must_say("可以结业");
        // Every number opens to its sessions.
        officer.get(&format!("{at}/children/{}", children[0])).await.must_be(200).must_say("到 6 次");
        officer.post_form(&format!("{at}/certificates"), &[]).await.must_be(200).must_say("到课 6 次").must_not_say("到课 5 次");
        // That the names were shown stands where the family reads it.
        family.get("/me/seen").await.must_say("打印“四点半学堂”结业证书");
        // A corrected roll counts at once.
        let (lesson, child) = (lessons[7].0, children[1]);
        write(&app, move |tx| courses::call(tx, (org, who.officer), (id, lesson), &vec![(child, Mark::Present)], "补登")).await;
        family.get(&paper(1)).await.must_be(200).must_say("到课 6 次");
        // Those who were there, and only those, say how it was.
        app.run_jobs().await;
        family.get("/notices").await.must_say("觉得怎么样");
        app.verify("courses").await;
    }

    async fn the_roll_costs_the_same_for_five_and_for_thirty(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let mut new = club(&app);
        new.seats = 40;
        let id = public(&app, new).await;
        crate::signups::scene::fill(&app, id, 5).await;
        let lessons = sessions(&app, id).await;
        go(&app, lessons[0], 5);
        let officer = app.sign_in(who.officer).await;
        let at = format!("/w/{org}/courses");
        let pages = [
            (at.clone(), 5), (format!("{at}/{id}"), 9), (format!("{at}/{id}/sessions/{}", lessons[0].0), 9),
            (format!("{at}/{id}/sessions/{}/pick-up", lessons[0].0), 9), (format!("{at}/{id}/attendance"), 9),
        ];
        let mut before = Vec::new();
        for (page, most) in &pages {
            officer.get(page).await.must_be(200);
            app.queries().reset();
            officer.get(page).await.must_be(200);
            let n = app.queries().statements();
            assert!(n <= *most, "{page}: {n}");
            before.push(n);
        }
        crate::signups::scene::fill(&app, id, 25).await;
        public(&app, langqiao_app::courses::NewCourse { space: None, place: "村口".into(), area: Some(app.county.villages[0][0]), ..club_later(&app) }).await;
        for ((page, _), n) in pages.iter().zip(before) {
            app.queries().reset();
            officer.get(page).await.must_be(200);
            assert_eq!(app.queries().statements(), n, "{page}");
        }
        // A visitor's list is made once for all, and costs one statement.
        app.queries().reset();
        app.visitor().get("/courses").await.must_be(200);
        assert!(app.queries().statements() <= 1, "{}", app.queries().statements());
    }

    async fn brothers_are_told_apart_and_full_names_stay_while_saving(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let small = brother(&app).await;
        let children = enrol(&app, id, who.resident, &[who.child, small]).await;
        enrol(&app, id, who.neighbour, &[who.neighbour]).await;
        let lesson = sessions(&app, id).await[0];
        go(&app, lesson, 5);
        let (family, officer) = (app.sign_in(who.resident).await, app.sign_in(who.officer).await);
        let course = format!("/w/{org}/courses/{id}");
        let roll = format!("{course}/sessions/{}", lesson.0);
        // Masked, by age and number; of a grown-up the number alone.
        for page in [&roll, &format!("{course}/attendance"), &format!("{course}/sheet")] {
            officer.get(page).await.must_be(200).must_say("8 岁，").must_say("10 岁，").must_say("1 号").must_say("2 号").must_say("（3 号）").must_not_say("钱小树");
        }
        let program = app.program(who.officer, &["courses.roll", "courses.manage"]).await;
        let people: serde_json::Value = program.get(&format!("/api/v1/organisations/{org}/courses/{id}/sessions/{}/roll", lesson.0)).await.must_be(200).json();
        let ages: std::collections::BTreeSet<Option<i64>> = people["people"].as_array().expect("a list").iter().map(|one| one["age"].as_i64()).collect();
        assert_eq!(ages, [None, Some(8), Some(10)].into());
        assert_eq!(people["people"][2]["number"], 3);
        // Full names, asked for once, stay when something is saved, is wrong, and when the roll is closed.
        let why = "两个孩子同姓，点名";
        officer.post_form(&format!("{roll}/names"), &[("reason", why)]).await.must_be(200).must_say("钱小树").must_say("names-for");
        let (first, second) = (format!("mark-{}", children[0]), format!("mark-{}", children[1]));
        officer.post_form(&roll, &[(&first, "present"), ("names-for", why)]).await.must_be(200).must_say("钱小树").must_say("记下了 1 个人").must_say("names-for");
        officer.post_form(&roll, &[(&second, "present"), ("note", &"长".repeat(300)), ("names-for", why)]).await.must_be(422).must_say("钱小树");
        officer.post_form(&roll, &[(&second, "present"), ("names-for", why)]).await.must_be(200).must_say("钱小树");
        // Each showing is recorded with the reason that was given; without one nothing is shown.
        family.get("/me/seen").await.must_say(why);
        let back = officer.post_form(&roll, &[(&second, "late"), ("names-for", " ")]).await.must_be(303);
        officer.follow(&back).await.must_say("记下了 1 个人").must_not_say("钱小树");
        let at = format!("{roll}/pick-up");
        officer.get(&at).await.must_be(200).must_say("8 岁，").must_say("10 岁，").must_not_say("钱小树");
        let wrong = officer.post_form(&at, &[("code", "000000"), ("names-for", why)]).await.must_be(422).must_say("钱小树");
        assert_eq!(wrong.header("cache-control"), "no-store");
        officer.post_form(&format!("{roll}/close"), &[("names-for", why)]).await.must_be(200).must_say("钱小树").must_say("没有人缺席").must_not_say("家长已收到通知");
    }

    async fn a_session_with_nobody_to_call_holds_nothing_up(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let lessons = sessions(&app, id).await;
        let officer = app.sign_in(who.officer).await;
        let at = format!("/w/{org}/courses/{id}");
        // They enrol a day after the first session, to which nobody was to come.
        go(&app, lessons[0], 24 * 60);
        officer.get(&format!("/w/{org}")).await.must_be(200).must_not_say("点名还没结束");
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        officer.get(&at).await.must_be(200).must_say("没有人要点名");
        for lesson in &lessons[1..] {
            go(&app, *lesson, 10);
            held(&app, id, lesson.0, &[(child, Mark::Present)]).await;
        }
        app.clock.advance(SignedDuration::from_hours(2));
        officer.get(&format!("/w/{org}")).await.must_be(200).must_not_say("点名还没结束");
        officer.get(&format!("{at}/attendance")).await.must_be(200).must_say("可以结业");
        app.sign_in(who.resident).await.get(&format!("/mine/courses/{id}/certificates/{child}")).await.must_be(200).must_say("结业证书");
        // It can be closed all the same, so that it doesn't stand open.
        let first = format!("{at}/sessions/{}", lessons[0].0);
        officer.get(&first).await.must_be(200).must_say("没有要点名的人").must_say("结束点名");
        officer.post_form(&format!("{first}/close"), &[]).await.must_be(303);
        officer.get(&at).await.must_be(200).must_not_say("没有人要点名");
        app.verify("courses").await;
    }

    async fn a_session_with_somebody_to_call_waits_for_its_roll(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let lessons = sessions(&app, id).await;
        let neighbour = enrol(&app, id, who.neighbour, &[who.neighbour]).await[0];
        go(&app, lessons[0], 24 * 60);
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        for lesson in &lessons[1..] {
            go(&app, *lesson, 10);
            held(&app, id, lesson.0, &[(child, Mark::Present), (neighbour, Mark::Present)]).await;
        }
        app.clock.advance(SignedDuration::from_hours(2));
        // Somebody else was to come to the first one, and its roll is open: that holds for those who came later, too.
        app.sign_in(who.resident).await.get(&format!("/mine/courses/{id}/certificates/{child}")).await.must_be(404);
        app.sign_in(who.officer).await.get(&format!("/w/{org}")).await.must_be(200).must_say("点名还没结束");
    }

    async fn leave_is_offered_for_what_nothing_is_said_of(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lessons = sessions(&app, id).await;
        let family = app.sign_in(who.resident).await;
        let mine = format!("/mine/courses/{id}");
        go(&app, lessons[0], -20);
        let offered = |n: usize| format!("value=\"{}\"", lessons[n].0);
        family.get(&mine).await.must_be(200).must_say(&offered(0)).must_say(&offered(1));
        // The teacher has written it down already, early.
        let l = lessons[0].0;
        write(&app, move |tx| courses::call(tx, (org, who.officer), (id, l), &vec![(child, Mark::Excused)], "")).await;
        family.get(&mine).await.must_be(200).must_not_say(&offered(0)).must_say(&offered(1));
        let (which, why) = (format!("session-{child}"), format!("reason-{child}"));
        family.post_form(&format!("{mine}/children/{child}/leave"), &[(&which, &lessons[1].0.to_text()), (&why, "发烧")]).await.must_be(303);
        family.get(&mine).await.must_be(200).must_not_say(&offered(1)).must_say(&offered(2));
    }

    async fn all_the_others_are_those_who_stood_on_the_form(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lesson = sessions(&app, id).await[0];
        go(&app, lesson, 5);
        let officer = app.sign_in(who.officer).await;
        let roll = format!("/w/{org}/courses/{id}/sessions/{}", lesson.0);
        let shown = format!("was-{child}");
        officer.get(&roll).await.must_be(200).must_say(&shown).must_say("没点的都到了");
        // Somebody comes by a place while the roll lies open: nobody looked whether they are there.
        enrol(&app, id, who.neighbour, &[who.neighbour]).await;
        let back = officer.post_form(&roll, &[(&shown, ""), ("act", "rest")]).await.must_be(303);
        officer.follow(&back).await.must_say("记下了 1 个人").must_say("1 人，应到 2 人");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_mark m JOIN course_session l ON l.id = m.session WHERE l.course = ?1", id).await, 1);
    }

    async fn whoever_calls_a_roll_keeps_the_room(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lesson = sessions(&app, id).await[0];
        go(&app, lesson, 2);
        let by = By::new(Actor::Person(who.officer), app.app.now());
        app.app.db.write(by, move |tx| courses::call(tx, (org, who.officer), (id, lesson.0), &vec![(child, Mark::Present)], "")).await.expect("called");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session l JOIN booking b ON b.id = l.booking WHERE l.course = ?1 AND b.opened_at IS NOT NULL", id).await, 1);
    }
}

/// The same club from the day after tomorrow on.
fn club_later(app: &TestApp) -> langqiao_app::courses::NewCourse {
    let mut new = club(app);
    new.term.first_day = jiff::civil::date(2026, 11, 30);
    new.title = "父母课堂".into();
    new
}
