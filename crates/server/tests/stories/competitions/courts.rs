//! One court has one game at a time, over all competitions of an activity, and keeps its name.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::competitions::{self, Format, GiveResult, NewCompetition, Place, Rules, Way, Wish};
use langqiao_kernel::id::{ActivityId, CompetitionId, FixtureId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{competition, count, entered, games, start, text, whole, write};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// These courts, on 28 November for so many hours from 9:00.
fn wish(courts: &[&str], hours: i64) -> Wish {
    let from = at("2026-11-28T09:00:00+08:00");
    Wish {
        courts: courts.iter().map(|name| (*name).to_owned()).collect(),
        slot_minutes: 60,
        rest_minutes: 0,
        windows: vec![(from, from + SignedDuration::from_hours(hours))],
    }
}

/// A second competition of an activity, with four entries and its games.
async fn another(app: &TestApp, activity: ActivityId) -> CompetitionId {
    let (org, keys, now) = (app.county.village_women, app.app.keys.clone(), app.app.now());
    let new = NewCompetition {
        title: "三人篮球赛".to_owned(),
        team: true,
        team_min: 1,
        team_max: 3,
        entries_max: 8,
        self_entry: true,
        entries_close_at: now + SignedDuration::from_hours(24),
        protest_minutes: 30,
        stages: vec![Rules::usual(Format::League)],
    };
    let id = write(app, move |tx| {
        competitions::create(tx, &keys, org, activity, &new)
    })
    .await;
    entered(app, id, 4, 0).await;
    start(app, id, 0).await;
    id
}

/// How often two games of an activity are at one place at one time.
async fn clashes(app: &TestApp, activity: ActivityId) -> i64 {
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT COUNT(*) FROM fixture a JOIN competition k ON k.id = a.competition
             JOIN court ca ON ca.competition = a.competition AND ca.number = a.court
             JOIN competition o ON o.activity = k.activity JOIN fixture b ON b.competition = o.id AND b.id > a.id
             JOIN court cb ON cb.competition = b.competition AND cb.number = b.court
             WHERE k.activity = ?1 AND ca.name = cb.name AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at",
            params![activity],
            |row| row.get(0),
        )
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

async fn ids(app: &TestApp, id: CompetitionId) -> Vec<FixtureId> {
    let games = games(&whole(app, id).await, 0);
    games
        .iter()
        .map(|game| text(game, "id").parse().expect("a game"))
        .collect()
}

both! {
    async fn one_name_is_one_court_in_all_competitions_of_an_activity(db: Db) {
        let app = TestApp::start(db).await;
        let (activity, first) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        entered(&app, first, 4, 0).await;
        start(&app, first, 0).await;
        let second = another(&app, activity).await;
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let form = |courts| vec![
            ("courts", courts), ("first_day", "2026-11-28"), ("last_day", "2026-11-28"), ("from", "09:00"),
            ("until", "15:00"), ("slot_minutes", "60"), ("rest_minutes", "0"),
        ];
        let to = format!("/w/{org}/competitions/{first}/schedule");
        // The same court twice, however it is typed; what was typed stays.
        officer.post_form(&to, &form("一号场\n一 号场")).await.must_be(422).must_say("写了两次").must_say("一 号场");
        officer.post_form(&to, &form("篮球场")).await.must_be(303);
        // Six games of each on one court: the second finds none of the first six hours free, then the six after.
        let crowded = write(&app, move |tx| competitions::schedule(tx, second, &wish(&["篮球场"], 6))).await;
        assert_eq!((crowded.placed, crowded.left), (0, 6));
        let fits = write(&app, move |tx| competitions::schedule(tx, second, &wish(&["篮球场"], 12))).await;
        assert_eq!((fits.placed, fits.left), (6, 0));
        assert_eq!(clashes(&app, activity).await, 0);

        // One game onto an hour of the other competition's.
        let game = ids(&app, second).await[0];
        let place = format!("/w/{org}/competitions/{second}/fixtures/{game}/place");
        officer.post_form(&place, &[("court", "1"), ("day", "2026-11-28"), ("from", "09:30"), ("minutes", "60")]).await
            .must_be(422).must_say("另一项比赛").must_say("value=\"09:30\"");
        // What is past is refused; what is outside the activity is done, and said.
        let api = format!("/api/v1/organisations/{org}/competitions/{second}/fixtures/{game}/place");
        let program = app.program(app.county.people.officer, &["competitions.manage"]).await;
        let put = |from: &str| json!({ "court": 1, "starts_at": from, "minutes": 60 });
        program.post_json(&api, &put("2026-11-20T09:00:00+08:00")).await.must_be(422);
        let answer: Value = program.post_json(&api, &put("2026-11-29T20:00:00+08:00")).await.must_be(200).json();
        assert_eq!(answer["outside"], true);
        let schedule = format!("/api/v1/organisations/{org}/competitions/{second}/schedule");
        let hours = |day: &str| json!({
            "courts": ["篮球场"], "slot_minutes": 60, "rest_minutes": 0,
            "windows": [{ "from": format!("{day}T16:00:00+08:00"), "until": format!("{day}T23:00:00+08:00") }],
        });
        program.post_json(&schedule, &hours("2026-10-20")).await.must_be(422).must_say("windows");
        let late: Value = program.post_json(&schedule, &hours("2026-11-30")).await.must_be(200).json();
        assert_eq!((late["placed"].as_i64(), late["outside"].as_i64()), (Some(6), Some(6)));
    }

    async fn both_want_the_court_at_once(db: Db) {
        let app = TestApp::start(db).await;
        let (activity, first) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        entered(&app, first, 4, 0).await;
        start(&app, first, 0).await;
        let second = another(&app, activity).await;
        let mut wanted = tokio::task::JoinSet::new();
        for n in 0..8 {
            let (house, id) = (app.app.clone(), if n % 2 == 0 { first } else { second });
            wanted.spawn(async move {
                house.db.write(house.by_system("story"), move |tx| competitions::schedule(tx, id, &wish(&["篮球场", "东场"], 6))).await.is_ok()
            });
        }
        assert!(wanted.join_all().await.iter().any(|done| *done));
        assert_eq!(clashes(&app, activity).await, 0);
        // One game of each onto the same hour, again and again.
        let games = [ids(&app, first).await[0], ids(&app, second).await[0]];
        let mut moves = tokio::task::JoinSet::new();
        for n in 0..8_usize {
            let (house, game, id) = (app.app.clone(), games[n % 2], [first, second][n % 2]);
            let place = Place { court: 1, starts_at: at("2026-12-01T09:00:00+08:00"), minutes: 60 };
            moves.spawn(async move {
                house.db.write(house.by_system("story"), move |tx| competitions::move_game(tx, id, (game, place))).await.is_ok()
            });
        }
        moves.join_all().await;
        assert_eq!(clashes(&app, activity).await, 0);
        // Nor past the rules: the schema refuses it, and a name that a game has.
        let at_once = |sql: &'static str| {
            let (house, game) = (app.app.clone(), games[1]);
            async move {
                house.db.write(house.by_system("story"), move |tx| {
                    tx.bookkeeping();
                    tx.execute(sql, params![game])?;
                    Ok::<_, NotDone>(())
                }).await
            }
        };
        let over = at_once("UPDATE fixture SET
             court = (SELECT c.number FROM court c WHERE c.competition = fixture.competition AND c.name = (SELECT d.name FROM fixture g
               JOIN court d ON d.competition = g.competition AND d.number = g.court WHERE g.competition <> fixture.competition
               ORDER BY g.starts_at, g.id LIMIT 1)),
             starts_at = (SELECT g.starts_at + 60000 FROM fixture g WHERE g.competition <> fixture.competition AND g.court IS NOT NULL ORDER BY g.starts_at, g.id LIMIT 1),
             ends_at = (SELECT g.starts_at + 120000 FROM fixture g WHERE g.competition <> fixture.competition AND g.court IS NOT NULL ORDER BY g.starts_at, g.id LIMIT 1)
             WHERE id = ?1").await;
        assert!(format!("{over:?}").contains("fixture_court_taken"), "{over:?}");
        let renamed = at_once("UPDATE court SET name = '别处' WHERE competition = (SELECT f.competition FROM fixture f WHERE f.id = ?1)
             AND number = (SELECT f.court FROM fixture f WHERE f.id = ?1)").await;
        assert!(format!("{renamed:?}").contains("court_name_kept"), "{renamed:?}");
        assert_eq!(clashes(&app, activity).await, 0);
    }

    async fn what_was_played_keeps_its_court_and_a_new_schedule_is_told(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        let keys = app.app.keys.clone();
        let resident = app.county.people.resident;
        let new = competitions::NewEntry {
            name: "桥头队".into(), unit_name: "桥头店".into(),
            contact: Some(competitions::Member::Known(resident)),
            members: vec![competitions::Member::Named { name: "队员甲".into(), phone: None }],
            ..Default::default()
        };
        write(&app, move |tx| competitions::enter(tx, &keys, id, &new, false)).await;
        entered(&app, id, 3, 0).await;
        start(&app, id, 0).await;
        write(&app, move |tx| competitions::schedule(tx, id, &wish(&["东场"], 8))).await;
        let family = app.sign_in(resident).await;
        family.get("/notices").await.must_be(200).must_not_say("重排了赛程");
        let played = ids(&app, id).await[0];
        let result = GiveResult { seen: 0, way: Way::Played, home_score: 5, away_score: 4, winner: None, reason: String::new() };
        write(&app, move |tx| competitions::give(tx, id, played, &result)).await;
        let done = write(&app, move |tx| competitions::schedule(tx, id, &wish(&["西场", "南场"], 8))).await;
        assert_eq!(done.placed, 5);
        let all = games(&whole(&app, id).await, 0);
        let of = |wanted: &str| all.iter().filter(|game| game["court"].as_str() == Some(wanted)).count();
        assert_eq!((of("东场"), of("西场") + of("南场")), (1, 5));
        // One notice for the entry, however many of its games have moved.
        family.get("/notices").await.must_be(200).must_say("桥头队").must_say("重排了赛程");
        let told = "SELECT COUNT(*) FROM notice n JOIN competition c ON c.id = ?1 WHERE n.message = 'competition-notice-rescheduled'";
        assert_eq!(count(&app, told, id).await, 1);
        // The same again moves nobody, and tells nobody.
        write(&app, move |tx| competitions::schedule(tx, id, &wish(&["西场", "南场"], 8))).await;
        assert_eq!(count(&app, told, id).await, 1);
    }
    async fn what_was_played_without_a_time_takes_no_place_and_what_was_typed_is_kept(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        entered(&app, id, 4, 0).await;
        start(&app, id, 0).await;
        let all = ids(&app, id).await;
        for played in all[..2].iter().copied() {
            let result = GiveResult { seen: 0, way: Way::Played, home_score: 5, away_score: 4, winner: None, reason: String::new() };
            write(&app, move |tx| competitions::give(tx, id, played, &result)).await;
        }
        let officer = app.sign_in(app.county.people.officer).await;
        let to = format!("/w/{}/competitions/{id}/schedule", app.county.village_women);
        let form = |until| [
            ("courts", "东场\n西场"), ("first_day", "2026-11-28"), ("last_day", "2026-11-28"), ("from", "8:30"),
            ("until", until), ("slot_minutes", "40"), ("rest_minutes", "0"),
        ];
        // Two of four fit in; the form stays open with what was typed.
        let told = officer.post_form(&to, &form("9:10")).await.must_be(303);
        let page = officer.follow(&told).await.must_be(200);
        page.must_say("value=\"08:30\"").must_say("value=\"09:10\"").must_say("value=\"40\"").must_say("东场\n西场").must_say("open><summary>");
        // Two slots on two courts are enough, for none goes to the two that were played.
        let told = officer.post_form(&to, &form("9:50")).await.must_be(303);
        assert!(!told.location().contains('?'), "all fit in");
        let placed = "SELECT COUNT(*) FROM fixture WHERE competition = ?1 AND starts_at IS NOT NULL";
        assert_eq!(count(&app, placed, id).await, 4);
        // Whoever comes back finds the hours, the length and the rest of the games that have their place.
        officer.get(&to).await.must_be(200).must_say("value=\"08:30\"").must_say("value=\"40\"").must_say("value=\"0\"");
    }
}
