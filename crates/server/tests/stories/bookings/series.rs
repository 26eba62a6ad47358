//! The same hour week after week: looked at, made whole or not at all, given back in part.

use langqiao_app::bookings::{self, Choices, NewBooking, NewSeries, Rules};
use langqiao_kernel::id::{ClusterId, SpaceId, VenueId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Reply, TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, lay_down, room};

const WEEKLY: [(&str, &str); 8] = [
    ("day", "2026-12-15"),
    ("from", "9:00"),
    ("to", "11:00"),
    ("purpose", "读书会"),
    ("people", "12"),
    ("repeat", "week"),
    ("times", "4"),
    ("holidays", "1"),
];

/// The names of the choices on a page, in order.
fn choices(page: &Reply) -> Vec<String> {
    let text = page.text();
    let mut names: Vec<String> = text
        .split("name=\"do-")
        .skip(1)
        .map(|rest| format!("do-{}", rest.split('"').next().unwrap_or_default()))
        .collect();
    names.dedup();
    names
}

async fn held(app: &TestApp, purpose: &'static str) -> Vec<String> {
    let read = app.app.db.read(move |tx| {
        let sql = "SELECT starts_at FROM booking WHERE purpose = ?1 AND status = 'held' ORDER BY starts_at";
        tx.all(sql, langqiao_store::params![purpose], |row| {
            Ok(langqiao_kernel::time::rfc3339(row.get(0)?))
        })
    });
    read.await.expect("a list")
}

/// How many bookings of a purpose wait for a keeper's word.
async fn asked(app: &TestApp, purpose: &'static str) -> usize {
    let read = app.app.db.read(move |tx| {
        let sql = "SELECT id FROM booking WHERE purpose = ?1 AND status = 'asked'";
        tx.all(sql, params![purpose], |row| row.get::<String>(0))
    });
    read.await.unwrap_or_else(|why: StoreError| panic!("{why}")).len()
}

both! {
    async fn every_date_is_looked_at_and_then_all_are_made(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let own = room(&app, county.village_women);
        officer.get(&own).await.must_be(200).must_say("重复预约").must_say("每两周");
        book(&officer, &own, ("2026-12-22", "10:00", "12:00"), "冬至包饺子").await.must_be(303);

        let firm = app.sign_in(people.firm_officer).await;
        let theirs = room(&app, county.firm_union);
        let wrong: Vec<_> = WEEKLY.iter().filter(|(name, _)| *name != "times").copied().collect();
        firm.post_form(&theirs, &wrong).await.must_be(422).must_say("请填截止日期").must_say("读书会");
        let look = firm.post_form(&theirs, &WEEKLY).await.must_be(200);
        let look = look.must_say("共 4 次，其中 3 次可以约").must_say("冬至包饺子").must_say("跳过");
        let names = choices(&look);
        assert_eq!(names.len(), 4);
        let list = TestApp::bench(county.firm_union, "/spaces");
        firm.get(&list).await.must_be(200).must_not_say("读书会");

        // One is moved to the afternoon; meanwhile somebody takes another: nothing is made, and it is named.
        let series = format!("{theirs}/series");
        let at = names[1].replace("do-", "at-");
        let mut typed = WEEKLY.to_vec();
        typed.extend([(names[0].as_str(), "book"), (names[1].as_str(), "move"), (at.as_str(), "14:00")]);
        typed.extend([(names[2].as_str(), "book"), (names[3].as_str(), "book")]);
        firm.post_form(&series, &typed).await.must_be(200).must_say("改到的时间可以约");
        typed.push(("act", "make"));
        book(&officer, &own, ("2026-12-29", "9:30", "10:00"), "年终盘点").await.must_be(303);
        firm.post_form(&series, &typed).await.must_be(422).must_say("年终盘点").must_say("value=\"14:00\"");
        assert_eq!(held(&app, "读书会").await, [""; 0]);
        typed.iter_mut().filter(|(name, _)| *name == names[2]).for_each(|(_, choice)| *choice = "skip");
        let made = firm.post_form(&series, &typed).await.must_be(303);
        firm.follow(&made).await.must_say("已约好 3 次").must_say("跳过 1 次");
        assert_eq!(held(&app, "读书会").await, [
            "2026-12-15T09:00:00+08:00", "2026-12-22T14:00:00+08:00", "2027-01-05T09:00:00+08:00",
        ]);
        officer.get("/notices").await.must_say("共 3 次");
    }

    async fn holidays_are_left_out_and_a_part_is_given_back(db: Db) {
        let app = TestApp::start(db).await;
        app.clock.set("2026-09-20T09:00:00+08:00".parse().unwrap());
        let county = app.county.clone();
        let officer = app.sign_in(app.county.people.officer).await;
        let own = room(&app, county.village_women);
        let daily: Vec<_> = WEEKLY.iter().map(|(name, value)| match *name {
            "day" => ("day", "2026-09-29"),
            "repeat" => ("repeat", "day"),
            _ => (*name, *value),
        }).collect();
        officer.post_form(&own, &daily).await.must_be(200).must_say("国庆节").must_say("其中 2 次可以约").must_not_say("还没有公布");
        officer.post_form(&own, &WEEKLY).await.must_be(200).must_say("2027 年的放假安排还没有公布");
        let made = officer.post_form(&format!("{own}/series"), &[&daily[..], &[("act", "make")]].concat()).await.must_be(303);
        officer.follow(&made).await.must_say("已约好");
        assert_eq!(held(&app, "读书会").await, ["2026-09-29T09:00:00+08:00", "2026-09-30T09:00:00+08:00"]);

        let weekly: Vec<_> = WEEKLY.iter().map(|(name, value)| (*name, if *name == "purpose" { "太极班" } else { *value })).collect();
        officer.post_form(&format!("{own}/series"), &[&weekly[..], &[("act", "make")]].concat()).await.must_be(303);
        let ids = app.app.db.read(|tx| {
            let sql = "SELECT id FROM booking WHERE purpose = '太极班' ORDER BY starts_at";
            tx.all(sql, &[], |row| row.get::<String>(0))
        }).await.unwrap();
        assert_eq!(ids.len(), 4);
        let cancel = |id: &str| TestApp::bench(county.village_women, &format!("/bookings/{id}/cancel"));
        officer.get(&format!("{own}?day=2026-12-15")).await.must_say("这一次和以后各次");
        officer.post_form(&cancel(&ids[1]), &[("scope", "one")]).await.must_be(303);
        assert_eq!(held(&app, "太极班").await.len(), 3);
        officer.post_form(&cancel(&ids[2]), &[("scope", "following")]).await.must_be(303);
        assert_eq!(held(&app, "太极班").await, ["2026-12-15T09:00:00+08:00"]);
        officer.post_form(&cancel(&ids[0]), &[("scope", "all")]).await.must_be(303);
        assert_eq!(held(&app, "太极班").await, [""; 0]);
    }

    async fn a_keeper_answers_a_whole_series_at_once(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let firm = app.sign_in(people.firm_officer).await;
        let theirs = room(&app, county.firm_union);
        firm.post_form(&theirs, &WEEKLY).await.must_be(200).must_say("需管理单位同意");
        let made = firm.post_form(&format!("{theirs}/series"), &[&WEEKLY[..], &[("act", "make")]].concat()).await;
        firm.follow(&made).await.must_say("等待答复 4 次");
        let officer = app.sign_in(people.officer).await;
        let list = officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_say("共 4 次").must_say("答复哪些");
        let text = list.text();
        let id = text.split("/bookings/").nth(1).map(|rest| rest[..36].to_owned()).expect("the way to answer");
        assert_eq!(text.matches("/answer\"").count(), 1);
        let answer = TestApp::bench(county.village_women, &format!("/bookings/{id}/answer"));
        officer.post_form(&answer, &[("yes", "1"), ("scope", "all")]).await.must_be(303);
        assert_eq!(held(&app, "读书会").await.len(), 4);
        firm.get("/notices").await.must_say("同意您单位使用").must_say("共 4 次");
    }

    async fn a_program_brings_a_rule_of_its_own(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/booking-series", county.firm_union);
        let mut wish = json!({
            "space": county.space, "purpose": "轮值", "rule": "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=4",
            "starts_at": "2026-12-01T13:00:00+08:00", "ends_at": "2026-12-01T15:00:00+08:00",
        });
        let seen: Value = firm.post_json(&format!("{path}/preview"), &wish).await.must_be(200).json();
        assert_eq!(seen.as_array().map(Vec::len), Some(4));
        assert_eq!((&seen[1]["starts_at"], &seen[1]["standing"]), (&json!("2026-12-04T13:00:00+08:00"), &json!("free")));
        let officer = app.sign_in(people.officer).await;
        book(&officer, &room(&app, county.village_women), ("2026-12-04", "14:00", "16:00"), "排练").await.must_be(303);
        let clash = firm.post_json(&path, &wish).await.must_be(409);
        clash.must_say("series-clash").must_say("排练").must_say("2026-12-04T13:00:00+08:00");
        wish["choices"] = json!([{ "at": "2026-12-04T13:00:00+08:00", "deed": "move", "to": "2026-12-04T09:00:00+08:00" }]);
        let made: Value = firm.post_json(&path, &wish).await.must_be(201).json();
        assert_eq!((&made["held"], &made["skipped"]), (&json!(4), &json!(0)));
        let here = format!("{path}/{}", made["id"].as_str().unwrap());
        let series: Value = firm.get(&here).await.must_be(200).json();
        assert_eq!(series["bookings"][1]["starts_at"], "2026-12-04T09:00:00+08:00");
        let one = format!("/api/v1/organisations/{}/bookings/{}/cancel", county.firm_union, series["bookings"][2]["id"].as_str().unwrap());
        firm.post_json(&one, &json!({ "scope": "following" })).await.must_be(200);
        assert_eq!(held(&app, "轮值").await.len(), 2);
        for rule in ["FREQ=MINUTELY", "x", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2"] {
            wish["rule"] = json!(rule);
            firm.post_json(&path, &wish).await.must_be(422);
        }
        let foreign = app.program(people.foreign_officer, &["activities.read"]).await;
        foreign.get(&here.replace(&county.firm_union.to_text(), &county.foreign_women.to_text())).await.must_be(404);
    }

    async fn what_is_asked_for_already_is_not_asked_for_again(db: Db) {
        let app = std::sync::Arc::new(TestApp::start(db).await);
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let firm = app.sign_in(people.firm_officer).await;
        let (theirs, make) = (room(&app, county.firm_union), [&WEEKLY[..], &[("act", "make")]].concat());
        let series = format!("{theirs}/series");
        firm.post_form(&series, &make).await.must_be(303);
        let again = firm.post_form(&series, &make).await.must_be(422);
        again.must_say("您单位已经申请了这段时间").must_say("共 4 次，其中 0 次可以约");
        firm.post_form(&theirs, &WEEKLY).await.must_be(200).must_say("其中 0 次可以约");
        assert_eq!(asked(&app, "读书会").await, 4);

        // The same one from many hands at the same moment: one series.
        let starts_at: jiff::Timestamp = "2026-12-01T13:00:00+08:00".parse().expect("an instant");
        let mut hands = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (app, org, person) = (app.clone(), county.firm_union, people.firm_officer);
            let first = NewBooking {
                space: county.space,
                purpose: "轮值".to_owned(),
                people: 0,
                starts_at,
                ends_at: starts_at + jiff::SignedDuration::from_hours(1),
                equipment: Vec::new(),
            };
            let wish = NewSeries { first, rule: "FREQ=WEEKLY;COUNT=3".to_owned(), leaves_out_holidays: false };
            hands.spawn(async move {
                let by = app.app.by_system("story");
                app.app.db.write(by, move |tx| bookings::make(tx, org, person, &wish, &Choices::new())).await.is_ok()
            });
        }
        let made = hands.join_all().await.into_iter().filter(|made| *made).count();
        assert_eq!((made, asked(&app, "轮值").await), (1, 3));
    }

    async fn no_room_of_a_venue_out_of_service_is_offered(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (keeper, venue) = (county.village_women, county.venue);
        let made = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            let (cluster, hall, space) = (ClusterId::generate(), VenueId::generate(), SpaceId::generate());
            tx.execute("INSERT INTO cluster (id, name, area, organisation) SELECT ?1, '桃园片', area, ?2 FROM venue WHERE id = ?3", params![cluster, keeper, venue])?;
            tx.execute("UPDATE venue SET cluster = ?1 WHERE id = ?2", params![cluster, venue])?;
            tx.execute("INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y, stage)
                SELECT ?1, ?2, ?3, area, '在建馆', '', step_free, x, y, 'building' FROM venue WHERE id = ?4", params![hall, keeper, cluster, venue])?;
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '小间', 40)", params![space, hall])?;
            bookings::set_rules(tx, space, &free_for_all(), jiff::civil::date(2026, 11, 21))?;
            Ok::<_, StoreError>((hall, space))
        });
        let (hall, space) = made.await.unwrap_or_else(|why| panic!("{why}"));
        let stage = async |venue: VenueId, stage: &'static str| {
            let set = app.app.db.write(app.app.by_system("story"), move |tx| {
                tx.bookkeeping();
                tx.execute("UPDATE venue SET stage = ?2 WHERE id = ?1", params![venue, stage])
            });
            set.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        };
        let officer = app.sign_in(people.officer).await;
        book(&officer, &room(&app, keeper), ("2026-12-22", "10:00", "12:00"), "冬至包饺子").await.must_be(303);
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/booking-series", county.firm_union);
        let mut wish = json!({
            "space": county.space, "purpose": "轮值", "rule": "FREQ=WEEKLY;COUNT=2",
            "starts_at": "2026-12-22T10:00:00+08:00", "ends_at": "2026-12-22T11:00:00+08:00",
        });
        let preview = format!("{path}/preview");
        let seen: Value = firm.post_json(&preview, &wish).await.must_be(200).json();
        assert_eq!(seen[0]["free_rooms"], json!([]));
        stage(hall, "in_service").await;
        let seen: Value = firm.post_json(&preview, &wish).await.must_be(200).json();
        assert_eq!(seen[0]["free_rooms"], json!([space]));
        // Nor is the room itself said to be free.
        stage(hall, "retired").await;
        wish["space"] = json!(space);
        let seen: Value = firm.post_json(&preview, &wish).await.must_be(200).json();
        assert!([0_usize, 1].iter().all(|n| seen[n]["standing"] != "free" && seen[n]["why"].is_string()), "{seen}");
        firm.post_json(&path, &wish).await.must_be(409);
    }
}
