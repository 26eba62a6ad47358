//! A volunteer was never scanned out, or not in either: an officer who knows enters by hand when they left and,
//! if need be, when they came; another one confirms.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, RecordId, SignupId},
    text::{clip, line},
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    count::Span,
    open_record::{ByHand, Service, open_record},
};

/// The longest note, in characters.
pub const NOTE_MAX: usize = 200;

/// How long before the start somebody may come to set up.
const EARLIEST: SignedDuration = SignedDuration::from_hours(6);

/// A volunteer whose service is to be settled by hand.
#[derive(Clone, Debug)]
pub struct Unsettled {
    /// Their sign-up.
    pub signup: SignupId,
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
    /// When it began.
    pub starts: Timestamp,
    /// When it ended.
    pub ends: Timestamp,
    /// When they were scanned in, if they were.
    pub came: Option<Timestamp>,
    /// When they were scanned out, if they were: then an earlier record of it was voided.
    pub left: Option<Timestamp>,
    /// Whether the sign-up has a record that stands.
    pub has_record: bool,
}

impl Unsettled {
    /// When service can be counted.
    pub(super) fn countable(&self) -> Span {
        Span::countable(self.starts, self.ends)
    }

    /// When the service began: the scan in, where there is one, and otherwise what was entered.
    pub fn began(&self, entered: Option<Timestamp>) -> Option<Timestamp> {
        self.came.or(entered)
    }

    /// The earliest that somebody who was not scanned in can have come; what lies before the hours in which service
    /// counts is cut off as it is with a scan.
    pub fn earliest(&self) -> Timestamp {
        self.starts.saturating_sub(EARLIEST).unwrap_or(self.starts)
    }

    /// Whether they can have come at an instant that was entered.
    pub fn may_come(&self, came: Timestamp) -> bool {
        self.came == Some(came) || (self.earliest() <= came && came < self.ends)
    }

    /// Whether the service can have been from one instant to another: one after the other, the end within the
    /// hours in which service counts, and not in the future.
    pub fn may_be(&self, came: Timestamp, ended: Timestamp, now: Timestamp) -> bool {
        came < ended && ended <= self.countable().to && ended <= now
    }
}

/// What an officer enters.
#[derive(Clone, Debug)]
pub struct SettleCommand {
    /// Whose service.
    pub signup: SignupId,
    /// When it began, for who was never scanned in; where there is a scan in, that counts.
    pub came: Option<Timestamp>,
    /// When it ended.
    pub ended: Timestamp,
    /// How the officer knows.
    pub note: String,
}

/// Why an end was not entered.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// There is no such volunteer with a place, under this organisation.
    #[error("no such volunteer")]
    NotFound,
    /// The sign-up has a record that stands.
    #[error("there is a record")]
    HasRecord,
    /// The activity is not over.
    #[error("not over yet")]
    NotOver,
    /// There is no scan in, and it was not said when they came, or not a time at which they can have come.
    #[error("no beginning")]
    NoStart,
    /// The end lies before the scan in or outside of the hours in which service counts, or in the future.
    #[error("not an end")]
    BadEnd,
    /// It was not said how the officer knows.
    #[error("no note")]
    NoNote,
    /// It is the officer's own service.
    #[error("one's own")]
    Own,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SettleError {
    fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::HasRecord => Refusal::conflict("record-exists", msg::RECORD_EXISTS).into(),
            Self::NotOver => Refusal::conflict("record-not-over", msg::RECORD_NOT_OVER).into(),
            Self::NoStart => Refusal::invalid("record-start", msg::RECORD_NO_START).into(),
            Self::BadEnd => Refusal::invalid("record-end", msg::RECORD_BAD_END).into(),
            Self::NoNote => Refusal::invalid("record-no-note", msg::RECORD_NO_NOTE).into(),
            Self::Own => Refusal::conflict("record-own", msg::RECORD_OWN).into(),
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(SettleError);

/// A volunteer of the organisation or of one below it who was scanned in, or has a place and was not.
pub fn find(tx: &mut ReadTx, org: OrganisationId, signup: SignupId) -> Result<Option<Unsettled>, StoreError> {
    tx.one(
        "SELECT s.id, s.person, p.name_masked, a.id, a.title, a.organisation, a.starts_at, a.ends_at, i.at, o.at,
                (SELECT COUNT(*) FROM service_record r WHERE r.signup = s.id AND r.status <> 'voided')
         FROM signup s JOIN person p ON p.id = s.person JOIN activity a ON a.id = s.activity
         JOIN organisation_closure k ON k.descendant = a.organisation AND k.ancestor = ?2
         LEFT JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
         LEFT JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
         WHERE s.id = ?1 AND s.role = 'volunteer' 
           AND (i.id IS NOT NULL OR (s.state = 'seat' AND a.status = 'published'))",
        params![signup, org],
        super::unsettled::read,
    )
}

/// Enters the end of a service by hand. The record is flagged, and waits for another officer.
///
/// # Errors
/// See [`SettleError`].
pub fn settle(
    tx: &mut WriteTx,
    org: OrganisationId,
    officer: PersonId,
    command: &SettleCommand,
) -> Result<RecordId, SettleError> {
    let case = find(tx, org, command.signup)?.ok_or(SettleError::NotFound)?;
    if case.person == officer {
        return Err(SettleError::Own);
    }
    if case.has_record {
        return Err(SettleError::HasRecord);
    }
    if tx.now() < case.ends {
        return Err(SettleError::NotOver);
    }
    let came = case
        .began(command.came)
        .filter(|came| case.may_come(*came))
        .ok_or(SettleError::NoStart)?;
    if !case.may_be(came, command.ended, tx.now()) {
        return Err(SettleError::BadEnd);
    }
    let note = clip(&line(&command.note), NOTE_MAX);
    if note.is_empty() {
        return Err(SettleError::NoNote);
    }
    let service = Service {
        signup: case.signup,
        person: case.person,
        activity: case.activity,
        organisation: case.organisation,
        countable: case.countable(),
        stay: Span {
            from: came,
            to: command.ended,
        },
    };
    // The rest was checked above: nothing is counted only if nothing lies within the hours.
    open_record(tx, &service, Some(&ByHand { officer, note }))?.ok_or(SettleError::BadEnd)
}
