//! One's way to a course from other pages; and what a course has no need of.

use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::json;

use super::{club, count, enrol, go, public, sessions};

both! {
    async fn families_find_courses_from_the_first_page_the_list_and_their_own(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let visitor = app.visitor();
        visitor.get("/").await.must_be(200).must_say("href=\"/courses\"").must_say("href=\"/competitions\"").must_not_say("四点半学堂（秋季班）");
        let new = langqiao_app::courses::NewCourse { title: "四点半学堂（秋季班）".into(), ..club(&app) };
        let course = public(&app, new).await;
        // The brackets stay as they were typed, in the rooms' lists too.
        let kept = "SELECT COUNT(*) FROM booking b JOIN course_session l ON l.booking = b.id
                    WHERE l.course = ?1 AND b.purpose LIKE '四点半学堂（秋季班）%'";
        assert_eq!(count(&app, kept, course).await, 8);
        let card = format!("/courses/{course}");
        visitor.get("/").await.must_be(200).must_say("四点半学堂（秋季班）").must_say(&card);
        visitor.get("/activities").await.must_be(200).must_say("href=\"/courses\"").must_say("href=\"/competitions\"");
        visitor.get(&format!("/activities/{course}")).await.must_be(200).must_say("每周一、三 16:30–17:30");
        let poster = TestApp::bench(app.county.village_women, &format!("/activities/{course}/poster"));
        let officer = app.sign_in(who.officer).await;
        officer.get(&poster).await.must_be(200).must_say("每周一、三 16:30–17:30").must_not_say("一起办的单位");
        let resident = app.sign_in(who.resident).await;
        resident.get("/mine").await.must_be(200).must_not_say("/mine/courses/");
        enrol(&app, course, who.resident, &[who.child]).await;
        resident.get("/mine").await.must_be(200).must_say(&format!("/mine/courses/{course}")).must_say("下次上课：");
        resident.get("/mine?past=1").await.must_be(200).must_not_say("下次上课：");
        app.sign_in(who.neighbour).await.get("/mine").await.must_be(200).must_not_say("下次上课：");
    }

    async fn nobody_is_scanned_in_at_a_course(db: Db) {
        let app = TestApp::start(db).await;
        let (who, org) = (app.county.people.clone(), app.county.village_women);
        let course = public(&app, club(&app)).await;
        enrol(&app, course, who.resident, &[who.child]).await;
        let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
        let at = TestApp::bench(org, &format!("/activities/{course}"));
        officer.get(&at).await.must_be(200).must_not_say("去签到").must_say(&format!("/w/{org}/courses/{course}"));
        let why = "每次课由老师点名";
        steward.get(&format!("{at}/checkin")).await.must_be(409).must_say(why);
        officer.get(&format!("{at}/checkin/devices")).await.must_be(409).must_say(why);
        officer.get(&format!("{at}/checkin/paper")).await.must_be(409).must_say(why);
        let scan = json!({ "code": "ABC234", "direction": "in", "device": "gate", "sequence": 1 });
        let api = format!("/api/v1/organisations/{org}/activities/{course}");
        let refused: serde_json::Value = steward.post_json(&format!("{api}/scans"), &scan).await.must_be(409).json();
        assert!(refused["type"].as_str().is_some_and(|kind| kind.contains("checkin-of-course")), "{refused}");
        let form = [("code", "ABC234"), ("direction", "in"), ("nonce", "1")];
        steward.post_form(&format!("{at}/checkin"), &form).await.must_say(why);
        let kept = count(&app, "SELECT COUNT(*) FROM scan WHERE activity = ?1", course).await;
        assert_eq!(kept, 0);
    }

    async fn families_read_where_they_ask(db: Db) {
        let app = TestApp::start(db).await;
        let (who, org) = (app.county.people.clone(), app.county.village_women);
        let course = public(&app, club(&app)).await;
        enrol(&app, course, who.resident, &[who.child]).await;
        let (visitor, resident, officer) = (app.visitor(), app.sign_in(who.resident).await, app.sign_in(who.officer).await);
        let (public, own) = (format!("/courses/{course}"), format!("/mine/courses/{course}"));
        visitor.get(&public).await.must_be(200).must_say("有事找谁").must_say("陈老师 0573-8800 0000");
        resident.get(&own).await.must_be(200).must_say("有事请联系：陈老师 0573-8800 0000");
        let settings = TestApp::bench(org, &format!("/courses/{course}/settings"));
        let long = "长".repeat(61);
        let rules = |contact| [("pass_percent", "75"), ("pick_up", "1"), ("trial_places", "0"), ("contact", contact)];
        officer.post_form(&settings, &rules(long.as_str())).await.must_be(422).must_say("最多 60 个字").must_say(&long);
        officer.post_form(&settings, &rules("村委会 0573-8800 1111")).await.must_be(303);
        visitor.get(&public).await.must_say("村委会 0573-8800 1111").must_not_say("陈老师");
        // A program of before, which knows of no contact, leaves it; one that knows of it changes it.
        let program = app.program(who.officer, &["courses.manage"]).await;
        let (api, read) = (format!("/api/v1/organisations/{org}/courses/{course}/rules"), format!("/api/v1/courses/{course}"));
        program.send_json("PUT", &api, &json!({ "pass_percent": 75, "pick_up": true })).await.must_be(204);
        let kept: serde_json::Value = visitor.get(&read).await.must_be(200).json();
        assert_eq!(kept["contact"], "村委会 0573-8800 1111");
        program.send_json("PUT", &api, &json!({ "pass_percent": 75, "pick_up": true, "contact": long })).await.must_be(422);
        program.send_json("PUT", &api, &json!({ "pass_percent": 75, "pick_up": true, "contact": "" })).await.must_be(204);
        // Without one, a family is told who holds the course.
        visitor.get(&public).await.must_not_say("有事找谁");
        resident.get(&own).await.must_say("有事请联系：").must_not_say("0573-8800");
        let too_long = long.clone();
        let tried = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE course SET contact = ?1", params![too_long.as_str()])
        });
        assert!(tried.await.is_err());
    }

    async fn a_course_that_is_over_offers_nothing_more_to_arrange(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let course = public(&app, club(&app)).await;
        enrol(&app, course, who.resident, &[who.child]).await;
        let own = format!("/mine/courses/{course}");
        let resident = app.sign_in(who.resident).await;
        resident.get(&own).await.must_say("退出课程").must_say("name=\"relation\"").must_say("name=\"alone\"");
        let last = *sessions(&app, course).await.last().expect("a session");
        go(&app, last, 60 * 24);
        let resident = app.sign_in(who.resident).await;
        let page = resident.get(&own).await.must_be(200).must_say("看报名");
        drop(page.must_not_say("退出课程").must_not_say("name=\"relation\"").must_not_say("name=\"alone\""));
    }
}
