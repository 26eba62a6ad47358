//! What is on in a site: whatever holds one of its rooms, each thing once.

use jiff::SignedDuration;
use langqiao_app::activities::Plan;
use langqiao_kernel::id::SpaceId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::of_hall;
use crate::{
    activities::{plan, published},
    courses::{club, public},
};

/// The same on another day, which is so many days later.
fn later(days: i64, plan: Plan) -> Plan {
    let span = SignedDuration::from_hours(24 * days);
    let mut plan = plan;
    plan.times.starts_at += span;
    plan.times.ends_at += span;
    plan
}

both! {
    async fn a_site_lists_whatever_holds_one_of_its_rooms(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let (org, venue, small) = (county.village_women, county.venue, SpaceId::generate());
        let (cluster, ..) = of_hall(&app).await;
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '小教室', 60)", params![small, venue])?;
            Ok::<_, StoreError>(())
        });
        done.await.unwrap_or_else(|why| panic!("{why}"));
        // A course in the hall, an activity that has the hall as its second room, and one in both rooms: each once.
        let course = public(&app, club(&app)).await;
        published(&app, org, Plan { title: "两间一起".into(), space: Some(small), rooms: vec![county.space], ..plan(&app) }).await;
        let visitor = app.visitor();
        let sites = [format!("/venues/{venue}"), format!("/clusters/{cluster}")];
        for site in &sites {
            let page = visitor.get(site).await.must_be(200).must_say("两间一起").must_say("四点半学堂").must_say("课程（下一次）").must_not_say("查看全部").text();
            assert_eq!(page.matches(&format!("/activities/{course}\"")).count(), 1, "the next session alone");
            let all: Value = visitor.get(&format!("/api/v1{site}/activities")).await.must_be(200).json();
            let items = all["items"].as_array().expect("items");
            assert_eq!(items.len(), 2, "{all}");
            assert_eq!((&items[0]["activity"], &items[0]["course"]), (&json!(course), &json!(true)));
            assert_eq!(items[0]["starts_at"], json!("2026-11-23T16:30:00+08:00"));
            let rooms = items[1]["rooms"].as_str().expect("rooms");
            assert!(rooms.contains("大厅") && rooms.contains("小教室"), "{rooms}");
        }
        visitor.get(&format!("/venues/{}/activities", county.space)).await.must_be(404);
        visitor.get(&format!("/api/v1/clusters/{venue}/activities")).await.must_be(404);
        // More than fit on the page: there is a way to all of them.
        for day in 1..=21 {
            published(&app, org, later(day, Plan { title: format!("第{day}场"), ..plan(&app) })).await;
        }
        for site in &sites {
            visitor.get(site).await.must_be(200).must_say("查看全部").must_say(&format!("{site}/activities")).must_not_say("第21场");
            let page = visitor.get(&format!("{site}/activities")).await.must_be(200);
            page.must_say("第21场").must_say("两间一起").must_say("四点半学堂");
            let first = visitor.get(&format!("{site}/activities?limit=20")).await.must_be(200).must_not_say("第21场").text();
            let next = first.split("after=").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page");
            visitor.get(&format!("{site}/activities?limit=20&after={next}")).await.must_be(200).must_say("第21场").must_say("21–23").must_not_say("两间一起");
            visitor.get(&format!("{site}/activities?after=x")).await.must_be(422);
        }
        app.queries().reset();
        visitor.get(&format!("{}/activities", sites[0])).await.must_be(200);
        assert!(app.queries().statements() <= 3, "{}", app.queries().statements());
    }
}
