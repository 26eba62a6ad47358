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
    /// Until when this one is asked whether it comes with fewer, or was.
    pub asked_until: Option<Timestamp>,
}

impl Standing {
    /// Places that nobody has and nobody is offered.
    pub fn free(&self) -> i64 {
        self.capacity - self.taken
    }
}

/// Where the party with this number stands, in a group of this rank. Those before it who let pass what is free don't stand
/// before it.
///
/// # Errors
/// When the database fails.
pub fn standing(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    role: SignupRole,
    (rank, number): (i64, i64),
    now: Timestamp,
) -> Result<Option<Standing>, StoreError> {
    tx.one(
        "SELECT p.capacity, p.taken, COUNT(CASE WHEN q.state = 'offered' THEN 1 END),
                MIN(CASE WHEN q.state = 'offered' THEN q.offered_until END),
                COUNT(DISTINCT CASE WHEN q.ahead = 1 AND (q.asked_until IS NULL OR q.asked_until > ?5
                  OR q.asked_free < p.capacity - p.taken) THEN q.number END),
                COUNT(CASE WHEN q.ahead = 1 AND (q.asked_until IS NULL OR q.asked_until > ?5
                  OR q.asked_free < p.capacity - p.taken) THEN 1 END),
                MAX(CASE WHEN q.state = 'waiting' AND q.rank = ?4 AND q.number = ?3 THEN q.asked_until END)
         FROM pool p LEFT JOIN (
           SELECT activity, role, state, number, rank, offered_until, asked_until, asked_free,
                  CASE WHEN state = 'waiting' AND (rank < ?4 OR (rank = ?4 AND number < ?3)) THEN 1 ELSE 0 END AS ahead
           FROM signup WHERE activity = ?1 AND role = ?2 AND (state = 'waiting' OR state = 'offered')) q
           ON q.activity = p.activity AND q.role = p.role
         WHERE p.activity = ?1 AND p.role = ?2 GROUP BY p.capacity, p.taken",
        params![activity, role, number, rank, now],
        |row| {
            Ok(Standing {
                capacity: row.get(0)?,
                taken: row.get(1)?,
                offered: row.get(2)?,
                offer_ends: row.get(3)?,
                parties_ahead: row.get(4)?,
                people_ahead: row.get(5)?,
                asked_until: row.get(6)?,
            })
        },
    )
}
