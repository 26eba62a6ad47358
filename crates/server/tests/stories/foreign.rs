//! What another body has does not exist, however well one knows its number: every route, asked by an officer for
//! her own organisation with the ids of real things of a village in another town.

use std::collections::HashMap;

use langqiao_app::{
    bookings,
    checkins::Direction,
    competitions,
    coverage::{AssignGap, Line, UnitKind, assign},
};
use langqiao_kernel::id::{ActivityId, EntryId, OrganisationId, PostingId, SignupId};
use langqiao_platform::gate::Gate;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, app::Upload, both};
use serde_json::{Value, json};

use crate::{
    activities::{plan, published},
    bookings::free_for_all,
    checkins::{at, sign_up},
    competitions::{competition, entered, games, text, whole},
    courses,
    coverage::{SMALL, unit},
    records::{pass, records_of},
    world::write,
};

/// What 桃园村's women hold this morning in their hall, with one volunteer, `VVV111`.
pub async fn held(app: &TestApp) -> (ActivityId, SignupId) {
    let mut plan = plan(app);
    plan.times.starts_at = at(10, 0);
    plan.times.ends_at = at(12, 0);
    plan.times.signup_closes_at = at(9, 55);
    let activity = published(app, app.county.village_women, plan).await;
    let volunteer = app.county.people.volunteer;
    let signup = sign_up(app, activity, volunteer, ("volunteer", "seat", "VVV111"), "v").await;
    (activity, signup)
}

/// Bookings of 桃园村's women for their own hall, week after week.
async fn series(app: &TestApp) -> String {
    let (own, officer, space) = (
        app.county.village_women,
        app.county.people.officer,
        app.county.space,
    );
    let weekly = bookings::NewSeries {
        first: bookings::NewBooking {
            space,
            purpose: "晨练".to_owned(),
            people: 0,
            starts_at: at(7, 0) + jiff::SignedDuration::from_hours(24),
            ends_at: at(8, 0) + jiff::SignedDuration::from_hours(24),
            equipment: Vec::new(),
        },
        rule: "FREQ=WEEKLY;COUNT=3".to_owned(),
        leaves_out_holidays: false,
    };
    let made = app.app.db.write(app.app.by_system("story"), move |tx| {
        bookings::make(tx, own, officer, &weekly, &bookings::Choices::new())
            .map_err(|why| StoreError::Commit(why.to_string()))
    });
    made.await.unwrap_or_else(|why| panic!("{why}")).id.to_text()
}

/// What 桃园村's women wait for: an hour that they have already, for something else.
async fn wait(app: &TestApp) -> String {
    let (own, officer, space) = (
        app.county.village_women,
        app.county.people.officer,
        app.county.space,
    );
    let wish = bookings::NewBooking {
        space,
        purpose: "候补".to_owned(),
        people: 0,
        starts_at: at(7, 0) + jiff::SignedDuration::from_hours(24),
        ends_at: at(8, 0) + jiff::SignedDuration::from_hours(24),
        equipment: Vec::new(),
    };
    let waits = app.app.db.write(app.app.by_system("story"), move |tx| {
        bookings::wait_for(tx, (own, officer), &wish, None).map_err(|why| StoreError::Commit(why.to_string()))
    });
    waits.await.unwrap_or_else(|why| panic!("{why}")).to_text()
}

/// A cup of 桃园村's women of whose games one was played and protested against: the cup, its stage, game, entry, protest.
async fn cup(app: &TestApp) -> [String; 5] {
    let rules = competitions::Rules::usual(competitions::Format::League);
    let (_, id) = competition(app, true, vec![rules]).await;
    let entry = entered(app, id, 3, 0).await[0];
    crate::competitions::start(app, id, 0).await;
    let page = whole(app, id).await;
    let games = games(&page, 0);
    let (stage, game) = (
        text(&page["stages"][0], "id").to_owned(),
        text(&games[0], "id").to_owned(),
    );
    let (fixture, person) = (game.parse().expect("a game"), app.county.people.resident);
    let home: EntryId = text(&games[0], "home").parse().expect("an entry");
    let of = stage.parse().expect("a stage");
    let protest = write(app, move |tx| {
        let given = competitions::GiveResult {
            seen: 0,
            way: competitions::Way::Played,
            home_score: 2,
            away_score: 1,
            winner: None,
            reason: String::new(),
        };
        competitions::give(tx, id, fixture, &given)?;
        tx.execute(
            "UPDATE competition_entry SET contact = ?2 WHERE id = ?1",
            params![home, person],
        )?;
        competitions::protest(tx, id, person, (of, Some(fixture)), "计时器多走了一分钟")
    });
    let protest = protest.await.to_text();
    [id.to_text(), stage, game, entry.to_text(), protest]
}

/// An after-school club of 桃园村's women from whose first session a child went home: the club, the session, the handover.
async fn club(app: &TestApp) -> [String; 3] {
    let (own, who) = (app.county.village_women, app.county.people.clone());
    let mut new = courses::club(app);
    (new.space, new.place, new.area) = (None, "村口".to_owned(), Some(app.county.villages[0][0]));
    let id = courses::public(app, new).await;
    let child = courses::enrol(app, id, who.resident, &[who.child]).await[0];
    let lesson = courses::sessions(app, id).await[0];
    let now = app.app.now();
    courses::go(app, lesson, 5);
    let home = courses::write(app, move |tx| {
        use langqiao_app::courses::{Going, Mark, call, hand_over, set_alone};
        set_alone(tx, (id, who.resident), child, true)?;
        call(
            tx,
            (own, who.officer),
            (id, lesson.0),
            &vec![(child, Mark::Present)],
            "",
        )?;
        hand_over(tx, own, (id, lesson.0), &[child], &Going::Alone)?;
        let home = "SELECT id FROM course_handover WHERE signup = ?1";
        Ok(tx.one(home, params![child], |row| row.get::<String>(0))?)
    });
    let home = home.await.expect("a handover");
    app.clock.set(now);
    [id.to_text(), lesson.0.to_text(), home]
}

/// Things of 桃园村 and of the county's office, by the name of the path's part that takes their id.
async fn things(app: &TestApp) -> HashMap<&'static str, String> {
    let (county, who) = (&app.county, &app.county.people);
    let (own, space) = (county.village_women, county.space);
    let shop = unit(
        app,
        UnitKind::Enterprise,
        "桥头糕点铺",
        county.villages[0][0],
        SMALL,
    )
    .await;
    let (activity, signup) = held(app).await;
    pass(app, activity, "VVV111", Direction::In, at(10, 0)).await;
    pass(app, activity, "VVV111", Direction::Out, at(12, 0)).await;
    app.run_jobs().await;
    let record = records_of(app, who.volunteer).await[0].0;
    let (federation, office) = (county.federations[0], county.office);
    let by = app.app.by_system("story");
    let entered = app.app.db.write(by, move |tx| {
        tx.bookkeeping();
        bookings::set_rules(tx, space, &free_for_all(), jiff::civil::date(2026, 11, 21))?;
        let gap = AssignGap {
            by: office,
            unit: shop,
            line: Line::UNION,
            to: federation,
            due: jiff::civil::date(2026, 12, 31),
            note: String::new(),
        };
        let task = assign(tx, &gap).map_err(|why| StoreError::Commit(why.to_string()))?;
        let posting: Option<PostingId> = tx.one(
            "SELECT id FROM posting WHERE organisation = ?1",
            params![own],
            |row| row.get(0),
        )?;
        Ok::<_, StoreError>((task, posting.expect("somebody holds a post")))
    });
    let (task, posting) = entered.await.unwrap_or_else(|why| panic!("{why}"));

    let officer = app.sign_in(who.officer).await;
    let room = TestApp::bench(own, &format!("/spaces/{space}"));
    let wish = [
        ("day", "2026-11-24"),
        ("from", "9:00"),
        ("to", "11:00"),
        ("purpose", "执委会"),
        ("people", "12"),
    ];
    officer.post_form(&room, &wish).await.must_be(303);
    let booking = app.app.db.read(move |tx| {
        let found = "SELECT id FROM booking WHERE space = ?1 AND organisation = ?2 AND activity IS NULL";
        tx.one(found, params![space, own], |row| row.get::<String>(0))
    });
    let booking = booking.await.unwrap_or_else(|why: StoreError| panic!("{why}"));

    let gate = crate::gates::Phone::at(app, activity, "东门").await;
    let scan = app.app.db.read(move |tx| {
        let found = "SELECT id FROM scan WHERE activity = ?1";
        tx.one(found, params![activity], |row| row.get::<String>(0))
    });
    let scan = scan.await.unwrap_or_else(|why: StoreError| panic!("{why}"));

    let now = app.app.now();
    app.clock.set(at(13, 0));
    let walk_in = crate::walk_ins::listed(app, own, activity).await;
    app.clock.set(now);
    let cup = cup(app).await;
    let club = club(app).await;
    let scored = crate::panels::of_hall(app).await;
    let series = series(app).await;
    let wait = wait(app).await;

    let (cluster, funding, photo) = crate::sites::of_hall(app).await;
    let builder = crate::sites::builders::of_hall(app).await;
    let (used, alarm) = crate::uses::of_hall(app).await;
    let (thing, loan, back) = crate::lending::of_hall(app).await;

    let village = langqiao_app::standings::What::Unit(county.village_units[0][0]);
    let standing = crate::standings::stated(app, who.resident, who.resident, village).await;

    let office = app.sign_in(who.county).await;
    let list = TestApp::bench(county.office, "/imports");
    let file = Upload {
        field: "file",
        name: "a.csv",
        bytes: "单位名称,类型,所在村社区,职工人数\n新厂,企业,桃园村,30\n".into(),
    };
    let sent = office
        .post_files(&list, &[("subject", "units")], vec![file])
        .await
        .must_be(303);
    let batch = sent.location().rsplit('/').next().expect("an id").to_owned();
    HashMap::from([
        ("id", activity.to_text()),
        ("signup", signup.to_text()),
        ("record", record.to_text()),
        ("unit", shop.to_text()),
        ("task", task.to_text()),
        ("posting", posting.to_text()),
        ("booking", booking.expect("a booking")),
        ("gate", gate.id.to_text()),
        ("scan", scan.expect("a scan")),
        ("walk_in", walk_in),
        ("series", series),
        ("wait", wait),
        ("venue", county.venue.to_text()),
        ("cluster", cluster),
        ("funding", funding),
        ("photo", photo),
        ("builder", builder),
        ("use", used),
        ("alarm", alarm),
        ("thing", thing),
        ("loan", loan),
        ("back", back),
        ("batch", batch),
        ("person", who.volunteer.to_text()),
        ("organisation", own.to_text()),
        ("body", own.to_text()),
        ("own area", county.villages[1][0].to_text()),
        ("line", "union".to_owned()),
        ("month", "2026-11".to_owned()),
        ("show", "in".to_owned()),
        ("competition", cup[0].clone()),
        ("stage", cup[1].clone()),
        ("fixture", cup[2].clone()),
        ("entry", cup[3].clone()),
        ("protest", cup[4].clone()),
        ("seat", "1".to_owned()),
        ("course", club[0].clone()),
        ("session", club[1].clone()),
        ("handover", club[2].clone()),
        ("round", scored[0].clone()),
        ("route", scored[1].clone()),
        ("appeal", scored[2].clone()),
        ("source", "uses".to_owned()),
        ("standing", standing.to_text()),
    ])
}

/// The path with the caller's own organisation and the things of others; nothing for a path in which there is
/// nothing that belongs to one body alone: rooms are there to be shared.
fn with_things(path: &str, org: OrganisationId, things: &HashMap<&str, String>) -> Option<String> {
    let mut foreign = false;
    let part = |part: &str| {
        let Some(name) = part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) else {
            return Some(part.to_owned());
        };
        if name == "org" {
            return Some(org.to_text());
        }
        foreign |= !matches!(name, "month" | "line" | "show" | "seat");
        things.get(name).cloned()
    };
    let parts: Option<Vec<String>> = path.split('/').map(part).collect();
    parts.filter(|_| foreign).map(|parts| parts.join("/"))
}

/// What a browser sends there: enough for each form to be complete.
const FORM: [(&str, &str); 16] = [
    ("was", "stated"),
    ("verdict", "confirm"),
    ("name", "看看"),
    ("consent", "1"),
    ("list", "看看"),
    ("list_consent", "1"),
    ("party", "019aa3f0-0000-7000-8000-0000000000a1"),
    ("reason", "看看"),
    ("note", "看看"),
    ("ended", "11:00"),
    ("answer", "accept"),
    ("code", "VVV111"),
    ("seen", "0"),
    ("home_score", "3"),
    ("away_score", "2"),
    ("part1", "9"),
];

/// What a program would send there, complete, so that nothing but whose it is stands against it.
fn body(path: &str, own: OrganisationId, things: &HashMap<&str, String>) -> Value {
    let end = path.rsplit('/').next().unwrap_or_default();
    if path.contains("/panels") {
        return of_panel(end, things);
    }
    match end {
        "{venue}" | "{cluster}" => json!({ "name": "看看" }),
        "spaces" | "{space}" => json!({ "name": "看看", "capacity": 1 }),
        "stage" => json!({ "stage": "retired", "reason": "看看" }),
        "funding" => json!({ "source": "other", "giver": "看看", "amount": 1, "day": "2026-11-20" }),
        "back" | "gone" => json!({ "reason": "看看" }),
        "{standing}" => json!({ "from": "stated", "confirmed": true }),
        "{thing}" => json!({
            "version": 1, "name": "看看", "place": "看看", "open_to": "anyone", "asks": false, "days_max": 1,
        }),
        "count" => json!({ "why": "bought", "pieces": 1, "note": "看看" }),
        "hand-out" => json!({ "pieces": 1 }),
        "return" => json!({ "in_order": 1 }),
        "longer" => json!({ "until": "2026-11-28" }),
        "codes" => json!({ "code": "VVV111" }),
        "following" => {
            json!({ "from_session": things["session"], "weekdays": [1], "from": "16:30", "to": "17:30" })
        }
        "longer-answer" => json!({ "yes": true }),
        "settle" => json!({ "how": "let_go" }),
        "correct" if path.contains("/returns/") => json!({ "reason": "看看" }),
        "answer" | "withdraw" if path.contains("/loans/") => json!({ "note": "看看" }),
        "builders" => json!({ "name": "看看", "gave": ["money"] }),
        "{builder}" => json!({ "version": 1, "gave": ["money"] }),
        "name" if path.contains("/builders/") => json!({ "version": 1, "name": "看看" }),
        "end" if path.contains("/builders/") => json!({ "version": 1, "day": "2026-11-20" }),
        "keys" => json!({ "phone": "13800000009" }),
        "people" | "came" => json!({ "people": 1, "reason": "看看" }),
        "{alarm}" => json!({ "answer": "keep", "reason": "看看", "quiet_days": 30 }),
        "idle-days" => json!({ "days": 1 }),
        "way-in" => json!({ "way_in": "看看" }),
        "photos" => json!({ "image": "", "alt": "看看" }),
        "{photo}" => json!({ "act": "remove" }),
        "answer" if path.ends_with("/feedback/answer") => json!({ "answer": "看看" }),
        "answer" => json!({ "accept": true }),
        "together" => json!({ "activity": things["id"] }),
        "ask" => json!({}),
        "{booking}" => json!({
            "space": things["venue"], "purpose": "看看", "starts_at": "2026-11-24T14:00:00+08:00", "ends_at": "2026-11-24T15:00:00+08:00",
        }),
        "time" => {
            json!({ "starts_at": "2026-11-24T14:00:00+08:00", "ends_at": "2026-11-24T15:00:00+08:00" })
        }
        "cancel" if path.contains("/bookings/") => json!({ "note": "看看" }),
        "cancel" | "void" | "leave" | "release" => json!({ "reason": "看看" }),
        "end" => json!({ "done": true, "note": "看看" }),
        "{walk_in}" => json!({ "counts": false, "reason": "看看" }),
        "desk" | "walk-ins" => json!({ "name": "看看", "role": "attendee", "consented": true }),
        "list" if path.contains("/desk/") => {
            json!({ "role": "attendee", "consented": true, "lines": [{ "name": "看看" }] })
        }
        "shifts" => json!({ "signup": things["signup"], "shifts": [] }),
        "drop" => json!({ "place": 1, "reason": "看看" }),
        "sheet" => json!({ "lines": [{ "signup": things["signup"] }] }),
        "devices" => json!({ "name": "东门", "direction": "in" }),
        "unsettled-scans" => json!({ "scans": [things["scan"]], "verdict": "dismissed", "reason": "看看" }),
        "scans" => json!({ "code": "VVV111", "direction": "in", "device": "gate-1", "sequence": 1 }),
        "headcounts" => {
            json!({ "from": "2026-11-21", "people": { "headcount": 1, "women": 0, "youth": 0, "scitech": 0, "party": 0 } })
        }
        "{line}" => json!({ "to": own, "due": "2026-12-31" }),
        "{id}" => json!({
            "title": "健康讲座", "kind": "health", "area": things["own area"], "place": "村口",
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00", "seats": 20,
            "own": { "share": 1 },
        }),
        "withdraw" => json!({ "reason": "看看" }),
        "competitions" => json!({
            "title": "看看", "team": true, "entries_max": 8, "entries_close_at": "2026-11-27T20:00:00+08:00",
            "stages": [{ "format": "league" }],
        }),
        "{competition}" => json!({
            "version": 1, "title": "看看", "team": true, "entries_max": 8,
            "entries_close_at": "2026-11-27T20:00:00+08:00", "stages": [{ "format": "league" }],
        }),
        "{entry}" => json!({ "version": 1, "name": "看看队", "unit": "看看" }),
        "entries" => json!({ "name": "看看队", "unit": "看看", "members": [{ "name": "看看" }] }),
        "results" => {
            json!({ "seen": 1, "way": "played", "home_score": 3, "away_score": 2, "reason": "看看" })
        }
        "marks" => json!({ "judge": 0, "entry": things["entry"], "values": [60000] }),
        "judges" => json!({ "name": "看看" }),
        "place" => json!({ "court": 1, "starts_at": "2026-11-28T09:00:00+08:00", "minutes": 60 }),
        "schedule" => json!({
            "courts": ["东场"], "slot_minutes": 60, "rest_minutes": 0,
            "windows": [{ "from": "2026-11-28T09:00:00+08:00", "until": "2026-11-28T18:00:00+08:00" }],
        }),
        "{protest}" => json!({ "upheld": false, "answer": "看看" }),
        "stand" => json!({ "reason": "看看" }),
        "sessions" | "{session}" => {
            json!({ "starts_at": "2026-12-05T14:30:00+08:00", "ends_at": "2026-12-05T16:00:00+08:00" })
        }
        "rules" if path.contains("/spaces/") => json!({
            "setup_minutes": 0, "cleanup_minutes": 0, "open_to": "lines", "asks": false, "notice_hours": 0,
            "ahead_days": 30, "no_show_minutes": 0, "offer_minutes": 60, "head_start_days": 0,
        }),
        "closing" => json!({ "from": "2026-12-01", "reason": "看看" }),
        "hours" => json!({ "week": [], "official_days": false }),
        "days" => json!({ "days": [] }),
        "equipment" => json!({ "equipment": [] }),
        "rules" => json!({ "pass_percent": 50, "pick_up": true }),
        "teachers" => json!({ "person": things["person"] }),
        "trials" => json!({ "trials": [] }),
        "roll" => json!({ "marks": [{ "signup": things["signup"], "mark": "present" }] }),
        "handovers" => json!({ "children": [things["signup"]], "way": "alone" }),
        "picks" => json!({ "entry": things["entry"], "title": "一等奖" }),
        _ => json!({}),
    }
}

/// The same for a round of scoring.
fn of_panel(end: &str, things: &HashMap<&str, String>) -> Value {
    match end {
        "{round}" => json!({ "title": "看看", "from": "2026-06-01", "until": "2026-11-01" }),
        "cancel" | "reopen" | "{seat}" => json!({ "reason": "看看" }),
        "sheet" => {
            json!({ "seen": 1, "items": [{ "label": "看看", "wants": "看看", "highest": 1000, "weight": 1 }] })
        }
        "routes" | "{route}" => json!({ "name": "看看", "day": "2026-12-01" }),
        "venues" => json!({ "venues": [things["venue"]] }),
        "judges" => json!({ "name": "看看", "phone": "13800000009" }),
        "rechecks" => json!({ "seat": 1, "position": 1, "words": "看看" }),
        "corrections" => json!({ "seen": 0, "position": 1, "after": 100, "reason": "看看" }),
        "{appeal}" => json!({ "answer": "看看" }),
        "appeals" => json!({ "position": 1, "words": "看看" }),
        _ => json!({}),
    }
}

async fn events(app: &TestApp) -> i64 {
    let count = app.app.db.read(|tx| {
        let all = "SELECT COUNT(*) FROM event WHERE act NOT LIKE 'account.%' AND act NOT LIKE 'session.%'";
        tx.one(all, params![], |row| row.get(0))
    });
    count
        .await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

both! {
    async fn what_another_body_has_does_not_exist_by_any_route(db: Db) {
        let app = crate::coverage::start(db).await;
        let things = things(&app).await;
        let own = app.county.foreign_women;
        let officer = app.sign_in(app.county.people.foreign_officer).await;
        officer.set_header("if-match", "\"v1\"");
        let before = events(&app).await;
        let (mut wrong, mut asked) = (Vec::new(), 0);
        for route in app.routes().iter().filter(|route| matches!(route.gate, Gate::Permission(_))) {
            let Some(path) = with_things(route.path, own, &things) else { continue };
            let reply = match route.method.as_str() {
                "GET" => officer.get(&path).await,
                "POST" if path.ends_with("/entry-lists") || path.ends_with("/photos") && !path.starts_with("/api/") => {
                    officer.post_files(&path, &FORM, Vec::new()).await
                }
                "POST" if !path.starts_with("/api/") => officer.post_form(&path, &FORM).await,
                method => officer.send_json(method, &path, &body(route.path, own, &things)).await,
            };
            asked += 1;
            if reply.status != 404 {
                wrong.push(format!("{} {}: {}", route.method, route.path, reply.status));
            }
        }
        assert!(asked > 50, "only {asked} routes were tried");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(events(&app).await, before, "nothing was changed");
    }
}
