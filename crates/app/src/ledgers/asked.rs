//! What a ledger is asked for: of which days, of which bodies, and which page of it.

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{id::AreaId, text::name_key, time};
use langqiao_platform::{address, between::Between, fault::Fault};
use serde::Deserialize;

use crate::{coverage::Line, units};

/// How many lines a page has.
pub(super) const PAGE: usize = 50;

/// As it stands in an address; whatever isn't readable is as if it had not been said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    #[serde(flatten)]
    between: Between,
    /// A part of the bodies' names.
    pub q: Option<String>,
    line: Option<String>,
    town: Option<String>,
    page: Option<String>,
}

/// Which bodies.
#[derive(Clone, Debug, Default)]
pub(super) struct Which {
    /// A pattern that their names' keys are like.
    pub like: Option<String>,
    pub line: Option<Line>,
    pub town: Option<AreaId>,
}

impl Asked {
    /// The first and the last day: this year without a wish.
    pub fn days(&self, today: Date) -> (Date, Date) {
        self.between.days(today.first_of_year(), Date::last_of_year)
    }

    /// The same for programs, which are told of what can't be.
    ///
    /// # Errors
    /// [`Fault::Refused`] at its field.
    pub fn days_or_refused(&self, today: Date) -> Result<(Date, Date), Fault> {
        self.between
            .days_or_refused(today.first_of_year(), Date::last_of_year)
    }

    /// Which bodies.
    pub fn which(&self) -> Which {
        let word = self.q.as_deref().map(name_key).filter(|word| !word.is_empty());
        Which {
            like: word.map(|word| format!("%{}%", units::escaped(&word))),
            line: self.line.as_deref().and_then(|line| line.parse().ok()),
            town: self.town.as_deref().and_then(|town| town.parse().ok()),
        }
    }

    /// The same of all bodies but those that one filter leaves out.
    pub fn without(&self, filter: &str) -> Self {
        let mut rest = Self {
            page: None,
            ..self.clone()
        };
        match filter {
            "q" => rest.q = None,
            "line" => rest.line = None,
            _ => rest.town = None,
        }
        rest
    }

    /// The address of the first page of the same at `path`.
    pub fn address(&self, path: &str, (from, to): (Date, Date)) -> String {
        let (from, to) = (from.to_string(), to.to_string());
        let pairs = [
            ("from", Some(&from)),
            ("to", Some(&to)),
            ("q", self.q.as_ref()),
            ("line", self.line.as_ref()),
            ("town", self.town.as_ref()),
        ];
        address::query(
            path,
            pairs
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?.as_str()))),
        )
    }

    /// The lines of the page that is asked for, out of so many: from one to before another.
    pub fn rows(&self, all: usize) -> std::ops::Range<usize> {
        let page = self
            .page
            .as_deref()
            .and_then(|page| page.parse::<usize>().ok())
            .unwrap_or(1);
        let from = page.saturating_sub(1).saturating_mul(PAGE);
        let from = if from < all { from } else { 0 };
        from..all.min(from + PAGE)
    }
}

/// From the first instant of one day to the last of another; what is not over by now is not counted.
pub(super) fn span((from, to): (Date, Date), now: Timestamp) -> (Timestamp, Timestamp) {
    let until = time::start_of_day(to.saturating_add(1.day()));
    (time::start_of_day(from), until.min(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_end_is_the_first() {
        let asked = |page: &str| Asked {
            page: Some(page.to_owned()),
            ..Asked::default()
        };
        assert_eq!(asked("2").rows(120), 50..100);
        assert_eq!(asked("3").rows(120), 100..120);
        for nonsense in ["4", "0", "-1", "x", "99999999999999999999"] {
            assert_eq!(asked(nonsense).rows(120), 0..50);
        }
        assert_eq!(asked("1").rows(0), 0..0);
    }
}
