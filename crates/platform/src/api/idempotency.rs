//! A POST with an `Idempotency-Key` is carried out once, however often it is sent: whose answer was lost on
//! the way sends it again and gets the same answer.
//!
//! The key is taken in the same transaction as the request's first act (see [`langqiao_store::Once`]), so a
//! crash leaves neither without the other. The answer is kept with it afterwards; should the process die in
//! between, the second request is told that the first was carried out, and does nothing.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use langqiao_kernel::id::PersonId;
use langqiao_store::{Once, StoreError, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    app::App,
    fault::{Fault, Refusal},
    i18n::msg,
    identity::{self, Identity, Via},
    keys::Field,
};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// How long answers are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(48);
/// Answers longer than this are not kept.
const MAX_ANSWER: usize = 1 << 20;

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Answer {
    headers: Vec<(String, String)>,
    body: String,
}

/// What is known of a key.
enum Known {
    /// It was never used, or nothing was carried out under it.
    Free,
    /// It was used for another request.
    Other,
    /// It was carried out, and no answer is kept (yet).
    Unanswered,
    /// This is what was answered.
    Answered(StatusCode, Answer),
}

/// Carries a POST with a key out once. Who is nobody has no keys: their requests go through as they are.
pub(crate) async fn once(app: &App, request: Request, next: Next) -> Response {
    if !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    carry_out(app, request, next)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn carry_out(app: &App, request: Request, next: Next) -> Result<Response, Fault> {
    let (mut parts, body) = request.into_parts();
    let (identity, _) = identity::find(&mut parts, app, None).await?;
    let Some(who) = identity else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let person = who.person;
    let key = parts
        .headers
        .get(KEY)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if key.is_empty() || key.len() > 255 {
        return Err(Refusal::invalid("idempotency-key", msg::FAULT_IDEMPOTENCY_KEY).into());
    }
    let too_large =
        |_| Refusal::with_status(StatusCode::PAYLOAD_TOO_LARGE, "too-large", msg::FAULT_TOO_LARGE);
    let bytes = to_bytes(body, app.settings.max_body_bytes)
        .await
        .map_err(too_large)?;
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    // A token with fewer scopes is not told what one with more was answered.
    let hash = Sha256::new()
        .chain_update(via(&who))
        .chain_update([0])
        .chain_update(path)
        .chain_update([0])
        .chain_update(&bytes)
        .finalize();
    let hash = BASE64URL_NOPAD.encode(&hash);
    if let Some(answer) = repeat(look_up(app, person, &key, &hash).await?)? {
        return Ok(answer);
    }
    let once = Once::new(person.to_text(), key.as_str(), hash.as_str());
    parts.extensions.insert(once.clone());
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    if !once.is_taken() {
        // Refused, or a twin of this request was faster: then its answer is this one's too.
        return Ok(repeat(look_up(app, person, &key, &hash).await?)?.unwrap_or(response));
    }
    keep(app, person, key, response).await
}

/// What the caller holds: a token by its id, or a browser's session.
fn via(who: &Identity) -> String {
    match who.via {
        Via::Session { .. } => String::new(),
        Via::Token { id, .. } => id.to_text(),
    }
}

/// The answer to a request that was carried out before; nothing if it was not.
fn repeat(known: Known) -> Result<Option<Response>, Fault> {
    match known {
        Known::Free => Ok(None),
        Known::Other => Err(Refusal::invalid("idempotency-reused", msg::FAULT_IDEMPOTENCY_REUSED).into()),
        Known::Unanswered => {
            let refusal = Refusal::conflict("idempotency-unanswered", msg::FAULT_IDEMPOTENCY_UNANSWERED);
            let mut response = Fault::from(refusal).into_response();
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("1"));
            Ok(Some(response))
        }
        Known::Answered(status, answer) => {
            let mut response = (status, answer.body).into_response();
            let headers = response.headers_mut();
            headers.remove(CONTENT_TYPE);
            for (name, value) in answer.headers {
                let pair = HeaderName::try_from(name)
                    .ok()
                    .zip(HeaderValue::try_from(value).ok());
                headers.extend(pair);
            }
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
            Ok(Some(response))
        }
    }
}

async fn look_up(app: &App, person: PersonId, key: &str, hash: &str) -> Result<Known, Fault> {
    let key = key.to_owned();
    let row =
        app.db
            .read(move |tx| {
                tx.one(
                "SELECT request_hash, status, body FROM idempotency WHERE person = ?1 AND request_key = ?2",
                params![person, key],
                |row| Ok((row.get::<String>(0)?, row.get::<Option<u32>>(1)?, row.get::<Option<String>>(2)?)),
            )
            })
            .await?;
    let Some((known, status, body)) = row else {
        return Ok(Known::Free);
    };
    if known != hash {
        return Ok(Known::Other);
    }
    let status = status.and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok());
    let answer = body.and_then(|body| {
        let sealed = BASE64URL_NOPAD.decode(body.as_bytes()).ok()?;
        let text = app.keys.open_field(Field::KeptAnswer, &sealed).ok()?;
        serde_json::from_str(&text).ok()
    });
    Ok(status.zip(answer).map_or(Known::Unanswered, |(status, answer)| {
        Known::Answered(status, answer)
    }))
}

/// Keeps the answer with the key, unless it is one that should not be given again.
async fn keep(app: &App, person: PersonId, key: String, response: Response) -> Result<Response, Fault> {
    if !response.status().is_success() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes: Bytes = to_bytes(body, MAX_ANSWER)
        .await
        .map_err(|_| Fault::Internal("an answer is too long to be kept".to_owned()))?;
    let kept = [CONTENT_TYPE, LOCATION, ETAG].into_iter().filter_map(|name| {
        let value = parts.headers.get(&name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let answer = Answer {
        headers: kept.collect(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    let text = serde_json::to_string(&answer).map_err(StoreError::from)?;
    // The answer may name people, and the database's copies go far.
    let sealed = BASE64URL_NOPAD.encode(&app.keys.seal(Field::KeptAnswer, &text));
    let status = u32::from(parts.status.as_u16());
    let noted = app.db.write(app.by_system("idempotency"), move |tx| {
        tx.bookkeeping();
        tx.execute(
            "UPDATE idempotency SET status = ?3, body = ?4 WHERE person = ?1 AND request_key = ?2",
            params![person, key, status, sealed],
        )
    });
    if let Err(why) = noted.await {
        let why: StoreError = why;
        tracing::warn!(%why, "an answer could not be kept for a second asking");
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// Forgets old keys.
pub(crate) async fn tidy(app: &App) -> Result<(), StoreError> {
    app.db
        .write(app.by_system("idempotency.tidy"), |tx| {
            tx.bookkeeping();
            let old = tx.now().checked_sub(KEPT).unwrap_or(jiff::Timestamp::MIN);
            tx.execute("DELETE FROM idempotency WHERE at <= ?1", params![old])
                .map(drop)
        })
        .await
}
