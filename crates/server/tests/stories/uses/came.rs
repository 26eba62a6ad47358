//! Bookings at whose door nobody touched anything: they count, it is seen that nobody said how many came, and it is said
//! once; a course's roll says it by itself.

use std::sync::Arc;

use jiff::SignedDuration;
use langqiao_app::{
    activities::Plan,
    courses::Mark,
    uses::{self, Sayer},
};
use langqiao_kernel::id::{SpaceId, UseId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{SPAN, booked, door, open_rooms, sums, whole, write};
use crate::{
    activities::{plan, published},
    checkins::at,
    courses::{club, enrol, go, held, public, sessions},
    sites::id_after,
};

both! {
    async fn a_booking_that_nobody_touched_counts_and_is_said_once(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let booking = booked(&app).await;
        app.clock.set(at(15, 0));
        assert_eq!(whole(&sums(&app).await), (0, 0, 0, 0), "it isn't over");
        app.clock.set(at(16, 0));
        assert_eq!(whole(&sums(&app).await), (1, 120, 0, 1));
        // The keeper sees it, and whoever booked; each as one thing to do.
        let (officer, firm, foreign) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await, app.sign_in(people.foreign_officer).await);
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("1 次使用没登记人数");
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_say("借用别处场所 1 次没登记人数");
        let kept = TestApp::bench(county.village_women, &format!("/uses/list?{SPAN}&unsaid=1"));
        officer.get(&kept).await.must_be(200).must_say("工会读书会").must_say("未登记").must_say("按预约");
        officer.get(&TestApp::bench(county.village_women, &format!("/uses?{SPAN}"))).await.must_say("1 次没登记").must_say("全天开放").must_not_say("没有定开放时间");
        // The hours open lead to the week that they are counted by.
        let room = TestApp::bench(county.village_women, &format!("/spaces/{}", county.space));
        officer.get(&TestApp::bench(county.village_women, &format!("/uses?{SPAN}"))).await.must_say(&format!("href=\"{room}#rules\""));
        officer.get(&room).await.must_say("id=\"rules\"");
        let ours = TestApp::bench(county.firm_union, &format!("/uses/list?{SPAN}&unsaid=1&ours=1"));
        firm.get(&ours).await.must_be(200).must_say("工会读书会").must_say(&format!("/uses/{booking}/came"));
        // Whoever booked says it; nobody else's business.
        let (n, why) = (format!("people-{booking}"), format!("reason-{booking}"));
        let came = TestApp::bench(county.firm_union, &format!("/uses/{booking}/came"));
        foreign.post_form(&TestApp::bench(county.foreign_women, &format!("/uses/{booking}/came")), &[(&n, "3")]).await.must_be(404);
        foreign.post_form(&TestApp::bench(county.foreign_women, &format!("/uses/{booking}/people")), &[(&n, "3")]).await.must_be(404);
        firm.post_form(&TestApp::bench(county.firm_union, &format!("/uses/{booking}/people")), &[(&n, "3")]).await.must_be(404);
        firm.post_form(&came, &[(&n, "好多")]).await.must_be(422).must_say("请填人数").must_say("好多").must_say("/came");
        firm.post_form(&came, &[(&n, "9999")]).await.must_be(422).must_say("请核对人数");
        let sent = firm.post_form(&came, &[(&n, "１８ 人")]).await.must_be(303);
        firm.follow(&sent).await.must_say("人数已登记").must_not_say("工会读书会");
        assert_eq!(whole(&sums(&app).await), (1, 120, 18, 0));
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_not_say("没登记人数");
        officer.get(&TestApp::bench(county.village_women, "")).await.must_not_say("没登记人数");
        // Another number says why, whoever says it; where nobody came there was no use.
        let keeps = TestApp::bench(county.village_women, &format!("/uses/{booking}/people"));
        officer.post_form(&keeps, &[(&n, "0")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&keeps, &[(&n, "0"), (&why, "门一直锁着")]).await.must_be(303);
        assert_eq!(whole(&sums(&app).await), (1, 0, 0, 0));
        // Programs say the same.
        let program = app.program(people.firm_officer, &["activities.read", "spaces.book"]).await;
        let list: Value = program.get(&format!("/api/v1/organisations/{}/uses?{SPAN}&ours=true", county.firm_union)).await.must_be(200).json();
        let item = &list["items"][0];
        assert_eq!((item["people"].as_i64(), item["noted"].as_bool(), item["booking"].as_str()), (Some(0), Some(false), Some(booking.to_text().as_str())));
        let said = format!("/api/v1/organisations/{}/uses/{booking}/came", county.firm_union);
        program.post_json(&said, &json!({ "people": 9 })).await.must_be(422);
        program.post_json(&said, &json!({ "people": 9, "reason": "后来开了" })).await.must_be(204);
        assert_eq!(whole(&sums(&app).await), (1, 120, 9, 0));
        app.queries().reset();
        officer.get(&TestApp::bench(county.village_women, &format!("/uses/list?{SPAN}"))).await.must_be(200);
        assert!(app.queries().statements() <= 5, "{}", app.queries().statements());
    }

    /// Many say it at the same moment, each another number: one of them is written, the others look again.
    async fn at_once_it_is_said_once(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let used: UseId = booked(&app).await.to_text().parse().expect("an id");
        app.clock.set(at(16, 0));
        let org = app.county.village_women;
        let mut hands = JoinSet::new();
        for n in 1..=16 {
            let app = app.clone();
            hands.spawn(async move {
                let by = app.app.by_system("story");
                app.app.db.write(by, move |tx| uses::amend(tx, Sayer::Keeper(org), used, (n, ""))).await.is_ok()
            });
        }
        let mut said = 0;
        while let Some(ok) = hands.join_next().await {
            said += i64::from(ok.expect("a hand"));
        }
        assert_eq!(said, 1);
    }

    /// An activity in two rooms whose people nobody scanned: they are asked for and counted once, in its main room.
    async fn an_activity_in_two_rooms_is_asked_for_once(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (second, venue) = (SpaceId::generate(), county.venue);
        write(&app, move |tx| {
            tx.bookkeeping();
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '小教室', 30)", params![second, venue])?;
            Ok(())
        }).await;
        let id = published(&app, county.village_women, Plan { rooms: vec![second], ..plan(&app) }).await;
        app.clock.set("2026-11-28T16:30:00+08:00".parse().expect("an instant"));
        let (times, _, came, unsaid) = whole(&sums(&app).await);
        assert_eq!((times, came, unsaid), (2, 0, 1), "both rooms were used, one is asked for");
        let officer = app.sign_in(people.officer).await;
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("1 次使用没登记人数");
        officer.get(&TestApp::bench(county.village_women, &format!("/uses/list?{SPAN}"))).await.must_say("算在主场地");
        let read = app.app.db.read(move |tx| {
            tx.all("SELECT id, space FROM booking WHERE activity = ?1", params![id], |row| Ok((row.get(0)?, row.get(1)?)))
        });
        let rooms: Vec<(UseId, SpaceId)> = read.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert_eq!(rooms.len(), 2);
        let program = app.program(people.officer, &["activities.read", "spaces.keep"]).await;
        for (booking, space) in rooms {
            let say = format!("/api/v1/organisations/{}/uses/{booking}/people", county.village_women);
            let said = program.post_json(&say, &json!({ "people": 30 })).await;
            if space == second { said.must_be(409).must_say("use-beside"); } else { said.must_be(204); }
        }
        let (times, _, came, unsaid) = whole(&sums(&app).await);
        assert_eq!((times, came, unsaid), (2, 30, 0));
    }

    async fn a_roll_says_who_came_and_nobody_is_asked_again(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let course = public(&app, club(&app)).await;
        let signups = enrol(&app, course, people.resident, &[people.child]).await;
        let days = sessions(&app, course).await;
        go(&app, days[0], 5);
        held(&app, course, days[0].0, &[(signups[0], Mark::Late)]).await;
        go(&app, days[0], 70);
        let (times, _, came, unsaid) = whole(&sums(&app).await);
        assert_eq!((times, came, unsaid), (1, 1, 0));
        let officer = app.sign_in(people.officer).await;
        let list = TestApp::bench(county.village_women, &format!("/uses/list?{SPAN}"));
        officer.get(&list).await.must_say("四点半学堂").must_say("点名").must_not_say("登记人数");
        officer.get(&TestApp::bench(county.village_women, "")).await.must_not_say("没登记人数");
        // The next one is held without a roll: somebody is asked.
        go(&app, days[1], 70);
        assert_eq!((whole(&sums(&app).await).0, whole(&sums(&app).await).3), (2, 1));
        app.clock.advance(SignedDuration::from_mins(1));
        let program = app.program(people.officer, &["activities.read", "spaces.keep"]).await;
        let uses: Value = program.get(&format!("/api/v1/organisations/{}/uses?{SPAN}", county.village_women)).await.must_be(200).json();
        let rolled = &uses["items"][1];
        assert_eq!((rolled["by_roll"].as_bool(), rolled["people"].as_i64()), (Some(true), Some(1)));
        let say = format!("/api/v1/organisations/{}/uses/{}/people", county.village_women, rolled["id"].as_str().expect("an id"));
        program.post_json(&say, &json!({ "people": 30 })).await.must_be(409).must_say("use-rolled");
    }

    /// The keeper opened the room for anybody; whoever booked it says by a touch that they are here.
    async fn whoever_is_here_ends_what_stood_open(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let booking = booked(&app).await;
        let officer = app.sign_in(people.officer).await;
        app.clock.set(at(12, 30));
        officer.post_form(&format!("{}/open", door(&app)), &[("space", &county.space.to_text())]).await.must_be(303);
        assert_eq!(open_rooms(&app).await, 1);
        app.clock.set(at(14, 10));
        let firm = app.sign_in(people.firm_officer).await;
        firm.post_form(&TestApp::bench(county.firm_union, &format!("/bookings/{booking}/here")), &[]).await.must_be(303);
        assert_eq!(open_rooms(&app).await, 0, "one room is used by one at a time");
        app.clock.set(at(16, 0));
        assert_eq!(whole(&sums(&app).await), (2, 100 + 110, 0, 2));
    }

    /// Nobody touched anything for the booking: it counts by its own time, and what stood open ends where it begins.
    async fn a_room_that_stands_open_is_not_counted_twice(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let booking = booked(&app).await;
        let officer = app.sign_in(people.officer).await;
        app.clock.set(at(12, 30));
        officer.post_form(&format!("{}/open", door(&app)), &[("space", &county.space.to_text())]).await.must_be(303);
        app.clock.set(at(16, 30));
        let page = officer.get(&door(&app)).await.must_say("开着");
        let used = id_after(&page, "name=\"people-");
        app.clock.set(at(17, 0));
        officer.post_form(&format!("{}/close", door(&app)), &[("use", &used), (&format!("people-{used}"), "30")]).await.must_be(303);
        assert_eq!(whole(&sums(&app).await), (2, 90 + 120, 30, 1));
        // Who is counted with the booking is not counted again.
        let firm = app.sign_in(people.firm_officer).await;
        let n = format!("people-{booking}");
        firm.post_form(&TestApp::bench(county.firm_union, &format!("/uses/{booking}/came")), &[(&n, "12")]).await.must_be(303);
        assert_eq!(whole(&sums(&app).await), (2, 210, 30, 0));
        let list = TestApp::bench(county.village_women, &format!("/uses/list?{SPAN}"));
        officer.get(&list).await.must_be(200).must_say("共登记 30 人").must_say("value=\"30\"");
        // Nobody came to the booking: the room stood open all the time.
        let say = TestApp::bench(county.village_women, &format!("/uses/{booking}/people"));
        officer.post_form(&say, &[(&n, "0"), (&format!("reason-{booking}"), "没有来")]).await.must_be(303);
        assert_eq!(whole(&sums(&app).await), (2, 270, 30, 0));
    }
}
