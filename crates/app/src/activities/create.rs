//! Makes a joint activity: what, where, when, for whom, and with whom, all or nothing.

use langqiao_kernel::id::{ActivityId, Id, OrganisationId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    fields::FieldErrors,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    merge::Aspect,
    model::Status,
    notify,
    plan::Plan,
    queries,
    rules::{LASTS_AT_MOST, Problem},
    settle::{Settled, Unsettled, settle},
};

/// Why an activity can't be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Something in the plan can't be; each with its field.
    #[error("the plan has {} problems", .0.len())]
    Invalid(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Unsettled> for CreateError {
    fn from(unsettled: Unsettled) -> Self {
        match unsettled {
            Unsettled::Problems(problems) => CreateError::Invalid(problems),
            Unsettled::Store(error) => CreateError::Store(error),
        }
    }
}

impl CreateError {
    fn into_fault(self) -> Fault {
        match self {
            CreateError::Invalid(problems) => invalid(&problems),
            CreateError::Store(error) => error.into(),
        }
    }
}
refuse_with!(CreateError);

/// The refusal of a plan for a program: every problem, each at its place in what was sent.
pub(crate) fn invalid(problems: &[Problem]) -> Fault {
    let mut errors = FieldErrors::new();
    for problem in problems {
        errors.add(problem.place(), problem.message.clone());
    }
    let refusal = Refusal {
        code: "activity-invalid",
        ..Refusal::fields(errors)
    };
    refusal.into()
}

/// Makes a draft of `org` and asks the organisations that are to hold it together; their officers are told.
///
/// # Errors
/// [`CreateError::Invalid`] with every problem of the plan.
pub fn create(tx: &mut WriteTx, org: OrganisationId, plan: &Plan) -> Result<ActivityId, CreateError> {
    let settled = settle(tx, org, plan, None, LASTS_AT_MOST)?;
    write(tx, org, &settled)
}

/// What became of a form that makes an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The draft that it made.
    New(ActivityId),
    /// The activity that it had made before: it was sent again.
    Before(ActivityId),
    /// The same, but the form says more or other things by now than that activity in this version.
    Changed(ActivityId, i64),
}

/// Makes a draft as [`create`] does, once for each `once`: the same form sent again makes no second activity. One that says
/// another title or time by now is another activity, and so is one that comes after the first was called off.
///
/// # Errors
/// [`CreateError::Invalid`] with every problem of the plan.
pub fn create_once(
    tx: &mut WriteTx,
    org: OrganisationId,
    plan: &Plan,
    once: Id<()>,
) -> Result<Made, CreateError> {
    // The same form sent twice at once: the second waits for the first.
    tx.lock("activity_once", &once)?;
    let before = queries::made_by(tx, once)?;
    if let Some(id) = before
        && let Some(stored) = queries::stored(tx, id)?
        && stored.activity.organisation == org
        && stored.activity.status != Status::Cancelled
        && (&stored.plan.title, stored.plan.times.starts_at) == (&plan.title, plan.times.starts_at)
    {
        tx.bookkeeping();
        let settled = settle(tx, org, plan, Some(&stored.plan), LASTS_AT_MOST);
        let same = settled.is_ok_and(|settled| Aspect::differing(&stored.plan, &settled.plan).is_empty());
        return Ok(match same {
            true => Made::Before(id),
            false => Made::Changed(id, stored.activity.version),
        });
    }
    let id = create(tx, org, plan)?;
    if before.is_none() {
        queries::keep_once(tx, id, once)?;
    }
    Ok(Made::New(id))
}

/// Writes a draft and asks those who are to hold it together.
pub(super) fn write(
    tx: &mut WriteTx,
    org: OrganisationId,
    settled: &Settled,
) -> Result<ActivityId, CreateError> {
    let (plan, id) = (&settled.plan, ActivityId::generate());
    queries::insert_activity(tx, id, org, plan, settled.town)?;
    queries::insert_cohost(tx, id, org, true, &plan.own)?;
    for invited in &plan.cohosts {
        queries::insert_cohost(tx, id, invited.organisation, false, &invited.brings)?;
        notify::invited(tx, org, invited.organisation, id, plan)?;
    }
    queries::keep_first_revision(tx, id, plan)?;
    let detail = json!({ "cohosts": plan.cohosts.len(), "questions": plan.questions.len() });
    tx.record(Event::of("activity.created", &id).org(org).detail(&detail))?;
    Ok(id)
}
