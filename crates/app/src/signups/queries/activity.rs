//! An activity and its places, as those see them who sign up.

use jiff::Timestamp;
use langqiao_kernel::id::ActivityId;
use langqiao_store::{ReadTx, Row, StoreError, params};

use crate::signups::model::{SignupRole, queue_moves};

/// An activity as those see it who sign up.
#[derive(Clone, Debug)]
pub struct ActivityFacts {
    /// Its id.
    pub id: ActivityId,
    /// What it is.
    pub title: String,
    /// Where: the place in words.
    pub place: String,
    /// Who holds it.
    pub host: String,
    /// Its state: `published`, `cancelled`, `draft`.
    pub status: String,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When sign-up begins.
    pub opens_at: Timestamp,
    /// When sign-up ends.
    pub closes_at: Timestamp,
    /// At most so many in one party.
    pub party_max: i64,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
    /// The youngest age, in years.
    pub min_age: Option<i64>,
    /// The oldest age, in years.
    pub max_age: Option<i64>,
    /// Grows with every change of the activity.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The columns of [`ActivityFacts`], from `activity a JOIN organisation o`.
macro_rules! activity_columns {
    () => {
        "a.id, a.title, a.place, o.name, a.status, a.cancel_reason, a.starts_at, a.ends_at, a.signup_opens_at,
         a.signup_closes_at, a.party_max, a.offer_minutes, a.min_age, a.max_age, a.version, a.updated_at"
    };
}
pub(super) use activity_columns;
/// How many columns [`activity_columns!`] are.
pub(super) const ACTIVITY_COLUMNS: usize = 16;

pub(super) fn activity(row: &Row<'_>) -> Result<ActivityFacts, StoreError> {
    Ok(ActivityFacts {
        id: row.get(0)?,
        title: row.get(1)?,
        place: row.get(2)?,
        host: row.get(3)?,
        status: row.get(4)?,
        cancel_reason: row.get(5)?,
        starts_at: row.get(6)?,
        ends_at: row.get(7)?,
        opens_at: row.get(8)?,
        closes_at: row.get(9)?,
        party_max: row.get(10)?,
        offer_minutes: row.get(11)?,
        min_age: row.get(12)?,
        max_age: row.get(13)?,
        version: row.get(14)?,
        updated_at: row.get(15)?,
    })
}

/// A public activity.
///
/// # Errors
/// When the database fails.
pub fn public_activity(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<ActivityFacts>, StoreError> {
    tx.one(
        concat!(
            "SELECT ",
            activity_columns!(),
            " FROM activity a JOIN organisation o ON o.id = a.organisation
              WHERE a.id = ?1 AND a.status IN ('published', 'cancelled')"
        ),
        params![id],
        activity,
    )
}

/// The places of an activity for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// As what one comes.
    pub role: SignupRole,
    /// How many there are.
    pub capacity: i64,
    /// How many are held: taken or offered.
    pub taken: i64,
    /// How many people wait.
    pub waiting: i64,
}

impl Places {
    /// How many a newcomer can have now: none while anyone waits whose turn can still come.
    pub fn for_newcomers(&self, starts_at: Timestamp, now: Timestamp) -> i64 {
        if self.waiting > 0 && queue_moves(now, starts_at) {
            0
        } else {
            self.capacity - self.taken
        }
    }
}

/// The places of an activity, by role; a role without places is none.
///
/// # Errors
/// When the database fails.
pub fn places(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Vec<Places>, StoreError> {
    tx.all(
        "SELECT role, capacity, taken, waiting FROM pool WHERE activity = ?1 AND capacity > 0 ORDER BY role",
        params![activity],
        |row| {
            Ok(Places {
                role: row.get(0)?,
                capacity: row.get(1)?,
                taken: row.get(2)?,
                waiting: row.get(3)?,
            })
        },
    )
}
