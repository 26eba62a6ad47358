//! What is on in a venue, on the venue's public page.

use langqiao_kernel::id::VenueId;
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use crate::activities::queries;

/// The next activities in the venue of this id.
pub fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let Ok(venue) = ask.id.parse::<VenueId>() else {
        return Ok(html! {});
    };
    let on = queries::at_venue(tx, venue, ask.now)?;
    let ui = ask.ui;
    Ok(section(
        ui.t(msg::ACTIVITY_AT_VENUE),
        html! {
            @if on.is_empty() { (muted(html! { (ui.t(msg::ACTIVITY_AT_VENUE_NONE)) })) }
            (stack(html! {
                @for item in &on {
                    (listing(ui, &Listing {
                        href: &format!("/activities/{}", item.id),
                        title: &item.title,
                        from: item.starts_at,
                        to: item.ends_at,
                        place: &item.place,
                        hosts: &item.host,
                        badges: html! {},
                        end: html! {},
                    }))
                }
            }))
        },
    ))
}
