//! A room is opened at its door.

use jiff::{SignedDuration, Timestamp, ToSpan};
use langqiao_kernel::{
    id::{SpaceId, UseId, VenueId},
    time,
};
use langqiao_platform::{
    i18n::{Sentence, msg},
    not_done::NotDone,
    spoken::Day,
};
use langqiao_store::{Event, Job, WriteTx, params};
use serde_json::json;

use super::{
    door::{Comer, Doors},
    queries,
};
use crate::bookings;

/// The kind of the job that closes what nobody closed.
pub const END: &str = "uses.end";
/// How long before its beginning a booking can be opened at the door: who sets up comes early.
pub const EARLY: SignedDuration = SignedDuration::from_hours(1);
/// How long after its booking's end what nobody closed is closed.
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// Opens a room, for the booking that is on or begins within the hour, else because it stands open. Opening twice changes
/// nothing. What rings for the room goes on: only a use that was one quiets it (see [`LASTED`](super::idle::LASTED)).
///
/// # Errors
/// [`NotDone::NotFound`] for who has no key and no booking there; a rule's no where the venue is not in service
/// or its keeper has closed the room.
pub fn open(tx: &mut WriteTx, comer: &Comer, venue: VenueId, space: SpaceId) -> Result<UseId, NotDone> {
    // Whoever books, closes the venue or opens another time waits for the same lock.
    tx.lock("space", &space)?;
    let now = tx.now();
    let doors = Doors::of(tx, comer, venue, now)?;
    let room = doors.room(space).ok_or(NotDone::NotFound)?;
    if !doors.in_service {
        return Err(NotDone::no("out-of-service", msg::BOOKING_OUT_OF_SERVICE));
    }
    if let Some(closed) = &room.closed {
        let sentence = Sentence::new(msg::CLOSING_SINCE)
            .with("day", Day(time::day(closed.from)))
            .with("reason", closed.reason.clone());
        return Err(NotDone::no("room-closed", sentence));
    }
    if let Some((open, until)) = queries::open_now(tx, space)? {
        if room.booking.is_none() {
            return Ok(open);
        }
        if until.is_some_and(|at| now < at) {
            return Err(NotDone::no("use-on", msg::USE_STILL_ON));
        }
        // Whoever was here before forgot to close, or the room stood open: the booking's own use begins now.
        bookings::end_earlier(tx, space, doors.keeper, comer.person)?;
    }
    let (booking, organisation, end) = match &room.booking {
        Some((booking, organisation, _, ends_at)) => (
            Some(*booking),
            *organisation,
            ends_at.saturating_add(LATE).unwrap_or(*ends_at),
        ),
        None if doors.has_key => {
            let closing = bookings::last_closing(tx, space, now)?;
            (None, doors.keeper, closing.unwrap_or_else(|| tonight(now)))
        }
        None => return Err(NotDone::NotFound),
    };
    let id = UseId::generate();
    tx.execute(
        "INSERT INTO space_use (id, space, booking, organisation, opened_at, opened_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, space, booking, organisation, now, comer.person],
    )?;
    // Whoever booked has come: nobody lets the room go any more.
    tx.execute(
        "UPDATE booking SET opened_at = ?2, opened_by = ?3 WHERE id = ?1 AND opened_at IS NULL",
        params![booking, now, comer.person],
    )?;
    tx.enqueue(
        Job::new(END, &json!({ "used": id, "end": end }))
            .key(id.to_text())
            .at(end),
    )?;
    let detail = json!({ "space": space, "booking": booking });
    tx.record(Event::of("space.opened", &id).org(doors.keeper).detail(&detail))?;
    Ok(id)
}

/// The midnight that comes: for a room of which nobody said when it closes, or which is opened after that.
fn tonight(now: Timestamp) -> Timestamp {
    time::start_of_day(time::day(now).saturating_add(1.day()))
}
