//! Sign-up for programs, under `/api/v1`: the same use cases as the pages.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::ActivityId;
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::SignedIn,
    routes::Routes,
    ui::Ui,
};
use langqiao_store::StoreError;
use utoipa::OpenApi;

use super::{
    answer_offer, cancel, mine as own,
    model::{PartyId, SignupRole, SignupState},
    party_page, queries,
    sign_up::{SignUp, sign_up},
    standing::Next,
    take_fewer,
    wire::{InGroupBody, MemberBody, NewSignup, Only, PartyBody, StandingBody, Stay, body},
};

#[derive(OpenApi)]
#[openapi(
    paths(sign_party_up, show_party, cancel_signup, accept, decline, fewer, mine),
    components(schemas(
        NewSignup,
        PartyBody,
        MemberBody,
        StandingBody,
        InGroupBody,
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
        .post("/api/v1/activities/{activity}/signups", sign_party_up)
        .get("/api/v1/signups/{party}", show_party)
        .delete("/api/v1/signups/{party}", cancel_signup)
        .post("/api/v1/signups/{party}/accept", accept)
        .post("/api/v1/signups/{party}/decline", decline)
        .post("/api/v1/signups/{party}/fewer", fewer)
        .get("/api/v1/me/signups", mine)
}

async fn read(app: &App, ui: &Ui, gate: &SignedIn, id: PartyId) -> Result<Json<PartyBody>, Fault> {
    let party = party_page::read(app, gate, id).await?;
    Ok(Json(body(app, ui, &party)))
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
pub(super) async fn sign_party_up(
    gate: SignedIn,
    ui: Ui,
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
    let signed_up = app.db.write(gate.by(), move |tx| sign_up(tx, &wish)).await?;
    let made = read(&app, &ui, &gate, signed_up.party).await?;
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
pub(super) async fn show_party(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(party): Path<PartyId>,
) -> Result<Json<PartyBody>, Fault> {
    read(&app, &ui, &gate, party).await
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
pub(super) async fn cancel_signup(
    gate: SignedIn,
    ui: Ui,
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
    read(&app, &ui, &gate, party).await
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
    ui: Ui,
    State(app): State<App>,
    Path(party): Path<PartyId>,
) -> Result<Json<PartyBody>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| answer_offer::accept(tx, person, party))
        .await?;
    read(&app, &ui, &gate, party).await
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
    ui: Ui,
    State(app): State<App>,
    Path(party): Path<PartyId>,
) -> Result<Json<PartyBody>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| answer_offer::decline(tx, person, party))
        .await?;
    read(&app, &ui, &gate, party).await
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
    ui: Ui,
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
    read(&app, &ui, &gate, party).await
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
    ui: Ui,
    State(app): State<App>,
    paging: Paging<Key>,
) -> Result<Json<List<PartyBody>>, Fault> {
    let person = gate.person();
    let (after, rows) = (paging.after, paging.rows());
    let read = app.db.read(move |tx| {
        let found = queries::parties_of(tx, person, after, rows)?;
        let by = queries::booked_by(tx, person, &found.rows)?;
        Ok::<_, StoreError>((found, by))
    });
    let (found, by) = read.await?;
    let parties = own::parties(&app, person, found.rows, &by);
    let keys = found.keys;
    let key = |party: &PartyBody| (keys.get(&party.id).copied().unwrap_or_default(), party.id);
    let bodies = parties.iter().map(|party| body(&app, &ui, party)).collect();
    Ok(Json(List::of(&paging, bodies, key)))
}
