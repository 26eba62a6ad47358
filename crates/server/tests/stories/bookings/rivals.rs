//! Two ask for one hour, and one is accepted; one asks, and nobody answers.

use jiff::SignedDuration;
use langqiao_app::bookings::Rules;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Reply, TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, lay_down, room};
use crate::activities::{plan, published};

/// The request of a purpose, as the keeper's page links to answering it.
fn answer_to(page: &Reply, purpose: &str) -> String {
    let text = page.text();
    let of = text
        .split("<h3")
        .find(|card| card.contains(purpose) && card.contains("/answer"));
    let card = of.unwrap_or_else(|| panic!("no request of {purpose}"));
    card.split("/bookings/").nth(1).expect("a way to answer")[..36].to_owned()
}

/// How a booking stands, and why it was declined.
async fn standing(app: &TestApp, purpose: &'static str) -> String {
    let read = app.app.db.read(move |tx| {
        let sql = "SELECT status || ':' || COALESCE(declined_for, '') FROM booking WHERE purpose = ?1";
        tx.one(sql, params![purpose], |row| row.get::<String>(0))
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .expect("a booking")
}

/// The booking of a purpose.
async fn booking(app: &TestApp, purpose: &'static str) -> String {
    let read = app.app.db.read(move |tx| {
        let sql = "SELECT id FROM booking WHERE purpose = ?1";
        tx.one(sql, params![purpose], |row| row.get::<String>(0))
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .expect("a booking")
}

both! {
    async fn who_is_outbid_is_told_and_waits_by_one_touch(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let (officer, firm, foreign) =
            (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await, app.sign_in(people.foreign_officer).await);
        book(&firm, &room(&app, county.firm_union), ("2026-11-24", "9:00", "11:00"), "工会读书会").await.must_be(303);
        book(&foreign, &room(&app, county.foreign_women), ("2026-11-24", "10:00", "12:00"), "妇联合唱排练").await.must_be(303);
        book(&foreign, &room(&app, county.foreign_women), ("2026-11-25", "10:00", "12:00"), "另一天").await.must_be(303);
        // The clash stands on the page of the day, on the card, and in the room's week.
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("同一时间还有别的申请");
        let list = officer.get(&TestApp::bench(county.village_women, "/spaces")).await;
        let list = list.must_say("永越村妇联也在申请这段时间：“妇联合唱排练”").must_say("其他申请自动作罢");
        assert_eq!(list.text().matches("也在申请这段时间").count(), 2);
        officer.get(&format!("{}?day=2026-11-24", room(&app, county.village_women))).await.must_say("同一时间还有别的申请");
        let id = answer_to(&list, "工会读书会");
        let answer = TestApp::bench(county.village_women, &format!("/bookings/{id}/answer"));
        officer.post_form(&answer, &[("yes", "1")]).await.must_be(303);
        foreign.get("/notices").await.must_say("这个时间已经定给别的使用，您单位申请的“妇联合唱排练”没有约上");
        let page = foreign.get(&TestApp::bench(county.foreign_women, "/spaces")).await;
        page.must_say("已约给别的单位").must_say("候补这个时间").must_say("另一天");
        let program = app.program(people.foreign_officer, &["activities.read"]).await;
        let mine: Value = program.get(&format!("/api/v1/organisations/{}/bookings", county.foreign_women)).await.must_be(200).json();
        assert_eq!((&mine[0]["declined_for"], &mine[1]["status"]), (&"another".into(), &"asked".into()));
        let wait = [("day", "2026-11-24"), ("from", "10:00"), ("to", "12:00"), ("purpose", "妇联合唱排练"), ("people", "12")];
        foreign.post_form(&format!("{}/wait", room(&app, county.foreign_women)), &wait).await.must_be(303);
        foreign.get(&TestApp::bench(county.foreign_women, "/spaces")).await.must_say("您排在第一位");
        app.verify("rooms").await;
    }

    async fn the_same_request_stands_once_however_often_it_is_sent(db: Db) {
        let app = std::sync::Arc::new(TestApp::start(db).await);
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let here = room(&app, county.firm_union);
        book(&firm, &here, ("2026-11-24", "10:00", "11:00"), "工会读书会").await.must_be(303);
        let again = book(&firm, &here, ("2026-11-24", "10:00", "11:00"), "读书会").await.must_be(303);
        firm.follow(&again).await.must_say("已经申请了这段时间：“工会读书会”").must_say("不用再申请");
        // Another hour is another request.
        book(&firm, &here, ("2026-11-24", "13:00", "14:00"), "下午再读").await.must_be(303);
        officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_say("工会读书会").must_not_say("也在申请这段时间");

        let program = app.program(people.firm_officer, &["activities.read", "spaces.book"]).await;
        let wish = json!({ "space": county.space, "purpose": "读书会", "people": 5,
            "starts_at": "2026-11-24T10:00:00+08:00", "ends_at": "2026-11-24T11:00:00+08:00" });
        let refused: Value = program.post_json(&format!("/api/v1/organisations/{}/bookings", county.firm_union), &wish).await.must_be(409).json();
        assert_eq!(refused["code"], "booking-asked-already");

        // Sixteen at the same moment for one hour: one request.
        let mut hands = tokio::task::JoinSet::new();
        let starts_at = "2026-11-26T02:00:00Z".parse::<jiff::Timestamp>().expect("an instant");
        for _ in 0..16 {
            let (app, org, person) = (app.clone(), county.firm_union, people.firm_officer);
            let wish = langqiao_app::bookings::NewBooking {
                space: county.space,
                purpose: "抢着申请".to_owned(),
                people: 0,
                starts_at,
                ends_at: starts_at + SignedDuration::from_mins(60),
                equipment: Vec::new(),
            };
            hands.spawn(async move {
                let by = app.app.by_system("story");
                app.app.db.write(by, move |tx| langqiao_app::bookings::book(tx, org, person, &wish)).await.is_ok()
            });
        }
        let made = hands.join_all().await.into_iter().filter(|made| *made).count();
        assert_eq!(made, 1);
    }

    async fn whichever_way_a_time_gets_taken_what_was_asked_for_ends(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let (own, theirs) = (room(&app, county.village_women), room(&app, county.firm_union));
        // The keeper's own booking.
        book(&firm, &theirs, ("2026-11-24", "9:00", "11:00"), "工会读书会").await.must_be(303);
        book(&officer, &own, ("2026-11-24", "10:00", "10:30"), "碰头会").await.must_be(303);
        assert_eq!(standing(&app, "工会读书会").await, "declined:another");
        firm.get("/notices").await.must_say("您单位申请的“工会读书会”没有约上");
        // What the keeper moves there.
        book(&firm, &theirs, ("2026-11-24", "14:00", "15:00"), "下午班").await.must_be(303);
        let id = booking(&app, "碰头会").await;
        let to = json!({ "starts_at": "2026-11-24T14:30:00+08:00", "ends_at": "2026-11-24T15:00:00+08:00" });
        let program = app.program(people.officer, &["spaces.book", "spaces.keep", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{}/bookings", county.village_women);
        program.post_json(&format!("{at}/{id}/time"), &to).await.must_be(200);
        assert_eq!(standing(&app, "下午班").await, "declined:another");
        // What the keeper makes of it otherwise.
        book(&firm, &theirs, ("2026-11-25", "14:00", "15:00"), "第二天").await.must_be(303);
        let wish = json!({
            "space": county.space, "purpose": "碰头会", "starts_at": "2026-11-25T14:30:00+08:00", "ends_at": "2026-11-25T16:00:00+08:00",
        });
        program.send_json("PUT", &format!("{at}/{id}"), &wish).await.must_be(200);
        assert_eq!(standing(&app, "第二天").await, "declined:another");
        // Week after week.
        book(&firm, &theirs, ("2026-12-08", "9:00", "10:00"), "一次课").await.must_be(303);
        let weekly = [
            ("day", "2026-12-01"), ("from", "9:00"), ("to", "10:00"), ("purpose", "晨练"), ("people", "5"), ("repeat", "week"),
            ("times", "3"), ("act", "make"),
        ];
        officer.post_form(&format!("{own}/series"), &weekly).await.must_be(303);
        assert_eq!(standing(&app, "一次课").await, "declined:another");
        // A public activity, which takes its room by itself.
        book(&firm, &theirs, ("2026-11-28", "15:00", "17:00"), "周末班").await.must_be(303);
        book(&firm, &theirs, ("2026-11-28", "18:00", "19:00"), "晚上班").await.must_be(303);
        published(&app, county.village_women, plan(&app)).await;
        assert_eq!(standing(&app, "周末班").await, "declined:another");
        assert_eq!(standing(&app, "晚上班").await, "asked:");
        firm.get("/notices").await.must_say("您单位申请的“周末班”没有约上").must_say("候补这个时间");
        firm.get(&TestApp::bench(county.firm_union, "/spaces")).await.must_say("已约给别的单位");
        app.verify("rooms").await;
    }

    async fn what_nobody_answers_ends_with_its_time(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let firm = app.sign_in(people.firm_officer).await;
        book(&firm, &room(&app, county.firm_union), ("2026-11-24", "9:00", "11:00"), "工会读书会").await.must_be(303);
        app.clock.set("2026-11-24T10:00:00+08:00".parse().unwrap());
        app.run_jobs().await;
        firm.get("/notices").await.must_not_say("一直没有答复");
        app.clock.advance(SignedDuration::from_hours(2));
        app.run_jobs().await;
        let firm = app.sign_in(people.firm_officer).await;
        firm.get("/notices").await.must_say("时间已过，一直没有答复，申请已作罢");
        let how = app.app.db.read(|tx| {
            let sql = "SELECT status || ':' || declined_for FROM booking WHERE purpose = '工会读书会'";
            tx.one(sql, &[], |row| row.get::<String>(0))
        }).await.unwrap();
        assert_eq!(how.as_deref(), Some("declined:unanswered"));
        // What stands as declined by itself was declined by nobody: the schema says so.
        let forged = app.app.db.write(app.app.by_system("story"), |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE booking SET status = 'held' WHERE purpose = '工会读书会'", &[])
        });
        assert_eq!(forged.await.unwrap_err().constraint(), Some("booking_declined_for"));
    }
}
