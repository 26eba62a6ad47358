//! Before the draw an entry is corrected, by who entered it or by the office.

use langqiao_kernel::{
    id::{CompetitionId, EntryId, PersonId},
    text::{line, name_key},
};
use langqiao_platform::{i18n::msg, keys::Keys, not_done::NotDone};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    enter::{self, NewEntry},
    queries,
};

/// An entry as it should be.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// The version that was seen.
    pub version: i64,
    /// Its name, unit, line and seed, and who comes to it. Who speaks for it stays.
    pub entry: NewEntry,
    /// Which of its people stay, by their places from 1; all, if nothing is said.
    pub keep: Option<Vec<i64>>,
}

/// Corrects an entry; with `own` as that person, who speaks for it.
///
/// # Errors
/// [`NotDone`]; the fields are those of [`enter::enter`].
pub fn correct(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    entry: EntryId,
    own: Option<PersonId>,
    new: &Correction,
) -> Result<(), NotDone> {
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    let known = queries::entries(tx, competition)?
        .into_iter()
        .find(|known| known.id == entry && known.withdrawn_at.is_none())
        .filter(|known| own.is_none() || known.contact == own)
        .ok_or(NotDone::NotFound)?;
    if of.started_at.is_some() {
        return Err(NotDone::no("competition-started", msg::COMPETITION_CORRECT_LATE));
    }
    if known.version != new.version {
        return Err(NotDone::no("entry-changed", msg::COMPETITION_ENTRY_CHANGED));
    }
    let stays = |place: &i64| new.keep.as_ref().is_none_or(|keep| keep.contains(place));
    let (kept, gone): (Vec<_>, Vec<_>) = people(tx, entry)?
        .into_iter()
        .partition(|(place, _)| stays(place));
    let wish = NewEntry {
        seed: if own.is_some() { known.seed } else { new.entry.seed },
        ..new.entry.clone()
    };
    let name = if of.team { line(&wish.name) } else { String::new() };
    let many = (kept.len() + wish.members.len()) as i64;
    enter::check(tx, &of, &name, &wish, many, Some(entry))?;
    for (_, person) in &gone {
        tx.execute(
            "DELETE FROM entry_member WHERE competition = ?1 AND person = ?2",
            params![competition, person],
        )?;
    }
    if of.team {
        enter::named_anew(tx, keys, entry, (&wish.members, own.is_some()))?;
    }
    let added = enter::find_members(tx, keys, &of, &wish.members, own.is_some())?;
    let all = kept.iter().map(|(_, person)| person).chain(&added);
    for (place, person) in (1_i64..).zip(all) {
        tx.execute(
            "INSERT INTO entry_member (competition, person, entry, position) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (competition, person) DO UPDATE SET position = excluded.position",
            params![competition, person, entry, place],
        )?;
    }
    // Of a contest of single people, whoever takes part speaks for themselves.
    let replaced = !of.team && gone.iter().any(|(_, person)| known.contact == Some(*person));
    let contact = if replaced {
        added.first().copied()
    } else {
        known.contact
    };
    let unit_name = line(&wish.unit_name);
    let unit = enter::unit(tx, &unit_name)?;
    tx.execute(
        "UPDATE competition_entry SET name = ?2, name_key = ?3, unit = ?4, unit_name = ?5, line = ?6, seed = ?7,
           contact = ?8, version = version + 1 WHERE id = ?1",
        params![entry, name, name_key(&name), unit, unit_name, wish.line, wish.seed, contact],
    )?;
    let detail = json!({ "entry": entry, "own": own.is_some(), "added": added.len(), "gone": gone.len() });
    let event = Event::of("competition.entry_corrected", &competition).org(of.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

fn people(tx: &mut ReadTx<'_>, entry: EntryId) -> Result<Vec<(i64, PersonId)>, StoreError> {
    tx.all(
        "SELECT position, person FROM entry_member WHERE entry = ?1 ORDER BY position",
        params![entry],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The people of an entry by their places, masked.
pub(super) fn named(tx: &mut ReadTx<'_>, entry: EntryId) -> Result<Vec<(i64, String)>, StoreError> {
    tx.all(
        "SELECT m.position, p.name_masked FROM entry_member m JOIN person p ON p.id = m.person
         WHERE m.entry = ?1 ORDER BY m.position",
        params![entry],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
