//! A time that somebody has is waited for, offered, taken, let go; and never held by two.

use jiff::SignedDuration;
use langqiao_app::bookings::{NewBooking, Rules, wait_for};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, given_back, lay_down, room};
use crate::activities::{plan, published};

const MORNING: (&str, &str, &str) = ("2026-11-24", "9:00", "11:00");

/// Sends the form behind "wait for this time".
async fn wait(client: &Client, path: &str, (day, from, to): (&str, &str, &str), purpose: &str) -> Reply {
    let fields = [
        ("day", day),
        ("from", from),
        ("to", to),
        ("purpose", purpose),
        ("people", "5"),
    ];
    client.post_form(&format!("{path}/wait"), &fields).await
}

/// The ids in the ways to answer offers on a page.
fn offers(page: &Reply) -> Vec<String> {
    let text = page.text();
    let parts = text.split("/waits/").skip(1);
    let answers = parts.filter(|part| part.get(36..).is_some_and(|rest| rest.starts_with("/answer")));
    answers.map(|part| part[..36].to_owned()).collect()
}

async fn held(app: &TestApp) -> Vec<String> {
    let read = app.app.db.read(|tx| {
        let sql = "SELECT purpose || COALESCE(':' || pending, '') FROM booking WHERE status = 'held' ORDER BY starts_at, id";
        tx.all(sql, &[], |row| row.get::<String>(0))
    });
    read.await.expect("a list")
}

both! {
    async fn what_is_given_back_is_offered_to_the_first_and_then_the_next(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { offer_minutes: 120, ..free_for_all() }).await;
        let officer = app.sign_in(people.officer).await;
        let firm = app.sign_in(people.firm_officer).await;
        let foreign = app.sign_in(people.foreign_officer).await;
        let (own, theirs, others) = (room(&app, county.village_women), room(&app, county.firm_union), room(&app, county.foreign_women));
        book(&officer, &own, MORNING, "执委会").await.must_be(303);

        // What is free is not waited for; what is taken says how to wait.
        let free = wait(&firm, &theirs, ("2026-11-24", "13:00", "14:00"), "读书会").await.must_be(422);
        free.must_say("现在空着").must_say("value=\"13:00\"").must_say("value=\"读书会\"");
        book(&firm, &theirs, MORNING, "读书会").await.must_be(422).must_say("候补这个时间").must_say("不留设备");
        let joined = wait(&firm, &theirs, MORNING, "读书会").await.must_be(303);
        firm.follow(&joined).await.must_say("为什么还在候补").must_say("桃园村妇联约了这个时间").must_say("您排在第一位").must_say("2 小时");
        let again = wait(&firm, &theirs, MORNING, "读书会").await.must_be(303);
        firm.follow(&again).await.must_say("已经在候补了");
        let second = wait(&foreign, &others, ("2026-11-24", "10:00", "12:00"), "广场舞").await.must_be(303);
        foreign.follow(&second).await.must_say("前面还有 1 个单位");

        // It is given back: held for the first at once; whoever comes by finds it taken.
        let list = TestApp::bench(county.village_women, "/spaces");
        let id = given_back(&officer.get(&list).await).remove(0);
        officer.post_form(&TestApp::bench(county.village_women, &format!("/bookings/{id}/cancel")), &[]).await.must_be(303);
        assert_eq!(held(&app).await, ["读书会:offer"]);
        firm.get("/notices").await.must_say("腾出来了").must_say("11月21日 周六 11:00前答复");
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_say("腾出来了，要不要");
        book(&officer, &own, MORNING, "插队").await.must_be(422).must_say("读书会");
        officer.get(&format!("{own}?day=2026-11-24")).await.must_say("为候补留着");

        // Not answered in time: it goes to the next, whose own time is free now.
        app.clock.advance(SignedDuration::from_mins(121));
        app.run_jobs().await;
        assert_eq!(held(&app).await, ["广场舞:offer"]);
        firm.get("/notices").await.must_say("没有在时限内答复");
        let page = foreign.get(&TestApp::bench(county.foreign_women, "/spaces")).await.must_say("已为您留着");
        let offer = offers(&page).remove(0);
        let answer = TestApp::bench(county.foreign_women, &format!("/waits/{offer}/answer"));
        officer.post_form(&TestApp::bench(county.village_women, &format!("/waits/{offer}/answer")), &[("yes", "1")]).await.must_be(404);
        let taken = foreign.post_form(&answer, &[("yes", "1")]).await.must_be(303);
        foreign.follow(&taken).await.must_say("约好了");
        assert_eq!(held(&app).await, ["广场舞"]);
        let twice = foreign.post_form(&answer, &[("yes", "0")]).await.must_be(303);
        foreign.follow(&twice).await.must_say("已经答复过了");
        app.clock.advance(SignedDuration::from_hours(3));
        app.run_jobs().await;
        assert_eq!(held(&app).await, ["广场舞"], "what was taken does not expire");
    }

    /// What is only offered is taken before anybody is there: else it would go to the next with people inside.
    async fn nobody_is_here_for_what_is_only_offered(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { offer_minutes: 120, no_show_minutes: 15, ..free_for_all() }).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let today = ("2026-11-21", "10:00", "12:00");
        book(&officer, &room(&app, county.village_women), today, "执委会").await.must_be(303);
        wait(&firm, &room(&app, county.firm_union), today, "读书会").await.must_be(303);
        let id = given_back(&officer.get(&TestApp::bench(county.village_women, "/spaces")).await).remove(0);
        app.clock.advance(SignedDuration::from_mins(10));
        officer.post_form(&TestApp::bench(county.village_women, &format!("/bookings/{id}/cancel")), &[]).await.must_be(303);
        assert_eq!(held(&app).await, ["读书会:offer"]);
        let list = TestApp::bench(county.firm_union, "/spaces");
        let page = firm.get(&list).await.must_say("已为您留着").must_not_say("我们到了");
        let offer = offers(&page).remove(0);
        let read = app.app.db.read(|tx| tx.one("SELECT id FROM booking WHERE pending = 'offer'", langqiao_store::params![], |row| row.get(0)));
        let offered: Option<langqiao_kernel::id::BookingId> = read.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
        let here = TestApp::bench(county.firm_union, &format!("/bookings/{}/here", offered.expect("an offer")));
        firm.post_form(&here, &[]).await.must_be(303);
        firm.get(&list).await.must_not_say("已到场");
        firm.post_form(&TestApp::bench(county.firm_union, &format!("/waits/{offer}/answer")), &[("yes", "1")]).await.must_be(303);
        firm.get(&list).await.must_say("我们到了");
        firm.post_form(&here, &[]).await.must_be(303);
        firm.get(&list).await.must_say("已到场");
    }

    async fn an_offer_keeps_to_the_keeper_s_consent(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let officer = app.sign_in(people.officer).await;
        let id = published(&app, county.village_women, plan(&app)).await;
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/booking-waits", county.firm_union);
        let wish = json!({ "space": county.space, "purpose": "读书会",
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00" });
        let waits: Value = firm.post_json(&path, &wish).await.must_be(201).json();
        assert_eq!((&waits[0]["state"], &waits[0]["ahead"]), (&json!("waiting"), &json!(0)));
        firm.post_json(&path, &wish).await.must_be(409);
        // The activity is called off: its hall is offered.
        let here = TestApp::bench(county.village_women, &format!("/activities/{id}"));
        officer.post_form(&format!("{here}/cancel"), &[("reason", "礼堂停电")]).await.must_be(303);
        let waits: Value = firm.get(&path).await.must_be(200).json();
        assert_eq!(waits[0]["state"], "offered");
        let answer = format!("{path}/{}/answer", waits[0]["id"].as_str().unwrap());
        firm.post_json(&answer, &json!({ "accept": true })).await.must_be(204);
        assert_eq!(held(&app).await, ["读书会:consent"]);
        let list = officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_say("等您答复的申请").must_say("读书会");
        let booking = list.text().split("/bookings/").nth(1).map(|rest| rest[..36].to_owned()).expect("the way to answer");
        let answer = TestApp::bench(county.village_women, &format!("/bookings/{booking}/answer"));
        officer.post_form(&answer, &[("yes", "1")]).await.must_be(303);
        assert_eq!(held(&app).await, ["读书会"]);
    }

    async fn a_series_waits_for_what_is_taken(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let own = room(&app, county.village_women);
        book(&officer, &own, ("2026-12-01", "9:00", "11:00"), "盘点").await.must_be(303);
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let wish = json!({
            "space": county.space, "purpose": "轮值", "rule": "FREQ=WEEKLY;COUNT=3",
            "starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T11:00:00+08:00",
            "choices": [{ "at": "2026-12-01T09:00:00+08:00", "deed": "wait" }],
        });
        let made: Value = firm.post_json(&format!("/api/v1/organisations/{}/booking-series", county.firm_union), &wish).await.must_be(201).json();
        assert_eq!((&made["held"], &made["waiting"]), (&json!(2), &json!(1)));
        let id = given_back(&officer.get(&TestApp::bench(county.village_women, "/spaces")).await).remove(0);
        officer.post_form(&TestApp::bench(county.village_women, &format!("/bookings/{id}/cancel")), &[]).await.must_be(303);
        assert_eq!(held(&app).await, ["轮值", "轮值:offer", "轮值"]);
        let leave = firm.get(&format!("/api/v1/organisations/{}/booking-waits", county.firm_union)).await.json::<Value>();
        let leave = format!("/api/v1/organisations/{}/booking-waits/{}", county.firm_union, leave[0]["id"].as_str().unwrap());
        firm.post_json(&format!("{leave}/leave"), &json!({})).await.must_be(404);
        firm.post_json(&format!("{leave}/answer"), &json!({ "accept": false })).await.must_be(204);
        assert_eq!(held(&app).await, ["轮值", "轮值"]);
    }

    /// Offers end, are taken and are let go all at once, while others try to book: never two at once.
    async fn many_at_once_never_hold_one_hour_twice(db: Db) {
        let app = std::sync::Arc::new(TestApp::start(db).await);
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { offer_minutes: 1, ..free_for_all() }).await;
        let (org, person, space) = (county.village_women, people.officer, county.space);
        let base = app.app.now() + SignedDuration::from_hours(24);
        let wish = move |minutes: i64| NewBooking {
            space, purpose: "抢约".to_owned(), people: 0,
            starts_at: base + SignedDuration::from_mins(minutes),
            ends_at: base + SignedDuration::from_mins(minutes + 60),
            equipment: Vec::new(),
        };
        for n in 0..16 {
            let by = app.app.by_system("story");
            app.app.db.write(by, move |tx| langqiao_app::bookings::book(tx, org, person, &wish(n * 60))).await.expect("a booking");
        }
        let mut clients = tokio::task::JoinSet::new();
        for n in 0..32_i64 {
            let app = app.clone();
            clients.spawn(async move {
                for step in 0..12_i64 {
                    let at = (n * 7 + step * 13) % 16 * 60 + (n % 3) * 10;
                    let by = app.app.by_system("story");
                    if n % 2 == 0 {
                        drop(app.app.db.write(by, move |tx| wait_for(tx, (org, person), &wish(at), None)).await);
                    } else {
                        let found = app.app.db.read(move |tx| {
                            let sql = "SELECT id FROM booking WHERE status = 'held' AND starts_at >= ?1 ORDER BY starts_at LIMIT 1";
                            tx.one(sql, langqiao_store::params![wish(at).starts_at], |row| row.get(0))
                        }).await.expect("a look");
                        if let Some(id) = found {
                            let scope = langqiao_app::bookings::Scope::One;
                            drop(app.app.db.write(by, move |tx| langqiao_app::bookings::cancel(tx, org, person, (id, scope), "")).await);
                        }
                    }
                }
            });
        }
        while let Some(done) = clients.join_next().await {
            done.expect("a client");
        }
        let overlaps = app.app.db.read(|tx| {
            let sql = "SELECT COUNT(*) FROM booking a JOIN booking b ON a.space = b.space AND a.id < b.id
                       AND a.held_from < b.held_until AND b.held_from < a.held_until AND a.status = 'held' AND b.status = 'held'";
            tx.one(sql, &[], |row| row.get::<i64>(0))
        });
        assert_eq!(overlaps.await.unwrap(), Some(0));
        let counts = app.app.db.read(|tx| {
            let sql = "SELECT CAST((SELECT COUNT(*) FROM booking_wait WHERE state = 'offered') AS BIGINT),
                              CAST((SELECT COUNT(*) FROM booking WHERE status = 'held' AND pending = 'offer') AS BIGINT)";
            tx.one(sql, &[], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
        });
        let (offers, bookings) = counts.await.unwrap().unwrap();
        assert_eq!(offers, bookings);
        let rooms = app.app.registry.checks.iter().find(|(name, _)| *name == "rooms").expect("a check").1;
        assert_eq!(app.app.db.read(rooms).await.unwrap(), [""; 0]);
        let forgotten = app.app.db.write(app.app.by_system("story"), |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE booking_wait SET state = 'left' WHERE state = 'offered'", &[])
        });
        forgotten.await.expect("offers to nobody");
        assert_eq!(app.app.db.read(rooms).await.unwrap().len() as i64, offers.min(100));
        assert!(offers > 0, "somebody was offered something");
    }
}
