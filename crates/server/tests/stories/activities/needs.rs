//! An activity's further rooms and what it takes along: with it or not at all, moved with it, never twice.

use jiff::SignedDuration;
use langqiao_app::{
    activities::{self, Needed, Plan, PublishError, Times, UpdateError},
    bookings::{self, Lending},
};
use langqiao_kernel::id::{ActivityId, EquipmentId, SpaceId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{draft, plan, published};

/// Another room in the hall, and so many chairs.
async fn furnished(app: &TestApp, pieces: i64) -> (SpaceId, EquipmentId) {
    let (org, venue) = (app.county.village_women, app.county.venue);
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let second = SpaceId::generate();
        tx.execute(
            "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '四点半学堂', 50)",
            params![second, venue],
        )?;
        let lending = Lending {
            equipment: vec![("折叠椅".to_owned(), pieces)],
        };
        bookings::set_lending(tx, org, venue, &lending)?;
        Ok::<_, StoreError>((second, bookings::equipment_of(tx, venue)?[0].id))
    });
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

async fn publish(app: &TestApp, id: ActivityId) -> Result<(), PublishError> {
    let (keys, org) = (app.app.keys.clone(), app.county.village_women);
    app.app
        .db
        .write(app.app.by_system("story"), move |tx| {
            activities::publish(tx, &keys, org, id)
        })
        .await
}

/// Which rooms an activity holds, and how many pieces with them.
async fn holds(app: &TestApp, id: ActivityId) -> (i64, i64) {
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT COUNT(*), (SELECT CAST(COALESCE(SUM(i.pieces), 0) AS BIGINT) FROM booking_equipment i
               JOIN booking c ON c.id = i.booking WHERE c.activity = ?1 AND c.status = 'held')
             FROM booking b WHERE b.activity = ?1 AND b.status = 'held'",
            params![id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .expect("a count")
}

fn later(plan: Plan, hours: i64) -> Plan {
    let (by, times) = (SignedDuration::from_hours(hours), plan.times);
    let times = Times {
        starts_at: times.starts_at + by,
        ends_at: times.ends_at + by,
        ..times
    };
    Plan { times, ..plan }
}

both! {
    async fn two_rooms_and_the_chairs_come_with_it_or_not_at_all(db: Db) {
        let app = TestApp::start(db).await;
        let (second, chairs) = furnished(&app, 30).await;
        let org = app.county.village_women;
        let both_rooms = Plan { rooms: vec![second], equipment: vec![Needed { item: chairs, pieces: 20 }], ..plan(&app) };
        let id = published(&app, org, both_rooms.clone()).await;
        assert_eq!(holds(&app, id).await, (2, 20));
        app.verify("rooms").await;
        // In the small room alone something else would be on: neither room is taken then.
        let small = Plan { space: Some(second), ..plan(&app) };
        let other = published(&app, org, later(small.clone(), 2)).await;
        let moved = {
            let plan = later(both_rooms.clone(), 2);
            app.app.db.write(app.app.by_system("story"), move |tx| {
                let version = activities::load(tx, id)?.expect("the activity").version;
                activities::update(tx, org, id, version, &plan)
            }).await
        };
        assert!(matches!(moved, Err(UpdateError::Rooms(_))), "{moved:?}");
        assert_eq!((holds(&app, id).await, holds(&app, other).await), ((2, 20), (1, 0)));
        // More chairs than are left at that time: neither the room nor the chairs.
        let third = draft(&app, org, Plan { space: Some(second), equipment: vec![Needed { item: chairs, pieces: 11 }], ..later(plan(&app), 5) }).await;
        publish(&app, third).await.expect("another time");
        let done = {
            let plan = Plan { rooms: vec![], ..later(both_rooms, 5) };
            app.app.db.write(app.app.by_system("story"), move |tx| {
                let version = activities::load(tx, id)?.expect("the activity").version;
                activities::update(tx, org, id, version, &plan)
            }).await
        };
        assert!(matches!(&done, Err(UpdateError::Short { free: 19, .. })), "{done:?}");
        assert_eq!(holds(&app, id).await, (2, 20));
        // Called off, all of it is free again.
        app.app.db.write(app.app.by_system("story"), move |tx| activities::cancel(tx, org, id, "下雨")).await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(holds(&app, id).await, (0, 0));
        app.verify("rooms").await;
        app.verify("equipment").await;
    }

    async fn an_officer_types_rooms_and_chairs_and_is_told_what_is_wrong(db: Db) {
        let app = TestApp::start(db).await;
        let (second, chairs) = furnished(&app, 30).await;
        let (org, first) = (app.county.village_women, app.county.space.to_text());
        let (second, chairs) = (second.to_text(), chairs.to_text());
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, "/activities");
        let mut typed = vec![
            ("title", "亲子科普日"), ("kind", "science"), ("space", first.as_str()), ("day", "2026-11-28"), ("start", "14:30"), ("end", "16:00"),
            ("seats", "40"), ("party_max", "4"), ("offer_minutes", "120"), ("own_share", "1"), ("r0_space", first.as_str()),
            ("e0_item", chairs.as_str()), ("e0_pieces", "31"), ("_do", "add-equipment"),
        ];
        let more = officer.post_form(&at, &typed).await.must_be(200);
        more.must_say("再用一个房间").must_say("折叠椅（").must_say("e1_item");
        typed[13].1 = "publish";
        let back = officer.post_form(&at, &typed).await.must_be(422);
        back.must_say("这个房间已经在上面了").must_say("场所只有 30 件，请减少");
        typed[10].1 = &second;
        typed[12].1 = "12件";
        officer.post_form(&at, &typed).await.must_be(422);
        typed[12].1 = "12";
        let done = officer.post_form(&at, &typed).await.must_be(303);
        officer.follow(&done).await.must_say("四点半学堂").must_say("折叠椅 12 件");
        let id: ActivityId = done.location().rsplit('/').next().expect("an id").parse().expect("an id");
        assert_eq!(holds(&app, id).await, (2, 12));
        officer.get(&format!("{at}/{id}/edit")).await.must_be(200).must_say("value=\"12\"").must_say("第 2 个房间");
        // A program: the same, at its place in what it sends.
        let program = app.program(app.county.people.officer, &["activities.manage"]).await;
        let api = format!("/api/v1/organisations/{org}/activities");
        let wire = |rooms: Value, equipment: Value| json!({
            "title": "义诊", "kind": "health", "space": first, "area": app.county.villages[0][0], "starts_at": "2026-11-29T08:00:00+08:00",
            "ends_at": "2026-11-29T10:00:00+08:00", "seats": 4, "rooms": rooms, "equipment": equipment,
        });
        program.post_json(&api, &wire(json!([first]), json!([]))).await.must_be(422).must_say("\"rooms[0]\"");
        let wrong = json!([{ "item": EquipmentId::from_u128(9), "pieces": 1 }]);
        program.post_json(&api, &wire(json!([]), wrong)).await.must_be(422).must_say("equipment[0].item");
        let right = json!([{ "item": chairs, "pieces": 3 }]);
        let made: Value = program.post_json(&api, &wire(json!([second]), right.clone())).await.must_be(201).json();
        assert_eq!((&made["rooms"], &made["equipment"]), (&json!([second]), &right));
    }

    async fn at_once_no_more_chairs_go_out_than_there_are(db: Db) {
        let app = TestApp::start(db).await;
        let (second, chairs) = furnished(&app, 30).await;
        let org = app.county.village_women;
        let mut drafts = Vec::new();
        for space in [app.county.space, second] {
            for _ in 0..4 {
                let plan = Plan { space: Some(space), equipment: vec![Needed { item: chairs, pieces: 16 }], ..plan(&app) };
                drafts.push(draft(&app, org, plan).await);
            }
        }
        let mut rush = tokio::task::JoinSet::new();
        for id in drafts {
            let (house, keys) = (app.app.clone(), app.app.keys.clone());
            rush.spawn(async move {
                house.db.write(house.by_system("story"), move |tx| activities::publish(tx, &keys, org, id)).await
            });
        }
        let outcomes = rush.join_all().await;
        assert_eq!(outcomes.iter().filter(|done| done.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().any(|done| matches!(done, Err(PublishError::Short { .. } | PublishError::Rooms(_) | PublishError::JustTaken))));
        app.verify("equipment").await;
        app.verify("rooms").await;
    }
}
