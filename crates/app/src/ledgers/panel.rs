//! On the page of an activity that has begun: what was promised and what was given.

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{feature::PanelAsk, fields::Fields, gate::Permission, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{queries, views};
use crate::activities::{self, AnswerCohosts, Status};

pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(id)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let Some(activity) = activities::load(tx, id)? else {
        return Ok(html! {});
    };
    if activity.status != Status::Published || ask.now < activity.times.starts_at {
        return Ok(html! {});
    }
    if !activities::held_at_or_below(tx, org, id)? {
        return Ok(html! {});
    }
    let (ui, parts) = (ask.ui, queries::parts(tx, id)?);
    let may = ask.roles.iter().any(|role| role.gives(AnswerCohosts::NAME));
    let own = parts.iter().find(|part| may && part.organisation == org);
    let form = own.map(|own| {
        let known = own.gave.as_ref().unwrap_or(&own.promised);
        let fields: Fields = activities::written_contribution("own", known)
            .into_iter()
            .collect();
        let open = own.gave.is_none();
        disclosure(
            ui.t(msg::LEDGER_SAY),
            open,
            views::form(
                ui,
                &format!("/w/{org}/activities/{id}"),
                &fields,
                &Problems::new(),
            ),
        )
    });
    Ok(section(
        ui.t(msg::LEDGER_GIVEN),
        html! {
            (views::parts(ui, &parts))
            @if let Some(form) = form { (form) }
        },
    ))
}
