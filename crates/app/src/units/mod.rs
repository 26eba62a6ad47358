//! Units 覆盖对象: the places and bodies in which people could be organised, with their headcounts over time.
//!
//! Promises that a unit's past counts are never overwritten by a later one, and that whatever changes here has
//! changed its coverage in the same transaction.

mod amend;
mod api;
mod count;
mod create;
mod list_view;
mod model;
mod pages;
mod queries;
mod unit_view;

use langqiao_platform::{
    feature::{Feature, NavEntry},
    gate::Permission,
    i18n::msg,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi as _;

pub use amend::{AmendError, Amendment, amend_many};
pub use count::{CountError, count, set as set_count};
pub use create::{CreateError, create, create_many};
pub use model::{COUNT_MAX, Headcount, NewUnit, UnitKind, can_begin};
pub(crate) use pages::read_area;
pub(crate) use queries::escaped;
pub use queries::{FoundUnit, find};

use crate::coverage::ReadCoverage;

permission!(
    /// May keep the county's registers: enter units and organisations, count people, fill posts, import tables.
    pub struct KeepRegisters = "registers.import"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/units", pages::show_list)
        .post("/w/{org}/units", pages::create)
        .get("/w/{org}/units/new", pages::show_new)
        .get("/w/{org}/units/{unit}", pages::show_unit)
        .post("/w/{org}/units/{unit}/headcounts", pages::count)
        .get("/api/v1/organisations/{org}/units", api::list_units)
        .post("/api/v1/organisations/{org}/units", api::create_unit)
        .get("/api/v1/organisations/{org}/units/{unit}", api::show_unit)
        .post(
            "/api/v1/organisations/{org}/units/{unit}/headcounts",
            api::count_unit,
        );
    Feature {
        name: "units",
        routes,
        nav: vec![NavEntry {
            label: msg::UNITS_NAV,
            icon: Icon::Building,
            path: "/units",
            permission: ReadCoverage::NAME,
            order: 42,
        }],
        openapi: Some(api::Api::openapi),
        ..Feature::default()
    }
}
