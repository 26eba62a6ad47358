//! Clashes 撞期: what stands in an activity's way, and what to do about it.
//!
//! Before something is published its officers see what else is on for the same people, in the same village, in the same
//! venue and on the same day near by, each number with its list; and in one touch they ask the other host to hold one
//! activity together instead. A year of a town is shown day by day: where everything piles up, and which weeks are
//! empty.

mod api;
mod model;
mod pages;
mod queries;
mod together;
mod views;
mod year;
mod year_view;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi;

use crate::activities::ReadActivities;

pub use together::{TogetherError, answer, ask, withdraw};

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/activities/{id}/clashes", pages::show)
        .post("/w/{org}/activities/{id}/together", pages::ask)
        .post("/w/{org}/together/{wish}/answer", pages::answer)
        .post("/w/{org}/together/{wish}/withdraw", pages::withdraw)
        .get("/w/{org}/year", year::show)
        .get("/w/{org}/year/{day}", year::show_day)
        .merge(api::routes());
    let nav = NavEntry {
        label: msg::YEAR_NAV,
        icon: Icon::Calendar,
        path: "/year",
        permission: ReadActivities::NAME,
        order: 45,
    };
    Feature {
        name: "clashes",
        routes,
        nav: vec![nav],
        today: vec![views::today],
        panels: vec![
            (Slot::ActivityWorkbench, views::panel),
            (Slot::ActivityDraft, views::draft),
        ],
        openapi: Some(api::Api::openapi),
        ..Feature::default()
    }
}
