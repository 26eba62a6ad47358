//! Leaving those who hold an activity, and letting one go; each with a reason.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    not_done::{NotDone, wrong},
    reply::SeeOther,
    ui::prelude::*,
};

use super::show::Shown;
use crate::activities::{
    self as activities, AnswerCohosts, ManageActivities, ReadActivities,
    model::{CohostStatus, Status},
    plan::LINE_MAX,
    publish::host_s,
    queries::{Cohost, Standing, Stored},
};

type Of = Path<(OrganisationId, ActivityId, OrganisationId)>;

/// Behind a line that opens: the form by which an organisation leaves.
pub fn to_leave(ui: &Ui, at: &str) -> Markup {
    html! {
        details.confirm {
            summary.btn.btn-outline { (ui.t(msg::ACTIVITY_LEAVE)) }
            div.confirm-body {
                p { (ui.t(msg::ACTIVITY_LEAVE_TOLD)) }
                (reason_form(ui, &format!("{at}/leave"), msg::ACTIVITY_LEAVE_DO, &Fields::default(), &Problems::new()))
            }
        }
    }
}

/// Where the host lets a body go that has agreed to hold its activity; nowhere once that has begun.
pub fn way_to_release(
    gate: &Grant<ReadActivities>,
    shown: &Shown,
    now: Timestamp,
) -> impl Fn(&Cohost) -> Option<String> {
    let activity = &shown.stored.activity;
    let (org, id) = (gate.org(), activity.id);
    let may = shown.standing == Standing::Host
        && gate.may(ManageActivities::NAME)
        && activity.status != Status::Cancelled
        && now < activity.times.starts_at;
    move |cohost| {
        let agreed = may && !cohost.host && cohost.status == CohostStatus::Accepted;
        agreed.then(|| format!("/w/{org}/activities/{id}/cohosts/{}/release", cohost.organisation))
    }
}

fn reason_form(ui: &Ui, action: &str, verb: Msg, fields: &Fields, problems: &Problems) -> Markup {
    form(ui, action).body(html! {
        (field(ui, "reason", ui.t(msg::ACTIVITY_PART_REASON)).required().value(fields.raw("reason"))
            .error(problems.of("reason")).max_chars(u32::try_from(LINE_MAX).unwrap_or(100)))
        (row(html! { (button(ui.t(verb)).danger()) }))
    })
}

/// `POST /w/{org}/activities/{id}/leave`
pub async fn leave(
    gate: Grant<AnswerCohosts>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, reason) = (gate.org(), fields.raw("reason").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| activities::leave(tx, org, id, &reason))
        .await;
    let at = format!("/w/{org}/activities/{id}");
    match done {
        // A draft is not for those who don't hold it, so the list says what was done.
        Ok(()) => Ok(SeeOther::to(format!("/w/{org}/activities"))
            .say(Tone::Ok, msg::ACTIVITY_DONE_LEFT)
            .into_response()),
        Err(NotDone::Refused(why)) => Ok(SeeOther::to(at).say(Tone::Warn, why.sentence).into_response()),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            let again = reason_form(
                &ui,
                &format!("{at}/leave"),
                msg::ACTIVITY_LEAVE_DO,
                &fields,
                &problems,
            );
            Ok(wrong(page(
                &app,
                &ui,
                &gate,
                ui.t(msg::ACTIVITY_LEAVE),
                html! {
                    (error_summary(&ui, &problems))
                    p { (ui.t(msg::ACTIVITY_LEAVE_TOLD)) }
                    (again)
                },
                &at,
            )))
        }
    }
}

/// `GET /w/{org}/activities/{id}/cohosts/{body}/release`
pub async fn show_release(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, body)): Of,
) -> Result<Page, Fault> {
    let org = gate.org();
    let stored = app
        .db
        .read(move |tx| host_s(tx, org, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let cohost = agreed(&stored, body)?;
    Ok(release_page(
        &app,
        &ui,
        &gate,
        (id, cohost),
        &Fields::default(),
        &Problems::new(),
    ))
}

/// `POST /w/{org}/activities/{id}/cohosts/{body}/release`
pub async fn release(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, body)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, reason) = (gate.org(), fields.raw("reason").to_owned());
    let stored = app
        .db
        .read(move |tx| host_s(tx, org, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let cohost = agreed(&stored, body)?;
    let done = app
        .db
        .write(gate.by(), move |tx| {
            activities::release(tx, org, (id, body), &reason)
        })
        .await;
    let back = SeeOther::to(format!("/w/{org}/activities/{id}"));
    match done {
        Ok(()) => Ok(back.say(Tone::Ok, msg::ACTIVITY_DONE_RELEASED).into_response()),
        Err(NotDone::Refused(why)) => Ok(back.say(Tone::Warn, why.sentence).into_response()),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            Ok(wrong(release_page(
                &app,
                &ui,
                &gate,
                (id, cohost),
                &fields,
                &problems,
            )))
        }
    }
}

/// The body that has agreed to hold the activity with its host.
fn agreed(stored: &Stored, body: OrganisationId) -> Result<&Cohost, Fault> {
    let agreed = |cohost: &&Cohost| {
        cohost.organisation == body && !cohost.host && cohost.status == CohostStatus::Accepted
    };
    stored.cohosts.iter().find(agreed).ok_or(Fault::NotFound)
}

fn release_page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    (id, cohost): (ActivityId, &Cohost),
    fields: &Fields,
    problems: &Problems,
) -> Page {
    let at = format!("/w/{}/activities/{id}", gate.org());
    let action = format!("{at}/cohosts/{}/release", cohost.organisation);
    let content = html! {
        (error_summary(ui, problems))
        p { (ui.tf(msg::ACTIVITY_RELEASE_TOLD, args! { name = cohost.name.as_str() })) }
        (reason_form(ui, &action, msg::ACTIVITY_RELEASE_DO, fields, problems))
    };
    page(app, ui, gate, ui.t(msg::ACTIVITY_RELEASE), content, &at)
}

fn page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    title: &str,
    content: Markup,
    back: &str,
) -> Page {
    let tools = link_button(back, ui.t(msg::ACTIVITY_BACK))
        .icon(Icon::Back)
        .render();
    desk::page(
        app,
        ui,
        gate,
        title,
        html! { (page_title(title, None, Some(tools))) (stack(content)) },
    )
}
