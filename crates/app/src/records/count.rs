//! From coming and going to minutes that count. Pure.
//!
//! The steps, in order, each of which says what it took away:
//! 1. the time outside the activity's hours ([`EARLY`] before it starts, [`LATE`] after it ends) is cut off;
//! 2. time in which another record of the same person stands is taken out: nobody is in two places;
//! 3. what is left is counted in whole minutes, apart by the days of the calendar on the wall;
//! 4. no day gets more than [`CAP`] over all of the person's records, and no record more than that.

use std::cmp::{max, min};

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{id::RecordId, time};
use serde::{Deserialize, Serialize};

/// The most that a person can serve in a day, in minutes.
pub const CAP: i64 = 480;
/// How long before the start service can begin, in minutes: setting up.
pub const EARLY: i64 = 30;
/// How long after the end it can go on, in minutes: clearing away.
pub const LATE: i64 = 60;

/// A piece of time, from the first instant up to the second, which is no longer part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
}

impl Span {
    /// The time in which service for an activity from `starts` to `ends` can be counted.
    pub fn countable(starts: Timestamp, ends: Timestamp) -> Span {
        let shift = |at: Timestamp, minutes| {
            at.saturating_add(SignedDuration::from_mins(minutes))
                .unwrap_or(at)
        };
        Span {
            from: shift(starts, -EARLY),
            to: shift(ends, LATE),
        }
    }

    /// What both have in common; `None` if that is nothing.
    pub fn common(self, other: Span) -> Option<Span> {
        let both = Span {
            from: max(self.from, other.from),
            to: min(self.to, other.to),
        };
        (both.from < both.to).then_some(both)
    }

    /// Its whole minutes.
    pub fn minutes(self) -> i64 {
        self.millis() / 60_000
    }

    fn millis(self) -> i64 {
        self.to.as_millisecond() - self.from.as_millisecond()
    }

    /// What is left of it without `other`.
    fn without(self, other: Span) -> impl Iterator<Item = Span> {
        let (before, after) = match self.common(other) {
            None => (Some(self), None),
            Some(both) => (
                Span {
                    from: self.from,
                    to: both.from,
                }
                .some(),
                Span {
                    from: both.to,
                    to: self.to,
                }
                .some(),
            ),
        };
        before.into_iter().chain(after)
    }

    fn some(self) -> Option<Span> {
        (self.from < self.to).then_some(self)
    }
}

/// Another record of the same person that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub record: RecordId,
    /// When.
    pub span: Span,
}

/// Why fewer minutes count than were spent there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Cut {
    /// Outside of the activity's hours.
    Hours {
        /// How many minutes.
        minutes: i64,
    },
    /// Another record of the person covers the time.
    Overlap {
        /// How many minutes.
        minutes: i64,
        /// Which record.
        #[schema(value_type = String)]
        record: RecordId,
    },
    /// The day was full.
    Cap {
        /// How many minutes.
        minutes: i64,
    },
}

/// What counts of a stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The stay within the activity's hours.
    pub span: Span,
    /// Its whole minutes, before other records and the cap.
    pub uncapped: i64,
    /// The minutes that count.
    pub minutes: i64,
    /// The minutes by day; days without any are left out.
    pub days: Vec<(Date, i64)>,
    /// What was taken away, and why.
    pub cuts: Vec<Cut>,
}

/// Counts a stay. `standing` are the person's other records that stand, `used` gives the minutes that they
/// count on a day. `None` when nothing of the stay lies within the hours in which service can be counted.
pub fn count(
    stay: Span,
    countable: Span,
    standing: &[Standing],
    used: impl Fn(Date) -> i64,
) -> Option<Counted> {
    let span = stay.common(countable)?;
    let uncapped = span.minutes();
    let mut cuts = Vec::new();
    if stay.minutes() > uncapped {
        cuts.push(Cut::Hours {
            minutes: stay.minutes() - uncapped,
        });
    }

    let mut pieces = vec![span];
    for other in standing {
        let before = total(&pieces);
        pieces = pieces
            .into_iter()
            .flat_map(|piece| piece.without(other.span))
            .collect();
        let minutes = before - total(&pieces);
        if minutes > 0 {
            cuts.push(Cut::Overlap {
                minutes,
                record: other.record,
            });
        }
    }

    let (mut days, mut left, mut over) = (Vec::new(), CAP, 0);
    for (day, minutes) in by_day(&pieces) {
        let counts = minutes.min(left).min((CAP - used(day)).max(0));
        over += minutes - counts;
        left -= counts;
        if counts > 0 {
            days.push((day, counts));
        }
    }
    if over > 0 {
        cuts.push(Cut::Cap { minutes: over });
    }
    Some(Counted {
        span,
        uncapped,
        minutes: CAP - left,
        days,
        cuts,
    })
}

/// The whole minutes of all pieces together.
fn total(pieces: &[Span]) -> i64 {
    pieces.iter().map(|piece| piece.millis()).sum::<i64>() / 60_000
}

/// The whole minutes by day. They add up to the whole minutes of all pieces: the seconds that a day leaves
/// over are carried into the next.
fn by_day(pieces: &[Span]) -> Vec<(Date, i64)> {
    let mut millis: Vec<(Date, i64)> = Vec::new();
    for piece in pieces {
        let mut from = piece.from;
        while from < piece.to {
            let day = time::day(from);
            let midnight = day.tomorrow().map_or(piece.to, time::start_of_day);
            let to = min(piece.to, midnight);
            let part = Span { from, to }.millis();
            match millis.last_mut().filter(|(last, _)| *last == day) {
                Some((_, sum)) => *sum += part,
                None => millis.push((day, part)),
            }
            from = to;
        }
    }
    let (mut past, mut given) = (0, 0);
    millis
        .into_iter()
        .map(|(day, part)| {
            past += part;
            let minutes = past / 60_000 - given;
            given += minutes;
            (day, minutes)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// An instant on 21 November 2026 (or after it, for hours beyond 24) by the wall clock.
    fn at(hour: i64, minute: i64) -> Timestamp {
        time::start_of_day(date(2026, 11, 21)) + SignedDuration::from_mins(hour * 60 + minute)
    }

    fn span(from: (i64, i64), to: (i64, i64)) -> Span {
        Span {
            from: at(from.0, from.1),
            to: at(to.0, to.1),
        }
    }

    fn other(number: u128, from: (i64, i64), to: (i64, i64)) -> Standing {
        Standing {
            record: RecordId::from_u128(number),
            span: span(from, to),
        }
    }

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn an_ordinary_stay_counts_whole() {
        let hours = Span::countable(at(9, 0), at(11, 0));
        let counted = count(span((8, 55), (11, 10)), hours, &[], |_| 0).unwrap();
        assert_eq!(
            (counted.minutes, counted.uncapped, counted.cuts.as_slice()),
            (135, 135, &[][..])
        );
        assert_eq!(counted.days, [(TODAY, 135)]);
    }

    #[test]
    fn coming_early_and_staying_late_is_clipped() {
        let hours = Span::countable(at(9, 0), at(11, 0));
        let counted = count(span((7, 30), (13, 0)), hours, &[], |_| 0).unwrap();
        assert_eq!(counted.span, span((8, 30), (12, 0)));
        assert_eq!(
            (counted.minutes, counted.cuts),
            (210, vec![Cut::Hours { minutes: 120 }])
        );
        assert_eq!(count(span((7, 30), (8, 30)), hours, &[], |_| 0), None);
    }

    #[test]
    fn the_day_is_capped_over_all_records() {
        let hours = Span::countable(at(8, 0), at(20, 0));
        let counted = count(span((8, 0), (20, 0)), hours, &[], |_| 0).unwrap();
        assert_eq!((counted.minutes, counted.uncapped), (480, 720));
        assert_eq!(counted.cuts, [Cut::Cap { minutes: 240 }]);
        let counted = count(span((18, 0), (20, 0)), hours, &[], |_| 450).unwrap();
        assert_eq!(
            (counted.minutes, counted.cuts),
            (30, vec![Cut::Cap { minutes: 90 }])
        );
        let counted = count(span((18, 0), (20, 0)), hours, &[], |_| 480).unwrap();
        assert_eq!((counted.minutes, counted.days), (0, vec![]));
    }

    #[test]
    fn time_spent_elsewhere_is_taken_out_and_named() {
        let hours = Span::countable(at(9, 0), at(12, 0));
        let inside = other(1, (10, 0), (11, 0));
        let across = other(2, (10, 30), (11, 30));
        let counted = count(span((9, 0), (12, 0)), hours, &[inside, across], |_| 0).unwrap();
        assert_eq!(counted.minutes, 90);
        assert_eq!(
            counted.cuts,
            [
                Cut::Overlap {
                    minutes: 60,
                    record: inside.record
                },
                Cut::Overlap {
                    minutes: 30,
                    record: across.record
                }
            ]
        );
        let all = other(3, (8, 0), (13, 0));
        let counted = count(span((9, 0), (12, 0)), hours, &[all], |_| 0).unwrap();
        assert_eq!((counted.minutes, counted.uncapped), (0, 180));
        let touching = other(4, (12, 0), (13, 0));
        assert_eq!(
            count(span((9, 0), (12, 0)), hours, &[touching], |_| 0)
                .unwrap()
                .cuts,
            []
        );
    }

    #[test]
    fn a_night_is_parted_at_midnight_and_loses_no_minute() {
        let hours = Span::countable(at(22, 0), at(26, 0));
        let stay = Span {
            from: at(22, 0) + SignedDuration::from_secs(30),
            to: at(25, 0) + SignedDuration::from_secs(30),
        };
        let counted = count(stay, hours, &[], |_| 0).unwrap();
        assert_eq!(counted.days, [(TODAY, 119), (date(2026, 11, 22), 61)]);
        assert_eq!(counted.minutes, 180);
        let counted = count(stay, hours, &[], |day| if day == TODAY { 470 } else { 0 }).unwrap();
        assert_eq!(counted.days, [(TODAY, 10), (date(2026, 11, 22), 61)]);
    }

    #[test]
    fn a_record_of_several_days_counts_one_day_at_most() {
        let hours = Span::countable(at(9, 0), at(24 + 17, 0));
        let counted = count(span((9, 0), (24 + 17, 0)), hours, &[], |_| 0).unwrap();
        assert_eq!((counted.minutes, counted.days), (480, vec![(TODAY, 480)]));
    }

    proptest! {
        /// Whatever a person does, in whatever order it is recorded: no day holds more than the cap, no record
        /// more than it lasted, and all records together no more than the time that really passed.
        #[test]
        fn nobody_gets_more_than_there_was(
            stays in prop::collection::vec((0i64..5000, 1i64..2000, 0i64..60_000), 1..14)
        ) {
            let mut standing: Vec<Standing> = Vec::new();
            let mut days: std::collections::BTreeMap<Date, i64> = Default::default();
            let mut all = 0;
            for (number, (from, length, millis)) in stays.iter().enumerate() {
                let from = at(0, *from) + SignedDuration::from_millis(*millis);
                let stay = Span { from, to: from + SignedDuration::from_mins(*length) + SignedDuration::from_millis(millis / 7) };
                let countable = Span { from: stay.from + SignedDuration::from_mins(length / 10), to: stay.to };
                let Some(counted) = count(stay, countable, &standing, |day| days.get(&day).copied().unwrap_or(0)) else { continue };
                prop_assert!(0 <= counted.minutes && counted.minutes <= CAP && counted.minutes <= counted.uncapped);
                prop_assert_eq!(counted.days.iter().map(|(_, minutes)| minutes).sum::<i64>(), counted.minutes);
                let cut: i64 = counted.cuts.iter().map(|cut| match cut {
                    Cut::Hours { .. } => 0,
                    Cut::Overlap { minutes, .. } | Cut::Cap { minutes } => *minutes,
                }).sum();
                prop_assert_eq!(counted.uncapped - cut, counted.minutes);
                for (day, minutes) in &counted.days {
                    *days.entry(*day).or_default() += minutes;
                }
                all += counted.minutes;
                standing.push(Standing { record: RecordId::from_u128(number as u128), span: counted.span });
            }
            prop_assert!(days.values().all(|minutes| *minutes <= CAP));
            let mut spans: Vec<Span> = standing.iter().map(|other| other.span).collect();
            spans.sort_by_key(|span| span.from);
            let (mut passed, mut until) = (0, Timestamp::MIN);
            for span in spans {
                passed += (max(span.to, until).as_millisecond() - max(span.from, until).as_millisecond()).max(0);
                until = max(until, span.to);
            }
            prop_assert!(all <= passed / 60_000);
        }
    }
}
