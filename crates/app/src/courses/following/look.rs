//! What a change would make of each session; nothing is changed yet.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{ActivityId, BookingId, LessonId, OrganisationId, SpaceId},
    text::line,
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::{
    super::{
        create::GIVEN_BEFORE,
        model::{Course, Lesson},
        queries,
    },
    Act, Following, Where,
};
use crate::{
    bookings::{self, Wanted},
    venues,
};

/// One session, as it stands with the change.
#[derive(Clone, Debug)]
pub struct Stand {
    /// Which.
    pub id: LessonId,
    /// When it is now.
    pub was: (Timestamp, Timestamp),
    /// Where it is now.
    pub was_at: String,
    /// Where the change puts it.
    pub to: (Timestamp, Timestamp),
    /// The name of the public holiday on which that would be, where such are left out.
    pub holiday: Option<String>,
    /// Why it can't go there.
    pub problem: Option<Sentence>,
    /// Rooms that are free then, where the one that is meant isn't.
    pub free: Vec<(SpaceId, String)>,
    /// What is to be done about it.
    pub act: Act,
    /// Why what was chosen for it can't be, where something else than the change itself was chosen.
    pub instead: Option<Sentence>,
    pub(super) lesson: Place,
}

/// What of a session's booking matters when it moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) space: Option<SpaceId>,
    pub(super) lost: bool,
}

impl Stand {
    /// When it will begin and end; `None` if it is called off.
    pub fn ends_up(&self) -> Option<(Timestamp, Timestamp)> {
        match self.act {
            Act::Follow => Some(self.to),
            Act::Keep => Some(self.was),
            Act::Skip => None,
            Act::Elsewhere { starts_at, .. } => {
                let length = self.to.1.duration_since(self.to.0);
                Some((starts_at, starts_at.saturating_add(length).unwrap_or(starts_at)))
            }
        }
    }

    /// Why it can't be dealt with as is chosen.
    pub fn against(&self) -> Option<&Sentence> {
        match self.act {
            Act::Follow => self.problem.as_ref(),
            Act::Elsewhere { .. } => self.instead.as_ref(),
            Act::Keep | Act::Skip => None,
        }
    }
}

/// A change, looked at.
#[derive(Clone, Debug)]
pub struct Look {
    /// The sessions that it concerns, in order of time.
    pub each: Vec<Stand>,
    /// How many from there on stay as they are, for somebody came to them already.
    pub untouched: usize,
    /// The place where it puts them, where that is another than each has.
    pub place: Option<String>,
    /// The first year into which it puts sessions and whose holidays, which are to be left out, are not known yet.
    pub unpublished: Option<i16>,
}

/// What is wrong with a change as such.
fn checked(course: &Course, change: &Following) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    let (had, wants) = (course.weekdays().len(), change.weekdays.len());
    if wants == 0 {
        errors.add("weekdays", msg::COURSE_PROBLEM_WEEKDAYS);
    } else if had > 0 && had != wants {
        let same = Sentence::new(msg::COURSE_FOLLOWING_DAYS).with("n", had as i64);
        errors.add("weekdays", same);
    }
    if change.hours.1 <= change.hours.0 {
        errors.add("to", msg::COURSE_PROBLEM_HOURS);
    }
    if matches!(&change.place, Where::Words(place) if line(place).is_empty()) {
        errors.add("place", msg::COURSE_PROBLEM_PLACE);
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(NotDone::Fields(errors)),
    }
}

/// Where in its week a session goes: the n-th day of the old rule becomes the n-th of the new one. One that was moved to
/// another day by hand has no place in the rule.
fn target(course: &Course, change: &Following, lesson: &Lesson) -> Option<(Timestamp, Timestamp)> {
    let day = time::day(lesson.starts_at);
    let old = course.weekdays();
    let nth = match old.is_empty() {
        true => 0,
        false => old.iter().position(|weekday| *weekday == day.weekday())?,
    };
    let mut new = change.weekdays.clone();
    new.sort_unstable();
    let wanted = i64::try_from(*new.get(nth)?).ok()?;
    let monday = day
        .checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
        .ok()?;
    let day = monday.checked_add(wanted.days()).ok()?;
    Some((
        time::at(day.to_datetime(change.hours.0)),
        time::at(day.to_datetime(change.hours.1)),
    ))
}

/// A session with the room that its booking is for.
type Roomed = BTreeMap<LessonId, SpaceId>;

fn rooms(tx: &mut ReadTx<'_>, course: ActivityId) -> Result<Roomed, StoreError> {
    let found = tx.all(
        "SELECT l.id, b.space FROM course_session l JOIN booking b ON b.id = l.booking WHERE l.course = ?1",
        params![course],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.into_iter().collect())
}

fn with_somebody(tx: &mut ReadTx<'_>, course: ActivityId) -> Result<Vec<LessonId>, StoreError> {
    let marks = queries::marks(tx, course)?;
    Ok(marks
        .values()
        .filter(|mark| mark.mark.there())
        .map(|mark| mark.lesson)
        .collect())
}

/// Looks at every session from the first one on; changes nothing.
///
/// # Errors
/// [`NotDone`]: the change as such can't be; what stands against a single session is said in its [`Stand`].
pub fn look(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    id: ActivityId,
    change: &Following,
    now: Timestamp,
) -> Result<Look, NotDone> {
    let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
    checked(&course, change)?;
    let lessons = queries::lessons(tx, id)?;
    let first = lessons
        .iter()
        .find(|lesson| lesson.id == change.from)
        .ok_or_else(|| NotDone::field("session", msg::COURSE_FOLLOWING_WHICH))?;
    let came = with_somebody(tx, id)?;
    let follows = |lesson: &&Lesson| lesson.starts_at >= first.starts_at && lesson.cancelled.is_none();
    let touched =
        |lesson: &Lesson| lesson.starts_at <= now || lesson.closed_at.is_some() || came.contains(&lesson.id);
    let (fixed, free): (Vec<&Lesson>, Vec<&Lesson>) =
        lessons.iter().filter(follows).partition(|lesson| touched(lesson));
    if free.is_empty() {
        return Err(NotDone::field("session", msg::COURSE_FOLLOWING_NONE));
    }
    let roomed = rooms(tx, id)?;
    let mut each: Vec<Stand> = free
        .iter()
        .map(|lesson| stand(&course, change, (lesson, roomed.get(&lesson.id).copied())))
        .collect();
    let aside: Vec<BookingId> = free
        .iter()
        .filter(|lesson| {
            let act = each.iter().find(|one| one.id == lesson.id).map(|one| &one.act);
            !matches!(act, Some(Act::Keep))
        })
        .filter_map(|lesson| lesson.booking)
        .collect();
    against_rooms(tx, org, &course, change, (&mut each, &aside), now)?;
    for one in &mut each {
        settle(&course, change, one, now);
    }
    let standing: Vec<(Timestamp, Timestamp)> = lessons
        .iter()
        .filter(|lesson| lesson.cancelled.is_none() && !each.iter().any(|one| one.id == lesson.id))
        .map(|lesson| (lesson.starts_at, lesson.ends_at))
        .collect();
    twice(&mut each, &standing);
    let place = match &change.place {
        Where::Room(space) => venues::place_of(tx, *space)?.map(|place| place.name),
        Where::Words(words) => Some(line(words)),
        Where::Same => None,
    };
    Ok(Look {
        place,
        unpublished: unpublished(&course, &each),
        each,
        untouched: fixed.len(),
    })
}

/// The first year without a table of holidays, where such are left out.
fn unpublished(course: &Course, each: &[Stand]) -> Option<i16> {
    let calendar = WorkCalendar::in_force();
    each.iter()
        .filter(|_| course.leaves_out_holidays)
        .map(|one| time::day(one.to.0))
        .find_map(|day| calendar.holiday(day).err().map(|_| day.year()))
}

fn stand(course: &Course, change: &Following, (lesson, space): (&Lesson, Option<SpaceId>)) -> Stand {
    let was = (lesson.starts_at, lesson.ends_at);
    let to = target(course, change, lesson);
    let holiday = to.filter(|_| course.leaves_out_holidays).and_then(|to| {
        let calendar = WorkCalendar::in_force();
        // A year that nobody knows yet is said once for all of it.
        calendar
            .holiday(time::day(to.0))
            .ok()
            .flatten()
            .map(str::to_owned)
    });
    let by_hand = || Sentence::new(msg::COURSE_FOLLOWING_BY_HAND);
    Stand {
        id: lesson.id,
        was,
        was_at: lesson.place.clone(),
        to: to.unwrap_or(was),
        holiday,
        problem: to.is_none().then(by_hand),
        free: Vec::new(),
        act: change.acts.get(&lesson.id).cloned().unwrap_or(Act::Follow),
        instead: None,
        lesson: Place {
            space,
            lost: lesson.room_gone(),
        },
    }
}

/// In which room a session is to be, where that is a room.
fn room_of(change: &Following, one: &Stand, space: Option<SpaceId>) -> Option<SpaceId> {
    match (&space, &change.place) {
        (Some(space), _) => Some(*space),
        (None, Where::Room(space)) => Some(*space),
        (None, Where::Words(_)) => None,
        (None, Where::Same) => one.lesson.space.filter(|_| !one.lesson.lost),
    }
}

/// A time at which a room is wanted for one of the sessions: where the change puts it, or where it was chosen to go.
struct Asked {
    n: usize,
    instead: bool,
    span: (Timestamp, Timestamp),
}

/// Asks each room once for all the times at which it is wanted.
fn against_rooms(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    course: &Course,
    change: &Following,
    (each, aside): (&mut [Stand], &[BookingId]),
    now: Timestamp,
) -> Result<(), NotDone> {
    let mut wanted: BTreeMap<SpaceId, Vec<Asked>> = BTreeMap::new();
    for (n, one) in each.iter().enumerate() {
        if let Some(space) = room_of(change, one, None)
            && one.problem.is_none()
            && one.to.0 > now
        {
            let asked = Asked {
                n,
                instead: false,
                span: one.to,
            };
            wanted.entry(space).or_default().push(asked);
        }
        if let Act::Elsewhere { space, .. } = one.act
            && let (Some(space), Some(span)) = (room_of(change, one, space), one.ends_up())
            && span.0 > now
        {
            let asked = Asked {
                n,
                instead: true,
                span,
            };
            wanted.entry(space).or_default().push(asked);
        }
    }
    for (space, asked) in wanted {
        let of = Wanted {
            space,
            purpose: course.title.clone(),
            people: course.seats,
            spans: asked.iter().map(|one| one.span).collect(),
        };
        venues::place_of(tx, space)?.ok_or_else(|| NotDone::field("space", msg::COURSE_ROOM_CHOOSE))?;
        let found = bookings::look_apart(tx, org, &of, aside, now)?;
        for (asked, stands) in asked.iter().zip(found) {
            let one = &mut each[asked.n];
            match asked.instead {
                true => one.instead = stands.problem,
                false => (one.problem, one.free) = (stands.problem, stands.free),
            }
        }
    }
    Ok(())
}

/// What else stands against a session; and what usually becomes of one for which nothing was chosen.
fn settle(course: &Course, change: &Following, one: &mut Stand, now: Timestamp) {
    let rule = |(starts_at, _): (Timestamp, Timestamp)| {
        if starts_at <= now {
            Some(Sentence::new(msg::COURSE_PROBLEM_PAST))
        } else if course.all_wait() && starts_at.duration_since(course.closes_at) < GIVEN_BEFORE {
            Some(Sentence::new(msg::COURSE_PROBLEM_BEFORE_DRAW))
        } else {
            None
        }
    };
    let homeless = one.lesson.lost && change.place == Where::Same;
    let choose = || Sentence::new(msg::COURSE_ROOM_CHOOSE);
    one.problem = rule(one.to)
        .or(one.problem.take())
        .or_else(|| homeless.then(choose));
    if let Act::Elsewhere { space, .. } = one.act
        && let Some(span) = one.ends_up()
    {
        let needs_room = homeless && space.is_none();
        one.instead = rule(span)
            .or(one.instead.take())
            .or_else(|| needs_room.then(choose));
    }
    if !change.acts.contains_key(&one.id) {
        one.act = match (&one.holiday, &one.problem) {
            (Some(_), _) => Act::Skip,
            (None, Some(_)) => Act::Keep,
            (None, None) => Act::Follow,
        };
    }
}

/// A course meets once at a time: whoever comes later in the list gives way.
fn twice(each: &mut [Stand], standing: &[(Timestamp, Timestamp)]) {
    let mut taken = standing.to_vec();
    let kept = each.iter().filter(|one| one.act == Act::Keep);
    taken.extend(kept.map(|one| one.was));
    for one in each.iter_mut().filter(|one| one.act != Act::Keep) {
        let Some(span) = one.ends_up() else { continue };
        if taken.iter().any(|other| span.0 < other.1 && other.0 < span.1) {
            let said = Sentence::new(msg::COURSE_PROBLEM_TWO_AT_ONCE);
            match one.act {
                Act::Elsewhere { .. } => one.instead = one.instead.take().or(Some(said)),
                _ => one.problem = one.problem.take().or(Some(said)),
            }
        }
        taken.push(span);
    }
}
