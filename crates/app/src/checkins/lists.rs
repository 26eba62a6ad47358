//! SQL of what is shown of an activity's check-in: the figures, who is expected, in, out, and what was refused.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, CheckinId, OrganisationId, SignupId};
use langqiao_store::{ReadTx, StoreError, params};

use super::model::{Direction, Outcome, Reason};
use crate::{areas::words, signups::SignupRole};

words! {
    /// Which list; each figure of the page opens one.
    Show {
        /// Everybody with a place.
        Expected = "expected",
        /// Those who were let in.
        Arrived = "arrived",
        /// Those who were let in and not yet out.
        Present = "present",
        /// Those who were let out.
        Left = "left",
        /// Those with a place who were not let in.
        Missing = "missing",
        /// Scans that let nobody through.
        Refused = "refused",
    }
}

/// The figures of an activity's door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many have a place, or were let in all the same: as many as came and as didn't come.
    pub expected: i64,
    /// How many were let in.
    pub arrived: i64,
    /// How many were let out.
    pub left: i64,
    /// How many scans let nobody through.
    pub refused: i64,
    /// How many have a place and were not let in.
    pub missing: i64,
    /// When the activity ends.
    pub ends: Option<Timestamp>,
    /// Whether it is a course, whose sessions have rolls of their own.
    pub course: bool,
}

impl Counts {
    /// How many are in.
    pub fn present(&self) -> i64 {
        self.arrived - self.left
    }

    /// The figure that a list was counted to.
    pub fn of(&self, show: Show) -> i64 {
        match show {
            Show::Expected => self.expected,
            Show::Arrived => self.arrived,
            Show::Present => self.present(),
            Show::Left => self.left,
            Show::Missing => self.missing,
            Show::Refused => self.refused,
        }
    }
}

/// Counts an activity's door.
pub fn counts(tx: &mut ReadTx, activity: ActivityId) -> Result<Counts, StoreError> {
    let counts = tx.one(
        "SELECT (SELECT COUNT(*) FROM signup e WHERE e.activity = ?1 AND (e.state = 'seat' OR EXISTS (
                  SELECT 1 FROM scan i WHERE i.signup = e.id AND i.direction = 'in' AND i.outcome = 'accepted'))),
                CAST(COALESCE(SUM(CASE WHEN outcome = 'accepted' AND direction = 'in' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN outcome = 'accepted' AND direction = 'out' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN outcome <> 'accepted' THEN 1 ELSE 0 END), 0) AS BIGINT),
                (SELECT COUNT(*) FROM signup s WHERE s.activity = ?1 AND s.state = 'seat' AND NOT EXISTS (
                  SELECT 1 FROM scan i WHERE i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted')),
                (SELECT ends_at FROM activity WHERE id = ?1), (SELECT course FROM activity WHERE id = ?1)
         FROM scan WHERE activity = ?1",
        params![activity],
        |row| {
            Ok(Counts {
                expected: row.get(0)?,
                arrived: row.get(1)?,
                left: row.get(2)?,
                refused: row.get(3)?,
                missing: row.get(4)?,
                ends: row.get(5)?,
                course: row.get::<Option<i64>>(6)? == Some(1),
            })
        },
    )?;
    Ok(counts.unwrap_or_default())
}

/// Somebody on the list.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Their sign-up.
    pub signup: SignupId,
    /// Their name as shown.
    pub name: String,
    /// What they come as.
    pub role: SignupRole,
    /// How many come together, they included.
    pub party: i64,
    /// Their short code, for letting in someone whose phone is empty.
    pub code: String,
    /// When they were let in.
    pub came: Option<Timestamp>,
    /// When they were let out.
    pub left: Option<Timestamp>,
}

/// What is looked for in a list.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// A short code in its one form.
    pub code: Option<String>,
    /// The first character of a name.
    pub initial: Option<String>,
    /// The last sign-up of the page before.
    pub after: Option<SignupId>,
    /// How many at most.
    pub limit: i64,
}

/// Those of an activity whom a list shows, in the order of their signing up.
pub fn guests(
    tx: &mut ReadTx,
    activity: ActivityId,
    show: Show,
    find: &Find,
) -> Result<Vec<Guest>, StoreError> {
    tx.all(
        "SELECT s.id, p.name_masked, s.role, (SELECT COUNT(*) FROM signup m WHERE m.party = s.party AND m.state = 'seat'),
                s.code, i.at, o.at
         FROM signup s JOIN person p ON p.id = s.person
         LEFT JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
         LEFT JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
         WHERE s.activity = ?1
           AND CASE CAST(?2 AS TEXT) WHEN 'expected' THEN CASE WHEN s.state = 'seat' OR i.id IS NOT NULL THEN 1 ELSE 0 END
                       WHEN 'arrived' THEN CASE WHEN i.id IS NOT NULL THEN 1 ELSE 0 END
                       WHEN 'present' THEN CASE WHEN i.id IS NOT NULL AND o.id IS NULL THEN 1 ELSE 0 END
                       WHEN 'left' THEN CASE WHEN o.id IS NOT NULL THEN 1 ELSE 0 END
                       WHEN 'missing' THEN CASE WHEN s.state = 'seat' AND i.id IS NULL THEN 1 ELSE 0 END
                       ELSE 0 END = 1
           AND (CAST(?3 AS TEXT) IS NULL OR s.code = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR SUBSTR(p.name_masked, 1, 1) = ?4)
           AND (CAST(?5 AS TEXT) IS NULL OR s.id > ?5)
         ORDER BY s.id LIMIT ?6",
        params![activity, show.as_str(), find.code, find.initial, find.after, find.limit],
        |row| {
            Ok(Guest {
                signup: row.get(0)?,
                name: row.get(1)?,
                role: row.get(2)?,
                party: row.get(3)?,
                code: row.get(4)?,
                came: row.get(5)?,
                left: row.get(6)?,
            })
        },
    )
}

/// A scan in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id; later ones are greater.
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
    /// When it reached the server.
    pub at: Timestamp,
    /// When the device says it was.
    pub scanned_at: Timestamp,
    /// On which device.
    pub device: String,
    /// Its number there.
    pub sequence: i64,
    /// Who scanned, as shown.
    pub by: String,
}

/// Which scans.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Only those that let nobody through.
    pub refused: bool,
    /// Only those before this one.
    pub before: Option<CheckinId>,
    /// How many at most.
    pub limit: i64,
}

/// An activity's scans, the latest first.
pub fn scans(tx: &mut ReadTx, activity: ActivityId, which: &Which) -> Result<Vec<Listed>, StoreError> {
    tx.all(
        "SELECT x.id, p.name_masked, x.code, x.direction, x.outcome, x.reason, x.at, x.scanned_at, x.device, x.sequence,
                b.name_masked
         FROM scan x LEFT JOIN signup s ON s.id = x.signup LEFT JOIN person p ON p.id = s.person
         LEFT JOIN person b ON b.id = x.scanned_by
         WHERE x.activity = ?1 AND (CAST(?2 AS BIGINT) = 0 OR x.outcome <> 'accepted') AND (CAST(?3 AS TEXT) IS NULL OR x.id < ?3)
         ORDER BY x.id DESC LIMIT ?4",
        params![activity, which.refused, which.before, which.limit],
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                name: row.get(1)?,
                code: row.get(2)?,
                direction: row.get(3)?,
                outcome: row.get(4)?,
                reason: row.get(5)?,
                at: row.get(6)?,
                scanned_at: row.get(7)?,
                device: row.get(8)?,
                sequence: row.get(9)?,
                by: row.get::<Option<String>>(10)?.unwrap_or_default(),
            })
        },
    )
}

/// An activity whose door is open today or tomorrow.
#[derive(Clone, Debug)]
pub struct Soon {
    /// Which.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// When it begins.
    pub starts: Timestamp,
    /// How many have a place, or were let in all the same.
    pub expected: i64,
    /// How many were let in.
    pub arrived: i64,
}

/// The published activities of the organisation, and of those below it that it holds together with others,
/// which begin before `until` and are not over at `now`, the earliest first.
pub fn soon(
    tx: &mut ReadTx,
    org: OrganisationId,
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<Soon>, StoreError> {
    tx.all(
        concat!("SELECT a.id, a.title, ", crate::activities::whole_place!(), ", a.starts_at,
                (SELECT COUNT(*) FROM signup s WHERE s.activity = a.id AND (s.state = 'seat' OR EXISTS (
                  SELECT 1 FROM scan i WHERE i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'))),
                (SELECT COUNT(*) FROM scan x WHERE x.activity = a.id AND x.outcome = 'accepted' AND x.direction = 'in')
         FROM activity a
         WHERE a.status = 'published' AND a.course = 0 AND a.starts_at <= ?3 AND a.starts_at > ?4 AND a.ends_at > ?2
           AND (a.organisation = ?1 OR EXISTS (SELECT 1 FROM cohost c
             WHERE c.activity = a.id AND c.organisation = ?1 AND c.status = 'accepted'))
         ORDER BY a.starts_at, a.id LIMIT 10"),
        params![org, now, until, now.saturating_sub(LONGEST).unwrap_or(now)],
        |row| {
            Ok(Soon {
                activity: row.get(0)?,
                title: row.get(1)?,
                place: row.get(2)?,
                starts: row.get(3)?,
                expected: row.get(4)?,
                arrived: row.get(5)?,
            })
        },
    )
}

/// No activity lasts longer than this: what began before is over.
const LONGEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(31 * 24);
