//! Makes a joint activity: what, where, when, for whom, and with whom, all or nothing.

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    fields::FieldErrors,
    once::{FormId, Made, MadeBy},
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

/// Which form made an activity.
const MADE_BY: MadeBy = MadeBy {
    lock: "activity_once",
    found: "SELECT id FROM activity WHERE once = ?1",
    keep: "UPDATE activity SET once = ?2 WHERE id = ?1",
    free: "UPDATE activity SET once = NULL WHERE once = ?1",
};

/// The activity that a form had made before it was sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Which one.
    pub id: ActivityId,
    /// Its version, where the form says more or other things by now.
    pub differs: Option<i64>,
}

/// Makes a draft as [`create`] does, once for each form: the same sent again makes no second activity. One that says
/// another title or time by now is another activity, and so is one that comes after the first was called off.
///
/// # Errors
/// [`CreateError::Invalid`] with every problem of the plan.
pub fn create_once(
    tx: &mut WriteTx,
    org: OrganisationId,
    plan: &Plan,
    form: FormId,
) -> Result<Made<ActivityId, Earlier>, CreateError> {
    let again = |tx: &mut WriteTx, id| earlier(tx, org, plan, id);
    MADE_BY.once(tx, form, again, |tx| create(tx, org, plan))
}

/// The activity of before, if what is sent again is about that one.
fn earlier(
    tx: &mut WriteTx,
    org: OrganisationId,
    plan: &Plan,
    id: ActivityId,
) -> Result<Option<Earlier>, CreateError> {
    let Some(stored) = queries::stored(tx, id)?.filter(|stored| {
        stored.activity.organisation == org
            && stored.activity.status != Status::Cancelled
            && (&stored.plan.title, stored.plan.times.starts_at) == (&plan.title, plan.times.starts_at)
    }) else {
        return Ok(None);
    };
    let settled = settle(tx, org, plan, Some(&stored.plan), LASTS_AT_MOST);
    let same = settled.is_ok_and(|settled| Aspect::differing(&stored.plan, &settled.plan).is_empty());
    let differs = (!same).then_some(stored.activity.version);
    Ok(Some(Earlier { id, differs }))
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
