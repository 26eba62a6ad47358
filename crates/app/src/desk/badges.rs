//! Name badges: one for each place, to be printed, cut and worn.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{app::App, extract::Path, fault::Fault, form::Form, gate::Grant, ui::prelude::*};

use crate::{
    activities::{Asker, ListSignups, Sheet, Stored, UnmaskPeople, sheet},
    people::for_reason::{self, Ask, Purpose},
    signups::ticket,
};

type Of = Path<(OrganisationId, ActivityId)>;

/// `GET /w/{org}/activities/{id}/badges`: with masked names; for those who may, the form that asks for full ones.
pub(super) async fn show(
    gate: Grant<ListSignups>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Page, Fault> {
    let (org, asker) = (gate.org(), Asker::of(&gate));
    let (stored, rows) = app.db.read(move |tx| sheet::read(tx, asker, id)).await?;
    let action = format!("/w/{org}/activities/{id}/badges");
    let may = gate.may("people.unmask") && !rows.rows.is_empty();
    let full = html! { @if may { (ask(&action).form(&ui)) } };
    Ok(page(
        &app,
        &ui,
        org,
        (&stored, &rows, &sheet::masked(&rows)),
        &full,
    ))
}

fn ask(action: &str) -> Ask<'_> {
    Ask::of(action, action, &[Purpose::Print])
}

/// `POST /w/{org}/activities/{id}/badges`: with full names, each shown for the reason given.
pub(super) async fn with_full_names(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, asker) = (gate.org(), Asker::of(&gate));
    let action = format!("/w/{org}/activities/{id}/badges");
    let Some(why) = for_reason::reason(&gate, &fields) else {
        return Ok(ask(&action).page(&app, &ui, &gate, &fields).into_response());
    };
    let house = app.clone();
    let (stored, rows, names) = app
        .db
        .write(gate.by(), move |tx| {
            let (stored, rows) = sheet::read(tx, asker, id)?;
            let names = sheet::disclosed(tx, &house.keys, &why, &rows)?;
            Ok::<_, Fault>((stored, rows, names))
        })
        .await?;
    Ok(page(&app, &ui, org, (&stored, &rows, &names), &html! {}).into_response())
}

fn page(
    app: &App,
    ui: &Ui,
    org: OrganisationId,
    (stored, rows, names): (&Stored, &Sheet, &[String]),
    full: &Markup,
) -> Page {
    let activity = &stored.activity;
    let back = format!("/w/{org}/activities/{}", activity.id);
    let tools = stack(html! {
        (row(html! {
            (link_button(&back, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
            @if !rows.rows.is_empty() { (Button::print(ui.t(msg::ACTIVITY_SHEET_PRINT)).primary()) }
        }))
        @if rows.rows.is_empty() {
            (empty(Icon::Ticket, ui.t(msg::BADGES_NONE), html! {}))
        } @else {
            (full)
        }
    });
    let helps = ui.t(msg::SIGNUP_ROLE_VOLUNTEER);
    let code = ui.t(msg::ACTIVITY_SHEET_CODE);
    let badges = rows.rows.iter().zip(names).map(|(row, name)| PaperBadge {
        about: &activity.title,
        name,
        band: (row.role == "volunteer").then_some(helps),
        qr: qr(&ticket::address(app, &row.code)),
        qr_label: code,
        code: &row.code,
    });
    let title = ui.t(msg::BADGES_TITLE);
    bare(
        ui,
        &format!("{} · {title}", activity.title),
        html! { (tools) (paper_badges((title, ui.t(msg::BADGES_HOW)), badges)) },
    )
}
