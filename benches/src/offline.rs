//! Phones that had no network bring what they scanned.

use std::{sync::Arc, time::Duration};

use data_encoding::BASE64URL_NOPAD;
use langqiao_platform::keys;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::{
    Scale,
    client::{Wire, drive, post},
    program::{Running, bare},
    report::Report,
    requests::{self, Crowd, Requests},
    stage::{Stage, cookie, rush},
    turns::CONNECTIONS,
};

/// Phones that come back into the network at once.
const PHONES: usize = 4;
/// Scans in a part, as the island sends them.
const PART: usize = 500;
/// How many waiting inserts the bare server commits together, as the house does.
const GROUP: &str = "256";

/// Measures it.
pub fn measure(report: &mut Report, scale: Scale, runtime: &Runtime) {
    let stage = Stage::fill(None, &rush(scale.brought, 1));
    let house = stage.serve();
    let sign_ups = requests::sign_ups(&stage, Crowd::One(0));
    let all = 0..sign_ups.len();
    runtime.block_on(drive(house.at, CONNECTIONS, &sign_ups, all.clone(), 303));
    let seats = requests::seats(&stage, Crowd::One(0));
    let phones = runtime.block_on(phones(&stage, &house));
    let parts = parts(&stage, &phones, &seats);
    let ours = runtime.block_on(drive(house.at, PHONES, &parts, 0..parts.len(), 200));
    let again = runtime.block_on(drive(house.at, PHONES, &parts, 0..parts.len(), 200));

    let folder = stage.folder.path().display().to_string();
    let grouped = Running::start(bare(&["insert", "--folder", &folder, "--group", GROUP]));
    let inserts = requests::to_bare(&requests::scans(&stage, &seats));
    let bare = runtime.block_on(drive(grouped.at, CONNECTIONS, &inserts, all, 201));

    let n = seats.len();
    let rate = |took: Duration| n as f64 / took.as_secs_f64();
    let what = format!(
        "{n} scans of {n} people brought by {PHONES} phones at once in signed parts of {PART}, each scan decided in the \
         order of what happened, beside as many inserts committed together at {CONNECTIONS} connections; SQLite, WAL, \
         synchronous=FULL, client on the same machine"
    );
    report.rate("offline_sync_vs_grouped", rate(ours), rate(bare), 0.5, &what);
    report.under("offline_sync", ours.as_secs_f64(), "s", 5.0, &what);
    report.also(
        "offline_sync_again",
        rate(again),
        "1/s",
        &format!("the same parts once more; {what}"),
    );
}

/// Registers the phones and takes them over; gives their ids.
async fn phones(stage: &Stage, house: &Running) -> Vec<String> {
    let mut wire = Wire::connect(house.at).await;
    let path = devices(stage);
    let session = cookie(&stage.hosts[0]);
    let mut ids = Vec::with_capacity(PHONES);
    for number in 0..PHONES {
        let new = json!({ "name": format!("gate {number}"), "direction": "in" }).to_string();
        let status = wire.send(&post(&path, &session, "application/json", &new)).await;
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(wire.body()));
        let registered: Value = serde_json::from_slice(wire.body()).expect("JSON");
        let id = registered["id"].as_str().expect("an id").to_owned();
        let claim = format!("{path}/{id}/claim");
        assert_eq!(
            wire.send(&post(&claim, &session, "application/json", "{}")).await,
            201
        );
        ids.push(id);
    }
    ids
}

fn devices(stage: &Stage) -> String {
    let held = stage.filled.activities[0];
    format!(
        "/api/v1/organisations/{}/activities/{}/devices",
        held.host.organisation, held.activity
    )
}

/// The requests in which the phones bring everybody's scan, as they come in turns.
fn parts(stage: &Stage, phones: &[String], seats: &[(usize, String)]) -> Requests {
    let now = langqiao_kernel::clock::Clock::system().now().to_string();
    let mut parts = Vec::new();
    let each = seats.len().div_ceil(phones.len());
    for (phone, seats) in phones.iter().zip(seats.chunks(each)) {
        let key = stage.keys.gate_key(phone);
        for (part, seats) in seats.chunks(PART).enumerate() {
            let scan = |(number, (_, code)): (usize, &(usize, String))| json!({ "sequence": part * PART + number, "code": code, "direction": "in", "scanned_at": now, "ahead_ms": 0, "told": "welcome" });
            let scans: Vec<Value> = seats.iter().enumerate().map(scan).collect();
            let body = json!({ "clock": now, "queued": 0, "scans": scans }).to_string();
            let signature = BASE64URL_NOPAD.encode(&keys::signature(&key, body.as_bytes()));
            let headers = format!("{}langqiao-signature: {signature}\r\n", cookie(&stage.hosts[0]));
            let request = post(
                &format!("{}/{phone}/scans", devices(stage)),
                &headers,
                "application/json",
                &body,
            );
            parts.push((part, request));
        }
    }
    parts.sort_by_key(|(part, _)| *part);
    Arc::from(parts.into_iter().map(|(_, request)| request).collect::<Vec<_>>())
}
