//! What a venue's keeper sees of its real use: what is open, the ways to the door and its sign, and when rooms ring.

use langqiao_kernel::id::{SpaceId, VenueId};
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError, params};

use super::queries;

pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Ok(venue), Some(org)) = (ask.id.parse::<VenueId>(), ask.org) else {
        return Ok(html! {});
    };
    let ui = ask.ui;
    let open = queries::open_in(tx, venue, ask.now)?;
    let rooms: Vec<(SpaceId, String, i64)> = tx.all(
        "SELECT id, name, idle_days FROM space WHERE venue = ?1 ORDER BY name, id",
        params![venue],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    Ok(section(
        ui.t(msg::USE_TITLE),
        card(html! {
            @for one in &open {
                p { (badge(Tone::Ok, ui.t(msg::USE_IS_OPEN))) " " (one.place) " · " (ui.tf(msg::USE_SINCE, args! { at = when::moment(ui.lang, one.from, ui.now) })) }
            }
            (row(html! {
                (link_button(&format!("/venues/{venue}/door"), ui.t(msg::USE_DOOR)).primary().icon(Icon::Door))
                (link_button(&format!("/w/{org}/venues/{venue}/door-sign"), ui.t(msg::USE_SIGN)).icon(Icon::Print))
                (link_button(&format!("/w/{org}/uses"), ui.t(msg::USE_SEE)).quiet())
            }))
            (disclosure(ui.t(msg::USE_IDLE_DAYS), false, stack(html! {
                @for (space, name, days) in &rooms {
                    @let field_name = format!("idle-{space}");
                    (form(ui, &format!("/w/{org}/spaces/{space}/idle-days")).body(html! {
                        (hidden("venue", ask.id))
                        (field(ui, &field_name, &ui.tf(msg::USE_IDLE_DAYS_OF, args! { name = name.as_str() })).required().short().whole_number()
                            .value(&days.to_string()).unit(ui.t(msg::USE_DAYS)).hint(ui.t(msg::USE_IDLE_DAYS_HINT)))
                        (button(ui.t(msg::SITE_SAVE)).about(name))
                    }))
                }
            })))
        }),
    ))
}
