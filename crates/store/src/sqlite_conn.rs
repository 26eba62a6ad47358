//! One SQLite connection with its prepared statements.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, Statement, ffi};

use crate::constraint::ConstraintNames;
use crate::row::Source;
use crate::value::{Cell, Unfit, Value};
use crate::{Param, Row, StoreError};

/// How long another process may hold the write lock before we give up.
const BUSY: Duration = Duration::from_secs(10);
/// Kilobytes for the pages of lists and sums.
pub(crate) const LISTING: i64 = 750;
/// Kilobytes for the pages of a few rows that are found by an index.
pub(crate) const GLANCING: i64 = 250;
/// How many statements a reading connection keeps prepared between its sessions.
const KEPT: usize = 64;
/// How many statements a connection in use keeps prepared. A house of many pages knows thousands, some kilobytes each;
/// those of an hour's work are far fewer, and are prepared anew after the rare time that all are let go.
const PREPARED_MAX: usize = 256;

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(n) => ValueRef::Real(*n),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Id(text) => ValueRef::Text(text),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Result<Cell<'a>, Unfit> {
    match row.get_ref(column).map_err(|_| Unfit::new("a column"))? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(n) => Ok(Cell::Int(n)),
        ValueRef::Real(n) => Ok(Cell::Real(n)),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map(Cell::Text)
            .map_err(|_| Unfit::new("UTF-8")),
        ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes)),
    }
}

/// Opens the file for the one writer, and makes it if there is none. With `in_bulk` it may take more memory (64 MB),
/// lets the WAL grow longer (256 MB) and syncs it only when it is brought home, and in the end.
pub(crate) fn open_writer(path: &Path, in_bulk: bool) -> Result<Connection, StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| unreachable(path, error))?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(path, flags).map_err(|error| unreachable(path, error))?;
    // FULL: a commit is on the disk before it is acknowledged. Pages that change again and again are brought home
    // every 16 MB; after a rush the WAL is cut back.
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 67108864;
        PRAGMA wal_autocheckpoint = 4000; PRAGMA trusted_schema = OFF;";
    set_up(&conn, settings).map_err(|error| unreachable(path, error))?;
    if in_bulk {
        conn.execute_batch(
            "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 64000; PRAGMA synchronous = NORMAL",
        )
        .map_err(|error| unreachable(path, error))?;
    }
    Ok(conn)
}

/// Opens the file for reading only, with so many kilobytes for pages that were read. All are read anew once something was
/// changed, from the system's memory by and large.
pub(crate) fn open_reader(path: &Path, kilobytes: i64) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(path, flags).map_err(|error| unreachable(path, error))?;
    let settings = "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";
    conn.set_prepared_statement_cache_capacity(KEPT);
    set_up(&conn, settings)
        .and_then(|()| conn.pragma_update(None, "cache_size", -kilobytes))
        .map_err(|error| unreachable(path, error))?;
    Ok(conn)
}

/// Settings, patience, and plans that stay: without the last, SQLite looks at the values that are bound and where
/// they are in its samples, and so parses and plans a prepared statement anew for each of them.
fn set_up(conn: &Connection, settings: &str) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(settings)
}

/// Opens a copy of a database for reading only, also where nothing can be written beside it.
pub(crate) fn open_copy(path: &Path) -> Result<Connection, StoreError> {
    if let Ok(conn) = open_reader(path, LISTING)
        && conn.prepare("SELECT 1 FROM sqlite_master").is_ok()
    {
        return Ok(conn);
    }
    // A file left in WAL mode wants to make its index beside it, unless told that nobody else has it open. But what
    // is only in the log beside it would then be overlooked.
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return Err(unreachable(
            path,
            "copy it with its -wal file to where SQLite can write beside it",
        ));
    }
    let escaped = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)
        .map_err(|error| unreachable(path, error))
}

fn unreachable(path: &Path, error: impl std::fmt::Display) -> StoreError {
    StoreError::Unreachable(format!("{}: {error}", path.display()))
}

/// A statement's text by its address: one comparison of two words instead of hashing the text. Texts are
/// `'static`, so an address never comes to mean another text.
pub(crate) type Address = (usize, usize);

pub(crate) fn address(sql: &'static str) -> Address {
    (sql.as_ptr() as usize, sql.len())
}

struct Prepared<'c> {
    // Goes back to the connection with the session, for the next one.
    statement: CachedStatement<'c>,
    reads_only: bool,
}

/// A connection in use by its thread.
pub(crate) struct Session<'c> {
    conn: &'c Connection,
    prepared: HashMap<Address, Prepared<'c>>,
    names: Arc<ConstraintNames>,
}

impl<'c> Session<'c> {
    pub(crate) fn new(conn: &'c Connection, names: Arc<ConstraintNames>) -> Self {
        Self {
            conn,
            prepared: HashMap::new(),
            names,
        }
    }

    /// Runs a statement and hands over its rows until `each` says stop. Returns how many rows were changed.
    pub(crate) fn run(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        may_change: bool,
        each: &mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let Self {
            conn,
            prepared,
            names,
        } = self;
        let prepared = prepare(conn, prepared, sql).map_err(|error| explain(&error, sql, names))?;
        if !may_change && !prepared.reads_only {
            return Err(StoreError::statement(
                sql,
                "what changes something goes through `execute`",
            ));
        }
        bind(&mut prepared.statement, args).map_err(|error| explain(&error, sql, names))?;
        let mut rows = prepared.statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| explain(&error, sql, names))? {
            if !each(&Row(Source::Sqlite(row)))? {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn execute(&mut self, sql: &'static str, args: &[&dyn Param]) -> Result<u64, StoreError> {
        let Self {
            conn,
            prepared,
            names,
        } = self;
        prepare(conn, prepared, sql)
            .and_then(|prepared| {
                bind(&mut prepared.statement, args)?;
                prepared.statement.raw_execute()
            })
            .map(|rows| rows as u64)
            .map_err(|error| explain(&error, sql, names))
    }

    /// BEGIN, COMMIT and their like.
    pub(crate) fn control(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.execute(sql, &[]).map(drop)
    }

    /// False once a transaction has ended, also if a failure ended it.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }
}

fn prepare<'c, 'p>(
    conn: &'c Connection,
    prepared: &'p mut HashMap<Address, Prepared<'c>>,
    sql: &'static str,
) -> rusqlite::Result<&'p mut Prepared<'c>> {
    use std::collections::hash_map::Entry;
    if prepared.len() >= PREPARED_MAX && !prepared.contains_key(&address(sql)) {
        prepared.clear();
    }
    match prepared.entry(address(sql)) {
        Entry::Occupied(entry) => Ok(entry.into_mut()),
        Entry::Vacant(entry) => {
            let statement = conn.prepare_cached(sql)?;
            let reads_only = statement.readonly();
            Ok(entry.insert(Prepared {
                statement,
                reads_only,
            }))
        }
    }
}

fn bind(statement: &mut Statement<'_>, args: &[&dyn Param]) -> rusqlite::Result<()> {
    if statement.parameter_count() != args.len() {
        return Err(rusqlite::Error::InvalidParameterCount(
            args.len(),
            statement.parameter_count(),
        ));
    }
    for (position, arg) in args.iter().enumerate() {
        statement.raw_bind_parameter(position + 1, arg.value())?;
    }
    Ok(())
}

/// Says what failed, by the constraint's name if one was violated.
pub(crate) fn explain(error: &rusqlite::Error, sql: &str, names: &ConstraintNames) -> StoreError {
    let rusqlite::Error::SqliteFailure(failure, message) = error else {
        return StoreError::statement(sql, error);
    };
    let message = message.as_deref().unwrap_or_default();
    if failure.code == rusqlite::ErrorCode::ConstraintViolation {
        return StoreError::Constraint(names.find(failure.extended_code, message));
    }
    match failure.extended_code & 0xff {
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => StoreError::Contended,
        _ => StoreError::statement(sql, error),
    }
}
