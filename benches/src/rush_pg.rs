//! The same rush on PostgreSQL, beside bare loops of the same statements on the same server.

use postgres::{Client, NoTls};
use tokio::runtime::Runtime;

use crate::{
    Scale,
    bare_pg::{BareScans, BareSignUps, Lines},
    report::Report,
    requests::{self, Crowd, Requests},
    stage::{Stage, rush},
    turns::{CONNECTIONS, OverHttp, in_turns},
};

/// Over how many activities a rush is spread.
const MANY: usize = 200;

/// A database of this run's own on a server.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn create(server: &str) -> Self {
        let name = format!("langqiao_bench_{}", std::process::id());
        let this = Self {
            server: server.to_owned(),
            name,
        };
        this.on_server(&format!("CREATE DATABASE {}", this.name));
        this
    }

    fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').expect("an address with a database");
        format!("{server}/{}", self.name)
    }

    fn on_server(&self, sql: &str) {
        let mut client = Client::connect(&self.server, NoTls).expect("the PostgreSQL of the bench");
        client
            .batch_execute(sql)
            .expect("a database can be made and dropped");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// Measures it on this server.
pub fn measure(report: &mut Report, scale: Scale, runtime: &Runtime, server: &str) {
    let database = Database::create(server);
    // For the house and for the loops, each: one activity, and many.
    let stage = Stage::fill(Some(&database.url()), &rush(scale.pg_people(), 2 * (1 + MANY)));
    let house = stage.serve();
    let lines = Lines::connect(&database.url());
    let ask = |requests: &Requests, expect| OverHttp {
        runtime,
        at: house.at,
        requests: requests.clone(),
        expect,
        slice: scale.pg_slice,
    };
    let how =
        format!("PostgreSQL, synchronous_commit=on, {CONNECTIONS} connections, all on the same machine");
    let crowds = [
        ("one", Crowd::One(0), Crowd::One(1)),
        ("many", Crowd::Many(2, MANY), Crowd::Many(2 + MANY, MANY)),
    ];
    for (name, crowd, theirs) in crowds {
        let sign_ups = ask(&requests::sign_ups(&stage, crowd), 303);
        let bare = BareSignUps {
            lines: &lines,
            stage: &stage,
            crowd: theirs,
            slice: scale.pg_slice,
        };
        let [ours, bare] = in_turns([&sign_ups, &bare], scale.rounds);
        let what =
            format!("sign-up over HTTP, {name} activity at a time, beside loops of its statements; {how}");
        report.rate(&format!("pg_signup_{name}_vs_loop"), ours, bare, 0.5, &what);
    }
    for (name, crowd, theirs) in crowds {
        let scans = ask(&requests::scans(&stage, &requests::seats(&stage, crowd)), 201);
        let bare = BareScans {
            lines: &lines,
            stage: &stage,
            seats: requests::seats(&stage, theirs),
            slice: scale.pg_slice,
        };
        let [ours, bare] = in_turns([&scans, &bare], scale.rounds);
        let what = format!(
            "check-in scan over HTTP, {name} activity at a time, beside loops of its statements; {how}"
        );
        report.rate(&format!("pg_scan_{name}_vs_loop"), ours, bare, 0.5, &what);
    }
}
