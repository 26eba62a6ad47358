//! Closing rooms for programs.

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::id::{BookingId, OrganisationId, SpaceId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    routes::Routes,
};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};

use super::{
    super::KeepSpaces,
    close::{self, Closing},
};

#[derive(OpenApi)]
#[openapi(paths(close_space, reopen_space))]
struct Document;

/// The part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/organisations/{org}/spaces/{space}/closing", close_space)
        .post("/api/v1/organisations/{org}/spaces/{space}/reopen", reopen_space)
}

/// A booking that is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TakenBack {
    #[schema(value_type = String)]
    booking: BookingId,
    /// What whoever booked is told; the closing's reason if nothing is said.
    #[serde(default)]
    note: String,
}

/// From when a room is closed, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClosingBody {
    /// From this day on; where it is today from now on, or from the end of what is on in the room.
    #[schema(value_type = String)]
    from: Date,
    /// 2 to 100 characters.
    reason: String,
    /// What is booked beyond; all of it has to be named.
    #[serde(default)]
    take_back: Vec<TakenBack>,
}

/// Closes a room from a day on; what is booked beyond is taken back with it, all of it or nothing
#[utoipa::path(post, path = "/api/v1/organisations/{org}/spaces/{space}/closing", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path)), request_body = ClosingBody,
    responses((status = 204, description = "Closed"), (status = 404, description = "No such room of the organisation's"),
        (status = 409, description = "Closed already"), (status = 422, description = "Something in it can't be, or a booking beyond is not named: `take-` with its id")),
    security(("token" = ["spaces.keep"])))]
async fn close_space(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Json(body): Json<ClosingBody>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let closing = Closing {
        from: body.from,
        reason: body.reason,
        take_back: body
            .take_back
            .into_iter()
            .map(|one| (one.booking, one.note))
            .collect(),
    };
    app.db
        .write(gate.by(), move |tx| {
            close::close(tx, (org, person), space, &closing)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a room again
#[utoipa::path(post, path = "/api/v1/organisations/{org}/spaces/{space}/reopen", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path)),
    responses((status = 204, description = "Open"), (status = 404, description = "No such room of the organisation's"), (status = 409, description = "It wasn't closed")),
    security(("token" = ["spaces.keep"])))]
async fn reopen_space(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| close::reopen(tx, org, space))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
