//! A rush on SQLite: sign-up, the page behind it, and the door.

use tokio::runtime::Runtime;

use crate::{
    Scale,
    client::{Wire, get},
    program::{Running, bare},
    report::Report,
    requests::{self, Crowd, Requests},
    stage::{Stage, rush},
    turns::{CONNECTIONS, OverHttp, in_turns},
};

/// How many waiting inserts the bare server commits together, as the house does.
const GROUP: &str = "256";
/// Over how many activities a rush is spread.
const MANY: usize = 200;

/// Measures it.
pub fn measure(report: &mut Report, scale: Scale, runtime: &Runtime) {
    let stage = Stage::fill(None, &rush(scale.people(), 1 + MANY));
    let house = stage.serve();
    let ask = |at, requests: &Requests, expect, slice| OverHttp {
        runtime,
        at,
        requests: requests.clone(),
        expect,
        slice,
    };
    let logs = stage.folder.path();
    let path = logs.display().to_string();
    let grouped = Running::start(bare(&["insert", "--folder", &path, "--group", GROUP]));
    let single = Running::start(bare(&["insert", "--folder", &path, "--group", "1"]));
    let how = format!("SQLite, WAL, synchronous=FULL, {CONNECTIONS} connections, client on the same machine");

    for (name, crowd) in [("one", Crowd::One(0)), ("many", Crowd::Many(1, MANY))] {
        let sign_ups = requests::sign_ups(&stage, crowd);
        let inserts = requests::to_bare(&sign_ups);
        let rates = in_turns(
            [
                &ask(house.at, &sign_ups, 303, scale.slice),
                &ask(grouped.at, &inserts, 201, scale.slice),
                &ask(single.at, &inserts, 201, scale.slice / 4),
            ],
            scale.rounds,
        );
        let [ours, grouped, single] = rates;
        let what = format!(
            "sign-up over HTTP with session, rules, event and roll-up, {name} activity at a time; {how}"
        );
        report.rate(&format!("signup_{name}_vs_grouped"), ours, grouped, 0.5, &what);
        report.rate(&format!("signup_{name}_vs_single"), ours, single, 3.0, &what);
    }
    for (name, crowd) in [("one", Crowd::One(0)), ("many", Crowd::Many(1, MANY))] {
        let scans = requests::scans(&stage, &requests::seats(&stage, crowd));
        let inserts = requests::to_bare(&scans);
        let [ours, bare] = in_turns(
            [
                &ask(house.at, &scans, 201, scale.slice),
                &ask(grouped.at, &inserts, 201, scale.slice),
            ],
            scale.rounds,
        );
        let what = format!("check-in scan with session, post, rules and event beside grouped inserts; {how}");
        report.rate(&format!("scan_{name}_vs_grouped"), ours, bare, 0.5, &what);
    }
    page(report, scale, runtime, &stage, &house);
}

fn page(report: &mut Report, scale: Scale, runtime: &Runtime, stage: &Stage, house: &Running) {
    let ours = requests::page(stage);
    let size = runtime.block_on(async {
        let mut wire = Wire::connect(house.at).await;
        wire.send(&ours[0]).await;
        wire.body().len()
    });
    let bare = Running::start(bare(&["page", "--bytes", &size.to_string()]));
    let plain: Requests = [get("/page", "")].into();
    let ask = |at, requests| OverHttp {
        runtime,
        at,
        requests,
        expect: 200,
        slice: scale.slice * 2,
    };
    let [ours, bare] = in_turns([&ask(house.at, ours), &ask(bare.at, plain)], scale.rounds);
    let what = format!(
        "an activity's public page of {size} bytes beside a template of that size without a database; {CONNECTIONS} connections"
    );
    report.rate("page_vs_bare", ours, bare, 0.5, &what);
    let made = ask(
        house.at,
        requests::page_made_anew(stage, (scale.rounds + 1) * scale.slice * 2),
    );
    let [made] = in_turns([&made], scale.rounds);
    let what =
        format!("an activity's public page, made from the database each time; {CONNECTIONS} connections");
    report.also("page_made", made, "1/s", &what);
}
