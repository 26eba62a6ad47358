//! Waits for a time at which somebody has the room, or gives that up.

use langqiao_kernel::{
    id::{OrganisationId, PersonId, SeriesId, WaitId},
    time,
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    super::{
        book::{self, BookError, NewBooking},
        queries as rooms,
    },
    model::{Wait, WaitState},
    pieces, queries,
};

/// Why nobody waits.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The room's rules are against it, or there is no such room.
    #[error(transparent)]
    Book(BookError),
    /// The room is free then: it can be booked.
    #[error("the room is free")]
    Free,
    /// The organisation waits for this already.
    #[error("waits already")]
    Already,
    /// There is no such wish of this organisation, or it is settled.
    #[error("no such wish")]
    NotFound,
}

impl From<StoreError> for JoinError {
    fn from(error: StoreError) -> Self {
        Self::Book(error.into())
    }
}

impl JoinError {
    /// What is said, unless the database failed or there is nothing to speak of.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Book(why) => why
                .sentence()
                .map(|sentence| super::super::say::refusal("booking-rules", sentence)),
            Self::Free => Some(Refusal::conflict("booking-free", msg::WAIT_IS_FREE)),
            Self::Already => Some(Refusal::conflict("booking-waits", msg::WAIT_ALREADY)),
            Self::NotFound => None,
        }
    }

    fn into_fault(self) -> Fault {
        match self {
            Self::Book(why) => why.into_fault(),
            Self::NotFound => Fault::NotFound,
            other => other.refusal().map_or(Fault::NotFound, Fault::from),
        }
    }
}
refuse_with!(JoinError);

/// Waits for a time, for `org` in the name of `person`.
///
/// # Errors
/// [`JoinError`]; nothing is changed then.
pub fn join(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    wish: &NewBooking,
    series: Option<SeriesId>,
) -> Result<WaitId, JoinError> {
    let now = tx.now();
    let room = rooms::room(tx, Some(org), wish.space, time::day(now))?;
    let room = room.ok_or(JoinError::Book(BookError::NotFound))?;
    let ready = book::judge(&room, wish, now).map_err(JoinError::Book)?;
    book::queue(tx, room.id)?;
    if rooms::taken(tx, room.id, ready.held, None)?.is_none() {
        return Err(JoinError::Free);
    }
    let wait = Wait {
        id: WaitId::generate(),
        space: room.id,
        organisation: org,
        purpose: ready.purpose,
        people: wish.people,
        starts_at: wish.starts_at,
        ends_at: wish.ends_at,
        state: WaitState::Waiting,
        booking: None,
        series,
        person: Some(person),
    };
    if !queries::insert(tx, &wait, ready.held)? {
        return Err(JoinError::Already);
    }
    let detail = json!({ "space": room.id });
    tx.record(
        Event::of("booking_wait.joined", &wait.id)
            .org(org)
            .detail(&detail),
    )?;
    Ok(wait.id)
}

/// Waits no longer, for a room or for pieces. An offer is declined instead ([`answer`](super::answer)).
///
/// # Errors
/// [`JoinError::NotFound`].
pub fn leave(tx: &mut WriteTx, org: OrganisationId, id: WaitId) -> Result<(), JoinError> {
    if let Some(left) = pieces::leave(tx, org, id)? {
        return if left { Ok(()) } else { Err(JoinError::NotFound) };
    }
    let wait = queries::wait(tx, id)?.filter(|wait| wait.organisation == org);
    let wait = wait.ok_or(JoinError::NotFound)?;
    // Whoever frees a time and reads the list meanwhile offers it to nobody who has left.
    book::queue(tx, wait.space)?;
    if !queries::turn(tx, id, (WaitState::Waiting, WaitState::Left), None)? {
        return Err(JoinError::NotFound);
    }
    tx.record(Event::of("booking_wait.left", &id).org(org))?;
    Ok(())
}
