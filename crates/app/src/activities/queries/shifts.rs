//! The shifts of an activity as they are planned, and how many take each.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, ShiftId, SignupId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use crate::activities::shifts::Shift;

/// Its shifts, in the order in which they were typed.
///
/// # Errors
/// When the database fails.
pub fn shifts(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<Shift>, StoreError> {
    tx.all(
        "SELECT id, name, starts_at, ends_at, places FROM shift
         WHERE activity = ?1 AND dropped_at IS NULL ORDER BY position",
        params![id],
        |row| {
            Ok(Shift {
                id: Some(row.get(0)?),
                name: row.get(1)?,
                starts_at: row.get(2)?,
                ends_at: row.get(3)?,
                places: row.get(4)?,
            })
        },
    )
}

/// How many take a shift: those whose sign-up has its place, and who have not left it.
///
/// # Errors
/// When the database fails.
pub fn shift_takers(tx: &mut ReadTx, shift: ShiftId) -> Result<i64, StoreError> {
    let n = tx.one(
        "SELECT COUNT(*) FROM shift_taken t JOIN signup s ON s.id = t.signup
         WHERE t.shift = ?1 AND t.left_at IS NULL AND s.state = 'seat'",
        params![shift],
        |row| row.get(0),
    )?;
    Ok(n.unwrap_or(0))
}

/// A shift that somebody leaves, with whose activity it is.
#[derive(Clone, Debug)]
pub struct Freed {
    /// The host.
    pub organisation: OrganisationId,
    /// The activity.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// The shift.
    pub shift: Shift,
}

/// The shifts that a sign-up takes and that are not over; they are left with this.
///
/// # Errors
/// When the database fails.
pub fn give_up(tx: &mut WriteTx, signup: SignupId) -> Result<Vec<Freed>, StoreError> {
    let now = tx.now();
    let taken = tx.all(
        "SELECT a.organisation, a.id, a.title, x.id, x.name, x.starts_at, x.ends_at, x.places
         FROM shift_taken t JOIN shift x ON x.id = t.shift JOIN activity a ON a.id = x.activity
         WHERE t.signup = ?1 AND t.left_at IS NULL AND x.dropped_at IS NULL AND x.ends_at > ?2 ORDER BY x.starts_at, x.id",
        params![signup, now],
        |row| {
            let shift = Shift {
                id: Some(row.get(3)?),
                name: row.get(4)?,
                starts_at: row.get(5)?,
                ends_at: row.get(6)?,
                places: row.get(7)?,
            };
                        Ok(Freed {
                organisation: row.get(0)?,
                activity: row.get(1)?,
                title: row.get(2)?,
                shift,
            })
        },
    )?;
    if !taken.is_empty() {
        tx.execute(
            "UPDATE shift_taken SET left_at = ?2 WHERE signup = ?1 AND left_at IS NULL",
            params![signup, now],
        )?;
    }
    Ok(taken)
}

/// Writes shifts, those that there are already anew. They have their ids.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut WriteTx, id: ActivityId, shifts: &[Shift]) -> Result<(), StoreError> {
    for (position, shift) in (1i64..).zip(shifts) {
        tx.execute(
            "INSERT INTO shift (id, activity, position, name, starts_at, ends_at, places)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name,
               starts_at = excluded.starts_at, ends_at = excluded.ends_at, places = excluded.places",
            params![
                shift.id,
                id,
                position,
                shift.name,
                shift.starts_at,
                shift.ends_at,
                shift.places
            ],
        )?;
    }
    Ok(())
}

/// Takes a shift out of the plan. Who once took it stays known.
///
/// # Errors
/// When the database fails.
pub fn drop_shift(tx: &mut WriteTx, shift: ShiftId) -> Result<(), StoreError> {
    let now: Timestamp = tx.now();
    tx.execute(
        "UPDATE shift SET dropped_at = ?2 WHERE id = ?1",
        params![shift, now],
    )?;
    Ok(())
}
