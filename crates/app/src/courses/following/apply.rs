//! The change is made: all of it or nothing.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId},
    text::line,
};
use langqiao_platform::{
    args,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    super::{
        lesson_room,
        lessons::{self, Move, Off},
        model::{Course, DAYS},
        queries, roll, trials,
    },
    Act, Following, Stand, Where, look,
    order::order,
};
use crate::{activities, venues};

/// What a change came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// How many sessions were moved.
    pub moved: usize,
    /// How many were called off.
    pub off: usize,
    /// How many stay as they were.
    pub kept: usize,
}

/// The name of a session's own field in forms and answers.
pub(super) fn field_of(id: LessonId) -> String {
    format!("do-{id}")
}

/// Changes everything from one session on.
///
/// # Errors
/// [`NotDone`]: nothing is changed then; what stands against a single session is said at `do-{session}`.
pub fn apply(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    id: ActivityId,
    change: &Following,
) -> Result<Done, NotDone> {
    let course = lessons::hold(tx, org, id)?;
    // Whoever calls a roll meanwhile waits, or is waited for; in the order in which everybody takes them.
    let mut ids: Vec<LessonId> = queries::lessons(tx, id)?
        .into_iter()
        .filter(|lesson| lesson.starts_at > tx.now() && lesson.cancelled.is_none())
        .map(|lesson| lesson.id)
        .collect();
    ids.sort_unstable();
    for lesson in ids {
        tx.lock("course_session", &lesson)?;
    }
    let now = tx.now();
    let seen = look::look(tx, org, id, change, now)?;
    let mut errors = FieldErrors::new();
    for one in &seen.each {
        if let Some(why) = one.against() {
            errors.add(field_of(one.id), why.clone());
        }
    }
    let wants_reason = |one: &Stand| one.act == Act::Skip && one.holiday.is_none();
    if seen.each.iter().any(wants_reason) && lessons::reason_of(&change.reason).is_err() {
        errors.add("reason", msg::COURSE_PROBLEM_REASON);
    }
    if !errors.is_empty() {
        return Err(NotDone::Fields(errors));
    }
    let off = skip(tx, (org, person), &course, &seen.each, &change.reason)?;
    let moving: Vec<&Stand> = seen
        .each
        .iter()
        .filter(|one| goes(change, one).is_some())
        .collect();
    let spans: Vec<_> = moving
        .iter()
        .map(|one| (one.was, one.ends_up().unwrap_or(one.was)))
        .collect();
    let Some(order) = order(&spans) else {
        return Err(NotDone::field("weekdays", msg::COURSE_FOLLOWING_RING));
    };
    for n in order {
        let one = moving[n];
        if let Some(to) = goes(change, one) {
            move_one(tx, (org, person), &course, one, &to)?;
        }
    }
    if let Some(teacher) = change.teacher {
        roll::name_teacher(tx, org, id, teacher)?;
    }
    let done = Done {
        moved: moving.len(),
        off,
        kept: seen.each.len() - moving.len() - off,
    };
    if done.moved + done.off == 0 && change.teacher.is_none() {
        tx.bookkeeping();
        return Ok(done);
    }
    keep_rule(tx, &course, change, done.moved > 0)?;
    lessons::follow(tx, id)?;
    if done.moved + done.off > 0 {
        tell(tx, &course, &seen.each, done)?;
    }
    let detail = json!({ "from": change.from, "moved": done.moved, "off": done.off, "kept": done.kept });
    tx.record(
        Event::of("course.following_changed", &id)
            .org(org)
            .detail(&detail),
    )?;
    Ok(done)
}

/// Where a session goes, if it goes anywhere.
fn goes(change: &Following, one: &Stand) -> Option<(Move, Where)> {
    let (starts_at, ends_at) = one.ends_up()?;
    let (space, place) = match (&one.act, &change.place) {
        (Act::Keep | Act::Skip, _) => return None,
        (
            Act::Elsewhere {
                space: Some(space), ..
            },
            _,
        ) => (Some(*space), Where::Room(*space)),
        (_, Where::Room(space)) => (Some(*space), change.place.clone()),
        (_, Where::Words(_) | Where::Same) => (None, change.place.clone()),
    };
    let same_room = match &place {
        Where::Same => true,
        Where::Room(space) => one.lesson.space == Some(*space) && !one.lesson.lost,
        Where::Words(words) => one.lesson.space.is_none() && line(words) == one.was_at,
    };
    let to = Move {
        starts_at,
        ends_at,
        // In the room that it has it is moved, not given back and booked anew.
        space: space.filter(|_| !same_room),
    };
    let place = if same_room { Where::Same } else { place };
    ((starts_at, ends_at) != one.was || !same_room).then_some((to, place))
}

fn move_one(
    tx: &mut WriteTx<'_>,
    who: (OrganisationId, PersonId),
    course: &Course,
    one: &Stand,
    (to, place): &(Move, Where),
) -> Result<(), NotDone> {
    let lesson = queries::lesson(tx, course.id, one.id)?.ok_or(NotDone::NotFound)?;
    let words = match place {
        Where::Words(words) => Some(line(words)),
        Where::Same | Where::Room(_) => None,
    };
    let moved = lesson_room::relocate(tx, who, course, (&lesson, to), words.as_deref());
    let at = moved.map_err(|why| at_session(one.id, why))?;
    let args = args! { title = course.title.clone(), from = Moment(one.was.0), at = Moment(to.starts_at), place = at };
    trials::tell(tx, course, one.id, msg::COURSE_NOTICE_MOVED, args)?;
    Ok(())
}

/// What is wrong with one session is said at its own field.
fn at_session(id: LessonId, why: NotDone) -> NotDone {
    match why {
        NotDone::Fields(errors) => {
            let mut placed = FieldErrors::new();
            for (_, sentence) in errors.iter() {
                placed.add(field_of(id), sentence.clone());
            }
            NotDone::Fields(placed)
        }
        other => other,
    }
}

fn skip(
    tx: &mut WriteTx<'_>,
    who: (OrganisationId, PersonId),
    course: &Course,
    each: &[Stand],
    reason: &str,
) -> Result<usize, NotDone> {
    let mut off = 0;
    for one in each.iter().filter(|one| one.act == Act::Skip) {
        let reason = match &one.holiday {
            Some(holiday) => holiday.clone(),
            None => lessons::reason_of(reason)?,
        };
        let lesson = queries::lesson(tx, course.id, one.id)?.ok_or(NotDone::NotFound)?;
        let what = Off {
            lesson: &lesson,
            reason: &reason,
        };
        lessons::drop_one(tx, who, course, &what)?;
        off += 1;
    }
    Ok(off)
}

/// The course is said to meet as it does from now on.
fn keep_rule(tx: &mut WriteTx<'_>, course: &Course, change: &Following, moved: bool) -> Result<(), NotDone> {
    if !moved {
        return Ok(());
    }
    let mut days = change.weekdays.clone();
    days.sort_unstable();
    let days: Vec<&str> = days.iter().filter_map(|day| DAYS.get(*day).copied()).collect();
    let parts: Vec<String> = course
        .rule
        .split(';')
        .map(|part| match part.starts_with("BYDAY=") {
            true => format!("BYDAY={}", days.join(",")),
            false => part.to_owned(),
        })
        .collect();
    tx.execute(
        "UPDATE course SET rule = ?2 WHERE activity = ?1",
        params![course.id, parts.join(";")],
    )?;
    let place = match &change.place {
        Where::Same => return Ok(()),
        Where::Room(space) => venues::place_of(tx, *space)?.ok_or(NotDone::NotFound)?.name,
        Where::Words(words) => line(words),
    };
    Ok(activities::course::meets_at(tx, course.id, &place)?)
}

/// One message to each family, whatever became of how many sessions.
fn tell(tx: &mut WriteTx<'_>, course: &Course, each: &[Stand], done: Done) -> Result<(), StoreError> {
    let mut next: Option<(Timestamp, LessonId)> = None;
    for one in each {
        if let Some((starts_at, _)) = one.ends_up()
            && next.is_none_or(|(first, _)| starts_at < first)
        {
            next = Some((starts_at, one.id));
        }
    }
    let Some((at, id)) = next else {
        let args = args! { title = course.title.clone(), n = done.off as i64 };
        return lessons::tell(tx, course, msg::COURSE_NOTICE_FOLLOWING_OFF, args);
    };
    let place = queries::lesson(tx, course.id, id)?.map_or_else(String::new, |lesson| lesson.place);
    let args = args! {
        title = course.title.clone(), n = done.moved as i64, off = done.off as i64, at = Moment(at), place = place,
    };
    lessons::tell(tx, course, msg::COURSE_NOTICE_FOLLOWING, args)
}

/// What a person reads when it is done.
pub(super) fn said(done: Done) -> Sentence {
    Sentence::new(msg::COURSE_SAID_FOLLOWING)
        .with("n", done.moved as i64)
        .with("off", done.off as i64)
        .with("kept", done.kept as i64)
}
