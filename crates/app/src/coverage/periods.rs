//! Sets of days, kept as periods that don't touch.

use jiff::{ToSpan, civil::Date};

/// The day on which what still holds ends.
pub const END: Date = jiff::civil::date(9999, 12, 31);

/// A set of days: periods from a day up to, not including, another; sorted, none empty, none touching another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Periods(Vec<(Date, Date)>);

impl Periods {
    /// The days that lie in any of these periods; empty ones are left out.
    pub fn union(periods: impl IntoIterator<Item = (Date, Date)>) -> Self {
        let mut sorted: Vec<_> = periods.into_iter().filter(|(from, to)| from < to).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(Date, Date)> = Vec::with_capacity(sorted.len());
        for (from, to) in sorted {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged)
    }

    /// Whether the day is in the set.
    pub fn contains(&self, day: Date) -> bool {
        let after = self.0.partition_point(|(from, _)| *from <= day);
        after.checked_sub(1).is_some_and(|at| day < self.0[at].1)
    }

    /// The days on which it changes whether a day is in the set.
    pub fn edges(&self) -> impl Iterator<Item = Date> + '_ {
        self.0.iter().flat_map(|(from, to)| [*from, *to])
    }
}

/// The same day so many months later, or the end of time. From the last days of a long month it is the last
/// day of a short one.
pub fn months_after(day: Date, months: i32) -> Date {
    day.checked_add(months.months()).unwrap_or(END)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn periods_that_touch_become_one() {
        let day = |n: i8| date(2026, 1, n);
        let set = Periods::union([
            (day(5), day(9)),
            (day(1), day(3)),
            (day(9), day(12)),
            (day(20), day(20)),
        ]);
        assert_eq!(set.edges().collect::<Vec<_>>(), [day(1), day(3), day(5), day(12)]);
    }

    #[test]
    fn months_end_with_the_month_and_stop_at_the_end() {
        assert_eq!(months_after(date(2024, 2, 29), 12), date(2025, 2, 28));
        assert_eq!(months_after(date(9999, 6, 1), 12), END);
    }

    proptest! {
        #[test]
        fn a_day_is_in_the_set_if_it_is_in_a_period(
            periods in prop::collection::vec((0i64..60, 0i64..60), 0..8),
            day in 0i64..60,
        ) {
            let at = |n: i64| langqiao_kernel::time::from_day_number(n).unwrap();
            let set = Periods::union(periods.iter().map(|(from, to)| (at(*from), at(*to))));
            prop_assert_eq!(set.contains(at(day)), periods.iter().any(|(from, to)| from <= &day && &day < to));
            prop_assert!(set.edges().collect::<Vec<_>>().is_sorted_by(|a, b| a < b));
        }
    }
}
