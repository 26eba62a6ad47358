//! Moves bookings in time, or to another room, with another purpose or more people: all that are meant, or none with what
//! stands against each named.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{fault::Fault, fields::FieldErrors, i18n::msg, refuse_with};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::super::{
    book::{self, BookError, NewBooking, Ready},
    come,
    decide::{self, DecideError},
    lending::{lend, queries as lending},
    model::{Booking, Pending, Room, Scope, Status},
    queries, series, settle, waiting,
};
use super::{
    change::{judge, record},
    queries as changes,
    told::{tell, tell_changed},
};

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

/// What else becomes of bookings that are changed together; what is not said stays as each has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Besides {
    /// The room.
    pub(super) space: Option<SpaceId>,
    /// What for.
    pub(super) purpose: Option<String>,
    /// How many people are expected.
    pub(super) people: Option<i64>,
}

impl Besides {
    /// Whether it changes a booking.
    fn changes(&self, one: &Booking) -> bool {
        self.space.is_some_and(|space| space != one.space)
            || self
                .purpose
                .as_ref()
                .is_some_and(|purpose| *purpose != one.purpose)
            || self.people.is_some_and(|people| people != one.people)
    }
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
    /// Several of them can't: when each would begin, and why not.
    #[error("several can't be had then")]
    Clashes(Vec<(Timestamp, BookError)>),
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
            Self::Clashes(against) => match against.into_iter().next() {
                Some((_, why)) => why.into_fault(),
                None => Fault::NotFound,
            },
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
    shift_with(tx, org, to, &Besides::default())
}

/// The same with what else becomes of them. Other rooms, purposes and numbers of people are for rooms whose keeper needs
/// not be asked: whoever has to ask keeps what they have until the answer, which each booking by itself does. What goes
/// along stays at its venue. What was only asked for is held from then on.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub(super) fn shift_with(
    tx: &mut WriteTx,
    org: OrganisationId,
    to: &Shift,
    besides: &Besides,
) -> Result<(usize, bool), ShiftError> {
    if changes::with_sessions(tx, to.booking)? {
        return Err(DecideError::OfActivity.into());
    }
    all_or_none(tx, org, to, besides)
}

/// The same for the booking of a course's session, which moves with its session alone.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub fn shift_lesson(tx: &mut WriteTx, org: OrganisationId, to: &Shift) -> Result<(usize, bool), ShiftError> {
    all_or_none(tx, org, to, &Besides::default())
}

/// Waits for the turn at the rooms of all that are meant and at the one where they go, in the order in which everybody does.
fn queue_for(
    tx: &mut WriteTx,
    (booking, scope): (&Booking, Scope),
    space: SpaceId,
) -> Result<(), StoreError> {
    let meant = series::queries::meant(tx, booking, scope)?;
    let mut spaces: Vec<SpaceId> = meant
        .iter()
        .map(|one| one.space)
        .chain([booking.space, space])
        .collect();
    spaces.sort_unstable();
    spaces.dedup();
    spaces.into_iter().try_for_each(|space| book::queue(tx, space))
}

fn all_or_none(
    tx: &mut WriteTx,
    org: OrganisationId,
    to: &Shift,
    besides: &Besides,
) -> Result<(usize, bool), ShiftError> {
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
    if let Some(space) = besides.space {
        queue_for(tx, (&booking, to.scope), space)?;
    }
    let meant = decide::meant(tx, &mut booking, to.scope, live)?;
    let by = to.starts_at.duration_since(booking.starts_at);
    let length = to.ends_at.duration_since(to.starts_at);
    let mut moved: Vec<Moved<'_>> = Vec::new();
    let mut against: Vec<(Timestamp, BookError)> = Vec::new();
    for one in &meant {
        changes::withdraw_all(tx, one.id)?;
        let starts_at = one.starts_at.saturating_add(by).unwrap_or(one.starts_at);
        let ends_at = starts_at.saturating_add(length).unwrap_or(starts_at);
        let becomes = besides.changes(one);
        if (starts_at, ends_at) == (one.starts_at, one.ends_at) && !becomes {
            continue;
        }
        let wish = NewBooking {
            space: besides.space.unwrap_or(one.space),
            purpose: besides.purpose.clone().unwrap_or_else(|| one.purpose.clone()),
            people: besides.people.unwrap_or(one.people),
            equipment: Vec::new(),
            starts_at,
            ends_at,
        };
        let room = queries::room(tx, Some(org), wish.space, time::day(now))?.ok_or(DecideError::NotFound)?;
        let judged = match becomes {
            true => judge(&room, one, &wish, now),
            false => book::judge(&room, &wish, now),
        };
        let ready = match judged {
            Ok(ready) => ready,
            Err(why) => {
                against.push((starts_at, why));
                continue;
            }
        };
        if one.space != wish.space && queries::in_service(tx, wish.space, wish.ends_at)?.is_none() {
            against.push((starts_at, BookError::OutOfService));
            continue;
        }
        let asks = one.status == Status::Held && ready.status == Status::Asked;
        // What is asked for already may be for something else; another keeper is asked for each by itself.
        if becomes && (asks || ready.status == Status::Asked && one.space != wish.space) {
            let mut errors = FieldErrors::new();
            errors.add("scope", msg::SHIFT_ASKS);
            return Err(clash(starts_at, BookError::Fields(errors)));
        }
        let before = queries::held_span(tx, one.id)?.ok_or(DecideError::NotFound)?;
        // For the moment nobody is kept out by it, so that one may go where the next was.
        let used = (wish.starts_at, wish.ends_at);
        let stood = match becomes {
            true => become_so(tx, (one, &room), &wish, &ready)?,
            false => queries::move_to(tx, (one.id, one.status), used, ready.held)?,
        };
        if !stood {
            return Err(DecideError::Settled.into());
        }
        moved.push(Moved {
            one,
            room,
            wish,
            ready,
            before,
            becomes,
            asks,
        });
    }
    if !against.is_empty() {
        return Err(clashes(against));
    }
    for one in &moved {
        if let Some(why) = stand(tx, org, one)? {
            against.push((one.wish.starts_at, why));
        }
    }
    if !against.is_empty() {
        return Err(clashes(against));
    }
    let taken: Vec<BookingId> = moved.iter().map(|moved| moved.one.id).collect();
    settle::taken(tx, &taken)?;
    for Moved { one, before, .. } in &moved {
        if one.status == Status::Held {
            waiting::queue::freed(tx, one.space, *before)?;
        }
    }
    match *besides == Besides::default() {
        true => tell(tx, org, &moved)?,
        false => tell_changed(tx, org, &moved)?,
    }
    Ok((moved.len(), moved.iter().any(|one| one.asks)))
}

/// Holds a booking where it has gone, or asks for it there. Gives what stands against that.
fn stand(tx: &mut WriteTx, org: OrganisationId, moved: &Moved<'_>) -> Result<Option<BookError>, ShiftError> {
    let Moved {
        one,
        room,
        wish,
        ready,
        ..
    } = moved;
    // What is only asked for is not asked for a time that somebody has, either.
    if let Some(taken) = queries::taken(tx, room.id, ready.held, None)? {
        return Ok(Some(BookError::Taken(Some(Box::new(taken)))));
    }
    // What was only asked for is held where it becomes something for which nobody has to be asked.
    if one.status == Status::Held || moved.becomes && ready.status == Status::Held {
        let held = queries::hold_again(tx, one.id, moved.asks.then_some(Pending::Consent))
            .map_err(|error| clash(wish.starts_at, error.into()))?;
        if !held {
            return Err(DecideError::Settled.into());
        }
        // What it takes along is taken along at the new time, too.
        match lend::enough(tx, one.id, ready.held) {
            Ok(()) => {}
            Err(BookError::Store(error)) => return Err(error.into()),
            Err(why) => return Ok(Some(why)),
        }
        come::watch(tx, one.id)?;
    } else {
        settle::watch(tx, one.id, wish.ends_at)?;
    }
    if moved.becomes {
        record(tx, org, one, wish)?;
    } else {
        let detail = json!({ "from": one.starts_at, "to": wish.starts_at });
        tx.record(Event::of("booking.moved", &one.id).org(org).detail(&detail))?;
    }
    Ok(None)
}

/// Writes a booking anew; what it takes along stays at the venue that it leaves. Says whether it stood as it was read.
fn become_so(
    tx: &mut WriteTx,
    (one, room): (&Booking, &Room),
    wish: &NewBooking,
    ready: &Ready,
) -> Result<bool, StoreError> {
    if one.space != wish.space && lending::venue_of(tx, one.space)? != Some(room.venue) {
        waiting::pieces::leave_all(tx, one.id)?;
        changes::take_along(tx, one.id)?;
    }
    changes::rewrite(tx, one, wish, ready)
}

/// A booking on its way to another time.
pub(super) struct Moved<'a> {
    /// As it was.
    pub(super) one: &'a Booking,
    /// The room where it will be.
    pub(super) room: Room,
    /// What it becomes.
    pub(super) wish: NewBooking,
    /// The same, judged.
    pub(super) ready: Ready,
    /// What it held before.
    before: (Timestamp, Timestamp),
    /// Whether more than its time changes.
    becomes: bool,
    /// Whether its keeper's consent is waited for at the new time.
    pub(super) asks: bool,
}

fn clash(at: Timestamp, why: BookError) -> ShiftError {
    ShiftError::Clash {
        at,
        why: Box::new(why),
    }
}

/// Of one the refusal as it is, of several all of them.
fn clashes(mut against: Vec<(Timestamp, BookError)>) -> ShiftError {
    match against.pop() {
        Some((at, why)) if against.is_empty() => clash(at, why),
        Some(last) => {
            against.push(last);
            ShiftError::Clashes(against)
        }
        None => DecideError::Settled.into(),
    }
}
