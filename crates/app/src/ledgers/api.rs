//! Ledgers for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
    routes::Routes,
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::{
    asked::{Asked, span},
    give,
    queries::{self, Sum},
};
use crate::activities::{AnswerCohosts, BringsWire, Contribution, ReadActivities};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(show_ledger, say))]
pub(super) struct Api;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/organisations/{org}/ledger", show_ledger)
        .post("/api/v1/organisations/{org}/activities/{id}/given", say)
}

/// What a body did.
#[derive(Serialize, ToSchema)]
struct SumBody {
    #[schema(value_type = String)]
    organisation: OrganisationId,
    name: String,
    /// Activities of which it is the host; these add up to all there were.
    hosted: i64,
    /// Others that it holds too.
    joined: i64,
    promised_people: i64,
    people: i64,
    /// In fen.
    promised_money: i64,
    /// In fen.
    money: i64,
    /// Of how many activities it has not said what it gave.
    unsaid: i64,
    /// Confirmed minutes of service that are credited to it.
    minutes: i64,
}

impl From<(OrganisationId, String, Sum)> for SumBody {
    fn from((organisation, name, sum): (OrganisationId, String, Sum)) -> Self {
        Self {
            organisation,
            name,
            hosted: sum.hosted,
            joined: sum.joined,
            promised_people: sum.promised_people,
            people: sum.people,
            promised_money: sum.promised_money,
            money: sum.money,
            unsaid: sum.unsaid,
            minutes: sum.minutes,
        }
    }
}

/// What the organisation and those below it put in and held, body by body
#[utoipa::path(get, path = "/api/v1/organisations/{org}/ledger", tag = "activities",
    params(("org" = String, Path), ("from" = Option<String>, Query, description = "The first day; this year's without it"),
        ("to" = Option<String>, Query, description = "The last day"),
        ("q" = Option<String>, Query, description = "Only bodies with this in their names"),
        ("line" = Option<String>, Query, description = "Only bodies of this line"),
        ("town" = Option<String>, Query, description = "Only bodies in this town")),
    responses(
        (status = 200, description = "Each body that held something", body = Vec<SumBody>),
        (status = 422, description = "A day can't be read"),
    ),
    security(("token" = ["activities.read"])))]
async fn show_ledger(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<SumBody>>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (until, which) = (span(asked.days_or_refused(time::day(now))?, now), asked.which());
    let sums = app
        .db
        .read(move |tx| queries::sums(tx, org, until, &which))
        .await?;
    Ok(Json(sums.into_iter().map(Into::into).collect()))
}

/// Says what the organisation gave to an activity that it holds and that has begun; `share` is not read
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/given", tag = "activities",
    params(("org" = String, Path), ("id" = String, Path)), request_body = BringsWire,
    responses(
        (status = 204, description = "Kept, in the place of what was said before"),
        (status = 404, description = "No such activity, or not held by the organisation"),
        (status = 409, description = "It has not begun, or was called off"),
        (status = 422, description = "Something in it can't be"),
    ), security(("token" = ["cohosts.answer"])))]
async fn say(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(gave): Json<BringsWire>,
) -> Result<StatusCode, Fault> {
    let (org, person, gave) = (gate.org(), gate.person(), Contribution::from(gave));
    app.db
        .write(gate.by(), move |tx| give::give(tx, (org, person), id, &gave))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
