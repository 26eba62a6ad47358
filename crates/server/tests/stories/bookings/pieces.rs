//! Equipment that is short is waited for, on a date of a series or of a single booking: offered once it is given back, taken, let go, ended; and
//! never is more lent than there is.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use langqiao_app::bookings::{
    self, BookError, Choice, Choices, NewBooking, NewSeries, Rules, Scope, Shift, ShiftError, book as reserve,
};
use langqiao_kernel::id::{BookingId, EquipmentId, SpaceId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{free_for_all, furnished, lay_down, room};

/// How many chairs go along with the bookings of a purpose, in order of time; 0 where none do.
async fn along(app: &TestApp, purpose: &'static str) -> Vec<i64> {
    let read = app.app.db.read(move |tx| {
        tx.all(
            "SELECT COALESCE(q.pieces, 0) FROM booking b LEFT JOIN booking_equipment q ON q.booking = b.id
             WHERE b.purpose = ?1 AND b.status = 'held' ORDER BY b.starts_at, b.id",
            params![purpose],
            |row| row.get(0),
        )
    });
    read.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}

async fn id_of(app: &TestApp, purpose: &'static str) -> BookingId {
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT id FROM booking WHERE purpose = ?1 ORDER BY starts_at LIMIT 1",
            params![purpose],
            |row| row.get(0),
        )
    });
    let found: Result<Option<BookingId>, StoreError> = read.await;
    found.unwrap_or_else(|why| panic!("{why}")).expect("a booking")
}

/// Sends the form of a room for a morning or a noon of 8 December, with so many chairs.
async fn taken_along(
    client: &Client,
    path: &str,
    (from, to): (&str, &str),
    purpose: &str,
    (chairs, pieces): (EquipmentId, i64),
) -> Reply {
    let (eq, pieces) = (format!("eq-{chairs}"), pieces.to_string());
    let fields = [
        ("day", "2026-12-08"),
        ("from", from),
        ("to", to),
        ("purpose", purpose),
        ("people", "5"),
        (&eq, &pieces),
    ];
    client.post_form(path, &fields).await
}

/// The village's officer gives back what was booked for a purpose.
async fn given_up(app: &TestApp, officer: &Client, purpose: &'static str) {
    let booking = id_of(app, purpose).await;
    let back = TestApp::bench(app.county.village_women, &format!("/bookings/{booking}/cancel"));
    officer.post_form(&back, &[]).await.must_be(303);
}

/// The ids in the ways to answer offers on a page.
fn offers(page: &Reply) -> Vec<String> {
    let text = page.text();
    let parts = text.split("/waits/").skip(1);
    let answers = parts.filter(|part| part.get(36..).is_some_and(|rest| rest.starts_with("/answer")));
    answers.map(|part| part[..36].to_owned()).collect()
}

/// A program makes a series of two weeks: in the first chairs are short and waited for, the second is left out.
async fn waits(
    program: &Client,
    at: &str,
    (space, purpose): (SpaceId, &str),
    chairs: (EquipmentId, i64),
) -> Value {
    let wish = json!({
        "space": space, "purpose": purpose, "people": 3, "starts_at": "2026-12-08T09:00:00+08:00", "ends_at": "2026-12-08T11:00:00+08:00",
        "rule": "FREQ=WEEKLY;COUNT=2", "equipment": [{ "id": chairs.0, "pieces": chairs.1 }],
        "choices": [{ "at": "2026-12-08T09:00:00+08:00", "deed": "wait" }, { "at": "2026-12-15T09:00:00+08:00", "deed": "skip" }],
    });
    program.post_json(at, &wish).await.must_be(201).json()
}

both! {
    async fn what_is_given_back_goes_to_who_waited_first(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, Rules { offer_minutes: 120, ..free_for_all() }).await;
        let (rooms, chairs) = furnished(&app, 2).await;
        let own = county.village_women;
        let officer = app.sign_in(people.officer).await;
        let (eq, keeper_s) = (format!("eq-{chairs}"), TestApp::bench(own, &format!("/spaces/{}", rooms[0])));
        taken_along(&officer, &keeper_s, ("9:00", "11:00"), "借椅子", (chairs, 6)).await.must_be(303);

        // In the browser: as many as there are, and in line for the rest.
        let firm = app.sign_in(people.firm_officer).await;
        let theirs = room(&app, county.firm_union);
        let mut weekly = vec![
            ("day", "2026-12-01"), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "12"), ("repeat", "week"),
            ("times", "3"), (eq.as_str(), "8"),
        ];
        firm.post_form(&theirs, &weekly).await.must_be(200).must_say("有几件带几件，差的排队候补");
        let at: Timestamp = "2026-12-08T09:00:00+08:00".parse().expect("an instant");
        let does = format!("do-{}", at.as_millisecond());
        weekly.extend([(does.as_str(), "wait"), ("act", "make")]);
        let made = firm.post_form(&format!("{theirs}/series"), &weekly).await.must_be(303);
        firm.follow(&made).await.must_say("其中 1 次还在候补不够的设备");
        assert_eq!(along(&app, "读书会").await, [8, 4, 8]);
        let list = TestApp::bench(county.firm_union, "/spaces");
        firm.get(&list).await.must_say("候补中的设备").must_say("还差 折叠椅 4 件").must_say("您排在第一位").must_say("2 小时");

        // A program of the keeper's own, behind them.
        app.clock.advance(SignedDuration::from_mins(1));
        let program = app.program(people.officer, &["spaces.book", "activities.read"]).await;
        let series = format!("/api/v1/organisations/{own}/booking-series");
        let made = waits(&program, &series, (rooms[1], "合唱队"), (chairs, 6)).await;
        assert_eq!((&made["held"], &made["waiting"], &made["waiting_for_equipment"]), (&json!(1), &json!(0), &json!(1)));
        assert_eq!(along(&app, "合唱队").await, [0]);
        let api = format!("/api/v1/organisations/{own}/booking-waits");
        let waiting: Value = program.get(&api).await.must_be(200).json();
        assert_eq!((&waiting[0]["equipment"]["pieces"], &waiting[0]["ahead"], &waiting[0]["state"]), (&json!(6), &json!(1), &json!("waiting")));

        // Six come back: the first has four of them offered, which nobody else gets.
        given_up(&app, &officer, "借椅子").await;
        firm.get("/notices").await.must_say("候补的折叠椅 4 件有了");
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_be(200).must_say("候补的折叠椅 4 件有了，要不要");
        assert_eq!((along(&app, "读书会").await, along(&app, "合唱队").await), (vec![8, 8, 8], vec![0]));
        let greedy = taken_along(&officer, &keeper_s, ("9:00", "11:00"), "再借", (chairs, 3)).await;
        greedy.must_be(422).must_say("还能借 2 件");
        let page = firm.get(&list).await.must_say("已为您留着").must_say("要这些设备");
        let offer = offers(&page).remove(0);
        // Nobody else answers it.
        officer.post_form(&TestApp::bench(own, &format!("/waits/{offer}/answer")), &[("yes", "1")]).await.must_be(404);
        // Let go, they go to the next, in whose time nobody answers.
        let answer = TestApp::bench(county.firm_union, &format!("/waits/{offer}/answer"));
        let done = firm.post_form(&answer, &[("yes", "0")]).await.must_be(303);
        firm.follow(&done).await.must_say("已让给下一位").must_not_say("候补中的设备");
        assert_eq!((along(&app, "读书会").await, along(&app, "合唱队").await), (vec![8, 4, 8], vec![6]));
        app.verify("equipment").await;
        app.clock.advance(SignedDuration::from_hours(24));
        app.run_jobs().await;
        assert_eq!(along(&app, "合唱队").await, [0]);
        officer.get("/notices").await.must_say("没有在时限内答复");
        let late = firm.post_form(&answer, &[("yes", "1")]).await.must_be(303);
        firm.follow(&late).await.must_say("留的时间已过");

        // Taken, they stay; the keeper is told who has more.
        let mut again = weekly.clone();
        again[0].1 = "2026-12-08";
        again[3].1 = "第二次";
        (again[1].1, again[2].1, again[6].1) = ("12:00", "13:00", "2");
        let noon: Timestamp = "2026-12-08T12:00:00+08:00".parse().expect("an instant");
        let does = format!("do-{}", noon.as_millisecond());
        again[8].0 = does.as_str();
        taken_along(&officer, &keeper_s, ("12:00", "13:00"), "午间", (chairs, 9)).await.must_be(303);
        firm.post_form(&format!("{theirs}/series"), &again).await.must_be(303);
        assert_eq!(along(&app, "第二次").await, [1, 8]);
        given_up(&app, &officer, "午间").await;
        let offer = offers(&firm.get(&list).await).remove(0);
        let done = firm.post_form(&TestApp::bench(county.firm_union, &format!("/waits/{offer}/answer")), &[("yes", "1")]).await.must_be(303);
        firm.follow(&done).await.must_say("随您的预约一起用");
        assert_eq!(along(&app, "第二次").await, [8, 8]);
        officer.get("/notices").await.must_say("加带折叠椅 7 件");
        app.verify("equipment").await;
    }

    async fn a_single_booking_comes_with_what_is_there_and_waits_for_the_rest(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        lay_down(&app, free_for_all()).await;
        let (rooms, chairs) = furnished(&app, 2).await;
        let (own, org) = (county.village_women, county.firm_union);
        let officer = app.sign_in(people.officer).await;
        let (eq, keeper_s) = (format!("eq-{chairs}"), TestApp::bench(own, &format!("/spaces/{}", rooms[0])));
        taken_along(&officer, &keeper_s, ("9:00", "11:00"), "借椅子", (chairs, 6)).await.must_be(303);

        // Refused, the form says what can be done, and keeps what was typed.
        let firm = app.sign_in(people.firm_officer).await;
        let theirs = room(&app, org);
        let mut wish = vec![
            ("day", "2026-12-08"), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "12"), (eq.as_str(), "11"),
        ];
        firm.post_form(&theirs, &wish).await.must_be(422).must_say("还能借 4 件").must_say("先约场所，设备候补").must_say("读书会");
        let more = [wish.as_slice(), &[("short", "wait")]].concat();
        firm.post_form(&theirs, &more).await.must_be(422).must_say("一共只有 10 件").must_not_say("先约场所，设备候补");
        assert!(along(&app, "读书会").await.is_empty());
        wish[5].1 = "8";
        wish.push(("short", "wait"));
        firm.post_form(&theirs, &wish).await.must_be(303);
        assert_eq!(along(&app, "读书会").await, [4]);
        let list = TestApp::bench(org, "/spaces");
        firm.get(&list).await.must_say("还差 折叠椅 4 件").must_say("您排在第一位");

        // A program the same, in another room; without the word nothing is booked.
        let program = app.program(people.officer, &["spaces.book", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{own}/bookings");
        let body = json!({
            "space": rooms[1], "purpose": "合唱队", "people": 3, "starts_at": "2026-12-08T10:00:00+08:00",
            "ends_at": "2026-12-08T11:00:00+08:00", "equipment": [{ "id": chairs, "pieces": 2 }],
        });
        program.post_json(&at, &body).await.must_be(409);
        program.post_json(&format!("{at}?short=wait"), &body).await.must_be(201);
        assert_eq!(along(&app, "合唱队").await, [0]);

        // What comes back goes to them in their order.
        given_up(&app, &officer, "借椅子").await;
        assert_eq!((along(&app, "读书会").await, along(&app, "合唱队").await), (vec![8], vec![2]));
        assert_eq!(offers(&firm.get(&list).await).len(), 1);
        app.verify("equipment").await;
    }

    async fn what_waits_ends_with_its_booking_and_more_chairs_are_offered(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (rooms, chairs) = furnished(&app, 3).await;
        let own = county.village_women;
        let program = app.program(people.officer, &["spaces.book", "activities.read"]).await;
        let officer = app.sign_in(people.officer).await;
        let series = format!("/api/v1/organisations/{own}/booking-series");
        let keeper_s = TestApp::bench(own, &format!("/spaces/{}", rooms[0]));
        taken_along(&officer, &keeper_s, ("9:00", "11:00"), "都借走", (chairs, 10)).await.must_be(303);
        waits(&program, &series, (rooms[1], "先等"), (chairs, 4)).await;
        waits(&program, &series, (rooms[2], "后等"), (chairs, 4)).await;
        // The first gives its room back: the second is first now. Ten more are bought: it has its four.
        given_up(&app, &officer, "先等").await;
        let lending = TestApp::bench(own, &format!("/venues/{}/lending", county.venue));
        officer.post_form(&lending, &[("equipment", "折叠椅 14")]).await.must_be(303);
        assert_eq!(along(&app, "后等").await, [4]);
        // Given back while it is offered: nothing is left of the offer, and nobody is told later that it ran out.
        given_up(&app, &officer, "后等").await;
        app.clock.advance(SignedDuration::from_hours(24));
        app.run_jobs().await;
        officer.get("/notices").await.must_not_say("没有在时限内答复");
        let states = app.app.db.read(|tx| tx.all("SELECT state FROM equipment_wait", &[], |row| row.get::<String>(0)));
        assert_eq!(states.await.unwrap_or_else(|why: StoreError| panic!("{why}")), ["left", "left"]);
        app.verify("equipment").await;
    }

    /// A booking that was moved waits for its keeper's word: a yes looks for what is free by then, a no lets go what is offered.
    async fn the_keeper_s_word_on_a_moved_booking_reaches_the_line(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (rooms, chairs) = furnished(&app, 1).await;
        let (own, org) = (county.village_women, county.firm_union);
        let officer = app.sign_in(people.officer).await;
        let keeper_s = TestApp::bench(own, &format!("/spaces/{}", rooms[0]));
        taken_along(&officer, &keeper_s, ("9:00", "11:00"), "都借走", (chairs, 10)).await.must_be(303);
        let firm = app.program(people.firm_officer, &["spaces.book", "activities.read"]).await;
        waits(&firm, &format!("/api/v1/organisations/{org}/booking-series"), (county.space, "等椅子"), (chairs, 4)).await;
        let id = id_of(&app, "等椅子").await;

        // Moved, it needs a yes; meanwhile all chairs come back.
        lay_down(&app, Rules { asks: true, ..free_for_all() }).await;
        let time = format!("/api/v1/organisations/{org}/bookings/{id}/time");
        let later = json!({ "starts_at": "2026-12-08T09:30:00+08:00", "ends_at": "2026-12-08T11:00:00+08:00" });
        let moved: Value = firm.post_json(&time, &later).await.must_be(200).json();
        assert_eq!((&moved["status"], &moved["pending"]), (&json!("held"), &json!("consent")));
        given_up(&app, &officer, "都借走").await;
        assert_eq!(along(&app, "等椅子").await, [0]);
        let keeper = app.program(people.officer, &["spaces.keep", "activities.read"]).await;
        let answer = format!("/api/v1/organisations/{own}/bookings/{id}/answer");
        keeper.post_json(&answer, &json!({ "accept": true })).await.must_be(200);
        assert_eq!(along(&app, "等椅子").await, [4]);

        // Moved again and refused: nothing is left of the offer, and nobody can take it any more.
        let page = app.sign_in(people.firm_officer).await;
        let offer = offers(&page.get(&TestApp::bench(org, "/spaces")).await).remove(0);
        let again = json!({ "starts_at": "2026-12-08T10:00:00+08:00", "ends_at": "2026-12-08T11:00:00+08:00" });
        firm.post_json(&time, &again).await.must_be(200);
        keeper.post_json(&answer, &json!({ "accept": false, "note": "礼堂漏水" })).await.must_be(200);
        let late = page.post_form(&TestApp::bench(org, &format!("/waits/{offer}/answer")), &[("yes", "1")]).await.must_be(303);
        page.follow(&late).await.must_say("留的时间已过");
        let left = app.app.db.read(|tx| tx.all("SELECT state FROM equipment_wait", &[], |row| row.get::<String>(0)));
        assert_eq!(left.await.unwrap_or_else(|why: StoreError| panic!("{why}")), ["left"]);
        app.verify("equipment").await;
    }

    /// Chairs come back while some take them straight away, some answer and some go to another time.
    async fn never_more_chairs_than_there_are(db: Db) {
        const WAITING: usize = 10;
        let app = Arc::new(TestApp::start(db).await);
        let (rooms, chairs) = furnished(&app, 1 + 2 * WAITING).await;
        let (org, person) = (app.county.village_women, app.county.people.officer);
        let starts_at: Timestamp = "2026-12-08T09:00:00+08:00".parse().expect("an instant");
        let wish = move |space: SpaceId, purpose: &str, pieces: i64| NewBooking {
            space,
            purpose: purpose.to_owned(),
            people: 0,
            starts_at,
            ends_at: starts_at + SignedDuration::from_hours(2),
            equipment: vec![(chairs, pieces)],
        };
        let holder = wish(rooms[0], "都借走", 10);
        let held = app.app.db.write(app.app.by_system("story"), move |tx| reserve(tx, org, person, &holder)).await;
        let held = held.unwrap_or_else(|why| panic!("{why}")).id;
        for space in rooms[1..=WAITING].iter().copied() {
            let series = NewSeries { first: wish(space, "在等", 3), rule: "FREQ=WEEKLY;COUNT=2".to_owned(), leaves_out_holidays: false };
            let choices = Choices::from([(starts_at, Choice::Wait), (starts_at + SignedDuration::from_hours(7 * 24), Choice::Skip)]);
            let made = app.app.db.write(app.app.by_system("story"), move |tx| bookings::make(tx, org, person, &series, &choices)).await;
            assert_eq!(made.unwrap_or_else(|why| panic!("{why}")).short, 1);
        }
        let waiting: Vec<BookingId> = app.app.db.read(|tx| tx.all("SELECT booking FROM equipment_wait ORDER BY id", &[], |row| row.get(0))).await
            .unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert_eq!(waiting.len(), WAITING);

        let mut clients = JoinSet::new();
        let giver = app.clone();
        clients.spawn(async move {
            let given = giver.app.db.write(giver.app.by_system("story"), move |tx| bookings::cancel(tx, org, person, (held, Scope::One), "")).await;
            given.unwrap_or_else(|why| panic!("{why}"));
        });
        for (n, space) in rooms[1 + WAITING..].iter().copied().enumerate() {
            let (app, booking) = (app.clone(), waiting[n]);
            clients.spawn(async move {
                let by = app.app.by_system("story");
                if n % 2 == 0 {
                    let taken = app.app.db.write(by, move |tx| reserve(tx, org, person, &wish(space, "直接借", 3))).await;
                    assert!(matches!(taken, Ok(_) | Err(BookError::Short { .. })), "{taken:?}");
                } else {
                    // A quarter of an hour later: what is offered goes with it, or it stays.
                    let to = Shift {
                        booking, scope: Scope::One, starts_at: starts_at + SignedDuration::from_mins(15),
                        ends_at: starts_at + SignedDuration::from_mins(135),
                    };
                    let moved = app.app.db.write(by, move |tx| bookings::shift(tx, org, &to)).await;
                    assert!(matches!(moved, Ok(_) | Err(ShiftError::Clash { .. })), "{moved:?}");
                }
            });
        }
        while let Some(done) = clients.join_next().await {
            done.expect("a client");
        }
        app.verify("equipment").await;
        assert_eq!(lent(&app).await, 9, "three times three of ten");

        // Half say yes and half say no, all at once; what is let go goes on to others.
        let officer = Arc::new(app.sign_in(person).await);
        let open = offers(&officer.get(&TestApp::bench(org, "/spaces")).await);
        let mut clients = JoinSet::new();
        for (n, offer) in open.into_iter().enumerate() {
            let officer = officer.clone();
            clients.spawn(async move {
                let yes = if n % 2 == 0 { "1" } else { "0" };
                officer.post_form(&TestApp::bench(org, &format!("/waits/{offer}/answer")), &[("yes", yes)]).await.must_be(303);
            });
        }
        while let Some(done) = clients.join_next().await {
            done.expect("a client");
        }
        app.verify("equipment").await;
        assert!(lent(&app).await <= 10);
        app.clock.advance(SignedDuration::from_hours(24));
        app.run_jobs().await;
        app.verify("equipment").await;
        assert!(lent(&app).await <= 10);
    }
}

/// How many chairs go along with all bookings that are held, which overlap.
async fn lent(app: &TestApp) -> i64 {
    let read = app.app.db.read(|tx| {
        let sql = "SELECT CAST(COALESCE(SUM(q.pieces), 0) AS BIGINT) FROM booking b JOIN booking_equipment q ON q.booking = b.id
                   WHERE b.status = 'held'";
        tx.one(sql, &[], |row| row.get::<i64>(0))
    });
    let found: Result<Option<i64>, StoreError> = read.await;
    found.unwrap_or_else(|why| panic!("{why}")).unwrap_or(0)
}
