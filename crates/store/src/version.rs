//! Whether anything was changed since one looked.

use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::Connection;

use crate::{Db, StoreError};

/// A connection to an SQLite database that only watches it; none once the database is closed.
pub(crate) struct Watch(Mutex<Option<Connection>>);

impl Watch {
    /// It never waits for another process that holds the whole file: whoever asks has other ways.
    pub(crate) fn new(connection: Connection) -> rusqlite::Result<Self> {
        connection.busy_timeout(Duration::ZERO)?;
        Ok(Self(Mutex::new(Some(connection))))
    }

    pub(crate) fn close(&self) {
        *self.0.lock() = None;
    }

    fn look(&self) -> rusqlite::Result<Option<i64>> {
        let connection = self.0.lock();
        let Some(connection) = connection.as_ref() else {
            return Ok(None);
        };
        // The number only tells this connection's own looks apart, so there is one connection for all of them.
        let mut look = connection.prepare_cached("PRAGMA data_version")?;
        look.query_row((), |row| row.get(0)).map(Some)
    }
}

impl Db {
    /// A number that is another one after every commit, whoever made it, this program or another: what was made
    /// from the database while it was the same is still true. Whoever keeps something takes the number first and
    /// reads afterwards. None on PostgreSQL, where it would have to be asked for and waited for.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn version(&self) -> Result<Option<i64>, StoreError> {
        let Some(watch) = &self.shared.watch else {
            return Ok(None);
        };
        watch
            .look()
            .map_err(|error| StoreError::statement("PRAGMA data_version", error))
    }
}
