//! `GET /w/{org}/calendar`: a day or a week of the rooms near by.

use axum::extract::State;
use jiff::{ToSpan, civil::Date};
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
    /// `week`, or a day.
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
    let week = asked.view.as_deref() == Some("week");
    let days = if week { 7 } else { 1 };
    let span = (
        time::start_of_day(day),
        time::start_of_day(day.saturating_add(days.days())),
    );
    let read = app.db.read(move |tx| {
        let rooms = queries::rooms(tx, org)?;
        Ok::<_, StoreError>((rooms, queries::uses(tx, org, span)?))
    });
    let (rooms, uses) = read.await?;
    let places = places(&rooms);
    let usual = || {
        let own = rooms.iter().find(|room| room.own)?;
        let cluster = own.cluster.as_ref().map(|(id, _)| id.clone());
        Some(cluster.unwrap_or_else(|| own.venue.to_text()))
    };
    let place = match asked.place {
        None => usual(),
        Some(asked) => Some(asked).filter(|asked| places.iter().any(|place| place.id == *asked)),
    };
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
        week,
        places: &places,
        place: place.as_deref().unwrap_or(ALL),
        rooms: &rooms,
        free: &free,
        uses: &uses,
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
