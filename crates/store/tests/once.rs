//! A request that comes twice is carried out once, on both databases.

use langqiao_kernel::clock::Clock;
use langqiao_store::{By, Db, Event, Job, Once, StoreError, WriteTx};
use langqiao_testkit::both;

fn by(once: &Once) -> By {
    By {
        once: Some(once.clone()),
        ..By::system("test", &Clock::system())
    }
}

fn act(tx: &mut WriteTx) -> Result<(), StoreError> {
    tx.enqueue(Job::new("test.work", &()))?;
    tx.record(Event::of("test.happened", &"x"))
}

async fn acts(db: &Db) -> i64 {
    let count = db
        .read(|tx| tx.one("SELECT COUNT(*) FROM event", &[], |row| row.get(0)))
        .await;
    count
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
        .unwrap_or(0)
}

both! {
    async fn the_second_time_is_undone(db: Db) {
        let (first, second) = (Once::new("p", "k", "h"), Once::new("p", "k", "h"));
        db.write(by(&first), act).await.unwrap();
        assert!(first.is_taken());
        let outcome = db.write(by(&second), act).await;
        assert!(matches!(outcome, Err(StoreError::Repeated)), "{outcome:?}");
        assert!(!second.is_taken());
        assert_eq!(acts(&db).await, 1);
        db.write(by(&Once::new("q", "k", "h")), act).await.unwrap();
        assert_eq!(acts(&db).await, 2, "another person's key is another key");
    }

    async fn a_request_may_act_in_several_transactions(db: Db) {
        let once = Once::new("p", "k", "h");
        db.write(by(&once), act).await.unwrap();
        db.write(by(&once), act).await.unwrap();
        assert_eq!(acts(&db).await, 2);
    }

    async fn what_fails_or_only_keeps_books_leaves_the_key_free(db: Db) {
        let once = Once::new("p", "k", "h");
        let outcome = db.write(by(&once), |tx| {
            act(tx)?;
            Err::<(), _>(StoreError::Panicked)
        }).await;
        assert!(outcome.is_err() && !once.is_taken());
        let books = |tx: &mut WriteTx| {
            tx.bookkeeping();
            tx.enqueue(Job::new("test.books", &()))
        };
        db.write(by(&once), books).await.unwrap();
        assert!(!once.is_taken());
        db.write(by(&Once::new("p", "k", "h")), act).await.unwrap();
    }

    async fn of_many_at_once_one_is_carried_out(db: Db) {
        let all: Vec<_> = (0..16)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { db.write(by(&Once::new("p", "k", "h")), act).await.is_ok() })
            })
            .collect();
        let mut done = 0;
        for one in all {
            done += u32::from(one.await.unwrap());
        }
        assert_eq!((done, acts(&db).await), (1, 1));
    }
}
