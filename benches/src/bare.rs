//! The bare limits: axum and a database with the same settings, and nothing of Langqiao in between.

use std::{net::SocketAddr, path::Path};

use axum::{Router, extract::State, http::StatusCode, routing};
use crossbeam_channel::{Sender, unbounded};
use tokio::sync::oneshot;

/// One row to insert, and whom to tell when it is durable.
type Insert = (String, oneshot::Sender<()>);

/// A server that inserts one row a request: as a group with others, or each in a transaction of its own.
///
/// # Panics
/// When the database can't be opened: there is nothing to compare with then.
pub async fn inserting(folder: &Path, group: usize) -> SocketAddr {
    let path = folder.join(format!("bare-{group}.db"));
    let connection = rusqlite::Connection::open(path).expect("a database file");
    connection
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
             CREATE TABLE entry (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, at BIGINT NOT NULL)",
        )
        .expect("a table");
    let (send, receive) = unbounded::<Insert>();
    std::thread::spawn(move || {
        while let Ok(first) = receive.recv() {
            let mut told = Vec::new();
            connection.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
            let mut next = Some(first);
            while let Some((body, tell)) = next.take() {
                let id = langqiao_kernel::id::ActivityId::generate().to_text();
                connection
                    .prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3)")
                    .and_then(|mut s| s.execute((&id, &body, 1i64)))
                    .expect("an insert");
                told.push(tell);
                if told.len() < group {
                    next = receive.try_recv().ok();
                }
            }
            connection.execute_batch("COMMIT").expect("a commit");
            for tell in told {
                let _ = tell.send(());
            }
        }
    });
    let insert = |State(queue): State<Sender<Insert>>, body: String| async move {
        let (tell, told) = oneshot::channel();
        queue.send((body, tell)).expect("the writer lives");
        told.await.expect("the writer answers");
        StatusCode::CREATED
    };
    serve(Router::new().route("/entry", routing::post(insert)).with_state(send)).await
}

/// A server that draws a page of about `bytes` bytes from a template, with no database behind it.
pub async fn page(bytes: usize) -> SocketAddr {
    let draw = move || async move {
        let rows = bytes / 64;
        maud::html! {
            (maud::DOCTYPE)
            html lang="zh-CN" {
                head { title { "活动" } }
                body { @for row in 0..rows { p class="line" { "第 " (row) " 行，周六下午两点，村里的礼堂" } } }
            }
        }
    };
    serve(Router::new().route("/page", routing::get(draw))).await
}

/// Serves on a free port of this machine.
///
/// # Panics
/// When no port can be had.
pub async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let at = listener.local_addr().expect("its address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    at
}
