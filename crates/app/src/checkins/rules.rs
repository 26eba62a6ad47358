//! Who is let through: the decision table of `rules.toml`, and what it may know of a scan. Pure.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::model::{Direction, Hours, Outcome, Reason, Ticket, Verdict};

/// All that the rules may know about a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What the code is.
    pub ticket: Ticket,
    /// The activity's status.
    pub activity: &'static str,
    /// The sign-up's state; empty when there is none.
    pub state: &'static str,
    /// Whether the person holds a newer place in the activity.
    pub renewed: bool,
    /// Which way.
    pub direction: Direction,
    /// Whether the sign-up was let in before.
    pub scanned_in: bool,
    /// Whether it was let out before.
    pub scanned_out: bool,
    /// In the door's hours or not.
    pub hours: Hours,
    /// Whether it was brought by a device whose key had been taken back.
    pub revoked: bool,
    /// What a person decided afterwards, if somebody did.
    pub person: Option<Verdict>,
}

impl Facts {
    /// The value of a fact by the name it has in the rules; `None` for a name that is no fact's.
    fn value(&self, fact: &str) -> Option<&str> {
        let yes_no = |truth: bool| if truth { "yes" } else { "no" };
        Some(match fact {
            "ticket" => self.ticket.as_str(),
            "activity" => self.activity,
            "state" => self.state,
            "renewed" => yes_no(self.renewed),
            "direction" => self.direction.as_str(),
            "scanned_in" => yes_no(self.scanned_in),
            "scanned_out" => yes_no(self.scanned_out),
            "hours" => self.hours.as_str(),
            "device" if self.revoked => "revoked",
            "device" => "good",
            "person" => self.person.map_or("none", Verdict::as_str),
            _ => return None,
        })
    }
}

/// When the door is open, in minutes from an activity's start and end.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct DoorHours {
    in_opens_before_start: i64,
    in_closes_after_end: i64,
    out_opens_before_start: i64,
    out_closes_after_end: i64,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(default)]
    when: BTreeMap<String, OneOf>,
    outcome: Outcome,
    reason: Reason,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum OneOf {
    One(String),
    Some(Vec<String>),
}

impl OneOf {
    fn has(&self, value: &str) -> bool {
        match self {
            OneOf::One(word) => word == value,
            OneOf::Some(words) => words.iter().any(|word| word == value),
        }
    }
}

/// The decision table of `rules.toml`; as JSON it goes to the devices.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    hours: DoorHours,
    rule: Vec<Rule>,
}

static RULES: LazyLock<Rules> =
    LazyLock::new(|| toml::from_str(include_str!("rules.toml")).expect("a test reads the same table"));

impl Rules {
    /// The table that this house decides by.
    pub fn current() -> &'static Rules {
        &RULES
    }

    /// What becomes of a scan: the first rule whose every condition holds. The last rule has none, so that
    /// there is always an answer.
    pub fn decide(&self, facts: &Facts) -> (Outcome, Reason) {
        let holds = |rule: &&Rule| {
            rule.when
                .iter()
                .all(|(fact, wanted)| facts.value(fact).is_some_and(|value| wanted.has(value)))
        };
        self.rule
            .iter()
            .find(holds)
            .map_or((Outcome::Unknown, Reason::Unknown), |rule| {
                (rule.outcome, rule.reason)
            })
    }

    /// The outcome that goes with a reason.
    pub fn outcome(&self, reason: Reason) -> Outcome {
        self.rule
            .iter()
            .find(|rule| rule.reason == reason)
            .map_or(Outcome::Unknown, |rule| rule.outcome)
    }

    /// When the door opens and shuts for an activity from `starts` to `ends`.
    pub fn door(&self, direction: Direction, starts: Timestamp, ends: Timestamp) -> (Timestamp, Timestamp) {
        let (before, after) = match direction {
            Direction::In => (self.hours.in_opens_before_start, self.hours.in_closes_after_end),
            Direction::Out => (self.hours.out_opens_before_start, self.hours.out_closes_after_end),
        };
        let shift = |at: Timestamp, minutes| {
            at.saturating_add(SignedDuration::from_mins(minutes))
                .unwrap_or(at)
        };
        (shift(starts, -before), shift(ends, after))
    }

    /// Whether the door is open at `now`; it is at the very instants at which it opens and shuts.
    pub fn hours(&self, direction: Direction, starts: Timestamp, ends: Timestamp, now: Timestamp) -> Hours {
        let (opens, shuts) = self.door(direction, starts, ends);
        if now < opens {
            Hours::Before
        } else if now > shuts {
            Hours::After
        } else {
            Hours::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{activities::Status, signups::SignupState};

    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        name: String,
        #[serde(default)]
        facts: BTreeMap<String, String>,
        gives: Reason,
    }

    fn facts(changed: &BTreeMap<String, String>) -> Facts {
        fn word<T: std::str::FromStr>(text: &str) -> T {
            text.parse().unwrap_or_else(|_| panic!("{text} is no such word"))
        }
        let known = |name: &str, usual: &str| changed.get(name).map_or(usual, String::as_str).to_owned();
        for name in changed.keys() {
            let names = [
                "ticket",
                "activity",
                "state",
                "renewed",
                "direction",
                "scanned_in",
                "scanned_out",
                "hours",
                "device",
                "person",
            ];
            assert!(names.contains(&name.as_str()), "{name} is no fact");
        }
        Facts {
            ticket: word(&known("ticket", "here")),
            activity: word::<Status>(&known("activity", "published")).as_str(),
            state: word::<SignupState>(&known("state", "seat")).as_str(),
            renewed: known("renewed", "no") == "yes",
            direction: word(&known("direction", "in")),
            scanned_in: known("scanned_in", "no") == "yes",
            scanned_out: known("scanned_out", "no") == "yes",
            hours: word(&known("hours", "open")),
            revoked: known("device", "good") == "revoked",
            person: known("person", "none").parse().ok(),
        }
    }

    #[test]
    fn the_table_answers_the_cases() {
        let cases: Cases = toml::from_str(include_str!("cases.toml")).unwrap();
        let rules = Rules::current();
        for case in &cases.case {
            let (_, reason) = rules.decide(&facts(&case.facts));
            assert_eq!(reason, case.gives, "{}", case.name);
        }
        for reason in Reason::ALL {
            assert!(
                cases.case.iter().any(|case| case.gives == *reason),
                "no case for {}",
                reason.as_str()
            );
        }
    }

    /// Every combination of facts.
    fn all_facts() -> Vec<Facts> {
        let plain = plain_facts();
        let mut all = Vec::new();
        for revoked in [false, true] {
            for person in [None, Some(Verdict::Counts), Some(Verdict::Dismissed)] {
                all.extend(plain.iter().map(|facts| Facts {
                    revoked,
                    person,
                    ..facts.clone()
                }));
            }
        }
        all
    }

    /// Every combination of those that are known at the door.
    fn plain_facts() -> Vec<Facts> {
        let mut all = Vec::new();
        for ticket in Ticket::ALL {
            for activity in ["published", "cancelled"] {
                for state in ["seat", "waiting", "offered", "cancelled", "declined", "expired"] {
                    for bits in 0..16 {
                        for hours in Hours::ALL {
                            all.push(Facts {
                                ticket: *ticket,
                                activity,
                                state,
                                renewed: bits & 1 > 0,
                                direction: if bits & 2 > 0 {
                                    Direction::In
                                } else {
                                    Direction::Out
                                },
                                scanned_in: bits & 4 > 0,
                                scanned_out: bits & 8 > 0,
                                hours: *hours,
                                revoked: false,
                                person: None,
                            });
                        }
                    }
                }
            }
        }
        all
    }

    #[test]
    fn only_a_seat_of_this_activity_in_its_hours_is_accepted_and_once_each_way_unless_a_person_decides() {
        for facts in all_facts() {
            let (outcome, _) = Rules::current().decide(&facts);
            let decided = facts.ticket == Ticket::Here
                && facts.person == Some(Verdict::Counts)
                && (facts.direction == Direction::In || facts.scanned_in);
            let may = decided
                || facts.ticket == Ticket::Here
                    && facts.person.is_none()
                    && !facts.revoked
                    && facts.activity == "published"
                    && facts.state == "seat"
                    && facts.hours == Hours::Open
                    && match facts.direction {
                        Direction::In => !facts.scanned_in,
                        Direction::Out => facts.scanned_in && !facts.scanned_out,
                    };
            assert_eq!(outcome == Outcome::Accepted, may, "{facts:?}");
        }
    }

    #[test]
    fn every_rule_is_reached_and_names_facts_only() {
        let rules = Rules::current();
        let all = all_facts();
        for rule in &rules.rule {
            assert!(
                rule.when.keys().all(|fact| all[0].value(fact).is_some()),
                "{rule:?}"
            );
            assert!(
                all.iter().any(|facts| rules.decide(facts).1 == rule.reason),
                "{rule:?}"
            );
        }
    }

    #[test]
    fn the_door_opens_and_shuts_to_the_minute() {
        let (starts, ends): (Timestamp, Timestamp) = (
            "2026-11-21T06:00:00Z".parse().unwrap(),
            "2026-11-21T08:00:00Z".parse().unwrap(),
        );
        let at =
            |direction, text: &str| Rules::current().hours(direction, starts, ends, text.parse().unwrap());
        assert_eq!(at(Direction::In, "2026-11-21T03:59:59.999Z"), Hours::Before);
        assert_eq!(at(Direction::In, "2026-11-21T04:00:00Z"), Hours::Open);
        assert_eq!(at(Direction::In, "2026-11-21T08:00:00Z"), Hours::Open);
        assert_eq!(at(Direction::In, "2026-11-21T08:00:00.001Z"), Hours::After);
        assert_eq!(at(Direction::Out, "2026-11-21T10:00:00Z"), Hours::Open);
        assert_eq!(at(Direction::Out, "2026-11-21T10:00:00.001Z"), Hours::After);
    }
}
