//! Organisations 组织: the trees of the lines, who holds posts in them, and what they cover.
//!
//! Promises that the closure by which permissions and lists go is the tree's own, that past posts and covers
//! stay as they were, and that whatever changes here has changed coverage in the same transaction.

mod address;
mod api;
mod appoint;
mod change;
mod cover;
mod forms;
mod found;
mod labels;
mod list_view;
mod model;
mod page_view;
mod pages;
mod queries;
mod tree;

use utoipa::OpenApi as _;

use langqiao_platform::{
    feature::{Feature, NavEntry},
    gate::Permission,
    i18n::msg,
    routes::Routes,
    ui::icon::Icon,
};

pub use address::{name_of, tell_officers};
pub use appoint::{AppointError, Appointment, appoint, end_posting};
pub use change::{ChangeError, dissolve, move_under};
pub use cover::{CoverError, cover, cover_many, end_cover};
pub use found::{FoundError, NewOrganisation, found};
pub use model::{Kind, Line, PostKind, Way};
pub use tree::is_below;

use crate::coverage::ReadCoverage;

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/organisations", pages::show_list)
        .post("/w/{org}/organisations", pages::found_one)
        .get("/w/{org}/organisations/new", pages::show_new)
        .get("/w/{org}/organisations/{organisation}", pages::show_organisation)
        .post("/w/{org}/organisations/{organisation}/covers", pages::add_cover)
        .post(
            "/w/{org}/organisations/{organisation}/covers/{unit}/end",
            pages::end_cover,
        )
        .post(
            "/w/{org}/organisations/{organisation}/postings/{posting}/end",
            pages::end_posting,
        )
        .post("/w/{org}/organisations/{organisation}/dissolve", pages::dissolve)
        .get(
            "/api/v1/organisations/{org}/organisations",
            api::list_organisations,
        )
        .get(
            "/api/v1/organisations/{org}/organisations/{organisation}",
            api::show_organisation,
        );
    Feature {
        name: "organisations",
        routes,
        nav: vec![NavEntry {
            label: msg::ORGANISATIONS_NAV,
            icon: Icon::People,
            path: "/organisations",
            permission: ReadCoverage::NAME,
            order: 44,
        }],
        openapi: Some(api::Api::openapi),
        checks: vec![("organisation tree", tree::check)],
        ..Feature::default()
    }
}
