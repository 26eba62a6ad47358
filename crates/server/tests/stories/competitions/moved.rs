//! One game is put onto another court or time: never where somebody plays already, never out of its turn.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::competitions::{self, Format, GiveResult, Place, Rules, Way, Wish};
use langqiao_kernel::id::{CompetitionId, FixtureId};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use super::{competition, count, entered, games, start, text, whole, write};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Two courts, from 9:00 to 18:00 on four days.
fn wish() -> Wish {
    let day = |day: i64| {
        let hours = SignedDuration::from_hours(24 * day);
        (
            at("2026-11-28T09:00:00+08:00") + hours,
            at("2026-11-28T18:00:00+08:00") + hours,
        )
    };
    Wish {
        courts: vec!["东场".to_owned(), "西场".to_owned()],
        slot_minutes: 60,
        rest_minutes: 0,
        windows: (0..4).map(day).collect(),
    }
}

/// The games of the first stage, by round and number, with their ids.
async fn placed(app: &TestApp, id: CompetitionId) -> Vec<(FixtureId, Value)> {
    let mut games = games(&whole(app, id).await, 0);
    games.sort_by_key(|game| (game["round"].as_i64(), game["number"].as_i64()));
    let with_id = |game: Value| (text(&game, "id").parse().expect("a game"), game);
    games.into_iter().map(with_id).collect()
}

/// No court has two games at once, and nobody plays two.
const CLASHES: &str =
    "SELECT COUNT(*) FROM fixture a JOIN fixture b ON b.competition = a.competition AND b.id > a.id
    WHERE a.competition = ?1 AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
      AND (a.court = b.court OR a.home IN (b.home, b.away) OR a.away IN (b.home, b.away))";

/// Sends the form with a court, a day and a time; the game takes an hour.
async fn put(officer: &Client, to: &str, [court, day, from]: [&str; 3]) -> Reply {
    officer
        .post_form(
            to,
            &[("court", court), ("day", day), ("from", from), ("minutes", "60")],
        )
        .await
}

both! {
    async fn a_game_is_moved_to_where_nobody_plays_and_in_its_turn(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::Knockout)]).await;
        entered(&app, id, 4, 0).await;
        start(&app, id, 0).await;
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let schedule = TestApp::bench(org, &format!("/competitions/{id}/schedule"));
        // Before there are courts the form says where to name them.
        let all = placed(&app, id).await;
        let of = |fixture: FixtureId| TestApp::bench(org, &format!("/competitions/{id}/fixtures/{fixture}/place"));
        officer.get(&of(all[0].0)).await.must_be(200).must_say("还没有场地");
        write(&app, move |tx| competitions::schedule(tx, id, &wish())).await;
        let all = placed(&app, id).await;
        let (semi, other, last) = (all[0].0, all[1].0, all[all.len() - 1].0);
        // The hours reach to the activity's end, not to that of the last game that has its place.
        officer.get(&schedule).await.must_be(200).must_say("改时间场地").must_say("value=\"16:00\"");
        officer.get(&of(semi)).await.must_be(200).must_say("东场").must_say("西场");

        // Half an hour into the other semi-final on its court; what was typed stays.
        let taken = all[1].1["court"].as_str().map_or("1", |court| if court == "东场" { "1" } else { "2" });
        let busy = put(&officer, &of(semi), [taken, "2026-11-28", "09:30"]).await.must_be(422);
        busy.must_say("这块场地").must_say("value=\"09:30\"");
        put(&officer, &of(semi), ["7", "2026-11-28", "09:00"]).await.must_be(422).must_say("没有这块场地");
        put(&officer, &of(semi), ["1", "2062-11-28", "09:00"]).await.must_be(422).must_say("离活动的日期太远");
        put(&officer, &of(semi), ["1", "昨天下雨", "九点"]).await.must_be(422);
        // The final is not played before the semi-finals, nor those after it.
        put(&officer, &of(last), ["1", "2026-11-28", "08:00"]).await.must_be(422).must_say("上一轮要到");
        put(&officer, &of(semi), ["1", "2026-12-01", "17:30"]).await.must_be(422).must_say("下一轮");
        let moved = put(&officer, &of(last), ["2", "2026-12-01", "16:00"]).await.must_be(303);
        officer.follow(&moved).await.must_say("已改").must_say("16:00");
        // Both games of the last round wait for the semi-finals.
        put(&officer, &of(all[2].0), ["1", "2026-12-01", "14:00"]).await.must_be(303);
        put(&officer, &of(semi), ["1", "2026-11-29", "10:00"]).await.must_be(303);
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(200).must_say("11月29日").must_say("10:00");
        assert_eq!(count(&app, CLASHES, id).await, 0);

        // What was played stays, and nobody else's officer moves anything.
        let result = GiveResult { seen: 0, way: Way::Played, home_score: 5, away_score: 4, winner: None, reason: String::new() };
        write(&app, move |tx| competitions::give(tx, id, other, &result)).await;
        let api = format!("/api/v1/organisations/{org}/competitions/{id}/fixtures/{other}/place");
        let place = json!({ "court": 1, "starts_at": "2026-11-30T09:00:00+08:00", "minutes": 60 });
        let program = app.program(app.county.people.officer, &["competitions.manage"]).await;
        let played: Value = program.post_json(&api, &place).await.must_be(409).json();
        assert_eq!(played["code"], "game-played");
        let foreign = app.program(app.county.people.foreign_officer, &["competitions.manage"]).await;
        foreign.post_json(&api, &place).await.must_be(404);
    }

    async fn many_games_wanted_at_one_place_and_one_gets_it(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        entered(&app, id, 6, 0).await;
        start(&app, id, 0).await;
        write(&app, move |tx| competitions::schedule(tx, id, &wish())).await;
        let place = Place { court: 1, starts_at: at("2026-12-05T09:00:00+08:00"), minutes: 90 };
        let mut moves = tokio::task::JoinSet::new();
        for (n, (fixture, _)) in (0_i64..).zip(placed(&app, id).await) {
            // Each a few minutes apart, so that no two begin at the same instant and all are in one another's way.
            let place = Place { starts_at: place.starts_at + SignedDuration::from_mins(n), ..place };
            let house = app.app.clone();
            moves.spawn(async move {
                house.db.write(house.by_system("story"), move |tx| competitions::move_game(tx, id, (fixture, place))).await.is_ok()
            });
        }
        let done = moves.join_all().await;
        assert_eq!(done.iter().filter(|moved| **moved).count(), 1, "{done:?}");
        assert_eq!(count(&app, CLASHES, id).await, 0);
    }
}
