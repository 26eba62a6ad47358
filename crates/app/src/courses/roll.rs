//! The roll of a session: called by a person, mark by mark; closed once; the families of those who stayed away without a
//! word are told then. A family says beforehand that its child won't come.

use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId, SignupId},
    text::line,
};
use langqiao_platform::{
    args,
    i18n::{Msg, Sentence, msg},
    not_done::NotDone,
    notices,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    lessons::{REASON_MAX, reason_of},
    model::{Course, Lesson, Mark, Marked, Member},
    queries,
    whole::on_roll,
};
use crate::{activities, bookings};

/// What was said of each.
pub type Marks = Vec<(SignupId, Mark)>;

/// A session with the turn at it: its roll and who went home stay as they are read.
pub(super) fn hold(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    course: ActivityId,
    id: LessonId,
) -> Result<(Course, Lesson), NotDone> {
    let course = queries::hosted(tx, org, course)?.ok_or(NotDone::NotFound)?;
    // What began before a course was called off is still held to its end.
    if course.status == activities::Status::Draft {
        return Err(NotDone::no("course-not-public", msg::COURSE_NOT_PUBLIC));
    }
    tx.lock("course_session", &id)?;
    let lesson = queries::lesson(tx, course.id, id)?.ok_or(NotDone::NotFound)?;
    if lesson.cancelled.is_some() {
        return Err(NotDone::no("session-cancelled", msg::COURSE_LESSON_CANCELLED));
    }
    Ok((course, lesson))
}

/// Notes who is there; whom nothing is said of stays as they are. After the roll is closed a change says why, and the
/// family is told where it makes somebody absent, or no longer absent. Gives how many marks are new.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn call(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    (course, id): (ActivityId, LessonId),
    marks: &Marks,
    note: &str,
) -> Result<usize, NotDone> {
    let (course, lesson) = hold(tx, org, course, id)?;
    if !lesson.can_call(tx.now()) {
        let at = Sentence::new(msg::COURSE_ROLL_EARLY).with("at", Moment(lesson.starts_at));
        return Err(NotDone::no("roll-early", at));
    }
    let members = queries::members(tx, course.id)?;
    let before = queries::marks_in(tx, id)?;
    let gone = queries::handovers_in(tx, id)?;
    let note = note_of(note)?;
    let mut changed: Vec<(&Member, Mark, Mark)> = Vec::new();
    for (signup, mark) in marks {
        let member = members
            .iter()
            .find(|member| member.signup == *signup && member.expected_at(&lesson))
            .ok_or(NotDone::NotFound)?;
        let was = last(&before, *signup);
        if was == *mark {
            continue;
        }
        if !mark.there() && gone.iter().any(|gone| gone.signup == *signup) {
            let who = Sentence::new(msg::COURSE_ROLL_GONE).with("name", member.name.clone());
            return Err(NotDone::field(format!("mark-{signup}"), who));
        }
        changed.push((member, was, *mark));
    }
    if changed.is_empty() {
        tx.bookkeeping();
        return Ok(0);
    }
    if lesson.closed_at.is_some() && note.is_empty() {
        return Err(NotDone::field("note", msg::COURSE_ROLL_SAY_WHY));
    }
    for (member, was, mark) in &changed {
        write(tx, id, member.signup, (*mark, &note, false))?;
        if lesson.closed_at.is_some() {
            tell_corrected(tx, &course, &lesson, member, (*was, *mark))?;
        }
    }
    opened(tx, (org, person), &lesson)?;
    let detail = json!({ "course": course.id, "marks": changed.len(), "after": lesson.closed_at.is_some() });
    tx.record(Event::of("course.roll_called", &id).org(org).detail(&detail))?;
    Ok(changed.len())
}

fn note_of(typed: &str) -> Result<String, NotDone> {
    let note = line(typed);
    if note.chars().count() > REASON_MAX {
        return Err(NotDone::field("note", msg::COURSE_PROBLEM_REASON));
    }
    Ok(note)
}

fn last(marks: &[Marked], signup: SignupId) -> Mark {
    marks
        .iter()
        .find(|mark| mark.signup == signup)
        .map_or(Mark::None, |mark| mark.mark)
}

/// Writes the next mark of somebody; the caller holds the session.
fn write(
    tx: &mut WriteTx<'_>,
    lesson: LessonId,
    signup: SignupId,
    (mark, note, by_family): (Mark, &str, bool),
) -> Result<(), StoreError> {
    let (by, now) = (tx.by().actor.person(), tx.now());
    tx.execute(
        "INSERT INTO course_mark (session, signup, number, mark, note, by_family, given_by, given_at)
         VALUES (?1, ?2, (SELECT COALESCE(MAX(number), 0) + 1 FROM course_mark WHERE session = ?1 AND signup = ?2),
           ?3, ?4, ?5, ?6, ?7)",
        params![lesson, signup, mark, note, by_family, by, now],
    )?;
    Ok(())
}

/// Whoever calls a roll in a room is there: the room isn't let go as if nobody had come.
fn opened(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    lesson: &Lesson,
) -> Result<(), NotDone> {
    let Some(booking) = lesson.booking else {
        return Ok(());
    };
    match bookings::open(tx, org, person, booking) {
        Err(bookings::DecideError::Store(why)) => Err(why.into()),
        _ => Ok(()),
    }
}

/// Closes the roll of a session that has begun: it counts from now on, and the families of those who are absent are
/// told. Whoever isn't marked stays so. Gives how many were absent.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn close(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    (course, id): (ActivityId, LessonId),
) -> Result<usize, NotDone> {
    let (course, lesson) = hold(tx, org, course, id)?;
    let now = tx.now();
    if now < lesson.starts_at {
        let at = Sentence::new(msg::COURSE_CLOSE_EARLY).with("at", Moment(lesson.starts_at));
        return Err(NotDone::no("roll-early", at));
    }
    if lesson.closed_at.is_some() {
        return Err(NotDone::no("roll-closed", msg::COURSE_ROLL_CLOSED));
    }
    let marks = queries::marks_in(tx, id)?;
    let members = queries::members(tx, course.id)?;
    let called = marks
        .iter()
        .any(|mark| mark.mark != Mark::None && !mark.by_family);
    if !called && !all_said(&members, &lesson, &marks) {
        return Err(NotDone::no("roll-empty", msg::COURSE_ROLL_EMPTY));
    }
    tx.execute(
        "UPDATE course_session SET closed_at = ?2, closed_by = ?3 WHERE id = ?1",
        params![id, now, person],
    )?;
    let mut absent = 0;
    for member in &members {
        if last(&marks, member.signup) == Mark::Absent {
            absent += 1;
            tell_family(tx, &course, &lesson, member, msg::COURSE_NOTICE_ABSENT_ASK)?;
        }
    }
    let detail = json!({ "course": course.id, "absent": absent });
    tx.record(Event::of("course.roll_closed", &id).org(org).detail(&detail))?;
    Ok(absent)
}

/// Whether something is said of everybody on a roll, if only by their families, so that there is nobody to call.
fn all_said(members: &[Member], lesson: &Lesson, marks: &[Marked]) -> bool {
    let mut expected = members.iter().filter(|member| {
        on_roll(
            member,
            lesson,
            marks.iter().any(|mark| mark.signup == member.signup),
        )
    });
    expected.all(|member| last(marks, member.signup) != Mark::None)
}

fn tell_corrected(
    tx: &mut WriteTx<'_>,
    course: &Course,
    lesson: &Lesson,
    member: &Member,
    (was, is): (Mark, Mark),
) -> Result<(), StoreError> {
    let message = match (was, is) {
        (_, Mark::Absent) => msg::COURSE_NOTICE_ABSENT_ASK,
        (Mark::Absent, _) => msg::COURSE_NOTICE_NOT_ABSENT,
        _ => return Ok(()),
    };
    tell_family(tx, course, lesson, member, message)
}

/// Tells a family of what concerns its child in a session.
pub(super) fn tell_family(
    tx: &mut WriteTx<'_>,
    course: &Course,
    lesson: &Lesson,
    member: &Member,
    message: Msg,
) -> Result<(), StoreError> {
    let args = args! {
        name = member.named(), title = course.title.clone(), at = Moment(lesson.starts_at),
        contact = course.whom_to_ask(),
    };
    let link = format!("/mine/courses/{}", course.id);
    notices::send(tx, member.booker, message, args, &link)
}

/// A family says before a session that somebody won't come, with a reason; or takes that back.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn excuse(
    tx: &mut WriteTx<'_>,
    booker: PersonId,
    (course, id): (ActivityId, LessonId),
    signup: SignupId,
    reason: Option<&str>,
) -> Result<(), NotDone> {
    let public = queries::public(tx, course)?.ok_or(NotDone::NotFound)?;
    let (course, lesson) = hold(tx, public.organisation, public.id, id)?;
    let family = queries::members(tx, course.id)?;
    family
        .iter()
        .find(|member| member.signup == signup && member.booker == booker && member.seated)
        .ok_or(NotDone::NotFound)?;
    let ask = |sentence: Msg| Sentence::new(sentence).with("contact", course.whom_to_ask().to_owned());
    if lesson.starts_at <= tx.now() || lesson.closed_at.is_some() {
        return Err(NotDone::no("session-begun", ask(msg::COURSE_EXCUSE_LATE)));
    }
    let was = queries::marks_in(tx, id)?;
    if was
        .iter()
        .any(|mark| mark.signup == signup && !mark.by_family && mark.mark != Mark::None)
    {
        return Err(NotDone::no("roll-called", ask(msg::COURSE_EXCUSE_CALLED)));
    }
    let (mark, reason) = match reason {
        Some(reason) => (Mark::Excused, reason_of(reason)?),
        None => (Mark::None, String::new()),
    };
    if last(&was, signup) == mark {
        tx.bookkeeping();
        return Ok(());
    }
    write(tx, id, signup, (mark, &reason, true))?;
    let detail = json!({ "course": course.id, "signup": signup, "mark": mark });
    tx.record(
        Event::of("course.excused", &id)
            .org(course.organisation)
            .detail(&detail),
    )?;
    Ok(())
}

/// Names somebody of the host's people who calls the rolls of a course.
///
/// # Errors
/// [`NotDone`].
pub fn name_teacher(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    course: ActivityId,
    person: PersonId,
) -> Result<(), NotDone> {
    queries::hosted(tx, org, course)?.ok_or(NotDone::NotFound)?;
    let today = langqiao_kernel::time::day(tx.now());
    if !queries::staff(tx, org, today)?
        .iter()
        .any(|(id, ..)| *id == person)
    {
        return Err(NotDone::field("person", msg::COURSE_TEACHER_NOT_STAFF));
    }
    let now = tx.now();
    let named = tx.execute(
        "INSERT INTO course_teacher (course, person, named_at) VALUES (?1, ?2, ?3) ON CONFLICT (course, person) DO NOTHING",
        params![course, person, now],
    )?;
    if named == 0 {
        tx.bookkeeping();
        return Ok(());
    }
    let detail = json!({ "person": person });
    tx.record(
        Event::of("course.teacher_named", &course)
            .org(org)
            .detail(&detail),
    )?;
    Ok(())
}

/// Whoever called the rolls of a course does so no longer.
///
/// # Errors
/// [`NotDone`].
pub fn dismiss_teacher(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    course: ActivityId,
    person: PersonId,
) -> Result<(), NotDone> {
    queries::hosted(tx, org, course)?.ok_or(NotDone::NotFound)?;
    let gone = tx.execute(
        "DELETE FROM course_teacher WHERE course = ?1 AND person = ?2",
        params![course, person],
    )?;
    if gone == 0 {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "person": person });
    tx.record(
        Event::of("course.teacher_dismissed", &course)
            .org(org)
            .detail(&detail),
    )?;
    Ok(())
}
