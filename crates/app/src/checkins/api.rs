//! Check-in for programs: gates with their own readers, and a phone that sends what it scanned while offline.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, CheckinId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
    ui::Ui,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    ScanIn,
    lists::{self, Listed, Which},
    model::{Direction, Outcome, Reason},
    queries,
    scan::{self, Answer, ScanCommand, ScanError},
    views,
};

/// The most scans that one request lists.
const LIMIT_MAX: i64 = 200;

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
    scanned_at: Option<Timestamp>,
}

/// Whose code it is.
#[derive(Serialize, ToSchema)]
struct HolderWire {
    /// The name, masked.
    name: String,
    /// `attendee` or `volunteer`.
    role: String,
}

/// An activity that the code belongs to instead.
#[derive(Serialize, ToSchema)]
struct ElsewhereWire {
    /// What it is called.
    title: String,
    /// When it begins.
    starts_at: String,
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
            at: wire_time(answer.scan.at),
            headline: ui.t(views::headline(answer.scan.reason)).to_owned(),
            advice: views::advice(ui, &answer),
            stay_minutes: answer.stay(),
            holder: answer.holder.map(|holder| HolderWire { name: holder.name, role: holder.role }),
            missing: answer.missing,
            elsewhere: answer
                .elsewhere
                .map(|other| ElsewhereWire { title: other.title, starts_at: wire_time(other.starts) }),
        }
    }
}
