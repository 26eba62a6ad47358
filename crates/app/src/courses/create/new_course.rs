//! A course to be: what it is, when it meets by its rule, and whether that can be.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{AreaId, SpaceId},
    text::{clip, line},
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};

use super::super::{model::DAYS, settings};
use crate::{
    activities::{ActivityKind, Allotment},
    bookings::{self, Choices, NewBooking, NewSeries},
    standings::Asks,
};

/// The most days from the first session of a course to its last.
pub const TERM_MAX: i32 = 390;
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
    /// Where families ask, read by everybody: a phone number or a name. May be empty.
    pub contact: String,
}

impl NewCourse {
    /// The days on which it meets by the rule, in order.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
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
    pub(in super::super) fn unpublished(&self) -> Option<i16> {
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
    pub(super) fn rule(&self) -> String {
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
    pub(super) fn series(&self, space: SpaceId, (starts_at, ends_at): (Timestamp, Timestamp)) -> NewSeries {
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

    pub(super) fn check(&self, now: Timestamp) -> Result<(Timestamp, Timestamp), NotDone> {
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
        if !settings::fits(&self.contact) {
            errors.add("contact", msg::COURSE_PROBLEM_CONTACT);
        }
        if !errors.is_empty() {
            return Err(NotDone::Fields(errors));
        }
        self.first()
            .ok_or_else(|| NotDone::field("weekdays", msg::COURSE_PROBLEM_NO_DAY))
    }
}
