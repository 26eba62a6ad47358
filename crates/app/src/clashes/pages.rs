//! What stands in an activity's way, whole; and the buttons by which two become one.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId, TogetherId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    i18n::Msg,
    reply::SeeOther,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    model::Reason,
    queries,
    together::{self, TogetherError},
    views,
};
use crate::activities::{AnswerCohosts, ManageActivities, ReadActivities};

/// Which of them.
#[derive(Deserialize)]
pub(super) struct Asked {
    why: Option<String>,
}

/// `GET /w/{org}/activities/{id}/clashes`
pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (title, own, others) = app.db.read(move |tx| queries::of_host(tx, org, id)).await?;
    let why = Reason::ALL
        .into_iter()
        .find(|reason| asked.why.as_deref() == Some(reason.as_str()));
    let shown: Vec<_> = others
        .iter()
        .filter(|other| why.is_none_or(|why| other.reasons.contains(&why)))
        .cloned()
        .collect();
    let back = format!("/w/{org}/activities/{id}");
    let content = html! {
        (page_title(ui.t(msg::CLASH_TITLE), Some(&title), Some(html! {
            (link_button(&back, ui.t(msg::FEEDBACK_BACK)))
        })))
        (stack(html! {
            @if others.is_empty() {
                (empty(Icon::Check, ui.t(msg::CLASH_NONE), html! {}))
            } @else {
                (views::numbers(&ui, &others, &format!("{back}/clashes")))
                @if why.is_some() { p { (link(&format!("{back}/clashes"), ui.t(msg::CLASH_SEE_ALL))) } }
                (views::list(&ui, (org, gate.may(ManageActivities::NAME)), &own, &shown))
                (muted(html! { (ui.t(msg::CLASH_HOW_COUNTED)) }))
            }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::CLASH_TITLE), content))
}

/// `POST /w/{org}/activities/{id}/together`
pub(super) async fn ask(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let other: ActivityId = fields.raw("activity").parse().map_err(|_| Fault::NotFound)?;
    let note = fields.raw("note").to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            together::ask(tx, (org, person), (id, other), &note)
        })
        .await;
    back(
        format!("/w/{org}/activities/{id}"),
        done.map(drop),
        msg::TOGETHER_SAID_ASKED,
    )
}

/// `POST /w/{org}/together/{wish}/answer`
pub(super) async fn answer(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, wish)): Path<(OrganisationId, TogetherId)>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let accept = match fields.raw("answer") {
        "accept" => true,
        "decline" => false,
        // Sent by the enter key of an old browser: nobody declines unasked.
        _ => return Ok(SeeOther::to(format!("/w/{org}")).say(Tone::Warn, msg::ACTIVITY_PROBLEM_ANSWER)),
    };
    let note = fields.raw("note").to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            together::answer(tx, (org, person), wish, (accept, &note))
        })
        .await;
    let to = match &done {
        Ok(activity) => format!("/w/{org}/activities/{activity}"),
        Err(_) => format!("/w/{org}"),
    };
    let said = match accept {
        true => msg::TOGETHER_SAID_YES,
        false => msg::TOGETHER_SAID_NO,
    };
    back(to, done.map(drop), said)
}

/// `POST /w/{org}/together/{wish}/withdraw`
pub(super) async fn withdraw(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, wish)): Path<(OrganisationId, TogetherId)>,
) -> Result<SeeOther, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let done = app
        .db
        .write(gate.by(), move |tx| together::withdraw(tx, (org, person), wish))
        .await;
    let to = match &done {
        Ok(draft) => format!("/w/{org}/activities/{draft}"),
        Err(_) => format!("/w/{org}"),
    };
    back(to, done.map(drop), msg::TOGETHER_SAID_WITHDRAWN)
}

/// Back to where the button stood, saying what was done or why it was not.
fn back(to: String, done: Result<(), TogetherError>, said: Msg) -> Result<SeeOther, Fault> {
    SeeOther::to(to).tell(done.map(|()| said), Tone::Error)
}
