//! Styles, scripts and icons, embedded in the binary and compressed when it was built.
//!
//! Files below `/assets/` carry their content's hash in their name and may be kept for ever; the few
//! whose address must not change (`/sw.js`, `/app.webmanifest`) are asked for again each time.

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderValue, Response, StatusCode, Uri,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY},
    },
};
use bytes::Bytes;

use crate::{
    feature::Feature,
    gate::{Anyone, Public},
    routes::Routes,
    ui::{Ui, offline, page::Page},
};

struct File {
    path: &'static str,
    kind: &'static str,
    /// The entity tag of a file whose name carries no hash.
    tag: Option<&'static str>,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

pub(crate) fn feature() -> Feature {
    let routes = Routes::new()
        .get("/assets/{file}", send)
        .get("/sw.js", send)
        .get("/app.webmanifest", send)
        .get(offline::PATH, show_offline);
    Feature {
        name: "assets",
        routes,
        ..Feature::default()
    }
}

async fn send(_: Anyone, uri: Uri, headers: HeaderMap) -> Response<Body> {
    serve(uri.path(), &headers)
}

async fn show_offline(_: Public, ui: Ui) -> Page {
    offline::page(&ui)
}

/// Answers a request for the file at `path`, in the best compression the client takes; 404 if there is none.
pub fn serve(path: &str, request: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let Some(file) = FILES.iter().find(|file| file.path == path) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.kind));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    match file.tag {
        None => {
            headers.insert(
                CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=31536000, immutable"),
            );
        }
        Some(tag) => {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            headers.insert(ETAG, HeaderValue::from_static(tag));
            if request.get(IF_NONE_MATCH).is_some_and(|seen| seen == tag) {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                return response;
            }
        }
    }
    let (encoding, content) = best(file, request);
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    *response.body_mut() = Body::from(Bytes::from_static(content));
    response
}

fn best(file: &File, request: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let accepted = request
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let takes = |name: &str| {
        accepted.split(',').any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            pieces.next() == Some(name) && !pieces.any(|piece| matches!(piece, "q=0" | "q=0.0"))
        })
    };
    match (file.brotli, file.gzip) {
        (Some(content), _) if takes("br") => (Some("br"), content),
        (_, Some(content)) if takes("gzip") => (Some("gzip"), content),
        _ => (None, file.plain),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, StatusCode};

    use super::{APP_CSS, serve};

    fn ask(path: &str, name: &'static str, value: &str) -> axum::http::Response<axum::body::Body> {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().expect("a header"));
        serve(path, &headers)
    }

    #[test]
    fn serves_the_best_compression_that_the_client_takes() {
        let encoding = |accept| {
            let response = ask(APP_CSS, "accept-encoding", accept);
            assert_eq!(
                response.headers()["cache-control"],
                "public, max-age=31536000, immutable"
            );
            response
                .headers()
                .get("content-encoding")
                .map(|v| v.to_str().expect("text").to_owned())
        };
        assert_eq!(encoding("gzip, deflate, br").as_deref(), Some("br"));
        assert_eq!(encoding("gzip;q=1.0, br;q=0").as_deref(), Some("gzip"));
        assert_eq!(encoding("identity"), None);
    }

    #[test]
    fn files_with_a_fixed_address_are_asked_for_again_but_not_sent_again() {
        let first = serve("/sw.js", &HeaderMap::new());
        assert_eq!(first.headers()["cache-control"], "no-cache");
        let tag = first.headers()["etag"].to_str().expect("text").to_owned();
        assert_eq!(
            ask("/sw.js", "if-none-match", &tag).status(),
            StatusCode::NOT_MODIFIED
        );
        assert_eq!(
            serve("/assets/none.css", &HeaderMap::new()).status(),
            StatusCode::NOT_FOUND
        );
    }
}
