//! A time became free: it goes to the first who waits for it.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, SpaceId},
    time,
};
use langqiao_platform::{args, i18n::msg, spoken::Moment};
use langqiao_store::{Event, Job, StoreError, WriteTx};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    super::{
        book::{self, BookError, NewBooking},
        model::{Pending, Room, Status},
        queries as rooms,
    },
    model::{Wait, WaitState, deadline},
    pieces, queries,
};
use crate::organisations;

/// The kind of the job that ends an offer at its deadline.
pub const OFFER_ENDS: &str = "bookings.offer_ends";

/// Which offer ends.
#[derive(Debug, Serialize, Deserialize)]
pub struct OfferEnds {
    /// Whose.
    pub wait: langqiao_kernel::id::WaitId,
}

/// Offers what is free in a stretch of a room's time to those who wait for it, in order, and what went along to those who
/// wait for that. The caller holds the room's turn, and has let the time go in this transaction.
///
/// # Errors
/// When the database fails.
pub fn freed(tx: &mut WriteTx, space: SpaceId, held: (Timestamp, Timestamp)) -> Result<usize, StoreError> {
    let now = tx.now();
    let mut offered = 0;
    for wait in queries::in_line(tx, space, held, now)? {
        let Some(room) = rooms::room(tx, Some(wait.organisation), space, time::day(now))? else {
            continue;
        };
        if let Some(until) = deadline(&room, now, wait.starts_at)
            && offer(tx, &room, &wait, until)?
        {
            offered += 1;
        }
    }
    pieces::freed(tx, space)?;
    Ok(offered)
}

/// Holds the time for one who waits, if the rules still let them in and all of it is free.
fn offer(tx: &mut WriteTx, room: &Room, wait: &Wait, until: Timestamp) -> Result<bool, StoreError> {
    let now = tx.now();
    let wish = NewBooking {
        space: room.id,
        purpose: wait.purpose.clone(),
        people: wait.people,
        equipment: Vec::new(),
        starts_at: wait.starts_at,
        ends_at: wait.ends_at,
    };
    let Ok(mut ready) = book::judge(room, &wish, now) else {
        return Ok(false);
    };
    if rooms::taken(tx, room.id, ready.held, None)?.is_some() {
        return Ok(false);
    }
    // The wish's row is kept from here on: nobody leaves while the time is held for them.
    if !queries::turn(tx, wait.id, (WaitState::Waiting, WaitState::Waiting), None)? {
        return Ok(false);
    }
    ready.status = Status::Held;
    let id: BookingId = match book::insert(tx, (wait.organisation, wait.person), &wish, &ready, wait.series) {
        Ok(id) => id,
        Err(BookError::Store(error)) => return Err(error),
        // Nobody comes between while the room's turn is held.
        Err(_) => return Ok(false),
    };
    queries::set_pending(tx, id, Some(Pending::Offer), Some(until))?;
    queries::turn(tx, wait.id, (WaitState::Waiting, WaitState::Offered), Some(id))?;
    tx.enqueue(Job::new(OFFER_ENDS, &OfferEnds { wait: wait.id }).at(until))?;
    let link = format!("/w/{}/spaces", wait.organisation);
    let args = args! { place = room.place(), at = Moment(wait.starts_at), until = Moment(until) };
    organisations::tell_officers(tx, wait.organisation, msg::WAIT_NOTICE_OFFERED, args, &link)?;
    let detail = json!({ "booking": id, "until": until });
    tx.record(
        Event::of("booking_wait.offered", &wait.id)
            .org(wait.organisation)
            .detail(&detail),
    )?;
    Ok(true)
}
