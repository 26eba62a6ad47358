//! What a visitor looks for: read from the address, and written back into addresses.

use std::str::FromStr;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
};
use langqiao_kernel::{
    id::{ActivityId, AreaId},
    text, time,
};
use serde::Deserialize;

use crate::{activities::ActivityKind, coverage::Line};

/// The parameters of the list's address, as they came. Whatever can't be read counts as not set: people edit
/// addresses by hand and old links live long.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Asked {
    /// Words to search for, in Chinese, pinyin or initials.
    pub q: Option<String>,
    /// Only in this town: its area id.
    pub town: Option<String>,
    /// Only held by or with this line: `union`, `league`, `women`, `science`.
    pub line: Option<String>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only in these days: `today`, `tomorrow`, `weekend`, `week`, `month`.
    pub when: Option<String>,
    /// Only from this day on, as 2026-11-21.
    pub from: Option<String>,
    /// Only up to this day.
    pub to: Option<String>,
    /// `1`: only where places are free.
    pub free: Option<String>,
    /// `1`: only where volunteers are wanted.
    pub help: Option<String>,
    /// Go on after this cursor.
    pub after: Option<String>,
}

/// Days as people speak of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// This day.
    Today,
    /// The next day.
    Tomorrow,
    /// This week's Saturday and Sunday; on a Sunday that day alone.
    Weekend,
    /// Seven days from today.
    Week,
    /// Thirty days from today.
    Month,
}

impl When {
    /// All, in the order in which they are offered.
    pub const ALL: [When; 5] = [
        When::Today,
        When::Tomorrow,
        When::Weekend,
        When::Week,
        When::Month,
    ];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            When::Today => "today",
            When::Tomorrow => "tomorrow",
            When::Weekend => "weekend",
            When::Week => "week",
            When::Month => "month",
        }
    }

    fn named(word: &str) -> Option<When> {
        When::ALL.into_iter().find(|when| when.word() == word)
    }

    /// The first and the last of these days.
    pub fn days(self, today: Date) -> (Date, Date) {
        let later = |days: i64| today.checked_add(days.days()).unwrap_or(today);
        let to_saturday =
            i64::from(Weekday::Saturday.to_monday_zero_offset() - today.weekday().to_monday_zero_offset());
        match self {
            When::Today => (today, today),
            When::Tomorrow => (later(1), later(1)),
            When::Weekend if to_saturday < 0 => (today, today),
            When::Weekend => (later(to_saturday), later(to_saturday + 1)),
            When::Week => (today, later(6)),
            When::Month => (today, later(29)),
        }
    }
}

/// Where a list goes on: after the activity that starts then and has this id, which was the `shown`-th.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// How many came before.
    pub shown: i64,
    /// When the last of them starts.
    pub starts_at: Timestamp,
    /// Its id.
    pub id: ActivityId,
}

impl After {
    /// As it stands in an address.
    pub fn to_text(self) -> String {
        format!("{}_{}_{}", self.shown, self.starts_at.as_millisecond(), self.id)
    }

    fn read(text: &str) -> Option<After> {
        let (shown, rest) = text.split_once('_')?;
        let (ms, id) = rest.split_once('_')?;
        let starts_at = time::parse_ms(ms.parse().ok()?).ok()?;
        Some(After {
            shown: shown.parse().ok().filter(|n| (0..=MOST_SHOWN).contains(n))?,
            starts_at,
            id: id.parse().ok()?,
        })
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words to search for.
    pub q: Option<String>,
    /// In this town.
    pub town: Option<AreaId>,
    /// By or with this line.
    pub line: Option<Line>,
    /// Of this kind.
    pub kind: Option<ActivityKind>,
    /// In these days.
    pub when: Option<When>,
    /// From this day on.
    pub from: Option<Date>,
    /// Up to this day.
    pub to: Option<Date>,
    /// Where places are free.
    pub free: bool,
    /// Where volunteers are wanted.
    pub help: bool,
    /// Where to go on.
    pub after: Option<After>,
}

/// The furthest that a list goes; a cursor that says more was written by hand.
pub const MOST_SHOWN: i64 = 10_000_000;

/// The longest search taken, in characters.
const LONGEST_SEARCH: usize = 60;

impl Filter {
    /// What an address asks for.
    pub fn read(asked: &Asked) -> Filter {
        fn parsed<T: FromStr>(text: Option<&str>) -> Option<T> {
            text.and_then(|text| text.trim().parse().ok())
        }
        let q = asked
            .q
            .as_deref()
            .map(|q| text::clip(&text::squash(q), LONGEST_SEARCH))
            .filter(|q| !q.is_empty());
        Filter {
            q,
            town: parsed(asked.town.as_deref()),
            line: parsed(asked.line.as_deref()),
            kind: parsed(asked.kind.as_deref()),
            when: asked.when.as_deref().and_then(When::named),
            from: parsed(asked.from.as_deref()),
            to: parsed(asked.to.as_deref()),
            free: asked.free.as_deref() == Some("1"),
            help: asked.help.as_deref() == Some("1"),
            after: asked.after.as_deref().and_then(After::read),
        }
    }

    /// The instants between which an activity must lie to be listed: it must not have ended at the first, and
    /// must start before the second. Without any day asked for, from now on.
    pub fn span(&self, now: Timestamp) -> (Timestamp, Timestamp) {
        let today = time::day(now);
        let (from, to) = match self.when {
            Some(when) => (Some(when.days(today).0), Some(when.days(today).1)),
            None => (self.from, self.to),
        };
        let begin = from.map_or(now, time::start_of_day);
        // What ended earlier today is no use to anyone who looks for what is on.
        let begin = if from.is_some_and(|from| from >= today) {
            begin.max(now)
        } else {
            begin
        };
        let end = to
            .and_then(|to| to.tomorrow().ok())
            .map_or(Timestamp::MAX, time::start_of_day);
        (begin, end)
    }

    /// The same without the place to go on at.
    #[must_use]
    pub fn at_the_start(&self) -> Filter {
        Filter {
            after: None,
            ..self.clone()
        }
    }

    /// The list's address for this filter.
    pub fn href(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        add("q", self.q.clone());
        add("town", self.town.map(|town| town.to_text()));
        add("line", self.line.map(|line| line.as_str().to_owned()));
        add("kind", self.kind.map(|kind| kind.as_str().to_owned()));
        add("when", self.when.map(|when| when.word().to_owned()));
        add("from", self.from.map(|day| day.to_string()));
        add("to", self.to.map(|day| day.to_string()));
        add("free", self.free.then(|| "1".to_owned()));
        add("help", self.help.then(|| "1".to_owned()));
        add("after", self.after.map(After::to_text));
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
        if query.is_empty() {
            "/activities".to_owned()
        } else {
            format!("/activities?{query}")
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-21T01:00:00Z".parse().unwrap()
    }

    #[test]
    fn what_can_t_be_read_counts_as_not_set() {
        let some = |text: &str| Some(text.to_owned());
        let asked = Asked {
            q: some("  "),
            town: some("x"),
            line: some("bank"),
            kind: some("concert"),
            when: some("later"),
            from: some("2026-13-01"),
            after: some("9223372036854775807_0_00000000-0000-7000-8000-000000000000"),
            free: some("yes"),
            ..Asked::default()
        };
        assert_eq!(Filter::read(&asked), Filter::default());
        assert_eq!(Filter::default().href(), "/activities");
    }

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let filter = Filter {
            q: Some("广场舞 & 灯会".to_owned()),
            town: Some(AreaId::from_u128(5)),
            line: Some(Line::WOMEN),
            kind: Some(ActivityKind::Family),
            when: Some(When::Weekend),
            from: Some(date(2026, 11, 1)),
            to: None,
            free: true,
            help: true,
            after: Some(After {
                shown: 20,
                starts_at: now(),
                id: ActivityId::from_u128(9),
            }),
        };
        let href = filter.href();
        let asked: Asked = serde_urlencoded::from_str(href.split_once('?').unwrap().1).unwrap();
        assert_eq!(Filter::read(&asked), filter);
    }

    #[test]
    fn days_as_people_speak_of_them() {
        let saturday = date(2026, 11, 21);
        assert_eq!(When::Weekend.days(saturday), (saturday, date(2026, 11, 22)));
        assert_eq!(
            When::Weekend.days(date(2026, 11, 18)),
            (saturday, date(2026, 11, 22))
        );
        assert_eq!(
            When::Weekend.days(date(2026, 11, 22)),
            (date(2026, 11, 22), date(2026, 11, 22))
        );
        assert_eq!(When::Week.days(saturday), (saturday, date(2026, 11, 27)));
    }

    #[test]
    fn what_is_over_today_is_not_looked_for() {
        let today = Filter {
            when: Some(When::Today),
            ..Filter::default()
        };
        assert_eq!(
            today.span(now()),
            (now(), "2026-11-21T16:00:00Z".parse().unwrap())
        );
        let past = Filter {
            from: Some(date(2026, 11, 1)),
            to: Some(date(2026, 11, 2)),
            ..Filter::default()
        };
        let (from, to) = past.span(now());
        assert_eq!(
            (time::day(from), time::day(to)),
            (date(2026, 11, 1), date(2026, 11, 3))
        );
        assert_eq!(Filter::default().span(now()), (now(), Timestamp::MAX));
    }
}
