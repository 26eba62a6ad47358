//! Of which days something is asked for: the first and the last, as they stand in an address.

use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    fault::Fault,
    i18n::{Msg, msg},
    not_done::NotDone,
};

/// The days as they were typed or chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Between {
    from: Option<String>,
    to: Option<String>,
}

impl Between {
    /// The first and the last day, for a page: what can't be read is as if it had not been said, and days that stand
    /// the wrong way round are turned. `first` is the first day that nobody said, `last` the last one from a first day.
    pub fn days(&self, first: Date, last: impl Fn(Date) -> Date) -> (Date, Date) {
        let (from, to) = (read(self.from.as_deref()), read(self.to.as_deref()));
        match (from, to) {
            (Some(from), Some(to)) => (from.min(to), to.max(from)),
            (Some(from), None) => (from, last(from)),
            (None, Some(to)) => (first.min(to), to),
            (None, None) => (first, last(first)),
        }
    }

    /// The same for programs, which are told of a day that can't be read and of an end before the beginning.
    ///
    /// # Errors
    /// [`Fault::Refused`] at its field.
    pub fn days_or_refused(&self, first: Date, last: impl Fn(Date) -> Date) -> Result<(Date, Date), Fault> {
        let refused = |field, why: Msg| Err(Fault::from(NotDone::field(field, why)));
        for (field, text) in [("from", &self.from), ("to", &self.to)] {
            let text = text.as_deref().filter(|text| !text.is_empty());
            if text.is_some() && read(text).is_none() {
                return refused(field, msg::BETWEEN_DAY);
            }
        }
        let wrong_way = matches!((read(self.from.as_deref()), read(self.to.as_deref())), (Some(from), Some(to)) if to < from);
        if wrong_way {
            return refused("to", msg::BETWEEN_ORDER);
        }
        Ok(self.days(first, last))
    }
}

/// A day that can be meant: nobody has records of other centuries.
fn read(text: Option<&str>) -> Option<Date> {
    let day: Date = text?.parse().ok()?;
    (1970..=2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn between(from: &str, to: &str) -> Between {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Between {
            from: said(from),
            to: said(to),
        }
    }

    fn days(from: &str, to: &str) -> (Date, Date) {
        between(from, to).days(date(2026, 11, 1), Date::last_of_month)
    }

    #[test]
    fn what_was_not_said_is_the_usual_and_the_wrong_way_round_is_turned() {
        let november = (date(2026, 11, 1), date(2026, 11, 30));
        assert_eq!(days("", ""), november);
        assert_eq!(days("yesterday", "0001-01-01"), november);
        assert_eq!(days("2026-02-03", ""), (date(2026, 2, 3), date(2026, 2, 28)));
        assert_eq!(days("", "2026-11-05"), (date(2026, 11, 1), date(2026, 11, 5)));
        assert_eq!(days("", "2026-10-05"), (date(2026, 10, 5), date(2026, 10, 5)));
        let turned = (date(2026, 1, 1), date(2026, 12, 31));
        assert_eq!(days("2026-12-31", "2026-01-01"), turned);
    }

    #[test]
    fn a_program_is_told() {
        let asked =
            |from: &str, to: &str| between(from, to).days_or_refused(date(2026, 11, 1), Date::last_of_month);
        assert!(asked("2026-12-31", "2026-01-01").is_err());
        assert!(asked("yesterday", "").is_err());
        assert!(asked("", "2026-02-30").is_err());
        assert!(asked("", "").is_ok());
        assert!(asked("2026-01-01", "2026-01-01").is_ok());
    }
}
