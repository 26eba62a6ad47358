//! What every part of the API under `/api/v1` shares: ETags, idempotency keys, pages by cursor, the
//! OpenAPI document.

pub mod cursor;
pub mod etag;
pub(crate) mod idempotency;
mod me;
pub mod openapi;
mod reader;

use crate::{feature::Feature, routes::Routes};

pub(crate) fn feature() -> Feature {
    let routes = Routes::new()
        .get("/api/v1/me", me::show)
        .get("/api/v1/openapi.json", openapi::show)
        .get("/api/docs", reader::show);
    Feature {
        name: "api",
        routes,
        openapi: Some(openapi::own),
        ..Feature::default()
    }
}
