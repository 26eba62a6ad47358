//! Trial lessons 试听: one session of a course for somebody who has no place in it, to see whether it suits them.
//!
//! What it promises: a session has never more on trial than its course allows, and nobody tries a course twice, by the
//! schema and by the turn at the session; the course's own rules of age and area hold for a trial too; whoever is on
//! trial takes no place from anybody and counts in no attendance; and their family is told when the session is moved or
//! called off.

mod api;
mod book;
mod mine;
mod office;
mod pages;
mod queries;

use jiff::Timestamp;
use langqiao_platform::{
    i18n::{Arg, Msg},
    notices,
    routes::Routes,
};
use langqiao_store::{StoreError, WriteTx};

use super::model::{Course, Lesson};
use crate::activities::Status;

pub(super) use api::openapi;
pub use book::{NewTrial, TrialError, book, cancel, note};
use langqiao_kernel::id::{ActivityId, LessonId};
pub(super) use mine::in_list;
pub(super) use office::{came, listed, marking};
pub(super) use queries::ahead;
pub(super) use queries::{Trial, in_session};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/courses/{course}/trial", pages::show)
        .post("/courses/{course}/trial", pages::send)
        .post("/courses/{course}/trial/{trial}/cancel", pages::cancel)
        .merge(api::routes())
}

/// Whether a course lets people try a session that is still to come.
pub(super) fn are_open(course: &Course, lessons: &[Lesson], now: Timestamp) -> bool {
    let ahead = |lesson: &Lesson| lesson.cancelled.is_none() && now < lesson.starts_at;
    course.trial_places > 0 && course.status == Status::Published && lessons.iter().any(ahead)
}

/// Where a family reads of its trials.
fn path(course: ActivityId) -> String {
    format!("/courses/{course}/trial")
}

/// Tells the families on trial in a session.
pub(super) fn tell(
    tx: &mut WriteTx<'_>,
    course: &Course,
    lesson: LessonId,
    message: Msg,
    args: &[Arg<'_>],
) -> Result<(), StoreError> {
    for family in queries::families(tx, lesson)? {
        notices::send(tx, family, message, args, &path(course.id))?;
    }
    Ok(())
}
