//! Several at once: two tables give one result, five judges score one entry, the schedule is made twice, the last place
//! is wanted by many.

use std::future::Future;

use jiff::{SignedDuration, Timestamp};
use langqiao_app::competitions::{self, Format, GiveMarks, GiveResult, Member, NewEntry, Rules, Way, Wish};
use langqiao_kernel::id::{CompetitionId, FixtureId, StageId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};

use super::{competition, count, entered, games, panel, start, text, verified, whole, write};

/// All of these at once.
async fn at_once<F>(all: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let mut set = tokio::task::JoinSet::new();
    for one in all {
        set.spawn(one);
    }
    set.join_all().await
}

async fn stage(app: &TestApp, id: CompetitionId) -> StageId {
    text(&whole(app, id).await["stages"][0], "id")
        .parse()
        .expect("a stage")
}

fn wish() -> Wish {
    let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
    Wish {
        courts: vec!["东场".to_owned(), "西场".to_owned()],
        slot_minutes: 60,
        rest_minutes: 60,
        windows: (0..4)
            .map(|day| {
                let hours = SignedDuration::from_hours(24 * day);
                (
                    at("2026-11-23T09:00:00+08:00") + hours,
                    at("2026-11-23T18:00:00+08:00") + hours,
                )
            })
            .collect(),
    }
}

both! {
    async fn two_tables_give_one_result_and_one_of_them_counts(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::Knockout)]).await;
        entered(&app, id, 16, 0).await;
        start(&app, id, 0).await;
        for game in games(&whole(&app, id).await, 0).iter().filter(|f| f["round"] == 1) {
            let fixture: FixtureId = text(game, "id").parse().expect("a game");
            let given = (0..4).map(|n| {
                let result = GiveResult { seen: 0, way: Way::Played, home_score: 50 + n, away_score: 40, winner: None, reason: String::new() };
                { let house = app.app.clone(); async move { house.db.write(house.by_system("story"), move |tx| competitions::give(tx, id, fixture, &result)).await } }
            });
            let done = at_once(given).await;
            assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
            assert!(done.iter().filter_map(|one| one.as_ref().err()).all(|why| why.code() == Some("result-changed")), "{done:?}");
        }
        let results = "SELECT COUNT(*) FROM fixture_result r JOIN fixture f ON f.id = r.fixture WHERE f.competition = ?1";
        assert_eq!(count(&app, results, id).await, 8);
        verified(&app).await;
    }

    async fn games_of_one_round_end_at_once_and_all_winners_go_on(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::Knockout)]).await;
        entered(&app, id, 16, 0).await;
        start(&app, id, 0).await;
        for round in 1..=4 {
            let now = games(&whole(&app, id).await, 0);
            let given = now.iter().filter(|f| f["round"] == round).map(|game| {
                let fixture: FixtureId = text(game, "id").parse().expect("a game");
                let result = GiveResult { seen: 0, way: Way::Played, home_score: 50, away_score: 40, winner: None, reason: String::new() };
                { let house = app.app.clone(); async move { house.db.write(house.by_system("story"), move |tx| competitions::give(tx, id, fixture, &result)).await } }
            });
            for done in at_once(given).await {
                done.unwrap_or_else(|why| panic!("round {round}: {why}"));
            }
        }
        let of = stage(&app, id).await;
        write(&app, move |tx| competitions::close(tx, id, of)).await;
        let places: Vec<i64> = whole(&app, id).await["stages"][0]["standings"].as_array().unwrap().iter().map(|row| row["place"].as_i64().unwrap()).collect();
        assert_eq!(places, [1, 2, 3, 4, 5, 5, 5, 5, 9, 9, 9, 9, 9, 9, 9, 9]);
        verified(&app).await;
    }

    async fn five_judges_score_one_entry_at_once_and_nothing_is_lost(db: Db) {
        let app = TestApp::start(db).await;
        let (at, id) = panel::contest(&app, 2, vec![Rules::usual(Format::Judged)]).await;
        let (officer, of) = (app.sign_in(app.county.people.officer).await, stage(&app, id).await);
        for name in ["甲一", "乙二", "丙三", "丁四", "戊五"] {
            panel::judge(&officer, &at, &of.to_text(), name).await;
        }
        start(&app, id, 0).await;
        let entry = text(&whole(&app, id).await["entries"][0], "id").parse().expect("an entry");
        // Each of them taps twice, as people do.
        let given = (1..=5).chain(1..=5).map(|judge| {
            let marks = GiveMarks { stage: of, judge, entry, values: vec![(1, Some(8000 + 100 * judge))], reason: String::new() };
            { let house = app.app.clone(); async move { house.db.write(house.by_system("story"), move |tx| competitions::give_marks(tx, id, &marks)).await } }
        });
        let done: Vec<usize> = at_once(given).await.into_iter().map(|one| one.unwrap_or_else(|why| panic!("{why}"))).collect();
        assert_eq!(done.iter().sum::<usize>(), 5, "a second tap changes nothing");
        let row = whole(&app, id).await["stages"][0]["standings"][0].clone();
        assert_eq!(row["value"].as_i64(), Some(83_000));
    }

    async fn the_schedule_is_made_twice_at_once_and_never_clashes(db: Db) {
        let app = TestApp::start(db).await;
        let groups = Rules { pools: 4, through: 2, ..Rules::usual(Format::League) };
        let (_, id) = competition(&app, true, vec![groups, Rules::usual(Format::Knockout)]).await;
        entered(&app, id, 16, 4).await;
        let early = app.app.db.write(app.app.by_system("story"), move |tx| competitions::schedule(tx, id, &wish())).await;
        assert_eq!(early.err().and_then(|why| why.code()), Some("no-games"));
        start(&app, id, 0).await;
        let made = (0..4).map(|_| { let house = app.app.clone(); async move { house.db.write(house.by_system("story"), move |tx| competitions::schedule(tx, id, &wish())).await } });
        for done in at_once(made).await {
            let done = done.unwrap_or_else(|why| panic!("{why}"));
            assert_eq!((done.placed, done.left), (24, 0));
        }
        let clashes = "SELECT COUNT(*) FROM fixture a JOIN fixture b ON b.competition = a.competition AND b.id > a.id
            WHERE a.competition = ?1 AND (a.court = b.court AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
              OR (a.home IN (b.home, b.away) OR a.away IN (b.home, b.away)) AND a.starts_at < b.ends_at + 3600000 AND b.starts_at < a.ends_at + 3600000)";
        assert_eq!(count(&app, clashes, id).await, 0);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM fixture WHERE competition = ?1 AND court IS NOT NULL", id).await, 24);
        // What was played stays; the others keep clear of it.
        let first = games(&whole(&app, id).await, 0).into_iter().min_by_key(|f| text(f, "starts_at").to_owned()).unwrap();
        let fixture: FixtureId = text(&first, "id").parse().expect("a game");
        let result = GiveResult { seen: 0, way: Way::Played, home_score: 50, away_score: 40, winner: None, reason: String::new() };
        write(&app, move |tx| competitions::give(tx, id, fixture, &result)).await;
        let slower = Wish { slot_minutes: 90, rest_minutes: 30, ..wish() };
        write(&app, move |tx| competitions::schedule(tx, id, &slower)).await;
        let after = games(&whole(&app, id).await, 0).into_iter().find(|f| f["id"] == first["id"]).unwrap();
        assert_eq!((text(&after, "starts_at"), text(&after, "court")), (text(&first, "starts_at"), text(&first, "court")));
        let same_court = "SELECT COUNT(*) FROM fixture a JOIN fixture b ON b.competition = a.competition AND b.id > a.id
            WHERE a.competition = ?1 AND a.court = b.court AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at";
        assert_eq!(count(&app, same_court, id).await, 0);
    }

    async fn the_schema_itself_refuses_a_court_twice(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        entered(&app, id, 4, 0).await;
        start(&app, id, 0).await;
        let forced = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE fixture SET court = 1, starts_at = 1, ends_at = 2 WHERE competition = ?1", params![id])
        });
        let why: StoreError = forced.await.expect_err("all on one court at once");
        assert!(why.constraint().is_some_and(|name| name.starts_with("fixture_")), "{why}");
    }

    async fn the_last_place_is_given_once(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        entered(&app, id, 63, 0).await;
        let wanted = (0..6).map(|n| {
            let keys = app.app.keys.clone();
            let new = NewEntry {
                name: format!("迟到{n}队"), unit_name: "某厂".into(),
                members: vec![Member::Named { name: format!("迟到{n}"), phone: None }], ..NewEntry::default()
            };
            { let house = app.app.clone(); async move { house.db.write(house.by_system("story"), move |tx| competitions::enter(tx, &keys, id, &new, false)).await } }
        });
        let done = at_once(wanted).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
        assert!(done.iter().filter_map(|one| one.as_ref().err()).all(|why| why.code() == Some("competition-full")));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM competition_entry WHERE competition = ?1", id).await, 64);
        verified(&app).await;
    }
}
