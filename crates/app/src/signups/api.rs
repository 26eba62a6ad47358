//! Sign-up for programs, under `/api/v1`: the same use cases as the pages.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId, SignupId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::SignedIn,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    answer_offer,
    answers::Answers,
    cancel,
    model::{PartyId, SignupRole, SignupState},
    party_page,
    party_view::Party,
    queries,
    sign_up::{self, SignUp},
    standing::Next,
    take_fewer,
};

#[derive(OpenApi)]
#[openapi(
    paths(create, show, remove, accept, decline, fewer, mine),
    components(schemas(
        NewSignup,
        PartyBody,
        MemberBody,
        StandingBody,
        Next,
        SignupRole,
        SignupState,
        Stay
    ))
)]
struct Doc;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Doc::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/activities/{activity}/signups", create)
        .get("/api/v1/signups/{party}", show)
        .delete("/api/v1/signups/{party}", remove)
        .post("/api/v1/signups/{party}/accept", accept)
        .post("/api/v1/signups/{party}/decline", decline)
        .post("/api/v1/signups/{party}/fewer", fewer)
        .get("/api/v1/me/signups", mine)
}

/// An instant as the API writes it: RFC 3339 in +08:00.
pub fn rfc3339(at: Timestamp) -> String {
    at.display_with_offset(jiff::tz::offset(8)).to_string()
}

/// Who is to be signed up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSignup {
    /// As what they come; `attendee` if absent.
    #[serde(default = "attendee")]
    role: SignupRole,
    /// Ids of those who come: yourself and members of your family. Yourself alone if absent.
    #[schema(value_type = Option<Vec<String>>)]
    people: Option<BTreeSet<PersonId>>,
    /// Answers by the id of the question.
    #[serde(default)]
    answers: Answers,
}

fn attendee() -> SignupRole {
    SignupRole::Attendee
}

/// A party: people who were signed up together.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartyBody {
    /// Its id.
    #[schema(value_type = String)]
    id: PartyId,
    /// The activity.
    #[schema(value_type = String)]
    activity: ActivityId,
    /// What the activity is called.
    title: String,
    /// When it begins.
    starts_at: String,
    /// When it ends.
    ends_at: String,
    /// Where it is.
    place: String,
    /// As what they come.
    role: SignupRole,
    /// How the party stands.
    state: SignupState,
    /// Whether the activity was called off.
    cancelled: bool,
    /// Until when places are held for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    offered_until: Option<String>,
    /// Its people, as far as they are yours to see.
    people: Vec<MemberBody>,
    /// Why it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<StandingBody>,
}

/// One person of a party.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemberBody {
    /// The sign-up's id.
    #[schema(value_type = String)]
    id: SignupId,
    /// The person's id.
    #[schema(value_type = String)]
    person: PersonId,
    /// How it stands.
    state: SignupState,
    /// The short code to check in with; only with a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// What the QR code of the ticket says; only with a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    qr: Option<String>,
}

/// Where a waiting party stands, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingBody {
    /// Its position, from 1.
    position: i64,
    /// How many places there are.
    capacity: i64,
    /// How many are held: taken, or offered to others.
    taken: i64,
    /// How many of these are offered and not answered.
    offered: i64,
    /// When the first of these offers ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    offer_ends: Option<String>,
    /// How many people stand before it.
    people_ahead: i64,
    /// What has to happen for it to get places.
    next: Next,
}

fn body(app: &App, party: &Party) -> PartyBody {
    let now = app.now();
    let member = |member: &super::party_view::Member| {
        let seat = member.state == SignupState::Seat;
        MemberBody {
            id: member.id,
            person: member.person,
            state: member.state,
            code: seat.then(|| member.code.clone()),
            qr: seat.then(|| super::ticket::address(app, &member.code)),
        }
    };
    let waiting = party
        .standing
        .zip(party.next(now))
        .map(|(standing, next)| StandingBody {
            position: standing.parties_ahead + 1,
            capacity: standing.capacity,
            taken: standing.taken,
            offered: standing.offered,
            offer_ends: standing.offer_ends.map(rfc3339),
            people_ahead: standing.people_ahead,
            next,
        });
    PartyBody {
        id: party.id,
        activity: party.activity.id,
        title: party.activity.title.clone(),
        starts_at: rfc3339(party.activity.starts_at),
        ends_at: rfc3339(party.activity.ends_at),
        place: party.activity.place.clone(),
        role: party.role,
        state: party.state(now),
        cancelled: party.activity.status == "cancelled",
        offered_until: party
            .members
            .iter()
            .find_map(|one| one.offered_until)
            .map(rfc3339),
        people: party.members.iter().map(member).collect(),
        waiting,
    }
}

async fn read(app: &App, gate: &SignedIn, id: PartyId) -> Result<Json<PartyBody>, Fault> {
    let party = party_page::read(app, gate, id).await?;
    Ok(Json(body(app, &party)))
}

/// Signs up: a place, or a position in the waiting list with the reason.
#[utoipa::path(post, path = "/api/v1/activities/{activity}/signups", tag = "signups", request_body = NewSignup,
    params(("activity" = String, Path, description = "The activity's id")),
    responses(
        (status = 201, description = "Signed up, or waiting: see `state`", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such activity, or one of the people is not yours to sign up"),
        (status = 409, description = "Signed up already, closed, not open yet, called off, or full"),
        (status = 422, description = "Not eligible, or answers are missing: the sentence says who and why"),
    ), security(("token" = ["self"])))]
pub(super) async fn create(
    gate: SignedIn,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
    Json(new): Json<NewSignup>,
) -> Result<Response, Fault> {
    let me = gate.person();
    let people = new.people.unwrap_or_else(|| BTreeSet::from([me]));
    let wish = SignUp {
        activity,
        booker: me,
        role: new.role,
        people,
        answers: new.answers,
    };
    let signed_up = sign_up::sign_up_with(&app, gate.by(), wish).await?;
    let made = read(&app, &gate, signed_up.party).await?;
    let mut response = (StatusCode::CREATED, made).into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/signups/{}", signed_up.party)) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// A party of yours.
#[utoipa::path(get, path = "/api/v1/signups/{party}", tag = "signups",
    params(("party" = String, Path, description = "The party's id")),
    responses(
        (status = 200, description = "The party", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party, or not yours"),
    ), security(("token" = ["self"])))]
pub(super) async fn show(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
) -> Result<Json<PartyBody>, Fault> {
    read(&app, &gate, party).await
}

/// What is to be cancelled.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Only {
    /// Only this sign-up of the party; all if absent.
    #[param(value_type = Option<String>)]
    signup: Option<SignupId>,
}

/// Gives places back or leaves the waiting list: all of the party, or one of it.
#[utoipa::path(delete, path = "/api/v1/signups/{party}", tag = "signups",
    params(("party" = String, Path, description = "The party's id"), Only),
    responses(
        (status = 200, description = "The party as it is now", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party, or not yours"),
        (status = 409, description = "It has ended before, or the activity has begun"),
    ), security(("token" = ["self"])))]
pub(super) async fn remove(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
    Query(only): Query<Only>,
) -> Result<Json<PartyBody>, Fault> {
    let wish = cancel::Cancel {
        person: gate.person(),
        party,
        only: only.signup,
    };
    app.db
        .write(gate.by(), move |tx| cancel::cancel(tx, &wish))
        .await?;
    read(&app, &gate, party).await
}

/// Takes the places that are offered.
#[utoipa::path(post, path = "/api/v1/signups/{party}/accept", tag = "signups",
    params(("party" = String, Path, description = "The party's id")),
    responses(
        (status = 200, description = "The party, now with places", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party, or not yours"),
        (status = 409, description = "No offer is open"),
    ), security(("token" = ["self"])))]
pub(super) async fn accept(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
) -> Result<Json<PartyBody>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| answer_offer::accept(tx, person, party))
        .await?;
    read(&app, &gate, party).await
}

/// Lets the places that are offered go to the next.
#[utoipa::path(post, path = "/api/v1/signups/{party}/decline", tag = "signups",
    params(("party" = String, Path, description = "The party's id")),
    responses(
        (status = 200, description = "The party, which has left the queue", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party, or not yours"),
        (status = 409, description = "No offer is open"),
    ), security(("token" = ["self"])))]
pub(super) async fn decline(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
) -> Result<Json<PartyBody>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| answer_offer::decline(tx, person, party))
        .await?;
    read(&app, &gate, party).await
}

/// Who of a waiting party comes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stay {
    /// The sign-ups of those who come.
    #[schema(value_type = Vec<String>)]
    stay: BTreeSet<SignupId>,
}

/// Comes with fewer, where the party is next and larger than what is free.
#[utoipa::path(post, path = "/api/v1/signups/{party}/fewer", tag = "signups", request_body = Stay,
    params(("party" = String, Path, description = "The party's id")),
    responses(
        (status = 200, description = "The party, now with places for those who stay", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party, or not yours"),
        (status = 409, description = "Not next, too late, or still too many"),
        (status = 422, description = "Nobody was named"),
    ), security(("token" = ["self"])))]
pub(super) async fn fewer(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
    Json(stay): Json<Stay>,
) -> Result<Json<PartyBody>, Fault> {
    let wish = take_fewer::TakeFewer {
        person: gate.person(),
        party,
        stay: stay.stay,
    };
    app.db
        .write(gate.by(), move |tx| take_fewer::take_fewer(tx, &wish))
        .await?;
    read(&app, &gate, party).await
}

/// The sort key of a person's parties: the latest first.
type Key = (i64, PartyId);

/// Your parties, the latest sign-up first.
#[utoipa::path(get, path = "/api/v1/me/signups", tag = "signups",
    params(
        ("after" = Option<String>, Query, description = "The cursor of the page before"),
        ("limit" = Option<u32>, Query, description = "At most so many, 1 to 200"),
    ),
    responses(
        (status = 200, description = "Your parties", body = List<PartyBody>),
        (status = 401, description = "No session and no token"),
    ), security(("token" = ["self"])))]
pub(super) async fn mine(
    gate: SignedIn,
    State(app): State<App>,
    paging: Paging<Key>,
) -> Result<Json<List<PartyBody>>, Fault> {
    let person = gate.person();
    let (after, rows) = (paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::parties_of(tx, person, after, rows))
        .await?;
    let parties = super::mine::parties(&app, person, found.rows);
    let keys = found.keys;
    let key = |party: &PartyBody| (keys.get(&party.id).copied().unwrap_or_default(), party.id);
    let bodies = parties.iter().map(|party| body(&app, party)).collect();
    Ok(Json(List::of(&paging, bodies, key)))
}
