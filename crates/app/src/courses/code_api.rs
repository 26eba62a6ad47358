//! Codes at the roll for programs.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Grant, Permission},
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{CallRoll, ManageCourses, code, model::Mark, roll_pages::may_call};

#[derive(OpenApi)]
#[openapi(paths(take_course_code))]
struct Document;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new().post(
        "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/codes",
        take_course_code,
    )
}

/// What a camera read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CourseCodeWish {
    /// The code of a ticket, or a link that ends in it.
    code: String,
}

/// What a code came to.
#[derive(Debug, Serialize, ToSchema)]
struct CourseCodeTaken {
    /// Whose it is, masked.
    name: String,
    mark: Mark,
    /// Whether they were there by the roll before.
    before: bool,
    /// How many are there by now.
    there: i64,
}

/// Take the code of a ticket at a session's roll: whoever has it is there. Sent again it changes nothing.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/codes", tag = "courses", request_body = CourseCodeWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Done", body = CourseCodeTaken),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.roll"])))]
async fn take_course_code(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<CourseCodeWish>,
) -> Result<Json<CourseCodeTaken>, Fault> {
    let (org, person, manages) = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let write = app.db.write(gate.by(), move |tx| {
        may_call(tx, id, (person, manages))?;
        code::take_code(tx, (org, person), (id, lesson), &body.code)
    });
    let taken = write.await?;
    Ok(Json(CourseCodeTaken {
        name: taken.name,
        mark: taken.mark,
        before: taken.before,
        there: taken.there,
    }))
}
