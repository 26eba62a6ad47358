//! Check-in for programs: gates with their own readers, and a phone that sends what it scanned while offline.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, CheckinId, OrganisationId},
    time::rfc3339,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
    ui::Ui,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    ScanIn,
    lists::{self, Listed, Which},
    model::{Direction, Outcome, Reason},
    queries,
    scan::{self, Answer, ScanCommand, ScanError},
    views,
};
use crate::signups::SignupRole;

/// Check-in's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(scan_code, list_scans))]
pub(super) struct Api;

/// A scan to be decided and kept.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewScan {
    /// What the camera read or the hand typed: the short code, or a link or text that ends in it.
    code: String,
    /// Coming or leaving.
    direction: Direction,
    /// The device's own name, 1 to 64 characters.
    device: String,
    /// The scan's number on that device, from 0. The same device and number again give the same answer.
    sequence: i64,
    /// When the device says it was. Kept; the server's clock decides.
    #[schema(value_type = Option<String>, format = DateTime)]
    scanned_at: Option<Timestamp>,
}

/// Whose code it is.
#[derive(Serialize, ToSchema)]
struct HolderWire {
    /// The name, masked.
    name: String,
    /// What they come as.
    role: SignupRole,
}

/// An activity that the code belongs to instead.
#[derive(Serialize, ToSchema)]
struct ElsewhereWire {
    /// What it is called.
    title: String,
    /// When it begins.
    starts_at: String,
    /// Whether it was called off.
    called_off: bool,
    /// Whether the sign-up ended: cancelled, let go, or not answered in time.
    ended: bool,
}

/// What a scan came to.
#[derive(Serialize, ToSchema)]
pub(super) struct ScanAnswer {
    /// The scan's id.
    id: String,
    /// Whether this scan had been dealt with before.
    again: bool,
    /// What it came to.
    outcome: Outcome,
    /// Why.
    reason: Reason,
    /// Coming or leaving.
    direction: Direction,
    /// When it reached the server.
    at: String,
    /// The large line for a screen, in the language asked for.
    headline: String,
    /// What to do, in the language asked for.
    advice: Vec<String>,
    /// Whose code it is, where it is one of this activity.
    holder: Option<HolderWire>,
    /// The others of the party who have not come yet.
    missing: Vec<String>,
    /// The activity that the code belongs to instead.
    elsewhere: Option<ElsewhereWire>,
    /// The whole minutes from coming to leaving.
    stay_minutes: Option<i64>,
}

impl ScanAnswer {
    fn of(ui: &Ui, answer: Answer) -> Self {
        Self {
            id: answer.scan.id.to_text(),
            again: answer.again,
            outcome: answer.scan.outcome,
            reason: answer.scan.reason,
            direction: answer.scan.direction,
            at: rfc3339(answer.scan.at),
            headline: ui.t(views::headline(answer.scan.reason)).to_owned(),
            advice: views::advice(ui, &answer),
            stay_minutes: answer.stay(),
            holder: answer.holder.map(|holder| HolderWire {
                name: holder.name,
                role: holder.role,
            }),
            missing: answer.missing,
            elsewhere: answer.elsewhere.map(|other| ElsewhereWire {
                title: other.title,
                starts_at: rfc3339(other.starts),
                called_off: other.called_off,
                ended: other.ended,
            }),
        }
    }
}

/// A scan that is kept.
#[derive(Serialize, ToSchema)]
pub(super) struct ScanWire {
    /// The scan's id; later ones are greater.
    id: String,
    /// The code as read; `?` for what is no code of ours.
    code: String,
    /// Whose code it was, masked, where it was one of this activity.
    name: Option<String>,
    /// Coming or leaving.
    direction: Direction,
    /// What it came to.
    outcome: Outcome,
    /// Why.
    reason: Reason,
    /// When it reached the server.
    at: String,
    /// When the device says it was.
    scanned_at: String,
    /// On which device.
    device: String,
    /// Its number there.
    sequence: i64,
    /// Who scanned, masked.
    scanned_by: String,
}

impl From<Listed> for ScanWire {
    fn from(scan: Listed) -> Self {
        Self {
            id: scan.id.to_text(),
            code: scan.code,
            name: scan.name,
            direction: scan.direction,
            outcome: scan.outcome,
            reason: scan.reason,
            at: rfc3339(scan.at),
            scanned_at: rfc3339(scan.scanned_at),
            device: scan.device,
            sequence: scan.sequence,
            scanned_by: scan.by,
        }
    }
}

/// Which scans are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ScanFilter {
    /// Only those that let nobody through.
    #[serde(default)]
    refused: bool,
}

/// Scan a code.
///
/// Every scan is kept, also one that lets nobody through: look at `outcome`. The server's clock decides.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/scans", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    request_body = NewScan,
    responses(
        (status = 201, description = "Decided and kept", body = ScanAnswer),
        (status = 200, description = "This scan was kept before; the same answer", body = ScanAnswer),
        (status = 404, description = "No such activity in the organisation's reach"),
        (status = 409, description = "The device used this number for another scan"),
        (status = 422, description = "Not a scan"),
    ), security(("token" = ["checkin.scan"])))]
pub(super) async fn scan_code(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
    Json(new): Json<NewScan>,
) -> Result<(StatusCode, Json<ScanAnswer>), Fault> {
    let (org, person) = (gate.org(), gate.person());
    let command = ScanCommand {
        activity,
        text: new.code,
        direction: new.direction,
        device: new.device,
        sequence: new.sequence,
        scanned_at: new.scanned_at,
    };
    let answer = app
        .db
        .write(gate.by(), move |tx| scan::scan(tx, org, person, &command))
        .await?;
    let status = if answer.again {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok((status, Json(ScanAnswer::of(&ui, answer))))
}

/// The scans at an activity's door, the latest first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/scans", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity"),
        ScanFilter, ("after" = Option<String>, Query, description = "The cursor of the page before"),
        ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "A page of scans", body = List<ScanWire>),
        (status = 404, description = "No such activity in the organisation's reach"),
    ), security(("token" = ["checkin.scan"])))]
pub(super) async fn list_scans(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
    Query(filter): Query<ScanFilter>,
    paging: Paging<CheckinId>,
) -> Result<Json<List<ScanWire>>, Fault> {
    let org = gate.org();
    let which = Which {
        refused: filter.refused,
        before: paging.after,
        limit: paging.rows(),
    };
    let scans = app
        .db
        .read(move |tx| {
            queries::look(tx, org, activity, None)?.ok_or(ScanError::NoSuchActivity)?;
            Ok::<_, ScanError>(lists::scans(tx, activity, &which)?)
        })
        .await?;
    let page = List::of(&paging, scans, |scan| scan.id);
    Ok(Json(page.map(ScanWire::from)))
}
