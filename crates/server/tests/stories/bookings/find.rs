//! A room is found wherever it is: by words, town, size, what one finds there and when it is free.

use langqiao_app::bookings::{Hours, OpenTo, Rules};
use langqiao_kernel::id::{SpaceId, VenueId};
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::Value;

use super::{book, free_for_all, lay_down, room};

/// A hall in the other town, kept by 永越村's women, for 80, with parking; hours are not stated.
async fn other_hall(app: &TestApp) -> (VenueId, SpaceId) {
    let (venue, space) = (VenueId::generate(), SpaceId::generate());
    let (org, area) = (app.county.foreign_women, app.county.villages[1][0]);
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        tx.execute(
            "INSERT INTO venue (id, organisation, area, name, address, x, y) VALUES (?1, ?2, ?3, '永越文化礼堂', '', 1, 1)",
            params![venue, org, area],
        )?;
        tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '礼堂', 80)", params![space, venue])?;
        tx.execute("INSERT INTO venue_facility (venue, facility) VALUES (?1, 'parking')", params![venue])
    });
    done.await
        .unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
    (venue, space)
}

both! {
    async fn an_officer_finds_a_room_of_another_town(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (venue, space) = other_hall(&app).await;
        let firm = app.sign_in(people.firm_officer).await;
        let list = TestApp::bench(county.firm_union, "/spaces");
        firm.get(&list).await.must_be(200).must_say("桃园村文化礼堂 · 大厅").must_not_say("永越文化礼堂");
        let all = firm.get(&format!("{list}?town=")).await.must_be(200);
        all.must_say("永越文化礼堂 · 礼堂").must_say("桃园村文化礼堂").must_say("开放时间没填，先问管理单位");
        firm.get(&format!("{list}?town={}", county.towns[1])).await.must_say("永越文化礼堂").must_not_say("桃园村文化礼堂 · 大厅");
        firm.get(&format!("{list}?town=&q=%E6%B0%B8%E8%B6%8A")).await.must_say("永越文化礼堂").must_not_say("桃园村文化礼堂 · 大厅");
        firm.get(&format!("{list}?town=&people=60")).await.must_say("永越文化礼堂").must_not_say("桃园村文化礼堂 · 大厅");
        firm.get(&format!("{list}?town=&facility=parking")).await.must_say("永越文化礼堂").must_not_say("桃园村文化礼堂 · 大厅");
        firm.get(&format!("{list}?town=&people=600")).await.must_be(200).must_say("没有符合的场所");
        firm.get(&format!("{list}?town=&day=2026-11-24")).await.must_be(200).must_say("把日期、开始、结束都填上");
        // The hall of the first town is taken then; a minute later it is free.
        let officer = app.sign_in(people.officer).await;
        book(&officer, &room(&app, county.village_women), ("2026-11-24", "9:00", "11:00"), "读书会").await.must_be(303);
        let at = |from: &str, to: &str| format!("{list}?town=&day=2026-11-24&from={from}&to={to}");
        firm.get(&at("10:30", "12:00")).await.must_say("永越文化礼堂").must_not_say("桃园村文化礼堂 · 大厅");
        firm.get(&at("11:00", "12:00")).await.must_say("桃园村文化礼堂 · 大厅").must_say("day=2026-11-24");
        let morning = Hours { week: vec![(2, langqiao_app::bookings::Opening { opens: 480, closes: 720 })], ..Hours::default() };
        lay_down(&app, Rules { hours: morning, ..free_for_all() }).await;
        firm.get(&at("11:00", "12:00")).await.must_say("桃园村文化礼堂 · 大厅");
        firm.get(&at("11:00", "12:01")).await.must_not_say("桃园村文化礼堂 · 大厅");
        lay_down(&app, Rules { open_to: OpenTo::Keeper, ..free_for_all() }).await;
        firm.get(&format!("{list}?town=")).await.must_not_say("桃园村文化礼堂 · 大厅");

        let program = app.program(people.firm_officer, &["activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/spaces-near", county.firm_union);
        let found: Value = program.get(&format!("{path}?people=60&from=2026-11-24T09:00:00%2B08:00&to=2026-11-24T11:00:00%2B08:00")).await.must_be(200).json();
        assert_eq!((&found["items"][0]["id"], &found["items"][0]["hours_stated"]), (&space.to_text().into(), &false.into()));
        program.get(&format!("{path}?from=2026-11-24T09:00:00%2B08:00")).await.must_be(422);
        let one: Value = program.get(&format!("{path}?limit=1")).await.must_be(200).json();
        assert_eq!(one["items"].as_array().map(Vec::len), Some(1));
        // What nobody said is said to be so: in the workbench and to anyone.
        let theirs = TestApp::bench(county.firm_union, &format!("/spaces/{space}"));
        firm.get(&theirs).await.must_be(200).must_say("未填写").must_say("开放时间没填，先问管理单位").must_say("申请使用").must_not_say("全天开放");
        let asked = book(&firm, &theirs, ("2026-11-24", "2:00", "3:00"), "夜里").await.must_be(303);
        firm.follow(&asked).await.must_say("申请已送出");
        let visitor = app.visitor();
        let page = visitor.get(&format!("/venues/{venue}")).await.must_be(200);
        page.must_say("开放时间：").must_say("未填写，需要帮忙请先联系").must_not_say("全天开放").must_not_say("有台阶");
        let wire: Value = visitor.get(&format!("/api/v1/venues/{venue}")).await.must_be(200).json();
        assert_eq!(wire["step_free"], Value::Null);
        let retire = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("DELETE FROM booking WHERE space = ?1", params![space])?;
            tx.execute("UPDATE venue SET stage = 'retired' WHERE id = ?1", params![venue])
        });
        retire.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
        visitor.get(&format!("/venues/{venue}")).await.must_be(200).must_not_say("开放时间：").must_not_say("约这里");
    }

    async fn the_way_from_a_venue_to_its_room(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let way = format!("/spaces/{}/book", county.space);
        let visitor = app.visitor();
        visitor.get(&format!("/venues/{}", county.venue)).await.must_be(200).must_say("约这里").must_say(&way);
        let away = visitor.get(&way).await.must_be(303);
        assert!(away.location().contains("sign-in"), "{}", away.location());
        let firm = app.sign_in(people.firm_officer).await;
        let there = firm.get(&way).await.must_be(303);
        assert_eq!(there.location(), room(&app, county.firm_union));
        let resident = app.sign_in(people.resident).await;
        resident.get(&way).await.must_be(200).must_say("您的账号还没有这样的岗位");
        firm.get("/spaces/019aa3f0-0000-7000-8000-000000000101/book").await.must_be(404);
    }
}
