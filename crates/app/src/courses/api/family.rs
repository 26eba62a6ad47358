//! What everybody reads of courses, and what families do in theirs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{ActivityId, CollectorId, LessonId, SignupId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Anyone, SignedIn},
};
use langqiao_store::StoreError;

use super::super::{
    api_wire::{
        AloneWish, CollectorBody, CollectorWish, CourseBody, CourseWithSessions, Made, OwnCourseBody, Reason,
        attendance,
    },
    family_pages, pick_up, queries, roll,
};

/// The courses that are public, in the order in which they were made.
#[utoipa::path(get, path = "/api/v1/courses", tag = "courses",
    params(("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "Done", body = List<CourseBody>),
    ))]
pub(super) async fn list_public(
    _: Anyone,
    State(app): State<App>,
    paging: Paging<ActivityId>,
) -> Result<Json<List<CourseBody>>, Fault> {
    let (after, rows) = (paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::all_public(tx, after, rows))
        .await?;
    let page = List::of(&paging, found, |course| course.id);
    Ok(Json(List {
        items: page.items.iter().map(CourseBody::from).collect(),
        next: page.next,
    }))
}

/// A course with its sessions.
#[utoipa::path(get, path = "/api/v1/courses/{course}", tag = "courses",
    params(("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Done", body = CourseWithSessions),
        (status = 404, description = "No such thing, or not for this reader"),
    ))]
pub(super) async fn show_public_course(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Json<CourseWithSessions>, Fault> {
    let read = app.db.read(move |tx| {
        let Some(course) = queries::public(tx, id)? else {
            return Ok(None);
        };
        Ok::<_, StoreError>(Some((course, queries::lessons(tx, id)?)))
    });
    let (course, lessons) = read.await?.ok_or(Fault::NotFound)?;
    Ok(Json(CourseWithSessions::of(&course, &lessons)))
}

/// The courses in which one has enrolled oneself or one's family.
#[utoipa::path(get, path = "/api/v1/me/courses", tag = "courses",
    responses(
        (status = 200, description = "Done", body = Vec<CourseBody>),
    ), security(("token" = ["self"])))]
pub(super) async fn list_own_courses(
    gate: SignedIn,
    State(app): State<App>,
) -> Result<Json<Vec<CourseBody>>, Fault> {
    let person = gate.person();
    let found = app.db.read(move |tx| queries::of_family(tx, person, 200)).await?;
    Ok(Json(found.iter().map(CourseBody::from).collect()))
}

/// A course as one's own family reads it: its people in full, what the rolls say of them, who takes the children home.
#[utoipa::path(get, path = "/api/v1/me/courses/{course}", tag = "courses",
    params(("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Done", body = OwnCourseBody),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["self"])))]
pub(super) async fn show_own_course(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Json<OwnCourseBody>, Fault> {
    let own = family_pages::own(&app, gate.person(), id).await?;
    Ok(Json(OwnCourseBody {
        course: CourseWithSessions::of(&own.whole.course, &own.whole.lessons),
        people: attendance(&own.whole),
        collectors: own.collectors.iter().map(CollectorBody::from).collect(),
    }))
}

/// Name somebody who may take one's children home; they get a code.
#[utoipa::path(post, path = "/api/v1/me/courses/{course}/collectors", tag = "courses", request_body = CollectorWish,
    params(("course" = String, Path, description = "The course")),
    responses(
        (status = 201, description = "Done", body = Made),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["self"])))]
pub(super) async fn name_collector(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
    Json(body): Json<CollectorWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (person, keys, new) = (gate.person(), app.keys.clone(), body.command()?);
    let made = app
        .db
        .write(gate.by(), move |tx| {
            pick_up::name_collector(tx, &keys, (id, person), &new)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_text() })))
}

/// Somebody is no longer to take one's children home.
#[utoipa::path(delete, path = "/api/v1/me/courses/{course}/collectors/{collector}", tag = "courses",
    params(("course" = String, Path, description = "The course"), ("collector" = String, Path, description = "Whom the family had named")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["self"])))]
pub(super) async fn revoke_collector(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, collector)): Path<(ActivityId, CollectorId)>,
) -> Result<StatusCode, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| {
            pick_up::revoke_collector(tx, (id, person), collector)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say whether a child goes home alone.
#[utoipa::path(put, path = "/api/v1/me/courses/{course}/children/{signup}/alone", tag = "courses", request_body = AloneWish,
    params(("course" = String, Path, description = "The course"), ("signup" = String, Path, description = "The sign-up")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["self"])))]
pub(super) async fn set_alone(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, signup)): Path<(ActivityId, SignupId)>,
    Json(body): Json<AloneWish>,
) -> Result<StatusCode, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| {
            pick_up::set_alone(tx, (id, person), signup, body.alone)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say before a session that somebody of one's family won't come.
#[utoipa::path(post, path = "/api/v1/me/courses/{course}/sessions/{session}/leave/{signup}", tag = "courses", request_body = Reason,
    params(("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session"), ("signup" = String, Path, description = "The sign-up")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["self"])))]
pub(super) async fn excuse(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, session, signup)): Path<(ActivityId, LessonId, SignupId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| {
            roll::excuse(tx, person, (id, session), signup, Some(&body.reason))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// They come all the same.
#[utoipa::path(delete, path = "/api/v1/me/courses/{course}/sessions/{session}/leave/{signup}", tag = "courses",
    params(("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session"), ("signup" = String, Path, description = "The sign-up")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["self"])))]
pub(super) async fn take_excuse_back(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, session, signup)): Path<(ActivityId, LessonId, SignupId)>,
) -> Result<StatusCode, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| {
            roll::excuse(tx, person, (id, session), signup, None)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
