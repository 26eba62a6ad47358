//! What nobody opens is let go, where the keeper wants it so.

use jiff::SignedDuration;
use langqiao_app::bookings::Rules;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, given_back, lay_down, room};

both! {
    async fn who_does_not_come_makes_room_for_who_waits(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let firm = app.sign_in(people.firm_officer).await;
        let theirs = room(&app, county.firm_union);
        // The rule is laid down after the first booking, and holds for it too.
        book(&firm, &theirs, ("2026-11-21", "10:00", "12:00"), "读书会").await.must_be(303);
        let rules = room(&app, county.village_women) + "/rules";
        let typed = [("open_to", "lines"), ("ahead", "60"), ("offer", "60"), ("no_show", "15"), ("week-6", "0:00-24:00")];
        officer.post_form(&rules, &typed).await.must_be(303);
        officer.get(&rules).await.must_be(200).must_say("没人到场时让出");
        book(&firm, &theirs, ("2026-11-21", "13:00", "14:00"), "排练").await.must_be(303);
        firm.get(&theirs).await.must_say("开始后 15 分钟没有人到场");
        let waits = [("day", "2026-11-21"), ("from", "11:30"), ("to", "12:30"), ("purpose", "书法"), ("people", "5")];
        let women = app.sign_in(people.foreign_officer).await;
        women.post_form(&format!("{}/wait", room(&app, county.foreign_women)), &waits).await.must_be(303);

        let list = TestApp::bench(county.firm_union, "/spaces");
        let ids = given_back(&firm.get(&list).await);
        let here = |id: &str| TestApp::bench(county.firm_union, &format!("/bookings/{id}/here"));
        firm.get(&list).await.must_say("我们到了");
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_say("到了请点一下");
        let early = firm.post_form(&here(&ids[1]), &[]).await.must_be(303);
        firm.follow(&early).await.must_say("不能再改");

        // Nobody came to the first; the second is opened by its booker.
        app.clock.advance(SignedDuration::from_mins(74));
        app.run_jobs().await;
        firm.get(&list).await.must_say("读书会").must_not_say("没有人来");
        app.clock.advance(SignedDuration::from_mins(2));
        app.run_jobs().await;
        firm.get(&list).await.must_say("没有人来，已让出");
        officer.get("/notices").await.must_say("还没有人到场，已让出");
        women.get("/notices").await.must_say("腾出来了");
        app.clock.advance(SignedDuration::from_mins(160));
        let done = firm.post_form(&here(&ids[1]), &[]).await.must_be(303);
        firm.follow(&done).await.must_say("已记下你们到了").must_say("已到场");
        firm.post_form(&here(&ids[1]), &[]).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(30));
        app.run_jobs().await;
        firm.get(&list).await.must_say("已到场");
    }

    async fn who_is_there_is_not_thrown_out(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let theirs = room(&app, county.firm_union);
        let list = TestApp::bench(county.firm_union, "/spaces");
        book(&firm, &theirs, ("2026-11-21", "9:10", "11:00"), "读书会").await.must_be(303);
        // The rule comes while they sit there; it holds for who comes later.
        app.clock.advance(SignedDuration::from_mins(15));
        let rules = room(&app, county.village_women) + "/rules";
        let typed = [("open_to", "lines"), ("ahead", "60"), ("offer", "60"), ("no_show", "15"), ("asks", "1")];
        officer.post_form(&rules, &typed).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(30));
        app.run_jobs().await;
        firm.get(&list).await.must_say("读书会").must_not_say("没有人来");

        // A consent that comes after the beginning: the time counts from there. It is 9:45.
        book(&firm, &theirs, ("2026-11-21", "11:00", "13:00"), "排练").await.must_be(303);
        let id = given_back(&firm.get(&list).await).remove(1);
        app.clock.advance(SignedDuration::from_mins(95));
        officer.post_form(&TestApp::bench(county.village_women, &format!("/bookings/{id}/answer")), &[("yes", "1")]).await.must_be(303);
        app.run_jobs().await;
        app.clock.advance(SignedDuration::from_mins(10));
        app.run_jobs().await;
        firm.get(&list).await.must_say("排练").must_not_say("没有人来");
        app.clock.advance(SignedDuration::from_mins(6));
        app.run_jobs().await;
        firm.get(&list).await.must_say("没有人来，已让出");
    }

    async fn a_keeper_opens_the_door_by_a_program(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { no_show_minutes: 15, ..free_for_all() }).await;
        let firm = app.sign_in(people.firm_officer).await;
        book(&firm, &room(&app, county.firm_union), ("2026-11-21", "10:00", "12:00"), "读书会").await.must_be(303);
        let id = given_back(&firm.get(&TestApp::bench(county.firm_union, "/spaces")).await).remove(0);
        let keeper = app.program(people.officer, &["spaces.book", "activities.read"]).await;
        let here = format!("/api/v1/organisations/{}/bookings/{id}/here", county.village_women);
        app.clock.advance(SignedDuration::from_mins(5));
        let opened: Value = keeper.post_json(&here, &json!({})).await.must_be(200).json();
        assert_eq!(opened["opened_at"], "2026-11-21T09:05:00+08:00");
        app.clock.advance(SignedDuration::from_mins(120));
        app.run_jobs().await;
        let still: Value = keeper.get(here.trim_end_matches("/here")).await.must_be(200).json();
        assert_eq!((&still["status"], &still["released_at"]), (&json!("held"), &Value::Null));
    }
}
