//! What the buttons of an activity's page do. When something typed is wrong, its form comes back with it.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};

use super::actions::{answer_form, cancel_form, contribution_form};
use crate::activities::{
    self as activities, AnswerCohosts, ManageActivities,
    answer::{Answer, AnswerError},
    cancel::CancelError,
    form::read_contribution,
};

/// `POST /w/{org}/activities/{id}/publish`
pub async fn publish(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let (org, keys) = (gate.org(), Arc::clone(&app.keys));
    let done = app
        .db
        .write(gate.by(), move |tx| {
            Ok::<_, Fault>(activities::publish(tx, &keys, org, id)?)
        })
        .await;
    back(org, id, done, msg::ACTIVITY_DONE_PUBLISHED)
}

/// `POST /w/{org}/activities/{id}/cancel`
pub async fn cancel(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, reason) = (gate.org(), fields.raw("reason").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| activities::cancel(tx, org, id, &reason))
        .await;
    match done {
        Err(CancelError::Reason) => {
            let why = wrong("reason", msg::ACTIVITY_REFUSED_REASON);
            let again = Again {
                title: msg::ACTIVITY_CANCEL,
                form: cancel_form,
            };
            Ok(again.page(&app, &ui, &gate, id, &fields, &why))
        }
        done => back(org, id, done.map_err(Fault::from), msg::ACTIVITY_DONE_CANCELLED),
    }
}

/// `POST /w/{org}/activities/{id}/answer`
pub async fn answer(
    gate: Grant<AnswerCohosts>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let again = Again {
        title: msg::ACTIVITY_ANSWER,
        form: answer_form,
    };
    let accept = match fields.raw("answer") {
        "accept" => true,
        "decline" => false,
        // A form sent by the enter key of an old browser, or by hand, says neither: nobody declines unasked.
        _ => {
            let why = wrong("", msg::ACTIVITY_PROBLEM_ANSWER);
            return Ok(again.page(&app, &ui, &gate, id, &fields, &why));
        }
    };
    let said = Answer {
        accept,
        note: fields.line("note"),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| activities::answer(tx, org, id, &said))
        .await;
    match done {
        Err(AnswerError::Note) => {
            let why = wrong("note", msg::ACTIVITY_PROBLEM_LINE_LONG);
            Ok(again.page(&app, &ui, &gate, id, &fields, &why))
        }
        // A draft is not for those who declined, so the list says what was done.
        Ok(()) if !accept => Ok(SeeOther::to(format!("/w/{org}/activities"))
            .say(Tone::Ok, msg::ACTIVITY_DONE_DECLINED)
            .into_response()),
        Err(AnswerError::Declined) => Ok(SeeOther::to(format!("/w/{org}/activities"))
            .say(Tone::Error, msg::ACTIVITY_REFUSED_DECLINED)
            .into_response()),
        done => back(org, id, done.map_err(Fault::from), msg::ACTIVITY_DONE_ACCEPTED),
    }
}

/// `POST /w/{org}/activities/{id}/contribution`
pub async fn contribute(
    gate: Grant<AnswerCohosts>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = match read_contribution(&fields, "own", ui.now) {
        Ok(brings) => {
            app.db
                .write(gate.by(), move |tx| activities::contribute(tx, org, id, &brings))
                .await
        }
        Err(problems) => Err(AnswerError::Invalid(problems)),
    };
    match done {
        Err(AnswerError::Invalid(problems)) => {
            let mut why = FieldErrors::new();
            for problem in problems {
                why.add(problem.field, problem.message);
            }
            let again = Again {
                title: msg::ACTIVITY_BRINGS_OWN,
                form: contribution_form,
            };
            Ok(again.page(&app, &ui, &gate, id, &fields, &why))
        }
        done => back(org, id, done.map_err(Fault::from), msg::ACTIVITY_DONE_BRINGS),
    }
}

fn wrong(field: &str, message: Msg) -> FieldErrors {
    let mut errors = FieldErrors::new();
    errors.add(field, message);
    errors
}

/// A form of the activity's page, to be shown again on a page of its own.
struct Again {
    title: Msg,
    form: fn(&Ui, &str, &Fields, &Problems) -> Markup,
}

impl Again {
    /// The form as it was typed, with what is wrong.
    fn page<P: Permission>(
        &self,
        app: &App,
        ui: &Ui,
        gate: &Grant<P>,
        id: ActivityId,
        fields: &Fields,
        why: &FieldErrors,
    ) -> Response {
        let (at, problems) = (format!("/w/{}/activities/{id}", gate.org()), why.problems(ui));
        let title = ui.t(self.title);
        let content = html! {
            (page_title(title, None, Some(html! { (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back)) })))
            (error_summary(ui, &problems))
            ((self.form)(ui, &at, fields, &problems))
        };
        desk::page(app, ui, gate, title, content)
            .status(StatusCode::UNPROCESSABLE_ENTITY)
            .into_response()
    }
}

/// Back to the activity's page, with what came of it.
fn back(org: OrganisationId, id: ActivityId, done: Result<(), Fault>, said: Msg) -> Result<Response, Fault> {
    let at = format!("/w/{org}/activities/{id}");
    Ok(SeeOther::to(at)
        .tell(done.map(|()| said), Tone::Error)?
        .into_response())
}
