//! Trial lessons for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId, TrialId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Grant, Permission, SignedIn},
    routes::Routes,
    spoken,
    ui::prelude::Ui,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    super::{CallRoll, ManageCourses, roll_pages},
    book,
    book::NewTrial,
    pages,
};

#[derive(OpenApi)]
#[openapi(
    paths(show_trials, ask_for_trial, cancel_trial, on_trial, note),
    components(schemas(
        Trials, TrialKin, TrialOffer, TrialBody, TrialWish, OnTrial, TrialNotes, TrialNote
    ))
)]
struct Doc;

pub fn openapi() -> utoipa::openapi::OpenApi {
    Doc::openapi()
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/courses/{course}/trials", show_trials)
        .post("/api/v1/courses/{course}/trials", ask_for_trial)
        .delete("/api/v1/courses/{course}/trials/{trial}", cancel_trial)
        .get(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/trials",
            on_trial,
        )
        .post(
            "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/trials",
            note,
        )
}

/// What can be tried of a course, and what you try.
#[derive(Debug, Serialize, ToSchema)]
struct Trials {
    /// The next sessions with how many may still try them.
    sessions: Vec<TrialOffer>,
    /// Your own trials.
    mine: Vec<TrialBody>,
    /// Those of you who have not tried it.
    family: Vec<TrialKin>,
}

/// Somebody who may ask for a trial, or why they can't.
#[derive(Debug, Serialize, ToSchema)]
struct TrialKin {
    person: String,
    name: String,
    /// Why they can't try it: a place in the course already, or its rules.
    why_not: Option<String>,
}

/// A session that can be tried.
#[derive(Debug, Serialize, ToSchema)]
struct TrialOffer {
    session: String,
    starts_at: String,
    ends_at: String,
    place: String,
    free: i64,
}

/// A trial.
#[derive(Debug, Serialize, ToSchema)]
struct TrialBody {
    id: String,
    person: String,
    session: String,
    starts_at: String,
    ends_at: String,
    place: String,
    /// Why the session was called off, if it was.
    called_off: Option<String>,
    /// Whether they came, once that is noted.
    came: Option<bool>,
}

/// A wish to try a session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrialWish {
    /// Which session.
    #[schema(value_type = String)]
    session: LessonId,
    /// Who comes: yourself, which is so if absent, or one of your family.
    #[schema(value_type = Option<String>)]
    person: Option<PersonId>,
}

/// Somebody on trial in a session.
#[derive(Debug, Serialize, ToSchema)]
struct OnTrial {
    /// The trial.
    id: String,
    /// Their name, masked.
    name: String,
    /// Who booked it for them, masked.
    guardian: Option<String>,
    /// Whether they came, once that is noted.
    came: Option<bool>,
}

/// Who came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrialNotes {
    trials: Vec<TrialNote>,
}

/// Whether somebody on trial came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrialNote {
    /// The trial.
    #[schema(value_type = String)]
    trial: TrialId,
    came: bool,
}

async fn trials(app: &App, (ui, gate): (&Ui, &SignedIn), course: ActivityId) -> Result<Json<Trials>, Fault> {
    let screen = pages::screen(app, course, gate.person()).await?;
    let sessions = screen.offers.into_iter().map(|offer| TrialOffer {
        session: offer.lesson.to_text(),
        starts_at: rfc3339(offer.span.0),
        ends_at: rfc3339(offer.span.1),
        place: offer.place,
        free: offer.free,
    });
    let mine = screen.own.into_iter().map(|one| TrialBody {
        id: one.id.to_text(),
        person: one.person.to_text(),
        session: one.lesson.to_text(),
        starts_at: rfc3339(one.span.0),
        ends_at: rfc3339(one.span.1),
        place: one.place,
        called_off: one.called_off,
        came: one.came,
    });
    let family = screen.family.into_iter().map(|one| TrialKin {
        person: one.person.to_text(),
        name: one.name,
        why_not: one.why_not.map(|why| spoken::say(ui, &why)),
    });
    Ok(Json(Trials {
        sessions: sessions.collect(),
        mine: mine.collect(),
        family: family.collect(),
    }))
}

/// What can be tried of a course, and what you try.
#[utoipa::path(get, path = "/api/v1/courses/{course}/trials", tag = "courses",
    params(("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Sessions and trials", body = Trials),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such course"),
    ), security(("token" = ["self"])))]
async fn show_trials(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(course): Path<ActivityId>,
) -> Result<Json<Trials>, Fault> {
    trials(&app, (&ui, &gate), course).await
}

/// Books a session to try a course, for yourself or one of your family.
#[utoipa::path(post, path = "/api/v1/courses/{course}/trials", tag = "courses", request_body = TrialWish,
    params(("course" = String, Path, description = "The course")),
    responses(
        (status = 201, description = "Booked", body = Trials),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such course or session, or the person is not yours"),
        (status = 409, description = "Not offered, too late, full, tried before, or a place is held"),
        (status = 422, description = "The course is not for them: `fields` says why"),
    ), security(("token" = ["self"])))]
async fn ask_for_trial(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(course): Path<ActivityId>,
    Json(wish): Json<TrialWish>,
) -> Result<(StatusCode, Json<Trials>), Fault> {
    let booker = gate.person();
    let new = NewTrial {
        course,
        lesson: wish.session,
        booker,
        person: wish.person.unwrap_or(booker),
    };
    app.db.write(gate.by(), move |tx| book::book(tx, &new)).await?;
    Ok((StatusCode::CREATED, trials(&app, (&ui, &gate), course).await?))
}

/// Gives a trial back.
#[utoipa::path(delete, path = "/api/v1/courses/{course}/trials/{trial}", tag = "courses",
    params(("course" = String, Path, description = "The course"), ("trial" = String, Path, description = "The trial")),
    responses(
        (status = 200, description = "What is left", body = Trials),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such trial of yours"),
        (status = 409, description = "The session has begun"),
    ), security(("token" = ["self"])))]
async fn cancel_trial(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path((course, trial)): Path<(ActivityId, TrialId)>,
) -> Result<Json<Trials>, Fault> {
    let booker = gate.person();
    app.db
        .write(gate.by(), move |tx| book::cancel(tx, booker, (course, trial)))
        .await?;
    trials(&app, (&ui, &gate), course).await
}

/// Who is on trial in a session.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/trials", tag = "courses",
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"),
        ("session" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Those on trial", body = Vec<OnTrial>),
        (status = 404, description = "No such thing, or not for this reader"),
    ), security(("token" = ["courses.roll"])))]
async fn on_trial(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, course, session)): Path<(OrganisationId, ActivityId, LessonId)>,
) -> Result<Json<Vec<OnTrial>>, Fault> {
    let who = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let roll = app
        .db
        .read(move |tx| roll_pages::read(tx, who, (course, session)))
        .await?;
    let all = roll.trials.into_iter().map(|trial| OnTrial {
        id: trial.id.to_text(),
        name: trial.name,
        guardian: trial.guardian,
        came: trial.came,
    });
    Ok(Json(all.collect()))
}

/// Notes who of those on trial in a session came.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/sessions/{session}/trials", tag = "courses",
    request_body = TrialNotes,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course"),
        ("session" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Noted"),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "The session's roll can't be called now"),
    ), security(("token" = ["courses.roll"])))]
async fn note(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, course, session)): Path<(OrganisationId, ActivityId, LessonId)>,
    Json(body): Json<TrialNotes>,
) -> Result<StatusCode, Fault> {
    let who = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let came: Vec<(TrialId, bool)> = body.trials.iter().map(|one| (one.trial, one.came)).collect();
    app.db
        .write(gate.by(), move |tx| book::note(tx, who, (course, session), &came))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
