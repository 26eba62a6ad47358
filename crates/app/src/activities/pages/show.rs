//! An activity in the workbench: where it stands, who holds it, who comes, and what can be done now.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::Grant,
    ui::prelude::*,
};

use super::{actions, facts, ledger, parting, rooms::Rooms};
use crate::activities::{
    ReadActivities, load_in_scope,
    model::Status,
    queries::{self, Revision, Standing, Stored},
};

/// Everything the page shows; read in one hop.
pub struct Shown {
    /// The activity.
    pub stored: Stored,
    /// How the organisation stands to it.
    pub standing: Standing,
    /// Its further rooms and what it takes along, by name and pieces.
    pub needs: Vec<(String, Option<i64>)>,
    /// In which way it comes by its rooms.
    pub rooms: Rooms,
    /// What was done to it, the latest first.
    pub history: Vec<Revision>,
    /// What later features show of it.
    pub panels: Markup,
}

/// `GET /w/{org}/activities/{id}`
pub async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let (org, house, reader) = (gate.org(), app.clone(), ui.clone());
    let roles = gate.roles().to_vec();
    let shown = app
        .db
        .read(move |tx| {
            let (stored, standing) = load_in_scope(tx, org, id)?;
            let history = queries::revisions(tx, id, 12)?;
            let needs = match stored.plan.rooms.is_empty() && stored.plan.equipment.is_empty() {
                true => Vec::new(),
                false => queries::needs_named(tx, id)?,
            };
            let rooms = Rooms::read(tx, &reader, &stored)?;
            let subject = id.to_text();
            let ask = PanelAsk {
                ui: &reader,
                app: &house,
                org: Some(org),
                person: None,
                roles: &roles,
                id: &subject,
                now: reader.now,
            };
            // To a draft nobody has come, and nothing was counted: only what prepares it is asked.
            let slot = match stored.activity.status {
                Status::Draft => Slot::ActivityDraft,
                _ => Slot::ActivityWorkbench,
            };
            let course = match stored.activity.course {
                true => house.registry.panels(Slot::ActivityCourse, tx, &ask)?,
                false => html! {},
            };
            let panels = html! { (house.registry.panels(slot, tx, &ask)?) (course) };
            Ok::<_, Fault>(Shown {
                stored,
                standing,
                history,
                needs,
                rooms,
                panels,
            })
        })
        .await?;
    let activity = &shown.stored.activity;
    let actions = actions::of(&ui, &gate, &shown);
    let release = parting::way_to_release(&gate, &shown, ui.now);
    let content = html! {
        (page_title(&activity.title, Some(&facts::lede(&ui, activity)), Some(actions.head)))
        (stack(html! {
            (facts::state(&ui, activity, shown.standing))
            (actions.first)
            (split(
                html! {
                    (section(ui.t(msg::ACTIVITY_LEDGER), ledger::ledger(&ui, &shown.stored.cohosts, release)))
                    (facts::counts(&ui, org, &shown, gate.may_here("signups.list")))
                    (shown.panels)
                    (section(ui.t(msg::ACTIVITY_HISTORY), facts::history(&ui, &shown.history)))
                },
                html! {
                    (panel(ui.t(msg::ACTIVITY_FACTS), facts::about(&ui, &shown)))
                    (facts::hints(&ui, &shown))
                },
            ))
            (actions.last)
        }))
    };
    Ok(desk::page(&app, &ui, &gate, &activity.title, content))
}
