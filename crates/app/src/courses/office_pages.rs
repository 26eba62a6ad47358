//! The officer's pages of a course: the list, and the course itself.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    feature::PanelAsk,
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{ManageCourses, create, lessons, office_views, queries, whole::Whole};
use crate::activities::{ManageActivities, ReadActivities};

/// How many courses a page of the list has.
const ROWS: i64 = 30;

/// From where on the list goes on: after the course that ends then.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct After {
    at: Option<i64>,
    id: Option<ActivityId>,
}

impl After {
    pub(super) fn place(self) -> Option<(Timestamp, ActivityId)> {
        self.at.and_then(|at| time::parse_ms(at).ok()).zip(self.id)
    }
}

/// Back to a page, saying what came of it: what happened, or the rule that said no.
pub(super) fn said(href: String, done: Result<impl Into<Sentence>, NotDone>) -> Result<Response, Fault> {
    let back = SeeOther::to(href);
    match done {
        Ok(sentence) => Ok(back.say(Tone::Ok, sentence).into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let first = errors.iter().next().map(|(_, sentence)| sentence.clone());
            Ok(match first {
                Some(sentence) => back.say(Tone::Warn, sentence).into_response(),
                None => back.into_response(),
            })
        }
    }
}

/// `GET /w/{org}/courses`
pub(super) async fn list(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let found = app
        .db
        .read(move |tx| queries::of_host(tx, org, after.id, ROWS + 1))
        .await?;
    let content = office_views::list(&ui, org, &found, ROWS, gate.may(ManageCourses::NAME));
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::COURSE_NAME), content))
}

/// A course that `org` hosts with all that belongs to it.
pub(super) async fn whole(app: &App, org: OrganisationId, id: ActivityId) -> Result<Whole, Fault> {
    let now = app.now();
    let read = app.db.read(move |tx| {
        let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>(Whole::read(tx, course, now)?)
    });
    Ok(read.await?)
}

/// Whether the reader sees the children of a course: as an officer of its host, or as one named to call its rolls.
/// The officers of a body above the host see numbers only.
pub(super) fn sees_children<P: Permission>(gate: &Grant<P>, whole: &Whole) -> bool {
    gate.may_here(ManageCourses::NAME) || whole.teachers.iter().any(|(person, _)| *person == gate.person())
}

/// `GET /w/{org}/courses/{course}`
pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let whole = whole(&app, gate.org(), id).await?;
    let may = office_views::May {
        manage: gate.may(ManageCourses::NAME),
        children: sees_children(&gate, &whole),
        desk: gate.may(ManageActivities::NAME),
    };
    let content = office_views::show(&ui, gate.org(), &whole, may);
    Ok(desk::page(&app, &ui, &gate, &whole.course.title, content))
}

/// `POST /w/{org}/courses/{course}/publish`
pub(super) async fn publish(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let (org, keys) = (gate.org(), app.keys.clone());
    let done = app
        .db
        .write(gate.by(), move |tx| create::publish(tx, &keys, org, id))
        .await;
    said(
        format!("/w/{org}/courses/{id}"),
        done.map(|()| msg::COURSE_SAID_PUBLIC),
    )
}

/// `POST /w/{org}/courses/{course}/cancel`
pub(super) async fn cancel(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let reason = fields.raw("reason").to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| lessons::end(tx, (org, person), id, &reason))
        .await;
    said(
        format!("/w/{org}/courses/{id}"),
        done.map(|()| msg::COURSE_SAID_CANCELLED),
    )
}

/// The way from an activity's page in the workbench to the course that it is.
pub(super) fn panel(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let (Some(org), Ok(id)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let Some(course) = queries::hosted(tx, org, id)? else {
        return Ok(html! {});
    };
    let ui = ask.ui;
    let body = html! {
        p { (ui.t(msg::COURSE_PANEL)) }
        (row(link_button(&format!("/w/{org}/courses/{}", course.id), ui.t(msg::COURSE_OPEN)).primary().render()))
    };
    Ok(langqiao_platform::ui::components::panel(
        ui.t(msg::COURSE_NAME),
        stack_close(body),
    ))
}
