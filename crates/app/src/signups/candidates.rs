//! Whom a booker may sign up: themselves, their family, and companions who agreed to it.

use langqiao_kernel::id::{AreaId, PersonId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{
    eligibility::Candidate,
    sign_up::{SignUp, SignUpError},
};
use crate::standings::{self, Held};

/// Those of the booker and their family who are to come. A family member without an address of their own
/// lives with the booker.
///
/// # Errors
/// [`SignUpError::NotFound`] where one of them is not theirs to sign up.
pub(super) fn of_family(tx: &mut ReadTx<'_>, wish: &SignUp) -> Result<Vec<Candidate>, SignUpError> {
    all_there(wish, family(tx, wish)?)
}

/// The same with companions, who come by their own record. They are looked up only where somebody else is named.
///
/// # Errors
/// [`SignUpError::NotFound`] where one of them is not theirs to sign up.
pub(super) fn with_companions(tx: &mut ReadTx<'_>, wish: &SignUp) -> Result<Vec<Candidate>, SignUpError> {
    let mut found = family(tx, wish)?;
    if found.len() < wish.people.len() {
        found.extend(companions(tx, wish)?);
    }
    all_there(wish, found)
}

fn all_there(wish: &SignUp, mut found: Vec<Candidate>) -> Result<Vec<Candidate>, SignUpError> {
    if found.len() != wish.people.len() {
        return Err(SignUpError::NotFound);
    }
    // The booker first, then the family in the order in which it was entered, then the others.
    found.sort_by_key(|candidate| {
        (
            candidate.person != wish.booker,
            candidate.companion,
            candidate.person,
        )
    });
    Ok(found)
}

fn family(tx: &mut ReadTx<'_>, wish: &SignUp) -> Result<Vec<Candidate>, StoreError> {
    let mut found = tx.all(
        "SELECT p.id, p.birth_day, v.id, v.parent, t.parent, p.name_masked FROM person p
         LEFT JOIN area v ON v.id = COALESCE(p.area, (SELECT b.area FROM person b WHERE b.id = ?1))
         LEFT JOIN area t ON t.id = v.parent
         WHERE p.id = ?1 OR p.guardian = ?1",
        params![wish.booker],
        |row| candidate(row, false),
    )?;
    found.retain(|candidate| wish.people.contains(&candidate.person));
    Ok(found)
}

/// Companions who agreed, and those who stay of a party that was signed up when they were.
fn companions(tx: &mut ReadTx<'_>, wish: &SignUp) -> Result<Vec<Candidate>, StoreError> {
    let mut found = tx.all(
        "SELECT p.id, p.birth_day, v.id, v.parent, t.parent, p.name_masked FROM person p
         LEFT JOIN area v ON v.id = p.area LEFT JOIN area t ON t.id = v.parent
         WHERE p.id IN (
             SELECT c.other FROM companion c WHERE c.person = ?1 AND c.agreed_at IS NOT NULL AND c.ended_at IS NULL
             UNION SELECT d.person FROM companion d WHERE d.other = ?1 AND d.agreed_at IS NOT NULL AND d.ended_at IS NULL
             UNION SELECT s.person FROM signup s WHERE s.activity = ?2 AND s.booker = ?1
               AND (s.state = 'seat' OR s.state = 'waiting' OR s.state = 'offered'))
           AND p.id <> ?1 AND (p.guardian IS NULL OR p.guardian <> ?1)",
        params![wish.booker, wish.activity],
        |row| candidate(row, true),
    )?;
    found.retain(|candidate| wish.people.contains(&candidate.person));
    Ok(found)
}

fn candidate(row: &Row<'_>, companion: bool) -> Result<Candidate, StoreError> {
    let areas: [Option<AreaId>; 3] = [row.get(2)?, row.get(3)?, row.get(4)?];
    Ok(Candidate {
        person: row.get(0)?,
        name: row.get(5)?,
        birth: row.get(1)?,
        areas,
        companion,
    })
}

/// What a booker and their family have stated, and each of the companions among these.
///
/// # Errors
/// When the database fails.
pub(super) fn held(
    tx: &mut ReadTx<'_>,
    booker: PersonId,
    companions: impl Iterator<Item = PersonId>,
) -> Result<Vec<Held>, StoreError> {
    let mut held = standings::held_by(tx, booker)?;
    for companion in companions {
        held.extend(standings::held_by(tx, companion)?);
    }
    Ok(held)
}
