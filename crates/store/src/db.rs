//! The door to a database: open it, read, write, close it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crossbeam_channel::{Sender, bounded, unbounded};
use langqiao_kernel::clock::Clock;
use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot};

use crate::glance::Glances;
use crate::measure::Measures;
use crate::sqlite::Sqlite;
use crate::sqlite_conn::{GLANCING, open_reader};
use crate::version::Watch;
use crate::write::{Read, ReadWork, UseCase, Write};
use crate::{By, DbUrl, ReadTx, StoreError, WriteTx, migrate, pg, pg_conn};

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    clock: Clock,
    readers: usize,
    writers: usize,
    migrate: bool,
    in_bulk: bool,
}

impl OpenOptions {
    /// Applies pending migrations (dated by `clock`), reads with one thread per core (2 to 8), and on PostgreSQL
    /// writes with 8.
    pub fn new(clock: Clock) -> Self {
        let cores = thread::available_parallelism().map_or(2, usize::from);
        Self {
            clock,
            readers: cores.clamp(2, 8),
            writers: 8,
            migrate: true,
            in_bulk: false,
        }
    }

    /// Reads with `count` threads, a connection each.
    #[must_use]
    pub fn readers(self, count: usize) -> Self {
        Self {
            readers: count,
            ..self
        }
    }

    /// Writes with `count` threads, a connection each, on PostgreSQL. SQLite has one writer.
    #[must_use]
    pub fn writers(self, count: usize) -> Self {
        Self {
            writers: count,
            ..self
        }
    }

    /// For a command that writes much and ends, and says what it did when the database is [closed](Db::close): on
    /// SQLite the writer keeps more pages in memory and brings them home more seldom, and what it commits is sure to
    /// be on the disk only then. A power cut before it takes the last commits away, whole.
    #[must_use]
    pub fn in_bulk(self) -> Self {
        Self {
            in_bulk: true,
            ..self
        }
    }

    /// Applies no migrations: a database that lacks some is refused.
    #[must_use]
    pub fn without_migrating(self) -> Self {
        Self {
            migrate: false,
            ..self
        }
    }
}

/// A database, open. Clones share it; with the last clone its threads end.
#[derive(Clone)]
pub struct Db {
    pub(crate) shared: Arc<Shared>,
    pub(crate) counter: Option<QueryCounter>,
}

pub(crate) struct Shared {
    writes: Sender<Write>,
    reads: Sender<Read>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// How many threads serve each queue.
    served_by: (usize, usize),
    wake: Arc<Notify>,
    pub(crate) measures: Arc<Measures>,
    /// On SQLite.
    pub(crate) glances: Option<Glances>,
    /// On SQLite.
    pub(crate) watch: Option<Watch>,
    on_pg: bool,
}

thread_local! {
    /// True inside a transaction, where waiting for the database would be waiting for oneself.
    pub(crate) static INSIDE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

impl Db {
    /// Opens a database, brings its schema up to date and starts its threads. Blocks: call it before serving.
    ///
    /// # Errors
    /// When the database can't be reached, or its migrations don't fit this program.
    pub fn open(url: &DbUrl, options: OpenOptions) -> Result<Self, StoreError> {
        let (writes, write_queue) = unbounded();
        let (reads, read_queue) = unbounded();
        let wake = Arc::new(Notify::new());
        let measures = Arc::new(Measures::new());
        let writers = if matches!(url, DbUrl::Sqlite(_)) {
            1
        } else {
            options.writers.max(1)
        };
        let readers = options.readers.max(1);
        let (work, glances, watch) = match url {
            DbUrl::Sqlite(path) => {
                let migrate = |conn: &mut _| migrate::sqlite(conn, &options.clock, options.migrate);
                let mut sqlite = Sqlite::open(path, readers, options.in_bulk, migrate)?;
                let glances = sqlite.glances();
                let watch = Watch::new(open_reader(path, GLANCING)?)
                    .map_err(|error| StoreError::Unreachable(error.to_string()))?;
                let threads = sqlite.threads(&write_queue, &read_queue, &wake, &measures);
                (threads, Some(glances), Some(watch))
            }
            DbUrl::Postgres(url) => {
                let config: postgres::Config = url
                    .parse()
                    .map_err(|error| StoreError::Address(format!("{error}")))?;
                pg_conn::off_runtime(|| {
                    migrate::postgres(&mut pg_conn::connect(&config)?, &options.clock, options.migrate)
                })?;
                let threads = pg::threads(
                    &config,
                    (writers, readers),
                    &write_queue,
                    &read_queue,
                    &wake,
                    &measures,
                );
                (threads, None, None)
            }
        };
        let threads = work
            .into_iter()
            .map(|(name, run)| {
                let run = move || {
                    INSIDE.set(true);
                    run();
                };
                thread::Builder::new().name(name).spawn(run)
            })
            .collect::<Result<_, _>>()
            .map_err(|error| StoreError::Unreachable(format!("no thread for the database: {error}")))?;
        let shared = Shared {
            writes,
            reads,
            threads: Mutex::new(threads),
            served_by: (writers, readers),
            wake,
            measures,
            glances,
            watch,
            on_pg: matches!(url, DbUrl::Postgres(_)),
        };
        Ok(Self {
            shared: Arc::new(shared),
            counter: None,
        })
    }

    /// Changes something: runs `run` on a writing thread and commits what it did, or undoes it if it fails,
    /// panics or changes something without an event. `run` may be run again after a conflict with others.
    /// It is carried out even if nobody waits for the answer any more.
    ///
    /// # Errors
    /// What `run` gives, or why its work could not be kept.
    pub async fn write<T, E, F>(&self, by: By, run: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.send_write(by, run, move |outcome| _ = reply.send(outcome))?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// [`write`](Self::write) for commands and tests, blocking the thread.
    ///
    /// # Errors
    /// As of [`write`](Self::write), and when called inside a transaction.
    pub fn write_blocking<T, E, F>(&self, by: By, run: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        outside()?;
        let (reply, answer) = bounded(1);
        self.send_write(by, run, move |outcome| _ = reply.send(outcome))?;
        answer.recv().map_err(|_| StoreError::Closed)?
    }

    /// Reads: runs `run` on a reading thread. All that it reads is from one moment.
    ///
    /// # Errors
    /// What `run` gives, or why there was no transaction.
    pub async fn read<T, E, F>(&self, run: F) -> Result<T, E>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.send_read(run, move |outcome| _ = reply.send(outcome))?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// [`read`](Self::read) for commands and tests, blocking the thread.
    ///
    /// # Errors
    /// As of [`read`](Self::read), and when called inside a transaction.
    pub fn read_blocking<T, E, F>(&self, run: F) -> Result<T, E>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        outside()?;
        let (reply, answer) = bounded(1);
        self.send_read(run, move |outcome| _ = reply.send(outcome))?;
        answer.recv().map_err(|_| StoreError::Closed)?
    }

    fn send_write<T, E, F>(
        &self,
        by: By,
        run: F,
        reply: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), StoreError>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let counter = self.counter.clone();
        let (queued, measures) = (Instant::now(), Arc::clone(&self.shared.measures));
        let work = UseCase {
            by,
            run,
            outcome: None,
            acted: false,
            reply,
            counter,
            queued,
            measures,
        };
        self.shared
            .writes
            .send(Write::Do(Box::new(work)))
            .map_err(|_| StoreError::Closed)
    }

    fn send_read<T, E, F>(
        &self,
        run: F,
        reply: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), StoreError>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (counter, measures, queued) = (
            self.counter.clone(),
            Arc::clone(&self.shared.measures),
            Instant::now(),
        );
        let work: ReadWork = Box::new(move |tx| {
            let outcome = match tx {
                Ok(tx) => {
                    let ran = catch_unwind(AssertUnwindSafe(|| run(tx)));
                    if let Some(counter) = &counter {
                        counter.add(tx.statements);
                    }
                    ran.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
                }
                Err(error) => Err(error.into()),
            };
            measures.read(queued.elapsed());
            reply(outcome);
        });
        self.shared
            .reads
            .send(Read::Do(work))
            .map_err(|_| StoreError::Closed)
    }

    /// The same database, with a counter of what is run through this handle and its clones.
    pub fn with_counter(&self) -> (Self, QueryCounter) {
        let counter = QueryCounter::default();
        (
            Self {
                shared: Arc::clone(&self.shared),
                counter: Some(counter.clone()),
            },
            counter,
        )
    }

    /// The same database without the counter: for what runs beside a request and isn't part of its cost.
    #[must_use]
    pub fn uncounted(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            counter: None,
        }
    }

    /// Finishes what was asked for so far and ends all threads; whoever comes later gets
    /// [`StoreError::Closed`]. Blocks.
    pub fn close(&self) {
        if let Some(glances) = &self.shared.glances {
            glances.close();
        }
        if let Some(watch) = &self.shared.watch {
            watch.close();
        }
        let (writers, readers) = self.shared.served_by;
        for _ in 0..writers {
            _ = self.shared.writes.send(Write::Stop);
        }
        for _ in 0..readers {
            _ = self.shared.reads.send(Read::Stop);
        }
        for thread in self.shared.threads.lock().drain(..) {
            if thread.join().is_err() {
                tracing::error!("a database thread had panicked");
            }
        }
    }

    /// Resolves when a job was queued here since the last time.
    pub(crate) async fn job_queued(&self) {
        self.shared.wake.notified().await;
    }

    /// Whether it is PostgreSQL: then each statement is a journey to another process.
    pub fn on_pg(&self) -> bool {
        self.shared.on_pg
    }
}

fn outside() -> Result<(), StoreError> {
    if INSIDE.get() {
        Err(StoreError::Nested)
    } else {
        Ok(())
    }
}

/// Counts the statements and transactions that run through one handle, for tests that hold a page to its number
/// of queries.
#[derive(Clone, Debug, Default)]
pub struct QueryCounter(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    statements: AtomicU64,
    transactions: AtomicU64,
}

impl QueryCounter {
    pub(crate) fn add(&self, statements: u64) {
        self.0.statements.fetch_add(statements, Ordering::Relaxed);
        self.0.transactions.fetch_add(1, Ordering::Relaxed);
    }

    /// Statements run, without those that begin and end transactions.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Transactions run, each run of a repeated one counted.
    pub fn transactions(&self) -> u64 {
        self.0.transactions.load(Ordering::Relaxed)
    }

    /// Counts from 0 again.
    pub fn reset(&self) {
        self.0.statements.store(0, Ordering::Relaxed);
        self.0.transactions.store(0, Ordering::Relaxed);
    }
}
