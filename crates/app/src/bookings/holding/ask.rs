//! Asks the keepers of an activity's rooms before the activity is public, or before it moves.

use langqiao_kernel::{
    id::{ActivityId, BookingId, PersonId, SpaceId},
    time,
};
use langqiao_platform::{args, i18n::msg, spoken::Moment};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    super::{
        book::{self, tell_keeper},
        decide,
        model::{Booking, Status, Stretch},
        queries as bookings,
    },
    Hold, HoldError, RoomState,
    hold::{offer, queue_with_old},
    queries,
    stand::{Permit, judged, stand, wanted},
};
use crate::organisations;

/// Asks for each of the rooms whose keepers have to be asked, in the name of the activity: an ordinary booking, which
/// becomes the activity's once it is agreed to. What was asked for the same room and another time is withdrawn. How
/// many keepers' rooms were asked for.
///
/// # Errors
/// [`HoldError::Rooms`] with what stands in the way where there is nothing to ask for.
pub fn ask_for(tx: &mut WriteTx, person: PersonId, wish: &Hold) -> Result<usize, HoldError> {
    queue_with_old(tx, wish.activity, &wish.spaces)?;
    let now = tx.now();
    let states = stand(tx, wish, now)?;
    let mut asked = 0;
    for state in states.iter().filter(|state| state.way.can_be_asked()) {
        withdraw(tx, wish.activity, |space| space == state.space)?;
        asked += usize::from(ask(tx, person, wish, state)?);
    }
    if asked == 0 {
        let refused: Vec<RoomState> = states.into_iter().filter(|one| !one.way.goes()).collect();
        return Err(HoldError::Rooms(refused));
    }
    Ok(asked)
}

fn ask(tx: &mut WriteTx, person: PersonId, wish: &Hold, state: &RoomState) -> Result<bool, HoldError> {
    let (now, org) = (tx.now(), wish.organisation);
    let Some(room) = bookings::room(tx, Some(org), state.space, time::day(now))? else {
        return Ok(false);
    };
    let new = wanted(wish, &room);
    let Some(ready) = judged(&room, wish, now)
        .ok()
        .filter(|ready| ready.status == Status::Asked)
    else {
        return Ok(false);
    };
    let id = book::insert(tx, (org, Some(person)), &new, &ready, None).map_err(|why| match why {
        book::BookError::Store(error) => error.into(),
        why => HoldError::Store(StoreError::Commit(why.to_string())),
    })?;
    queries::bind(tx, id, wish.activity)?;
    let by = organisations::name_of(tx, org)?;
    let args = args! { by = by, place = room.place(), at = Moment(wish.starts_at) };
    tell_keeper(tx, &room, wish.starts_at, msg::BOOKING_NOTICE_ASKED, args)?;
    let detail = json!({ "space": room.id, "status": ready.status.as_str(), "activity": wish.activity });
    tx.record(Event::of("booking.made", &id).org(org).detail(&detail))?;
    Ok(true)
}

/// Withdraws what was asked for in an activity's name, but for some rooms; their keepers are told.
///
/// # Errors
/// When the database fails.
pub fn withdraw_but(tx: &mut WriteTx, activity: ActivityId, keep: &[SpaceId]) -> Result<(), StoreError> {
    queue_with_old(tx, activity, &[])?;
    withdraw(tx, activity, |space| !keep.contains(&space))
}

fn withdraw(
    tx: &mut WriteTx,
    activity: ActivityId,
    which: impl Fn(SpaceId) -> bool,
) -> Result<(), StoreError> {
    let mut freed = Vec::new();
    for row in queries::of_activity(tx, activity)? {
        let live = matches!(row.status, Status::Held | Status::Asked);
        if row.taken_over || !live || !which(row.space) {
            continue;
        }
        freed.extend(queries::give_back(tx, row.id)?);
        if let Some((booking, keeper)) = bookings::booking(tx, row.id)? {
            tx.record(Event::of("booking.cancelled", &row.id).org(booking.organisation))?;
            if keeper != booking.organisation {
                decide::tell(tx, keeper, &[booking], msg::BOOKING_NOTICE_GIVEN_BACK, "")?;
            }
        }
    }
    offer(tx, freed)
}

/// The keeper agrees to what was asked for in the name of an activity that has the room already, for a time that overlaps:
/// the booking that the activity has becomes the two, from the earlier beginning to the later end, so that it can stay and
/// can move, and calendars go on with the one that they know. None where there is nothing to join. The caller holds the
/// turn at the room, ends the request and then writes it.
///
/// # Errors
/// When the database fails.
pub(in super::super) fn agreed(
    tx: &mut WriteTx,
    activity: ActivityId,
    booking: &Booking,
) -> Result<Option<Joined>, StoreError> {
    let Some(span) = bookings::held_span(tx, booking.id)? else {
        return Ok(None);
    };
    for row in queries::of_activity(tx, activity)? {
        if !row.taken_over || row.space != booking.space {
            continue;
        }
        let Some(other) = bookings::held_span(tx, row.id)? else {
            continue;
        };
        if other.0 < span.1 && span.0 < other.1 {
            return Ok(Some(Joined {
                used: (row.used.0.min(booking.starts_at), row.used.1.max(booking.ends_at)),
                held: (other.0.min(span.0), other.1.max(span.1)),
                permit: Permit::of_held(activity),
                row,
            }));
        }
    }
    Ok(None)
}

/// Two bookings of one activity that become one.
pub(in super::super) struct Joined {
    row: queries::Request,
    used: (jiff::Timestamp, jiff::Timestamp),
    held: (jiff::Timestamp, jiff::Timestamp),
    permit: Permit,
}

impl Joined {
    /// Writes it to the booking that the activity has, and gives which that is and what it holds now; the request is over.
    ///
    /// # Errors
    /// When the database fails, or the room is held by another (`booking_space_taken`).
    pub(in super::super) fn write(
        self,
        tx: &mut WriteTx,
        request: &Booking,
    ) -> Result<(BookingId, Stretch), StoreError> {
        let over = (request.id, request.space);
        queries::become_as(tx, (&self.row, &self.permit), over, self.used, self.held)?;
        Ok((self.row.id, (request.space, self.held)))
    }
}
