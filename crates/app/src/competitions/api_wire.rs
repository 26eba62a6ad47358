//! Competitions as programs read and write them.

use jiff::Timestamp;
use langqiao_kernel::{
    codes::Phone,
    contest::league::Points,
    id::{EntryId, FixtureId, StageId},
    time::rfc3339,
};
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    correct::Correction,
    create::NewCompetition,
    enter::{Member, NewEntry},
    model::{Format, Item, Rules, Way},
    move_game::Place,
    picks::Pick,
    result::{GiveResult, Side},
    schedule::Wish,
    whole::Whole,
};
use crate::coverage::Line;

/// Something that a panel looks at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemWire {
    /// What.
    label: String,
    /// Its weight beside the others, 1 to 1000.
    weight: i64,
    /// The highest mark, in hundredths of a point.
    highest: i64,
}

/// How a stage is played. What is left out is as usual for its format.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StageWish {
    /// What decides.
    format: Format,
    /// How many groups a league has; 0 leaves it to the draw: about four in each.
    pools: Option<i64>,
    /// How many come through: of each group of a league, of all elsewhere.
    through: Option<i64>,
    /// Points for a game won.
    win_points: Option<i64>,
    /// Points for a game drawn.
    draw_points: Option<i64>,
    /// Points for a game lost on the ground.
    loss_points: Option<i64>,
    /// Whether games may be drawn.
    draws: Option<bool>,
    /// The score of a game that was not played, for who came.
    walkover_score: Option<i64>,
    /// How many rounds a Swiss stage has.
    rounds: Option<i64>,
    /// Whether there is a game for the third place.
    third_place: Option<bool>,
    /// Whether the highest and the lowest judge are left out.
    drop_extremes: Option<bool>,
    /// How many runs everyone has against the clock.
    runs: Option<i64>,
    /// What the panel looks at.
    items: Option<Vec<ItemWire>>,
}

impl StageWish {
    fn rules(self) -> Rules {
        let usual = Rules::usual(self.format);
        let points = Points {
            win: self.win_points.unwrap_or(usual.points.win),
            draw: self.draw_points.unwrap_or(usual.points.draw),
            loss: self.loss_points.unwrap_or(usual.points.loss),
        };
        let items = self.items.map(|items| {
            let item = |wire: ItemWire| Item {
                label: wire.label,
                weight: wire.weight,
                highest: wire.highest,
            };
            items.into_iter().map(item).collect()
        });
        Rules {
            format: self.format,
            pools: self.pools.unwrap_or(usual.pools),
            through: self.through.unwrap_or(usual.through),
            points,
            draws: self.draws.unwrap_or(usual.draws),
            walkover_score: self.walkover_score.unwrap_or(usual.walkover_score),
            rounds: self.rounds.unwrap_or(usual.rounds),
            third_place: self.third_place.unwrap_or(usual.third_place),
            drop_extremes: self.drop_extremes.unwrap_or(usual.drop_extremes),
            runs: self.runs.unwrap_or(usual.runs),
            items: items.unwrap_or(usual.items),
        }
    }
}

/// A competition to be set up within an activity.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CompetitionWish {
    /// What it is called.
    title: String,
    /// Whether teams take part, and not single people.
    team: bool,
    /// The least people of a team.
    #[serde(default = "one")]
    team_min: i64,
    /// The most people of a team.
    #[serde(default = "fifteen")]
    team_max: i64,
    /// How many may take part, 2 to 500.
    entries_max: i64,
    /// Whether those who take part may enter themselves.
    #[serde(default)]
    self_entry: bool,
    /// Until when, RFC 3339.
    #[schema(value_type = String)]
    entries_close_at: Timestamp,
    /// How long a result may be protested against, in minutes.
    #[serde(default = "thirty")]
    protest_minutes: i64,
    /// Its stages in their order.
    stages: Vec<StageWish>,
}

const fn one() -> i64 {
    1
}
const fn fifteen() -> i64 {
    15
}
const fn thirty() -> i64 {
    30
}

impl CompetitionWish {
    pub(super) fn command(self) -> NewCompetition {
        NewCompetition {
            title: self.title,
            team: self.team,
            team_min: self.team_min,
            team_max: self.team_max,
            entries_max: self.entries_max,
            self_entry: self.self_entry,
            entries_close_at: self.entries_close_at,
            protest_minutes: self.protest_minutes,
            stages: self.stages.into_iter().map(StageWish::rules).collect(),
        }
    }
}

/// Somebody to be named in an entry, or as a judge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonWish {
    /// The name in full.
    name: String,
    /// Their own mobile number: who has it already is taken for them.
    phone: Option<String>,
}

impl PersonWish {
    pub(super) fn member(self, field: &str) -> Result<Member, NotDone> {
        let phone = self.phone.as_deref().map(Phone::parse).transpose();
        let phone = phone.map_err(|_| {
            let mut errors = FieldErrors::new();
            errors.add(field, msg::COMPETITION_PHONE_WRONG);
            NotDone::Fields(errors)
        })?;
        Ok(Member::Named {
            name: self.name,
            phone,
        })
    }
}

/// An entry to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryWish {
    /// The team's name; nothing for a single person.
    #[serde(default)]
    name: String,
    /// The firm or village.
    unit: String,
    /// Its line.
    #[schema(value_type = Option<String>)]
    line: Option<Line>,
    /// Its place among the seeds.
    seed: Option<i64>,
    /// Who speaks for it.
    contact: Option<PersonWish>,
    /// Who takes part. Of an own entry to a contest of single people: nobody, it is the caller.
    #[serde(default)]
    members: Vec<PersonWish>,
}

impl EntryWish {
    /// The command; with `own` the caller speaks for the entry.
    pub(super) fn command(
        self,
        own: Option<langqiao_kernel::id::PersonId>,
        team: bool,
    ) -> Result<NewEntry, NotDone> {
        let members: Result<Vec<Member>, NotDone> = self
            .members
            .into_iter()
            .map(|member| member.member("members"))
            .collect();
        let contact = match (own, self.contact) {
            (Some(own), _) => Some(Member::Known(own)),
            (None, Some(contact)) => Some(contact.member("contact")?),
            (None, None) => None,
        };
        let members = match own {
            Some(own) if !team => vec![Member::Known(own)],
            _ => members?,
        };
        Ok(NewEntry {
            name: self.name,
            unit_name: self.unit,
            line: self.line,
            seed: self.seed.filter(|_| own.is_none()),
            contact,
            members,
        })
    }
}

/// A competition as it should be.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ChangeWish {
    /// The version that was seen.
    pub version: i64,
    #[serde(flatten)]
    pub competition: CompetitionWish,
}

/// An entry as it should be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectionWish {
    /// The version that was seen.
    version: i64,
    /// The team's name; nothing for a single person.
    #[serde(default)]
    name: String,
    /// The firm or village.
    unit: String,
    /// Its line.
    #[schema(value_type = Option<String>)]
    line: Option<Line>,
    /// Its place among the seeds; only offices say it.
    seed: Option<i64>,
    /// Which of its people stay, by their places from 1; all, if left out.
    keep: Option<Vec<i64>>,
    /// Who comes to it.
    #[serde(default)]
    members: Vec<PersonWish>,
}

impl CorrectionWish {
    pub(super) fn command(self) -> Result<Correction, NotDone> {
        let members: Result<Vec<Member>, NotDone> = self
            .members
            .into_iter()
            .map(|member| member.member("members"))
            .collect();
        Ok(Correction {
            version: self.version,
            entry: NewEntry {
                name: self.name,
                unit_name: self.unit,
                line: self.line,
                seed: self.seed,
                contact: None,
                members: members?,
            },
            keep: self.keep,
        })
    }
}

/// Where and when a game is played.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceWish {
    /// The number of the court, from 1.
    court: i64,
    /// When it begins.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    /// How long it takes, in minutes.
    minutes: i64,
}

impl PlaceWish {
    pub(super) fn command(self) -> Place {
        Place {
            court: self.court,
            starts_at: self.starts_at,
            minutes: self.minutes,
        }
    }
}

/// How a game ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResultWish {
    /// How many results of the game the caller has seen: 0 for the first.
    seen: i64,
    /// How it ended.
    way: Way,
    /// What the first side scored.
    #[serde(default)]
    home_score: i64,
    /// What the second side scored.
    #[serde(default)]
    away_score: i64,
    /// `home` or `away`, where the scores don't say it.
    winner: Option<String>,
    /// Why it is changed, or why it was not played.
    #[serde(default)]
    reason: String,
}

impl ResultWish {
    pub(super) fn command(self) -> GiveResult {
        GiveResult {
            seen: self.seen,
            way: self.way,
            home_score: self.home_score,
            away_score: self.away_score,
            winner: match self.winner.as_deref() {
                Some("home") => Some(Side::Home),
                Some("away") => Some(Side::Away),
                _ => None,
            },
            reason: self.reason,
        }
    }
}

/// How a stage begins. It may be left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StartWish {
    /// Whether all leaders agree that it begins while the stage before may still be protested against; nobody can
    /// protest against that one then.
    #[serde(default)]
    pub leaders_agreed: bool,
}

/// Marks of a judge, or times.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MarksWish {
    /// The judge's seat; 0 is the clock.
    pub judge: i64,
    /// For whom.
    #[schema(value_type = String)]
    pub entry: EntryId,
    /// One for each item or run, in their order: hundredths of a point or milliseconds; `null` is a run that doesn't
    /// count.
    pub values: Vec<Option<i64>>,
    /// Why what was given before is changed.
    #[serde(default)]
    pub reason: String,
}

/// When the courts may be used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WindowWish {
    /// RFC 3339.
    #[schema(value_type = String)]
    from: Timestamp,
    /// RFC 3339.
    #[schema(value_type = String)]
    until: Timestamp,
}

/// What there is to play in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScheduleWish {
    /// The names of the courts.
    courts: Vec<String>,
    /// How long a game takes, in minutes.
    slot_minutes: i64,
    /// How long whoever played rests, in minutes.
    rest_minutes: i64,
    /// When the courts may be used.
    windows: Vec<WindowWish>,
}

impl ScheduleWish {
    pub(super) fn command(self) -> Wish {
        Wish {
            courts: self.courts,
            slot_minutes: self.slot_minutes,
            rest_minutes: self.rest_minutes,
            windows: self
                .windows
                .into_iter()
                .map(|window| (window.from, window.until))
                .collect(),
        }
    }
}

/// A protest to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProtestWish {
    /// In which stage.
    #[schema(value_type = String)]
    pub stage: StageId,
    /// Against which game's result; nothing for a stage that judges or clocks decided.
    #[schema(value_type = Option<String>)]
    pub fixture: Option<FixtureId>,
    /// What it says.
    pub words: String,
}

/// An answer to a protest.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerWish {
    /// Whether it was right.
    pub upheld: bool,
    /// The reason.
    pub answer: String,
}

/// A pick to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PickWish {
    /// Who.
    #[schema(value_type = String)]
    pub entry: EntryId,
    /// For what: 一等奖.
    pub title: String,
    /// What else is to be known.
    #[serde(default)]
    pub note: String,
}

/// Something that was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompetitionMade)]
pub(super) struct Made {
    /// Its id.
    pub id: String,
}

/// A judge's seat and the secret part of their link; it is said once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SeatMade {
    /// From 1.
    pub seat: i64,
    /// Where the judge scores.
    pub link: Option<String>,
}

/// How a schedule came out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScheduledBody {
    /// How many games have their place.
    pub placed: usize,
    /// For how many there was no room.
    pub left: usize,
}

/// A competition in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListedBody {
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

impl From<super::model::Competition> for ListedBody {
    fn from(of: super::model::Competition) -> Self {
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
struct EntryBody {
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
struct FixtureBody {
    id: String,
    pool: i64,
    round: i64,
    number: i64,
    home: Option<String>,
    away: Option<String>,
    bye: bool,
    court: Option<String>,
    starts_at: Option<String>,
    /// How many results were given: to be sent as `seen` with the next.
    results: i64,
    way: Option<Way>,
    home_score: Option<i64>,
    away_score: Option<i64>,
    winner: Option<String>,
    /// Why it was changed, or not played.
    reason: Option<String>,
    /// Whether it may still change by a protest.
    provisional: bool,
}

/// A line of a table, or what judges or clocks said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompetitionStanding)]
struct StandingBody {
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
}

/// A stage.
#[derive(Debug, Serialize, ToSchema)]
struct StageBody {
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
pub(super) struct WholeBody {
    #[serde(flatten)]
    competition: ListedBody,
    entries: Vec<EntryBody>,
    stages: Vec<StageBody>,
}

impl WholeBody {
    pub(super) fn of(whole: &Whole, now: Timestamp) -> Self {
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

fn entry(entry: &super::model::Entry) -> EntryBody {
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

fn stage(whole: &Whole, stage: &super::model::Stage, now: Timestamp) -> StageBody {
    let standings = match stage.rules.format {
        Format::League | Format::Swiss => {
            let rows = (1_i64..).zip(whole.tables(stage)).flat_map(|(pool, rows)| {
                rows.into_iter().map(move |row| StandingBody {
                    entry: row.entry.to_text(),
                    pool,
                    place: Some(row.standing.place),
                    points: Some(row.standing.points),
                    played: Some(row.standing.played),
                    scored: Some(row.standing.scored),
                    conceded: Some(row.standing.conceded),
                    value: None,
                })
            });
            rows.collect()
        }
        Format::Knockout => whole
            .places(stage)
            .into_iter()
            .map(|(entry, place)| plain(entry, Some(place), None))
            .collect(),
        Format::Judged | Format::Timed => whole
            .scores(stage)
            .into_iter()
            .map(|score| plain(score.entry, score.place, score.value))
            .collect(),
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
            .map(|fixture| self::fixture(whole, fixture, now))
            .collect(),
        standings,
    }
}

fn plain(entry: EntryId, place: Option<usize>, value: Option<i64>) -> StandingBody {
    StandingBody {
        entry: entry.to_text(),
        pool: 1,
        place,
        points: None,
        played: None,
        scored: None,
        conceded: None,
        value,
    }
}

fn fixture(whole: &Whole, fixture: &super::model::Fixture, now: Timestamp) -> FixtureBody {
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
    }
}

/// A protest.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProtestBody {
    id: String,
    entry: String,
    stage: String,
    fixture: Option<String>,
    words: String,
    at: String,
    upheld: Option<bool>,
    answer: Option<String>,
    answered_at: Option<String>,
}

impl From<super::model::Protest> for ProtestBody {
    fn from(protest: super::model::Protest) -> Self {
        Self {
            id: protest.id.to_text(),
            entry: protest.entry.to_text(),
            stage: protest.stage.to_text(),
            fixture: protest.fixture.map(|fixture| fixture.to_text()),
            words: protest.words,
            at: rfc3339(protest.at),
            upheld: protest.upheld,
            answer: protest.answer,
            answered_at: protest.answered_at.map(rfc3339),
        }
    }
}

/// A pick.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PickBody {
    entry: String,
    place: Option<i64>,
    title: String,
    note: String,
    at: String,
    /// The page that shows the places.
    evidence: String,
}

impl PickBody {
    pub(super) fn of(pick: Pick, evidence: &str) -> Self {
        Self {
            entry: pick.entry.to_text(),
            place: pick.place,
            title: pick.title,
            note: pick.note,
            at: rfc3339(pick.at),
            evidence: evidence.to_owned(),
        }
    }
}
