//! Waiting for programs.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, OrganisationId, SpaceId, WaitId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    super::{BookSpaces, SeeSpaces, api_fields::as_sent, book::NewBooking},
    answer, join,
    model::{Standing, WaitState},
    queries,
};

#[derive(OpenApi)]
#[openapi(paths(list_waits, join_wait, answer_wait, leave_wait))]
struct Document;

/// The part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The API of the waiting list.
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/organisations/{org}/booking-waits", list_waits)
        .post("/api/v1/organisations/{org}/booking-waits", join_wait)
        .post(
            "/api/v1/organisations/{org}/booking-waits/{wait}/answer",
            answer_wait,
        )
        .post(
            "/api/v1/organisations/{org}/booking-waits/{wait}/leave",
            leave_wait,
        )
}

/// A time that is wanted although somebody has the room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WaitWish {
    /// Which room.
    #[schema(value_type = String)]
    space: SpaceId,
    /// What for.
    purpose: String,
    /// How many people are expected.
    #[serde(default)]
    people: i64,
    /// RFC 3339.
    #[schema(value_type = String)]
    starts_at: Timestamp,
    /// RFC 3339.
    #[schema(value_type = String)]
    ends_at: Timestamp,
}

/// Yes or no to an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfferAnswer {
    /// Whether it is taken.
    accept: bool,
}

/// Who waits for what.
#[derive(Debug, Serialize, ToSchema)]
struct WaitBody {
    #[schema(value_type = String)]
    id: WaitId,
    #[schema(value_type = String)]
    space: SpaceId,
    /// Venue and room in words.
    place: String,
    purpose: String,
    starts_at: String,
    ends_at: String,
    state: WaitState,
    /// How many others who want some of the same time are before it.
    ahead: i64,
    /// Until when the offer holds.
    offered_until: Option<String>,
    /// The booking that is offered.
    #[schema(value_type = Option<String>)]
    booking: Option<BookingId>,
}

impl From<Standing> for WaitBody {
    fn from(standing: Standing) -> Self {
        let wait = standing.wait;
        Self {
            id: wait.id,
            space: wait.space,
            place: standing.place,
            purpose: wait.purpose,
            starts_at: time::rfc3339(wait.starts_at),
            ends_at: time::rfc3339(wait.ends_at),
            state: wait.state,
            ahead: standing.ahead,
            offered_until: standing.offered_until.map(time::rfc3339),
            booking: wait.booking,
        }
    }
}

/// What an organisation waits for, offers first; the first fifty.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/booking-waits", tag = "bookings", params(("org" = String, Path)),
    responses((status = 200, description = "Offers first", body = Vec<WaitBody>)))]
async fn list_waits(gate: Grant<SeeSpaces>, State(app): State<App>) -> Result<Json<Vec<WaitBody>>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let found = app
        .db
        .read(move |tx| queries::of_organisation(tx, org, now))
        .await?;
    Ok(Json(found.into_iter().map(Into::into).collect()))
}

/// Waits for a time at which somebody has the room.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/booking-waits", tag = "bookings", params(("org" = String, Path)),
    request_body = WaitWish, responses(
        (status = 201, description = "All that the organisation waits for now", body = Vec<WaitBody>),
        (status = 409, description = "The room is free, closed or not lent, or this is waited for already")))]
async fn join_wait(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Json(wish): Json<WaitWish>,
) -> Result<(StatusCode, Json<Vec<WaitBody>>), Fault> {
    let (org, person, now) = (gate.org(), gate.person(), app.now());
    let wish = NewBooking {
        space: wish.space,
        purpose: wish.purpose,
        people: wish.people,
        starts_at: wish.starts_at,
        ends_at: wish.ends_at,
        equipment: Vec::new(),
    };
    app.db
        .write(gate.by(), move |tx| join::join(tx, (org, person), &wish, None))
        .await
        .map_err(|why| as_sent(why, &[]))?;
    let found = app
        .db
        .read(move |tx| queries::of_organisation(tx, org, now))
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(found.into_iter().map(Into::into).collect()),
    ))
}

/// Takes an offer, or lets it go to the next.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/booking-waits/{wait}/answer", tag = "bookings",
    params(("org" = String, Path), ("wait" = String, Path)), request_body = OfferAnswer,
    responses((status = 204, description = "Done"), (status = 409, description = "Nothing is offered now")))]
async fn answer_wait(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, wait)): Path<(OrganisationId, WaitId)>,
    Json(said): Json<OfferAnswer>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            answer::answer(tx, (org, person), wait, said.accept)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Waits no longer.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/booking-waits/{wait}/leave", tag = "bookings",
    params(("org" = String, Path), ("wait" = String, Path)),
    responses((status = 204, description = "Done"), (status = 404, description = "Nothing such is waited for")))]
async fn leave_wait(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, wait)): Path<(OrganisationId, WaitId)>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| join::leave(tx, org, wait))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
