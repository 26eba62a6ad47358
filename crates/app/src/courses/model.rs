//! What a course is made of, and what follows from its records. Pure.

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

/// What somebody has been to, counted from the rolls that are closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Attendance {
    /// How many sessions were held since they enrolled.
    pub held: i64,
    /// At how many they were there.
    pub there: i64,
    /// At how many of these they were late.
    pub late: i64,
    /// How many they missed without a word.
    pub absent: i64,
    /// How many they missed as was said.
    pub excused: i64,
}

impl Attendance {
    /// Counts for one member.
    pub fn of(member: &Member, lessons: &[Lesson], marks: &LastMarks) -> Self {
        let mut sum = Self::default();
        for lesson in lessons
            .iter()
            .filter(|lesson| lesson.closed_at.is_some() && member.expected_at(lesson))
        {
            sum.held += 1;
            let mark = marks
                .get(&(member.signup, lesson.id))
                .map_or(Mark::None, |mark| mark.mark);
            match mark {
                Mark::Present => sum.there += 1,
                Mark::Late => {
                    sum.there += 1;
                    sum.late += 1;
                }
                Mark::Absent => sum.absent += 1,
                Mark::Excused => sum.excused += 1,
                Mark::None => {}
            }
        }
        sum
    }

    /// At how many nothing was said of them.
    pub fn unmarked(&self) -> i64 {
        self.held - self.there - self.absent - self.excused
    }

    /// Whether it is enough for a course that asks for so many in a hundred; nothing was ever enough of nothing.
    pub fn enough(&self, percent: i64) -> bool {
        self.held > 0 && self.there * 100 >= percent * self.held
    }
}

/// Whether all that was to be held is held and its roll closed. Those in `idle` are passed over: there is nobody to be
/// called.
pub(super) fn is_over(lessons: &[Lesson], idle: &[LessonId]) -> bool {
    let mut held = lessons
        .iter()
        .filter(|lesson| lesson.cancelled.is_none())
        .filter(|lesson| lesson.closed_at.is_some() || !idle.contains(&lesson.id))
        .peekable();
    held.peek().is_some() && held.all(|lesson| lesson.closed_at.is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lesson(n: u128, closed: bool) -> Lesson {
        let starts_at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * n as i64);
        Lesson {
            id: LessonId::from_u128(n),
            starts_at,
            ends_at: starts_at + SignedDuration::from_hours(1),
            place: String::new(),
            booking: None,
            room: None,
            room_covers: false,
            cancelled: None,
            closed_at: closed.then_some(starts_at),
            version: 0,
            changed_at: None,
        }
    }

    fn member(since_hours: i64) -> Member {
        Member {
            signup: SignupId::from_u128(1),
            person: PersonId::from_u128(1),
            booker: PersonId::from_u128(2),
            party: PartyId::from_u128(1),
            name: String::new(),
            guardian: None,
            birth: None,
            number: 1,
            seated: true,
            since: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(since_hours),
            until: None,
            alone: false,
        }
    }

    fn mark(n: u128, mark: Mark) -> Marked {
        Marked {
            lesson: LessonId::from_u128(n),
            signup: SignupId::from_u128(1),
            mark,
            note: String::new(),
            by_family: false,
            by: String::new(),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    fn said(marks: impl IntoIterator<Item = Marked>) -> LastMarks {
        let keyed = marks.into_iter().map(|mark| ((mark.signup, mark.lesson), mark));
        keyed.collect()
    }

    #[test]
    fn only_closed_rolls_count_and_only_since_one_is_enrolled() {
        let lessons = [
            lesson(1, true),
            lesson(2, true),
            lesson(3, true),
            lesson(4, false),
        ];
        let marks = said([
            mark(1, Mark::Absent),
            mark(2, Mark::Late),
            mark(3, Mark::Present),
            mark(4, Mark::Present),
        ]);
        let whole = Attendance::of(&member(0), &lessons, &marks);
        assert_eq!((whole.held, whole.there, whole.late, whole.absent), (3, 2, 1, 1));
        assert!(whole.enough(66) && !whole.enough(67));
        // Enrolled after the first was over.
        let later = Attendance::of(&member(26), &lessons, &marks);
        assert_eq!((later.held, later.there, later.absent), (2, 2, 0));
        assert!(later.enough(100));
        // Left before the third began, whatever was said of them afterwards.
        let gone = Member {
            until: Some(lessons[2].starts_at),
            ..member(0)
        };
        let gone = Attendance::of(&gone, &lessons, &marks);
        assert_eq!((gone.held, gone.there, gone.absent), (2, 1, 1));
        assert!(!Attendance::default().enough(0));
        assert!(!is_over(&lessons, &[]) && is_over(&lessons[..3], &[]) && !is_over(&[], &[]));
        // A session that nobody was to come to holds nothing up, and is none by itself.
        assert!(is_over(&lessons, &[lessons[3].id]) && !is_over(&lessons[3..], &[lessons[3].id]));
    }

    proptest! {
        #[test]
        fn nobody_is_counted_twice(marks in prop::collection::vec(0_usize..5, 0..20), closed in any::<u32>()) {
            let lessons: Vec<Lesson> = (0..marks.len()).map(|n| lesson(n as u128, closed & 1 << n != 0)).collect();
            let given = said(marks.iter().enumerate().map(|(n, at)| mark(n as u128, Mark::ALL[*at])));
            let sum = Attendance::of(&member(-1), &lessons, &given);
            prop_assert!(sum.there + sum.absent + sum.excused <= sum.held);
            prop_assert!(sum.late <= sum.there);
            prop_assert_eq!(sum.held, lessons.iter().filter(|lesson| lesson.closed_at.is_some()).count() as i64);
        }
    }

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
