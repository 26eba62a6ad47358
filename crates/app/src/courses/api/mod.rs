//! Courses for programs: the same use cases as in the browser.

mod family;
mod office;
mod rolls;
mod sessions;

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{
    app::App,
    gate::{Grant, Permission},
    not_done::NotDone,
    routes::Routes,
};
use langqiao_store::WriteTx;
use utoipa::OpenApi;

use super::{CallRoll, ManageCourses, roll_pages::may_call};

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(
    family::list_public,
    family::show_public_course,
    family::list_own_courses,
    family::show_own_course,
    family::name_collector,
    family::revoke_collector,
    family::set_alone,
    family::excuse,
    family::take_excuse_back,
    office::list_hosted,
    office::create_course,
    office::show_hosted,
    office::publish_course,
    office::change_course,
    office::cancel_course,
    office::name_teacher,
    office::dismiss_teacher,
    sessions::add_session,
    sessions::move_session,
    sessions::cancel_session,
    rolls::show_roll,
    rolls::call_roll,
    rolls::close_roll,
    rolls::hand_over,
    rolls::void_handover,
    rolls::show_attendance
))]
pub(super) struct Document;

/// The feature's API.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/courses", family::list_public)
        .get("/api/v1/courses/{course}", family::show_public_course)
        .get("/api/v1/me/courses", family::list_own_courses)
        .get("/api/v1/me/courses/{course}", family::show_own_course)
        .post("/api/v1/me/courses/{course}/collectors", family::name_collector)
        .delete(
            "/api/v1/me/courses/{course}/collectors/{collector}",
            family::revoke_collector,
        )
        .put(
            "/api/v1/me/courses/{course}/children/{signup}/alone",
            family::set_alone,
        )
        .post(
            "/api/v1/me/courses/{course}/sessions/{session}/leave/{signup}",
            family::excuse,
        )
        .delete(
            "/api/v1/me/courses/{course}/sessions/{session}/leave/{signup}",
            family::take_excuse_back,
        )
        .get("/api/v1/organisations/{org}/courses", office::list_hosted)
        .post("/api/v1/organisations/{org}/courses", office::create_course)
        .get(
            "/api/v1/organisations/{org}/courses/{course}",
            office::show_hosted,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/publish",
            office::publish_course,
        )
        .put(
            "/api/v1/organisations/{org}/courses/{course}/rules",
            office::change_course,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/cancel",
            office::cancel_course,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/teachers",
            office::name_teacher,
        )
        .delete(
            "/api/v1/organisations/{org}/courses/{course}/teachers/{person}",
            office::dismiss_teacher,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions",
            sessions::add_session,
        )
        .put(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}",
            sessions::move_session,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/cancel",
            sessions::cancel_session,
        )
        .get(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll",
            rolls::show_roll,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll",
            rolls::call_roll,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/close",
            rolls::close_roll,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers",
            rolls::hand_over,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers/{handover}/void",
            rolls::void_handover,
        )
        .get(
            "/api/v1/organisations/{org}/courses/{course}/attendance",
            rolls::show_attendance,
        )
}

/// Carries out what an officer or somebody named to call the rolls may do, asked within the change.
async fn as_teacher<T: Send + 'static>(
    gate: &Grant<CallRoll>,
    app: &App,
    course: ActivityId,
    mut act: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, NotDone> {
    let who = (gate.person(), gate.may_here(ManageCourses::NAME));
    let done = app.db.write(gate.by(), move |tx| {
        may_call(tx, course, who)?;
        act(tx)
    });
    done.await
}
