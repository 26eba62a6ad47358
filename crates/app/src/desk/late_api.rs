//! Adding people afterwards, for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    time::rfc3339,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    api::AtDeskBody,
    late::{self, Added, Settle, State as Stands, WalkInId},
    late_queries::{self, WalkIn, Which},
};
use crate::{
    activities::{self, ManageActivities},
    signups::{Against, SignupRole},
};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(add_walk_in, list_walk_ins, settle_walk_in))]
pub(super) struct Api;

const ALL: &str = "/api/v1/organisations/{org}/activities/{id}/walk-ins";
const ONE: &str = "/api/v1/organisations/{org}/activities/{id}/walk-ins/{walk_in}";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(ALL, list_walk_ins)
        .post(ALL, add_walk_in)
        .post(ONE, settle_walk_in)
}

/// What came of adding somebody.
#[derive(Serialize, ToSchema)]
struct WalkInAdded {
    id: String,
    /// `added`, or `open` where a person has to decide.
    state: Stands,
    /// What stands against them, where a person has to decide.
    against: Option<Against>,
    /// Their sign-up.
    party: Option<String>,
    /// One for each person, as it is printed on the sheet.
    codes: Vec<String>,
}

/// Add somebody who came without having signed up
///
/// From the activity's start until seven days after its end. The rules are those of sign-up; whom they speak against is
/// listed, and a person decides. Who was added is marked as such wherever the sign-up is shown.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/walk-ins", tag = "signups",
    params(("org" = String, Path), ("id" = String, Path)), request_body = AtDeskBody,
    responses(
        (status = 201, description = "They have a place, or are listed for a decision: see `state`", body = WalkInAdded),
        (status = 404, description = "No such activity, or not held by the organisation"),
        (status = 409, description = "Signed up or listed already, not the time for it, or the phone is another's"),
        (status = 422, description = "Not agreed to, or something can't be read"),
    ), security(("token" = ["activities.manage"])))]
async fn add_walk_in(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<AtDeskBody>,
) -> Result<(StatusCode, Json<WalkInAdded>), Fault> {
    let who = body.who()?;
    let (added, codes) = late::add_one(&app, gate.by(), (gate.org(), id), &who).await?;
    let (walk_in, state, against, party) = match added {
        Added::In(walk_in, done) => (walk_in, Stands::Added, None, Some(done.party.to_text())),
        Added::Listed(walk_in, against) => (walk_in, Stands::Open, Some(against), None),
    };
    let added = WalkInAdded {
        id: walk_in.to_text(),
        state,
        against,
        party,
        codes,
    };
    Ok((StatusCode::CREATED, Json(added)))
}

/// Somebody who was added afterwards, or is listed for a decision.
#[derive(Serialize, ToSchema)]
struct WalkInBody {
    id: String,
    state: Stands,
    /// Who came, or who answers for the children that came; masked.
    name: String,
    /// Who came with them, masked.
    with: Vec<String>,
    role: SignupRole,
    /// What stands, or stood, against them.
    against: Option<Against>,
    /// Whether they were added from a sheet that they signed, not at the door.
    on_paper: bool,
    /// By whom, masked.
    added_by: String,
    added_at: String,
    party: Option<String>,
    /// Who decided, masked, where somebody had to.
    settled_by: Option<String>,
    /// Why they decided so.
    reason: Option<String>,
}

impl From<WalkIn> for WalkInBody {
    fn from(one: WalkIn) -> Self {
        Self {
            id: one.id.to_text(),
            state: one.state,
            name: one.name,
            with: one.people.into_iter().map(|(_, name)| name).collect(),
            role: one.role,
            against: one.against,
            on_paper: one.on_paper,
            added_by: one.added_by,
            added_at: rfc3339(one.at),
            party: one.party.map(|party| party.to_text()),
            settled_by: one.settled_by,
            reason: one.reason,
        }
    }
}

/// Which of them.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WhichWalkIns {
    /// Only those that stand so.
    state: Option<Stands>,
}

/// Those who were added afterwards, the latest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/walk-ins", tag = "signups",
    params(("org" = String, Path), ("id" = String, Path), WhichWalkIns,
        ("after" = Option<String>, Query, description = "The cursor of the page before"),
        ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "A page of them", body = List<WalkInBody>),
        (status = 404, description = "No such activity, or not held by the organisation"),
    ), security(("token" = ["activities.manage"])))]
async fn list_walk_ins(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Query(which): Query<WhichWalkIns>,
    paging: Paging<WalkInId>,
) -> Result<Json<List<WalkInBody>>, Fault> {
    let org = gate.org();
    let which = Which {
        state: which.state,
        before: paging.after,
        limit: paging.rows(),
    };
    let rows = app
        .db
        .read(move |tx| {
            activities::require_held(tx, org, id)?;
            Ok::<_, Fault>(late_queries::of_activity(tx, id, which)?)
        })
        .await?;
    let page = List::of(&paging, rows, |one| one.id);
    Ok(Json(page.map(WalkInBody::from)))
}

/// A decision about somebody who is listed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WalkInDecision {
    /// Whether they get a place all the same.
    counts: bool,
    /// Why; it is kept with the sign-up. 2 to 200 characters.
    reason: String,
}

/// Decide about somebody who is listed
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/walk-ins/{walk_in}", tag = "signups",
    params(("org" = String, Path), ("id" = String, Path), ("walk_in" = String, Path)), request_body = WalkInDecision,
    responses(
        (status = 204, description = "Decided"),
        (status = 404, description = "No such activity, or nobody who is listed there"),
        (status = 409, description = "The law doesn't let it by, or they have a place by now"),
        (status = 422, description = "No reason"),
    ), security(("token" = ["activities.manage"])))]
async fn settle_walk_in(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id, walk_in)): Path<(OrganisationId, ActivityId, WalkInId)>,
    Json(body): Json<WalkInDecision>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    let command = Settle {
        walk_in,
        counts: body.counts,
        reason: body.reason,
    };
    app.db
        .write(gate.by(), move |tx| late::settle(tx, (org, id), &command))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
