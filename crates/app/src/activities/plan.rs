//! What an activity is to be: everything its host decides, whether typed into the form or sent to the API.

use jiff::{Timestamp, ToSpan};
use langqiao_kernel::{
    id::{AreaId, EquipmentId, OrganisationId, SpaceId},
    text, time,
};
use serde::{Deserialize, Serialize};

use super::{
    model::{ActivityKind, Allotment, Contribution, Question, QuestionKind, Times},
    priority::Group,
    shifts::Shift,
};
use crate::standings::Asks;

/// The most questions asked of those who sign up.
pub const QUESTIONS_MAX: usize = 6;
/// The most rooms besides the first.
pub const ROOMS_MAX: usize = 4;
/// The most kinds of equipment taken along.
pub const EQUIPMENT_MAX: usize = 8;
/// The most organisations asked to hold an activity together with its host.
pub const COHOSTS_MAX: usize = 8;
/// The most answers to choose from.
pub const OPTIONS_MAX: usize = 12;
/// The longest title, in characters.
pub const TITLE_MAX: usize = 60;
/// The longest summary, in characters.
pub const SUMMARY_MAX: usize = 2000;
/// The longest other text, in characters.
pub const LINE_MAX: usize = 100;

/// What an activity is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its name.
    pub title: String,
    /// What one should know before coming.
    pub summary: String,
    /// What it is about.
    pub kind: ActivityKind,
    /// The room it is held in, where that is a known one; then place and area follow from it.
    pub space: Option<SpaceId>,
    /// The rooms that it needs besides.
    #[serde(default)]
    pub rooms: Vec<SpaceId>,
    /// What it takes along of the equipment of its rooms' venues.
    #[serde(default)]
    pub equipment: Vec<Needed>,
    /// Where it is held, in words.
    pub place: String,
    /// The village, community or town where it is held.
    pub area: AreaId,
    /// When it is held, and when one can sign up.
    #[serde(flatten)]
    pub times: Times,
    /// The youngest who may come, in years.
    pub min_age: Option<i64>,
    /// The oldest who may come, in years.
    pub max_age: Option<i64>,
    /// Where those who come must live, if that matters.
    pub only_area: Option<AreaId>,
    /// What else is asked of those who come: a unit, a line, a qualification.
    #[serde(default)]
    pub asks: Asks,
    /// The most people who sign up together.
    pub party_max: i64,
    /// How long a freed place is offered to the next in line, in minutes.
    pub offer_minutes: i64,
    /// How places are given.
    #[serde(default = "first_come")]
    pub allotment: Allotment,
    /// Those who live here come before the others.
    #[serde(default)]
    pub prior_area: Option<AreaId>,
    /// Who comes first besides, group after group, behind who lives there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priority: Vec<Group>,
    /// Until when places are kept for those groups, where they are given as people come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_until: Option<Timestamp>,
    /// Places for those who come to take part.
    pub seats: i64,
    /// Places for those who come to help.
    pub volunteers: i64,
    /// What those who help do, and when.
    #[serde(default)]
    pub shifts: Vec<Shift>,
    /// What is asked of those who sign up.
    pub questions: Vec<Question>,
    /// What the host puts in.
    pub own: Contribution,
    /// The bodies asked to hold it together, each with what it brings.
    pub cohosts: Vec<Invitation>,
}

const fn first_come() -> Allotment {
    Allotment::FirstCome
}

impl Plan {
    /// Questions and answers that others depend on, in their plain form.
    fn tidy_conditions(&mut self) {
        let kinds: Vec<(String, QuestionKind)> = self
            .questions
            .iter()
            .map(|question| (question.label.clone(), question.kind))
            .collect();
        for question in &mut self.questions {
            let Some(only) = &mut question.only_if else {
                continue;
            };
            (only.question, only.answer) = (text::line(&only.question), text::line(&only.answer));
            let asked = kinds.iter().find(|(label, _)| *label == only.question);
            match asked {
                Some((_, QuestionKind::YesNo)) => {
                    if let Some(word) = yes_or_no(&only.answer) {
                        word.clone_into(&mut only.answer);
                    }
                }
                // As answers are kept.
                Some((_, QuestionKind::Number)) => {
                    if let Ok(n) = text::squash(&only.answer).parse::<u32>() {
                        only.answer = n.to_string();
                    }
                }
                _ => {}
            }
        }
    }

    /// All its rooms, the one where it is held first.
    pub fn all_rooms(&self) -> Vec<SpaceId> {
        self.space.into_iter().chain(self.rooms.iter().copied()).collect()
    }

    /// The same in its one plain form: lines as [`text::line`] has them, answers to choose from only where there is a choice.
    /// What programs send is so no different from what the form reads.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        for line in [&mut self.title, &mut self.place] {
            *line = text::line(line);
        }
        for question in &mut self.questions {
            question.label = text::line(&question.label);
            match question.kind {
                QuestionKind::Choice => question
                    .options
                    .iter_mut()
                    .for_each(|option| *option = text::line(option)),
                _ => question.options.clear(),
            }
        }
        self.tidy_conditions();
        self.shifts = self.shifts.into_iter().map(Shift::tidied).collect();
        self.own = self.own.tidied();
        for invited in &mut self.cohosts {
            invited.brings = std::mem::take(&mut invited.brings).tidied();
        }
        self.asks = self.asks.tidied();
        self.times = self.times.as_kept();
        self.kept_until = self
            .kept_until
            .map(kept_to_the_millisecond)
            .filter(|_| !self.allotment.waits());
        self
    }
}

fn kept_to_the_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Yes and no as people write them.
fn yes_or_no(said: &str) -> Option<&'static str> {
    match said {
        "yes" | "是" | "要" | "有" | "需要" => Some("yes"),
        "no" | "否" | "不" | "不要" | "没有" | "不需要" => Some("no"),
        _ => None,
    }
}

/// Equipment taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Needed {
    /// Which kind.
    #[schema(value_type = String)]
    pub item: EquipmentId,
    /// How many pieces.
    pub pieces: i64,
}

/// A body asked to hold an activity together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who.
    pub organisation: OrganisationId,
    /// What it is asked to bring.
    pub brings: Contribution,
}

/// When sign-up ends unless something else is said: at 20:00 on the day before, or, where that is less than
/// two hours away, when the activity begins.
pub fn usual_close(starts_at: Timestamp, now: Timestamp) -> Timestamp {
    // On the first day that there is, nothing was before; such a plan is refused for its time.
    let evening_before = time::start_of_day(time::day(starts_at)).checked_sub(4.hours());
    match evening_before {
        Ok(evening) if evening >= now + 2.hours() => evening,
        _ => starts_at,
    }
}

#[cfg(test)]
pub mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::activities::model::QuestionKind;

    /// A plan without a fault, for an activity on 28 November 2026, 14:30 to 16:00.
    pub fn sample() -> Plan {
        let at = |day: i8, hour: i8, minute: i8| time::at(date(2026, 11, day).at(hour, minute, 0, 0));
        Plan {
            title: "亲子科普日".into(),
            summary: "带孩子来做酵素。".into(),
            kind: ActivityKind::Science,
            space: None,
            rooms: vec![],
            equipment: vec![],
            place: "槜李堂".into(),
            area: AreaId::from_u128(1),
            times: Times {
                starts_at: at(28, 14, 30),
                ends_at: at(28, 16, 0),
                signup_opens_at: at(21, 9, 0),
                signup_closes_at: at(27, 20, 0),
            },
            min_age: Some(6),
            max_age: None,
            only_area: None,
            asks: Asks::default(),
            party_max: 4,
            offer_minutes: 720,
            allotment: Allotment::FirstCome,
            prior_area: None,
            priority: vec![],
            kept_until: None,
            seats: 40,
            volunteers: 6,
            shifts: vec![],
            questions: vec![Question {
                label: "是否需要接送".into(),
                kind: QuestionKind::YesNo,
                options: vec![],
                required: true,
                only_if: None,
            }],
            own: Contribution {
                people: 3,
                venue: "槜李堂".into(),
                share: 2,
                ..Contribution::default()
            },
            cohosts: vec![Invitation {
                organisation: OrganisationId::from_u128(2),
                brings: Contribution {
                    people: 2,
                    money: 50_000,
                    share: 1,
                    ..Contribution::default()
                },
            }],
        }
    }

    #[test]
    fn sign_up_usually_closes_on_the_evening_before() {
        let now = time::at(date(2026, 11, 21).at(9, 0, 0, 0));
        let starts_at = sample().times.starts_at;
        assert_eq!(
            usual_close(starts_at, now),
            time::at(date(2026, 11, 27).at(20, 0, 0, 0))
        );
        assert_eq!(usual_close(starts_at, starts_at - 3.hours()), starts_at);
        assert_eq!(usual_close(Timestamp::MIN, now), Timestamp::MIN);
    }

    #[test]
    fn a_plan_is_tidied_as_the_form_reads_it() {
        let mut plan = sample();
        plan.title = "亲子\n科普日（一）".into();
        plan.questions[0].options = vec!["x".repeat(5000)];
        plan.own.goods = " 茶水\r\n".into();
        let tidied = plan.tidied();
        assert_eq!(
            (tidied.title.as_str(), tidied.own.goods.as_str()),
            ("亲子 科普日（一）", "茶水")
        );
        assert_eq!(tidied.questions[0].options, Vec::<String>::new());
    }
}
