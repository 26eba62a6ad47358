//! Reads so short that they are done where they are asked for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;
use rusqlite::Connection;

use crate::constraint::ConstraintNames;
use crate::db::INSIDE;
use crate::sqlite_conn::Session;
use crate::tx::Conn;
use crate::{Db, ReadTx, StoreError};

/// Reading connections of an SQLite database that belong to no thread; none once it is closed.
pub(crate) struct Glances {
    idle: Mutex<Option<Vec<Connection>>>,
    names: Arc<ConstraintNames>,
}

impl Glances {
    pub(crate) fn new(connections: Vec<Connection>, names: Arc<ConstraintNames>) -> Self {
        Self {
            idle: Mutex::new(Some(connections)),
            names,
        }
    }

    pub(crate) fn close(&self) {
        *self.idle.lock() = None;
    }

    fn take(&self) -> Option<Connection> {
        self.idle.lock().as_mut()?.pop()
    }

    fn give_back(&self, connection: Connection) {
        if let Some(idle) = self.idle.lock().as_mut() {
            idle.push(connection);
        }
    }
}

impl Db {
    /// [`read`](Self::read) for a few rows that are found by an index: who is asking, one thing by its id. On SQLite
    /// that takes less time than handing it to another thread and back, so it is done at once, on the thread that
    /// asks; never ask so for lists or sums, which would hold up all that the thread has to do. On PostgreSQL,
    /// where it is waited for, it is a read as any other.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    pub async fn glance<T, E, F>(&self, run: F) -> Result<T, E>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match self.glance_now(run) {
            Ok(seen) => seen,
            Err(run) => self.read(run).await,
        }
    }

    /// Gives `run` back where there is no connection for it.
    fn glance_now<T, E, F>(&self, run: F) -> Result<Result<T, E>, F>
    where
        F: FnOnce(&mut ReadTx<'_>) -> Result<T, E>,
        E: From<StoreError>,
    {
        let Some(glances) = &self.shared.glances else {
            return Err(run);
        };
        let Some(connection) = glances.take() else {
            return Err(run);
        };
        let asked = Instant::now();
        let session = Session::new(&connection, Arc::clone(&glances.names));
        let mut tx = ReadTx::new(Conn::Sqlite(session));
        INSIDE.set(true);
        // The first statement takes the snapshot that all the others see.
        let seen = match tx.control("BEGIN") {
            Ok(()) => catch_unwind(AssertUnwindSafe(|| run(&mut tx)))
                .unwrap_or_else(|_| Err(StoreError::Panicked.into())),
            Err(error) => Err(error.into()),
        };
        INSIDE.set(false);
        if let Some(counter) = &self.counter {
            counter.add(tx.statements);
        }
        let ended = tx.control("COMMIT");
        drop(tx);
        match ended {
            Ok(()) => glances.give_back(connection),
            // It is not used again: what it saw would stay what it sees.
            Err(error) => tracing::error!(%error, "a read could not be ended"),
        }
        self.shared.measures.read(asked.elapsed());
        Ok(seen)
    }
}
