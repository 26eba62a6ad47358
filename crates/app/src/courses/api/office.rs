//! Courses as their hosts set them up.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};

use super::super::{
    ManageCourses,
    api_wire::{CourseBody, CourseRules, CourseSetUp, CourseWish, CourseWithSessions, Reason, TeacherWish},
    create, lessons,
    office_pages::whole,
    queries, refusal, roll, settings,
};
use crate::activities::ReadActivities;

/// The courses that an organisation hosts, the last made first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "Done", body = List<CourseBody>),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["activities.read"])))]
pub(super) async fn list_hosted(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    paging: Paging<ActivityId>,
) -> Result<Json<List<CourseBody>>, Fault> {
    let (org, after, rows) = (gate.org(), paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::of_host(tx, org, after, rows))
        .await?;
    let page = List::of(&paging, found, |course| course.id);
    Ok(Json(List {
        items: page.items.iter().map(CourseBody::from).collect(),
        next: page.next,
    }))
}

/// Set a course up as a draft; its room is booked for every session, or nothing is made.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses", tag = "courses", request_body = CourseWish,
    params(("org" = String, Path, description = "The organisation")),
    responses(
        (status = 201, description = "Done", body = CourseSetUp),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn create_course(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Json(body): Json<CourseWish>,
) -> Result<(StatusCode, Json<CourseSetUp>), Fault> {
    let (org, person, new) = (gate.org(), gate.person(), body.command(app.now())?);
    let holidays_unpublished = new.unpublished();
    let made = app
        .db
        .write(gate.by(), move |tx| create::create(tx, org, person, &new))
        .await
        .map_err(refusal::renamed)?;
    let made = CourseSetUp {
        id: made.to_text(),
        holidays_unpublished,
    };
    Ok((StatusCode::CREATED, Json(made)))
}

/// A course that the organisation hosts, also before it is public.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses/{course}", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Done", body = CourseWithSessions),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["activities.read"])))]
pub(super) async fn show_hosted(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<CourseWithSessions>, Fault> {
    let whole = whole(&app, gate.org(), id).await?;
    Ok(Json(CourseWithSessions::of(&whole.course, &whole.lessons)))
}

/// Make a course public: families can enrol.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/publish", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn publish_course(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<StatusCode, Fault> {
    let (org, keys) = (gate.org(), app.keys.clone());
    app.db
        .write(gate.by(), move |tx| create::publish(tx, &keys, org, id))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a course asks for its certificate, and whether children are handed over.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/courses/{course}/rules", tag = "courses", request_body = CourseRules,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn change_course(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<CourseRules>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            settings::change(tx, org, id, &body.settings())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Call a course off: what is still to come of it, and its rooms.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/cancel", tag = "courses", request_body = Reason,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn cancel_course(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            lessons::end(tx, (org, person), id, &body.reason)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Name somebody who calls the rolls.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/teachers", tag = "courses", request_body = TeacherWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn name_teacher(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<TeacherWish>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| roll::name_teacher(tx, org, id, body.person))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// They call the rolls no longer.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/courses/{course}/teachers/{person}", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("person" = String, Path, description = "Who")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["courses.manage"])))]
pub(super) async fn dismiss_teacher(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id, person)): Path<(OrganisationId, ActivityId, PersonId)>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| roll::dismiss_teacher(tx, org, id, person))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
