//! A draw for programs.

use axum::extract::State;
use langqiao_kernel::{draw::Drawn, id::ActivityId, time::rfc3339};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Anyone,
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::queries;

/// The draws' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(show_allotment))]
pub(super) struct Api;

/// What of a draw is public.
#[derive(Serialize, ToSchema)]
pub(super) struct DrawBody {
    /// The SHA-256 of the seed, made public before anyone could sign up.
    commitment: String,
    /// When it was made public.
    committed_at: String,
    /// When sign-up is over and it is drawn.
    draws_at: String,
    /// What was drawn, once it was: `langqiao draw verify` takes this document.
    #[schema(value_type = Option<Object>)]
    drawn: Option<Drawn>,
}

/// How the places of an activity were drawn
#[utoipa::path(get, path = "/api/v1/activities/{activity}/draw", tag = "activities",
    params(("activity" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "The hash of the seed, and what was drawn once it was", body = DrawBody),
        (status = 404, description = "Its places are not drawn"),
    ))]
pub(super) async fn show_allotment(
    _: Anyone,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
) -> Result<Json<DrawBody>, Fault> {
    let published = app.db.read(move |tx| queries::published(tx, activity)).await?;
    let published = published.ok_or(Fault::NotFound)?;
    Ok(Json(DrawBody {
        commitment: published.commitment,
        committed_at: rfc3339(published.committed_at),
        draws_at: rfc3339(published.closes_at),
        drawn: published.drawn,
    }))
}
