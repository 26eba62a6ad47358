//! What a use case sees of a transaction.

use std::ops::{Deref, DerefMut};

use jiff::Timestamp;

use crate::pg_conn::{self, Trouble};
use crate::sqlite_conn;
use crate::{Actor, By, Event, Param, Row, StoreError};

pub(crate) enum Conn<'c> {
    Sqlite(sqlite_conn::Session<'c>),
    // Boxed, for it is much larger.
    Pg(Box<pg_conn::Session>),
}

/// A transaction that reads. Everything it reads is from one moment.
pub struct ReadTx<'c> {
    pub(crate) conn: Conn<'c>,
    /// What has gone wrong so far; a transaction with trouble is never committed.
    pub(crate) trouble: Option<Trouble>,
    /// Statements run so far, for those who count them.
    pub(crate) statements: u64,
}

impl<'c> ReadTx<'c> {
    pub(crate) fn new(conn: Conn<'c>) -> Self {
        Self {
            conn,
            trouble: None,
            statements: 0,
        }
    }

    pub(crate) fn reset(&mut self) {
        self.trouble = None;
        self.statements = 0;
    }

    /// BEGIN and COMMIT on SQLite.
    pub(crate) fn control(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match &mut self.conn {
            Conn::Sqlite(session) => session.control(sql),
            Conn::Pg(_) => Err(StoreError::Closed),
        }
    }

    pub(crate) fn is_pg(&self) -> bool {
        matches!(self.conn, Conn::Pg(_))
    }

    /// All rows of a query, each put through `map`.
    ///
    /// # Errors
    /// When the statement fails or `map` does.
    pub fn all<T>(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::new();
        self.run(sql, args, false, &mut |row| {
            out.push(map(row)?);
            Ok(true)
        })?;
        Ok(out)
    }

    /// The first row of a query, put through `map`.
    ///
    /// # Errors
    /// When the statement fails or `map` does.
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut out = None;
        self.run(sql, args, false, &mut |row| {
            out = Some(map(row)?);
            Ok(false)
        })?;
        Ok(out)
    }

    /// Hands every row of a query to `each` as it comes, for answers too long to be kept.
    ///
    /// # Errors
    /// When the statement fails or `each` does, which ends it.
    pub fn each(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        mut each: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.run(sql, args, false, &mut |row| each(row).map(|()| true))
    }

    fn run(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        may_change: bool,
        each: &mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        self.statements += 1;
        let done = match &mut self.conn {
            Conn::Sqlite(session) => session.run(sql, args, may_change, each),
            Conn::Pg(session) => match session.run(sql, args, may_change, each) {
                Ok(done) => done,
                Err(failure) => Err(self.note(failure)),
            },
        };
        if let Err(StoreError::Statement { .. } | StoreError::Constraint(_)) = done {
            self.trouble.get_or_insert(Trouble::Failed);
        }
        done
    }

    /// Keeps in mind what a failure means for the transaction.
    fn note(&mut self, failure: pg_conn::Failure) -> StoreError {
        // The first trouble tells what happened; those after it only say that the transaction is dead.
        self.trouble.get_or_insert(failure.trouble);
        failure.error
    }
}

/// A transaction that changes. What it changes and the events that say so are committed together or not at all.
pub struct WriteTx<'c> {
    read: ReadTx<'c>,
    by: By,
    changed: bool,
    recorded: bool,
    /// An event was recorded, which bookkeeping is not.
    acted: bool,
    /// A job was queued, so that the worker is to be woken after the commit.
    pub(crate) queued: bool,
}

impl<'c> Deref for WriteTx<'c> {
    type Target = ReadTx<'c>;

    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}
impl DerefMut for WriteTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

impl<'c> WriteTx<'c> {
    pub(crate) fn new(conn: Conn<'c>) -> Self {
        let by = By::new(Actor::System("store"), Timestamp::UNIX_EPOCH);
        Self {
            read: ReadTx::new(conn),
            by,
            changed: false,
            recorded: false,
            acted: false,
            queued: false,
        }
    }

    /// Makes ready for the next use case.
    pub(crate) fn start(&mut self, by: &By) {
        self.read.reset();
        self.by.clone_from(by);
        self.changed = false;
        self.recorded = false;
        self.acted = false;
        self.queued = false;
    }

    /// Whether what was done may be kept; takes the request's key with its first act.
    pub(crate) fn check(&mut self) -> Result<(), StoreError> {
        let once = self.by.once.take().filter(|once| self.acted && !once.is_taken());
        if let (Some(once), None) = (once, self.read.trouble) {
            once.take(self)?;
        }
        if self.read.trouble.is_some() {
            Err(StoreError::Swallowed)
        } else if self.changed && !self.recorded {
            Err(StoreError::Unrecorded)
        } else {
            Ok(())
        }
    }

    /// Whether anything was changed.
    pub(crate) fn has_changed(&self) -> bool {
        self.changed
    }

    /// Whether an event was recorded.
    pub(crate) fn has_acted(&self) -> bool {
        self.acted
    }

    /// The instant that counts for the whole transaction.
    pub fn now(&self) -> Timestamp {
        self.by.at
    }

    /// Whether other transactions may write at the same time: not on SQLite, which has one writer.
    pub fn has_rivals(&self) -> bool {
        self.read.is_pg()
    }

    /// Has all of it done once more from its beginning, as after a conflict: for a use case that went by what others changed
    /// before it came to hold what it waited for, and that ends with this error. Only where there are
    /// [rivals](Self::has_rivals).
    pub fn start_over(&mut self) -> StoreError {
        self.read.trouble.get_or_insert(Trouble::Contended);
        StoreError::Contended
    }

    /// Who acts.
    pub fn by(&self) -> &By {
        &self.by
    }

    /// Carries out a change and says how many rows it concerned.
    ///
    /// # Errors
    /// When the statement fails.
    pub fn execute(&mut self, sql: &'static str, args: &[&dyn Param]) -> Result<u64, StoreError> {
        self.read.statements += 1;
        let done = match &mut self.read.conn {
            Conn::Sqlite(session) => session.execute(sql, args),
            Conn::Pg(session) => session
                .execute(sql, args)
                .map_err(|failure| self.read.note(failure)),
        };
        match &done {
            Ok(rows) => self.changed |= *rows > 0,
            Err(_) => _ = self.read.trouble.get_or_insert(Trouble::Failed),
        }
        done
    }

    /// Carries out a change that gives rows back (`RETURNING`).
    ///
    /// # Errors
    /// When the statement fails or `map` does.
    pub fn execute_returning<T>(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::new();
        let Self { read, changed, .. } = self;
        read.run(sql, args, true, &mut |row| {
            *changed = true;
            out.push(map(row)?);
            Ok(true)
        })?;
        Ok(out)
    }

    /// Like [`execute_returning`](Self::execute_returning) for a change of at most one row.
    ///
    /// # Errors
    /// When the statement fails or `map` does.
    pub fn execute_one<T>(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.execute_returning(sql, args, map)?.into_iter().next())
    }

    /// Says what happened. Sealed later in batches, so that no row is shared by all writers.
    ///
    /// # Errors
    /// When the event can't be written.
    pub fn record(&mut self, event: Event) -> Result<(), StoreError> {
        event.insert(self)?;
        self.recorded = true;
        self.acted = true;
        Ok(())
    }

    /// Declares that this transaction only keeps books that nobody acts by (folding deltas, touching a session,
    /// counting attempts), and so has no event.
    pub fn bookkeeping(&mut self) {
        self.recorded = true;
    }

    /// Carries out a part of the transaction by itself: if it fails, what it changed is undone, and the rest goes on. For
    /// trying many things one after the other; what may fail once is a use case of its own.
    ///
    /// # Errors
    /// What `run` failed with; nothing of it is kept then.
    pub fn attempt<T, E: From<StoreError>>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.mark("SAVEPOINT attempt")?;
        let before = (self.changed, self.recorded, self.acted, self.queued);
        let done = run(self);
        // A transaction in trouble is never committed, so that nothing has to be undone.
        if self.read.trouble.is_some() {
            return done;
        }
        if done.is_err() {
            self.mark("ROLLBACK TO SAVEPOINT attempt")?;
            (self.changed, self.recorded, self.acted, self.queued) = before;
        }
        self.mark("RELEASE SAVEPOINT attempt")?;
        done
    }

    fn mark(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match &mut self.read.conn {
            Conn::Sqlite(session) => session.control(sql),
            Conn::Pg(session) => match session.execute(sql, &[]) {
                Ok(_) => Ok(()),
                Err(failure) => Err(self.read.note(failure)),
            },
        }
    }

    /// Waits until no other transaction holds the lock on `key` in `space`, and holds it to the end of this
    /// one. Take locks last and always in the same order. On SQLite there is one writer, so nothing is to be
    /// done.
    ///
    /// # Errors
    /// When the lock can't be had in time.
    pub fn lock(&mut self, space: &str, key: &impl ToString) -> Result<(), StoreError> {
        if self.read.is_pg() {
            let number = lock_number(space, &key.to_string());
            let sql = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(CAST(?1 AS BIGINT))) AS held";
            self.read.one(sql, &[&number], |_| Ok(()))?;
        }
        Ok(())
    }
}

/// A lock's number: 64 bits of a hash, so that two keys practically never share one.
pub(crate) fn lock_number(space: &str, key: &str) -> i64 {
    use sha2::{Digest, Sha256};
    let hash = Sha256::new()
        .chain_update(space)
        .chain_update([0])
        .chain_update(key)
        .finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(first)
}
