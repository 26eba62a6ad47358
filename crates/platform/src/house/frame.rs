//! What the frame of every page needs: its files, its switches, and the page for when there is no network.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, Response, Uri},
};

use crate::{
    app::App,
    assets,
    feature::Feature,
    form::Form,
    gate::{Anyone, Public},
    routes::Routes,
    ui::{Ui, offline, page::Page, preferences},
};

/// Files with a hash in their name.
const HASHED: &str = "/assets/";

pub(super) fn feature() -> Feature {
    let mut routes = Routes::new()
        .post(preferences::PATH, save_preferences)
        .get(offline::PATH, without_network)
        .get("/assets/{file}", asset);
    for path in assets::paths().filter(|path| !path.starts_with(HASHED)) {
        routes = routes.get(path, asset);
    }
    Feature { name: "frame", routes, ..Feature::default() }
}

async fn asset(_: Anyone, uri: Uri, headers: HeaderMap) -> Response<Body> {
    assets::serve(uri.path(), &headers)
}

async fn without_network(_: Anyone, ui: Ui) -> Page {
    offline::page(&ui)
}

/// Sets what the switch says and goes back to the page it stood on.
async fn save_preferences(_: Public, State(app): State<App>, Form(fields): Form) -> axum::response::Response {
    let typed: Vec<(String, String)> = fields.typed().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    preferences::save(&typed, app.settings.is_https())
}
