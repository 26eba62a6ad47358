//! SQL of the lists and pages of service records. What an organisation sees is what it or a body below it
//! holds, or is credited with.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, RecordId, SignupId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{count::Cut, model::Status};

/// A record as lists show it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: RecordId,
    /// The volunteer.
    pub person: PersonId,
    /// Their name as shown.
    pub name: String,
    /// What they served at.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// Who holds it.
    pub organisation: OrganisationId,
    /// The day on which it began.
    pub day: Date,
    /// When service began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// The minutes that count.
    pub minutes: i64,
    /// The minutes before other records and the cap.
    pub uncapped: i64,
    /// How it stands.
    pub status: Status,
    /// What was taken away, and why.
    pub cuts: Vec<Cut>,
    /// Who entered it by hand.
    pub entered_by: Option<PersonId>,
    /// The minutes credited to the organisation that the list is of; the record's own where it is of none.
    pub credited: i64,
}

/// Reads what the lists select.
pub(super) fn read_listed(row: &Row<'_>) -> Result<Listed, StoreError> {
    Ok(Listed {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        activity: row.get(3)?,
        title: row.get(4)?,
        organisation: row.get(5)?,
        day: row.get(6)?,
        started: row.get(7)?,
        ended: row.get(8)?,
        minutes: row.get(9)?,
        uncapped: row.get(10)?,
        status: row.get(11)?,
        cuts: row.json(12)?,
        entered_by: row.get(13)?,
        credited: row.get(14)?,
    })
}

/// Which records of an organisation and those below it.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Only those of this activity.
    pub activity: Option<ActivityId>,
    /// Only those that stand so.
    pub status: Option<Status>,
    /// What waits before what is decided, so that the one never hides the other; for one activity only.
    pub pending_first: bool,
    /// Only those after this one.
    pub after: Option<RecordId>,
    /// How many at most.
    pub limit: i64,
}

/// The records of what an organisation or one below it holds, in the order in which they were made.
pub fn list(tx: &mut ReadTx, org: OrganisationId, which: &Which) -> Result<Vec<Listed>, StoreError> {
    if let Some(activity) = which.activity {
        return of_activity(tx, org, activity, which);
    }
    tx.all(
        "SELECT r.id, r.person, p.name_masked, r.activity, a.title, r.organisation, r.day, r.started_at, r.ended_at,
                r.minutes, r.uncapped_minutes, r.status, r.cuts, r.entered_by, r.minutes
         FROM organisation_closure k
         JOIN service_record r ON r.organisation = k.descendant
         JOIN person p ON p.id = r.person JOIN activity a ON a.id = r.activity
         WHERE k.ancestor = ?1 AND (CAST(?2 AS TEXT) IS NULL OR r.status = ?2)
           AND (CAST(?3 AS TEXT) IS NULL OR r.id > ?3)
         ORDER BY r.id LIMIT ?4",
        params![org, which.status, which.after, which.limit],
        read_listed,
    )
}

/// The same for one activity: its few records are found by it, not looked for among all.
fn of_activity(
    tx: &mut ReadTx,
    org: OrganisationId,
    activity: ActivityId,
    which: &Which,
) -> Result<Vec<Listed>, StoreError> {
    tx.all(
        "SELECT r.id, r.person, p.name_masked, r.activity, a.title, r.organisation, r.day, r.started_at, r.ended_at,
                r.minutes, r.uncapped_minutes, r.status, r.cuts, r.entered_by, r.minutes
         FROM service_record r
         JOIN organisation_closure k ON k.descendant = r.organisation AND k.ancestor = ?1
         JOIN person p ON p.id = r.person JOIN activity a ON a.id = r.activity
         WHERE r.activity = ?2 AND (CAST(?3 AS TEXT) IS NULL OR r.status = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR r.id > ?4)
         ORDER BY CASE WHEN CAST(?6 AS BIGINT) = 1 AND r.status <> 'pending' THEN 1 ELSE 0 END, r.id LIMIT ?5",
        params![org, activity, which.status, which.after, which.limit, which.pending_first],
        read_listed,
    )
}

/// An activity that the organisation or one below it holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
}

/// An activity, if the organisation or one below it holds it.
pub fn held(tx: &mut ReadTx, org: OrganisationId, activity: ActivityId) -> Result<Option<Held>, StoreError> {
    tx.one(
        "SELECT a.title, a.starts_at, a.ends_at FROM activity a
         JOIN organisation_closure k ON k.descendant = a.organisation
         WHERE a.id = ?1 AND k.ancestor = ?2",
        params![activity, org],
        |row| {
            Ok(Held {
                activity,
                title: row.get(0)?,
                starts: row.get(1)?,
                ends: row.get(2)?,
            })
        },
    )
}

/// An activity whose records wait.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// When it began.
    pub starts: Timestamp,
    /// How many records wait.
    pub records: i64,
    /// Their minutes.
    pub minutes: i64,
}

/// Whose activities are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those that the organisation itself holds.
    Own,
    /// Those that it or one below it holds.
    Below,
}

impl Reach {
    /// How far below the organisation that is.
    pub(super) fn depth(self) -> i64 {
        match self {
            Reach::Own => 0,
            Reach::Below => i64::MAX,
        }
    }
}

/// The activities of an organisation whose records wait, the earliest first.
pub fn waiting(
    tx: &mut ReadTx,
    org: OrganisationId,
    reach: Reach,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    tx.all(
        "SELECT a.id, a.title, a.starts_at, COUNT(*), CAST(SUM(r.minutes) AS BIGINT)
         FROM organisation_closure k
         JOIN service_record r ON r.organisation = k.descendant AND r.status = 'pending'
         JOIN activity a ON a.id = r.activity
         WHERE k.ancestor = ?1 AND k.depth <= ?2
         GROUP BY a.id, a.title, a.starts_at ORDER BY a.starts_at, a.id LIMIT ?3",
        params![org, reach.depth(), limit],
        |row| {
            Ok(Waiting {
                activity: row.get(0)?,
                title: row.get(1)?,
                starts: row.get(2)?,
                records: row.get(3)?,
                minutes: row.get(4)?,
            })
        },
    )
}

/// How many records of an activity stand how, and their minutes; only if the organisation or one below it
/// holds it.
pub fn standing_of(
    tx: &mut ReadTx,
    org: OrganisationId,
    activity: ActivityId,
) -> Result<Vec<(Status, i64, i64)>, StoreError> {
    tx.all(
        "SELECT r.status, COUNT(*), CAST(SUM(r.minutes) AS BIGINT)
         FROM service_record r JOIN organisation_closure k ON k.descendant = r.organisation
         WHERE r.activity = ?1 AND k.ancestor = ?2 GROUP BY r.status",
        params![activity, org],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Everything about one record.
#[derive(Clone, Debug)]
pub struct Whole {
    /// As lists show it.
    pub record: Listed,
    /// The sign-up it came from.
    pub signup: SignupId,
    /// What the holder of the activity is called.
    pub organisation_name: String,
    /// Who entered it by hand, as shown, and how they knew.
    pub entered: Option<(String, String)>,
    /// Who decided, as shown, and when.
    pub decided: Option<(String, Timestamp)>,
    /// Why it was voided.
    pub void_reason: Option<String>,
    /// The body's id, its name and its part of the minutes.
    pub credits: Vec<(OrganisationId, String, i64)>,
    /// The scan in and the scan out: when and by whom, as shown.
    pub scans: Vec<Evidence>,
}

/// A scan that a record rests on.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// `in` or `out`.
    pub direction: String,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who scanned, as shown.
    pub by: String,
}

/// Whose record may be read.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// Of an organisation: what it or one below it holds or is credited with.
    Of(OrganisationId),
    /// The person's own, and that of those whose guardian they are.
    Own(PersonId),
}

/// A record with its credits and the scans it rests on: three statements.
pub fn whole(tx: &mut ReadTx, reader: Reader, id: RecordId) -> Result<Option<Whole>, StoreError> {
    let (org, own) = match reader {
        Reader::Of(org) => (Some(org), None),
        Reader::Own(person) => (None, Some(person)),
    };
    let found = tx.one(
        "SELECT r.id, r.person, p.name_masked, r.activity, a.title, r.organisation, r.day, r.started_at, r.ended_at,
                r.minutes, r.uncapped_minutes, r.status, r.cuts, r.entered_by, r.minutes,
                r.signup, h.name, e.name_masked, r.entered_note, d.name_masked, r.decided_at, r.void_reason
         FROM service_record r
         JOIN person p ON p.id = r.person JOIN activity a ON a.id = r.activity
         JOIN organisation h ON h.id = r.organisation
         LEFT JOIN person e ON e.id = r.entered_by LEFT JOIN person d ON d.id = r.decided_by
         WHERE r.id = ?1 AND (
           r.person = CAST(?3 AS TEXT) OR p.guardian = CAST(?3 AS TEXT)
           OR EXISTS (SELECT 1 FROM organisation_closure k WHERE k.ancestor = CAST(?2 AS TEXT) AND (k.descendant = r.organisation
             OR k.descendant IN (SELECT c.organisation FROM record_credit c WHERE c.record = r.id))))",
        params![id, org, own],
        |row| {
            let entered: (Option<String>, Option<String>) = (row.get(17)?, row.get(18)?);
            let decided: (Option<String>, Option<Timestamp>) = (row.get(19)?, row.get(20)?);
            Ok(Whole {
                record: read_listed(row)?,
                signup: row.get(15)?,
                organisation_name: row.get(16)?,
                entered: entered.0.zip(entered.1),
                decided: decided.0.zip(decided.1),
                void_reason: row.get(21)?,
                credits: Vec::new(),
                scans: Vec::new(),
            })
        },
    )?;
    let Some(mut whole) = found else { return Ok(None) };
    whole.credits = tx.all(
        "SELECT c.organisation, o.name, c.minutes FROM record_credit c JOIN organisation o ON o.id = c.organisation
         WHERE c.record = ?1 ORDER BY c.minutes DESC, o.name, o.id",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    whole.scans = tx.all(
        "SELECT x.direction, x.at, b.name_masked FROM scan x LEFT JOIN person b ON b.id = x.scanned_by
         WHERE x.signup = ?1 AND x.outcome = 'accepted' ORDER BY x.at",
        params![whole.signup],
        |row| {
            Ok(Evidence {
                direction: row.get(0)?,
                at: row.get(1)?,
                by: row.get::<Option<String>>(2)?.unwrap_or_default(),
            })
        },
    )?;
    Ok(Some(whole))
}

/// The bodies that accepted to hold an activity, with their parts of the minutes of these records.
pub fn credits_of(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<(RecordId, String, i64)>, StoreError> {
    tx.all(
        "SELECT c.record, o.name, c.minutes FROM service_record r
         JOIN record_credit c ON c.record = r.id JOIN organisation o ON o.id = c.organisation
         WHERE r.activity = ?1 AND r.status = 'pending' ORDER BY o.name, o.id",
        params![activity],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The name of an organisation at or below another; `None` when it isn't there.
pub fn below(
    tx: &mut ReadTx,
    org: OrganisationId,
    other: OrganisationId,
) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT o.name FROM organisation_closure k JOIN organisation o ON o.id = k.descendant
         WHERE k.ancestor = ?1 AND k.descendant = ?2",
        params![org, other],
        |row| row.get(0),
    )
}

/// A person's records and those of the people whose guardian they are, the latest first.
pub fn own(
    tx: &mut ReadTx,
    person: PersonId,
    before: Option<RecordId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    tx.all(
        "SELECT r.id, r.person, p.name_masked, r.activity, a.title, r.organisation, r.day, r.started_at, r.ended_at,
                r.minutes, r.uncapped_minutes, r.status, r.cuts, r.entered_by, r.minutes
         FROM person p JOIN service_record r ON r.person = p.id JOIN activity a ON a.id = r.activity
         WHERE (p.id = ?1 OR p.guardian = ?1) AND (CAST(?2 AS TEXT) IS NULL OR r.id < ?2)
         ORDER BY r.id DESC LIMIT ?3",
        params![person, before, limit],
        read_listed,
    )
}
