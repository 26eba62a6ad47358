//! Shifts 班次: which of those who help at an activity does what, and when.
//!
//! The shifts themselves belong to an activity's plan and move with it; here people take them. It promises that a shift
//! is never taken by more than it wants and nobody takes two at one time, at any load; that a place that is given back
//! gives back its shifts with it; and that whoever's shift is moved or given to somebody else is told.

mod api;
mod board;
mod choose;
mod moved;
mod own;
mod panels;
mod queries;
mod views;

use langqiao_platform::{
    feature::{Feature, Slot},
    jobs::handler,
    routes::Routes,
};
use utoipa::OpenApi;

pub use choose::{ShiftError, Who, choose};

/// The kind of the job that tells people of a shift at another time. Whoever changes an activity queues it.
const MOVED_JOB: &str = "shifts.moved";

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .post("/mine/signups/{party}/shifts", own::choose)
        .get("/w/{org}/activities/{id}/shifts", board::show)
        .post("/w/{org}/activities/{id}/shifts", board::change)
        .merge(api::routes());
    Feature {
        name: "shifts",
        routes,
        jobs: vec![(MOVED_JOB, handler(moved::tell_moved))],
        panels: vec![
            (Slot::Activity, panels::public),
            (Slot::ActivityWorkbench, panels::workbench),
            (Slot::ActivityDraft, panels::workbench),
            (Slot::Party, own::panel),
        ],
        openapi: Some(api::Api::openapi),
        checks: vec![("shifts", queries::check)],
        ..Feature::default()
    }
}
