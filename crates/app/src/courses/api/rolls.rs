//! Rolls, going home, attendance.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{ActivityId, HandoverId, LessonId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Grant, Permission},
};

use super::super::{
    CallRoll, ManageCourses,
    api_wire::{AttendanceLine, Called, Closed, HandoverWish, Reason, RollBody, RollWish, attendance},
    office_pages::{sees_children, whole},
    pick_up, roll,
    roll_pages::{self},
};
use super::as_teacher;

/// A session's roll, for officers and those named to call it. Names are masked.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Done", body = RollBody),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["courses.roll"])))]
pub(super) async fn show_roll(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
) -> Result<Json<RollBody>, Fault> {
    let who = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let roll = app
        .db
        .read(move |tx| roll_pages::read(tx, who, (id, session)))
        .await?;
    Ok(Json(RollBody::from(&roll)))
}

/// Note who is there; whom nothing is said of stays as they are.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll", tag = "courses", request_body = RollWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Done", body = Called),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.roll"])))]
pub(super) async fn call_roll(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<RollWish>,
) -> Result<Json<Called>, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let marks: roll::Marks = body.marks.iter().map(|one| (one.signup, one.mark)).collect();
    let changed = as_teacher(&gate, &app, id, move |tx| {
        roll::call(tx, (org, person), (id, session), &marks, &body.note)
    })
    .await?;
    Ok(Json(Called { changed }))
}

/// Close a roll: it counts from now on, and the families of those absent are told.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/close", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Done", body = Closed),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["courses.roll"])))]
pub(super) async fn close_roll(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
) -> Result<Json<Closed>, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let absent = as_teacher(&gate, &app, id, move |tx| {
        roll::close(tx, (org, person), (id, session))
    })
    .await?;
    Ok(Json(Closed { absent }))
}

/// Hand children over, all or none.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers", tag = "courses", request_body = HandoverWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.roll"])))]
pub(super) async fn hand_over(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<HandoverWish>,
) -> Result<StatusCode, Fault> {
    let (org, going) = (gate.org(), body.going()?);
    as_teacher(&gate, &app, id, move |tx| {
        pick_up::hand_over(tx, org, (id, session), &body.children, &going)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was recorded was a mistake.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers/{handover}/void", tag = "courses", request_body = Reason,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session"), ("handover" = String, Path, description = "The handover")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.roll"])))]
pub(super) async fn void_handover(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session, handover)): Path<(OrganisationId, ActivityId, LessonId, HandoverId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    as_teacher(&gate, &app, id, move |tx| {
        pick_up::void_handover(tx, org, (id, session), handover, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What everybody has been to, counted from the closed rolls.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses/{course}/attendance", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Done", body = Vec<AttendanceLine>),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["courses.roll"])))]
pub(super) async fn show_attendance(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<Vec<AttendanceLine>>, Fault> {
    let whole = whole(&app, gate.org(), id).await?;
    if !sees_children(&gate, &whole) {
        return Err(Fault::NotFound);
    }
    Ok(Json(attendance(&whole)))
}
