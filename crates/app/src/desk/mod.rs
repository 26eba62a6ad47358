//! Sign-up at a desk: an officer signs somebody up who stands in front of them, or a whole list from paper.
//!
//! It promises that the desk is no side door: the same rules, the same queue, the same places as for everybody; that
//! whoever has a phone is the same person here as when they sign in themselves; and that of a list the good lines go in
//! and the others come back, each with the reason. It also prints the name badges that
//! are handed out there: a badge's code is the ticket's, so that whoever wears it can be scanned.

mod api;
mod badges;
mod lines;
mod pages;
mod queries;
mod take;
mod typed;
mod views;

use langqiao_platform::{feature::Feature, routes::Routes};
use utoipa::OpenApi;

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/activities/{id}/desk", pages::show)
        .post("/w/{org}/activities/{id}/desk", pages::send)
        .post("/w/{org}/activities/{id}/desk/list", pages::send_list)
        .get("/w/{org}/activities/{id}/desk/list.xlsx", pages::template)
        .post("/w/{org}/activities/{id}/desk/find", pages::find)
        .post("/w/{org}/activities/{id}/desk/cancel", pages::cancel)
        .post("/w/{org}/activities/{id}/desk/offer", pages::answer_offer)
        .get("/w/{org}/activities/{id}/badges", badges::show)
        .post("/w/{org}/activities/{id}/badges", badges::with_full_names)
        .merge(api::routes());
    Feature {
        name: "desk",
        routes,
        openapi: Some(api::Api::openapi),
        ..Feature::default()
    }
}
