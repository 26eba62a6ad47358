//! Two ask for one hour, and one is accepted; one asks, and nobody answers.

use jiff::SignedDuration;
use langqiao_app::bookings::Rules;
use langqiao_testkit::{Reply, TestApp, both};
use serde_json::Value;

use super::{book, free_for_all, lay_down, room};

/// The request of a purpose, as the keeper's page links to answering it.
fn answer_to(page: &Reply, purpose: &str) -> String {
    let text = page.text();
    let of = text
        .split("<h3")
        .find(|card| card.contains(purpose) && card.contains("/answer"));
    let card = of.unwrap_or_else(|| panic!("no request of {purpose}"));
    card.split("/bookings/").nth(1).expect("a way to answer")[..36].to_owned()
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
        foreign.get("/notices").await.must_say("管理单位已同意别的单位使用，您单位申请的“妇联合唱排练”没有约上");
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

    async fn what_somebody_has_is_not_offered_to_be_accepted(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        book(&firm, &room(&app, county.firm_union), ("2026-11-24", "9:00", "11:00"), "工会读书会").await.must_be(303);
        book(&officer, &room(&app, county.village_women), ("2026-11-24", "10:00", "10:30"), "碰头会").await.must_be(303);
        let list = officer.get(&TestApp::bench(county.village_women, "/spaces")).await;
        let list = list.must_say("已经约了这段时间：“碰头会”").must_say("只能答复不同意");
        assert!(!list.text().contains("name=\"yes\" value=\"1\""), "nothing to accept");
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
