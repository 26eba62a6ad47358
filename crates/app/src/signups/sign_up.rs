//! Signing up: a party takes places, or joins the end of the waiting list.
//!
//! This is the path that a rush is made of, so it is kept short: what can be judged without the contested
//! row is judged and written first, then one conditional `UPDATE … RETURNING` of the pool decides and gives
//! the number in the queue, and only the sign-ups themselves are written while it is held. See
//! [`queue`](super::queue) for the order of locks.

use std::collections::BTreeSet;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::rollup;
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{
    answers::{AnswerProblem, Answers},
    companions,
    eligibility::PartyProblem,
    model::{PartyId, SignupRole, SignupState, queue_moves, waits},
    place::{Place, insert},
    queries,
    queue::Queue,
    wish::{facts, judge},
};

/// The measure under which sign-ups are counted for the host, by month: people signed up, whatever became of
/// it later.
pub const MEASURE: &str = "signups";

/// A wish to come.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// To what.
    pub activity: ActivityId,
    /// Who signs up: for themselves, for members of their family, and for companions.
    pub booker: PersonId,
    /// As what they come.
    pub role: SignupRole,
    /// Who comes.
    pub people: BTreeSet<PersonId>,
    /// What they answer to the activity's questions.
    pub answers: Answers,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedUp {
    /// The party.
    pub party: PartyId,
    /// [`SignupState::Seat`] or [`SignupState::Waiting`].
    pub state: SignupState,
    /// The party's number among all that signed up for this role, from 1.
    pub number: i64,
    /// Whether all wait until places are given to all at once.
    pub all_wait: bool,
    /// When the activity begins.
    pub starts_at: Timestamp,
}

/// Why a party was not signed up.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// There is no such activity for the public, or one of the people is not the booker's to sign up.
    #[error("no such activity or person")]
    NotFound,
    /// Sign-up has not begun.
    #[error("sign-up has not begun")]
    NotYet {
        /// When it begins.
        opens_at: Timestamp,
    },
    /// Sign-up is over.
    #[error("sign-up is over")]
    Closed,
    /// The activity was called off.
    #[error("the activity was called off")]
    Cancelled,
    /// Nobody is wanted in this role.
    #[error("nobody is wanted in this role")]
    NoSuchRole,
    /// The rules of the activity or the law speak against the party.
    #[error("the party can't come")]
    Party(PartyProblem),
    /// Answers are missing or wrong.
    #[error("answers are missing or wrong")]
    Answers(Vec<(String, AnswerProblem)>),
    /// One of them is signed up already.
    #[error("signed up already")]
    Already {
        /// Who.
        person: PersonId,
        /// Under which party, if it is the booker's own.
        party: Option<PartyId>,
    },
    /// All places are taken, and it is too late to wait for one.
    #[error("full, and too late to wait")]
    Full,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs a party up. All of them come, or wait, together.
///
/// # Errors
/// [`SignUpError`]; nothing is changed then.
pub fn sign_up(tx: &mut WriteTx<'_>, wish: &SignUp) -> Result<SignedUp, SignUpError> {
    let now = tx.now();
    // Two forms of one booker at once must not each be counted without the other.
    tx.lock("booker", &format!("{}/{}", wish.activity, wish.booker))?;
    let activity = facts(tx, wish)?.ok_or(SignUpError::NotFound)?;
    activity.is_open(now)?;
    // Who asked before places were given and comes after it is not on the list that was drawn from.
    let too_late =
        |given: Option<Timestamp>| wish.role == SignupRole::Attendee && given.is_some_and(|at| now < at);
    if too_late(activity.allotted_at) {
        return Err(SignUpError::Closed);
    }
    let judged = judge(tx, wish, &activity)?;

    let (id, people) = (PartyId::generate(), judged.people.len() as i64);
    rollup::add(tx, activity.organisation, rollup::month(now), MEASURE, people)?;
    let detail = serde_json::json!({ "activity": wish.activity, "role": wish.role, "people": people });
    tx.record(
        Event::of("signup.made", &id)
            .org(activity.organisation)
            .detail(&detail),
    )?;

    let all_wait = waits(activity.allotment, activity.allotted_at, wish.role);
    let in_groups = !activity.first.groups.is_empty() && wish.role == SignupRole::Attendee;
    let moves = queue_moves(now, activity.moves_until);
    let (state, number, free) = if all_wait {
        let number = match take_number(tx, wish, people)? {
            Some(number) => number,
            None => return Err(no_room(tx, wish)?),
        };
        // Places may have been given while this waited for the row.
        if queries::allotted_at(tx, wish.activity)?.is_some() {
            return Err(SignUpError::Closed);
        }
        (SignupState::Waiting, number, 0)
    } else if moves && in_groups && activity.allotted_at.is_none() {
        take_by_rank(tx, wish, people, judged.rank)?
    } else if moves {
        match take_places(tx, wish, people)? {
            Some(taken) => taken,
            None => return Err(no_room(tx, wish)?),
        }
    } else {
        take_last_places(tx, wish, people)?
    };
    activity.still_stands(tx, wish.activity)?;
    let place = Place {
        party: id,
        state,
        number,
        rank: judged.rank,
    };
    let mut answers = judged.answers.as_str();
    for person in &judged.people {
        insert(tx, wish, *person, place, answers)?;
        // Answers are kept once, with the first row of the party.
        answers = "{}";
    }
    // Places are free although somebody waits: whoever is first of all is asked whether they come with fewer; also where
    // somebody of an earlier group took some of those that were asked about.
    if free > 0 && (state == SignupState::Waiting || in_groups && moves) {
        ask_the_first(tx, wish)?;
    }
    let signed_up = SignedUp {
        party: id,
        state,
        number,
        all_wait,
        starts_at: activity.starts_at,
    };
    companions::signed_up(tx, wish, &judged.companions, &signed_up)?;
    Ok(signed_up)
}

/// What a party came by: how it stands, its number, and how many places nobody has.
type Taken = (SignupState, i64, i64);

/// Has whoever is first asked whether they come with fewer, where they are more than what is free. What they fit into is
/// given by whoever frees it.
fn ask_the_first(tx: &mut WriteTx<'_>, wish: &SignUp) -> Result<(), StoreError> {
    let Some(queue) = Queue::lock(tx, wish.activity, wish.role)? else {
        return Ok(());
    };
    let too_many = queue.head(tx)?.is_some_and(|head| head.people > queue.free());
    if too_many {
        queue.settle(tx)?;
    }
    Ok(())
}

/// Why there are no places for them, ever: nobody is wanted, or not so many.
fn no_room(tx: &mut WriteTx<'_>, wish: &SignUp) -> Result<SignUpError, StoreError> {
    let pools = queries::places(tx, wish.activity)?;
    let own = pools.iter().find(|places| places.role == wish.role);
    Ok(own.map_or(SignUpError::NoSuchRole, |own| {
        SignUpError::Party(PartyProblem::MoreThanPlaces { places: own.capacity })
    }))
}

/// The one statement that decides. A `waiting` of 0 afterwards means that the party was not put there. A party that is
/// larger than all the places gets neither.
fn take_places(tx: &mut WriteTx<'_>, wish: &SignUp, people: i64) -> Result<Option<Taken>, StoreError> {
    let taken: Option<Taken> = tx.execute_one(
        "UPDATE pool SET
           taken = CASE WHEN waiting = 0 AND taken + ?3 <= capacity THEN taken + ?3 ELSE taken END,
           waiting = CASE WHEN waiting = 0 AND taken + ?3 <= capacity THEN 0 ELSE waiting + ?3 END,
           last_number = last_number + 1
         WHERE activity = ?1 AND role = ?2 AND capacity >= ?3 RETURNING waiting, last_number, capacity - taken",
        params![wish.activity, wish.role, people],
        |row| {
            let state = if row.get::<i64>(0)? == 0 {
                SignupState::Seat
            } else {
                SignupState::Waiting
            };
            Ok((state, row.get(1)?, row.get(2)?))
        },
    )?;
    let Some((SignupState::Waiting, number, free)) = taken.filter(|(.., free)| people <= *free) else {
        return Ok(taken);
    };
    // They would fit, and others wait: it is theirs only if each of those let it pass.
    let Some(mut queue) = Queue::lock(tx, wish.activity, wish.role)? else {
        return Ok(taken);
    };
    let passes = queue.lets_pass(tx, people)?;
    queue.keep(tx)?;
    let state = if passes {
        SignupState::Seat
    } else {
        SignupState::Waiting
    };
    Ok(Some((state, number, free)))
}

/// Where groups come first: whoever would be the head of the waiting list takes a place if there is room for all of them, and
/// others wait. The places are held from here on, so that nobody else changes the list meanwhile.
fn take_by_rank(tx: &mut WriteTx<'_>, wish: &SignUp, people: i64, rank: i64) -> Result<Taken, SignUpError> {
    let mut queue = Queue::lock(tx, wish.activity, wish.role)?.ok_or(SignUpError::NoSuchRole)?;
    if queue.holds() < people {
        return Err(no_room(tx, wish)?);
    }
    let before = queue.head(tx)?.is_some_and(|head| head.rank <= rank);
    let state = if !before && queue.is_open_to(rank, tx.now()) && people <= queue.free() {
        queue.placed(people);
        SignupState::Seat
    } else {
        queue.joined(people);
        SignupState::Waiting
    };
    let (number, free) = (queue.next_number(tx)?, queue.free());
    queue.keep(tx)?;
    Ok((state, number, free))
}

/// Where places are given to all at once later on: everybody waits for that, with a number.
fn take_number(tx: &mut WriteTx<'_>, wish: &SignUp, people: i64) -> Result<Option<i64>, StoreError> {
    tx.execute_one(
        "UPDATE pool SET waiting = waiting + ?3, last_number = last_number + 1
         WHERE activity = ?1 AND role = ?2 AND capacity >= ?3 RETURNING last_number",
        params![wish.activity, wish.role, people],
        |row| row.get(0),
    )
}

/// Just before the start the queue stands still: whoever fits into what is free is seated, and nobody waits any
/// more.
fn take_last_places(tx: &mut WriteTx<'_>, wish: &SignUp, people: i64) -> Result<Taken, SignUpError> {
    let number = tx.execute_one(
        "UPDATE pool SET taken = taken + ?3, last_number = last_number + 1
         WHERE activity = ?1 AND role = ?2 AND taken + ?3 <= capacity RETURNING last_number",
        params![wish.activity, wish.role, people],
        |row| row.get(0),
    )?;
    if let Some(number) = number {
        return Ok((SignupState::Seat, number, 0));
    }
    Err(match no_room(tx, wish)? {
        SignUpError::Party(PartyProblem::MoreThanPlaces { places }) if people <= places => SignUpError::Full,
        other => other,
    })
}
