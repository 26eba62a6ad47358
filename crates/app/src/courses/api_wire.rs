//! Courses as programs read and write them.

use jiff::Timestamp;
use langqiao_kernel::{
    codes::Phone,
    id::{AreaId, CollectorId, PersonId, SignupId, SpaceId},
    time::{self, rfc3339},
};
use langqiao_platform::{i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    create::Settings,
    create::{NewCourse, Term},
    lessons::Move,
    model::{Collector, Course, Handover, Home, Lesson, Mark, Member},
    pick_up::{Going, NewCollector},
    roll_pages::Roll,
    whole::Whole,
};
use crate::{
    activities::{ActivityKind, Allotment, Status},
    standings::AsksWire,
};

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CourseMade)]
pub(super) struct Made {
    /// Its id.
    pub id: String,
}

/// A course to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CourseWish {
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
        })
    }
}

/// A course as everybody may read it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CourseBody {
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
        }
    }
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LessonBody {
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
pub(super) struct CourseWithSessions {
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
pub(super) struct SessionWish {
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
pub(super) struct Reason {
    /// 2 to 200 characters; the families read it.
    pub reason: String,
}

/// What a course asks for its certificate, and whether children are handed over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CourseRules {
    pass_percent: i64,
    pick_up: bool,
    /// How many may try each session without a place in the course; as before if absent.
    #[serde(default)]
    trial_places: Option<i64>,
}

impl CourseRules {
    pub fn settings(&self) -> Settings {
        Settings {
            pass_percent: self.pass_percent,
            pick_up: self.pick_up,
            trial_places: self.trial_places,
        }
    }
}

/// Who calls the rolls.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TeacherWish {
    /// Somebody who holds a post of the organisation.
    #[schema(value_type = String)]
    pub person: PersonId,
}

/// How a child went home.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HomeBody {
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
pub(super) struct RollLine {
    signup: String,
    /// Masked.
    name: String,
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
pub(super) struct RollBody {
    session: LessonBody,
    people: Vec<RollLine>,
}

impl From<&Roll> for RollBody {
    fn from(roll: &Roll) -> Self {
        let line = |member: &Member| {
            let mark = roll.mark(member);
            RollLine {
                signup: member.signup.to_text(),
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
pub(super) struct MarkWish {
    #[schema(value_type = String)]
    pub signup: SignupId,
    pub mark: Mark,
}

/// A roll that is called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RollWish {
    pub marks: Vec<MarkWish>,
    /// Why it is changed, where the roll is closed already.
    #[serde(default)]
    pub note: String,
}

/// How many marks are new.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Called {
    pub changed: usize,
}

/// How many were absent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Closed {
    pub absent: usize,
}

/// Children who are handed over: to whoever says `code`, to `collector` for a `reason`, or alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HandoverWish {
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

/// What somebody has been to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttendanceLine {
    signup: String,
    name: String,
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
pub(super) struct AttendanceMark {
    session: String,
    mark: Mark,
}

/// Everybody's attendance.
pub(super) fn attendance(whole: &Whole) -> Vec<AttendanceLine> {
    whole
        .members
        .iter()
        .map(|member| {
            let sum = whole.attendance(member);
            let marks = whole.marks_of(member.signup);
            AttendanceLine {
                signup: member.signup.to_text(),
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
pub(super) struct CollectorBody {
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
pub(super) struct OwnCourseBody {
    #[serde(flatten)]
    pub course: CourseWithSessions,
    /// Its own people, in full.
    pub people: Vec<AttendanceLine>,
    pub collectors: Vec<CollectorBody>,
}

/// Somebody whom a family lets take its children home.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CollectorWish {
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
pub(super) struct AloneWish {
    pub alone: bool,
}
