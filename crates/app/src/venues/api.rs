//! Venues for programs.

use axum::extract::State;
use langqiao_kernel::id::{AreaId, SpaceId, VenueId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Anyone,
};
use langqiao_store::StoreError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::queries::{self, Space, Venue};

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_venues, show_venue))]
struct Document;

/// The feature's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// Which venues are listed.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Which {
    /// Those of one town.
    #[param(value_type = Option<String>)]
    town: Option<AreaId>,
    /// The `next` of the page before.
    #[serde(rename = "after")]
    _after: Option<String>,
    /// How many at most: 1 to 200, 50 if nothing is said.
    #[serde(rename = "limit")]
    _limit: Option<u32>,
}

/// A site shared by the lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct VenueWire {
    #[schema(value_type = String)]
    id: VenueId,
    name: String,
    address: String,
    /// Whether one gets in and about without a step.
    step_free: bool,
    /// Who keeps it.
    owner: String,
    /// The village or community where it is.
    area: String,
    /// The town where it is.
    town: String,
}

/// A venue with its rooms.
#[derive(Debug, Serialize, ToSchema)]
pub struct VenueWithSpaces {
    #[serde(flatten)]
    venue: VenueWire,
    spaces: Vec<SpaceWire>,
}

/// A room or ground.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpaceWire {
    #[schema(value_type = String)]
    id: SpaceId,
    name: String,
    /// How many people it holds.
    capacity: i64,
}

impl From<Venue> for VenueWire {
    fn from(venue: Venue) -> Self {
        let Venue {
            id,
            name,
            address,
            step_free,
            owner,
            area,
            town,
        } = venue;
        VenueWire {
            id,
            name,
            address,
            step_free,
            owner,
            area,
            town,
        }
    }
}

impl From<Space> for SpaceWire {
    fn from(space: Space) -> Self {
        SpaceWire {
            id: space.id,
            name: space.name,
            capacity: space.capacity,
        }
    }
}

/// All venues, or those of a town.
#[utoipa::path(get, path = "/api/v1/venues", tag = "venues", params(Which), responses(
    (status = 200, description = "A page of venues", body = List<VenueWire>),
))]
pub async fn list_venues(
    _: Anyone,
    State(app): State<App>,
    Query(which): Query<Which>,
    paging: Paging<VenueId>,
) -> Result<Json<List<VenueWire>>, Fault> {
    let (after, rows) = (paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::venues(tx, which.town, after, rows))
        .await?;
    let items = found.into_iter().map(VenueWire::from).collect();
    Ok(Json(List::of(&paging, items, |venue| venue.id)))
}

/// One venue with its rooms.
#[utoipa::path(get, path = "/api/v1/venues/{venue}", tag = "venues",
    params(("venue" = String, Path, description = "The venue")),
    responses(
        (status = 200, description = "The venue", body = VenueWithSpaces),
        (status = 404, description = "No such venue"),
    ))]
pub async fn show_venue(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<VenueId>,
) -> Result<Json<VenueWithSpaces>, Fault> {
    let read = app.db.read(move |tx| {
        let venue = queries::venue(tx, id)?;
        Ok::<_, StoreError>((venue, queries::spaces(tx, id)?))
    });
    let (venue, spaces) = read.await?;
    let venue = venue.ok_or(Fault::NotFound)?.into();
    Ok(Json(VenueWithSpaces {
        venue,
        spaces: spaces.into_iter().map(SpaceWire::from).collect(),
    }))
}
