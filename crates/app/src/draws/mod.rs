//! Draws: places given to all at once when sign-up is over, by lot or to neighbours first.
//!
//! It promises that what decides is fixed and its hash public before anyone can sign up; that the list, the seed and
//! the order are published as soon as places are given; and that anyone can work the order out again from them, here
//! or with `langqiao draw verify` on a machine of their own. A family is drawn as one. How the order comes about is
//! written in [`langqiao_kernel::draw`]. Where groups come first and nothing is drawn, the numbers are published group by
//! group.

mod api;
mod by_group;
mod check_page;
mod give;
mod page;
mod queries;
mod sealed;

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{
    app::App,
    feature::Feature,
    jobs::{JobHandler, JobOutcome, handler},
    routes::Routes,
};
use serde::Deserialize;
use utoipa::OpenApi;

pub use give::{GiveError, Given, give};

/// The kind of the job that gives places when sign-up is over. Whoever publishes an activity queues it.
const GIVE_JOB: &str = "draws.give";

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/activities/{activity}/draw", page::show)
        .get("/draws/check", check_page::show)
        .post("/draws/check", check_page::check)
        .get("/api/v1/activities/{activity}/draw", api::show_allotment);
    Feature {
        name: "draws",
        routes,
        jobs: jobs(),
        openapi: Some(api::Api::openapi),
        checks: vec![("draws", queries::check)],
        ..Feature::default()
    }
}

fn jobs() -> Vec<(&'static str, JobHandler)> {
    vec![(GIVE_JOB, handler(give_places))]
}

/// Which activity the job is about.
#[derive(Deserialize)]
struct About {
    activity: ActivityId,
}

async fn give_places(app: App, about: About) -> JobOutcome {
    let (by, keys) = (app.by_system(GIVE_JOB), app.keys.clone());
    app.db
        .write(by, move |tx| give(tx, &keys, about.activity).map(drop))
        .await?;
    Ok(())
}
