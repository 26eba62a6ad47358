//! What can be done with an activity now: its buttons, and what they send.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{form_rows::contribution, show::Shown};
use crate::activities::{
    self as activities, AnswerCohosts, ManageActivities, ReadActivities,
    answer::{Answer, AnswerError},
    cancel::REASON_MAX,
    form::{read_contribution, written_contribution},
    model::{CohostStatus, Phase, Status},
    plan::LINE_MAX,
    queries::Standing,
};

/// The places of the page where something can be done.
pub struct Actions {
    /// At its head: ways to elsewhere.
    pub head: Markup,
    /// Before all else: what waits.
    pub first: Markup,
    /// At its end: what is seldom done.
    pub last: Markup,
}

/// What the viewer can do with the activity.
pub fn of(ui: &Ui, gate: &Grant<ReadActivities>, shown: &Shown) -> Actions {
    let (org, activity) = (gate.org(), &shown.stored.activity);
    let phase = activity.phase(ui.now);
    let at = format!("/w/{org}/activities/{}", activity.id);
    let manages = shown.standing == Standing::Host && gate.may("activities.manage");
    let alive = !matches!(phase, Phase::Over | Phase::Cancelled);
    let public = activity.status != Status::Draft;
    let head = html! {
        @if manages && alive { (link_button(&format!("{at}/edit"), ui.t(msg::ACTIVITY_EDIT_DO)).icon(Icon::Edit)) }
        @if public { (link_button(&format!("/activities/{}", activity.id), ui.t(msg::ACTIVITY_PUBLIC_PAGE))) }
        @if public && shown.standing.holds() {
            @if gate.may("signups.list") {
                (link_button(&format!("{at}/sheet"), ui.t(msg::ACTIVITY_SHEET)).icon(Icon::Print))
            }
            (link_button(&format!("{at}/poster"), ui.t(msg::ACTIVITY_POSTER)).icon(Icon::Share))
        }
    };
    let answers = gate.may("cohosts.answer") && alive;
    let first = html! {
        @if shown.standing == Standing::Cohost(CohostStatus::Invited) && answers { (asked(ui, &at, org, shown)) }
        @if manages && activity.status == Status::Draft { (to_publish(ui, &at)) }
        @if shown.standing == Standing::Cohost(CohostStatus::Accepted) && answers && !public {
            (bringing(ui, &at, org, shown))
        }
    };
    let last = html! {
        @if manages && phase != Phase::Over && phase != Phase::Cancelled { (to_cancel(ui, &at, activity.status)) }
    };
    Actions { head, first, last }
}

fn asked(ui: &Ui, at: &str, org: OrganisationId, shown: &Shown) -> Markup {
    let host = shown.stored.activity.host_name.clone();
    let own = shown
        .stored
        .cohosts
        .iter()
        .find(|cohost| cohost.organisation == org);
    let brings = own
        .map(|cohost| super::look::brings(ui, &cohost.brings))
        .unwrap_or_default();
    let then = match shown.stored.activity.status {
        Status::Draft => msg::ACTIVITY_ASKED_DRAFT,
        _ => msg::ACTIVITY_ASKED_PUBLIC,
    };
    panel(
        &ui.tf(msg::ACTIVITY_ASKED, args! { host = host }),
        html! {
            p { (ui.tf(msg::ACTIVITY_ASKED_FOR, args! { brings = brings })) " " (ui.t(then)) }
            (form(ui, &format!("{at}/answer")).body(html! {
                (field(ui, "note", ui.t(msg::ACTIVITY_ANSWER_NOTE)).max_chars(u32::try_from(LINE_MAX).unwrap_or(100)))
                (row(html! {
                    (button(ui.t(msg::ACTIVITY_ACCEPT)).primary().value("answer", "accept"))
                    (button(ui.t(msg::ACTIVITY_DECLINE)).value("answer", "decline"))
                }))
            }))
        },
    )
}

fn to_publish(ui: &Ui, at: &str) -> Markup {
    let publish = button(ui.t(msg::ACTIVITY_PUBLISH)).primary();
    let content = stack_close(html! {
        p { (ui.t(msg::ACTIVITY_DRAFT_STATE)) }
        div { (post_button(ui, &format!("{at}/publish"), publish)) }
    });
    notice(Tone::Info, content)
}

fn bringing(ui: &Ui, at: &str, org: OrganisationId, shown: &Shown) -> Markup {
    let own = shown
        .stored
        .cohosts
        .iter()
        .find(|cohost| cohost.organisation == org);
    let fields: Fields = own
        .map(|own| written_contribution("own", &own.brings))
        .unwrap_or_default()
        .into_iter()
        .collect();
    panel(
        ui.t(msg::ACTIVITY_BRINGS_OWN),
        html! {
            (muted(html! { (ui.t(msg::ACTIVITY_BRINGS_UNTIL)) }))
            (form(ui, &format!("{at}/contribution")).body(html! {
                (contribution(ui, "own", &fields, &Problems::new()))
                (row(html! { (button(ui.t(msg::ACTIVITY_BRINGS_SAVE))) }))
            }))
        },
    )
}

fn to_cancel(ui: &Ui, at: &str, status: Status) -> Markup {
    let hint = if status == Status::Published {
        msg::ACTIVITY_CANCEL_TOLD
    } else {
        msg::ACTIVITY_CANCEL_DRAFT
    };
    html! {
        details.confirm {
            summary.btn.btn-outline { (ui.t(msg::ACTIVITY_CANCEL)) }
            div.confirm-body {
                (form(ui, &format!("{at}/cancel")).body(html! {
                    (field(ui, "reason", ui.t(msg::ACTIVITY_CANCEL_REASON)).required().hint(ui.t(hint))
                        .max_chars(u32::try_from(REASON_MAX).unwrap_or(200)))
                    (row(html! { (button(ui.t(msg::ACTIVITY_CANCEL_DO)).danger()) }))
                }))
            }
        }
    }
}

/// `POST /w/{org}/activities/{id}/publish`
pub async fn publish(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            Ok::<_, Fault>(activities::publish(tx, org, id)?)
        })
        .await;
    back(org, id, done, msg::ACTIVITY_DONE_PUBLISHED)
}

/// `POST /w/{org}/activities/{id}/cancel`
pub async fn cancel(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let (org, reason) = (gate.org(), fields.raw("reason").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| {
            Ok::<_, Fault>(activities::cancel(tx, org, id, &reason)?)
        })
        .await;
    back(org, id, done, msg::ACTIVITY_DONE_CANCELLED)
}

/// `POST /w/{org}/activities/{id}/answer`
pub async fn answer(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    let said = Answer {
        accept: fields.raw("answer") == "accept",
        note: fields.line("note"),
    };
    let accepted = said.accept;
    let done = app
        .db
        .write(gate.by(), move |tx| {
            Ok::<_, Fault>(activities::answer(tx, org, id, &said)?)
        })
        .await;
    back(
        org,
        id,
        done,
        if accepted {
            msg::ACTIVITY_DONE_ACCEPTED
        } else {
            msg::ACTIVITY_DONE_DECLINED
        },
    )
}

/// `POST /w/{org}/activities/{id}/contribution`
pub async fn contribute(
    gate: Grant<AnswerCohosts>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<axum::response::Response, Fault> {
    use axum::response::IntoResponse;
    let org = gate.org();
    let problems = match read_contribution(&fields, "own", ui.now) {
        Ok(brings) => {
            let done = app
                .db
                .write(gate.by(), move |tx| activities::contribute(tx, org, id, &brings))
                .await;
            match done {
                Err(AnswerError::Invalid(problems)) => problems,
                other => {
                    let other = other.map_err(Fault::from);
                    return Ok(back(org, id, other, msg::ACTIVITY_DONE_BRINGS)?.into_response());
                }
            }
        }
        Err(problems) => problems,
    };
    let mut errors = FieldErrors::new();
    problems
        .into_iter()
        .for_each(|problem| errors.add(problem.field, problem.message));
    let (problems, at) = (errors.problems(&ui), format!("/w/{org}/activities/{id}"));
    let title = ui.t(msg::ACTIVITY_BRINGS_OWN);
    let page = langqiao_platform::desk::page(
        &app,
        &ui,
        &gate,
        title,
        html! {
            (page_title(title, None, None))
            (error_summary(&ui, &problems))
            (form(&ui, &format!("{at}/contribution")).body(html! {
                (contribution(&ui, "own", &fields, &problems))
                (row(html! { (button(ui.t(msg::ACTIVITY_BRINGS_SAVE)).primary()) (link_button(&at, ui.t(msg::ACTIVITY_BACK))) }))
            }))
        },
    );
    Ok(page
        .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
        .into_response())
}

/// Back to the activity's page, with what came of it.
fn back(org: OrganisationId, id: ActivityId, done: Result<(), Fault>, said: Msg) -> Result<SeeOther, Fault> {
    let at = format!("/w/{org}/activities/{id}");
    match done {
        Ok(()) => Ok(SeeOther::to(at).say(Tone::Ok, said)),
        Err(Fault::Refused(refusal)) => Ok(SeeOther::to(at).say(Tone::Error, refusal.sentence)),
        Err(fault) => Err(fault),
    }
}
