//! The scans that wait for a person, and those that a person has settled.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, CheckinId, OrganisationId};
use langqiao_store::{ReadTx, StoreError, params};

use super::super::model::{ClockState, Direction, Outcome, Reason, Verdict};

/// A scan that waits for a person, or was settled by one.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which.
    pub id: CheckinId,
    /// Whose code it was, as shown, where it was one of this activity.
    pub name: Option<String>,
    /// The code.
    pub code: String,
    /// Which way.
    pub direction: Direction,
    /// What it came to.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// What the phone said at the door.
    pub told: Option<Reason>,
    /// When it was, by a clock set right.
    pub at: Timestamp,
    /// When the device says it was.
    pub scanned_at: Timestamp,
    /// How far its time can be trusted.
    pub clock: ClockState,
    /// At which gate.
    pub gate: Option<String>,
    /// What was decided, by whom as shown, why, and when.
    pub settled: Option<(Verdict, String, String, Timestamp)>,
}

/// Which scans are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct WhichWaiting {
    /// Those that were settled, rather than those that wait.
    pub settled: bool,
    /// Only those after this one, in the order of their ids.
    pub after: Option<CheckinId>,
    /// How many at most.
    pub limit: i64,
}

/// Which scans a person must look at, one rule for those that were answered online and those that a phone brought
/// later: every one that let nobody through, and every one whose time is in doubt. But not what settled itself: a ticket
/// held up again within three minutes of being let through where the answer was seen at once, a refusal after which the same ticket was let through that
/// way, and what nobody could read where it was typed or shown again at once.
macro_rules! to_settle {
    () => {
        "(x.outcome <> 'accepted' OR x.clock = 'doubtful')
         AND (x.reason <> 'unreadable' OR x.source <> 'live')
         AND (x.outcome = 'accepted' OR NOT EXISTS (SELECT 1 FROM scan k WHERE k.signup = x.signup
           AND k.direction = x.direction AND k.outcome = 'accepted'
           AND CASE WHEN x.outcome = 'doubled' THEN x.source = 'live' AND x.at >= k.at AND x.at <= k.at + 180000 ELSE x.at <= k.at END))"
    };
}

macro_rules! waits {
    () => {
        concat!(
            "x.activity = ?1 AND CASE CAST(?2 AS BIGINT) WHEN 1 THEN t.scan IS NOT NULL
               ELSE t.scan IS NULL AND ",
            to_settle!(),
            " END"
        )
    };
}

/// The scans of an activity that wait for a person, or were settled by one.
pub fn waiting(
    tx: &mut ReadTx,
    activity: ActivityId,
    which: &WhichWaiting,
) -> Result<Vec<Waiting>, StoreError> {
    tx.all(
        concat!(
            "SELECT x.id, p.name_masked, x.code, x.direction, x.outcome, x.reason, x.told, x.at, x.scanned_at, x.clock, g.name,
                    t.verdict, t.reason, b.name_masked, t.at
             FROM scan x LEFT JOIN scan_settlement t ON t.scan = x.id LEFT JOIN gate g ON g.id = x.gate
             LEFT JOIN signup s ON s.id = x.signup LEFT JOIN person p ON p.id = s.person
             LEFT JOIN person b ON b.id = t.person
             WHERE ", waits!(), " AND (CAST(?3 AS TEXT) IS NULL OR x.id > ?3)
             ORDER BY x.id LIMIT ?4"
        ),
        params![activity, which.settled, which.after, which.limit],
        |row| {
            let verdict = row.get::<Option<Verdict>>(11)?;
            let settled = match verdict {
                Some(verdict) => {
                    let by = row.get::<Option<String>>(13)?.unwrap_or_default();
                    Some((verdict, by, row.get(12)?, row.get(14)?))
                }
                None => None,
            };
            Ok(Waiting {
                id: row.get(0)?,
                name: row.get(1)?,
                code: row.get(2)?,
                direction: row.get(3)?,
                outcome: row.get(4)?,
                reason: row.get(5)?,
                told: row.get(6)?,
                at: row.get(7)?,
                scanned_at: row.get(8)?,
                clock: row.get(9)?,
                gate: row.get(10)?,
                settled,
            })
        },
    )
}

/// How many scans of an activity wait for a person, and how many were settled.
pub fn count(tx: &mut ReadTx, activity: ActivityId) -> Result<(i64, i64), StoreError> {
    Ok((counted(tx, activity, false)?, counted(tx, activity, true)?))
}

/// How many scans of an activity wait for a person.
pub fn count_waiting(tx: &mut ReadTx, activity: ActivityId) -> Result<i64, StoreError> {
    counted(tx, activity, false)
}

fn counted(tx: &mut ReadTx, activity: ActivityId, settled: bool) -> Result<i64, StoreError> {
    let count = tx.one(
        concat!(
            "SELECT COUNT(*) FROM scan x LEFT JOIN scan_settlement t ON t.scan = x.id WHERE ",
            waits!()
        ),
        params![activity, settled],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// An activity with scans that wait for a person.
#[derive(Clone, Debug)]
pub struct Unsettled {
    /// Which.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// When it ended.
    pub ends: Timestamp,
    /// How many scans wait.
    pub waiting: i64,
}

/// The organisation's own activities between two instants of whose scans some wait for a person.
pub fn unsettled(
    tx: &mut ReadTx,
    org: OrganisationId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Unsettled>, StoreError> {
    tx.all(
        concat!(
            "SELECT a.id, a.title, a.ends_at, COUNT(*) FROM activity a
         JOIN scan x ON x.activity = a.id
         LEFT JOIN scan_settlement t ON t.scan = x.id
         WHERE a.organisation = ?1 AND a.starts_at BETWEEN ?2 AND ?3 AND t.scan IS NULL AND ",
            to_settle!(),
            "
         GROUP BY a.id, a.title, a.ends_at ORDER BY a.ends_at, a.id LIMIT 10"
        ),
        params![org, from, until],
        |row| {
            Ok(Unsettled {
                activity: row.get(0)?,
                title: row.get(1)?,
                ends: row.get(2)?,
                waiting: row.get(3)?,
            })
        },
    )
}
