//! What becomes of a booking: the keeper says yes or no, or it is given back.

use langqiao_kernel::{
    id::{BookingId, OrganisationId, PersonId},
    text::{clip, squash},
};
use langqiao_platform::{
    args,
    fault::{Fault, Refusal},
    i18n::{Msg, msg},
    notices, refuse_with,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    book::{SPACE_TAKEN, queue},
    model::{Booking, Status, Taken},
    queries, say,
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
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
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

/// The keeper's word on a booking that asks for it; a no is said with a reason.
///
/// # Errors
/// See [`DecideError`].
pub fn answer(
    tx: &mut WriteTx,
    keeper: OrganisationId,
    person: PersonId,
    (id, yes, note): (BookingId, bool, &str),
) -> Result<(), DecideError> {
    let (booking, kept_by) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    if kept_by != keeper {
        return Err(DecideError::NotFound);
    }
    let note = clip(&squash(note), NOTE_MAX);
    if !yes && note.is_empty() {
        return Err(DecideError::NoReason);
    }
    if booking.ends_at <= tx.now() {
        return Err(DecideError::Settled);
    }
    queue(tx, booking.space)?;
    if yes
        && let Some(held) = queries::held_span(tx, id)?
        && let Some(taken) = queries::taken(tx, booking.space, held, None)?
    {
        return Err(DecideError::Taken(Some(Box::new(taken))));
    }
    let to = if yes { Status::Held } else { Status::Declined };
    if !queries::decide(tx, id, (Status::Asked, to), person, &note)? {
        return Err(DecideError::Settled);
    }
    let (message, act) = if yes {
        (msg::BOOKING_NOTICE_ACCEPTED, "booking.accepted")
    } else {
        (msg::BOOKING_NOTICE_DECLINED, "booking.declined")
    };
    tell(tx, booking.organisation, &booking, message, &note)?;
    tx.record(Event::of(act, &id).org(keeper))?;
    Ok(())
}

/// Gives a booking back: its own organisation at any time before it ends, the keeper with a reason.
///
/// # Errors
/// See [`DecideError`].
pub fn cancel(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    (id, note): (BookingId, &str),
) -> Result<(), DecideError> {
    let (booking, keeper) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    if org != booking.organisation && org != keeper {
        return Err(DecideError::NotFound);
    }
    if booking.activity.is_some() {
        return Err(DecideError::OfActivity);
    }
    let note = clip(&squash(note), NOTE_MAX);
    if org != booking.organisation && note.is_empty() {
        return Err(DecideError::NoReason);
    }
    if booking.ends_at <= tx.now() || !matches!(booking.status, Status::Held | Status::Asked) {
        return Err(DecideError::Settled);
    }
    if !queries::decide(tx, id, (booking.status, Status::Cancelled), person, &note)? {
        return Err(DecideError::Settled);
    }
    if org == booking.organisation {
        if keeper != org {
            tell(tx, keeper, &booking, msg::BOOKING_NOTICE_GIVEN_BACK, &note)?;
        }
    } else {
        tell(
            tx,
            booking.organisation,
            &booking,
            msg::BOOKING_NOTICE_TAKEN_BACK,
            &note,
        )?;
    }
    tx.record(Event::of("booking.cancelled", &id).org(org))?;
    Ok(())
}

fn tell(
    tx: &mut WriteTx,
    to: OrganisationId,
    booking: &Booking,
    message: Msg,
    note: &str,
) -> Result<(), StoreError> {
    let day = langqiao_kernel::time::day(booking.starts_at);
    let link = format!("/w/{to}/spaces/{}?day={day}", booking.space);
    for officer in organisations::officers(tx, to)? {
        let args = args! {
            by = booking.by.clone(), place = booking.place.clone(), at = Moment(booking.starts_at), note = note.to_owned(),
        };
        notices::send(tx, officer, message, args, &link)?;
    }
    Ok(())
}
