//! What a use case can rely on, on both databases.

use langqiao_kernel::clock::Clock;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, TokenId};
use langqiao_store::{Actor, By, Db, Event, EventRow, StoreError, WriteTx, params};
use langqiao_testkit::both;

fn by() -> By {
    By::system("test", &Clock::system())
}

/// Something that changes a table: queues a job.
fn change(tx: &mut WriteTx, kind: &'static str) -> Result<(), StoreError> {
    let inserted = tx.execute(
        "INSERT INTO job (id, kind, payload, queued_at, due_at) VALUES (?1, ?2, 'null', ?3, ?3)",
        params![ActivityId::generate(), kind, tx.now()],
    )?;
    assert_eq!(inserted, 1);
    Ok(())
}

fn happened(tx: &mut WriteTx) -> Result<(), StoreError> {
    tx.record(Event::of("test.happened", &"x"))
}

async fn kinds(db: &Db) -> Vec<String> {
    db.read(|tx| tx.all("SELECT kind FROM job ORDER BY kind", &[], |row| row.get(0)))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

both! {
    async fn what_is_recorded_is_kept(db: Db) {
        db.write(by(), |tx| {
            change(tx, "a")?;
            happened(tx)
        })
        .await
        .unwrap();
        assert_eq!(kinds(&db).await, ["a"]);
    }

    async fn a_change_without_an_event_is_undone(db: Db) {
        let outcome = db.write(by(), |tx| change(tx, "a")).await;
        assert!(matches!(outcome, Err(StoreError::Unrecorded)), "{outcome:?}");
        let outcome = db
            .write(by(), |tx| {
                tx.execute_returning(
                    "INSERT INTO job (id, kind, payload, queued_at, due_at) VALUES ('1', 'b', '', 0, 0) RETURNING id",
                    &[],
                    |row| row.get::<String>(0),
                )
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Unrecorded)), "{outcome:?}");
        assert!(kinds(&db).await.is_empty());
    }

    async fn a_change_of_nothing_needs_no_event(db: Db) {
        let outcome = db.write(by(), |tx| tx.execute("DELETE FROM job WHERE kind = ?1", params!["a"])).await;
        assert_eq!(outcome.unwrap(), 0);
    }

    async fn bookkeeping_needs_no_event(db: Db) {
        db.write(by(), |tx| {
            tx.bookkeeping();
            change(tx, "a")
        })
        .await
        .unwrap();
        assert_eq!(kinds(&db).await, ["a"]);
    }

    async fn a_panic_is_undone_and_the_next_is_served(db: Db) {
        let outcome: Result<(), StoreError> = db
            .write(by(), |tx| {
                change(tx, "a")?;
                panic!("a bug")
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Panicked)), "{outcome:?}");
        let outcome: Result<(), StoreError> = db.read(|_| panic!("a bug")).await;
        assert!(matches!(outcome, Err(StoreError::Panicked)), "{outcome:?}");
        assert!(kinds(&db).await.is_empty());
    }

    async fn an_error_of_its_own_is_undone_and_told(db: Db) {
        #[derive(Debug, thiserror::Error)]
        enum Refusal {
            #[error("full")]
            Full,
            #[error(transparent)]
            Store(#[from] StoreError),
        }
        let outcome: Result<(), Refusal> = db
            .write(by(), |tx| {
                change(tx, "a")?;
                happened(tx)?;
                Err(Refusal::Full)
            })
            .await;
        assert!(matches!(outcome, Err(Refusal::Full)), "{outcome:?}");
        assert!(kinds(&db).await.is_empty());
    }

    async fn going_on_after_a_failed_statement_is_undone(db: Db) {
        let outcome = db
            .write(by(), |tx| {
                change(tx, "a")?;
                happened(tx)?;
                assert!(tx.execute("UPDATE nothing SET x = 1", &[]).is_err());
                Ok(())
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Swallowed)), "{outcome:?}");
        assert!(kinds(&db).await.is_empty());
    }

    async fn a_query_can_not_change(db: Db) {
        let sql = "INSERT INTO job (id, kind, payload, queued_at, due_at) VALUES ('1', 'b', '', 0, 0) RETURNING id";
        let outcome = db.write(by(), |tx| tx.one(sql, &[], |row| row.get::<String>(0))).await;
        assert!(matches!(outcome, Err(StoreError::Statement { .. })), "{outcome:?}");
        let outcome = db.read(|tx| tx.one(sql, &[], |row| row.get::<String>(0))).await;
        assert!(matches!(outcome, Err(StoreError::Statement { .. })), "{outcome:?}");
        assert!(kinds(&db).await.is_empty());
    }

    async fn wrong_parameters_are_an_error(db: Db) {
        let sql = "SELECT kind FROM job WHERE kind = ?1";
        for count in [0, 2] {
            let outcome = db
                .read(move |tx| match count {
                    0 => tx.all(sql, params![], |row| row.get::<String>(0)),
                    _ => tx.all(sql, params!["a", "b"], |row| row.get(0)),
                })
                .await;
            assert!(matches!(outcome, Err(StoreError::Statement { .. })), "{outcome:?}");
        }
    }

    async fn an_event_tells_who_when_and_what(db: Db) {
        let (org, person, token) = (OrganisationId::generate(), PersonId::generate(), TokenId::generate());
        let at = "2026-11-21T06:30:00.123Z".parse().unwrap();
        for actor in [Actor::Person(person), Actor::System("demo"), Actor::Token { person, token }, Actor::Visitor] {
            let by = By { request: Some("r-1".into()), ..By::new(actor, at) };
            db.write(by, move |tx| {
                tx.record(Event::of("signup.cancelled", &"s-1").kind("place").org(org).detail(&[1, 2]))
            })
            .await
            .unwrap();
        }
        let events = db
            .read(|tx| {
                tx.all(
                    "SELECT seq, at, actor_kind, actor, token, act, subject_kind, subject, org, request, detail
                     FROM event ORDER BY seq",
                    &[],
                    EventRow::read,
                )
            })
            .await
            .unwrap();
        let actors: Vec<_> = events.iter().map(|e| (&*e.actor_kind, e.actor.clone(), e.token.clone())).collect();
        let (person, token) = (person.to_text(), token.to_text());
        assert_eq!(actors, [
            ("person", Some(person.clone()), None),
            ("system", Some("demo".into()), None),
            ("token", Some(person), Some(token)),
            ("visitor", None, None),
        ]);
        for event in &events {
            assert_eq!(event.at().unwrap(), at);
            assert_eq!((&*event.act, &*event.subject_kind, &*event.subject), ("signup.cancelled", "place", "s-1"));
            assert_eq!(event.org, Some(org.to_text()));
            assert_eq!((event.request.as_deref(), event.detail.as_deref()), (Some("r-1"), Some("[1,2]")));
        }
    }

    async fn the_log_can_not_be_edited(db: Db) {
        db.write(by(), happened).await.unwrap();
        for sql in ["UPDATE event SET act = 'x'", "DELETE FROM event"] {
            let outcome = db.write(by(), move |tx| tx.execute(sql, &[])).await;
            assert_eq!(outcome.unwrap_err().constraint(), Some("event_append_only"));
        }
    }

    /// More than a connection keeps prepared.
    async fn there_may_be_any_number_of_different_statements(db: Db) {
        let texts: Vec<&'static str> = (0..700)
            .map(|n| &*Box::leak(format!("SELECT CAST({n} AS BIGINT)").into_boxed_str()))
            .collect();
        let sum = db
            .read(move |tx| {
                let mut sum = 0;
                // Twice, so that some are found and some are prepared again.
                for text in texts.iter().chain(&texts) {
                    sum += tx.one(text, &[], |row| row.get::<i64>(0))?.unwrap_or_default();
                }
                Ok::<_, StoreError>(sum)
            })
            .await;
        assert_eq!(sum.expect("all of them"), 700 * 699);
    }

    async fn statements_are_counted(db: Db) {
        let (counted, counter) = db.with_counter();
        counted
            .write(by(), |tx| {
                change(tx, "a")?;
                happened(tx)
            })
            .await
            .unwrap();
        assert_eq!((counter.statements(), counter.transactions()), (2, 1));
        kinds(&counted).await;
        kinds(&db).await;
        assert_eq!((counter.statements(), counter.transactions()), (3, 2));
        counter.reset();
        assert_eq!((counter.statements(), counter.transactions()), (0, 0));
    }

    async fn what_was_asked_for_before_the_end_is_done(db: Db) {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let held = std::sync::Mutex::new(held);
        let slow = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(by(), move |tx| {
                    held.lock().expect("one holder").recv().expect("the release");
                    change(tx, "slow")?;
                    happened(tx)
                })
                .await
            }
        });
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        let rest: Vec<_> = (0..20)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write(by(), |tx| {
                        change(tx, "quick")?;
                        happened(tx)
                    })
                    .await
                })
            })
            .collect();
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        let closing = std::thread::spawn({
            let db = db.clone();
            move || db.close()
        });
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        release.send(()).unwrap();
        slow.await.unwrap().unwrap();
        for write in rest {
            write.await.unwrap().unwrap();
        }
        closing.join().unwrap();
        assert!(matches!(db.write(by(), happened).await, Err(StoreError::Closed)));
        assert!(matches!(db.read::<(), StoreError, _>(|_| Ok(())).await, Err(StoreError::Closed)));
    }

    async fn a_transaction_inside_a_transaction_is_refused(db: Db) {
        let inner = db.clone();
        let outcome = db.write(by(), move |_| inner.write_blocking(by(), |_| Ok::<_, StoreError>(()))).await;
        assert!(matches!(outcome, Err(StoreError::Nested)), "{outcome:?}");
        let inner = db.clone();
        let outcome = db.read(move |_| inner.read_blocking(|_| Ok::<_, StoreError>(()))).await;
        assert!(matches!(outcome, Err(StoreError::Nested)), "{outcome:?}");
    }
}
