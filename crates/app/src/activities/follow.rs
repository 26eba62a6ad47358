//! What follows from a change: the search index, and the coverage of those who hold the activity.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_store::{Job, SearchDoc, StoreError, WriteTx};
use serde_json::json;

use super::{
    model::CohostStatus,
    notify,
    queries::{self, Cohost},
};
use crate::venues;

/// The kind under which activities are found.
pub const SEARCH_KIND: &str = "activity";

/// Makes a published activity findable as it is now: by its name, what it is about, where it is and who holds it.
pub(super) fn index(tx: &mut WriteTx, id: ActivityId) -> Result<(), StoreError> {
    let Some(activity) = queries::load(tx, id)? else {
        return Ok(());
    };
    let hosts = queries::cohosts(tx, id)?;
    let hosts = hosts
        .iter()
        .filter(|c| c.status == CohostStatus::Accepted)
        .map(|c| c.name.as_str());
    let body = [
        activity.summary.as_str(),
        &activity.whole_place,
        &activity.town_name,
        &activity.area_name,
    ];
    let body = body.into_iter().chain(hosts).collect::<Vec<_>>().join("\n");
    let (id, org) = (id.to_text(), activity.organisation.to_text());
    let area = queries::area_code(tx, activity.area)?;
    tx.index(&SearchDoc {
        kind: SEARCH_KIND,
        id: &id,
        title: &activity.title,
        body: &body,
        org: Some(&org),
        area: area.as_deref(),
    })
}

/// Tells those who keep the activity's rooms that they are used, unless they hold the activity or were asked to.
pub(super) fn tell_keeper(
    tx: &mut WriteTx,
    id: ActivityId,
    known: &[OrganisationId],
) -> Result<(), StoreError> {
    let Some(activity) = queries::load(tx, id)? else {
        return Ok(());
    };
    let Some(space) = activity.space else {
        return Ok(());
    };
    let (further, _) = queries::needs(tx, id)?;
    let mut told = known.to_vec();
    for space in std::iter::once(space).chain(further) {
        if let Some(room) = venues::place_of(tx, space)?
            && !told.contains(&room.owner)
        {
            notify::room_used(tx, &activity, room.owner)?;
            told.push(room.owner);
        }
    }
    Ok(())
}

/// Takes an activity out of the index.
pub(super) fn unindex(tx: &mut WriteTx, id: ActivityId) -> Result<(), StoreError> {
    tx.unindex(SEARCH_KIND, &id.to_text())
}

/// Queues what is to be done about an activity at a time, once however often it is asked for. Its handler looks whether
/// that time has come: where the activity was moved meanwhile, it asks again for the new one.
///
/// # Errors
/// When the database fails.
pub fn do_at(tx: &mut WriteTx, kind: &'static str, id: ActivityId, at: Timestamp) -> Result<(), StoreError> {
    let job = Job::new(kind, &json!({ "activity": id }));
    tx.enqueue(job.key(id.to_text()).at(at))
}

/// Sees to it that places are given out when sign-up is over.
pub(super) fn allot_at(tx: &mut WriteTx, id: ActivityId, at: Timestamp) -> Result<(), StoreError> {
    do_at(tx, "draws.give", id, at)
}

/// Sees to it that places that were kept for some are given to those who wait.
pub(super) fn kept_until(tx: &mut WriteTx, id: ActivityId, at: Timestamp) -> Result<(), StoreError> {
    do_at(tx, "signups.kept_over", id, at)
}

/// How long before it begins those who have a place are reminded of an activity.
pub const REMINDED_BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// Sees to it that those who have a place are reminded in time.
pub(super) fn remind_at(tx: &mut WriteTx, id: ActivityId, starts_at: Timestamp) -> Result<(), StoreError> {
    let at = starts_at.saturating_sub(REMINDED_BEFORE).unwrap_or(starts_at);
    do_at(tx, "signups.remind", id, at)
}

/// Sees to it that those who were there are asked how it was.
pub(super) fn ask_at(tx: &mut WriteTx, id: ActivityId, at: Timestamp) -> Result<(), StoreError> {
    do_at(tx, "feedback.ask", id, at)
}

/// Has the coverage counted again for everybody who holds the activity: one that has held nothing for a year
/// counts as a shell.
pub(super) fn refresh_coverage(tx: &mut WriteTx, cohosts: &[Cohost]) -> Result<(), StoreError> {
    let accepted = cohosts
        .iter()
        .filter(|cohost| cohost.status == CohostStatus::Accepted);
    let mut whose: Vec<OrganisationId> = accepted.map(|cohost| cohost.organisation).collect();
    // Whoever queues the same keys in the same order doesn't wait in a circle.
    whose.sort_unstable();
    whose
        .into_iter()
        .try_for_each(|organisation| refresh_coverage_of(tx, organisation))
}

/// Has the coverage counted again for one organisation.
pub(super) fn refresh_coverage_of(tx: &mut WriteTx, organisation: OrganisationId) -> Result<(), StoreError> {
    let job = Job::new("coverage.refresh", &json!({ "organisation": organisation }));
    tx.enqueue(job.key(organisation.to_text()))?;
    Ok(())
}
