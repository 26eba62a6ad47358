//! What a plan must keep to, and what is said where it doesn't.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::text;
use langqiao_platform::i18n::{Sentence, msg};

use super::{
    model::{Allotment, Contribution, Question, QuestionKind, Times},
    plan::{
        COHOSTS_MAX, EQUIPMENT_MAX, LINE_MAX, OPTIONS_MAX, Plan, QUESTIONS_MAX, ROOMS_MAX, SUMMARY_MAX,
        TITLE_MAX,
    },
    priority::{GROUPS_MAX, Group},
};
use crate::standings::ask_form;

/// The most places of one role.
pub const PLACES_MAX: i64 = 100_000;
/// The largest sum of money that one body puts in, in fen: 10 million yuan.
const MONEY_MAX: i64 = 1_000_000_000;
/// The longest that one activity lasts; what lasts longer is a course of several.
pub(super) const LASTS_AT_MOST: SignedDuration = SignedDuration::from_hours(31 * 24);
/// The longest that a course goes on: a school year and the summer after it.
pub(super) const COURSE_LASTS: SignedDuration = SignedDuration::from_hours(400 * 24);
/// How far ahead an activity is planned at most.
const AHEAD_AT_MOST: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// Where places are given when sign-up is over, it is over so long before the start: whoever gets one must hear of
/// it and come, and who does not come must be able to say so.
const GIVEN_BEFORE: SignedDuration = SignedDuration::from_hours(1);

/// Something in a plan that can't be: the form's field, and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The field, as the form names it.
    pub field: String,
    /// What to do.
    pub message: Sentence,
}

impl Problem {
    /// Where it is in what a program sends, which is not cut into rows and days as the form is:
    /// `cohosts[0].money`, `starts_at`.
    pub fn place(&self) -> String {
        let field = self.field.as_str();
        let row = |letter: char, list: &str| {
            let (number, name) = field.strip_prefix(letter)?.split_once('_')?;
            number.parse::<usize>().ok()?;
            let name = match name {
                "org" => "organisation",
                "if" => "only_if.question",
                "is" => "only_if.answer",
                "from" => "starts_at",
                "to" => "ends_at",
                name => name,
            };
            Some(format!("{list}[{number}].{name}"))
        };
        match field {
            "day" | "start" => "starts_at".to_owned(),
            "end" | "end_day" => "ends_at".to_owned(),
            "closes" | "closes_day" => "signup_closes_at".to_owned(),
            ask_form::LINES => "asks.lines".to_owned(),
            ask_form::UNITS => "asks.units".to_owned(),
            ask_form::QUALIFICATIONS => "asks.qualifications".to_owned(),
            ask_form::HELPERS => "asks.helpers".to_owned(),
            _ => row('q', "questions")
                .or_else(|| row('c', "cohosts"))
                .or_else(|| row('s', "shifts"))
                .or_else(|| row('e', "equipment"))
                .or_else(|| row('r', "rooms").map(|place| place.replace(".space", "")))
                .or_else(|| Some(format!("own.{}", field.strip_prefix("own_")?)))
                .unwrap_or_else(|| field.to_owned()),
        }
    }
}

impl Plan {
    /// Everything that can't be, at `now`. What is as it was `before` is not held against the past: an
    /// activity under way keeps the hour at which it began.
    pub fn problems(
        &self,
        before: Option<&Plan>,
        now: Timestamp,
        lasts_at_most: SignedDuration,
    ) -> Vec<Problem> {
        let mut found = Problems(Vec::new());
        self.check_texts(&mut found);
        self.check_times(before, (now, lasts_at_most), &mut found);
        self.check_needs(&mut found);
        self.check_people(&mut found);
        super::shifts::check(self, &mut found);
        for (n, question) in self.questions.iter().enumerate() {
            check_question(n, question, &mut found);
            check_condition(n, question, &self.questions[..n], &mut found);
            // Lists and spreadsheets know an answer by its question.
            let label = text::squash(&question.label);
            let first = self.questions[..n]
                .iter()
                .all(|other| text::squash(&other.label) != label);
            found.unless(
                first || label.is_empty(),
                &format!("q{n}_label"),
                msg::ACTIVITY_PROBLEM_QUESTION_TWICE,
            );
        }
        self.check_cohosts(&mut found);
        found.0
    }

    fn check_texts(&self, found: &mut Problems) {
        let title = self.title.chars().count();
        found.unless(title >= 2, "title", msg::ACTIVITY_PROBLEM_TITLE_EMPTY);
        found.unless(title <= TITLE_MAX, "title", msg::ACTIVITY_PROBLEM_TITLE_LONG);
        found.unless(
            self.summary.chars().count() <= SUMMARY_MAX,
            "summary",
            msg::ACTIVITY_PROBLEM_SUMMARY_LONG,
        );
        let place = self.place.chars().count();
        found.unless(
            self.space.is_some() || place > 0,
            "place",
            msg::ACTIVITY_PROBLEM_PLACE_EMPTY,
        );
        found.unless(place <= LINE_MAX, "place", msg::ACTIVITY_PROBLEM_LINE_LONG);
    }

    fn check_times(
        &self,
        before: Option<&Plan>,
        (now, lasts_at_most): (Timestamp, SignedDuration),
        found: &mut Problems,
    ) {
        let Times {
            starts_at,
            ends_at,
            signup_opens_at,
            signup_closes_at,
        } = self.times;
        let as_before = before.is_some_and(|before| before.times.starts_at == starts_at);
        found.unless(
            as_before || starts_at > now,
            "day",
            msg::ACTIVITY_PROBLEM_STARTS_PAST,
        );
        found.unless(
            starts_at.duration_since(now) <= AHEAD_AT_MOST,
            "day",
            msg::ACTIVITY_PROBLEM_TOO_FAR,
        );
        found.unless(starts_at < ends_at, "end", msg::ACTIVITY_PROBLEM_ENDS_FIRST);
        found.unless(
            ends_at.duration_since(starts_at) <= lasts_at_most,
            "end_day",
            msg::ACTIVITY_PROBLEM_TOO_LONG,
        );
        found.unless(
            signup_opens_at < signup_closes_at,
            "closes_day",
            msg::ACTIVITY_PROBLEM_CLOSES_FIRST,
        );
        found.unless(
            signup_closes_at <= ends_at,
            "closes_day",
            msg::ACTIVITY_PROBLEM_CLOSES_LATE,
        );
        found.unless(
            !self.allotment.waits() || starts_at.duration_since(signup_closes_at) >= GIVEN_BEFORE,
            "closes_day",
            msg::ACTIVITY_PROBLEM_CLOSES_BEFORE_GIVEN,
        );
    }

    fn check_needs(&self, found: &mut Problems) {
        let mut seen: BTreeSet<_> = self.space.into_iter().collect();
        found.unless(
            self.rooms.len() <= ROOMS_MAX,
            "rooms",
            msg::ACTIVITY_PROBLEM_ROOMS_MANY,
        );
        for (n, room) in self.rooms.iter().enumerate() {
            found.unless(
                self.space.is_some(),
                &format!("r{n}_space"),
                msg::ACTIVITY_PROBLEM_ROOM_FIRST,
            );
            found.unless(
                seen.insert(*room),
                &format!("r{n}_space"),
                msg::ACTIVITY_PROBLEM_ROOM_TWICE,
            );
        }
        let mut seen = BTreeSet::new();
        found.unless(
            self.equipment.len() <= EQUIPMENT_MAX,
            "equipment",
            msg::ACTIVITY_PROBLEM_EQUIPMENT_MANY,
        );
        for (n, needed) in self.equipment.iter().enumerate() {
            found.unless(
                seen.insert(needed.item),
                &format!("e{n}_item"),
                msg::ACTIVITY_PROBLEM_EQUIPMENT_TWICE,
            );
            found.unless(
                needed.pieces > 0,
                &format!("e{n}_pieces"),
                msg::ACTIVITY_PROBLEM_EQUIPMENT_PIECES,
            );
        }
    }

    fn check_people(&self, found: &mut Problems) {
        for (field, places) in [("seats", self.seats), ("volunteers", self.volunteers)] {
            found.unless(
                (0..=PLACES_MAX).contains(&places),
                field,
                msg::ACTIVITY_PROBLEM_PLACES_MANY,
            );
        }
        found.unless(
            self.seats > 0 || self.volunteers > 0,
            "seats",
            msg::ACTIVITY_PROBLEM_NO_PLACES,
        );
        for (field, age) in [("min_age", self.min_age), ("max_age", self.max_age)] {
            found.unless(
                age.is_none_or(|age| (0..=120).contains(&age)),
                field,
                msg::ACTIVITY_PROBLEM_AGE,
            );
        }
        found.unless(
            self.allotment != Allotment::Priority || self.comes_first() > 0,
            "prior_area",
            msg::ACTIVITY_PROBLEM_PRIOR,
        );
        self.check_groups(found);
        let in_order = self.min_age.zip(self.max_age).is_none_or(|(min, max)| min <= max);
        found.unless(in_order, "max_age", msg::ACTIVITY_PROBLEM_AGES_TURNED);
        found.unless(
            (1..=10).contains(&self.party_max),
            "party_max",
            msg::ACTIVITY_PROBLEM_PARTY,
        );
        found.unless(
            (10..=10_080).contains(&self.offer_minutes),
            "offer_minutes",
            msg::ACTIVITY_PROBLEM_OFFER,
        );
        found.unless(
            self.questions.len() <= QUESTIONS_MAX,
            "questions",
            msg::ACTIVITY_PROBLEM_QUESTIONS_MANY,
        );
    }

    /// How many groups come first.
    fn comes_first(&self) -> usize {
        self.priority.len() + usize::from(self.prior_area.is_some())
    }

    fn check_groups(&self, found: &mut Problems) {
        found.unless(
            self.comes_first() <= GROUPS_MAX,
            "prior_area",
            msg::ACTIVITY_PROBLEM_GROUPS_MANY,
        );
        for (n, group) in self.priority.iter().enumerate() {
            let possible = match group {
                Group::Age { .. } => msg::ACTIVITY_PROBLEM_GROUP_AGE,
                _ => msg::ACTIVITY_PROBLEM_GROUP,
            };
            found.unless(group.is_possible(), &format!("g{n}_more"), possible);
            let first = !self.priority[..n].contains(group);
            found.unless(first, &format!("g{n}_by"), msg::ACTIVITY_PROBLEM_GROUP_TWICE);
        }
        let Some(until) = self.kept_until else { return };
        found.unless(
            self.comes_first() > 0,
            "kept_day",
            msg::ACTIVITY_PROBLEM_KEPT_FOR_NOBODY,
        );
        let open = self.times.signup_opens_at < until && until <= self.times.signup_closes_at;
        found.unless(open, "kept_day", msg::ACTIVITY_PROBLEM_KEPT_WHEN);
    }

    fn check_cohosts(&self, found: &mut Problems) {
        check_contribution("own", &self.own, found);
        found.unless(
            self.cohosts.len() <= COHOSTS_MAX,
            "cohosts",
            msg::ACTIVITY_PROBLEM_COHOSTS_MANY,
        );
        let mut seen = BTreeSet::new();
        for (n, invited) in self.cohosts.iter().enumerate() {
            check_contribution(&format!("c{n}"), &invited.brings, found);
            let first = seen.insert(invited.organisation);
            found.unless(first, &format!("c{n}_org"), msg::ACTIVITY_PROBLEM_COHOST_TWICE);
        }
    }
}

/// Checks what an organisation puts in; `prefix` is that of its fields in the form.
pub fn contribution_problems(prefix: &str, brings: &Contribution) -> Vec<Problem> {
    let mut found = Problems(Vec::new());
    check_contribution(prefix, brings, &mut found);
    found.0
}

fn check_contribution(prefix: &str, brings: &Contribution, found: &mut Problems) {
    let field = |name: &str| format!("{prefix}_{name}");
    found.unless(
        (0..=10_000).contains(&brings.people),
        &field("people"),
        msg::ACTIVITY_PROBLEM_PEOPLE,
    );
    found.unless(
        (0..=MONEY_MAX).contains(&brings.money),
        &field("money"),
        msg::ACTIVITY_PROBLEM_MONEY,
    );
    found.unless(
        (0..=100).contains(&brings.share),
        &field("share"),
        msg::ACTIVITY_PROBLEM_SHARE,
    );
    for (name, text) in [("venue", &brings.venue), ("goods", &brings.goods)] {
        found.unless(
            text.chars().count() <= LINE_MAX,
            &field(name),
            msg::ACTIVITY_PROBLEM_LINE_LONG,
        );
    }
}

fn check_question(n: usize, question: &Question, found: &mut Problems) {
    let label = question.label.chars().count();
    found.unless(
        (1..=LINE_MAX).contains(&label),
        &format!("q{n}_label"),
        msg::ACTIVITY_PROBLEM_QUESTION_LABEL,
    );
    if question.kind != QuestionKind::Choice {
        return;
    }
    let options: BTreeSet<&String> = question.options.iter().collect();
    let enough = (2..=OPTIONS_MAX).contains(&options.len()) && options.len() == question.options.len();
    found.unless(enough, &format!("q{n}_options"), msg::ACTIVITY_PROBLEM_OPTIONS);
    let short = options
        .iter()
        .all(|option| (1..=LINE_MAX).contains(&option.chars().count()));
    found.unless(short, &format!("q{n}_options"), msg::ACTIVITY_PROBLEM_OPTIONS);
}

/// A question can depend on one before it alone, and on an answer that can be given to that.
fn check_condition(n: usize, question: &Question, before: &[Question], found: &mut Problems) {
    let Some(only) = &question.only_if else { return };
    let asked = before.iter().find(|other| other.label == only.question);
    found.unless(
        asked.is_some(),
        &format!("q{n}_if"),
        msg::ACTIVITY_PROBLEM_ONLY_IF,
    );
    let Some(asked) = asked else { return };
    let answer = only.answer.as_str();
    let possible = match asked.kind {
        QuestionKind::YesNo => matches!(answer, "yes" | "no"),
        QuestionKind::Choice => asked.options.iter().any(|option| option == answer),
        QuestionKind::Number => answer.parse::<u32>().is_ok(),
        QuestionKind::Text => !answer.is_empty(),
    };
    found.unless(
        possible && answer.chars().count() <= LINE_MAX,
        &format!("q{n}_is"),
        msg::ACTIVITY_PROBLEM_ONLY_IF_ANSWER,
    );
}

pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn unless(&mut self, fine: bool, field: &str, message: impl Into<Sentence>) {
        if !fine {
            self.0.push(Problem {
                field: field.to_owned(),
                message: message.into(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};
    use langqiao_kernel::time;

    use super::*;
    use crate::activities::plan::tests::sample;

    const NOW: fn() -> Timestamp = || time::at(date(2026, 11, 21).at(9, 0, 0, 0));

    fn fields(plan: &Plan, before: Option<&Plan>) -> Vec<String> {
        plan.problems(before, NOW(), LASTS_AT_MOST)
            .into_iter()
            .map(|problem| problem.field)
            .collect()
    }

    #[test]
    fn a_good_plan_has_no_problem() {
        assert_eq!(fields(&sample(), None), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_named_at_its_field() {
        let broken = |change: fn(&mut Plan)| {
            let mut plan = sample();
            change(&mut plan);
            fields(&plan, None)
        };
        assert_eq!(broken(|p| p.title = "x".into()), ["title"]);
        assert_eq!(broken(|p| p.place.clear()), ["place"]);
        assert_eq!(broken(|p| p.times.starts_at = NOW()), ["day"]);
        assert_eq!(broken(|p| p.times.ends_at = p.times.starts_at), ["end"]);
        assert_eq!(
            broken(|p| p.times.signup_closes_at = p.times.ends_at + 1.hour()),
            ["closes_day"]
        );
        assert_eq!(broken(|p| (p.seats, p.volunteers) = (0, 0)), ["seats"]);
        assert_eq!(
            broken(|p| (p.seats, p.volunteers) = (i64::MAX, i64::MAX)),
            ["seats", "volunteers"]
        );
        assert_eq!(
            broken(|p| (p.min_age, p.max_age) = (Some(60), Some(18))),
            ["max_age"]
        );
        assert_eq!(broken(|p| p.party_max = 11), ["party_max"]);
        assert_eq!(
            broken(|p| p.questions[0].kind = QuestionKind::Choice),
            ["q0_options"]
        );
        assert_eq!(broken(|p| p.cohosts.push(p.cohosts[0].clone())), ["c1_org"]);
        assert_eq!(broken(|p| p.cohosts[0].brings.money = -1), ["c0_money"]);
    }

    #[test]
    fn a_program_is_told_the_place_in_what_it_sent() {
        for (field, place) in [
            ("title", "title"),
            ("day", "starts_at"),
            ("closes_day", "signup_closes_at"),
            ("q2_options", "questions[2].options"),
            ("c0_org", "cohosts[0].organisation"),
            ("s1_from", "shifts[1].starts_at"),
            ("own_money", "own.money"),
            ("cohosts", "cohosts"),
        ] {
            let problem = Problem {
                field: field.into(),
                message: msg::ACTIVITY_PROBLEM_AREA.into(),
            };
            assert_eq!(problem.place(), place);
        }
    }

    #[test]
    fn what_has_begun_keeps_its_hour() {
        let mut begun = sample();
        begun.times.starts_at = NOW() - 1.hour();
        assert_eq!(fields(&begun, None), ["day"]);
        assert_eq!(fields(&begun, Some(&begun)), Vec::<String>::new());
    }
}
