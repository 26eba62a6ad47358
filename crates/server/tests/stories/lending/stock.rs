//! What there is of a thing: entered, counted, changed by one at a time, found by its name.

use jiff::{SignedDuration, civil::date};
use langqiao_app::{
    bookings::{self, BookError, NewBooking},
    lending::{self, Entry, Kind, OpenTo, Status, Terms, Wish},
};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};

use super::scene::{answer, chairs, firm, last, sound, terms, thing, told, try_ask, wish};
use crate::{
    checkins::at,
    world::{count, write},
};

both! {
    async fn a_thing_is_changed_by_one_at_a_time_and_counted_with_reasons(db: Db) {
        let app = TestApp::start(db).await;
        let id = thing(&app, (Kind::Equipment, 3), terms()).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let page = TestApp::bench(app.county.village_women, &format!("/things/{id}"));
        let edit = |version: &'static str, name: &'static str| [
            ("version", version), ("name", name), ("place", "库房"), ("open_to", "anyone"), ("asks", "no"),
            ("days_max", "3"), ("terms", ""), ("idle_days", "0"),
        ];
        officer.get(&format!("{page}/edit")).await.must_be(200).must_say("散热十分钟再收");
        officer.post_form(&format!("{page}/edit"), &edit("1", "")).await.must_be(422).must_say("请写 2 到 40 个字的名称");
        officer.post_form(&format!("{page}/edit"), &edit("1", "大投影仪")).await.must_be(303);
        officer.post_form(&format!("{page}/edit"), &edit("1", "小投影仪")).await.must_be(422).must_say("刚才有人改过").must_say("小投影仪");
        officer.get(&page).await.must_say("大投影仪").must_say("全县各家单位");
        officer.post_form(&format!("{page}/count"), &[("n", "2"), ("note", "新买")]).await.must_be(422).must_say("请选数目为什么变");
        officer.post_form(&format!("{page}/count"), &[("why", "bought"), ("n", "2"), ("note", "")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&format!("{page}/count"), &[("why", "entered"), ("n", "2"), ("note", "新买")]).await.must_be(422);
        officer.post_form(&format!("{page}/count"), &[("why", "bought"), ("n", "2"), ("note", "新买")]).await.must_be(303);
        officer.post_form(&format!("{page}/count"), &[("why", "written_off"), ("n", "1"), ("note", "老化")]).await.must_be(303);
        assert_eq!(count(&app, "SELECT pieces FROM thing").await, 4);
        officer.get(&page).await.must_say("添置").must_say("+2").must_say("报废");
        sound(&app).await;
    }

    async fn goods_are_used_up_and_what_is_left_comes_back(db: Db) {
        let app = TestApp::start(db).await;
        let goods = Terms { name: "红马甲".to_owned(), open_to: OpenTo::Anyone, asks: false, days_max: 1, ..terms() };
        let id = thing(&app, (Kind::Goods, 40), goods).await;
        let (officer, foreign) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.foreign_officer).await);
        let ask = TestApp::bench(app.county.foreign_women, &format!("/things/{id}/ask"));
        let wish = |day: &'static str, pieces: &'static str| [("from", day), ("pieces", pieces), ("purpose", "志愿服务日"), ("fetcher", "陈阿姨")];
        let loan = last(&foreign.post_form(&ask, &wish("2026-11-24", "30")).await.must_be(303));
        // What is promised for one day is gone for every later one.
        foreign.post_form(&ask, &wish("2026-11-28", "11")).await.must_be(422).must_say("最多还能领 10 件");
        foreign.post_form(&ask, &wish("2026-11-28", "10")).await.must_be(303);
        foreign.post_form(&ask, &wish("2026-11-27", "1")).await.must_be(422).must_say("已经领完了");
        app.clock.set(at(72 + 9, 0));
        let lent = TestApp::bench(app.county.village_women, &format!("/loans/{loan}"));
        officer.post_form(&format!("{lent}/hand-out"), &[("pieces", "30")]).await.must_be(303);
        assert_eq!(told(&app, app.county.people.foreign_officer, "loan-notice-given").await, 1);
        assert_eq!(count(&app, "SELECT pieces FROM thing").await, 10);
        officer.post_form(&format!("{lent}/return"), &[("in_order", "31")]).await.must_be(422).must_say("最多 30 件");
        officer.post_form(&format!("{lent}/return"), &[("in_order", "4"), ("damaged", "1"), ("note", "破了")]).await.must_be(422);
        officer.post_form(&format!("{lent}/return"), &[("in_order", "4")]).await.must_be(303);
        assert_eq!(count(&app, "SELECT pieces FROM thing").await, 14);
        officer.get(&TestApp::bench(app.county.village_women, &format!("/things/{id}"))).await.must_say("没用完退回").must_say("领用");
        sound(&app).await;
    }

    /// The venue's list, seen before somebody counted anew, undoes nothing; and no two things in it have one name.
    async fn a_venues_list_is_of_what_was_seen_and_knows_each_by_its_name(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person, venue) = (app.county.village_women, app.county.people.officer, app.county.venue);
        let list = TestApp::bench(org, &format!("/venues/{venue}/lending"));
        let officer = app.sign_in(person).await;
        officer.post_form(&list, &[("equipment", "折叠椅 10\r\n长桌 4"), ("seen", "")]).await.must_be(303);
        officer.get(&list).await.must_be(200).must_say("name=\"seen\"");
        let found = app.app.db.read(move |tx| bookings::equipment_of(tx, venue)).await;
        let found = found.unwrap_or_else(|why: StoreError| panic!("{why}"));
        let id = |name: &str| found.iter().find(|one| one.name == name).expect("a thing").id;
        let (chairs, tables) = (id("折叠椅"), id("长桌"));
        write(&app, move |tx| lending::count(tx, (org, person), (chairs, None), (Entry::Bought, 2), "新买")).await;
        let (old, typed) = (("seen", "折叠椅 10\r\n长桌 4"), ("equipment", "折叠椅 10\r\n长桌 5"));
        let told = officer.post_form(&list, &[typed, old]).await.must_be(422);
        told.must_say("打开以后数目变过").must_say("折叠椅 12 / 长桌 4").must_say("长桌 5");
        assert_eq!(count(&app, "SELECT CAST(SUM(pieces) AS BIGINT) FROM thing").await, 16);
        officer.post_form(&list, &[("equipment", "折叠椅 12\r\n长桌 5"), ("seen", "折叠椅 12\r\n长桌 4")]).await.must_be(303);
        assert_eq!(count(&app, "SELECT CAST(SUM(pieces) AS BIGINT) FROM thing").await, 17);
        let change = async |name: &str| {
            let terms = Terms { name: name.to_owned(), venue: Some(venue), open_to: OpenTo::Anyone, ..terms() };
            app.app.db.write(app.app.by_system("story"), move |tx| lending::change(tx, org, (tables, 1), &terms)).await
        };
        assert!(matches!(change("折叠椅").await, Err(NotDone::Fields(errors)) if errors.of("name").is_some()));
        change("长桌").await.unwrap_or_else(|why| panic!("{why}"));
        sound(&app).await;
    }

    /// What a room's booking of this morning had is there in the afternoon, to be asked for and to be promised.
    async fn what_is_over_by_now_takes_nothing_away(db: Db) {
        let app = TestApp::start(db).await;
        let (org, officer, space) = (app.county.village_women, app.county.people.officer, app.county.space);
        let starts_at = at(9, 30);
        let (chairs, _) = chairs(&app, 0, true).await;
        let booking = NewBooking {
            space, purpose: "晨会".to_owned(), people: 0, starts_at,
            ends_at: starts_at + SignedDuration::from_mins(60), equipment: vec![(chairs, 10)],
        };
        let booked = app.app.db.write(app.app.by_system("story"), move |tx| bookings::book(tx, org, officer, &booking)).await;
        booked.unwrap_or_else(|why: BookError| panic!("{why}"));
        let ask = async || {
            let wish = Wish { from: date(2026, 11, 21), until: date(2026, 11, 21), ..wish(chairs, 10, "下午的会") };
            try_ask(&app, firm(&app), wish).await
        };
        assert!(matches!(ask().await, Err(NotDone::Fields(errors)) if errors.of("pieces").is_some()));
        app.clock.set(at(14, 0));
        let (loan, status) = ask().await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(status, Status::Asked);
        answer(&app, loan, Some(10)).await;
        sound(&app).await;
    }

    /// Things are found by any part of their names, whatever the letters; of a body that is dissolved nothing is offered.
    async fn things_are_found_by_their_names_while_their_body_exists(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        thing(&app, (Kind::Equipment, 3), Terms { name: "LED 屏 100%".to_owned(), ..terms() }).await;
        let (officer, firm) = (app.sign_in(county.people.officer).await, app.sign_in(county.people.firm_officer).await);
        let near = |rest: &str| TestApp::bench(county.firm_union, &format!("/lending{rest}"));
        let own = |rest: &str| TestApp::bench(county.village_women, &format!("/lending/own{rest}"));
        for words in ["led", "LED", "100%25", "%E5%B1%8F"] {
            firm.get(&near(&format!("?q={words}"))).await.must_be(200).must_say("LED 屏 100%");
            officer.get(&own(&format!("?q={words}"))).await.must_be(200).must_say("LED 屏 100%");
        }
        for words in ["l%25d", "L_D", "oled"] {
            firm.get(&near(&format!("?q={words}"))).await.must_be(200).must_not_say("LED 屏 100%");
            officer.get(&own(&format!("?q={words}"))).await.must_be(200).must_say("没有找到这样的物品");
        }
        officer.get(&own("?kind=goods")).await.must_say("没有找到这样的物品");
        let whose = county.village_women;
        let ended = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE organisation SET valid_to = valid_from + 1 WHERE id = ?1", params![whose])
        });
        let ended: Result<u64, StoreError> = ended.await;
        assert_eq!(ended.unwrap_or_else(|why| panic!("{why}")), 1);
        firm.get(&near("")).await.must_be(200).must_not_say("LED 屏 100%");
    }
}
