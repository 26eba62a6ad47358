//! Waiting for equipment: a room is booked with fewer pieces than wanted, and the rest is waited for.
//!
//! # The rules
//!
//! 1. Pieces that come back belong to the line before anybody else has them: in the same transaction they are *offered*
//!    to the first whose need they meet and whose booking is held, until a time that the room's rules state.
//! 2. An offer is pieces that go along with the booking already, so that whatever counts what is lent counts them.
//! 3. An offer that is declined, or not answered in time, leaves the booking and goes to the next.
//!
//! The lock of the kind is kept from before its pieces are counted to the end. Whoever moves a booking waits for the
//! locks of what it waits for, too ([`kinds_of`]), so that nothing is offered at a time that it has left.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, EquipmentId, OrganisationId, PersonId, SpaceId, VenueId, WaitId},
    time,
};
use langqiao_platform::{
    args,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    spoken::Moment,
};
use langqiao_store::{Event, Job, StoreError, WriteTx};
use serde_json::json;

use super::{
    super::{
        book::{self, BookError, Short},
        lending::{self, stock},
        model::{Booking, Status},
        queries as rooms,
    },
    answer::AnswerError,
    model::{PiecesWait, WaitState, deadline},
    pieces_queries as queries,
    queue::{OFFER_ENDS, OfferEnds},
};
use crate::organisations;

/// Waits for more pieces of some kinds to go along with a booking that was made just now; what is free already is offered
/// at once to who is first. Says whether there is anything to wait for.
///
/// # Errors
/// When the database fails.
pub fn join(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    booking: BookingId,
    missing: &[(EquipmentId, i64)],
) -> Result<bool, StoreError> {
    let mut joined = Vec::new();
    for (equipment, pieces) in missing.iter().filter(|(_, pieces)| *pieces > 0) {
        let id = WaitId::generate();
        if !queries::insert(tx, id, (booking, person), (*equipment, *pieces))? {
            continue;
        }
        let detail = json!({ "booking": booking, "equipment": equipment, "pieces": pieces });
        tx.record(Event::of("equipment_wait.joined", &id).org(org).detail(&detail))?;
        joined.push(*equipment);
    }
    back(tx, &mut joined)?;
    Ok(!joined.is_empty())
}

/// What goes along with a booking in fewer pieces than are wanted with it.
///
/// # Errors
/// When the database fails.
pub fn short(tx: &mut WriteTx, booking: BookingId) -> Result<Vec<Short>, StoreError> {
    let mut found = Vec::new();
    for wait in queries::of_booking(tx, booking)? {
        if wait.state == WaitState::Waiting {
            found.push(Short {
                has: queries::along(tx, booking, wait.equipment)?,
                name: wait.name,
                awaited: wait.pieces,
            });
        }
    }
    Ok(found)
}

/// Takes out of what is wanted along with a room of `venue` how much of it is not free all the time from one instant to
/// another: pieces by kind, to be waited for. What is free stays so: the kinds' locks are kept from now on.
///
/// # Errors
/// [`BookError::Fields`] where more is wanted than there is at all: that nobody ever gives back.
pub fn set_aside(
    tx: &mut WriteTx,
    (venue, held): (VenueId, (Timestamp, Timestamp)),
    wanted: &mut Vec<(EquipmentId, i64)>,
) -> Result<Vec<(EquipmentId, i64)>, BookError> {
    let (now, mut missing) = (tx.now(), Vec::new());
    // In the order of their ids, as everybody takes them.
    wanted.sort_unstable();
    for (kind, _) in wanted.iter() {
        stock::queue(tx, *kind)?;
    }
    let known = lending::queries::of_venue(tx, venue)?;
    for (kind, pieces) in wanted.iter_mut() {
        // What the venue doesn't have is refused when it is written down.
        let Some(one) = known.iter().find(|one| one.id == *kind) else {
            continue;
        };
        if *pieces > one.pieces {
            let sentence = Sentence::new(msg::LEND_NOT_SO_MANY);
            let sentence = sentence.with("name", one.name.clone()).with("n", one.pieces);
            let mut errors = FieldErrors::new();
            errors.add(format!("eq-{kind}"), sentence);
            return Err(BookError::Fields(errors));
        }
        let free = stock::free(tx, *kind, held, (None, now))?.max(0);
        if *pieces > free {
            missing.push((*kind, *pieces - free));
            *pieces = free;
        }
    }
    wanted.retain(|(_, pieces)| *pieces > 0);
    Ok(missing)
}

/// Something of a room's time became free, and with it what went along: it is offered to those who wait.
///
/// # Errors
/// When the database fails.
pub fn freed(tx: &mut WriteTx, space: SpaceId) -> Result<(), StoreError> {
    let mut kinds = queries::awaited_at(tx, space)?;
    back(tx, &mut kinds)
}

/// Pieces of some kinds may be free that were not: they are offered to those who wait for them, in order.
///
/// # Errors
/// When the database fails.
pub fn back(tx: &mut WriteTx, kinds: &mut [EquipmentId]) -> Result<(), StoreError> {
    // In the order of their ids, as everybody takes them.
    kinds.sort_unstable();
    for kind in kinds.iter() {
        let now = tx.now();
        if !queries::in_line(tx, *kind, now)?.is_empty() {
            stock::queue(tx, *kind)?;
            // Read again, now that nobody else can offer of it.
            for wait in queries::in_line(tx, *kind, now)? {
                offer(tx, &wait)?;
            }
        }
    }
    Ok(())
}

/// Has the pieces go along until a time, if there are so many all that while; says whether there are. The caller has the
/// kind's turn.
fn offer(tx: &mut WriteTx, wait: &PiecesWait) -> Result<bool, StoreError> {
    let now = tx.now();
    // As it is now: it may have moved since the line was read.
    let Some((booking, _)) = rooms::booking(tx, wait.booking)?.filter(|(one, _)| one.status == Status::Held)
    else {
        return Ok(false);
    };
    let Some(room) = rooms::room(tx, Some(booking.organisation), booking.space, time::day(now))? else {
        return Ok(false);
    };
    let Some(until) = deadline(&room, now, booking.starts_at) else {
        return Ok(false);
    };
    let own = booking.id.to_text();
    let free = stock::free(tx, wait.equipment, booking.held, (Some(&own), now))?;
    let has = queries::along(tx, booking.id, wait.equipment)?;
    if has + wait.pieces > free || !queries::offer(tx, wait.id, until)? {
        return Ok(false);
    }
    queries::add(tx, booking.id, (wait.equipment, wait.pieces))?;
    tx.enqueue(Job::new(OFFER_ENDS, &OfferEnds { wait: wait.id }).at(until))?;
    let args = args! {
        place = booking.place.clone(), at = Moment(booking.starts_at), until = Moment(until), name = wait.name.clone(),
        n = wait.pieces,
    };
    let link = format!("/w/{}/spaces", booking.organisation);
    organisations::tell_officers(
        tx,
        booking.organisation,
        msg::WAIT_NOTICE_PIECES_OFFERED,
        args,
        &link,
    )?;
    let detail = json!({ "booking": booking.id, "pieces": wait.pieces, "until": until });
    tx.record(
        Event::of("equipment_wait.offered", &wait.id)
            .org(booking.organisation)
            .detail(&detail),
    )?;
    Ok(true)
}

/// Takes the pieces that are offered, or lets them go to the next. `None` where nobody waits for pieces under this id.
///
/// # Errors
/// [`AnswerError::NoOffer`] where nothing is offered now.
pub fn answer(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: WaitId,
    yes: bool,
) -> Result<Option<()>, AnswerError> {
    let Some(wait) = queries::wait(tx, id)?.filter(|wait| wait.organisation == org) else {
        return Ok(None);
    };
    stock::queue(tx, wait.equipment)?;
    let wait = queries::wait(tx, id)?.ok_or(AnswerError::NotFound)?;
    let now = tx.now();
    let open = wait.offered_until.is_some_and(|until| until > now);
    if wait.state != WaitState::Offered || (yes && !open) {
        return Err(AnswerError::NoOffer);
    }
    if !yes {
        end(tx, &wait, WaitState::Declined)?;
        back(tx, &mut [wait.equipment])?;
        return Ok(Some(()));
    }
    let Some((booking, keeper)) =
        rooms::booking(tx, wait.booking)?.filter(|(one, _)| one.status == Status::Held)
    else {
        return Err(AnswerError::NoOffer);
    };
    if !queries::turn(tx, id, (WaitState::Offered, WaitState::Taken))? {
        return Err(AnswerError::NoOffer);
    }
    tx.record(Event::of("equipment_wait.taken", &id).org(org))?;
    if keeper != org {
        tell_keeper(tx, &booking, &wait)?;
    }
    Ok(Some(()))
}

fn tell_keeper(tx: &mut WriteTx, booking: &Booking, wait: &PiecesWait) -> Result<(), StoreError> {
    let today = time::day(tx.now());
    let Some(room) = rooms::room(tx, Some(booking.organisation), booking.space, today)? else {
        return Ok(());
    };
    let args = args! {
        by = booking.by.clone(), place = booking.place.clone(), at = Moment(booking.starts_at), name = wait.name.clone(),
        n = wait.pieces,
    };
    book::tell_keeper(tx, &room, booking.starts_at, msg::WAIT_NOTICE_PIECES_TAKEN, args)
}

/// Waits no longer; `None` where nobody waits for pieces under this id. An offer is declined instead ([`answer`]).
///
/// # Errors
/// When the database fails.
pub fn leave(tx: &mut WriteTx, org: OrganisationId, id: WaitId) -> Result<Option<bool>, StoreError> {
    let Some(wait) = queries::wait(tx, id)?.filter(|wait| wait.organisation == org) else {
        return Ok(None);
    };
    let left = queries::turn(tx, wait.id, (WaitState::Waiting, WaitState::Left))?;
    if left {
        tx.record(Event::of("equipment_wait.left", &id).org(org))?;
    }
    Ok(Some(left))
}

/// What goes along with a booking is said anew, or it is given back: nothing is waited for with it any more, and what was
/// offered leaves it. To be called before that. Whoever frees the room's time offers it to the next.
///
/// # Errors
/// When the database fails.
pub fn leave_all(tx: &mut WriteTx, booking: BookingId) -> Result<(), StoreError> {
    for wait in queries::of_booking(tx, booking)? {
        stock::queue(tx, wait.equipment)?;
        let Some(wait) = queries::wait(tx, wait.id)? else {
            continue;
        };
        match wait.state {
            WaitState::Offered => end(tx, &wait, WaitState::Left)?,
            WaitState::Waiting => {
                queries::turn(tx, wait.id, (WaitState::Waiting, WaitState::Left))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Ends an offer of pieces whose time is over; `None` where nobody waits for pieces under this id.
///
/// # Errors
/// When the database fails.
pub fn expire(tx: &mut WriteTx, id: WaitId) -> Result<Option<bool>, StoreError> {
    let Some(wait) = queries::wait(tx, id)? else {
        return Ok(None);
    };
    stock::queue(tx, wait.equipment)?;
    let now = tx.now();
    let due = |wait: &PiecesWait| {
        wait.state == WaitState::Offered && wait.offered_until.is_none_or(|until| until <= now)
    };
    let Some(wait) = queries::wait(tx, id)?.filter(due) else {
        return Ok(Some(false));
    };
    end(tx, &wait, WaitState::Expired)?;
    back(tx, &mut [wait.equipment])?;
    let link = format!("/w/{}/spaces", wait.organisation);
    let args =
        args! { at = Moment(wait.starts_at), purpose = wait.purpose, name = wait.name, n = wait.pieces };
    organisations::tell_officers(
        tx,
        wait.organisation,
        msg::WAIT_NOTICE_PIECES_EXPIRED,
        args,
        &link,
    )?;
    Ok(Some(true))
}

/// Takes what was offered out of the booking again. The caller has the kind's turn, and offers it on.
fn end(tx: &mut WriteTx, wait: &PiecesWait, to: WaitState) -> Result<(), StoreError> {
    if !queries::turn(tx, wait.id, (WaitState::Offered, to))? {
        return Ok(());
    }
    queries::take_out(tx, wait.booking, (wait.equipment, wait.pieces))?;
    let act = match to {
        WaitState::Expired => "equipment_wait.expired",
        WaitState::Left => "equipment_wait.left",
        _ => "equipment_wait.declined",
    };
    tx.record(Event::of(act, &wait.id).org(wait.organisation))
}

/// The kinds of equipment that a booking waits for, in the order of their ids: their locks are taken before it goes to
/// another time.
///
/// # Errors
/// When the database fails.
pub fn kinds_of(tx: &mut WriteTx, booking: BookingId) -> Result<Vec<EquipmentId>, StoreError> {
    let waits = queries::of_booking(tx, booking)?;
    Ok(waits.into_iter().map(|wait| wait.equipment).collect())
}

/// Until when an offer of pieces holds, if it is one.
pub fn open_until(wait: &PiecesWait) -> Option<Timestamp> {
    wait.offered_until.filter(|_| wait.state == WaitState::Offered)
}
