//! Who takes part, as the office enters them.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{CompetitionId, EntryId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};

use super::super::{
    ManageCompetitions,
    api_wire::{CorrectionWish, EntryWish, Made},
    correct, enter,
    office_pages::on_own,
    queries,
};
use super::Reason;

/// Correct an entry as an office, before the draw.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}", tag = "competitions", request_body = CorrectionWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn correct_entry(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
    Json(body): Json<CorrectionWish>,
) -> Result<StatusCode, Fault> {
    let (keys, new) = (app.keys.clone(), body.command()?);
    on_own(&app, &gate, id, move |tx| {
        correct::correct(tx, &keys, id, entry, None, &new)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enter somebody as an office.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/entries", tag = "competitions", request_body = EntryWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 201, description = "It is entered", body = Made),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn add_entry(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<EntryWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, keys) = (gate.org(), app.keys.clone());
    let of = app
        .db
        .read(move |tx| queries::held(tx, org, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let new = body.command(None, of.team)?;
    let done = app
        .db
        .write(gate.by(), move |tx| enter::enter(tx, &keys, id, &new, false))
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: done.to_text() })))
}

/// An entry gives up: what it has not played goes to the others.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}/withdraw", tag = "competitions", request_body = Reason,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn withdraw_entry(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| {
        enter::withdraw(tx, id, entry, &body.reason).map(drop)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
