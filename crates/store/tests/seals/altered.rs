//! Whatever is altered after it was sealed is named.

use std::fs;
use std::path::{Path, PathBuf};

use langqiao_kernel::clock::Clock;
use langqiao_store::verify::{self, Expect, Finding, Head, Report};
use langqiao_store::{Db, DbUrl, OpenOptions, SealKey, Sealer, StoreError};
use langqiao_testkit::{Backend, TestDb};
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::{record, sealer};

/// A closed SQLite file with five seals of nine events each and four unsealed events.
struct Fixture {
    folder: tempfile::TempDir,
    head: Head,
}

const SEALS: i64 = 5;
const EVENTS: i64 = 9;

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DbUrl::Sqlite(folder.path().join("log.db"));
        let db = Db::open(&url, OpenOptions::new(Clock::system())).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            for _ in 0..SEALS {
                record(&db, EVENTS as usize).await;
                sealer(&db).seal().await.unwrap();
            }
            record(&db, 4).await;
        });
        let report = verify::database(&db, &Expect::default()).unwrap();
        assert!(report.is_sound(), "{report}");
        db.close();
        Self {
            folder,
            head: report.head.unwrap(),
        }
    }

    /// A copy of the file, edited as only someone with the file can.
    fn edited(&self, edit: impl FnOnce(&Connection)) -> PathBuf {
        let copy = self.folder.path().join("copy.db");
        fs::copy(self.folder.path().join("log.db"), &copy).unwrap();
        let conn = Connection::open(&copy).unwrap();
        conn.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON;
             DROP TRIGGER event_not_edited; DROP TRIGGER event_not_deleted;
             DROP TRIGGER seal_not_edited; DROP TRIGGER seal_not_deleted;",
        )
        .unwrap();
        edit(&conn);
        copy
    }

    fn verify(&self, path: &Path) -> Report {
        let expect = Expect {
            keys: vec![SealKey::from_seed([7; 32]).public()],
            head: Some(self.head),
        };
        verify::sqlite_file(path, &expect).unwrap()
    }

    fn findings(&self, edit: &str) -> Vec<Finding> {
        self.verify(&self.edited(|conn| conn.execute_batch(edit).unwrap()))
            .findings
    }
}

#[test]
fn a_copied_file_verifies_also_where_nothing_can_be_written() {
    let fixture = Fixture::new();
    let copy = fixture.edited(|_| {});
    assert!(fixture.verify(&copy).is_sound());
    for beside in ["db-shm", "db-wal"] {
        fs::remove_file(copy.with_extension(beside)).unwrap();
    }
    // A link where SQLite wants to make its index, which it never follows: as little to be written as on a CD.
    std::os::unix::fs::symlink("nowhere", copy.with_extension("db-shm")).unwrap();
    assert!(fixture.verify(&copy).is_sound());
    fs::write(copy.with_extension("db-wal"), "what was not yet brought home").unwrap();
    let outcome = verify::sqlite_file(&copy, &Expect::default());
    assert!(matches!(outcome, Err(StoreError::Unreachable(_))), "{outcome:?}");
}

#[test]
fn what_was_altered_is_named() {
    let fixture = Fixture::new();
    let found = |edit: &str| fixture.findings(edit);
    assert_eq!(
        found("UPDATE event SET act = 'x' WHERE seq = 12"),
        [Finding::EventAltered(12)]
    );
    assert_eq!(
        found("DELETE FROM event WHERE seq = 1"),
        [Finding::EventMissing(1)]
    );
    assert_eq!(found("DELETE FROM event WHERE seq BETWEEN 9 AND 10").len(), 2);
    assert_eq!(
        found("UPDATE event SET seq = -3 WHERE seq = 12"),
        [Finding::EventAdded(-3), Finding::EventMissing(12)]
    );
    assert_eq!(
        found(
            "INSERT INTO event (seq, at, actor_kind, act, subject_kind, subject) VALUES (0, 0, 'visitor', '', '', '')"
        ),
        [Finding::EventAdded(0)]
    );
    assert_eq!(
        found(
            "UPDATE event SET seq = 900 WHERE seq = 12; UPDATE event SET seq = 12 WHERE seq = 30;
             UPDATE event SET seq = 30 WHERE seq = 900"
        ),
        [Finding::EventAltered(12), Finding::EventAltered(30)]
    );
    assert_eq!(
        found("DELETE FROM seal WHERE number = 2")[0],
        Finding::SealMissing(2)
    );
    assert_eq!(found("DELETE FROM seal WHERE number = 5"), [Finding::HeadLost(5)]);
    assert_eq!(
        found("DELETE FROM seal; DELETE FROM event"),
        [Finding::HeadLost(5)]
    );
    assert_eq!(
        found("UPDATE seal SET at = at + 1 WHERE number = 3")[0],
        Finding::SignatureBroken(3)
    );
    assert_eq!(
        found("UPDATE seal SET root = zeroblob(32) WHERE number = 3")[0],
        Finding::SealAltered(3)
    );
    assert_eq!(
        found("UPDATE seal SET previous = zeroblob(32) WHERE number = 3")[0],
        Finding::ChainBroken(3)
    );
    assert!(matches!(
        found("UPDATE seal SET root = 'x' WHERE number = 3")[0],
        Finding::Unreadable(_)
    ));
    assert!(matches!(
        found("UPDATE event SET at = 'noon' WHERE seq = 3")[0],
        Finding::Unreadable(_)
    ));
}

/// Someone who has the file but not the key seals it all anew.
#[test]
fn a_log_sealed_anew_with_another_key_is_found() {
    let fixture = Fixture::new();
    let path = fixture.edited(|conn| {
        conn.execute_batch("DELETE FROM seal; UPDATE event SET act = 'x' WHERE seq = 12")
            .unwrap();
    });
    let db = Db::open(&DbUrl::Sqlite(path.clone()), OpenOptions::new(Clock::system())).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let forger = Sealer::new(db.clone(), Clock::system(), SealKey::from_seed([8; 32]));
    runtime.block_on(forger.seal()).unwrap();
    db.close();
    assert!(verify::sqlite_file(&path, &Expect::default()).unwrap().is_sound());
    assert_eq!(
        fixture.verify(&path).findings,
        [Finding::KeyUnknown(1), Finding::HeadLost(5)]
    );
}

const EVENT_COLUMNS: [&str; 11] = [
    "seq",
    "at",
    "actor_kind",
    "actor",
    "token",
    "act",
    "subject_kind",
    "subject",
    "org",
    "request",
    "detail",
];
const SEAL_COLUMNS: [&str; 8] = [
    "number",
    "at",
    "through",
    "root",
    "previous",
    "key",
    "signature",
    "entries",
];

/// Another value in place of one, chosen by `turn`.
fn another(value: Value, turn: usize) -> Value {
    match value {
        Value::Null => Value::Text("x".into()),
        Value::Integer(n) => Value::Integer([n + 1_000, n - 1_000, -n - 1][turn % 3]),
        Value::Real(n) => Value::Real(n + 1.0),
        Value::Text(mut text) => {
            match turn % 3 {
                0 => text.push('\u{200b}'),
                1 => text.insert(0, ' '),
                _ if text.pop().is_some() => {}
                _ => text.push('x'),
            }
            Value::Text(text)
        }
        Value::Blob(mut bytes) => {
            match turn % 3 {
                0 => bytes.push(0),
                1 if bytes.pop().is_some() => {}
                _ => {
                    let at = turn % bytes.len();
                    bytes[at] ^= 1 << (turn % 8);
                }
            }
            Value::Blob(bytes)
        }
    }
}

fn alter(conn: &Connection, table: &str, key: &str, column: &str, number: i64, turn: usize) {
    let old: Value = conn
        .query_row(
            &format!("SELECT {column} FROM {table} WHERE {key} = ?1"),
            [number],
            |row| row.get(0),
        )
        .unwrap();
    let new = another(old, turn);
    let changed = conn
        .execute(
            &format!("UPDATE {table} SET {column} = ?2 WHERE {key} = ?1"),
            rusqlite::params![number, new],
        )
        .unwrap();
    assert_eq!(changed, 1);
}

#[test]
fn no_single_field_can_be_altered_unseen() {
    let fixture = Fixture::new();
    let config = ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(seq in 1..=SEALS * EVENTS, column in 0..EVENT_COLUMNS.len(), turn in 0..999usize)| {
        let path = fixture.edited(|conn| alter(conn, "event", "seq", EVENT_COLUMNS[column], seq, turn));
        let report = fixture.verify(&path);
        let named = report.findings.iter().any(|finding| {
            matches!(finding, Finding::EventAltered(n) | Finding::EventMissing(n) if *n == seq)
                || matches!(finding, Finding::Unreadable(_))
        });
        prop_assert!(named, "{}", report);
        let beside = report.findings.iter().filter(|finding| matches!(finding, Finding::EventAltered(n) if *n != seq));
        prop_assert_eq!(beside.count(), 0);
    });
    let config = ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(number in 1..=SEALS, column in 0..SEAL_COLUMNS.len(), turn in 0..9999usize)| {
        let path = fixture.edited(|conn| alter(conn, "seal", "number", SEAL_COLUMNS[column], number, turn));
        let report = fixture.verify(&path);
        prop_assert!(!report.is_sound(), "{}", report);
    });
}

#[test]
fn no_single_field_can_be_altered_unseen_on_postgres() {
    let test = TestDb::new(Backend::Postgres);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        for _ in 0..3 {
            record(&test.db, 3).await;
            sealer(&test.db).seal().await.unwrap();
        }
    });
    let server = test.server().unwrap();
    server.run("DROP TRIGGER event_not_edited ON event; DROP TRIGGER seal_not_edited ON seal");
    server.run("ALTER TABLE event DROP CONSTRAINT event_actor_kind");
    let verify = || verify::database(&test.db, &Expect::default()).unwrap();
    assert!(verify().is_sound());
    for column in EVENT_COLUMNS {
        let (there, back) = match column {
            "seq" => ("seq + 100".to_owned(), "UPDATE event SET seq = 5 WHERE seq = 105"),
            "at" => ("at + 1".to_owned(), "UPDATE event SET at = at - 1 WHERE seq = 5"),
            _ => (format!("coalesce({column}, '') || ' '"), ""),
        };
        server.run(&format!("UPDATE event SET {column} = {there} WHERE seq = 5"));
        let report = verify();
        let missing = if column == "seq" {
            Finding::EventMissing(5)
        } else {
            Finding::EventAltered(5)
        };
        assert_eq!(report.findings, [missing], "{column}");
        if back.is_empty() {
            let null = ["token", "org", "request"].contains(&column);
            let value = if null {
                "NULL".to_owned()
            } else {
                format!("left({column}, -1)")
            };
            server.run(&format!("UPDATE event SET {column} = {value} WHERE seq = 5"));
        } else {
            server.run(back);
        }
        assert!(verify().is_sound(), "{column}");
    }
    server.run("DELETE FROM event WHERE seq = 4");
    assert_eq!(verify().findings, [Finding::EventMissing(4)]);
}
