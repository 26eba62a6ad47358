//! Ledgers 台账: what bodies promised and what they gave, activity by activity and added up.
//!
//! It promises that each body says once, itself, what it gave; that totals by body add up to the whole: an activity
//! counts for its host alone, money and people for who gave them, minutes of service by the shares that were agreed
//! before; and that every number opens to the activities it was counted from.

mod api;
mod asked;
mod filter;
mod give;
mod pages;
mod panel;
mod queries;
mod views;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi;

use crate::activities::ReadActivities;

pub use give::{GiveError, give};

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .post("/w/{org}/activities/{id}/given", pages::give)
        .get("/w/{org}/ledger", pages::show)
        .get("/w/{org}/ledger/bodies.xlsx", pages::bodies_file)
        .get("/w/{org}/ledger/{body}", pages::show_body)
        .get("/w/{org}/ledger/{body}/activities.xlsx", pages::activities_file)
        .merge(api::routes());
    let nav = NavEntry {
        label: msg::LEDGER_NAV,
        icon: Icon::Handshake,
        path: "/ledger",
        permission: ReadActivities::NAME,
        order: 46,
    };
    Feature {
        name: "ledgers",
        routes,
        nav: vec![nav],
        panels: vec![(Slot::ActivityWorkbench, panel::panel)],
        openapi: Some(api::Api::openapi),
        ..Feature::default()
    }
}
