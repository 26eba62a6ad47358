//! Working days in China: weekends, public holidays, and the weekend days worked to make up for them.
//!
//! Each autumn the State Council announces the next year. A year that isn't announced has no answer, only
//! [`NotPublished`]: a guess would move deadlines that the law sets.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// What this process goes by.
static IN_FORCE: LazyLock<RwLock<Arc<WorkCalendar>>> =
    LazyLock::new(|| RwLock::new(Arc::new(WorkCalendar::official())));

/// Which days are worked, for the years whose tables are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i16, BTreeMap<Date, Special>>,
}

/// A day that isn't what its weekday says, or a weekend day inside a holiday.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Special {
    Off { holiday: String },
    MakeUp,
}

/// The holidays of `year` are not yet published, or not yet imported here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the holidays of {year} are not yet published")]
pub struct NotPublished {
    /// The first year without a table that the answer would have needed.
    pub year: i16,
}

/// What is wrong with a year's table.
#[derive(Debug, thiserror::Error)]
pub enum TableProblem {
    /// It isn't TOML, or not of the form of a table of holidays.
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    /// A holiday ends before it begins, or lasts more than a month.
    #[error("{name}: from {from} to {to} is no holiday")]
    Range {
        /// The holiday's name.
        name: String,
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// A make-up workday is no Saturday or Sunday.
    #[error("{0} is worked anyway")]
    NoWeekend(Date),
    /// A day stands in the table twice.
    #[error("{0} stands in the table twice")]
    Twice(Date),
    /// A day neither of the table's year nor of the one before.
    #[error("{0} is of another year")]
    OtherYear(Date),
}

/// A year's table as its file has it. Days are quoted, `"2026-01-01"`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    year: i16,
    /// The notice it was taken from, for whoever reads or mends the file.
    #[serde(rename = "source")]
    _source: String,
    #[serde(default)]
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    from: Date,
    to: Date,
    #[serde(default)]
    make_up: Vec<Date>,
}

impl WorkCalendar {
    /// The years that come with the program, from the State Council's notices: 2025 and 2026.
    pub fn official() -> Self {
        let mut calendar = Self::default();
        for table in [
            include_str!("../data/holidays-2025.toml"),
            include_str!("../data/holidays-2026.toml"),
        ] {
            calendar
                .add_year(table)
                .expect("the tables that come with the program are tested");
        }
        calendar
    }

    /// The calendar that this process goes by: [`official`](Self::official), until another is put in force.
    pub fn in_force() -> Arc<Self> {
        Arc::clone(&IN_FORCE.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets this process go by this calendar, as it does at its start with the operator's tables.
    pub fn put_in_force(self) {
        *IN_FORCE.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(self);
    }

    /// Takes in a year's table and gives its year; an earlier table of the same year is replaced. The form is
    /// that of `crates/kernel/data/holidays-2026.toml`.
    ///
    /// # Errors
    /// Names the first thing that can't be right; the calendar is then unchanged.
    pub fn add_year(&mut self, table: &str) -> Result<i16, TableProblem> {
        let table: Table = toml::from_str(table)?;
        let mut days = BTreeMap::new();
        for holiday in table.holiday {
            for (day, special) in holiday.days()? {
                // New Year's days off can begin in the old year.
                if day.year() != table.year && day.year() + 1 != table.year {
                    return Err(TableProblem::OtherYear(day));
                }
                if days.insert(day, special).is_some() {
                    return Err(TableProblem::Twice(day));
                }
            }
        }
        self.years.insert(table.year, days);
        Ok(table.year)
    }

    /// Whether offices work on `day`.
    ///
    /// # Errors
    /// [`NotPublished`] if the day's year has no table.
    pub fn is_workday(&self, day: Date) -> Result<bool, NotPublished> {
        Ok(match self.special(day)? {
            Some(Special::Off { .. }) => false,
            Some(Special::MakeUp) => true,
            None => !is_weekend(day),
        })
    }

    /// The name of the holiday to which `day` belongs, as the notice gives it: `国庆节、中秋节`.
    ///
    /// # Errors
    /// [`NotPublished`] if the day's year has no table.
    pub fn holiday(&self, day: Date) -> Result<Option<&str>, NotPublished> {
        Ok(match self.special(day)? {
            Some(Special::Off { holiday }) => Some(holiday),
            Some(Special::MakeUp) | None => None,
        })
    }

    /// The last day of a term of `workdays` working days that begins on `day`: the day itself isn't counted,
    /// as in the civil law's terms. A term of 0 ends on the day itself, or on the next workday after a day off.
    ///
    /// # Errors
    /// [`NotPublished`] if the term reaches into a year without a table.
    pub fn add_workdays(&self, day: Date, workdays: u32) -> Result<Date, NotPublished> {
        let mut end = day;
        let mut left = workdays;
        loop {
            if left == 0 && self.is_workday(end)? {
                return Ok(end);
            }
            end = end.tomorrow().map_err(|_| NotPublished { year: end.year() })?;
            if left > 0 && self.is_workday(end)? {
                left -= 1;
            }
        }
    }

    fn special(&self, day: Date) -> Result<Option<&Special>, NotPublished> {
        let year = day.year();
        let own = self.years.get(&year).ok_or(NotPublished { year })?;
        let next = self.years.get(&(year + 1));
        Ok(next.and_then(|days| days.get(&day)).or_else(|| own.get(&day)))
    }
}

impl Holiday {
    /// Its days off and the workdays that make up for them.
    fn days(self) -> Result<Vec<(Date, Special)>, TableProblem> {
        let Self {
            name,
            from,
            to,
            make_up,
        } = self;
        if to < from || crate::time::day_number(to) - crate::time::day_number(from) > 31 {
            return Err(TableProblem::Range { name, from, to });
        }
        if let Some(day) = make_up.iter().find(|day| !is_weekend(**day)) {
            return Err(TableProblem::NoWeekend(*day));
        }
        let off = from
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day <= to);
        let off = off.map(|day| {
            (
                day,
                Special::Off {
                    holiday: name.clone(),
                },
            )
        });
        Ok(off
            .chain(make_up.into_iter().map(|day| (day, Special::MakeUp)))
            .collect())
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn days_of(year: i16) -> impl Iterator<Item = Date> {
        date(year, 1, 1)
            .series(jiff::Span::new().days(1))
            .take_while(move |day| day.year() == year)
    }

    /// The days whose weekday would have answered wrongly, as `month-day`.
    fn exceptions(year: i16) -> (Vec<String>, Vec<String>) {
        let calendar = WorkCalendar::official();
        let moved = days_of(year).filter(|day| calendar.is_workday(*day).unwrap() == is_weekend(*day));
        let (worked, off): (Vec<Date>, _) = moved.partition(|day| is_weekend(*day));
        let text = |days: Vec<Date>| days.iter().map(|d| d.strftime("%m-%d").to_string()).collect();
        (text(off), text(worked))
    }

    /// Compared with an independent table (the package chinesecalendar 1.11.0).
    #[test]
    fn the_official_years_say_what_the_notices_say() {
        let (off, worked) = exceptions(2025);
        let expected = "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 \
                        10-01 10-02 10-03 10-06 10-07 10-08";
        assert_eq!(off.join(" "), expected);
        assert_eq!(worked.join(" "), "01-26 02-08 04-27 09-28 10-11");

        let (off, worked) = exceptions(2026);
        let expected = "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 \
                        09-25 10-01 10-02 10-05 10-06 10-07";
        assert_eq!(off.join(" "), expected);
        assert_eq!(worked.join(" "), "01-04 02-14 02-28 05-09 09-20 10-10");

        for year in [2025, 2026] {
            let calendar = WorkCalendar::official();
            let workdays = days_of(year)
                .filter(|day| calendar.is_workday(*day).unwrap())
                .count();
            assert_eq!(workdays, 248, "{year}");
        }
    }

    #[test]
    fn holidays_have_names() {
        let calendar = WorkCalendar::official();
        assert_eq!(calendar.holiday(date(2025, 10, 6)), Ok(Some("国庆节、中秋节")));
        assert_eq!(calendar.holiday(date(2026, 2, 21)), Ok(Some("春节")));
        assert_eq!(calendar.holiday(date(2026, 2, 28)), Ok(None));
        assert_eq!(calendar.holiday(date(2026, 11, 21)), Ok(None));
    }

    #[test]
    fn a_term_leaps_over_holidays_and_counts_make_up_days() {
        let calendar = WorkCalendar::official();
        // Wednesday before the National Day week of 2026: 1–7 October off, Saturday the 10th worked.
        assert_eq!(calendar.add_workdays(date(2026, 9, 30), 1), Ok(date(2026, 10, 8)));
        assert_eq!(
            calendar.add_workdays(date(2026, 9, 30), 3),
            Ok(date(2026, 10, 10))
        );
        assert_eq!(
            calendar.add_workdays(date(2026, 9, 30), 4),
            Ok(date(2026, 10, 12))
        );
        assert_eq!(calendar.add_workdays(date(2026, 10, 3), 0), Ok(date(2026, 10, 8)));
        assert_eq!(calendar.add_workdays(date(2026, 10, 8), 0), Ok(date(2026, 10, 8)));
        assert_eq!(calendar.add_workdays(date(2025, 12, 31), 1), Ok(date(2026, 1, 4)));
    }

    #[test]
    fn what_is_not_published_is_not_guessed() {
        let calendar = WorkCalendar::official();
        let unknown = NotPublished { year: 2027 };
        assert_eq!(calendar.is_workday(date(2027, 1, 1)), Err(unknown));
        assert_eq!(calendar.holiday(date(2027, 1, 1)), Err(unknown));
        assert_eq!(
            calendar.add_workdays(date(2026, 12, 30), 1),
            Ok(date(2026, 12, 31))
        );
        assert_eq!(calendar.add_workdays(date(2026, 12, 30), 2), Err(unknown));
        assert_eq!(
            WorkCalendar::default().is_workday(date(2026, 1, 1)),
            Err(NotPublished { year: 2026 })
        );
        assert!(calendar.add_workdays(Date::MAX, 1).is_err());
    }

    #[test]
    fn a_year_can_be_added_and_replaced() {
        let mut calendar = WorkCalendar::official();
        let table = |from: &str, to: &str| {
            let days = format!("from = \"{from}\"\nto = \"{to}\"");
            format!("year = 2027\nsource = \"x\"\n[[holiday]]\nname = \"元旦\"\n{days}")
        };
        assert_eq!(
            calendar.add_year(&table("2027-01-01", "2027-01-03")).unwrap(),
            2027
        );
        assert_eq!(calendar.add_workdays(date(2026, 12, 31), 1), Ok(date(2027, 1, 4)));
        assert_eq!(
            calendar.add_year(&table("2026-12-31", "2027-01-04")).unwrap(),
            2027
        );
        assert_eq!(calendar.add_workdays(date(2026, 12, 30), 1), Ok(date(2027, 1, 5)));
        assert_eq!(calendar.holiday(date(2026, 12, 31)), Ok(Some("元旦")));
        let before = calendar.clone();
        assert!(calendar.add_year(&table("2027-01-01", "2027-02-29")).is_err());
        assert_eq!(calendar, before);
    }

    #[test]
    fn a_table_that_cannot_be_right_is_refused() {
        let problem = |from: &str, to: &str, make_up: &str| {
            let table = format!(
                "year = 2027\nsource = \"x\"\n[[holiday]]\nname = \"节\"\nfrom = \"{from}\"\nto = \"{to}\"\n\
                 make_up = [{make_up}]"
            );
            WorkCalendar::default().add_year(&table).unwrap_err().to_string()
        };
        assert_eq!(
            problem("2027-05-05", "2027-05-01", ""),
            "节: from 2027-05-05 to 2027-05-01 is no holiday"
        );
        assert_eq!(
            problem("2027-01-01", "2027-12-31", ""),
            "节: from 2027-01-01 to 2027-12-31 is no holiday"
        );
        assert_eq!(
            problem("2027-05-01", "2027-05-05", "\"2027-05-07\""),
            "2027-05-07 is worked anyway"
        );
        assert_eq!(
            problem("2027-05-01", "2027-05-05", "\"2027-05-02\""),
            "2027-05-02 stands in the table twice"
        );
        assert_eq!(
            problem("2027-12-31", "2028-01-02", ""),
            "2028-01-01 is of another year"
        );
        assert!(WorkCalendar::default().add_year("year = 2027").is_err());
    }

    proptest! {
        #[test]
        fn terms_add_up(offset in 0i64..500, a in 0u32..60, b in 1u32..60) {
            let calendar = WorkCalendar::official();
            let start = crate::time::from_day_number(crate::time::day_number(date(2025, 1, 1)) + offset).unwrap();
            let end = calendar.add_workdays(start, a).unwrap();
            prop_assert!(calendar.is_workday(end).unwrap());
            prop_assert!(a == 0 || end > start);
            // The days off before a term of 0 don't count, so the two parts meet only at a counted day.
            if a > 0 {
                prop_assert_eq!(calendar.add_workdays(end, b), calendar.add_workdays(start, a + b));
            }
        }
    }
}
