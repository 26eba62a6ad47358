//! The event log is sealed, once and whole, and can be exported.

mod altered;

use std::time::Duration;

use langqiao_kernel::clock::Clock;
use langqiao_store::verify::{self, Expect, Finding, Report};
use langqiao_store::{By, Db, Event, OpenOptions, SealKey, Sealer, StoreError};
use langqiao_testkit::{Backend, TestDb, both};

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
