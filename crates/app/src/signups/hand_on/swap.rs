//! Somebody else of the family comes in the stead of one of a party.

use langqiao_kernel::id::{PersonId, SignupId};
use langqiao_platform::rollup;
use langqiao_store::{Event, WriteTx};

use super::{HandOnError, give, queries};
use crate::signups::{
    answers::Answers,
    model::{PartyId, SignupState},
    place::{Place, insert},
    sign_up::{MEASURE, SignUp},
    wish::{facts, fit},
};

/// Who comes for whom.
#[derive(Clone, Copy, Debug)]
pub struct Swap {
    /// Who asks: the booker.
    pub booker: PersonId,
    /// Of which party.
    pub party: PartyId,
    /// Whose place.
    pub signup: SignupId,
    /// Who comes instead: the booker or one of their family.
    pub person: PersonId,
}

/// Gives one's place to another of the family. The party stays as it is otherwise, with its answers.
///
/// # Errors
/// [`HandOnError`]; nothing is changed then.
pub fn swap(tx: &mut WriteTx<'_>, wish: &Swap) -> Result<(), HandOnError> {
    let (activity, role, _) = queries::of_party(tx, wish.party)?
        .filter(|(_, _, booker)| *booker == wish.booker)
        .ok_or(HandOnError::NotFound)?;
    let mut as_signed_up = SignUp {
        activity,
        booker: wish.booker,
        role,
        people: [wish.person].into(),
        answers: Answers::new(),
    };
    tx.lock("booker", &format!("{activity}/{}", wish.booker))?;
    let facts = facts(tx, &as_signed_up)?.ok_or(HandOnError::NotFound)?;
    let now = tx.now();
    rollup::add(tx, facts.organisation, rollup::month(now), MEASURE, 1)?;
    let (held, member) = give::place(tx, wish.booker, (wish.party, wish.signup))?;
    if !held.queue.activity.hands_on(now) {
        return Err(HandOnError::TooLate);
    }
    // The rules are asked of the party as it will be: a child who helps may need the adult who stays at home.
    let staying = held
        .members
        .iter()
        .filter(|other| other.id != member.id && other.state.is_live());
    as_signed_up.people.extend(staying.map(|other| other.person));
    let party = fit(tx, &as_signed_up, &facts, Some(member.person))?;
    if party.iter().any(|one| one.companion && one.person == wish.person) {
        return Err(HandOnError::NotFound);
    }
    let (number, answers) = queries::kept_with(tx, member.id)?.ok_or(HandOnError::NotFound)?;
    held.end(tx, &[member], SignupState::Cancelled)?;
    let place = Place::seat(wish.party, number);
    let signup = insert(tx, &as_signed_up, wish.person, place, &answers)?;
    queries::note(tx, wish.signup, signup)?;
    let detail = serde_json::json!({ "activity": activity, "from": wish.signup, "to": signup });
    tx.record(
        Event::of("signup.swapped", &wish.party)
            .org(facts.organisation)
            .detail(&detail),
    )?;
    held.queue.settle(tx)?;
    Ok(())
}
