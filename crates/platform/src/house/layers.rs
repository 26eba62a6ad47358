//! What every request and every answer goes through.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{
        HeaderName, HeaderValue, Method, StatusCode,
        header::{
            CONTENT_SECURITY_POLICY, REFERRER_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY,
            X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};
use langqiao_kernel::id::EventId;
use tracing::{Instrument, info, info_span};

use super::{faults, kept::Found, unread};
use crate::{
    app::App,
    identity::Seen,
    reply::{FLASH_COOKIE, cookie_value, no_cookie},
    ui::page,
};

/// The header that carries a request's number, on the way in and out.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What is done with every request: it gets its number and is carried out, unless it asks for a page that is kept; what
/// goes wrong becomes an answer; the answer says what our pages may do; the log and the metrics name it by its route, and
/// neither the path itself nor the query, which may name people.
pub(super) async fn pass(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let mut request = unread::throw_away(request);
    let id = number(&app, &request);
    let (method, route) = (
        request.method().clone(),
        request.extensions().get::<MatchedPath>().cloned(),
    );
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let mut response = match app.kept.find(&app, &request) {
        Found::Page(response) => response,
        other => {
            request.headers_mut().insert(REQUEST_ID, id.clone());
            request.extensions_mut().insert(Seen::default());
            let flashed = reads(&request) && cookie_value(request.headers(), FLASH_COOKIE).is_some();
            let number = id.to_str().unwrap_or_default();
            let span = info_span!("request", id = number);
            let mut response = faults::answer(&app, request, next).instrument(span).await;
            dress(&app, &mut response, flashed);
            match other {
                Found::Place(place) => app.kept.keep(place, response).await,
                Found::Page(_) | Found::Nothing => response,
            }
        }
    };
    watch(&id, &method, route, response.status(), started);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The number under which logs and events know the request. A proxy of ours may have given one.
fn number(app: &App, request: &Request) -> HeaderValue {
    let given = request
        .headers()
        .get(&REQUEST_ID)
        .filter(|_| app.settings.behind_proxy);
    let sane = |id: &HeaderValue| {
        id.len() <= 64
            && id
                .as_bytes()
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    given.filter(|id| sane(id)).cloned().unwrap_or_else(new_number)
}

fn new_number() -> HeaderValue {
    // An id's text is ASCII, so this never falls back.
    HeaderValue::from_str(&EventId::generate().to_text()).unwrap_or(HeaderValue::from_static("none"))
}

fn watch(id: &HeaderValue, method: &Method, route: &str, status: StatusCode, started: Instant) {
    let took = started.elapsed();
    // Outside of the request's span, whose fields would be written twice.
    info!(
        parent: None,
        id = id.to_str().unwrap_or_default(),
        %method,
        route,
        status = status.as_u16(),
        ms = took.as_secs_f64() * 1000.0,
        "answered"
    );
    let labels = [
        ("method", method.as_str().to_owned()),
        ("route", route.to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::counter!("langqiao_requests_total", &labels).increment(1);
    metrics::histogram!("langqiao_request_seconds", "route" => route.to_owned()).record(took);
}

/// Whether it only reads.
pub(super) fn reads(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Tells the browser what our pages may do.
fn dress(app: &App, response: &mut Response, flashed: bool) {
    let is_page = response
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    let mut set = |name, value| _ = headers.insert(name, HeaderValue::from_static(value));
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "same-origin");
    set(X_FRAME_OPTIONS, "DENY");
    set(CONTENT_SECURITY_POLICY, page::CONTENT_SECURITY_POLICY);
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(self), geolocation=(self), microphone=()",
    );
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    if app.settings.is_https() {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    // What the last page had to say has been said on this one.
    if flashed && is_page {
        let gone = no_cookie(FLASH_COOKIE, "/").to_string();
        headers.extend(HeaderValue::from_str(&gone).ok().map(|gone| (SET_COOKIE, gone)));
    }
}
