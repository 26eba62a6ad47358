//! A draw for programs.

use axum::{
    extract::State,
    http::header::CONTENT_DISPOSITION,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{draw::Drawn, id::ActivityId, time::rfc3339};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Anyone,
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::{
    by_group::{self, GivenOut},
    queries::{self, Either},
};

/// The draws' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(show_allotment))]
pub(super) struct Api;

/// What is public of how places were given to all at once.
#[derive(Serialize, ToSchema)]
pub(super) struct DrawBody {
    /// The SHA-256 of the seed, made public before anyone could sign up; absent where nothing is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    commitment: Option<String>,
    /// When it was made public.
    #[serde(skip_serializing_if = "Option::is_none")]
    committed_at: Option<String>,
    /// When sign-up is over and places are given.
    draws_at: String,
    /// What was drawn, once it was: `langqiao draw verify` takes this document.
    #[schema(value_type = Option<Object>)]
    drawn: Option<Drawn>,
    /// Where groups come first and nothing is drawn: all numbers in their order, once places were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<Vec<NumberBody>>,
}

/// A number under which a party signed up.
#[derive(Serialize, ToSchema)]
pub(super) struct NumberBody {
    /// The number.
    number: i64,
    /// How many people came under it.
    people: i64,
    /// In which of the groups that come first they were, from 1; one more than there are groups for who was in none.
    group: Option<i64>,
    /// Whether they were given places.
    has_places: bool,
    /// Whether they were passed over, for they no longer met what the activity asks for.
    passed_over: bool,
}

fn numbers(given: &GivenOut) -> Vec<NumberBody> {
    let body = |(at, one): (usize, &by_group::Numbered)| NumberBody {
        number: one.number,
        people: one.people,
        group: one.group.map(|group| group + 1),
        has_places: given.has_places(at),
        passed_over: given.is_passed(one.number),
    };
    given.numbers.iter().enumerate().map(body).collect()
}

/// How the places of an activity were given to all at once, by lot or by groups
#[utoipa::path(get, path = "/api/v1/activities/{activity}/draw", tag = "activities",
    params(("activity" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "What was promised, and what was given once it was", body = DrawBody),
        (status = 404, description = "Its places are given as people come"),
    ))]
pub(super) async fn show_allotment(
    _: Anyone,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
) -> Result<Response, Fault> {
    let read = app.db.read(move |tx| queries::either(tx, activity));
    let body = match read.await?.ok_or(Fault::NotFound)? {
        Either::Drawn(published) => DrawBody {
            commitment: Some(published.commitment),
            committed_at: Some(rfc3339(published.committed_at)),
            draws_at: rfc3339(published.closes_at),
            drawn: published.drawn,
            numbers: None,
        },
        Either::ByGroup(by_group) => DrawBody {
            commitment: None,
            committed_at: None,
            draws_at: rfc3339(by_group.closes_at),
            drawn: None,
            numbers: by_group.given.as_ref().map(numbers),
        },
    };
    // A browser keeps it as a file: whoever checks the draw takes it along.
    let name = format!("attachment; filename=\"draw-{activity}.json\"");
    Ok(([(CONTENT_DISPOSITION, name)], Json(body)).into_response())
}
