//! Adding somebody afterwards who came without having signed up, and wrote their name on the sheet.
//!
//! It is the same judgement as at sign-up, with the same places; only the time is another: from the start of the
//! activity until [`ADDED_FOR`] after its end. What a person decided to let by is let by, but never what the law says of
//! minors who help. The queue stands still by then, so that nobody's turn is passed; whoever waited and came anyway
//! leaves the waiting list for their place.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{PersonId, SignupId};
use langqiao_platform::rollup;
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{
    eligibility::{PartyProblem, Unfit},
    model::{PartyId, SignupRole, SignupState, waits},
    place::{Place, insert},
    queries,
    queue::Queue,
    sign_up::{MEASURE, SignUp, SignUpError, SignedUp},
    wish::{Activity, Judged, facts, judge, judge_letting_by, lawful},
};
use crate::areas::words;

/// How long after its end people can be added to an activity: a week, as long as doubtful scans wait for an officer.
/// Until then the sheet is at hand and those who stood at the door remember; later nobody could say who was there.
pub const ADDED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

words! {
    /// What stands against somebody who came without having signed up, so that a person has to look.
    Against {
        /// Younger than the activity is for.
        TooYoung = "too_young",
        /// Older than the activity is for.
        TooOld = "too_old",
        /// The day of birth is asked for, and not known.
        BirthUnknown = "birth_unknown",
        /// The activity is for the people of another area, or where they live is not known.
        Elsewhere = "elsewhere",
        /// Too young to help at all, by law or usage.
        HelperTooYoung = "helper_too_young",
        /// A child that helps without an adult.
        HelperAlone = "helper_alone",
        /// A minor who helps without a guardian's consent.
        HelperWithoutGuardian = "helper_without_guardian",
        /// What the activity asks of those who come is not stated, or doesn't count.
        Lacks = "lacks",
        /// More people than come together.
        TooMany = "too_many",
        /// Questions are not answered, or wrongly.
        Answers = "answers",
        /// All places are taken.
        Full = "full",
    }
}

impl Against {
    /// What stands against a wish, where a person may look at it; `None` for what can only be mended.
    pub fn of(error: &SignUpError) -> Option<Against> {
        match error {
            SignUpError::Full => Some(Against::Full),
            SignUpError::Answers(_) => Some(Against::Answers),
            SignUpError::Party(PartyProblem::TooMany { .. } | PartyProblem::TooManyWith { .. }) => {
                Some(Against::TooMany)
            }
            // What nobody can let by is told before what somebody can.
            SignUpError::Party(PartyProblem::Unfit(reasons)) => {
                let all = reasons.iter().map(|one| Against::of_one(&one.reason));
                all.min_by_key(|against| against.may_be_let_by(SignupRole::Attendee))
            }
            _ => None,
        }
    }

    fn of_one(reason: &Unfit) -> Against {
        match reason {
            Unfit::TooYoung { .. } => Against::TooYoung,
            Unfit::TooOld { .. } => Against::TooOld,
            Unfit::BirthUnknown | Unfit::OwnBirthUnknown => Against::BirthUnknown,
            Unfit::Elsewhere { .. } | Unfit::AreaUnknown { .. } | Unfit::OwnAreaUnknown { .. } => {
                Against::Elsewhere
            }
            Unfit::VolunteerTooYoung => Against::HelperTooYoung,
            Unfit::VolunteerNeedsAdult => Against::HelperAlone,
            Unfit::VolunteerNeedsGuardian => Against::HelperWithoutGuardian,
            Unfit::Lacks(_) | Unfit::ByOwnRecord => Against::Lacks,
        }
    }

    /// Whether a person may let it by for somebody who came as this: what the host asked for, never the rules for
    /// minors who help, nor an age that they depend on.
    pub const fn may_be_let_by(self, role: SignupRole) -> bool {
        match self {
            Against::HelperTooYoung | Against::HelperAlone | Against::HelperWithoutGuardian => false,
            Against::BirthUnknown => matches!(role, SignupRole::Attendee),
            _ => true,
        }
    }
}

/// Until when people can be added to an activity that ends then.
pub fn addable_until(ends_at: Timestamp) -> Timestamp {
    ends_at.checked_add(ADDED_FOR).unwrap_or(ends_at)
}

/// Whether people can be added now to an activity that goes on from one instant to another.
pub fn addable(now: Timestamp, starts_at: Timestamp, ends_at: Timestamp) -> bool {
    starts_at <= now && now < addable_until(ends_at)
}

/// Adds a party that was there. `let_by` is whether a person decided, with a reason that the caller keeps, to let by what
/// stands against it: places that were not there are made then. Who was listed for that in time has all the time after it.
///
/// # Errors
/// [`SignUpError`]; nothing is changed then.
pub fn add_late(tx: &mut WriteTx<'_>, wish: &SignUp, let_by: bool) -> Result<SignedUp, SignUpError> {
    let now = tx.now();
    tx.lock("booker", &format!("{}/{}", wish.activity, wish.booker))?;
    let mut activity = facts(tx, wish)?.ok_or(SignUpError::NotFound)?;
    activity.took_place(now, let_by)?;
    if waits(activity.allotment, activity.allotted_at, wish.role) {
        return Err(SignUpError::Closed);
    }
    let before = waiting(tx, wish)?;
    activity.leave_out(before.iter().filter(|one| one.role == wish.role).count());
    let judged = judged(tx, wish, &activity, let_by)?;
    let people = judged.people.len() as i64;
    rollup::add(tx, activity.organisation, rollup::month(now), MEASURE, people)?;

    // Both pools in their order: who waited for one role may have come as the other.
    let mut queues = Vec::new();
    for role in SignupRole::ALL {
        if let Some(queue) = Queue::lock(tx, wish.activity, role)? {
            queues.push((role, queue));
        }
    }
    activity.still_stands(tx, wish.activity)?;
    let own = queues.iter_mut().find(|(role, _)| *role == wish.role);
    let (_, queue) = own.ok_or(SignUpError::NoSuchRole)?;
    let short = people - queue.free();
    if short > 0 {
        if !let_by {
            return Err(SignUpError::Full);
        }
        queue.widen(tx, short)?;
    }
    queue.placed(people);
    let number = queue.next_number(tx)?;
    for one in &before {
        tx.execute(
            "UPDATE signup SET state = 'cancelled', ended_at = ?2 WHERE id = ?1",
            params![one.signup, now],
        )?;
        if let Some((_, queue)) = queues.iter_mut().find(|(role, _)| *role == one.role) {
            queue.left(0, 1);
        }
    }
    let id = PartyId::generate();
    let mut answers = judged.answers.as_str();
    for person in &judged.people {
        insert(tx, wish, *person, Place::seat(id, number), answers)?;
        answers = "{}";
    }
    let detail = serde_json::json!({
        "activity": wish.activity, "role": wish.role, "people": people, "places_made": short.max(0),
    });
    tx.record(
        Event::of("signup.added_afterwards", &id)
            .org(activity.organisation)
            .detail(&detail),
    )?;
    for (_, queue) in queues {
        queue.settle(tx)?;
    }
    Ok(SignedUp {
        party: id,
        state: SignupState::Seat,
        number,
        all_wait: false,
        starts_at: activity.starts_at,
    })
}

fn judged(
    tx: &mut WriteTx<'_>,
    wish: &SignUp,
    activity: &Activity,
    let_by: bool,
) -> Result<Judged, SignUpError> {
    // What nobody can let by is told before what somebody can.
    if let_by {
        return judge_letting_by(tx, wish, activity);
    }
    lawful(tx, wish, activity)?;
    judge(tx, wish, activity)
}

/// Somebody of a party who waits.
struct Waits {
    signup: SignupId,
    role: SignupRole,
}

/// Those of a party who wait for a place.
///
/// # Errors
/// [`SignUpError::Already`] if one of them has a place.
fn waiting(tx: &mut WriteTx<'_>, wish: &SignUp) -> Result<Vec<Waits>, SignUpError> {
    let mut found = Vec::new();
    for person in &wish.people {
        let Some((signup, role, state)) = queries::live_of(tx, wish.activity, *person)? else {
            continue;
        };
        if state != SignupState::Waiting {
            return Err(already(tx, wish, *person)?);
        }
        found.push(Waits { signup, role });
    }
    Ok(found)
}

fn already(tx: &mut WriteTx<'_>, wish: &SignUp, person: PersonId) -> Result<SignUpError, StoreError> {
    let party = queries::party_of(tx, wish.activity, person)?;
    Ok(SignUpError::Already {
        person,
        party: party.and_then(|(party, booker)| (booker == wish.booker).then_some(party)),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::eligibility::Misfit, *};

    #[test]
    fn people_are_added_from_the_start_until_a_week_after_the_end() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let (starts, ends) = (at("2026-11-21T06:00:00Z"), at("2026-11-21T08:00:00Z"));
        assert!(!addable(at("2026-11-21T05:59:59Z"), starts, ends));
        assert!(addable(starts, starts, ends));
        assert!(addable(at("2026-11-28T07:59:59Z"), starts, ends));
        assert!(!addable(at("2026-11-28T08:00:00Z"), starts, ends));
    }

    #[test]
    fn nobody_lets_by_what_the_law_says_of_minors_who_help() {
        let unfit = |reason| Misfit {
            person: PersonId::from_u128(1),
            name: String::new(),
            reason,
        };
        let both = SignUpError::Party(PartyProblem::Unfit(vec![
            unfit(Unfit::Elsewhere { area: String::new() }),
            unfit(Unfit::VolunteerTooYoung),
        ]));
        assert_eq!(Against::of(&both), Some(Against::HelperTooYoung));
        for against in Against::ALL {
            let young = matches!(
                against,
                Against::HelperTooYoung | Against::HelperAlone | Against::HelperWithoutGuardian
            );
            assert_eq!(against.may_be_let_by(SignupRole::Attendee), !young);
        }
        assert!(!Against::BirthUnknown.may_be_let_by(SignupRole::Volunteer));
        assert_eq!(Against::of(&SignUpError::Closed), None);
    }
}
