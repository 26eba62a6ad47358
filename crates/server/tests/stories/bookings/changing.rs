//! A booking becomes another: its room, purpose, people and equipment too, by the rules of any booking; where consent is
//! needed the old one stays until the answer.

use langqiao_app::bookings::{self, Lending, Rules};
use langqiao_kernel::id::{EquipmentId, SpaceId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, TestApp, both};
use serde_json::{Value, json};

use super::{free_for_all, lay_down};

/// Another room in the hall, and chairs.
async fn furnished(app: &TestApp) -> (SpaceId, EquipmentId) {
    let (org, venue) = (app.county.village_women, app.county.venue);
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let second = SpaceId::generate();
        tx.execute(
            "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '四点半学堂', 20)",
            params![second, venue],
        )?;
        for weekday in 1..=7i64 {
            tx.execute(
                "INSERT INTO space_hours (space, weekday, opens, closes) VALUES (?1, ?2, 480, 1320)",
                params![second, weekday],
            )?;
        }
        let lending = Lending {
            equipment: vec![("折叠椅".to_owned(), 10)],
        };
        bookings::set_lending(tx, org, venue, &lending)?;
        Ok::<_, StoreError>((second, bookings::equipment_of(tx, venue)?[0].id))
    });
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

struct Firm {
    client: Client,
    at: String,
    space: SpaceId,
}

impl Firm {
    async fn of(app: &TestApp) -> Self {
        let scopes = &["spaces.book", "activities.read"];
        Self {
            client: app.program(app.county.people.firm_officer, scopes).await,
            at: format!("/api/v1/organisations/{}/bookings", app.county.firm_union),
            space: app.county.space,
        }
    }

    fn wish(&self, hour: u32, more: &Value) -> Value {
        let mut wish = json!({
            "space": self.space, "purpose": "读书会", "people": 12,
            "starts_at": format!("2026-11-24T{hour:02}:00:00+08:00"), "ends_at": format!("2026-11-24T{:02}:00:00+08:00", hour + 1),
        });
        for (name, value) in more.as_object().expect("an object") {
            wish[name] = value.clone();
        }
        wish
    }

    async fn books(&self, hour: u32) -> String {
        let made: Value = self
            .client
            .post_json(&self.at, &self.wish(hour, &json!({})))
            .await
            .must_be(201)
            .json();
        made["id"].as_str().expect("an id").to_owned()
    }

    async fn change(&self, id: &str, wish: &Value, status: u16) -> Value {
        let path = format!("{}/{id}", self.at);
        self.client
            .send_json("PUT", &path, wish)
            .await
            .must_be(status)
            .json()
    }

    async fn shows(&self, id: &str) -> Value {
        self.client
            .get(&format!("{}/{id}", self.at))
            .await
            .must_be(200)
            .json()
    }
}

both! {
    async fn room_purpose_people_and_chairs_change_by_the_rules(db: Db) {
        let app = TestApp::start(db).await;
        let (second, chairs) = furnished(&app).await;
        lay_down(&app, free_for_all()).await;
        let firm = Firm::of(&app).await;
        let id = firm.books(9).await;
        let along = json!([{ "id": chairs, "pieces": 8 }]);
        let now = firm.change(&id, &firm.wish(9, &json!({ "purpose": "朗诵会", "people": 15, "equipment": along })), 200).await;
        assert_eq!((&now["id"], &now["purpose"], &now["people"]), (&json!(id), &json!("朗诵会"), &json!(15)));
        // Too many for the smaller room, too many chairs, a time that somebody has: nothing changes.
        firm.change(&id, &firm.wish(9, &json!({ "space": second, "people": 21 })), 422).await;
        firm.change(&id, &firm.wish(9, &json!({ "equipment": [{ "id": chairs, "pieces": 11 }] })), 409).await;
        let other = firm.books(14).await;
        let taken = firm.change(&id, &firm.wish(14, &json!({})), 409).await;
        assert_eq!(taken["code"], "booking-taken");
        assert_eq!(firm.shows(&id).await["purpose"], "朗诵会");
        // To the other room, and the hall is free for others at once.
        let moved = firm.change(&id, &firm.wish(9, &json!({ "space": second, "people": 15, "equipment": along })), 200).await;
        assert_eq!(moved["space"], json!(second));
        firm.change(&other, &firm.wish(9, &json!({})), 200).await;
        app.verify("equipment").await;
        app.verify("rooms").await;
    }

    async fn an_officer_changes_it_in_the_browser_and_loses_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let (second, _) = furnished(&app).await;
        lay_down(&app, free_for_all()).await;
        let id = Firm::of(&app).await.books(9).await;
        let officer = app.sign_in(app.county.people.firm_officer).await;
        let at = TestApp::bench(app.county.firm_union, &format!("/bookings/{id}/time"));
        officer.get(&at).await.must_be(200).must_say("改预约").must_say("value=\"读书会\"").must_say("折叠椅");
        let second = second.to_text();
        let mut typed = vec![
            ("day", "2026-11-24"), ("from", "10:00"), ("to", "11:00"), ("space", second.as_str()), ("purpose", "朗诵会"), ("people", "30"),
        ];
        officer.post_form(&at, &typed).await.must_be(422).must_say("最多容纳 20 人").must_say("value=\"朗诵会\"").must_say("value=\"30\"");
        typed[5].1 = "18";
        let done = officer.post_form(&at, &typed).await.must_be(303);
        officer.follow(&done).await.must_say("朗诵会");
        app.sign_in(app.county.people.officer).await.get("/notices").await.must_say("改到");
    }

    async fn the_old_one_stays_until_its_keeper_has_answered(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, free_for_all()).await;
        let firm = Firm::of(&app).await;
        let id = firm.books(9).await;
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let keeper = app.program(app.county.people.officer, &["spaces.keep", "activities.read"]).await;
        let answer = async |request: &Value, yes: bool| {
            let path = format!("/api/v1/organisations/{}/bookings/{}/answer", app.county.village_women, request["id"].as_str().expect("an id"));
            keeper.post_json(&path, &json!({ "accept": yes, "note": "排练在先" })).await.must_be(200);
        };
        let asked = firm.change(&id, &firm.wish(9, &json!({ "people": 30 })), 200).await;
        assert_eq!((&asked["status"], &asked["changes"]), (&json!("asked"), &json!(id)));
        assert_eq!(firm.shows(&id).await["people"], 12);
        answer(&asked, false).await;
        assert_eq!((&firm.shows(&id).await["people"], &firm.shows(&id).await["status"]), (&json!(12), &json!("held")));
        // Over its own time: the old and the new don't stand in each other's way; a second change takes the first one's place.
        firm.change(&id, &firm.wish(11, &json!({})), 200).await;
        let half = firm.wish(9, &json!({ "starts_at": "2026-11-24T09:30:00+08:00", "ends_at": "2026-11-24T10:30:00+08:00" }));
        let asked = firm.change(&id, &half, 200).await;
        let page = app.sign_in(app.county.people.officer).await;
        page.get(&TestApp::bench(app.county.village_women, &format!("/spaces/{}", app.county.space))).await.must_be(200)
            .must_say("改预约").must_say("不同意的话，原来的预约不变");
        answer(&asked, true).await;
        let now = firm.shows(&id).await;
        assert_eq!((&now["starts_at"], &now["status"]), (&json!("2026-11-24T09:30:00+08:00"), &json!("held")));
        // Given back, what waits for it is withdrawn.
        let asked = firm.change(&id, &firm.wish(15, &json!({})), 200).await;
        firm.client.post_json(&format!("{}/{id}/cancel", firm.at), &json!({})).await.must_be(200);
        assert_eq!(firm.shows(asked["id"].as_str().expect("an id")).await["status"], "cancelled");
        app.verify("rooms").await;
    }

    async fn what_waits_is_answered_on_the_room_s_page(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let firm = Firm::of(&app).await;
        let (yes, no) = (firm.books(9).await, firm.books(14).await);
        let officer = app.sign_in(app.county.people.officer).await;
        let keeper = app.county.village_women;
        let room = TestApp::bench(keeper, &format!("/spaces/{}", app.county.space));
        // A fortnight before: what waits stands there whatever week is shown.
        officer.get(&format!("{room}?day=2026-12-20")).await.must_be(200).must_say(&format!("/bookings/{yes}/answer"));
        app.sign_in(app.county.people.town_officer).await.get(&room.replace(&keeper.to_text(), &app.county.town_women[0].to_text())).await
            .must_be(200).must_not_say("/answer");
        let space = app.county.space.to_text();
        let at = |id: &str| TestApp::bench(keeper, &format!("/bookings/{id}/answer"));
        let done = officer.post_form(&at(&yes), &[("yes", "1"), ("back", &space)]).await.must_be(303);
        assert!(done.location().starts_with(&room), "{}", done.location());
        let done = officer.post_form(&at(&no), &[("yes", "0"), ("back", &space)]).await.must_be(303);
        officer.follow(&done).await.must_say("原因");
        officer.post_form(&at(&no), &[("yes", "0"), ("back", &space), (&format!("note-{no}"), "当天开会")]).await.must_be(303);
        assert_eq!((&firm.shows(&yes).await["status"], &firm.shows(&no).await["status"]), (&json!("held"), &json!("declined")));
        officer.get(&room).await.must_not_say("/answer");
    }

    /// More of a series at once don't change what goes along; whose time stays is not asked for
    /// again.
    async fn of_a_series_nothing_is_lost_and_nothing_that_stays_is_asked_for_again(db: Db) {
        let app = TestApp::start(db).await;
        let (_, chairs) = furnished(&app).await;
        lay_down(&app, free_for_all()).await;
        let firm = Firm::of(&app).await;
        let series = format!("/api/v1/organisations/{}/booking-series", app.county.firm_union);
        let wish = firm.wish(9, &json!({ "rule": "FREQ=DAILY;COUNT=3", "equipment": [{ "id": chairs, "pieces": 4 }] }));
        let made: Value = firm.client.post_json(&series, &wish).await.must_be(201).json();
        let made: Value = firm.client.get(&format!("{series}/{}", made["id"].as_str().expect("an id"))).await.must_be(200).json();
        let ids: Vec<&str> = (0..3).map(|n| made["bookings"][n]["id"].as_str().expect("an id")).collect();
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let officer = app.sign_in(app.county.people.firm_officer).await;
        let at = TestApp::bench(app.county.firm_union, &format!("/bookings/{}/time", ids[1]));
        let (along, space) = (format!("eq-{chairs}"), app.county.space.to_text());
        let mut typed = vec![
            ("day", "2026-11-25"), ("from", "9:00"), ("to", "10:00"), ("space", space.as_str()), ("purpose", "读书会"), ("people", "12"),
            ("scope", "all"), (along.as_str(), "8"),
        ];
        officer.post_form(&at, &typed).await.must_be(422).must_say("不能改设备").must_say("value=\"8\"");
        typed[7].1 = "4";
        let done = officer.post_form(&at, &typed).await.must_be(303);
        officer.follow(&done).await.must_say("时间没变");
        for id in &ids {
            let one = firm.shows(id).await;
            assert_eq!((&one["status"], &one["pending"], &one["equipment"][0]["pieces"]), (&json!("held"), &Value::Null, &json!(4)));
        }
        // An hour later each needs its keeper's word.
        (typed[1].1, typed[2].1) = ("10:00", "11:00");
        let done = officer.post_form(&at, &typed).await.must_be(303);
        officer.follow(&done).await.must_say("共 3 次，等管理单位同意");
        assert_eq!(firm.shows(ids[0]).await["pending"], json!("consent"));
        app.verify("rooms").await;
        app.verify("equipment").await;
    }

    /// Moved otherwise, saved as it stands, declined, or let go because nobody came: what waits for it is over with that.
    async fn a_change_that_waits_ends_with_what_it_would_have_changed(db: Db) {
        let app = TestApp::start(db).await;
        let rules = || Rules { no_show_minutes: 15, ..free_for_all() };
        lay_down(&app, rules()).await;
        let firm = Firm::of(&app).await;
        let (moved, kept, unseen) = (firm.books(9).await, firm.books(11).await, firm.books(14).await);
        lay_down(&app, Rules { asks: true, ..rules() }).await;
        let asked = async |of: &str, hour: u32| {
            let asked = firm.change(of, &firm.wish(hour, &json!({})), 200).await;
            assert_eq!((&asked["status"], &asked["changes"]), (&json!("asked"), &json!(of)));
            asked["id"].as_str().expect("an id").to_owned()
        };
        let waits = asked(&moved, 16).await;
        let to = json!({ "starts_at": "2026-11-24T17:00:00+08:00", "ends_at": "2026-11-24T18:00:00+08:00" });
        firm.client.post_json(&format!("{}/{moved}/time", firm.at), &to).await.must_be(200);
        assert_eq!(firm.shows(&waits).await["status"], "cancelled");

        let waits = asked(&kept, 16).await;
        let same = firm.change(&kept, &firm.wish(11, &json!({})), 200).await;
        assert_eq!((&same["id"], &same["status"]), (&json!(kept), &json!("held")));
        assert_eq!(firm.shows(&waits).await["status"], "cancelled");

        // What was moved waits for its keeper's word itself, and gets a no.
        let waits = asked(&moved, 20).await;
        let keeper = app.program(app.county.people.officer, &["spaces.keep", "activities.read"]).await;
        let answer = format!("/api/v1/organisations/{}/bookings/{moved}/answer", app.county.village_women);
        keeper.post_json(&answer, &json!({ "accept": false, "note": "排练在先" })).await.must_be(200);
        assert_eq!((&firm.shows(&moved).await["status"], &firm.shows(&waits).await["status"]), (&json!("declined"), &json!("cancelled")));

        let waits = asked(&unseen, 19).await;
        app.clock.set("2026-11-24T14:16:00+08:00".parse().expect("an instant"));
        app.run_jobs().await;
        assert_eq!((&firm.shows(&unseen).await["status"], &firm.shows(&waits).await["status"]), (&json!("cancelled"), &json!("cancelled")));
        app.verify("rooms").await;
    }

    /// A time that somebody has is not asked for, and what was asked for before goes on waiting; nothing is changed where
    /// nothing is.
    async fn nobody_is_asked_for_a_time_that_another_has(db: Db) {
        let app = TestApp::start(db).await;
        lay_down(&app, free_for_all()).await;
        let firm = Firm::of(&app).await;
        let (id, _other) = (firm.books(9).await, firm.books(14).await);
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let waits = firm.change(&id, &firm.wish(11, &json!({})), 200).await;
        let refused = firm.change(&id, &firm.wish(14, &json!({})), 409).await;
        assert_eq!(refused["code"], "booking-taken");
        assert_eq!(firm.shows(waits["id"].as_str().expect("an id")).await["status"], "asked");
        // What is asked for itself is not moved into it either.
        let request = firm.books(16).await;
        assert_eq!(firm.change(&request, &firm.wish(14, &json!({})), 409).await["code"], "booking-taken");
        let to = json!({ "starts_at": "2026-11-24T14:00:00+08:00", "ends_at": "2026-11-24T15:00:00+08:00" });
        firm.client.post_json(&format!("{}/{request}/time", firm.at), &to).await.must_be(409).must_say("booking-taken");

        let officer = app.sign_in(app.county.people.firm_officer).await;
        let at = TestApp::bench(app.county.firm_union, &format!("/bookings/{id}/time"));
        let space = app.county.space.to_text();
        let mut typed = vec![
            ("day", "2026-11-24"), ("from", "14:00"), ("to", "15:00"), ("space", space.as_str()), ("purpose", "读书会"), ("people", "12"),
        ];
        officer.post_form(&at, &typed).await.must_be(422).must_say("占用").must_say("value=\"14:00\"");
        (typed[1].1, typed[2].1) = ("9:00", "10:00");
        for says in ["原来提出的更改已撤回", "没有改动"] {
            let done = officer.post_form(&at, &typed).await.must_be(303);
            officer.follow(&done).await.must_say(says);
        }
        // Given back, its old link leads to the room.
        firm.client.post_json(&format!("{}/{id}/cancel", firm.at), &json!({})).await.must_be(200);
        let gone = officer.get(&at).await.must_be(303);
        officer.follow(&gone).await.must_say("不能再改");
        app.verify("rooms").await;
    }
}
