//! A year of a town, day by day: where everything piles up, and which weeks are empty.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    id::{AreaId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    gate::Grant,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    queries::{self, Span},
    year_view,
};
use crate::{
    activities::ReadActivities,
    areas::{Directory, scope_of},
};

/// How many of the fullest days are named.
const FULLEST: usize = 5;
/// A day with fewer is never called a pile-up.
const PILE: i64 = 3;

/// Which town and year; whatever isn't readable is as if it had not been said.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Asked {
    town: Option<String>,
    year: Option<String>,
}

/// A year of a town.
#[derive(Clone, Debug)]
pub(super) struct Year {
    /// Which year.
    pub year: i16,
    /// The town.
    pub town: AreaId,
    /// Its name.
    pub town_name: String,
    /// All towns, to choose from.
    pub towns: Vec<(AreaId, String)>,
    /// How many activities are on on a day, in order; days without any are left out.
    pub days: Vec<(Date, i64)>,
    /// How many different ones are on in the year.
    pub activities: i64,
}

impl Year {
    /// How many are on on a day.
    pub fn on(&self, day: Date) -> i64 {
        self.days
            .binary_search_by_key(&day, |(day, _)| *day)
            .map_or(0, |at| self.days[at].1)
    }

    /// The days on which most is on, the fullest first.
    pub fn fullest(&self) -> Vec<(Date, i64)> {
        let piles = self
            .days
            .iter()
            .filter(|(day, n)| *n >= PILE && day.year() == self.year);
        let mut days: Vec<(Date, i64)> = piles.copied().collect();
        days.sort_by_key(|(day, n)| (-n, *day));
        days.truncate(FULLEST);
        days
    }

    /// The Mondays of the weeks from `today` on in which nothing is on. A week belongs to the year of its Thursday.
    pub fn empty_weeks(&self, today: Date) -> Vec<Date> {
        let to_monday = |day: Date| day - i64::from(day.weekday().to_monday_zero_offset()).days();
        let mut monday = to_monday(Date::constant(self.year, 1, 4)).max(to_monday(today));
        let mut found = Vec::new();
        while (monday + 3.days()).year() == self.year {
            if (0..7).all(|n| self.on(monday + n.days()) == 0) {
                found.push(monday);
            }
            monday += 7.days();
        }
        found
    }
}

/// What is on from one day to another, so many each, laid out day by day within the bounds.
fn laid_out(spans: &[Span], (from, until): (Date, Date)) -> Vec<(Date, i64)> {
    let mut days = BTreeMap::new();
    for span in spans {
        let mut day = span.first.max(from);
        while day <= span.last && day < until {
            *days.entry(day).or_default() += span.n;
            day += 1.day();
        }
    }
    days.into_iter().collect()
}

/// How many different activities these are, of those that are on within the bounds: each once.
fn different(spans: &[Span], (from, until): (Date, Date)) -> i64 {
    let within = |span: &&Span| span.first < until && span.last >= from;
    let (mut courses, mut n) = (BTreeSet::new(), 0);
    for span in spans.iter().filter(within) {
        match span.course {
            Some(course) => n += i64::from(courses.insert(course)),
            None => n += span.n,
        }
    }
    n
}

/// Reads a year of a town: two statements and those that find the town.
///
/// # Errors
/// When the database fails.
pub(super) fn read(
    tx: &mut ReadTx,
    town: Option<AreaId>,
    org: Option<OrganisationId>,
    year: i16,
) -> Result<Option<Year>, StoreError> {
    let directory = Directory::load(tx)?;
    let own = match org {
        Some(org) => scope_of(tx, org)?.and_then(|scope| directory.get(scope.area)),
        None => None,
    };
    let town = town
        .and_then(|town| directory.get(town))
        .or(own)
        .and_then(|area| directory.town_of(area))
        .or_else(|| directory.towns().next());
    let Some(town) = town else {
        return Ok(None);
    };
    let (from, until) = (Date::constant(year, 1, 1), Date::constant(year + 1, 1, 1));
    // The weeks at both ends reach into the neighbours' days.
    let around = (from - 7.days(), until + 7.days());
    let spans = queries::on_days(tx, town.id, around)?;
    let (days, activities) = (laid_out(&spans, around), different(&spans, (from, until)));
    Ok(Some(Year {
        year,
        town: town.id,
        town_name: town.short_name.clone(),
        towns: directory
            .towns()
            .map(|town| (town.id, town.short_name.clone()))
            .collect(),
        days,
        activities,
    }))
}

/// The year that is asked for: one within ten of today's.
pub(super) fn year_of(typed: Option<&str>, today: Date) -> i16 {
    typed
        .and_then(|year| year.trim().parse().ok())
        .filter(|year: &i16| (today.year() - 10..=today.year() + 10).contains(year))
        .unwrap_or(today.year())
}

pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(ui.now));
    let year = year_of(asked.year.as_deref(), today);
    let town = asked.town.and_then(|town| town.parse().ok());
    let read = app.db.read(move |tx| read(tx, town, Some(org), year)).await?;
    let read = read.ok_or(Fault::NotFound)?;
    let content = year_view::year(&ui, org, &read, today);
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::YEAR_TITLE), content))
}

/// Which town's day.
#[derive(Debug, Deserialize)]
pub(super) struct DayAsked {
    town: Option<String>,
}

pub(super) async fn show_day(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, day)): Path<(OrganisationId, String)>,
    Query(asked): Query<DayAsked>,
) -> Result<Page, Fault> {
    let (org, day) = (gate.org(), day.parse::<Date>().map_err(|_| Fault::NotFound)?);
    let town = asked.town.and_then(|town| town.parse().ok());
    if !(1970..=2200).contains(&day.year()) {
        return Err(Fault::NotFound);
    }
    let found = app
        .db
        .read(move |tx| {
            let Some(year) = read(tx, town, Some(org), day.year())? else {
                return Ok::<_, StoreError>(None);
            };
            let held = queries::of_day(tx, year.town, day)?;
            Ok(Some((year, held)))
        })
        .await?;
    let (year, held) = found.ok_or(Fault::NotFound)?;
    let content = year_view::day(&ui, org, (&year, day), &held);
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::YEAR_TITLE), content))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use langqiao_kernel::id::ActivityId;

    use super::*;

    fn year(days: &[(Date, i64)]) -> Year {
        Year {
            year: 2026,
            town: AreaId::from_u128(1),
            town_name: String::new(),
            towns: Vec::new(),
            days: days.to_vec(),
            activities: 0,
        }
    }

    #[test]
    fn what_lasts_is_on_on_each_of_its_days_within_the_bounds() {
        let span = |first, last, n, course: Option<u128>| Span {
            first,
            last,
            n,
            course: course.map(ActivityId::from_u128),
        };
        let spans = [
            span(date(2026, 1, 30), date(2026, 2, 2), 1, None),
            span(date(2026, 2, 1), date(2026, 2, 1), 3, None),
            span(date(2026, 1, 31), date(2026, 1, 31), 1, Some(7)),
            span(date(2026, 2, 1), date(2026, 2, 1), 1, Some(7)),
        ];
        let bounds = (date(2026, 1, 31), date(2026, 2, 2));
        assert_eq!(
            laid_out(&spans, bounds),
            [(date(2026, 1, 31), 2), (date(2026, 2, 1), 5)]
        );
        assert_eq!(different(&spans, bounds), 5);
        assert_eq!(different(&spans, (date(2026, 2, 2), date(2026, 2, 3))), 1);
    }

    #[test]
    fn the_weeks_of_a_year_are_those_of_its_thursdays() {
        let weeks = year(&[]).empty_weeks(date(2026, 1, 1));
        assert_eq!(
            (weeks[0], weeks[weeks.len() - 1], weeks.len()),
            (date(2025, 12, 29), date(2026, 12, 28), 53)
        );
        let rest = year(&[(date(2026, 12, 31), 1)]).empty_weeks(date(2026, 12, 16));
        assert_eq!(rest, [date(2026, 12, 14), date(2026, 12, 21)]);
    }

    #[test]
    fn the_fullest_days_come_first_and_two_are_no_pile() {
        let full = year(&[
            (date(2026, 3, 1), 2),
            (date(2026, 3, 5), 9),
            (date(2026, 5, 4), 3),
        ])
        .fullest();
        assert_eq!(full, [(date(2026, 3, 5), 9), (date(2026, 5, 4), 3)]);
    }
}
