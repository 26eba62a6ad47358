//! Scans that a person decides about.

use axum::extract::State;
use langqiao_kernel::{id::CheckinId, time::rfc3339};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::{
    super::model::{ClockState, Direction, Outcome, Reason, Verdict},
    SettleScanning,
    devices::{self, DeviceError},
    settle::{self, SettleError, SettleScans},
    waiting::{self, Waiting, WhichWaiting},
};
use super::Here;

/// A scan that waits for a person, or was settled by one.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct WaitingWire {
    /// The scan's id.
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
    /// What the device said at the door.
    told: Option<Reason>,
    /// When it was, by a clock set right.
    at: String,
    /// When the device says it was.
    scanned_at: String,
    /// How far the time can be trusted.
    clock: ClockState,
    /// At which gate.
    gate: Option<String>,
    /// What was decided.
    verdict: Option<Verdict>,
    /// By whom, masked.
    settled_by: Option<String>,
    /// Why.
    settled_reason: Option<String>,
    /// When.
    settled_at: Option<String>,
}

impl From<Waiting> for WaitingWire {
    fn from(scan: Waiting) -> Self {
        let (mut verdict, mut settled_by, mut settled_reason, mut settled_at) = (None, None, None, None);
        if let Some((decided, by, reason, at)) = scan.settled {
            (verdict, settled_by) = (Some(decided), Some(by));
            (settled_reason, settled_at) = (Some(reason), Some(rfc3339(at)));
        }
        Self {
            id: scan.id.to_text(),
            code: scan.code,
            name: scan.name,
            direction: scan.direction,
            outcome: scan.outcome,
            reason: scan.reason,
            told: scan.told,
            at: rfc3339(scan.at),
            scanned_at: rfc3339(scan.scanned_at),
            clock: scan.clock,
            gate: scan.gate,
            verdict,
            settled_by,
            settled_reason,
            settled_at,
        }
    }
}

/// Which scans are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct WaitingFilter {
    /// Those that a person decided about, rather than those that wait.
    #[serde(default)]
    settled: bool,
}

/// Scans that wait for a person: doubles, strangers, cancelled and late ones, those of a revoked device, and those
/// whose time is in doubt. Or those that were settled.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/unsettled-scans", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity"),
        WaitingFilter, ("after" = Option<String>, Query, description = "The cursor of the page before"),
        ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "A page of scans", body = List<WaitingWire>),
        (status = 404, description = "No such activity in the organisation's reach"),
    ), security(("token" = ["checkin.settle"])))]
pub(in super::super) async fn list_unsettled_scans(
    gate: Grant<SettleScanning>,
    State(app): State<App>,
    Path((_, activity)): Here,
    Query(filter): Query<WaitingFilter>,
    paging: Paging<CheckinId>,
) -> Result<Json<List<WaitingWire>>, Fault> {
    let org = gate.org();
    let which = WhichWaiting {
        settled: filter.settled,
        after: paging.after,
        limit: paging.rows(),
    };
    let scans = app
        .db
        .read(move |tx| {
            devices::door(tx, org, activity)?.ok_or(DeviceError::NotFound)?;
            Ok::<_, DeviceError>(waiting::waiting(tx, activity, &which)?)
        })
        .await?;
    let page = List::of(&paging, scans, |scan| scan.id);
    Ok(Json(page.map(WaitingWire::from)))
}

/// A decision about scans.
#[derive(Deserialize, ToSchema)]
pub(in super::super) struct SettleWire {
    /// The scans' ids, at most 500.
    #[schema(value_type = Vec<String>)]
    scans: Vec<CheckinId>,
    /// Whether they count.
    verdict: Verdict,
    /// Why, 1 to 200 characters.
    reason: String,
    /// For a code of nobody's that is to count: the short code of the person it was, also where another was named before. One scan at a time.
    code: Option<String>,
}

/// What was settled.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct SettledWire {
    /// How many scans.
    done: usize,
    /// How many were left: nobody leaves who has not come, and nobody decides about their own.
    left: usize,
}

/// Decide about scans that let nobody through. The last word counts; the event log keeps the earlier ones.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/unsettled-scans", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    request_body = SettleWire,
    responses(
        (status = 200, description = "Settled", body = SettledWire),
        (status = 404, description = "No such activity or scan in the organisation's reach"),
        (status = 409, description = "One's own scan, or leaving without having come"),
        (status = 422, description = "No scan, no reason, or no such code"),
    ), security(("token" = ["checkin.settle"])))]
pub(in super::super) async fn settle_scans(
    gate: Grant<SettleScanning>,
    State(app): State<App>,
    Path((_, activity)): Here,
    Json(new): Json<SettleWire>,
) -> Result<Json<SettledWire>, Fault> {
    let who = (gate.org(), gate.person());
    let command = SettleScans {
        activity,
        scans: new.scans,
        verdict: new.verdict,
        reason: new.reason,
        code: new.code,
    };
    let done = app
        .db
        .write::<_, SettleError, _>(gate.by(), move |tx| settle::settle(tx, who, &command))
        .await?;
    Ok(Json(SettledWire {
        done: done.done,
        left: done.left,
    }))
}
