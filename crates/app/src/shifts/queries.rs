//! All SQL of the feature. A shift counts as taken while nobody has left it and the sign-up has its place.

use std::collections::BTreeSet;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, Id, OrganisationId, PersonId, ShiftId, SignupId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use crate::{
    activities::{Shift, Status},
    signups::{PartyId, SignupRole, SignupState, is_companion},
};

/// Marks the ids of taken shifts.
#[derive(Debug)]
enum Taken {}

/// Somebody who signed up, as far as shifts need to know.
#[derive(Clone, Debug)]
pub(super) struct Helper {
    pub person: PersonId,
    pub booker: PersonId,
    /// Who is told: who signed them up, or a companion themselves.
    pub told: PersonId,
    pub party: PartyId,
    pub role: SignupRole,
    pub state: SignupState,
    pub activity: ActivityId,
    pub organisation: OrganisationId,
    pub title: String,
    pub status: Status,
}

pub(super) fn helper(tx: &mut ReadTx, signup: SignupId) -> Result<Option<Helper>, StoreError> {
    tx.one(
        concat!(
            "SELECT s.person, s.booker, s.party, s.role, s.state, s.activity, a.organisation, a.title, a.status, ",
            is_companion!(),
            " FROM signup s JOIN activity a ON a.id = s.activity JOIN person p ON p.id = s.person WHERE s.id = ?1"
        ),
        params![signup],
        |row| {
            let (person, booker) = (row.get(0)?, row.get(1)?);
            Ok(Helper {
                person,
                booker,
                told: if row.get(9)? { person } else { booker },
                party: row.get(2)?,
                role: row.get(3)?,
                state: row.get(4)?,
                activity: row.get(5)?,
                organisation: row.get(6)?,
                title: row.get(7)?,
                status: row.get(8)?,
            })
        },
    )
}

/// The shifts that a sign-up takes.
pub(super) fn taken_by(tx: &mut ReadTx, signup: SignupId) -> Result<BTreeSet<ShiftId>, StoreError> {
    let all = tx.all(
        "SELECT shift FROM shift_taken WHERE signup = ?1 AND left_at IS NULL",
        params![signup],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().collect())
}

/// Whether a person takes a shift of another activity that meets this time.
pub(super) fn busy(
    tx: &mut ReadTx,
    person: PersonId,
    here: ActivityId,
    (from, to): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    let other = tx.one(
        "SELECT 1 FROM shift_taken t
         JOIN shift x ON x.id = t.shift AND x.starts_at < ?4 AND x.ends_at > ?3 AND x.activity <> ?2
         JOIN signup s ON s.id = t.signup AND s.state = 'seat'
         JOIN activity a ON a.id = x.activity AND a.status = 'published'
         WHERE t.person = ?1 AND t.left_at IS NULL LIMIT 1",
        params![person, here, from, to],
        |_| Ok(()),
    )?;
    Ok(other.is_some())
}

pub(super) fn take(
    tx: &mut WriteTx,
    shift: ShiftId,
    signup: SignupId,
    person: PersonId,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO shift_taken (id, shift, signup, person, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![Id::<Taken>::generate(), shift, signup, person, now],
    )?;
    Ok(())
}

pub(super) fn leave(tx: &mut WriteTx, signup: SignupId, shift: &Shift) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE shift_taken SET left_at = ?3 WHERE shift = ?1 AND signup = ?2 AND left_at IS NULL",
        params![shift.id, signup, now],
    )?;
    Ok(())
}

/// A shift with how many take it.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub id: ShiftId,
    pub name: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub places: i64,
    pub taken: i64,
}

impl Filled {
    pub fn free(&self) -> i64 {
        (self.places - self.taken).max(0)
    }
}

/// An activity's shifts as they are filled, in the order of the plan.
pub(super) fn filled(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Filled>, StoreError> {
    tx.all(
        "SELECT x.id, x.name, x.starts_at, x.ends_at, x.places,
                (SELECT COUNT(*) FROM shift_taken t JOIN signup s ON s.id = t.signup
                 WHERE t.shift = x.id AND t.left_at IS NULL AND s.state = 'seat')
         FROM shift x WHERE x.activity = ?1 AND x.dropped_at IS NULL ORDER BY x.starts_at, x.position",
        params![activity],
        |row| {
            Ok(Filled {
                id: row.get(0)?,
                name: row.get(1)?,
                starts_at: row.get(2)?,
                ends_at: row.get(3)?,
                places: row.get(4)?,
                taken: row.get(5)?,
            })
        },
    )
}

/// Whether an activity is public and not called off.
pub(super) fn is_public(tx: &mut ReadTx, activity: ActivityId) -> Result<bool, StoreError> {
    let public = tx.one(
        "SELECT 1 FROM activity WHERE id = ?1 AND status = 'published'",
        params![activity],
        |_| Ok(()),
    )?;
    Ok(public.is_some())
}

/// Whether an organisation itself holds an activity.
pub(super) fn holds(tx: &mut ReadTx, org: OrganisationId, activity: ActivityId) -> Result<bool, StoreError> {
    let holds = tx.one(
        "SELECT 1 FROM cohost WHERE activity = ?1 AND organisation = ?2 AND status = 'accepted'",
        params![activity, org],
        |_| Ok(()),
    )?;
    Ok(holds.is_some())
}

/// Somebody with a place as a helper, with one of their shifts; without any, once with none.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub signup: SignupId,
    /// As screens show it.
    pub name: String,
    pub code: String,
    pub shift: Option<ShiftId>,
    /// Whether they take a shift of another activity at the time of this one: since it was moved, as nobody can take two.
    pub clash: bool,
}

/// Who helps at an activity, in the order of signing up.
pub(super) fn lines(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Line>, StoreError> {
    tx.all(
        "SELECT s.id, p.name_masked, s.code, x.id,
                CASE WHEN x.id IS NULL THEN 0 ELSE
                  (SELECT COUNT(*) FROM shift_taken t2
                   JOIN shift x2 ON x2.id = t2.shift AND x2.starts_at < x.ends_at AND x2.ends_at > x.starts_at
                   JOIN signup s2 ON s2.id = t2.signup AND s2.state = 'seat'
                   JOIN activity a2 ON a2.id = x2.activity AND a2.status = 'published'
                   WHERE t2.person = s.person AND t2.left_at IS NULL AND x2.id <> x.id) END
         FROM signup s JOIN person p ON p.id = s.person
         LEFT JOIN shift_taken t ON t.signup = s.id AND t.left_at IS NULL
         LEFT JOIN shift x ON x.id = t.shift
         WHERE s.activity = ?1 AND s.role = 'volunteer' AND s.state = 'seat'
         ORDER BY s.number, s.id, x.starts_at",
        params![activity],
        |row| {
            Ok(Line {
                signup: row.get(0)?,
                name: row.get(1)?,
                code: row.get(2)?,
                shift: row.get(3)?,
                clash: row.get::<i64>(4)? > 0,
            })
        },
    )
}

/// One of a party who has a place as a helper, and the shifts they take.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub signup: SignupId,
    pub name_sealed: Vec<u8>,
    pub activity: ActivityId,
    pub shifts: BTreeSet<ShiftId>,
}

/// Those of a party who help and whom a person may answer for: all for whoever signed them up, for others themselves.
/// Nobody where the activity is not public or has no shifts.
pub(super) fn own(tx: &mut ReadTx, party: PartyId, reader: PersonId) -> Result<Vec<Own>, StoreError> {
    let mut all: Vec<Own> = Vec::new();
    tx.each(
        "SELECT s.id, p.name_sealed, s.activity, t.shift
         FROM signup s JOIN person p ON p.id = s.person
         JOIN activity a ON a.id = s.activity AND a.status = 'published'
         LEFT JOIN shift_taken t ON t.signup = s.id AND t.left_at IS NULL
         WHERE s.party = ?1 AND (s.booker = ?2 OR s.person = ?2) AND s.role = 'volunteer' AND s.state = 'seat'
           AND EXISTS (SELECT 1 FROM shift x WHERE x.activity = s.activity AND x.dropped_at IS NULL)
         ORDER BY s.id",
        params![party, reader],
        |row| {
            let (signup, shift): (SignupId, Option<ShiftId>) = (row.get(0)?, row.get(3)?);
            match all.last_mut() {
                Some(last) if last.signup == signup => last.shifts.extend(shift),
                _ => all.push(Own {
                    signup,
                    name_sealed: row.get(1)?,
                    activity: row.get(2)?,
                    shifts: shift.into_iter().collect(),
                }),
            }
            Ok(())
        },
    )?;
    Ok(all)
}

/// Whom to tell that a shift was moved: who signed them up or a companion themselves, the party, and whether they take another at its new time.
pub(super) fn takers(
    tx: &mut ReadTx,
    shift: ShiftId,
) -> Result<Vec<(PersonId, PartyId, PersonId)>, StoreError> {
    tx.all(
        concat!(
            "SELECT CASE WHEN ",
            is_companion!(),
            " = 1 THEN s.person ELSE s.booker END, s.party, s.person
         FROM shift_taken t JOIN signup s ON s.id = t.signup JOIN person p ON p.id = s.person
         WHERE t.shift = ?1 AND t.left_at IS NULL AND s.state = 'seat' ORDER BY s.id"
        ),
        params![shift],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Says where a shift is taken by more than it wants, or by somebody who signed up elsewhere.
pub(super) fn check(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    let mut wrong = tx.all(
        "SELECT x.id, x.places, COUNT(*) FROM shift x JOIN shift_taken t ON t.shift = x.id AND t.left_at IS NULL
         JOIN signup s ON s.id = t.signup AND s.state = 'seat'
         GROUP BY x.id, x.places HAVING COUNT(*) > x.places",
        &[],
        |row| {
            let (id, places, taken): (ShiftId, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("shift {id}: {taken} people for {places} places"))
        },
    )?;
    wrong.extend(tx.all(
        "SELECT t.id FROM shift_taken t JOIN shift x ON x.id = t.shift JOIN signup s ON s.id = t.signup
         WHERE s.activity <> x.activity OR s.person <> t.person",
        &[],
        |row| {
            Ok(format!(
                "taken shift {}: another activity's or person's",
                row.get::<String>(0)?
            ))
        },
    )?);
    Ok(wrong)
}
