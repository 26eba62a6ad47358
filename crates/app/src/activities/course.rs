//! What the room of courses asks of activities: a course is an activity that goes on for months, whose days, hours and
//! rooms are those of its sessions.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::i18n::msg;
use langqiao_store::{StoreError, WriteTx, params};

use super::{
    cancel::{self, CancelError},
    create::{self, CreateError},
    follow,
    model::Status,
    plan::Plan,
    queries::{self, Stored},
    rules::{COURSE_LASTS, LASTS_AT_MOST, Problem},
    settle::settle,
    update::UpdateError,
};

/// Makes the draft of a course of `org`. It holds no room itself: each session does.
///
/// # Errors
/// [`CreateError::Invalid`] with every problem of the plan.
pub(crate) fn create(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    plan: &Plan,
) -> Result<ActivityId, CreateError> {
    let settled = settle(tx, org, plan, None, COURSE_LASTS)?;
    let id = create::write(tx, org, &settled)?;
    tx.execute("UPDATE activity SET course = 1 WHERE id = ?1", params![id])?;
    Ok(id)
}

/// How long an activity may last; and the days of a course aren't changed here, nor is it given a room.
pub(super) fn keep_days(stored: &Stored, plan: &Plan) -> Result<SignedDuration, UpdateError> {
    if !stored.activity.course {
        return Ok(LASTS_AT_MOST);
    }
    let before = &stored.plan.times;
    let kept = |moved: bool, field: &str| {
        moved.then(|| Problem {
            field: field.to_owned(),
            message: msg::ACTIVITY_PROBLEM_OF_COURSE.into(),
        })
    };
    let problems: Vec<Problem> = [
        kept(plan.times.starts_at != before.starts_at, "day"),
        kept(plan.times.ends_at != before.ends_at, "end_day"),
        kept(plan.space.is_some(), "space"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if problems.is_empty() {
        Ok(COURSE_LASTS)
    } else {
        Err(UpdateError::Invalid(problems))
    }
}

/// A course lasts from its first session to its last: what hangs on that follows. Sign-up is over with it at the latest.
/// The session's own change is the record of it. The caller holds the activity.
///
/// # Errors
/// When the database fails.
pub(crate) fn lasts(
    tx: &mut WriteTx<'_>,
    id: ActivityId,
    (starts_at, ends_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE activity SET starts_at = ?2, ends_at = ?3, updated_at = ?4,
           signup_closes_at = CASE WHEN signup_closes_at > ?3 THEN ?3 ELSE signup_closes_at END
         WHERE id = ?1 AND (starts_at <> ?2 OR ends_at <> ?3)",
        params![id, starts_at, ends_at, now],
    )?;
    let Some(stored) = queries::stored(tx, id)?.filter(|_| changed > 0) else {
        return Ok(());
    };
    queries::keep_revision(tx, id, "updated", &stored.plan)?;
    if stored.activity.status == Status::Published {
        follow::remind_at(tx, id, starts_at)?;
        follow::ask_at(tx, id, ends_at)?;
    }
    Ok(())
}

/// A course meets somewhere else from now on; the sessions' own change is the record of it. The caller holds the activity.
///
/// # Errors
/// When the database fails.
pub(crate) fn meets_at(tx: &mut WriteTx<'_>, id: ActivityId, place: &str) -> Result<(), StoreError> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE activity SET place = ?2, updated_at = ?3 WHERE id = ?1 AND place <> ?2",
        params![id, place, now],
    )?;
    if let Some(stored) = queries::stored(tx, id)?.filter(|_| changed > 0) {
        queries::keep_revision(tx, id, "updated", &stored.plan)?;
    }
    Ok(())
}

/// Calls a course off; its sessions' rooms are the caller's to give back.
///
/// # Errors
/// See [`CancelError`].
pub(crate) fn cancel(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    id: ActivityId,
    reason: &str,
) -> Result<(), CancelError> {
    cancel::call_off(tx, org, id, (reason, true))
}
