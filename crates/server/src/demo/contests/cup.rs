//! The basketball cup: groups, a knock-out under way, a score put right and a protest.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::{
    activities::ActivityKind,
    competitions::{self, Format, GiveResult, Member, NewCompetition, NewEntry, Rules, Side, Way, Wish},
    coverage::Line,
};
use langqiao_kernel::id::{CompetitionId, EntryId, FixtureId, PersonId, StageId};
use langqiao_platform::app::App;
use langqiao_store::{Actor, By, StoreError, params};
use rand::{RngExt, rngs::StdRng};

use super::{
    super::{county::County, names::Names, unexpected},
    Hosts, act, activity, set_up, short, stages,
};
use crate::failure::Failure;

/// How many firms play for the cup.
pub(super) const TEAMS: usize = 16;

/// Plays it, as far as it is by now.
///
/// # Errors
/// When the database fails.
pub(super) async fn cup(app: &App, county: &County, hosts: &Hosts, rng: &mut StdRng) -> Result<(), Failure> {
    let (from, until) = (hosts.at(-6, 18, 0), hosts.at(3, 21, 30));
    let words = (
        "濮院镇职工篮球赛",
        "16 家企业的职工球队，先分四组循环，每组前两名打淘汰赛。欢迎来加油，现场有饮水。",
        "濮院镇全民健身中心",
    );
    let activity = activity(app, county, hosts, words, ActivityKind::Sport, (from, until)).await?;
    let groups = Rules {
        pools: 4,
        through: 2,
        ..Rules::usual(Format::League)
    };
    let new = NewCompetition {
        title: words.0.to_owned(),
        team: true,
        team_min: 5,
        team_max: 12,
        entries_max: 16,
        self_entry: true,
        entries_close_at: hosts.at(-8, 18, 0),
        protest_minutes: 120,
        stages: vec![groups, Rules::usual(Format::Knockout)],
    };
    let id = set_up(app, hosts, activity, new, hosts.at(-25, 10, 0)).await?;
    let mut names = Names::new(rng);
    let teams: Vec<NewEntry> = hosts.firms[..TEAMS]
        .iter()
        .enumerate()
        .map(|(at, firm)| {
            let player = |name: String| Member::Named { name, phone: None };
            let leader = names.person(20).name;
            // Nobody is in a team twice, nor two of the same name.
            let mut players: Vec<String> = Vec::with_capacity(6);
            while players.len() < 6 {
                let name = names.person(0).name;
                if !players.contains(&name) {
                    players.push(name);
                }
            }
            NewEntry {
                name: format!("{}队", short(firm)),
                unit_name: firm.clone(),
                line: Some(Line::UNION),
                // All of them, by how they did last year: a lot would be another in each new house.
                seed: Some(at as i64 + 1),
                contact: Some(player(leader)),
                members: players.into_iter().map(player).collect(),
            }
        })
        .collect();
    let keys = app.keys.clone();
    let entered = act(app, hosts, hosts.at(-9, 15, 0), move |tx| {
        teams
            .iter()
            .map(|team| competitions::enter(tx, &keys, id, team, false))
            .collect::<Result<Vec<_>, _>>()
    });
    let entries = entered.await?.unwrap_or_default();
    let stages = stages(app, id).await?;
    let keys = app.keys.clone();
    let first = stages[0];
    act(app, hosts, hosts.at(-7, 9, 30), move |tx| {
        competitions::start(tx, &keys, id, first)
    })
    .await?;
    let evenings = |from: i64, days: i64, until: i8| {
        (from..from + days)
            .map(|day| (hosts.at(day, 18, 0), hosts.at(day, until, 0)))
            .collect()
    };
    let wish = Wish {
        courts: vec!["东场".to_owned(), "西场".to_owned()],
        slot_minutes: 60,
        rest_minutes: 0,
        windows: evenings(-6, 4, 21),
    };
    act(app, hosts, hosts.at(-7, 10, 0), move |tx| {
        competitions::schedule(tx, id, &wish)
    })
    .await?;
    games(app, hosts, id, &entries, rng).await?;
    slips(app, hosts, id).await?;
    act(app, hosts, hosts.at(-2, 9, 0), move |tx| {
        competitions::close(tx, id, first)
    })
    .await?;
    let (keys, last) = (app.keys.clone(), stages[1]);
    act(app, hosts, hosts.at(-2, 9, 10), move |tx| {
        competitions::start(tx, &keys, id, last)
    })
    .await?;
    let wish = Wish {
        courts: vec!["东场".to_owned()],
        slot_minutes: 90,
        rest_minutes: 600,
        windows: evenings(-1, 5, 21),
    };
    act(app, hosts, hosts.at(-2, 9, 30), move |tx| {
        competitions::schedule(tx, id, &wish)
    })
    .await?;
    games(app, hosts, id, &entries, rng).await
}

/// Gives the results of all games that are over by now, in their order; the seeds win a little more often.
async fn games(
    app: &App,
    hosts: &Hosts,
    id: CompetitionId,
    entries: &[EntryId],
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let sql = "SELECT id, home, away, ends_at FROM fixture WHERE competition = ?1 AND results = 0 AND home IS NOT NULL
               AND away IS NOT NULL AND ends_at IS NOT NULL ORDER BY ends_at, court";
    let read = app.db.read(move |tx| {
        tx.all(sql, params![id], |row| {
            Ok((
                row.get::<FixtureId>(0)?,
                row.get::<EntryId>(1)?,
                row.get::<EntryId>(2)?,
                row.get::<Timestamp>(3)?,
            ))
        })
    });
    let open = read.await.map_err(|why: StoreError| Failure::from(why))?;
    let rank = |entry| entries.iter().position(|known| *known == entry).unwrap_or(TEAMS) as i64;
    for (number, (fixture, home, away, ends_at)) in open.into_iter().enumerate() {
        let strength = |entry: EntryId, rng: &mut StdRng| 64 - rank(entry) + rng.random_range(-14..15);
        let (home_score, mut away_score) = (strength(home, rng), strength(away, rng));
        if home_score == away_score {
            away_score += 1;
        }
        let mut given = GiveResult {
            seen: 0,
            way: Way::Played,
            home_score,
            away_score,
            winner: None,
            reason: String::new(),
        };
        // One team was held up at work.
        if number == 9 && rank(away) > 3 {
            given = GiveResult {
                way: Way::Walkover,
                winner: Some(Side::Home),
                reason: "客队赶订单未到场".to_owned(),
                ..given
            };
        }
        act(app, hosts, ends_at, move |tx| {
            competitions::give(tx, id, fixture, &given)
        })
        .await?;
    }
    Ok(())
}

/// What happens at every cup: a score was typed wrong and put right, and a captain protested.
async fn slips(app: &App, hosts: &Hosts, id: CompetitionId) -> Result<(), Failure> {
    let sql = "SELECT f.id, f.stage, f.ends_at, r.home_score, r.away_score, e.contact FROM fixture f
               JOIN fixture_result r ON r.fixture = f.id AND r.number = f.results AND r.way = 'played'
               JOIN competition_entry e ON e.id = f.away
               WHERE f.competition = ?1 ORDER BY f.ends_at, f.court LIMIT 2";
    let read = app.db.read(move |tx| {
        tx.all(sql, params![id], |row| {
            let scores: (i64, i64) = (row.get(3)?, row.get(4)?);
            Ok((
                row.get::<FixtureId>(0)?,
                row.get::<StageId>(1)?,
                row.get::<Timestamp>(2)?,
                scores,
                row.get::<PersonId>(5)?,
            ))
        })
    });
    let played = read.await.map_err(|why: StoreError| Failure::from(why))?;
    if let Some((fixture, _, at, (home, away), _)) = played.first().copied() {
        // One point less for whoever lost: nobody's place is another by it.
        let (home_score, away_score) = if home > away {
            (home, away - 1)
        } else {
            (home - 1, away)
        };
        let reason = "记录台核对计分表，少计犯规罚球前多记一分".to_owned();
        let given = GiveResult {
            seen: 1,
            way: Way::Played,
            home_score,
            away_score,
            winner: None,
            reason,
        };
        let later = at + SignedDuration::from_mins(25);
        act(app, hosts, later, move |tx| {
            competitions::give(tx, id, fixture, &given)
        })
        .await?;
    }
    if let Some((fixture, stage, at, _, captain)) = played.get(1).copied() {
        let made = By::new(Actor::Person(captain), at + SignedDuration::from_mins(40));
        let words = "第四节最后一次进球在哨声之后，请看录像核对。";
        let protest = app
            .db
            .write(made, move |tx| {
                competitions::protest(tx, id, captain, (stage, Some(fixture)), words)
            })
            .await;
        let protest = protest.map_err(|why| unexpected("protest", why))?;
        let answer = "裁判组看了录像，球在哨声前出手，进球有效，维持原成绩。";
        let answered = at + SignedDuration::from_hours(13);
        act(app, hosts, answered, move |tx| {
            competitions::answer_protest(tx, id, protest, false, answer)
        })
        .await?;
    }
    Ok(())
}
