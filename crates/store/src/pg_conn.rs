//! One PostgreSQL connection with its prepared statements.

use std::collections::HashMap;
use std::error::Error;

use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use crate::row::Source;
use crate::sqlite_conn::{Address, address};
use crate::value::{Cell, Unfit, Value};
use crate::{Param, Row, StoreError};

type Cause = Box<dyn Error + Sync + Send>;

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Cause> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) => match *ty {
                Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*n)?.to_sql(ty, out),
                Type::FLOAT8 => (*n as f64).to_sql(ty, out),
                Type::INT8 => n.to_sql(ty, out),
                _ => Err(misfit("a whole number", ty)),
            },
            Self::Real(n) if *ty == Type::FLOAT8 => n.to_sql(ty, out),
            Self::Real(_) => Err(misfit("a broken number", ty)),
            Self::Text(text) if <&str as ToSql>::accepts(ty) => (&**text).to_sql(ty, out),
            Self::Text(_) => Err(misfit("text", ty)),
            Self::Id(id) if <&str as ToSql>::accepts(ty) => std::str::from_utf8(id)?.to_sql(ty, out),
            Self::Id(_) => Err(misfit("an id", ty)),
            Self::Bytes(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            Self::Bytes(_) => Err(misfit("bytes", ty)),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn misfit(given: &str, ty: &Type) -> Cause {
    format!("{given} was given where the database takes {ty}; say CAST(?n AS …) if the type is not clear")
        .into()
}

/// A cell as the wire brings it.
struct Wire<'a>(Cell<'a>);

impl<'a> FromSql<'a> for Wire<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Cause> {
        Ok(Self(match *ty {
            Type::INT8 => Cell::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Cell::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Cell::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Cell::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Cell::Real(f32::from_sql(ty, raw)?.into()),
            Type::BYTEA => Cell::Bytes(raw),
            _ => Cell::Text(<&str>::from_sql(ty, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Cause> {
        Ok(Self(Cell::Null))
    }

    fn accepts(ty: &Type) -> bool {
        let plain = [
            Type::INT8,
            Type::INT4,
            Type::INT2,
            Type::BOOL,
            Type::FLOAT8,
            Type::FLOAT4,
            Type::BYTEA,
        ];
        plain.contains(ty) || <&str as FromSql>::accepts(ty)
    }
}

pub(crate) fn cell(row: &postgres::Row, column: usize) -> Result<Cell<'_>, Unfit> {
    let wire: Result<Wire<'_>, _> = row.try_get(column);
    wire.map(|wire| wire.0)
        .map_err(|_| Unfit::new("a column of a kept type (CAST sums AS BIGINT)"))
}

/// What a failure means for the transaction it happened in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It can't go on.
    Failed,
    /// It can't go on, but may succeed when run again: others were faster.
    Contended,
    /// The connection is gone.
    Lost,
}

/// A failure with what it means.
pub(crate) struct Failure {
    pub(crate) trouble: Trouble,
    pub(crate) error: StoreError,
}

/// A connection in use by its thread; made when first needed and again when it was lost.
pub(crate) struct Session {
    config: postgres::Config,
    client: Option<Client>,
    prepared: HashMap<Address, Prepared>,
}

struct Prepared {
    statement: Statement,
    reads_only: bool,
}

impl Session {
    pub(crate) fn new(config: postgres::Config) -> Self {
        Self {
            config,
            client: None,
            prepared: HashMap::new(),
        }
    }

    /// Begins a transaction, over a new connection if the old one is gone.
    pub(crate) fn begin(&mut self, begin: &'static str) -> Result<(), StoreError> {
        if let Some(client) = self.client.as_mut() {
            match client.batch_execute(begin) {
                Ok(()) => return Ok(()),
                Err(error) if is_lost(client, &error) => self.drop_connection(),
                Err(error) => return Err(explain(&error, begin)),
            }
        }
        let mut client = connect(&self.config)?;
        client
            .batch_execute(begin)
            .map_err(|error| explain(&error, begin))?;
        self.client = Some(client);
        Ok(())
    }

    /// COMMIT or ROLLBACK.
    pub(crate) fn end(&mut self, end: &'static str) -> Result<(), Failure> {
        self.with(end, |client, _| client.batch_execute(end))
    }

    pub(crate) fn drop_connection(&mut self) {
        self.client = None;
        self.prepared.clear();
    }

    /// Runs a statement and hands over its rows until `each` says stop. The outer error is the database's.
    pub(crate) fn run(
        &mut self,
        sql: &'static str,
        args: &[&dyn Param],
        may_change: bool,
        each: &mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<Result<(), StoreError>, Failure> {
        self.with(sql, |client, prepared| {
            let Prepared {
                statement,
                reads_only,
            } = prepare(client, prepared, sql)?;
            if !may_change && !*reads_only {
                return Ok(Err(StoreError::statement(
                    sql,
                    "what changes something goes through `execute`",
                )));
            }
            let mut rows = client.query_raw(statement, args.iter().map(|arg| arg.value()))?;
            while let Some(row) = rows.next()? {
                match each(&Row(Source::Pg(&row))) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => return Ok(Err(error)),
                }
            }
            Ok(Ok(()))
        })
    }

    pub(crate) fn execute(&mut self, sql: &'static str, args: &[&dyn Param]) -> Result<u64, Failure> {
        self.with(sql, |client, prepared| {
            let Prepared { statement, .. } = prepare(client, prepared, sql)?;
            let mut rows = client.query_raw(statement, args.iter().map(|arg| arg.value()))?;
            while rows.next()?.is_some() {}
            Ok(rows.rows_affected().unwrap_or(0))
        })
    }

    fn with<T>(
        &mut self,
        sql: &str,
        work: impl FnOnce(&mut Client, &mut HashMap<Address, Prepared>) -> Result<T, postgres::Error>,
    ) -> Result<T, Failure> {
        let Some(client) = self.client.as_mut() else {
            let error = StoreError::Unreachable("the connection was lost".into());
            return Err(Failure {
                trouble: Trouble::Lost,
                error,
            });
        };
        work(client, &mut self.prepared).map_err(|error| {
            let trouble = if is_lost(client, &error) {
                Trouble::Lost
            } else if is_conflict(&error) {
                Trouble::Contended
            } else {
                Trouble::Failed
            };
            Failure {
                trouble,
                error: explain(&error, sql),
            }
        })
    }
}

/// Runs `work` on a thread of its own: the synchronous client can't be used where an async runtime runs.
pub(crate) fn off_runtime<T: Send>(
    work: impl FnOnce() -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap_or(Err(StoreError::Panicked)))
}

pub(crate) fn connect(config: &postgres::Config) -> Result<Client, StoreError> {
    let mut client = config
        .connect(NoTls)
        .map_err(|error| StoreError::Unreachable(text(&error)))?;
    // A use case waits for nothing but the database: whoever holds a lock this long is stuck.
    client
        .batch_execute("SET lock_timeout = '20s'; SET client_min_messages = warning")
        .map_err(|error| StoreError::Unreachable(text(&error)))?;
    Ok(client)
}

fn prepare<'p>(
    client: &mut Client,
    prepared: &'p mut HashMap<Address, Prepared>,
    sql: &'static str,
) -> Result<&'p Prepared, postgres::Error> {
    use std::collections::hash_map::Entry;
    match prepared.entry(address(sql)) {
        Entry::Occupied(entry) => Ok(entry.into_mut()),
        Entry::Vacant(entry) => {
            let statement = client.prepare(&dollars(sql))?;
            Ok(entry.insert(Prepared {
                statement,
                reads_only: reads_only(sql),
            }))
        }
    }
}

/// Whether a statement only reads. SQLite knows this of each statement; here we look for the words that change
/// something, outside of quoted text.
fn reads_only(sql: &str) -> bool {
    let unquoted = sql.split('\'').step_by(2);
    let mut words = unquoted.flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let changing = [
        "insert", "update", "delete", "merge", "create", "drop", "alter", "truncate",
    ];
    !words.any(|word| changing.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Rewrites `?1` to `$1`, outside of quoted text.
fn dollars(sql: &str) -> String {
    let mut quoted = false;
    let rewrite = |c| {
        quoted ^= c == '\'';
        if c == '?' && !quoted { '$' } else { c }
    };
    sql.chars().map(rewrite).collect()
}

fn is_lost(client: &Client, error: &postgres::Error) -> bool {
    client.is_closed()
        || error.is_closed()
        || error.code().is_some_and(|code| {
            [
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
            ]
            .contains(code)
        })
}

fn is_conflict(error: &postgres::Error) -> bool {
    error.code().is_some_and(|code| {
        [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
        ]
        .contains(code)
    })
}

/// Says what failed, by the constraint's name if one was violated. Details, which hold values, are left out.
pub(crate) fn explain(error: &postgres::Error, sql: &str) -> StoreError {
    let Some(db) = error.as_db_error() else {
        return if error.is_closed() {
            StoreError::Unreachable(text(error))
        } else {
            StoreError::statement(sql, text(error))
        };
    };
    let others = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
    ];
    if others.contains(db.code()) {
        return StoreError::Contended;
    }
    if !db.code().code().starts_with("23") {
        return StoreError::statement(sql, db.message());
    }
    if let Some(name) = db.message().strip_prefix("constraint:") {
        return StoreError::Constraint(name.trim().to_owned());
    }
    StoreError::Constraint(match *db.code() {
        SqlState::FOREIGN_KEY_VIOLATION => "foreign_key".to_owned(),
        SqlState::NOT_NULL_VIOLATION => {
            format!(
                "{}_{}_not_null",
                db.table().unwrap_or_default(),
                db.column().unwrap_or_default()
            )
        }
        _ => db.constraint().unwrap_or(db.message()).to_owned(),
    })
}

/// The text of an error with that of its cause, which holds what the server says.
pub(crate) fn text(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => db.message().to_owned(),
        None => match error.source() {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_told_from_changing() {
        assert!(reads_only(
            "SELECT updated_at, 'don''t delete' FROM t WHERE x = ?1"
        ));
        assert!(!reads_only(
            "WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x"
        ));
        assert!(!reads_only("insert into t values ('x') returning a"));
    }

    #[test]
    fn placeholders_are_rewritten_outside_of_text() {
        assert_eq!(
            dollars("SELECT '?1''?', ?1, x FROM t WHERE y = ?12"),
            "SELECT '?1''?', $1, x FROM t WHERE y = $12"
        );
    }
}
