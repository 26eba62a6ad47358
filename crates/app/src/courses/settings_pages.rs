//! The pages of a course's settings: its certificate, handing over, trials, and who calls its rolls.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    app::App, desk, extract::Path, fault::Fault, fields::Fields, form::Form, gate::Grant, not_done::NotDone,
    ui::prelude::*,
};

use super::{ManageCourses, office_pages::said, office_views, queries, roll, settings, typed};

/// `GET /w/{org}/courses/{course}/settings`
pub(super) async fn show(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    settings_page(&gate, &ui, &app, id, None, &Problems::new()).await
}

async fn settings_page(
    gate: &Grant<ManageCourses>,
    ui: &Ui,
    app: &App,
    id: ActivityId,
    fields: Option<&Fields>,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let read = app.db.read(move |tx| {
        let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
        let teachers = queries::teachers(tx, id)?;
        Ok::<_, NotDone>((course, teachers, queries::staff(tx, org, today)?))
    });
    let (course, teachers, staff) = read.await?;
    let kept = [
        ("pass_percent", course.pass_percent.to_string()),
        ("trial_places", course.trial_places.to_string()),
        ("contact", course.contact.clone()),
        (if course.pick_up { "pick_up" } else { "_" }, "1".to_owned()),
    ];
    let kept: Fields = kept
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let content = office_views::settings(
        ui,
        org,
        &course,
        (&teachers, &staff),
        fields.unwrap_or(&kept),
        problems,
    );
    Ok(desk::page(app, ui, gate, ui.t(msg::COURSE_SETTINGS), content))
}

/// `POST /w/{org}/courses/{course}/settings`
pub(super) async fn change(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = match typed::settings(&fields) {
        Err(errors) => Err(NotDone::Fields(errors)),
        Ok(to) => {
            app.db
                .write(gate.by(), move |tx| settings::change(tx, org, id, &to))
                .await
        }
    };
    match done {
        Ok(()) => said(
            format!("/w/{org}/courses/{id}"),
            Ok::<_, NotDone>(msg::COURSE_SAID_CHANGED),
        ),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            let page = settings_page(&gate, &ui, &app, id, Some(&fields), &problems).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `POST /w/{org}/courses/{course}/teachers`
pub(super) async fn name_teacher(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    // Nobody has this id: whoever chose nobody is told so.
    let person = fields.raw("person").parse().unwrap_or(PersonId::from_u128(0));
    let done = app
        .db
        .write(gate.by(), move |tx| roll::name_teacher(tx, org, id, person))
        .await;
    said(
        format!("/w/{org}/courses/{id}/settings"),
        done.map(|()| msg::COURSE_SAID_TEACHER),
    )
}

/// `POST /w/{org}/courses/{course}/teachers/{person}/remove`
pub(super) async fn dismiss_teacher(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id, person)): Path<(OrganisationId, ActivityId, PersonId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = app
        .db
        .write(gate.by(), move |tx| roll::dismiss_teacher(tx, org, id, person))
        .await;
    said(
        format!("/w/{org}/courses/{id}/settings"),
        done.map(|()| msg::COURSE_SAID_TEACHER_GONE),
    )
}
