//! The same by programs; and where else a course's sessions and its people are heard of.

use langqiao_app::courses::Mark;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{brother, club, enrol, go, held, public, sessions};

both! {
    async fn a_course_by_programs(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let officer = app.program(who.officer, &["courses.manage", "courses.roll", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{org}/courses");
        let wish = json!({
            "title": "父母课堂", "kind": "family", "space": app.county.space, "first_day": "2026-11-23", "last_day": "2026-12-16",
            "weekdays": [1, 3], "from": "16:30", "to": "17:30", "leave_out_holidays": true, "skip": ["2026-11-25T16:30:00+08:00"],
            "enrolment_closes_at": "2026-12-16T16:00:00+08:00", "seats": 20, "allotment": "first_come", "pass_percent": 50, "pick_up": true,
        });
        let mut wrong = wish.clone();
        wrong["weekdays"] = json!([]);
        let refused: Value = officer.post_json(&at, &wrong).await.must_be(422).json();
        assert!(refused.to_string().contains("weekdays"), "{refused}");
        // What its activity or its room refuses is said of the fields that are in the request.
        let mut late = wish.clone();
        late["enrolment_closes_at"] = json!("2026-12-30T16:00:00+08:00");
        late["allotment"] = json!("draw");
        let refused: Value = officer.post_json(&at, &late).await.must_be(422).json();
        assert!(refused.to_string().contains("enrolment_closes_at"), "{refused}");
        let mut many = wish.clone();
        many["seats"] = json!(1500);
        let refused: Value = officer.post_json(&at, &many).await.json();
        assert!(!refused.to_string().contains("signup_closes_at") && !refused.to_string().contains("\"people\""), "{refused}");
        let made: Value = officer.post_json(&at, &wish).await.must_be(201).json();
        let id = made["id"].as_str().expect("an id").to_owned();
        app.visitor().get(&format!("/api/v1/courses/{id}")).await.must_be(404);
        officer.post_json(&format!("{at}/{id}/publish"), &json!({})).await.must_be(204);
        let course: Value = app.visitor().get(&format!("/api/v1/courses/{id}")).await.must_be(200).json();
        assert_eq!((course["sessions"].as_array().expect("sessions").len(), &course["weekdays"]), (7, &json!([1, 3])));
        let listed: Value = app.visitor().get("/api/v1/courses").await.must_be(200).json();
        assert_eq!(listed["items"][0]["id"], id.as_str());
        let hosted: Value = officer.get(&at).await.must_be(200).json();
        assert_eq!(hosted["items"].as_array().expect("a list").len(), 1);

        let course = id.parse().expect("a course");
        let child = enrol(&app, course, who.resident, &[who.child]).await[0];
        let family = app.program(who.resident, &["self"]).await;
        let mine = format!("/api/v1/me/courses/{id}");
        let named = json!({ "name": "沈玉珍", "relation": "外婆", "phone": "13700000001" });
        family.post_json(&format!("{mine}/collectors"), &named).await.must_be(201);
        // Once is all: the answer says which code stands.
        family.post_json(&format!("{mine}/collectors"), &named).await.must_be(422).must_say("name");
        let own: Value = family.get(&mine).await.must_be(200).json();
        assert_eq!(own["collectors"].as_array().map(Vec::len), Some(1));
        assert_eq!((&own["people"][0]["age"], &own["people"][0]["number"]), (&json!(8), &json!(1)));
        let code = own["collectors"][0]["code"].as_str().expect("a code").to_owned();
        assert_eq!(own["collectors"][0]["phone"], "13700000001");
        app.program(who.neighbour, &["self"]).await.get(&mine).await.must_be(404);
        let lessons = sessions(&app, course).await;
        let leave = format!("{mine}/sessions/{}/leave/{child}", lessons[1].0);
        family.post_json(&leave, &json!({ "reason": "走亲戚" })).await.must_be(204);
        family.call("DELETE", &leave).await.must_be(204);

        go(&app, lessons[0], 10);
        let session = format!("{at}/{id}/sessions/{}", lessons[0].0);
        let marks = json!({ "marks": [{ "signup": child, "mark": "late" }] });
        // A steward's program, not named yet, has nothing to see here.
        let steward = app.program(who.steward, &["courses.roll"]).await;
        steward.get(&format!("{session}/roll")).await.must_be(404);
        steward.post_json(&format!("{session}/roll"), &marks).await.must_be(404);
        steward.get(&format!("{at}/{id}/attendance")).await.must_be(404);
        officer.post_json(&format!("{at}/{id}/teachers"), &json!({ "person": who.steward })).await.must_be(204);
        let called: Value = steward.post_json(&format!("{session}/roll"), &marks).await.must_be(200).json();
        assert_eq!(called["changed"], 1);
        let roll: Value = steward.get(&format!("{session}/roll")).await.must_be(200).json();
        assert_eq!((&roll["people"][0]["mark"], &roll["people"][0]["name"]), (&json!("late"), &json!("朱**")));
        let wrong = json!({ "children": [child], "way": "code", "code": if code == "000000" { "111111" } else { "000000" } });
        steward.post_json(&format!("{session}/handovers"), &wrong).await.must_be(422).must_say("code");
        let right = json!({ "children": [child], "way": "code", "code": code });
        steward.post_json(&format!("{session}/handovers"), &right).await.must_be(204);
        steward.post_json(&format!("{session}/handovers"), &right).await.must_be(409).must_say("gone-already");
        let closed: Value = steward.post_json(&format!("{session}/close"), &json!({})).await.must_be(200).json();
        assert_eq!(closed["absent"], 0);
        let sums: Value = officer.get(&format!("{at}/{id}/attendance")).await.must_be(200).json();
        assert_eq!((&sums[0]["held"], &sums[0]["late"]), (&json!(1), &json!(1)));
        // Moved, called off, added, ended.
        let later = format!("{at}/{id}/sessions/{}", lessons[1].0);
        let to = json!({ "starts_at": "2026-12-01T16:00:00+08:00", "ends_at": "2026-12-01T17:00:00+08:00" });
        officer.send_json("PUT", &later, &to).await.must_be(204);
        officer.post_json(&format!("{later}/cancel"), &json!({ "reason": "停电" })).await.must_be(204);
        officer.post_json(&format!("{at}/{id}/sessions"), &to).await.must_be(201);
        officer.send_json("PUT", &format!("{at}/{id}/rules"), &json!({ "pass_percent": 101, "pick_up": true })).await.must_be(422);
        officer.post_json(&format!("{at}/{id}/cancel"), &json!({ "reason": "不办了" })).await.must_be(204);
        app.verify("courses").await;
    }

    async fn a_family_s_calendar_has_the_sessions_and_not_the_months(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = public(&app, club(&app)).await;
        let small = brother(&app).await;
        enrol(&app, id, who.resident, &[who.child, small]).await;
        let family = app.sign_in(who.resident).await;
        let page = family.post_form("/me/calendar", &[]).await.must_be(200).text();
        let from = page.find("/calendars/").expect("an address");
        let until = page[from..].find(".ics").expect("its end") + from + 4;
        let file = app.visitor().get(&page[from..until]).await.must_be(200).text();
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 8, "two children go to the same eight sessions");
    }

    async fn those_who_were_there_say_how_it_was(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let other = enrol(&app, id, who.neighbour, &[who.neighbour]).await[0];
        for lesson in sessions(&app, id).await {
            go(&app, lesson, 10);
            held(&app, id, lesson.0, &[(child, Mark::Present), (other, Mark::Absent)]).await;
        }
        app.clock.advance(jiff::SignedDuration::from_hours(3));
        app.run_jobs().await;
        let (there, away) = (app.sign_in(who.resident).await, app.sign_in(who.neighbour).await);
        there.get("/notices").await.must_say("觉得怎么样");
        away.get("/notices").await.must_not_say("觉得怎么样");
        there.get(&format!("/activities/{id}/feedback")).await.must_be(200).must_say("satisfied");
        away.get(&format!("/activities/{id}/feedback")).await.must_be(200).must_not_say("satisfied");
    }
}
