//! Answering the offer of a freed place: take it, or let it go to the next.

use jiff::Timestamp;
use langqiao_kernel::id::PersonId;
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{
    companions,
    model::{PartyId, SignupState},
    party::{self, Held},
    still_fit::still_fit,
};

/// Why an answer did not count.
#[derive(Debug, thiserror::Error)]
pub enum AnswerOfferError {
    /// There is no such sign-up for this person.
    #[error("no such sign-up")]
    NotFound,
    /// Nothing is offered to this party now: the time is over, or it was answered before.
    #[error("no offer is open")]
    NoOffer,
    /// What the activity asks for was refused since they signed up.
    #[error("no longer fit")]
    Unfit,
    /// The activity was called off.
    #[error("the activity was called off")]
    CalledOff,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes the places that are offered.
///
/// # Errors
/// [`AnswerOfferError`]; nothing is changed then.
pub fn accept(tx: &mut WriteTx<'_>, person: PersonId, party: PartyId) -> Result<(), AnswerOfferError> {
    let held = open_offer(tx, person, party)?;
    if !held.queue.activity.published {
        return Err(AnswerOfferError::CalledOff);
    }
    let offered = held.in_state(SignupState::Offered);
    if !still_fit(tx, &held.queue.activity, held.booker, &offered)? {
        return Err(AnswerOfferError::Unfit);
    }
    let now = tx.now();
    let people = tx.execute(
        "UPDATE signup SET state = 'seat', offered_until = NULL, seated_at = ?2 WHERE party = ?1 AND state = 'offered'",
        params![party, now],
    )?;
    let org = held.queue.activity.organisation;
    let detail = serde_json::json!({ "activity": held.queue.activity.id, "people": people });
    tx.record(Event::of("signup.accepted", &party).org(org).detail(&detail))?;
    companions::placed(tx, &held.queue.activity, party, &offered)?;
    held.queue.settle(tx)?;
    Ok(())
}

/// Lets the places that are offered go to the next, and leaves the queue. Gives whom they were offered to.
///
/// # Errors
/// [`AnswerOfferError`]; nothing is changed then.
pub fn decline(
    tx: &mut WriteTx<'_>,
    person: PersonId,
    party: PartyId,
) -> Result<Vec<PartyId>, AnswerOfferError> {
    let held = open_offer(tx, person, party)?;
    Ok(let_go(tx, party, held, SignupState::Declined, "signup.declined")?)
}

/// Ends an offer whose time is over. Gives whom the places were offered to, or `None` when there was nothing
/// to end: it was answered in time, or ended before.
///
/// # Errors
/// When the database fails.
pub fn expire(tx: &mut WriteTx<'_>, party: PartyId) -> Result<Option<Vec<PartyId>>, StoreError> {
    // Looked at once without the queue, so that offers that were answered cost nobody anything.
    let now = tx.now();
    let overdue = tx.one(
        "SELECT booker FROM signup WHERE party = ?1 AND state = 'offered' AND offered_until <= ?2 LIMIT 1",
        params![party, now],
        |row| row.get::<PersonId>(0),
    )?;
    let Some(booker) = overdue else { return Ok(None) };
    let Some(held) = party::hold(tx, party)? else {
        return Ok(None);
    };
    if !held
        .in_state(SignupState::Offered)
        .iter()
        .any(|member| is_over(member.offered_until, now))
    {
        // Answered while we waited for the queue: nothing but the lock was touched.
        tx.bookkeeping();
        return Ok(None);
    }
    super::tell::offer_ended(tx, &held.queue.activity, booker, party)?;
    let_go(tx, party, held, SignupState::Expired, "signup.offer_expired").map(Some)
}

fn is_over(until: Option<Timestamp>, now: Timestamp) -> bool {
    until.is_none_or(|until| until <= now)
}

fn open_offer(tx: &mut WriteTx<'_>, person: PersonId, party: PartyId) -> Result<Held, AnswerOfferError> {
    let held = party::hold(tx, party)?.ok_or(AnswerOfferError::NotFound)?;
    if held.booker != person {
        return Err(AnswerOfferError::NotFound);
    }
    let now = tx.now();
    // An offer ends at its deadline even when the job that notes it comes late.
    let offered = held.in_state(SignupState::Offered);
    if offered.is_empty() || offered.iter().any(|member| is_over(member.offered_until, now)) {
        return Err(AnswerOfferError::NoOffer);
    }
    Ok(held)
}

fn let_go(
    tx: &mut WriteTx<'_>,
    party: PartyId,
    mut held: Held,
    state: SignupState,
    act: &'static str,
) -> Result<Vec<PartyId>, StoreError> {
    let offered = held.in_state(SignupState::Offered);
    held.end(tx, &offered, state)?;
    held.queue.left(offered.len() as i64, 0);
    let org = held.queue.activity.organisation;
    let detail = serde_json::json!({ "activity": held.queue.activity.id, "people": offered.len() });
    tx.record(Event::of(act, &party).org(org).detail(&detail))?;
    companions::ended(tx, &held.queue.activity, (held.booker, party), &offered)?;
    held.queue.settle(tx)
}
