//! The workbench's pages of organisations.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, PostingId, UnitId},
    text::squash,
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    feature::{PanelAsk, Slot},
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    appoint,
    change::{self, ChangeError},
    cover::{self, CoverError},
    forms::{cover_refused, read_day, read_new, read_unit, refused},
    found,
    list_view::{self, Reader, Retry, Typed},
    model::Way,
    page_view::{self, OrganisationPage},
    queries::{self, Filter},
    tree,
};
use crate::{
    areas::scope_of,
    coverage::{ReadCoverage, Viewer},
    units::KeepRegisters,
};

/// How many units and activities an organisation's page shows.
const SHOWN: i64 = 20;

pub(super) async fn show_list(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Page, Fault> {
    fn read<T: std::str::FromStr>(text: Option<&String>) -> Option<T> {
        text.and_then(|text| text.parse().ok())
    }
    let org = gate.org();
    let filter = Filter {
        on: time::day(ui.now),
        line: read(typed.line.as_ref()),
        kind: read(typed.kind.as_ref()),
        town: read(typed.town.as_ref()),
        area: None,
        parent: read(typed.parent.as_ref()),
        word: typed.q.as_deref().map(squash).filter(|word| !word.is_empty()),
    };
    let after = typed.after.as_deref().and_then(list_view::read_after);
    let wanted = filter.clone();
    let (viewer, found) = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let town = viewer.scope.town().or(wanted.town);
            let narrowed = Filter {
                town,
                area: viewer.scope.village(),
                ..wanted
            };
            let found = queries::list(tx, &narrowed, after.as_ref(), list_view::PAGE as i64 + 1)?;
            Ok::<_, Fault>((viewer, found))
        })
        .await?;
    let reader = Reader {
        ui: &ui,
        org,
        viewer: &viewer,
        may_keep: gate.may(KeepRegisters::NAME),
    };
    let content = list_view::list(&reader, &typed, &filter, found);
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        ui.t(msg::ORGANISATIONS_TITLE),
        content,
    ))
}

pub(super) async fn show_organisation(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, OrganisationId)>,
) -> Result<Page, Fault> {
    organisation_page(&app, &ui, &gate, id, &Retry::default()).await
}

async fn organisation_page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    id: OrganisationId,
    retry: &Retry,
) -> Result<Page, Fault> {
    let (org, now, house, reader) = (gate.org(), ui.now, app.clone(), ui.clone());
    let roles = gate.roles().to_vec();
    let (page, below) = app
        .db
        .read(move |tx| {
            let today = time::day(now);
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let organisation = queries::organisation(tx, viewer.scope, id, today)?.ok_or(Fault::NotFound)?;
            let path = queries::path(tx, viewer.scope, id)?;
            let posts = queries::posts(tx, id)?;
            let covered = queries::covered(tx, id, organisation.line, today, SHOWN)?;
            let held = queries::held(tx, id, now, SHOWN)?;
            let ask = PanelAsk {
                ui: &reader,
                app: &house,
                org: Some(org),
                person: None,
                roles: &roles,
                id: &id.to_text(),
                now,
            };
            let panels = house.registry.panels(Slot::Organisation, tx, &ask)?;
            let below = tree::is_below(tx, id, org)?;
            Ok::<_, Fault>((
                OrganisationPage {
                    viewer,
                    organisation,
                    path,
                    posts,
                    covered,
                    held,
                    panels,
                },
                below,
            ))
        })
        .await?;
    // What is seen beside one's own branch of the tree is not one's to change.
    let may_keep = below && gate.may(KeepRegisters::NAME);
    let content = page_view::page(ui, org, &page, may_keep, retry);
    Ok(desk::page(app, ui, gate, &page.organisation.name, content))
}

pub(super) async fn show_new(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Page, Fault> {
    let mut fields = Fields::default();
    fields.push("parent", typed.parent.unwrap_or_default());
    new_page(
        &app,
        &ui,
        &gate,
        Retry {
            fields,
            problems: Problems::new(),
        },
    )
    .await
}

async fn new_page(app: &App, ui: &Ui, gate: &Grant<KeepRegisters>, retry: Retry) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(ui.now));
    let parents = app.db.read(move |tx| queries::parents(tx, org, today)).await?;
    let content = list_view::new(ui, org, &parents, &retry);
    Ok(desk::page(app, ui, gate, ui.t(msg::ORGANISATIONS_NEW), content))
}

pub(super) async fn found_one(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, typed) = (gate.org(), fields.clone());
    let read = app.db.read(move |tx| read_new(tx, org, &typed)).await?;
    let mut errors = match read {
        Err(errors) => errors,
        Ok(new) => {
            let (id, name) = (new.id, new.name.clone());
            match app.db.write(gate.by(), move |tx| found::found(tx, &new)).await {
                Ok(_) => {
                    let said = Sentence::new(msg::ORGANISATIONS_CREATED).with("name", name);
                    return Ok(SeeOther::to(format!("/w/{org}/organisations/{id}"))
                        .say(Tone::Ok, said)
                        .into_response());
                }
                Err(error) => refused(error)?,
            }
        }
    };
    if errors.is_empty() {
        errors.add("", msg::ORGANISATIONS_ERROR_PARENT);
    }
    let retry = Retry {
        problems: errors.problems(&ui),
        fields,
    };
    let page = new_page(&app, &ui, &gate, retry).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Only what stands below the grant's organisation is its to change.
async fn own(app: &App, org: OrganisationId, id: OrganisationId) -> Result<(), Fault> {
    let below = app.db.read(move |tx| tree::is_below(tx, id, org)).await?;
    if below { Ok(()) } else { Err(Fault::NotFound) }
}

fn page_of(org: OrganisationId, id: OrganisationId) -> SeeOther {
    SeeOther::to(format!("/w/{org}/organisations/{id}"))
}

pub(super) async fn add_cover(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, OrganisationId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    own(&app, org, id).await?;
    let mut errors = FieldErrors::new();
    let from = read_day(&fields, "cover_from", &mut errors);
    let way: Option<Way> = fields.raw("way").parse().ok();
    let word = fields.text("unit").unwrap_or_default();
    let (unit, mut errors) = app
        .db
        .read(move |tx| {
            let scope = scope_of(tx, org)?.ok_or(Fault::NotFound)?;
            let unit = read_unit(tx, scope, &word, &mut errors)?;
            Ok::<_, Fault>((unit, errors))
        })
        .await?;
    if let (Some(unit), Some(from), Some(way), true) = (unit, from, way, errors.is_empty()) {
        match app
            .db
            .write(gate.by(), move |tx| cover::cover(tx, id, unit, way, from))
            .await
        {
            Ok(()) => {
                let said =
                    Sentence::new(msg::ORGANISATIONS_COVER_SAVED).with("unit", fields.raw("unit").to_owned());
                return Ok(page_of(org, id).say(Tone::Ok, said).into_response());
            }
            Err(CoverError::Store(error)) => return Err(error.into()),
            Err(error) => errors.add("unit", cover_refused(&error)),
        }
    }
    let retry = Retry {
        problems: errors.problems(&ui),
        fields,
    };
    let page = organisation_page(&app, &ui, &gate, id, &retry).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

pub(super) async fn end_cover(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, unit)): Path<(OrganisationId, OrganisationId, UnitId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let (org, today) = (gate.org(), time::day(ui.now));
    own(&app, org, id).await?;
    app.db
        .write(gate.by(), move |tx| cover::end_cover(tx, id, unit, today))
        .await?;
    Ok(page_of(org, id).say(Tone::Ok, msg::ORGANISATIONS_COVER_ENDED))
}

pub(super) async fn end_posting(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, posting)): Path<(OrganisationId, OrganisationId, PostingId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let (org, today) = (gate.org(), time::day(ui.now));
    own(&app, org, id).await?;
    app.db
        .write(gate.by(), move |tx| appoint::end_posting(tx, id, posting, today))
        .await?;
    Ok(page_of(org, id).say(Tone::Ok, msg::ORGANISATIONS_POST_ENDED))
}

pub(super) async fn dissolve(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, OrganisationId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, today) = (gate.org(), time::day(ui.now));
    own(&app, org, id).await?;
    let mut errors = FieldErrors::new();
    match fields.line("reason") {
        None => errors.add("reason", msg::ORGANISATIONS_ERROR_REASON),
        Some(reason) => match app
            .db
            .write(gate.by(), move |tx| change::dissolve(tx, id, today, &reason))
            .await
        {
            Ok(()) => {
                return Ok(page_of(org, id)
                    .say(Tone::Ok, msg::ORGANISATIONS_DISSOLVE_DONE)
                    .into_response());
            }
            Err(ChangeError::NotEmpty) => errors.add("", msg::ORGANISATIONS_ERROR_NOT_EMPTY),
            Err(ChangeError::TooEarly) => errors.add("", msg::ORGANISATIONS_ERROR_EARLY),
            Err(other) => return Err(other.into()),
        },
    }
    let retry = Retry {
        problems: errors.problems(&ui),
        fields,
    };
    let page = organisation_page(&app, &ui, &gate, id, &retry).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
