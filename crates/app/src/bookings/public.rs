//! When a venue's rooms are open and taken, on the venue's public page.

use langqiao_kernel::{id::VenueId, time};
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{
    queries::{self, WeekOf},
    room_view,
};

/// The rooms' hours this week, and their calendars.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let Ok(venue) = ask.id.parse::<VenueId>() else {
        return Ok(html! {});
    };
    let rooms = queries::weeks_of(tx, venue)?;
    let ui = ask.ui;
    if rooms.is_empty() {
        return Ok(html! {});
    }
    Ok(section(
        ui.t(msg::BOOKING_OPEN_HOURS),
        stack(html! { @for room in &rooms { (one(ui, &ask.app.settings.public_url, room)) } }),
    ))
}

fn one(ui: &Ui, base: &str, room: &WeekOf) -> Markup {
    card(html! {
        h3 { (room.name) }
        @if let Some(closed) = &room.closed {
            p { (ui.tf(msg::CLOSING_SINCE, args! { day = when::full_day(ui.lang, time::day(closed.from)), reason = closed.reason.clone() })) }
        }
        @if room.closed.as_ref().is_none_or(|closed| ui.now < closed.from) { (room_view::hours(ui, &room.hours)) }
        (room_view::calendar(ui, base, room.space))
    })
}
