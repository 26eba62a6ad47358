//! A competition is set up, changed and removed; who judges it.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{ActivityId, CompetitionId, OrganisationId, StageId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};

use super::super::{
    ManageCompetitions,
    api_wire::{ChangeWish, CompetitionWish, ListedBody, Made, PersonWish, SeatMade, WholeBody},
    change, create,
    office_pages::{held, on_own},
    queries, score,
};
use crate::activities::{self, ReadActivities};

/// The competitions that an organisation holds, the latest first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"),
        ("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "A page", body = List<ListedBody>),
        (status = 404, description = "No such competition"),
    ), security(("token" = ["activities.read"])))]
pub(super) async fn list_competitions(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    paging: Paging<CompetitionId>,
) -> Result<Json<List<ListedBody>>, Fault> {
    let (org, after, rows) = (gate.org(), paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::of_organisation(tx, org, after, rows))
        .await?;
    let page = List::of(&paging, found, |competition| competition.id);
    Ok(Json(List {
        items: page.items.into_iter().map(ListedBody::from).collect(),
        next: page.next,
    }))
}

/// Set a competition up within an activity.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/competitions", tag = "competitions", request_body = CompetitionWish,
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 201, description = "It is set up", body = Made),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn create_competition(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<CompetitionWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, keys, new) = (gate.org(), app.keys.clone(), body.command());
    app.db
        .read(move |tx| activities::require_held(tx, org, activity).map(drop))
        .await?;
    let made = app
        .db
        .write(gate.by(), move |tx| {
            create::create(tx, &keys, org, activity, &new)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_text() })))
}

/// A competition that the organisation holds, also before its activity is public.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions/{competition}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "The competition", body = WholeBody),
        (status = 404, description = "No such thing that this organisation holds"),
    ), security(("token" = ["activities.read"])))]
pub(super) async fn show_competition(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Json<WholeBody>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    Ok(Json(WholeBody::of(&whole, now)))
}

/// Change what was laid down, before the draw.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/competitions/{competition}", tag = "competitions", request_body = ChangeWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn change_competition(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<ChangeWish>,
) -> Result<StatusCode, Fault> {
    let (keys, seen, new) = (app.keys.clone(), body.version, body.competition.command());
    on_own(&app, &gate, id, move |tx| {
        change::change(tx, &keys, id, seen, &new)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove a competition in which nobody takes part, before the draw.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/competitions/{competition}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn remove_competition(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| change::remove(tx, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask somebody to judge; the answer holds the link with which they score, once.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges", tag = "competitions", request_body = PersonWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 201, description = "The seat", body = SeatMade),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn add_judge(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    Json(body): Json<PersonWish>,
) -> Result<(StatusCode, Json<SeatMade>), Fault> {
    let (keys, who) = (app.keys.clone(), body.member("judge")?);
    let made = on_own(&app, &gate, id, move |tx| {
        score::add_judge(tx, &keys, id, stage, &who)
    });
    let (seat, link) = made.await?;
    let link = Some(app.address(&format!("/judging/{link}")));
    Ok((StatusCode::CREATED, Json(SeatMade { seat, link })))
}

/// A judge leaves: their marks no longer count.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges/{seat}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage"), ("seat" = String, Path, description = "The judge's seat")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn remove_judge(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage, seat)): Path<(OrganisationId, CompetitionId, StageId, i64)>,
) -> Result<StatusCode, Fault> {
    let keys = app.keys.clone();
    on_own(&app, &gate, id, move |tx| {
        score::change_judge(tx, &keys, id, stage, seat, true).map(drop)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
