//! What holds when connections break, disks fill up and others are in the way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use langqiao_kernel::clock::Clock;
use langqiao_store::{Db, DbUrl, Event, OpenOptions, StoreError, params};
use langqiao_testkit::Backend;

use crate::{by, count, happened, prepared, runtime};

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
    let fill = |place: i64| {
        let db = db.clone();
        async move {
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
        }
    };
    let kept: i64 = runtime().block_on(async {
        // There is room for one; the others may all come in one group, and be undone with it.
        fill(0).await.unwrap();
        let tasks: Vec<_> = (1..120i64).map(|place| tokio::spawn(fill(place))).collect();
        let mut kept = 1;
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
