//! What somebody has been to of a course, and when a course is over: counted from its rolls. Pure.

use langqiao_kernel::id::LessonId;

use super::model::{LastMarks, Lesson, Mark, Member};

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
    use jiff::{SignedDuration, Timestamp};
    use langqiao_kernel::id::{LessonId, PersonId, SignupId};
    use proptest::prelude::*;

    use super::{super::model::Marked, *};
    use crate::signups::PartyId;

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
}
