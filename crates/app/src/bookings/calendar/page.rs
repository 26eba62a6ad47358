//! `GET /w/{org}/calendar`: a day or a week of the rooms near by.

use axum::extract::State;
use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::time;
use langqiao_platform::{app::App, desk, extract::Query, fault::Fault, gate::Grant, ui::prelude::*};
use langqiao_store::StoreError;
use serde::Deserialize;

use super::{
    super::SeeSpaces,
    queries::{self, CalendarRoom, CalendarVenue, USES_MAX},
    views::{self, Calendar},
};

/// What is looked at; whatever isn't readable is as if it had not been said.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Which day, or the first of the week.
    day: Option<String>,
    /// `week`, `month`, or a day.
    view: Option<String>,
    /// A venue's or a cluster's id, or [`ALL`]; the organisation's own venue or its cluster if it isn't said.
    place: Option<String>,
    /// How many rooms are passed over.
    skip: Option<String>,
}

/// How many rooms stand on a page.
const ROOMS: i64 = 200;

/// All rooms near by.
pub const ALL: &str = "all";

/// A venue or a group of venues to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a group of venues.
    pub cluster: bool,
}

/// `GET /w/{org}/calendar`
pub async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let near = |day: &Date| (today.year() - 50..=today.year() + 50).contains(&day.year());
    let day = asked
        .day
        .and_then(|day| day.parse().ok())
        .filter(near)
        .unwrap_or(today);
    let view = View::named(asked.view.as_deref());
    let span = view.span(day);
    let skip = asked.skip.and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
    let skip = skip.clamp(0, 1_000_000);
    let read = app.db.read(move |tx| {
        let venues = queries::venues(tx, org, span)?;
        let place = chosen(&venues, asked.place.as_deref());
        let rooms = queries::rooms(tx, org, place.as_deref(), span, (skip, ROOMS))?;
        let (uses, counts) = match view {
            View::Month => (Vec::new(), queries::by_day(tx, org, place.as_deref(), span)?),
            View::Day | View::Week => (queries::uses(tx, org, place.as_deref(), span)?, Vec::new()),
        };
        Ok::<_, StoreError>((venues, rooms, place, uses, counts))
    });
    let (venues, rooms, place, uses, counts) = read.await?;
    let places = places(&venues);
    let here = || {
        venues
            .iter()
            .filter(|venue| place.as_ref().is_none_or(|id| venue.is(id)))
    };
    let all: i64 = here().map(|venue| venue.rooms).sum();
    let out_of_service = here().next().is_some() && here().all(|venue| !venue.in_service);
    let part = Part {
        skip,
        shown: rooms.len() as i64,
        all,
        uses_cut: uses.len() as i64 >= USES_MAX,
    };
    let in_use = |room: &CalendarRoom| uses.iter().any(|one| one.space == room.id);
    let (rooms, free): (Vec<CalendarRoom>, Vec<CalendarRoom>) = rooms.into_iter().partition(in_use);
    let calendar = Calendar {
        org,
        day,
        view,
        places: &places,
        place: place.as_deref().unwrap_or(ALL),
        out_of_service,
        rooms: &rooms,
        free: &free,
        uses: &uses,
        counts: &counts,
        part,
    };
    let title = ui.t(msg::CALENDAR_TITLE);
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        title,
        views::calendar(&ui, &calendar),
    ))
}

/// How much is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// The month that a day lies in.
    Month,
}

impl View {
    /// As in an address.
    pub const fn name(self) -> &'static str {
        match self {
            View::Day => "day",
            View::Week => "week",
            View::Month => "month",
        }
    }

    fn named(name: Option<&str>) -> Self {
        match name {
            Some("week") => View::Week,
            Some("month") => View::Month,
            _ => View::Day,
        }
    }

    fn span(self, day: Date) -> (Timestamp, Timestamp) {
        let (from, until) = match self {
            View::Day => (day, day.saturating_add(1.days())),
            View::Week => (day, day.saturating_add(7.days())),
            View::Month => (day.first_of_month(), day.last_of_month().saturating_add(1.days())),
        };
        (time::start_of_day(from), time::start_of_day(until))
    }
}

/// Which part of the rooms a page shows.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// How many come before.
    pub skip: i64,
    /// How many are shown.
    pub shown: i64,
    /// How many there are.
    pub all: i64,
    /// Whether there are more uses than were read.
    pub uses_cut: bool,
}

impl Part {
    /// How many are passed over on the page before, if there is one.
    pub fn before(&self) -> Option<i64> {
        (self.skip > 0).then(|| (self.skip - ROOMS).max(0))
    }

    /// How many are passed over on the next page, if there is one.
    pub fn next(&self) -> Option<i64> {
        Some(self.skip + self.shown).filter(|next| self.shown > 0 && *next < self.all)
    }
}

impl CalendarVenue {
    /// Whether it is the place of this id, or in that group.
    fn is(&self, place: &str) -> bool {
        self.id.to_text() == place || self.cluster.as_ref().is_some_and(|(cluster, _)| cluster == place)
    }
}

/// The venue or group that is asked for, the organisation's own without a wish, or `None` for all.
fn chosen(venues: &[CalendarVenue], asked: Option<&str>) -> Option<String> {
    let Some(asked) = asked else {
        let own = || venues.iter().filter(|venue| venue.own);
        let own = own().find(|venue| venue.in_service).or_else(|| own().next())?;
        let cluster = own.cluster.as_ref().map(|(id, _)| id.clone());
        return Some(cluster.unwrap_or_else(|| own.id.to_text()));
    };
    places(venues)
        .into_iter()
        .map(|place| place.id)
        .find(|id| id == asked)
}

/// The groups of venues, then the venues, each once.
fn places(venues: &[CalendarVenue]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (id, name) in venues.iter().filter_map(|venue| venue.cluster.as_ref()) {
        if places.iter().all(|known| known.id != *id) {
            places.push(Place {
                id: id.clone(),
                name: name.clone(),
                cluster: true,
            });
        }
    }
    places.extend(venues.iter().map(|venue| Place {
        id: venue.id.to_text(),
        name: venue.name.clone(),
        cluster: false,
    }));
    places
}
