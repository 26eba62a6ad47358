//! Floor 2: one way to read and one way to write, over embedded SQLite and PostgreSQL.
//!
//! A use case is a plain closure over a transaction, run on a database thread: nothing but the database can be
//! waited for inside it. What it changes, the events that say so and the jobs that follow from it are committed
//! together or not at all.
//!
//! ```no_run
//! # use langqiao_store::*;
//! # use langqiao_kernel::{clock::Clock, id::ActivityId};
//! # async fn example(activity: ActivityId) -> Result<(), StoreError> {
//! let clock = Clock::system();
//! let db = Db::open(&"sqlite:data/langqiao.db".parse()?, OpenOptions::new(clock.clone()))?;
//! db.write(By::system("example", &clock), move |tx| {
//!     tx.execute("UPDATE activity SET published_at = ?1 WHERE id = ?2", params![tx.now(), activity])?;
//!     tx.record(Event::of("activity.published", &activity))
//! })
//! .await
//! # }
//! ```
//!
//! # Rules of the house
//!
//! - SQL is one text for both databases: `?1` placeholders, `TEXT`, `BIGINT`, `DOUBLE PRECISION`, `ON CONFLICT
//!   (…) DO …`, `RETURNING`, `CAST(SUM(x) AS BIGINT)`.
//! - A change without an event is refused ([`StoreError::Unrecorded`]).
//! - A failed statement ends its transaction: a use case that goes on all the same is undone
//!   ([`StoreError::Swallowed`]). Where a double is expected say `ON CONFLICT DO NOTHING` and look at the count.
//! - A write may run several times (PostgreSQL retries after conflicts), so its closure is `FnMut`.
//! - Every constraint has a name, the same on both databases; see [`StoreError::Constraint`].

mod actor;
mod constraint;
mod db;
mod error;
mod event;
mod glance;
mod jobs;
mod many;
mod measure;
mod merkle;
mod migrate;
mod once;
mod pg;
mod pg_conn;
mod row;
mod seal;
mod search;
mod segment;
mod sqlite;
mod sqlite_conn;
mod tx;
mod url;
mod value;
pub mod verify;
mod version;
mod worker;
mod write;

pub use actor::{Actor, By};
pub use db::{Db, OpenOptions, QueryCounter};
pub use error::StoreError;
pub use event::{Event, EventRow};
pub use jobs::{Job, JobLease, JobRow};
pub use many::{InsertMany, LISTED, Listed, listed};
pub use migrate::{AppliedMigration, MigrationStatus, migrations, schema_version, status};
pub use once::Once;
pub use row::Row;
pub use seal::{Seal, SealKey, Sealer};
pub use search::{Hit, Search, SearchDoc};
pub use segment::{phrases, warm_up};
pub use tx::{ReadTx, WriteTx};
pub use url::DbUrl;
pub use value::{Cell, Column, Param, Unfit, Value};
pub use worker::{Ctx, JobError, Worker};
