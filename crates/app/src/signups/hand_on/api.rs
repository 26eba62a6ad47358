//! Handing on for programs.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{PersonId, SignupId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::SignedIn,
    routes::Routes,
    ui::Ui,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    give::{give, take_back},
    pages::taking_path,
    swap::{Swap, swap},
    take::{Take, take},
};
use crate::signups::{
    answers::Answers,
    model::PartyId,
    party_page,
    wire::{PartyBody, body},
};

#[derive(OpenApi)]
#[openapi(
    paths(swap_place, make_link, end_link, take_place),
    components(schemas(NewSwap, NewLink, LinkBody, NewTake))
)]
struct Doc;

pub fn openapi() -> utoipa::openapi::OpenApi {
    Doc::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/signups/{party}/swap", swap_place)
        .post("/api/v1/signups/{party}/hand-on", make_link)
        .delete("/api/v1/signups/{party}/hand-on", end_link)
        .post("/api/v1/handed-on/{key}", take_place)
}

/// Who comes for whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSwap {
    /// Whose place: their sign-up's id.
    #[schema(value_type = String)]
    signup: SignupId,
    /// Who comes instead: yourself or one of your family.
    #[schema(value_type = String)]
    person: PersonId,
}

/// Which place is handed on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLink {
    /// The sign-up's id.
    #[schema(value_type = String)]
    signup: SignupId,
}

/// Which link is taken back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OfSignup {
    /// The sign-up's id.
    #[param(value_type = String)]
    signup: SignupId,
}

/// A link by which a place is handed on.
#[derive(Debug, Serialize, ToSchema)]
struct LinkBody {
    /// Whoever has it may take the place, once. It is told this once.
    address: String,
    /// The part of it that names the place, for programs that take it.
    key: String,
}

/// Who takes the place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTake {
    /// Who comes: yourself, which is so if absent, or one of your family.
    #[schema(value_type = Option<String>)]
    person: Option<PersonId>,
    /// Answers by the id of the question.
    #[serde(default)]
    answers: Answers,
}

async fn party(app: &App, ui: &Ui, gate: &SignedIn, id: PartyId) -> Result<Json<PartyBody>, Fault> {
    let party = party_page::read(app, gate, id).await?;
    Ok(Json(body(app, ui, &party)))
}

/// Lets another of your family come in the stead of one of a party.
#[utoipa::path(post, path = "/api/v1/signups/{party}/swap", tag = "signups", request_body = NewSwap,
    params(("party" = String, Path, description = "The party's id")),
    responses(
        (status = 200, description = "The party as it is now", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party, place or person of yours"),
        (status = 409, description = "No place is held, they are there already, it is too late, or the other is signed up"),
        (status = 422, description = "The other can't come: the sentence says why"),
    ), security(("token" = ["self"])))]
async fn swap_place(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Json(new): Json<NewSwap>,
) -> Result<Json<PartyBody>, Fault> {
    let wish = Swap {
        booker: gate.person(),
        party: id,
        signup: new.signup,
        person: new.person,
    };
    app.db.write(gate.by(), move |tx| swap(tx, &wish)).await?;
    party(&app, &ui, &gate, id).await
}

/// Makes a link by which a place is handed on, in place of the one before.
#[utoipa::path(post, path = "/api/v1/signups/{party}/hand-on", tag = "signups", request_body = NewLink,
    params(("party" = String, Path, description = "The party's id")),
    responses(
        (status = 201, description = "The link", body = LinkBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party or place of yours"),
        (status = 409, description = "No place is held, it is too late, or people wait"),
    ), security(("token" = ["self"])))]
async fn make_link(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Json(new): Json<NewLink>,
) -> Result<(StatusCode, Json<LinkBody>), Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let key = app
        .db
        .write(gate.by(), move |tx| give(tx, &keys, person, (id, new.signup)))
        .await?;
    let address = app.address(&taking_path(&key));
    Ok((StatusCode::CREATED, Json(LinkBody { address, key })))
}

/// Takes a link back that nobody has used.
#[utoipa::path(delete, path = "/api/v1/signups/{party}/hand-on", tag = "signups",
    params(("party" = String, Path, description = "The party's id"), OfSignup),
    responses(
        (status = 200, description = "The party as it is now", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such party or place of yours"),
    ), security(("token" = ["self"])))]
async fn end_link(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Query(of): Query<OfSignup>,
) -> Result<Json<PartyBody>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| take_back(tx, person, (id, of.signup)))
        .await?;
    party(&app, &ui, &gate, id).await
}

/// Takes a place that somebody hands on.
#[utoipa::path(post, path = "/api/v1/handed-on/{key}", tag = "signups", request_body = NewTake,
    params(("key" = String, Path, description = "The link's key")),
    responses(
        (status = 201, description = "Your party, with the place", body = PartyBody),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "The link was used or taken back, or the person is not yours to sign up"),
        (status = 409, description = "Signed up already, no place is held any more, it is too late, people wait, or places are kept for groups that come first"),
        (status = 422, description = "Not eligible, or answers are missing: the sentence says who and why"),
    ), security(("token" = ["self"])))]
async fn take_place(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Json(new): Json<NewTake>,
) -> Result<Response, Fault> {
    let (me, keys) = (gate.person(), app.keys.clone());
    let wish = Take {
        key,
        booker: me,
        person: new.person.unwrap_or(me),
        answers: new.answers,
    };
    let taken = app.db.write(gate.by(), move |tx| take(tx, &keys, &wish)).await?;
    let made = party(&app, &ui, &gate, taken).await?;
    let mut response = (StatusCode::CREATED, made).into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/signups/{taken}")) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}
