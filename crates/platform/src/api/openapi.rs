//! The OpenAPI 3.1 document: each feature writes its own operations, here they become one.

use axum::extract::State;
use utoipa::{
    OpenApi as _,
    openapi::{
        InfoBuilder, OpenApi, OpenApiBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::me;
use crate::{app::App, extract::Json, gate::Anyone};

#[derive(utoipa::OpenApi)]
#[openapi(paths(me::show_me, show_document), components(schemas(me::Me)))]
struct Own;

/// The operations of the platform itself.
pub(super) fn own() -> OpenApi {
    Own::openapi()
}

/// The operations of all features in one document.
pub(crate) fn merge(parts: &[fn() -> OpenApi]) -> OpenApi {
    let info = InfoBuilder::new()
        .title("Langqiao 廊桥")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "All that the pages do. Programs show a bearer token made on the page /me/tokens. Ids are text, times \
             are RFC 3339 in +08:00. Errors are application/problem+json (RFC 9457). Lists are paged by cursor. A \
             POST with an Idempotency-Key header is carried out once, however often it is sent.",
        ))
        .build();
    let mut document = OpenApiBuilder::new().info(info).build();
    for part in parts {
        document.merge(part());
    }
    let components = document.components.get_or_insert_default();
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    document
}

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "api", responses(
    (status = 200, description = "The OpenAPI 3.1 document"),
))]
pub(super) async fn show_document(_: Anyone, State(app): State<App>) -> Json<OpenApi> {
    Json(app.registry.openapi())
}
