//! What stories of several rooms do to their world and read of it.

use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, WriteTx, params};
use langqiao_testkit::TestApp;

/// Writes what must succeed.
pub async fn write<T: Send + 'static>(
    app: &TestApp,
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> T {
    let done = app.app.db.write(app.app.by_system("story"), change).await;
    done.unwrap_or_else(|why| panic!("{why}"))
}

/// The number that a query gives; 0 where it finds nothing.
pub async fn count(app: &TestApp, sql: &'static str) -> i64 {
    let read = app
        .app
        .db
        .read(move |tx| tx.one(sql, params![], |row| row.get::<i64>(0)));
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}
