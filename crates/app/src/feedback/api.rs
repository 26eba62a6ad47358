//! Feedback for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Anyone, Grant, SignedIn},
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    answer, by_nobody, give,
    model::{Said, Summary},
    queries,
};
use crate::activities::{self, ManageActivities, ReadActivities};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(show_feedback, send, read, reply))]
pub(super) struct Api;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/activities/{activity}/feedback", show_feedback)
        .post("/api/v1/activities/{activity}/feedback", send)
        .get("/api/v1/organisations/{org}/activities/{id}/feedback", read)
        .post(
            "/api/v1/organisations/{org}/activities/{id}/feedback/answer",
            reply,
        )
}

/// What somebody who was there says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFeedback {
    /// Who was there: the caller, or whom they brought. The caller without it.
    #[schema(value_type = Option<String>)]
    person: Option<PersonId>,
    /// From 1, not at all, to 5, very much.
    satisfied: i64,
    /// Whether they would come again.
    again: Option<bool>,
    /// What was good and what could be better: at most 500 characters.
    #[serde(default)]
    words: String,
}

/// The hosts' answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAnswer {
    /// At most 500 characters; public.
    answer: String,
    /// `version` of the answer that it takes the place of; 0 where there was none.
    #[serde(default)]
    version: i64,
}

/// The numbers of what was said.
#[derive(Serialize, ToSchema)]
pub(super) struct SummaryBody {
    /// How many people were there.
    came: i64,
    /// How many of them spoke.
    answered: i64,
    /// How many of these were satisfied or very satisfied.
    satisfied: i64,
    /// How many would come again.
    again: i64,
    /// How many said whether they would.
    again_answered: i64,
    /// What the hosts answered.
    answer: Option<String>,
    /// When.
    answer_at: Option<String>,
    /// Grows with every answer.
    version: i64,
}

/// What one of them said.
#[derive(Serialize, ToSchema)]
pub(super) struct SaidBody {
    satisfied: i64,
    again: Option<bool>,
    words: String,
}

/// What the hosts read.
#[derive(Serialize, ToSchema)]
pub(super) struct ReadBody {
    /// How many have spoken, readable or not yet.
    spoke: i64,
    /// Of how many families those are whose words are not readable yet; from three on they are read together.
    families_waiting: i64,
    /// The numbers of what is readable.
    summary: Option<SummaryBody>,
    /// What is readable, in no order.
    said: Vec<SaidBody>,
}

impl From<Summary> for SummaryBody {
    fn from(summary: Summary) -> Self {
        Self {
            came: summary.came,
            answered: summary.answered,
            satisfied: summary.satisfied,
            again: summary.again,
            again_answered: summary.again_answered,
            answer: summary.answer,
            answer_at: summary.answer_at.map(rfc3339),
            version: summary.version,
        }
    }
}

/// How an activity was, in numbers
#[utoipa::path(get, path = "/api/v1/activities/{activity}/feedback", tag = "activities",
    params(("activity" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "The numbers with their base, and the hosts' answer", body = SummaryBody),
        (status = 404, description = "Nothing is readable"),
    ))]
pub(super) async fn show_feedback(
    _: Anyone,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
) -> Result<Json<SummaryBody>, Fault> {
    let summary = app.db.read(move |tx| queries::summary(tx, activity)).await?;
    Ok(Json(summary.ok_or(Fault::NotFound)?.into()))
}

/// Says how an activity was, once for each who was there. Kept without a name
#[utoipa::path(post, path = "/api/v1/activities/{activity}/feedback", tag = "activities",
    params(("activity" = String, Path, description = "The activity")), request_body = NewFeedback,
    responses(
        (status = 204, description = "Taken"),
        (status = 409, description = "They were not there, have spoken, or it is too long ago"),
        (status = 422, description = "It is not said how satisfied, or there are too many words"),
    ), security(("token" = ["self"])))]
pub(super) async fn send(
    gate: SignedIn,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
    Json(new): Json<NewFeedback>,
) -> Result<StatusCode, Fault> {
    let account = gate.person();
    let speaker = new.person.unwrap_or(account);
    let said = Said {
        satisfied: new.satisfied,
        again: new.again,
        words: new.words,
    };
    app.db
        .write(by_nobody(&app), move |tx| {
            give::give(tx, account, (activity, speaker), &said)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was said of an activity that the organisation holds or that is held below it
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/feedback", tag = "activities",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "What is readable", body = ReadBody),
        (status = 404, description = "No such activity, or not yours to see"),
    ), security(("token" = ["activities.read"])))]
pub(super) async fn read(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<ReadBody>, Fault> {
    let org = gate.org();
    app.db
        .read(move |tx| {
            activities::require_held_at_or_below(tx, org, id)?;
            let said = queries::readable(tx, id)?;
            Ok(Json(ReadBody {
                spoke: queries::kept(tx, id)?.0,
                families_waiting: queries::families_waiting(tx, id)?,
                summary: queries::summary(tx, id)?.map(Into::into),
                said: said
                    .into_iter()
                    .map(|(satisfied, again, words)| SaidBody {
                        satisfied,
                        again,
                        words,
                    })
                    .collect(),
            }))
        })
        .await
}

/// Answers publicly what was said
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/feedback/answer", tag = "activities",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    request_body = NewAnswer,
    responses(
        (status = 204, description = "Public from now on"),
        (status = 404, description = "No such activity, or not held by the organisation"),
        (status = 409, description = "Nothing is readable, or somebody else has answered since"),
        (status = 422, description = "No words, or too many"),
    ), security(("token" = ["activities.manage"])))]
pub(super) async fn reply(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(new): Json<NewAnswer>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            answer::answer(tx, (org, person), id, (&new.answer, new.version))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
