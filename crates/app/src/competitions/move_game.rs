//! One game is given another court or time, or its first one: rain, a hall that is taken, a team that comes late. The same
//! rules as for the whole schedule, but for the rest between games: whoever moves one game sees to that.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{CompetitionId, FixtureId};
use langqiao_platform::{
    args,
    i18n::{Sentence, msg},
    not_done::NotDone,
    notices,
    spoken::Moment,
};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    courts,
    model::Fixture,
    queries::{self, Elsewhere},
    schedule, start,
    whole::Whole,
};

/// How long a game may take, in minutes.
const MINUTES: std::ops::RangeInclusive<i64> = 5..=600;
/// How far from its activity a game may be put: a longer way is a slip of the hand.
const APART: SignedDuration = SignedDuration::from_hours(24 * 62);

/// Where and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the court, from 1.
    pub court: i64,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it takes, in minutes.
    pub minutes: i64,
}

impl Place {
    fn ends_at(&self) -> Timestamp {
        self.starts_at + SignedDuration::from_mins(self.minutes)
    }

    fn meets(&self, (from, until): (Timestamp, Timestamp)) -> bool {
        self.starts_at < until && from < self.ends_at()
    }
}

/// Puts a game that is still to be played there. Those who speak for its sides are told. Gives whether that is at a time
/// when the activity is not on.
///
/// # Errors
/// [`NotDone`]; the fields are `court`, `starts_at`, `minutes`.
pub fn move_game(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    (fixture, place): (FixtureId, Place),
) -> Result<bool, NotDone> {
    let whole = start::lock(tx, competition)?;
    courts::hold(tx, whole.competition.activity)?;
    let this = whole.fixture(fixture).ok_or(NotDone::NotFound)?;
    if !this.is_open() {
        return Err(NotDone::no("game-played", msg::COMPETITION_MOVE_PLAYED));
    }
    if place.ends_at() <= tx.now() {
        return Err(NotDone::field("starts_at", msg::COMPETITION_MOVE_PAST));
    }
    let others = queries::elsewhere(tx, whole.competition.activity, competition)?;
    check(&whole, this, &place, &others)?;
    let ends_at = place.ends_at();
    tx.execute(
        "UPDATE fixture SET court = ?2, starts_at = ?3, ends_at = ?4 WHERE id = ?1",
        params![fixture, place.court, place.starts_at, ends_at],
    )
    .map_err(|why| courts::taken(why, "court"))?;
    let detail =
        json!({ "fixture": fixture, "court": place.court, "starts_at": place.starts_at.to_string() });
    let event = Event::of("competition.game_moved", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    let mut told = Vec::new();
    for contact in sides(&whole, this).filter_map(|entry| entry.contact) {
        if told.contains(&contact) {
            continue;
        }
        told.push(contact);
        let court = whole.court(place.court).unwrap_or_default().to_owned();
        let args =
            args! { title = whole.competition.title.clone(), at = Moment(place.starts_at), court = court };
        let link = format!("/competitions/{competition}");
        notices::send(tx, contact, msg::COMPETITION_NOTICE_MOVED, args, &link)?;
    }
    let of = &whole.competition;
    Ok(place.starts_at < of.starts_at || of.ends_at < ends_at)
}

fn sides<'a>(whole: &'a Whole, this: &Fixture) -> impl Iterator<Item = &'a super::model::Entry> {
    [this.home, this.away]
        .into_iter()
        .flatten()
        .filter_map(|entry| whole.entry(entry))
}

/// What stands in the way of a place for a game; all that is wrong with one field at once.
fn check(whole: &Whole, this: &Fixture, place: &Place, others: &[Elsewhere]) -> Result<(), NotDone> {
    let Some(court) = whole.court(place.court) else {
        return Err(NotDone::field("court", msg::COMPETITION_MOVE_NO_COURT));
    };
    if !MINUTES.contains(&place.minutes) {
        return Err(NotDone::field("minutes", msg::COMPETITION_SLOT_RANGE));
    }
    let of = &whole.competition;
    if place.starts_at < of.starts_at - APART || place.starts_at > of.ends_at + APART {
        return Err(NotDone::field("starts_at", msg::COMPETITION_MOVE_FAR));
    }
    let there =
        |(name, from, until): &&Elsewhere| courts::is_one(name, court) && place.meets((*from, *until));
    if let Some((_, from, _)) = others.iter().find(there) {
        let sentence = Sentence::new(msg::COMPETITION_COURT_ELSEWHERE).with("at", Moment(*from));
        return Err(NotDone::field("court", sentence));
    }
    for other in whole.fixtures.iter().filter(|other| other.id != this.id) {
        let Some(taken) = other.span().filter(|span| place.meets(*span)) else {
            continue;
        };
        if other.court == Some(place.court) {
            let sentence = Sentence::new(msg::COMPETITION_MOVE_COURT_TAKEN).with("at", Moment(taken.0));
            return Err(NotDone::field("court", sentence));
        }
        if let Some(entry) = sides(whole, this).find(|entry| other.has(entry.id)) {
            let sentence = Sentence::new(msg::COMPETITION_MOVE_SIDE_PLAYS)
                .with("name", entry.name.clone())
                .with("n", if whole.competition.team { 0 } else { entry.number })
                .with("at", Moment(taken.0));
            return Err(NotDone::field("starts_at", sentence));
        }
    }
    in_turn(whole, this, place)
}

/// A game of a bracket is played after those that decide who plays in it, and before the one that it decides.
fn in_turn(whole: &Whole, this: &Fixture, place: &Place) -> Result<(), NotDone> {
    let games: Vec<&Fixture> = whole.fixtures.iter().filter(|fixture| !fixture.bye).collect();
    let before = schedule::deciding(whole, &games, this)
        .into_iter()
        .filter_map(|at| games[at].span());
    if let Some(last) = before
        .map(|(_, until)| until)
        .max()
        .filter(|until| *until > place.starts_at)
    {
        let sentence = Sentence::new(msg::COMPETITION_MOVE_TOO_EARLY).with("at", Moment(last));
        return Err(NotDone::field("starts_at", sentence));
    }
    let decides = |next: &&&Fixture| {
        schedule::deciding(whole, &games, next)
            .iter()
            .any(|at| games[*at].id == this.id)
    };
    let after = games.iter().filter(decides).filter_map(|next| next.span());
    if let Some(first) = after
        .map(|(from, _)| from)
        .min()
        .filter(|from| *from < place.ends_at())
    {
        let sentence = Sentence::new(msg::COMPETITION_MOVE_TOO_LATE).with("at", Moment(first));
        return Err(NotDone::field("starts_at", sentence));
    }
    Ok(())
}
