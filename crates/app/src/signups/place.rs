//! Writing down what a party came by: a person of it, with a number and a code.

use langqiao_kernel::{
    codes::ShortCode,
    id::{ActivityId, PersonId, SignupId},
};
use langqiao_store::{WriteTx, params};

use super::{
    model::{PartyId, SignupState},
    queries,
    sign_up::{SignUp, SignUpError},
};

/// What a party comes by.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Under which id.
    pub party: PartyId,
    /// A seat, or to wait.
    pub state: SignupState,
    /// Its number.
    pub number: i64,
    /// Its place among the groups that come first.
    pub rank: i64,
}

impl Place {
    /// A seat under this number.
    pub const fn seat(party: PartyId, number: i64) -> Self {
        Self {
            party,
            state: SignupState::Seat,
            number,
            rank: 0,
        }
    }
}

/// Writes one person of a party down.
///
/// # Errors
/// [`SignUpError::Already`] if they are signed up already.
pub fn insert(
    tx: &mut WriteTx<'_>,
    wish: &SignUp,
    person: PersonId,
    place: Place,
    answers: &str,
) -> Result<SignupId, SignUpError> {
    let now = tx.now();
    let beginning = beginning(wish.activity, place.number);
    loop {
        let id = SignupId::generate();
        let code = ShortCode::beginning(beginning, &mut rand::rng()).to_string();
        // Whatever stands against it: the person's other sign-up, or a code that is taken.
        let added = tx.execute(
            "INSERT INTO signup (id, activity, role, party, booker, person, number, state, code, answers, created_at,
               seated_at, rank)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT DO NOTHING",
            params![
                id,
                wish.activity,
                wish.role,
                place.party,
                wish.booker,
                person,
                place.number,
                place.state,
                code,
                answers,
                now,
                (place.state == SignupState::Seat).then_some(now),
                place.rank
            ],
        )?;
        if added == 1 {
            return Ok(id);
        }
        if let Some((party, booker)) = queries::party_of(tx, wish.activity, person)? {
            let party = (booker == wish.booker).then_some(party);
            return Err(SignUpError::Already { person, party });
        }
        // The code was somebody else's here, as happens once in some ten thousand: the next draw gives another.
    }
}

/// How many numbers of an activity have codes that begin alike.
const ALIKE: i64 = 32;

/// How the codes of an activity begin for those with this number: alike for a few who follow each other, which keeps a rush
/// from writing all over the index of codes; elsewhere in the alphabet for each activity, so that a code of another
/// activity is hardly ever one of this.
fn beginning(activity: ActivityId, number: i64) -> u64 {
    let of_activity = activity.as_u128() as u64;
    of_activity.wrapping_add(number.div_euclid(ALIKE) as u64)
}
