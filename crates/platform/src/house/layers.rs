//! What every request and every answer goes through.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{
        HeaderName, HeaderValue, Method,
        header::{
            AUTHORIZATION, CONTENT_SECURITY_POLICY, REFERRER_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY,
            X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::EventId;
use tracing::{Instrument, info, info_span};

use crate::{
    app::App,
    form,
    gate::from_our_pages,
    identity::Seen,
    reply::{FLASH_COOKIE, cookie_value, no_cookie},
    ui::page,
};

/// The header that carries a request's number, on the way in and out.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its number, under which logs and events know it. A proxy of ours may have given one.
pub(super) async fn number(State(app): State<App>, mut request: Request, next: Next) -> Response {
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
    let id = given.filter(|id| sane(id)).cloned().unwrap_or_else(new_number);
    request.headers_mut().insert(REQUEST_ID, id.clone());
    request.extensions_mut().insert(Seen::default());
    let mut response = next.run(request).await;
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

fn new_number() -> HeaderValue {
    // An id's text is ASCII, so this never falls back.
    HeaderValue::from_str(&EventId::generate().to_text()).unwrap_or(HeaderValue::from_static("none"))
}

/// Logs and measures the request by its route: neither the path itself nor the query, which may name people.
pub(super) async fn watch(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", |path| path.as_str())
        .to_owned();
    let method = request.method().clone();
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let span = info_span!("request", id, %method, route);
    let started = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status(), started.elapsed());
    span.in_scope(|| {
        info!(
            status = status.as_u16(),
            ms = took.as_secs_f64() * 1000.0,
            "answered"
        )
    });
    let labels = [
        ("method", method.as_str().to_owned()),
        ("route", route),
        ("status", status.as_str().to_owned()),
    ];
    metrics::counter!("langqiao_requests_total", &labels).increment(1);
    metrics::histogram!("langqiao_request_seconds", "route" => labels[1].1.clone()).record(took);
    response
}

/// Refuses what another site's page makes a browser send.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    // A bearer token is never sent by a browser on its own, so it needs no such care.
    if !reads(&request)
        && !request.headers().contains_key(AUTHORIZATION)
        && !from_our_pages(request.headers())
    {
        return form::stale().into_response();
    }
    next.run(request).await
}

fn reads(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Tells the browser what our pages may do.
pub(super) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let flashed = reads(&request) && cookie_value(request.headers(), FLASH_COOKIE).is_some();
    let mut response = next.run(request).await;
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
    response
}
