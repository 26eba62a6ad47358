//! The sessions of public courses that a room is booked for.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, BookingId, SpaceId};
use langqiao_store::{ReadTx, StoreError, params};

/// The public courses by the bookings of their sessions in a room from `from` until `until` at the latest, each with its
/// title. A course that was called off after it had been public is one too.
///
/// # Errors
/// When the database fails.
pub fn public_lessons(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
) -> Result<HashMap<BookingId, (ActivityId, String)>, StoreError> {
    let mut found = HashMap::new();
    tx.each(
        "SELECT b.id, a.id, a.title FROM booking b JOIN course_session l ON l.booking = b.id JOIN activity a ON a.id = l.course
         WHERE b.space = ?1 AND b.held_until > ?2 AND b.starts_at < ?3
           AND (a.status = 'published' OR (a.status = 'cancelled' AND a.published_at IS NOT NULL))",
        params![space, from, until],
        |row| {
            found.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
            Ok(())
        },
    )?;
    Ok(found)
}
