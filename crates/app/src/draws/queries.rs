//! All SQL of draws.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    draw::{Drawn, Entry},
    id::{ActivityId, PersonId},
    time,
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    by_group::{self, ByGroup},
    sealed,
};
use crate::{
    activities::{
        Allotment, First, Group,
        priority::{self, Of},
    },
    signups::{PartyId, is_companion},
    standings::{self, Held},
};

/// What giving places asks of an activity.
pub(super) struct Facts {
    pub allotment: Allotment,
    pub closes_at: Timestamp,
    pub first: First,
    pub day: Date,
}

pub(super) fn facts(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Option<Facts>, StoreError> {
    tx.one(
        "SELECT a.allotment, a.signup_closes_at, a.priority, a.prior_area,
                (SELECT pa.short_name FROM area pa WHERE pa.id = a.prior_area), a.kept_until, a.starts_at
         FROM activity a WHERE a.id = ?1",
        params![activity],
        |row| {
            Ok(Facts {
                allotment: row.get(0)?,
                closes_at: row.get(1)?,
                first: First::read(row, [2, 3, 4, 5])?,
                day: time::day(row.get(6)?),
            })
        },
    )
}

/// A party that waits for its place to be given.
pub(super) struct Listed {
    pub party: PartyId,
    pub booker: PersonId,
    pub entry: Entry,
    /// In which group it is, from 0, the number of groups for none; nothing where no groups come first.
    pub group: Option<i64>,
}

/// All who wait to take part, by number, each in the group that comes first to which one of its people belongs: a family is
/// not split.
pub(super) fn listed(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    facts: &Facts,
) -> Result<Vec<Listed>, StoreError> {
    let groups = &facts.first.groups;
    let held = match groups.iter().any(Group::is_stated) {
        true => standings::of_all_signed_up(tx, activity)?,
        false => Vec::new(),
    };
    let mut by_person: BTreeMap<PersonId, Vec<Held>> = BTreeMap::new();
    for one in held {
        by_person.entry(one.person).or_default().push(one);
    }
    let mut parties: Vec<(PartyId, PersonId, i64, Vec<Of>)> = Vec::new();
    tx.each(
        concat!(
            "SELECT s.party, s.booker, s.number, s.person, p.birth_day, v.id, v.parent, t.parent
         FROM signup s JOIN person p ON p.id = s.person JOIN person b ON b.id = s.booker
         LEFT JOIN area v ON v.id = COALESCE(p.area, CASE WHEN ",
            is_companion!(),
            " = 0 THEN b.area END) LEFT JOIN area t ON t.id = v.parent
         WHERE s.activity = ?1 AND s.role = 'attendee' AND s.state = 'waiting' ORDER BY s.number, s.id"
        ),
        params![activity],
        |row| {
            let party = row.get(0)?;
            let one = Of {
                person: row.get(3)?,
                birth: row.get(4)?,
                areas: [row.get(5)?, row.get(6)?, row.get(7)?],
            };
            match parties.last_mut().filter(|last| last.0 == party) {
                Some(last) => last.3.push(one),
                None => parties.push((party, row.get(1)?, row.get(2)?, vec![one])),
            }
            Ok(())
        },
    )?;
    let listed = parties.into_iter().map(|(party, booker, number, people)| {
        let held: Vec<Held> = people
            .iter()
            .filter_map(|one| by_person.get(&one.person))
            .flatten()
            .cloned()
            .collect();
        let rank = priority::rank(groups, &people, &held, facts.day);
        let first = !facts.first.is_none(rank);
        // One group alone is said by `first`, as it always was.
        let group = u8::try_from(rank).ok().filter(|_| first && groups.len() > 1);
        let entry = Entry {
            number,
            people: people.len() as i64,
            first,
            group,
        };
        Listed {
            party,
            booker,
            entry,
            group: (!groups.is_empty()).then_some(rank),
        }
    });
    Ok(listed.collect())
}

/// Gives a party its place in the order, and seats it or lets it wait there. The number that it had stays as its entry, and
/// the group in which it is.
pub(super) fn put(tx: &mut WriteTx<'_>, one: &Listed, rank: i64, seated: bool) -> Result<(), StoreError> {
    let state = if seated { "seat" } else { "waiting" };
    let since = seated.then(|| tx.now());
    tx.execute(
        "UPDATE signup SET entry = number, number = ?2, state = ?3, seated_at = ?4, rank = 0, given_rank = ?5
         WHERE party = ?1 AND state = 'waiting'",
        params![one.party, rank, state, since, one.group],
    )?;
    Ok(())
}

/// From now on places are given as they become free.
pub(super) fn set_allotted(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE activity SET allotted_at = ?2 WHERE id = ?1",
        params![activity, now],
    )?;
    Ok(())
}

/// Publishes what was drawn.
pub(super) fn publish(tx: &mut WriteTx<'_>, activity: ActivityId, drawn: &Drawn) -> Result<(), StoreError> {
    let document = serde_json::to_string(drawn)?;
    tx.execute(
        "UPDATE draw SET document = ?2 WHERE activity = ?1",
        params![activity, document],
    )?;
    Ok(())
}

/// What of a draw is public.
pub(super) struct Published {
    /// What the activity is called.
    pub title: String,
    /// When sign-up is over and it is drawn.
    pub closes_at: Timestamp,
    /// The hash of the seed.
    pub commitment: String,
    /// When that was made public.
    pub committed_at: Timestamp,
    /// The groups that come first.
    pub first: First,
    /// What was drawn, once it was.
    pub drawn: Option<Drawn>,
}

/// The draw of a public activity; `None` where places are given in another way.
pub(super) fn published(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Option<Published>, StoreError> {
    tx.one(
        "SELECT a.title, a.signup_closes_at, d.commitment, d.committed_at, d.document, a.priority, a.prior_area,
                (SELECT pa.short_name FROM area pa WHERE pa.id = a.prior_area), a.kept_until
         FROM draw d JOIN activity a ON a.id = d.activity WHERE d.activity = ?1 AND a.status <> 'draft'",
        params![activity],
        |row| {
            let document: Option<String> = row.get(4)?;
            Ok(Published {
                title: row.get(0)?,
                closes_at: row.get(1)?,
                commitment: row.get(2)?,
                committed_at: row.get(3)?,
                first: First::read(row, [5, 6, 7, 8])?,
                drawn: document.map(|text| serde_json::from_str(&text)).transpose()?,
            })
        },
    )
}

/// What is public of how places are given to all at once.
pub(super) enum Either {
    /// By lot.
    Drawn(Published),
    /// By groups that come first.
    ByGroup(ByGroup),
}

/// How the places of a public activity are given to all at once; `None` where they are given as people come.
pub(super) fn either(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Option<Either>, StoreError> {
    if let Some(drawn) = published(tx, activity)? {
        return Ok(Some(Either::Drawn(drawn)));
    }
    Ok(by_group::read(tx, activity)?.map(Either::ByGroup))
}

/// Whether every published draw follows from what was promised, is what the sealed log recorded when it was made, and
/// is what the sign-ups stand by; for `langqiao verify`.
pub(super) fn check(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    let all = tx.all(
        "SELECT d.activity FROM draw d JOIN activity a ON a.id = d.activity
         WHERE d.document IS NOT NULL OR a.allotted_at IS NOT NULL ORDER BY d.activity",
        params![],
        |row| row.get::<ActivityId>(0),
    )?;
    for activity in all {
        if let Some(why) = check_one(tx, activity)? {
            found.push(format!("the draw of {activity}{why}"));
        }
    }
    Ok(found)
}

/// What is wrong with one draw.
fn check_one(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Option<String>, StoreError> {
    let row = tx.one(
        "SELECT commitment, document FROM draw WHERE activity = ?1",
        params![activity],
        |row| Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?)),
    )?;
    let Some((commitment, Some(text))) = row else {
        return Ok(Some(" is not published any more".to_owned()));
    };
    let Ok(drawn) = serde_json::from_str::<Drawn>(&text) else {
        return Ok(Some(" can't be read".to_owned()));
    };
    if let Err(flaw) = drawn.verify() {
        return Ok(Some(format!(": {flaw}")));
    }
    if drawn.commitment != commitment || drawn.activity != activity.to_text() {
        return Ok(Some(" is not the one that was promised".to_owned()));
    }
    let Some(sealed) = sealed::recorded(tx, activity)? else {
        return Ok(Some(" was never recorded in the log".to_owned()));
    };
    if let Some(differs) = sealed.differs(&drawn) {
        return Ok(Some(format!(
            " is not what the log recorded when it was made: {} differs",
            differs.told()
        )));
    }
    Ok((!sealed::stands(tx, activity, &drawn)?)
        .then(|| " is not what the sign-ups have as their numbers and places".to_owned()))
}
