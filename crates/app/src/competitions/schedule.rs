//! Games are put onto courts and times: no court twice at once, nobody twice at once, rest between, and no game before
//! those that decide who plays in it. What was played stays where it was.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    contest::{
        bracket,
        timetable::{self, Frame, Game, Placed},
    },
    id::{CompetitionId, EntryId},
    text::line,
};
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    model::{Fixture, Format},
    start,
    whole::Whole,
};

/// The most courts.
const COURTS: usize = 20;
/// The most slots, over all courts: they are gone through one by one while everybody else waits.
const SLOTS: i64 = 5000;
/// The longest name of a court, in characters.
const COURT_MAX: usize = 20;

/// What there is to play in.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The names of the courts.
    pub courts: Vec<String>,
    /// How long a game takes with the change of teams, in minutes.
    pub slot_minutes: i64,
    /// How long whoever played rests, in minutes.
    pub rest_minutes: i64,
    /// From when until when the courts may be used.
    pub windows: Vec<(Timestamp, Timestamp)>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// How many games have their place.
    pub placed: usize,
    /// For how many there was no room.
    pub left: usize,
}

/// Places all games of the stages that have begun and that are still to be played.
///
/// # Errors
/// [`NotDone`]; the fields are `courts`, `slot_minutes`, `rest_minutes`, `windows`.
pub fn schedule(tx: &mut WriteTx<'_>, competition: CompetitionId, wish: &Wish) -> Result<Scheduled, NotDone> {
    let whole = start::lock(tx, competition)?;
    check(wish)?;
    let fixtures = in_order(&whole);
    if fixtures.iter().all(|fixture| !fixture.is_open()) {
        return Err(NotDone::no("no-games", msg::COMPETITION_NO_GAMES));
    }
    let beginning = wish
        .windows
        .iter()
        .map(|(from, _)| *from)
        .min()
        .unwrap_or(tx.now());
    let (games, fixed) = games(&whole, &fixtures, beginning);
    let mut windows = wish.windows.clone();
    windows.sort_unstable();
    let frame = Frame {
        courts: wish.courts.len(),
        slot: wish.slot_minutes,
        rest: wish.rest_minutes,
        windows: windows
            .iter()
            .map(|(f, u)| (minutes(*f, beginning), minutes(*u, beginning)))
            .collect(),
    };
    let placed = timetable::arrange(&games, &fixed, &frame);
    keep_courts(tx, competition, &wish.courts)?;
    // All are taken off before any is put on, so that two that change places don't meet on the way.
    tx.execute(
        "UPDATE fixture SET court = NULL, starts_at = NULL, ends_at = NULL WHERE competition = ?1 AND results = 0",
        params![competition],
    )?;
    let mut done = Scheduled { placed: 0, left: 0 };
    for (fixture, place) in fixtures
        .iter()
        .zip(&placed)
        .filter(|(fixture, _)| fixture.is_open())
    {
        let Some(place) = place else {
            done.left += 1;
            continue;
        };
        done.placed += 1;
        let starts_at = beginning + SignedDuration::from_mins(place.starts);
        let ends_at = starts_at + SignedDuration::from_mins(wish.slot_minutes);
        tx.execute(
            "UPDATE fixture SET court = ?2, starts_at = ?3, ends_at = ?4 WHERE id = ?1",
            params![fixture.id, place.court as i64 + 1, starts_at, ends_at],
        )?;
    }
    let detail = json!({ "placed": done.placed, "left": done.left, "courts": wish.courts.len() });
    let event = Event::of("competition.scheduled", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    Ok(done)
}

fn minutes(at: Timestamp, beginning: Timestamp) -> i64 {
    at.duration_since(beginning).as_mins()
}

/// Which of the games that are still to be played decide who plays in this one; the places in the list.
pub(super) fn deciding(whole: &Whole, fixtures: &[&Fixture], fixture: &Fixture) -> Vec<usize> {
    let knockout = whole
        .stage(fixture.stage)
        .is_some_and(|stage| stage.rules.format == Format::Knockout);
    if !knockout {
        return Vec::new();
    }
    let feeds = |other: &Fixture| {
        let third = fixture.number == 2 && bracket::next(other.number).0 == 1 && is_last(fixtures, fixture);
        other.stage == fixture.stage
            && other.round + 1 == fixture.round
            && other.is_open()
            && (bracket::next(other.number).0 == fixture.number || third)
    };
    (0..fixtures.len()).filter(|at| feeds(fixtures[*at])).collect()
}

/// The games as the kernel knows them, and where those are that were played.
fn games(whole: &Whole, fixtures: &[&Fixture], beginning: Timestamp) -> (Vec<Game>, Vec<Option<Placed>>) {
    let index: HashMap<EntryId, usize> = whole
        .entries
        .iter()
        .enumerate()
        .map(|(at, e)| (e.id, at))
        .collect();
    let game = |fixture: &&Fixture| Game {
        sides: [fixture.home, fixture.away]
            .into_iter()
            .flatten()
            .filter_map(|e| index.get(&e).copied())
            .collect(),
        after: deciding(whole, fixtures, fixture),
    };
    let fixed = |fixture: &&Fixture| {
        let (court, starts_at) = (fixture.court?, fixture.starts_at?);
        (!fixture.is_open()).then(|| Placed {
            court: usize::try_from(court - 1).unwrap_or(0),
            starts: minutes(starts_at, beginning),
        })
    };
    (
        fixtures.iter().map(game).collect(),
        fixtures.iter().map(fixed).collect(),
    )
}

/// The games in the order in which they are placed: those of a round before those of the next, and the final after the
/// game for the third place.
fn in_order(whole: &Whole) -> Vec<&Fixture> {
    let all: Vec<&Fixture> = whole.fixtures.iter().collect();
    let mut order: Vec<&Fixture> = all.iter().copied().filter(|fixture| !fixture.bye).collect();
    order.sort_by_key(|fixture| {
        let stage = whole.stage(fixture.stage);
        let last =
            stage.is_some_and(|stage| stage.rules.format == Format::Knockout) && is_last(&all, fixture);
        let number = if last { -fixture.number } else { fixture.number };
        (
            stage.map(|stage| stage.number),
            fixture.round,
            fixture.pool,
            number,
        )
    });
    order
}

fn is_last(fixtures: &[&Fixture], fixture: &Fixture) -> bool {
    !fixtures
        .iter()
        .any(|other| other.stage == fixture.stage && other.round > fixture.round)
}

fn keep_courts(tx: &mut WriteTx<'_>, competition: CompetitionId, courts: &[String]) -> Result<(), NotDone> {
    for (number, name) in (1_i64..).zip(courts) {
        tx.execute(
            "INSERT INTO court (competition, number, name) VALUES (?1, ?2, ?3)
             ON CONFLICT (competition, number) DO UPDATE SET name = excluded.name",
            params![competition, number, line(name)],
        )?;
    }
    Ok(())
}

/// How many slots there are, over all courts.
fn slots(wish: &Wish) -> i64 {
    let each = wish
        .windows
        .iter()
        .map(|(from, until)| until.duration_since(*from).as_mins() / wish.slot_minutes);
    each.sum::<i64>() * wish.courts.len() as i64
}

fn check(wish: &Wish) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    let named = |name: &String| (1..=COURT_MAX).contains(&line(name).chars().count());
    if wish.courts.is_empty() || wish.courts.len() > COURTS || !wish.courts.iter().all(named) {
        errors.add("courts", msg::COMPETITION_COURTS_RANGE);
    }
    if !(5..=600).contains(&wish.slot_minutes) {
        errors.add("slot_minutes", msg::COMPETITION_SLOT_RANGE);
    }
    if !(0..=2880).contains(&wish.rest_minutes) {
        errors.add("rest_minutes", msg::COMPETITION_REST_RANGE);
    }
    let mut windows = wish.windows.clone();
    windows.sort_unstable();
    let span = SignedDuration::from_hours(24 * 62);
    let apart = windows.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    let short = |(from, until): &(Timestamp, Timestamp)| from < until && until.duration_since(*from) <= span;
    let whole = match (windows.first(), windows.last()) {
        (Some(first), Some(last)) => last.1.duration_since(first.0) <= span,
        _ => false,
    };
    if windows.len() > 62 || !apart || !whole || !windows.iter().all(short) {
        errors.add("windows", msg::COMPETITION_WINDOWS_WRONG);
    }
    if errors.is_empty() && slots(wish) > SLOTS {
        errors.add("windows", msg::COMPETITION_SLOTS_MANY);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(NotDone::Fields(errors))
    }
}
