//! The rooms that a body may book, for programs.

use axum::extract::State;
use jiff::{Timestamp, civil::Time};
use langqiao_kernel::{
    id::{AreaId, OrganisationId, SpaceId, VenueId},
    text::line,
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Query},
    fault::Fault,
    gate::Grant,
    i18n::msg,
    not_done::NotDone,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    SeeSpaces,
    find::{self, Found, Wanted, Whose},
};
use crate::venues::Facility;

#[derive(OpenApi)]
#[openapi(paths(find_rooms))]
struct Document;

/// The part of the OpenAPI document.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The route.
pub(super) fn routes() -> Routes {
    Routes::new().get("/api/v1/organisations/{org}/spaces-near", find_rooms)
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// In the name of the room, its venue, its village or who keeps it.
    q: Option<String>,
    /// In this town; in every one if nothing is said.
    #[param(value_type = Option<String>)]
    town: Option<AreaId>,
    /// Holding so many people at least.
    people: Option<i64>,
    /// At a venue where one finds this.
    #[param(inline)]
    facility: Option<Facility>,
    /// Free and open from then on; RFC 3339, with `to`.
    #[param(value_type = Option<String>)]
    from: Option<Timestamp>,
    /// Until then, on the same day.
    #[param(value_type = Option<String>)]
    to: Option<Timestamp>,
    /// The `next` of the page before.
    #[serde(rename = "after")]
    _after: Option<String>,
    /// How many at most: 1 to 200, 50 if nothing is said.
    #[serde(rename = "limit")]
    _limit: Option<u32>,
}

impl Asked {
    fn wanted(self) -> Result<Wanted, NotDone> {
        let wrong = || NotDone::field("from", msg::FIND_TIME_WRONG);
        let free = match (self.from, self.to) {
            (None, None) => None,
            (Some(from), Some(to)) => {
                let (from, to) = (time::civil(from), time::civil(to));
                let last = Time::constant(23, 59, 0, 0);
                let midnight =
                    from.date().tomorrow().ok() == Some(to.date()) && to.time() == Time::midnight();
                let to = if midnight {
                    from.date().to_datetime(last)
                } else {
                    to
                };
                if from >= to || from.date() != to.date() {
                    return Err(wrong());
                }
                Some((from.date(), from.time(), to.time()))
            }
            _ => return Err(wrong()),
        };
        Ok(Wanted {
            words: self.q.as_deref().map(line).filter(|words| !words.is_empty()),
            town: self.town,
            people: self.people.unwrap_or(0),
            facility: self.facility,
            free,
        })
    }
}

/// A room that may be booked.
#[derive(Debug, Serialize, ToSchema)]
struct RoomFound {
    #[schema(value_type = String)]
    id: SpaceId,
    name: String,
    #[schema(value_type = String)]
    venue: VenueId,
    venue_name: String,
    capacity: i64,
    #[schema(value_type = String)]
    keeper: OrganisationId,
    keeper_name: String,
    /// The town's name.
    town: String,
    /// Whether the keeper is asked first: because it laid that down, or because its hours are not stated.
    asks: bool,
    /// Whether anybody has said when it is open.
    hours_stated: bool,
}

impl From<Found> for RoomFound {
    fn from(room: Found) -> Self {
        Self {
            asks: room.asks || !room.hours_said,
            hours_stated: room.hours_said,
            id: room.id,
            name: room.name,
            venue: room.venue,
            venue_name: room.venue_name,
            capacity: room.capacity,
            keeper: room.keeper,
            keeper_name: room.kept_by,
            town: room.town,
        }
    }
}

/// The rooms that an organisation may book, wherever they are; its own are among them
#[utoipa::path(get, path = "/api/v1/organisations/{org}/spaces-near", tag = "bookings",
    params(("org" = String, Path), Asked),
    responses((status = 200, description = "A page of rooms, venue by venue", body = List<RoomFound>),
        (status = 422, description = "A time that can't be")),
    security(("token" = ["activities.read"])))]
async fn find_rooms(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<SpaceId>,
) -> Result<Json<List<RoomFound>>, Fault> {
    let (org, now, wanted) = (gate.org(), app.now(), asked.wanted()?);
    let page = (paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| find::rooms(tx, (org, Whose::All), &wanted, page, now))
        .await?;
    let list = List::of(&paging, found, |room| room.id);
    Ok(Json(List {
        items: list.items.into_iter().map(RoomFound::from).collect(),
        next: list.next,
    }))
}
