//! `GET /w/{org}/calendar`: a day or a week of the rooms near by.

use axum::extract::State;
use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::time;
use langqiao_platform::{app::App, desk, extract::Query, fault::Fault, gate::Grant, ui::prelude::*};
use langqiao_store::StoreError;
use serde::Deserialize;

use super::{
    super::SeeSpaces,
    queries::{self, CalendarRoom},
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
}

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
    let read = app.db.read(move |tx| {
        let rooms = queries::rooms(tx, org)?;
        let place = chosen(&rooms, asked.place.as_deref());
        let (uses, counts) = match view {
            View::Month => (Vec::new(), queries::by_day(tx, org, place.as_deref(), span)?),
            View::Day | View::Week => (queries::uses(tx, org, span)?, Vec::new()),
        };
        Ok::<_, StoreError>((rooms, place, uses, counts))
    });
    let (rooms, place, uses, counts) = read.await?;
    let places = places(&rooms);
    let shown = |room: &CalendarRoom| match &place {
        None => true,
        Some(id) => {
            room.venue.to_text() == *id || room.cluster.as_ref().is_some_and(|(cluster, _)| cluster == id)
        }
    };
    let in_use = |room: &CalendarRoom| uses.iter().any(|one| one.space == room.id);
    let (rooms, free): (Vec<CalendarRoom>, Vec<CalendarRoom>) =
        rooms.into_iter().filter(shown).partition(in_use);
    let calendar = Calendar {
        org,
        day,
        view,
        places: &places,
        place: place.as_deref().unwrap_or(ALL),
        rooms: &rooms,
        free: &free,
        uses: &uses,
        counts: &counts,
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

/// The venue or group that is asked for, the organisation's own without a wish, or `None` for all.
fn chosen(rooms: &[CalendarRoom], asked: Option<&str>) -> Option<String> {
    let Some(asked) = asked else {
        let own = rooms.iter().find(|room| room.own)?;
        let cluster = own.cluster.as_ref().map(|(id, _)| id.clone());
        return Some(cluster.unwrap_or_else(|| own.venue.to_text()));
    };
    places(rooms)
        .into_iter()
        .map(|place| place.id)
        .find(|id| id == asked)
}

/// The groups of venues, then the venues, each once.
fn places(rooms: &[CalendarRoom]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let clusters = rooms
        .iter()
        .filter_map(|room| room.cluster.as_ref())
        .map(|(id, name)| Place {
            id: id.clone(),
            name: name.clone(),
            cluster: true,
        });
    let venues = rooms.iter().map(|room| Place {
        id: room.venue.to_text(),
        name: room.venue_name.clone(),
        cluster: false,
    });
    for place in clusters.chain(venues) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}
