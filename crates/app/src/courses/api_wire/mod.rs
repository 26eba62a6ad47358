//! Courses as programs read and write them.

mod course;
mod family;
mod rolls;

pub(super) use course::{
    CourseBody, CourseRules, CourseSetUp, CourseWish, CourseWithSessions, Made, Reason, SessionWish,
    TeacherWish,
};
pub(super) use family::{AloneWish, AttendanceLine, CollectorBody, CollectorWish, OwnCourseBody, attendance};
pub(super) use rolls::{Called, Closed, HandoverWish, RollBody, RollWish};
