//! Whether those who are signed up still have what an activity asks for, when some leave, places are given, or a statement
//! was refused since.

use std::collections::{BTreeMap, BTreeSet};

use langqiao_kernel::{
    id::{ActivityId, PersonId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::{
    candidates,
    model::{PartyId, SignupState},
    party::Member,
    queries::{self, Live, is_companion},
    queue,
};
use crate::standings::{self, As, StandingKind};

/// Those of their family whom a booker has places for, but for one who leaves: others come along with them. Who only waits may never
/// come, so that nobody comes along with them but in one party.
pub(super) fn seated(
    tx: &mut ReadTx<'_>,
    (activity, booker): (ActivityId, PersonId),
    leaving: Option<PersonId>,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let signed_up = queries::live_people(tx, activity, booker)?.into_iter();
    let stay = signed_up.filter(|one| one.seated && Some(one.person) != leaving);
    let family = stay.filter(|one| !one.companion);
    Ok(family.map(|one| one.person).collect())
}

/// Whether those whom a booker has signed up would still meet what an activity asks for of one of them, without some who
/// leave: each party for itself, with those who have places. Where nobody stays, or it was not met before either, there
/// is nothing to be said.
///
/// # Errors
/// When the database fails.
pub fn stay_fit(
    tx: &mut ReadTx<'_>,
    activity: &queue::Facts,
    booker: PersonId,
    leaving: &[PersonId],
) -> Result<bool, StoreError> {
    let Some(asks) = &activity.asks else {
        return Ok(true);
    };
    // Nobody comes along with a companion.
    let mut before = queries::live_people(tx, activity.id, booker)?;
    before.retain(|one| !one.companion);
    // Whoever takes a statement back and then leaves doesn't leave the others without it by that way either.
    let held = standings::ever_held_by(tx, booker)?;
    let day = time::day(activity.starts_at);
    let meets = |all: &[Live], party: PartyId| {
        let (own, others): (Vec<&Live>, Vec<&Live>) = all.iter().partition(|one| one.party == party);
        let who: Vec<PersonId> = own.into_iter().map(|one| one.person).collect();
        let along: BTreeSet<PersonId> = others
            .into_iter()
            .filter(|one| one.seated)
            .map(|one| one.person)
            .collect();
        let lacking = asks.lacking((&who, As::Guest), &along, &held, day);
        lacking
            .iter()
            .all(|(_, lack)| lack.kind == StandingKind::Qualification)
    };
    let after: Vec<Live> = before
        .iter()
        .copied()
        .filter(|one| !leaving.contains(&one.person))
        .collect();
    Ok(after
        .iter()
        .all(|one| meets(&after, one.party) || !meets(&before, one.party)))
}

/// Whether those who are to get their places now still have what an activity asks for: a statement may have been refused
/// since they put their names down.
///
/// # Errors
/// When the database fails.
pub fn still_fit(
    tx: &mut ReadTx<'_>,
    activity: &queue::Facts,
    booker: PersonId,
    who: &[Member],
) -> Result<bool, StoreError> {
    let Some(asks) = &activity.asks else {
        return Ok(true);
    };
    let along = seated(tx, (activity.id, booker), None)?;
    let (companions, family): (Vec<&Member>, Vec<&Member>) = who.iter().partition(|one| one.companion);
    let family: Vec<PersonId> = family.into_iter().map(|one| one.person).collect();
    let companions: Vec<PersonId> = companions.into_iter().map(|one| one.person).collect();
    let held = candidates::held(tx, booker, companions.iter().copied())?;
    let (role, day) = (activity.role.asked_as(), time::day(activity.starts_at));
    let fits = |who: &[PersonId], along: &BTreeSet<PersonId>| {
        asks.lacking((who, role), along, &held, day).is_empty()
    };
    let alone = BTreeSet::new();
    Ok(fits(&family, &along) && companions.iter().all(|one| fits(&[*one], &alone)))
}

/// Which parties that wait for places no longer have what an activity asks for, with the first kind that they lack: a
/// statement may have been refused since they put their names down. Two statements, however many wait.
///
/// # Errors
/// When the database fails.
pub fn no_longer_fit(
    tx: &mut ReadTx<'_>,
    activity: &queue::Facts,
) -> Result<BTreeMap<PartyId, StandingKind>, StoreError> {
    let mut unfit = BTreeMap::new();
    let Some(asks) = &activity.asks else {
        return Ok(unfit);
    };
    let held = standings::of_all_signed_up(tx, activity.id)?;
    let rows: Vec<InLine> = tx.all(
        concat!(
            "SELECT s.party, s.booker, s.person, s.state, ",
            is_companion!(),
            " FROM signup s JOIN person p ON p.id = s.person
              WHERE s.activity = ?1 AND (s.state = 'seat' OR (s.state = 'waiting' AND s.role = ?2)) ORDER BY s.id"
        ),
        params![activity.id, activity.role],
        |row| {
            Ok(InLine {
                party: row.get(0)?,
                booker: row.get(1)?,
                person: row.get(2)?,
                seated: row.get::<SignupState>(3)? == SignupState::Seat,
                companion: row.get(4)?,
            })
        },
    )?;
    let mut along: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
    let mut waiting: BTreeMap<PartyId, (PersonId, Vec<PersonId>)> = BTreeMap::new();
    let mut companions: Vec<(PartyId, PersonId)> = Vec::new();
    for row in rows {
        if row.seated && !row.companion {
            along.entry(row.booker).or_default().insert(row.person);
        } else if row.companion && !row.seated {
            companions.push((row.party, row.person));
        } else if !row.seated {
            let party = waiting.entry(row.party).or_insert((row.booker, Vec::new()));
            party.1.push(row.person);
        }
    }
    let (nobody, day) = (BTreeSet::new(), time::day(activity.starts_at));
    // What somebody has stated is looked up by whose it is, not read through for every party.
    let mut by_person: BTreeMap<PersonId, Vec<standings::Held>> = BTreeMap::new();
    for one in held {
        by_person.entry(one.person).or_default().push(one);
    }
    for (party, (booker, who)) in waiting {
        let along = along.get(&booker).unwrap_or(&nobody);
        let theirs: Vec<standings::Held> = who
            .iter()
            .chain(along)
            .filter_map(|person| by_person.get(person))
            .flatten()
            .cloned()
            .collect();
        let lacking = asks.lacking((&who, activity.role.asked_as()), along, &theirs, day);
        if let Some((_, lack)) = lacking.first() {
            unfit.insert(party, lack.kind);
        }
    }
    // Companions each by their own record.
    for (party, companion) in companions {
        let theirs = by_person.get(&companion).map_or(&[][..], Vec::as_slice);
        let lacking = asks.lacking((&[companion], activity.role.asked_as()), &nobody, theirs, day);
        if let Some((_, lack)) = lacking.first() {
            unfit.entry(party).or_insert(lack.kind);
        }
    }
    Ok(unfit)
}

/// Somebody who is signed up.
struct InLine {
    party: PartyId,
    booker: PersonId,
    person: PersonId,
    seated: bool,
    companion: bool,
}
