//! Feedback: what those who were at an activity say of it, and what its hosts answer.
//!
//! It promises that only those speak who were let in at the door, each once, a guardian in the place of a child;
//! that nobody in the office learns who said what: what is said is kept without a person or an hour, and becomes
//! readable only together with what others said ([`AT_LEAST`]); that every number stands beside how many were there;
//! and that what the hosts answer is public, on the activity's own page and on the page of the next one of its kind.

mod answer;
mod api;
mod ask;
mod gather;
mod give;
mod host_page;
mod model;
mod own_page;
mod panels;
mod queries;
mod shown;

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{
    app::App,
    feature::{Feature, Slot},
    jobs::{JobOutcome, handler},
    routes::Routes,
};
use langqiao_store::By;
use serde::Deserialize;
use utoipa::OpenApi;

pub use answer::{AnswerError, answer};
pub use gather::{AT_LEAST, gather};
pub use give::{GiveError, OPEN_FOR, give};
pub use model::Said;

/// The kind of the job that asks those who were there. Whoever publishes an activity queues it.
const ASK_JOB: &str = "feedback.ask";
/// The kind of the job that makes readable what was said.
const GATHER_JOB: &str = "feedback.gather";

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/activities/{activity}/feedback", own_page::show)
        .post("/activities/{activity}/feedback", own_page::send)
        .get("/w/{org}/activities/{id}/feedback", host_page::show)
        .post("/w/{org}/activities/{id}/feedback", host_page::send)
        .merge(api::routes());
    Feature {
        name: "feedback",
        routes,
        jobs: vec![
            (ASK_JOB, handler(ask_those_there)),
            (GATHER_JOB, handler(gather_said)),
        ],
        today: vec![panels::today],
        panels: vec![
            (Slot::Activity, panels::public),
            (Slot::ActivityWorkbench, panels::workbench),
            (Slot::Mine, panels::mine),
        ],
        openapi: Some(api::Api::openapi),
        checks: vec![("feedback", queries::check)],
        ..Feature::default()
    }
}

/// In whose name feedback is written: nobody's. The event log says that somebody spoke, never who.
pub fn by_nobody(app: &App) -> By {
    app.by_system("feedback.give")
}

/// Which activity a job is about.
#[derive(Deserialize)]
struct About {
    activity: ActivityId,
}

async fn ask_those_there(app: App, about: About) -> JobOutcome {
    let by = app.by_system(ASK_JOB);
    app.db.write(by, move |tx| ask::ask(tx, about.activity)).await?;
    Ok(())
}

async fn gather_said(app: App, about: About) -> JobOutcome {
    let by = app.by_system(GATHER_JOB);
    app.db
        .write(by, move |tx| gather(tx, about.activity).map(drop))
        .await?;
    Ok(())
}
