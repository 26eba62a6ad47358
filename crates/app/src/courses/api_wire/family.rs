//! Attendance, and what a family reads and says.

use langqiao_kernel::codes::Phone;
use langqiao_platform::{i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    model::{Collector, Mark},
    pick_up::NewCollector,
    whole::Whole,
};
use super::course::CourseWithSessions;

/// What somebody has been to.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct AttendanceLine {
    signup: String,
    /// Their own number among all who enrolled, from 1.
    number: i64,
    name: String,
    /// How old a child is today; nothing of grown-ups.
    age: Option<i64>,
    /// Whether they have a place now.
    enrolled: bool,
    held: i64,
    there: i64,
    late: i64,
    absent: i64,
    excused: i64,
    /// Whether they have earned the certificate.
    completed: bool,
    /// What each session's roll says of them.
    marks: Vec<AttendanceMark>,
}

/// What one session's roll says of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct AttendanceMark {
    session: String,
    mark: Mark,
}

/// Everybody's attendance.
pub(in super::super) fn attendance(whole: &Whole) -> Vec<AttendanceLine> {
    whole
        .members
        .iter()
        .map(|member| {
            let sum = whole.attendance(member);
            let marks = whole.marks_of(member.signup);
            AttendanceLine {
                signup: member.signup.to_text(),
                number: member.number,
                age: member.age_on(whole.today),
                name: member.name.clone(),
                enrolled: member.seated,
                held: sum.held,
                there: sum.there,
                late: sum.late,
                absent: sum.absent,
                excused: sum.excused,
                completed: whole.passed(member),
                marks: marks
                    .map(|mark| AttendanceMark {
                        session: mark.lesson.to_text(),
                        mark: mark.mark,
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Whom a family lets take its children home.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct CollectorBody {
    id: String,
    name: String,
    relation: String,
    phone: Option<String>,
    code: String,
    revoked: bool,
}

impl From<&Collector> for CollectorBody {
    fn from(of: &Collector) -> Self {
        Self {
            id: of.id.to_text(),
            name: of.name.clone(),
            relation: of.relation.clone(),
            phone: of.phone.clone(),
            code: of.code.clone(),
            revoked: of.revoked,
        }
    }
}

/// What a family reads of a course.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct OwnCourseBody {
    #[serde(flatten)]
    pub course: CourseWithSessions,
    /// Its own people, in full.
    pub people: Vec<AttendanceLine>,
    pub collectors: Vec<CollectorBody>,
}

/// Somebody whom a family lets take its children home.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CollectorWish {
    name: String,
    /// What they are to the child.
    relation: String,
    phone: Option<String>,
}

impl CollectorWish {
    pub fn command(self) -> Result<NewCollector, NotDone> {
        let phone = match self.phone.as_deref() {
            None | Some("") => None,
            Some(text) => {
                Some(Phone::parse(text).map_err(|_| NotDone::field("phone", msg::COURSE_COLLECTOR_PHONE))?)
            }
        };
        Ok(NewCollector {
            name: self.name,
            phone,
            relation: self.relation,
        })
    }
}

/// Whether a child goes home alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct AloneWish {
    pub alone: bool,
}
