//! What is said to whoever books or keeps a room: whose request ends, when a room is free again, what stands on a day that
//! is closed.

use langqiao_app::bookings::Rules;
use langqiao_testkit::{TestApp, both};

use super::{book, free_for_all, lay_down, room};

both! {
    async fn a_keeper_who_books_over_a_request_is_told_whose_it_was(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        book(&firm, &room(&app, county.firm_union), ("2026-11-24", "10:00", "11:00"), "工会读书会").await.must_be(303);
        let own = room(&app, county.village_women);
        let done = book(&officer, &own, ("2026-11-24", "10:30", "12:00"), "村里开会").await.must_be(303);
        officer.follow(&done).await.must_say("同一时间的申请因此作罢").must_say("灯笼纺织工会委员会“工会读书会”");
        firm.get("/notices").await.must_say("没有约上");
        let done = book(&officer, &own, ("2026-11-25", "10:30", "12:00"), "再开一次").await.must_be(303);
        officer.follow(&done).await.must_say("约好了").must_not_say("作罢");
    }

    async fn who_comes_into_the_time_to_clean_is_told_from_when_the_room_is_free(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { setup_minutes: 10, cleanup_minutes: 15, ..free_for_all() }).await;
        let firm = app.sign_in(people.firm_officer).await;
        let here = room(&app, county.firm_union);
        book(&firm, &here, ("2026-12-05", "10:00", "11:00"), "读书会").await.must_be(303);
        let refused = book(&firm, &here, ("2026-12-05", "11:00", "11:30"), "合唱").await.must_be(422);
        refused.must_say("12月5日 周六 10:00–11:00").must_say("在 9:35 以前用完，或者从 11:25 开始");
        book(&firm, &here, ("2026-12-05", "11:25", "11:30"), "合唱").await.must_be(303);
        book(&firm, &here, ("2026-12-05", "9:00", "9:35"), "早读").await.must_be(303);
        app.verify("rooms").await;
    }
}
