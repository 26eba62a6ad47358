//! A code is held before a phone: who is it, and are they let through?

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, CheckinId, GateId, OrganisationId, PersonId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, Job, ReadTx, StoreError, WriteTx};
use serde_json::json;

use super::{
    model::{Direction, Outcome, Reason, Ticket, UNREADABLE, read_code},
    queries::{self, Door, Elsewhere, Holder, OfCourse, Scan},
    rules::{Facts, Rules},
};
use crate::signups::SignupRole;

/// The job that is left for the records when a volunteer leaves; its payload is `{"signup": id}`.
pub const LEFT_JOB: &str = "records.left";

/// The longest device name.
const DEVICE_MAX: usize = 64;
/// The longest text that can be a code of ours, link and all.
pub(super) const TEXT_MAX: usize = 512;

/// How often a scan is decided anew because another gate was quicker; once is enough unless a device repeats
/// itself while it is being answered.
const ATTEMPTS: u32 = 3;

/// A scan as a device sends it.
#[derive(Clone, Debug)]
pub struct ScanCommand {
    /// At whose door.
    pub activity: ActivityId,
    /// What the camera read or the hand typed.
    pub text: String,
    /// Coming or leaving.
    pub direction: Direction,
    /// The device's own name; with `sequence` it makes sending a scan again harmless.
    pub device: String,
    /// The scan's number on that device.
    pub sequence: i64,
    /// When the device says it was; kept, but a scan made online goes by the server's clock.
    pub scanned_at: Option<Timestamp>,
}

/// Why a scan can't even be kept. Everything else is an [`Answer`].
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// There is no such activity in this organisation's reach.
    #[error("no such activity")]
    NoSuchActivity,
    /// The device used this number for another scan.
    #[error("the number belongs to another scan")]
    NumberTaken,
    /// The device's name or number is none.
    #[error("no name or number of a device")]
    BadDevice,
    /// Far longer than a code.
    #[error("far longer than a code")]
    TooLong,
    /// It is a course.
    #[error(transparent)]
    OfCourse(#[from] OfCourse),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ScanError {
    fn into_fault(self) -> Fault {
        match self {
            Self::NoSuchActivity => Fault::NotFound,
            Self::NumberTaken => Refusal::conflict("sequence-reused", msg::CHECKIN_SEQUENCE_REUSED).into(),
            Self::BadDevice => Refusal::invalid("device", msg::CHECKIN_DEVICE_WRONG).into(),
            Self::TooLong => Refusal::invalid("code-too-long", msg::CHECKIN_CODE_TOO_LONG).into(),
            Self::OfCourse(why) => why.refusal().into(),
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(ScanError);

/// What a scan came to, with all that the answer on screen mentions.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The scan as it is kept.
    pub scan: Scan,
    /// Whether it had been dealt with before and is only answered again.
    pub again: bool,
    /// The activity at whose door it was.
    pub door: Door,
    /// Whose code it is, where it is one of this activity.
    pub holder: Option<Holder>,
    /// Whose code it is, where it is one of another activity.
    pub elsewhere: Option<Elsewhere>,
    /// The others of the party who have not come yet, as shown; only when somebody is let in.
    pub missing: Vec<String>,
}

impl Answer {
    /// The whole minutes from coming to leaving; only when somebody is let out.
    pub fn stay(&self) -> Option<i64> {
        let left = (self.scan.reason == Reason::Goodbye).then_some(self.scan.at)?;
        let came = self.holder.as_ref()?.came.as_ref()?;
        Some((left.as_millisecond() - came.at.as_millisecond()).max(0) / 60_000)
    }
}

/// Whether a device's name is the id of a phone at a gate.
fn is_gate(tx: &mut ReadTx<'_>, device: &str) -> Result<bool, StoreError> {
    let Ok(id) = device.parse::<GateId>() else {
        return Ok(false);
    };
    queries::is_gate(tx, id)
}

/// Decides about a scan and keeps it, whatever it came to. The same scan sent again (same device and number)
/// changes nothing and is answered as the first time.
///
/// # Errors
/// See [`ScanError`].
pub fn scan(
    tx: &mut WriteTx,
    org: OrganisationId,
    by: PersonId,
    command: &ScanCommand,
) -> Result<Answer, ScanError> {
    // A phone at a gate brings its scans under its own id, and the typed sheet under its own word: nobody else counts
    // in their names. Beyond 2^53 numbers are no longer told apart by every program.
    let reserved = command.device == super::gates::PAPER || is_gate(tx, &command.device)?;
    let numbered = (0..1_i64 << 53).contains(&command.sequence);
    if reserved || !numbered || command.device.is_empty() || command.device.chars().count() > DEVICE_MAX {
        return Err(ScanError::BadDevice);
    }
    if command.text.chars().count() > TEXT_MAX {
        return Err(ScanError::TooLong);
    }
    let code = read_code(&command.text).map_or_else(|| UNREADABLE.to_owned(), |code| code.to_string());
    let now = tx.now();
    for _ in 0..ATTEMPTS {
        let (door, holder) =
            queries::look(tx, org, command.activity, Some(&code))?.ok_or(ScanError::NoSuchActivity)?;
        let door = door.of_one_day()?;
        let elsewhere = match holder {
            None if code != UNREADABLE => queries::elsewhere(tx, command.activity, &code, now)?,
            _ => None,
        };
        let mut scan = Scan {
            id: CheckinId::generate(),
            activity: command.activity,
            signup: holder.as_ref().map(|holder| holder.signup),
            code: code.clone(),
            direction: command.direction,
            outcome: Outcome::Unknown,
            reason: Reason::Unknown,
            device: command.device.clone(),
            sequence: command.sequence,
            scanned_at: command.scanned_at.unwrap_or(now),
            at: now,
            by,
        };
        (scan.outcome, scan.reason) = decide(&scan, &door, holder.as_ref(), elsewhere.is_some());
        if queries::insert(tx, &scan)? {
            tell(tx, &scan, &door, holder.as_ref())?;
            let missing = missing(tx, &scan, holder.as_ref())?;
            return Ok(Answer {
                scan,
                again: false,
                door,
                holder,
                elsewhere,
                missing,
            });
        }
        if let Some(known) = queries::by_number(tx, command.activity, (&command.device, command.sequence))? {
            let same = known.code == code && known.direction == command.direction;
            return if same {
                answer(tx, org, known, true)
            } else {
                Err(ScanError::NumberTaken)
            };
        }
        // Another gate was quicker. What it kept is visible now, and this scan is decided anew.
    }
    Err(StoreError::Contended.into())
}

/// Says what happened: to the event log, and to the records when a volunteer's service is over.
fn tell(tx: &mut WriteTx, scan: &Scan, door: &Door, holder: Option<&Holder>) -> Result<(), StoreError> {
    let detail = json!({ "activity": scan.activity, "direction": scan.direction, "outcome": scan.outcome });
    tx.record(
        Event::of("checkin.scanned", &scan.id)
            .org(door.organisation)
            .detail(&detail),
    )?;
    match holder {
        Some(holder) if holder.role == SignupRole::Volunteer && scan.reason == Reason::Goodbye => {
            tx.enqueue(Job::new(LEFT_JOB, &json!({ "signup": holder.signup })).key(holder.signup.to_text()))
        }
        _ => Ok(()),
    }
}

/// The answer to a scan that is kept: read it again, for the page after the form and for a request that came
/// twice.
///
/// # Errors
/// When the activity isn't in this organisation's reach or the database fails.
pub fn answer(tx: &mut ReadTx, org: OrganisationId, scan: Scan, again: bool) -> Result<Answer, ScanError> {
    let (door, holder) =
        queries::look(tx, org, scan.activity, Some(&scan.code))?.ok_or(ScanError::NoSuchActivity)?;
    let elsewhere = match scan.outcome {
        Outcome::Foreign => queries::elsewhere(tx, scan.activity, &scan.code, scan.at)?,
        _ => None,
    };
    let missing = missing(tx, &scan, holder.as_ref())?;
    Ok(Answer {
        scan,
        again,
        door,
        holder,
        elsewhere,
        missing,
    })
}

fn missing(tx: &mut ReadTx, scan: &Scan, holder: Option<&Holder>) -> Result<Vec<String>, StoreError> {
    match holder {
        Some(holder) if scan.reason == Reason::Welcome && !holder.alone => {
            queries::missing(tx, &holder.party, holder.signup)
        }
        _ => Ok(Vec::new()),
    }
}

fn decide(scan: &Scan, door: &Door, holder: Option<&Holder>, elsewhere: bool) -> (Outcome, Reason) {
    let ticket = match holder {
        Some(_) => Ticket::Here,
        None if scan.code == UNREADABLE => Ticket::Unreadable,
        None if elsewhere => Ticket::Elsewhere,
        None => Ticket::None,
    };
    let rules = Rules::current();
    rules.decide(&Facts {
        ticket,
        activity: door.status.as_str(),
        state: holder.map_or("", |holder| holder.state.as_str()),
        renewed: holder.is_some_and(|holder| holder.renewed),
        direction: scan.direction,
        scanned_in: holder.is_some_and(|holder| holder.came.is_some()),
        scanned_out: holder.is_some_and(|holder| holder.left.is_some()),
        hours: rules.hours(scan.direction, door.starts, door.ends, scan.at),
        revoked: false,
        person: None,
    })
}
