//! The coverage engine: from a unit's history to what its coverage by each line was, is and will be.
//!
//! Pure. Because "nothing held in twelve months" runs from known days, a unit becomes a shell on a day that is
//! known beforehand: spans reach into the future, and no nightly job has to turn them over.

use std::{cmp::Reverse, collections::HashMap, fmt, str::FromStr};

use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, UnitId};
use langqiao_store::{Cell, Column, Param, Unfit, Value};

use super::{
    periods::{Periods, months_after},
    rules::{DueRule, LineRules, Rules},
    words::{Line, People, Status, UnitKind, Way, Why},
};
use crate::areas::UnknownWord;

/// What a unit was like from a day up to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The first day.
    pub from: Date,
    /// The day on which it no longer holds.
    pub to: Date,
    /// Everyone.
    pub headcount: i64,
    /// Women among them.
    pub women: i64,
    /// Young people among them.
    pub youth: i64,
    /// Science workers among them.
    pub scitech: i64,
    /// Whether there is a Party organisation.
    pub party: bool,
}

impl State {
    /// How many of these people there are.
    pub fn count(&self, people: People) -> i64 {
        match people {
            People::Headcount => self.headcount,
            People::Women => self.women,
            People::Youth => self.youth,
            People::Scitech => self.scitech,
        }
    }
}

/// An organisation covers the unit from a day up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Which one.
    pub organisation: OrganisationId,
    /// Of which line.
    pub line: Line,
    /// In which way.
    pub way: Way,
    /// The first day.
    pub from: Date,
    /// The day on which it no longer does.
    pub to: Date,
}

/// All that decides a unit's coverage, but for what its organisations did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitHistory {
    /// Which unit.
    pub unit: UnitId,
    /// What kind of unit.
    pub kind: UnitKind,
    /// The first day on which it counts.
    pub from: Date,
    /// The day on which it no longer does.
    pub to: Date,
    /// Its headcounts; where none holds, it counts nobody.
    pub states: Vec<State>,
    /// The organisations that cover it.
    pub covers: Vec<Cover>,
}

/// What decides whether an organisation lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyHistory {
    /// The day it was founded.
    pub founded: Date,
    /// The day on which this system first knew of it: what it held before that day may not be recorded.
    pub known_since: Date,
    /// The day on which it no longer exists.
    pub dissolved: Date,
    /// Periods of its posts.
    pub posts: Vec<(Date, Date)>,
    /// Days of the activities that it held, alone or with others.
    pub held: Vec<Date>,
}

/// When an organisation lives: worked out once, used for every unit that it covers.
#[derive(Clone, Debug, Default)]
pub struct Body {
    exists: Periods,
    staffed: Periods,
    active: Periods,
}

impl Body {
    /// Works out when it had post-holders and when it had held something, by the rules.
    pub fn of(rules: &Rules, history: &BodyHistory) -> Self {
        let grace = (
            history.founded,
            months_after(history.founded.max(history.known_since), rules.grace_months),
        );
        let held = history
            .held
            .iter()
            .map(|day| (*day, months_after(*day, rules.held_within_months)));
        Self {
            exists: Periods::union([(history.founded, history.dissolved)]),
            staffed: Periods::union(history.posts.iter().copied()),
            active: Periods::union(held.chain([grace])),
        }
    }
}

/// Coverage of a unit by a line from a day up to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The line.
    pub line: Line,
    /// The first day.
    pub from: Date,
    /// The day on which it no longer holds.
    pub to: Date,
    /// What it is.
    pub status: Status,
    /// How many of the line's people the unit has.
    pub people: i64,
    /// The organisation that decides it.
    pub organisation: Option<OrganisationId>,
    /// Why it is so.
    pub reason: Reason,
}

/// Why a status is what it is, and the rule by which the unit is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule's name; none if no rule asks for an organisation.
    pub rule: Option<String>,
    /// The rest.
    pub why: Why,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.rule.as_deref().unwrap_or("-"), self.why.as_str())
    }
}
impl FromStr for Reason {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (rule, why) = text.split_once('/').ok_or(UnknownWord)?;
        Ok(Self {
            rule: (rule != "-").then(|| rule.to_owned()),
            why: why.parse()?,
        })
    }
}
impl Param for Reason {
    fn value(&self) -> Value<'_> {
        Value::Text(self.to_string().into())
    }
}
impl Column for Reason {
    fn column(cell: Cell<'_>) -> Result<Self, Unfit> {
        cell.text()?.parse().map_err(|_| Unfit::new("a reason"))
    }
}

/// The coverage of a unit by every line of the rules: for each line, spans that follow one another without a
/// gap from the unit's first day to its last, each different from its neighbours.
pub fn spans(rules: &Rules, unit: &UnitHistory, bodies: &HashMap<OrganisationId, Body>) -> Vec<Span> {
    let mut all = Vec::with_capacity(rules.lines.len());
    for line in &rules.lines {
        spans_of_line(line, unit, bodies, &mut all);
    }
    all
}

fn spans_of_line(
    line: &LineRules,
    unit: &UnitHistory,
    bodies: &HashMap<OrganisationId, Body>,
    all: &mut Vec<Span>,
) {
    let first = all.len();
    let days = days_of_change(line.line, unit, bodies);
    for (at, from) in days.iter().enumerate() {
        let to = days.get(at + 1).copied().unwrap_or(unit.to);
        let span = span_on(line, unit, bodies, *from, to);
        match all.get_mut(first..).and_then(<[Span]>::last_mut) {
            Some(last) if last.same_but_days(&span) => last.to = to,
            _ => all.push(span),
        }
    }
}

impl Span {
    fn same_but_days(&self, other: &Span) -> bool {
        self.status == other.status
            && self.people == other.people
            && self.organisation == other.organisation
            && self.reason == other.reason
    }
}

/// Every day of the unit's life on which something may change, its first day among them.
fn days_of_change(line: Line, unit: &UnitHistory, bodies: &HashMap<OrganisationId, Body>) -> Vec<Date> {
    let mut days = vec![unit.from];
    days.extend(unit.states.iter().flat_map(|state| [state.from, state.to]));
    for cover in unit.covers.iter().filter(|cover| cover.line == line) {
        days.extend([cover.from, cover.to]);
        if let Some(body) = bodies.get(&cover.organisation) {
            days.extend(
                body.exists
                    .edges()
                    .chain(body.staffed.edges())
                    .chain(body.active.edges()),
            );
        }
    }
    days.retain(|day| unit.from <= *day && *day < unit.to);
    days.sort_unstable();
    days.dedup();
    days
}

fn span_on(
    line: &LineRules,
    unit: &UnitHistory,
    bodies: &HashMap<OrganisationId, Body>,
    from: Date,
    to: Date,
) -> Span {
    let state = unit
        .states
        .iter()
        .find(|state| state.from <= from && from < state.to);
    let state = state.copied().unwrap_or_default();
    let rule = due(line, unit.kind, &state);
    let cover = best_cover(line.line, unit, bodies, from);
    let (status, why) = judge(rule, &state, cover.as_ref());
    Span {
        line: line.line,
        from,
        to,
        status,
        people: state.count(line.people),
        organisation: cover.map(|cover| cover.organisation),
        reason: Reason {
            rule: rule.map(|rule| rule.id.clone()),
            why,
        },
    }
}

/// The first rule of the line by which a unit of this kind and state is due.
pub fn due<'r>(line: &'r LineRules, kind: UnitKind, state: &State) -> Option<&'r DueRule> {
    line.due.iter().find(|rule| {
        rule.kinds.contains(&kind)
            && (!rule.party || state.party)
            && state.count(rule.people) >= rule.at_least
    })
}

struct Best {
    organisation: OrganisationId,
    way: Way,
    staffed: bool,
    active: bool,
}

impl Best {
    fn lives(&self) -> bool {
        self.staffed && self.active
    }
}

/// Of the organisations that cover the unit on this day, the one that counts: one that lives before one that
/// doesn't, the unit's own before a shared one, the older cover before the younger.
fn best_cover(
    line: Line,
    unit: &UnitHistory,
    bodies: &HashMap<OrganisationId, Body>,
    day: Date,
) -> Option<Best> {
    let holding = unit
        .covers
        .iter()
        .filter(|cover| cover.line == line && cover.from <= day && day < cover.to);
    let candidates = holding.filter_map(|cover| {
        let body = bodies.get(&cover.organisation)?;
        let best = Best {
            organisation: cover.organisation,
            way: cover.way,
            staffed: body.staffed.contains(day),
            active: body.active.contains(day),
        };
        body.exists.contains(day).then_some((cover.from, best))
    });
    let rank = |(from, best): &(Date, Best)| (Reverse(best.lives()), best.way, *from, best.organisation);
    candidates.min_by_key(rank).map(|(_, best)| best)
}

fn judge(rule: Option<&DueRule>, state: &State, cover: Option<&Best>) -> (Status, Why) {
    let Some(best) = cover else {
        return match rule {
            Some(_) => (Status::Gap, Why::None),
            None => (Status::NotDue, Why::NotDue),
        };
    };
    let own_wanted =
        rule.is_some_and(|rule| rule.own_from.is_some_and(|from| state.count(rule.people) >= from));
    match (best.staffed, best.active, best.way) {
        (false, false, _) => (Status::Shell, Why::Neither),
        (false, true, _) => (Status::Shell, Why::NoPost),
        (true, false, _) => (Status::Shell, Why::NothingHeld),
        (true, true, Way::Own) => (Status::Built, Why::Own),
        (true, true, _) if own_wanted => (Status::Joint, Why::OwnWanted),
        (true, true, Way::Joint) => (Status::Joint, Why::Joint),
        (true, true, Way::Industry) => (Status::Joint, Why::Industry),
        (true, true, Way::Organiser) => (Status::Joint, Why::Organiser),
    }
}
