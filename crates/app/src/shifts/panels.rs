//! What an activity's pages show of its shifts.

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{feature::PanelAsk, gate::Permission, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{
    queries::{self, Line},
    views,
};
use crate::activities::{self, ListSignups};

/// On the public page of an activity: what helpers are wanted for, until each shift begins.
pub(super) fn public(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let Ok(activity) = ask.id.parse::<ActivityId>() else {
        return Ok(html! {});
    };
    let mut shifts = queries::filled(tx, activity)?;
    shifts.retain(|shift| shift.starts_at > ask.now);
    if shifts.is_empty() || !queries::is_public(tx, activity)? {
        return Ok(html! {});
    }
    let ui = ask.ui;
    Ok(section(
        ui.t(msg::ACTIVITY_SHIFTS),
        html! {
            p { (ui.t(msg::SHIFTS_PUBLIC)) }
            ul {
                @for shift in &shifts {
                    li {
                        (shift.name) " · " (views::span(ui, shift)) " · "
                        @match shift.free() {
                            0 => (ui.t(msg::SHIFTS_ENOUGH)),
                            n => (ui.tf(msg::SHIFTS_WANTED, args! { n = n })),
                        }
                    }
                }
            }
        },
    ))
}

/// On an activity's page in the workbench: how its shifts are filled, and what stands in the way.
pub(super) fn workbench(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(activity)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let shifts = queries::filled(tx, activity)?;
    if shifts.is_empty() || !activities::held_at_or_below(tx, org, activity)? {
        return Ok(html! {});
    }
    // The board is for those who hold it, not for those above them.
    let board =
        ask.roles.iter().any(|role| role.gives(ListSignups::NAME)) && queries::holds(tx, org, activity)?;
    let (ui, lines) = (ask.ui, queries::lines(tx, activity)?);
    let rows = shifts.iter().map(|shift| {
        vec![
            html! { (shift.name) },
            html! { (views::span(ui, shift)) },
            views::fill(ui, shift),
        ]
    });
    let columns = vec![
        col(ui.t(msg::ACTIVITY_SHIFT_NAME)),
        col(ui.t(msg::ACTIVITY_WHEN)),
        col(ui.t(msg::SHIFTS_PEOPLE)),
    ];
    Ok(section(
        ui.t(msg::ACTIVITY_SHIFTS),
        html! {
            (amiss(ui, &lines))
            (table(ui.t(msg::ACTIVITY_SHIFTS), columns).rows(rows).render())
            @if board { (row(link_button(&format!("/w/{org}/activities/{activity}/shifts"), ui.t(msg::SHIFTS_BOARD)).render())) }
        },
    ))
}

/// Who has no shift yet, and who would have to be at two places at once.
pub(super) fn amiss(ui: &Ui, lines: &[Line]) -> Markup {
    let without = lines.iter().filter(|line| line.shift.is_none()).count();
    let clashing = lines.iter().filter(|line| line.clash).count();
    html! {
        @if clashing > 0 { (notice(Tone::Warn, html! { (ui.tf(msg::SHIFTS_CLASHING, args! { n = clashing as i64 })) })) }
        @if without > 0 { (notice(Tone::Info, html! { (ui.tf(msg::SHIFTS_WITHOUT, args! { n = without as i64 })) })) }
    }
}
