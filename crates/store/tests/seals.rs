//! The event log is sealed, and whatever is altered afterwards is named.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use langqiao_kernel::clock::Clock;
use langqiao_store::verify::{self, Expect, Finding, Head, Report};
use langqiao_store::{By, Db, DbUrl, Event, OpenOptions, SealKey, Sealer, StoreError};
use langqiao_testkit::{Backend, TestDb, both};
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

fn sealer(db: &Db) -> Sealer {
    Sealer::new(db.clone(), Clock::system(), SealKey::from_seed([7; 32]))
}

async fn record(db: &Db, count: usize) {
    db.write(By::system("test", &Clock::system()), move |tx| {
        (0..count).try_for_each(|n| tx.record(Event::of("thing.done", &n).detail(&n)))
    })
    .await
    .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

async fn report(db: &Db) -> Report {
    let db = db.clone();
    tokio::task::spawn_blocking(move || verify::database(&db, &Expect::default()))
        .await
        .unwrap()
        .unwrap()
}

both! {
    async fn an_empty_log_is_sound(db: Db) {
        assert_eq!(sealer(&db).seal().await.unwrap(), 0);
        let report = report(&db).await;
        assert!(report.is_sound() && report.head.is_none() && report.seals == 0, "{report}");
    }

    async fn everything_is_sealed_once(db: Db) {
        record(&db, 3).await;
        assert_eq!(sealer(&db).seal().await.unwrap(), 3);
        assert_eq!(sealer(&db).seal().await.unwrap(), 0);
        record(&db, 5000).await;
        assert_eq!(sealer(&db).seal().await.unwrap(), 5000);
        record(&db, 2).await;
        let report = report(&db).await;
        assert!(report.is_sound(), "{report}");
        assert_eq!((report.seals, report.sealed, report.unsealed), (4, 5003, 2));
        assert_eq!(report.keys, [SealKey::from_seed([7; 32]).public()]);
        assert_eq!(report.head.map(|head| head.number), Some(4));
    }

    async fn an_exported_log_verifies_as_the_database_does(db: Db) {
        for _ in 0..3 {
            record(&db, 40).await;
            sealer(&db).seal().await.unwrap();
        }
        record(&db, 4).await;
        let exported = tokio::task::spawn_blocking({
            let db = db.clone();
            move || {
                let mut text = Vec::new();
                verify::export_jsonl(&db, &mut text).map(|()| String::from_utf8(text).unwrap())
            }
        });
        let text = exported.await.unwrap().unwrap();
        let offline = verify::jsonl(text.as_bytes(), &Expect::default()).unwrap();
        assert_eq!(offline.to_string(), report(&db).await.to_string());
        assert!(offline.is_sound() && offline.unsealed == 4, "{offline}");

        let lines: Vec<&str> = text.lines().collect();
        let check = |lines: Vec<&str>| verify::jsonl(lines.join("\n").as_bytes(), &Expect::default()).unwrap();
        let mut altered = lines.clone();
        let lie = lines[5].replace("thing.done", "thing.undone");
        altered[5] = &lie;
        assert_eq!(check(altered).findings, [Finding::EventAltered(5)]);
        let mut shorter = lines.clone();
        shorter.remove(5);
        assert_eq!(check(shorter).findings, [Finding::EventMissing(5)]);
        let mut swapped = lines.clone();
        swapped.swap(5, 6);
        assert!(!check(swapped).is_sound());
        let mut no_seal = lines.clone();
        no_seal.remove(41);
        assert_eq!(check(no_seal).findings[0], Finding::SealMissing(2));
        let mut rubbish = lines.clone();
        rubbish[10] = "{]";
        assert_eq!(check(rubbish).findings.len(), 2);
    }

    async fn many_nodes_seal_beside_each_other_while_others_write(db: Db) {
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    for count in 1..60 {
                        record(&db, count % 7 + 1).await;
                    }
                })
            })
            .collect();
        let sealers: Vec<_> = (0..3)
            .map(|_| {
                let sealer = sealer(&db);
                tokio::spawn(async move {
                    for _ in 0..12 {
                        sealer.seal().await.unwrap();
                        tokio::time::sleep(Duration::from_millis(3)).await;
                    }
                })
            })
            .collect();
        for task in writers.into_iter().chain(sealers) {
            task.await.unwrap();
        }
        sealer(&db).seal().await.unwrap();
        let report = report(&db).await;
        assert!(report.is_sound() && report.unsealed == 0 && report.seals > 1, "{report}");
        assert_eq!(report.sealed, 4 * (1..60).map(|count| count % 7 + 1).sum::<u64>());
    }

    /// On PostgreSQL numbers are given before the commit: the seal waits for the lower one.
    async fn an_event_that_is_committed_late_is_not_left_out(db: Db) {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (recorded, has_recorded) = std::sync::mpsc::channel();
        let held = std::sync::Mutex::new((held, recorded));
        let late = tokio::spawn({
            let db = db.clone();
            async move {
                db.write::<_, StoreError, _>(By::system("late", &Clock::system()), move |tx| {
                    tx.record(Event::of("thing.late", &0))?;
                    let held = held.lock().expect("one holder");
                    held.1.send(()).expect("the test waits");
                    held.0.recv().expect("the release");
                    Ok(())
                })
                .await
            }
        });
        tokio::task::spawn_blocking(move || has_recorded.recv().expect("the late one")).await.unwrap();
        let (early, sealing) = (record(&db, 2), tokio::spawn({
            let sealer = sealer(&db);
            async move { sealer.seal().await }
        }));
        tokio::time::sleep(Duration::from_millis(100)).await;
        release.send(()).unwrap();
        early.await;
        late.await.unwrap().unwrap();
        sealing.await.unwrap().unwrap();
        sealer(&db).seal().await.unwrap();
        let report = report(&db).await;
        assert!(report.is_sound(), "{report}");
        assert_eq!((report.sealed, report.unsealed), (3, 0));
    }
}

/// Each node has its own connections and its own sealer.
#[test]
fn two_nodes_seal_one_postgres() {
    let test = TestDb::new(Backend::Postgres);
    let other = Db::open(
        &test.url(),
        OpenOptions::new(Clock::system()).readers(2).writers(3),
    )
    .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let nodes: Vec<_> = [test.db.clone(), other.clone()]
            .into_iter()
            .map(|db| {
                tokio::spawn(async move {
                    for count in 1..40 {
                        let sealer = sealer(&db);
                        let (_, sealed) = tokio::join!(record(&db, count % 5 + 1), sealer.seal());
                        sealed.unwrap();
                    }
                })
            })
            .collect();
        for node in nodes {
            node.await.unwrap();
        }
        sealer(&other).seal().await.unwrap();
    });
    let report = verify::database(&other, &Expect::default()).unwrap();
    assert!(report.is_sound() && report.unsealed == 0, "{report}");
    assert_eq!(report.sealed, 2 * (1..40).map(|count| count % 5 + 1).sum::<u64>());
    other.close();
}

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
    let url = DbUrl::Sqlite(copy);
    assert_eq!(langqiao_store::status(&url).unwrap().pending, []);
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
