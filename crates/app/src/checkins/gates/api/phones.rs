//! The phones at the gates.

use axum::{extract::State, http::StatusCode};
use data_encoding::BASE64URL_NOPAD;
use langqiao_kernel::time::rfc3339;
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    super::{ScanIn, model::Direction},
    SettleScanning,
    devices::{self, DeviceError, Gate, NewGate},
};
use super::{Here, There};

/// A phone at a gate.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct DeviceWire {
    /// Its id.
    id: String,
    /// What it is called.
    name: String,
    /// Which way people go past it.
    direction: Direction,
    /// Whether it may stand at all of the organisation's activities rather than at this one only.
    everywhere: bool,
    /// When a phone took it over.
    claimed_at: Option<String>,
    /// Who holds that phone, masked.
    holder: Option<String>,
    /// When it last spoke to the server.
    seen_at: Option<String>,
    /// How many scans it still had to bring, as it last told.
    queued: Option<i64>,
    /// By how many milliseconds its clock was ahead, when it last told.
    clock_ahead_ms: Option<i64>,
    /// When its key was taken back.
    revoked_at: Option<String>,
}

impl From<Gate> for DeviceWire {
    fn from(gate: Gate) -> Self {
        Self {
            id: gate.id.to_text(),
            name: gate.name,
            direction: gate.direction,
            everywhere: gate.activity.is_none(),
            claimed_at: gate.claimed.map(rfc3339),
            holder: gate.holder,
            seen_at: gate.seen.map(rfc3339),
            queued: gate.queued,
            clock_ahead_ms: gate.ahead,
            revoked_at: gate.revoked.map(rfc3339),
        }
    }
}

/// A phone to be registered.
#[derive(Deserialize, ToSchema)]
pub(in super::super) struct NewDevice {
    /// What it is called, 1 to 30 characters, such as 东门.
    name: String,
    /// Which way people go past it.
    direction: Direction,
    /// Whether it may stand at all of the organisation's activities rather than at this one only.
    #[serde(default)]
    everywhere: bool,
}

/// What was registered.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Registered {
    /// Its id.
    id: String,
}

/// A key for a gate: shown once.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Claimed {
    /// The device's id.
    id: String,
    /// What it is called.
    name: String,
    /// Which way people go past it.
    direction: Direction,
    /// Whether it may stand at all of the organisation's activities rather than at this one only.
    everywhere: bool,
    /// The key, 32 bytes in base64url. It checks the roster's signature and signs what the device brings.
    key: String,
}

/// The organisation's phones that may stand at this activity's door.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/devices", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "All of them, those revoked last", body = Vec<DeviceWire>),
        (status = 404, description = "No such activity in the organisation's reach"),
    ), security(("token" = ["checkin.scan"])))]
pub(in super::super) async fn list_devices(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity)): Here,
) -> Result<Json<Vec<DeviceWire>>, Fault> {
    let org = gate.org();
    let gates = app.db.read(move |tx| {
        devices::door(tx, org, activity)?.ok_or(DeviceError::NotFound)?;
        Ok::<_, DeviceError>(devices::gates(tx, org, activity, None)?)
    });
    Ok(Json(gates.await?.into_iter().map(DeviceWire::from).collect()))
}

/// Register a phone for a gate. Whoever stands there takes it over.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/devices", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    request_body = NewDevice,
    responses(
        (status = 201, description = "Registered", body = Registered),
        (status = 404, description = "No such activity in the organisation's reach"),
        (status = 409, description = "Another one has this name"),
        (status = 422, description = "No name"),
    ), security(("token" = ["checkin.settle"])))]
pub(in super::super) async fn register_device(
    gate: Grant<SettleScanning>,
    State(app): State<App>,
    Path((_, activity)): Here,
    Json(new): Json<NewDevice>,
) -> Result<(StatusCode, Json<Registered>), Fault> {
    let who = (gate.org(), gate.person());
    let new = NewGate {
        name: new.name,
        direction: new.direction,
        everywhere: new.everywhere,
    };
    let id = app
        .db
        .write(gate.by(), move |tx| devices::register(tx, who, activity, &new))
        .await?;
    Ok((StatusCode::CREATED, Json(Registered { id: id.to_text() })))
}

/// Take a registered phone's place over: its key is given to the first who asks, and to nobody else.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/claim", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity"),
        ("gate" = String, Path, description = "The device")),
    responses(
        (status = 201, description = "The key", body = Claimed),
        (status = 404, description = "No such device in the organisation's reach"),
        (status = 409, description = "Taken over before, or revoked"),
    ), security(("token" = ["checkin.scan"])))]
pub(in super::super) async fn claim_device(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity, device)): There,
) -> Result<(StatusCode, Json<Claimed>), Fault> {
    let who = (gate.org(), gate.person());
    let claimed = app
        .db
        .write(gate.by(), move |tx| devices::claim(tx, who, (activity, device)))
        .await?;
    let id = device.to_text();
    let key = BASE64URL_NOPAD.encode(&app.keys.gate_key(&id));
    let everywhere = claimed.activity.is_none();
    let claimed = Claimed {
        id,
        everywhere,
        name: claimed.name,
        direction: claimed.direction,
        key,
    };
    Ok((StatusCode::CREATED, Json(claimed)))
}

/// Take a phone's key back. What it brings from now on is refused, and kept for a person to look at.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/revoke", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity"),
        ("gate" = String, Path, description = "The device")),
    responses(
        (status = 204, description = "Revoked"),
        (status = 404, description = "No such device in the organisation's reach"),
        (status = 409, description = "Revoked before"),
    ), security(("token" = ["checkin.settle"])))]
pub(in super::super) async fn revoke_device(
    gate: Grant<SettleScanning>,
    State(app): State<App>,
    Path((_, activity, device)): There,
) -> Result<StatusCode, Fault> {
    let who = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| devices::revoke(tx, who, (activity, device)))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
