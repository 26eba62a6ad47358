//! The page that reads the OpenAPI document to people: every operation with what it takes and gives.

use axum::extract::State;
use maud::{Markup, html};
use utoipa::openapi::{PathItem, RefOr, path::Operation};

use crate::{
    app::App,
    gate::Public,
    i18n::msg,
    ui::{
        Tone, Ui,
        components::{badge, card, col, link, muted, page_title, row, section, stack, table},
        page::{Head, Page, portal},
    },
};

pub(super) async fn show(_: Public, ui: Ui, State(app): State<App>) -> Page {
    let document = app.registry.openapi();
    let title = ui.t(msg::API_TITLE);
    let content = html! {
        (page_title(title, Some(ui.t(msg::API_LEDE)), None))
        (muted(html! { (link("/api/v1/openapi.json", ui.t(msg::API_DOCUMENT))) }))
        @for (path, item) in &document.paths.paths {
            (section(path, stack(html! {
                @for (method, operation) in operations(item) { (one(&ui, method, operation)) }
            })))
        }
    };
    portal(&ui, Head::titled(title), content)
}

fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("DELETE", &item.delete),
    ];
    all.into_iter()
        .filter_map(|(name, operation)| operation.as_ref().map(|operation| (name, operation)))
}

/// What the document says in this place and not elsewhere by reference; our own says everything in place.
fn written_out<T>(part: &RefOr<T>) -> Option<&T> {
    match part {
        RefOr::T(part) => Some(part),
        RefOr::Ref(_) => None,
    }
}

fn one(ui: &Ui, method: &'static str, operation: &Operation) -> Markup {
    let parameters: Vec<Vec<Markup>> = operation
        .parameters
        .iter()
        .flatten()
        .filter_map(written_out)
        .map(|parameter| {
            let place = serde_json::to_value(&parameter.parameter_in).unwrap_or_default();
            vec![
                html! { code { (parameter.name) } },
                html! { (place.as_str().unwrap_or_default()) },
                html! { (parameter.description.as_deref().unwrap_or_default()) },
            ]
        })
        .collect();
    let columns = || {
        vec![
            col(ui.t(msg::API_NAME)),
            col(ui.t(msg::API_PLACE)),
            col(ui.t(msg::API_MEANING)),
        ]
    };
    let answers: Vec<Vec<Markup>> = operation
        .responses
        .responses
        .iter()
        .map(|(status, answer)| {
            let meaning = written_out(answer).map_or("", |answer| answer.description.as_str());
            vec![html! { code { (status) } }, html! { (meaning) }]
        })
        .collect();
    card(html! {
        (row(html! {
            (badge(Tone::Info, method))
            strong { (operation.summary.as_deref().unwrap_or_default()) }
        }))
        @if let Some(text) = &operation.description { p { (text) } }
        @if !parameters.is_empty() { (table(ui.t(msg::API_PARAMETERS), columns()).show_caption().rows(parameters)) }
        (table(ui.t(msg::API_ANSWERS), vec![col(ui.t(msg::API_STATUS)), col(ui.t(msg::API_MEANING))])
            .show_caption().rows(answers))
    })
}
