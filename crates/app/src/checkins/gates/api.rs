//! The gates for programs, and for the island that scans without a network.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, CheckinId, GateId, OrganisationId},
    time::rfc3339,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::msg,
    keys,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    super::{
        ScanIn,
        model::{ClockState, Direction, Outcome, Reason, Verdict},
    },
    SettleScanning,
    batch::{Batch, Brought},
    bring::{BringError, Synced, Taken, bring},
    devices::{self, DeviceError, Gate, NewGate},
    roster,
    settle::{self, SettleError, SettleScans, Waiting, WhichWaiting},
};

/// The gates' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(
    paths(
        list_devices,
        register_device,
        claim_device,
        revoke_device,
        read_roster,
        bring_scans,
        list_unsettled_scans,
        settle_scans
    ),
    components(schemas(BatchWire))
)]
pub(in crate::checkins) struct Api;

/// The header that carries a part's signature.
const SIGNATURE: &str = "langqiao-signature";

type Here = Path<(OrganisationId, ActivityId)>;
type There = Path<(OrganisationId, ActivityId, GateId)>;

/// A phone at a gate.
#[derive(Serialize, ToSchema)]
pub(super) struct DeviceWire {
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
pub(super) struct NewDevice {
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
pub(super) struct Registered {
    /// Its id.
    id: String,
}

/// A key for a gate: shown once.
#[derive(Serialize, ToSchema)]
pub(super) struct Claimed {
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

/// A roster with its signature.
#[derive(Serialize, ToSchema)]
pub(super) struct SignedRoster {
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
pub(super) struct BatchWire {
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
pub(super) struct BroughtWire {
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
pub(super) struct Brief {
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
pub(super) struct TakenWire {
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

/// The organisation's phones that may stand at this activity's door.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/devices", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "All of them, those revoked last", body = Vec<DeviceWire>),
        (status = 404, description = "No such activity in the organisation's reach"),
    ), security(("token" = ["checkin.scan"])))]
pub(super) async fn list_devices(
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
pub(super) async fn register_device(
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
pub(super) async fn claim_device(
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
pub(super) async fn revoke_device(
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

/// What a device says of itself as it asks for the roster.
#[derive(Deserialize, IntoParams)]
pub(super) struct RosterAsk {
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
pub(super) async fn read_roster(
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
const ATTEMPTS: usize = 5;

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
pub(super) async fn bring_scans(
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
    let part: BatchWire = serde_json::from_slice(&body)
        .map_err(|why| Fault::from(Refusal::invalid("json", msg::FAULT_JSON).arg("why", why.to_string())))?;
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

async fn take(app: &App, gate: &Grant<ScanIn>, batch: Batch) -> Result<Synced, BringError> {
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

/// A scan that waits for a person, or was settled by one.
#[derive(Serialize, ToSchema)]
pub(super) struct WaitingWire {
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
pub(super) struct WaitingFilter {
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
pub(super) async fn list_unsettled_scans(
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
            Ok::<_, DeviceError>(settle::waiting(tx, activity, &which)?)
        })
        .await?;
    let page = List::of(&paging, scans, |scan| scan.id);
    Ok(Json(List {
        items: page.items.into_iter().map(WaitingWire::from).collect(),
        next: page.next,
    }))
}

/// A decision about scans.
#[derive(Deserialize, ToSchema)]
pub(super) struct SettleWire {
    /// The scans' ids, at most 500.
    #[schema(value_type = Vec<String>)]
    scans: Vec<CheckinId>,
    /// Whether they count.
    verdict: Verdict,
    /// Why, 1 to 200 characters.
    reason: String,
    /// For a code of nobody's that is to count: the short code of the person it was. One scan at a time.
    code: Option<String>,
}

/// What was settled.
#[derive(Serialize, ToSchema)]
pub(super) struct SettledWire {
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
pub(super) async fn settle_scans(
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
