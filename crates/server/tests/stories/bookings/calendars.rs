//! Rooms beside each other, and calendars that real readers read.

use langqiao_app::{
    activities::{self, Plan},
    bookings::{self, Rules, Scope},
    courses::{self, Move},
};
use langqiao_kernel::id::{ActivityId, BookingId, OrganisationId, SpaceId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Reply, TestApp, both};
use serde_json::{Value, json};

use super::{book, free_for_all, room};
use crate::{
    activities::{plan, published},
    courses::{club, public, sessions, write},
};

/// A calendar file as RFC 5545 wants it: lines of 75 octets at most, ended by CR LF, everything that is begun ended,
/// every event with what it must have and an id of its own.
fn sound(file: &Reply) -> Vec<String> {
    let text = file.text();
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"),
        "{text}"
    );
    assert!(
        text.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n')),
        "{text}"
    );
    let whole = text.replace("\r\n ", "");
    let mut ids = Vec::new();
    for event in whole.split("BEGIN:VEVENT\r\n").skip(1) {
        let event = event.split("END:VEVENT").next().expect("an end");
        for name in ["UID:", "DTSTAMP:", "DTSTART:", "DTEND:", "SUMMARY:"] {
            assert_eq!(
                event.lines().filter(|line| line.starts_with(name)).count(),
                1,
                "{name} in {event}"
            );
        }
        let utc = |name: &str| {
            event
                .lines()
                .find(|line| line.starts_with(name))
                .is_some_and(|line| line.ends_with('Z'))
        };
        assert!(utc("DTSTART:") && utc("DTEND:"), "{event}");
        ids.extend(
            event
                .lines()
                .find(|line| line.starts_with("UID:"))
                .map(str::to_owned),
        );
    }
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id each");
    ids
}

both! {
    async fn a_day_and_a_week_of_all_rooms(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let officer = app.sign_in(app.county.people.officer).await;
        published(&app, county.village_women, plan(&app)).await;
        book(&officer, &room(&app, county.village_women), ("2026-11-24", "9:00", "11:00"), "执委会").await.must_be(303);
        let here = TestApp::bench(county.village_women, "/calendar");
        officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_say("场所日历").must_say("订阅本单位日历").must_say("webcal://");
        officer.get(&here).await.must_be(200).must_say("全天空着").must_say("桃园村文化礼堂 · 大厅").must_not_say("执委会");
        officer.get(&format!("{here}?day=2026-11-24")).await.must_say("执委会").must_say("9:00–11:00");
        let week = officer.get(&format!("{here}?day=2026-11-24&view=week&place={}", county.venue)).await.must_be(200);
        week.must_say("执委会").must_say("亲子科普日").must_say("14:30–16:00");
        for odd in ["day=x", "day=9999-12-31&view=week", "place=x&view=y", "place=all&view=week", "day=-9999-01-01"] {
            officer.get(&format!("{here}?{odd}")).await.must_be(200);
        }
        app.queries().reset();
        officer.get(&here).await.must_be(200);
        assert!(app.queries().statements() <= 6, "{}", app.queries().statements());
        let firm = app.sign_in(app.county.people.firm_officer).await;
        firm.get(&here).await.must_be(404);
    }

    async fn an_organisation_s_calendar_is_public_and_keeps_what_is_not(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let officer = app.sign_in(app.county.people.officer).await;
        published(&app, county.village_women, plan(&app)).await;
        let weekly = [
            ("day", "2026-12-15"), ("from", "9:00"), ("to", "11:00"), ("purpose", "困难家庭走访商议"), ("people", "5"),
            ("repeat", "week"), ("times", "3"), ("act", "make"),
        ];
        officer.post_form(&format!("{}/series", room(&app, county.village_women)), &weekly).await.must_be(303);
        let path = format!("/organisations/{}/calendar.ics", county.village_women);
        let visitor = app.visitor();
        let feed = visitor.get(&path).await.must_be(200).must_say("亲子科普日").must_not_say("困难家庭");
        let ids = sound(&feed);
        assert_eq!(ids.len(), 4);
        // Ids stay from one reading to the next.
        assert_eq!(sound(&visitor.get(&path).await), ids);
        visitor.get("/organisations/019aa3f0-0000-7000-8000-000000000101/calendar.ics").await.must_be(404);
        sound(&visitor.get(&format!("/spaces/{}/calendar.ics", county.space)).await.must_be(200));
    }

    async fn one_s_own_calendar_has_a_secret_address(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let officer = app.sign_in(app.county.people.officer).await;
        book(&officer, &room(&app, county.village_women), ("2026-11-24", "9:00", "11:00"), "执委会, 第四次").await.must_be(303);
        officer.get("/me").await.must_be(200).must_say("/me/calendar");
        officer.get("/me/calendar").await.must_be(200).must_say("还没有订阅地址");
        let made = officer.post_form("/me/calendar", &[]).await.must_be(200).must_say("只显示这一次");
        assert_eq!(made.header("cache-control"), "no-store");
        let text = made.text();
        let address = |text: &str| text.split("/calendars/").nth(1).map(|rest| format!("/calendars/{}", &rest[..47])).expect("an address");
        let first = address(&text);
        assert!(first.ends_with(".ics"), "{first}");
        let visitor = app.visitor();
        let feed = visitor.get(&first).await.must_be(200).must_say("执委会\\, 第四次");
        assert_eq!(sound(&feed).len(), 1);
        officer.get("/me/calendar").await.must_say("已经有一个订阅地址").must_not_say(&first);

        // A new one ends the old one; a program makes one as well.
        let program = app.program(app.county.people.officer, &["self"]).await;
        let body: Value = program.post_json("/api/v1/me/calendar", &json!({})).await.must_be(201).json();
        let second = address(body["address"].as_str().expect("an address"));
        visitor.get(&first).await.must_be(404);
        visitor.get(&second).await.must_be(200);
        officer.post_form("/me/calendar/end", &[]).await.must_be(303);
        visitor.get(&second).await.must_be(404);
        visitor.get("/calendars/x").await.must_be(404);
    }

    async fn a_public_course_stands_in_the_calendars_by_its_name(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let (org, person) = (county.village_women, county.people.officer);
        // A class that nobody may know of yet, and something of the body's own.
        let mut hidden = club(&app);
        hidden.title = "还没定的班".into();
        hidden.term.weekdays = vec![1];
        write(&app, move |tx| langqiao_app::courses::create(tx, org, person, &hidden)).await;
        let officer = app.sign_in(person).await;
        book(&officer, &room(&app, org), ("2026-11-26", "9:00", "11:00"), "困难家庭走访").await.must_be(303);
        let course = public(&app, club(&app)).await;
        let visitor = app.visitor();
        for path in [format!("/spaces/{}/calendar.ics", county.space), format!("/organisations/{org}/calendar.ics")] {
            let feed = visitor.get(&path).await.must_be(200);
            sound(&feed);
            let text = feed.text().replace("\r\n ", "");
            assert_eq!(text.matches("SUMMARY:四点半学堂").count(), 8, "{text}");
            assert_eq!(text.matches(&format!("/activities/{course}")).count(), 8, "{text}");
            assert!(text.contains("SUMMARY:已预约"), "{text}");
            assert!(!text.contains("还没定的班") && !text.contains("困难家庭"), "{text}");
        }
        let taken: Value = visitor.get(&format!("/api/v1/spaces/{}/taken", county.space)).await.must_be(200).json();
        let of_course = taken.as_array().expect("times").iter().filter(|one| one["activity"] == json!(course));
        assert_eq!(of_course.count(), 8, "{taken}");
    }

    async fn an_activity_that_changes_keeps_its_place_in_calendars(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let second = second_room(&app).await;
        let id = published(&app, county.village_women, plan(&app)).await;
        let (hall, other) = (format!("/spaces/{}/calendar.ics", county.space), format!("/spaces/{second}/calendar.ics"));
        let whole = format!("/organisations/{}/calendar.ics", county.village_women);
        let visitor = app.visitor();
        let first = only(&visitor.get(&hall).await, "亲子科普日");
        assert_eq!(only(&visitor.get(&whole).await, "亲子科普日").0, first.0);

        // Another hour in the same room, and then another name: the same entry, further on.
        let mut later = plan(&app);
        (later.times.starts_at, later.times.ends_at) = (at("2026-11-28T18:30:00+08:00"), at("2026-11-28T20:00:00+08:00"));
        change(&app, id, later.clone()).await;
        let moved = only(&visitor.get(&hall).await, "亲子科普日");
        assert!(moved.0 == first.0 && moved.1 > first.1 && moved.2.contains("DTSTART:20261128T103000Z"), "{moved:?}");
        later.title = "亲子科普夜".into();
        change(&app, id, later.clone()).await;
        let named = only(&visitor.get(&hall).await, "亲子科普夜");
        assert!(named.0 == first.0 && named.1 > moved.1, "{named:?}");

        // In another room it is the same entry of its body's; in the room that it left it is cancelled for a while.
        later.space = Some(second);
        change(&app, id, later.clone()).await;
        let there = only(&visitor.get(&other).await, "亲子科普夜");
        assert!(there.0 == first.0 && there.1 > named.1 && there.2.contains("STATUS:CONFIRMED"), "{there:?}");
        let left = only(&visitor.get(&hall).await, "亲子科普夜");
        assert!(left.0 == first.0 && left.1 > named.1 && left.2.contains("STATUS:CANCELLED"), "{left:?}");
        assert_eq!(sound(&visitor.get(&whole).await.must_be(200)).len(), 1);
        // Back again: there once, and left there.
        later.space = Some(county.space);
        change(&app, id, later.clone()).await;
        assert!(only(&visitor.get(&hall).await, "亲子科普夜").2.contains("STATUS:CONFIRMED"));
        assert!(only(&visitor.get(&other).await, "亲子科普夜").2.contains("STATUS:CANCELLED"));
        app.clock.advance(jiff::SignedDuration::from_hours(29 * 24));
        assert!(sound(&visitor.get(&other).await).is_empty(), "after four weeks nobody has to be told");
        app.verify("rooms").await;
    }

    async fn what_a_keeper_agreed_to_stays_the_same_entry_in_another_room(db: Db) {
        let app = TestApp::start(db).await;
        let (county, firm, person) = (app.county.clone(), app.county.firm_union, app.county.people.firm_officer);
        let second = second_room(&app).await;
        ruled(&app, county.space, free_for_all()).await;
        ruled(&app, second, Rules { asks: true, ..free_for_all() }).await;
        let visitor = app.visitor();
        let of_room = |space: SpaceId| format!("/spaces/{space}/calendar.ics");
        let (hall, other) = (of_room(county.space), of_room(second));
        let whole = format!("/organisations/{firm}/calendar.ics");
        let program = app.program(person, &["self", "spaces.book", "activities.read"]).await;
        let made: Value = program.post_json("/api/v1/me/calendar", &json!({})).await.must_be(201).json();
        let own = made["address"].as_str().and_then(|all| all.split("/calendars/").nth(1)).expect("an address").to_owned();
        let own = format!("/calendars/{own}");

        let id = published(&app, firm, plan(&app)).await;
        let first = only(&visitor.get(&hall).await, "亲子科普日");
        let said = only(&visitor.get(&whole).await, "亲子科普日");
        assert_eq!(said.0, first.0);

        // To the small room, for which its keeper is asked and says yes: the entry that calendars have goes there.
        let there = Plan { space: Some(second), ..plan(&app) };
        let wanted = there.clone();
        let asked = app.app.db.write(app.app.by_system("story"), move |tx| activities::ask_keepers(tx, (firm, person), id, Some(&wanted)));
        assert_eq!(asked.await.unwrap_or_else(|why| panic!("{why}")), 1);
        agree(&app).await;
        change_of(&app, firm, id, there).await;
        let moved = only(&visitor.get(&other).await, "亲子科普日");
        assert!(moved.0 == first.0 && moved.1 > first.1 && moved.2.contains("STATUS:CONFIRMED"), "{moved:?}");
        let left = only(&visitor.get(&hall).await, "亲子科普日");
        assert!(left.0 == first.0 && left.1 > first.1 && left.2.contains("STATUS:CANCELLED"), "{left:?}");
        for feed in [&whole, &own] {
            // The request stood there as an entry of its own since the yes; it is over.
            let now = visitor.get(feed).await.must_be(200);
            let entry = entry_of(&now, &first.0);
            assert!(entry.1 > said.1 && entry.2.contains("STATUS:CONFIRMED") && entry.2.contains("小间"), "{entry:?}");
            assert_eq!(confirmed(&now), 1, "{}", now.text());
        }
        // Away from what was agreed to, into a room that anybody has: the same entry again.
        change_of(&app, firm, id, plan(&app)).await;
        let back = only(&visitor.get(&hall).await, "亲子科普日");
        assert!(back.0 == first.0 && back.1 > moved.1 && back.2.contains("STATUS:CONFIRMED"), "{back:?}");
        let gone = only(&visitor.get(&other).await, "亲子科普日");
        assert!(gone.0 == first.0 && gone.2.contains("STATUS:CANCELLED"), "{gone:?}");
        assert_eq!(confirmed(&visitor.get(&whole).await), 1);
        app.verify("rooms").await;

        // A body's own booking that changes its room with its keeper's yes.
        let at = format!("/api/v1/organisations/{firm}/bookings");
        let wish = |space: SpaceId| json!({
            "space": space, "purpose": "读书会", "people": 12,
            "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:00:00+08:00",
        });
        let made: Value = program.post_json(&at, &wish(county.space)).await.must_be(201).json();
        let path = format!("{at}/{}", made["id"].as_str().expect("an id"));
        let before = only(&visitor.get(&own).await, "读书会");
        program.send_json("PUT", &path, &wish(second)).await.must_be(200);
        assert_eq!(only(&visitor.get(&own).await, "读书会").1, before.1, "until the answer it is where it was");
        agree(&app).await;
        let now = only(&visitor.get(&own).await, "读书会");
        assert!(now.0 == before.0 && now.1 > before.1 && now.2.contains("小间"), "{now:?}");
        let entries = |file: &Reply| file.text().matches(&before.0).count();
        assert_eq!((entries(&visitor.get(&hall).await), entries(&visitor.get(&other).await)), (1, 1));
        app.clock.advance(jiff::SignedDuration::from_hours(29 * 24));
        assert_eq!(entries(&visitor.get(&hall).await), 0, "after four weeks nobody has to be told");
    }

    async fn a_session_in_another_room_stays_the_same_entry(db: Db) {
        let app = TestApp::start(db).await;
        let (county, firm, person) = (app.county.clone(), app.county.firm_union, app.county.people.firm_officer);
        let second = second_room(&app).await;
        ruled(&app, county.space, free_for_all()).await;
        ruled(&app, second, Rules { asks: true, ..free_for_all() }).await;
        let (new, keys) = (club(&app), app.app.keys.clone());
        let course = write(&app, move |tx| {
            let id = courses::create(tx, firm, person, &new)?;
            courses::publish(tx, &keys, firm, id)?;
            Ok(id)
        }).await;
        let (lesson, starts_at) = sessions(&app, course).await[0];
        let ends_at = starts_at + jiff::SignedDuration::from_hours(1);
        let of_room = |space: SpaceId| format!("/spaces/{space}/calendar.ics");
        let (hall, other) = (of_room(county.space), of_room(second));
        let whole = format!("/organisations/{firm}/calendar.ics");
        let visitor = app.visitor();
        let day = "DTSTART:20261123T083000Z";
        let (first, said) = (one(&visitor.get(&hall).await, day), one(&visitor.get(&whole).await, day));
        assert_eq!(first.0, said.0);
        let goes = async |space: SpaceId| {
            let to = Move { starts_at, ends_at, space: Some(space) };
            write(&app, move |tx| courses::shift(tx, (firm, person), (course, lesson), &to)).await;
        };

        // Its keeper is asked for the other room: the one that it had is free at once, by the course's name.
        goes(second).await;
        let left = entry_of(&visitor.get(&hall).await, &first.0);
        assert!(left.1 > first.1 && left.2.contains("STATUS:CANCELLED") && left.2.contains("SUMMARY:四点半学堂"), "{left:?}");
        assert!(!visitor.get(&other).await.text().contains(&first.0));
        app.sign_in(county.people.officer).await.get("/notices").await.must_say("退回了桃园村文化礼堂 · 大厅的预约");
        agree(&app).await;
        let there = entry_of(&visitor.get(&other).await, &first.0);
        assert!(there.1 > first.1 && there.2.contains("STATUS:CONFIRMED") && there.2.contains("SUMMARY:四点半学堂"), "{there:?}");
        let now = entry_of(&visitor.get(&whole).await, &first.0);
        assert!(now.1 > said.1 && now.2.contains("小间"), "{now:?}");
        assert_eq!(confirmed(&visitor.get(&whole).await), 8);
        // And back.
        goes(county.space).await;
        let back = entry_of(&visitor.get(&hall).await, &first.0);
        assert!(back.1 > left.1 && back.2.contains("STATUS:CONFIRMED"), "{back:?}");
        assert!(entry_of(&visitor.get(&other).await, &first.0).2.contains("STATUS:CANCELLED"));
        assert_eq!(confirmed(&visitor.get(&whole).await), 8);
        app.verify("rooms").await;
        app.verify("courses").await;
    }

    async fn a_session_that_moves_within_its_room_keeps_its_hold_until_the_answer(db: Db) {
        let app = TestApp::start(db).await;
        let (county, firm, person) = (app.county.clone(), app.county.firm_union, app.county.people.firm_officer);
        ruled(&app, county.space, free_for_all()).await;
        let (new, keys) = (club(&app), app.app.keys.clone());
        let course = write(&app, move |tx| {
            let id = courses::create(tx, firm, person, &new)?;
            courses::publish(tx, &keys, firm, id)?;
            Ok(id)
        }).await;
        // From now on its keeper is asked; what is held stays held.
        ruled(&app, county.space, Rules { asks: true, ..free_for_all() }).await;
        let (lesson, begins) = sessions(&app, course).await[0];
        let stands = async || {
            let read = app.app.db.read(move |tx| {
                let sql = "SELECT b.status, b.pending FROM booking b JOIN course_session c ON c.booking = b.id WHERE c.id = ?1";
                tx.one(sql, params![lesson], |row| Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?)))
            });
            read.await.unwrap_or_else(|why: StoreError| panic!("{why}")).expect("a booking")
        };
        let held = |pending: Option<&str>| ("held".to_owned(), pending.map(str::to_owned));
        let later = begins + jiff::SignedDuration::from_mins(30);
        for (starts_at, pending) in [(begins, None), (later, Some("consent")), (later, Some("consent"))] {
            let to = Move { starts_at, ends_at: starts_at + jiff::SignedDuration::from_hours(1), space: Some(county.space) };
            write(&app, move |tx| courses::shift(tx, (firm, person), (course, lesson), &to)).await;
            assert_eq!(stands().await, held(pending));
        }
        let (hall, visitor) = (format!("/spaces/{}/calendar.ics", county.space), app.visitor());
        let asked = one(&visitor.get(&hall).await, "STATUS:TENTATIVE");
        assert!(asked.2.contains("SUMMARY:四点半学堂"), "{asked:?}");
        assert_eq!(confirmed(&visitor.get(&hall).await), 7, "the others are sure");
        app.sign_in(app.county.people.officer).await.get("/notices").await.must_say("请答复");
        app.verify("rooms").await;
        app.verify("courses").await;
    }

    async fn an_hour_that_a_keeper_agrees_to_later_joins_the_same_entry(db: Db) {
        let app = TestApp::start(db).await;
        let (county, firm, person) = (app.county.clone(), app.county.firm_union, app.county.people.firm_officer);
        ruled(&app, county.space, free_for_all()).await;
        let id = published(&app, firm, plan(&app)).await;
        let hall = format!("/spaces/{}/calendar.ics", county.space);
        let visitor = app.visitor();
        let first = only(&visitor.get(&hall).await, "亲子科普日");
        ruled(&app, county.space, Rules { asks: true, ..free_for_all() }).await;
        let mut later = plan(&app);
        (later.times.starts_at, later.times.ends_at) = (at("2026-11-28T15:30:00+08:00"), at("2026-11-28T17:00:00+08:00"));
        let wanted = later.clone();
        let asked = app.app.db.write(app.app.by_system("story"), move |tx| activities::ask_keepers(tx, (firm, person), id, Some(&wanted)));
        assert_eq!(asked.await.unwrap_or_else(|why| panic!("{why}")), 1);
        agree(&app).await;
        change_of(&app, firm, id, later).await;
        let now = only(&visitor.get(&hall).await, "亲子科普日");
        assert!(now.0 == first.0 && now.1 > first.1 && now.2.contains("STATUS:CONFIRMED"), "{now:?}");
        assert_eq!(confirmed(&visitor.get(&hall).await), 1);
        app.verify("rooms").await;
    }
}

/// How many entries of a file are not called off.
fn confirmed(file: &Reply) -> usize {
    sound(file);
    file.text().matches("STATUS:CONFIRMED").count()
}

/// Lays down rules for a room.
async fn ruled(app: &TestApp, space: SpaceId, rules: Rules) {
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        bookings::set_rules(tx, space, &rules, jiff::civil::date(2026, 11, 21))
    });
    done.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
}

/// The keeper says yes to the one request that waits.
async fn agree(app: &TestApp) {
    let (keeper, person) = (app.county.village_women, app.county.people.officer);
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let asked: Vec<BookingId> = tx.all("SELECT id FROM booking WHERE status = 'asked'", &[], |row| {
            row.get(0)
        })?;
        let [asked] = asked[..] else {
            panic!("{} requests wait", asked.len())
        };
        bookings::answer(tx, keeper, person, (asked, Scope::One), (true, ""))
    });
    done.await.unwrap_or_else(|why| panic!("{why}"));
}

fn at(text: &str) -> jiff::Timestamp {
    text.parse().expect("an instant")
}

/// The one entry of this name in a file: its id, its number, all of it.
fn only(file: &Reply, title: &str) -> (String, u32, String) {
    one(file, &format!("SUMMARY:{title}"))
}

/// The one entry with this id in a file.
fn entry_of(file: &Reply, id: &str) -> (String, u32, String) {
    one(file, &format!("UID:{id}"))
}

fn one(file: &Reply, has: &str) -> (String, u32, String) {
    sound(file);
    let whole = file.text().replace("\r\n ", "");
    let found: Vec<&str> = whole
        .split("BEGIN:VEVENT\r\n")
        .skip(1)
        .filter(|event| event.contains(has))
        .collect();
    let [event] = found[..] else {
        panic!("{} entries of {has}: {whole}", found.len())
    };
    let line = |name: &str| {
        let found = event.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or_default().to_owned()
    };
    (
        line("UID:"),
        line("SEQUENCE:").parse().expect("a number"),
        event.to_owned(),
    )
}

/// Another room of the hall, open at all hours.
async fn second_room(app: &TestApp) -> SpaceId {
    let venue = app.county.venue;
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        let id = langqiao_app::venues::add_space(tx, venue, "小间", 60)?;
        for weekday in 1..=7i64 {
            tx.execute(
                "INSERT INTO space_hours (space, weekday, opens, closes) VALUES (?1, ?2, 0, 1440)",
                params![id, weekday],
            )?;
        }
        Ok::<_, StoreError>(id)
    });
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

/// Changes an activity as an officer of the village's women's federation does.
async fn change(app: &TestApp, id: ActivityId, plan: Plan) {
    change_of(app, app.county.village_women, id, plan).await;
}

/// Changes an activity as an officer of its host does.
async fn change_of(app: &TestApp, org: OrganisationId, id: ActivityId, plan: Plan) {
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let version = tx
            .one("SELECT version FROM activity WHERE id = ?1", params![id], |row| {
                row.get::<i64>(0)
            })?
            .unwrap_or(0);
        activities::update(tx, org, id, version, &plan)
    });
    done.await.unwrap_or_else(|why| panic!("{why}"));
}
