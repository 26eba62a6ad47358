//! The same over the API, and a rush by real HTTP.

use std::sync::Arc;

use langqiao_kernel::id::PersonId;
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::scene::{Scene, fill, form};

both! {
    async fn a_program_signs_up_waits_answers_and_cancels(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 3, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let path = format!("/api/v1/activities/{activity}/signups");
        let one = app.program(people.resident, &["self"]).await;
        let made = one.post_json(&path, &json!({ "people": [people.resident, people.child] })).await.must_be(201);
        let party: Value = made.json();
        assert_eq!((&party["state"], &party["role"]), (&json!("seat"), &json!("attendee")));
        assert_eq!(made.header("location"), format!("/api/v1/signups/{}", party["id"].as_str().unwrap()));
        assert_eq!(party["starts_at"], "2026-11-28T09:00:00+08:00");
        let code = party["people"][1]["code"].as_str().expect("a code");
        assert!(party["people"][1]["qr"].as_str().expect("a code").ends_with(&format!("/t/{code}")));
        let again: Value = one.post_json(&path, &json!({})).await.must_be(409).json();
        assert_eq!(again["code"], "signed-up-already");

        fill(&app, activity, 1).await;
        let two = app.program(people.neighbour, &["self"]).await;
        let waits: Value = two.post_json(&path, &json!({})).await.must_be(201).json();
        assert_eq!((&waits["state"], &waits["waiting"]["position"]), (&json!("waiting"), &json!(1)));
        assert_eq!(waits["waiting"]["next"], json!({ "what": "places", "more": 1 }));
        assert!(waits["people"][0].get("code").is_none(), "no ticket without a place");
        let (mine, theirs) = (party["id"].as_str().unwrap(), waits["id"].as_str().unwrap());
        two.get(&format!("/api/v1/signups/{mine}")).await.must_be(404);
        two.call("DELETE", &format!("/api/v1/signups/{mine}")).await.must_be(404);
        two.call("POST", &format!("/api/v1/signups/{theirs}/accept")).await.must_be(409);

        let child = party["people"][1]["id"].as_str().unwrap();
        let left: Value = one.call("DELETE", &format!("/api/v1/signups/{mine}?signup={child}")).await.must_be(200).json();
        assert_eq!(left["people"][1]["state"], "cancelled");
        let offered: Value = two.get(&format!("/api/v1/signups/{theirs}")).await.must_be(200).json();
        assert_eq!((&offered["state"], &offered["offered_until"]), (&json!("offered"), &json!("2026-11-21T11:00:00+08:00")));
        let taken: Value = two.call("POST", &format!("/api/v1/signups/{theirs}/accept")).await.must_be(200).json();
        assert_eq!(taken["state"], "seat");
        one.call("DELETE", &format!("/api/v1/signups/{mine}")).await.must_be(200);
        one.call("DELETE", &format!("/api/v1/signups/{mine}")).await.must_be(409);

        let list: Value = two.get("/api/v1/me/signups").await.must_be(200).json();
        assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["id"]), (1, &waits["id"]));
        let bad: Value = two.post_json(&path, &json!({ "people": [people.resident] })).await.must_be(404).json();
        assert_eq!(bad["status"], 404);
        app.program(people.neighbour, &["checkin.scan"]).await.post_json(&path, &json!({})).await.must_be(403);
        app.visitor().post_json(&path, &json!({})).await.must_be(401);
    }

    async fn the_list_of_ones_sign_ups_goes_on_where_it_stopped(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.program(app.county.people.resident, &["self"]).await;
        for _ in 0..5 {
            let activity = Scene::default().put_on(&app).await;
            let path = format!("/api/v1/activities/{activity}/signups");
            let family = json!({ "people": [app.county.people.resident, app.county.people.child] });
            program.post_json(&path, &family).await.must_be(201);
            app.clock.advance(jiff::SignedDuration::from_secs(1));
        }
        let (mut seen, mut next) = (Vec::new(), String::from("/api/v1/me/signups?limit=2"));
        loop {
            let page: Value = program.get(&next).await.must_be(200).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            assert!(page["items"].as_array().unwrap().iter().all(|item| item["people"].as_array().unwrap().len() == 2));
            let Some(after) = page.get("next").and_then(Value::as_str) else { break };
            next = format!("/api/v1/me/signups?limit=2&after={after}");
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!((seen.len(), once.len()), (5, 5));
    }

    async fn a_rush_over_http_with_everybody_pressing_twice(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let activity = Scene { capacity: 10, ..Scene::default() }.put_on(&app).await;
        let everyone: Vec<PersonId> = (0..64).map(|_| PersonId::generate()).collect();
        let all = everyone.clone();
        let by = app.app.by_system("story");
        let made = app.app.db.write(by, move |tx| {
            tx.bookkeeping();
            all.iter().try_for_each(|person| {
                tx.execute(
                    "INSERT INTO person (id, name_sealed, name_blind, name_masked, created_at) VALUES (?1, ?2, '', '某*', 0)",
                    params![person, Vec::<u8>::new()],
                ).map(drop)
            })
        });
        made.await.expect("people");
        let mut clients = JoinSet::new();
        for person in everyone {
            let app = app.clone();
            clients.spawn(async move {
                let client = app.sign_in(person).await;
                let path = form(activity);
                let fields = [("who", "me")];
                let (first, second) = tokio::join!(client.post_form(&path, &fields), client.post_form(&path, &fields));
                assert_eq!(first.location(), second.location());
            });
        }
        while let Some(done) = clients.join_next().await {
            done.expect("a client");
        }
        let read = app.app.db.read(move |tx| {
            tx.one(
                "SELECT p.taken, p.waiting, (SELECT COUNT(*) FROM signup s WHERE s.activity = p.activity) FROM pool p
                 WHERE p.activity = ?1 AND p.role = 'attendee'",
                params![activity],
                |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?)),
            )
        });
        assert_eq!(read.await.expect("the pool"), Some((10, 54, 64)));
        let ours = |name: &str| matches!(name, "signups" | "places");
        for (name, check) in app.app.registry.checks.iter().filter(|(name, _)| ours(name)) {
            let differs = app.app.db.read(*check).await.expect("a check");
            assert!(differs.is_empty(), "{name}: {differs:?}");
        }
    }
}
