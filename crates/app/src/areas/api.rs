//! Areas for programs: a public list, for pickers.

use axum::extract::State;
use langqiao_kernel::{codes::AreaCode, id::AreaId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Query},
    fault::Fault,
    gate::Anyone,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi as _, ToSchema};

use super::model::{Area, Directory, Found, Level};

#[derive(utoipa::OpenApi)]
#[openapi(paths(list_areas))]
struct Api;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new().get("/api/v1/areas", list_areas)
}

/// Which areas.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AreaQuery {
    /// Of which level.
    level: Option<Level>,
    /// What they lie in: an area's id.
    #[param(value_type = Option<String>)]
    parent: Option<AreaId>,
    /// What they are called: a name or code as people write it (桃园, 桃园村村委会, 梧桐街道桃园村).
    q: Option<String>,
    /// The `next` of the page before.
    #[serde(rename = "after")]
    _after: Option<String>,
    /// How many at most: 1 to 200, 50 if nothing is said.
    #[serde(rename = "limit")]
    _limit: Option<u32>,
}

/// An administrative division.
#[derive(Serialize, ToSchema)]
struct AreaWire {
    /// Its id.
    #[schema(value_type = String)]
    id: AreaId,
    /// Its national code.
    #[schema(value_type = String)]
    code: AreaCode,
    /// Its full name.
    name: String,
    /// Its name as screens show it.
    short_name: String,
    /// How high it stands.
    level: Level,
    /// The id of what it lies in.
    #[schema(value_type = Option<String>)]
    parent: Option<AreaId>,
    /// Kilometres east on the schematic plan.
    x: f64,
    /// Kilometres north on the schematic plan.
    y: f64,
}

impl From<&Area> for AreaWire {
    fn from(area: &Area) -> Self {
        Self {
            id: area.id,
            code: area.code,
            name: area.name.clone(),
            short_name: area.short_name.clone(),
            level: area.level,
            parent: area.parent,
            x: area.at.x,
            y: area.at.y,
        }
    }
}

/// Areas: counties, towns, villages and communities
#[utoipa::path(get, path = "/api/v1/areas", tag = "areas", params(AreaQuery),
    responses(
        (status = 200, description = "The areas of today by code; several for a name that several have", body = List<AreaWire>),
        (status = 422, description = "`after` is not what a page before gave"),
    ))]
async fn list_areas(
    _: Anyone,
    State(app): State<App>,
    Query(query): Query<AreaQuery>,
    paging: Paging<(AreaCode, AreaId)>,
) -> Result<Json<List<AreaWire>>, Fault> {
    let directory = app.db.read(Directory::load).await?;
    let named: Vec<&Area> = match query.q.as_deref().map(|word| directory.find(word)) {
        None => directory.all().iter().collect(),
        Some(Found::None) => Vec::new(),
        Some(Found::One(area)) => vec![area],
        Some(Found::Several(areas)) => areas,
    };
    let mut asked: Vec<&Area> = named
        .into_iter()
        .filter(|area| {
            query.level.is_none_or(|level| area.level == level)
                && query.parent.is_none_or(|parent| area.parent == Some(parent))
                && paging.after.is_none_or(|after| after < (area.code, area.id))
        })
        .collect();
    asked.sort_by_key(|area| (area.code, area.id));
    let items = asked
        .into_iter()
        .take(paging.limit as usize + 1)
        .map(AreaWire::from)
        .collect();
    Ok(Json(List::of(&paging, items, |area: &AreaWire| {
        (area.code, area.id)
    })))
}
