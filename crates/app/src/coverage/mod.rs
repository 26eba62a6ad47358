//! Coverage 组织覆盖: for each unit and line, whether an organisation is due, there, shared, empty or missing.
//!
//! Promises that what is shown of any day, past or to come, is what the rules make of the records ([`model`]);
//! that spans and totals change in the transaction that changes a fact ([`refresh_units`]); that figures cost
//! the same however many units and years there are ([`totals`]); and that every figure opens to its units.
//!
//! It stands before the rooms of units and organisations, which tell it what they changed; of their tables it
//! only reads.
//!
//! Who sees what: an organisation sees the areas it works in (a county office or federation the whole county,
//! a town's body its town, a village's body its village). A body of a line is shown its own line first and may
//! look at the others: without them nobody could share.

mod api;
mod cartogram;
mod check;
mod export;
mod facts;
mod gap_api;
mod gap_views;
mod jobs;
mod labels;
mod links;
mod list_view;
pub mod model;
#[cfg(test)]
mod model_tests;
mod overview;
mod pages;
pub mod periods;
mod queries;
mod refresh;
pub mod rules;
mod rules_view;
mod task_queries;
mod tasks;
mod totals;
mod unit_view;
mod views;
mod words;

use langqiao_platform::{
    feature::{Feature, NavEntry},
    gate::Permission,
    i18n::msg,
    jobs::handler,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi as _;

pub use facts::{Place, UnitFacts};
pub use jobs::{follow_rules, refresh_all};
pub(crate) use links::first_row;
pub use model::{State, UnitHistory};
pub use overview::{ByStatus, Viewer};
pub use queries::spans_of;
pub(crate) use refresh::add_new_units;
pub use refresh::{Refreshed, refresh_organisation, refresh_units};
pub use tasks::{AssignGap, TaskError, assign, end};
pub use totals::Figures;
pub use unit_view::{NamedSpan, of_unit};
pub use words::{Line, People, Status, UnitKind, Way, Why};

permission!(
    /// May see coverage, units and organisations of the areas that the organisation works in.
    pub struct ReadCoverage = "coverage.read"
);
permission!(
    /// May hand gaps to organisations below and end such tasks.
    pub struct AssignGaps = "gaps.assign"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/coverage", pages::show)
        .get("/w/{org}/coverage/export", pages::download)
        .get("/w/{org}/coverage/rules", pages::show_rules)
        .get("/w/{org}/coverage/gaps", pages::show_gaps)
        .get("/w/{org}/coverage/gaps/{unit}/{line}", pages::show_gap)
        .post("/w/{org}/coverage/gaps/{unit}/{line}", pages::assign)
        .post("/w/{org}/coverage/tasks/{task}", pages::end_task)
        .get("/api/v1/organisations/{org}/coverage", api::show_coverage)
        .get("/api/v1/organisations/{org}/coverage/gaps", api::list_gaps)
        .get(
            "/api/v1/organisations/{org}/coverage/gaps/{unit}/{line}",
            gap_api::show_gap,
        )
        .post(
            "/api/v1/organisations/{org}/coverage/gaps/{unit}/{line}",
            gap_api::assign_gap,
        )
        .post(
            "/api/v1/organisations/{org}/coverage/tasks/{task}/end",
            gap_api::end_task,
        );
    Feature {
        name: "coverage",
        routes,
        nav: vec![NavEntry {
            label: msg::COVERAGE_NAV,
            icon: Icon::Map,
            path: "/coverage",
            permission: ReadCoverage::NAME,
            order: 40,
        }],
        jobs: vec![(jobs::REFRESH, handler(jobs::refresh))],
        today: vec![pages::today],
        openapi: Some(openapi),
        checks: vec![("coverage", check::check)],
        ..Feature::default()
    }
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = api::Api::openapi();
    document.merge(gap_api::Api::openapi());
    document
}
