//! The words of service records: how one stands, and the month it counts in.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use langqiao_kernel::time;
use langqiao_platform::rollup;
use serde::{Deserialize, Deserializer};

use crate::areas::words;

words! {
    /// How a record stands.
    #[schema(as = RecordStatus)]
    Status {
        /// Computed, and waits for an officer.
        Pending = "pending",
        /// An officer said that it is right.
        Confirmed = "confirmed",
        /// An officer said, with a reason, that it doesn't count.
        Voided = "voided",
    }
}

/// A month of a year, written `2026-11` in paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month with this number, counted as roll-ups do: months since January of the year 0.
    pub fn numbered(number: i64) -> Option<Self> {
        let (year, month) = (number.div_euclid(12), number.rem_euclid(12) + 1);
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1)
            .ok()
            .map(Self)
    }

    /// Its number, counted as roll-ups do.
    pub fn number(self) -> i64 {
        rollup::month(time::start_of_day(self.0))
    }

    /// Its first day.
    pub fn first(self) -> Date {
        self.0
    }

    /// Its days: the first of it, and the first of the next, which is no longer part of it.
    pub fn days(self) -> (Date, Date) {
        let next = self.0.last_of_month().tomorrow();
        (self.0, next.unwrap_or(Date::MAX))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// A text that names no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month such as 2026-11")]
pub struct NoMonth;

impl FromStr for Month {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let (year, month) = text.split_once('-').ok_or(NoMonth)?;
        let year = year
            .parse()
            .ok()
            .filter(|year| (1..=9998).contains(year))
            .ok_or(NoMonth)?;
        Date::new(year, month.parse().map_err(|_| NoMonth)?, 1)
            .map(Self)
            .map_err(|_| NoMonth)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_written_read_and_counted() {
        let month: Month = "2026-11".parse().unwrap();
        assert_eq!(
            (month.to_string(), month.first()),
            ("2026-11".to_owned(), date(2026, 11, 1))
        );
        assert_eq!(Month::numbered(month.number()), Some(month));
        assert_eq!(month.days(), (date(2026, 11, 1), date(2026, 12, 1)));
        assert_eq!("2026-12".parse::<Month>().unwrap().number(), month.number() + 1);
        assert_eq!("2027-01".parse::<Month>().unwrap().number(), month.number() + 2);
        for wrong in [
            "",
            "2026",
            "2026-13",
            "2026-00",
            "-2026-1",
            "99999-01",
            "11-2026-01",
        ] {
            assert_eq!(wrong.parse::<Month>(), Err(NoMonth), "{wrong}");
        }
    }
}
