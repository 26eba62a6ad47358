//! What the scans of one sign-up come to, in the order in which they happened rather than the one in which they
//! reached us. Pure.
//!
//! The order is by time, then by device, then by the device's own number: it is the same whatever is known first,
//! so that phones that were offline may bring their scans in any order and in any parts, again and again.

use jiff::Timestamp;

use super::super::{
    model::{Direction, Hours, Outcome, Reason, Ticket, Verdict},
    rules::{Facts, Rules},
};

/// A scan, as far as the order looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passing {
    /// When it was, by a clock set right.
    pub at: Timestamp,
    /// On which device.
    pub device: String,
    /// Its number there.
    pub sequence: i64,
    /// Which way.
    pub direction: Direction,
    /// Why it is refused for what the sign-up was, whatever other scans there are.
    pub standing: Option<Reason>,
    /// In the door's hours or not.
    pub hours: Hours,
    /// What a person decided, and when.
    pub person: Option<(Verdict, Timestamp)>,
}

impl Passing {
    fn place(&self) -> (Timestamp, &str, i64) {
        (self.at, &self.device, self.sequence)
    }

    fn is(&self, verdict: Verdict) -> bool {
        self.person.is_some_and(|(decided, _)| decided == verdict)
    }

    /// What the rules know of it, beside whether somebody came and left before.
    fn facts(&self, (came, left): (bool, bool), person: Option<Verdict>) -> Facts {
        Facts {
            ticket: Ticket::Here,
            activity: "published",
            state: "seat",
            renewed: false,
            direction: self.direction,
            scanned_in: came,
            scanned_out: left,
            hours: self.hours,
            revoked: false,
            person,
        }
    }

    /// Whether it lets somebody in who had not come before, whatever any person decides about other scans.
    fn lets_in(&self, rules: &Rules) -> bool {
        self.direction == Direction::In
            && self.standing.is_none()
            && !self.is(Verdict::Dismissed)
            && rules.decide(&self.facts((false, false), None)).0 == Outcome::Accepted
    }
}

/// Decides about all scans of one sign-up; the answers stand in the order in which the scans were given.
pub fn decide(passings: &[Passing]) -> Vec<(Outcome, Reason)> {
    let rules = Rules::current();
    let mut order: Vec<usize> = (0..passings.len()).collect();
    order.sort_by_key(|at| passings[*at].place());
    let mut chosen = [Direction::In, Direction::Out].map(|direction| chosen(passings, &order, direction));
    // Whoever is in already stays in by the earlier scan: the one that a person counts is a double of it.
    let mut before = order.iter().take_while(|at| chosen[0] != Some(**at));
    if before.any(|at| passings[*at].lets_in(rules)) {
        chosen[0] = None;
    }
    let chosen_for = |direction| chosen[usize::from(direction == Direction::Out)];
    let (mut came, mut left) = (false, false);
    let mut answers = vec![(Outcome::Unknown, Reason::Unknown); passings.len()];
    for at in order {
        let passing = &passings[at];
        let by_person = chosen_for(passing.direction) == Some(at);
        // Where a person has said which one counts, the others of that way are doubles of it.
        let other =
            |direction| chosen_for(direction).is_some_and(|one| one != at && passing.direction == direction);
        let seen = (came || other(Direction::In), left || other(Direction::Out));
        let facts = |person| passing.facts(seen, person);
        let plain = || match passing.standing {
            Some(reason) => (rules.outcome(reason), reason),
            None => rules.decide(&facts(None)),
        };
        answers[at] = if by_person {
            rules.decide(&facts(Some(Verdict::Counts)))
        } else if passing.is(Verdict::Dismissed) {
            // A dismissed one keeps its reason, unless it would let somebody through.
            let answer = plain();
            if answer.0 == Outcome::Accepted {
                rules.decide(&facts(Some(Verdict::Dismissed)))
            } else {
                answer
            }
        } else if passing.direction == Direction::In && passing.is(Verdict::Counts) && came {
            // Whatever stood against it, a person let it by: what is left to say is that they were in.
            rules.decide(&facts(None))
        } else {
            plain()
        };
        if answers[at].0 == Outcome::Accepted {
            match passing.direction {
                Direction::In => came = true,
                Direction::Out => left = true,
            }
        }
    }
    answers
}

/// The scan that a person chose in this direction: the one decided last; of several decided at once, the first.
fn chosen(passings: &[Passing], order: &[usize], direction: Direction) -> Option<usize> {
    let counts = |at: &&usize| passings[**at].direction == direction && passings[**at].is(Verdict::Counts);
    let mut found: Option<usize> = None;
    for at in order.iter().filter(counts) {
        let later =
            found.is_none_or(|known| passings[known].person.map(|p| p.1) < passings[*at].person.map(|p| p.1));
        if later {
            found = Some(*at);
        }
    }
    found
}

/// The refusal of a sign-up's own, if a stored reason is one: it doesn't depend on other scans.
pub fn standing(reason: Reason) -> Option<Reason> {
    match reason {
        Reason::Welcome
        | Reason::Goodbye
        | Reason::InAlready
        | Reason::OutAlready
        | Reason::LeftAlready
        | Reason::TooEarly
        | Reason::TooLate
        | Reason::NotIn
        | Reason::Dismissed => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn passing(minute: i64, device: &str, direction: Direction) -> Passing {
        Passing {
            at: Timestamp::from_second(1_790_000_000 + minute * 60).unwrap(),
            device: device.to_owned(),
            sequence: minute,
            direction,
            standing: None,
            hours: Hours::Open,
            person: None,
        }
    }

    fn reasons(passings: &[Passing]) -> Vec<Reason> {
        decide(passings).into_iter().map(|(_, reason)| reason).collect()
    }

    #[test]
    fn the_earliest_lets_in_and_the_others_are_doubles() {
        let (late, early) = (
            passing(20, "east", Direction::In),
            passing(5, "west", Direction::In),
        );
        assert_eq!(
            reasons(&[late.clone(), early.clone()]),
            [Reason::InAlready, Reason::Welcome]
        );
        let out = passing(60, "east", Direction::Out);
        let back = passing(70, "west", Direction::In);
        assert_eq!(
            reasons(&[out, back, late, early]),
            [
                Reason::Goodbye,
                Reason::LeftAlready,
                Reason::InAlready,
                Reason::Welcome
            ]
        );
    }

    #[test]
    fn who_left_before_coming_did_not_leave() {
        let (out, come) = (
            passing(5, "east", Direction::Out),
            passing(9, "west", Direction::In),
        );
        assert_eq!(reasons(&[come, out]), [Reason::Welcome, Reason::NotIn]);
    }

    #[test]
    fn what_a_person_decided_goes_before_the_order() {
        let decided = |verdict| Some((verdict, Timestamp::UNIX_EPOCH));
        let (first, mut second) = (
            passing(5, "east", Direction::Out),
            passing(50, "west", Direction::Out),
        );
        let come = passing(1, "east", Direction::In);
        second.person = decided(Verdict::Counts);
        assert_eq!(
            reasons(&[come.clone(), first.clone(), second.clone()]),
            [Reason::Welcome, Reason::OutAlready, Reason::Goodbye]
        );
        let mut waiting = passing(1, "east", Direction::In);
        waiting.standing = Some(Reason::Waiting);
        assert_eq!(
            reasons(&[waiting.clone(), first.clone()]),
            [Reason::Waiting, Reason::NotIn]
        );
        waiting.person = decided(Verdict::Counts);
        assert_eq!(
            reasons(&[waiting, first.clone()]),
            [Reason::Welcome, Reason::Goodbye]
        );
        let mut gone = first;
        gone.person = decided(Verdict::Dismissed);
        assert_eq!(reasons(&[come, gone]), [Reason::Welcome, Reason::Dismissed]);
    }

    #[test]
    fn who_is_in_already_stays_in_by_the_earlier_scan() {
        let (east, mut west) = (
            passing(5, "east", Direction::In),
            passing(9, "west", Direction::In),
        );
        west.standing = Some(Reason::DeviceRevoked);
        assert_eq!(
            reasons(&[east.clone(), west.clone()]),
            [Reason::Welcome, Reason::DeviceRevoked]
        );
        west.person = Some((Verdict::Counts, Timestamp::UNIX_EPOCH));
        assert_eq!(
            reasons(&[east.clone(), west.clone()]),
            [Reason::Welcome, Reason::InAlready]
        );
        // Was it scanned before the other, they came then.
        west.at = passing(1, "west", Direction::In).at;
        assert_eq!(reasons(&[east, west]), [Reason::InAlready, Reason::Welcome]);
    }

    fn any_passing() -> impl Strategy<Value = Passing> {
        let standing = prop_oneof![
            6 => Just(None),
            1 => Just(Some(Reason::Waiting)),
            1 => Just(Some(Reason::DeviceRevoked)),
        ];
        let person = prop_oneof![
            6 => Just(None),
            1 => Just(Some(Verdict::Counts)),
            1 => Just(Some(Verdict::Dismissed)),
        ];
        let hours = prop_oneof![4 => Just(Hours::Open), 1 => Just(Hours::After), 1 => Just(Hours::Before)];
        (
            0i64..30,
            "[a-c]",
            any::<bool>(),
            standing,
            hours,
            (person, 0i64..5),
        )
            .prop_map(
                |(minute, device, out, standing, hours, (person, decided))| Passing {
                    standing,
                    hours,
                    person: person.map(|verdict| (verdict, Timestamp::from_second(decided).unwrap())),
                    ..passing(minute, &device, if out { Direction::Out } else { Direction::In })
                },
            )
    }

    proptest! {
        /// However they arrive, the same scans come to the same; and nobody is let in or out twice, or out before in.
        #[test]
        fn the_order_of_arrival_does_not_matter(
            passings in prop::collection::vec(any_passing(), 0..12), seed in any::<u64>()
        ) {
            let mut passings = passings;
            for (number, passing) in passings.iter_mut().enumerate() {
                passing.sequence = number as i64;
            }
            let answers = decide(&passings);
            let mut shuffled: Vec<usize> = (0..passings.len()).collect();
            shuffled.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
            let mixed: Vec<Passing> = shuffled.iter().map(|at| passings[*at].clone()).collect();
            for (answer, at) in decide(&mixed).iter().zip(&shuffled) {
                prop_assert_eq!(*answer, answers[*at]);
            }
            let accepted = |direction| {
                let all = passings.iter().zip(&answers);
                all.filter(|(passing, answer)| passing.direction == direction && answer.0 == Outcome::Accepted)
                    .map(|(passing, _)| passing.place()).collect::<Vec<_>>()
            };
            let (came, left) = (accepted(Direction::In), accepted(Direction::Out));
            prop_assert!(came.len() <= 1 && left.len() <= 1);
            if let Some(left) = left.first() {
                prop_assert!(came.first().is_some_and(|came| came < left));
            }
        }
    }
}
