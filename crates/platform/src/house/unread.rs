//! Bodies that are refused before they are read, because they are too large.
//!
//! Whoever sends one learns why only if the connection stays until all of it was sent: a connection that is closed with
//! bytes unread is reset, and the browser shows that instead of the answer. So the answer goes out, and what is still on
//! its way is read and thrown away beside it.

use std::{
    mem,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::header::CONTENT_LENGTH,
};
use http_body::{Frame, SizeHint};

/// What is smaller has arrived before anybody could refuse it.
const SMALL: u64 = 64 << 10;
/// How many bytes are thrown away at most; whoever sends more is cut off.
const MOST: usize = 64 << 20;
/// And for how long.
const PATIENCE: Duration = Duration::from_secs(30);

/// The request with a body of which the rest is thrown away when nobody reads it to its end, where it may be large.
pub(super) fn throw_away(request: Request) -> Request {
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    if request.body().is_end_stream() || length.is_some_and(|length: u64| length <= SMALL) {
        return request;
    }
    request.map(|body| Body::new(Unread(body)))
}

struct Unread(Body);

impl HttpBody for Unread {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.0).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        let rest = mem::take(&mut self.0);
        if rest.is_end_stream() {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            // Whether all of it came is nobody's concern any more.
            runtime.spawn(async { _ = tokio::time::timeout(PATIENCE, read_out(rest)).await });
        }
    }
}

async fn read_out(mut body: Body) {
    let mut read = 0;
    while read < MOST {
        match std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            Some(Ok(frame)) => read += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}
