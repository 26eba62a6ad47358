//! Language, print size and theme: the switches in every page's frame.

use axum::{extract::State, response::Response};

use crate::{app::App, form::Form, gate::Public, ui::preferences};

/// Sets what the switch says and goes back to the page it stood on.
pub(super) async fn save(_: Public, State(app): State<App>, Form(fields): Form) -> Response {
    let typed: Vec<(String, String)> = fields.typed().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    preferences::save(&typed, app.settings.is_https())
}
