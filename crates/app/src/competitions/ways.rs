//! The ways to the competitions from the pages of others: the portal's home, the list of all activities, one's own places.

use langqiao_kernel::id::PersonId;
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{model::Competition, pages, queries};

/// How many stand on a page of others.
const SHOWN: i64 = 3;

fn cards(ui: &Ui, found: &[Competition]) -> Markup {
    stack(html! { @for competition in found { (pages::in_list(ui, competition)) } })
}

/// The next ones, on the portal's home; nothing while there is none.
pub(super) fn at_home(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let (ui, found) = (ask.ui, queries::shown_now(tx, ask.now, SHOWN)?);
    if found.is_empty() {
        return Ok(html! {});
    }
    Ok(aside(
        ui.t(msg::COMPETITION_TITLE),
        link("/competitions", ui.t(msg::PORTAL_ALL)),
        cards(ui, &found),
    ))
}

/// The way from the list of all activities.
pub(super) fn in_list(_: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let button = link_button("/competitions", ask.ui.t(msg::COMPETITION_TITLE));
    Ok(button.icon(Icon::Certificate).render())
}

/// Those in which the reader takes part or has entered others.
pub(super) fn of_family(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let Ok(person) = ask.id.parse::<PersonId>() else {
        return Ok(html! {});
    };
    let (ui, found) = (ask.ui, queries::of_person(tx, person, ask.now, SHOWN)?);
    if found.is_empty() {
        return Ok(html! {});
    }
    Ok(aside(
        ui.t(msg::COMPETITION_MINE),
        link("/competitions", ui.t(msg::PORTAL_ALL)),
        cards(ui, &found),
    ))
}
