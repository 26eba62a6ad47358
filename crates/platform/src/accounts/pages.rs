//! The sign-in pages. A visitor who was on the way somewhere is taken there: `next` goes along in every step.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, State},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use cookie::time::Duration;
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use langqiao_kernel::codes::Phone;
use serde::Deserialize;

use super::{
    sessions,
    sign_in::{self, ByCode, ByPassword, Code, Newcomer, Origin},
    views::{self, Asking, Proving},
};
use crate::{
    app::App,
    extract::{Address, Query},
    fault::{Fault, Refusal},
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Public, SignedIn},
    i18n::{Sentence, msg},
    identity::{SESSION_COOKIE, Via},
    keys::Field,
    people::{self, NewPerson, RegisterError},
    reply::{SeeOther, cookie_value, href, no_cookie, safe_next, session_cookie},
    spoken::Moment,
    ui::{Tone, Ui},
};

/// The cookie that carries the phone, sealed, from the first step to the second.
const STEP_COOKIE: &str = "lq_step";
/// Where it is sent.
const STEP_PATH: &str = "/sign-in";

impl FromRequestParts<App> for Origin {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Address(address) = Address::from_request_parts(parts, app).await?;
        Ok(Self {
            address: address.to_string(),
            device: sessions::device(&parts.headers),
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Next {
    next: Option<String>,
}

impl Next {
    fn page(&self) -> &str {
        self.next.as_deref().map_or("/me", safe_next)
    }
}

/// The first step: the phone. Who is signed in already goes on.
pub(super) async fn show(gate: Public, ui: Ui, Query(next): Query<Next>) -> Response {
    if gate.person().is_some() {
        return SeeOther::to(next.page()).into_response();
    }
    views::ask(
        &ui,
        &Asking {
            next: next.page(),
            ..Asking::default()
        },
    )
    .into_response()
}

/// The first step of those who have a password.
pub(super) async fn show_password(gate: Public, ui: Ui, Query(next): Query<Next>) -> Response {
    if gate.person().is_some() {
        return SeeOther::to(next.page()).into_response();
    }
    views::ask(
        &ui,
        &Asking {
            next: next.page(),
            password: true,
            ..Asking::default()
        },
    )
    .into_response()
}

/// Signs in with phone and password.
pub(super) async fn with_password(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    from: Origin,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let next = safe_next(fields.raw("next")).to_owned();
    let mut errors = FieldErrors::new();
    let phone = phone_in(&fields, &mut errors);
    let (Some(phone), true) = (phone, errors.is_empty()) else {
        return Ok(again(&ui, &fields, errors, true));
    };
    match sign_in::with_password(&app, gate.by(), phone, fields.raw("password").to_owned(), from).await? {
        ByPassword::In(token) => Ok(enter(&app, token, &next).into_response()),
        ByPassword::Wrong => {
            errors.add("password", msg::SIGN_IN_WRONG);
            Ok(again(&ui, &fields, errors, true))
        }
        ByPassword::Wait(until) => {
            errors.add(
                "password",
                Sentence::new(msg::SIGN_IN_WAIT).with("until", Moment(until)),
            );
            let mut page = again(&ui, &fields, errors, true);
            *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            Ok(page)
        }
    }
}

/// Makes a code and goes on to the second step.
pub(super) async fn ask_code(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    from: Origin,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let next = safe_next(fields.raw("next")).to_owned();
    let mut errors = FieldErrors::new();
    let phone = phone_in(&fields, &mut errors);
    let Some(phone) = phone else {
        return Ok(again(&ui, &fields, errors, false));
    };
    match sign_in::ask_code(&app, gate.by(), &phone, &from).await? {
        Code::Shown(code) => Ok(to_second_step(&app, &phone, &code, &next).into_response()),
        Code::NoGateway => {
            errors.add("phone", msg::SIGN_IN_NO_GATEWAY);
            let mut page = again(&ui, &fields, errors, true);
            *page.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            Ok(page)
        }
        Code::Wait(until) => {
            errors.add(
                "phone",
                Sentence::new(msg::SIGN_IN_CODE_WAIT).with("until", Moment(until)),
            );
            let mut page = again(&ui, &fields, errors, false);
            *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            Ok(page)
        }
    }
}

/// The second step: the code and, for newcomers, who they are.
pub(super) async fn show_code(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    headers: HeaderMap,
    Query(next): Query<Next>,
) -> Response {
    let Some((phone, shown)) = step(&app, &headers) else {
        return SeeOther::to(href("/sign-in", &[("next", next.page())])).into_response();
    };
    views::prove(
        &ui,
        &Proving {
            masked: &phone.masked(),
            shown: &shown,
            next: next.page(),
            ..Proving::default()
        },
    )
    .into_response()
}

/// Signs in with a code; registers a newcomer.
pub(super) async fn with_code(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    from: Origin,
    headers: HeaderMap,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let next = safe_next(fields.raw("next")).to_owned();
    let Some((phone, shown)) = step(&app, &headers) else {
        return Ok(SeeOther::to(href("/sign-in", &[("next", &next)]))
            .say(Tone::Warn, msg::SIGN_IN_CODE_GONE)
            .into_response());
    };
    let mut errors = FieldErrors::new();
    let newcomer = Newcomer {
        person: newcomer_in(&fields, &phone, &app, &mut errors),
    };
    let code: String = fields
        .text("code")
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let (keys, days, asked) = (Arc::clone(&app.keys), app.settings.session_days, phone.clone());
    let outcome = app
        .db
        .write(gate.by(), move |tx| {
            let outcome = sign_in::with_code(tx, &keys, &asked, &code, &newcomer)?;
            let session = match outcome {
                ByCode::In(person, _) => Some(sessions::open(tx, &keys, person, &from.device, days)?),
                _ => None,
            };
            Ok::<_, RegisterError>((outcome, session))
        })
        .await;
    let proven = match outcome {
        Ok((ByCode::In(_, new), session)) => {
            let mut go =
                enter(&app, session.unwrap_or_default(), &next).cookie(no_cookie(STEP_COOKIE, STEP_PATH));
            if new {
                go = go.say(Tone::Ok, msg::REGISTERED);
            }
            return Ok(go.into_response());
        }
        Ok((ByCode::Gone, _)) => {
            let go =
                SeeOther::to(href("/sign-in", &[("next", &next)])).cookie(no_cookie(STEP_COOKIE, STEP_PATH));
            return Ok(go.say(Tone::Warn, msg::SIGN_IN_CODE_GONE).into_response());
        }
        Ok((ByCode::Wrong(left), _)) => {
            errors = FieldErrors::new();
            errors.add("code", Sentence::new(msg::SIGN_IN_CODE_WRONG).with("left", left));
            false
        }
        Ok((ByCode::Newcomer, _)) => true,
        Err(why) => {
            why.note_in(&mut errors)?;
            true
        }
    };
    let proving = Proving {
        masked: &phone.masked(),
        shown: &shown,
        next: &next,
        newcomer: proven,
        typed: Some(&fields),
        problems: errors.problems(&ui),
    };
    Ok(views::prove(&ui, &proving)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .into_response())
}

/// Ends this session.
pub(super) async fn sign_out(
    gate: SignedIn,
    State(app): State<App>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let Via::Session { id, .. } = gate.identity().via else {
        return Err(Refusal::conflict("no-session", msg::SIGN_OUT_NO_SESSION).into());
    };
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| sessions::revoke(tx, person, id))
        .await?;
    Ok(SeeOther::to("/")
        .cookie(no_cookie(SESSION_COOKIE, "/"))
        .say(Tone::Info, msg::SIGNED_OUT))
}

/// To the page that was wanted, with the session's cookie.
fn enter(app: &App, token: String, next: &str) -> SeeOther {
    let age = Duration::days(app.settings.session_days);
    SeeOther::to(next).cookie(session_cookie(app, SESSION_COOKIE, token, age))
}

fn again(ui: &Ui, fields: &Fields, errors: FieldErrors, password: bool) -> Response {
    let asking = Asking {
        next: safe_next(fields.raw("next")),
        phone: fields.raw("phone"),
        password,
        problems: errors.problems(ui),
    };
    views::ask(ui, &asking)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .into_response()
}

fn phone_in(fields: &Fields, errors: &mut FieldErrors) -> Option<Phone> {
    let phone = Phone::parse(fields.raw("phone")).ok();
    if phone.is_none() {
        errors.add("phone", msg::SIGN_IN_PHONE);
    }
    phone
}

/// Who a newcomer says they are; what is missing or wrong is noted, to be shown if they are one.
fn newcomer_in(fields: &Fields, phone: &Phone, app: &App, errors: &mut FieldErrors) -> Option<NewPerson> {
    let name = fields.text("name");
    if name.is_none() {
        errors.add("name", msg::REGISTER_NAME);
    }
    let birth: Option<Date> = match fields.text("birth").map(|text| text.parse()) {
        None => None,
        Some(Ok(day)) => Some(day),
        Some(Err(_)) => {
            errors.add("birth", msg::REGISTER_BIRTH);
            None
        }
    };
    let today = langqiao_kernel::time::day(app.now());
    if birth.is_some_and(|birth| people::age(birth, today) < people::CONSENT_AGE) {
        errors.add("birth", msg::REGISTER_TOO_YOUNG);
    }
    if !fields.has("consent") {
        errors.add("consent", msg::REGISTER_CONSENT);
    }
    if !errors.is_empty() {
        return None;
    }
    Some(NewPerson {
        phone: Some(phone.clone()),
        birth,
        consented: true,
        ..NewPerson::named(name?)
    })
}

impl RegisterError {
    /// Notes in the form's fields what is wrong, or passes on what isn't the newcomer's fault.
    fn note_in(self, errors: &mut FieldErrors) -> Result<(), Fault> {
        match self {
            RegisterError::Name => errors.add("name", msg::REGISTER_NAME),
            RegisterError::Birth => errors.add("birth", msg::REGISTER_BIRTH),
            other => return Err(other.into_fault()),
        }
        Ok(())
    }
}

fn to_second_step(app: &App, phone: &Phone, code: &str, next: &str) -> SeeOther {
    let sealed = app.keys.seal(Field::Phone, &format!("{} {code}", phone.as_str()));
    let mut cookie = session_cookie(
        app,
        STEP_COOKIE,
        BASE64URL_NOPAD.encode(&sealed),
        Duration::minutes(10),
    );
    cookie.set_path(STEP_PATH);
    SeeOther::to(href("/sign-in/code", &[("next", next)])).cookie(cookie)
}

/// The phone of the first step, and its code where it is shown.
fn step(app: &App, headers: &HeaderMap) -> Option<(Phone, String)> {
    let sealed = BASE64URL_NOPAD
        .decode(cookie_value(headers, STEP_COOKIE)?.as_bytes())
        .ok()?;
    let text = app.keys.open_field(Field::Phone, &sealed).ok()?;
    let (phone, code) = text.split_once(' ')?;
    Some((Phone::parse(phone).ok()?, code.to_owned()))
}
