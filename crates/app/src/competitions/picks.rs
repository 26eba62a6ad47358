//! Those who did best are picked to be nominated for an honour, with the result page as evidence.

use langqiao_kernel::{
    id::{CompetitionId, EntryId},
    text::line,
};
use langqiao_platform::{i18n::msg, not_done::NotDone};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::{start, whole::Whole};

/// The longest title or note, in characters.
const WORDS_MAX: usize = 60;

/// A pick.
#[derive(Clone, Debug)]
pub(super) struct Pick {
    pub entry: EntryId,
    pub place: Option<i64>,
    pub title: String,
    pub note: String,
    pub at: jiff::Timestamp,
}

/// The picks of a competition, by place.
pub(super) fn picks(tx: &mut ReadTx<'_>, competition: CompetitionId) -> Result<Vec<Pick>, StoreError> {
    tx.all(
        "SELECT p.entry, p.place, p.title, p.note, p.picked_at FROM pick p JOIN competition_entry e ON e.id = p.entry
         WHERE p.competition = ?1 ORDER BY COALESCE(p.place, 9999), e.number",
        params![competition],
        |row| {
            Ok(Pick {
                entry: row.get(0)?,
                place: row.get(1)?,
                title: row.get(2)?,
                note: row.get(3)?,
                at: row.get(4)?,
            })
        },
    )
}

/// The places of a competition: those of its last stage, once its result is known.
pub(super) fn final_places(whole: &Whole) -> Vec<(EntryId, usize)> {
    match whole.stages.last() {
        Some(last) if last.closed_at.is_some() => whole.places(last),
        _ => Vec::new(),
    }
}

/// Picks an entry under a title, such as 一等奖, with the place that it has.
///
/// # Errors
/// [`NotDone`]; the fields are `entry`, `title`, `note`.
pub fn pick(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    entry: EntryId,
    title: &str,
    note: &str,
) -> Result<(), NotDone> {
    let whole = start::lock(tx, competition)?;
    whole.entry(entry).ok_or(NotDone::NotFound)?;
    let Some(last) = whole.stages.last().filter(|stage| stage.closed_at.is_some()) else {
        return Err(NotDone::no("competition-not-over", msg::COMPETITION_NOT_OVER));
    };
    let now = tx.now();
    if whole.stage_is_provisional(last, now) {
        return Err(NotDone::no(
            "result-provisional",
            msg::COMPETITION_PICK_PROVISIONAL,
        ));
    }
    let (title, note) = (line(title), line(note));
    if title.is_empty() || title.chars().count() > WORDS_MAX {
        return Err(NotDone::field("title", msg::COMPETITION_PICK_TITLE_NEEDED));
    }
    if note.chars().count() > WORDS_MAX {
        return Err(NotDone::field("note", msg::COMPETITION_PICK_NOTE_LONG));
    }
    let place = final_places(&whole)
        .into_iter()
        .find(|(known, _)| *known == entry)
        .map(|(_, place)| place as i64);
    let by = tx.by().actor.person();
    let done = tx.execute(
        "INSERT INTO pick (competition, entry, place, title, note, picked_by, picked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (competition, entry) DO NOTHING",
        params![competition, entry, place, title, note, by, now],
    )?;
    if done == 0 {
        return Err(NotDone::field("entry", msg::COMPETITION_PICKED_BEFORE));
    }
    let detail = json!({ "entry": entry, "place": place, "title": title });
    let event = Event::of("competition.picked", &competition).org(whole.competition.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

/// Takes a pick back.
///
/// # Errors
/// [`NotDone`].
pub fn unpick(tx: &mut WriteTx<'_>, competition: CompetitionId, entry: EntryId) -> Result<(), NotDone> {
    let whole = start::lock(tx, competition)?;
    let done = tx.execute(
        "DELETE FROM pick WHERE competition = ?1 AND entry = ?2",
        params![competition, entry],
    )?;
    if done == 0 {
        return Err(NotDone::NotFound);
    }
    let event = Event::of("competition.unpicked", &competition).org(whole.competition.organisation);
    Ok(tx.record(event.detail(&json!({ "entry": entry })))?)
}
