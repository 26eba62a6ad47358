//! When something that repeats happens: recurrence rules as RFC 5545 (3.3.10) writes them, on China's wall clock.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::time;
use langqiao_platform::i18n::{Sentence, msg};
use rrule::RRuleSet;

use crate::areas::words;

/// The most occurrences of one rule: a year of workdays and then some fit in.
pub const OCCURRENCES_MAX: usize = 260;
/// The longest rule, in characters.
const RULE_MAX: usize = 200;

words! {
    /// How often, as the form offers it.
    Every {
        /// Each day.
        Day = "day",
        /// Each week on the same weekday.
        Week = "week",
        /// Every other week on the same weekday.
        TwoWeeks = "two_weeks",
        /// Each month on the same weekday of the same week, such as the second Tuesday.
        Month = "month",
    }
}

/// Why nothing is booked by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// It can't be read, or asks for something that no room is booked by.
    #[error("not a rule of days, weeks, months or years")]
    Unreadable,
    /// It never ends.
    #[error("neither COUNT nor UNTIL")]
    Endless,
    /// It makes more than [`OCCURRENCES_MAX`].
    #[error("too many occurrences")]
    TooMany,
}

impl BadRule {
    /// What is said of it.
    pub fn sentence(self) -> Sentence {
        match self {
            Self::Unreadable => msg::SERIES_BAD_RULE.into(),
            Self::Endless => msg::SERIES_NO_END.into(),
            Self::TooMany => Sentence::new(msg::SERIES_TOO_MANY).with("most", OCCURRENCES_MAX as i64),
        }
    }

    /// By which a program knows it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "series-rule",
            Self::Endless => "series-endless",
            Self::TooMany => "series-too-many",
        }
    }
}

/// When it stops repeating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// After this day.
    After(Date),
    /// After so many times.
    Times(u32),
}

/// The rule that the form's choices stand for, from `first` on. A fifth weekday of a month becomes the month's last:
/// not every month has five.
pub fn rule(every: Every, first: Date, ends: Ends) -> String {
    let frequency = match every {
        Every::Day => "FREQ=DAILY".to_owned(),
        Every::Week => "FREQ=WEEKLY".to_owned(),
        Every::TwoWeeks => "FREQ=WEEKLY;INTERVAL=2".to_owned(),
        Every::Month => {
            let name = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
            let weekday = name[usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0)];
            let week = match (first.day() - 1) / 7 + 1 {
                5 => -1,
                week => week,
            };
            format!("FREQ=MONTHLY;BYDAY={week}{weekday}")
        }
    };
    match ends {
        Ends::After(day) => format!("{frequency};UNTIL={}", until(day)),
        Ends::Times(times) => format!("{frequency};COUNT={times}"),
    }
}

/// The last moment of a day as a rule writes it, in UTC.
fn until(day: Date) -> String {
    let last = day.to_datetime(jiff::civil::time(23, 59, 59, 0));
    time::at(last).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A rule in the form in which it is kept: upper case, without the property's name, a last day as the last moment of
/// that day.
///
/// # Errors
/// [`BadRule`] where a part isn't one of a rule, or asks for hours and minutes: the booking's own time says those.
pub fn tidy(rule: &str) -> Result<String, BadRule> {
    let rule = rule.trim().to_ascii_uppercase();
    let rule = rule.strip_prefix("RRULE:").unwrap_or(&rule);
    if rule.len() > RULE_MAX {
        return Err(BadRule::Unreadable);
    }
    let mut parts = Vec::new();
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').ok_or(BadRule::Unreadable)?;
        let plain = value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b',' | b'+' | b'-'));
        let known = match name {
            "FREQ" => matches!(value, "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY"),
            "INTERVAL" | "COUNT" | "UNTIL" | "WKST" | "BYDAY" | "BYMONTHDAY" | "BYYEARDAY" | "BYWEEKNO"
            | "BYMONTH" | "BYSETPOS" => true,
            _ => false,
        };
        if !plain || value.is_empty() || !known {
            return Err(BadRule::Unreadable);
        }
        match Date::strptime("%Y%m%d", value) {
            Ok(day) if name == "UNTIL" => parts.push(format!("UNTIL={}", until(day))),
            _ => parts.push(part.to_owned()),
        }
    }
    if !parts.iter().any(|part| part.starts_with("FREQ=")) {
        return Err(BadRule::Unreadable);
    }
    Ok(parts.join(";"))
}

/// When a rule lets something begin that first begins at `starts_at`, in order: all of them.
///
/// # Errors
/// [`BadRule`].
pub fn occurrences(rule: &str, starts_at: Timestamp) -> Result<Vec<Timestamp>, BadRule> {
    let first = time::civil(starts_at).strftime("%Y%m%dT%H%M%S");
    let tidy = tidy(rule)?;
    let text = format!("DTSTART;TZID={}:{first}\nRRULE:{tidy}", time::TZ_NAME);
    let set: RRuleSet = text.parse().map_err(|_| BadRule::Unreadable)?;
    if !tidy
        .split(';')
        .any(|part| part.starts_with("COUNT=") || part.starts_with("UNTIL="))
    {
        return Err(BadRule::Endless);
    }
    let most = u16::try_from(OCCURRENCES_MAX + 1).unwrap_or(u16::MAX);
    let found = set.all(most).dates;
    if found.len() > OCCURRENCES_MAX {
        return Err(BadRule::TooMany);
    }
    let instant = |seconds| Timestamp::from_second(seconds).map_err(|_| BadRule::Unreadable);
    found.iter().map(|date| instant(date.timestamp())).collect()
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;

    use super::*;

    fn days(rule: &str, first: Date) -> Vec<Date> {
        let found = occurrences(rule, time::at(first.at(0, 30, 0, 0))).unwrap();
        found.into_iter().map(time::day).collect()
    }

    #[test]
    fn what_the_form_offers() {
        let first = date(2026, 11, 24);
        assert_eq!(
            days(&rule(Every::Week, first, Ends::Times(3)), first),
            [first, date(2026, 12, 1), date(2026, 12, 8)]
        );
        let until = Ends::After(date(2026, 12, 22));
        assert_eq!(
            days(&rule(Every::TwoWeeks, first, until), first),
            [first, date(2026, 12, 8), date(2026, 12, 22)]
        );
        assert_eq!(
            days(&rule(Every::Month, first, Ends::Times(3)), first),
            [first, date(2026, 12, 22), date(2027, 1, 26)]
        );
        let fifth = date(2026, 11, 30);
        assert_eq!(
            days(&rule(Every::Month, fifth, Ends::Times(3)), fifth),
            [fifth, date(2026, 12, 28), date(2027, 1, 25)]
        );
    }

    #[test]
    fn a_rule_of_one_s_own_is_bounded_and_can_not_smuggle() {
        let first = date(2026, 11, 24);
        assert_eq!(
            days("rrule:freq=weekly;byday=tu,fr;until=20261204", first),
            [first, date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 4)]
        );
        let at = time::at(first.at(9, 0, 0, 0));
        assert_eq!(days("FREQ=DAILY;COUNT=260", first).len(), OCCURRENCES_MAX);
        assert_eq!(occurrences("FREQ=DAILY;COUNT=261", at), Err(BadRule::TooMany));
        assert_eq!(
            occurrences("FREQ=DAILY;UNTIL=20991231", at),
            Err(BadRule::TooMany)
        );
        assert_eq!(occurrences("FREQ=DAILY", at), Err(BadRule::Endless));
        assert_eq!(
            days("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2;COUNT=3", first),
            [Date::ZERO; 0]
        );
        for wrong in [
            "",
            "WEEKLY",
            "FREQ=HOURLY",
            "FREQ=WEEKLY;BYHOUR=1",
            "FREQ=WEEKLY\nEXDATE:20261124T090000",
            "FREQ=WEEKLY;COUNT=x",
            "FREQ=WEEKLY;BYDAY=XX",
            "COUNT=3",
            "FREQ=DAILY;INTERVAL=0;COUNT=2;UNTIL=x",
        ] {
            assert_eq!(
                occurrences(wrong, time::at(first.at(9, 0, 0, 0))),
                Err(BadRule::Unreadable),
                "{wrong}"
            );
        }
    }

    proptest! {
        /// The same as counting days by hand.
        #[test]
        fn every_so_many_days(from in 0_i64..20_000, step in 1_i64..60, times in 1_u32..40, minute in 0_i64..1440) {
            let first = date(2000, 1, 1).saturating_add(from.days());
            let starts_at = time::start_of_day(first) + jiff::SignedDuration::from_mins(minute);
            let found = occurrences(&format!("FREQ=DAILY;INTERVAL={step};COUNT={times}"), starts_at).unwrap();
            let by_hand: Vec<Timestamp> = (0..i64::from(times))
                .map(|n| starts_at + jiff::SignedDuration::from_hours(24 * step * n))
                .collect();
            prop_assert_eq!(found, by_hand);
        }

        /// Each month once, on the same weekday, in the same week of the month or in its last.
        #[test]
        fn each_month_on_the_same_weekday(from in 0_i64..20_000) {
            let first = date(2000, 1, 1).saturating_add(from.days());
            let found = days(&rule(Every::Month, first, Ends::Times(12)), first);
            prop_assert_eq!(found.len(), 12);
            for pair in found.windows(2) {
                let months = (i32::from(pair[1].year()) * 12 + i32::from(pair[1].month()))
                    - (i32::from(pair[0].year()) * 12 + i32::from(pair[0].month()));
                prop_assert_eq!(months, 1);
                prop_assert_eq!(pair[0].weekday(), pair[1].weekday());
            }
        }
    }
}
