//! Upper bodies see a course's numbers, never its children.

use langqiao_app::courses;
use langqiao_testkit::{TestApp, both};
use serde_json::json;

use super::{club, enrol, go, held, public, sessions};
use crate::courses::brother;

both! {
    async fn the_children_are_seen_by_the_host_alone(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lesson = sessions(&app, id).await[0];
        let at = format!("/w/{org}/courses/{id}");
        let pages = [
            format!("{at}/attendance"), format!("{at}/sheet"), format!("{at}/attendance.xlsx"), format!("{at}/children/{child}"),
            format!("{at}/sessions/{}", lesson.0), format!("{at}/sessions/{}/pick-up", lesson.0),
        ];
        // What any activity has of names, a course has for its own alone.
        let of_activity = format!("/w/{org}/activities/{id}");
        let names = [
            format!("{of_activity}/signups"), format!("{of_activity}/sheet"), format!("{of_activity}/sheet.xlsx"),
            format!("{of_activity}/badges"), format!("{of_activity}/answers"),
        ];
        let lists = ["signups", "answers"].map(|end| format!("/api/v1/organisations/{org}/activities/{id}/{end}"));
        let api = format!("/api/v1/organisations/{org}/courses/{id}");
        let read = [format!("{api}/attendance"), format!("{api}/sessions/{}/roll", lesson.0), format!("{api}/sessions/{}/trials", lesson.0)];
        go(&app, lesson, 10);
        for upper in [who.town_officer, who.county] {
            let officer = app.sign_in(upper).await;
            // The course itself with its numbers is theirs to see.
            officer.get(&at).await.must_be(200).must_not_say("点名表").must_not_say(&format!("{at}/attendance"));
            for path in pages.iter().chain(&names) {
                officer.get(path).await.must_be(404);
            }
            for path in ["sheet", "badges"] {
                officer.post_form(&format!("{of_activity}/{path}"), &[("reason", "看一看名单")]).await.must_be(404);
            }
            // How many there are, it sees.
            officer.get(&of_activity).await.must_be(200).must_say("1").must_not_say(&names[0]).must_not_say(&names[1]);
            let reader = app.program(upper, &["signups.list", "activities.read"]).await;
            for path in &lists {
                reader.get(path).await.must_be(404);
            }
            let mark = format!("mark-{child}");
            officer.post_form(&format!("{at}/sessions/{}", lesson.0), &[(&mark, "present")]).await.must_be(404);
            for path in ["sheet", "certificates", "attendance.xlsx"] {
                officer.post_form(&format!("{at}/{path}"), &[("reason", "看一看名单")]).await.must_be(404);
            }
            for path in ["names", "close", "pick-up", "pick-up/names"] {
                officer.post_form(&format!("{at}/sessions/{}/{path}", lesson.0), &[]).await.must_be(404);
            }
            let program = app.program(upper, &["courses.manage", "courses.roll", "activities.read"]).await;
            program.get(&api).await.must_be(200);
            for path in &read {
                program.get(path).await.must_be(404);
            }
            let roll = json!({ "marks": [{ "signup": child, "mark": "present" }] });
            program.post_json(&read[1], &roll).await.must_be(404);
            program.post_json(&format!("{api}/sessions/{}/close", lesson.0), &json!({})).await.must_be(404);
            let home = json!({ "children": [child], "way": "alone" });
            program.post_json(&format!("{api}/sessions/{}/handovers", lesson.0), &home).await.must_be(404);
        }
        // The host's own officer does all of it.
        let officer = app.sign_in(who.officer).await;
        for path in &names {
            officer.get(path).await.must_be(200);
        }
        officer.get(&of_activity).await.must_be(200).must_say(&names[0]);
        let reader = app.program(who.officer, &["signups.list", "activities.read"]).await;
        for path in &lists {
            reader.get(path).await.must_be(200);
        }
        officer.post_form(&format!("{at}/sessions/{}", lesson.0), &[(&format!("mark-{child}"), "present")]).await.must_be(303);
        officer.post_form(&format!("{at}/attendance.xlsx"), &[("reason", "")]).await.must_be(422);
        let full = officer.post_form(&format!("{at}/attendance.xlsx"), &[("reason", "期末交给家长会")]).await.must_be(200);
        assert!(full.body.starts_with(b"PK"));
        let program = app.program(who.officer, &["courses.roll", "courses.manage"]).await;
        program.get(&read[1]).await.must_be(200);
    }

    async fn a_family_reads_which_child_it_is_and_nobody_else_does(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = public(&app, club(&app)).await;
        let small = brother(&app).await;
        let children = enrol(&app, id, who.resident, &[who.child, small]).await;
        let lesson = sessions(&app, id).await[0];
        go(&app, lesson, 10);
        held(&app, id, lesson.0, &[(children[0], courses::Mark::Present), (children[1], courses::Mark::Absent)]).await;
        app.sign_in(who.resident).await.get("/notices").await.must_be(200).must_say("钱小树没有来").must_not_say("langqiao-person");
        // What is kept holds no name in full.
        let read = app.app.db.read(|tx| tx.one("SELECT COUNT(*) FROM notice WHERE args LIKE '%小树%'", langqiao_store::params![], |row| row.get::<i64>(0)));
        assert_eq!(read.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")), Some(0));
    }
}
