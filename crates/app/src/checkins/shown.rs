//! What other pages show of check-in: the day's page, and an activity's page in the workbench.

use langqiao_platform::{
    feature::{PanelAsk, TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{ScanIn, lists, views};
use crate::activities;

/// The activities whose door opens within a day, each with the way to its check-in.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(ScanIn::NAME)) {
        return Ok(Vec::new());
    }
    let until = ask.now.saturating_add(views::ANNOUNCED).unwrap_or(ask.now);
    let soon = lists::soon(tx, ask.org, ask.now, until)?;
    let item = |activity: lists::Soon| TodayItem {
        due: Some(activity.starts),
        title: ui.tf(msg::CHECKIN_TODAY, args! { title = activity.title }),
        detail: ui.tf(
            msg::CHECKIN_TODAY_DETAIL,
            args! {
                place = activity.place, expected = activity.expected, arrived = activity.arrived
            },
        ),
        href: format!("/w/{}/activities/{}/checkin", ask.org, activity.activity),
        action: msg::CHECKIN_TODAY_ACTION,
    };
    Ok(soon.into_iter().map(item).collect())
}

/// The figures of the door and the way to it.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(activity)) = (ask.org, ask.id.parse()) else {
        return Ok(html! {});
    };
    if activities::load(tx, activity)?.is_some_and(|activity| activity.course) {
        // Its roll is called session by session; the way there is on the same page.
        return Ok(html! {});
    }
    let counts = lists::counts(tx, activity)?;
    // A course's sessions have rolls of their own, to which its own panel leads.
    if counts.arrived == 0 && (counts.expected == 0 || counts.course) {
        return Ok(html! {});
    }
    let (ui, path) = (ask.ui, format!("/w/{org}/activities/{activity}/checkin"));
    let over = counts.ends.is_some_and(|ends| ends <= ask.now);
    Ok(panel_sheet(ui, (&path, over), &counts))
}

fn panel_sheet(ui: &Ui, (path, over): (&str, bool), counts: &lists::Counts) -> Markup {
    if over {
        let list = |show: lists::Show| format!("{path}/{}", show.as_str());
        let came = ui.tf(msg::CHECKIN_CAME, args! { n = counts.arrived });
        let missing = ui.tf(msg::CHECKIN_NOT_COME, args! { n = counts.missing });
        return langqiao_platform::ui::components::panel(
            ui.t(msg::CHECKIN_PANEL),
            stack(html! {
                p {
                    (ui.tf(msg::CHECKIN_HAD_PLACES, args! { n = counts.expected })) " · "
                    (link(&list(lists::Show::Arrived), &came)) " · "
                    (link(&list(lists::Show::Missing), &missing))
                }
                (row(link_button(path, ui.t(msg::CHECKIN_OPEN_OVER)).icon(Icon::Scan).render()))
            }),
        );
    }
    langqiao_platform::ui::components::panel(
        ui.t(msg::CHECKIN_PANEL),
        stack(html! {
            p { (ui.tf(msg::CHECKIN_PANEL_LEAD, args! {
                expected = counts.expected, arrived = counts.arrived, present = counts.present()
            })) }
            (row(link_button(path, ui.t(msg::CHECKIN_TODAY_ACTION)).icon(Icon::Scan).render()))
        }),
    )
}
