//! The demonstration county: how soon it is ready again, and what memory it holds after a load.

use std::{path::Path, process::Command, sync::Arc};

use serde_json::Value;
use tokio::runtime::Runtime;

use crate::{
    Scale,
    client::{FORM, Wire, drive, get, post},
    program::{Running, house, langqiao},
    report::Report,
    stage::{folder, sqlite},
    turns::CONNECTIONS,
};

/// How often the start is measured.
const STARTS: usize = 9;

/// Measures it.
pub fn measure(report: &mut Report, scale: Scale, runtime: &Runtime) {
    let folder = folder();
    let folder = folder.path();
    let demo = || {
        let mut command = Command::new(langqiao());
        command
            .args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder);
        Running::start(command)
    };
    let first = demo();
    report.also(
        "demo_filled",
        first.ready_after.as_secs_f64(),
        "s",
        "`langqiao demo` in an empty folder until it is ready",
    );
    first.stop();

    report.under("ready", median_start(folder), "s", 0.5, &format!("`langqiao serve` on the demonstration county's data, SQLite, until it is ready; median of {STARTS}"));
    let again = demo();
    report.also(
        "ready_demo",
        again.ready_after.as_secs_f64(),
        "s",
        "`langqiao demo` on its own data, with tokens renewed, until it is ready",
    );
    report.also(
        "memory_at_start",
        again.resident(),
        "MB",
        "resident memory of the demonstration county before a load",
    );
    let requests = runtime.block_on(load(&again));
    let many = scale.load;
    runtime.block_on(drive(again.at, CONNECTIONS, &requests, 0..many, 200));
    report.under(
        "memory_after_load",
        again.resident(),
        "MB",
        100.0,
        &format!("resident memory of the demonstration county after {many} requests of {} kinds over {CONNECTIONS} connections: portal, search, activities, workbench, coverage, registers, API", requests.len()),
    );
    again.stop();
}

fn median_start(folder: &Path) -> f64 {
    let mut took: Vec<f64> = (0..STARTS)
        .map(|_| {
            let running = Running::start(house(folder, &sqlite(folder)));
            let took = running.ready_after.as_secs_f64();
            running.stop();
            took
        })
        .collect();
    took.sort_by(f64::total_cmp);
    took[STARTS / 2]
}

/// What people of all roles look at.
async fn load(demo: &Running) -> Arc<[Vec<u8>]> {
    let role = |name: &str| demo.said["roles"][name].clone();
    let (office, village) = (role("county_office"), role("village"));
    let mut wire = Wire::connect(demo.at).await;
    wire.send(&get("/api/v1/activities?limit=200", "")).await;
    let listed: Value = serde_json::from_slice(wire.body()).expect("a list of activities");
    let activities = listed["items"].as_array().expect("activities");
    let mut all: Vec<Vec<u8>> = [
        "/",
        "/activities",
        "/activities?q=%E5%9E%83%E5%9C%BE%E5%88%86%E7%B1%BB",
        "/api/openapi",
    ]
    .iter()
    .take(3)
    .map(|path| get(path, ""))
    .collect();
    for activity in activities {
        let id = activity["id"].as_str().expect("an id");
        all.push(get(&format!("/activities/{id}"), ""));
        all.push(get(&format!("/api/v1/activities/{id}"), ""));
    }
    for (who, pages) in [
        (
            &office,
            [
                "",
                "/coverage",
                "/coverage/gaps",
                "/units",
                "/organisations",
                "/activities",
            ],
        ),
        (
            &village,
            [
                "",
                "/activities",
                "/activities/new",
                "/coverage",
                "/units",
                "/organisations",
            ],
        ),
    ] {
        let cookie = sign_in(&mut wire, who).await;
        let organisation = who["organisation"].as_str().expect("an organisation");
        all.extend(
            pages
                .iter()
                .map(|page| get(&format!("/w/{organisation}{page}"), &cookie)),
        );
    }
    all.into()
}

/// Signs in with phone and password; gives the session's header line.
async fn sign_in(wire: &mut Wire, who: &Value) -> String {
    let field = |name: &str| {
        who[name]
            .as_str()
            .expect("a sign-in of the demonstration")
            .to_owned()
    };
    let fields = [("phone", field("phone")), ("password", field("password"))];
    let body = serde_urlencoded::to_string(fields).expect("a form");
    let status = wire.send(&post("/sign-in", "", FORM, &body)).await;
    assert!(status == 303, "signing in was answered {status}");
    let set = wire.header("set-cookie").expect("a session's cookie");
    format!("Cookie: {}\r\n", set.split(';').next().unwrap_or_default())
}
