//! A course is set up: an activity, with the sessions that a rule gives, each with its room. All of it or nothing.

mod look;
mod new_course;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    id::{ActivityId, AreaId, BookingId, LessonId, OrganisationId, PersonId, SeriesId},
    text::line,
};
use langqiao_platform::{
    i18n::msg,
    keys::Keys,
    not_done::NotDone,
    once::{FormId, Made, MadeBy},
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::queries;
use crate::{
    activities::{self, Contribution, Plan, Status, Times},
    bookings::{self, Choice, Choices, NewSeries},
    venues,
};

pub use look::where_free;
pub(super) use look::{Look, PlannedDay, look};
pub(super) use new_course::TERM_MAX;
pub use new_course::{NewCourse, Term};

/// How long before its first session places must have been given where all wait for that.
pub(super) const GIVEN_BEFORE: SignedDuration = SignedDuration::from_hours(1);

/// A session to be written.
struct ToBe {
    starts_at: Timestamp,
    ends_at: Timestamp,
    place: String,
    booking: Option<BookingId>,
}

/// Sets up a course of `org` as a draft: its room is booked for every session, and nobody can enrol yet.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn create(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    person: PersonId,
    new: &NewCourse,
) -> Result<ActivityId, NotDone> {
    let first = new.check(tx.now())?;
    let (place, area) = match new.space {
        Some(space) => {
            let found = venues::place_of(tx, space)?.ok_or(NotDone::NotFound)?;
            (found.name, Some(found.area))
        }
        None => (line(&new.place), new.area),
    };
    let area = area.ok_or_else(|| NotDone::field("area", msg::COURSE_PROBLEM_AREA))?;
    let to_be = match new.space {
        Some(space) => booked(tx, org, person, &new.series(space, first), &new.choices)?,
        None => in_words(new, first, &place)?,
    };
    let (Some(starts_at), Some(ends_at)) = (
        to_be.iter().map(|one| one.starts_at).min(),
        to_be.iter().map(|one| one.ends_at).max(),
    ) else {
        return Err(NotDone::field("weekdays", msg::COURSE_PROBLEM_NO_DAY));
    };
    let id = activities::course::create(tx, org, &plan(new, (place, area), (starts_at, ends_at)))?;
    let (by, now) = (tx.by().actor.person(), tx.now());
    tx.execute(
        "INSERT INTO course (activity, rule, leaves_out_holidays, pass_percent, pick_up, created_by, created_at, contact)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            id,
            new.rule(),
            new.term.leaves_out_holidays,
            new.pass_percent,
            new.pick_up,
            by,
            now,
            line(&new.contact)
        ],
    )?;
    for one in &to_be {
        insert_lesson(tx, id, (one.starts_at, one.ends_at), &one.place, one.booking)?
            .ok_or_else(|| NotDone::field("", msg::COURSE_PROBLEM_TWO_AT_ONCE))?;
    }
    let detail = json!({ "sessions": to_be.len(), "seats": new.seats });
    tx.record(Event::of("course.created", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// Which form made a course.
const MADE_BY: MadeBy = MadeBy {
    lock: "course_once",
    found: "SELECT activity FROM course WHERE once = ?1",
    keep: "UPDATE course SET once = ?2 WHERE activity = ?1",
    free: "UPDATE course SET once = NULL WHERE once = ?1",
};

/// Sets a course up as [`create`] does, once for each form: the same sent again makes no second course. One that says another
/// title by now is another course, and so is one that comes after the first was called off.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn create_once(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    new: &NewCourse,
    form: FormId,
) -> Result<Made<ActivityId>, NotDone> {
    let again = |tx: &mut WriteTx<'_>, id| {
        let before = queries::hosted(tx, org, id)?;
        let same = before.filter(|course| course.status != Status::Cancelled && course.title == new.title);
        Ok(same.map(|course| course.id))
    };
    MADE_BY.once(tx, form, again, |tx| create(tx, org, person, new))
}

/// Writes a session, unless the course has another that begins then.
pub(super) fn insert_lesson(
    tx: &mut WriteTx<'_>,
    course: ActivityId,
    (starts_at, ends_at): (Timestamp, Timestamp),
    place: &str,
    booking: Option<BookingId>,
) -> Result<Option<LessonId>, StoreError> {
    let id = LessonId::generate();
    let written = tx.execute(
        "INSERT INTO course_session (id, course, starts_at, ends_at, place, booking) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
        params![id, course, starts_at, ends_at, place, booking],
    )?;
    Ok((written == 1).then_some(id))
}

fn booked(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    person: PersonId,
    series: &NewSeries,
    choices: &Choices,
) -> Result<Vec<ToBe>, NotDone> {
    let made = bookings::make(tx, org, person, series, choices)?;
    Ok(of_series(tx, made.id)?)
}

fn of_series(tx: &mut ReadTx<'_>, series: SeriesId) -> Result<Vec<ToBe>, StoreError> {
    tx.all(
        "SELECT b.id, b.starts_at, b.ends_at, v.name, s.name FROM booking b
         JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
         WHERE b.series = ?1 ORDER BY b.starts_at, b.id",
        params![series],
        |row| {
            Ok(ToBe {
                booking: Some(row.get(0)?),
                starts_at: row.get(1)?,
                ends_at: row.get(2)?,
                place: format!("{} · {}", row.text(3)?, row.text(4)?),
            })
        },
    )
}

fn in_words(new: &NewCourse, first: (Timestamp, Timestamp), place: &str) -> Result<Vec<ToBe>, NotDone> {
    let held = look::days(new, first)?
        .into_iter()
        .filter_map(|day| match day.choice {
            Choice::Book | Choice::Without | Choice::Fewer => Some(day.starts_at),
            Choice::Move(instead) => Some(instead.starts_at),
            Choice::Skip | Choice::Wait => None,
        });
    let length = first.1.duration_since(first.0);
    Ok(held
        .map(|starts_at| ToBe {
            starts_at,
            ends_at: starts_at.saturating_add(length).unwrap_or(starts_at),
            place: place.to_owned(),
            booking: None,
        })
        .collect())
}

fn plan(
    new: &NewCourse,
    (place, area): (String, AreaId),
    (starts_at, ends_at): (Timestamp, Timestamp),
) -> Plan {
    Plan {
        title: new.title.clone(),
        summary: new.summary.clone(),
        kind: new.kind,
        space: None,
        rooms: Vec::new(),
        equipment: Vec::new(),
        place,
        area,
        times: Times {
            starts_at,
            ends_at,
            signup_opens_at: new.enrolment.0,
            // The last day of the term need not be one on which it meets.
            signup_closes_at: new.enrolment.1.min(ends_at),
        },
        min_age: new.ages.0,
        max_age: new.ages.1,
        only_area: new.only_area,
        asks: new.asks.clone(),
        party_max: 10,
        offer_minutes: 24 * 60,
        allotment: new.allotment,
        prior_area: None,
        priority: Vec::new(),
        kept_until: None,
        seats: new.seats,
        volunteers: 0,
        shifts: Vec::new(),
        questions: Vec::new(),
        own: Contribution {
            share: 1,
            ..Contribution::default()
        },
        cohosts: Vec::new(),
    }
}

/// Makes a course public: from its enrolment's beginning on families can enrol. Where places are drawn, by what is
/// fixed from now on.
///
/// # Errors
/// [`NotDone`].
pub fn publish(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    org: OrganisationId,
    id: ActivityId,
) -> Result<(), NotDone> {
    queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
    Ok(activities::publish(tx, keys, org, id)?)
}
