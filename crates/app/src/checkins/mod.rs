//! Check-in: who came to an activity and who left, scan by scan.
//!
//! Promises: every scan is kept, those that let nobody through too, and what was scanned where and when is never
//! changed; the same scan sent twice counts once; a code lets somebody in once and out once, at however many gates it is shown at the
//! same time; every refusal says why and what to do. What becomes of a scan is decided by the table in
//! `rules.toml` alone, by the server's clock; what phones bring later ([`gates`]) is put into the order of what
//! happened, which may change what a scan came to.
//!
//! When a volunteer leaves, the job [`LEFT_JOB`] is queued with the scan; the records take it from there.

mod api;
mod gates;
mod lists;
mod model;
mod pages;
mod queries;
mod rules;
mod scan;
mod shown;
mod views;

use langqiao_platform::{
    feature::{Feature, Slot},
    permission,
    routes::Routes,
};
use utoipa::OpenApi;

pub use gates::{
    Batch, BringError, Brought, DeviceError, NewGate, SettleError, SettleScanning, SettleScans, Synced,
    Taken, bring, claim, register, revoke, settle,
};
pub use model::{Direction, Outcome, Reason, Verdict, read_code};
pub use scan::{Answer, LEFT_JOB, ScanCommand, ScanError, scan};

permission!(
    /// May scan people in and out of the organisation's activities, and see who came.
    pub struct ScanIn = "checkin.scan"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/activities/{id}/checkin", pages::show_door)
        .post("/w/{org}/activities/{id}/checkin", pages::take_scan)
        .get("/w/{org}/activities/{id}/checkin/live", pages::show_live)
        .get("/w/{org}/activities/{id}/checkin/{show}", pages::show_list)
        .post(
            "/api/v1/organisations/{org}/activities/{id}/scans",
            api::scan_code,
        )
        .get(
            "/api/v1/organisations/{org}/activities/{id}/scans",
            api::list_scans,
        );
    let routes = gates::routes(routes);
    Feature {
        name: "checkins",
        routes,
        today: vec![shown::today, gates::today],
        panels: vec![(Slot::ActivityWorkbench, shown::panel)],
        openapi: Some(openapi),
        ..Feature::default()
    }
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = api::Api::openapi();
    document.merge(gates::openapi());
    document
}
