//! When a room is open: by the week, but for days of their own and, where it keeps to them, for public holidays.

use jiff::civil::{Date, DateTime, Weekday};
use langqiao_kernel::calendar::WorkCalendar;

/// The minutes of a day.
pub const DAY: i64 = 1440;

/// A stretch of a day, in minutes from midnight; `closes` is 1440 at most and lies after `opens`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// From when.
    pub opens: i64,
    /// Until when.
    pub closes: i64,
}

/// A day that is not as its weekday usually is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    /// Which day.
    pub day: Date,
    /// When it is open then, in order and apart from each other; never if it is closed.
    pub open: Vec<Opening>,
    /// Why, for readers.
    pub note: String,
}

/// A room's hours. Without any nobody has said when it is open, and only its keeper is known to let anybody in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// By weekday, 1 for Monday to 7 for Sunday.
    pub week: Vec<(i8, Opening)>,
    /// Days of their own.
    pub days: Vec<SpecialDay>,
    /// Closed on public holidays; on a make-up workday open as on a Monday.
    pub official_days: bool,
}

/// The first day on which what was asked for does not lie within the hours, and the hours it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Which day.
    pub day: Date,
    /// When it is open then.
    pub open: Vec<Opening>,
}

impl Hours {
    /// Whether somebody has said when it is open.
    pub fn said(&self) -> bool {
        !self.week.is_empty()
    }

    /// When the room is open on a day, in order; any time of a day of which nothing was said.
    pub fn on(&self, day: Date, calendar: &WorkCalendar) -> Vec<Opening> {
        if let Some(special) = self.days.iter().find(|special| special.day == day) {
            return special.open.clone();
        }
        let mut weekday = day.weekday();
        if self.official_days {
            // A year whose table has not been published yet is taken by its weekdays.
            if matches!(calendar.holiday(day), Ok(Some(_))) {
                return Vec::new();
            }
            let weekend = matches!(weekday, Weekday::Saturday | Weekday::Sunday);
            if weekend && matches!(calendar.is_workday(day), Ok(true)) {
                weekday = Weekday::Monday;
            }
        }
        if self.week.is_empty() {
            return vec![Opening {
                opens: 0,
                closes: DAY,
            }];
        }
        let number = weekday.to_monday_one_offset();
        let mut open: Vec<Opening> = self
            .week
            .iter()
            .filter(|(weekday, _)| *weekday == number)
            .map(|(_, opening)| *opening)
            .collect();
        open.sort_unstable();
        open
    }

    /// The year of a day of which nobody knows yet whether it is a public holiday, where the room keeps to those.
    pub fn unpublished(&self, day: Date, calendar: &WorkCalendar) -> Option<i16> {
        let said = self.days.iter().any(|special| special.day == day);
        let unknown = self.official_days && !said && calendar.holiday(day).is_err();
        unknown.then(|| day.year())
    }

    /// Whether the room is open all the time from one moment of the wall clock to another.
    ///
    /// # Errors
    /// [`Closed`] with the first day on which it isn't.
    pub fn cover(&self, from: DateTime, to: DateTime, calendar: &WorkCalendar) -> Result<(), Closed> {
        let mut day = from.date();
        loop {
            let begins = if day == from.date() { minute(from) } else { 0 };
            let ends = if day == to.date() { minute(to) } else { DAY };
            let open = self.on(day, calendar);
            let inside = |hours: &Opening| hours.opens <= begins && ends <= hours.closes;
            if begins < ends && !open.iter().any(inside) {
                return Err(Closed { day, open });
            }
            match day.tomorrow() {
                Ok(next) if next <= to.date() => day = next,
                _ => return Ok(()),
            }
        }
    }
}

fn minute(at: DateTime) -> i64 {
    i64::from(at.hour()) * 60 + i64::from(at.minute())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};
    use proptest::prelude::*;

    use super::*;

    const MORNING: Opening = Opening {
        opens: 480,
        closes: 690,
    };
    const AFTERNOON: Opening = Opening {
        opens: 780,
        closes: 1020,
    };

    fn office() -> Hours {
        Hours {
            week: (1..=5)
                .flat_map(|day| [(day, AFTERNOON), (day, MORNING)])
                .collect(),
            days: vec![SpecialDay {
                day: date(2026, 11, 24),
                open: Vec::new(),
                note: "装修".to_owned(),
            }],
            official_days: true,
        }
    }

    #[test]
    fn a_week_its_special_days_and_the_official_ones() {
        let (hours, calendar) = (office(), WorkCalendar::official());
        assert_eq!(hours.on(date(2026, 11, 23), &calendar), [MORNING, AFTERNOON]);
        assert!(
            hours.on(date(2026, 11, 24), &calendar).is_empty(),
            "it is being done up"
        );
        assert!(hours.on(date(2026, 11, 22), &calendar).is_empty(), "a Sunday");
        assert!(
            hours.on(date(2026, 10, 1), &calendar).is_empty(),
            "the national day"
        );
        assert_eq!(
            hours.on(date(2026, 10, 10), &calendar),
            [MORNING, AFTERNOON],
            "a Saturday that is worked"
        );
        assert_eq!(hours.unpublished(date(2026, 11, 23), &calendar), None);
        assert_eq!(hours.unpublished(date(2199, 2, 8), &calendar), Some(2199));
        let lunch = hours.cover(
            datetime(2026, 11, 23, 11, 0, 0, 0),
            datetime(2026, 11, 23, 14, 0, 0, 0),
            &calendar,
        );
        assert_eq!(
            lunch,
            Err(Closed {
                day: date(2026, 11, 23),
                open: vec![MORNING, AFTERNOON]
            })
        );
        assert_eq!(
            hours.cover(
                datetime(2026, 11, 23, 8, 0, 0, 0),
                datetime(2026, 11, 23, 11, 30, 0, 0),
                &calendar
            ),
            Ok(())
        );
    }

    proptest! {
        #[test]
        fn without_hours_nothing_is_known_to_be_closed(from in 0_i32..100_000, length in 1_i32..10_000) {
            let base = datetime(2026, 1, 1, 0, 0, 0, 0);
            let at = |minutes: i32| base + jiff::Span::new().minutes(minutes);
            prop_assert_eq!(Hours::default().cover(at(from), at(from + length), &WorkCalendar::official()), Ok(()));
        }

        /// Minute by minute: a stretch is covered exactly if every minute of it is.
        #[test]
        fn a_stretch_is_covered_if_each_of_its_minutes_is(from in 0_i32..20_000, length in 1_i32..400) {
            let (hours, calendar) = (office(), WorkCalendar::official());
            let base = datetime(2026, 11, 16, 0, 0, 0, 0);
            let at = |minutes: i32| base + jiff::Span::new().minutes(minutes);
            let whole = hours.cover(at(from), at(from + length), &calendar).is_ok();
            let each = (from..from + length).all(|m| hours.cover(at(m), at(m + 1), &calendar).is_ok());
            prop_assert_eq!(whole, each);
        }
    }
}
