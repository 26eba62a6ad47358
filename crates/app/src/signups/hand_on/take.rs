//! Taking a place that somebody hands on.

use langqiao_kernel::id::PersonId;
use langqiao_platform::{keys::Keys, rollup};
use langqiao_store::{Event, WriteTx};

use super::{HandOnError, give, queries};
use crate::signups::{
    answers::Answers,
    model::{PartyId, SignupState},
    place::{Place, insert},
    sign_up::{MEASURE, SignUp},
    still_fit::stay_fit,
    tell,
    wish::{facts, fit, judge},
};

/// Who takes the place behind a link.
#[derive(Clone, Debug)]
pub struct Take {
    /// The link's key.
    pub key: String,
    /// Who signs up.
    pub booker: PersonId,
    /// Who comes: the booker or one of their family.
    pub person: PersonId,
    /// What they answer to the activity's questions.
    pub answers: Answers,
}

/// Gives the place to who takes it, and ends it for who had it. Gives the new party.
///
/// # Errors
/// [`HandOnError`]; nothing is changed then.
pub fn take(tx: &mut WriteTx<'_>, keys: &Keys, wish: &Take) -> Result<PartyId, HandOnError> {
    let hash = keys.token_hash(&wish.key);
    let handed = queries::behind(tx, &hash)?.ok_or(HandOnError::NotFound)?;
    let (_, _, giver) = queries::of_party(tx, handed.party)?.ok_or(HandOnError::NotFound)?;
    let as_signed_up = SignUp {
        activity: handed.activity,
        booker: wish.booker,
        role: handed.role,
        people: [wish.person].into(),
        answers: wish.answers.clone(),
    };
    // The same order as signing up: the booker, the roll-up, the places, the sign-ups.
    tx.lock("booker", &format!("{}/{}", handed.activity, wish.booker))?;
    let activity = facts(tx, &as_signed_up)?.ok_or(HandOnError::NotFound)?;
    let judged = judge(tx, &as_signed_up, &activity)?;
    // A companion takes a link by themselves.
    if !judged.companions.is_empty() {
        return Err(HandOnError::NotFound);
    }
    let now = tx.now();
    rollup::add(tx, activity.organisation, rollup::month(now), MEASURE, 1)?;
    let (held, member) = give::place(tx, giver, (handed.party, handed.signup))?;
    activity.still_stands(tx, handed.activity)?;
    // The link may have been used, renewed or taken back while this waited for the places.
    if queries::behind(tx, &hash)?.is_none() {
        return Err(HandOnError::NotFound);
    }
    if !held.queue.activity.hands_on(now) {
        return Err(HandOnError::TooLate);
    }
    if held.queue.somebody_waits(now) {
        return Err(HandOnError::OthersWait);
    }
    // What is kept for groups that come first is theirs, from whomever it comes.
    if !held.queue.is_open_to(judged.rank, now) {
        let until = held.queue.activity.first.kept_until.unwrap_or(now);
        return Err(HandOnError::Kept { until });
    }
    if !stay_fit(tx, &held.queue.activity, giver, &[member.person])? {
        return Err(HandOnError::StayUnfit);
    }
    if giver == wish.booker {
        // One's own link leads to the family: who leaves brings nobody along.
        fit(tx, &as_signed_up, &activity, Some(member.person))?;
    }
    held.end(tx, &[member], SignupState::Cancelled)?;
    let (id, number) = (PartyId::generate(), held.queue.next_number(tx)?);
    let place = Place::seat(id, number);
    let signup = insert(tx, &as_signed_up, wish.person, place, &judged.answers)?;
    queries::note(tx, handed.signup, signup)?;
    tell::handed_on(tx, &held.queue.activity, giver, handed.party)?;
    let detail = serde_json::json!({ "activity": handed.activity, "from": handed.signup, "to": signup });
    tx.record(
        Event::of("signup.handed_on", &id)
            .org(activity.organisation)
            .detail(&detail),
    )?;
    held.queue.settle(tx)?;
    Ok(id)
}
