//! Who signed up, for the host's own programs.

use axum::extract::State;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, SignupId},
    time::rfc3339,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::{Msg, msg},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::activities::{
    Asker, ListSignups,
    pages::{
        answered::{self, Answered},
        roll::{ROLES, STATES, known},
    },
    queries::{self, Asked, RollQuery, RollRow},
    require_names,
};

/// Which of those who signed up.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// `attendee` or `volunteer`.
    role: Option<String>,
    /// `seat`, `waiting`, `offered`, `cancelled`, `declined` or `expired`.
    state: Option<String>,
    /// The `next` of the page before.
    #[serde(rename = "after")]
    _after: Option<String>,
    /// How many at most: 1 to 200, 50 if nothing is said.
    #[serde(rename = "limit")]
    _limit: Option<u32>,
}

/// Somebody who signed up.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignupWire {
    #[schema(value_type = String)]
    id: SignupId,
    /// Their name, masked.
    name: String,
    /// `attendee` or `volunteer`.
    role: String,
    /// `seat`, `waiting`, `offered`, `cancelled`, `declined` or `expired`.
    state: String,
    /// Their number in the order of signing up, the same for a whole party.
    number: i64,
    /// Of who waits, the place in the waiting list, from 1, the same for a whole party; nothing where all wait until
    /// places are given.
    waiting_place: Option<i64>,
    /// Of who waits, which of the groups that come first their party is in, from 1; one more than there are groups for
    /// who is in none.
    waiting_rank: Option<i64>,
    /// Those who come together share it.
    party: String,
    signed_up_at: String,
    /// What the party answered, the same for all of it.
    answers: Vec<AnsweredWire>,
    /// Whether somebody else has their place now, to whom it was handed on: they are `cancelled` then.
    handed_on: bool,
    /// How they were added afterwards, where they did not sign up themselves.
    added_afterwards: Option<AfterwardsWire>,
}

/// That somebody was added afterwards.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AfterwardsWire {
    /// By whom, masked.
    by: String,
    /// Whether from a sheet that they signed, not at the door.
    on_paper: bool,
    /// Why somebody let by what stood against it, where something did.
    reason: Option<String>,
}

/// An answer to one of the activity's questions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnsweredWire {
    question: String,
    /// `yes` or `no` where that was asked, otherwise as it was given.
    answer: String,
}

impl SignupWire {
    fn of(asked: &[Asked], row: RollRow, allotted_later: bool) -> Self {
        let to_be_given = allotted_later && row.role == "attendee";
        let answers = asked.iter().filter_map(|question| {
            Some(AnsweredWire {
                question: question.label.clone(),
                answer: row.answers.get(&question.id)?.clone(),
            })
        });
        SignupWire {
            answers: answers.collect(),
            added_afterwards: row.afterwards.map(|how| AfterwardsWire {
                by: how.by,
                on_paper: how.on_paper,
                reason: how.reason,
            }),
            handed_on: row.handed_on,
            id: row.id,
            name: row.name,
            role: row.role,
            state: row.state,
            number: row.number,
            waiting_place: row.place.filter(|_| !to_be_given),
            waiting_rank: row.place.map(|_| row.rank + 1),
            party: row.party,
            signed_up_at: rfc3339(row.at),
        }
    }
}

/// Who signed up, with masked names, and what they answered.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/signups", tag = "activities",
    params(("org" = String, Path, description = "One that holds it"), ("id" = String, Path, description = "The activity"), Which),
    responses(
        (status = 200, description = "A page: those who take part, then those who help, in the order of signing up",
            body = List<SignupWire>),
        (status = 404, description = "No such activity of this organisation"),
    ), security(("token" = ["signups.list"])))]
pub(super) async fn list_signups(
    gate: Grant<ListSignups>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Query(which): Query<Which>,
    paging: Paging<(String, i64, SignupId)>,
) -> Result<Json<List<SignupWire>>, Fault> {
    let asker = Asker::of(&gate);
    let query = RollQuery {
        role: asked_for("role", &ROLES, which.role.as_deref())?,
        state: asked_for("state", &STATES, which.state.as_deref())?,
        by_rank: false,
        after: paging.after.clone(),
        skip: 0,
        limit: paging.rows(),
    };
    let (later, asked, (rows, _)) = app
        .db
        .read(move |tx| {
            let activity = require_names(tx, asker, id)?.activity;
            let later = activity.allotment.waits() && activity.allotted_at.is_none();
            Ok::<_, Fault>((later, queries::asked(tx, id)?, queries::roll(tx, id, &query)?))
        })
        .await?;
    let page = List::of(&paging, rows, |row| (row.role.clone(), row.number, row.id));
    Ok(Json(List {
        items: page
            .items
            .into_iter()
            .map(|row| SignupWire::of(&asked, row, later))
            .collect(),
        next: page.next,
    }))
}

/// A question with its answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnswersWire {
    question: String,
    /// The earlier question and its answer on which it is asked, where it isn't asked of everybody.
    asked_if: Option<AnsweredWire>,
    answers: Vec<AnswerCountWire>,
    /// How many parties were asked and did not answer it.
    unanswered: i64,
}

/// How many parties gave an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnswerCountWire {
    /// `yes` or `no` where that was asked, otherwise as it was given.
    answer: String,
    parties: i64,
    /// Who gave it, masked: the first of each party.
    by: Vec<String>,
}

impl From<Answered> for AnswersWire {
    fn from(one: Answered) -> Self {
        let answers = one.answers.into_iter().map(|given| AnswerCountWire {
            answer: given.answer,
            parties: given.by.len() as i64,
            by: given.by.into_iter().map(|(name, _)| name).collect(),
        });
        AnswersWire {
            question: one.question.label,
            asked_if: one.question.only_if.map(|only| AnsweredWire {
                question: only.question,
                answer: only.answer,
            }),
            answers: answers.collect(),
            unanswered: one.none,
        }
    }
}

/// What was answered, question by question; a party counts once, cancelled ones not at all.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/answers", tag = "activities",
    params(("org" = String, Path, description = "One that holds it"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "The questions in their order", body = Vec<AnswersWire>),
        (status = 404, description = "No such activity of this organisation"),
    ), security(("token" = ["signups.list"])))]
pub(super) async fn list_answers(
    gate: Grant<ListSignups>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<Vec<AnswersWire>>, Fault> {
    let asker = Asker::of(&gate);
    let (_, found) = app.db.read(move |tx| answered::read(tx, asker, id)).await?;
    Ok(Json(found.into_iter().map(AnswersWire::from).collect()))
}

/// One of these words, if any was said.
fn asked_for(
    name: &'static str,
    words: &[(&'static str, Msg)],
    said: Option<&str>,
) -> Result<Option<&'static str>, Fault> {
    match known(words, said) {
        None if said.is_some() => Err(Refusal::invalid("query", msg::FAULT_QUERY)
            .arg("why", name)
            .into()),
        word => Ok(word),
    }
}
