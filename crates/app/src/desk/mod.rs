//! Sign-up at a desk: an officer signs somebody up who stands in front of them, or a whole list from paper.
//!
//! It promises that the desk is no side door: the same rules, the same queue, the same places as for everybody; that
//! whoever has a phone is the same person here as when they sign in themselves; and that of a list the good lines go in
//! and the others come back, each with the reason. It also prints the name badges that
//! are handed out there: a badge's code is the ticket's, so that whoever wears it can be scanned.
//! Once it has begun the same desk adds those who came without having signed up ([`late`]).

mod api;
mod badges;
mod columns;
mod late;
mod late_api;
mod late_pages;
mod late_queries;
mod late_views;
mod lines;
mod list;
mod list_api;
mod list_pages;
mod list_views;
mod names;
mod pages;
mod queries;
mod said;
mod table;
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
        .post("/w/{org}/activities/{id}/desk/list", list_pages::send)
        .get("/w/{org}/activities/{id}/desk/list.xlsx", list_pages::template)
        .post("/w/{org}/activities/{id}/desk/find", pages::find)
        .post("/w/{org}/activities/{id}/desk/settle", late_pages::settle)
        .post("/w/{org}/activities/{id}/desk/names", names::show)
        .post("/w/{org}/activities/{id}/desk/cancel", pages::cancel)
        .post("/w/{org}/activities/{id}/desk/offer", pages::answer_offer)
        .get("/w/{org}/activities/{id}/badges", badges::show)
        .post("/w/{org}/activities/{id}/badges", badges::with_full_names)
        .merge(api::routes())
        .merge(list_api::routes())
        .merge(late_api::routes());
    Feature {
        name: "desk",
        routes,
        today: vec![late_pages::today],
        openapi: Some(openapi),
        ..Feature::default()
    }
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut whole = api::Api::openapi();
    whole.merge(list_api::Api::openapi());
    whole.merge(late_api::Api::openapi());
    whole
}
