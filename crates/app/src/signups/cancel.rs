//! Giving a place back, or leaving the waiting list: one person or the whole party.

use langqiao_kernel::id::{PersonId, SignupId};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    companions,
    model::{PartyId, SignupState},
    party,
    still_fit::stay_fit,
};

/// What is to be cancelled.
#[derive(Clone, Copy, Debug)]
pub struct Cancel {
    /// Who asks: the booker, or one of the party for themselves.
    pub person: PersonId,
    /// Of which party.
    pub party: PartyId,
    /// Only this sign-up of it; all if `None`.
    pub only: Option<SignupId>,
}

/// Why nothing was cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// There is no such sign-up for this person.
    #[error("no such sign-up")]
    NotFound,
    /// All of it has ended before.
    #[error("ended before")]
    Ended,
    /// The activity has begun, or the person has been checked in: what happened isn't undone.
    #[error("it has begun")]
    Begun,
    /// Nobody of those who stay would meet what the activity asks for.
    #[error("those who stay don't meet what is asked")]
    StayUnfit,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// How many people no longer come.
    pub people: usize,
    /// Whom their places were offered to.
    pub offered: Vec<PartyId>,
}

/// Cancels, and offers what becomes free to those who are next.
///
/// # Errors
/// [`CancelError`]; nothing is changed then.
pub fn cancel(tx: &mut WriteTx<'_>, wish: &Cancel) -> Result<Cancelled, CancelError> {
    let mut held = party::hold(tx, wish.party)?.ok_or(CancelError::NotFound)?;
    let may = |person: PersonId| wish.person == held.booker || wish.person == person;
    let mut leaving: Vec<_> = held
        .members
        .iter()
        .filter(|member| may(member.person))
        .copied()
        .collect();
    if let Some(only) = wish.only {
        leaving.retain(|member| member.id == only);
    }
    if leaving.is_empty() {
        return Err(CancelError::NotFound);
    }
    leaving.retain(|member| member.state.is_live());
    if leaving.is_empty() {
        return Err(CancelError::Ended);
    }
    if held.queue.activity.moves_until <= tx.now() || leaving.iter().any(|member| member.came) {
        return Err(CancelError::Begun);
    }
    let going: Vec<PersonId> = leaving.iter().map(|member| member.person).collect();
    if !stay_fit(tx, &held.queue.activity, held.booker, &going)? {
        return Err(CancelError::StayUnfit);
    }
    let (places, waiting) = party::counts(&leaving);
    held.end(tx, &leaving, SignupState::Cancelled)?;
    held.queue.left(places, waiting);
    let activity = held.queue.activity.clone();
    let of = (held.booker, wish.party);
    if wish.person == held.booker {
        companions::out(tx, &activity, of, &leaving)?;
    } else if let Some(left) = leaving.iter().find(|member| member.companion) {
        companions::left(tx, &activity, of, left.person)?;
    }
    let detail = serde_json::json!({ "activity": activity.id, "people": leaving.len(), "places": places });
    tx.record(
        Event::of("signup.cancelled", &wish.party)
            .org(activity.organisation)
            .detail(&detail),
    )?;
    Ok(Cancelled {
        people: leaving.len(),
        offered: held.queue.settle(tx)?,
    })
}
