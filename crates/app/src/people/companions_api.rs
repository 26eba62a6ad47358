//! Companions for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    codes::Phone,
    id::{CompanionId, PersonId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Address, Json, Path},
    fault::{Fault, Refusal},
    gate::SignedIn,
    i18n::msg,
    people::{self, AskedCompanion, Companions},
    spoken::Moment,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::companions;

#[derive(OpenApi)]
#[openapi(
    paths(list_companions, ask_companion, answer_companion, end_companion),
    components(schemas(CompanionBody, CompanionStanding, AskCompanion, AnswerCompanion))
)]
pub(super) struct Api;

/// How two stand to each other.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CompanionStanding {
    /// They ask you, and you have not answered.
    AsksYou,
    /// You agreed: either may sign up the other.
    Agreed,
    /// You asked, and there is no answer; it is not told whether somebody has the number.
    Asked,
}

/// Somebody who may sign you up and whom you may sign up, or an ask that waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
struct CompanionBody {
    /// Its id, to answer or end it.
    #[schema(value_type = String)]
    id: CompanionId,
    /// How you stand to each other.
    standing: CompanionStanding,
    /// The person's id, to be signed up with; only where you both agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    person: Option<PersonId>,
    /// The name: in full where you both agreed, masked where they ask you.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The phone, masked, until you both agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// Since when it stands so.
    since: String,
}

/// Whom you ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskCompanion {
    /// Their phone number.
    phone: String,
}

/// What you answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerCompanion {
    /// Whether you agree.
    accept: bool,
}

fn bodies(all: Companions) -> Vec<CompanionBody> {
    let asks_you = all.ask_me.into_iter().map(|ask| CompanionBody {
        id: ask.id,
        standing: CompanionStanding::AsksYou,
        person: None,
        name: Some(ask.name),
        phone: Some(ask.phone),
        since: rfc3339(ask.at),
    });
    let agreed = all.agreed.into_iter().map(|one| CompanionBody {
        id: one.id,
        standing: CompanionStanding::Agreed,
        person: Some(one.person),
        name: Some(one.name),
        phone: None,
        since: rfc3339(one.since),
    });
    let asked = all.asked.into_iter().map(|ask| CompanionBody {
        id: ask.id,
        standing: CompanionStanding::Asked,
        person: None,
        name: None,
        phone: Some(ask.phone),
        since: rfc3339(ask.at),
    });
    asks_you.chain(agreed).chain(asked).collect()
}

/// Who may sign you up and whom you may sign up, who asks you, and whom you asked.
#[utoipa::path(get, path = "/api/v1/me/companions", tag = "me", responses(
    (status = 200, description = "All of them", body = Vec<CompanionBody>),
    (status = 401, description = "No session and no token"),
), security(("token" = ["self"])))]
pub(super) async fn list_companions(
    gate: SignedIn,
    State(app): State<App>,
) -> Result<Json<impl Serialize>, Fault> {
    Ok(Json(bodies(companions::read(&app, &gate).await?)))
}

/// Asks whoever has this number to be companions. The answer is the same whether somebody has it or not.
#[utoipa::path(post, path = "/api/v1/me/companions", tag = "me", request_body = AskCompanion, responses(
    (status = 202, description = "If the number is registered, they are asked; all of them", body = Vec<CompanionBody>),
    (status = 401, description = "No session and no token"),
    (status = 409, description = "Too many asks without an answer, or you are under 18"),
    (status = 422, description = "Not a phone number, or your own"),
    (status = 429, description = "Asked too often"),
), security(("token" = ["self"])))]
pub(super) async fn ask_companion(
    gate: SignedIn,
    State(app): State<App>,
    Address(address): Address,
    Json(body): Json<AskCompanion>,
) -> Result<(StatusCode, Json<impl Serialize>), Fault> {
    let phone =
        Phone::parse(&body.phone).map_err(|_| Fault::from(Refusal::invalid("phone", msg::SIGN_IN_PHONE)))?;
    if let AskedCompanion::Wait(until) = companions::ask_them(&app, &gate, phone, address.to_string()).await?
    {
        let refusal = Refusal::too_many("companion-wait", msg::COMPANION_WAIT);
        return Err(refusal.arg("until", Moment(until)).into());
    }
    let all = companions::read(&app, &gate).await?;
    Ok((StatusCode::ACCEPTED, Json(bodies(all))))
}

/// Agrees to be companions, or declines; who asked is told of a yes alone.
#[utoipa::path(post, path = "/api/v1/me/companions/{companion}/answer", tag = "me", request_body = AnswerCompanion,
    params(("companion" = String, Path, description = "The id of what they ask")), responses(
    (status = 200, description = "All of them", body = Vec<CompanionBody>),
    (status = 401, description = "No session and no token"),
    (status = 404, description = "Nobody asks you that"),
    (status = 409, description = "You are under 18"),
), security(("token" = ["self"])))]
pub(super) async fn answer_companion(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<CompanionId>,
    Json(body): Json<AnswerCompanion>,
) -> Result<Json<impl Serialize>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| {
            people::answer_companion(tx, person, id, body.accept)
        })
        .await?;
    Ok(Json(bodies(companions::read(&app, &gate).await?)))
}

/// Ends it, or takes back what you asked. What is signed up already stays as it is.
#[utoipa::path(delete, path = "/api/v1/me/companions/{companion}", tag = "me",
    params(("companion" = String, Path, description = "Its id")), responses(
    (status = 200, description = "Those that are left", body = Vec<CompanionBody>),
    (status = 401, description = "No session and no token"),
    (status = 404, description = "No such thing"),
), security(("token" = ["self"])))]
pub(super) async fn end_companion(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<CompanionId>,
) -> Result<Json<impl Serialize>, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| people::end_companion(tx, person, id))
        .await?;
    Ok(Json(bodies(companions::read(&app, &gate).await?)))
}
