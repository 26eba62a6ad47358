//! A course and its sessions.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{AreaId, PersonId, SpaceId},
    time::{self, rfc3339},
};
use langqiao_platform::{i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    create::{NewCourse, Term},
    lessons::Move,
    model::{Course, Lesson},
    settings::Settings,
};
use crate::{
    activities::{ActivityKind, Allotment, Status},
    standings::AsksWire,
};

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CourseMade)]
pub(in super::super) struct Made {
    /// Its id.
    pub id: String,
}

/// A course that was set up.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct CourseSetUp {
    /// Its id.
    pub id: String,
    /// The first year whose public holidays were to be left out and are not published yet: its days are taken as common
    /// days.
    pub holidays_unpublished: Option<i16>,
}

/// A course to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CourseWish {
    title: String,
    #[serde(default)]
    summary: String,
    kind: ActivityKind,
    /// The room that is booked for every session; `place` and `area` follow from it.
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
    #[serde(default)]
    place: String,
    #[schema(value_type = Option<String>)]
    area: Option<AreaId>,
    /// The first day on which it may meet, such as `2026-09-01`.
    #[schema(value_type = String)]
    first_day: jiff::civil::Date,
    /// The last.
    #[schema(value_type = String)]
    last_day: jiff::civil::Date,
    /// On which weekdays: 1 is Monday, 7 is Sunday.
    weekdays: Vec<u8>,
    /// When a session begins, such as `16:30`.
    from: String,
    /// When it ends.
    to: String,
    /// Whether public holidays are left out.
    #[serde(default)]
    leave_out_holidays: bool,
    /// Sessions of the rule that are not held, by when they would begin; RFC 3339.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    skip: Vec<Timestamp>,
    /// When enrolment ends; RFC 3339. It begins when the course is made public.
    #[schema(value_type = String)]
    enrolment_closes_at: Timestamp,
    min_age: Option<i64>,
    max_age: Option<i64>,
    #[schema(value_type = Option<String>)]
    only_area: Option<AreaId>,
    /// What else is asked of those who enrol.
    #[serde(default)]
    asks: AsksWire,
    seats: i64,
    allotment: Allotment,
    /// At how many sessions in a hundred one must have been for the certificate; 0 if there is none.
    #[serde(default)]
    pass_percent: i64,
    /// Whether children are handed over to those whom their families have named.
    #[serde(default)]
    pick_up: bool,
    /// Where families ask, read by everybody: a phone number or a name, up to 60 characters.
    #[serde(default)]
    contact: String,
}

impl CourseWish {
    pub fn command(self, now: Timestamp) -> Result<NewCourse, NotDone> {
        let clock = |field: &'static str, text: &str| {
            time::clock(text).ok_or_else(|| NotDone::field(field, msg::COURSE_PROBLEM_CLOCK))
        };
        let hours = (clock("from", &self.from)?, clock("to", &self.to)?);
        if self.allotment == Allotment::Priority {
            return Err(NotDone::field("allotment", msg::COURSE_PROBLEM_NUMBER));
        }
        let weekdays = self
            .weekdays
            .into_iter()
            .filter(|day| (1..=7).contains(day))
            .map(|day| usize::from(day) - 1)
            .collect();
        let choices = self
            .skip
            .into_iter()
            .map(|at| (at, crate::bookings::Choice::Skip))
            .collect();
        Ok(NewCourse {
            title: self.title,
            summary: self.summary,
            kind: self.kind,
            space: self.space,
            place: self.place,
            area: self.area,
            term: Term {
                first_day: self.first_day,
                last_day: self.last_day,
                weekdays,
                hours,
                leaves_out_holidays: self.leave_out_holidays,
            },
            choices,
            enrolment: (now, self.enrolment_closes_at),
            ages: (self.min_age, self.max_age),
            only_area: self.only_area,
            asks: self.asks.asks(),
            seats: self.seats,
            allotment: self.allotment,
            pass_percent: self.pass_percent,
            pick_up: self.pick_up,
            contact: self.contact,
        })
    }
}

/// A course as everybody may read it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct CourseBody {
    /// Its id, which is that of its activity: families enrol with the sign-ups of that activity.
    id: String,
    organisation: String,
    host: String,
    title: String,
    summary: String,
    place: String,
    status: Status,
    starts_at: String,
    ends_at: String,
    enrolment_opens_at: String,
    enrolment_closes_at: String,
    allotment: Allotment,
    min_age: Option<i64>,
    max_age: Option<i64>,
    /// The name of the area whose people it is for.
    only_area: Option<String>,
    seats: i64,
    taken: i64,
    waiting: i64,
    /// On which weekdays it usually meets: 1 is Monday.
    weekdays: Vec<i8>,
    leaves_out_holidays: bool,
    pass_percent: i64,
    pick_up: bool,
    /// How many may try each session without a place in the course.
    trial_places: i64,
    /// Where families ask; empty if that wasn't said.
    contact: String,
    /// Why it was called off, if it was.
    cancel_reason: Option<String>,
}

impl From<&Course> for CourseBody {
    fn from(of: &Course) -> Self {
        Self {
            id: of.id.to_text(),
            organisation: of.organisation.to_text(),
            host: of.host.clone(),
            title: of.title.clone(),
            summary: of.summary.clone(),
            place: of.place.clone(),
            status: of.status,
            starts_at: rfc3339(of.starts_at),
            ends_at: rfc3339(of.ends_at),
            enrolment_opens_at: rfc3339(of.opens_at),
            enrolment_closes_at: rfc3339(of.closes_at),
            allotment: of.allotment,
            min_age: of.ages.0,
            max_age: of.ages.1,
            only_area: of.only_area.clone(),
            seats: of.seats,
            taken: of.taken,
            waiting: of.waiting,
            weekdays: of
                .weekdays()
                .into_iter()
                .map(|day| day.to_monday_one_offset())
                .collect(),
            leaves_out_holidays: of.leaves_out_holidays,
            pass_percent: of.pass_percent,
            pick_up: of.pick_up,
            trial_places: of.trial_places,
            contact: of.contact.clone(),
            cancel_reason: of.called_off.clone(),
        }
    }
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct LessonBody {
    id: String,
    starts_at: String,
    ends_at: String,
    place: String,
    /// Why it was called off, if it was.
    cancelled: Option<String>,
    /// When its roll was closed.
    closed_at: Option<String>,
}

impl From<&Lesson> for LessonBody {
    fn from(of: &Lesson) -> Self {
        Self {
            id: of.id.to_text(),
            starts_at: rfc3339(of.starts_at),
            ends_at: rfc3339(of.ends_at),
            place: of.place.clone(),
            cancelled: of.cancelled.clone(),
            closed_at: of.closed_at.map(rfc3339),
        }
    }
}

/// A course with its sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct CourseWithSessions {
    #[serde(flatten)]
    pub course: CourseBody,
    pub sessions: Vec<LessonBody>,
}

impl CourseWithSessions {
    pub fn of(course: &Course, lessons: &[Lesson]) -> Self {
        Self {
            course: course.into(),
            sessions: lessons.iter().map(Into::into).collect(),
        }
    }
}

/// When a session is held, and where if that is another room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct SessionWish {
    #[schema(value_type = String)]
    starts_at: Timestamp,
    #[schema(value_type = String)]
    ends_at: Timestamp,
    /// A room that is booked for it.
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
}

impl From<SessionWish> for Move {
    fn from(wish: SessionWish) -> Self {
        Self {
            starts_at: wish.starts_at,
            ends_at: wish.ends_at,
            space: wish.space,
        }
    }
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CourseReason)]
pub(in super::super) struct Reason {
    /// 2 to 200 characters; the families read it.
    pub reason: String,
}

/// What a course asks for its certificate, whether children are handed over, and where families ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CourseRules {
    pass_percent: i64,
    pick_up: bool,
    /// How many may try each session without a place in the course; as before if absent.
    #[serde(default)]
    trial_places: Option<i64>,
    /// Where families ask, read by everybody, up to 60 characters; as before if absent.
    #[serde(default)]
    contact: Option<String>,
}

impl CourseRules {
    pub fn settings(&self) -> Settings {
        Settings {
            pass_percent: self.pass_percent,
            pick_up: self.pick_up,
            trial_places: self.trial_places,
            contact: self.contact.clone(),
        }
    }
}

/// Who calls the rolls.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct TeacherWish {
    /// Somebody who holds a post of the organisation.
    #[schema(value_type = String)]
    pub person: PersonId,
}
