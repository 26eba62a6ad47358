//! Equipment is counted, and those who built a venue together come first, in the open.

use std::sync::Arc;

use jiff::SignedDuration;
use langqiao_app::{
    bookings::{self, BookError, Lending, NewBooking, Rules, book as reserve},
    sites::builders::{self, Body, Gave, Part},
};
use langqiao_kernel::id::EquipmentId;
use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{book, free_for_all, given_back, lay_down, room};

const CLIENTS: usize = 32;

/// Chairs in the county's hall, and the firm's union as its co-builder.
async fn chairs(app: &TestApp, pieces: i64, partners: &[&str]) -> EquipmentId {
    let (org, venue) = (app.county.village_women, app.county.venue);
    let lending = Lending {
        equipment: vec![("折叠椅".to_owned(), pieces)],
    };
    let partners: Vec<String> = partners.iter().map(|name| (*name).to_owned()).collect();
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        for name in &partners {
            let part = Part {
                gave: vec![Gave::Money],
                ..Part::default()
            };
            builders::add(tx, org, venue, (&Body::Named(name.clone()), &part)).expect("a co-builder");
        }
        let unknown = bookings::set_lending(tx, org, venue, &lending)?;
        assert_eq!(unknown, None);
        Ok::<_, StoreError>(bookings::equipment_of(tx, venue)?[0].id)
    });
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

both! {
    async fn a_keeper_counts_chairs_and_lends_no_more(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let lending = TestApp::bench(county.village_women, &format!("/venues/{}/lending", county.venue));
        officer.post_form(&lending, &[("equipment", "折叠椅")]).await.must_be(422).must_say("这一行读不懂");
        officer.post_form(&lending, &[("equipment", "折叠椅 30")]).await.must_be(303);
        officer.get(&lending).await.must_be(200).must_say("折叠椅 30");
        let builders = lending.replace("/lending", "/builders");
        officer.post_form(&builders, &[("name", "灯笼纺织工会委员会"), ("gave", "money")]).await.must_be(303);
        let firm = app.sign_in(people.firm_officer).await;
        firm.get(&lending.replace(&county.village_women.to_text(), &county.firm_union.to_text())).await.must_be(404);
        let theirs = room(&app, county.firm_union);
        let page = firm.get(&theirs).await.must_be(200);
        let page = page.must_say("折叠椅（共 30 件）").must_say("共建单位：灯笼纺织工会委员会");
        let name = page.text().split("name=\"eq-").nth(1).map(|rest| format!("eq-{}", &rest[..36])).expect("a field");

        let wish = |from: &'static str, to: &'static str, pieces: &'static str| {
            [("day", "2026-11-24"), ("from", from), ("to", to), ("purpose", "读书会"), ("people", "12"), (name.as_str(), pieces)]
        };
        firm.post_form(&theirs, &wish("9:00", "11:00", "31")).await.must_be(422).must_say("还能借 30 件");
        firm.post_form(&theirs, &wish("9:00", "11:00", "许多")).await.must_be(422).must_say("请填要几件");
        firm.post_form(&theirs, &wish("9:00", "11:00", "20")).await.must_be(303);
        firm.get(&format!("{theirs}?day=2026-11-24")).await.must_say("折叠椅 × 20").must_say("候补时排在前面").must_not_say("早 0 天");
        // What is promised is kept, until it is over.
        officer.post_form(&lending, &[("equipment", "折叠椅 19")]).await.must_be(422).must_say("已约出 20 件");
        officer.post_form(&lending, &[("equipment", "椅子 30")]).await.must_be(422).must_say("已约出 20 件");
        officer.post_form(&lending, &[("equipment", "折叠椅 20")]).await.must_be(303);
        app.clock.advance(SignedDuration::from_hours(24 * 5));
        self::chairs(&app, 5, &[]).await;
        let checks = app.app.registry.checks.clone();
        let pieces = checks.iter().find(|(name, _)| *name == "equipment").expect("a check").1;
        assert_eq!(app.app.db.read(pieces).await.unwrap(), [""; 0]);
    }

    async fn co_builders_book_earlier_and_wait_in_front(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        chairs(&app, 10, &["灯笼纺织工会委员会"]).await;
        lay_down(&app, Rules { ahead_days: 60, head_start_days: 30, ..free_for_all() }).await;
        let (firm, foreign, officer) = (app.sign_in(people.firm_officer).await, app.sign_in(people.foreign_officer).await, app.sign_in(people.officer).await);
        let (theirs, others) = (room(&app, county.firm_union), room(&app, county.foreign_women));
        book(&foreign, &others, ("2027-01-10", "9:00", "10:00"), "年会").await.must_be(422).must_say("最远可以约到");
        book(&firm, &theirs, ("2027-01-10", "9:00", "10:00"), "年会").await.must_be(303);
        foreign.get(&others).await.must_say("早 30 天预约");

        book(&officer, &room(&app, county.village_women), ("2026-11-25", "9:00", "10:00"), "例会").await.must_be(303);
        let wait = [("day", "2026-11-25"), ("from", "9:00"), ("to", "10:00"), ("purpose", "候补"), ("people", "5")];
        foreign.post_form(&format!("{others}/wait"), &wait).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(5));
        firm.post_form(&format!("{theirs}/wait"), &wait).await.must_be(303);
        foreign.get(&TestApp::bench(county.foreign_women, "/spaces")).await.must_say("前面还有 1 个单位").must_say("其中 1 个是共建单位");
        firm.get(&TestApp::bench(county.firm_union, "/spaces")).await.must_say("您排在第一位");
        let id = given_back(&officer.get(&TestApp::bench(county.village_women, "/spaces")).await).remove(0);
        officer.post_form(&TestApp::bench(county.village_women, &format!("/bookings/{id}/cancel")), &[]).await.must_be(303);
        firm.get(&TestApp::bench(county.firm_union, "/spaces")).await.must_say("已为您留着");
        foreign.get(&TestApp::bench(county.foreign_women, "/spaces")).await.must_say("正留给排在前面的单位").must_not_say("约了这个时间");
    }

    /// Two rooms of one hall, one stock of chairs: whoever comes, never more than there are.
    async fn of_many_who_want_chairs_only_as_many_get_them_as_there_are(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let chairs = chairs(&app, 10, &[]).await;
        let venue = app.county.venue;
        let rooms = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            let mut rooms = Vec::new();
            for n in 0..CLIENTS {
                let id = langqiao_kernel::id::SpaceId::generate();
                let name = format!("小间{n}");
                tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, 40)", langqiao_store::params![id, venue, name])?;
                rooms.push(id);
            }
            Ok::<_, StoreError>(rooms)
        }).await.expect("rooms");
        let (org, person) = (app.county.village_women, app.county.people.officer);
        let base = app.app.now() + SignedDuration::from_hours(24);
        for round in 0..8_i64 {
            let mut clients = JoinSet::new();
            for (n, space) in rooms.iter().copied().enumerate() {
                let app = app.clone();
                clients.spawn(async move {
                    let starts_at = base + SignedDuration::from_hours(3 * round) + SignedDuration::from_mins(n as i64 % 4 * 5);
                    let wish = NewBooking {
                        space, purpose: "抢椅子".to_owned(), people: 0, starts_at,
                        ends_at: starts_at + SignedDuration::from_mins(60), equipment: vec![(chairs, 3)],
                    };
                    match app.app.db.write(app.app.by_system("story"), move |tx| reserve(tx, org, person, &wish)).await {
                        Ok(_) => 1,
                        Err(BookError::Short { free, .. }) => { assert!(free < 3); 0 }
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            let mut won = 0;
            while let Some(done) = clients.join_next().await {
                won += done.expect("a client");
            }
            assert_eq!(won, 3, "ten chairs, three each");
        }
        let pieces = app.app.registry.checks.iter().find(|(name, _)| *name == "equipment").expect("a check").1;
        assert_eq!(app.app.db.read(pieces).await.unwrap(), [""; 0]);
    }

    async fn a_program_takes_chairs_along(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let chairs = chairs(&app, 10, &[]).await;
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/bookings", county.firm_union);
        let wish = |pieces: i64| json!({
            "space": county.space, "purpose": "读书会", "equipment": [{ "id": chairs, "pieces": pieces }],
            "starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T10:00:00+08:00",
        });
        firm.post_json(&path, &wish(11)).await.must_be(409).must_say("equipment-short");
        firm.post_json(&path, &wish(0)).await.must_be(422);
        firm.post_json(&path, &wish(10)).await.must_be(201);
    }

    async fn a_refusal_names_the_fields_of_the_request(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, free_for_all()).await;
        let chairs = chairs(&app, 30, &[]).await;
        let program = app.program(people.firm_officer, &["activities.read", "spaces.book"]).await;
        let bookings = format!("/api/v1/organisations/{}/bookings", county.firm_union);
        let wish = |from: &str, to: &str, pieces: i64| json!({
            "space": county.space, "purpose": "读书会", "people": 5, "starts_at": format!("{from}:00+08:00"), "ends_at": format!("{to}:00+08:00"),
            "equipment": [{ "id": chairs, "pieces": pieces }],
        });
        let fields = |told: Value| -> Vec<String> {
            let errors = told["errors"].as_array().cloned().unwrap_or_default();
            errors.iter().filter_map(|one| one["field"].as_str().map(str::to_owned)).collect()
        };
        let told = program.post_json(&bookings, &wish("2020-01-02T10:00", "2020-01-02T09:00", 1)).await.must_be(422).json();
        let told = fields(told);
        assert!(told.iter().any(|field| field == "starts_at") && told.iter().any(|field| field == "ends_at"), "{told:?}");
        let told = program.post_json(&bookings, &wish("2026-11-24T10:00", "2026-11-24T11:00", 0)).await.must_be(422).json();
        assert_eq!(fields(told), ["equipment[0]"]);
        let wait = json!({ "space": county.space, "purpose": "读书会", "starts_at": "2026-11-24T10:00:00+08:00", "ends_at": "2026-11-24T09:00:00+08:00" });
        let waits = format!("/api/v1/organisations/{}/booking-waits", county.firm_union);
        assert_eq!(fields(program.post_json(&waits, &wait).await.must_be(422).json()), ["ends_at"]);
        let made: Value = program.post_json(&bookings, &wish("2026-11-24T10:00", "2026-11-24T11:00", 5)).await.must_be(201).json();
        let time = format!("{bookings}/{}/time", made["id"].as_str().expect("an id"));
        let moved = json!({ "starts_at": "2026-11-24T12:00:00+08:00", "ends_at": "2026-11-24T11:00:00+08:00" });
        assert_eq!(fields(program.post_json(&time, &moved).await.must_be(422).json()), ["ends_at"]);
    }
}
