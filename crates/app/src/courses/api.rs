//! Courses for programs: the same use cases as in the browser.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{
    ActivityId, CollectorId, HandoverId, LessonId, OrganisationId, PersonId, SignupId,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Anyone, Grant, Permission, SignedIn},
    not_done::NotDone,
    routes::Routes,
};
use langqiao_store::{StoreError, WriteTx};
use utoipa::OpenApi;

use super::{
    CallRoll, ManageCourses,
    api_wire::{
        AloneWish, AttendanceLine, Called, Closed, CollectorBody, CollectorWish, CourseBody, CourseRules,
        CourseWish, CourseWithSessions, HandoverWish, Made, OwnCourseBody, Reason, RollBody, RollWish,
        SessionWish, TeacherWish, attendance,
    },
    create, family_pages, lessons,
    office_pages::{sees_children, whole},
    pick_up, queries, roll,
    roll_pages::{self, may_call},
};
use crate::activities::ReadActivities;

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(
    list_public,
    show_public_course,
    list_own_courses,
    show_own_course,
    name_collector,
    revoke_collector,
    set_alone,
    excuse,
    take_excuse_back,
    list_hosted,
    create_course,
    show_hosted,
    publish_course,
    change_course,
    cancel_course,
    name_teacher,
    dismiss_teacher,
    add_session,
    move_session,
    cancel_session,
    show_roll,
    call_roll,
    close_roll,
    hand_over,
    void_handover,
    show_attendance
))]
pub(super) struct Document;

/// The feature's API.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/courses", list_public)
        .get("/api/v1/courses/{course}", show_public_course)
        .get("/api/v1/me/courses", list_own_courses)
        .get("/api/v1/me/courses/{course}", show_own_course)
        .post("/api/v1/me/courses/{course}/collectors", name_collector)
        .delete(
            "/api/v1/me/courses/{course}/collectors/{collector}",
            revoke_collector,
        )
        .put("/api/v1/me/courses/{course}/children/{signup}/alone", set_alone)
        .post(
            "/api/v1/me/courses/{course}/sessions/{session}/leave/{signup}",
            excuse,
        )
        .delete(
            "/api/v1/me/courses/{course}/sessions/{session}/leave/{signup}",
            take_excuse_back,
        )
        .get("/api/v1/organisations/{org}/courses", list_hosted)
        .post("/api/v1/organisations/{org}/courses", create_course)
        .get("/api/v1/organisations/{org}/courses/{course}", show_hosted)
        .post(
            "/api/v1/organisations/{org}/courses/{course}/publish",
            publish_course,
        )
        .put(
            "/api/v1/organisations/{org}/courses/{course}/rules",
            change_course,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/cancel",
            cancel_course,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/teachers",
            name_teacher,
        )
        .delete(
            "/api/v1/organisations/{org}/courses/{course}/teachers/{person}",
            dismiss_teacher,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions",
            add_session,
        )
        .put(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}",
            move_session,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/cancel",
            cancel_session,
        )
        .get(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll",
            show_roll,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll",
            call_roll,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/close",
            close_roll,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers",
            hand_over,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers/{handover}/void",
            void_handover,
        )
        .get(
            "/api/v1/organisations/{org}/courses/{course}/attendance",
            show_attendance,
        )
}

/// Carries out what an officer or somebody named to call the rolls may do, asked within the change.
async fn as_teacher<T: Send + 'static>(
    gate: &Grant<CallRoll>,
    app: &App,
    course: ActivityId,
    mut act: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, NotDone> {
    let who = (gate.person(), gate.may(ManageCourses::NAME));
    let done = app.db.write(gate.by(), move |tx| {
        may_call(tx, course, who)?;
        act(tx)
    });
    done.await
}

/// The courses that are public, in the order in which they were made.
#[utoipa::path(get, path = "/api/v1/courses", tag = "courses",
    params(("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "Done", body = List<CourseBody>),
    ))]
async fn list_public(
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
async fn show_public_course(
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
async fn list_own_courses(gate: SignedIn, State(app): State<App>) -> Result<Json<Vec<CourseBody>>, Fault> {
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
async fn show_own_course(
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
async fn name_collector(
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
async fn revoke_collector(
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
async fn set_alone(
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
async fn excuse(
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
async fn take_excuse_back(
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

/// The courses that an organisation hosts, the last made first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "Done", body = List<CourseBody>),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["activities.read"])))]
async fn list_hosted(
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
        (status = 201, description = "Done", body = Made),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
async fn create_course(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Json(body): Json<CourseWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, person, new) = (gate.org(), gate.person(), body.command(app.now())?);
    let made = app
        .db
        .write(gate.by(), move |tx| create::create(tx, org, person, &new))
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_text() })))
}

/// A course that the organisation hosts, also before it is public.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses/{course}", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Done", body = CourseWithSessions),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["activities.read"])))]
async fn show_hosted(
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
async fn publish_course(
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
async fn change_course(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<CourseRules>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| create::change(tx, org, id, &body.settings()))
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
async fn cancel_course(
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
async fn name_teacher(
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
async fn dismiss_teacher(
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

/// Add a session; the families are told.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions", tag = "courses", request_body = SessionWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 201, description = "Done", body = Made),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
async fn add_session(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<SessionWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, person, at) = (gate.org(), gate.person(), body.into());
    let made = app
        .db
        .write(gate.by(), move |tx| lessons::add(tx, (org, person), id, &at))
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_text() })))
}

/// Move a session, with its room or into another; the families are told.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}", tag = "courses", request_body = SessionWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
async fn move_session(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<SessionWish>,
) -> Result<StatusCode, Fault> {
    let (org, person, to) = (gate.org(), gate.person(), body.into());
    app.db
        .write(gate.by(), move |tx| {
            lessons::shift(tx, (org, person), (id, session), &to)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Call a session off; the families are told.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/cancel", tag = "courses", request_body = Reason,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.manage"])))]
async fn cancel_session(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            lessons::call_off(tx, (org, person), (id, session), &body.reason)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A session's roll, for officers and those named to call it. Names are masked.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Done", body = RollBody),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["courses.roll"])))]
async fn show_roll(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
) -> Result<Json<RollBody>, Fault> {
    let who = (gate.org(), gate.person(), gate.may(ManageCourses::NAME));
    let roll = app
        .db
        .read(move |tx| roll_pages::read(tx, who, (id, session)))
        .await?;
    Ok(Json(RollBody::from(&roll)))
}

/// Note who is there; whom nothing is said of stays as they are.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/roll", tag = "courses", request_body = RollWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Done", body = Called),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.roll"])))]
async fn call_roll(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<RollWish>,
) -> Result<Json<Called>, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let marks: roll::Marks = body.marks.iter().map(|one| (one.signup, one.mark)).collect();
    let changed = as_teacher(&gate, &app, id, move |tx| {
        roll::call(tx, (org, person), (id, session), &marks, &body.note)
    })
    .await?;
    Ok(Json(Called { changed }))
}

/// Close a roll: it counts from now on, and the families of those absent are told.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/close", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Done", body = Closed),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["courses.roll"])))]
async fn close_roll(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
) -> Result<Json<Closed>, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let absent = as_teacher(&gate, &app, id, move |tx| {
        roll::close(tx, (org, person), (id, session))
    })
    .await?;
    Ok(Json(Closed { absent }))
}

/// Hand children over, all or none.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers", tag = "courses", request_body = HandoverWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.roll"])))]
async fn hand_over(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<HandoverWish>,
) -> Result<StatusCode, Fault> {
    let (org, going) = (gate.org(), body.going()?);
    as_teacher(&gate, &app, id, move |tx| {
        pick_up::hand_over(tx, org, (id, session), &body.children, &going)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was recorded was a mistake.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/handovers/{handover}/void", tag = "courses", request_body = Reason,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"), ("session" = String, Path, description = "The session"), ("handover" = String, Path, description = "The handover")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["courses.roll"])))]
async fn void_handover(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, session, handover)): Path<(OrganisationId, ActivityId, LessonId, HandoverId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    as_teacher(&gate, &app, id, move |tx| {
        pick_up::void_handover(tx, org, (id, session), handover, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What everybody has been to, counted from the closed rolls.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses/{course}/attendance", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Done", body = Vec<AttendanceLine>),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["courses.roll"])))]
async fn show_attendance(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<Vec<AttendanceLine>>, Fault> {
    let whole = whole(&app, gate.org(), id).await?;
    if !sees_children(&gate, &whole) {
        return Err(Fault::NotFound);
    }
    Ok(Json(attendance(&whole)))
}
