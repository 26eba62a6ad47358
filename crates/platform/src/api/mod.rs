//! What every part of the API under `/api/v1` shares: ETags, idempotency keys, pages by cursor, the
//! OpenAPI document.

pub mod cursor;
pub mod etag;
pub(crate) mod idempotency;
mod me;
pub mod openapi;
mod reader;

use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};

use crate::{app::App, feature::Feature, routes::Routes};

/// What holds for programs: documents have tags, and what is sent twice is carried out once.
pub(crate) async fn keep_rules(State(app): State<App>, request: Request, next: Next) -> Response {
    match *request.method() {
        Method::GET => etag::tag(request, next).await,
        Method::POST => idempotency::once(&app, request, next).await,
        _ => next.run(request).await,
    }
}

pub(crate) fn feature() -> Feature {
    let routes = Routes::new()
        .get("/api/v1/me", me::show_me)
        .get("/api/v1/openapi.json", openapi::show_document)
        .get("/api/docs", reader::show);
    Feature {
        name: "api",
        routes,
        openapi: Some(openapi::own),
        ..Feature::default()
    }
}
