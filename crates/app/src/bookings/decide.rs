//! What becomes of a booking: the keeper says yes or no, or it is given back.

use langqiao_kernel::{
    id::{BookingId, OrganisationId, PersonId, SpaceId},
    text::{clip, line},
};
use langqiao_platform::{
    args,
    fault::{Fault, Refusal},
    i18n::{Msg, msg},
    refuse_with,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    book::{BookError, SPACE_TAKEN, queue},
    come, holding,
    lending::lend,
    model::{Booking, Pending, Scope, Status, Taken},
    moving::{change, queries as changes},
    queries, say, series, settle,
    waiting::{self, model::WaitState},
};
use crate::organisations;

/// The longest note, in characters.
pub const NOTE_MAX: usize = 100;

/// Why a booking stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is none such that this organisation has a say in.
    #[error("no such booking")]
    NotFound,
    /// It is decided, given back or over.
    #[error("it is settled")]
    Settled,
    /// It is held with an activity, and moves with it.
    #[error("an activity's")]
    OfActivity,
    /// It was not said why.
    #[error("no reason")]
    NoReason,
    /// Somebody has the room by now.
    #[error("taken")]
    Taken(Option<Box<Taken>>),
    /// There isn't enough of what is asked for with it.
    #[error("not enough equipment")]
    Short {
        /// The name of what there isn't enough of.
        name: String,
        /// How many are free.
        free: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<BookError> for DecideError {
    fn from(error: BookError) -> Self {
        match error {
            BookError::Short { name, free, .. } => Self::Short { name, free },
            BookError::Taken(taken) => Self::Taken(taken),
            BookError::Store(error) => error.into(),
            BookError::NotFound
            | BookError::NotOpen { .. }
            | BookError::Fields(_)
            | BookError::Closed(_)
            | BookError::AskedAlready(_)
            | BookError::OutOfService
            | BookError::Retired(_) => Self::Settled,
        }
    }
}

impl From<StoreError> for DecideError {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some(SPACE_TAKEN) => Self::Taken(None),
            _ => Self::Store(error),
        }
    }
}

impl DecideError {
    /// What is said, unless the database failed or there is nothing to speak of.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        Some(match self {
            Self::NotFound | Self::Store(_) => return None,
            Self::Settled => Refusal::conflict("booking-settled", msg::BOOKING_SETTLED),
            Self::OfActivity => Refusal::conflict("booking-of-activity", msg::BOOKING_OF_ACTIVITY),
            Self::NoReason => Refusal::invalid("booking-reason", msg::BOOKING_NO_REASON),
            Self::Short { name, free } => say::refusal("equipment-short", say::short(name, *free)),
            Self::Taken(taken) => say::refusal("booking-taken", say::taken(taken.as_deref())),
        })
    }

    fn into_fault(self) -> Fault {
        match (self.refusal(), self) {
            (Some(refusal), _) => refusal.into(),
            (None, Self::Store(error)) => error.into(),
            (None, _) => Fault::NotFound,
        }
    }
}
refuse_with!(DecideError);

/// The keeper's word on a booking that asks for it, or on more of its series; a no is said with a reason. How many it
/// was said on.
///
/// # Errors
/// See [`DecideError`]; nothing is changed then.
pub fn answer(
    tx: &mut WriteTx,
    keeper: OrganisationId,
    person: PersonId,
    (id, scope): (BookingId, Scope),
    (yes, note): (bool, &str),
) -> Result<usize, DecideError> {
    let (mut booking, kept_by) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    if kept_by != keeper {
        return Err(DecideError::NotFound);
    }
    if let Some(of) = booking.changes
        && let Some((of, _)) = queries::booking(tx, of)?
    {
        change::queue_both(tx, of.space, booking.space)?;
    }
    let note = clip(&line(note), NOTE_MAX);
    if !yes && note.is_empty() {
        return Err(DecideError::NoReason);
    }
    let meant = meant(tx, &mut booking, scope, Booking::awaits_consent)?;
    // A room of its series may be kept by somebody else, who is asked on their own.
    let mut kept = by_keeper(tx, meant)?;
    kept.retain(|(kept_by, _)| *kept_by == keeper);
    let (_, meant) = kept.pop().ok_or(DecideError::Settled)?;
    let to = if yes { Status::Held } else { Status::Declined };
    let act = if yes {
        "booking.accepted"
    } else {
        "booking.declined"
    };
    // What was asked for as a change of another booking, or joins what its activity has, becomes that one.
    let mut became: Vec<BookingId> = Vec::with_capacity(meant.len());
    for one in &meant {
        let held = queries::held_span(tx, one.id)?.ok_or(DecideError::NotFound)?;
        if let Some(of) = one.changes.filter(|_| yes) {
            // The booking that it changes becomes it, and the request is over.
            let over = ((one.status, one.pending), Status::Cancelled);
            if !queries::decide(tx, one.id, over, Some(person), &note)? {
                return Err(DecideError::Settled);
            }
            change::agreed(tx, one, of)?;
            became.push(of);
            tx.record(Event::of(act, &one.id).org(keeper))?;
            continue;
        }
        if yes
            && one.status == Status::Asked
            && let Some(taken) = queries::taken(tx, one.space, held, one.asked_for)?
        {
            return Err(DecideError::Taken(Some(Box::new(taken))));
        }
        // An activity that has the room already and may now move in it: two bookings become one.
        let joined = match one.asked_for {
            Some(activity) if yes => holding::agreed(tx, activity, one)?,
            _ => None,
        };
        if let Some(joined) = joined {
            let over = ((one.status, one.pending), Status::Cancelled);
            if !queries::decide(tx, one.id, over, Some(person), &note)? {
                return Err(DecideError::Settled);
            }
            let (id, (_, span)) = joined.write(tx, one)?;
            lend::enough(tx, id, span)?;
            became.push(id);
            tx.record(Event::of(act, &one.id).org(keeper))?;
            continue;
        }
        if !yes {
            changes::withdraw_all(tx, one.id)?;
            waiting::pieces::leave_all(tx, one.id)?;
        }
        if !queries::decide(tx, one.id, ((one.status, one.pending), to), Some(person), &note)? {
            return Err(DecideError::Settled);
        }
        became.push(one.id);
        if yes {
            if one.status == Status::Asked {
                lend::enough(tx, one.id, held)?;
            }
            come::watch(tx, one.id)?;
        } else if one.status == Status::Held {
            waiting::queue::freed(tx, one.space, held)?;
        }
        tx.record(Event::of(act, &one.id).org(keeper))?;
    }
    if yes {
        // Only now, when all has what it takes along itself: with what is agreed to, more pieces may be waited for.
        for one in &meant {
            waiting::pieces::freed(tx, one.space)?;
        }
        settle::taken(tx, &became)?;
    } else {
        settle::without_room(tx, &meant, &note)?;
    }
    let message = match (yes, meant.len() > 1) {
        (true, false) => msg::BOOKING_NOTICE_ACCEPTED,
        (false, false) => msg::BOOKING_NOTICE_DECLINED,
        (true, true) => msg::SERIES_NOTICE_ACCEPTED,
        (false, true) => msg::SERIES_NOTICE_DECLINED,
    };
    tell(tx, booking.organisation, &meant, message, &note)?;
    Ok(meant.len())
}

/// Gives a booking back, or more of its series: its own organisation at any time before it ends, the keeper with a
/// reason. How many were given back.
///
/// # Errors
/// See [`DecideError`]; nothing is changed then.
pub fn cancel(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    which: (BookingId, Scope),
    note: &str,
) -> Result<usize, DecideError> {
    let given_back = give_back(tx, org, person, which, note)?;
    settle::without_room(tx, &given_back, note)?;
    Ok(given_back.len())
}

/// The same for the room of a course's session that goes elsewhere or is called off: nobody has to be told that it is
/// without one.
///
/// # Errors
/// See [`DecideError`]; nothing is changed then.
pub fn cancel_lesson(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    booking: BookingId,
    note: &str,
) -> Result<(), DecideError> {
    give_back(tx, org, person, (booking, Scope::One), note)?;
    Ok(())
}

/// Gives back and tells whom it concerns, but for the course of a session that is without a room by it.
fn give_back(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    (id, scope): (BookingId, Scope),
    note: &str,
) -> Result<Vec<Booking>, DecideError> {
    let (mut booking, keeper) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    if org != booking.organisation && org != keeper {
        return Err(DecideError::NotFound);
    }
    if booking.activity.is_some() {
        return Err(DecideError::OfActivity);
    }
    let note = clip(&line(note), NOTE_MAX);
    if org != booking.organisation && note.is_empty() {
        return Err(DecideError::NoReason);
    }
    let live = |booking: &Booking| matches!(booking.status, Status::Held | Status::Asked);
    let mut meant = meant(tx, &mut booking, scope, live)?;
    if org != booking.organisation {
        // The keeper's say ends at its own rooms.
        meant.retain(|one| one.space == booking.space);
        if meant.is_empty() {
            return Err(DecideError::Settled);
        }
    }
    for one in &meant {
        let stands = (one.status, one.pending);
        if !queries::decide(tx, one.id, (stands, Status::Cancelled), Some(person), &note)? {
            return Err(DecideError::Settled);
        }
        if one.pending == Some(Pending::Offer)
            && let Some(wait) = waiting::queries::offered_as(tx, one.id)?
        {
            waiting::queries::turn(tx, wait, (WaitState::Offered, WaitState::Declined), None)?;
        }
        // Nobody has to close a door for what is over, and the next one finds the room free.
        come::end_use(tx, one.id)?;
        changes::withdraw_all(tx, one.id)?;
        waiting::pieces::leave_all(tx, one.id)?;
        tx.record(Event::of("booking.cancelled", &one.id).org(org))?;
    }
    // Only now, so that what is given back together is offered together.
    for one in meant.iter().filter(|one| one.status == Status::Held) {
        if let Some(held) = queries::held_span(tx, one.id)? {
            waiting::queue::freed(tx, one.space, held)?;
        }
    }
    let given_back = meant.clone();
    let (told, one, many) = if org == booking.organisation {
        (
            by_keeper(tx, meant)?,
            msg::BOOKING_NOTICE_GIVEN_BACK,
            msg::SERIES_NOTICE_GIVEN_BACK,
        )
    } else {
        (
            vec![(booking.organisation, meant)],
            msg::BOOKING_NOTICE_TAKEN_BACK,
            msg::SERIES_NOTICE_TAKEN_BACK,
        )
    };
    for (to, bookings) in told.iter().filter(|(to, _)| *to != org) {
        let message = if bookings.len() > 1 { many } else { one };
        tell(tx, *to, bookings, message, &note)?;
    }
    Ok(given_back)
}

/// The bookings that are meant, not over yet and standing as asked; never none. From here on the turn at their rooms
/// is held, and they and the one booking are read anew: what was read before may have been decided meanwhile.
pub(super) fn meant(
    tx: &mut WriteTx,
    booking: &mut Booking,
    scope: Scope,
    stands: impl Fn(&Booking) -> bool,
) -> Result<Vec<Booking>, DecideError> {
    let now = tx.now();
    let before = series::queries::meant(tx, booking, scope)?;
    let spaces = queue_all(tx, before.iter().chain([&*booking]))?;
    *booking = queries::booking(tx, booking.id)?.ok_or(DecideError::NotFound)?.0;
    let mut meant = series::queries::meant(tx, booking, scope)?;
    meant.retain(|one| one.ends_at > now && stands(one) && spaces.contains(&one.space));
    if meant.is_empty() {
        return Err(DecideError::Settled);
    }
    Ok(meant)
}

/// Waits for the turn at each of the rooms, in one order; says which.
fn queue_all<'a>(
    tx: &mut WriteTx,
    bookings: impl Iterator<Item = &'a Booking>,
) -> Result<Vec<SpaceId>, StoreError> {
    let mut spaces: Vec<_> = bookings.map(|booking| booking.space).collect();
    spaces.sort_unstable();
    spaces.dedup();
    spaces.iter().try_for_each(|space| queue(tx, *space))?;
    Ok(spaces)
}

/// Bookings by who keeps their rooms, the keeper of the first one first.
fn by_keeper(
    tx: &mut WriteTx,
    bookings: Vec<Booking>,
) -> Result<Vec<(OrganisationId, Vec<Booking>)>, DecideError> {
    let mut kept: Vec<(OrganisationId, Vec<Booking>)> = Vec::new();
    for booking in bookings {
        let (_, keeper) = queries::booking(tx, booking.id)?.ok_or(DecideError::NotFound)?;
        match kept.iter_mut().find(|(known, _)| *known == keeper) {
            Some((_, theirs)) => theirs.push(booking),
            None => kept.push((keeper, vec![booking])),
        }
    }
    Ok(kept)
}

/// Tells an organisation's officers of what became of bookings; the first stands for all.
pub(super) fn tell(
    tx: &mut WriteTx,
    to: OrganisationId,
    bookings: &[Booking],
    message: Msg,
    note: &str,
) -> Result<(), StoreError> {
    let Some(booking) = bookings.first() else {
        return Ok(());
    };
    let day = langqiao_kernel::time::day(booking.starts_at);
    // Whoever asked in the name of an activity goes on there, and a course's session has a page of its own.
    let own = booking.organisation == to;
    let link = match (booking.asked_for.filter(|_| own), booking.session.filter(|_| own)) {
        (Some(activity), _) => format!("/w/{to}/activities/{activity}"),
        (None, Some((course, session))) => format!("/w/{to}/courses/{course}/sessions/{session}/edit"),
        (None, None) => format!("/w/{to}/spaces/{}?day={day}", booking.space),
    };
    let args = args! {
        by = booking.by.clone(), place = booking.place.clone(), at = Moment(booking.starts_at),
        note = note.to_owned(), n = bookings.len() as i64,
    };
    organisations::tell_officers(tx, to, message, args, &link)
}
