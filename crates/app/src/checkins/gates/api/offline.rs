//! What a phone takes along, and what it brings.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use langqiao_kernel::time::rfc3339;
use langqiao_platform::{
    app::App,
    extract::{Json, Path, Query},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::msg,
    keys, wrong_json,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::{
    super::{
        ScanIn,
        model::{Direction, Outcome, Reason},
    },
    batch::{Batch, Brought},
    bring::{BringError, Synced, Taken, bring},
    devices::{self},
    roster,
};
use super::{SIGNATURE, There};

/// A roster with its signature.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct SignedRoster {
    /// The roster as JSON, to the byte what is signed: `activity`, `status`, `starts_at`, `ends_at`, `issued_at`,
    /// `expires_at` (milliseconds since 1970), `rules` (the decision table) and `people`, each with `ticket` (the first
    /// 12 bytes of HMAC-SHA256 over `ticket ` and the code, by the device's key), masked `name`, `role`, `state`,
    /// and `renewed`, `came`, `left` where they apply.
    roster: String,
    /// HMAC-SHA256 over the roster's text by the device's key, in base64url.
    signature: String,
}

/// A part of what a device scanned without a network.
#[derive(Deserialize, ToSchema)]
pub(in super::super) struct BatchWire {
    /// What the device's clock says now.
    #[schema(value_type = String, format = DateTime)]
    clock: Timestamp,
    /// How many scans it will still have after these.
    queued: i64,
    /// At most 500.
    scans: Vec<BroughtWire>,
}

/// A scan that was made earlier.
#[derive(Deserialize, ToSchema)]
pub(in super::super) struct BroughtWire {
    /// Its number on the device, from 0; each is used once.
    sequence: i64,
    /// What the camera read or the hand typed.
    code: String,
    /// Coming or leaving.
    direction: Direction,
    /// When it was by the device's clock.
    #[schema(value_type = String, format = DateTime)]
    scanned_at: Timestamp,
    /// By how many milliseconds that clock was ahead of the server's when the device last heard from it.
    ahead_ms: Option<i64>,
    /// What the device said at the door.
    told: Option<Reason>,
    /// The number of the scan's own request, if it was first tried with a network and not answered.
    nonce: Option<String>,
}

impl From<BroughtWire> for Brought {
    fn from(scan: BroughtWire) -> Self {
        Self {
            sequence: scan.sequence,
            text: scan.code,
            direction: scan.direction,
            scanned_at: scan.scanned_at,
            ahead: scan.ahead_ms,
            told: scan.told,
            nonce: scan.nonce,
        }
    }
}

/// What became of a part.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Brief {
    /// The server's clock.
    now: String,
    /// How many scans were new.
    new: usize,
    /// How many earlier ones came to something else because of these.
    changed: usize,
    /// A number from which on the device has used none.
    next_sequence: i64,
    /// Each scan.
    scans: Vec<TakenWire>,
}

/// What became of a scan.
#[derive(Serialize, ToSchema)]
#[schema(as = ScansTaken)]
pub(in super::super) struct TakenWire {
    /// Its number on the device.
    sequence: i64,
    /// False when the number belongs to another scan: give it a new one, from `next_sequence` on, and send it again.
    kept: bool,
    /// Whether it was here before.
    again: bool,
    /// What it came to so far; scans that are brought later may change it.
    outcome: Option<Outcome>,
    /// Why.
    reason: Option<Reason>,
}

impl From<Taken> for TakenWire {
    fn from(scan: Taken) -> Self {
        Self {
            sequence: scan.sequence,
            kept: scan.answer.is_some(),
            again: scan.again,
            outcome: scan.answer.map(|(outcome, _)| outcome),
            reason: scan.answer.map(|(_, reason)| reason),
        }
    }
}

/// What a device says of itself as it asks for the roster.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct RosterAsk {
    /// How many scans it still has to bring.
    queued: Option<i64>,
}

/// The roster of this activity alone, signed for this device, good for a day at most.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/roster", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity"),
        ("gate" = String, Path, description = "The device"), RosterAsk),
    responses(
        (status = 200, description = "The roster", body = SignedRoster),
        (status = 404, description = "No such device in the organisation's reach"),
        (status = 409, description = "Revoked, or no phone took it over"),
    ), security(("token" = ["checkin.scan"])))]
pub(in super::super) async fn read_roster(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity, device)): There,
    Query(ask): Query<RosterAsk>,
) -> Result<Json<SignedRoster>, Fault> {
    let (org, keys) = (gate.org(), app.keys.clone());
    let signed = app
        .db
        .write(gate.by(), move |tx| {
            roster::roster(tx, &keys, org, (activity, device), ask.queued)
        })
        .await?;
    Ok(Json(SignedRoster {
        roster: signed.text,
        signature: signed.signature,
    }))
}

/// How often a part is decided again because a gate with a network came in between.
pub(super) const ATTEMPTS: usize = 5;

/// Bring scans that were made without a network: in any order, in parts of up to 500, as often as need be.
///
/// The header `langqiao-signature` carries HMAC-SHA256 over the body by the device's key, in base64url. A scan that
/// was brought before changes nothing. What lets nobody through waits for a person.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/scans", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity"),
        ("gate" = String, Path, description = "The device"),
        ("langqiao-signature" = String, Header, description = "The body's signature")),
    request_body = BatchWire,
    responses(
        (status = 200, description = "Taken", body = Brief),
        (status = 403, description = "Not signed by this device's key; or the key was taken back, and the scans are kept for a person"),
        (status = 404, description = "No such device in the organisation's reach"),
        (status = 409, description = "No phone took it over"),
        (status = 422, description = "Not a part, or too large a one"),
    ), security(("token" = ["checkin.scan"])))]
pub(in super::super) async fn bring_scans(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity, device)): There,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Brief>, Fault> {
    let org = gate.org();
    app.db
        .read(move |tx| devices::standing(tx, org, (activity, device)).map(drop))
        .await?;
    let signature = headers.get(SIGNATURE).map_or(&[][..], |value| value.as_bytes());
    let signature = BASE64URL_NOPAD.decode(signature).unwrap_or_default();
    if !keys::is_signed(&app.keys.gate_key(&device.to_text()), &body, &signature) {
        let refusal = Refusal::with_status(StatusCode::FORBIDDEN, "signature", msg::GATE_SIGNATURE);
        return Err(refusal.into());
    }
    let part: BatchWire =
        serde_json::from_slice(&body).map_err(|why| Fault::from(wrong_json::unread(&why)))?;
    let batch = Batch {
        gate: device,
        activity,
        clock: part.clock,
        queued: part.queued,
        scans: part.scans.into_iter().map(Brought::from).collect(),
    };
    let done = take(&app, &gate, batch).await?;
    if let Some(refusal) = done.refusal() {
        return Err(refusal.into());
    }
    Ok(Json(Brief {
        now: rfc3339(app.now()),
        new: done.new,
        changed: done.changed,
        next_sequence: done.next,
        scans: done.scans.into_iter().map(TakenWire::from).collect(),
    }))
}

pub(super) async fn take(app: &App, gate: &Grant<ScanIn>, batch: Batch) -> Result<Synced, BringError> {
    let who = (gate.org(), gate.person());
    let batch = std::sync::Arc::new(batch);
    let mut attempt = 1;
    loop {
        let part = batch.clone();
        match app.db.write(gate.by(), move |tx| bring(tx, who, &part)).await {
            Err(error) if error.overtaken() && attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}
