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
use langqiao_platform::{
    args,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
    notices,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    courts,
    model::{Fixture, Format},
    queries, start,
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
    /// How many of those that have their place are at a time when the activity is not on.
    pub outside: usize,
}

/// Places all games of the stages that have begun and that are still to be played, none of them into the past. Whose
/// games had another place before is told, once for each entry.
///
/// # Errors
/// [`NotDone`]; the fields are `courts`, `slot_minutes`, `rest_minutes`, `windows`.
pub fn schedule(tx: &mut WriteTx<'_>, competition: CompetitionId, wish: &Wish) -> Result<Scheduled, NotDone> {
    let whole = start::lock(tx, competition)?;
    courts::hold(tx, whole.competition.activity)?;
    check(wish)?;
    let mut fixtures = in_order(&whole);
    // What was played without a time took none of what is laid down now, and takes none.
    fixtures.retain(|fixture| fixture.is_open() || fixture.starts_at.is_some());
    if fixtures.iter().all(|fixture| !fixture.is_open()) {
        return Err(NotDone::no("no-games", msg::COMPETITION_NO_GAMES));
    }
    let windows = ahead(wish, tx.now());
    if windows.is_empty() {
        return Err(NotDone::field("windows", msg::COMPETITION_WINDOWS_PAST));
    }
    let beginning = windows[0].0;
    let others = queries::elsewhere(tx, whole.competition.activity, competition)?;
    let (games, fixed) = games(&whole, &fixtures, beginning);
    let frame = Frame {
        courts: wish.courts.len(),
        slot: wish.slot_minutes,
        rest: wish.rest_minutes,
        windows: windows
            .iter()
            .map(|(f, u)| (minutes(*f, beginning), minutes(*u, beginning)))
            .collect(),
        taken: taken(&whole, wish, &others, beginning),
    };
    let placed = timetable::arrange(&games, &fixed, &frame);
    // All are taken off before any is put on, so that two that change places don't meet on the way.
    tx.execute(
        "UPDATE fixture SET court = NULL, starts_at = NULL, ends_at = NULL WHERE competition = ?1
           AND NOT EXISTS (SELECT 1 FROM fixture_result r WHERE r.fixture = fixture.id AND r.number = fixture.results)",
        params![competition],
    )?;
    let numbers = courts::keep(tx, &whole, &wish.courts)?;
    let mut moved: Vec<&Fixture> = Vec::new();
    let mut done = Scheduled {
        placed: 0,
        left: 0,
        outside: 0,
    };
    for (fixture, place) in fixtures
        .iter()
        .zip(&placed)
        .filter(|(fixture, _)| fixture.is_open())
    {
        let Some(place) = place else {
            done.left += 1;
            if fixture.starts_at.is_some() {
                moved.push(fixture);
            }
            continue;
        };
        done.placed += 1;
        let starts_at = beginning + SignedDuration::from_mins(place.starts);
        let ends_at = starts_at + SignedDuration::from_mins(wish.slot_minutes);
        let number = numbers.get(place.court).copied().unwrap_or(1);
        tx.execute(
            "UPDATE fixture SET court = ?2, starts_at = ?3, ends_at = ?4 WHERE id = ?1",
            params![fixture.id, number, starts_at, ends_at],
        )
        .map_err(|why| courts::taken(why, "courts"))?;
        let of = &whole.competition;
        if starts_at < of.starts_at || of.ends_at < ends_at {
            done.outside += 1;
        }
        let was = fixture.court.and_then(|court| whole.court(court));
        let there = fixture.starts_at == Some(starts_at)
            && was.is_some_and(|court| courts::is_one(court, &wish.courts[place.court]));
        if fixture.starts_at.is_some() && !there {
            moved.push(fixture);
        }
    }
    tell(tx, &whole, &moved)?;
    let detail = json!({ "placed": done.placed, "left": done.left, "courts": wish.courts.len() });
    let event = Event::of("competition.scheduled", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    Ok(done)
}

/// Tells those whose games have another place than before: one notice for each entry, with how many.
fn tell(tx: &mut WriteTx<'_>, whole: &Whole, moved: &[&Fixture]) -> Result<(), StoreError> {
    let of = &whole.competition;
    let link = format!("/competitions/{}", of.id);
    for entry in &whole.entries {
        let n = moved.iter().filter(|fixture| fixture.has(entry.id)).count() as i64;
        if let (Some(contact), true) = (entry.contact, n > 0) {
            let args = args! { title = of.title.clone(), name = entry.name.clone(), n = n };
            notices::send(tx, contact, msg::COMPETITION_NOTICE_RESCHEDULED, args, &link)?;
        }
    }
    Ok(())
}

/// The hours that are still to come, in order: a game is never put into the past. What has begun goes on from its next
/// whole slot.
fn ahead(wish: &Wish, now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let mut windows: Vec<(Timestamp, Timestamp)> = wish.windows.clone();
    windows.sort_unstable();
    for (from, _) in &mut windows {
        if *from < now {
            // A minute that has begun is gone.
            let gone = minutes(now, *from) + 1;
            *from += SignedDuration::from_mins(
                (gone + wish.slot_minutes - 1) / wish.slot_minutes * wish.slot_minutes,
            );
        }
    }
    windows.retain(|(from, until)| from < until);
    windows
}

/// Which of the courts are taken already and when: by games that were played, and by other competitions of the activity.
fn taken(
    whole: &Whole,
    wish: &Wish,
    others: &[queries::Elsewhere],
    beginning: Timestamp,
) -> Vec<(usize, i64, i64)> {
    let played = whole.fixtures.iter().filter(|fixture| !fixture.is_open());
    let played = played.filter_map(|fixture| {
        let (from, until) = fixture.span()?;
        Some((whole.court(fixture.court?)?, from, until))
    });
    let others = others
        .iter()
        .map(|(name, from, until)| (name.as_str(), *from, *until));
    let court = |name: &str| wish.courts.iter().position(|wished| courts::is_one(wished, name));
    played
        .chain(others)
        .filter_map(|(name, from, until)| {
            Some((court(name)?, minutes(from, beginning), minutes(until, beginning)))
        })
        .collect()
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
    // Which courts they hold is said apart: theirs need not be among those that are wished for now.
    let fixed = |fixture: &&Fixture| {
        let starts_at = fixture.starts_at?;
        (!fixture.is_open()).then(|| Placed {
            court: usize::MAX,
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
    } else if let Some(name) = courts::twice(&wish.courts) {
        errors.add(
            "courts",
            Sentence::new(msg::COMPETITION_COURTS_TWICE).with("name", line(name)),
        );
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
