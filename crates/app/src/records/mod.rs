//! Service records: what volunteers gave, counted from evidence.
//!
//! Promises: minutes are computed by the server from the scans in and out ([`count`]) and never typed; a
//! person gets at most 480 a day over all records and is never in two places; a record stands only when an
//! officer has confirmed it, nobody confirms their own service, and an end that was entered by hand is
//! confirmed by somebody else than who entered it; records are voided with a reason, never changed or
//! deleted. Each record's minutes are parted among the bodies that held the activity together, so that the
//! totals by body add up to the whole and nothing is counted twice.

mod api;
mod check;
mod count;
mod decide;
mod jobs;
mod model;
mod months;
mod open_record;
mod own;
mod pages;
mod queries;
mod record_view;
mod settle;
mod settle_api;
mod shown;
mod totals;
mod unsettled;
mod views;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    jobs::handler,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi;

use crate::{activities::ReadActivities, checkins::LEFT_JOB};

pub use count::{CAP, Cut, EARLY, LATE};
pub use decide::{DecideError, MEASURE, confirm, void};
pub use model::Status;
pub use settle::{SettleCommand, SettleError, settle};

permission!(
    /// May confirm and void records, and enter by hand when a volunteer left.
    pub struct ConfirmRecords = "records.confirm"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/records", pages::show_waiting)
        .get("/w/{org}/records/activities/{id}", pages::show_activity)
        .get("/w/{org}/records/activities/{id}/preview", pages::preview)
        .post("/w/{org}/records/activities/{id}/confirm", pages::confirm_many)
        .get("/w/{org}/records/settle/{signup}", pages::show_settle)
        .post("/w/{org}/records/settle/{signup}", pages::settle_one)
        .get("/w/{org}/records/months", months::show_year)
        .get("/w/{org}/records/months/{month}", months::show_month)
        .get("/w/{org}/records/of/{body}/{month}", months::show_credited)
        .get("/w/{org}/records/{record}", pages::show_record)
        .post("/w/{org}/records/{record}/confirm", pages::confirm_one)
        .post("/w/{org}/records/{record}/void", pages::void_one)
        .get("/records", own::show_all)
        .get("/records/{record}", own::show_one)
        .get("/api/v1/records", api::list_own_records)
        .get("/api/v1/organisations/{org}/records", api::list_records)
        .post("/api/v1/organisations/{org}/records", settle_api::enter_record)
        .get(
            "/api/v1/organisations/{org}/records/unsettled",
            settle_api::list_unsettled_records,
        )
        .get("/api/v1/organisations/{org}/records/{record}", api::show_record)
        .post(
            "/api/v1/organisations/{org}/records/{record}/confirm",
            api::confirm_record,
        )
        .post(
            "/api/v1/organisations/{org}/records/{record}/void",
            api::void_record,
        );
    let nav = NavEntry {
        label: msg::RECORD_NAV,
        icon: Icon::Certificate,
        path: "/records",
        permission: ReadActivities::NAME,
        order: 40,
    };
    Feature {
        name: "records",
        routes,
        nav: vec![nav],
        jobs: vec![(LEFT_JOB, handler(jobs::left))],
        today: vec![shown::today],
        panels: vec![(Slot::ActivityWorkbench, shown::panel), (Slot::Mine, own::panel)],
        openapi: Some(openapi),
        checks: vec![
            ("service minutes", check::totals),
            ("service records", check::parts),
        ],
    }
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = api::Api::openapi();
    document.merge(settle_api::Api::openapi());
    document
}
