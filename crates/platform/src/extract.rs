//! What a handler takes from its request besides the gate, each with an answer in the reader's language when
//! it can't be had: [`Path`], [`Query`], [`Json`], [`JsonWithin`], [`Ui`], [`Address`].

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    RequestExt,
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, DefaultBodyLimit, FromRequest, FromRequestParts, OptionalFromRequest, Request},
    http::{
        HeaderMap, Method, Uri,
        header::{HOST, REFERER},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use langqiao_kernel::text::without_controls;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    app::App,
    fault::{Fault, Refusal},
    form::too_large,
    i18n::msg,
    identity::{Found, Identity, Via},
    reply,
    ui::{Ui, ViewerInfo},
    wrong_json,
};

/// The path's parameters. What doesn't fit is a page that doesn't exist.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        if has_escaped_nul(parts.uri.path()) {
            return Err(Fault::NotFound);
        }
        let path = axum::extract::Path::from_request_parts(parts, app).await;
        path.map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Fault::NotFound)
    }
}

/// The query string's parameters. Make all of them optional: people edit addresses by hand.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        // Databases don't take it, and no page or program of ours sends it.
        if parts.uri.query().is_some_and(has_escaped_nul) {
            return Err(Refusal::invalid("query", msg::FAULT_QUERY)
                .arg("why", "%00")
                .into());
        }
        let query = axum::extract::Query::from_request_parts(parts, app).await;
        let for_program = parts.uri.path().starts_with("/api/");
        query
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|why| match for_program {
                true => Refusal::invalid("query", msg::FAULT_QUERY)
                    .arg("why", why.body_text())
                    .into(),
                false => Refusal::invalid("query", msg::FAULT_ADDRESS).into(),
            })
    }
}

fn has_escaped_nul(text: &str) -> bool {
    text.contains("%00")
}

/// A JSON body, coming or going. Of what comes, stray control characters are dropped from all texts, as they are
/// from forms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let request = without_stray_controls(request).await?;
        let body = <axum::Json<T> as FromRequest<App>>::from_request(request, app).await;
        body.map(|axum::Json(value)| Self(value))
            .map_err(|why| wrong_json::refusal(&why).into())
    }
}

/// A body that may be left out: nothing at all is none.
impl<T: DeserializeOwned> OptionalFromRequest<App> for Json<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, app: &App) -> Result<Option<Self>, Fault> {
        let (parts, bytes) = read_whole(request).await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        <Self as FromRequest<App>>::from_request(request, app)
            .await
            .map(Some)
    }
}

/// A JSON body of at most `MOST` bytes, where what is right is far smaller than any body may be: a longer one is refused
/// (413) before it is read.
#[derive(Clone, Copy, Debug)]
pub struct JsonWithin<const MOST: usize, T>(pub T);

impl<const MOST: usize, T: DeserializeOwned> FromRequest<App> for JsonWithin<MOST, T> {
    type Rejection = Fault;
    async fn from_request(mut request: Request, app: &App) -> Result<Self, Fault> {
        DefaultBodyLimit::max(MOST).apply(&mut request);
        let Json(body) = <Json<T> as FromRequest<App>>::from_request(request, app).await?;
        Ok(Self(body))
    }
}

/// The request with its JSON body cleaned, if there is anything to clean. Control characters come escaped, since
/// JSON allows no others, or are one of those from U+007F on.
async fn without_stray_controls(request: Request) -> Result<Request, Fault> {
    let (parts, bytes) = read_whole(request).await?;
    let suspicious = bytes.contains(&b'\\') || bytes.contains(&0x7f) || bytes.contains(&0xc2);
    let cleaned = suspicious
        .then(|| serde_json::from_slice::<Value>(&bytes).ok())
        .flatten()
        .and_then(|value| serde_json::to_vec(&cleaned(value)).ok());
    // What is no JSON is refused where it is read.
    let body = cleaned.map_or(bytes, Bytes::from);
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// A request's head, and its body as far as bodies may go.
async fn read_whole(request: Request) -> Result<(Parts, Bytes), Fault> {
    let (parts, body) = request.with_limited_body().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| too_large())?;
    Ok((parts, bytes))
}

fn cleaned(value: Value) -> Value {
    let plain = |text: String| without_controls(&text).into_owned();
    match value {
        Value::String(text) => Value::String(plain(text)),
        Value::Array(items) => items.into_iter().map(cleaned).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (plain(name), cleaned(value)))
            .collect(),
        other => other,
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// Where the request comes from, for throttles; never logged.
#[derive(Clone, Copy, Debug)]
pub struct Address(pub IpAddr);

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(at)| at.ip());
        // The last entry is what our own proxy saw; those before it are whatever the client wrote.
        let forwarded = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|v| v.to_str().ok());
        let forwarded = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
        let address = if app.settings.behind_proxy {
            forwarded.or(peer)
        } else {
            peer
        };
        Ok(Self(address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

impl FromRequestParts<App> for Ui {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let found = parts
            .extensions
            .get::<Found>()
            .and_then(|found| found.0.as_deref());
        Ok(reader(app, &parts.method, &parts.uri, &parts.headers, found))
    }
}

/// Who reads the answer to this request, and how.
pub(crate) fn reader(
    app: &App,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    identity: Option<&Identity>,
) -> Ui {
    let path = page_path(method, uri, headers);
    let mut ui = Ui::from_headers(headers, path, app.now(), app.site.clone());
    ui.flash = reply::flash(headers, &ui);
    if let Some(who) = identity {
        ui.viewer = Some(ViewerInfo {
            name: who.name.clone(),
            unread: who.unread,
            organisations: who
                .posts
                .iter()
                .map(|p| (p.organisation, p.organisation_name.clone()))
                .collect(),
        });
        if let Via::Session { csrf, .. } = &who.via {
            ui.csrf.clone_from(csrf);
        }
    }
    ui
}

/// The page that this request is read on: its own path or, for a form that is shown again because something
/// in it is wrong, the page that the form stood on. Only what can be asked for with GET can be gone back to.
fn page_path(method: &Method, uri: &Uri, headers: &HeaderMap) -> String {
    if *method == Method::GET {
        return uri
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string);
    }
    referring_page(headers).unwrap_or_else(|| "/".to_owned())
}

/// The page of this site that the request was made from.
pub(crate) fn referring_page(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let uri: Uri = text(REFERER)?.parse().ok()?;
    let here = uri.authority().map(|at| at.as_str()) == text(HOST);
    Some(uri.path_and_query()?.to_string()).filter(|path| here && reply::safe_next(path) == path)
}
