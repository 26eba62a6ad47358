//! Answers to protests, and whom a competition puts forward.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{CompetitionId, EntryId, OrganisationId, ProtestId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    not_done::NotDone,
};

use super::super::{
    ManageCompetitions,
    api_wire::{AnswerWish, PickBody, PickWish, StandWish},
    office_pages::on_own,
    picks, protest, queries,
};
use crate::activities::ReadActivities;

/// Answer a protest.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/protests/{protest}", tag = "competitions", request_body = AnswerWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("protest" = String, Path, description = "The protest")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn answer_protest(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, protest)): Path<(OrganisationId, CompetitionId, ProtestId)>,
    Json(body): Json<AnswerWish>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| {
        protest::answer_protest(tx, id, protest, body.upheld, &body.answer)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let a result stand although a protest against it was right, with the reason; or say that the marks of others were corrected.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/protests/{protest}/stand", tag = "competitions", request_body = StandWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("protest" = String, Path, description = "The protest")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn let_result_stand(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, protest)): Path<(OrganisationId, CompetitionId, ProtestId)>,
    Json(body): Json<StandWish>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| match body.corrected {
        true => protest::was_corrected(tx, id, protest),
        false => protest::let_stand(tx, id, protest, &body.reason),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who was picked to be nominated, by place.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions/{competition}/picks", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "The picks", body = Vec<PickBody>),
        (status = 404, description = "No such thing that this organisation holds"),
    ), security(("token" = ["activities.read"])))]
pub(super) async fn list_picks(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Json<Vec<PickBody>>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        queries::held(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>(picks::picks(tx, id)?)
    });
    let evidence = app.address(&format!("/competitions/{id}"));
    Ok(Json(
        read.await?
            .into_iter()
            .map(|pick| PickBody::of(pick, &evidence))
            .collect(),
    ))
}

/// Pick an entry to be nominated.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/picks", tag = "competitions", request_body = PickWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn add_pick(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<PickWish>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| {
        picks::pick(tx, id, body.entry, &body.title, &body.note)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a pick back.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/competitions/{competition}/picks/{entry}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn remove_pick(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| picks::unpick(tx, id, entry)).await?;
    Ok(StatusCode::NO_CONTENT)
}
