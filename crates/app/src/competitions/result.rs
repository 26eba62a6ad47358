//! The result of a game is given, or changed with a reason; whoever won goes on.
//!
//! No result is ever overwritten: a change is a further one, and the last counts. Only a walkover that followed from
//! somebody's giving up is taken back when a correction puts somebody else into its game; it stays among the game's
//! results. Two officers at two tables can't both give the first result of one game: each says how many results they have
//! seen, and only one of them is right.

use langqiao_kernel::{
    id::{CompetitionId, EntryId, FixtureId, StageId},
    text::line,
};
use langqiao_platform::{
    args,
    i18n::{Sentence, msg},
    not_done::NotDone,
    notices,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    enter::REASON_MAX,
    goes_on::go_on,
    model::{Competition, Fixture, Format, Outcome, Protest, Stage, Way},
    protest, queries, start,
    whole::Whole,
};

/// One of the two sides of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Home,
    /// The second.
    Away,
}

/// How a game ended, as an officer types it.
#[derive(Clone, Debug)]
pub struct GiveResult {
    /// How many results of the game the officer has seen.
    pub seen: i64,
    /// How it ended.
    pub way: Way,
    /// What the first side scored, where it was played.
    pub home_score: i64,
    /// What the second side scored.
    pub away_score: i64,
    /// Who won, where the scores don't say it: without play, or after penalties.
    pub winner: Option<Side>,
    /// Why it is changed, or why it was not played.
    pub reason: String,
}

/// Gives the result of a game.
///
/// # Errors
/// [`NotDone`]; the fields are `home_score`, `away_score`, `winner`, `reason`.
pub fn give(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    fixture: FixtureId,
    given: &GiveResult,
) -> Result<(), NotDone> {
    let whole = start::lock(tx, competition)?;
    let this = whole.fixture(fixture).ok_or(NotDone::NotFound)?;
    let stage = whole.stage(this.stage).ok_or(NotDone::NotFound)?;
    if let Some(next) = whole.after(stage).filter(|next| next.started_at.is_some()) {
        let sentence = Sentence::new(msg::COMPETITION_NEXT_STAGE_BEGAN).with("n", next.number);
        return Err(NotDone::no("next-stage-began", sentence));
    }
    if this.results != given.seen {
        return Err(NotDone::no("result-changed", msg::COMPETITION_RESULT_CHANGED));
    }
    let (Some(home), Some(away)) = (this.home, this.away) else {
        return Err(NotDone::no("sides-unknown", msg::COMPETITION_SIDES_UNKNOWN));
    };
    // Whoever was wronged would have lost for good: who plays here follows from a result that is to be corrected.
    if whole.protests_before(stage, this).any(Protest::is_unsettled) {
        return Err(NotDone::no(
            "protest-unsettled",
            msg::COMPETITION_PROTEST_BEFORE_GAME,
        ));
    }
    if let Some(waits) = whole.protests_before(stage, this).next() {
        return Err(NotDone::no("protest-open", waits_before(&whole, waits)));
    }
    let read = settle(stage, given, (home, away))?;
    // Said once more, a result would count as the correction that a protest asked for.
    if this.outcome.as_ref().is_some_and(|before| read.says(before)) {
        return Err(NotDone::no("result-same", msg::COMPETITION_RESULT_SAME));
    }
    let reason = line(&given.reason);
    let needed = this.outcome.is_some() || given.way != Way::Played;
    if reason.chars().count() > REASON_MAX || needed && reason.chars().count() < 2 {
        return Err(NotDone::field("reason", msg::COMPETITION_REASON_NEEDED));
    }
    write(tx, &whole.competition, this, &read, &reason)?;
    if stage.rules.format == Format::Knockout {
        go_on(tx, &whole.competition, stage, this, read.winner)?;
        forfeit(tx, &whole.competition)?;
    }
    if this.outcome.is_some() {
        tell_corrected(tx, &whole, (home, away), (&read, &reason))?;
    }
    Ok(())
}

/// That nobody knows who plays a game while a protest against an earlier one waits for its answer.
pub(super) fn waits_before(whole: &Whole, protest: &Protest) -> Sentence {
    let (name, number) = whole.entry(protest.entry).map_or_else(Default::default, |entry| {
        (
            entry.name.clone(),
            if whole.competition.team { 0 } else { entry.number },
        )
    });
    Sentence::new(msg::COMPETITION_PROTEST_WAITS_BEFORE)
        .with("name", name)
        .with("n", number)
}

/// Tells those who speak for both sides that their game's result is another now, and why.
fn tell_corrected(
    tx: &mut WriteTx<'_>,
    whole: &Whole,
    (home, away): (EntryId, EntryId),
    (read, reason): (&Settled, &str),
) -> Result<(), StoreError> {
    let (Some(home), Some(away)) = (whole.entry(home), whole.entry(away)) else {
        return Ok(());
    };
    let of = &whole.competition;
    let score = format!("{} : {}", read.home_score, read.away_score);
    let args = args! {
        title = of.title.clone(), home = home.name.clone(), away = away.name.clone(), score = score,
        reason = reason.to_owned(),
    };
    let link = format!("/competitions/{}", of.id);
    let other = away.contact.filter(|contact| home.contact != Some(*contact));
    for contact in [home.contact, other].into_iter().flatten() {
        notices::send(tx, contact, msg::COMPETITION_NOTICE_CORRECTED, args, &link)?;
    }
    Ok(())
}

/// A result that can be.
struct Settled {
    way: Way,
    home_score: i64,
    away_score: i64,
    winner: Option<EntryId>,
}

impl Settled {
    /// Whether this is what stands already.
    fn says(&self, before: &Outcome) -> bool {
        let scores = (before.home_score, before.away_score);
        before.way == self.way && scores == (self.home_score, self.away_score) && before.winner == self.winner
    }
}

fn settle(stage: &Stage, given: &GiveResult, (home, away): (EntryId, EntryId)) -> Result<Settled, NotDone> {
    let said = given
        .winner
        .map(|side| if side == Side::Home { home } else { away });
    let knockout = stage.rules.format == Format::Knockout;
    let (home_score, away_score, winner) = match given.way {
        Way::Neither if knockout => {
            return Err(NotDone::field("way", msg::COMPETITION_ONE_GOES_ON));
        }
        Way::Neither => (0, 0, None),
        Way::Walkover => match given.winner {
            Some(Side::Home) => (stage.rules.walkover_score, 0, said),
            Some(Side::Away) => (0, stage.rules.walkover_score, said),
            None => return Err(NotDone::field("winner", msg::COMPETITION_WINNER_NEEDED)),
        },
        Way::Played => {
            for (score, field) in [(given.home_score, "home_score"), (given.away_score, "away_score")] {
                if !(0..=9999).contains(&score) {
                    return Err(NotDone::field(field, msg::COMPETITION_SCORE_RANGE));
                }
            }
            let winner = match given.home_score.cmp(&given.away_score) {
                std::cmp::Ordering::Greater => Some(home),
                std::cmp::Ordering::Less => Some(away),
                std::cmp::Ordering::Equal if knockout => said,
                std::cmp::Ordering::Equal => None,
            };
            if winner.is_none() && knockout {
                return Err(NotDone::field("winner", msg::COMPETITION_WINNER_NEEDED));
            }
            if winner.is_none() && !stage.rules.draws {
                return Err(NotDone::field("away_score", msg::COMPETITION_NO_DRAWS));
            }
            (given.home_score, given.away_score, winner)
        }
    };
    Ok(Settled {
        way: given.way,
        home_score,
        away_score,
        winner,
    })
}

fn write(
    tx: &mut WriteTx<'_>,
    of: &Competition,
    fixture: &Fixture,
    read: &Settled,
    reason: &str,
) -> Result<(), NotDone> {
    let (number, now, by) = (fixture.results + 1, tx.now(), tx.by().actor.person());
    // Said again in the statement: on no path can one result take another's place.
    let done = tx.execute(
        "UPDATE fixture SET results = ?2 WHERE id = ?1 AND results = ?3",
        params![fixture.id, number, fixture.results],
    )?;
    if done == 0 {
        return Err(NotDone::no("result-changed", msg::COMPETITION_RESULT_CHANGED));
    }
    tx.execute(
        "INSERT INTO fixture_result (fixture, number, way, home_score, away_score, winner, reason, given_by, given_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            fixture.id, number, read.way, read.home_score, read.away_score, read.winner, reason, by, now
        ],
    )?;
    protest::corrected_game(tx, fixture.id)?;
    let detail = json!({
        "fixture": fixture.id, "number": number, "way": read.way, "home": read.home_score, "away": read.away_score,
        "winner": read.winner,
    });
    let event = Event::of("competition.result_given", &of.id).org(of.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

/// A game of which one side has given up goes to the other; not while a protest may still change who plays it.
/// Gives whether it did.
pub(super) fn forfeit_one(
    tx: &mut WriteTx<'_>,
    of: &Competition,
    stage: &Stage,
    fixture: &Fixture,
) -> Result<bool, NotDone> {
    let (Some(home), Some(away)) = (fixture.home, fixture.away) else {
        return Ok(false);
    };
    let gone = (withdrawn(tx, home)?, withdrawn(tx, away)?);
    let knockout = stage.rules.format == Format::Knockout;
    let (way, home_score, away_score, winner, reason) = match gone {
        (None, None) => return Ok(false),
        (Some(_), Some(reason)) if !knockout => (Way::Neither, 0, 0, None, reason),
        (Some(reason), _) => (Way::Walkover, 0, stage.rules.walkover_score, Some(away), reason),
        (None, Some(reason)) => (Way::Walkover, stage.rules.walkover_score, 0, Some(home), reason),
    };
    if knockout && hangs_on_protest(tx, of, stage, fixture)? {
        return Ok(false);
    }
    let read = Settled {
        way,
        home_score,
        away_score,
        winner,
    };
    write(tx, of, fixture, &read, &reason)?;
    if knockout {
        go_on(tx, of, stage, fixture, winner)?;
    }
    Ok(true)
}

/// Whether a protest may still change who plays a game.
fn hangs_on_protest(
    tx: &mut WriteTx<'_>,
    of: &Competition,
    stage: &Stage,
    fixture: &Fixture,
) -> Result<bool, StoreError> {
    // Mostly none waits, and nothing else is read.
    if !queries::protests(tx, of.id)?.iter().any(Protest::is_open) {
        return Ok(false);
    }
    let whole = Whole::read(tx, of.clone())?;
    Ok(whole.protests_before(stage, fixture).next().is_some())
}

pub(super) fn withdrawn(tx: &mut WriteTx<'_>, entry: EntryId) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT withdrawn_reason FROM competition_entry WHERE id = ?1 AND withdrawn_at IS NOT NULL",
        params![entry],
        |row| row.get(0),
    )
}

/// What entries that gave up have not played goes to the others; a game that hangs on a protest waits until that is settled.
pub(super) fn forfeit(tx: &mut WriteTx<'_>, of: &Competition) -> Result<(), NotDone> {
    let gone = tx.all(
        "SELECT id FROM competition_entry WHERE competition = ?1 AND withdrawn_at IS NOT NULL",
        params![of.id],
        |row| row.get::<EntryId>(0),
    )?;
    if gone.is_empty() {
        return Ok(());
    }
    let stages = queries::stages(tx, of.id)?;
    for fixture in queries::fixtures(tx, of.id)? {
        if let Some(stage) = stages.iter().find(|stage| stage.id == fixture.stage)
            && fixture.is_open()
            && gone.iter().any(|entry| fixture.has(*entry))
        {
            forfeit_one(tx, of, stage, &fixture)?;
        }
    }
    Ok(())
}

/// Whoever has nobody to play in the first round goes on at once.
pub(super) fn advance_byes(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    stage: StageId,
) -> Result<(), NotDone> {
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    let stages = queries::stages(tx, competition)?;
    let stage = stages
        .iter()
        .find(|known| known.id == stage)
        .ok_or(NotDone::NotFound)?;
    let byes = queries::fixtures(tx, competition)?;
    for fixture in byes
        .iter()
        .filter(|fixture| fixture.stage == stage.id && fixture.bye)
    {
        go_on(tx, &of, stage, fixture, fixture.home)?;
    }
    Ok(())
}
