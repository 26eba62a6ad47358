//! Where a waiting party stands.

use jiff::Timestamp;
use langqiao_kernel::id::ActivityId;
use langqiao_store::{ReadTx, StoreError, params};

use crate::signups::model::SignupRole;

/// Where a waiting party stands, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many places there are.
    pub capacity: i64,
    /// How many are held: taken or offered.
    pub taken: i64,
    /// How many of these are offered to others who have not answered yet.
    pub offered: i64,
    /// When the first of these offers ends.
    pub offer_ends: Option<Timestamp>,
    /// How many parties stand before this one.
    pub parties_ahead: i64,
    /// How many people that is.
    pub people_ahead: i64,
}

impl Standing {
    /// Places that nobody has and nobody is offered.
    pub fn free(&self) -> i64 {
        self.capacity - self.taken
    }
}

/// Where the party with this number stands, in a group of this rank.
///
/// # Errors
/// When the database fails.
pub fn standing(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    role: SignupRole,
    (rank, number): (i64, i64),
) -> Result<Option<Standing>, StoreError> {
    tx.one(
        "SELECT p.capacity, p.taken, q.offered, q.offer_ends, q.parties, q.people FROM pool p CROSS JOIN (
           SELECT COUNT(CASE WHEN state = 'offered' THEN 1 END) AS offered,
                  MIN(CASE WHEN state = 'offered' THEN offered_until END) AS offer_ends,
                  COUNT(DISTINCT CASE WHEN state = 'waiting' AND (rank < ?4 OR (rank = ?4 AND number < ?3)) THEN number END) AS parties,
                  COUNT(CASE WHEN state = 'waiting' AND (rank < ?4 OR (rank = ?4 AND number < ?3)) THEN 1 END) AS people
           FROM signup WHERE activity = ?1 AND role = ?2 AND (state = 'waiting' OR state = 'offered')) q
         WHERE p.activity = ?1 AND p.role = ?2",
        params![activity, role, number, rank],
        |row| {
            Ok(Standing {
                capacity: row.get(0)?,
                taken: row.get(1)?,
                offered: row.get(2)?,
                offer_ends: row.get(3)?,
                parties_ahead: row.get(4)?,
                people_ahead: row.get(5)?,
            })
        },
    )
}
