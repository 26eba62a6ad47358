//! Nothing is out of reach where there is much of it, and where a part is shown it says so.

use langqiao_app::bookings::Rules;
use langqiao_kernel::id::SpaceId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Reply, TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, lay_down, room};
use crate::activities::{draft, plan};

/// So many more rooms in the county's hall, 第001间 and on.
async fn rooms(app: &TestApp, n: i64) {
    let venue = app.county.venue;
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        for number in 1..=n {
            tx.execute(
                "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, 30)",
                params![SpaceId::generate(), venue, format!("第{number:03}间")],
            )?;
        }
        Ok::<_, StoreError>(())
    });
    done.await.unwrap_or_else(|why| panic!("{why}"));
}

/// The address of the link with these words.
fn way(page: &Reply, words: &str) -> String {
    let text = page.text();
    let before = text.split(words).next().expect("something before");
    assert!(before.len() < text.len(), "no link {words}");
    let href = before.rsplit("href=\"").next().expect("a link");
    href.split('"').next().expect("an address").replace("&amp;", "&")
}

both! {
    async fn a_body_with_very_many_rooms_reaches_each(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        rooms(&app, 230).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let list = officer.get(&TestApp::bench(org, "/spaces")).await.must_be(200).must_say("这里是 100 间，共 231 间");
        let second = officer.get(way(&list, "下一页").split('#').next().expect("a page")).await.must_be(200);
        let third = officer.get(way(&second, "下一页").split('#').next().expect("a page")).await.must_say("这里是 31 间，共 231 间");
        third.must_not_say("下一页");
        officer.get(&TestApp::bench(org, "/spaces?own_q=217")).await.must_say("第217间").must_not_say("第216间");

        // The calendar of all rooms goes on, and any venue can be chosen.
        let all = officer.get(&TestApp::bench(org, "/calendar?place=all")).await.must_say("这里是 200 间，共 231 间");
        officer.get(&way(&all, "下一页")).await.must_say("第230间").must_say("上一页").must_not_say("下一页");

        // Forms say how many they offer, and find the others without losing what was typed.
        let at = draft(&app, org, plan(&app)).await;
        let edit = officer.get(&TestApp::bench(org, &format!("/activities/{at}/edit"))).await.must_say("这里列出 200 间，共 231 间");
        edit.must_not_say("第229间");
        let course = TestApp::bench(org, "/courses");
        officer.get(&format!("{course}/new")).await.must_say("这里列出 200 间，共 231 间").must_not_say("第229间");
        let found = [("title", "书法班"), ("room_q", "229"), ("act", "rooms")];
        officer.post_form(&course, &found).await.must_be(200).must_say("第229间").must_say("书法班");
        let none = [("title", "书法班"), ("room_q", "没有这间"), ("act", "rooms")];
        officer.post_form(&course, &none).await.must_be(200).must_say("没有找到“没有这间”").must_say("书法班");
    }

    async fn too_few_chairs_on_a_date_leave_a_choice(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: false, ..free_for_all() }).await;
        let (own, venue) = (county.village_women, county.venue);
        let chairs = app.app.db.write(app.app.by_system("story"), move |tx| {
            let lending = langqiao_app::bookings::Lending { equipment: vec![("折叠椅".to_owned(), 10)] };
            langqiao_app::bookings::set_lending(tx, own, venue, &lending)?;
            let id = langqiao_app::bookings::equipment_of(tx, venue)?[0].id;
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '小间', 30)", params![SpaceId::generate(), venue])?;
            Ok::<_, StoreError>(id)
        });
        let chairs = chairs.await.unwrap_or_else(|why| panic!("{why}"));
        let small = app.app.db.read(|tx| tx.one("SELECT id FROM space WHERE name = '小间'", &[], |row| row.get::<String>(0)));
        let small = small.await.unwrap_or_else(|why: StoreError| panic!("{why}")).expect("a room");
        let officer = app.sign_in(people.officer).await;
        let eq = format!("eq-{chairs}");
        let lent = [
            ("day", "2026-12-08"), ("from", "9:00"), ("to", "11:00"), ("purpose", "借椅子"), ("people", "5"), (eq.as_str(), "6"),
        ];
        officer.post_form(&TestApp::bench(own, &format!("/spaces/{small}")), &lent).await.must_be(303);
        let firm = app.sign_in(people.firm_officer).await;
        let theirs = room(&app, county.firm_union);
        let mut weekly = vec![
            ("day", "2026-12-01"), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "12"), ("repeat", "week"),
            ("times", "3"), (eq.as_str(), "8"),
        ];
        let look = firm.post_form(&theirs, &weekly).await.must_be(200);
        let look = look.must_say("有几件带几件").must_say("最近的一天：12月9日 周三 9:00").must_say("不带不够的设备");
        let at: jiff::Timestamp = "2026-12-08T09:00:00+08:00".parse().expect("an instant");
        let does = format!("do-{}", at.as_millisecond());
        assert!(look.text().contains(&does));
        weekly.extend([(does.as_str(), "fewer"), ("act", "make")]);
        firm.post_form(&format!("{theirs}/series"), &weekly).await.must_be(303);
        let taken = app.app.db.read(|tx| {
            let sql = "SELECT q.pieces FROM booking b JOIN booking_equipment q ON q.booking = b.id WHERE b.purpose = '读书会' ORDER BY b.starts_at";
            tx.all(sql, &[], |row| row.get::<i64>(0))
        });
        assert_eq!(taken.await.unwrap_or_else(|why: StoreError| panic!("{why}")), [8, 4, 8]);
        // A program sees the same, and may choose it.
        let program = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let wish = json!({
            "space": county.space, "purpose": "另一次", "people": 3, "starts_at": "2026-12-08T09:00:00+08:00", "ends_at": "2026-12-08T11:00:00+08:00",
            "rule": "FREQ=WEEKLY;COUNT=2", "equipment": [{ "id": chairs, "pieces": 9 }],
        });
        let seen: Value = program.post_json(&format!("/api/v1/organisations/{}/booking-series/preview", county.firm_union), &wish).await.must_be(200).json();
        assert_eq!(seen[0]["nearest"], "2026-12-09T09:00:00+08:00");
        book(&firm, &theirs, ("2026-12-02", "9:00", "10:00"), "还能约").await.must_be(303);
    }
}
