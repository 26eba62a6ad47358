//! The SQL of bookings that become others.

use langqiao_kernel::id::{ActivityId, BookingId, LessonId, OrganisationId};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};

use super::super::{
    book::{NewBooking, Ready},
    model::Booking,
};

/// Says of which booking a request is a change.
pub(super) fn name(tx: &mut WriteTx, request: BookingId, of: BookingId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE booking SET changes = ?2 WHERE id = ?1",
        params![request, of],
    )?;
    Ok(())
}

/// Whether a booking is held for a session of a course, which says itself where and when it is.
pub(super) fn of_session(tx: &mut ReadTx, id: BookingId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM course_session WHERE booking = ?1 LIMIT 1",
        params![id],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Whether a booking, or one of its series, is held for a session of a course.
pub(super) fn with_sessions(tx: &mut ReadTx, id: BookingId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM booking b WHERE b.id = ?1 AND (EXISTS (SELECT 1 FROM course_session c WHERE c.booking = b.id)
           OR EXISTS (SELECT 1 FROM booking s JOIN course_session c ON c.booking = s.id
                      WHERE s.series = b.series AND c.cancelled_at IS NULL))",
        params![id],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// The course and the session for which a booking is held.
pub(super) fn session(tx: &mut ReadTx, id: BookingId) -> Result<Option<(ActivityId, LessonId)>, StoreError> {
    tx.one(
        "SELECT course, id FROM course_session WHERE booking = ?1 LIMIT 1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Withdraws all changes of a booking that wait for a keeper's word: it is changed otherwise, or its time is another's
/// from now on. Says whether there were any.
///
/// # Errors
/// When the database fails.
pub fn withdraw_all(tx: &mut WriteTx, of: BookingId) -> Result<bool, StoreError> {
    let withdrawn: Vec<(BookingId, OrganisationId)> = tx.execute_returning(
        "UPDATE booking SET status = 'cancelled' WHERE changes = ?1 AND status = 'asked' RETURNING id, organisation",
        params![of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (request, org) in &withdrawn {
        tx.record(Event::of("booking.cancelled", request).org(*org))?;
    }
    Ok(!withdrawn.is_empty())
}

/// A booking belongs to no series any more: it is not given back with the others.
pub(super) fn leave_series(tx: &mut WriteTx, id: BookingId) -> Result<(), StoreError> {
    tx.execute("UPDATE booking SET series = NULL WHERE id = ?1", params![id])?;
    Ok(())
}

/// Writes a booking anew, if it stands as it was read; says whether it did. It holds nothing until it is held again.
pub(super) fn rewrite(
    tx: &mut WriteTx,
    before: &Booking,
    wish: &NewBooking,
    ready: &Ready,
) -> Result<bool, StoreError> {
    super::super::queries::leave_room(tx, before.id, wish.space)?;
    let changed = tx.execute(
        "UPDATE booking SET status = 'asked', space = ?2, purpose = ?3, people = ?4, starts_at = ?5, ends_at = ?6,
           held_from = ?7, held_until = ?8, pending = NULL, opened_at = NULL, opened_by = NULL,
           revision = revision + CASE WHEN status = 'held' THEN 1 ELSE 0 END, changed_at = ?10
         WHERE id = ?1 AND status = ?9",
        params![
            before.id,
            wish.space,
            ready.purpose,
            wish.people,
            wish.starts_at,
            wish.ends_at,
            ready.held.0,
            ready.held.1,
            before.status,
            tx.now()
        ],
    )?;
    Ok(changed > 0)
}

/// What a booking takes along is said anew.
pub(super) fn take_along(tx: &mut WriteTx, id: BookingId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM booking_equipment WHERE booking = ?1", params![id])?;
    Ok(())
}
