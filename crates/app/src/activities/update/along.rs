//! What hangs on an activity goes along when it is changed: its rooms, its shifts, whom it invites, its places, and those who
//! are told.

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_store::{Job, StoreError, WriteTx};
use serde_json::json;

use super::{
    super::{
        follow,
        merge::Aspect,
        model::{CohostStatus, Status},
        notify,
        plan::Plan,
        publish::wish,
        queries::{self, Stored},
    },
    UpdateError,
};
use crate::bookings;

/// The rooms and what is taken along go with a public activity to another time, or are let go for others. What a draft no
/// longer wants isn't asked for any more.
pub(super) fn move_rooms(tx: &mut WriteTx, stored: &Stored, plan: &Plan) -> Result<(), UpdateError> {
    let id = stored.activity.id;
    if stored.activity.status != Status::Published {
        return match stored.plan.space {
            Some(_) => Ok(bookings::withdraw_but(tx, id, &plan.all_rooms())?),
            None => Ok(()),
        };
    }
    match wish(id, plan, &stored.cohosts) {
        Some(wish) => Ok(bookings::hold(tx, &wish)?),
        None => Ok(bookings::let_go(tx, id)?),
    }
}

/// Keeps the shifts as they are now. One that somebody takes can be moved, and those people are told; it can't be
/// dropped, nor become smaller than it is full.
pub(super) fn change_shifts(tx: &mut WriteTx, stored: &Stored, plan: &Plan) -> Result<(), UpdateError> {
    let mut moved = Vec::new();
    for before in &stored.plan.shifts {
        let Some(id) = before.id else { continue };
        let now = plan.shifts.iter().position(|shift| shift.id == Some(id));
        let places = now.map_or(0, |n| plan.shifts[n].places);
        // Whoever takes one now waits until this is done.
        tx.lock("shift", &id)?;
        let taken = queries::shift_takers(tx, id)?;
        if places < taken {
            let field = now.map_or("shifts".to_owned(), |n| format!("s{n}_places"));
            return Err(UpdateError::ShiftTaken { field, taken });
        }
        match now.map(|n| &plan.shifts[n]) {
            None => queries::drop_shift(tx, id)?,
            Some(shift) if shift.moved_from(before) && taken > 0 => moved.push(id),
            Some(_) => {}
        }
    }
    queries::keep_shifts(tx, stored.activity.id, &plan.shifts)?;
    if !moved.is_empty() && stored.activity.status == Status::Published {
        tx.enqueue(Job::new(
            "shifts.moved",
            &json!({ "activity": stored.activity.id, "shifts": moved }),
        ))?;
    }
    Ok(())
}

/// Asks who is new, takes back invitations that are gone, changes what the others are asked to bring. Those
/// who have answered are left as they are, but one that declined can be asked again.
pub(super) fn change_invitations(tx: &mut WriteTx, stored: &Stored, plan: &Plan) -> Result<(), UpdateError> {
    let (host, id) = (stored.activity.organisation, stored.activity.id);
    for cohost in stored
        .cohosts
        .iter()
        .filter(|c| !c.host && c.status == CohostStatus::Invited)
    {
        if !plan
            .cohosts
            .iter()
            .any(|invited| invited.organisation == cohost.organisation)
        {
            queries::withdraw_invitation(tx, id, cohost.organisation)?;
            notify::withdrawn(tx, &stored.activity, cohost.organisation)?;
        }
    }
    for invited in &plan.cohosts {
        let known = stored
            .cohosts
            .iter()
            .find(|cohost| cohost.organisation == invited.organisation);
        match known.map(|cohost| cohost.status) {
            None => {
                queries::insert_cohost(tx, id, invited.organisation, false, &invited.brings)?;
                notify::invited(tx, host, invited.organisation, id, plan)?;
            }
            Some(CohostStatus::Invited) => {
                queries::set_contribution(tx, id, invited.organisation, &invited.brings)?;
            }
            Some(CohostStatus::Declined) => {
                queries::ask_again(tx, id, invited.organisation, &invited.brings)?;
                notify::invited(tx, host, invited.organisation, id, plan)?;
            }
            Some(CohostStatus::Accepted) => {}
        }
    }
    Ok(())
}

/// Keeps how many places there are; those that are free now are offered to those who wait.
pub(super) fn change_places(tx: &mut WriteTx, stored: &Stored, plan: &Plan) -> Result<(), UpdateError> {
    let id = stored.activity.id;
    let roles = [
        ("attendee", "seats", stored.pools.attendee, plan.seats),
        ("volunteer", "volunteers", stored.pools.volunteer, plan.volunteers),
    ];
    let mut other = false;
    for (role, field, pool, capacity) in roles {
        if pool.capacity == capacity {
            continue;
        }
        if !queries::set_capacity(tx, id, role, capacity)? {
            let pools = queries::pools(tx, id)?;
            let taken = if role == "volunteer" {
                pools.volunteer.taken
            } else {
                pools.attendee.taken
            };
            return Err(UpdateError::BelowTaken { field, taken });
        }
        other = true;
    }
    // Fewer, too: whoever was asked about places that are gone is not asked any more.
    if other && stored.activity.status == Status::Published {
        promote(tx, id)?;
    }
    Ok(())
}

/// Has free places offered to those who wait.
fn promote(tx: &mut WriteTx, id: ActivityId) -> Result<(), StoreError> {
    tx.enqueue(Job::new("signups.promote", &json!({ "activity": id })).key(id.to_text()))?;
    Ok(())
}

/// A public activity was changed: it is found as it is now, and whoever signed up for another time or place, or
/// holds it, is told.
pub(super) fn tell_the_world(
    tx: &mut WriteTx,
    stored: &Stored,
    changed: &[Aspect],
) -> Result<(), UpdateError> {
    let id = stored.activity.id;
    follow::index(tx, id)?;
    let moved: Vec<&str> = [(Aspect::When, "time"), (Aspect::Place, "place")]
        .into_iter()
        .filter_map(|(aspect, word)| changed.contains(&aspect).then_some(word))
        .collect();
    if moved.is_empty() {
        // Only rooms were added: their keepers hear of it.
        if changed.contains(&Aspect::Needs) {
            follow::tell_keeper(tx, id, &[stored.activity.organisation])?;
        }
        return Ok(());
    }
    tx.enqueue(Job::new(
        "signups.activity_changed",
        &json!({ "activity": id, "what": moved }),
    ))?;
    // Those who hold it are told where it is now with when.
    let holders: Vec<OrganisationId> = stored
        .cohosts
        .iter()
        .filter(|cohost| cohost.status == CohostStatus::Accepted)
        .map(|cohost| cohost.organisation)
        .collect();
    follow::tell_keeper(tx, id, &holders)?;
    if changed.contains(&Aspect::When) {
        // When an organisation last held something has changed; and a queue that stood still moves again.
        follow::refresh_coverage(tx, &stored.cohosts)?;
        promote(tx, id)?;
    }
    if let Some(now) = queries::load(tx, id)? {
        for cohost in stored
            .cohosts
            .iter()
            .filter(|c| !c.host && c.status == CohostStatus::Accepted)
        {
            notify::moved(tx, &now, cohost.organisation)?;
        }
    }
    Ok(())
}
