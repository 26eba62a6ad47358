//! A competition as it is read.

use jiff::Timestamp;
use langqiao_kernel::{id::EntryId, time::rfc3339};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    model::{Fixture, Format, Stage, Way},
    whole::{Score, Whole},
};
use crate::coverage::Line;

/// A competition in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ListedBody {
    pub id: String,
    pub activity: String,
    pub title: String,
    pub team: bool,
    pub place: String,
    pub starts_at: String,
    pub ends_at: String,
    pub entered: i64,
    /// When its first stage began.
    pub started_at: Option<String>,
    /// To be sent with a change.
    pub version: i64,
}

impl From<super::super::model::Competition> for ListedBody {
    fn from(of: super::super::model::Competition) -> Self {
        Self {
            id: of.id.to_text(),
            activity: of.activity.to_text(),
            title: of.title,
            team: of.team,
            place: of.place,
            starts_at: rfc3339(of.starts_at),
            ends_at: rfc3339(of.ends_at),
            entered: of.entered,
            started_at: of.started_at.map(rfc3339),
            version: of.version,
        }
    }
}

/// Who takes part.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryBody {
    id: String,
    number: i64,
    /// A team's name, or a person's, masked.
    name: String,
    unit: String,
    /// The same as a unit to be covered, where it is one.
    unit_id: Option<String>,
    #[schema(value_type = Option<String>)]
    line: Option<Line>,
    seed: Option<i64>,
    people: i64,
    withdrawn: bool,
    /// To be sent with a correction.
    version: i64,
}

/// A game.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FixtureBody {
    id: String,
    pool: i64,
    round: i64,
    number: i64,
    home: Option<String>,
    away: Option<String>,
    bye: bool,
    court: Option<String>,
    starts_at: Option<String>,
    /// How many results were given or taken back: to be sent as `seen` with the next.
    results: i64,
    way: Option<Way>,
    home_score: Option<i64>,
    away_score: Option<i64>,
    winner: Option<String>,
    /// Why it was changed, or not played.
    reason: Option<String>,
    /// Whether it may still change by a protest.
    provisional: bool,
    /// Whether two meet here who met in a round of this Swiss stage before, for no pairing of those who are left could do
    /// without.
    meets_again: bool,
}

/// A line of a table, or what judges or clocks said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompetitionStanding)]
pub(super) struct StandingBody {
    entry: String,
    pool: i64,
    place: Option<usize>,
    /// Points of a table.
    points: Option<i64>,
    played: Option<i64>,
    scored: Option<i64>,
    conceded: Option<i64>,
    /// What the panel's marks come to, in thousandths of a point; or the best time, in milliseconds.
    value: Option<i64>,
    /// What each judge gave in all, in ten-thousandths of a point, in the order of their seats; or each run's time, in
    /// milliseconds. Null for what is missing or didn't count; empty for a table, and before a panel's marks are all there.
    parts: Vec<Option<i64>>,
    /// Which of `parts` are left out of `value` by the rules, the highest and the lowest; counted from 1.
    left_out: Vec<usize>,
}

/// A stage.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StageBody {
    id: String,
    number: i64,
    format: Format,
    /// How many groups; 0 while that is left to the draw.
    pools: i64,
    through: i64,
    /// The SHA-256 of the seed that its order is drawn from.
    commitment: String,
    started_at: Option<String>,
    closed_at: Option<String>,
    /// When all leaders had agreed that nobody protests against it any more.
    protests_ended_at: Option<String>,
    provisional: bool,
    fixtures: Vec<FixtureBody>,
    standings: Vec<StandingBody>,
}

/// A competition with all that is public of it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct WholeBody {
    #[serde(flatten)]
    competition: ListedBody,
    entries: Vec<EntryBody>,
    stages: Vec<StageBody>,
}

impl WholeBody {
    pub(in super::super) fn of(whole: &Whole, now: Timestamp) -> Self {
        Self {
            competition: whole.competition.clone().into(),
            entries: whole.entries.iter().map(entry).collect(),
            stages: whole
                .stages
                .iter()
                .map(|stage| self::stage(whole, stage, now))
                .collect(),
        }
    }
}

pub(super) fn entry(entry: &super::super::model::Entry) -> EntryBody {
    EntryBody {
        id: entry.id.to_text(),
        number: entry.number,
        name: entry.name.clone(),
        unit: entry.unit_name.clone(),
        unit_id: entry.unit.map(|unit| unit.to_text()),
        line: entry.line,
        seed: entry.seed,
        people: entry.people,
        withdrawn: entry.withdrawn_at.is_some(),
        version: entry.version,
    }
}

pub(super) fn stage(whole: &Whole, stage: &Stage, now: Timestamp) -> StageBody {
    let standings = match stage.rules.format {
        Format::League | Format::Swiss => {
            let rows = (1_i64..).zip(whole.tables(stage)).flat_map(|(pool, rows)| {
                rows.into_iter().map(move |row| StandingBody {
                    pool,
                    points: Some(row.standing.points),
                    played: Some(row.standing.played),
                    scored: Some(row.standing.scored),
                    conceded: Some(row.standing.conceded),
                    ..plain(row.entry, Some(row.standing.place))
                })
            });
            rows.collect()
        }
        Format::Knockout => whole
            .places(stage)
            .into_iter()
            .map(|(entry, place)| plain(entry, Some(place)))
            .collect(),
        Format::Judged | Format::Timed => whole.scores(stage).into_iter().map(scored).collect(),
    };
    StageBody {
        id: stage.id.to_text(),
        number: stage.number,
        format: stage.rules.format,
        pools: stage.rules.pools,
        through: stage.rules.through,
        commitment: stage.commitment.clone(),
        started_at: stage.started_at.map(rfc3339),
        closed_at: stage.closed_at.map(rfc3339),
        protests_ended_at: stage.protests_ended_at.map(rfc3339),
        provisional: whole.stage_is_provisional(stage, now),
        fixtures: whole
            .fixtures_of(stage.id)
            .map(|fixture| self::fixture((whole, stage), fixture, now))
            .collect(),
        standings,
    }
}

fn plain(entry: EntryId, place: Option<usize>) -> StandingBody {
    StandingBody {
        entry: entry.to_text(),
        pool: 1,
        place,
        points: None,
        played: None,
        scored: None,
        conceded: None,
        value: None,
        parts: Vec::new(),
        left_out: Vec::new(),
    }
}

fn scored(score: Score) -> StandingBody {
    let mut left_out: Vec<usize> = score.left_out.iter().map(|at| at + 1).collect();
    left_out.sort_unstable();
    // As on the page: while a judge still thinks, nobody reads what the others gave.
    let told = score.given || score.value.is_some();
    StandingBody {
        value: score.value,
        parts: if told { score.parts } else { Vec::new() },
        left_out,
        ..plain(score.entry, score.place)
    }
}

fn fixture((whole, stage): (&Whole, &Stage), fixture: &Fixture, now: Timestamp) -> FixtureBody {
    let outcome = fixture.outcome.as_ref();
    let court = fixture
        .court
        .and_then(|court| whole.courts.get(usize::try_from(court - 1).ok()?));
    FixtureBody {
        id: fixture.id.to_text(),
        pool: fixture.pool,
        round: fixture.round,
        number: fixture.number,
        home: fixture.home.map(|entry| entry.to_text()),
        away: fixture.away.map(|entry| entry.to_text()),
        bye: fixture.bye,
        court: court.cloned(),
        starts_at: fixture.starts_at.map(rfc3339),
        results: fixture.results,
        way: outcome.map(|outcome| outcome.way),
        home_score: outcome.map(|outcome| outcome.home_score),
        away_score: outcome.map(|outcome| outcome.away_score),
        winner: outcome
            .and_then(|outcome| outcome.winner)
            .map(|entry| entry.to_text()),
        reason: outcome
            .map(|outcome| outcome.reason.clone())
            .filter(|reason| !reason.is_empty()),
        provisional: whole.is_provisional(fixture, now),
        meets_again: whole.meets_again(stage, fixture),
    }
}
