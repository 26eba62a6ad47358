//! Settling by hand, for programs.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, SignupId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Query},
    fault::Fault,
    gate::Grant,
};
use langqiao_store::StoreError;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    ConfirmRecords,
    api::RecordState,
    model::Status,
    pages::lately,
    queries::Reach,
    settle::{self, SettleCommand, SettleError, Unsettled},
    unsettled,
};
use crate::activities::ReadActivities;

/// The most volunteers that are listed to be settled.
const UNSETTLED: i64 = 200;

/// This part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_unsettled_records, enter_record))]
pub(super) struct Api;

/// Whose service is to be settled.
#[derive(Deserialize)]
pub(super) struct OfActivity {
    activity: Option<ActivityId>,
}

/// A volunteer whose service is to be settled by hand.
#[derive(Serialize, ToSchema)]
pub(super) struct UnsettledWire {
    /// Their sign-up.
    signup: String,
    /// The volunteer's id.
    person: String,
    /// The volunteer's name, masked.
    name: String,
    /// The activity's id.
    activity: String,
    /// What the activity is called.
    activity_title: String,
    /// When they were scanned in, if they were.
    came_at: Option<String>,
}

impl From<Unsettled> for UnsettledWire {
    fn from(case: Unsettled) -> Self {
        Self {
            signup: case.signup.to_text(),
            person: case.person.to_text(),
            name: case.name,
            activity: case.activity.to_text(),
            activity_title: case.title,
            came_at: case.came.map(rfc3339),
        }
    }
}

/// When a volunteer left who was never scanned out, and came who was never scanned in.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewEnd {
    /// The volunteer's sign-up.
    #[schema(value_type = String)]
    signup: SignupId,
    /// When they came; only for who was never scanned in.
    #[schema(value_type = Option<String>, format = DateTime)]
    came_at: Option<Timestamp>,
    /// When they left.
    #[schema(value_type = String, format = DateTime)]
    ended_at: Timestamp,
    /// How you know.
    note: String,
}

/// Volunteers who were scanned in and never out, at what began in the last 31 days; of one activity, also those who
/// were never scanned. Their service can be entered by hand.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/records/unsettled", tag = "records",
    params(("org" = String, Path, description = "The organisation"),
        ("activity" = Option<String>, Query, description = "Only those of this activity, however long ago")),
    responses((status = 200, description = "At most 200, the earliest activity first", body = Vec<UnsettledWire>),
        (status = 422, description = "Not the id of an activity")),
    security(("token" = ["activities.read"])))]
pub(super) async fn list_unsettled_records(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Query(of): Query<OfActivity>,
) -> Result<Json<Vec<UnsettledWire>>, Fault> {
    let (org, now, activity) = (gate.org(), app.now(), of.activity);
    let found = app
        .db
        .read(move |tx| {
            let since = activity.map_or_else(|| lately(now), |_| Timestamp::UNIX_EPOCH);
            let mut found =
                unsettled::scanned_in_only(tx, (org, Reach::Below), activity, (since, now), UNSETTLED)?;
            if let Some(activity) = activity {
                let room = UNSETTLED - found.len() as i64;
                found.extend(unsettled::never_scanned(tx, org, activity, now, room)?);
            }
            Ok::<_, StoreError>(found)
        })
        .await?;
    Ok(Json(found.into_iter().map(UnsettledWire::from).collect()))
}

/// Enter by hand when a volunteer left who was never scanned out, and when they came if there is no scan in.
/// Another officer has to confirm it.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/records", tag = "records",
    params(("org" = String, Path, description = "The organisation")), request_body = NewEnd,
    responses(
        (status = 201, description = "Entered; it waits for another officer", body = RecordState),
        (status = 404, description = "No such volunteer with a place, in the organisation's reach"),
        (status = 409, description = "There is a record, the activity is not over, or it is your own service"),
        (status = 422, description = "Not times that are possible, or no note"),
    ), security(("token" = ["records.confirm"])))]
pub(super) async fn enter_record(
    gate: Grant<ConfirmRecords>,
    State(app): State<App>,
    Json(new): Json<NewEnd>,
) -> Result<(StatusCode, Json<RecordState>), Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let command = SettleCommand {
        signup: new.signup,
        came: new.came_at,
        ended: new.ended_at,
        note: new.note,
    };
    let entered = move |tx: &mut langqiao_store::WriteTx| settle::settle(tx, org, officer, &command);
    let record = app.db.write::<_, SettleError, _>(gate.by(), entered).await?;
    Ok((
        StatusCode::CREATED,
        Json(RecordState {
            id: record.to_text(),
            status: Status::Pending,
        }),
    ))
}
