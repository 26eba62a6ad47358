//! Waiting for programs.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, EquipmentId, OrganisationId, SpaceId, WaitId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    routes::Routes,
};
use langqiao_store::{ReadTx, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    super::{BookSpaces, SeeSpaces, api_fields::as_sent, book::NewBooking},
    answer, join,
    model::{PiecesStanding, Standing, WaitState},
    pieces, pieces_queries, queries,
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
    /// How many of them are before it because they built the venue together, and it did not.
    partners_ahead: i64,
    /// Until when the room is held for another who waits, where it is not booked.
    held_until: Option<String>,
    /// Until when the offer holds.
    offered_until: Option<String>,
    /// The booking that is offered, or with which more equipment is to go along.
    #[schema(value_type = Option<String>)]
    booking: Option<BookingId>,
    /// The equipment that is waited for, where it isn't the room.
    equipment: Option<WaitedEquipment>,
}

/// More pieces of a kind that are to go along with a booking.
#[derive(Debug, Serialize, ToSchema)]
struct WaitedEquipment {
    #[schema(value_type = String)]
    id: EquipmentId,
    name: String,
    /// How many more.
    pieces: i64,
}

impl From<PiecesStanding> for WaitBody {
    fn from(standing: PiecesStanding) -> Self {
        let wait = standing.wait;
        Self {
            id: wait.id,
            space: wait.space,
            place: standing.place,
            starts_at: time::rfc3339(wait.starts_at),
            ends_at: time::rfc3339(wait.ends_at),
            state: wait.state,
            ahead: standing.ahead,
            partners_ahead: 0,
            held_until: None,
            offered_until: pieces::open_until(&wait).map(time::rfc3339),
            purpose: wait.purpose,
            booking: Some(wait.booking),
            equipment: Some(WaitedEquipment {
                id: wait.equipment,
                name: wait.name,
                pieces: wait.pieces,
            }),
        }
    }
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
            partners_ahead: standing.partners_ahead,
            held_until: standing.held_until.map(time::rfc3339),
            offered_until: standing.offered_until.map(time::rfc3339),
            booking: wait.booking,
            equipment: None,
        }
    }
}

/// What an organisation waits for now: rooms, and then pieces that go along.
fn all(tx: &mut ReadTx, org: OrganisationId, now: Timestamp) -> Result<Vec<WaitBody>, StoreError> {
    let rooms = queries::of_organisation(tx, org, now)?
        .into_iter()
        .map(WaitBody::from);
    let mut found: Vec<WaitBody> = rooms.collect();
    found.extend(
        pieces_queries::of_organisation(tx, org, now)?
            .into_iter()
            .map(WaitBody::from),
    );
    Ok(found)
}

/// What an organisation waits for: rooms, offers first, and then equipment, offers first; the first fifty of each.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/booking-waits", tag = "bookings", params(("org" = String, Path)),
    responses((status = 200, description = "Offers first", body = Vec<WaitBody>)))]
async fn list_waits(gate: Grant<SeeSpaces>, State(app): State<App>) -> Result<Json<Vec<WaitBody>>, Fault> {
    let (org, now) = (gate.org(), app.now());
    Ok(Json(app.db.read(move |tx| all(tx, org, now)).await?))
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
    let found = app.db.read(move |tx| all(tx, org, now)).await?;
    Ok((StatusCode::CREATED, Json(found)))
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
