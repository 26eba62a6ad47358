//! Gates: phones that go on scanning where there is no network.
//!
//! Promises: a phone holds a roster of one activity only, signed for it alone and good for a day at most, with as
//! little of people as can be; it decides by the same table as the server. What it scanned is taken in any order, in
//! any parts and any number of times, and comes to the same ([`order`]). What lets nobody through waits for a person.
//! A phone whose key was taken back is refused, and what it brings is kept for a person to look at. A printed sheet is
//! believed when two people have typed the same.

mod api;
mod batch;
mod bring;
mod devices;
mod known;
mod order;
mod pages;
mod paper;
mod paper_api;
mod paper_pages;
mod paper_view;
mod people;
mod roster;
mod settle;
mod shown;
mod views;
mod waiting;

use langqiao_platform::{permission, routes::Routes};
use utoipa::OpenApi;

pub use batch::{Batch, Brought};
pub use bring::{BringError, Synced, Taken, bring};
pub use devices::{DeviceError, NewGate, claim, register, revoke};
pub use paper::DEVICE as PAPER;
pub use settle::{SettleError, SettleScans, settle};

pub(super) use shown::{door_panel, read as read_gates, today};

/// The gates' part of the OpenAPI document.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = api::Api::openapi();
    document.merge(paper_api::Api::openapi());
    document
}

permission!(
    /// May register and revoke the phones at the gates, and decide about scans that let nobody through.
    pub struct SettleScanning = "checkin.settle"
);

/// The lock under which the scans of one activity are put into order; taken by its id.
const IN_ORDER: &str = "checkin in order";

/// The routes of the gates.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/w/{org}/activities/{id}/checkin/devices", pages::show_devices)
        .post("/w/{org}/activities/{id}/checkin/devices", pages::register_device)
        .post(
            "/w/{org}/activities/{id}/checkin/devices/{gate}/revoke",
            pages::revoke_device,
        )
        .get("/w/{org}/activities/{id}/checkin/settle", pages::show_settle)
        .post("/w/{org}/activities/{id}/checkin/settle", pages::settle_scans)
        .get(
            "/api/v1/organisations/{org}/activities/{id}/devices",
            api::list_devices,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/devices",
            api::register_device,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/claim",
            api::claim_device,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/revoke",
            api::revoke_device,
        )
        .get(
            "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/roster",
            api::read_roster,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/devices/{gate}/scans",
            api::bring_scans,
        )
        .get(
            "/api/v1/organisations/{org}/activities/{id}/unsettled-scans",
            api::list_unsettled_scans,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/unsettled-scans",
            api::settle_scans,
        )
        .get("/w/{org}/activities/{id}/checkin/paper", paper_pages::show)
        .post("/w/{org}/activities/{id}/checkin/paper", paper_pages::type_page)
        .post("/w/{org}/activities/{id}/checkin/paper/take", paper_pages::take)
        .post(
            "/w/{org}/activities/{id}/checkin/paper/drop",
            paper_pages::drop_copy,
        )
        .get(
            "/api/v1/organisations/{org}/activities/{id}/sheet",
            paper_api::read_sheet,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/sheet",
            paper_api::type_sheet,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/sheet/take",
            paper_api::take_sheet,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/sheet/drop",
            paper_api::drop_sheet_copy,
        )
}
