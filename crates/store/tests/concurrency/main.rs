//! What holds when many write, read and die at the same time.

mod failures;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use langqiao_kernel::clock::Clock;
use langqiao_store::{By, Db, Event, StoreError, WriteTx, params};
use langqiao_testkit::{Backend, TestDb, run_on};

const SCHEMA: &[&str] = &[
    "CREATE TABLE t_account (id BIGINT CONSTRAINT t_account_pkey PRIMARY KEY, amount BIGINT NOT NULL)",
    "CREATE TABLE t_seat (place BIGINT CONSTRAINT t_seat_pkey PRIMARY KEY, person BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX t_seat_once ON t_seat (person)",
    "CREATE TABLE t_activity (id BIGINT CONSTRAINT t_activity_pkey PRIMARY KEY, capacity BIGINT NOT NULL, taken BIGINT NOT NULL,
        CONSTRAINT t_activity_not_overfull CHECK (taken <= capacity))",
    "INSERT INTO t_account (id, amount) VALUES (1, 500), (2, 500), (3, 0)",
    "INSERT INTO t_activity (id, capacity, taken) VALUES (1, 50, 0)",
];

fn prepared(backend: Backend) -> TestDb {
    let mut test = TestDb::new(backend);
    test.extend(SCHEMA);
    test
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn by() -> By {
    By::system("test", &Clock::system())
}

fn happened(tx: &mut WriteTx) -> Result<(), StoreError> {
    tx.record(Event::of("test.happened", &"x"))
}

fn count(db: &Db, sql: &'static str) -> i64 {
    db.read_blocking(move |tx| tx.one(sql, &[], |row| row.get::<i64>(0)))
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
        .unwrap()
}

/// In one group on SQLite, some succeed, some fail, some panic, some forget their event: each for itself.
fn each_for_itself(backend: Backend) {
    let test = prepared(backend);
    let db = test.db.clone();
    runtime().block_on(async {
        let tasks: Vec<_> = (0..400i64)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write::<_, StoreError, _>(by(), move |tx| {
                        tx.execute("INSERT INTO t_seat (place, person) VALUES (?1, ?1)", params![n])?;
                        match n % 5 {
                            0 => panic!("a bug in {n}"),
                            1 => return Err(StoreError::LeaseLost(n.to_string())),
                            2 => return Ok(()), // no event
                            3 => drop(
                                tx.execute("INSERT INTO t_seat (place, person) VALUES (0, ?1)", params![n]),
                            ), // seat_once
                            _ => {}
                        }
                        happened(tx)
                    })
                    .await
                })
            })
            .collect();
        for (n, task) in tasks.into_iter().enumerate() {
            let outcome = task.await.unwrap();
            let as_expected = match n % 5 {
                0 => matches!(outcome, Err(StoreError::Panicked)),
                1 => matches!(outcome, Err(StoreError::LeaseLost(_))),
                2 => matches!(outcome, Err(StoreError::Unrecorded)),
                3 => matches!(
                    outcome,
                    Err(StoreError::Swallowed | StoreError::Constraint(_) | StoreError::Statement { .. })
                ),
                _ => outcome.is_ok(),
            };
            assert!(as_expected, "{n}: {outcome:?}");
        }
    });
    assert_eq!(count(&db, "SELECT COUNT(*) FROM t_seat WHERE place % 5 = 4"), 80);
    assert_eq!(count(&db, "SELECT COUNT(*) FROM t_seat"), 80);
    assert_eq!(count(&db, "SELECT COUNT(*) FROM event"), 80);
}

#[test]
fn each_for_itself_on_sqlite() {
    each_for_itself(Backend::Sqlite);
}

#[test]
fn each_for_itself_on_postgres() {
    each_for_itself(Backend::Postgres);
}

fn readers_see_all_or_nothing(backend: Backend) {
    let test = prepared(backend);
    let (db, done) = (test.db.clone(), Arc::new(AtomicBool::new(false)));
    runtime().block_on(async {
        let writers: Vec<_> = (0..4i64)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move {
                    for turn in 0..60 {
                        let (from, to) = ((writer + turn) % 3 + 1, (writer + turn + 1) % 3 + 1);
                        db.write(by(), move |tx| {
                            // In a fixed order, so that nobody waits in a circle.
                            for id in [from.min(to), from.max(to)] {
                                let change = if id == from { -7 } else { 7 };
                                tx.execute(
                                    "UPDATE t_account SET amount = amount + ?2 WHERE id = ?1",
                                    params![id, change],
                                )?;
                            }
                            happened(tx)
                        })
                        .await
                        .unwrap();
                    }
                })
            })
            .collect();
        let readers: Vec<_> = (0..3)
            .map(|_| {
                let (db, done) = (db.clone(), Arc::clone(&done));
                tokio::spawn(async move {
                    let mut reads = 0;
                    while !done.load(Ordering::Relaxed) {
                        let (sum, again, changes, events) = db
                            .read(|tx| {
                                // Two statements, one moment; events tell how many transfers that moment has seen.
                                let sum = "SELECT CAST(SUM(amount) AS BIGINT) FROM t_account";
                                let list = "SELECT amount FROM t_account ORDER BY id";
                                let first = tx.one(sum, &[], |row| row.get::<i64>(0))?;
                                let events =
                                    tx.one("SELECT COUNT(*) FROM event", &[], |row| row.get::<i64>(0))?;
                                std::thread::yield_now();
                                let again = tx.all(list, &[], |row| row.get::<i64>(0))?.iter().sum::<i64>();
                                let later =
                                    tx.one("SELECT COUNT(*) FROM event", &[], |row| row.get::<i64>(0))?;
                                Ok::<_, StoreError>((first, again, events, later))
                            })
                            .await
                            .unwrap();
                        assert_eq!((sum, again), (Some(1000), 1000));
                        assert_eq!(changes, events);
                        reads += 1;
                    }
                    reads
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.await.unwrap() > 5);
        }
    });
}

#[test]
fn readers_see_all_or_nothing_on_sqlite() {
    readers_see_all_or_nothing(Backend::Sqlite);
}

#[test]
fn readers_see_all_or_nothing_on_postgres() {
    readers_see_all_or_nothing(Backend::Postgres);
}

fn never_oversold(backend: Backend) {
    let test = prepared(backend);
    let db = test.db.clone();
    runtime().block_on(async {
        let tasks: Vec<_> = (0..64i64)
            .map(|client| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut places = 0;
                    for turn in 0..5 {
                        let person = client * 100 + turn;
                        let place = db
                            .write::<_, StoreError, _>(by(), move |tx| {
                                let place = tx.execute_one(
                                    "UPDATE t_activity SET taken = taken + 1 WHERE id = 1 AND taken < capacity RETURNING taken",
                                    &[],
                                    |row| row.get::<i64>(0),
                                )?;
                                if let Some(place) = place {
                                    tx.execute("INSERT INTO t_seat (place, person) VALUES (?1, ?2)", params![place, person])?;
                                    happened(tx)?;
                                }
                                Ok(place)
                            })
                            .await
                            .unwrap();
                        places += usize::from(place.is_some());
                    }
                    places
                })
            })
            .collect();
        let mut places = 0;
        for task in tasks {
            places += task.await.unwrap();
        }
        assert_eq!(places, 50);
    });
    assert_eq!(
        count(&db, "SELECT COUNT(*) FROM t_seat WHERE place BETWEEN 1 AND 50"),
        50
    );
}

#[test]
fn never_oversold_on_sqlite() {
    never_oversold(Backend::Sqlite);
}

#[test]
fn never_oversold_on_postgres() {
    never_oversold(Backend::Postgres);
}

#[test]
fn a_story_runs_on_both() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        run_on(backend, |db| async move {
            db.write(by(), happened).await.unwrap();
        });
    }
}
