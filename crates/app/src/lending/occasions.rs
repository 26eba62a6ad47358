//! The activities for which things are borrowed.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

/// The activities that an organisation holds, or holds together with others, and that are not over: the one that is
/// `chosen`, then the next ones, 100 at most.
///
/// # Errors
/// When the database fails.
pub fn activities(
    tx: &mut ReadTx,
    org: OrganisationId,
    (now, chosen): (Timestamp, Option<ActivityId>),
) -> Result<Vec<(ActivityId, String)>, StoreError> {
    tx.all(
        "SELECT a.id, a.title, a.starts_at FROM activity a WHERE a.ends_at > ?2 AND a.status <> 'cancelled' AND (a.organisation = ?1
           OR EXISTS (SELECT 1 FROM cohost c WHERE c.activity = a.id AND c.organisation = ?1 AND c.status = 'accepted'))
         ORDER BY CASE WHEN a.id = ?3 THEN 0 ELSE 1 END, a.starts_at, a.id LIMIT 100",
        params![org, now, chosen],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// An activity for which things are borrowed.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// Which.
    pub id: ActivityId,
    /// What it is called.
    pub title: String,
    /// From when until when it lasts.
    pub span: (Timestamp, Timestamp),
    /// Whether it was called off.
    pub off: bool,
    /// How many loans are for it.
    pub loans: i64,
}

impl Occasion {
    /// Its first and its last day.
    pub fn days(&self) -> (Date, Date) {
        (time::day(self.span.0), time::day(self.span.1))
    }

    /// Whether something can still be borrowed for it.
    pub fn comes(&self, now: Timestamp) -> bool {
        !self.off && self.span.1 > now
    }
}

/// An activity that an organisation holds, or holds together with others.
///
/// # Errors
/// When the database fails.
pub fn occasion(
    tx: &mut ReadTx,
    org: OrganisationId,
    activity: ActivityId,
) -> Result<Option<Occasion>, StoreError> {
    tx.one(
        "SELECT a.id, a.title, a.starts_at, a.ends_at, CAST(CASE WHEN a.status = 'cancelled' THEN 1 ELSE 0 END AS BIGINT),
                CAST((SELECT COUNT(*) FROM loan l WHERE l.activity = a.id) AS BIGINT)
         FROM activity a WHERE a.id = ?2 AND (a.organisation = ?1
           OR EXISTS (SELECT 1 FROM cohost c WHERE c.activity = a.id AND c.organisation = ?1 AND c.status = 'accepted'))",
        params![org, activity],
        |row| {
            Ok(Occasion {
                id: row.get(0)?,
                title: row.get(1)?,
                span: (row.get(2)?, row.get(3)?),
                off: row.get::<i64>(4)? > 0,
                loans: row.get(5)?,
            })
        },
    )
}
