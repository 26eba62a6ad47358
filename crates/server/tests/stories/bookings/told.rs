//! What is said in time: of a venue that is not in service, of bookings that fit no more what their keeper laid down, of
//! equipment that stays behind or comes later.

use langqiao_app::bookings::{self, Lending};
use langqiao_kernel::id::{BookingId, EquipmentId, SpaceId, VenueId};
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};

use super::{book, free_for_all, furnished, lay_down, room};
use crate::world::write;

/// The only booking for a purpose.
async fn id_of(app: &TestApp, purpose: &'static str) -> BookingId {
    write(app, move |tx| {
        let found = tx.one(
            "SELECT id FROM booking WHERE purpose = ?1",
            params![purpose],
            |row| row.get(0),
        )?;
        Ok(found.expect("a booking"))
    })
    .await
}

both! {
    async fn a_venue_that_is_not_in_service_looks_so_wherever_its_rooms_stand(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let theirs = room(&app, county.firm_union);
        book(&firm, &theirs, ("2026-11-24", "9:00", "11:00"), "留着的一场").await.must_be(303);
        let (week, hall) = (format!("{theirs}?day=2026-11-23"), "桃园村文化礼堂 · 大厅");
        let calendar = |query: &str| TestApp::bench(county.firm_union, &format!("/calendar?place=all&{query}"));
        firm.get(&week).await.must_be(200).must_say("没有预约").must_say("name=\"purpose\"");
        firm.get(&calendar("day=2026-11-25")).await.must_be(200).must_say(hall);
        // The page of a series' dates, opened anew, begins where it began.
        let again = firm.get(&format!("{theirs}/series")).await.must_be(303);
        assert_eq!(again.location(), theirs);
        let door = format!("/venues/{}/door", county.venue);
        officer.get(&door).await.must_be(200).must_say("可以自由开放");
        for stage in ["planned", "building", "retired"] {
            let venue = county.venue;
            write(&app, move |tx| {
                tx.bookkeeping();
                Ok(tx.execute("UPDATE venue SET stage = ?2 WHERE id = ?1", params![venue, stage])?)
            }).await;
            // What is booked already stays in sight; nothing else looks as if it could be had.
            let page = firm.get(&week).await.must_be(200).must_say("这处阵地现在不在使用").must_say("留着的一场");
            page.must_not_say("没有预约").must_not_say("全天开放").must_not_say("name=\"purpose\"");
            firm.get(&calendar("day=2026-11-25")).await.must_be(200).must_not_say(hall);
            firm.get(&calendar("day=2026-11-24")).await.must_be(200).must_say(hall).must_say("留着的一场");
            firm.get(&calendar("day=2026-11-23&view=week")).await.must_be(200).must_say("留着的一场");
            officer.get(&door).await.must_be(200).must_say("这处阵地现在不在使用").must_not_say("可以自由开放").must_not_say(&format!("{door}/open"));
            let open = format!("{door}/open");
            let no = officer.post_form(&open, &[("space", &county.space.to_text())]).await.must_be(303);
            officer.follow(&no).await.must_say("这处阵地现在不在使用");
        }
    }

    async fn a_keeper_is_told_of_what_new_rules_shut_out(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let theirs = room(&app, county.firm_union);
        book(&firm, &theirs, ("2026-11-24", "9:00", "11:00"), "上午的读书会").await.must_be(303);
        book(&firm, &theirs, ("2026-12-08", "19:00", "21:00"), "晚上的合唱").await.must_be(303);
        let own = room(&app, county.village_women);
        // Who keeps the room has its key at any hour.
        officer.post_form(&own, &[("day", "2026-12-08"), ("from", "17:00"), ("to", "18:30"), ("purpose", "执委会"), ("people", "2")]).await.must_be(303);
        let rules = own + "/rules";
        let week = |hours: &'static str, who: &'static str| {
            let mut typed: Vec<(&str, &str)> = ["week-1", "week-2", "week-3", "week-4", "week-5", "week-6", "week-7"].map(|day| (day, hours)).to_vec();
            typed.extend([("open_to", who), ("ahead", "180"), ("offer", "120")]);
            typed
        };
        // A shorter week: the evening lies outside, the morning doesn't.
        let sent = officer.post_form(&rules, &week("8:00-17:00", "lines")).await.must_be(303);
        officer.follow(&sent).await.must_say("已经约好、按新规则约不上的还有 1 场").must_say("晚上的合唱");
        assert!(sent.location().ends_with("?day=2026-12-08"), "{}", sent.location());
        // The same again shuts out nothing new.
        let again = officer.post_form(&rules, &week("8:00-17:00", "lines")).await.must_be(303);
        officer.follow(&again).await.must_say("使用规则已保存").must_not_say("约不上的还有");
        // For its own alone: both are another's.
        let sent = officer.post_form(&rules, &week("8:00-17:00", "keeper")).await.must_be(303);
        officer.follow(&sent).await.must_say("约不上的还有 2 场").must_say("上午的读书会");
        // A smaller room: twelve were to come.
        let space = county.space;
        let small = TestApp::bench(county.village_women, &format!("/venues/{}/spaces/{space}", county.venue));
        let sized = |n: &'static str| [(format!("space-{space}"), "大厅".to_owned()), (format!("capacity-{space}"), n.to_owned())];
        let send = async |n: &'static str| {
            let sized = sized(n);
            let fields: Vec<(&str, &str)> = sized.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            officer.post_form(&small, &fields).await.must_be(303)
        };
        let sent = send("5").await;
        officer.follow(&sent).await.must_say("人数坐不下的还有 2 场").must_say("上午的读书会");
        let sent = send("8").await;
        officer.follow(&sent).await.must_say("已保存").must_not_say("坐不下");
        // Who booked still says better what for; more people it can't be.
        let id = id_of(&app, "上午的读书会").await;
        let change = TestApp::bench(county.firm_union, &format!("/bookings/{id}/time"));
        let wish = |purpose: &'static str, people: &'static str| [("space", space.to_text()), ("day", "2026-11-24".to_owned()), ("from", "9:00".to_owned()), ("to", "11:00".to_owned()), ("purpose", purpose.to_owned()), ("people", people.to_owned())];
        let put = async |purpose: &'static str, people: &'static str| {
            let wish = wish(purpose, people);
            let fields: Vec<(&str, &str)> = wish.iter().map(|(name, value)| (*name, value.as_str())).collect();
            firm.post_form(&change, &fields).await
        };
        put("换个名字", "13").await.must_be(422).must_say("最多容纳 8 人");
        put("换个名字", "12").await.must_be(303);
        firm.get(&format!("{theirs}?day=2026-11-24")).await.must_say("换个名字");
    }

    async fn equipment_stays_behind_or_comes_later_and_it_is_said(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        lay_down(&app, free_for_all()).await;
        let (rooms, chairs) = furnished(&app, 1).await;
        let (hall, org) = (county.venue, county.village_women);
        // Another venue of the same keeper, with tables.
        let (second, tables): (SpaceId, EquipmentId) = write(&app, move |tx| {
            tx.bookkeeping();
            let (venue, space) = (VenueId::generate(), SpaceId::generate());
            tx.execute("INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y, stage)
                SELECT ?1, organisation, cluster, area, '老年活动中心', '', step_free, x, y, 'in_service' FROM venue WHERE id = ?2", params![venue, hall])?;
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '棋牌室', 40)", params![space, venue])?;
            bookings::set_rules(tx, space, &free_for_all(), jiff::civil::date(2026, 11, 21))?;
            bookings::set_lending(tx, org, venue, &Lending { equipment: vec![("长桌".to_owned(), 4)] })?;
            Ok((space, bookings::equipment_of(tx, venue)?[0].id))
        }).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let (own, theirs, eq) = (room(&app, county.village_women), room(&app, county.firm_union), format!("eq-{chairs}"));
        let wish = |from: &'static str, to: &'static str, purpose: &'static str, pieces: &'static str| {
            vec![("day", "2026-12-08"), ("from", from), ("to", to), ("purpose", purpose), ("people", "5"), (eq.as_str(), pieces)]
        };
        // Six of ten chairs are away with the keeper's own use of the room beside.
        officer.post_form(&own.replace(&county.space.to_text(), &rooms[0].to_text()), &wish("9:00", "11:00", "借椅子", "6")).await.must_be(303);
        let mut short = wish("9:00", "11:00", "读书会", "8");
        firm.post_form(&theirs, &short).await.must_be(422).must_say("先约场所，设备候补");
        short.push(("short", "wait"));
        let made = firm.post_form(&theirs, &short).await.must_be(303);
        firm.follow(&made).await.must_say("约好了").must_say("折叠椅带 4 件，还差 4 件").must_say("折叠椅 × 4").must_say("还差 折叠椅 4 件");
        // Once they are offered they lack no more.
        let lent = id_of(&app, "借椅子").await;
        officer.post_form(&TestApp::bench(county.village_women, &format!("/bookings/{lent}/cancel")), &[]).await.must_be(303);
        firm.get(&TestApp::bench(county.firm_union, "/spaces")).await.must_say("有了 折叠椅 4 件").must_not_say("还差 折叠椅");
        // To another venue: the chairs stay, which is said; the tables of that venue are chosen there.
        let id = id_of(&app, "读书会").await;
        let change = TestApp::bench(county.firm_union, &format!("/bookings/{id}/time"));
        let there = second.to_text();
        let mut moved = wish("9:00", "11:00", "读书会", "8");
        moved.push(("space", there.as_str()));
        // While its keeper is asked nothing has gone anywhere.
        let rule = async |asks: bool| write(&app, move |tx| {
            tx.bookkeeping();
            Ok(bookings::set_rules(tx, second, &bookings::Rules { asks, ..free_for_all() }, jiff::civil::date(2026, 11, 21))?)
        }).await;
        rule(true).await;
        let sent = firm.post_form(&change, &moved).await.must_be(303);
        firm.follow(&sent).await.must_say("已请求管理单位同意").must_not_say("没有带去");
        rule(false).await;
        let sent = firm.post_form(&change, &moved).await.must_be(303);
        firm.follow(&sent).await.must_say("折叠椅没有带去，那里的桌椅请另选").must_say("读书会").must_not_say("折叠椅 × ");
        let table = format!("eq-{tables}");
        moved.push((table.as_str(), "2"));
        let sent = firm.post_form(&change, &moved).await;
        sent.must_be(422).must_say("那里没有这种设备");
        moved.retain(|(name, _)| *name != eq);
        let sent = firm.post_form(&change, &moved).await.must_be(303);
        firm.follow(&sent).await.must_say("长桌 × 2");
    }
}
