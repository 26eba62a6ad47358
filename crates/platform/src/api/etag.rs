//! ETags (RFC 9110): a program that has a resource already is told so instead of being sent it again, and one
//! that changes a resource says which version it has seen.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Request},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use crate::{
    app::App,
    fault::{Fault, Refusal},
    i18n::msg,
};

/// A document larger than this is a mistake: lists are paged.
const MAX_BYTES: usize = 16 << 20;

/// Gives a JSON document that is read from the API its tag and, to who has it already, 304 Not Modified.
pub(crate) async fn tag(request: Request, next: Next) -> Response {
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    let json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if response.status() != StatusCode::OK || !json {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BYTES).await else {
        return Fault::Internal("a document is too large for the API: page it".to_owned()).into_response();
    };
    if !parts.headers.contains_key(ETAG) {
        parts.headers.extend(
            HeaderValue::from_str(&of_bytes(&bytes))
                .ok()
                .map(|tag| (ETAG, tag)),
        );
    }
    let same = matches!((&known, parts.headers.get(ETAG)), (Some(known), Some(tag)) if holds(known, tag));
    if same {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(CONTENT_LENGTH);
        parts.headers.remove(CONTENT_TYPE);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// The tag of a document's bytes. Weak, because compression may change the bytes on the way.
fn of_bytes(bytes: &[u8]) -> String {
    format!("W/\"{}\"", BASE64URL_NOPAD.encode(&Sha256::digest(bytes)[..15]))
}

/// Whether a list of tags (or `*`) holds a tag; weak and strong count alike.
fn holds(list: &HeaderValue, tag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let (Ok(list), Ok(tag)) = (list.to_str(), tag.to_str()) else {
        return false;
    };
    list.trim() == "*" || list.split(',').any(|one| opaque(one) == opaque(tag))
}

/// The tag of a resource that counts its versions, to be set as `ETag` by its handler: `"v3"`.
pub fn of_version(version: i64) -> HeaderMap {
    let tag = HeaderValue::from_str(&format!("\"v{version}\""));
    tag.ok().map(|tag| (ETAG, tag)).into_iter().collect()
}

/// The version that a program says it has seen (`If-Match: "v3"`), for a change that must not undo another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub Option<i64>);

impl FromRequestParts<App> for IfMatch {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let Some(said) = parts.headers.get(IF_MATCH) else {
            return Ok(Self(None));
        };
        let tag = said.to_str().unwrap_or_default().trim().trim_start_matches("W/");
        let version = tag
            .strip_prefix("\"v")
            .and_then(|rest| rest.strip_suffix('"'))
            .and_then(|n| n.parse().ok());
        match version {
            Some(version) => Ok(Self(Some(version))),
            None => {
                Err(
                    Refusal::with_status(StatusCode::PRECONDITION_FAILED, "if-match", msg::FAULT_IF_MATCH)
                        .into(),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_a_tag_whatever_its_strength() {
        let holds = |list: &'static str, tag: &'static str| {
            holds(&HeaderValue::from_static(list), &HeaderValue::from_static(tag))
        };
        assert!(holds("\"a\", W/\"b\"", "\"b\""));
        assert!(holds("*", "\"b\""));
        assert!(!holds("\"a\"", "W/\"b\""));
    }
}
