//! Sites for programs: what there is, for anyone.

use axum::extract::State;
use langqiao_kernel::id::{AreaId, ClusterId, SpaceId, VenueId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Anyone,
    not_done::NotDone,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    api_keeper,
    builders::{self, api::PublicBuilder},
    photos::{ALBUM, folder},
    queries,
    stage::Site,
};
use crate::{
    pictures::wire::PhotoWire,
    venues::{self, Cluster, Facility, Space, Stage, Venue, Wanted},
};

/// The most sites of one group that are told.
const VENUES_MAX: i64 = 200;

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_venues, show_venue, show_cluster))]
struct Document;

/// The feature's part of the OpenAPI document.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    document.merge(api_keeper::openapi());
    document.merge(builders::api::openapi());
    document
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/venues", list_venues)
        .get("/api/v1/venues/{venue}", show_venue)
        .get("/api/v1/clusters/{cluster}", show_cluster)
        .merge(api_keeper::routes())
        .merge(builders::api::routes())
}

/// Which venues are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those of one town.
    #[param(value_type = Option<String>)]
    town: Option<AreaId>,
    /// Those of one group.
    #[param(value_type = Option<String>)]
    cluster: Option<ClusterId>,
    /// Whose name, address, owner or village has this in it.
    q: Option<String>,
    /// Those alone that one gets into without a step.
    step_free: Option<bool>,
    /// Those alone where one finds this, as a venue's `facilities` names it.
    #[param(value_type = Option<String>)]
    facility: Option<Facility>,
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
    /// Whether one gets in and about without a step; null where nobody has said so.
    step_free: Option<bool>,
    /// Who keeps it.
    owner: String,
    /// The village or community where it is.
    area: String,
    /// The town where it is.
    town: String,
    /// How far it has come.
    stage: Stage,
    /// What it is.
    about: String,
    /// Whom residents ask.
    contact: String,
    /// The group that it is run with.
    #[schema(value_type = Option<String>)]
    cluster: Option<ClusterId>,
    /// Degrees north (WGS 84), where known.
    latitude: Option<f64>,
    /// Degrees east (WGS 84), where known.
    longitude: Option<f64>,
}

/// A venue with its rooms, what one finds there, its pictures and the steps it took.
#[derive(Debug, Serialize, ToSchema)]
pub struct VenueWithSpaces {
    #[serde(flatten)]
    venue: VenueWire,
    spaces: Vec<SpaceWire>,
    facilities: Vec<Facility>,
    /// Who built it together with its owner.
    builders: Vec<PublicBuilder>,
    photos: Vec<PhotoWire>,
    stages: Vec<StageWire>,
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

/// A step that a site, or a group of sites, took.
#[derive(Debug, Serialize, ToSchema)]
pub struct StageWire {
    stage: Stage,
    /// Since which day.
    #[schema(value_type = String)]
    day: jiff::civil::Date,
}

/// A group of sites.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClusterWire {
    #[schema(value_type = String)]
    id: ClusterId,
    name: String,
    about: String,
    /// Who runs it.
    owner: String,
    area: String,
    stage: Stage,
    stages: Vec<StageWire>,
    venues: Vec<VenueWire>,
    /// Who built which of them together with its owner.
    builders: Vec<PublicBuilder>,
}

impl From<Venue> for VenueWire {
    fn from(venue: Venue) -> Self {
        VenueWire {
            id: venue.id,
            name: venue.name,
            address: venue.address,
            step_free: venue.step_free,
            owner: venue.owner,
            area: venue.area,
            town: venue.town,
            stage: venue.stage,
            about: venue.about,
            contact: venue.contact,
            cluster: venue.cluster.map(|(id, _)| id),
            latitude: venue.position.map(|at| at.latitude),
            longitude: venue.position.map(|at| at.longitude),
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

/// Steps without their reasons, which are the keeper's.
fn stages(taken: Vec<queries::Taken>) -> Vec<StageWire> {
    let wire = |step: queries::Taken| StageWire {
        stage: step.stage,
        day: step.day,
    };
    taken.into_iter().map(wire).collect()
}

fn wire_builders(builders: Vec<builders::Builder>) -> Vec<PublicBuilder> {
    builders.into_iter().map(PublicBuilder::from).collect()
}

/// All venues, or those that are looked for.
#[utoipa::path(get, path = "/api/v1/venues", tag = "venues", params(Which), responses(
    (status = 200, description = "A page of venues", body = List<VenueWire>),
))]
async fn list_venues(
    _: Anyone,
    State(app): State<App>,
    Query(which): Query<Which>,
    paging: Paging<VenueId>,
) -> Result<Json<List<VenueWire>>, Fault> {
    let (after, rows) = (paging.after, paging.rows());
    let wanted = Wanted {
        town: which.town,
        cluster: which.cluster,
        words: which.q.filter(|words| !words.trim().is_empty()),
        step_free: which.step_free.unwrap_or(false),
        has: which.facility,
        ..Wanted::default()
    };
    let found = app
        .db
        .read(move |tx| venues::venues(tx, &wanted, after, rows))
        .await?;
    let items = found.into_iter().map(VenueWire::from).collect();
    Ok(Json(List::of(&paging, items, |venue| venue.id)))
}

/// One venue with its rooms, what one finds there, its pictures and the steps it took.
#[utoipa::path(get, path = "/api/v1/venues/{venue}", tag = "venues",
    params(("venue" = String, Path, description = "The venue")),
    responses(
        (status = 200, description = "The venue", body = VenueWithSpaces),
        (status = 404, description = "No such venue"),
    ))]
async fn show_venue(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<VenueId>,
) -> Result<Json<VenueWithSpaces>, Fault> {
    let read = app.db.read(move |tx| {
        let venue = venues::venue(tx, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>(VenueWithSpaces {
            venue: venue.into(),
            spaces: venues::spaces(tx, id)?.into_iter().map(SpaceWire::from).collect(),
            facilities: venues::facilities(tx, id)?,
            builders: wire_builders(builders::queries::now(tx, id)?),
            photos: ALBUM
                .of(tx, id)?
                .into_iter()
                .map(|photo| PhotoWire::within(photo, &folder(id)))
                .collect(),
            stages: stages(queries::steps(tx, Site::Venue(id))?),
        })
    });
    Ok(Json(read.await?))
}

/// One group of sites with its sites.
#[utoipa::path(get, path = "/api/v1/clusters/{cluster}", tag = "venues",
    params(("cluster" = String, Path, description = "The group")),
    responses(
        (status = 200, description = "The group", body = ClusterWire),
        (status = 404, description = "No such group"),
    ))]
async fn show_cluster(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<ClusterId>,
) -> Result<Json<ClusterWire>, Fault> {
    let read = app.db.read(move |tx| {
        let cluster: Cluster = venues::cluster(tx, id)?.ok_or(NotDone::NotFound)?;
        let wanted = Wanted {
            cluster: Some(id),
            ..Wanted::default()
        };
        let venues = venues::venues(tx, &wanted, None, VENUES_MAX)?;
        Ok::<_, NotDone>(ClusterWire {
            id: cluster.id,
            name: cluster.name,
            about: cluster.about,
            owner: cluster.owner,
            area: cluster.area,
            stage: cluster.stage,
            stages: stages(queries::steps(tx, Site::Cluster(id))?),
            venues: venues.into_iter().map(VenueWire::from).collect(),
            builders: wire_builders(builders::queries::of_cluster(tx, id)?),
        })
    });
    Ok(Json(read.await?))
}
