//! What a body that holds an activity with its host has agreed to give of its own rooms: each room, and its time.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, SpaceId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

/// A room that its keeper agreed to give by agreeing to hold an activity.
pub(super) struct Agreed {
    /// Which room.
    pub space: SpaceId,
    /// From when until when.
    used: (Timestamp, Timestamp),
}

impl Agreed {
    /// Whether it was agreed to for all of a time.
    pub(super) fn covers(&self, (from, until): (Timestamp, Timestamp)) -> bool {
        self.used.0 <= from && until <= self.used.1
    }
}

/// `org` agrees to hold an activity as it is now: its yes counts for those of `spaces` that it keeps, from when until
/// when they are used, and for no other room or time.
///
/// # Errors
/// When the database fails.
pub fn agree_to_rooms(
    tx: &mut WriteTx,
    (activity, org): (ActivityId, OrganisationId),
    spaces: &[SpaceId],
    (from, until): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    forget_rooms(tx, activity, org)?;
    let now = tx.now();
    for space in spaces {
        tx.execute(
            "INSERT INTO cohost_room (activity, organisation, space, starts_at, ends_at, at)
             SELECT ?1, v.organisation, s.id, CAST(?4 AS BIGINT), CAST(?5 AS BIGINT), CAST(?6 AS BIGINT)
             FROM space s JOIN venue v ON v.id = s.venue
             WHERE s.id = ?3 AND v.organisation = ?2 ON CONFLICT DO NOTHING",
            params![activity, org, *space, from, until, now],
        )?;
    }
    Ok(())
}

/// `org` no longer holds an activity, and gives none of its rooms by that.
///
/// # Errors
/// When the database fails.
pub fn forget_rooms(tx: &mut WriteTx, activity: ActivityId, org: OrganisationId) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM cohost_room WHERE activity = ?1 AND organisation = ?2",
        params![activity, org],
    )?;
    Ok(())
}

/// The rooms that those who hold an activity with its host agreed to give.
pub(super) fn agreed_rooms(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Agreed>, StoreError> {
    tx.all(
        "SELECT space, starts_at, ends_at FROM cohost_room WHERE activity = ?1",
        params![activity],
        |row| {
            Ok(Agreed {
                space: row.get(0)?,
                used: (row.get(1)?, row.get(2)?),
            })
        },
    )
}
