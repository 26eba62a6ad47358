//! Rolls and going home.

use langqiao_kernel::{
    id::{CollectorId, SignupId},
    time::rfc3339,
};
use langqiao_platform::{i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    model::{Handover, Home, Mark, Member},
    pick_up::Going,
    roll_pages::Roll,
};
use super::course::LessonBody;

/// How a child went home.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct HomeBody {
    id: String,
    way: Home,
    /// The name of whom they went with, masked.
    with: Option<String>,
    /// What that person is to the child.
    relation: Option<String>,
    reason: String,
    by: String,
    at: String,
}

impl From<&Handover> for HomeBody {
    fn from(of: &Handover) -> Self {
        let (with, relation) = of.with.clone().unzip();
        Self {
            id: of.id.to_text(),
            way: of.way,
            with,
            relation,
            reason: of.reason.clone(),
            by: of.by.clone(),
            at: rfc3339(of.at),
        }
    }
}

/// Somebody on a roll.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RollLine {
    signup: String,
    /// Their own number among all who enrolled, from 1.
    number: i64,
    /// Masked.
    name: String,
    /// How old a child is on the day of the session; nothing of grown-ups.
    age: Option<i64>,
    /// Who answers for them, masked.
    guardian: Option<String>,
    mark: Mark,
    note: String,
    /// Whether the family said so beforehand.
    by_family: bool,
    goes_home_alone: bool,
    home: Option<HomeBody>,
}

/// A session's roll.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RollBody {
    session: LessonBody,
    people: Vec<RollLine>,
}

impl From<&Roll> for RollBody {
    fn from(roll: &Roll) -> Self {
        let line = |member: &Member| {
            let mark = roll.mark(member);
            RollLine {
                signup: member.signup.to_text(),
                number: member.number,
                age: member.age_on(roll.day()),
                name: member.name.clone(),
                guardian: member.guardian.clone(),
                mark: mark.map_or(Mark::None, |mark| mark.mark),
                note: mark.map(|mark| mark.note.clone()).unwrap_or_default(),
                by_family: mark.is_some_and(|mark| mark.by_family),
                goes_home_alone: member.alone,
                home: roll.home(member).map(Into::into),
            }
        };
        Self {
            session: (&roll.lesson).into(),
            people: roll.members.iter().map(line).collect(),
        }
    }
}

/// What is said of somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RollMark)]
pub(in super::super) struct MarkWish {
    #[schema(value_type = String)]
    pub signup: SignupId,
    pub mark: Mark,
}

/// A roll that is called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RollWish {
    pub marks: Vec<MarkWish>,
    /// Why it is changed, where the roll is closed already.
    #[serde(default)]
    pub note: String,
}

/// How many marks are new.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Called {
    pub changed: usize,
}

/// How many were absent.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Closed {
    pub absent: usize,
}

/// Children who are handed over: to whoever says `code`, to `collector` for a `reason`, or alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct HandoverWish {
    /// Their sign-ups.
    #[schema(value_type = Vec<String>)]
    pub children: Vec<SignupId>,
    way: Home,
    code: Option<String>,
    #[schema(value_type = Option<String>)]
    collector: Option<CollectorId>,
    reason: Option<String>,
}

impl HandoverWish {
    pub fn going(&self) -> Result<Going, NotDone> {
        match (self.way, &self.code, self.collector) {
            (Home::Code, Some(code), _) => Ok(Going::Code(code.clone())),
            (Home::Code, None, _) => Err(NotDone::field("code", msg::COURSE_CODE_WRONG)),
            (Home::Known, _, Some(collector)) => Ok(Going::Known {
                collector,
                reason: self.reason.clone().unwrap_or_default(),
            }),
            (Home::Known, _, None) => Err(NotDone::field("collector", msg::COURSE_PICK_NOBODY_NAMED)),
            (Home::Alone, ..) => Ok(Going::Alone),
        }
    }
}
