//! What whoever booked was not told, or told wrongly: dates that became free, what is lent, rules without an end, days as
//! people write them, calendars that have a booking already.

use langqiao_app::bookings::{self, Lending, Rules};
use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, lay_down, room};
use crate::sites::id_after;

/// Chairs and a projector in the county's hall.
async fn things(app: &TestApp) -> [String; 2] {
    let (org, venue) = (app.county.village_women, app.county.venue);
    let lending = Lending {
        equipment: vec![("折叠椅".to_owned(), 20), ("投影仪".to_owned(), 1)],
    };
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        bookings::set_lending(tx, org, venue, &lending)?;
        bookings::equipment_of(tx, venue)
    });
    let kinds = done.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
    let id = |name: &str| {
        kinds
            .iter()
            .find(|one| one.name == name)
            .expect("a kind")
            .id
            .to_text()
    };
    [id("折叠椅"), id("投影仪")]
}

both! {
    async fn a_date_that_became_free_is_asked_for_and_its_keeper_is_told(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/booking-series", county.firm_union);
        let mut wish = json!({
            "space": county.space, "purpose": "轮值", "rule": "FREQ=WEEKLY;COUNT=2",
            "starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T11:00:00+08:00",
            "choices": [
                { "at": "2026-11-24T09:00:00+08:00", "deed": "wait" }, { "at": "2026-12-01T09:00:00+08:00", "deed": "wait" },
            ],
        });
        let made: Value = firm.post_json(&path, &wish).await.must_be(201).json();
        assert_eq!((&made["held"], &made["asked"], &made["waiting"]), (&json!(0), &json!(2), &json!(0)));
        let officer = app.sign_in(people.officer).await;
        officer.get("/notices").await.must_say("共 2 次，请答复");

        wish["choices"] = json!([]);
        for (rule, code) in [
            ("FREQ=DAILY;COUNT=400", "series-too-many"), ("FREQ=DAILY;UNTIL=20990101", "series-too-many"),
            ("FREQ=DAILY", "series-endless"), ("FREQ=HOURLY;COUNT=2", "series-rule"),
        ] {
            wish["rule"] = json!(rule);
            for path in [path.clone(), format!("{path}/preview")] {
                firm.post_json(&path, &wish).await.must_be(422).must_say(code);
            }
        }
    }

    async fn what_is_lent_on_a_date_is_said_at_that_date(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, free_for_all()).await;
        let [chairs, projector] = things(&app).await;
        // Somebody else has all of it in the second week, in another room of the same house.
        let other = {
            let venue = county.venue;
            let done = app.app.db.write(app.app.by_system("story"), move |tx| {
                tx.bookkeeping();
                let id = langqiao_app::venues::add_space(tx, venue, "小间", 40)?;
                for weekday in 1_i64..=7 {
                    tx.execute("INSERT INTO space_hours (space, weekday, opens, closes) VALUES (?1, ?2, 0, 1440)", langqiao_store::params![id, weekday])?;
                }
                Ok::<_, StoreError>(id)
            });
            done.await.unwrap()
        };
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let bookings = format!("/api/v1/organisations/{}/bookings", county.firm_union);
        let all = json!([{ "id": chairs, "pieces": 15 }, { "id": projector, "pieces": 1 }]);
        let taken: Value = firm.post_json(&bookings, &json!({
            "space": other, "purpose": "占用", "equipment": all,
            "starts_at": "2026-12-22T08:00:00+08:00", "ends_at": "2026-12-22T12:00:00+08:00",
        })).await.must_be(201).json();
        assert_eq!(taken["equipment"][0]["name"], "投影仪");
        let listed: Value = firm.get(&bookings).await.must_be(200).json();
        assert_eq!(listed[0]["equipment"].as_array().map(Vec::len), Some(2));

        let officer = app.sign_in(people.officer).await;
        let own = room(&app, county.village_women);
        let (eq_chairs, eq_projector) = (format!("eq-{chairs}"), format!("eq-{projector}"));
        let form = [
            ("day", "2026-12-15"), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "12"),
            ("repeat", "week"), ("times", "3"), (eq_chairs.as_str(), "10"), (eq_projector.as_str(), "1"),
        ];
        let look = officer.post_form(&own, &form).await.must_be(200);
        let look = look.must_say("共 3 次，其中 2 次可以约").must_say("设备不够").must_say("不带不够的设备");
        let look = look.must_say("“折叠椅”这段时间还能借 5 件").must_say("“投影仪”这段时间还能借 0 件");
        let name = format!("do-{}", "2026-12-22T09:00:00+08:00".parse::<jiff::Timestamp>().unwrap().as_millisecond());
        look.must_say(&name);
        let series = format!("{own}/series");
        let refused = [&form[..], &[(name.as_str(), "book"), ("act", "make")]].concat();
        officer.post_form(&series, &refused).await.must_be(422).must_say("折叠椅").must_say("投影仪");
        let without = [&form[..], &[(name.as_str(), "without"), ("act", "make")]].concat();
        let made = officer.post_form(&series, &without).await.must_be(303);
        officer.follow(&made).await.must_say("已约好 3 次");
        let with = app.app.db.read(|tx| {
            let sql = "SELECT CAST(COUNT(i.booking) AS BIGINT) FROM booking b LEFT JOIN booking_equipment i ON i.booking = b.id
                       WHERE b.purpose = '读书会' GROUP BY b.id, b.starts_at ORDER BY b.starts_at";
            tx.all(sql, &[], |row| row.get::<i64>(0))
        }).await.unwrap();
        assert_eq!(with, [2, 0, 2]);
        // A program is told all that is short, too.
        let keeper = app.program(people.officer, &["spaces.book", "activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/booking-series", county.village_women);
        let wish = json!({ "space": county.space, "purpose": "又一次", "rule": "FREQ=DAILY;COUNT=1", "equipment": all,
            "starts_at": "2026-12-22T11:00:00+08:00", "ends_at": "2026-12-22T12:00:00+08:00" });
        let seen: Value = keeper.post_json(&format!("{path}/preview"), &wish).await.must_be(200).json();
        assert_eq!((&seen[0]["standing"], seen[0]["short"].as_array().map(Vec::len)), (&json!("no"), Some(2)));
        keeper.post_json(&path, &wish).await.must_be(409).must_say("series-clash");
    }

    async fn special_days_as_people_write_them(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let officer = app.sign_in(app.county.people.officer).await;
        let rules = room(&app, county.village_women) + "/rules";
        let typed = [
            ("week-1", "8:00-17:00"), ("ahead", "60"), ("open_to", "lines"),
            ("days", "12月5日 关闭\n12月7日（周一） 14:00-17:00 培训\n2026-12-07 9:00-11:00\n12月8日 9:00-11:00，14:00-17:00"),
        ];
        officer.post_form(&rules, &typed).await.must_be(303);
        let page = officer.get(&rules).await.must_be(200).must_say("2026-12-05 关闭");
        page.must_say("2026-12-07 9:00-11:00, 14:00-17:00 培训").must_say("2026-12-08 9:00-11:00, 14:00-17:00");
        let week = officer.get(&format!("{}?day=2026-12-05", room(&app, county.village_women))).await.must_be(200);
        week.must_say("9:00–11:00, 14:00–17:00");
        let firm = app.sign_in(app.county.people.firm_officer).await;
        let theirs = room(&app, county.firm_union);
        book(&firm, &theirs, ("2026-12-07", "10:00", "15:00"), "读书会").await.must_be(422).must_say("9:00–11:00, 14:00–17:00");
        book(&firm, &theirs, ("2026-12-07", "14:00", "15:00"), "读书会").await.must_be(303);
        let program = app.program(app.county.people.officer, &["activities.read", "spaces.keep"]).await;
        let path = format!("/api/v1/organisations/{}/spaces/{}/days", county.village_women, county.space);
        let days: Value = program.get(&path).await.must_be(200).json();
        assert_eq!(days["days"].as_array().map(Vec::len), Some(5));
    }

    async fn a_calendar_that_has_a_booking_learns_of_its_change(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        lay_down(&app, free_for_all()).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let own = room(&app, county.village_women);
        book(&officer, &own, ("2026-11-24", "9:00", "11:00"), "例会").await.must_be(303);
        let feeds = [format!("/spaces/{}/calendar.ics", county.space), format!("/organisations/{}/calendar.ics", county.village_women)];
        let visitor = app.visitor();
        for feed in &feeds {
            visitor.get(feed).await.must_say("SEQUENCE:0").must_say("LAST-MODIFIED:").must_say("STATUS:CONFIRMED");
        }
        let page = officer.get(&format!("{own}?day=2026-11-24")).await;
        let id = id_after(&page, "/bookings/");
        let at = |rest: &str| TestApp::bench(county.village_women, &format!("/bookings/{id}/{rest}"));
        officer.post_form(&at("time"), &[("day", "2026-11-25"), ("from", "9:00"), ("to", "11:00")]).await.must_be(303);
        for feed in &feeds {
            visitor.get(feed).await.must_say("SEQUENCE:1").must_say("DTSTART:20261125T010000Z").must_say(&format!("UID:{id}"));
        }
        officer.post_form(&at("cancel"), &[]).await.must_be(303);
        for feed in &feeds {
            visitor.get(feed).await.must_say("SEQUENCE:2").must_say("STATUS:CANCELLED").must_say(&format!("UID:{id}"));
        }
        app.clock.advance(jiff::SignedDuration::from_hours(24 * 29));
        visitor.get(&feeds[0]).await.must_not_say("STATUS:CANCELLED");
    }

    async fn closing_takes_back_all_or_a_series_in_one_touch(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        lay_down(&app, free_for_all()).await;
        let (officer, firm) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.firm_officer).await);
        let theirs = room(&app, county.firm_union);
        let series = [("day", "2026-12-01"), ("from", "9:00"), ("to", "10:00"), ("purpose", "早操"), ("repeat", "week"), ("times", "3"), ("act", "make")];
        firm.post_form(&format!("{theirs}/series"), &series).await.must_be(303);
        book(&firm, &theirs, ("2026-12-02", "9:00", "10:00"), "读书会").await.must_be(303);
        let closing = TestApp::bench(county.village_women, &format!("/spaces/{}/closing", county.space));
        let page = officer.get(&closing).await.must_be(200).must_say("全部收回").must_say("这个系列 3 次都收回");
        let text = page.text();
        let id = text.split("name=\"tick\" value=\"").map(|rest| rest.split('"').next().unwrap_or_default()).find(|value| value.len() == 36);
        let id = id.expect("the series").to_owned();
        let typed = [("looked", "2026-11-21"), ("from", "2026-11-21"), ("reason", "屋顶翻修")];
        let ticked = |page: &langqiao_testkit::Reply| page.text().matches(" checked").count();
        let one = officer.post_form(&closing, &[&typed[..], &[("tick", id.as_str())]].concat()).await.must_be(200).must_say("屋顶翻修");
        assert_eq!(ticked(&one), 3);
        let all = officer.post_form(&closing, &[&typed[..], &[("tick", "all")]].concat()).await.must_be(200);
        assert_eq!(ticked(&all), 4);
        let none = officer.post_form(&closing, &[&typed[..], &[("tick", "none")]].concat()).await.must_be(200);
        assert_eq!(ticked(&none), 0);
    }

    async fn all_that_is_wrong_is_said_in_one_round(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let officer = app.sign_in(app.county.people.officer).await;
        let own = room(&app, county.village_women);
        book(&officer, &own, ("2026-11-24", "11:00", "早上"), "").await.must_be(422).must_say("请填时间").must_say("请写明用途");
        book(&officer, &own, ("2026-11-24", "18:00", "17:00"), "").await.must_be(422).must_say("结束要晚于开始").must_say("请写明用途");
        let venues = TestApp::bench(county.village_women, "/venues");
        let wrong = [("name", ""), ("position", "桃园村"), ("stage", ""), ("stage_day", "2027-01-01")];
        let page = officer.post_form(&venues, &wrong).await.must_be(422);
        page.must_say("请填名称，最多").must_say("请填北纬和东经两").must_say("请选择阶段").must_say("这一天还没到，请");
    }
}
