//! Signing in and registering for programs: a code to the phone, and a token for the code.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    codes::Phone,
    id::PersonId,
    time::{self, rfc3339},
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    sessions,
    sign_in::{self, ByCode, Code, Newcomer, Origin},
    throttle, tokens,
};
use crate::{
    app::App,
    extract::Json,
    fault::{Fault, Refusal},
    gate::{Public, SELF, SignedIn},
    i18n::msg,
    identity::Via,
    people::{self, NewPerson, RegisterError},
    spoken::Moment,
};

/// For how many days a token is good that was given for a code.
const DAYS: i64 = 30;

/// The accounts' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(ask_code, sign_in_with_code, sign_out))]
pub(super) struct Api;

/// Whose phone it is.
#[derive(Deserialize, ToSchema)]
pub(super) struct AskCode {
    /// A mobile number of 11 digits.
    phone: String,
}

/// A code was made.
#[derive(Serialize, ToSchema)]
pub(super) struct CodeMade {
    /// The code itself, only where the office has no gateway for messages and its settings say that codes are shown.
    code: String,
}

/// A code, and for newcomers who they are.
#[derive(Deserialize, ToSchema)]
pub(super) struct ProveCode {
    /// The phone that the code was sent to.
    phone: String,
    /// The six digits.
    code: String,
    /// The name in full; for who is not registered yet.
    name: Option<String>,
    /// The day of birth, if it is given; for who is not registered yet.
    #[schema(value_type = Option<String>, format = Date)]
    birth: Option<Date>,
    /// That the person agrees to the use of their data as the privacy notice says; for who is not registered yet.
    #[serde(default)]
    consent: bool,
}

/// A token of one's own.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenGiven {
    /// The bearer token, shown this once; its scope is `self`.
    token: String,
    /// Until when it is good.
    expires_at: String,
    /// Who it is.
    #[schema(value_type = String)]
    person: PersonId,
    /// Whether they were registered with this.
    registered: bool,
}

fn wait(until: Timestamp) -> Fault {
    let refusal = Refusal::with_status(StatusCode::TOO_MANY_REQUESTS, "code-wait", msg::SIGN_IN_CODE_WAIT);
    refusal.arg("until", Moment(until)).into()
}

fn phone(text: &str) -> Result<Phone, Fault> {
    Phone::parse(text).map_err(|_| Refusal::invalid("phone", msg::SIGN_IN_PHONE).into())
}

/// Ask for a code to a phone
#[utoipa::path(post, path = "/api/v1/sign-in/code", tag = "me", request_body = AskCode, responses(
    (status = 201, description = "It is good for five minutes", body = CodeMade),
    (status = 422, description = "Not a mobile number"),
    (status = 429, description = "Too many were asked for"),
    (status = 503, description = "The office can send none"),
))]
pub(super) async fn ask_code(
    gate: Public,
    State(app): State<App>,
    from: Origin,
    Json(ask): Json<AskCode>,
) -> Result<(StatusCode, Json<CodeMade>), Fault> {
    match sign_in::ask_code(&app, gate.by(), &phone(&ask.phone)?, &from).await? {
        Code::Shown(code) => Ok((StatusCode::CREATED, Json(CodeMade { code }))),
        Code::Wait(until) => Err(wait(until)),
        Code::NoGateway => {
            let refusal = Refusal::with_status(
                StatusCode::SERVICE_UNAVAILABLE,
                "no-gateway",
                msg::SIGN_IN_NO_GATEWAY,
            );
            Err(refusal.into())
        }
    }
}

/// Sign in, or register, with a code
#[utoipa::path(post, path = "/api/v1/sign-in", tag = "me", request_body = ProveCode, responses(
    (status = 201, description = "A token for what concerns oneself", body = TokenGiven),
    (status = 409, description = "The code has run out: ask for a new one"),
    (status = 422, description = "Not the code; or a newcomer who has not said who they are, has not consented, or is under 14"),
    (status = 429, description = "Too many guesses from this address"),
))]
pub(super) async fn sign_in_with_code(
    gate: Public,
    State(app): State<App>,
    from: Origin,
    Json(prove): Json<ProveCode>,
) -> Result<(StatusCode, Json<TokenGiven>), Fault> {
    let (phone, too_young) = (phone(&prove.phone)?, is_too_young(&app, &prove));
    let newcomer = newcomer(&prove, too_young);
    let keys = Arc::clone(&app.keys);
    let (outcome, token) = app
        .db
        .write(gate.by(), move |tx| {
            // The guess is counted before the answer is known, so that many at once can't slip through.
            if let Some(until) = throttle::take(tx, &keys, &sign_in::GUESSES, &from.address)? {
                return Ok((Proved::Wait(until), String::new()));
            }
            let outcome = sign_in::with_code(tx, &keys, &phone, prove.code.trim(), &newcomer)?;
            let token = match outcome {
                ByCode::In(person, _) => {
                    throttle::give_back(tx, &keys, &sign_in::GUESSES, &from.address)?;
                    tokens::create(tx, &keys, person, &from.device, &[SELF], DAYS)?
                }
                _ => String::new(),
            };
            Ok::<_, RegisterError>((Proved::Tried(outcome), token))
        })
        .await?;
    let (person, registered) = match outcome {
        Proved::Tried(ByCode::In(person, registered)) => (person, registered),
        Proved::Wait(until) => return Err(wait(until)),
        Proved::Tried(ByCode::Newcomer) if too_young => {
            return Err(Refusal::invalid("too-young", msg::REGISTER_TOO_YOUNG).into());
        }
        Proved::Tried(ByCode::Newcomer) => return Err(Refusal::invalid("newcomer", msg::REGISTER_WHO).into()),
        Proved::Tried(ByCode::Wrong(left)) => {
            let refusal = Refusal::invalid("code-wrong", msg::SIGN_IN_CODE_WRONG);
            return Err(refusal.arg("left", left).into());
        }
        Proved::Tried(ByCode::Gone) => {
            return Err(Refusal::conflict("code-gone", msg::SIGN_IN_CODE_GONE).into());
        }
    };
    let expires_at = super::after(app.now(), SignedDuration::from_hours(24 * DAYS));
    let given = TokenGiven {
        token,
        expires_at: rfc3339(expires_at),
        person,
        registered,
    };
    Ok((StatusCode::CREATED, Json(given)))
}

/// Sign out: the token, or the session, is good no longer
#[utoipa::path(post, path = "/api/v1/sign-out", tag = "me", security(("token" = [])), responses(
    (status = 204, description = "It opens nothing any more"),
    (status = 401, description = "Nobody is signed in with it"),
))]
pub(super) async fn sign_out(gate: SignedIn, State(app): State<App>) -> Result<StatusCode, Fault> {
    let (person, via) = (gate.person(), gate.identity().via.clone());
    app.db
        .write(gate.by(), move |tx| match via {
            Via::Token { id, .. } => tokens::revoke(tx, person, id),
            Via::Session { id, .. } => sessions::revoke(tx, person, id),
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What became of a guess.
enum Proved {
    Tried(ByCode),
    /// There were too many from this address; until when.
    Wait(Timestamp),
}

fn is_too_young(app: &App, prove: &ProveCode) -> bool {
    let today = time::day(app.now());
    prove
        .birth
        .is_some_and(|birth| people::age(birth, today) < people::CONSENT_AGE)
}

/// Who a newcomer says they are, if it can be taken.
fn newcomer(prove: &ProveCode, too_young: bool) -> Newcomer {
    let name = prove.name.as_deref().filter(|_| prove.consent && !too_young);
    Newcomer {
        person: name.map(|name| NewPerson {
            phone: Phone::parse(&prove.phone).ok(),
            birth: prove.birth,
            consented: true,
            ..NewPerson::named(name)
        }),
    }
}
