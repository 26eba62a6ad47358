//! Shifts for programs: those of a party of one's own, and those of an activity that is held.

use std::collections::BTreeSet;

use axum::extract::State;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, ShiftId, SignupId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Grant, SignedIn},
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    choose::{self, Who},
    queries::{self, Filled},
};
use crate::{
    activities::{self, ListSignups, ManageActivities},
    signups::PartyId,
};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(show_own_shifts, choose_own, show_board, set))]
pub(super) struct Api;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/signups/{party}/shifts", show_own_shifts)
        .post("/api/v1/signups/{party}/shifts", choose_own)
        .get("/api/v1/organisations/{org}/activities/{id}/shifts", show_board)
        .post("/api/v1/organisations/{org}/activities/{id}/shifts", set)
}

/// A shift and how full it is.
#[derive(Serialize, ToSchema)]
struct ShiftBody {
    #[schema(value_type = String)]
    id: ShiftId,
    /// What is done in it.
    name: String,
    starts_at: String,
    ends_at: String,
    /// How many are wanted.
    places: i64,
    /// How many take it.
    taken: i64,
}

impl From<&Filled> for ShiftBody {
    fn from(shift: &Filled) -> Self {
        Self {
            id: shift.id,
            name: shift.name.clone(),
            starts_at: rfc3339(shift.starts_at),
            ends_at: rfc3339(shift.ends_at),
            places: shift.places,
            taken: shift.taken,
        }
    }
}

/// One who helps, and the shifts they take.
#[derive(Serialize, ToSchema)]
struct HelperBody {
    #[schema(value_type = String)]
    signup: SignupId,
    /// Masked; not given for a party of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[schema(value_type = Vec<String>)]
    shifts: BTreeSet<ShiftId>,
    /// Whether one of them meets a shift that they take elsewhere: since it was moved.
    clash: bool,
}

/// The shifts of an activity, and who of those asked for takes which.
#[derive(Serialize, ToSchema)]
struct BoardBody {
    shifts: Vec<ShiftBody>,
    helpers: Vec<HelperBody>,
}

/// Which shifts one takes from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChooseBody {
    /// Whose.
    #[schema(value_type = String)]
    signup: SignupId,
    /// All that they take; others are left.
    #[schema(value_type = Vec<String>)]
    shifts: BTreeSet<ShiftId>,
}

async fn own(app: &App, gate: &SignedIn, party: PartyId) -> Result<Json<BoardBody>, Fault> {
    let person = gate.person();
    let (people, shifts) = app
        .db
        .read(move |tx| {
            let people = queries::own(tx, party, person)?;
            let first = people.first().ok_or(Fault::NotFound)?;
            let shifts = queries::filled(tx, first.activity)?;
            Ok::<_, Fault>((people, shifts))
        })
        .await?;
    let helpers = people.into_iter().map(|own| HelperBody {
        signup: own.signup,
        name: None,
        shifts: own.shifts,
        clash: false,
    });
    Ok(Json(BoardBody {
        shifts: shifts.iter().map(Into::into).collect(),
        helpers: helpers.collect(),
    }))
}

/// The shifts that those of your party who help can take, and take
#[utoipa::path(get, path = "/api/v1/signups/{party}/shifts", tag = "signups",
    params(("party" = String, Path)),
    responses(
        (status = 200, description = "The shifts", body = BoardBody),
        (status = 404, description = "No such party, not yours, without a place as a helper, or an activity without shifts"),
    ), security(("token" = ["self"])))]
async fn show_own_shifts(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
) -> Result<Json<BoardBody>, Fault> {
    own(&app, &gate, party).await
}

/// Takes shifts and leaves others, all or none
#[utoipa::path(post, path = "/api/v1/signups/{party}/shifts", tag = "signups",
    params(("party" = String, Path)), request_body = ChooseBody,
    responses(
        (status = 200, description = "As it is now", body = BoardBody),
        (status = 404, description = "No such party or shift, or not yours"),
        (status = 409, description = "Full, begun, two at one time, or no place as a helper: the sentence says which"),
    ), security(("token" = ["self"])))]
async fn choose_own(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
    Json(body): Json<ChooseBody>,
) -> Result<Json<BoardBody>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| {
            choose::choose(tx, Who::Own(person), body.signup, &body.shifts)
        })
        .await?;
    own(&app, &gate, party).await
}

async fn board(app: &App, org: OrganisationId, id: ActivityId) -> Result<Json<BoardBody>, Fault> {
    let (shifts, lines) = app
        .db
        .read(move |tx| {
            activities::require_held(tx, org, id)?;
            Ok::<_, Fault>((queries::filled(tx, id)?, queries::lines(tx, id)?))
        })
        .await?;
    let mut helpers: Vec<HelperBody> = Vec::new();
    for line in lines {
        match helpers.last_mut() {
            Some(last) if last.signup == line.signup => {
                last.shifts.extend(line.shift);
                last.clash |= line.clash;
            }
            _ => helpers.push(HelperBody {
                signup: line.signup,
                name: Some(line.name),
                shifts: line.shift.into_iter().collect(),
                clash: line.clash,
            }),
        }
    }
    Ok(Json(BoardBody {
        shifts: shifts.iter().map(Into::into).collect(),
        helpers,
    }))
}

/// The shifts of an activity that the organisation holds, and who takes which
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/shifts", tag = "activities",
    params(("org" = String, Path), ("id" = String, Path)),
    responses(
        (status = 200, description = "The shifts and everybody who helps", body = BoardBody),
        (status = 404, description = "No such activity, or not held by the organisation"),
    ), security(("token" = ["signups.list"])))]
async fn show_board(
    gate: Grant<ListSignups>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<BoardBody>, Fault> {
    board(&app, gate.org(), id).await
}

/// Sets the shifts of somebody who helps; they are told
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/shifts", tag = "activities",
    params(("org" = String, Path), ("id" = String, Path)), request_body = ChooseBody,
    responses(
        (status = 200, description = "As it is now", body = BoardBody),
        (status = 404, description = "No such activity, sign-up or shift"),
        (status = 409, description = "Full, over, two at one time, or no place as a helper: the sentence says which"),
    ), security(("token" = ["activities.manage"])))]
async fn set(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<ChooseBody>,
) -> Result<Json<BoardBody>, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            choose::choose(tx, Who::Host(org, id), body.signup, &body.shifts)
        })
        .await?;
    board(&app, org, id).await
}
