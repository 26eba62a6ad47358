//! Who speaks for an entry protests against a result in time; the office answers with a reason. A protest that was right
//! waits until the result is corrected, or until the office says why it stands.

use langqiao_kernel::{
    id::{CompetitionId, EntryId, FixtureId, PersonId, ProtestId, StageId},
    text::line,
};
use langqiao_platform::{
    i18n::{Msg, msg},
    not_done::NotDone,
    notices,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::{model::Protest, result, start, whole::Whole};

/// The longest protest or answer, in characters.
pub(super) const WORDS_MAX: usize = 500;

/// Protests against a game's result, or against that of a stage which judges or clocks decided.
///
/// # Errors
/// [`NotDone`]; the field is `words`.
pub fn protest(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    person: PersonId,
    against: (StageId, Option<FixtureId>),
    words: &str,
) -> Result<ProtestId, NotDone> {
    let whole = start::lock(tx, competition)?;
    let (stage, now) = (whole.stage(against.0).ok_or(NotDone::NotFound)?, tx.now());
    let own = |entry: &&super::model::Entry| entry.contact == Some(person);
    let (entry, given_at) = match against.1 {
        Some(fixture) => {
            let fixture = whole
                .fixture(fixture)
                .filter(|f| f.stage == stage.id)
                .ok_or(NotDone::NotFound)?;
            let entry = whole
                .entries
                .iter()
                .filter(own)
                .find(|entry| fixture.has(entry.id));
            (entry, fixture.outcome.as_ref().map(|outcome| outcome.at))
        }
        None if stage.rules.format.has_games() => return Err(NotDone::NotFound),
        None => {
            let entry = whole
                .entries
                .iter()
                .filter(own)
                .find(|e| whole.seats_of(stage.id).any(|s| s.entry == e.id));
            (entry, stage.closed_at)
        }
    };
    let entry = entry.ok_or(NotDone::NotFound)?;
    let given_at = given_at.ok_or_else(|| NotDone::no("no-result", msg::COMPETITION_PROTEST_NO_RESULT))?;
    if stage.protests_ended_at.is_some() {
        return Err(NotDone::no("protests-ended", msg::COMPETITION_PROTESTS_ENDED));
    }
    if now >= whole.competition.protest_until(given_at) {
        return Err(NotDone::no("protest-late", msg::COMPETITION_PROTEST_LATE));
    }
    let words = line(words);
    if !(5..=WORDS_MAX).contains(&words.chars().count()) {
        return Err(NotDone::field("words", msg::COMPETITION_PROTEST_WORDS));
    }
    let id = ProtestId::generate();
    let made = tx.execute(
        "INSERT INTO protest (id, competition, entry, stage, fixture, words, made_by, made_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (entry, stage) WHERE upheld IS NULL DO NOTHING",
        params![id, competition, entry.id, stage.id, against.1, words, person, now],
    )?;
    if made == 0 {
        return Err(NotDone::no("protest-open", msg::COMPETITION_PROTEST_OPEN_OWN));
    }
    let detail = json!({ "protest": id, "entry": entry.id, "stage": stage.id, "fixture": against.1 });
    let event = Event::of("competition.protested", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    Ok(id)
}

/// Answers a protest. Correcting the result is a step of its own: where the protest was right, nobody goes on from that result
/// before. What was corrected since the protest was made is settled with the answer. Gives whether a correction is still to come.
///
/// # Errors
/// [`NotDone`]; the field is `answer`.
pub fn answer_protest(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    protest: ProtestId,
    upheld: bool,
    answer: &str,
) -> Result<bool, NotDone> {
    let whole = start::lock(tx, competition)?;
    let known = known(&whole, protest)?;
    let answer = said(answer).ok_or_else(|| NotDone::field("answer", msg::COMPETITION_ANSWER_NEEDED))?;
    let (now, by) = (tx.now(), tx.by().actor.person());
    let done = tx.execute(
        "UPDATE protest SET upheld = ?2, answer = ?3, answered_by = ?4, answered_at = ?5 WHERE id = ?1 AND upheld IS NULL",
        params![protest, upheld, answer, by, now],
    )?;
    if done == 0 {
        return Err(NotDone::no("protest-answered", msg::COMPETITION_PROTEST_ANSWERED));
    }
    let corrected = match known.fixture.and_then(|fixture| whole.fixture(fixture)) {
        Some(game) => game.outcome.as_ref().is_some_and(|outcome| outcome.at > known.at),
        None => marked_since(tx, known, Some(known.entry))?,
    };
    if upheld && corrected {
        tx.execute(
            "UPDATE protest SET settled_at = ?2, settled_by = ?3 WHERE id = ?1",
            params![protest, now, by],
        )?;
    }
    let detail = json!({ "protest": protest, "upheld": upheld });
    let event = Event::of("competition.protest_answered", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    result::forfeit(tx, &whole.competition)?;
    let outcome = if upheld {
        msg::COMPETITION_NOTICE_UPHELD
    } else {
        msg::COMPETITION_NOTICE_DISMISSED
    };
    tell(tx, &whole, known, outcome)?;
    Ok(upheld && !corrected)
}

/// Lets a result stand although a protest against it was right: it can't be corrected any more, or all agreed. The reason is
/// public, and whoever protested is told.
///
/// # Errors
/// [`NotDone`]; the field is `reason`.
pub fn let_stand(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    protest: ProtestId,
    reason: &str,
) -> Result<(), NotDone> {
    let whole = start::lock(tx, competition)?;
    let known = known(&whole, protest)?;
    let reason = said(reason).ok_or_else(|| NotDone::field("reason", msg::COMPETITION_STAND_NEEDED))?;
    let (now, by) = (tx.now(), tx.by().actor.person());
    let done = tx.execute(
        "UPDATE protest SET settled_at = ?2, settled_by = ?3, settlement = ?4 WHERE id = ?1 AND upheld = 1 AND settled_at IS NULL",
        params![protest, now, by, reason],
    )?;
    if done == 0 {
        return Err(NotDone::no("protest-settled", msg::COMPETITION_PROTEST_SETTLED));
    }
    let detail = json!({ "protest": protest });
    let event = Event::of("competition.result_stands", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    result::forfeit(tx, &whole.competition)?;
    tell(tx, &whole, known, msg::COMPETITION_NOTICE_STANDS)
}

/// Says that what a protest against judges or clocks asked for was corrected at the marks of others: which of them a protest
/// is about only a person knows. Nothing counts as corrected before some mark of the stage was changed.
///
/// # Errors
/// [`NotDone`].
pub fn was_corrected(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    protest: ProtestId,
) -> Result<(), NotDone> {
    let whole = start::lock(tx, competition)?;
    let known = known(&whole, protest)?;
    if !known.is_unsettled() {
        return Err(NotDone::no("protest-settled", msg::COMPETITION_PROTEST_SETTLED));
    }
    if known.fixture.is_some() || !marked_since(tx, known, None)? {
        return Err(NotDone::no("not-corrected", msg::COMPETITION_NOTHING_CORRECTED));
    }
    let (now, by) = (tx.now(), tx.by().actor.person());
    tx.execute(
        "UPDATE protest SET settled_at = ?2, settled_by = ?3 WHERE id = ?1 AND upheld = 1 AND settled_at IS NULL",
        params![protest, now, by],
    )?;
    let detail = json!({ "protest": protest });
    let event = Event::of("competition.marks_corrected", &competition).org(whole.competition.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

fn known(whole: &Whole, protest: ProtestId) -> Result<&Protest, NotDone> {
    let mut all = whole.protests.iter();
    all.find(|known| known.id == protest).ok_or(NotDone::NotFound)
}

/// What an office says to a protest, in a line that is neither empty nor endless.
fn said(typed: &str) -> Option<String> {
    let line = line(typed);
    (2..=WORDS_MAX).contains(&line.chars().count()).then_some(line)
}

/// What protests against a game's result that were right asked for is done: it was corrected.
pub(super) fn corrected_game(tx: &mut WriteTx<'_>, fixture: FixtureId) -> Result<(), StoreError> {
    let (now, by) = (tx.now(), tx.by().actor.person());
    tx.execute(
        "UPDATE protest SET settled_at = ?2, settled_by = ?3 WHERE fixture = ?1 AND upheld = 1 AND settled_at IS NULL",
        params![fixture, now, by],
    )?;
    Ok(())
}

/// Whether judges or clocks said something anew since a protest against a stage was made: of `entry`, or of anybody in it.
fn marked_since(tx: &mut WriteTx<'_>, protest: &Protest, entry: Option<EntryId>) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM mark WHERE stage = ?1 AND given_at > ?2 AND (CAST(?3 AS TEXT) IS NULL OR entry = ?3) LIMIT 1",
        params![protest.stage, protest.at, entry],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The same for what judges or clocks said of an entry in a stage: what it protested about itself is done. Whether what others
/// protested about was this, a person says ([`was_corrected`]).
pub(super) fn corrected_marks(
    tx: &mut WriteTx<'_>,
    stage: StageId,
    entry: EntryId,
) -> Result<(), StoreError> {
    let (now, by) = (tx.now(), tx.by().actor.person());
    tx.execute(
        "UPDATE protest SET settled_at = ?3, settled_by = ?4
         WHERE stage = ?1 AND entry = ?2 AND fixture IS NULL AND upheld = 1 AND settled_at IS NULL",
        params![stage, entry, now, by],
    )?;
    Ok(())
}

/// Tells whoever protested what came of it.
fn tell(tx: &mut WriteTx<'_>, whole: &Whole, protest: &Protest, said: Msg) -> Result<(), NotDone> {
    let Some(contact) = whole.entry(protest.entry).and_then(|entry| entry.contact) else {
        return Ok(());
    };
    let of = &whole.competition;
    let args = langqiao_platform::args! { title = of.title.clone() };
    notices::send(
        tx,
        contact,
        said,
        args,
        &format!("/competitions/{}/protests", of.id),
    )?;
    Ok(())
}
