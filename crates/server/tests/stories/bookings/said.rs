//! What is said to whoever books or keeps a room: whose request ends, when a room is free again, what stands on a day that
//! is closed.

use langqiao_app::bookings::{Hours, Rules};
use langqiao_testkit::{TestApp, both};

use super::{at_all_hours, book, free_for_all, lay_down, room};

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

    async fn a_year_whose_holidays_nobody_knows_yet_is_said_where_it_is_booked(db: Db) {
        let app = TestApp::start(db).await;
        let hours = Hours { official_days: true, ..at_all_hours() };
        lay_down(&app, Rules { hours, ..free_for_all() }).await;
        let firm = app.sign_in(app.county.people.firm_officer).await;
        let here = room(&app, app.county.firm_union);
        let says = "2027 年的放假安排还没有公布";
        firm.get(&format!("{here}?day=2026-12-20")).await.must_be(200).must_say("12月20日 周日").must_not_say(says);
        firm.get(&format!("{here}?day=2026-12-27")).await.must_say(says);
        let done = book(&firm, &here, ("2027-02-08", "9:00", "10:00"), "读书会").await.must_be(303);
        firm.follow(&done).await.must_say("约好了").must_say(says);
    }

    async fn a_day_is_closed_with_what_is_booked_on_it_in_sight(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, free_for_all()).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let theirs = room(&app, county.firm_union);
        book(&firm, &theirs, ("2026-12-07", "9:00", "10:00"), "工会读书会").await.must_be(303);
        book(&firm, &theirs, ("2026-12-08", "9:00", "10:00"), "另一天").await.must_be(303);
        let rules = format!("{}/rules", room(&app, county.village_women));
        let mut typed: Vec<(String, String)> = (1..=7).map(|day| (format!("week-{day}"), "0:00-24:00".to_owned())).collect();
        for (name, value) in [("open_to", "lines"), ("notice", "0"), ("ahead", "180"), ("head_start", "0"), ("offer", "120"), ("no_show", "0"), ("setup", "0"), ("cleanup", "0")] {
            typed.push((name.to_owned(), value.to_owned()));
        }
        let send = async |days: &str| {
            let mut all: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            all.push(("days", days));
            officer.post_form(&rules, &all).await.must_be(303)
        };
        let done = send("12月7日 关闭 停电\n12月9日 关闭").await;
        assert!(done.location().ends_with("?day=2026-12-07"), "{}", done.location());
        officer.follow(&done).await.must_say("按新规则约不上的还有 1 场：12月7日 周一 9:00–10:00 灯笼纺织工会委员会“工会读书会”").must_say("停电");
        // What was said once is not said again.
        let done = send("12月7日 关闭 停电\n12月8日 8:00-12:00").await;
        officer.follow(&done).await.must_say("使用规则已保存").must_not_say("约不上");
    }
}
