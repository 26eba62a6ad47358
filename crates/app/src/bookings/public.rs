//! When a venue's rooms are open and taken, on the venue's public page.

use langqiao_kernel::id::{SpaceId, VenueId};
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{hours::Hours, queries, room_view};

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
        stack(html! { @for (space, name, week) in &rooms { (one(ui, *space, name, week)) } }),
    ))
}

fn one(ui: &Ui, space: SpaceId, name: &str, week: &Hours) -> Markup {
    card(html! {
        (spread(
            html! { h3 { (name) } },
            link(&format!("/spaces/{space}/calendar.ics"), ui.t(msg::BOOKING_SUBSCRIBE)),
        ))
        (room_view::hours(ui, week))
    })
}
