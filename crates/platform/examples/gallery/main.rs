//! The living style guide: every shell and component with samples, on http://127.0.0.1:8090.
//!
//! `cargo run -p langqiao-platform --example gallery [ADDRESS]`. The first line it prints is the address
//! as JSON, which is what the end-to-end tests read. Everything shown is invented.

mod bench;
mod forms;
mod portal;

use std::{error::Error, io::Write as _, sync::Arc};

use axum::{
    Form, Router,
    extract::{OriginalUri, Request},
    http::{
        HeaderMap, HeaderValue, Uri,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use jiff::Timestamp;
use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{
    assets,
    ui::{offline, page, preferences, prelude::*},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".into());
    let app = Router::new()
        .route("/", get(view(portal::home)))
        .route("/activities", get(view(portal::list)))
        .route("/activities/1", get(view(portal::activity)))
        .route("/me", get(view(portal::ticket_page)))
        .route("/empty", get(view(portal::nothing)))
        .route("/form", get(view(forms::untouched)))
        .route("/form", post(view(forms::refused)))
        .route("/refused", get(view(forms::refused)))
        .route("/drafts/{key}", post(view(forms::draft)))
        .route("/w", get(view(bench::today)))
        .route("/w/list", get(view(bench::list)))
        .route("/w/coverage", get(view(bench::coverage)))
        .route("/w/parts", get(view(bench::parts_page)))
        .route("/w/scan", get(view(bench::scan)))
        .route("/w/scan", post(bench::scanned))
        .route("/print", get(view(bench::sheet)))
        .route(offline::PATH, get(view(offline::page)))
        .route(preferences::PATH, post(prefer))
        .fallback(async |uri: Uri, headers: HeaderMap| assets::serve(uri.path(), &headers))
        .layer(middleware::from_fn(policy));
    let listener = tokio::net::TcpListener::bind(address).await?;
    let line = serde_json::json!({ "address": format!("http://{}", listener.local_addr()?) });
    writeln!(std::io::stdout(), "{line}")?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// A handler that shows a sample.
fn view(page: fn(&Ui) -> Page) -> impl Fn(HeaderMap, OriginalUri) -> std::future::Ready<Page> + Clone {
    move |headers, uri| std::future::ready(page(&ui(&headers, &uri)))
}

/// The sample reader: an officer with two organisations and something unread.
fn ui(headers: &HeaderMap, uri: &OriginalUri) -> Ui {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let site = Site {
        name: "桐乡市群团共享平台".into(),
        demonstration: true,
        contact: Some("桐乡市总工会 0573-0000 0000".into()),
        registration: None,
    };
    let mut ui = Ui::from_headers(headers, path, now(), Arc::new(site));
    ui.csrf = "sample".into();
    if !path.contains("anonymous") {
        ui.viewer = Some(ViewerInfo {
            name: "沈**".into(),
            unread: 3,
            organisations: vec![
                (OrganisationId::from_u128(1), "桃园村妇女联合会".into()),
                (OrganisationId::from_u128(2), "濮院毛衫产业工会联合会".into()),
            ],
        });
    }
    ui
}

/// Wednesday, 18 November 2026, 9:20.
fn now() -> Timestamp {
    at("2026-11-18T09:20")
}

/// An instant by the wall clock.
fn at(wall: &str) -> Timestamp {
    wall.parse()
        .map_or(Timestamp::UNIX_EPOCH, langqiao_kernel::time::at)
}

/// The sample in the reader's language.
fn say(ui: &Ui, chinese: &'static str, english: &'static str) -> &'static str {
    match ui.lang {
        Lang::ZhCn => chinese,
        Lang::En => english,
    }
}

async fn prefer(Form(form): Form<Vec<(String, String)>>) -> Response {
    preferences::save(&form, false)
}

async fn policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = HeaderValue::from_static(page::CONTENT_SECURITY_POLICY);
    if response.headers().contains_key(CONTENT_TYPE) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
