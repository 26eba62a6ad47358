//! Jobs are done if and only if what asked for them stands, whoever dies.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use langqiao_kernel::clock::{Clock, ManualClock};
use langqiao_store::{By, Db, Event, Job, JobError, JobRow, StoreError, Worker, WriteTx};
use langqiao_testkit::both;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

#[derive(Serialize, Deserialize)]
struct Offer {
    number: u32,
}

fn clock() -> ManualClock {
    ManualClock::new("2026-11-21T06:30:00Z".parse().unwrap())
}

async fn write(
    db: &Db,
    clock: &Clock,
    mut run: impl FnMut(&mut WriteTx) -> Result<(), StoreError> + Send + 'static,
) -> Result<(), StoreError> {
    db.write(By::system("test", clock), move |tx| {
        tx.record(Event::of("test.asked", &"x"))?;
        run(tx)
    })
    .await
}

async fn enqueue(db: &Db, clock: &Clock, numbers: std::ops::Range<u32>) {
    write(db, clock, move |tx| {
        numbers
            .clone()
            .try_for_each(|number| tx.enqueue(Job::new("offer.expire", &Offer { number })))
    })
    .await
    .unwrap();
}

async fn waiting(db: &Db) -> Vec<JobRow> {
    db.read(|tx| tx.waiting_jobs(1000)).await.unwrap()
}

/// A worker that notes the numbers of the offers it gets.
fn noting(db: &Db, clock: &Clock, seen: &Arc<Mutex<Vec<u32>>>) -> Worker {
    let seen = Arc::clone(seen);
    Worker::new(db.clone(), clock.clone()).on("offer.expire", move |_, offer: Offer| {
        let seen = Arc::clone(&seen);
        async move {
            seen.lock().expect("no panic").push(offer.number);
            Ok(())
        }
    })
}

both! {
    async fn a_job_is_done_at_its_time_and_only_once(db: Db) {
        let (manual, seen) = (clock(), Arc::default());
        let worker = noting(&db, &manual.clock(), &seen);
        let later = manual.clock().now() + SignedDuration::from_mins(30);
        enqueue(&db, &manual.clock(), 1..3).await;
        write(&db, &manual.clock(), move |tx| tx.enqueue(Job::new("offer.expire", &Offer { number: 9 }).at(later)))
            .await
            .unwrap();
        assert_eq!(worker.run_due().await.unwrap(), 2);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        assert_eq!(*seen.lock().unwrap(), [1, 2]);
        manual.advance(SignedDuration::from_mins(30));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(*seen.lock().unwrap(), [1, 2, 9]);
        assert!(waiting(&db).await.is_empty());
    }

    async fn a_job_of_what_was_undone_is_not_done(db: Db) {
        let (manual, seen) = (clock(), Arc::default());
        let outcome = write(&db, &manual.clock(), |tx| {
            tx.enqueue(Job::new("offer.expire", &Offer { number: 1 }))?;
            Err(StoreError::Closed)
        })
        .await;
        assert!(outcome.is_err());
        assert_eq!(noting(&db, &manual.clock(), &seen).run_due().await.unwrap(), 0);
    }

    async fn a_key_guards_against_doubles(db: Db) {
        let (manual, seen) = (clock(), Arc::default());
        let clock = manual.clock();
        let now = clock.now();
        let job = move |number, minutes| {
            let at = now + SignedDuration::from_mins(minutes);
            Job::new("offer.expire", &Offer { number }).key("offer-1").at(at)
        };
        write(&db, &clock, move |tx| tx.enqueue(job(1, 20))).await.unwrap();
        write(&db, &clock, move |tx| tx.enqueue(job(2, 30))).await.unwrap();
        write(&db, &clock, move |tx| tx.enqueue(job(3, 10))).await.unwrap();
        let jobs = waiting(&db).await;
        assert_eq!((jobs.len(), jobs[0].due_at), (1, now + SignedDuration::from_mins(10)));
        manual.advance(SignedDuration::from_mins(10));
        assert_eq!(noting(&db, &clock, &seen).run_due().await.unwrap(), 1);
        assert_eq!(*seen.lock().unwrap(), [1]);
        write(&db, &clock, move |tx| tx.enqueue(job(4, 0))).await.unwrap();
        let taken_back = db
            .write(By::system("test", &clock), |tx| {
                tx.bookkeeping();
                Ok::<_, StoreError>((tx.unqueue("offer.expire", "offer-1")?, tx.unqueue("offer.expire", "offer-1")?))
            })
            .await;
        assert_eq!(taken_back.unwrap(), (true, false));
    }

    async fn what_is_asked_for_while_the_job_runs_is_done_after_it(db: Db) {
        let manual = clock();
        let clock = manual.clock();
        let job = || Job::new("total.fold", &()).key("total");
        let runs = Arc::new(AtomicUsize::new(0));
        let worker = Worker::new(db.clone(), clock.clone()).on("total.fold", {
            let runs = Arc::clone(&runs);
            move |ctx, ()| {
                let runs = Arc::clone(&runs);
                async move {
                    if runs.fetch_add(1, Ordering::SeqCst) == 0 {
                        write(&ctx.db, &ctx.clock, move |tx| tx.enqueue(job())).await?;
                    }
                    Ok(())
                }
            }
        });
        write(&db, &clock, move |tx| tx.enqueue(job())).await.unwrap();
        assert_eq!(worker.run_due().await.unwrap(), 2);
    }

    async fn a_failing_job_is_tried_again_and_then_kept_for_the_operator(db: Db) {
        let manual = clock();
        let broken = |db: &Db| {
            Worker::new(db.clone(), manual.clock())
                .attempts(3)
                .on("offer.expire", |_, _: Offer| async { Err(JobError::from("the mail server is away")) })
        };
        enqueue(&db, &manual.clock(), 1..2).await;
        let worker = broken(&db);
        for seconds in [5, 20] {
            assert_eq!(worker.run_due().await.unwrap(), 1);
            let jobs = waiting(&db).await;
            assert_eq!(jobs[0].error.as_deref(), Some("the mail server is away"));
            assert_eq!(jobs[0].due_at, manual.clock().now() + SignedDuration::from_secs(seconds));
            manual.advance(SignedDuration::from_secs(seconds - 1));
            assert_eq!(worker.run_due().await.unwrap(), 0);
            manual.advance(SignedDuration::from_secs(1));
        }
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert!(waiting(&db).await.is_empty());
        let failed = db.read(|tx| tx.failed_jobs(10)).await.unwrap();
        assert_eq!((failed.len(), failed[0].attempts), (1, 3));
        manual.advance(SignedDuration::from_hours(100));
        assert_eq!(worker.run_due().await.unwrap(), 0);

        let id = failed[0].id;
        write(&db, &manual.clock(), move |tx| tx.retry_job(id).map(|found| assert!(found))).await.unwrap();
        let seen = Arc::default();
        assert_eq!(noting(&db, &manual.clock(), &seen).run_due().await.unwrap(), 1);
        assert!(db.read(|tx| tx.failed_jobs(10)).await.unwrap().is_empty());
    }

    async fn what_can_never_be_done_is_given_up_at_once(db: Db) {
        let manual = clock();
        let worker = Worker::new(db.clone(), manual.clock())
            .on("a.fails", |_, ()| async { Err(JobError::Fail("no such thing".into())) })
            .on("b.misread", |_, _: Offer| async { Ok(()) })
            .on("c.panics", |_, ()| async { panic!("a bug") });
        write(&db, &manual.clock(), |tx| {
            tx.enqueue(Job::new("a.fails", &()))?;
            tx.enqueue(Job::new("b.misread", &"no offer"))?;
            tx.enqueue(Job::new("c.panics", &()))?;
            tx.enqueue(Job::new("d.unknown_here", &()))
        })
        .await
        .unwrap();
        assert_eq!(worker.run_due().await.unwrap(), 3);
        let mut failed = db.read(|tx| tx.failed_jobs(10)).await.unwrap();
        failed.sort_by(|a, b| a.kind.cmp(&b.kind));
        assert_eq!(failed.iter().map(|job| &*job.kind).collect::<Vec<_>>(), ["a.fails", "b.misread"]);
        let left = waiting(&db).await;
        assert_eq!(left.iter().map(|job| (&*job.kind, job.attempts)).collect::<Vec<_>>(), [
            ("d.unknown_here", 0),
            ("c.panics", 1)
        ]);
        let id = failed[0].id;
        write(&db, &manual.clock(), move |tx| tx.drop_job(id).map(|found| assert!(found))).await.unwrap();
    }

    async fn two_workers_share_the_work(db: Db) {
        let (clock, seen) = (Clock::system(), Arc::<Mutex<Vec<u32>>>::default());
        let (mut stops, mut workers) = (Vec::new(), Vec::new());
        for _ in 0..2 {
            let (stop, stopped) = oneshot::channel::<()>();
            stops.push(stop);
            let worker = noting(&db, &clock, &seen);
            workers.push(tokio::spawn(worker.run(async { _ = stopped.await })));
        }
        for start in (0..200).step_by(20) {
            enqueue(&db, &clock, start..start + 20).await;
        }
        for _ in 0..500 {
            if waiting(&db).await.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        drop(stops);
        for worker in workers {
            worker.await.unwrap();
        }
        let mut seen = seen.lock().unwrap().clone();
        seen.sort_unstable();
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    async fn a_due_job_is_begun_at_once(db: Db) {
        let (clock, seen) = (Clock::system(), Arc::<Mutex<Vec<u32>>>::default());
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(noting(&db, &clock, &seen).run(async { _ = stopped.await }));
        tokio::time::sleep(Duration::from_millis(150)).await;
        let asked = std::time::Instant::now();
        enqueue(&db, &clock, 0..1).await;
        while seen.lock().unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        assert!(asked.elapsed() < Duration::from_millis(800), "{:?}", asked.elapsed());
        drop(stop);
        running.await.unwrap();
    }

    async fn the_job_of_a_dead_worker_passes_to_another(db: Db) {
        let manual = clock();
        enqueue(&db, &manual.clock(), 1..2).await;
        // It dies in the middle of its work: the handler never returns and the task is dropped.
        let (began, begun) = oneshot::channel();
        let began = Arc::new(Mutex::new(Some(began)));
        let dying = Worker::new(db.clone(), manual.clock()).on("offer.expire", move |_, _: Offer| {
            let began = began.lock().expect("no panic").take();
            async move {
                began.map(|began| began.send(()));
                std::future::pending().await
            }
        });
        let dying = tokio::spawn(async move { dying.run_due().await });
        begun.await.unwrap();
        dying.abort();

        let seen = Arc::default();
        let heir = noting(&db, &manual.clock(), &seen);
        manual.advance(SignedDuration::from_secs(59));
        assert_eq!(heir.run_due().await.unwrap(), 0);
        manual.advance(SignedDuration::from_secs(1));
        assert_eq!(heir.run_due().await.unwrap(), 1);
        assert_eq!(*seen.lock().unwrap(), [1]);
        assert!(waiting(&db).await.is_empty());
    }

    async fn whoever_lost_the_lease_can_not_finish(db: Db) {
        let manual = clock();
        enqueue(&db, &manual.clock(), 1..2).await;
        let slow = {
            let manual = manual.clone();
            Worker::new(db.clone(), manual.clock()).on("offer.expire", move |ctx, _: Offer| {
                let manual = manual.clone();
                async move {
                    manual.advance(SignedDuration::from_mins(2));
                    let seen = Arc::default();
                    assert_eq!(noting(&ctx.db, &ctx.clock, &seen).run_due().await?, 1);
                    let handler = ctx.clone();
                    let outcome = ctx
                        .db
                        .write(ctx.by(), move |tx| {
                            tx.record(Event::of("offer.expired", &1))?;
                            handler.finish(tx)
                        })
                        .await;
                    assert!(matches!(outcome, Err(StoreError::LeaseLost(_))), "{outcome:?}");
                    Ok(())
                }
            })
        };
        assert_eq!(slow.run_due().await.unwrap(), 1);
        let acts = db
            .read(|tx| tx.all("SELECT act FROM event WHERE act = 'offer.expired'", &[], |row| row.get::<String>(0)))
            .await
            .unwrap();
        assert!(acts.is_empty());
        assert!(waiting(&db).await.is_empty());
    }

    async fn effects_and_end_are_committed_together(db: Db) {
        let manual = clock();
        enqueue(&db, &manual.clock(), 1..2).await;
        let worker = Worker::new(db.clone(), manual.clock()).on("offer.expire", |ctx, _: Offer| async move {
            let handler = ctx.clone();
            ctx.db
                .write(ctx.by(), move |tx| {
                    tx.record(Event::of("offer.expired", &1))?;
                    handler.finish(tx)
                })
                .await?;
            // What fails after the end changes nothing about it.
            Err(JobError::from("too late"))
        });
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert!(waiting(&db).await.is_empty());
        assert!(db.read(|tx| tx.failed_jobs(10)).await.unwrap().is_empty());
    }

    async fn a_long_job_keeps_its_lease(db: Db) {
        let clock = Clock::system();
        enqueue(&db, &clock, 1..2).await;
        let runs = Arc::new(AtomicUsize::new(0));
        let long = || {
            let runs = Arc::clone(&runs);
            Worker::new(db.clone(), clock.clone()).lease(SignedDuration::from_millis(600)).on(
                "offer.expire",
                move |_, _: Offer| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    async {
                        tokio::time::sleep(Duration::from_millis(1500)).await;
                        Ok(())
                    }
                },
            )
        };
        let (one, other) = (long(), long());
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(other.run(async { _ = stopped.await }));
        one.run_due().await.unwrap();
        drop(stop);
        running.await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    async fn chores_are_done_again_and_again(db: Db) {
        let count = Arc::new(AtomicUsize::new(0));
        let chore = Arc::clone(&count);
        let worker = Worker::new(db.clone(), Clock::system()).every("count", Duration::from_millis(20), move || {
            let turn = chore.fetch_add(1, Ordering::SeqCst);
            async move { if turn == 1 { Err(JobError::from("once")) } else { Ok(()) } }
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(worker.run(async { _ = stopped.await }));
        while count.load(Ordering::SeqCst) < 4 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        drop(stop);
        running.await.unwrap();
    }
}
