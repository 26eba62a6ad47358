//! The SQL that makes and changes bookings.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, OrganisationId, PersonId, SeriesId, SpaceId};
use langqiao_store::{StoreError, WriteTx, params};

use super::super::{
    holding::Permit,
    model::{DeclinedFor, Pending, Status},
};

/// A booking to be written.
#[derive(Debug)]
pub struct NewRow<'a> {
    /// Its id.
    pub id: BookingId,
    /// Of which room.
    pub space: SpaceId,
    /// Whose.
    pub organisation: OrganisationId,
    /// With which activity.
    pub activity: Option<Permit>,
    /// What for; empty with an activity.
    pub purpose: &'a str,
    /// How many people are expected.
    pub people: i64,
    /// The use itself.
    pub used: (Timestamp, Timestamp),
    /// The use with the time to set up and to clean.
    pub held: (Timestamp, Timestamp),
    /// How it stands.
    pub status: Status,
    /// Who booked.
    pub person: Option<PersonId>,
    /// The series it is made in.
    pub series: Option<SeriesId>,
}

/// Writes a booking.
///
/// # Errors
/// When the database fails, or somebody was faster (`booking_space_taken`).
pub fn insert(tx: &mut WriteTx, row: &NewRow<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booking (id, space, organisation, activity, purpose, people, starts_at, ends_at, held_from,
           held_until, status, note, person, created_at, series)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '', ?12, ?13, ?14)",
        params![
            row.id,
            row.space,
            row.organisation,
            row.activity.as_ref().map(Permit::activity),
            row.purpose,
            row.people,
            row.used.0,
            row.used.1,
            row.held.0,
            row.held.1,
            row.status,
            row.person,
            tx.now(),
            row.series
        ],
    )?;
    Ok(())
}

/// Changes how a booking stands if it stands as expected, with what is open about it; says whether it did.
///
/// # Errors
/// When the database fails, or the room is held by another (`booking_space_taken`).
pub fn decide(
    tx: &mut WriteTx,
    id: BookingId,
    ((from, pending), to): ((Status, Option<Pending>), Status),
    person: Option<PersonId>,
    note: &str,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE booking SET status = ?3, note = ?4, decided_by = ?5, decided_at = ?6, pending = NULL, offered_until = NULL,
           revision = revision + CASE WHEN status = 'held' THEN 1 ELSE 0 END, changed_at = ?6
         WHERE id = ?1 AND status = ?2 AND COALESCE(pending, '') = ?7",
        params![
            id,
            from,
            to,
            note,
            person,
            tx.now(),
            pending.map_or("", Pending::as_str)
        ],
    )?;
    Ok(changed > 0)
}

/// Declines what is asked for and no keeper answered; says whether it was still asked for.
///
/// # Errors
/// When the database fails.
pub fn decline_for(tx: &mut WriteTx, id: BookingId, why: DeclinedFor) -> Result<bool, StoreError> {
    let declined = tx.execute(
        "UPDATE booking SET status = 'declined', declined_for = ?2, decided_at = ?3, changed_at = ?3
         WHERE id = ?1 AND status = 'asked'",
        params![id, why, tx.now()],
    )?;
    Ok(declined > 0)
}

/// Notes that somebody is there; says whether nobody had noted it and it is held.
///
/// # Errors
/// When the database fails.
pub fn open(tx: &mut WriteTx, id: BookingId, person: PersonId) -> Result<bool, StoreError> {
    let opened = tx.execute(
        "UPDATE booking SET opened_at = ?2, opened_by = ?3 WHERE id = ?1 AND status = 'held' AND opened_at IS NULL",
        params![id, tx.now(), person],
    )?;
    Ok(opened > 0)
}

/// Lets a booking go that nobody opened; says whether it did.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut WriteTx, id: BookingId) -> Result<bool, StoreError> {
    let gone = tx.execute(
        "UPDATE booking SET status = 'cancelled', released_at = ?2, pending = NULL, revision = revision + 1, changed_at = ?2
         WHERE id = ?1 AND status = 'held' AND opened_at IS NULL",
        params![id, tx.now()],
    )?;
    Ok(gone > 0)
}

/// Puts a booking at another time, if it stands as expected; says whether it did. It holds nothing until
/// [`hold_again`].
///
/// # Errors
/// When the database fails.
pub fn move_to(
    tx: &mut WriteTx,
    (id, stands): (BookingId, Status),
    used: (Timestamp, Timestamp),
    held: (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    let moved = tx.execute(
        "UPDATE booking SET status = 'asked', starts_at = ?2, ends_at = ?3, held_from = ?4, held_until = ?5,
           pending = NULL, opened_at = NULL, opened_by = NULL,
           revision = revision + CASE WHEN status = 'held' THEN 1 ELSE 0 END, changed_at = ?7
         WHERE id = ?1 AND status = ?6",
        params![id, used.0, used.1, held.0, held.1, stands, tx.now()],
    )?;
    Ok(moved > 0)
}

/// Holds what was moved; says whether it still was to be.
///
/// # Errors
/// When the database fails, or the room is held by another (`booking_space_taken`).
pub fn hold_again(tx: &mut WriteTx, id: BookingId, pending: Option<Pending>) -> Result<bool, StoreError> {
    let held = tx.execute(
        "UPDATE booking SET status = 'held', pending = ?2 WHERE id = ?1 AND status = 'asked'",
        params![id, pending],
    )?;
    Ok(held > 0)
}
