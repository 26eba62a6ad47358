//! What left a room for another: it keeps its id, and stands as cancelled for a while in the calendar of the room it left.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, BookingId, SpaceId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

/// A booking in the calendar of the room that it left.
#[derive(Clone, Debug)]
pub struct Left {
    /// Which.
    pub id: BookingId,
    /// What for: the activity's title, or what was typed.
    pub purpose: String,
    /// Who booked.
    pub by: String,
    /// The activity it is held with, or the public course whose session it is.
    pub activity: Option<ActivityId>,
    /// When it began there.
    pub starts_at: Timestamp,
    /// When it ended there.
    pub ends_at: Timestamp,
    /// How often what was held has changed.
    pub revision: i64,
    /// When it left.
    pub at: Timestamp,
}

/// Notes that a booking which is held goes to a room from another; nothing where it stays in its own. To be called before
/// it does.
///
/// # Errors
/// When the database fails.
pub fn leave_room(tx: &mut WriteTx, id: BookingId, to: SpaceId) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booking_left (booking, space, starts_at, ends_at, at)
         SELECT id, space, starts_at, ends_at, CAST(?3 AS BIGINT) FROM booking
         WHERE id = ?1 AND space <> ?2 AND status = 'held'
         ON CONFLICT (booking, space) DO UPDATE SET starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at,
           at = EXCLUDED.at",
        params![id, to, tx.now()],
    )?;
    // It may come back.
    tx.execute(
        "DELETE FROM booking_left WHERE booking = ?1 AND space = ?2",
        params![id, to],
    )?;
    Ok(())
}

/// What left a room since `gone` and had it between two instants.
///
/// # Errors
/// When the database fails.
pub fn left(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
    gone: Timestamp,
) -> Result<Vec<Left>, StoreError> {
    tx.all(
        // A session of a public course goes by the name of the course, as it did in the room; its own changes alone count.
        "SELECT b.id, COALESCE(a.title, b.purpose), o.name, a.id, x.starts_at, x.ends_at,
                b.revision + CASE WHEN b.activity IS NULL THEN 0 ELSE COALESCE(a.version, 0) END, x.at
         FROM booking_left x JOIN booking b ON b.id = x.booking JOIN organisation o ON o.id = b.organisation
         LEFT JOIN course_session l ON l.booking = b.id
         LEFT JOIN activity a ON a.id = COALESCE(b.activity, l.course)
           AND (b.activity IS NOT NULL OR a.status = 'published' OR (a.status = 'cancelled' AND a.published_at IS NOT NULL))
         WHERE x.space = ?1 AND x.at > ?4 AND x.ends_at > ?2 AND x.starts_at < ?3 ORDER BY x.starts_at, b.id",
        params![space, from, until, gone],
        |row| {
            Ok(Left {
                id: row.get(0)?,
                purpose: row.get(1)?,
                by: row.get(2)?,
                activity: row.get(3)?,
                starts_at: row.get(4)?,
                ends_at: row.get(5)?,
                revision: row.get(6)?,
                at: row.get(7)?,
            })
        },
    )
}
