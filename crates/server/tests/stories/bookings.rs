//! Rooms are booked, asked for, given back; never by two at once.

mod calendars;
mod changing;
mod closing;
mod cut;
mod find;
mod found;
mod lending;
mod moving;
mod no_show;
mod pieces;
mod programs;
mod race;
mod relations;
mod rivals;
mod said;
mod series;
mod told;
mod waiting;

use langqiao_app::bookings::{self, Hours, Lending, OpenTo, Opening, Rules};
use langqiao_kernel::id::{EquipmentId, OrganisationId, SpaceId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use crate::activities::{plan, published};

fn room(app: &TestApp, org: OrganisationId) -> String {
    TestApp::bench(org, &format!("/spaces/{}", app.county.space))
}

/// Sends the booking form: the day, from, to, and what for.
async fn book(client: &Client, path: &str, (day, from, to): (&str, &str, &str), purpose: &str) -> Reply {
    let fields = [
        ("day", day),
        ("from", from),
        ("to", to),
        ("purpose", purpose),
        ("people", "12"),
    ];
    client.post_form(path, &fields).await
}

/// Lays down rules for the county's hall, straight away.
async fn lay_down(app: &TestApp, rules: Rules) {
    let space = app.county.space;
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        bookings::set_rules(tx, space, &rules, jiff::civil::date(2026, 11, 21))
    });
    done.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
}

/// Open at all hours, and said so.
pub fn at_all_hours() -> Hours {
    let whole = Opening {
        opens: 0,
        closes: 1440,
    };
    Hours {
        week: (1..=7).map(|day| (day, whole)).collect(),
        ..Hours::default()
    }
}

/// Rules under which everybody books at once and nobody is asked.
pub fn free_for_all() -> Rules {
    Rules {
        setup_minutes: 0,
        cleanup_minutes: 0,
        open_to: OpenTo::Lines,
        asks: false,
        notice_hours: 0,
        ahead_days: 180,
        offer_minutes: 120,
        no_show_minutes: 0,
        head_start_days: 0,
        hours: at_all_hours(),
    }
}

/// So many more rooms of the county's hall, and ten chairs that go along with any.
pub async fn furnished(app: &TestApp, rooms: usize) -> (Vec<SpaceId>, EquipmentId) {
    let (org, venue) = (app.county.village_women, app.county.venue);
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let mut found = Vec::new();
        for n in 0..rooms {
            let id = SpaceId::generate();
            tx.execute(
                "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, 40)",
                params![id, venue, format!("小间{n}")],
            )?;
            found.push(id);
        }
        let lending = Lending {
            equipment: vec![("折叠椅".to_owned(), 10)],
        };
        bookings::set_lending(tx, org, venue, &lending)?;
        Ok::<_, StoreError>((found, bookings::equipment_of(tx, venue)?[0].id))
    });
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

/// The ids of what an organisation has booked, as its page links to giving them back.
fn given_back(page: &Reply) -> Vec<String> {
    let text = page.text();
    let parts = text.split("/bookings/").skip(1);
    parts
        .filter(|part| part.get(36..).is_some_and(|rest| rest.starts_with("/cancel")))
        .map(|part| part[..36].to_owned())
        .collect()
}

both! {
    async fn an_officer_books_is_told_who_has_it_and_gives_it_back(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let list = officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_be(200);
        list.must_say("本单位的场所").must_say("桃园村文化礼堂 · 大厅");
        let own = room(&app, county.village_women);
        officer.get(&own).await.must_be(200).must_say("全天开放").must_say("没有预约").must_say("各家群团组织都可以预约");
        let done = book(&officer, &own, ("2026-11-24", "9:00", "11:00"), "妇联执委会").await.must_be(303);
        officer.follow(&done).await.must_say("约好了").must_say("妇联执委会");

        // Another line's officer sees who has it, finds it taken, and keeps what was typed.
        let firm = app.sign_in(people.firm_officer).await;
        firm.get(&TestApp::bench(county.firm_union, "/spaces")).await.must_be(200).must_say("附近可用的场所");
        let theirs = room(&app, county.firm_union);
        let taken = book(&firm, &theirs, ("2026-11-24", "10:30", "12:00"), "工会读书会").await.must_be(422);
        taken.must_say("桃园村妇联占用").must_say("妇联执委会").must_say("工会读书会");
        book(&firm, &theirs, ("2026-11-24", "11:00", "12:00"), "工会读书会").await.must_be(303);
        officer.get("/notices").await.must_say("灯笼纺织工会委员会预约了桃园村文化礼堂 · 大厅");

        // Whoever has no say in a booking can't give it back; its own officers can, and the time is free again.
        let booked = given_back(&firm.get(&TestApp::bench(county.firm_union, "/spaces")).await);
        assert_eq!(booked.len(), 1);
        let foreign = app.sign_in(people.foreign_officer).await;
        foreign.post_form(&TestApp::bench(county.foreign_women, &format!("/bookings/{}/cancel", booked[0])), &[]).await.must_be(404);
        let back = TestApp::bench(county.village_women, &format!("/bookings/{}/cancel", booked[0]));
        let silent = officer.post_form(&back, &[]).await.must_be(303);
        officer.follow(&silent).await.must_say("请写明原因");
        let note = format!("note-{}", booked[0]);
        officer.post_form(&back, &[(note.as_str(), "礼堂漏水")]).await.must_be(303);
        firm.get("/notices").await.must_say("原因：礼堂漏水");
        officer.post_form(&back, &[(note.as_str(), "又来")]).await.must_be(303);
        book(&firm, &theirs, ("2026-11-24", "11:00", "12:00"), "再约一次").await.must_be(303);
    }

    async fn what_can_not_be_booked_is_said_at_its_field(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let own = room(&app, app.county.village_women);
        for ((day, from, to), purpose, says) in [
            (("2026-11-20", "9:00", "10:00"), "例会", "这个时间已经过去了"),
            (("2027-11-24", "9:00", "10:00"), "例会", "现在最远可以约到"),
            (("", "9:00", "10:00"), "例会", "请选日期"),
            (("2026-11-24", "早上", "10:00"), "例会", "请填时间"),
            (("2026-11-24", "9:00", "10:00"), "会", "请写明用途"),
            (("9999-12-31", "9:00", "8:00"), "例会", "结束要晚于开始"),
            (("2026-11-24", "18:00", "17:00"), "例会", "结束要晚于开始"),
        ] {
            book(&officer, &own, (day, from, to), purpose).await.must_be(422).must_say(says).must_say(purpose);
        }
        let crowd = [("day", "2026-11-24"), ("from", "9:00"), ("to", "10:00"), ("purpose", "大会"), ("people", "51")];
        officer.post_form(&own, &crowd).await.must_be(422).must_say("最多容纳 50 人");
        let huge = "长".repeat(1 << 20);
        let long = [("day", "2026-11-24"), ("from", "9:00"), ("to", "10:00"), ("purpose", huge.as_str())];
        officer.post_form(&own, &long).await.must_be(422).must_say("2 到 60 个字");
        for day in ["不是日期", "-9999-01-01", "9999-12-31", "0001-01-01"] {
            officer.get(&format!("{own}?day={day}")).await.must_be(200);
        }
    }

    async fn a_keeper_lays_down_hours_and_answers_who_asks(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let rules = room(&app, county.village_women) + "/rules";
        let typed = [
            ("week-1", "8:30-11:30, 13:00-17:00"), ("week-2", "8:30-11:30"), ("week-6", "9:00-24:00"),
            ("days", "2026-11-28 关闭 消防演练"), ("official_days", "1"), ("asks", "1"), ("open_to", "lines"),
            ("notice", "24"), ("ahead", "60"), ("setup", "30"), ("cleanup", "15"),
        ];
        let wrong: Vec<_> = typed.iter().map(|(name, value)| (*name, if *name == "week-2" { "上午" } else { *value })).collect();
        officer.post_form(&rules, &wrong).await.must_be(422).must_say("请写成").must_say("消防演练");
        officer.post_form(&rules, &typed).await.must_be(303);
        officer.get(&rules).await.must_be(200).must_say("8:30-11:30, 13:00-17:00").must_say("2026-11-28 关闭 消防演练");
        let firm = app.sign_in(people.firm_officer).await;
        firm.get(&(room(&app, county.firm_union) + "/rules")).await.must_be(404);

        let theirs = room(&app, county.firm_union);
        let page = firm.get(&format!("{theirs}?day=2026-11-23")).await.must_be(200);
        page.must_say("其他单位预约需要管理单位同意").must_say("消防演练").must_say("申请使用");
        for ((day, from, to), says) in [
            (("2026-11-21", "18:00", "19:00"), "至少提前 24 小时"),
            (("2026-11-23", "11:00", "14:00"), "8:30–11:30, 13:00–17:00"),
            (("2026-11-25", "9:00", "10:00"), "不开放"),
            (("2026-11-28", "9:00", "10:00"), "不开放"),
            (("2027-01-01", "9:00", "10:00"), "不开放"),
        ] {
            book(&firm, &theirs, (day, from, to), "读书会").await.must_be(422).must_say(says);
        }
        let asked = book(&firm, &theirs, ("2026-11-23", "13:00", "15:00"), "读书会").await.must_be(303);
        firm.follow(&asked).await.must_say("申请已送出");
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("灯笼纺织工会委员会申请使用");
        let list = officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_say("等您答复的申请");
        let text = list.text();
        let id = text.split("/bookings/").nth(1).map(|rest| rest[..36].to_owned()).expect("the way to answer");
        let answer = TestApp::bench(county.village_women, &format!("/bookings/{id}/answer"));
        let silent = officer.post_form(&answer, &[("yes", "0")]).await;
        officer.follow(&silent).await.must_say("请写明原因");
        // What is only asked for keeps nobody out: the keeper's own meeting comes first, and the request ends with it.
        book(&officer, &room(&app, county.village_women), ("2026-11-23", "12:00", "12:40"), "碰头会").await.must_be(303);
        firm.get("/notices").await.must_say("这个时间已经定给别的使用，您单位申请的“读书会”没有约上");
        let late = officer.post_form(&answer, &[("yes", "1")]).await;
        officer.follow(&late).await.must_say("这个预约已经有结果了");
        book(&firm, &theirs, ("2026-11-23", "15:30", "16:30"), "读书会").await.must_be(303);
        let list = officer.get(&TestApp::bench(county.village_women, "/spaces")).await;
        let id = list.text().split("/bookings/").skip(1).find(|part| part[36..].starts_with("/answer")).map(|part| part[..36].to_owned());
        let id = id.expect("the way to answer");
        let answer = TestApp::bench(county.village_women, &format!("/bookings/{id}/answer"));
        let note = format!("note-{id}");
        officer.post_form(&answer, &[("yes", "0"), (note.as_str(), "改到下午三点")]).await.must_be(303);
        firm.get("/notices").await.must_say("原因：改到下午三点");
        firm.get(&TestApp::bench(county.firm_union, "/spaces")).await.must_say("未同意");
    }

    async fn an_activity_holds_its_room_and_a_booking_keeps_it_out(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let officer = app.sign_in(app.county.people.officer).await;
        lay_down(&app, Rules { cleanup_minutes: 30, ..free_for_all() }).await;
        let own = room(&app, county.village_women);
        let id = published(&app, county.village_women, plan(&app)).await;
        let page = officer.get(&format!("{own}?day=2026-11-28")).await.must_be(200);
        page.must_say("亲子科普日").must_say(&format!("/w/{}/activities/{id}", county.village_women));
        book(&officer, &own, ("2026-11-28", "16:10", "17:00"), "打扫").await.must_be(422).must_say("亲子科普日");
        book(&officer, &own, ("2026-11-28", "16:30", "17:00"), "打扫").await.must_be(303);
        let here = TestApp::bench(county.village_women, &format!("/activities/{id}"));
        let done = officer.post_form(&format!("{here}/cancel"), &[("reason", "礼堂停电")]).await;
        officer.follow(&done).await.must_say("活动已取消");
        book(&officer, &own, ("2026-11-28", "14:30", "16:00"), "补课").await.must_be(303);
        app.verify("rooms").await;
    }

    async fn the_public_sees_hours_and_a_calendar_without_purposes(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let monday = vec![(1, Opening { opens: 510, closes: 690 })];
        lay_down(&app, Rules { hours: Hours { week: monday, ..Hours::default() }, ..free_for_all() }).await;
        published(&app, county.village_women, plan(&app)).await;
        let officer = app.sign_in(app.county.people.officer).await;
        book(&officer, &room(&app, county.village_women), ("2026-11-24", "9:00", "11:00"), "困难家庭走访商议").await.must_be(303);
        let visitor = app.visitor();
        let venue = visitor.get(&format!("/venues/{}", county.venue)).await.must_be(200);
        venue.must_say("开放时间").must_say("8:30–11:30").must_say("calendar.ics");
        let feed = visitor.get(&format!("/spaces/{}/calendar.ics", county.space)).await.must_be(200);
        assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
        let feed = feed.must_say("SUMMARY:亲子科普日").must_say("SUMMARY:已预约").must_say("X-WR-CALNAME:桃园村文化礼堂 · 大厅");
        feed.must_not_say("困难家庭");
        visitor.get("/spaces/019aa3f0-0000-7000-8000-000000000101/calendar.ics").await.must_be(404);
        let taken: Value = visitor.get(&format!("/api/v1/spaces/{}/taken", county.space)).await.must_be(200).json();
        assert_eq!(taken.as_array().map(Vec::len), Some(2));
    }

    async fn a_program_books_answers_and_gives_back(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        let path = format!("/api/v1/organisations/{}/bookings", county.firm_union);
        let wish = json!({
            "space": county.space, "purpose": "读书会",
            "starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T10:00:00+08:00",
        });
        let made = firm.post_json(&path, &wish).await.must_be(201);
        let booking: Value = made.json();
        assert_eq!(booking["status"], "asked");
        assert_eq!(made.header("location"), format!("{path}/{}", booking["id"].as_str().unwrap()));
        assert_eq!(firm.get(made.header("location")).await.must_be(200).json::<Value>(), booking);
        let keeper = app.program(people.officer, &["spaces.keep", "spaces.book", "activities.read"]).await;
        let here = format!("/api/v1/organisations/{}/bookings/{}", county.village_women, booking["id"].as_str().unwrap());
        let answered: Value = keeper.post_json(&format!("{here}/answer"), &json!({ "accept": true })).await.must_be(200).json();
        assert_eq!(answered["status"], "held");
        keeper.post_json(&format!("{here}/answer"), &json!({ "accept": true })).await.must_be(409);
        firm.post_json(&path, &wish).await.must_be(409).must_say("booking-taken");
        let own = json!({
            "space": county.space, "purpose": "  理论\u{3000}宣讲 ", "people": 12,
            "starts_at": "2026-11-25T09:00:00+08:00", "ends_at": "2026-11-25T10:00:00+08:00",
        });
        let made = keeper.post_json(&format!("/api/v1/organisations/{}/bookings", county.village_women), &own).await.must_be(201);
        assert_eq!(keeper.get(made.header("location")).await.must_be(200).json::<Value>(), made.json::<Value>());
        assert_eq!(made.json::<Value>()["status"], "held");
        let bad = json!({ "space": county.space, "purpose": "", "starts_at": "2026-11-24T09:00:00Z", "ends_at": "2026-11-24T08:00:00Z" });
        firm.post_json(&path, &bad).await.must_be(422).must_say("purpose");
        let foreign = app.program(people.foreign_officer, &["spaces.keep", "activities.read"]).await;
        let elsewhere = here.replace(&county.village_women.to_text(), &county.foreign_women.to_text());
        foreign.get(&elsewhere).await.must_be(404);
        foreign.post_json(&format!("{elsewhere}/answer"), &json!({ "accept": false, "note": "不" })).await.must_be(404);
        let mine = format!("{path}/{}", booking["id"].as_str().unwrap());
        let back: Value = firm.post_json(&format!("{mine}/cancel"), &json!({})).await.must_be(200).json();
        assert_eq!(back["status"], "cancelled");
        let list: Value = firm.get(&path).await.must_be(200).json();
        assert_eq!(list, json!([]));
    }

    async fn the_pages_cost_a_few_queries(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let own = room(&app, app.county.village_women);
        for day in 22..29 {
            for hour in 8..18 {
                let (from, to) = (format!("{hour}:00"), format!("{hour}:50"));
                book(&officer, &own, (&format!("2026-11-{day}"), &from, &to), "例会").await.must_be(303);
            }
        }
        for path in [own, TestApp::bench(app.county.village_women, "/spaces")] {
            app.queries().reset();
            officer.get(&path).await.must_be(200);
            // One of them for what waits for the keeper's word, one for the equipment that is waited for.
            assert!(app.queries().statements() <= 10, "{path}: {}", app.queries().statements());
        }
    }
}
