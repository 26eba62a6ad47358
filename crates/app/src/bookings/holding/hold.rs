//! Rooms and equipment are taken with an activity, moved with it, let go with it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, BookingId, SpaceId},
    time,
};
use langqiao_store::{StoreError, WriteTx};

use super::{
    super::{
        book::{BookError, held, queue},
        lending::{lend, queries as lending},
        model::{Room, Status, Stretch},
        queries::{self as bookings, NewRow},
        settle, waiting,
    },
    Hold, HoldError, RoomState, Way,
    queries::{self, Request},
    stand::stand,
};

/// Holds rooms and equipment for an activity, all or nothing, in place of what it held before: each room by its rules, by
/// a booking that its keeper agreed to where there is one. The activity's own act is the record of it. A room that is
/// gone is passed over, and one that it has for all that time already is not judged again.
///
/// # Errors
/// [`HoldError`], with all rooms that can't be had.
pub fn hold(tx: &mut WriteTx, wish: &Hold) -> Result<(), HoldError> {
    queue_with_old(tx, wish.activity, &wish.spaces)?;
    // Read only now, when nobody else can change what is held there.
    let now = tx.now();
    let states = stand(tx, wish, now)?;
    let refused: Vec<RoomState> = states.iter().filter(|one| !one.way.goes()).cloned().collect();
    if !refused.is_empty() {
        return Err(HoldError::Rooms(refused));
    }
    let reused = reused(tx, wish, &states)?;
    let mut freed = let_go_of_others(tx, wish.activity, (&states, &reused))?;
    let mut rows = Vec::with_capacity(states.len());
    for state in &states {
        let (row, before) = take(tx, wish, state, reused.get(&state.at))?;
        rows.extend(row);
        freed.extend(before);
    }
    take_along(tx, wish, &rows)?;
    let held: Vec<BookingId> = rows.iter().map(|row| row.booking).collect();
    settle::taken(tx, &held)?;
    for row in &rows {
        // It may take fewer pieces along than before.
        waiting::pieces::freed(tx, row.room.id)?;
    }
    Ok(offer(tx, freed)?)
}

/// What of an activity's bookings, and of those that were asked for in its name, it doesn't need any more, is given back.
/// An answer that is waited for goes on being waited for as long as nothing changes about the rooms.
fn let_go_of_others(
    tx: &mut WriteTx,
    activity: ActivityId,
    (states, reused): (&[RoomState], &Reused),
) -> Result<Vec<Stretch>, StoreError> {
    let stays = |id: BookingId| {
        reused.values().any(|row| row.id == id)
            || states.iter().any(
                |state| matches!(&state.way, Way::Kept(claim) | Way::Booked(claim) if claim.booking == id),
            )
    };
    let moves = states.iter().any(|state| !matches!(state.way, Way::Kept(_)));
    let mut freed = Vec::new();
    for row in queries::of_activity(tx, activity)? {
        let live = matches!(row.status, Status::Held | Status::Asked);
        if live && !stays(row.id) && (row.taken_over || moves) {
            freed.extend(queries::give_back(tx, row.id)?);
        }
    }
    Ok(freed)
}

/// By the number of the wanted room: the booking of the activity's that goes there.
type Reused = BTreeMap<usize, Request>;

/// Which of an activity's bookings become those of rooms that it takes anew: the same booking in another room or at another
/// time, so that calendars which have it already see it move. Where another one was agreed to for it, the one that it has
/// becomes as that one, unless it is another body's or one of the two has begun.
fn reused(tx: &mut WriteTx, wish: &Hold, states: &[RoomState]) -> Result<Reused, StoreError> {
    let now = tx.now();
    let stays = |id: BookingId| {
        states
            .iter()
            .any(|state| matches!(&state.way, Way::Kept(claim) | Way::Booked(claim) if claim.booking == id))
    };
    let mut spare = queries::of_activity(tx, wish.activity)?;
    spare.retain(|row| row.taken_over && row.status == Status::Held && !stays(row.id));
    let mut reused = Reused::new();
    for same in [true, false] {
        for state in states.iter() {
            if reused.contains_key(&state.at) {
                continue;
            }
            let here = |row: &Request| row.space == state.space;
            let fits = |row: &Request| match &state.way {
                Way::Own | Way::KeeperHolds | Way::Free if same => here(row),
                Way::Own | Way::KeeperHolds | Way::Free => row.organisation == wish.organisation,
                Way::Booked(claim) => {
                    let begun = claim.used.0 <= now || row.used.0 <= now;
                    row.organisation == claim.organisation && !begun && (here(row) || !same)
                }
                _ => false,
            };
            if let Some(at) = spare.iter().position(fits) {
                reused.insert(state.at, spare.remove(at));
            }
        }
    }
    Ok(reused)
}

/// A room that is the activity's now: by which booking, held from when until when.
struct Held {
    booking: BookingId,
    room: Room,
    span: (Timestamp, Timestamp),
}

/// Takes one of the rooms; gives the booking, and what became free by it.
fn take(
    tx: &mut WriteTx,
    wish: &Hold,
    state: &RoomState,
    reused: Option<&Request>,
) -> Result<(Option<Held>, Option<Stretch>), HoldError> {
    let today = time::day(tx.now());
    let Some(room) = bookings::room(tx, Some(wish.organisation), state.space, today)? else {
        return Ok((None, None));
    };
    let Some(permit) = state.permit(wish) else {
        return Err(HoldError::Rooms(vec![state.clone()]));
    };
    let used = (wish.starts_at, wish.ends_at);
    let mut freed = None;
    let (booking, span) = match &state.way {
        // A shorter time of what it has; what its keeper agreed to stays as it was agreed.
        Way::Kept(claim) if !claim.agreed && claim.used != used => {
            let (before, span) = (bookings::held_span(tx, claim.booking)?, held(&room.rules, used));
            queries::retime(tx, (claim.booking, room.id), used, span)?;
            freed = before.map(|before| (room.id, before));
            (claim.booking, span)
        }
        Way::Kept(claim) => {
            let span = bookings::held_span(tx, claim.booking)?;
            (claim.booking, span.unwrap_or(used))
        }
        Way::Booked(claim) => {
            let span = bookings::held_span(tx, claim.booking)?.unwrap_or(used);
            // From now on the activity says what goes along.
            waiting::pieces::leave_all(tx, claim.booking)?;
            match reused {
                Some(row) => {
                    freed = bookings::held_span(tx, row.id)?.map(|before| (row.space, before));
                    // What went along to where it was stays there.
                    queries::drop_all(tx, row.id)?;
                    let other = (claim.booking, room.id);
                    queries::become_as(tx, (row, &permit), other, claim.used, span)?;
                    (row.id, span)
                }
                None => {
                    queries::take_over(tx, claim.booking, &permit)?;
                    (claim.booking, span)
                }
            }
        }
        _ => match reused {
            Some(row) => {
                let span = held(&room.rules, used);
                freed = bookings::held_span(tx, row.id)?.map(|before| (row.space, before));
                queries::go_to(tx, (row, &permit), room.id, used, span)?;
                (row.id, span)
            }
            None => {
                let (id, span) = (BookingId::generate(), held(&room.rules, used));
                let row = NewRow {
                    id,
                    space: room.id,
                    organisation: wish.organisation,
                    activity: Some(permit),
                    purpose: "",
                    people: 0,
                    used,
                    held: span,
                    status: Status::Held,
                    person: tx.by().actor.person(),
                    series: None,
                };
                bookings::insert(tx, &row)?;
                (id, span)
            }
        },
    };
    let held = Held { booking, room, span };
    Ok((Some(held), freed))
}

/// Takes along what is kept at each room's venue, with the first of its rooms.
fn take_along(tx: &mut WriteTx, wish: &Hold, rows: &[Held]) -> Result<(), HoldError> {
    queries::drop_along(tx, wish.activity)?;
    let mut left = wish.equipment.clone();
    for row in rows {
        if !left.is_empty() {
            let kept = lending::of_venue(tx, row.room.venue)?;
            for needed in left.extract_if(.., |(id, _)| kept.iter().any(|one| one.id == *id)) {
                queries::note_along(tx, row.booking, needed)?;
            }
        }
        lend::enough(tx, row.booking, row.span).map_err(|why| match why {
            BookError::Short { name, free, .. } => HoldError::Short { name, free },
            BookError::Store(error) => error.into(),
            why => HoldError::Store(StoreError::Commit(why.to_string())),
        })?;
    }
    Ok(())
}

/// Waits for the turn at the rooms that an activity has or asked for and those that it wants, in the order in which
/// everybody does: two activities that change rooms with each other don't wait in a circle.
pub(super) fn queue_with_old(
    tx: &mut WriteTx,
    activity: ActivityId,
    new: &[SpaceId],
) -> Result<(), StoreError> {
    let mut spaces = bookings::spaces_of(tx, activity)?;
    spaces.extend(new);
    spaces.sort_unstable();
    spaces.dedup();
    spaces.into_iter().try_for_each(|space| queue(tx, space))
}

/// What an activity no longer holds goes to those who wait for it.
pub(super) fn offer(tx: &mut WriteTx, freed: Vec<Stretch>) -> Result<(), StoreError> {
    freed
        .into_iter()
        .try_for_each(|(space, held)| waiting::queue::freed(tx, space, held).map(drop))
}

/// Lets go what an activity holds, and what was asked for in its name.
///
/// # Errors
/// When the database fails.
pub fn let_go(tx: &mut WriteTx, activity: ActivityId) -> Result<(), StoreError> {
    super::ask::withdraw_but(tx, activity, &[])?;
    let mut freed = Vec::new();
    for row in queries::of_activity(tx, activity)? {
        if row.taken_over {
            freed.extend(queries::give_back(tx, row.id)?);
        }
    }
    offer(tx, freed)
}
