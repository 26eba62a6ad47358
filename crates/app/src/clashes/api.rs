//! Clashes for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, TogetherId},
    time::{self, rfc3339},
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::{Anyone, Grant},
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{model::Other, queries, together, year};
use crate::activities::{AnswerCohosts, ManageActivities, ReadActivities};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_clashes, ask, answer, withdraw, days))]
pub(super) struct Api;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/api/v1/organisations/{org}/activities/{id}/clashes",
            list_clashes,
        )
        .post("/api/v1/organisations/{org}/activities/{id}/together", ask)
        .post("/api/v1/organisations/{org}/together/{wish}/answer", answer)
        .post("/api/v1/organisations/{org}/together/{wish}/withdraw", withdraw)
        .get("/api/v1/areas/{town}/days", days)
}

/// An activity that stands in the way.
#[derive(Serialize, ToSchema)]
struct ClashBody {
    #[schema(value_type = String)]
    activity: ActivityId,
    title: String,
    host: String,
    /// Of a course, when the session begins that is nearest.
    starts_at: String,
    ends_at: String,
    place: String,
    /// `people`, `time`, `venue`, `village`, `day`; the weightiest first.
    reasons: Vec<&'static str>,
    /// How many people come to both.
    shared_people: i64,
    /// Whether the organisation holds it or was asked to.
    ours: bool,
    /// Whether it is the organisation's own.
    own: bool,
    /// Whether the organisation has asked to hold it together, and waits.
    asked: bool,
}

impl From<Other> for ClashBody {
    fn from(other: Other) -> Self {
        Self {
            activity: other.about.id,
            title: other.title,
            host: other.host,
            starts_at: rfc3339(other.about.starts_at),
            ends_at: rfc3339(other.about.ends_at),
            place: other.place,
            reasons: other.reasons.iter().map(|reason| reason.as_str()).collect(),
            shared_people: other.shared.len() as i64,
            ours: other.ours,
            own: other.own,
            asked: other.asked,
        }
    }
}

/// What stands in the way of an activity that the organisation hosts
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/clashes", tag = "activities",
    params(("org" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "The weightiest first", body = Vec<ClashBody>)),
    security(("token" = ["activities.read"])))]
async fn list_clashes(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<Vec<ClashBody>>, Fault> {
    let org = gate.org();
    let (_, _, others) = app.db.read(move |tx| queries::of_host(tx, org, id)).await?;
    Ok(Json(others.into_iter().map(Into::into).collect()))
}

/// With which activity, and a word with it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWish {
    /// The other's public activity.
    #[schema(value_type = String)]
    activity: ActivityId,
    /// At most 100 characters.
    #[serde(default)]
    note: String,
}

/// The wish that was kept.
#[derive(Serialize, ToSchema)]
struct WishBody {
    #[schema(value_type = String)]
    id: TogetherId,
}

/// Asks another host to hold its activity together, instead of the draft
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/together", tag = "activities",
    params(("org" = String, Path), ("id" = String, Path, description = "The draft")), request_body = NewWish,
    responses(
        (status = 201, description = "The host was told", body = WishBody),
        (status = 409, description = "Not a draft of its own, asked before, or the other is over"),
    ), security(("token" = ["activities.manage"])))]
async fn ask(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(new): Json<NewWish>,
) -> Result<(StatusCode, Json<WishBody>), Fault> {
    let (org, person) = (gate.org(), gate.person());
    let wish = app
        .db
        .write(gate.by(), move |tx| {
            together::ask(tx, (org, person), (id, new.activity), &new.note)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(WishBody { id: wish })))
}

/// Yes or no.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WishAnswer {
    accept: bool,
    /// At most 100 characters.
    #[serde(default)]
    note: String,
}

/// The host's answer: yes makes the asker one of those who hold the activity
#[utoipa::path(post, path = "/api/v1/organisations/{org}/together/{wish}/answer", tag = "activities",
    params(("org" = String, Path), ("wish" = String, Path)), request_body = WishAnswer,
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such wish of this host"),
        (status = 409, description = "It waits no more, or the activity is over"),
    ), security(("token" = ["cohosts.answer"])))]
async fn answer(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, wish)): Path<(OrganisationId, TogetherId)>,
    Json(said): Json<WishAnswer>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            together::answer(tx, (org, person), wish, (said.accept, &said.note))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a wish back that was not answered
#[utoipa::path(post, path = "/api/v1/organisations/{org}/together/{wish}/withdraw", tag = "activities",
    params(("org" = String, Path), ("wish" = String, Path)),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such wish of this organisation"),
        (status = 409, description = "It was answered"),
    ), security(("token" = ["activities.manage"])))]
async fn withdraw(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, wish)): Path<(OrganisationId, TogetherId)>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| together::withdraw(tx, (org, person), wish))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which year.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct YearAsked {
    /// This year without it.
    year: Option<String>,
}

/// A day on which something is on.
#[derive(Serialize, ToSchema)]
struct DayBody {
    /// As 2026-03-05.
    day: String,
    /// How many activities are on on it: what lasts for days is on on each of them, a course on the days of its sessions.
    activities: i64,
}

/// How much is on in a town on each day of a year; days without anything are left out
#[utoipa::path(get, path = "/api/v1/areas/{town}/days", tag = "areas",
    params(("town" = String, Path, description = "The town"), YearAsked),
    responses((status = 200, description = "In order of time", body = Vec<DayBody>)))]
async fn days(
    _: Anyone,
    State(app): State<App>,
    Path(town): Path<AreaId>,
    Query(asked): Query<YearAsked>,
) -> Result<Json<Vec<DayBody>>, Fault> {
    let year = year::year_of(asked.year.as_deref(), time::day(app.now()));
    let read = app
        .db
        .read(move |tx| year::read(tx, Some(town), None, year))
        .await?;
    let read = read.filter(|read| read.town == town).ok_or(Fault::NotFound)?;
    let days = read.days.iter().filter(|(day, _)| day.year() == year);
    let body = |(day, n): &(jiff::civil::Date, i64)| DayBody {
        day: day.to_string(),
        activities: *n,
    };
    Ok(Json(days.map(body).collect()))
}
