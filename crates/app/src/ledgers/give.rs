//! A body says what it gave.

use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::queries;
use crate::activities::{self, Contribution, Problem, Status};

/// Why it is not kept.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// Nothing was held yet, or it was called off.
    #[error("not held")]
    NotHeld,
    /// Something in it can't be.
    #[error("fields are wrong")]
    Invalid(Vec<Problem>),
    /// The organisation doesn't hold such an activity.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl GiveError {
    fn into_fault(self) -> Fault {
        match self {
            Self::NotHeld => Refusal::conflict("given-not-held", msg::LEDGER_NOT_HELD).into(),
            Self::Invalid(problems) => activities::invalid(&problems),
            Self::Fault(fault) => fault,
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(GiveError);

/// Keeps what `org` gave to an activity that it holds and that has begun, in the place of what it said before. How the
/// credit is shared stays as it was agreed.
///
/// # Errors
/// [`GiveError`]; nothing is changed then.
pub fn give(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    activity: ActivityId,
    gave: &Contribution,
) -> Result<(), GiveError> {
    let gave = gave.clone().tidied();
    let problems = activities::contribution_problems("own", &gave);
    if !problems.is_empty() {
        return Err(GiveError::Invalid(problems));
    }
    let held = activities::require_held(tx, org, activity)?.activity;
    if held.status != Status::Published || tx.now() < held.times.starts_at {
        return Err(GiveError::NotHeld);
    }
    queries::keep(tx, activity, (org, person), &gave)?;
    let detail =
        json!({ "people": gave.people, "venue": gave.venue, "money": gave.money, "goods": gave.goods });
    tx.record(Event::of("activity.given", &activity).org(org).detail(&detail))?;
    Ok(())
}
