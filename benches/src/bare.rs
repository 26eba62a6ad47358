//! The bare limits: axum and SQLite with the same settings, and nothing of Langqiao in between. Each runs as a
//! process of its own, as the house does.

use std::path::Path;

use axum::{Router, extract::State, http::StatusCode, routing};
use crossbeam_channel::{Receiver, Sender, unbounded};
use langqiao_kernel::id::ActivityId;
use rusqlite::Connection;
use tokio::{net::TcpListener, sync::oneshot};

/// One row to insert, and whom to tell when it is on the disk.
type Insert = (String, oneshot::Sender<()>);

/// A server that inserts one row a request: up to `group` of those that wait in one transaction.
///
/// # Panics
/// When the database can't be opened: there is nothing to compare with then.
pub fn inserting(folder: &Path, group: usize) -> Router {
    let connection = Connection::open(folder.join(format!("bare-{group}.db"))).expect("a database file");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 67108864;
             PRAGMA wal_autocheckpoint = 4000; PRAGMA trusted_schema = OFF;
             CREATE TABLE entry (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, at BIGINT NOT NULL)",
        )
        .expect("a table");
    let (send, receive) = unbounded::<Insert>();
    std::thread::spawn(move || write(&connection, &receive, group));
    let insert = |State(queue): State<Sender<Insert>>, body: String| async move {
        let (tell, told) = oneshot::channel();
        queue.send((body, tell)).expect("the writer lives");
        told.await.expect("the writer answers");
        StatusCode::CREATED
    };
    Router::new()
        .route("/entry", routing::post(insert))
        .with_state(send)
}

fn write(connection: &Connection, queue: &Receiver<Insert>, group: usize) {
    while let Ok(first) = queue.recv() {
        let mut told = Vec::with_capacity(group);
        connection
            .prepare_cached("BEGIN IMMEDIATE")
            .and_then(|mut begin| begin.execute(()))
            .expect("a transaction");
        let mut next = Some(first);
        while let Some((body, tell)) = next.take() {
            let id = ActivityId::generate().to_text();
            connection
                .prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3)")
                .and_then(|mut insert| insert.execute((&id, &body, 1_i64)))
                .expect("an insert");
            told.push(tell);
            if told.len() < group {
                next = queue.try_recv().ok();
            }
        }
        connection
            .prepare_cached("COMMIT")
            .and_then(|mut commit| commit.execute(()))
            .expect("a commit");
        for tell in told {
            // Whoever asked may have gone.
            _ = tell.send(());
        }
    }
}

/// A server that draws a page of about `bytes` bytes from a template, with no database behind it.
pub fn page(bytes: usize) -> Router {
    /// What a line of the page takes.
    const LINE: usize = 70;
    let draw = move || async move {
        maud::html! {
            (maud::DOCTYPE)
            html lang="zh-CN" {
                head { title { "活动" } }
                body {
                    @for line in 0..bytes / LINE { p class="line" { "第 " (line) " 行，周六下午两点，村里的礼堂" } }
                }
            }
        }
    };
    Router::new().route("/page", routing::get(draw))
}

/// Serves on a free port of this machine until it is killed, and says where in a line of JSON, as the house does.
///
/// # Panics
/// When no port can be had.
pub async fn serve(router: Router) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let at = listener.local_addr().expect("its address");
    langqiao::logs::answer(&serde_json::json!({ "address": format!("http://{at}") }).to_string());
    axum::serve(listener, router)
        .await
        .expect("it serves until it is killed");
}
