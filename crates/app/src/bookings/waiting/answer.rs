//! An offer is taken, declined, or ends.

use langqiao_kernel::{
    id::{BookingId, OrganisationId, PersonId, WaitId},
    time,
};
use langqiao_platform::{
    app::App,
    args,
    fault::{Fault, Refusal},
    i18n::msg,
    jobs::JobOutcome,
    refuse_with,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    super::{
        book,
        model::{Pending, Status},
        queries as rooms, settle,
    },
    model::{Wait, WaitState},
    pieces, queries,
    queue::{self, OfferEnds},
};
use crate::organisations;

/// Why an answer did not count.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// There is no such wish of this organisation.
    #[error("no such wish")]
    NotFound,
    /// Nothing is offered now: the time is over, or it was answered before.
    #[error("no offer is open")]
    NoOffer,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AnswerError {
    /// What is said, unless the database failed or there is nothing to speak of.
    pub fn refusal(&self) -> Option<Refusal> {
        matches!(self, Self::NoOffer).then(|| Refusal::conflict("booking-no-offer", msg::WAIT_NO_OFFER))
    }

    fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::NoOffer => Refusal::conflict("booking-no-offer", msg::WAIT_NO_OFFER).into(),
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(AnswerError);

/// What an answer led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The room is booked.
    Booked,
    /// The room is held, and its keeper is asked.
    Asked,
    /// The pieces go along.
    Pieces,
    /// It goes to the next.
    LetGo,
}

/// Takes what is offered, or lets it go to the next: a room's time, or pieces that go along with a booking. Where the
/// keeper has to agree, the room that is taken stays held until it has answered.
///
/// # Errors
/// [`AnswerError`]; nothing is changed then.
pub fn answer(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: WaitId,
    yes: bool,
) -> Result<Answered, AnswerError> {
    if pieces::answer(tx, org, id, yes)?.is_some() {
        return Ok(if yes { Answered::Pieces } else { Answered::LetGo });
    }
    let wait = queries::wait(tx, id)?.filter(|wait| wait.organisation == org);
    let wait = wait.ok_or(AnswerError::NotFound)?;
    book::queue(tx, wait.space)?;
    // Read again, now that nobody else can answer it.
    let wait = queries::wait(tx, id)?.ok_or(AnswerError::NotFound)?;
    let Some(booking) = wait.booking.filter(|_| wait.state == WaitState::Offered) else {
        return Err(AnswerError::NoOffer);
    };
    if !yes {
        end(tx, &wait, booking, WaitState::Declined, Some(person))?;
        return Ok(Answered::LetGo);
    }
    let now = tx.now();
    let offer = rooms::booking(tx, booking)?;
    let open = offer.and_then(|(booking, _)| booking.offered_until);
    if open.is_none_or(|until| until <= now) {
        return Err(AnswerError::NoOffer);
    }
    let room = rooms::room(tx, Some(org), wait.space, time::day(now))?.ok_or(AnswerError::NotFound)?;
    let consent = room.rules.others_ask() && !room.own;
    queries::set_pending(tx, booking, consent.then_some(Pending::Consent), None)?;
    queries::turn(tx, id, (WaitState::Offered, WaitState::Taken), None)?;
    settle::taken(tx, &[booking])?;
    if room.keeper != org {
        let message = if consent {
            msg::BOOKING_NOTICE_ASKED
        } else {
            msg::BOOKING_NOTICE_MADE
        };
        let by = organisations::name_of(tx, org)?;
        let args = args! { by = by, place = room.place(), at = Moment(wait.starts_at) };
        book::tell_keeper(tx, &room, wait.starts_at, message, args)?;
    }
    tx.record(Event::of("booking_wait.taken", &id).org(org))?;
    Ok(if consent {
        Answered::Asked
    } else {
        Answered::Booked
    })
}

/// Lets an offered time go, to whoever is next.
fn end(
    tx: &mut WriteTx,
    wait: &Wait,
    booking: BookingId,
    to: WaitState,
    person: Option<PersonId>,
) -> Result<(), StoreError> {
    let held = rooms::held_span(tx, booking)?;
    let offered = (Status::Held, Some(Pending::Offer));
    rooms::decide(tx, booking, (offered, Status::Cancelled), person, "")?;
    queries::turn(tx, wait.id, (WaitState::Offered, to), None)?;
    let act = match to {
        WaitState::Expired => "booking_wait.expired",
        _ => "booking_wait.declined",
    };
    tx.record(Event::of(act, &wait.id).org(wait.organisation))?;
    if let Some(held) = held {
        queue::freed(tx, wait.space, held)?;
    }
    Ok(())
}

/// The job that ends an offer which was not answered.
pub async fn end_offer(app: App, ends: OfferEnds) -> JobOutcome {
    let by = app.by_system("bookings.offer_ends");
    app.db.write(by, move |tx| expire(tx, ends.wait)).await?;
    Ok(())
}

/// Ends an offer whose time is over; says whether there was one.
///
/// # Errors
/// When the database fails.
pub fn expire(tx: &mut WriteTx, id: WaitId) -> Result<bool, StoreError> {
    tx.bookkeeping();
    if let Some(ended) = pieces::expire(tx, id)? {
        return Ok(ended);
    }
    let Some(wait) = queries::wait(tx, id)? else {
        return Ok(false);
    };
    book::queue(tx, wait.space)?;
    let Some(wait) = queries::wait(tx, id)?.filter(|wait| wait.state == WaitState::Offered) else {
        return Ok(false);
    };
    let Some(booking) = wait.booking else {
        return Ok(false);
    };
    let now = tx.now();
    let until = rooms::booking(tx, booking)?.and_then(|(booking, _)| booking.offered_until);
    if until.is_some_and(|until| until > now) {
        return Ok(false);
    }
    end(tx, &wait, booking, WaitState::Expired, None)?;
    let link = format!("/w/{}/spaces", wait.organisation);
    let args = args! { at = Moment(wait.starts_at), purpose = wait.purpose };
    organisations::tell_officers(tx, wait.organisation, msg::WAIT_NOTICE_EXPIRED, args, &link)?;
    Ok(true)
}
