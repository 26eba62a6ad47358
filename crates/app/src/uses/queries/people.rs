//! The SQL of how many came.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, OrganisationId, SpaceId, UseId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

/// A use as it is stored, of which it may be said how many came.
#[derive(Clone, Debug)]
pub struct Stored {
    /// What was opened at the door.
    pub door: Option<UseId>,
    /// The booking that it is for.
    pub booking: Option<BookingId>,
    /// Who keeps the room.
    pub keeper: OrganisationId,
    /// Of which venue.
    pub venue: VenueId,
    /// Who uses it.
    pub organisation: OrganisationId,
    /// Until when; `None` while it is open.
    pub until: Option<Timestamp>,
    /// How many were scanned in to its activity.
    pub scanned: i64,
    /// How many were there by the roll of the course's session, if it was called.
    pub rolled: Option<i64>,
    /// How many the room takes at a time.
    pub capacity: i64,
    /// What was said until now.
    pub people: Option<i64>,
    /// Whether it is one of the further rooms of an activity, whose people are counted in its first.
    pub beside: bool,
}

fn read_stored(row: &Row<'_>) -> Result<Stored, StoreError> {
    Ok(Stored {
        door: row.get(0)?,
        booking: row.get(1)?,
        keeper: row.get(2)?,
        venue: row.get(3)?,
        organisation: row.get(4)?,
        until: row.get(5)?,
        scanned: row.get(6)?,
        rolled: row.get(7)?,
        capacity: row.get(8)?,
        people: row.get(9)?,
        beside: row.get::<i64>(10)? > 0,
    })
}

/// A use that was opened at the door, by its id or by that of the booking that it was for.
///
/// # Errors
/// When the database fails.
pub fn opened(tx: &mut ReadTx, id: UseId) -> Result<Option<Stored>, StoreError> {
    tx.one(
        concat!(
            "SELECT u.id, u.booking, v.organisation, v.id, u.organisation, u.closed_at, ", scanned!(), ", ", rolled!(), ", s.capacity, u.people,
           CAST(0 AS BIGINT)
         FROM space_use u JOIN space s ON s.id = u.space JOIN venue v ON v.id = s.venue LEFT JOIN booking b ON b.id = u.booking
         WHERE u.id = ?1 OR u.booking = ?1"
        ),
        params![id],
        read_stored,
    )
}

/// A booking at whose door nobody touched anything.
///
/// # Errors
/// When the database fails.
pub fn untouched(tx: &mut ReadTx, id: UseId) -> Result<Option<Stored>, StoreError> {
    tx.one(
        concat!(
            "SELECT CAST(NULL AS TEXT), b.id, v.organisation, v.id, b.organisation, b.ends_at, ",
            scanned!(),
            ", ",
            rolled!(),
            ", s.capacity, b.came, CAST(CASE WHEN a.space <> b.space THEN 1 ELSE 0 END AS BIGINT)
         FROM ",
            used!("", "t.id = ?1", "0", "0"),
            " u JOIN booking b ON b.id = u.booking JOIN space s ON s.id = b.space
         JOIN venue v ON v.id = s.venue LEFT JOIN activity a ON a.id = b.activity WHERE u.at_door = 0"
        ),
        params![id],
        read_stored,
    )
}

/// Writes how many came, if nothing else was said since it was read; says whether it did.
///
/// # Errors
/// When the database fails.
pub fn say(tx: &mut WriteTx, stored: &Stored, (people, note): (i64, &str)) -> Result<bool, StoreError> {
    let before = stored.people.unwrap_or(-1);
    let written = match stored.door {
        Some(id) => tx.execute(
            "UPDATE space_use SET people = ?2, note = ?3 WHERE id = ?1 AND COALESCE(people, -1) = ?4",
            params![id, people, note, before],
        ),
        None => tx.execute(
            "UPDATE booking SET came = ?2, came_note = ?3 WHERE id = ?1 AND COALESCE(came, -1) = ?4",
            params![stored.booking, people, note, before],
        ),
    };
    Ok(written? > 0)
}

/// The use of a room that is open now, with the end of the booking that it is for, as long as that is held.
///
/// # Errors
/// When the database fails.
pub fn open_now(tx: &mut ReadTx, space: SpaceId) -> Result<Option<(UseId, Option<Timestamp>)>, StoreError> {
    tx.one(
        "SELECT u.id, CASE WHEN b.status = 'held' THEN b.ends_at END FROM space_use u LEFT JOIN booking b ON b.id = u.booking
         WHERE u.space = ?1 AND u.closed_at IS NULL",
        params![space],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
