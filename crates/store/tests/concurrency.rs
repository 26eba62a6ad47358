//! What holds when many write, read and die at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use langqiao_kernel::clock::Clock;
use langqiao_store::{By, Db, DbUrl, Event, OpenOptions, StoreError, WriteTx, params};
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

/// Two take the same two locks in opposite order: PostgreSQL ends one of them, and it is run again.
#[test]
fn who_is_ended_in_a_deadlock_is_run_again() {
    let test = prepared(Backend::Postgres);
    let runs = Arc::new(AtomicU32::new(0));
    let barrier = Arc::new(std::sync::Barrier::new(2));
    std::thread::scope(|scope| {
        for (first, second) in [(1, 2), (2, 1)] {
            let (db, runs, barrier) = (test.db.clone(), Arc::clone(&runs), Arc::clone(&barrier));
            scope.spawn(move || {
                let mut fresh = true;
                db.write_blocking(by(), move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    let sql = "UPDATE t_account SET amount = amount + 1 WHERE id = ?1";
                    tx.execute(sql, params![first])?;
                    if std::mem::take(&mut fresh) {
                        barrier.wait();
                    }
                    // Whatever the use case makes of the error, the store knows that it was a conflict.
                    tx.execute(sql, params![second])
                        .map_err(|_| StoreError::LeaseLost("own".into()))?;
                    happened(tx)
                })
                .unwrap();
            });
        }
    });
    assert_eq!(runs.load(Ordering::SeqCst), 3);
    assert_eq!(
        count(&test.db, "SELECT CAST(SUM(amount) AS BIGINT) FROM t_account"),
        1004
    );
    assert_eq!(count(&test.db, "SELECT COUNT(*) FROM event"), 2);
}

#[test]
fn a_lock_is_held_by_one_at_a_time() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let test = prepared(backend);
        let inside = Arc::new(AtomicU32::new(0));
        std::thread::scope(|scope| {
            for n in 0..6 {
                let (db, inside) = (test.db.clone(), Arc::clone(&inside));
                scope.spawn(move || {
                    db.write_blocking(by(), move |tx| {
                        tx.lock("pool", &n)?;
                        tx.lock("pool", &"all")?;
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        for _ in 0..50 {
                            tx.one("SELECT COUNT(*) FROM event", &[], |row| row.get::<i64>(0))?;
                        }
                        inside.fetch_sub(1, Ordering::SeqCst);
                        Ok::<_, StoreError>(())
                    })
                    .unwrap();
                });
            }
        });
    }
}

/// Every connection is cut: who was under way is run again, who comes later gets a new connection.
#[test]
fn lost_connections_are_made_anew() {
    let test = prepared(Backend::Postgres);
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let insert = |place: i64| {
        test.db.write_blocking(by(), move |tx| {
            tx.execute(
                "INSERT INTO t_seat (place, person) VALUES (?1, ?1)",
                params![place],
            )?;
            happened(tx)
        })
    };
    for place in 0..8 {
        insert(place).unwrap();
    }
    let server = test.server().unwrap();
    server.run(cut);
    for place in 8..16 {
        insert(place).unwrap();
        assert_eq!(count(&test.db, "SELECT COUNT(*) FROM t_seat"), place + 1);
    }
    // In the middle of a transaction: it is run again from its beginning.
    let (began, begun) = std::sync::mpsc::channel();
    let (release, held) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let db = test.db.clone();
        let running = scope.spawn(move || {
            let mut runs = 0;
            db.write_blocking::<_, StoreError, _>(by(), move |tx| {
                runs += 1;
                tx.execute("INSERT INTO t_seat (place, person) VALUES (100, 100)", &[])?;
                if runs == 1 {
                    began.send(()).expect("the test waits");
                    held.recv().expect("the release");
                }
                happened(tx)?;
                Ok(runs)
            })
        });
        begun.recv().unwrap();
        server.run(cut);
        release.send(()).unwrap();
        assert_eq!(running.join().unwrap().unwrap(), 2);
    });
    assert_eq!(
        count(&test.db, "SELECT COUNT(*) FROM t_seat WHERE place = 100"),
        1
    );
}

/// The disk is full in the middle of a group: whoever is told so left nothing behind, the others are kept, and
/// work goes on when there is room again.
#[test]
fn a_full_disk_undoes_and_is_told() {
    let test = prepared(Backend::Sqlite);
    let db = &test.db;
    let limit = |sql: &'static str| {
        db.write_blocking(by(), move |tx| {
            tx.bookkeeping();
            tx.execute_returning(sql, &[], |row| row.get::<i64>(0))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
    };
    let pages = count(db, "SELECT page_count FROM pragma_page_count");
    assert!(pages < 900, "{pages}");
    limit("PRAGMA max_page_count = 1000");
    let kept: i64 = runtime().block_on(async {
        let tasks: Vec<_> = (0..120i64)
            .map(|place| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write::<_, StoreError, _>(by(), move |tx| {
                        tx.execute(
                            "INSERT INTO t_seat (place, person) VALUES (?1, ?1)",
                            params![place],
                        )?;
                        // Small ones fit for longer than large ones.
                        let pages = if place % 2 == 0 { 40 } else { 1 };
                        tx.record(Event::of("test.filled", &place).detail(&"x".repeat(4096 * pages)))
                    })
                    .await
                })
            })
            .collect();
        let mut kept = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => kept += 1,
                Err(StoreError::Statement { why, .. } | StoreError::Commit(why)) => {
                    assert!(why.contains("full"), "{why}");
                }
                Err(other) => panic!("{other}"),
            }
        }
        kept
    });
    assert!((1..120).contains(&kept), "{kept}");
    limit("PRAGMA max_page_count = 4294967294");
    assert_eq!(count(db, "SELECT COUNT(*) FROM t_seat"), kept);
    assert_eq!(
        count(db, "SELECT COUNT(*) FROM event WHERE act = 'test.filled'"),
        kept
    );
    db.write_blocking(by(), happened).unwrap();
}

/// Another process has the SQLite file open and writes to it too.
#[test]
fn two_processes_write_to_one_sqlite_file() {
    let test = prepared(Backend::Sqlite);
    let other = Db::open(&test.url(), OpenOptions::new(Clock::system())).unwrap();
    std::thread::scope(|scope| {
        for (number, db) in [test.db.clone(), other.clone()].into_iter().enumerate() {
            scope.spawn(move || {
                for n in 0..100 {
                    let place = (number * 1000 + n) as i64;
                    db.write_blocking(by(), move |tx| {
                        tx.execute(
                            "INSERT INTO t_seat (place, person) VALUES (?1, ?1)",
                            params![place],
                        )?;
                        happened(tx)
                    })
                    .unwrap();
                }
            });
        }
    });
    assert_eq!(count(&other, "SELECT COUNT(*) FROM t_seat"), 200);
    other.close();
}

/// What was acknowledged is on the disk: the file is copied under load, as after a power cut, and holds all that
/// was acknowledged before.
#[test]
fn what_was_acknowledged_is_in_the_files() {
    let test = prepared(Backend::Sqlite);
    let DbUrl::Sqlite(path) = test.url() else {
        unreachable!("an SQLite file")
    };
    let acknowledged = Arc::new(AtomicU32::new(0));
    let done = Arc::new(AtomicBool::new(false));
    std::thread::scope(|scope| {
        let (db, known, stop) = (test.db.clone(), Arc::clone(&acknowledged), Arc::clone(&done));
        scope.spawn(move || {
            let mut place = 0;
            while !stop.load(Ordering::Relaxed) {
                db.write_blocking(by(), move |tx| {
                    tx.execute(
                        "INSERT INTO t_seat (place, person) VALUES (?1, ?1)",
                        params![place],
                    )?;
                    happened(tx)
                })
                .unwrap();
                place += 1;
                known.store(place as u32, Ordering::SeqCst);
            }
        });
        for round in 0..5 {
            while acknowledged.load(Ordering::SeqCst) < (round + 1) * 40 {
                std::thread::yield_now();
            }
            let before = acknowledged.load(Ordering::SeqCst);
            let copy = path.with_file_name(format!("copy-{round}.db"));
            // The file itself doesn't change before the next checkpoint; the log beside it only grows.
            std::fs::copy(&path, &copy).unwrap();
            std::fs::copy(path.with_extension("db-wal"), copy.with_extension("db-wal")).unwrap();
            let db = Db::open(&DbUrl::Sqlite(copy), OpenOptions::new(Clock::system())).unwrap();
            let found = count(&db, "SELECT COUNT(*) FROM t_seat");
            assert!(found >= i64::from(before), "{found} of {before}");
            assert_eq!(found, count(&db, "SELECT COUNT(*) FROM event"));
            db.close();
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_story_runs_on_both() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        run_on(backend, |db| async move {
            db.write(by(), happened).await.unwrap();
        });
    }
}
