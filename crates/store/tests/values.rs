//! Every kind of value comes back as it went in, on both databases.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use langqiao_kernel::clock::Clock;
use langqiao_kernel::id::PersonId;
use langqiao_store::{By, Column, Db, Param, StoreError, params, stored_as_text};
use langqiao_testkit::{Backend, TestDb};
use proptest::prelude::*;

const SCHEMA: &[&str] = &[
    "CREATE TABLE t_texts (id BIGINT, v TEXT)",
    "CREATE TABLE t_ints (id BIGINT, v BIGINT)",
    "CREATE TABLE t_reals (id BIGINT, v DOUBLE PRECISION)",
    "CREATE TABLE t_bytes (id BIGINT, v BYTEA)",
];

fn prepared(backend: Backend) -> TestDb {
    let mut test = TestDb::new(backend);
    test.extend(SCHEMA);
    test
}

/// Writes a value and reads it back.
fn there_and_back<T>(db: &Db, insert: &'static str, select: &'static str, value: &T) -> Result<T, StoreError>
where
    T: Param + Column + Clone + Send + 'static,
{
    let value = value.clone();
    let by = By::system("test", &Clock::system());
    let id = db.write_blocking(by, move |tx| {
        tx.bookkeeping();
        let id = tx
            .one("SELECT CAST(COUNT(*) AS BIGINT) FROM t_texts", &[], |row| {
                row.get::<i64>(0)
            })?
            .unwrap_or(0);
        tx.execute(insert, params![id, value])?;
        tx.execute("INSERT INTO t_texts (id, v) VALUES (?1, NULL)", params![-id - 1])?;
        Ok::<_, StoreError>(id)
    })?;
    let found = db.read_blocking(move |tx| tx.one(select, params![id], |row| row.get(0)))?;
    Ok(found.expect("the row that was written"))
}

macro_rules! same {
    ($db:expr, $table:literal, $value:expr) => {{
        let value = $value;
        let insert = concat!("INSERT INTO ", $table, " (id, v) VALUES (?1, ?2)");
        let select = concat!("SELECT v FROM ", $table, " WHERE id = ?1");
        prop_assert_eq!(there_and_back($db, insert, select, &value).unwrap(), value);
    }};
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    Open,
    Closed,
}
impl Status {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}
impl std::str::FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            _ => Err(()),
        }
    }
}
stored_as_text!(Status);

/// Texts that both take: PostgreSQL refuses the character 0.
fn text() -> impl Strategy<Value = String> {
    "[^\\x00]{0,40}"
}

fn values_come_back(backend: Backend) {
    let test = prepared(backend);
    let db = &test.db;
    let strategy = (
        text(),
        any::<i64>(),
        any::<f64>().prop_filter("NaN has no row to be in", |n| !n.is_nan()),
        any::<Vec<u8>>(),
        any::<u128>(),
        -300_000_000_000_000i64..250_000_000_000_000,
        any::<(u32, i32, u8, bool)>(),
    );
    let config = ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |((text, int, real, bytes, bits, ms, small) in strategy)| {
        same!(db, "t_texts", text.clone());
        same!(db, "t_texts", Some(text.clone()));
        same!(db, "t_texts", Arc::<str>::from(&*text));
        same!(db, "t_texts", serde_json::json!({ "text": text, "int": int }));
        same!(db, "t_texts", PersonId::from_u128(bits));
        same!(db, "t_texts", Status::Open);
        same!(db, "t_ints", int);
        same!(db, "t_ints", small.0);
        same!(db, "t_ints", small.1);
        same!(db, "t_ints", small.2);
        same!(db, "t_ints", small.3);
        same!(db, "t_ints", Timestamp::from_millisecond(ms).unwrap());
        same!(db, "t_ints", Timestamp::from_millisecond(ms).unwrap().to_zoned(jiff::tz::TimeZone::UTC).date());
        same!(db, "t_ints", None::<Date>);
        same!(db, "t_reals", real);
        same!(db, "t_reals", None::<f64>);
        same!(db, "t_bytes", bytes);
        same!(db, "t_bytes", [7u8; 32]);
    });
}

#[test]
fn values_come_back_from_sqlite() {
    values_come_back(Backend::Sqlite);
}

#[test]
fn values_come_back_from_postgres() {
    values_come_back(Backend::Postgres);
}

fn unfit_values_are_errors(backend: Backend) {
    let test = prepared(backend);
    let by = By::system("test", &Clock::system());
    test.db
        .write_blocking(by, |tx| {
            tx.bookkeeping();
            tx.execute("INSERT INTO t_texts (id, v) VALUES (1, 'x')", &[])?;
            tx.execute("INSERT INTO t_ints (id, v) VALUES (1, 5000000000)", &[])
                .map(drop)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    fn get<T: Column + Send + 'static>(db: &Db, sql: &'static str) -> Result<Option<T>, StoreError> {
        db.read_blocking(move |tx| tx.one(sql, &[], |row| row.get(0)))
    }
    let (text, int, null) = (
        "SELECT v FROM t_texts",
        "SELECT v FROM t_ints",
        "SELECT CAST(NULL AS TEXT) AS v",
    );
    let db = &test.db;
    let errors = [
        get::<i64>(db, text).map(drop),
        get::<PersonId>(db, text).map(drop),
        get::<Status>(db, text).map(drop),
        get::<serde_json::Value>(db, text).map(drop),
        get::<Vec<u8>>(db, text).map(drop),
        get::<String>(db, int).map(drop),
        get::<u32>(db, int).map(drop),
        get::<bool>(db, int).map(drop),
        get::<Date>(db, int).map(drop),
        get::<String>(db, null).map(drop),
    ];
    for (position, outcome) in errors.into_iter().enumerate() {
        let Err(StoreError::Column { column, why }) = outcome else {
            panic!("{position}: {outcome:?}")
        };
        assert_eq!(column, "0 (v)");
        assert!(
            !why.contains('x') || why.contains("text"),
            "{why} tells the content"
        );
    }
    let beyond = db.read_blocking(|tx| tx.one("SELECT v FROM t_texts", &[], |row| row.get::<String>(1)));
    assert!(matches!(beyond, Err(StoreError::Column { .. })), "{beyond:?}");
}

#[test]
fn unfit_values_are_errors_on_sqlite() {
    unfit_values_are_errors(Backend::Sqlite);
}

#[test]
fn unfit_values_are_errors_on_postgres() {
    unfit_values_are_errors(Backend::Postgres);
}
