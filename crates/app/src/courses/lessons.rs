//! Sessions are moved, called off and added; those who have a place are told, and the rooms follow.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId, SpaceId},
    text::line,
    time,
};
use langqiao_platform::{
    args,
    i18n::{Arg, Msg, msg},
    not_done::NotDone,
    notices,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    create::{GIVEN_BEFORE, TERM_MAX, insert_lesson},
    lesson_room::{book, give_back, relocate, wish},
    model::{Course, Lesson},
    queries,
    refusal::of_session,
    trials,
};
use crate::activities;

/// The longest reason, in characters.
pub(super) const REASON_MAX: usize = 200;

/// Another time for a session, or another room, or both.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// In which room instead of the one that it has.
    pub space: Option<SpaceId>,
}

/// A course that `org` hosts, with the turn at it: nobody else changes its sessions meanwhile, nor the activity below it,
/// whose first day, last day and place follow from them.
pub(super) fn hold(tx: &mut WriteTx<'_>, org: OrganisationId, id: ActivityId) -> Result<Course, NotDone> {
    tx.lock("course", &id)?;
    tx.lock("activity", &id)?;
    let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
    if course.status == activities::Status::Cancelled {
        return Err(NotDone::no("course-cancelled", msg::COURSE_CANCELLED));
    }
    Ok(course)
}

/// Moves a session that hasn't begun.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn shift(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    (course, id): (ActivityId, LessonId),
    to: &Move,
) -> Result<(), NotDone> {
    let course = hold(tx, org, course)?;
    // Whoever calls its roll meanwhile waits, or is waited for.
    tx.lock("course_session", &id)?;
    let lesson = queries::lesson(tx, course.id, id)?.ok_or(NotDone::NotFound)?;
    if lesson.cancelled.is_some() || lesson.closed_at.is_some() || lesson.starts_at <= tx.now() {
        return Err(NotDone::no("session-begun", msg::COURSE_LESSON_BEGUN));
    }
    if somebody_came(tx, id)? {
        return Err(NotDone::no("session-held", msg::COURSE_LESSON_HELD));
    }
    if to.space.is_none() && lesson.room_gone() {
        return Err(NotDone::field("space", msg::COURSE_ROOM_CHOOSE));
    }
    fits(tx, &course, (to.starts_at, to.ends_at), Some(id))?;
    let place = relocate(tx, (org, person), &course, (&lesson, to), None).map_err(of_session)?;
    follow(tx, course.id)?;
    let args = args! { title = course.title.clone(), from = Moment(lesson.starts_at), at = Moment(to.starts_at), place = place };
    tell(tx, &course, msg::COURSE_NOTICE_MOVED, args)?;
    trials::tell(tx, &course, id, msg::COURSE_NOTICE_MOVED, args)?;
    let detail = json!({ "course": course.id, "from": lesson.starts_at, "to": to.starts_at });
    tx.record(Event::of("course.session_moved", &id).org(org).detail(&detail))?;
    Ok(())
}

/// Whether a course can meet then: not in the past, not twice at once, and not before its places are given.
fn fits(
    tx: &mut WriteTx<'_>,
    course: &Course,
    (starts_at, ends_at): (Timestamp, Timestamp),
    but: Option<LessonId>,
) -> Result<(), NotDone> {
    if starts_at <= tx.now() {
        return Err(NotDone::field("day", msg::COURSE_PROBLEM_PAST));
    }
    if ends_at <= starts_at {
        return Err(NotDone::field("to", msg::COURSE_PROBLEM_HOURS));
    }
    if course.all_wait() && starts_at.duration_since(course.closes_at) < GIVEN_BEFORE {
        return Err(NotDone::field("day", msg::COURSE_PROBLEM_BEFORE_DRAW));
    }
    // Each begins and ends on one day, as by the rule.
    let last = ends_at
        .saturating_sub(SignedDuration::from_millis(1))
        .unwrap_or(ends_at);
    if time::day(starts_at) != time::day(last) {
        return Err(NotDone::field("to", msg::COURSE_PROBLEM_ONE_DAY));
    }
    in_term(tx, course, (starts_at, ends_at), but)?;
    let other = tx.one(
        "SELECT 1 FROM course_session WHERE course = ?1 AND cancelled_at IS NULL AND starts_at < ?3 AND ?2 < ends_at
           AND (CAST(?4 AS TEXT) IS NULL OR id <> ?4) LIMIT 1",
        params![course.id, starts_at, ends_at, but],
        |_| Ok(()),
    )?;
    match other {
        Some(()) => Err(NotDone::field("day", msg::COURSE_PROBLEM_TWO_AT_ONCE)),
        None => Ok(()),
    }
}

/// A course is no longer than a term may be, also with a session that is moved or added.
fn in_term(
    tx: &mut WriteTx<'_>,
    course: &Course,
    (starts_at, ends_at): (Timestamp, Timestamp),
    but: Option<LessonId>,
) -> Result<(), NotDone> {
    let others = tx.one(
        "SELECT MIN(starts_at), MAX(ends_at) FROM course_session WHERE course = ?1 AND cancelled_at IS NULL
           AND (CAST(?2 AS TEXT) IS NULL OR id <> ?2)",
        params![course.id, but],
        |row| Ok((row.get::<Option<Timestamp>>(0)?, row.get::<Option<Timestamp>>(1)?)),
    )?;
    let (first, last) = others.unwrap_or((None, None));
    let first = first.map_or(starts_at, |first| first.min(starts_at));
    let last = last.map_or(ends_at, |last| last.max(ends_at));
    let days = time::day(first)
        .until(time::day(last))
        .map_or(0, |span| span.get_days());
    if days > TERM_MAX {
        return Err(NotDone::field("day", msg::COURSE_PROBLEM_TERM));
    }
    Ok(())
}

/// Calls a session off, with a reason that the families read. What was held isn't called off.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn call_off(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    (course, id): (ActivityId, LessonId),
    reason: &str,
) -> Result<(), NotDone> {
    let course = hold(tx, org, course)?;
    let reason = reason_of(reason)?;
    // Whoever calls its roll meanwhile waits, or is waited for.
    tx.lock("course_session", &id)?;
    let lesson = queries::lesson(tx, course.id, id)?.ok_or(NotDone::NotFound)?;
    if lesson.cancelled.is_some() {
        return Err(NotDone::no("session-cancelled", msg::COURSE_LESSON_CANCELLED));
    }
    if lesson.closed_at.is_some() || somebody_came(tx, id)? {
        return Err(NotDone::no("session-held", msg::COURSE_LESSON_HELD));
    }
    let what = Off {
        lesson: &lesson,
        reason: &reason,
    };
    drop_one(tx, (org, person), &course, &what)?;
    follow(tx, course.id)?;
    let args = args! { title = course.title.clone(), at = Moment(lesson.starts_at), reason = reason };
    tell(tx, &course, msg::COURSE_NOTICE_CALLED_OFF, args)?;
    let detail = json!({ "course": course.id, "at": lesson.starts_at });
    tx.record(
        Event::of("course.session_cancelled", &id)
            .org(org)
            .detail(&detail),
    )?;
    Ok(())
}

/// A session that is called off, and why.
pub(super) struct Off<'a> {
    pub lesson: &'a Lesson,
    pub reason: &'a str,
}

/// Calls a session off with its room, and tells those on trial in it; the caller tells the families.
pub(super) fn drop_one(
    tx: &mut WriteTx<'_>,
    who: (OrganisationId, PersonId),
    course: &Course,
    what: &Off<'_>,
) -> Result<(), NotDone> {
    let Off { lesson, reason } = what;
    give_back(tx, who, lesson, reason)?;
    cancel_row(tx, lesson.id, reason)?;
    let args =
        args! { title = course.title.clone(), at = Moment(lesson.starts_at), reason = (*reason).to_owned() };
    trials::tell(tx, course, lesson.id, msg::COURSE_NOTICE_CALLED_OFF, args)?;
    Ok(())
}

/// Whether the roll of a session already says that somebody was there.
fn somebody_came(tx: &mut WriteTx<'_>, id: LessonId) -> Result<bool, StoreError> {
    let marks = queries::marks_in(tx, id)?;
    Ok(marks.iter().any(|mark| mark.mark.there()))
}

fn cancel_row(tx: &mut WriteTx<'_>, id: LessonId, reason: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE course_session SET cancelled_at = ?2, cancel_reason = ?3, version = version + 1, changed_at = ?2 WHERE id = ?1",
        params![id, now, reason],
    )?;
    Ok(())
}

/// A reason as it is kept.
pub(super) fn reason_of(typed: &str) -> Result<String, NotDone> {
    let reason = line(typed);
    match reason.chars().count() {
        2..=REASON_MAX => Ok(reason),
        _ => Err(NotDone::field("reason", msg::COURSE_PROBLEM_REASON)),
    }
}

/// Adds a session, such as one that makes up for another.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn add(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    course: ActivityId,
    at: &Move,
) -> Result<LessonId, NotDone> {
    let course = hold(tx, org, course)?;
    if course.status == activities::Status::Published && course.ends_at <= tx.now() {
        return Err(NotDone::no("course-over", msg::COURSE_OVER_ALREADY));
    }
    let span = (at.starts_at, at.ends_at);
    fits(tx, &course, span, None)?;
    let (booking, place) = match at.space {
        Some(space) => {
            let (booking, place) =
                book(tx, (org, person), &wish(&course, span, space)).map_err(of_session)?;
            (Some(booking), place)
        }
        None => (None, course.place.clone()),
    };
    let id = insert_lesson(tx, course.id, span, &place, booking)?
        .ok_or_else(|| NotDone::field("day", msg::COURSE_PROBLEM_TWO_AT_ONCE))?;
    follow(tx, course.id)?;
    let args = args! { title = course.title.clone(), at = Moment(at.starts_at), place = place };
    tell(tx, &course, msg::COURSE_NOTICE_ADDED, args)?;
    let detail = json!({ "course": course.id, "at": at.starts_at });
    tx.record(Event::of("course.session_added", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// Calls a whole course off: what is still to come of it, and its rooms. Those who have a place are told, as of any
/// activity.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn end(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    course: ActivityId,
    reason: &str,
) -> Result<(), NotDone> {
    let course = hold(tx, org, course)?;
    activities::course::cancel(tx, org, course.id, reason)?;
    let now = tx.now();
    for lesson in queries::lessons(tx, course.id)? {
        if lesson.starts_at > now && lesson.cancelled.is_none() && lesson.closed_at.is_none() {
            // Whoever books a trial of it meanwhile waits, or is waited for.
            tx.lock("course_session", &lesson.id)?;
            give_back(tx, (org, person), &lesson, reason)?;
            cancel_row(tx, lesson.id, &line(reason))?;
            let args =
                args! { title = course.title.clone(), at = Moment(lesson.starts_at), reason = line(reason) };
            trials::tell(tx, &course, lesson.id, msg::COURSE_NOTICE_CALLED_OFF, args)?;
        }
    }
    tx.record(Event::of("course.cancelled", &course.id).org(org))?;
    Ok(())
}

/// A course lasts from its first session to its last.
pub(super) fn follow(tx: &mut WriteTx<'_>, course: ActivityId) -> Result<(), StoreError> {
    let span = tx.one(
        "SELECT MIN(starts_at), MAX(ends_at) FROM course_session WHERE course = ?1 AND cancelled_at IS NULL",
        params![course],
        |row| Ok((row.get::<Option<Timestamp>>(0)?, row.get::<Option<Timestamp>>(1)?)),
    )?;
    match span {
        Some((Some(starts_at), Some(ends_at))) => activities::course::lasts(tx, course, (starts_at, ends_at)),
        _ => Ok(()),
    }
}

/// Tells the families that have a place in a public course.
pub(super) fn tell(
    tx: &mut WriteTx<'_>,
    course: &Course,
    message: Msg,
    args: &[Arg<'_>],
) -> Result<(), StoreError> {
    if course.status != activities::Status::Published {
        return Ok(());
    }
    let families: Vec<PersonId> = tx.all(
        "SELECT DISTINCT booker FROM signup WHERE activity = ?1 AND role = 'attendee' AND state IN ('seat', 'offered')
         ORDER BY booker",
        params![course.id],
        |row| row.get(0),
    )?;
    let link = format!("/mine/courses/{}", course.id);
    for family in families {
        notices::send(tx, family, message, args, &link)?;
    }
    Ok(())
}
