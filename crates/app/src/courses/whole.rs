//! A course with all that belongs to it, read at once: the same for pages and programs.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{LessonId, PersonId, SignupId},
    time,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    attendance::{Attendance, is_over},
    model::{Course, LastMarks, Lesson, Mark, Marked, Member},
    queries,
};

/// A course, its sessions, who is enrolled, and what the rolls say.
pub(super) struct Whole {
    pub course: Course,
    pub lessons: Vec<Lesson>,
    pub members: Vec<Member>,
    pub marks: LastMarks,
    pub teachers: Vec<(PersonId, String)>,
    /// The sessions that are over and that nobody was to come to.
    pub idle: Vec<LessonId>,
    /// The day on which this was read.
    pub today: Date,
}

/// What a roll says, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub there: i64,
    pub absent: i64,
    pub excused: i64,
    pub unmarked: i64,
}

impl Whole {
    /// Reads all that belongs to a course: five statements with its own, however many are enrolled.
    pub fn read(tx: &mut ReadTx<'_>, course: Course, now: Timestamp) -> Result<Self, StoreError> {
        let id = course.id;
        let mut whole = Self {
            course,
            lessons: queries::lessons(tx, id)?,
            members: queries::members(tx, id)?,
            marks: queries::marks(tx, id)?,
            teachers: queries::teachers(tx, id)?,
            idle: Vec::new(),
            today: time::day(now),
        };
        let over = whole
            .lessons
            .iter()
            .filter(|lesson| lesson.ends_at <= now && lesson.cancelled.is_none());
        whole.idle = over
            .filter(|lesson| whole.roll(lesson).next().is_none())
            .map(|lesson| lesson.id)
            .collect();
        Ok(whole)
    }

    /// Whether all that was to be held is held.
    pub fn is_over(&self) -> bool {
        is_over(&self.lessons, &self.idle)
    }

    /// Whether a session is over, its roll open, and nobody there to be called.
    pub fn is_idle(&self, lesson: &Lesson) -> bool {
        lesson.closed_at.is_none() && self.idle.contains(&lesson.id)
    }

    /// What is said of somebody in a session.
    pub fn mark(&self, lesson: LessonId, signup: SignupId) -> Option<&Marked> {
        self.marks.get(&(signup, lesson))
    }

    /// What is said of somebody, session by session.
    pub fn marks_of(&self, signup: SignupId) -> impl Iterator<Item = &Marked> {
        let (first, last) = (LessonId::from_u128(0), LessonId::from_u128(u128::MAX));
        self.marks
            .range((signup, first)..=(signup, last))
            .map(|(_, mark)| mark)
    }

    /// What somebody has been to.
    pub fn attendance(&self, member: &Member) -> Attendance {
        Attendance::of(member, &self.lessons, &self.marks)
    }

    /// Those who are on the roll of a session.
    pub fn roll(&self, lesson: &Lesson) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(move |member| on_roll(member, lesson, self.mark(lesson.id, member.signup).is_some()))
    }

    /// What a session's roll says, in numbers.
    pub fn count(&self, lesson: &Lesson) -> Count {
        let mut count = Count::default();
        for member in self.roll(lesson) {
            match self
                .mark(lesson.id, member.signup)
                .map_or(Mark::None, |mark| mark.mark)
            {
                Mark::Present | Mark::Late => count.there += 1,
                Mark::Absent => count.absent += 1,
                Mark::Excused => count.excused += 1,
                Mark::None => count.unmarked += 1,
            }
        }
        count
    }

    /// The session that goes on or comes next, or the last one whose roll is still open.
    pub fn next(&self, now: Timestamp) -> Option<&Lesson> {
        let open = |lesson: &&Lesson| {
            lesson.cancelled.is_none() && lesson.closed_at.is_none() && !self.is_idle(lesson)
        };
        let today = self
            .lessons
            .iter()
            .filter(open)
            .find(|lesson| now < lesson.ends_at);
        today.or_else(|| self.lessons.iter().rfind(open))
    }

    /// Whether somebody has earned the certificate: the course is over, and they were there often enough.
    pub fn passed(&self, member: &Member) -> bool {
        self.course.pass_percent > 0
            && self.is_over()
            && self.attendance(member).enough(self.course.pass_percent)
    }
}

/// Whether somebody is on the roll of a session: who has a place and had enrolled before it was over; who has left, where
/// something was said of them.
pub(super) fn on_roll(member: &Member, lesson: &Lesson, marked: bool) -> bool {
    member.expected_at(lesson) && (member.seated || marked)
}
