//! Somebody enters a competition, alone or with a team; somebody gives up.

use std::collections::BTreeSet;

use langqiao_kernel::{
    codes::Phone,
    id::{CompetitionId, EntryId, PersonId, UnitId},
    text::{line, name_key, squash},
};
use langqiao_platform::{
    i18n::{Sentence, msg},
    keys::{Field, Keys},
    not_done::NotDone,
    people::{self, NewPerson, RegisterError},
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::{model::Competition, queries, result};
use crate::coverage::Line;

/// The longest name of a team or a unit, in characters.
const NAME_MAX: usize = 40;
/// The longest reason, in characters.
pub(super) const REASON_MAX: usize = 200;

/// A person to be named in an entry.
#[derive(Clone, Debug)]
pub enum Member {
    /// Somebody known.
    Known(PersonId),
    /// Somebody by name, and by phone where it is known.
    Named {
        /// The name in full.
        name: String,
        /// Their own phone.
        phone: Option<Phone>,
    },
}

/// An entry to be made.
#[derive(Clone, Debug, Default)]
pub struct NewEntry {
    /// The team's name; empty for a single person.
    pub name: String,
    /// The firm or village.
    pub unit_name: String,
    /// Its line.
    pub line: Option<Line>,
    /// Its place among the seeds, from 1.
    pub seed: Option<i64>,
    /// Who speaks for it; of a single person it is they themselves if nothing is said.
    pub contact: Option<Member>,
    /// Who takes part: one, or the members of the team.
    pub members: Vec<Member>,
}

/// Enters somebody. `own` is whether those who take part do it themselves, and not an officer.
///
/// # Errors
/// [`NotDone`]; the fields are `name`, `unit`, `seed`, `members`, `contact`.
pub fn enter(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    new: &NewEntry,
    own: bool,
) -> Result<EntryId, NotDone> {
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    may_enter(&of, own, tx.now())?;
    let name = if of.team { line(&new.name) } else { String::new() };
    check(tx, &of, &name, new, new.members.len() as i64, None)?;
    let members = find_members(tx, keys, &of, &new.members, own)?;
    let contact = match &new.contact {
        Some(who) => Some(find(tx, keys, who).map_err(|why| wrong(why, "contact"))?),
        None if of.team => None,
        None => members.first().copied(),
    };
    if own && speaks_already(tx, competition, contact)? {
        return Err(NotDone::no("entered-already", msg::COMPETITION_ENTERED_ALREADY));
    }
    let number = tx.execute_one(
        "UPDATE competition SET entered = entered + 1, last_number = last_number + 1
         WHERE id = ?1 AND entered < entries_max RETURNING last_number",
        params![competition],
        |row| row.get::<i64>(0),
    )?;
    let number = number.ok_or_else(|| NotDone::no("competition-full", msg::COMPETITION_FULL))?;
    let (id, unit_name, now) = (EntryId::generate(), line(&new.unit_name), tx.now());
    let unit = unit(tx, &unit_name)?;
    tx.execute(
        "INSERT INTO competition_entry (id, competition, number, name, name_key, unit, unit_name, line, contact, seed, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![id, competition, number, name, name_key(&name), unit, unit_name, new.line, contact, new.seed, now],
    )?;
    for (position, person) in (1_i64..).zip(&members) {
        tx.execute(
            "INSERT INTO entry_member (competition, person, entry, position) VALUES (?1, ?2, ?3, ?4)",
            params![competition, person, id, position],
        )?;
    }
    let detail = json!({ "entry": id, "number": number, "people": members.len(), "own": own });
    tx.record(
        Event::of("competition.entered", &competition)
            .org(of.organisation)
            .detail(&detail),
    )?;
    Ok(id)
}

/// Whether somebody speaks for an entry that has not withdrawn: who enters themselves does so once.
fn speaks_already(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    contact: Option<PersonId>,
) -> Result<bool, StoreError> {
    let known = tx.one(
        "SELECT 1 FROM competition_entry WHERE competition = ?1 AND contact = ?2 AND withdrawn_at IS NULL",
        params![competition, contact],
        |_| Ok(()),
    )?;
    Ok(known.is_some())
}

pub(super) fn may_enter(of: &Competition, own: bool, now: jiff::Timestamp) -> Result<(), NotDone> {
    if of.started_at.is_some() {
        return Err(NotDone::no("competition-started", msg::COMPETITION_STARTED));
    }
    if of.activity_status == crate::activities::Status::Cancelled {
        return Err(NotDone::no("activity-cancelled", msg::COMPETITION_CANCELLED));
    }
    if own && (!of.self_entry || of.activity_status != crate::activities::Status::Published) {
        return Err(NotDone::no("competition-by-office", msg::COMPETITION_BY_OFFICE));
    }
    if own && now >= of.entries_close_at {
        return Err(NotDone::no("entries-closed", msg::COMPETITION_ENTRIES_CLOSED));
    }
    Ok(())
}

/// What an entry says that is made, or of which `known` is corrected: so many people, and nothing that another has.
pub(super) fn check(
    tx: &mut WriteTx<'_>,
    of: &Competition,
    name: &str,
    new: &NewEntry,
    people: i64,
    known: Option<EntryId>,
) -> Result<(), NotDone> {
    if of.team && (name.is_empty() || name.chars().count() > NAME_MAX) {
        return Err(NotDone::field("name", msg::COMPETITION_NAME_NEEDED));
    }
    if new.unit_name.chars().count() > NAME_MAX || line(&new.unit_name).is_empty() {
        return Err(NotDone::field("unit", msg::COMPETITION_UNIT_NEEDED));
    }
    if !(of.team_min..=of.team_max).contains(&people) {
        let sentence = Sentence::new(if of.team {
            msg::COMPETITION_MEMBERS_RANGE
        } else {
            msg::COMPETITION_PERSON_NEEDED
        });
        let sentence = if of.team {
            sentence.with("least", of.team_min).with("most", of.team_max)
        } else {
            sentence
        };
        return Err(NotDone::field("members", sentence));
    }
    if new.seed.is_some_and(|seed| !(1..=500).contains(&seed)) {
        return Err(NotDone::field("seed", msg::COMPETITION_SEED_RANGE));
    }
    let taken = tx.one(
        "SELECT CASE WHEN e.seed = ?3 THEN 1 ELSE 0 END FROM competition_entry e
         WHERE e.competition = ?1 AND (e.name_key = ?2 AND e.name_key <> '' OR e.seed = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR e.id <> ?4) ORDER BY 1 LIMIT 1",
        params![of.id, name_key(name), new.seed, known],
        |row| row.get::<i64>(0),
    )?;
    match taken {
        Some(0) => Err(NotDone::field("name", msg::COMPETITION_NAME_TAKEN)),
        Some(_) => Err(NotDone::field("seed", msg::COMPETITION_SEED_TAKEN)),
        None => Ok(()),
    }
}

/// Those who are named, each in this competition for the first time.
pub(super) fn find_members(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    of: &Competition,
    named: &[Member],
    own: bool,
) -> Result<Vec<PersonId>, NotDone> {
    named_once(named, own)?;
    let mut members = Vec::with_capacity(named.len());
    let mut known = BTreeSet::new();
    for member in named {
        // Whoever enters a team themselves names people; whose phone it is they neither say nor learn.
        let named = match member {
            Member::Named { name, .. } if own => &Member::Named {
                name: name.clone(),
                phone: None,
            },
            member => member,
        };
        let person = find(tx, keys, named).map_err(|why| wrong(why, "members"))?;
        let twice = !known.insert(person)
            || tx
                .one(
                    "SELECT 1 FROM entry_member WHERE competition = ?1 AND person = ?2",
                    params![of.id, person],
                    |row| row.get::<i64>(0),
                )?
                .is_some();
        if twice {
            let name = people::masked(tx, person)?.map_or_else(String::new, |person| person.name);
            let sentence = Sentence::new(msg::COMPETITION_MEMBER_TWICE).with("name", name);
            return Err(NotDone::field("members", sentence));
        }
        members.push(person);
    }
    Ok(members)
}

/// A name that stands twice in a team may be one person written twice: each of the two is told from the other by a phone,
/// or by what is added to the name.
fn named_once(named: &[Member], own: bool) -> Result<(), NotDone> {
    let mut seen: Vec<(String, Option<&Phone>)> = Vec::new();
    for member in named {
        let Member::Named { name, phone } = member else {
            continue;
        };
        let plain: String = squash(name).split_whitespace().collect();
        let phone = phone.as_ref().filter(|_| !own);
        let same = |(other, theirs): &(String, Option<&Phone>)| {
            *other == plain && (phone.is_none() || theirs.is_none())
        };
        if !plain.is_empty() && seen.iter().any(same) {
            return Err(same_name(name));
        }
        seen.push((plain, phone));
    }
    Ok(())
}

/// The same of those who are added to an entry, beside those who are in it.
pub(super) fn named_anew(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    entry: EntryId,
    (added, own): (&[Member], bool),
) -> Result<(), NotDone> {
    let there = tx.all(
        "SELECT p.name_blind FROM entry_member m JOIN person p ON p.id = m.person WHERE m.entry = ?1",
        params![entry],
        |row| row.get::<String>(0),
    )?;
    for member in added {
        if let Member::Named { name, phone } = member
            && (own || phone.is_none())
            && there.contains(&keys.blind(Field::Name, &squash(name)))
        {
            return Err(same_name(name));
        }
    }
    Ok(())
}

fn same_name(name: &str) -> NotDone {
    let sentence = Sentence::new(msg::COMPETITION_MEMBER_SAME).with("name", line(name));
    NotDone::field("members", sentence)
}

/// Somebody known by their phone, or taken up anew.
pub(super) fn find(tx: &mut WriteTx<'_>, keys: &Keys, member: &Member) -> Result<PersonId, RegisterError> {
    match member {
        Member::Known(person) => Ok(*person),
        Member::Named { name, phone } => {
            if let Some(phone) = phone
                && let Some(person) = people::by_phone(tx, keys, phone)?
            {
                return Ok(person);
            }
            let new = NewPerson {
                phone: phone.clone(),
                ..NewPerson::named(name)
            };
            people::register(tx, keys, &new)
        }
    }
}

pub(super) fn wrong(why: RegisterError, field: &str) -> NotDone {
    match why {
        RegisterError::Store(why) => NotDone::Store(why),
        _ => NotDone::field(field, msg::COMPETITION_PERSON_WRONG),
    }
}

/// The unit of this name, if there is exactly one.
pub(super) fn unit(tx: &mut WriteTx<'_>, name: &str) -> Result<Option<UnitId>, StoreError> {
    let found = tx.all(
        "SELECT id FROM unit WHERE name_key = ?1 LIMIT 2",
        params![name_key(name)],
        |row| row.get(0),
    )?;
    Ok(match found[..] {
        [one] => Some(one),
        _ => None,
    })
}

/// An entry gives up. What it has not played yet goes to those whom it would have met; before the draw that is nothing,
/// and it leaves the lists. Whether it was drawn.
///
/// # Errors
/// [`NotDone`]; the field is `reason`.
pub fn withdraw(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    entry: EntryId,
    reason: &str,
) -> Result<bool, NotDone> {
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    let reason = line(reason);
    if !(2..=REASON_MAX).contains(&reason.chars().count()) {
        return Err(NotDone::field("reason", msg::COMPETITION_REASON_NEEDED));
    }
    let now = tx.now();
    let done = tx.execute(
        "UPDATE competition_entry SET withdrawn_at = ?3, withdrawn_reason = ?4, seed = NULL
         WHERE competition = ?1 AND id = ?2 AND withdrawn_at IS NULL",
        params![competition, entry, now, reason],
    )?;
    if done == 0 {
        return Err(NotDone::NotFound);
    }
    if of.started_at.is_none() {
        // Before the draw its name and its people are free again.
        tx.execute(
            "UPDATE competition_entry SET name_key = '' WHERE id = ?1",
            params![entry],
        )?;
        tx.execute(
            "DELETE FROM entry_member WHERE competition = ?1 AND entry = ?2",
            params![competition, entry],
        )?;
    }
    tx.execute(
        "UPDATE competition SET entered = entered - 1 WHERE id = ?1",
        params![competition],
    )?;
    let detail = json!({ "entry": entry });
    tx.record(
        Event::of("competition.withdrawn", &competition)
            .org(of.organisation)
            .detail(&detail),
    )?;
    result::forfeit(tx, &of)?;
    Ok(of.started_at.is_some())
}
