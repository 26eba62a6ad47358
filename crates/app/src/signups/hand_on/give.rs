//! The link by which a place is handed on: made, renewed, taken back.

use langqiao_kernel::id::{PersonId, SignupId};
use langqiao_platform::keys::{Keys, random_token};
use langqiao_store::{Event, WriteTx};

use super::{HandOnError, queries};
use crate::signups::{
    model::{PartyId, SignupState},
    party::{self, Held, Member},
    still_fit::stay_fit,
};

/// The place of one of a party, held still, if its booker may hand it on now.
pub(super) fn place(
    tx: &mut WriteTx<'_>,
    booker: PersonId,
    (party, signup): (PartyId, SignupId),
) -> Result<(Held, Member), HandOnError> {
    let held = party::hold(tx, party)?
        .filter(|held| held.booker == booker)
        .ok_or(HandOnError::NotFound)?;
    let member = held.members.iter().find(|member| member.id == signup).copied();
    // A companion's place is theirs: they give it back, nobody hands it on.
    let member = member
        .filter(|member| !member.companion)
        .ok_or(HandOnError::NotFound)?;
    if member.came {
        return Err(HandOnError::Came);
    }
    if member.state != SignupState::Seat {
        return Err(HandOnError::NoPlace);
    }
    Ok((held, member))
}

/// Makes the link of a place, in place of the one before. Gives its key, which is not kept and so told once.
///
/// # Errors
/// [`HandOnError`]; nothing is changed then.
pub fn give(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    booker: PersonId,
    (party, signup): (PartyId, SignupId),
) -> Result<String, HandOnError> {
    let (held, member) = place(tx, booker, (party, signup))?;
    if !held.queue.activity.hands_on(tx.now()) {
        return Err(HandOnError::TooLate);
    }
    if held.queue.somebody_waits(tx.now()) {
        return Err(HandOnError::OthersWait);
    }
    if !stay_fit(tx, &held.queue.activity, booker, &[member.person])? {
        return Err(HandOnError::StayUnfit);
    }
    let key = random_token();
    queries::keep_key(tx, signup, &keys.token_hash(&key))?;
    let org = held.queue.activity.organisation;
    let detail = serde_json::json!({ "activity": held.queue.activity.id, "signup": signup });
    tx.record(Event::of("signup.link_made", &party).org(org).detail(&detail))?;
    held.queue.settle(tx)?;
    Ok(key)
}

/// Takes a link back that nobody has used. Doing it again changes nothing.
///
/// # Errors
/// [`HandOnError`]; nothing is changed then.
pub fn take_back(
    tx: &mut WriteTx<'_>,
    booker: PersonId,
    (party, signup): (PartyId, SignupId),
) -> Result<(), HandOnError> {
    let held = party::hold(tx, party)?
        .filter(|held| held.booker == booker && held.members.iter().any(|member| member.id == signup))
        .ok_or(HandOnError::NotFound)?;
    if queries::drop_key(tx, signup)? {
        let org = held.queue.activity.organisation;
        let detail = serde_json::json!({ "activity": held.queue.activity.id, "signup": signup });
        tx.record(Event::of("signup.link_ended", &party).org(org).detail(&detail))?;
    } else {
        tx.bookkeeping();
    }
    Ok(())
}
