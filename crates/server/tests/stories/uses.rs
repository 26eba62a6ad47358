//! Rooms are opened and closed at their doors, what is used is counted once, and what nobody uses rings once.

mod below;
mod came;
mod ended;
mod sheets;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, civil::date};
use langqiao_app::{
    bookings::{self, NewBooking},
    checkins::Direction,
    sites::{self, Site, Step},
    uses,
    venues::Stage,
};
use langqiao_kernel::id::{BookingId, UseId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{
    bookings::free_for_all, checkins::at, foreign::held, records::pass, sites::id_after, world::write,
};

const SPAN: &str = "from=2026-11-01&to=2026-11-30";

fn door(app: &TestApp) -> String {
    format!("/venues/{}/door", app.county.venue)
}

/// The firm's union has the hall from 14:00 to 16:00 today.
async fn booked(app: &TestApp) -> BookingId {
    let (space, org, person) = (
        app.county.space,
        app.county.firm_union,
        app.county.people.firm_officer,
    );
    write(app, move |tx| {
        tx.bookkeeping();
        bookings::set_rules(tx, space, &free_for_all(), date(2026, 11, 21))?;
        let wish = NewBooking {
            space,
            purpose: "工会读书会".to_owned(),
            people: 12,
            starts_at: at(14, 0),
            ends_at: at(16, 0),
            equipment: Vec::new(),
        };
        Ok(bookings::book(tx, org, person, &wish)
            .map_err(|why| StoreError::Commit(why.to_string()))?
            .id)
    })
    .await
}

/// What the sums of the hall's keeper say.
async fn sums(app: &TestApp) -> Value {
    let program = app.program(app.county.people.officer, &["activities.read"]).await;
    let path = format!(
        "/api/v1/organisations/{}/uses/sums?{SPAN}",
        app.county.village_women
    );
    program.get(&path).await.must_be(200).json()
}

fn whole(sums: &Value) -> (i64, i64, i64, i64) {
    let of = |name: &str| sums["whole"][name].as_i64().expect("a number");
    (of("uses"), of("minutes"), of("people"), of("unsaid"))
}

/// How many rooms are open.
async fn open_rooms(app: &TestApp) -> i64 {
    let count = app.app.db.read(|tx| {
        let open = "SELECT CAST(COUNT(*) AS BIGINT) FROM space_use WHERE closed_at IS NULL";
        tx.one(open, params![], |row| row.get(0))
    });
    count
        .await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

/// How often an officer was told that something rings.
async fn rung(app: &TestApp) -> i64 {
    let officer = app.county.people.officer;
    let count = app.app.db.read(move |tx| {
        let told =
            "SELECT CAST(COUNT(*) AS BIGINT) FROM notice WHERE person = ?1 AND message = 'use-notice-idle'";
        tx.one(told, params![officer], |row| row.get(0))
    });
    count
        .await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

both! {
    async fn a_key_s_holder_opens_and_closes_and_whoever_booked_too(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (officer, firm, neighbour) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await, app.sign_in(people.neighbour).await);
        app.visitor().get(&door(&app)).await.must_be(303);
        // Nobody without a key or a booking opens anything.
        neighbour.get(&door(&app)).await.must_be(403).must_say("您没有这里的钥匙");
        let space = county.space.to_text();
        neighbour.post_form(&format!("{}/open", door(&app)), &[("space", &space)]).await.must_be(404);
        officer.post_form(&TestApp::bench(county.village_women, &format!("/venues/{}/keys", county.venue)), &[("phone", &county.phone(people.neighbour))]).await.must_be(303);
        neighbour.get(&door(&app)).await.must_be(200).must_say("可以自由开放");
        neighbour.post_form(&format!("{}/open", door(&app)), &[("space", &space)]).await.must_be(303);
        // Touching twice changes nothing; it is open once.
        neighbour.post_form(&format!("{}/open", door(&app)), &[("space", &space)]).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(90));
        let page = neighbour.get(&door(&app)).await.must_say("开着").must_say("来了多少人");
        let used = id_after(&page, "name=\"people-");
        let count = format!("people-{used}");
        neighbour.post_form(&format!("{}/close", door(&app)), &[("use", &used), (&count, "许多")]).await.must_be(422).must_say("请填人数").must_say("许多");
        neighbour.post_form(&format!("{}/close", door(&app)), &[("use", &used), (&count, "9999")]).await.must_be(422).must_say("请核对人数").must_say(&format!("{count}-error"));
        neighbour.post_form(&format!("{}/close", door(&app)), &[("use", &used), (&count, "２５ 人")]).await.must_be(303);
        neighbour.post_form(&format!("{}/close", door(&app)), &[("use", &used), (&count, "26")]).await.must_be(422).must_say("已经关过门了");
        assert_eq!(whole(&sums(&app).await), (1, 90, 25, 0));

        // Whoever booked opens at its time, an hour early at most, and it isn't let go any more.
        booked(&app).await;
        firm.get(&door(&app)).await.must_be(403);
        app.clock.set(at(13, 15));
        firm.get(&door(&app)).await.must_be(200).must_say("工会读书会").must_not_say("自由开放");
        firm.post_form(&format!("{}/open", door(&app)), &[("space", &space)]).await.must_be(303);
        app.clock.set(at(15, 45));
        let page = firm.get(&door(&app)).await.must_be(200);
        let second = id_after(&page, "name=\"people-");
        firm.post_form(&format!("{}/close", door(&app)), &[("use", &second), (&format!("people-{second}"), "")]).await.must_be(303);
        assert_eq!(whole(&sums(&app).await), (2, 240, 25, 1));
        // What was left out is said later, once; another number needs a reason.
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("1 次使用没登记人数");
        let list = TestApp::bench(county.village_women, &format!("/uses/list?{SPAN}&unsaid=1"));
        officer.get(&list).await.must_be(200).must_say("工会读书会").must_say("未登记").must_not_say("自由开放");
        let say = TestApp::bench(county.village_women, &format!("/uses/{second}/people"));
        let (n, why) = (format!("people-{second}"), format!("reason-{second}"));
        officer.post_form(&say, &[(&n, "多")]).await.must_be(422).must_say("请填人数");
        officer.post_form(&say, &[(&n, "12")]).await.must_be(303);
        officer.post_form(&say, &[(&n, "14")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&say, &[(&n, "14"), (&why, "数错了")]).await.must_be(303);
        assert_eq!(whole(&sums(&app).await), (2, 240, 39, 0));
        firm.post_form(&say.replace(&county.village_women.to_text(), &county.firm_union.to_text()), &[(&n, "99")]).await.must_be(404);

        // The three ways to add up give the same whole, and each number opens to its list.
        let all = sums(&app).await;
        for by in ["by_room", "by_purpose", "by_organisation"] {
            let parts = all[by].as_array().expect("parts");
            for name in ["uses", "minutes", "people"] {
                let sum: i64 = parts.iter().filter_map(|part| part[name].as_i64()).sum();
                assert_eq!(Some(sum), all["whole"][name].as_i64(), "{by} {name}");
            }
        }
        let page = officer.get(&TestApp::bench(county.village_women, &format!("/uses?{SPAN}"))).await.must_be(200);
        page.must_say("4 小时").must_say("灯笼纺织工会委员会").must_say("purpose=booking");
        app.queries().reset();
        officer.get(&TestApp::bench(county.village_women, &format!("/uses?{SPAN}"))).await.must_be(200);
        assert!(app.queries().statements() <= 9, "{}", app.queries().statements());
        app.queries().reset();
        officer.get(&TestApp::bench(county.village_women, &format!("/uses/list?{SPAN}"))).await.must_be(200);
        assert!(app.queries().statements() <= 5, "{}", app.queries().statements());
        officer.get(&TestApp::bench(county.village_women, &format!("/venues/{}/door-sign", county.venue))).await.must_be(200).must_say("<svg");
    }

    /// Whatever is typed and whenever the scans come: who was scanned in is counted by the scans, once.
    async fn who_was_scanned_in_is_not_counted_twice(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (activity, _) = held(&app).await;
        let officer = app.sign_in(people.officer).await;
        app.clock.set(at(9, 50));
        officer.post_form(&format!("{}/open", door(&app)), &[("space", &county.space.to_text())]).await.must_be(303);
        let page = officer.get(&door(&app)).await;
        let used = id_after(&page, "name=\"people-");
        app.clock.set(at(11, 50));
        // Typed first, scanned later: the scans count.
        officer.post_form(&format!("{}/close", door(&app)), &[("use", &used), (&format!("people-{used}"), "40")]).await.must_be(303);
        assert_eq!(whole(&sums(&app).await), (1, 120, 40, 0));
        pass(&app, activity, "VVV111", Direction::In, at(10, 0)).await;
        app.clock.set(at(12, 0));
        assert_eq!(whole(&sums(&app).await), (1, 120, 1, 0));
        let say = TestApp::bench(county.village_women, &format!("/uses/{used}/people"));
        let sent = officer.post_form(&say, &[(&format!("people-{used}"), "50"), (&format!("reason-{used}"), "再数")]).await.must_be(303);
        officer.follow(&sent).await.must_say("按签到计人数");
        let program = app.program(people.officer, &["activities.read"]).await;
        let uses: Value = program.get(&format!("/api/v1/organisations/{}/uses?{SPAN}&purpose=activity", county.village_women)).await.must_be(200).json();
        assert_eq!((uses["items"][0]["people"].as_i64(), uses["items"][0]["by_scans"].as_bool(), uses["items"].as_array().map(Vec::len)), (Some(1), Some(true), Some(1)));
    }

    /// An activity to which somebody was scanned in has used its room, though nobody touched the door; and what nobody
    /// closed is closed by a job at its booking's end.
    async fn what_nobody_touched_or_closed_is_still_counted(db: Db) {
        let app = TestApp::start(db).await;
        let (activity, _) = held(&app).await;
        app.clock.set(at(10, 0));
        assert_eq!(whole(&sums(&app).await), (0, 0, 0, 0));
        pass(&app, activity, "VVV111", Direction::In, at(10, 0)).await;
        app.clock.set(at(13, 0));
        assert_eq!(whole(&sums(&app).await), (1, 120, 1, 0));
        booked(&app).await;
        let firm = app.sign_in(app.county.people.firm_officer).await;
        app.clock.set(at(14, 0));
        firm.post_form(&format!("{}/open", door(&app)), &[("space", &app.county.space.to_text())]).await.must_be(303);
        app.clock.set(at(16, 30));
        app.run_jobs().await;
        assert_eq!(open_rooms(&app).await, 1, "not yet: they may clear up");
        app.clock.set(at(17, 1));
        app.run_jobs().await;
        assert_eq!(open_rooms(&app).await, 0);
        assert_eq!(whole(&sums(&app).await), (2, 240, 1, 1), "until its booking's end");
    }

    /// A room that its keeper opened for nobody in particular and never closed counts until it last closes on that day.
    async fn a_free_opening_ends_with_the_room_s_hours(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let space = county.space;
        let week = (1..=7).flat_map(|day| [(day, 480, 690), (day, 780, 1080)]);
        let week: Vec<_> = week.map(|(day, opens, closes)| (day, bookings::Opening { opens, closes })).collect();
        write(&app, move |tx| {
            tx.bookkeeping();
            let hours = bookings::Hours { week: week.clone(), ..bookings::Hours::default() };
            bookings::set_rules(tx, space, &bookings::Rules { hours, ..free_for_all() }, date(2026, 11, 21))?;
            Ok(())
        })
        .await;
        let officer = app.sign_in(people.officer).await;
        app.clock.set(at(16, 0));
        officer.post_form(&format!("{}/open", door(&app)), &[("space", &space.to_text())]).await.must_be(303);
        app.clock.set(at(17, 59));
        app.run_jobs().await;
        assert_eq!(open_rooms(&app).await, 1);
        app.clock.set(at(20, 0));
        app.run_jobs().await;
        assert_eq!(open_rooms(&app).await, 0);
        assert_eq!(whole(&sums(&app).await).1, 120, "until 18:00, not until midnight");
        officer.get("/notices").await.must_say("没有人关，按当天最后的开放时间算到");
    }

    async fn a_day_counts_by_the_hours_that_held_then(db: Db) {
        let app = TestApp::start(db).await;
        let (space, program) = (app.county.space, app.program(app.county.people.officer, &["activities.read"]).await);
        let open = async |from: &str, to: &str| {
            let path = format!("/api/v1/organisations/{}/uses/sums?from={from}&to={to}", app.county.village_women);
            let sums: Value = program.get(&path).await.must_be(200).json();
            let rooms = sums["by_room"].as_array().expect("rooms").clone();
            let own = rooms.iter().find(|room| room["space"] == json!(space)).expect("the room").clone();
            own["open_minutes"].as_i64()
        };
        let (october, days) = (("2026-10-01", "2026-10-31"), ("2026-11-20", "2026-11-21"));
        assert_eq!(open(october.0, october.1).await, Some(31 * 1440));
        // Changed twice today: no day has passed under the first of them.
        for closes in [600, 540] {
            write(&app, move |tx| {
                tx.bookkeeping();
                let week = (1..=7).map(|day| (day, bookings::Opening { opens: 480, closes })).collect();
                let hours = bookings::Hours { week, ..bookings::Hours::default() };
                Ok(bookings::set_rules(tx, space, &bookings::Rules { hours, ..free_for_all() }, date(2026, 11, 21))?)
            })
            .await;
        }
        assert_eq!(open(october.0, october.1).await, Some(31 * 1440), "what is past stays");
        assert_eq!(open(days.0, days.1).await, Some(1440 + 60));
    }

    async fn what_nobody_uses_rings_once_is_answered_and_is_quiet(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (officer, whose) = (app.sign_in(people.officer).await, (county.village_women, people.officer));
        // In service for 40 days, and never used.
        for (stage, day) in [(Stage::Building, date(2026, 10, 1)), (Stage::InService, date(2026, 10, 12))] {
            let step = Step { stage, day, reason: "翻修".to_owned() };
            write(&app, move |tx| sites::move_to(tx, whose, Site::Venue(county.venue), &step)).await;
        }
        uses::begin(&app.app).await.expect("begun");
        uses::begin(&app.app).await.expect("begun");
        app.run_jobs().await;
        app.run_jobs().await;
        let idle = TestApp::bench(county.village_women, "/idle");
        let page = officer.get(&idle).await.must_be(200).must_say("桃园村文化礼堂 · 大厅").must_say("已经 40 天").must_say("建议：");
        let alarm = id_after(&page, "name=\"reason-");
        officer.get("/notices").await.must_be(200).must_say("已有 40 天没人用");
        assert_eq!(rung(&app).await, 1, "it rings once");
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("1 处闲置");
        // Day after day it rings no more, as long as it isn't answered and after.
        for _ in 0..3 {
            app.clock.advance(SignedDuration::from_hours(24));
            app.run_jobs().await;
        }
        assert_eq!(rung(&app).await, 1);
        let (reason, quiet, what) = (format!("reason-{alarm}"), format!("quiet-{alarm}"), format!("answer-{alarm}"));
        let at = format!("{idle}/{alarm}");
        officer.post_form(&at, &[(&reason, "冬天太冷"), (&quiet, "30")]).await.must_be(422).must_say("请选择怎么安排").must_say("冬天太冷");
        officer.post_form(&at, &[(&what, "keep"), (&quiet, "30")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&at, &[(&what, "keep"), (&reason, "冬天太冷"), (&quiet, "7")]).await.must_be(422).must_say("请选择多久不提醒");
        officer.post_form(&at, &[(&what, "keep"), (&reason, "冬天太冷"), (&quiet, "30")]).await.must_be(303);
        officer.post_form(&at, &[(&what, "keep"), (&reason, "冬天太冷"), (&quiet, "30")]).await.must_be(422).must_say("已经答复过了");
        officer.get(&idle).await.must_say("没有闲置的").must_say("冬天太冷");
        app.clock.advance(SignedDuration::from_hours(24 * 29));
        app.run_jobs().await;
        officer.get(&idle).await.must_say("没有闲置的");
        app.clock.advance(SignedDuration::from_hours(24 * 2));
        app.run_jobs().await;
        officer.get(&idle).await.must_say("怎么安排").must_not_say("没有闲置的");
        // A touch of the door alone is no use: it goes on ringing, tomorrow too.
        let touch = async |minutes: i64, people: &str| {
            let opened = officer.post_form(&format!("{}/open", door(&app)), &[("space", &county.space.to_text())]).await.must_be(303);
            let used = id_after(&officer.follow(&opened).await, "name=\"people-");
            app.clock.advance(SignedDuration::from_mins(minutes));
            officer.post_form(&format!("{}/close", door(&app)), &[("use", &used), (&format!("people-{used}"), people)]).await.must_be(303);
        };
        touch(1, "").await;
        officer.get(&idle).await.must_say("怎么安排").must_not_say("没有闲置的");
        let looked = app.app.db.write(app.app.by_system("story"), uses::sweep).await;
        looked.unwrap_or_else(|why| panic!("{why}"));
        officer.get(&idle).await.must_say("怎么安排");
        // Once it is used it rings no more; and with no days laid down, never.
        touch(11, "").await;
        officer.get(&idle).await.must_say("没有闲置的").must_say("又有人用了");
        let days = TestApp::bench(county.village_women, &format!("/spaces/{}/idle-days", county.space));
        let field = format!("idle-{}", county.space);
        let sent = officer.post_form(&days, &[(&field, "很久")]).await.must_be(303);
        officer.follow(&sent).await.must_say("请填天数");
        officer.post_form(&days, &[(&field, "0 天")]).await.must_be(303);
        app.clock.advance(SignedDuration::from_hours(24 * 400));
        app.run_jobs().await;
        let officer = app.sign_in(people.officer).await;
        officer.get(&idle).await.must_say("没有闲置的");
    }

    /// Many nodes look at the same moment, and many touch the same door: it rings once, and is open once.
    async fn at_once_it_rings_once_and_opens_once(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let whose = (county.village_women, people.officer);
        for (stage, day) in [(Stage::Building, date(2026, 9, 1)), (Stage::InService, date(2026, 9, 2))] {
            let step = Step { stage, day, reason: "翻修".to_owned() };
            write(&app, move |tx| sites::move_to(tx, whose, Site::Venue(county.venue), &step)).await;
        }
        let mut nodes = JoinSet::new();
        for _ in 0..16 {
            let app = app.clone();
            nodes.spawn(async move { app.app.db.write(app.app.by_system("story"), uses::sweep).await.unwrap_or_else(|why| panic!("{why}")) });
        }
        let mut rang = 0;
        while let Some(n) = nodes.join_next().await {
            rang += n.expect("a node");
        }
        assert_eq!(rang, 1);
        let comer = uses::Comer { person: people.officer, books: vec![county.village_women], keeps: vec![county.village_women] };
        let mut hands = JoinSet::new();
        for _ in 0..32 {
            let (app, comer) = (app.clone(), comer.clone());
            hands.spawn(async move {
                let done = app.app.db.write(app.app.by_system("story"), move |tx| uses::open(tx, &comer, county.venue, county.space)).await;
                done.unwrap_or_else(|why| panic!("{why}"))
            });
        }
        let mut opened: Vec<UseId> = Vec::new();
        while let Some(id) = hands.join_next().await {
            opened.push(id.expect("a hand"));
        }
        opened.dedup();
        assert_eq!(opened.len(), 1, "one use, whoever touched");
        let program = app.program(people.officer, &["self", "spaces.keep", "activities.read"]).await;
        let close = json!({ "use": opened[0], "people": 3 });
        program.post_json(&format!("/api/v1/venues/{}/door/close", county.venue), &close).await.must_be(204);
        program.post_json(&format!("/api/v1/venues/{}/door/close", county.venue), &close).await.must_be(409).must_say("use-closed");
        let reopened: Value = program.post_json(&format!("/api/v1/venues/{}/door/open", county.venue), &json!({ "space": county.space })).await.must_be(201).json();
        assert_ne!(reopened["id"], json!(opened[0]));
    }
}

/// A use and an alarm of the county's hall.
pub async fn of_hall(app: &TestApp) -> (String, String) {
    let (person, own, venue, space) = (
        app.county.people.officer,
        app.county.village_women,
        app.county.venue,
        app.county.space,
    );
    let comer = uses::Comer {
        person,
        books: vec![own],
        keeps: vec![own],
    };
    write(app, move |tx| {
        let used = uses::open(tx, &comer, venue, space)?;
        uses::close(tx, &comer, (venue, used), Some(3))?;
        let alarm = langqiao_kernel::id::AlarmId::generate();
        let at = Timestamp::UNIX_EPOCH;
        tx.execute(
            "INSERT INTO idle_alarm (id, space, organisation, unused_since, rang_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            params![alarm, space, own, at],
        )?;
        Ok((used.to_text(), alarm.to_text()))
    })
    .await
}
