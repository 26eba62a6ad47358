//! The ranking as a page and as a spreadsheet: by route, by town and in the whole round. One view for the office and for
//! anyone.

use std::collections::BTreeMap;

use axum::response::Response;
use langqiao_kernel::id::VenueId;
use langqiao_platform::{fault::Fault, spreadsheet::Sheet, ui::prelude::*};

use super::{
    publish::{PublishedAside, PublishedRound, PublishedVenue},
    say,
};

/// The three rankings one below the other; `to` is where a venue's items are.
pub(super) fn tables(ui: &Ui, of: &PublishedRound, to: impl Fn(VenueId) -> String) -> Markup {
    let mut towns: BTreeMap<_, (&str, Vec<&PublishedVenue>)> = BTreeMap::new();
    for venue in &of.venues {
        towns
            .entry(venue.town)
            .or_insert_with(|| (&venue.town_name, Vec::new()))
            .1
            .push(venue);
    }
    let unranked: Vec<&PublishedVenue> = of.venues.iter().filter(|venue| venue.whole.is_none()).collect();
    html! {
        (section(ui.t(msg::PANEL_RANK_ALL), ranked(ui, ui.t(msg::PANEL_RANK_ALL), of.venues.iter(), |venue| venue.place, &to)))
        @for route in &of.routes {
            @let name = ui.tf(msg::PANEL_RANK_ROUTE, args! { name = &route.name, day = when::full_day(ui.lang, route.day) });
            (section(&name, ranked(ui, &name, of.venues.iter().filter(|venue| venue.route == route.id), |venue| venue.place_on_route, &to)))
        }
        @for (name, venues) in towns.values() {
            @let title = ui.tf(msg::PANEL_RANK_TOWN, args! { name = *name });
            (section(&title, ranked(ui, &title, venues.iter().copied(), |venue| venue.place_in_town, &to)))
        }
        @if !unranked.is_empty() {
            (section(ui.t(msg::PANEL_UNRANKED), bullets(unranked.iter().map(|venue| html! {
                (link(&to(venue.venue), &venue.name)) (ui.t(msg::PANEL_COLON)) (why_not(ui, venue))
            }))))
        }
        @if !of.set_aside.is_empty() {
            (section(ui.t(msg::PANEL_ASIDE), bullets(of.set_aside.iter().map(|aside| html! { (left(ui, of, aside)) }))))
        }
    }
}

/// Whose marks don't count, by number.
fn left(ui: &Ui, of: &PublishedRound, aside: &PublishedAside) -> String {
    let route = of.route(aside.route).map_or("", |route| route.name.as_str());
    ui.tf(
        msg::PANEL_ASIDE_OF,
        args! { route = route, seat = aside.seat, n = aside.papers },
    )
}

/// Why a venue has no place.
pub(super) fn why_not(ui: &Ui, venue: &PublishedVenue) -> String {
    if venue.judges == 0 {
        ui.t(msg::PANEL_NOBODY_WANTED).to_owned()
    } else if venue.missing == 0 {
        ui.t(msg::PANEL_NOT_ALL_IN).to_owned()
    } else {
        ui.tf(
            msg::PANEL_MISSING_OF,
            args! { n = venue.missing, all = venue.judges },
        )
    }
}

fn ranked<'v>(
    ui: &Ui,
    caption: &str,
    venues: impl Iterator<Item = &'v PublishedVenue>,
    place: impl Fn(&PublishedVenue) -> Option<usize>,
    to: &impl Fn(VenueId) -> String,
) -> Markup {
    let mut venues: Vec<&PublishedVenue> = venues.filter(|venue| venue.whole.is_some()).collect();
    venues.sort_by_key(|venue| place(venue));
    if venues.is_empty() {
        return muted(html! { (ui.t(msg::PANEL_NONE_RANKED)) });
    }
    let columns = vec![
        number_col(ui.t(msg::PANEL_PLACE)),
        col(ui.t(msg::PANEL_VENUE)),
        col(ui.t(msg::PANEL_TOWN)),
        number_col(ui.t(msg::PANEL_WHOLE)),
    ];
    let rows = venues.into_iter().map(|venue| {
        vec![
            html! { (say::place(place(venue))) },
            link(&to(venue.venue), &venue.name),
            html! { (venue.town_name) },
            html! { (say::maybe(venue.whole)) },
        ]
    });
    table(caption, columns).rows(rows).render()
}

/// All venues with their places and items.
pub(super) async fn spreadsheet(ui: &Ui, of: &PublishedRound) -> Result<Response, Fault> {
    let mut heads: Vec<&str> = vec![
        ui.t(msg::PANEL_PLACE),
        ui.t(msg::PANEL_VENUE),
        ui.t(msg::PANEL_ROUTE),
        ui.t(msg::PANEL_PLACE_ON_ROUTE),
        ui.t(msg::PANEL_TOWN),
        ui.t(msg::PANEL_PLACE_IN_TOWN),
        ui.t(msg::PANEL_WHOLE),
    ];
    heads.extend(of.items.iter().map(|item| item.label.as_str()));
    let mut venues: Vec<&PublishedVenue> = of.venues.iter().collect();
    venues.sort_by_key(|venue| (venue.place.is_none(), venue.place));
    let mut sheet = Sheet::new(heads).titled(&of.title);
    for venue in venues {
        let route = of
            .route(venue.route)
            .map_or_else(String::new, |route| route.name.clone());
        let mut row = vec![
            say::place(venue.place),
            venue.name.clone(),
            route,
            say::place(venue.place_on_route),
            venue.town_name.clone(),
            say::place(venue.place_in_town),
            say::maybe(venue.whole),
        ];
        row.extend(venue.items.iter().map(|item| say::maybe(item.result)));
        sheet.push(row);
    }
    sheet.as_xlsx("panel.xlsx").await
}
