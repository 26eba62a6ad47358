//! Activities for programs: the same use cases as in the browser.

mod brings;
mod on;
mod parting;
mod rooms;
mod signups;
mod wire;

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
pub use brings::BringsWire;
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    api::{
        cursor::{List, Paging},
        etag::{IfMatch, of_version},
    },
    app::App,
    extract::{Json, Path, Query},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::msg,
    routes::Routes,
};
use langqiao_store::WriteTx;
use serde::Deserialize;
use utoipa::{IntoParams, OpenApi};
use wire::{ActivityWire, AnswerWire, CancelWire, ListedWire, PlanWire};

use super::{
    AnswerCohosts, ManageActivities, ReadActivities,
    answer::{self, Answer},
    cancel, create, load_in_scope,
    model::Contribution,
    publish,
    queries::{self, ListQuery, Order},
    update,
};

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(
    list_activities,
    create_activity,
    show_activity,
    update_activity,
    publish_activity,
    cancel_activity,
    accept_invitation,
    decline_invitation,
    change_contribution,
    on::list_on_in_venue,
    on::list_on_in_cluster,
    parting::leave_activity,
    parting::release_cohost,
    rooms::list_rooms_of_activity,
    rooms::ask_keepers_of_rooms,
    signups::list_signups,
    signups::list_answers
))]
struct Document;

/// The feature's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The feature's API.
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/organisations/{org}/activities", list_activities)
        .post("/api/v1/organisations/{org}/activities", create_activity)
        .get("/api/v1/organisations/{org}/activities/{id}", show_activity)
        .put("/api/v1/organisations/{org}/activities/{id}", update_activity)
        .post(
            "/api/v1/organisations/{org}/activities/{id}/publish",
            publish_activity,
        )
        .get(
            "/api/v1/organisations/{org}/activities/{id}/rooms",
            rooms::list_rooms_of_activity,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/ask",
            rooms::ask_keepers_of_rooms,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/cancel",
            cancel_activity,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/accept",
            accept_invitation,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/decline",
            decline_invitation,
        )
        .put(
            "/api/v1/organisations/{org}/activities/{id}/contribution",
            change_contribution,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/leave",
            parting::leave_activity,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/cohosts/{body}/release",
            parting::release_cohost,
        )
        .get(
            "/api/v1/organisations/{org}/activities/{id}/signups",
            signups::list_signups,
        )
        .get(
            "/api/v1/organisations/{org}/activities/{id}/answers",
            signups::list_answers,
        )
        .get("/api/v1/venues/{venue}/activities", on::list_on_in_venue)
        .get("/api/v1/clusters/{cluster}/activities", on::list_on_in_cluster)
}

/// Which activities are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `upcoming` (the default), `drafts`, `invited`, `past`, `cancelled` or `all`.
    show: Option<String>,
    /// Of one kind.
    kind: Option<String>,
    /// With these words in their names.
    q: Option<String>,
    /// Those of the organisations below too, without their drafts.
    #[serde(default)]
    below: bool,
    /// The `next` of the page before.
    #[serde(rename = "after")]
    _after: Option<String>,
    /// How many at most: 1 to 200, 50 if nothing is said.
    #[serde(rename = "limit")]
    _limit: Option<u32>,
}

/// An activity with the tag of its version.
type Tagged = (HeaderMap, Json<ActivityWire>);

/// The activities that an organisation holds or was asked to hold together.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities", tag = "activities",
    params(("org" = String, Path, description = "The organisation"), Which),
    responses(
        (status = 200, description = "A page, the earliest first", body = List<ListedWire>),
        (status = 404, description = "No such organisation, or not for this caller"),
    ), security(("token" = ["activities.read"])))]
async fn list_activities(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Query(which): Query<Which>,
    paging: Paging<(i64, ActivityId)>,
) -> Result<Json<List<ListedWire>>, Fault> {
    let after = paging
        .after
        .and_then(|(ms, id)| Some((Timestamp::from_millisecond(ms).ok()?, id)));
    let known =
        |word: &str| Fault::from(Refusal::invalid("query", msg::FAULT_QUERY).arg("why", word.to_owned()));
    let show = which
        .show
        .as_deref()
        .map(|word| word.parse().map_err(|_| known("show")))
        .transpose()?;
    let kind = which
        .kind
        .as_deref()
        .map(|word| word.parse().map_err(|_| known("kind")))
        .transpose()?;
    let query = ListQuery {
        org: gate.org(),
        below: which.below,
        show: show.unwrap_or_default(),
        kind,
        words: which.q,
        order: Order::Start,
        after,
        skip: 0,
        limit: paging.rows(),
        now: app.now(),
    };
    let now = app.now();
    let (rows, _) = app.db.read(move |tx| queries::list(tx, &query)).await?;
    let page = List::of(&paging, rows, |row| {
        (row.times.starts_at.as_millisecond(), row.id)
    });
    let items = page.items.iter().map(|row| ListedWire::of(row, now)).collect();
    Ok(Json(List {
        items,
        next: page.next,
    }))
}

/// Makes a draft and asks those who are to hold it together.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities", tag = "activities",
    params(("org" = String, Path, description = "The organisation that hosts it")), request_body = PlanWire,
    responses(
        (status = 201, description = "The draft", body = ActivityWire),
        (status = 422, description = "Something in the plan can't be; `field` says what"),
    ), security(("token" = ["activities.manage"])))]
async fn create_activity(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Json(body): Json<PlanWire>,
) -> Result<(StatusCode, HeaderMap, Json<ActivityWire>), Fault> {
    let (org, plan, now) = (gate.org(), body.plan(app.now()), app.now());
    let made = app
        .db
        .write(gate.by(), move |tx| {
            let id = create::create(tx, org, &plan)?;
            answered(tx, org, id, now)
        })
        .await?;
    Ok((StatusCode::CREATED, made.0, made.1))
}

/// One activity.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}", tag = "activities",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "The activity; its ETag is its version", body = ActivityWire),
        (status = 404, description = "No such activity of this organisation"),
    ), security(("token" = ["activities.read"])))]
async fn show_activity(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Tagged, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (stored, standing) = app.db.read(move |tx| load_in_scope(tx, org, id)).await?;
    Ok((
        of_version(stored.activity.version),
        Json(ActivityWire::of(&stored, standing, now)),
    ))
}

/// Changes an activity. Say in `If-Match` which version was changed; when another change came first, the answer
/// is 412 and nothing is written.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/activities/{id}", tag = "activities",
    params(("org" = String, Path, description = "The host"), ("id" = String, Path, description = "The activity"),
        ("If-Match" = String, Header, description = "The ETag of the version that was changed")),
    request_body = PlanWire,
    responses(
        (status = 200, description = "The activity as it is now", body = ActivityWire),
        (status = 409, description = "Not as things stand: it is over, a room can't be had (`errors` says which and why), more places are taken"),
        (status = 412, description = "Another change came first"),
        (status = 422, description = "Something in the plan can't be; `field` says what"),
        (status = 428, description = "If-Match is missing"),
    ), security(("token" = ["activities.manage"])))]
async fn update_activity(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    IfMatch(version): IfMatch,
    Json(body): Json<PlanWire>,
) -> Result<Tagged, Fault> {
    let (org, now, plan) = (gate.org(), app.now(), body.plan(app.now()));
    let missing = Refusal::with_status(
        StatusCode::PRECONDITION_REQUIRED,
        "if-match",
        msg::ACTIVITY_REFUSED_NO_VERSION,
    );
    let version = version.ok_or(missing)?;
    let done = app.db.write(gate.by(), move |tx| {
        update::update(tx, org, id, version, &plan)?;
        answered(tx, org, id, now)
    });
    done.await
}

/// Makes a draft public.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/publish", tag = "activities",
    params(("org" = String, Path, description = "The host"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "The activity as it is now", body = ActivityWire),
        (status = 409, description = "Not as things stand: rooms can't be had (`errors` names each, with a code and why), it would have begun"),
    ), security(("token" = ["activities.manage"])))]
async fn publish_activity(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Tagged, Fault> {
    let (org, now, keys) = (gate.org(), app.now(), Arc::clone(&app.keys));
    let done = app.db.write(gate.by(), move |tx| {
        publish::publish(tx, &keys, org, id)?;
        answered(tx, org, id, now)
    });
    done.await
}

/// Calls an activity off.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/cancel", tag = "activities",
    params(("org" = String, Path, description = "The host"), ("id" = String, Path, description = "The activity")),
    request_body = CancelWire,
    responses(
        (status = 200, description = "The activity as it is now", body = ActivityWire),
        (status = 409, description = "It is over or was called off already"),
    ), security(("token" = ["activities.manage"])))]
async fn cancel_activity(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<CancelWire>,
) -> Result<Tagged, Fault> {
    let (org, now) = (gate.org(), app.now());
    let done = app.db.write(gate.by(), move |tx| {
        cancel::cancel(tx, org, id, &body.reason)?;
        answered(tx, org, id, now)
    });
    done.await
}

/// Accepts to hold an activity together with its host.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/accept", tag = "activities",
    params(("org" = String, Path, description = "Who was asked"), ("id" = String, Path, description = "The activity")),
    request_body = AnswerWire,
    responses(
        (status = 200, description = "The activity as it is now", body = ActivityWire),
        (status = 409, description = "Answered already, or the activity is over"),
    ), security(("token" = ["cohosts.answer"])))]
async fn accept_invitation(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<AnswerWire>,
) -> Result<Tagged, Fault> {
    answer(
        gate,
        app,
        id,
        Answer {
            accept: true,
            note: body.note,
        },
    )
    .await
}

/// Declines to hold an activity together with its host.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/decline", tag = "activities",
    params(("org" = String, Path, description = "Who was asked"), ("id" = String, Path, description = "The activity")),
    request_body = AnswerWire,
    responses(
        (status = 200, description = "The activity as it is now", body = ActivityWire),
        (status = 409, description = "Answered already, or the activity is over"),
    ), security(("token" = ["cohosts.answer"])))]
async fn decline_invitation(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<AnswerWire>,
) -> Result<Tagged, Fault> {
    answer(
        gate,
        app,
        id,
        Answer {
            accept: false,
            note: body.note,
        },
    )
    .await
}

async fn answer(gate: Grant<AnswerCohosts>, app: App, id: ActivityId, said: Answer) -> Result<Tagged, Fault> {
    let (org, now) = (gate.org(), app.now());
    let done = app.db.write(gate.by(), move |tx| {
        answer::answer(tx, org, id, &said)?;
        // Who declined a draft no longer sees it; it is told once more what it declined.
        let stored = queries::stored(tx, id)?.ok_or(Fault::NotFound)?;
        let standing = queries::standing(tx, org, id)?.ok_or(Fault::NotFound)?;
        let version = of_version(stored.activity.version);
        Ok::<_, Fault>((version, Json(ActivityWire::of(&stored, standing, now))))
    });
    done.await
}

/// Changes what an organisation brings, until the activity is public.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/activities/{id}/contribution", tag = "activities",
    params(("org" = String, Path, description = "Who was asked"), ("id" = String, Path, description = "The activity")),
    request_body = BringsWire,
    responses(
        (status = 200, description = "The activity as it is now", body = ActivityWire),
        (status = 409, description = "The activity is public or over"),
    ), security(("token" = ["cohosts.answer"])))]
async fn change_contribution(
    gate: Grant<AnswerCohosts>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(brings): Json<BringsWire>,
) -> Result<Tagged, Fault> {
    let (org, now, brings) = (gate.org(), app.now(), Contribution::from(brings));
    let done = app.db.write(gate.by(), move |tx| {
        answer::contribute(tx, org, id, &brings)?;
        answered(tx, org, id, now)
    });
    done.await
}

/// The activity as it is after a change.
fn answered(tx: &mut WriteTx, org: OrganisationId, id: ActivityId, now: Timestamp) -> Result<Tagged, Fault> {
    let (stored, standing) = load_in_scope(tx, org, id)?;
    Ok((
        of_version(stored.activity.version),
        Json(ActivityWire::of(&stored, standing, now)),
    ))
}
