//! Moves bookings in time: all that are meant by as much, or none with the clash named.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, OrganisationId},
    time,
};
use langqiao_platform::{args, fault::Fault, i18n::msg, refuse_with, spoken::Moment};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::super::{
    book::{self, BookError, NewBooking, Ready},
    come,
    decide::{self, DecideError},
    lending::lend,
    model::{Booking, Pending, Room, Scope, Status},
    queries, settle, waiting,
};
use super::queries as changes;
use crate::organisations;

/// Another time for a booking.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    /// Which booking.
    pub booking: BookingId,
    /// Which of its series are moved with it, by as much.
    pub scope: Scope,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Why nothing is moved.
#[derive(Debug, thiserror::Error)]
pub enum ShiftError {
    /// There is none such, it is over, or it goes with an activity.
    #[error(transparent)]
    Decide(#[from] DecideError),
    /// One of them can't be had at its new time.
    #[error("one can't be had then")]
    Clash {
        /// When it would begin.
        at: Timestamp,
        /// Why not.
        why: Box<BookError>,
    },
}

impl From<StoreError> for ShiftError {
    fn from(error: StoreError) -> Self {
        Self::Decide(error.into())
    }
}

impl ShiftError {
    fn into_fault(self) -> Fault {
        match self {
            Self::Decide(why) => why.into(),
            Self::Clash { why, .. } => why.into_fault(),
        }
    }
}
refuse_with!(ShiftError);

/// Moves a booking of `org`. What was asked for stays asked for; what is held and needs its keeper's consent is held
/// at the new time until the keeper has answered; what is at its new time already stays as it stands. A change that
/// waited is withdrawn. Nothing that goes with a course's sessions is moved by itself. Gives how many were moved, and
/// whether consent is waited for.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub fn shift(tx: &mut WriteTx, org: OrganisationId, to: &Shift) -> Result<(usize, bool), ShiftError> {
    if changes::with_sessions(tx, to.booking)? {
        return Err(DecideError::OfActivity.into());
    }
    shift_lesson(tx, org, to)
}

/// The same for the booking of a course's session, which moves with its session alone.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub fn shift_lesson(tx: &mut WriteTx, org: OrganisationId, to: &Shift) -> Result<(usize, bool), ShiftError> {
    let now = tx.now();
    let (mut booking, _) = queries::booking(tx, to.booking)?.ok_or(DecideError::NotFound)?;
    if booking.organisation != org {
        return Err(DecideError::NotFound.into());
    }
    if booking.activity.is_some() {
        return Err(DecideError::OfActivity.into());
    }
    let live = |one: &Booking| {
        matches!(one.status, Status::Held | Status::Asked)
            && one.pending != Some(Pending::Offer)
            && one.starts_at > now
            // Who has come already is there now, not at another time.
            && one.opened_at.is_none()
    };
    let meant = decide::meant(tx, &mut booking, to.scope, live)?;
    let by = to.starts_at.duration_since(booking.starts_at);
    let length = to.ends_at.duration_since(to.starts_at);
    let mut moved: Vec<Moved<'_>> = Vec::new();
    for one in &meant {
        changes::withdraw_all(tx, one.id)?;
        let starts_at = one.starts_at.saturating_add(by).unwrap_or(one.starts_at);
        let ends_at = starts_at.saturating_add(length).unwrap_or(starts_at);
        if (starts_at, ends_at) == (one.starts_at, one.ends_at) {
            continue;
        }
        let wish = NewBooking {
            space: one.space,
            purpose: one.purpose.clone(),
            people: one.people,
            equipment: Vec::new(),
            starts_at,
            ends_at,
        };
        let room = queries::room(tx, Some(org), one.space, time::day(now))?.ok_or(DecideError::NotFound)?;
        let ready = book::judge(&room, &wish, now).map_err(|why| clash(starts_at, why))?;
        let before = queries::held_span(tx, one.id)?.ok_or(DecideError::NotFound)?;
        // For the moment nobody is kept out by it, so that one may go where the next was.
        let used = (wish.starts_at, wish.ends_at);
        if !queries::move_to(tx, (one.id, one.status), used, ready.held)? {
            return Err(DecideError::Settled.into());
        }
        let asks = one.status == Status::Held && ready.status == Status::Asked;
        moved.push(Moved {
            one,
            room,
            wish,
            ready,
            before,
            asks,
        });
    }
    for Moved {
        one,
        room,
        wish,
        ready,
        asks,
        ..
    } in &moved
    {
        // What is only asked for is not asked for a time that somebody has, either.
        if let Some(taken) = queries::taken(tx, room.id, ready.held, None)? {
            let why = BookError::Taken(Some(Box::new(taken)));
            return Err(clash(wish.starts_at, why));
        }
        if one.status == Status::Held {
            let held = queries::hold_again(tx, one.id, asks.then_some(Pending::Consent))
                .map_err(|error| clash(wish.starts_at, error.into()))?;
            if !held {
                return Err(DecideError::Settled.into());
            }
            // What it takes along is taken along at the new time, too.
            lend::enough(tx, one.id, ready.held).map_err(|why| clash(wish.starts_at, why))?;
            come::watch(tx, one.id)?;
        } else {
            settle::watch(tx, one.id, wish.ends_at)?;
        }
        let detail = json!({ "from": one.starts_at, "to": wish.starts_at });
        tx.record(Event::of("booking.moved", &one.id).org(org).detail(&detail))?;
    }
    let taken: Vec<BookingId> = moved.iter().map(|moved| moved.one.id).collect();
    settle::taken(tx, &taken)?;
    for Moved { one, before, .. } in &moved {
        if one.status == Status::Held {
            waiting::queue::freed(tx, one.space, *before)?;
        }
    }
    tell(tx, org, &moved)?;
    Ok((moved.len(), moved.iter().any(|one| one.asks)))
}

/// A booking on its way to another time.
struct Moved<'a> {
    one: &'a Booking,
    room: Room,
    wish: NewBooking,
    ready: Ready,
    /// What it held before.
    before: (Timestamp, Timestamp),
    /// Whether its keeper's consent is waited for at the new time.
    asks: bool,
}

fn clash(at: Timestamp, why: BookError) -> ShiftError {
    ShiftError::Clash {
        at,
        why: Box::new(why),
    }
}

/// Tells each keeper but the organisation itself of what was moved in its rooms; the first stands for all.
fn tell(tx: &mut WriteTx, org: OrganisationId, moved: &[Moved<'_>]) -> Result<(), StoreError> {
    let mut told = vec![org];
    for first in moved {
        let keeper = first.room.keeper;
        if told.contains(&keeper) {
            continue;
        }
        told.push(keeper);
        let theirs = || moved.iter().filter(|one| one.room.keeper == keeper);
        let message = if theirs().any(|one| one.asks) {
            msg::SHIFT_NOTICE_ASKED
        } else {
            msg::SHIFT_NOTICE_MOVED
        };
        let by = organisations::name_of(tx, org)?;
        let (from, at) = (first.one.starts_at, first.wish.starts_at);
        let args = args! {
            by = by, place = first.room.place(), from = Moment(from), at = Moment(at), n = theirs().count() as i64,
        };
        book::tell_keeper(tx, &first.room, at, message, args)?;
    }
    Ok(())
}
