//! Leaving those who hold an activity, and letting one go.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};

use super::wire::CancelWire;
use crate::activities::{AnswerCohosts, ManageActivities, part};

/// Stops holding an activity together with its host, until it begins; the host is told the reason.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/leave", tag = "activities",
    params(("org" = String, Path, description = "Who had agreed"), ("id" = String, Path, description = "The activity")),
    request_body = CancelWire,
    responses(
        (status = 204, description = "It no longer holds the activity"),
        (status = 404, description = "It doesn't hold the activity, or is its host"),
        (status = 409, description = "The activity has begun or was called off"),
        (status = 422, description = "No reason is given"),
    ), security(("token" = ["cohosts.answer"])))]
pub(super) async fn leave_activity(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<CancelWire>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| part::leave(tx, org, id, &body.reason))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets an organisation go that had agreed to hold the activity with its host, until it begins; it is told the reason.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/cohosts/{body}/release", tag = "activities",
    params(("org" = String, Path, description = "The host"), ("id" = String, Path, description = "The activity"),
        ("body" = String, Path, description = "Who had agreed")),
    request_body = CancelWire,
    responses(
        (status = 204, description = "It no longer holds the activity"),
        (status = 404, description = "The host has no such activity, or the other doesn't hold it"),
        (status = 409, description = "The activity has begun or was called off"),
        (status = 422, description = "No reason is given"),
    ), security(("token" = ["activities.manage"])))]
pub(super) async fn release_cohost(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id, whom)): Path<(OrganisationId, ActivityId, OrganisationId)>,
    Json(body): Json<CancelWire>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            part::release(tx, org, (id, whom), &body.reason)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
