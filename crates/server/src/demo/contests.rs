//! Two competitions of 濮院: a staff basketball cup of 16 firms, in its knock-out now, and a sewing skills contest of 120
//! workers, whose best are before the judges. Played by the same use cases as real ones, each at its time.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_app::{
    activities::{
        self, ActivityKind, Allotment, Answer, Contribution, Invitation, Plan as ActivityPlan, Times,
    },
    competitions::{
        self, CLOCK, Format, GiveMarks, GiveResult, Item, Member, NewCompetition, NewEntry, Rules, Side, Way,
        Wish,
    },
    coverage::Line,
};
use langqiao_kernel::{
    id::{ActivityId, CompetitionId, EntryId, FixtureId, OrganisationId, PersonId, StageId},
    time,
};
use langqiao_platform::{app::App, not_done::NotDone};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{
    county::{County, area},
    names::Names,
    plan::Plan,
    unexpected,
};
use crate::failure::Failure;

/// The code of 濮院.
const TOWN: &str = "330483101";
/// How many firms play for the cup.
const TEAMS: usize = 16;
/// How many workers sew.
const SEWERS: usize = 120;
/// How many of them come before the judges, and how many the judges have seen so far.
const FINALISTS: (usize, usize) = (20, 12);
/// The judges of the final.
const JUDGES: [&str; 5] = ["沈建芬", "钱玉明", "范秀珍", "俞国良", "施丽娟"];

/// Who holds both, and when.
struct Hosts {
    town: OrganisationId,
    county: OrganisationId,
    officer: PersonId,
    today: Date,
    /// The firms of the town: name and whether they have many staff.
    firms: Vec<String>,
    village: String,
}

impl Hosts {
    fn at(&self, day: i64, hour: i8, minute: i8) -> Timestamp {
        time::at((self.today + day.days()).at(hour, minute, 0, 0))
    }
}

/// Plays both, as far as they are by now.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County, seed: u64) -> Result<(), Failure> {
    let (Some(town), Some(above)) = (
        plan.organisation("union", TOWN),
        plan.organisation("union", "330483"),
    ) else {
        return Ok(());
    };
    let Some(officer) = county.leaders[town].or(county.leaders[above]) else {
        return Ok(());
    };
    let mut firms: Vec<&super::plan::PlannedUnit> = plan
        .units
        .iter()
        .filter(|unit| unit.kind == "enterprise" && unit.area.starts_with(TOWN))
        .collect();
    firms.sort_by_key(|unit| std::cmp::Reverse(unit.headcount));
    let Some(first) = firms.first() else { return Ok(()) };
    let hosts = Hosts {
        town: county.organisations[town],
        county: county.organisations[above],
        officer,
        today: time::day(app.now()),
        village: first.area.clone(),
        firms: firms.iter().map(|unit| unit.name.clone()).collect(),
    };
    if hosts.firms.len() < TEAMS {
        return Ok(());
    }
    let mut rng = StdRng::seed_from_u64(seed ^ 0xC0B);
    cup(app, county, &hosts, &mut rng).await?;
    sewing(app, county, &hosts, &mut rng).await
}

/// Does something at a moment, as the officer; later than now it is left for later.
async fn act<T: Send + 'static>(
    app: &App,
    hosts: &Hosts,
    at: Timestamp,
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<Option<T>, Failure> {
    if at > app.now() {
        return Ok(None);
    }
    let done = app
        .db
        .write(By::new(Actor::Person(hosts.officer), at), change)
        .await;
    done.map(Some)
        .map_err(|why| unexpected("play a competition", why))
}

/// The activity that a competition is held in.
async fn activity(
    app: &App,
    county: &County,
    hosts: &Hosts,
    (title, summary, place): (&str, &str, &str),
    kind: ActivityKind,
    (starts_at, ends_at): (Timestamp, Timestamp),
) -> Result<ActivityId, Failure> {
    let announced = starts_at - SignedDuration::from_hours(20 * 24);
    let brings = |people, share| Contribution {
        people,
        venue: String::new(),
        money: 300_000,
        goods: "饮水和奖品".to_owned(),
        share,
    };
    let plan = ActivityPlan {
        title: title.to_owned(),
        summary: summary.to_owned(),
        kind,
        space: None,
        place: place.to_owned(),
        area: area(&county.areas, &hosts.village)?,
        times: Times {
            starts_at,
            ends_at,
            signup_opens_at: announced,
            signup_closes_at: starts_at - SignedDuration::from_hours(20),
        },
        min_age: None,
        max_age: None,
        only_area: None,
        asks: Default::default(),
        party_max: 5,
        offer_minutes: 240,
        allotment: Allotment::FirstCome,
        prior_area: None,
        priority: vec![],
        kept_until: None,
        seats: 120,
        volunteers: 12,
        rooms: vec![],
        equipment: vec![],
        shifts: vec![],
        questions: Vec::new(),
        own: brings(8, 70),
        cohosts: vec![Invitation {
            organisation: hosts.county,
            brings: brings(2, 30),
        }],
    };
    let (keys, host, above) = (app.keys.clone(), hosts.town, hosts.county);
    let made = app
        .db
        .write(By::new(Actor::Person(hosts.officer), announced), move |tx| {
            let id = activities::create(tx, host, &plan).map_err(|why| unexpected("plan a contest", why))?;
            let yes = Answer {
                accept: true,
                note: None,
            };
            activities::answer(tx, above, id, &yes).map_err(|why| unexpected("accept", why))?;
            activities::publish(tx, &keys, host, id).map_err(|why| unexpected("publish a contest", why))?;
            Ok::<_, Failure>(id)
        });
    made.await
}

async fn set_up(
    app: &App,
    hosts: &Hosts,
    activity: ActivityId,
    new: NewCompetition,
    announced: Timestamp,
) -> Result<CompetitionId, Failure> {
    let (org, keys) = (hosts.town, app.keys.clone());
    let made = act(app, hosts, announced, move |tx| {
        competitions::create(tx, &keys, org, activity, &new)
    })
    .await?;
    made.ok_or_else(|| unexpected("set a competition up", "in the future"))
}

/// The stages of a competition, in their order.
async fn stages(app: &App, id: CompetitionId) -> Result<Vec<StageId>, Failure> {
    let sql = "SELECT id FROM stage WHERE competition = ?1 ORDER BY number";
    let read = app.db.read(move |tx| tx.all(sql, params![id], |row| row.get(0)));
    read.await.map_err(|why: StoreError| why.into())
}

/// A firm's name without its place and what every firm is called.
fn short(firm: &str) -> String {
    firm.trim_start_matches("桐乡")
        .trim_start_matches("濮院")
        .trim_end_matches("有限公司")
        .to_owned()
}

async fn cup(app: &App, county: &County, hosts: &Hosts, rng: &mut StdRng) -> Result<(), Failure> {
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

async fn sewing(app: &App, county: &County, hosts: &Hosts, rng: &mut StdRng) -> Result<(), Failure> {
    let (from, until) = (hosts.at(-3, 8, 30), hosts.at(1, 17, 0));
    let words = (
        "濮院毛衫缝制技能竞赛",
        "120 名缝制工先比速度，最快的 20 名再由五位评委看工艺和外观。各厂可以来观摩。",
        "濮院毛衫技能培训中心",
    );
    let activity = activity(app, county, hosts, words, ActivityKind::Skills, (from, until)).await?;
    let item = |label: &str, weight| Item {
        label: label.to_owned(),
        weight,
        highest: 10_000,
    };
    let heats = Rules {
        through: FINALISTS.0 as i64,
        ..Rules::usual(Format::Timed)
    };
    let finals = Rules {
        items: vec![item("工艺", 60), item("外观", 40)],
        ..Rules::usual(Format::Judged)
    };
    let new = NewCompetition {
        title: words.0.to_owned(),
        team: false,
        team_min: 1,
        team_max: 1,
        entries_max: SEWERS as i64,
        self_entry: true,
        entries_close_at: hosts.at(-5, 18, 0),
        protest_minutes: 60,
        stages: vec![heats, finals],
    };
    let id = set_up(app, hosts, activity, new, hosts.at(-22, 10, 0)).await?;
    let mut names = Names::new(rng);
    let sewers: Vec<NewEntry> = (0..SEWERS)
        .map(|at| NewEntry {
            unit_name: hosts.firms[at % hosts.firms.len().min(24)].clone(),
            line: Some(Line::UNION),
            members: vec![Member::Named {
                name: names.person(85).name,
                phone: None,
            }],
            ..NewEntry::default()
        })
        .collect();
    let keys = app.keys.clone();
    let entered = act(app, hosts, hosts.at(-6, 15, 0), move |tx| {
        sewers
            .iter()
            .map(|sewer| competitions::enter(tx, &keys, id, sewer, false))
            .collect::<Result<Vec<_>, _>>()
    });
    let entries = entered.await?.unwrap_or_default();
    let stages = stages(app, id).await?;
    let (keys, heats, finals) = (app.keys.clone(), stages[0], stages[1]);
    act(app, hosts, hosts.at(-4, 9, 0), move |tx| {
        competitions::start(tx, &keys, id, heats)
    })
    .await?;
    for (hour, chunk) in entries.chunks(SEWERS / 6).enumerate() {
        let times: Vec<(EntryId, i64)> = chunk
            .iter()
            .map(|entry| (*entry, rng.random_range(291_000..512_000) / 10 * 10))
            .collect();
        let at = hosts.at(-3, 9 + hour as i8, 40);
        act(app, hosts, at, move |tx| {
            for (entry, ms) in &times {
                let given = GiveMarks {
                    stage: heats,
                    judge: CLOCK,
                    entry: *entry,
                    values: vec![(1, Some(*ms))],
                    reason: String::new(),
                };
                competitions::give_marks(tx, id, &given)?;
            }
            Ok(())
        })
        .await?;
    }
    act(app, hosts, hosts.at(-3, 16, 30), move |tx| {
        competitions::close(tx, id, heats)
    })
    .await?;
    let keys = app.keys.clone();
    act(app, hosts, hosts.at(-2, 9, 0), move |tx| {
        for judge in JUDGES {
            let who = Member::Named {
                name: judge.to_owned(),
                phone: None,
            };
            competitions::add_judge(tx, &keys, id, finals, &who)?;
        }
        competitions::start(tx, &keys, id, finals)
    })
    .await?;
    judged(app, hosts, id, finals, rng).await
}

/// What the judges have given so far.
async fn judged(
    app: &App,
    hosts: &Hosts,
    id: CompetitionId,
    finals: StageId,
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let sql = "SELECT entry FROM stage_entry WHERE stage = ?1 ORDER BY position";
    let read = app
        .db
        .read(move |tx| tx.all(sql, params![finals], |row| row.get::<EntryId>(0)));
    let seated = read.await.map_err(|why: StoreError| Failure::from(why))?;
    for judge in 1..=JUDGES.len() as i64 {
        let marks: Vec<(EntryId, i64, i64)> = seated
            .iter()
            .take(FINALISTS.1)
            .map(|entry| {
                (
                    *entry,
                    rng.random_range(156..197) * 50,
                    rng.random_range(160..197) * 50,
                )
            })
            .collect();
        let at = hosts.at(-1, 14, judge as i8);
        act(app, hosts, at, move |tx| {
            for (entry, craft, looks) in &marks {
                let values = vec![(1, Some(*craft)), (2, Some(*looks))];
                let given = GiveMarks {
                    stage: finals,
                    judge,
                    entry: *entry,
                    values,
                    reason: String::new(),
                };
                competitions::give_marks(tx, id, &given)?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
