//! What is on in a site, for programs.

use axum::extract::State;
use langqiao_kernel::{
    id::{ActivityId, ClusterId, VenueId},
    time::{parse_ms, rfc3339},
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Anyone,
};
use langqiao_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    activities::queries::{self, On, Site},
    venues,
};

/// Something that is on in a site: an activity, or a course with its next session there.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnWire {
    /// The activity, or the course.
    #[schema(value_type = String)]
    activity: ActivityId,
    /// What it is.
    title: String,
    /// The host.
    host: String,
    /// The site's rooms that it holds, each with its venue.
    rooms: String,
    /// When it begins; of a course, when the next session here does.
    starts_at: String,
    /// When it ends; of a course, when the next session here does.
    ends_at: String,
    /// Whether it is a course.
    course: bool,
}

impl From<On> for OnWire {
    fn from(on: On) -> Self {
        Self {
            activity: on.id,
            title: on.title,
            host: on.host,
            rooms: on.place,
            starts_at: rfc3339(on.starts_at),
            ends_at: rfc3339(on.ends_at),
            course: on.course,
        }
    }
}

/// Where a page goes on: when the last thing of the one before begins, and its id.
type Key = (i64, ActivityId);

/// A page of what is on in a site that exists.
async fn listed(app: App, site: Site, paging: Paging<Key>) -> Result<Json<List<OnWire>>, Fault> {
    let now = app.now();
    let (after, rows) = (paging.after, paging.rows());
    let after = after.and_then(|(at, id)| Some((parse_ms(at).ok()?, id)));
    let read = app.db.read(move |tx| {
        let there = match site {
            Site::Venue(id) => venues::venue(tx, id)?.is_some(),
            Site::Cluster(id) => venues::cluster(tx, id)?.is_some(),
        };
        let on = if there {
            Some(queries::on_at(tx, site, now, after, rows)?)
        } else {
            None
        };
        Ok::<_, StoreError>(on)
    });
    let on = read.await?.ok_or(Fault::NotFound)?;
    let List { items, next } = List::of(&paging, on, |last| (last.starts_at.as_millisecond(), last.id));
    let items = items.into_iter().map(OnWire::from).collect();
    Ok(Json(List { items, next }))
}

/// What is on in a venue: each activity and course that holds one of its rooms and is not over, soonest first.
#[utoipa::path(get, path = "/api/v1/venues/{venue}/activities", tag = "venues",
    params(("venue" = String, Path, description = "The venue's id"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "How many at most: 1 to 200, 50 if nothing is said")),
    responses((status = 200, description = "What is on", body = List<OnWire>),
        (status = 404, description = "No such venue")))]
pub async fn list_on_in_venue(
    _: Anyone,
    State(app): State<App>,
    Path(venue): Path<VenueId>,
    paging: Paging<Key>,
) -> Result<Json<List<OnWire>>, Fault> {
    listed(app, Site::Venue(venue), paging).await
}

/// What is on in the venues of a group: each activity and course once, soonest first.
#[utoipa::path(get, path = "/api/v1/clusters/{cluster}/activities", tag = "venues",
    params(("cluster" = String, Path, description = "The group's id"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "How many at most: 1 to 200, 50 if nothing is said")),
    responses((status = 200, description = "What is on", body = List<OnWire>),
        (status = 404, description = "No such group")))]
pub async fn list_on_in_cluster(
    _: Anyone,
    State(app): State<App>,
    Path(cluster): Path<ClusterId>,
    paging: Paging<Key>,
) -> Result<Json<List<OnWire>>, Fault> {
    listed(app, Site::Cluster(cluster), paging).await
}
