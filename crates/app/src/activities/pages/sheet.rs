//! The sign-in sheet: printed, or as a spreadsheet; and the poster.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::{Fault, Refusal},
    feature::{PanelAsk, Slot},
    form::Form,
    gate::{Grant, Permission as _},
    keys::Keys,
    people::Why,
    spreadsheet::{XLSX, attachment},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, WriteTx};

use super::paper;
use crate::activities::{
    Asker, ListSignups, ReadActivities, UnmaskPeople,
    model::CohostStatus,
    queries::{self, Sheet, SheetRow, Stored},
    require_held, require_names, xlsx,
};
use crate::people::for_reason::{self, Ask, Purpose};

/// The sheet of an activity, for those who see who signed up for it.
///
/// # Errors
/// [`Fault::NotFound`] where the asking organisation holds none of that id, or the names are not for the reader.
pub fn read(tx: &mut ReadTx, asker: Asker, id: ActivityId) -> Result<(Stored, Sheet), Fault> {
    let stored = require_names(tx, asker, id)?;
    Ok((stored, queries::sheet(tx, id)?))
}

/// `GET /w/{org}/activities/{id}/sheet`: with masked names, to be printed; for those who may, the form that
/// asks for full ones.
pub async fn show(
    gate: Grant<ListSignups>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let (org, asker) = (gate.org(), Asker::of(&gate));
    let (stored, sheet) = app.db.read(move |tx| read(tx, asker, id)).await?;
    let at = format!("/w/{org}/activities/{id}");
    let title = ui.t(msg::ACTIVITY_SHEET);
    let tools = html! {
        (row(html! {
            (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
            (Button::print(ui.t(msg::ACTIVITY_SHEET_PRINT)).primary())
            (link_button(&format!("{at}/sheet.xlsx"), ui.t(msg::ACTIVITY_SHEET_XLSX)).icon(Icon::Download).download())
            (link_button(&format!("{at}/badges"), ui.t(msg::BADGES_TITLE)).icon(Icon::Print))
        }))
        @if gate.may(UnmaskPeople::NAME) {
            @let action = format!("{at}/sheet");
            (Ask { action: &action, back: &action, purposes: &PURPOSES, more: &[] }.form(&ui))
        }
    };
    let content = html! { (tools) (paper::sheet(&ui, &stored, &sheet, &masked(&sheet))) };
    Ok(bare(
        &ui,
        &format!("{} · {title}", stored.activity.title),
        content,
    ))
}

/// What full names of a sheet are wanted for.
const PURPOSES: [Purpose; 2] = [Purpose::Print, Purpose::Spreadsheet];

/// `POST /w/{org}/activities/{id}/sheet`: with full names. Each print is recorded, with its reason, where those
/// whose names are shown can read it.
pub async fn unmasked(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, asker) = (gate.org(), Asker::of(&gate));
    let action = format!("/w/{org}/activities/{id}/sheet");
    let Some(why) = for_reason::reason(&gate, &fields) else {
        let ask = Ask {
            action: &action,
            back: &action,
            purposes: &PURPOSES,
            more: &[],
        };
        return Ok(ask.page(&app, &ui, &gate, &fields).into_response());
    };
    let house = app.clone();
    let (stored, sheet, names) = app
        .db
        .write(gate.by(), move |tx| {
            let (stored, sheet) = read(tx, asker, id)?;
            let names = disclosed(tx, &house.keys, &why, &sheet)?;
            Ok::<_, Fault>((stored, sheet, names))
        })
        .await?;
    if fields.raw("as") == "xlsx" {
        return file(&ui, &stored, &sheet, &names);
    }
    let title = format!("{} · {}", stored.activity.title, ui.t(msg::ACTIVITY_SHEET));
    let tools = row(html! {
        (link_button(&format!("/w/{org}/activities/{id}"), ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
        (Button::print(ui.t(msg::ACTIVITY_SHEET_PRINT)).primary())
    });
    Ok(bare(
        &ui,
        &title,
        html! { (tools) (paper::sheet(&ui, &stored, &sheet, &names)) },
    )
    .into_response())
}

/// The full names of a sheet's rows, each shown for this reason, which is written down.
///
/// # Errors
/// When the database fails.
pub fn disclosed(tx: &mut WriteTx, keys: &Keys, why: &Why, sheet: &Sheet) -> Result<Vec<String>, Fault> {
    let open = for_reason::open(tx, keys, why, sheet.rows.iter().map(|row| row.person))?;
    let name = |row: &SheetRow| open.get(&row.person).cloned();
    let names = sheet
        .rows
        .iter()
        .map(|row| name(row).unwrap_or_else(|| row.name_masked.clone()));
    Ok(names.collect())
}

/// `GET /w/{org}/activities/{id}/sheet.xlsx`: the same as a spreadsheet, with masked names.
pub async fn spreadsheet(
    gate: Grant<ListSignups>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Response, Fault> {
    let asker = Asker::of(&gate);
    let (stored, sheet) = app.db.read(move |tx| read(tx, asker, id)).await?;
    file(&ui, &stored, &sheet, &masked(&sheet))
}

/// The names of a sheet's rows as screens show them.
pub fn masked(sheet: &Sheet) -> Vec<String> {
    sheet.rows.iter().map(|row| row.name_masked.clone()).collect()
}

fn file(ui: &Ui, stored: &Stored, sheet: &Sheet, names: &[String]) -> Result<Response, Fault> {
    let bytes = xlsx::sheet(ui, stored, sheet, names).map_err(|why| Fault::Internal(why.to_string()))?;
    Ok(attachment(XLSX, "sign-in.xlsx", bytes))
}

/// `GET /w/{org}/activities/{id}/poster`: one sheet for the notice board, with a QR code of the public page.
pub async fn poster(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (house, reader) = (app.clone(), ui.clone());
    let read = app.db.read(move |tx| {
        let ask = PanelAsk {
            ui: &reader,
            app: &house,
            org: Some(org),
            person: None,
            roles: &[],
            id: &id.to_text(),
            now: reader.now,
        };
        let stored = require_held(tx, org, id)?;
        Ok::<_, Fault>((stored, house.registry.panels(Slot::ActivityRhythm, tx, &ask)?))
    });
    let (stored, rhythm) = read.await?;
    let activity = &stored.activity;
    if activity.published_at.is_none() {
        return Err(Refusal::conflict("activity-draft", msg::ACTIVITY_REFUSED_POSTER).into());
    }
    let hosts: Vec<&str> = stored
        .cohosts
        .iter()
        .filter(|cohost| cohost.status == CohostStatus::Accepted)
        .map(|cohost| cohost.name.as_str())
        .collect();
    let address = app.address(&format!("/activities/{id}"));
    let tools = row(html! {
        (link_button(&format!("/w/{org}/activities/{id}"), ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
        (Button::print(ui.t(msg::ACTIVITY_SHEET_PRINT)).primary())
    });
    let content = html! { (tools) (paper::poster(&ui, &stored, &hosts, (&rhythm, &address))) };
    Ok(bare(&ui, &activity.title, content))
}
