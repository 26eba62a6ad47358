//! A course is set up: an activity, with the sessions that a rule gives, each with its room. All of it or nothing.

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{ActivityId, AreaId, BookingId, Id, LessonId, OrganisationId, PersonId, SeriesId, SpaceId},
    text::{clip, line},
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    keys::Keys,
    not_done::NotDone,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::{model::DAYS, queries};
use crate::{
    activities::{self, ActivityKind, Allotment, Contribution, Plan, Times},
    bookings::{self, Choice, Choices, NewBooking, NewSeries, Preview},
    standings::Asks,
    venues,
};

/// The most days from the first session of a course to its last.
pub(super) const TERM_MAX: i32 = 390;
/// The most sessions that one rule gives.
const LESSONS_MAX: usize = bookings::OCCURRENCES_MAX;

/// When a course meets, by rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first day on which it may meet.
    pub first_day: Date,
    /// The last.
    pub last_day: Date,
    /// On which weekdays, Monday is 0.
    pub weekdays: Vec<usize>,
    /// When a session begins and ends, on China's wall clock.
    pub hours: (jiff::civil::Time, jiff::civil::Time),
    /// Whether public holidays are left out.
    pub leaves_out_holidays: bool,
}

/// A course to be set up.
#[derive(Clone, Debug)]
pub struct NewCourse {
    /// What it is called.
    pub title: String,
    /// What one should know before enrolling.
    pub summary: String,
    /// What it is about.
    pub kind: ActivityKind,
    /// The room in which it usually meets, where that is a known one; then place and area follow from it.
    pub space: Option<SpaceId>,
    /// Where it meets, in words.
    pub place: String,
    /// The village, community or town where that is.
    pub area: Option<AreaId>,
    /// When it meets.
    pub term: Term,
    /// What is to be done about single sessions of it, by when the rule lets them begin.
    pub choices: Choices,
    /// When one can enrol.
    pub enrolment: (Timestamp, Timestamp),
    /// The youngest and the oldest on the first day.
    pub ages: (Option<i64>, Option<i64>),
    /// Where those who come must live, if that matters.
    pub only_area: Option<AreaId>,
    /// What else is asked of those who enrol.
    pub asks: Asks,
    /// How many places there are.
    pub seats: i64,
    /// How they are given.
    pub allotment: Allotment,
    /// At how many sessions in a hundred one must have been for the certificate; 0 if there is none.
    pub pass_percent: i64,
    /// Whether children are handed over to those whom their families have named.
    pub pick_up: bool,
}

impl NewCourse {
    /// The days on which it meets by the rule, in order.
    fn days(&self) -> impl Iterator<Item = Date> {
        let term = &self.term;
        let day = |days: i64| term.first_day.checked_add(jiff::Span::new().days(days)).ok();
        let meets = |day: &Date| {
            let offset = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
            term.weekdays.contains(&offset)
        };
        (0..)
            .map_while(day)
            .take_while(|day| *day <= term.last_day)
            .filter(meets)
    }

    /// The first year on whose days it meets and whose public holidays, which are to be left out, aren't known yet:
    /// its days are taken as common ones.
    pub(super) fn unpublished(&self) -> Option<i16> {
        let calendar = WorkCalendar::in_force();
        self.days()
            .filter(|_| self.term.leaves_out_holidays)
            .find_map(|day| calendar.holiday(day).err().map(|_| day.year()))
    }

    /// The first session by the rule, if there is any.
    fn first(&self) -> Option<(Timestamp, Timestamp)> {
        let (day, (from, to)) = (self.days().next()?, self.term.hours);
        Some((time::at(day.to_datetime(from)), time::at(day.to_datetime(to))))
    }

    /// The rule as RFC 5545 writes it.
    fn rule(&self) -> String {
        let days: Vec<&str> = (0..)
            .zip(DAYS)
            .filter(|(n, _)| self.term.weekdays.contains(n))
            .map(|(_, name)| name)
            .collect();
        format!(
            "FREQ=WEEKLY;BYDAY={};UNTIL={}",
            days.join(","),
            self.term.last_day.strftime("%Y%m%d")
        )
    }

    /// The same as bookings of its room.
    fn series(&self, space: SpaceId, (starts_at, ends_at): (Timestamp, Timestamp)) -> NewSeries {
        NewSeries {
            first: NewBooking {
                space,
                purpose: clip(&line(&self.title), 60),
                people: self.seats,
                starts_at,
                ends_at,
                equipment: Vec::new(),
            },
            rule: self.rule(),
            leaves_out_holidays: self.term.leaves_out_holidays,
        }
    }

    fn check(&self, now: Timestamp) -> Result<(Timestamp, Timestamp), NotDone> {
        let mut errors = FieldErrors::new();
        let term = &self.term;
        if line(&self.title).chars().count() < 2 {
            errors.add("title", msg::COURSE_PROBLEM_TITLE);
        }
        if term.weekdays.is_empty() {
            errors.add("weekdays", msg::COURSE_PROBLEM_WEEKDAYS);
        }
        if term.hours.1 <= term.hours.0 {
            errors.add("to", msg::COURSE_PROBLEM_HOURS);
        }
        if term.last_day < term.first_day {
            errors.add("last_day", msg::COURSE_PROBLEM_LAST_DAY);
        } else if term
            .first_day
            .until(term.last_day)
            .is_ok_and(|span| span.get_days() > TERM_MAX)
        {
            errors.add("last_day", msg::COURSE_PROBLEM_TOO_LONG);
        } else if self.days().take(LESSONS_MAX + 1).count() > LESSONS_MAX {
            let most = Sentence::new(msg::COURSE_PROBLEM_TOO_MANY).with("most", LESSONS_MAX as i64);
            errors.add("last_day", most);
        }
        if term.first_day < time::day(now) {
            errors.add("first_day", msg::COURSE_PROBLEM_PAST);
        }
        if !(0..=100).contains(&self.pass_percent) {
            errors.add("pass_percent", msg::COURSE_PROBLEM_PASS);
        }
        if !(1..=2000).contains(&self.seats) {
            errors.add("seats", msg::COURSE_PROBLEM_SEATS);
        }
        if self.space.is_none() && line(&self.place).is_empty() {
            errors.add("place", msg::COURSE_PROBLEM_PLACE);
        }
        if !errors.is_empty() {
            return Err(NotDone::Fields(errors));
        }
        self.first()
            .ok_or_else(|| NotDone::field("weekdays", msg::COURSE_PROBLEM_NO_DAY))
    }
}

/// A session that a rule gives where no room is booked.
#[derive(Clone, Debug)]
pub(super) struct PlannedDay {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// The public holiday's name, where those are left out.
    pub holiday: Option<String>,
    /// What is to be done.
    pub choice: Choice,
}

/// Every session that a rule gives, as it stands.
#[derive(Debug)]
pub(super) enum Look {
    /// With the room that is to be booked.
    Rooms(Box<Preview>),
    /// With a place in words; and the first year whose holidays were to be left out and are not known yet.
    Days(Vec<PlannedDay>, Option<i16>),
}

/// Looks at every session of a course to be; changes nothing.
pub(super) fn look(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    new: &NewCourse,
    now: Timestamp,
) -> Result<Look, NotDone> {
    let first = new.check(now)?;
    match new.space {
        Some(space) => {
            let seen = bookings::preview(tx, org, &new.series(space, first), &new.choices, now)?;
            Ok(Look::Rooms(Box::new(seen)))
        }
        None => Ok(Look::Days(days(new, first)?, new.unpublished())),
    }
}

fn days(new: &NewCourse, first: (Timestamp, Timestamp)) -> Result<Vec<PlannedDay>, NotDone> {
    let starts = bookings::occurrences(&new.rule(), first.0)
        .map_err(|why| NotDone::field("weekdays", why.sentence()))?;
    let (length, calendar) = (first.1.duration_since(first.0), WorkCalendar::in_force());
    let planned = starts.into_iter().map(|starts_at| {
        // A year that nobody knows yet is said once for all of it.
        let holiday = calendar.holiday(time::day(starts_at)).ok().flatten();
        let holiday = holiday.filter(|_| new.term.leaves_out_holidays);
        let usual = if holiday.is_some() {
            Choice::Skip
        } else {
            Choice::Book
        };
        PlannedDay {
            starts_at,
            ends_at: starts_at.saturating_add(length).unwrap_or(starts_at),
            holiday: holiday.map(str::to_owned),
            choice: new.choices.get(&starts_at).copied().unwrap_or(usual),
        }
    });
    Ok(planned.collect())
}

/// What is usually to be done about each session: it is held where its room is free, and left out where it isn't.
///
/// # Errors
/// [`NotDone`].
pub fn where_free(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    new: &NewCourse,
    now: Timestamp,
) -> Result<Choices, NotDone> {
    Ok(match look(tx, org, new, now)? {
        Look::Rooms(seen) => seen
            .occurrences
            .iter()
            .map(|one| (one.starts_at, one.choice))
            .collect(),
        Look::Days(days, _) => days.iter().map(|day| (day.starts_at, day.choice)).collect(),
    })
}

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
        "INSERT INTO course (activity, rule, leaves_out_holidays, pass_percent, pick_up, created_by, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            new.rule(),
            new.term.leaves_out_holidays,
            new.pass_percent,
            new.pick_up,
            by,
            now
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

/// What became of a form that makes a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The course that it made.
    New(ActivityId),
    /// The course that it had made before: it was sent again.
    Before(ActivityId),
}

/// Sets a course up as [`create`] does, once for each `once`: the same form sent again makes no second course.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn create_once(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    new: &NewCourse,
    once: Id<()>,
) -> Result<Made, NotDone> {
    // The same form sent twice at once: the second waits for the first.
    tx.lock("course_once", &once)?;
    let before = tx.one(
        "SELECT c.activity FROM course c JOIN activity a ON a.id = c.activity WHERE c.once = ?1 AND a.organisation = ?2",
        params![once, org],
        |row| row.get(0),
    )?;
    if let Some(before) = before {
        tx.bookkeeping();
        return Ok(Made::Before(before));
    }
    let id = create(tx, org, person, new)?;
    tx.execute(
        "UPDATE course SET once = ?2 WHERE activity = ?1",
        params![id, once],
    )?;
    Ok(Made::New(id))
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
    let held = days(new, first)?.into_iter().filter_map(|day| match day.choice {
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

/// The most who may try one session.
const TRIALS_MAX: i64 = 50;

/// What of a course itself can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// At how many sessions in a hundred one must have been for the certificate; 0 if there is none.
    pub pass_percent: i64,
    /// Whether children are handed over to those whom their families have named.
    pub pick_up: bool,
    /// How many may try each session without a place in the course; 0 if nobody, as before if `None`. Who has a trial
    /// keeps it.
    pub trial_places: Option<i64>,
}

/// Changes what a course asks for its certificate, whether children are handed over, and who may try it.
///
/// # Errors
/// [`NotDone`].
pub fn change(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    id: ActivityId,
    to: &Settings,
) -> Result<(), NotDone> {
    queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
    let mut errors = FieldErrors::new();
    if !(0..=100).contains(&to.pass_percent) {
        errors.add("pass_percent", msg::COURSE_PROBLEM_PASS);
    }
    if to
        .trial_places
        .is_some_and(|places| !(0..=TRIALS_MAX).contains(&places))
    {
        errors.add("trial_places", msg::TRIAL_PROBLEM_PLACES);
    }
    if !errors.is_empty() {
        return Err(NotDone::Fields(errors));
    }
    tx.execute(
        "UPDATE course SET pass_percent = ?2, pick_up = ?3, trial_places = COALESCE(CAST(?4 AS BIGINT), trial_places)
         WHERE activity = ?1",
        params![id, to.pass_percent, to.pick_up, to.trial_places],
    )?;
    let detail = json!({
        "pass_percent": to.pass_percent, "pick_up": to.pick_up, "trial_places": to.trial_places
    });
    tx.record(Event::of("course.changed", &id).org(org).detail(&detail))?;
    Ok(())
}

/// How long before its first session places must have been given where all wait for that.
pub(super) const GIVEN_BEFORE: SignedDuration = SignedDuration::from_hours(1);
