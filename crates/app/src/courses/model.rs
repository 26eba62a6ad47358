//! What a course is made of. Pure.

use std::collections::BTreeMap;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Weekday},
};
use langqiao_kernel::id::{
    ActivityId, BookingId, CollectorId, HandoverId, LessonId, OrganisationId, PersonId, SignupId,
};
use langqiao_platform::{
    i18n::{Msg, msg},
    people,
    spoken::Whose,
};

use crate::{
    activities::{Allotment, Status},
    areas::words,
    bookings,
    signups::PartyId,
};

words! {
    /// What the roll says of somebody in one session.
    Mark {
        /// There on time.
        Present = "present",
        /// There, but late.
        Late = "late",
        /// Not there, and nobody had said so.
        Absent = "absent",
        /// Not there, as was said.
        Excused = "excused",
        /// Not marked: what was said before is taken back.
        None = "none",
    }

    /// How a child went home.
    Home {
        /// With somebody who had the family's code.
        Code = "code",
        /// With somebody named by the family, who had no code and was known by sight.
        Known = "known",
        /// Alone, as the family had said.
        Alone = "alone",
    }
}

impl Mark {
    /// Those that are offered on the roll, in order.
    pub const OFFERED: [Mark; 4] = [Mark::Present, Mark::Late, Mark::Absent, Mark::Excused];

    /// Whether whoever has it was there.
    pub const fn there(self) -> bool {
        matches!(self, Mark::Present | Mark::Late)
    }

    /// What a person reads.
    pub const fn msg(self) -> Msg {
        match self {
            Mark::Present => msg::COURSE_MARK_PRESENT,
            Mark::Late => msg::COURSE_MARK_LATE,
            Mark::Absent => msg::COURSE_MARK_ABSENT,
            Mark::Excused => msg::COURSE_MARK_EXCUSED,
            Mark::None => msg::COURSE_MARK_NONE,
        }
    }
}

/// How long before its beginning a roll can be called: children come early.
pub(super) const EARLY: SignedDuration = SignedDuration::from_hours(1);
/// How long after its end a child of a session can be handed over.
pub(super) const LATEST: SignedDuration = SignedDuration::from_hours(12);
/// Younger than this a child goes home with somebody: children below school age are to be led on the road by somebody
/// who answers for them (Road Traffic Safety Law, article 64).
pub(super) const ALONE_LEAST_AGE: i16 = 6;

/// A course with its places.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub id: ActivityId,
    pub organisation: OrganisationId,
    pub host: String,
    pub title: String,
    pub summary: String,
    pub place: String,
    pub status: Status,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub allotment: Allotment,
    pub allotted_at: Option<Timestamp>,
    pub ages: (Option<i64>, Option<i64>),
    pub only_area: Option<String>,
    pub seats: i64,
    pub taken: i64,
    pub waiting: i64,
    pub rule: String,
    pub leaves_out_holidays: bool,
    pub pass_percent: i64,
    pub pick_up: bool,
    /// How many may try each session without a place in the course.
    pub trial_places: i64,
    /// Grows whenever its activity is changed.
    pub version: i64,
    /// When that was last.
    pub updated_at: Timestamp,
    /// Where families ask, as everybody may read it; empty if that wasn't said.
    pub contact: String,
    /// Why it was called off, if it was.
    pub called_off: Option<String>,
}

impl Course {
    /// Whom a family turns to: where the host said that one asks, else the host by name.
    pub fn whom_to_ask(&self) -> &str {
        if self.contact.is_empty() {
            &self.host
        } else {
            &self.contact
        }
    }

    /// Whether everybody waits until places are given to all at once.
    pub fn all_wait(&self) -> bool {
        self.allotment.waits() && self.allotted_at.is_none()
    }

    /// The weekdays on which it usually meets, Monday first.
    pub fn weekdays(&self) -> Vec<Weekday> {
        weekdays_of(&self.rule)
    }
}

/// How the weekdays are called in a rule, Monday first.
pub(super) const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The weekdays that a rule names, Monday first.
pub(super) fn weekdays_of(rule: &str) -> Vec<Weekday> {
    let named = rule
        .split(';')
        .find_map(|part| part.strip_prefix("BYDAY="))
        .unwrap_or("");
    let named: Vec<&str> = named.split(',').collect();
    (0_i8..)
        .zip(DAYS)
        .filter(|(_, name)| named.contains(name))
        .filter_map(|(offset, _)| Weekday::from_monday_zero_offset(offset).ok())
        .collect()
}

/// One session.
#[derive(Clone, Debug)]
pub(super) struct Lesson {
    pub id: LessonId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    pub booking: Option<BookingId>,
    /// How the room's booking stands, where there is one.
    pub room: Option<bookings::Status>,
    /// Whether that booking is for the hours of the session.
    pub room_covers: bool,
    pub cancelled: Option<String>,
    pub closed_at: Option<Timestamp>,
    /// How often it was changed.
    pub version: i64,
    /// When it was last, if it ever was.
    pub changed_at: Option<Timestamp>,
}

impl Lesson {
    /// Whether it has lost the room that it was to have, or the room is held for other hours.
    pub fn lost_room(&self) -> bool {
        self.cancelled.is_none()
            && self.closed_at.is_none()
            && (self.room_gone() || self.room.is_some() && !self.room_covers)
    }

    /// Whether the room that it was to have was refused or given back: no hours bring that one back.
    pub fn room_gone(&self) -> bool {
        matches!(
            self.room,
            Some(bookings::Status::Declined | bookings::Status::Cancelled)
        )
    }

    /// Whether its room is asked for, and nobody has agreed yet.
    pub fn room_asked(&self) -> bool {
        matches!(self.room, Some(bookings::Status::Asked))
    }

    /// Whether its roll can be called at `now`.
    pub fn can_call(&self, now: Timestamp) -> bool {
        self.cancelled.is_none() && self.starts_at.duration_since(now) <= EARLY
    }

    /// Whether it is still to come or under way, and not called off.
    pub fn to_come(&self, now: Timestamp) -> bool {
        self.cancelled.is_none() && self.closed_at.is_none() && now < self.ends_at
    }
}

/// Somebody who has a place, or was marked while they had one.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub signup: SignupId,
    pub person: PersonId,
    pub booker: PersonId,
    pub party: PartyId,
    /// As shown: masked for officers, in full for the family.
    pub name: String,
    /// The guardian's name, masked; nothing for who enrolled themselves.
    pub guardian: Option<String>,
    pub birth: Option<Date>,
    /// Their own number among all who enrolled, from 1: it stays when others leave.
    pub number: i64,
    /// Whether they have a place now.
    pub seated: bool,
    /// Since when they have their place: who waited first had none before.
    pub since: Timestamp,
    /// When they left, if they did.
    pub until: Option<Timestamp>,
    /// Whether they go home alone.
    pub alone: bool,
}

impl Member {
    /// Whether somebody else answers for them.
    pub fn is_child(&self) -> bool {
        self.person != self.booker
    }

    /// How old a child is on a day; nothing of grown-ups.
    pub fn age_on(&self, day: Date) -> Option<i64> {
        child_age(self.birth, day)
    }

    /// Who they are, for what their family is told: it reads the name in full.
    pub fn named(&self) -> Whose {
        Whose {
            person: self.person,
            masked: self.name.clone(),
        }
    }

    /// Whether a session concerns them: they had a place before it was over, and had not left before it began.
    pub fn expected_at(&self, lesson: &Lesson) -> bool {
        self.since < lesson.ends_at && self.until.is_none_or(|until| lesson.starts_at < until)
    }
}

/// How old a child is on a day. Of grown-ups nothing is said: nobody needs it to tell them apart.
pub(super) fn child_age(birth: Option<Date>, day: Date) -> Option<i64> {
    let age = people::age(birth?, day);
    (age < people::ADULT_AGE).then_some(i64::from(age))
}

/// The last mark of somebody in a session.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub lesson: LessonId,
    pub signup: SignupId,
    pub mark: Mark,
    pub note: String,
    pub by_family: bool,
    pub by: String,
    pub at: Timestamp,
}

/// The last marks of a course, by whose they are and then by session.
pub(super) type LastMarks = BTreeMap<(SignupId, LessonId), Marked>;

/// Somebody's going home.
#[derive(Clone, Debug)]
pub(super) struct Handover {
    pub id: HandoverId,
    pub lesson: LessonId,
    pub signup: SignupId,
    pub way: Home,
    /// With whom, masked, and what they are to the child.
    pub with: Option<(String, String)>,
    pub reason: String,
    pub by: String,
    pub at: Timestamp,
}

/// Whom a family lets take its children home.
#[derive(Clone, Debug)]
pub(super) struct Collector {
    pub id: CollectorId,
    pub booker: PersonId,
    /// Masked for officers, in full for the family.
    pub name: String,
    pub phone: Option<String>,
    pub relation: String,
    pub code: String,
    pub revoked: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_children_alone_is_told() {
        let day = Date::constant(2026, 11, 21);
        let born = |year| Some(Date::constant(year, 11, 22));
        assert_eq!(child_age(born(2018), day), Some(7));
        assert_eq!(
            (child_age(born(2008), day), child_age(born(2007), day)),
            (Some(17), None)
        );
        assert_eq!(child_age(None, day), None);
    }

    #[test]
    fn the_weekdays_of_a_rule() {
        assert_eq!(
            weekdays_of("FREQ=WEEKLY;BYDAY=WE,MO;UNTIL=20261224T155959Z"),
            [Weekday::Monday, Weekday::Wednesday]
        );
        assert_eq!(weekdays_of("FREQ=DAILY"), []);
    }
}
