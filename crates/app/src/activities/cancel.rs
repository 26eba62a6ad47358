//! Calls an activity off, with a reason that everybody who signed up is told.

use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    text::line,
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, Job, StoreError, WriteTx};
use serde_json::json;

use super::{
    follow,
    model::{Act, CohostStatus, NotNow, Status},
    notify,
    publish::{host_s, not_now},
    queries,
};
use crate::bookings;

/// The longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// Why an activity can't be called off.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// There is none such that `org` hosts.
    #[error("no such activity of this organisation")]
    NotFound,
    /// Its state doesn't allow it.
    #[error("not in this state: {0:?}")]
    NotNow(NotNow),
    /// It is a course, which is called off with its sessions and their rooms.
    #[error("a course")]
    OfCourse,
    /// No reason was given, or too long a one.
    #[error("no fitting reason")]
    Reason,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CancelError {
    fn into_fault(self) -> Fault {
        match self {
            CancelError::NotFound => Fault::NotFound,
            CancelError::NotNow(why) => not_now(why).into(),
            CancelError::OfCourse => {
                Refusal::conflict("activity-of-course", msg::ACTIVITY_REFUSED_COURSE).into()
            }
            CancelError::Reason => Refusal::invalid("activity-reason", msg::ACTIVITY_REFUSED_REASON).into(),
            CancelError::Store(error) => error.into(),
        }
    }
}
refuse_with!(CancelError);

/// Calls off an activity of `org`. If it was public, those who signed up are told by a job. What was borrowed for it is
/// given back.
///
/// # Errors
/// See [`CancelError`].
pub fn cancel(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
    reason: &str,
) -> Result<(), CancelError> {
    call_off(tx, org, id, (reason, false))
}

/// Calls off an activity that is a course, or one that is none.
pub(super) fn call_off(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
    (reason, course): (&str, bool),
) -> Result<(), CancelError> {
    let reason = line(reason);
    if !(2..=REASON_MAX).contains(&reason.chars().count()) {
        return Err(CancelError::Reason);
    }
    tx.lock("activity", &id)?;
    let stored = host_s(tx, org, id)?.ok_or(CancelError::NotFound)?;
    let activity = &stored.activity;
    if activity.course != course {
        return Err(CancelError::OfCourse);
    }
    let after = activity
        .status
        .after(Act::Cancel, activity.times.ends_at, tx.now());
    after.map_err(CancelError::NotNow)?;
    queries::cancel_activity(tx, id, &reason)?;
    queries::keep_revision(tx, id, "cancelled", &stored.plan)?;
    if stored.plan.space.is_some() {
        bookings::let_go(tx, id)?;
    }
    if activity.status == Status::Published {
        follow::unindex(tx, id)?;
        follow::refresh_coverage(tx, &stored.cohosts)?;
        tx.enqueue(Job::new("signups.activity_cancelled", &json!({ "activity": id })))?;
    }
    bookings::give_back(tx, id, (&activity.title, &reason))?;
    for cohost in stored
        .cohosts
        .iter()
        .filter(|c| !c.host && c.status != CohostStatus::Declined)
    {
        notify::cancelled(tx, activity, cohost.organisation, &reason)?;
    }
    tx.record(
        Event::of("activity.cancelled", &id)
            .org(org)
            .detail(&json!({ "was": activity.status })),
    )?;
    // Whoever is signing up is told with the others, or that it was called off.
    if activity.status == Status::Published {
        queries::hold_places(tx, id)?;
    }
    Ok(())
}
