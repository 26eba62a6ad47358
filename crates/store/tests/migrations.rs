//! Both schemas grow alike, step by step, on filled databases, and whoever doesn't fit is refused.

use std::fs;
use std::path::PathBuf;

use langqiao_kernel::clock::Clock;
use langqiao_store::{Db, DbUrl, OpenOptions, StoreError, migrations, status};
use langqiao_testkit::pg::PgDatabase;
use langqiao_testkit::{Backend, TestDb};
use rusqlite::Connection;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../migrations")
        .join(name)
}

/// Each migration's text for a database, and its sample rows.
fn steps(database: &str) -> Vec<(String, String, Option<String>)> {
    migrations()
        .map(|(number, name)| {
            let file = format!("{number:04}_{name}.sql");
            let sql = fs::read_to_string(folder(database).join(&file)).expect("a migration");
            (
                file.clone(),
                sql,
                fs::read_to_string(folder("rows").join(file)).ok(),
            )
        })
        .collect()
}

#[test]
fn each_step_has_sample_rows_and_is_applied_to_a_filled_sqlite() {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    for (file, sql, rows) in steps("sqlite") {
        conn.execute_batch(&sql)
            .unwrap_or_else(|error| panic!("sqlite/{file}: {error}"));
        if let Some(rows) = rows {
            conn.execute_batch(&rows)
                .unwrap_or_else(|error| panic!("rows/{file}: {error}"));
        }
    }
}

#[test]
fn each_step_has_sample_rows_and_is_applied_to_a_filled_postgres() {
    let database = PgDatabase::bare();
    for (file, sql, rows) in steps("postgres") {
        database.run(&format!(
            "BEGIN; SET LOCAL client_min_messages = warning; /* {file} */ {sql}; COMMIT"
        ));
        if let Some(rows) = rows {
            database.run(&format!("/* rows/{file} */ {rows}"));
        }
    }
}

#[test]
fn sample_rows_belong_to_a_migration() {
    let known: Vec<String> = steps("sqlite").into_iter().map(|(file, ..)| file).collect();
    for entry in fs::read_dir(folder("rows")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&file), "migrations/rows/{file} has no migration");
    }
}

/// Tables and views with their columns: what one SQL text must find on both databases.
fn tables(test: &TestDb) -> Vec<(String, String)> {
    let sqlite = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
        WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'search_%' ORDER BY 1, 2";
    let postgres =
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name NOT LIKE 'search_%'
        ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"";
    let sql = if test.server().is_some() { postgres } else { sqlite };
    let read = test
        .db
        .read_blocking(move |tx| tx.all(sql, &[], |row| Ok((row.get(0)?, row.get(1)?))));
    read.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (TestDb::new(Backend::Sqlite), TestDb::new(Backend::Postgres));
    assert_eq!(tables(&sqlite), tables(&postgres));
}

/// Two unique indexes over the same columns of one table can't be told apart on SQLite.
#[test]
fn unique_indexes_can_be_told_apart() {
    let test = TestDb::new(Backend::Sqlite);
    let sql = "SELECT t.name || ': ' || group_concat(i.name) FROM sqlite_master t, pragma_index_list(t.name) i
        WHERE t.type = 'table' AND i.\"unique\"
        GROUP BY t.name, (SELECT group_concat(coalesce(c.name, i.name) ORDER BY c.seqno) FROM pragma_index_info(i.name) c)
        HAVING COUNT(*) > 1";
    let doubled = test
        .db
        .read_blocking(move |tx| tx.all(sql, &[], |row| row.get::<String>(0)));
    assert_eq!(
        doubled.unwrap_or_else(|error: StoreError| panic!("{error}")),
        Vec::<String>::new()
    );
}

/// SQLite makes a table of a list of more than two, for each row that it checks (`docs/decisions/0010`).
#[test]
fn what_a_rush_writes_is_checked_without_lists() {
    let test = TestDb::new(Backend::Sqlite);
    let sql = "SELECT name, sql FROM sqlite_master
        WHERE tbl_name IN ('event', 'pool', 'rollup', 'scan', 'signup') AND sql IS NOT NULL";
    let schema = test
        .db
        .read_blocking(move |tx| tx.all(sql, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?))))
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert!(schema.len() > 15, "{schema:?}");
    for (name, text) in schema {
        let lists = text
            .split(" IN (")
            .skip(1)
            .map(|list| list.split(')').next().unwrap_or(list));
        let long: Vec<&str> = lists.filter(|list| list.split(',').count() > 2).collect();
        assert!(long.is_empty(), "{name}: {long:?}");
    }
}

fn open(url: &DbUrl) -> Result<Db, StoreError> {
    Db::open(url, OpenOptions::new(Clock::system()).readers(1).writers(1))
}

fn refusal(url: &DbUrl) -> String {
    match open(url) {
        Err(StoreError::Migration(why)) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken"),
    }
}

fn what_does_not_fit_is_refused(backend: Backend) {
    let (folder, database);
    let url = match backend {
        Backend::Sqlite => {
            folder = tempfile::tempdir().unwrap();
            DbUrl::Sqlite(folder.path().join("x.db"))
        }
        Backend::Postgres => {
            database = PgDatabase::bare();
            database.url()
        }
    };
    let count = migrations().count();
    let fresh = status(&url).unwrap();
    assert_eq!((fresh.applied.len(), fresh.pending.len()), (0, count));
    let unmigrated = Db::open(&url, OpenOptions::new(Clock::system()).without_migrating());
    assert!(matches!(unmigrated, Err(StoreError::Migration(_))));

    let db = open(&url).unwrap();
    let filled = status(&url).unwrap();
    assert_eq!((filled.applied.len(), filled.pending.len()), (count, 0));
    let by = || langqiao_store::By::system("test", &Clock::system());
    let run = |sql: &'static str| {
        db.write_blocking(by(), move |tx| {
            tx.bookkeeping();
            tx.execute(sql, &[])
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
    };
    open(&url).unwrap().close();
    run("INSERT INTO migration (number, name, checksum, at) VALUES (9999, 'future', '', 0)");
    assert!(
        refusal(&url).contains("older than the database"),
        "{}",
        refusal(&url)
    );
    run("DELETE FROM migration WHERE number = 9999");
    run("UPDATE migration SET checksum = 'x' WHERE number = 1");
    assert!(
        refusal(&url).contains("was changed after it had been applied"),
        "{}",
        refusal(&url)
    );
    db.close();
}

#[test]
fn what_does_not_fit_is_refused_on_sqlite() {
    what_does_not_fit_is_refused(Backend::Sqlite);
}

#[test]
fn what_does_not_fit_is_refused_on_postgres() {
    what_does_not_fit_is_refused(Backend::Postgres);
}

fn many_start_at_once(url: &DbUrl) {
    std::thread::scope(|scope| {
        let starts: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| open(url).map(|db| db.close())))
            .collect();
        for start in starts {
            start.join().unwrap().unwrap();
        }
    });
    assert_eq!(status(url).unwrap().applied.len(), migrations().count());
}

#[test]
fn many_processes_start_at_once_on_one_sqlite_file() {
    let folder = tempfile::tempdir().unwrap();
    many_start_at_once(&DbUrl::Sqlite(folder.path().join("deep/er/x.db")));
}

#[test]
fn many_nodes_start_at_once_on_one_postgres() {
    many_start_at_once(&PgDatabase::bare().url());
}

#[test]
fn a_database_that_is_not_there_is_an_error() {
    for url in [
        "sqlite:/proc/nothing/x.db",
        "postgres://nobody@127.0.0.1:1/nothing",
    ] {
        let outcome = open(&url.parse().unwrap()).map(drop);
        assert!(matches!(outcome, Err(StoreError::Unreachable(_))), "{outcome:?}");
    }
}
