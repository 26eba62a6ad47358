//! The party at the head of the queue is larger than what is free: it may come with fewer.

use std::collections::BTreeSet;

use langqiao_kernel::id::{PersonId, SignupId};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{
    companions,
    model::{PartyId, SignupState, queue_moves},
    party,
    still_fit::{stay_fit, still_fit},
    tell,
};

/// Who of a waiting party comes, so that it fits.
#[derive(Clone, Debug)]
pub struct TakeFewer {
    /// Who asks: the booker.
    pub person: PersonId,
    /// Which party.
    pub party: PartyId,
    /// Those who come.
    pub stay: BTreeSet<SignupId>,
}

/// Why it was not possible.
#[derive(Debug, thiserror::Error)]
pub enum TakeFewerError {
    /// There is no such party for this person, or one of those who are to come is not in it.
    #[error("no such sign-up")]
    NotFound,
    /// Nobody was chosen.
    #[error("nobody was chosen")]
    Nobody,
    /// The party isn't next in the queue any more, no longer waits, or places are kept for others now.
    #[error("not at the head of the queue")]
    NotNext,
    /// More than there are places.
    #[error("still too many")]
    StillTooMany {
        /// How many places are free.
        free: i64,
    },
    /// It is too late, or the activity was called off.
    #[error("too late")]
    TooLate,
    /// Nobody of those who come would meet what the activity asks for.
    #[error("those who come don't meet what is asked")]
    StayUnfit,
    /// What the activity asks for was refused since they signed up.
    #[error("no longer fit")]
    Unfit,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seats those who come and lets the others leave the queue.
///
/// # Errors
/// [`TakeFewerError`]; nothing is changed then.
pub fn take_fewer(tx: &mut WriteTx<'_>, wish: &TakeFewer) -> Result<(), TakeFewerError> {
    let mut held = party::hold(tx, wish.party)?
        .filter(|held| held.booker == wish.person)
        .ok_or(TakeFewerError::NotFound)?;
    let waiting = held.in_state(SignupState::Waiting);
    let (stay, leave): (Vec<_>, Vec<_>) = waiting
        .into_iter()
        .partition(|member| wish.stay.contains(&member.id));
    if wish
        .stay
        .iter()
        .any(|id| !held.members.iter().any(|member| member.id == *id))
    {
        return Err(TakeFewerError::NotFound);
    }
    let activity = held.queue.activity.clone();
    if !activity.published || !queue_moves(tx.now(), activity.moves_until) {
        return Err(TakeFewerError::TooLate);
    }
    // Whoever let places pass may still have those that nobody else has got.
    if activity.all_wait || !held.queue.is_turn_of(tx, wish.party)? {
        return Err(TakeFewerError::NotNext);
    }
    let (people, free) = (stay.len() as i64, held.queue.free());
    if people == 0 {
        return Err(TakeFewerError::Nobody);
    }
    if people > free {
        return Err(TakeFewerError::StillTooMany { free });
    }
    let going: Vec<PersonId> = leave.iter().map(|member| member.person).collect();
    if !stay_fit(tx, &activity, held.booker, &going)? {
        return Err(TakeFewerError::StayUnfit);
    }
    if !still_fit(tx, &activity, held.booker, &stay)? {
        return Err(TakeFewerError::Unfit);
    }
    let now = tx.now();
    held.end(tx, &leave, SignupState::Cancelled)?;
    held.queue.left(0, leave.len() as i64);
    tx.execute(
        "UPDATE signup SET state = 'seat', seated_at = ?2, asked_until = NULL, asked_free = NULL
         WHERE party = ?1 AND state = 'waiting'",
        params![wish.party, now],
    )?;
    held.queue.seated(people);
    let detail = serde_json::json!({ "activity": activity.id, "people": people, "left": leave.len() });
    tx.record(
        Event::of("signup.took_fewer", &wish.party)
            .org(activity.organisation)
            .detail(&detail),
    )?;
    companions::placed(tx, &activity, wish.party, &stay)?;
    companions::out(tx, &activity, (held.booker, wish.party), &leave)?;
    held.queue.settle(tx)?;
    Ok(())
}

/// Ends the question whether a party comes with fewer, once its time is over: what is free goes to those after it. Gives
/// whom it was offered to, or `None` when there was nothing to end: it was answered in time, or asked anew since.
///
/// # Errors
/// When the database fails.
pub fn unanswered(tx: &mut WriteTx<'_>, party: PartyId) -> Result<Option<Vec<PartyId>>, StoreError> {
    tx.bookkeeping();
    let now = tx.now();
    let overdue =
        "SELECT booker FROM signup WHERE party = ?1 AND state = 'waiting' AND asked_until <= ?2 LIMIT 1";
    let ask = |tx: &mut WriteTx<'_>| tx.one(overdue, params![party, now], |row| row.get::<PersonId>(0));
    // Looked at once without the queue, so that questions that were answered cost nobody anything.
    if ask(tx)?.is_none() {
        return Ok(None);
    }
    let Some(held) = party::hold(tx, party)? else {
        return Ok(None);
    };
    let Some(booker) = ask(tx)? else { return Ok(None) };
    let activity = held.queue.activity.clone();
    let offered = held.queue.settle(tx)?;
    if !offered.is_empty() && !offered.contains(&party) {
        tell::let_pass(tx, &activity, booker, party)?;
    }
    let detail = serde_json::json!({ "activity": activity.id, "offered": offered.len() });
    tx.record(
        Event::of("signup.fewer_unanswered", &party)
            .org(activity.organisation)
            .detail(&detail),
    )?;
    Ok(Some(offered))
}
