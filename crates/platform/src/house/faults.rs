//! The one place where what went wrong becomes an answer, in the form and the language of whoever asked.

use std::any::Any;

use axum::{
    body::Bytes,
    extract::{MatchedPath, Request},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri,
        header::{ACCEPT, ALLOW, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    fault_page,
    layers::{REQUEST_ID, reads},
    problem,
};
use crate::{
    app::App,
    extract::{reader, referring_page},
    fault::{Fault, FaultCarrier, Refusal},
    form,
    gate::from_our_pages,
    i18n::{Msg, msg},
    identity::Seen,
    reply::{SeeOther, href},
};

/// Marks an answer that says what is wrong in its own way, such as a health check.
#[derive(Clone, Copy)]
pub(crate) struct SaysItself;

/// What is remembered of a request until it is known whether something went wrong with it.
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    seen: Seen,
    route: Option<MatchedPath>,
}

impl Asked {
    /// To be taken when the request has its number.
    fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            uri: uri_apart(request.uri()),
            headers: headers_apart(request.headers()),
            seen: request.extensions().get::<Seen>().cloned().unwrap_or_default(),
            route: request.extensions().get::<MatchedPath>().cloned(),
        }
    }

    /// Its number.
    fn id(&self) -> &str {
        self.headers
            .get(&REQUEST_ID)
            .and_then(|id| id.to_str().ok())
            .unwrap_or_default()
    }

    /// The pattern of the route that it took.
    fn route(&self) -> &str {
        self.route.as_ref().map_or("none", MatchedPath::as_str)
    }
}

/// A copy of an address that leaves the connection its buffer; see [`headers_apart`].
fn uri_apart(uri: &Uri) -> Uri {
    let text = Bytes::from(uri.to_string());
    Uri::from_maybe_shared(text).unwrap_or_else(|_| uri.clone())
}

/// A copy of headers that leaves the connection its buffer. What hyper hands over are slices of it, and while one of them
/// is kept, the connection can't read into the same memory again but takes new for each request.
fn headers_apart(headers: &HeaderMap) -> HeaderMap {
    let values: Vec<&[u8]> = headers.values().map(HeaderValue::as_bytes).collect();
    let all = Bytes::from(values.concat());
    let mut apart = HeaderMap::with_capacity(headers.len());
    let mut from = 0;
    for (name, value) in headers {
        let until = from + value.len();
        // It was a header's value, so it is one.
        if let Ok(value) = HeaderValue::from_maybe_shared(all.slice(from..until)) {
            apart.append(name.clone(), value);
        }
        from = until;
    }
    apart
}

/// Writes the answer to a fault, whether a handler returned it or a layer refused the request before that. What
/// another site's page made a browser send is refused here.
pub(super) async fn answer(app: &App, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let response = if is_foreign(&request) {
        form::stale().into_response()
    } else {
        next.run(request).await
    };
    let Some(fault) = fault_in(&response) else {
        return response;
    };
    log(&fault, &asked);
    let mut answer = write(app, &fault, &asked);
    for name in [ALLOW, HeaderName::from_static("retry-after")] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

/// Whether another site's page made a browser send this.
fn is_foreign(request: &Request) -> bool {
    // A bearer token is never sent by a browser on its own, so it needs no such care.
    !reads(request) && !request.headers().contains_key(AUTHORIZATION) && !from_our_pages(request.headers())
}

fn fault_in(response: &Response) -> Option<Fault> {
    if let Some(carrier) = response.extensions().get::<FaultCarrier>() {
        return carrier.take();
    }
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error())
        || response.extensions().get::<SaysItself>().is_some()
    {
        return None;
    }
    // A page or a document says itself what is wrong; a bare text comes from a library.
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(|kind| !kind.starts_with(b"text/plain")) {
        return None;
    }
    Some(from_status(status))
}

fn from_status(status: StatusCode) -> Fault {
    let refused = |code, message: Msg| Refusal::with_status(status, code, message).into();
    match status {
        StatusCode::NOT_FOUND => Fault::NotFound,
        StatusCode::UNAUTHORIZED => Fault::SignInFirst,
        StatusCode::PAYLOAD_TOO_LARGE => refused("too-large", msg::FAULT_TOO_LARGE),
        StatusCode::SERVICE_UNAVAILABLE => refused("busy", msg::FAULT_BUSY),
        status if status.is_client_error() => refused("request", msg::FAULT_REQUEST),
        status => Fault::Internal(format!("a layer answered {status}")),
    }
}

/// Answers for a handler that panicked.
pub(super) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    Fault::Internal(format!("a handler panicked: {text}")).into_response()
}

fn log(fault: &Fault, asked: &Asked) {
    let (id, route) = (asked.id(), asked.route());
    match fault {
        Fault::Store(why) if why.is_passing() => tracing::warn!(id, route, %why, "the database was busy"),
        Fault::Store(_) | Fault::Internal(_) => tracing::error!(id, route, why = %fault, "our fault"),
        Fault::NotFound | Fault::SignInFirst | Fault::Refused(_) => {
            tracing::debug!(id, route, why = %fault, "refused")
        }
    }
}

fn write(app: &App, fault: &Fault, asked: &Asked) -> Response {
    let ui = reader(
        app,
        &asked.method,
        &asked.uri,
        &asked.headers,
        asked.seen.get().map(AsRef::as_ref),
    );
    let id = asked.id();
    if wants_problem(&asked.uri, &asked.headers) {
        let mut response = problem::write(&ui, fault, id);
        if matches!(fault, Fault::SignInFirst) {
            response
                .headers_mut()
                .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        return response;
    }
    if matches!(fault, Fault::SignInFirst) {
        return to_sign_in(asked);
    }
    fault_page::write(&ui, fault, id)
}

/// Programs get problem+json: everything below `/api/`, and whoever asks for JSON and not for a page.
fn wants_problem(uri: &Uri, headers: &HeaderMap) -> bool {
    let accept = headers
        .get(ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    uri.path().starts_with("/api/") && uri.path() != "/api/docs"
        || accept.contains("json") && !accept.contains("text/html")
}

/// To the sign-in page and from there back to where the reader wanted to go: the page itself or, for a form
/// that was sent, the page it stood on.
fn to_sign_in(asked: &Asked) -> Response {
    let page = match asked.method {
        Method::GET => asked.uri.path_and_query().map(ToString::to_string),
        _ => referring_page(&asked.headers),
    };
    let href = href("/sign-in", &[("next", page.as_deref().unwrap_or("/"))]);
    if asked.headers.contains_key("hx-request") {
        // A fragment of a page can't hold the sign-in page: htmx is told to go there.
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        let target = HeaderValue::from_str(&href).unwrap_or(HeaderValue::from_static("/sign-in"));
        response
            .headers_mut()
            .insert(HeaderName::from_static("hx-redirect"), target);
        return response;
    }
    SeeOther::to(href).into_response()
}
