//! A list of those who take part, as an office brings it from a spreadsheet: what each line of it comes to, and the
//! lines that go in. A line that is known changes nothing.

use std::collections::BTreeSet;

use langqiao_kernel::{
    id::{CompetitionId, EntryId, OrganisationId, PersonId},
    text::{line, name_key, squash},
};
use langqiao_platform::{
    i18n::{Msg, Sentence, msg},
    keys::{Field as Secret, Keys},
    not_done::NotDone,
    people,
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    enter::{self, Member, NewEntry},
    model::Competition,
    queries,
};

/// A competition to which a list is brought.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    /// Its id.
    pub id: CompetitionId,
    /// What it is called.
    pub title: String,
    /// Whether teams take part, and not single people.
    pub team: bool,
    /// The least and the most people of a team.
    pub sizes: (i64, i64),
    /// How many more may enter.
    pub left: i64,
    /// Why nobody may enter any more.
    pub closed: Option<Msg>,
}

/// What a line of the list comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Comes {
    /// An entry more.
    New,
    /// It is entered already, as the line says.
    Same,
    /// It is entered already, with another unit or other people.
    Otherwise,
    /// So many people are not a team.
    Size,
    /// The phone of the person at this place, from 1, is registered under another name; the contact's is at 0.
    OtherName(usize),
    /// The person at this place, from 1, takes part in another entry, or stands in the line twice.
    Elsewhere(usize),
    /// All places are taken.
    Full,
    /// Nobody may enter any more.
    Closed(Msg),
}

/// A competition that `org` holds, or any one, as it is at `now`; nothing if there is none.
///
/// # Errors
/// When the database fails.
pub(crate) fn ground(
    tx: &mut ReadTx<'_>,
    org: Option<OrganisationId>,
    id: CompetitionId,
    now: jiff::Timestamp,
) -> Result<Option<Ground>, StoreError> {
    let of = match org {
        Some(org) => queries::held(tx, org, id)?,
        None => queries::any(tx, id)?,
    };
    Ok(of.map(|of| Ground {
        closed: closed(&of, now),
        left: of.entries_max - of.entered,
        sizes: (of.team_min, of.team_max),
        id: of.id,
        title: of.title,
        team: of.team,
    }))
}

fn closed(of: &Competition, now: jiff::Timestamp) -> Option<Msg> {
    match enter::may_enter(of, false, now) {
        Err(NotDone::Refused(why)) => Some(why.sentence.msg),
        _ => None,
    }
}

/// What a line comes to, with `left` places free.
///
/// # Errors
/// When the database fails.
pub(crate) fn judge(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    of: &Ground,
    new: &NewEntry,
    left: i64,
) -> Result<Comes, StoreError> {
    let known = if of.team {
        known_team(tx, of.id, &new.name)?
    } else {
        known_person(tx, keys, of.id, new)?
    };
    if let Some((entry, unit)) = known {
        let same = name_key(&unit) == name_key(&new.unit_name)
            && (!of.team || people_of(tx, entry)? == named(keys, &new.members));
        return Ok(if same { Comes::Same } else { Comes::Otherwise });
    }
    if let Some(why) = of.closed {
        return Ok(Comes::Closed(why));
    }
    if !(of.sizes.0..=of.sizes.1).contains(&(new.members.len() as i64)) {
        return Ok(Comes::Size);
    }
    let mut before = BTreeSet::new();
    for (at, member) in (1_usize..).zip(&new.members) {
        let person = match phone_of(tx, keys, member)? {
            Phone::Nobody => continue,
            Phone::Other => return Ok(Comes::OtherName(at)),
            Phone::Theirs(person) => person,
        };
        if !before.insert(person) || plays(tx, of.id, person)? {
            return Ok(Comes::Elsewhere(at));
        }
    }
    if let Some(contact) = &new.contact
        && matches!(phone_of(tx, keys, contact)?, Phone::Other)
    {
        return Ok(Comes::OtherName(0));
    }
    Ok(if left > 0 { Comes::New } else { Comes::Full })
}

/// Enters a line of which [`judge`] said that it is new.
///
/// # Errors
/// [`NotDone`], where a rule says no all the same.
pub(crate) fn take(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    new: &NewEntry,
) -> Result<EntryId, NotDone> {
    enter::enter(tx, keys, competition, new, false)
}

/// The person whose phone a line says.
enum Phone {
    /// No phone is said, or nobody has it yet.
    Nobody,
    /// Somebody with another name.
    Other,
    /// They themselves.
    Theirs(PersonId),
}

fn phone_of(tx: &mut ReadTx<'_>, keys: &Keys, member: &Member) -> Result<Phone, StoreError> {
    let Member::Named {
        name,
        phone: Some(phone),
    } = member
    else {
        return Ok(Phone::Nobody);
    };
    let Some(person) = people::by_phone(tx, keys, phone)? else {
        return Ok(Phone::Nobody);
    };
    let registered = tx.one(
        "SELECT name_blind FROM person WHERE id = ?1",
        params![person],
        |row| row.get::<String>(0),
    )?;
    let theirs = registered.is_some_and(|known| known == blind(keys, name));
    Ok(if theirs {
        Phone::Theirs(person)
    } else {
        Phone::Other
    })
}

fn blind(keys: &Keys, name: &str) -> String {
    keys.blind(Secret::Name, &squash(name))
}

fn plays(tx: &mut ReadTx<'_>, competition: CompetitionId, person: PersonId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM entry_member WHERE competition = ?1 AND person = ?2",
        params![competition, person],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The team of this name: which entry, and its unit.
fn known_team(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
    name: &str,
) -> Result<Option<(EntryId, String)>, StoreError> {
    tx.one(
        "SELECT id, unit_name FROM competition_entry WHERE competition = ?1 AND name_key = ?2 AND name_key <> ''",
        params![competition, name_key(&line(name))],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The single person of a line, if they take part: by their phone; without one, or where none is known of them, by name
/// and unit.
fn known_person(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    new: &NewEntry,
) -> Result<Option<(EntryId, String)>, StoreError> {
    let Some(Member::Named { name, phone }) = new.members.first() else {
        return Ok(None);
    };
    let phone = phone
        .as_ref()
        .map(|phone| keys.blind(Secret::Phone, phone.as_str()));
    let namesakes = tx.all(
        "SELECT e.id, e.unit_name, p.phone_blind FROM entry_member m JOIN person p ON p.id = m.person
         JOIN competition_entry e ON e.id = m.entry
         WHERE m.competition = ?1 AND p.name_blind = ?2 ORDER BY e.number",
        params![competition, blind(keys, name)],
        |row| {
            Ok((
                (row.get::<EntryId>(0)?, row.get::<String>(1)?),
                row.get::<Option<String>>(2)?,
            ))
        },
    )?;
    let by_phone = namesakes
        .iter()
        .find(|(_, known)| phone.is_some() && *known == phone);
    let by_unit = || {
        namesakes.iter().find(|((_, unit), known)| {
            (phone.is_none() || known.is_none()) && name_key(unit) == name_key(&new.unit_name)
        })
    };
    Ok(by_phone.or_else(by_unit).map(|(entry, _)| entry.clone()))
}

/// The people of an entry, by the values under which their names are found.
fn people_of(tx: &mut ReadTx<'_>, entry: EntryId) -> Result<Vec<String>, StoreError> {
    let mut names: Vec<String> = tx.all(
        "SELECT p.name_blind FROM entry_member m JOIN person p ON p.id = m.person WHERE m.entry = ?1",
        params![entry],
        |row| row.get(0),
    )?;
    names.sort_unstable();
    Ok(names)
}

fn named(keys: &Keys, members: &[Member]) -> Vec<String> {
    let mut names: Vec<String> = members
        .iter()
        .filter_map(|member| match member {
            Member::Named { name, .. } => Some(blind(keys, name)),
            Member::Known(_) => None,
        })
        .collect();
    names.sort_unstable();
    names
}

/// The sentence that says how many people a team has.
pub(crate) fn size_said(of: &Ground) -> Sentence {
    if of.team {
        Sentence::new(msg::COMPETITION_MEMBERS_RANGE)
            .with("least", of.sizes.0)
            .with("most", of.sizes.1)
    } else {
        msg::COMPETITION_PERSON_NEEDED.into()
    }
}
