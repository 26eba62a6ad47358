//! Language, print size and theme: the switches in every page's frame.

use axum::{extract::State, response::Response};

use crate::{app::App, feature::Feature, form::Form, gate::Public, routes::Routes, ui::preferences};

pub(super) fn feature() -> Feature {
    Feature {
        name: "preferences",
        routes: Routes::new().post(preferences::PATH, save),
        ..Feature::default()
    }
}

/// Sets what the switch says and goes back to the page it stood on.
async fn save(_: Public, State(app): State<App>, Form(fields): Form) -> Response {
    let typed: Vec<(String, String)> = fields
        .typed()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    preferences::save(&typed, app.settings.is_https())
}
