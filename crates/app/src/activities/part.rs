//! An organisation that agreed to hold an activity together parts from it: it leaves, or its host lets it go. Both with a
//! reason that the other side is told, and only until the activity begins: who held it then, held it.

use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    text::line,
};
use langqiao_platform::{i18n::msg, not_done::NotDone};
use langqiao_store::{Event, WriteTx};
use serde_json::json;

use super::{
    follow,
    model::{CohostStatus, Status},
    notify,
    plan::LINE_MAX,
    queries::{self, Stored},
};
use crate::bookings;

/// `org` no longer holds an activity that it had agreed to hold with its host. Its part and its reason stay to be read;
/// until the activity begins it may change its mind.
///
/// # Errors
/// [`NotDone`] where it doesn't hold the activity, where that has begun, and where no reason is given.
pub fn leave(tx: &mut WriteTx, org: OrganisationId, id: ActivityId, reason: &str) -> Result<(), NotDone> {
    let (stored, reason) = parting(tx, (id, org), reason)?;
    let change = (CohostStatus::Accepted, CohostStatus::Declined);
    if !queries::answer_invitation(tx, id, org, change, Some(&reason))? {
        return Err(NotDone::NotFound);
    }
    gone(tx, &stored, org, "joined")?;
    notify::left(tx, &stored.activity, org, &reason)?;
    tx.record(
        Event::of("activity.cohost_left", &id)
            .org(org)
            .detail(&json!({ "reason": reason })),
    )?;
    Ok(())
}

/// The host lets an organisation go that had agreed to hold its activity. It may be asked anew.
///
/// # Errors
/// [`NotDone`] where the host has no such activity or that organisation doesn't hold it, where it has begun, and where
/// no reason is given.
pub fn release(
    tx: &mut WriteTx,
    host: OrganisationId,
    (id, whom): (ActivityId, OrganisationId),
    reason: &str,
) -> Result<(), NotDone> {
    let (stored, reason) = parting(tx, (id, whom), reason)?;
    if stored.activity.organisation != host {
        return Err(NotDone::NotFound);
    }
    queries::remove_cohost(tx, id, whom)?;
    gone(tx, &stored, whom, "updated")?;
    notify::released(tx, &stored.activity, whom, &reason)?;
    let detail = json!({ "organisation": whom, "reason": reason });
    tx.record(
        Event::of("activity.cohost_released", &id)
            .org(host)
            .detail(&detail),
    )?;
    Ok(())
}

/// The activity, locked, where `org` holds it without being its host and it has not begun; and the reason, tidied.
fn parting(
    tx: &mut WriteTx,
    (id, org): (ActivityId, OrganisationId),
    reason: &str,
) -> Result<(Stored, String), NotDone> {
    tx.lock("activity", &id)?;
    let stored = queries::stored(tx, id)?.ok_or(NotDone::NotFound)?;
    let holds = |status| {
        stored
            .cohosts
            .iter()
            .any(|c| c.organisation == org && !c.host && c.status == status)
    };
    if !holds(CohostStatus::Accepted) {
        return Err(NotDone::NotFound);
    }
    if stored.activity.status == Status::Cancelled || stored.activity.times.starts_at <= tx.now() {
        return Err(NotDone::no("cohost-begun", msg::ACTIVITY_REFUSED_PART));
    }
    let reason = line(reason);
    match reason.chars().count() {
        0 => Err(NotDone::field("reason", msg::ACTIVITY_PROBLEM_PART_REASON)),
        length if length > LINE_MAX => Err(NotDone::field("reason", msg::ACTIVITY_PROBLEM_LINE_LONG)),
        _ => Ok((stored, reason)),
    }
}

/// What follows from who holds the activity now: its newest version (`joined` for the answer of a body, `updated` for the
/// host's own change), how it is found, what the other covers.
fn gone(tx: &mut WriteTx, stored: &Stored, org: OrganisationId, act: &str) -> Result<(), NotDone> {
    let id = stored.activity.id;
    bookings::forget_rooms(tx, id, org)?;
    if let Some(now) = queries::stored(tx, id)? {
        queries::keep_revision(tx, id, act, &now.plan)?;
    }
    if stored.activity.status == Status::Published {
        follow::index(tx, id)?;
        follow::refresh_coverage_of(tx, org)?;
    }
    Ok(())
}
