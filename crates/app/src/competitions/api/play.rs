//! Stages, rounds, results, marks and the schedule.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{CompetitionId, FixtureId, OrganisationId, StageId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};

use super::super::{
    ManageCompetitions, ScoreCompetitions,
    api_wire::{MarksWish, PlaceWish, PlacedBody, ResultWish, ScheduleWish, ScheduledBody, StartWish},
    move_game,
    office_pages::on_own,
    result, schedule, score, start,
};

/// Draw a stage and begin it.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/start", tag = "competitions", request_body = Option<StartWish>,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn start_stage(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    body: Option<Json<StartWish>>,
) -> Result<StatusCode, Fault> {
    let (keys, agreed) = (
        app.keys.clone(),
        body.is_some_and(|Json(body)| body.leaders_agreed),
    );
    on_own(&app, &gate, id, move |tx| {
        start::begin(tx, &keys, id, stage, agreed)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a stage and make its result known.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/close", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn close_stage(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| start::close(tx, id, stage)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pair the next round of a Swiss stage.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/pair", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn pair_round(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| start::pair(tx, id, stage).map(drop)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give the result of a game, or a further one with a reason.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/results", tag = "competitions", request_body = ResultWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("fixture" = String, Path, description = "The game")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.score"])))]
pub(super) async fn give_result(
    gate: Grant<ScoreCompetitions>,
    State(app): State<App>,
    Path((_, id, fixture)): Path<(OrganisationId, CompetitionId, FixtureId)>,
    Json(body): Json<ResultWish>,
) -> Result<StatusCode, Fault> {
    let given = body.command();
    on_own(&app, &gate, id, move |tx| result::give(tx, id, fixture, &given)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a game that is still to be played onto another court or time.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/place", tag = "competitions", request_body = PlaceWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("fixture" = String, Path, description = "The game")),
    responses(
        (status = 200, description = "It is there now", body = PlacedBody),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something stands in the way; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn place_game(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, fixture)): Path<(OrganisationId, CompetitionId, FixtureId)>,
    Json(body): Json<PlaceWish>,
) -> Result<Json<PlacedBody>, Fault> {
    let place = body.command();
    let outside = on_own(&app, &gate, id, move |tx| {
        move_game::move_game(tx, id, (fixture, place))
    })
    .await?;
    Ok(Json(PlacedBody { outside }))
}

/// Give marks of a judge, or times.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/marks", tag = "competitions", request_body = MarksWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.score"])))]
pub(super) async fn give_marks(
    gate: Grant<ScoreCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    Json(body): Json<MarksWish>,
) -> Result<StatusCode, Fault> {
    let given = score::GiveMarks {
        stage,
        judge: body.judge,
        entry: body.entry,
        values: (1_i64..).zip(body.values).collect(),
        reason: body.reason,
    };
    on_own(&app, &gate, id, move |tx| score::give_marks(tx, id, &given)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put all games that are still to be played onto courts and times.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/schedule", tag = "competitions", request_body = ScheduleWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "How it came out", body = ScheduledBody),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
pub(super) async fn make_schedule(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<ScheduleWish>,
) -> Result<Json<ScheduledBody>, Fault> {
    let wish = body.command();
    let done = on_own(&app, &gate, id, move |tx| schedule::schedule(tx, id, &wish));
    let done = done.await?;
    Ok(Json(ScheduledBody {
        placed: done.placed,
        left: done.left,
        outside: done.outside,
    }))
}
