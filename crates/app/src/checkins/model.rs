//! What a scan is, what is known when it is made, and what the rules make of it. Pure.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::codes::ShortCode;
use serde::Deserialize;

use super::words::words;

words! {
    /// Which way somebody goes through the door.
    pub enum Direction {
        /// Coming 签到.
        In = "in",
        /// Leaving 签退.
        Out = "out",
    }
}

words! {
    /// What a scan came to. Only `accepted` lets somebody in or out; all are kept.
    pub enum Outcome {
        /// Let in or out.
        Accepted = "accepted",
        /// No sign-up has this code.
        Unknown = "unknown",
        /// A sign-up of another activity.
        Foreign = "foreign",
        /// Scanned before in this direction.
        Doubled = "doubled",
        /// The sign-up, the offer or the activity is off.
        Cancelled = "cancelled",
        /// On the waiting list, or offered a place and not yet taken.
        Waiting = "waiting",
        /// Leaving without ever having come.
        NotIn = "not_in",
        /// Long before the start or after the end.
        OutsideHours = "outside_hours",
    }
}

words! {
    /// Why: finer than the outcome, and what the sentence and the advice on screen are chosen by.
    pub enum Reason {
        /// Let in.
        Welcome = "welcome",
        /// Let out.
        Goodbye = "goodbye",
        /// Not a code of ours at all.
        Unreadable = "unreadable",
        /// A code of our form that nobody was given.
        Unknown = "unknown",
        /// Of another activity.
        Foreign = "foreign",
        /// The activity itself was called off.
        ActivityCancelled = "activity_cancelled",
        /// The sign-up was cancelled.
        SignupCancelled = "signup_cancelled",
        /// An old code of somebody who holds a newer place.
        Renewed = "renewed",
        /// The offered place was turned down or not taken in time.
        OfferGone = "offer_gone",
        /// A place is offered and waits to be taken.
        Offered = "offered",
        /// On the waiting list.
        Waiting = "waiting",
        /// Let in before, and still in.
        InAlready = "in_already",
        /// Let out before.
        OutAlready = "out_already",
        /// Was in and has left.
        LeftAlready = "left_already",
        /// The door is not open yet.
        TooEarly = "too_early",
        /// The door is shut.
        TooLate = "too_late",
        /// Leaving without having been let in.
        NotIn = "not_in",
    }
}

words! {
    /// What the scanned code is.
    pub enum Ticket {
        /// Not a code of ours.
        Unreadable = "unreadable",
        /// Nobody's.
        None = "none",
        /// Of a sign-up to another activity.
        Elsewhere = "elsewhere",
        /// Of a sign-up to this activity.
        Here = "here",
    }
}

words! {
    /// Where the moment of the scan lies to the hours in which the door is open.
    pub enum Hours {
        /// Too early.
        Before = "before",
        /// In time.
        Open = "open",
        /// Too late.
        After = "after",
    }
}

/// The form in which anything that is no code of ours is kept: nothing of what it says is stored.
pub const UNREADABLE: &str = "?";

/// All that the rules may know about a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What the code is.
    pub ticket: Ticket,
    /// The activity's status.
    pub activity: String,
    /// The sign-up's state; empty when there is none.
    pub state: String,
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
}

impl Facts {
    /// The value of a fact by the name it has in the rules; `None` for a name that is no fact's.
    fn value(&self, fact: &str) -> Option<&str> {
        let yes_no = |truth: bool| if truth { "yes" } else { "no" };
        Some(match fact {
            "ticket" => self.ticket.as_str(),
            "activity" => &self.activity,
            "state" => &self.state,
            "renewed" => yes_no(self.renewed),
            "direction" => self.direction.as_str(),
            "scanned_in" => yes_no(self.scanned_in),
            "scanned_out" => yes_no(self.scanned_out),
            "hours" => self.hours.as_str(),
            _ => return None,
        })
    }
}

/// When the door is open, in minutes from an activity's start and end.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DoorHours {
    in_opens_before_start: i64,
    in_closes_after_end: i64,
    out_opens_before_start: i64,
    out_closes_after_end: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(default)]
    when: BTreeMap<String, OneOf>,
    outcome: Outcome,
    reason: Reason,
}

#[derive(Debug, Deserialize)]
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

/// The decision table of `rules.toml`.
#[derive(Debug, Deserialize)]
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
            rule.when.iter().all(|(fact, wanted)| facts.value(fact).is_some_and(|value| wanted.has(value)))
        };
        self.rule.iter().find(holds).map_or((Outcome::Unknown, Reason::Unknown), |rule| (rule.outcome, rule.reason))
    }

    /// When the door opens and shuts for an activity from `starts` to `ends`.
    pub fn door(&self, direction: Direction, starts: Timestamp, ends: Timestamp) -> (Timestamp, Timestamp) {
        let (before, after) = match direction {
            Direction::In => (self.hours.in_opens_before_start, self.hours.in_closes_after_end),
            Direction::Out => (self.hours.out_opens_before_start, self.hours.out_closes_after_end),
        };
        let shift = |at: Timestamp, minutes| at.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(at);
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

/// The short code in what a camera read or a hand typed: the code itself, or a link or text that ends in it.
/// `None` when it is no code of ours.
pub fn read_code(text: &str) -> Option<ShortCode> {
    let text = text.trim();
    let text = text.split_once(['?', '#']).map_or(text, |(before, _)| before).trim_end_matches('/');
    let last = text.rsplit(['/', ':', '=']).next().unwrap_or(text);
    ShortCode::parse(last).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let names = ["ticket", "activity", "state", "renewed", "direction", "scanned_in", "scanned_out", "hours"];
            assert!(names.contains(&name.as_str()), "{name} is no fact");
        }
        Facts {
            ticket: word(&known("ticket", "here")),
            activity: known("activity", "published"),
            state: known("state", "seat"),
            renewed: known("renewed", "no") == "yes",
            direction: word(&known("direction", "in")),
            scanned_in: known("scanned_in", "no") == "yes",
            scanned_out: known("scanned_out", "no") == "yes",
            hours: word(&known("hours", "open")),
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
            assert!(cases.case.iter().any(|case| case.gives == *reason), "no case for {}", reason.as_str());
        }
    }

    /// Every combination of facts.
    fn all_facts() -> Vec<Facts> {
        let mut all = Vec::new();
        for ticket in Ticket::ALL {
            for activity in ["published", "cancelled"] {
                for state in ["seat", "waiting", "offered", "cancelled", "declined", "expired"] {
                    for bits in 0..16 {
                        for hours in Hours::ALL {
                            all.push(Facts {
                                ticket: *ticket,
                                activity: activity.into(),
                                state: state.into(),
                                renewed: bits & 1 > 0,
                                direction: if bits & 2 > 0 { Direction::In } else { Direction::Out },
                                scanned_in: bits & 4 > 0,
                                scanned_out: bits & 8 > 0,
                                hours: *hours,
                            });
                        }
                    }
                }
            }
        }
        all
    }

    #[test]
    fn only_a_seat_of_this_activity_in_its_hours_is_accepted_and_once_each_way() {
        for facts in all_facts() {
            let (outcome, _) = Rules::current().decide(&facts);
            let may = facts.ticket == Ticket::Here
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
        let any = &all_facts()[0];
        for rule in &rules.rule {
            assert!(rule.when.keys().all(|fact| any.value(fact).is_some()), "{rule:?}");
            assert!(all_facts().iter().any(|facts| rules.decide(facts).1 == rule.reason), "{rule:?}");
        }
    }

    #[test]
    fn the_door_opens_and_shuts_to_the_minute() {
        let (starts, ends): (Timestamp, Timestamp) =
            ("2026-11-21T06:00:00Z".parse().unwrap(), "2026-11-21T08:00:00Z".parse().unwrap());
        let at = |direction, text: &str| Rules::current().hours(direction, starts, ends, text.parse().unwrap());
        assert_eq!(at(Direction::In, "2026-11-21T03:59:59.999Z"), Hours::Before);
        assert_eq!(at(Direction::In, "2026-11-21T04:00:00Z"), Hours::Open);
        assert_eq!(at(Direction::In, "2026-11-21T08:00:00Z"), Hours::Open);
        assert_eq!(at(Direction::In, "2026-11-21T08:00:00.001Z"), Hours::After);
        assert_eq!(at(Direction::Out, "2026-11-21T10:00:00Z"), Hours::Open);
        assert_eq!(at(Direction::Out, "2026-11-21T10:00:00.001Z"), Hours::After);
    }

    #[test]
    fn a_code_is_found_in_what_cameras_read_and_hands_type() {
        let code = ShortCode::parse("80152V").ok();
        for text in [
            "80152V",
            " 801 52v ",
            "８０１５２Ｖ",
            "LQ:80152V",
            "https://hui.example.cn/t/80152V",
            "https://hui.example.cn/t/019f/80152V/?from=print#x",
            "langqiao:checkin=80152V",
        ] {
            assert_eq!(read_code(text), code, "{text}");
        }
        for text in ["", "wxp://f2f0abcDEF", "330483199001011234", "https://example.cn/", "张三"] {
            assert_eq!(read_code(text), None, "{text}");
        }
    }
}
