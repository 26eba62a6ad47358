//! An officer decides about a record: it stands, or it is voided with a reason. Nothing is ever deleted.
//!
//! The totals by organisation and month hold confirmed minutes only, as credited: confirming adds each body's
//! part, voiding takes it away again, in the same transaction.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, PersonId, RecordId},
    text::{clip, line},
    time,
};
use langqiao_platform::{
    args,
    fault::{Fault, Refusal},
    i18n::msg,
    notices, refuse_with, rollup,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::model::Status;

/// The measure under which confirmed minutes are totalled, by credited body and month.
pub const MEASURE: &str = "service_minutes";

/// The longest reason for voiding, in characters.
pub const REASON_MAX: usize = 200;

/// Why a record was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such record under this organisation.
    #[error("no such record")]
    NotFound,
    /// It was decided before, perhaps by somebody else just now.
    #[error("not waiting any more")]
    NotPending,
    /// It was voided before.
    #[error("voided before")]
    VoidedBefore,
    /// It is the officer's own service.
    #[error("one's own record")]
    OwnRecord,
    /// The officer entered it by hand; somebody else must look at it.
    #[error("entered by the same officer")]
    OwnEntry,
    /// No reason was given for voiding.
    #[error("no reason")]
    NoReason,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DecideError {
    /// The sentence for it; `None` for what is no rule's refusal.
    pub fn refusal(&self) -> Option<Refusal> {
        Some(match self {
            Self::NotFound | Self::Store(_) => return None,
            Self::NotPending => Refusal::conflict("record-not-pending", msg::RECORD_NOT_PENDING),
            Self::VoidedBefore => Refusal::conflict("record-voided", msg::RECORD_VOIDED_BEFORE),
            Self::OwnRecord => Refusal::conflict("record-own", msg::RECORD_OWN),
            Self::OwnEntry => Refusal::conflict("record-own-entry", msg::RECORD_OWN_ENTRY),
            Self::NoReason => Refusal::invalid("record-no-reason", msg::RECORD_NO_REASON),
        })
    }

    fn into_fault(self) -> Fault {
        match (self.refusal(), self) {
            (Some(refusal), _) => refusal.into(),
            (None, Self::Store(error)) => error.into(),
            (None, _) => Fault::NotFound,
        }
    }
}
refuse_with!(DecideError);

/// What an officer decides about.
#[derive(Clone, Debug)]
struct Case {
    organisation: OrganisationId,
    person: PersonId,
    activity: String,
    day: Date,
    minutes: i64,
    status: Status,
    entered_by: Option<PersonId>,
}

/// A record of the organisation or of one below it.
fn case(tx: &mut ReadTx, org: OrganisationId, record: RecordId) -> Result<Case, DecideError> {
    let found = tx.one(
        "SELECT r.organisation, r.person, a.title, r.day, r.minutes, r.status, r.entered_by
         FROM service_record r JOIN activity a ON a.id = r.activity
         JOIN organisation_closure k ON k.descendant = r.organisation
         WHERE r.id = ?1 AND k.ancestor = ?2",
        params![record, org],
        |row| {
            Ok(Case {
                organisation: row.get(0)?,
                person: row.get(1)?,
                activity: row.get(2)?,
                day: row.get(3)?,
                minutes: row.get(4)?,
                status: row.get(5)?,
                entered_by: row.get(6)?,
            })
        },
    )?;
    found.ok_or(DecideError::NotFound)
}

/// What speaks against an officer's confirming a record.
pub(super) fn objection(
    officer: PersonId,
    person: PersonId,
    entered_by: Option<PersonId>,
) -> Option<DecideError> {
    if person == officer {
        Some(DecideError::OwnRecord)
    } else if entered_by == Some(officer) {
        Some(DecideError::OwnEntry)
    } else {
        None
    }
}

/// Confirms a pending record. Gives its minutes.
///
/// # Errors
/// See [`DecideError`]: nobody confirms their own service or their own back-entry.
pub fn confirm(
    tx: &mut WriteTx,
    org: OrganisationId,
    officer: PersonId,
    record: RecordId,
) -> Result<i64, DecideError> {
    let case = case(tx, org, record)?;
    if case.status != Status::Pending {
        return Err(DecideError::NotPending);
    }
    if let Some(objection) = objection(officer, case.person, case.entered_by) {
        return Err(objection);
    }
    if !change(tx, record, (Status::Pending, Status::Confirmed), officer, None)? {
        return Err(DecideError::NotPending);
    }
    total(tx, record, case.day, 1)?;
    let detail = json!({ "minutes": case.minutes });
    tx.record(
        Event::of("record.confirmed", &record)
            .org(case.organisation)
            .detail(&detail),
    )?;
    let args = args! { activity = case.activity, minutes = case.minutes };
    notices::send(tx, case.person, msg::RECORD_NOTICE_CONFIRMED, args, "/records")?;
    Ok(case.minutes)
}

/// Voids a record, pending or confirmed, for a stated reason.
///
/// # Errors
/// See [`DecideError`].
pub fn void(
    tx: &mut WriteTx,
    org: OrganisationId,
    officer: PersonId,
    record: RecordId,
    reason: &str,
) -> Result<(), DecideError> {
    let reason = clip(&line(reason), REASON_MAX);
    if reason.is_empty() {
        return Err(DecideError::NoReason);
    }
    let case = case(tx, org, record)?;
    if case.status == Status::Voided {
        return Err(DecideError::VoidedBefore);
    }
    if !change(tx, record, (case.status, Status::Voided), officer, Some(&reason))? {
        return Err(DecideError::NotPending);
    }
    if case.status == Status::Confirmed {
        total(tx, record, case.day, -1)?;
    }
    let detail = json!({ "minutes": case.minutes, "was": case.status });
    tx.record(
        Event::of("record.voided", &record)
            .org(case.organisation)
            .detail(&detail),
    )?;
    let args = args! { activity = case.activity, reason = reason };
    notices::send(tx, case.person, msg::RECORD_NOTICE_VOIDED, args, "/records")?;
    Ok(())
}

/// Changes a record's status if it still is what it was; of two officers who decide at once one succeeds.
fn change(
    tx: &mut WriteTx,
    record: RecordId,
    (from, to): (Status, Status),
    officer: PersonId,
    reason: Option<&str>,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE service_record SET status = ?3, decided_by = ?4, decided_at = ?5, void_reason = ?6
         WHERE id = ?1 AND status = ?2",
        params![record, from, to, officer, tx.now(), reason],
    )?;
    Ok(rows > 0)
}

/// Adds a record's credited minutes to the totals, `times` 1, or takes them away, `times` −1.
fn total(tx: &mut WriteTx, record: RecordId, day: Date, times: i64) -> Result<(), StoreError> {
    let credits = tx.all(
        "SELECT organisation, minutes FROM record_credit WHERE record = ?1 AND minutes > 0 ORDER BY organisation",
        params![record],
        |row| Ok((row.get::<OrganisationId>(0)?, row.get::<i64>(1)?)),
    )?;
    let month = rollup::month(time::start_of_day(day));
    for (organisation, minutes) in credits {
        rollup::add(tx, organisation, month, MEASURE, times * minutes)?;
    }
    Ok(())
}
