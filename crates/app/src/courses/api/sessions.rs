//! Sessions are added, moved and called off.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};

use super::super::{
    ManageCourses,
    api_wire::{Made, Reason, SessionWish},
    lessons,
};

/// Add a session; the families are told.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions", tag = "courses", request_body = SessionWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 201, description = "Done", body = Made),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn add_session(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<SessionWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, person, at) = (gate.org(), gate.person(), body.into());
    let made = app
        .db
        .write(gate.by(), move |tx| lessons::add(tx, (org, person), id, &at))
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_text() })))
}

/// Move a session, with its room or into another; the families are told.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}", tag = "courses", request_body = SessionWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn move_session(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<SessionWish>,
) -> Result<StatusCode, Fault> {
    let (org, person, to) = (gate.org(), gate.person(), body.into());
    app.db
        .write(gate.by(), move |tx| {
            lessons::shift(tx, (org, person), (id, session), &to)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Call a session off; the families are told.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/cancel", tag = "courses", request_body = Reason,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn cancel_session(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            lessons::call_off(tx, (org, person), (id, session), &body.reason)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
