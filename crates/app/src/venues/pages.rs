//! The public page of a venue.

use axum::extract::State;
use langqiao_kernel::id::VenueId;
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::Anyone,
    ui::prelude::*,
};

use super::queries::{self, Space, Venue};

/// `GET /venues/{venue}`
pub async fn show(_: Anyone, ui: Ui, State(app): State<App>, Path(id): Path<VenueId>) -> Result<Page, Fault> {
    let (house, reader) = (app.clone(), ui.clone());
    let found = app
        .db
        .read(move |tx| {
            let Some(venue) = queries::venue(tx, id)? else {
                return Ok::<_, Fault>(None);
            };
            let spaces = queries::spaces(tx, id)?;
            let subject = id.to_text();
            let ask = PanelAsk {
                ui: &reader,
                app: &house,
                org: None,
                id: &subject,
                now: reader.now,
            };
            let on = house.registry.panels(Slot::Venue, tx, &ask)?;
            Ok(Some((venue, spaces, on)))
        })
        .await?;
    let (venue, spaces, on) = found.ok_or(Fault::NotFound)?;
    let head = Head {
        title: &venue.name,
        description: &venue.address,
        ..Head::default()
    };
    Ok(portal(&ui, head, content(&ui, &venue, &spaces, &on)))
}

fn content(ui: &Ui, venue: &Venue, spaces: &[Space], on: &Markup) -> Markup {
    let place = if venue.area == venue.town {
        venue.town.clone()
    } else {
        format!("{}{}", venue.town, venue.area)
    };
    let step_free = if venue.step_free {
        msg::VENUE_STEP_FREE_YES
    } else {
        msg::VENUE_STEP_FREE_NO
    };
    let mut facts = definitions(ui);
    if !venue.address.is_empty() {
        facts = facts.row(ui.t(msg::VENUE_ADDRESS), html! { (venue.address) });
    }
    let facts = facts
        .row(ui.t(msg::VENUE_AREA), html! { (place) })
        .row(ui.t(msg::VENUE_OWNER), html! { (venue.owner) })
        .row(ui.t(msg::VENUE_STEP_FREE), html! { (ui.t(step_free)) });
    let rooms = table(
        ui.t(msg::VENUE_SPACES),
        vec![col(ui.t(msg::VENUE_SPACE)), number_col(ui.t(msg::VENUE_CAPACITY))],
    )
    .rows(spaces.iter().map(|space| {
        vec![
            html! { (space.name) },
            html! { (ui.tf(msg::VENUE_PEOPLE, args! { n = space.capacity })) },
        ]
    }));
    html! {
        (page_title(&venue.name, Some(&place), None))
        (stack(html! {
            (card(html! { (facts) }))
            (section(ui.t(msg::VENUE_SPACES), html! {
                @if spaces.is_empty() { (muted(html! { (ui.t(msg::VENUE_NO_SPACES)) })) } @else { (rooms) }
            }))
            (on)
        }))
    }
}
