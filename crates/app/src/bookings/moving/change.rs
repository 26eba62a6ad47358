//! A booking becomes another: other people, another purpose, other equipment, another room or time; by the rules and with
//! the lock of any booking, and it stays the same booking.

use langqiao_kernel::{
    id::{BookingId, OrganisationId, PersonId, SpaceId},
    text::line,
    time,
};
use langqiao_platform::{args, fields::FieldErrors, i18n::msg, spoken::Moment};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::super::{
    book::{self, BookError, NewBooking, Ready},
    come,
    decide::DecideError,
    lending::{lend, queries as lending},
    model::{Booking, Pending, Room, Status},
    queries, settle, waiting,
};
use super::{queries as changes, shift::ShiftError};
use crate::organisations;

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The booking is as it was wanted.
    Done,
    /// It was so already, and nothing waited.
    Same,
    /// It was so already; a change of it that waited is withdrawn.
    Withdrawn,
    /// Its keeper is asked; until the answer it stays as it was.
    Asked(BookingId),
}

/// A booking of `org` that may go to the room `to`, as it stands once it is one's turn at both rooms.
pub(super) fn in_turn(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: BookingId,
    to: SpaceId,
) -> Result<Booking, ShiftError> {
    let (first, _) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    if first.organisation != org {
        return Err(DecideError::NotFound.into());
    }
    queue_both(tx, first.space, to)?;
    let (before, _) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    // The turn is at these two rooms alone.
    if before.space != first.space {
        return Err(DecideError::Settled.into());
    }
    Ok(before)
}

/// Makes a booking of `org` what `wish` says. Where its keeper's consent is needed for what is changed, it is asked for,
/// and the booking stays as it was until it is given; a change that waited already is withdrawn.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub fn change(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: BookingId,
    wish: &NewBooking,
) -> Result<Changed, ShiftError> {
    let now = tx.now();
    let before = in_turn(tx, org, id, wish.space)?;
    may_change(&before, now)?;
    if changes::of_session(tx, id)? {
        return Err(DecideError::OfActivity.into());
    }
    let room = queries::room(tx, Some(org), wish.space, time::day(now))?.ok_or(DecideError::NotFound)?;
    let clash = |why: BookError| ShiftError::Clash {
        at: wish.starts_at,
        why: Box::new(why),
    };
    let ready = judge(&room, &before, wish, now).map_err(clash)?;
    // What only asks for the time that it asked for already may wait for its keeper's word as before.
    if (before.status == Status::Held || !stays(&before, wish))
        && let Some(taken) = queries::taken_for(tx, room.id, ready.held, id)?
    {
        return Err(clash(BookError::Taken(Some(Box::new(taken)))));
    }
    let withdrawn = changes::withdraw_all(tx, id)?;
    if is_same(tx, &before, wish, &ready)? {
        return Ok(match withdrawn {
            true => Changed::Withdrawn,
            false => Changed::Same,
        });
    }
    if before.status == Status::Held && ready.status == Status::Asked {
        let asked = book::insert(tx, (org, Some(person)), wish, &ready, None).map_err(clash)?;
        changes::name(tx, asked, id)?;
        lend::note(tx, room.venue, asked, &wish.equipment).map_err(clash)?;
        tell(
            tx,
            org,
            (&before, &room, wish),
            Told {
                asks: true,
                leaves: false,
            },
        )?;
        let detail = json!({ "changes": id });
        tx.record(Event::of("booking.made", &asked).org(org).detail(&detail))?;
        return Ok(Changed::Asked(asked));
    }
    let status = match ready.status {
        Status::Asked => Status::Asked,
        _ => Status::Held,
    };
    rewrite(tx, &before, (&room, wish, &ready), status)?;
    settle::taken(tx, &[before.id])?;
    let asks = status == Status::Asked;
    tell(
        tx,
        org,
        (&before, &room, wish),
        Told {
            asks,
            leaves: before.space != wish.space && !asks,
        },
    )?;
    record(tx, org, &before, wish)?;
    Ok(Changed::Done)
}

/// What was asked for as a change of another booking is agreed to: that one becomes it, and the request is over. The
/// caller has decided about the request, and holds the turn at its room.
///
/// # Errors
/// [`DecideError`]; nothing is changed then.
pub fn agreed(tx: &mut WriteTx, request: &Booking, of: BookingId) -> Result<(), DecideError> {
    let (before, _) = queries::booking(tx, of)?.ok_or(DecideError::NotFound)?;
    if may_change(&before, tx.now()).is_err() || before.status != Status::Held {
        return Err(DecideError::Settled);
    }
    let today = time::day(tx.now());
    let room =
        queries::room(tx, Some(before.organisation), request.space, today)?.ok_or(DecideError::NotFound)?;
    let span = queries::held_span(tx, request.id)?.ok_or(DecideError::NotFound)?;
    let equipment = lending::with_booking(tx, request.id)?;
    let wish = NewBooking {
        space: request.space,
        purpose: request.purpose.clone(),
        people: request.people,
        starts_at: request.starts_at,
        ends_at: request.ends_at,
        equipment: equipment.iter().map(|one| (one.id, one.pieces)).collect(),
    };
    let ready = Ready {
        purpose: request.purpose.clone(),
        held: span,
        status: Status::Held,
    };
    match rewrite(tx, &before, (&room, &wish, &ready), Status::Held) {
        Ok(()) => {}
        Err(ShiftError::Decide(why)) => return Err(why),
        Err(ShiftError::Clash { why, .. }) => return Err((*why).into()),
        Err(ShiftError::Clashes(_)) => return Err(DecideError::Settled),
    }
    record(tx, before.organisation, &before, &wish)?;
    Ok(())
}

/// Waits for the turn at both rooms, in the order in which everybody does.
pub fn queue_both(tx: &mut WriteTx, one: SpaceId, other: SpaceId) -> Result<(), StoreError> {
    let mut spaces = [one, other];
    spaces.sort_unstable();
    spaces.into_iter().try_for_each(|space| book::queue(tx, space))
}

/// Whether a booking can still become another.
///
/// # Errors
/// [`DecideError`] with why not.
pub(super) fn may_change(booking: &Booking, now: jiff::Timestamp) -> Result<(), DecideError> {
    if booking.activity.is_some() {
        return Err(DecideError::OfActivity);
    }
    let live = matches!(booking.status, Status::Held | Status::Asked)
        && booking.pending != Some(Pending::Offer)
        && booking.changes.is_none()
        && booking.starts_at > now
        && booking.opened_at.is_none();
    if live { Ok(()) } else { Err(DecideError::Settled) }
}

/// Whether room and time stay.
fn stays(before: &Booking, wish: &NewBooking) -> bool {
    (before.space, before.starts_at, before.ends_at) == (wish.space, wish.starts_at, wish.ends_at)
}

/// The room's rules for the change. Where room and time stay, that it is too late or too far for them, that the hours or
/// who may book are others now, and that the room holds fewer people than were booked, is not held against what else is
/// said.
pub(super) fn judge(
    room: &Room,
    before: &Booking,
    wish: &NewBooking,
    now: jiff::Timestamp,
) -> Result<Ready, BookError> {
    match book::judge(room, wish, now) {
        Err(BookError::Fields(_) | BookError::Closed(_) | BookError::NotOpen { .. })
            if stays(before, wish) =>
        {
            let purpose = line(&wish.purpose);
            let errors = book::problems(room, wish, &purpose, now);
            let mut own = FieldErrors::new();
            // The room may hold fewer now than when it was booked.
            let no_more = (0..=before.people).contains(&wish.people);
            for field in ["purpose", "people"] {
                if let Some(sentence) = errors.of(field).filter(|_| field != "people" || !no_more) {
                    own.add(field, sentence.clone());
                }
            }
            match own.is_empty() {
                false => Err(BookError::Fields(own)),
                true => Ok(book::ready(room, wish, purpose)),
            }
        }
        judged => judged,
    }
}

/// Whether nothing is changed.
pub(super) fn is_same(
    tx: &mut WriteTx,
    before: &Booking,
    wish: &NewBooking,
    ready: &Ready,
) -> Result<bool, StoreError> {
    if !stays(before, wish) || before.purpose != ready.purpose || before.people != wish.people {
        return Ok(false);
    }
    let known = lending::with_booking(tx, before.id)?;
    let mut known: Vec<_> = known.into_iter().map(|one| (one.id, one.pieces)).collect();
    let mut wanted = wish.equipment.clone();
    known.sort_unstable();
    wanted.sort_unstable();
    Ok(known == wanted)
}

/// Writes a booking anew, if nobody else has the room then; what it no longer holds goes to those who wait.
pub(super) fn rewrite(
    tx: &mut WriteTx,
    before: &Booking,
    (room, wish, ready): (&Room, &NewBooking, &Ready),
    status: Status,
) -> Result<(), ShiftError> {
    let clash = |why: BookError| ShiftError::Clash {
        at: wish.starts_at,
        why: Box::new(why),
    };
    if queries::in_service(tx, room.id, wish.ends_at)?.is_none() {
        return Err(clash(BookError::OutOfService));
    }
    let held = queries::held_span(tx, before.id)?.ok_or(DecideError::NotFound)?;
    // For the moment it keeps nobody out, so that it may go where it is.
    if !changes::rewrite(tx, before, wish, ready)? {
        return Err(DecideError::Settled.into());
    }
    waiting::pieces::leave_all(tx, before.id)?;
    changes::take_along(tx, before.id)?;
    lend::note(tx, room.venue, before.id, &wish.equipment).map_err(clash)?;
    if status != Status::Held {
        if before.status == Status::Held {
            waiting::queue::freed(tx, before.space, held)?;
        }
        return Ok(settle::watch(tx, before.id, wish.ends_at)?);
    }
    if let Some(taken) = queries::taken(tx, room.id, ready.held, None)? {
        return Err(clash(BookError::Taken(Some(Box::new(taken)))));
    }
    if !queries::hold_again(tx, before.id, None).map_err(|error| clash(error.into()))? {
        return Err(DecideError::Settled.into());
    }
    lend::enough(tx, before.id, ready.held).map_err(clash)?;
    come::watch(tx, before.id)?;
    if before.status == Status::Held {
        waiting::queue::freed(tx, before.space, held)?;
    }
    Ok(())
}

pub(super) fn record(
    tx: &mut WriteTx,
    org: OrganisationId,
    before: &Booking,
    wish: &NewBooking,
) -> Result<(), StoreError> {
    let detail = json!({
        "from": { "space": before.space, "starts_at": before.starts_at, "purpose": before.purpose },
        "to": { "space": wish.space, "starts_at": wish.starts_at, "purpose": wish.purpose },
    });
    tx.record(Event::of("booking.changed", &before.id).org(org).detail(&detail))
}

/// What the keepers are told of a change.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// Whether the keeper of the room that it becomes is asked.
    pub asks: bool,
    /// Whether it leaves the room that it was.
    pub leaves: bool,
}

/// Tells the keeper of the room that it becomes, and the one of the room that it leaves where that is another, or where it
/// is free before the answer.
pub(super) fn tell(
    tx: &mut WriteTx,
    org: OrganisationId,
    (before, room, wish): (&Booking, &Room, &NewBooking),
    told: Told,
) -> Result<(), StoreError> {
    let (by, today) = (organisations::name_of(tx, org)?, time::day(tx.now()));
    let args = args! {
        by = by.clone(), from_place = before.place.clone(), place = room.place(),
        from = Moment(before.starts_at), at = Moment(wish.starts_at), purpose = wish.purpose.clone(),
    };
    if room.keeper != org {
        let message = if told.asks {
            msg::CHANGE_NOTICE_ASKED
        } else {
            msg::CHANGE_NOTICE_MADE
        };
        book::tell_keeper(tx, room, wish.starts_at, message, args)?;
    }
    if told.leaves
        && let Some(old) = queries::room(tx, Some(org), before.space, today)?
        && old.keeper != org
        && (told.asks || old.keeper != room.keeper)
    {
        let args = args! { by = by, place = before.place.clone(), at = Moment(before.starts_at), note = String::new() };
        book::tell_keeper(tx, &old, before.starts_at, msg::BOOKING_NOTICE_GIVEN_BACK, args)?;
    }
    Ok(())
}
