//! The schema, in numbered steps that are part of the program.
//!
//! `migrations/{sqlite,postgres}/NNNN_name.sql` hold the same steps for both databases. Each is applied once, in
//! order, in a transaction of its own, and its checksum kept: a step that was changed afterwards, a step that
//! came too late, or a database from a newer program is refused.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use langqiao_kernel::clock::Clock;
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};

use crate::{DbUrl, StoreError, pg_conn, sqlite_conn};

/// A step of the schema.
pub(crate) struct Migration {
    number: u32,
    name: &'static str,
    sql: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    number BIGINT CONSTRAINT migration_pkey PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    at BIGINT NOT NULL
)";
const APPLIED: &str = "SELECT number, name, checksum, at FROM migration ORDER BY number";

impl Migration {
    fn checksum(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.sql.replace("\r\n", "\n")))
    }
}

/// The number and name of each migration of this program, in order.
pub fn migrations() -> impl Iterator<Item = (u32, &'static str)> {
    SQLITE.iter().map(|step| (step.number, step.name))
}

/// A hash over all migrations: two programs with the same one make the same schema.
pub fn schema_version() -> String {
    let all = SQLITE.iter().chain(POSTGRES);
    let hash = all.fold(Sha256::new(), |hash, step| hash.chain_update(step.checksum()));
    HEXLOWER.encode(&hash.finalize())
}

/// A migration that a database has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedMigration {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// When it was applied.
    pub at: Timestamp,
    checksum: String,
}

/// How far a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationStatus {
    /// What was applied, in order.
    pub applied: Vec<AppliedMigration>,
    /// Number and name of what is still to be applied.
    pub pending: Vec<(u32, &'static str)>,
}

/// Looks how far a database is, without changing anything.
///
/// # Errors
/// When it can't be reached, or was migrated by another program.
pub fn status(url: &DbUrl) -> Result<MigrationStatus, StoreError> {
    pg_conn::off_runtime(|| look(url))
}

fn look(url: &DbUrl) -> Result<MigrationStatus, StoreError> {
    let (applied, steps) = match url {
        DbUrl::Sqlite(path) if !path.exists() => (Vec::new(), SQLITE),
        DbUrl::Sqlite(path) => (
            applied_sqlite(&sqlite_conn::open_reader(path, sqlite_conn::GLANCING)?)?,
            SQLITE,
        ),
        DbUrl::Postgres(url) => {
            let config = url
                .parse()
                .map_err(|error| StoreError::Address(format!("{error}")))?;
            (applied_pg(&mut pg_conn::connect(&config)?)?, POSTGRES)
        }
    };
    let pending = pending(steps, &applied)?
        .iter()
        .map(|step| (step.number, step.name))
        .collect();
    Ok(MigrationStatus { applied, pending })
}

/// What is still to be applied, if what was applied fits.
fn pending<'m>(steps: &'m [Migration], applied: &[AppliedMigration]) -> Result<&'m [Migration], StoreError> {
    let refuse = |why: String| Err(StoreError::Migration(why));
    for (position, done) in applied.iter().enumerate() {
        let AppliedMigration { number, name, .. } = done;
        let Some(step) = steps.iter().find(|step| step.number == *number) else {
            return refuse(format!(
                "the database knows migration {number} ({name}), this program does not: it is older than the database"
            ));
        };
        if step.checksum() != done.checksum {
            return refuse(format!(
                "migration {number} ({name}) was changed after it had been applied"
            ));
        }
        if steps[position].number != *number {
            let late = &steps[position];
            return refuse(format!(
                "migration {} ({}) came too late: {number} ({name}) was applied before it",
                late.number, late.name
            ));
        }
    }
    Ok(&steps[applied.len()..])
}

fn refuse_pending(pending: &[Migration]) -> Result<(), StoreError> {
    match pending.first() {
        None => Ok(()),
        Some(first) => Err(StoreError::Migration(format!(
            "{} migrations are to be applied, from {} ({}) on",
            pending.len(),
            first.number,
            first.name
        ))),
    }
}

fn failed(step: &Migration, why: impl std::fmt::Display) -> StoreError {
    StoreError::Migration(format!("migration {} ({}) failed: {why}", step.number, step.name))
}

/// Brings an SQLite database up to date, or only checks that it is.
pub(crate) fn sqlite(conn: &mut Connection, clock: &Clock, apply: bool) -> Result<(), StoreError> {
    let broken = |error: rusqlite::Error| StoreError::Migration(error.to_string());
    if !apply {
        return refuse_pending(pending(SQLITE, &applied_sqlite(conn)?)?);
    }
    loop {
        // IMMEDIATE: another process that starts at the same time waits here and then finds it done.
        let tx = conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(broken)?;
        tx.execute_batch(TABLE).map_err(broken)?;
        let Some(step) = pending(SQLITE, &applied_sqlite(&tx)?)?.first() else {
            return tx.commit().map_err(broken);
        };
        tracing::info!(number = step.number, name = step.name, "applying migration");
        tx.execute_batch(step.sql).map_err(|error| failed(step, error))?;
        tx.execute(
            "INSERT INTO migration (number, name, checksum, at) VALUES (?1, ?2, ?3, ?4)",
            (
                step.number,
                step.name,
                step.checksum(),
                clock.now().as_millisecond(),
            ),
        )
        .and_then(|_| tx.commit())
        .map_err(|error| failed(step, error))?;
    }
}

fn applied_sqlite(conn: &Connection) -> Result<Vec<AppliedMigration>, StoreError> {
    let broken = |error: rusqlite::Error| StoreError::Migration(error.to_string());
    if !conn.table_exists(None, "migration").map_err(broken)? {
        return Ok(Vec::new());
    }
    let mut statement = conn.prepare(APPLIED).map_err(broken)?;
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .map_err(broken)?;
    rows.map(|row| row.map_err(broken).and_then(applied)).collect()
}

/// Brings a PostgreSQL database up to date, or only checks that it is.
pub(crate) fn postgres(client: &mut postgres::Client, clock: &Clock, apply: bool) -> Result<(), StoreError> {
    if !apply {
        return refuse_pending(pending(POSTGRES, &applied_pg(client)?)?);
    }
    loop {
        let mut tx = client.transaction().map_err(|error| broken_pg(&error))?;
        // Another node that starts at the same time waits here and then finds it done.
        let lock = crate::tx::lock_number("langqiao", "migrations");
        tx.execute("SELECT pg_advisory_xact_lock($1)", &[&lock])
            .map_err(|error| broken_pg(&error))?;
        tx.batch_execute(TABLE).map_err(|error| broken_pg(&error))?;
        let Some(step) = pending(POSTGRES, &applied_pg(&mut tx)?)?.first() else {
            return tx.commit().map_err(|error| broken_pg(&error));
        };
        tracing::info!(number = step.number, name = step.name, "applying migration");
        tx.batch_execute(step.sql)
            .map_err(|error| failed(step, broken_pg(&error)))?;
        tx.execute(
            "INSERT INTO migration (number, name, checksum, at) VALUES ($1, $2, $3, $4)",
            &[
                &i64::from(step.number),
                &step.name,
                &step.checksum(),
                &clock.now().as_millisecond(),
            ],
        )
        .and_then(|_| tx.commit())
        .map_err(|error| failed(step, broken_pg(&error)))?;
    }
}

fn applied_pg(client: &mut impl postgres::GenericClient) -> Result<Vec<AppliedMigration>, StoreError> {
    let known = client
        .query_one("SELECT to_regclass('migration') IS NOT NULL", &[])
        .and_then(|row| row.try_get::<_, bool>(0))
        .map_err(|error| broken_pg(&error))?;
    if !known {
        return Ok(Vec::new());
    }
    let rows = client.query(APPLIED, &[]).map_err(|error| broken_pg(&error))?;
    rows.iter()
        .map(|row| {
            let read = || Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
            read().map_err(|error| broken_pg(&error)).and_then(applied)
        })
        .collect()
}

fn broken_pg(error: &postgres::Error) -> StoreError {
    StoreError::Migration(pg_conn::text(error))
}

fn applied((number, name, checksum, at): (i64, String, String, i64)) -> Result<AppliedMigration, StoreError> {
    let odd = |_| StoreError::Migration("the table `migration` holds what this program never wrote".into());
    let at = Timestamp::from_millisecond(at).map_err(|error| StoreError::Migration(error.to_string()))?;
    Ok(AppliedMigration {
        number: u32::try_from(number).map_err(odd)?,
        name,
        at,
        checksum,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &[Migration] = &[
        Migration {
            number: 1,
            name: "a",
            sql: "A",
        },
        Migration {
            number: 3,
            name: "b",
            sql: "B",
        },
        Migration {
            number: 4,
            name: "c",
            sql: "C",
        },
    ];

    fn done(number: u32, sql: &'static str) -> AppliedMigration {
        let checksum = Migration {
            number,
            name: "",
            sql,
        }
        .checksum();
        AppliedMigration {
            number,
            name: "x".into(),
            at: Timestamp::UNIX_EPOCH,
            checksum,
        }
    }

    fn refused(applied: &[AppliedMigration]) -> String {
        pending(STEPS, applied)
            .map(|steps| steps.len())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn what_is_pending_follows_what_was_applied() {
        assert_eq!(pending(STEPS, &[]).unwrap().len(), 3);
        assert_eq!(pending(STEPS, &[done(1, "A")]).unwrap()[0].number, 3);
        assert!(
            pending(STEPS, &[done(1, "A"), done(3, "B"), done(4, "C")])
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn what_does_not_fit_is_refused_in_plain_words() {
        assert_eq!(
            refused(&[done(1, "A"), done(3, "B!")]),
            "migration 3 (x) was changed after it had been applied"
        );
        assert_eq!(
            refused(&[done(1, "A"), done(9, "Z")]),
            "the database knows migration 9 (x), this program does not: it is older than the database"
        );
        assert_eq!(
            refused(&[done(1, "A"), done(4, "C")]),
            "migration 3 (b) came too late: 4 (x) was applied before it"
        );
    }
}
