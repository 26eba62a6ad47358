//! All SQL of check-in. What belongs to the organisation's activities is what it or a body below it holds, or
//! holds together with others as an accepted co-host.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, CheckinId, GateId, OrganisationId, PersonId, SignupId};
use langqiao_platform::{fault::Refusal, i18n::msg};
use langqiao_store::{LISTED, Listed, Param, ReadTx, Row, StoreError, WriteTx, listed, params};

use super::model::{Direction, Outcome, Reason};
use crate::{
    activities::Status,
    signups::{SignupRole, SignupState},
};

/// The activity at whose door somebody stands.
#[derive(Clone, Debug)]
pub struct Door {
    /// Which.
    pub activity: ActivityId,
    /// Who holds it.
    pub organisation: OrganisationId,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// Published or cancelled; at a draft's door nobody stands.
    pub status: Status,
    /// When it was called off, if it was.
    pub cancelled: Option<Timestamp>,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Whether it is a course: there a roll is called in each session, and nobody is scanned in.
    pub course: bool,
}

/// It is a course, at whose door nobody is scanned.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a course has rolls, and no door")]
pub struct OfCourse;

impl OfCourse {
    /// The sentence for it.
    pub fn refusal(self) -> Refusal {
        Refusal::conflict("checkin-of-course", msg::CHECKIN_OF_COURSE)
    }
}

impl Door {
    /// The status that the activity had at an instant.
    pub fn status_at(&self, at: Timestamp) -> Status {
        if self.status == Status::Cancelled && self.cancelled.is_some_and(|cancelled| cancelled > at) {
            Status::Published
        } else {
            self.status
        }
    }

    /// The door itself, if there is one to be scanned at.
    ///
    /// # Errors
    /// [`OfCourse`] for a course.
    pub fn of_one_day(self) -> Result<Door, OfCourse> {
        if self.course { Err(OfCourse) } else { Ok(self) }
    }
}

/// The sign-up that a code belongs to.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Which.
    pub signup: SignupId,
    /// Its state.
    pub state: SignupState,
    /// What they come as.
    pub role: SignupRole,
    /// Those who come together.
    pub party: String,
    /// Whether nobody else was ever signed up with them.
    pub alone: bool,
    /// The person's name as shown.
    pub name: String,
    /// Whether the person holds a newer place in the activity.
    pub renewed: bool,
    /// When they were let in, if they were.
    pub came: Option<Passage>,
    /// When they were let out, if they were.
    pub left: Option<Passage>,
}

/// An accepted scan.
#[derive(Clone, Debug)]
pub struct Passage {
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who scanned, as shown.
    pub by: String,
}

/// The activity and, if the code is one of its sign-ups', who holds it: one statement. `None` when there is
/// no such activity or it isn't this organisation's. No list stands in it, of which SQLite would make a table at each scan.
pub fn look(
    tx: &mut ReadTx,
    org: OrganisationId,
    activity: ActivityId,
    code: Option<&str>,
) -> Result<Option<(Door, Option<Holder>)>, StoreError> {
    tx.one(
        concat!("SELECT a.organisation, a.title, ", crate::activities::whole_place!(), ", a.status, a.starts_at, a.ends_at,
                s.id, s.state, s.role, s.party, p.name_masked,
                CASE WHEN s.state = 'cancelled' OR s.state = 'declined' OR s.state = 'expired' THEN
                  (SELECT COUNT(*) FROM signup n WHERE n.activity = s.activity AND n.person = s.person AND n.state = 'seat')
                ELSE 0 END,
                i.at, ip.name_masked, o.at, op.name_masked, a.course, a.cancelled_at,
                (SELECT COUNT(*) FROM signup m WHERE m.party = s.party)
         FROM activity a
         LEFT JOIN signup s ON s.activity = a.id AND s.code = ?3
         LEFT JOIN person p ON p.id = s.person
         LEFT JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
         LEFT JOIN person ip ON ip.id = i.scanned_by
         LEFT JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
         LEFT JOIN person op ON op.id = o.scanned_by
         WHERE a.id = ?1 AND a.status <> 'draft' AND (
           EXISTS (SELECT 1 FROM organisation_closure k WHERE k.ancestor = ?2 AND k.descendant = a.organisation)
           OR EXISTS (SELECT 1 FROM cohost c JOIN organisation_closure k ON k.ancestor = ?2 AND k.descendant = c.organisation
                      WHERE c.activity = a.id AND c.status = 'accepted'))"),
        params![activity, org, code],
        |row| {
            let door = Door {
                activity,
                organisation: row.get(0)?,
                title: row.get(1)?,
                place: row.get(2)?,
                status: row.get(3)?,
                starts: row.get(4)?,
                ends: row.get(5)?,
                course: row.get(16)?,
                cancelled: row.get(17)?,
            };
            let Some(signup) = row.get::<Option<SignupId>>(6)? else { return Ok((door, None)) };
            let holder = Holder {
                signup,
                state: row.get(7)?,
                role: row.get(8)?,
                party: row.get(9)?,
                alone: row.get::<i64>(18)? == 1,
                name: row.get(10)?,
                renewed: row.get::<i64>(11)? > 0,
                came: passage(row, 12)?,
                left: passage(row, 14)?,
            };
            Ok((door, Some(holder)))
        },
    )
}

fn passage(row: &Row, column: usize) -> Result<Option<Passage>, StoreError> {
    let Some(at) = row.get::<Option<Timestamp>>(column)? else {
        return Ok(None);
    };
    Ok(Some(Passage {
        at,
        by: row.get::<Option<String>>(column + 1)?.unwrap_or_default(),
    }))
}

/// Another activity that a code belongs to.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Whether the activity was called off.
    pub called_off: bool,
    /// Whether the sign-up ended: cancelled, let go, or not answered in time.
    pub ended: bool,
}

/// How far from now another activity may be for its codes to be recognised at this door: most are near, and only where
/// none is it looked further.
const NEARBY: [SignedDuration; 2] = [
    SignedDuration::from_hours(31 * 24),
    SignedDuration::from_hours(400 * 24),
];

fn around(at: Timestamp, reach: SignedDuration) -> (Timestamp, Timestamp) {
    (
        at.saturating_sub(reach).unwrap_or(at),
        at.saturating_add(reach).unwrap_or(at),
    )
}

/// The activity nearest in time that gave out this code, whether or not it still counts; one where it counts goes first.
pub fn elsewhere(
    tx: &mut ReadTx,
    activity: ActivityId,
    code: &str,
    now: Timestamp,
) -> Result<Option<Elsewhere>, StoreError> {
    for reach in NEARBY {
        let (from, to) = around(now, reach);
        let found = tx.one(
            "SELECT q.title, q.starts_at, q.ends_at, q.called_off, q.ended FROM (
               SELECT a.id AS id, a.title AS title, a.starts_at AS starts_at, a.ends_at AS ends_at,
                 CAST(CASE WHEN a.status = 'cancelled' THEN 1 ELSE 0 END AS BIGINT) AS called_off,
                 CAST(CASE WHEN s.state = 'seat' OR s.state = 'waiting' OR s.state = 'offered' THEN 0 ELSE 1 END AS BIGINT) AS ended
               FROM activity a JOIN signup s ON s.activity = a.id AND s.code = ?2
               WHERE (a.status = 'published' OR a.status = 'cancelled') AND a.starts_at BETWEEN ?3 AND ?4 AND a.id <> ?1) q
             ORDER BY q.called_off + q.ended, ABS(q.starts_at - ?5), q.id LIMIT 1",
            params![activity, code, from, to, now],
            |row| {
                Ok(Elsewhere {
                    title: row.get(0)?,
                    starts: row.get(1)?,
                    ends: row.get(2)?,
                    called_off: row.get::<i64>(3)? > 0,
                    ended: row.get::<i64>(4)? > 0,
                })
            },
        )?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Codes of other activities, and when those begin.
#[derive(Debug, Default)]
pub struct GivenOut(HashMap<String, Vec<Timestamp>>);

impl GivenOut {
    /// Whether [`elsewhere`] would find an activity for this code when it was scanned.
    pub fn has(&self, code: &str, at: Timestamp) -> bool {
        let (from, to) = around(at, NEARBY[1]);
        let starts = self.0.get(code).map_or(&[][..], Vec::as_slice);
        starts.iter().any(|starts| (from..=to).contains(starts))
    }
}

static GIVEN_OUT: Listed = Listed::new(
    "SELECT s.code, a.starts_at FROM activity a JOIN signup s ON s.activity = a.id AND s.code IN ({ids})
     WHERE (a.status = 'published' OR a.status = 'cancelled') AND a.starts_at BETWEEN ?34 AND ?35 AND a.id <> ?33",
);

/// Which of many codes, each with when it was scanned at this activity's door, other activities gave out: like
/// [`elsewhere`], for all of them together.
pub fn given_out(
    tx: &mut ReadTx,
    activity: ActivityId,
    scanned: &[(String, Timestamp)],
) -> Result<GivenOut, StoreError> {
    let mut found = GivenOut::default();
    let times = || scanned.iter().map(|(_, at)| *at);
    let (Some(first), Some(last)) = (times().min(), times().max()) else {
        return Ok(found);
    };
    for reach in NEARBY {
        let (from, to) = (around(first, reach).0, around(last, reach).1);
        let unknown = scanned.iter().filter(|(code, at)| !found.has(code, *at));
        let mut codes: Vec<String> = unknown.map(|(code, _)| code.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        for some in codes.chunks(LISTED) {
            let mut args = listed(some);
            args.extend::<[&dyn Param; 3]>([&activity, &from, &to]);
            let rows = tx.all(GIVEN_OUT.sql(), &args, |row| {
                Ok((row.get::<String>(0)?, row.get(1)?))
            })?;
            for (code, starts) in rows {
                found.0.entry(code).or_default().push(starts);
            }
        }
    }
    Ok(found)
}

/// Those of a party who have a place and have not been let in, but for one of them.
pub fn missing(tx: &mut ReadTx, party: &str, but: SignupId) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT p.name_masked FROM signup m JOIN person p ON p.id = m.person
         WHERE m.party = ?1 AND m.id <> ?2 AND m.state = 'seat' AND NOT EXISTS
           (SELECT 1 FROM scan x WHERE x.signup = m.id AND x.direction = 'in' AND x.outcome = 'accepted')
         ORDER BY m.id",
        params![party, but],
        |row| row.get(0),
    )
}

/// A scan as it is kept.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Its id.
    pub id: CheckinId,
    /// At which activity's door.
    pub activity: ActivityId,
    /// The code, or [`UNREADABLE`](super::model::UNREADABLE).
    pub code: String,
    /// The sign-up, where the code is one's of this activity.
    pub signup: Option<SignupId>,
    /// Which way.
    pub direction: Direction,
    /// What it came to.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// On which device.
    pub device: String,
    /// Its number on that device.
    pub sequence: i64,
    /// When the device says it was.
    pub scanned_at: Timestamp,
    /// When it reached the server, which is what counts.
    pub at: Timestamp,
    /// Who scanned.
    pub by: PersonId,
}

fn read_scan(row: &Row) -> Result<Scan, StoreError> {
    Ok(Scan {
        id: row.get(0)?,
        activity: row.get(1)?,
        code: row.get(2)?,
        signup: row.get(3)?,
        direction: row.get(4)?,
        outcome: row.get(5)?,
        reason: row.get(6)?,
        device: row.get(7)?,
        sequence: row.get(8)?,
        scanned_at: row.get(9)?,
        at: row.get(10)?,
        by: row.get(11)?,
    })
}

/// The scan that a device made at an activity's door under this number, if it reached us before.
pub fn by_number(
    tx: &mut ReadTx,
    activity: ActivityId,
    (device, sequence): (&str, i64),
) -> Result<Option<Scan>, StoreError> {
    tx.one(
        "SELECT id, activity, code, signup, direction, outcome, reason, device, sequence, scanned_at, at, scanned_by
         FROM scan WHERE activity = ?1 AND device = ?2 AND sequence = ?3",
        params![activity, device, sequence],
        read_scan,
    )
}

/// A scan at this activity's door.
pub fn by_id(tx: &mut ReadTx, activity: ActivityId, scan: CheckinId) -> Result<Option<Scan>, StoreError> {
    tx.one(
        "SELECT id, activity, code, signup, direction, outcome, reason, device, sequence, scanned_at, at, scanned_by
         FROM scan WHERE id = ?1 AND activity = ?2",
        params![scan, activity],
        read_scan,
    )
}

/// Keeps a scan. `false` when its device's number is taken or, for one that is to be accepted, when the sign-up
/// was let through in this direction by somebody else in the meantime.
pub fn insert(tx: &mut WriteTx, scan: &Scan) -> Result<bool, StoreError> {
    let rows = tx.execute(
        // Two gates that accept the same sign-up at once meet at its unique index: one waits for the other and then
        // keeps nothing. A request sent twice meets itself at the device's number. No index is named here, because one
        // that isn't named is a failure on PostgreSQL when it is met first.
        "INSERT INTO scan (id, activity, code, signup, direction, outcome, reason, device, sequence, scanned_at, at, scanned_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT DO NOTHING",
        params![
            scan.id,
            scan.activity,
            scan.code,
            scan.signup,
            scan.direction,
            scan.outcome,
            scan.reason,
            scan.device,
            scan.sequence,
            scan.scanned_at,
            scan.at,
            scan.by
        ],
    )?;
    Ok(rows > 0)
}

/// Whether there is a phone at a gate of this id.
pub fn is_gate(tx: &mut ReadTx, id: GateId) -> Result<bool, StoreError> {
    let found = tx.one("SELECT 1 FROM gate WHERE id = ?1", params![id], |_| Ok(()))?;
    Ok(found.is_some())
}
