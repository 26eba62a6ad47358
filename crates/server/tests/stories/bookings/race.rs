//! 32 clients race for one room and hour, 500 times over: exactly one has it each time.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jiff::SignedDuration;
use langqiao_app::bookings::{BookError, NewBooking, book};
use langqiao_testkit::{TestApp, both};
use tokio::task::JoinSet;

const CLIENTS: usize = 32;
const SLOTS: usize = 500;

both! {
    async fn of_many_who_want_one_hour_exactly_one_has_it(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (tried, won) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let (app, tried, won) = (app.clone(), tried.clone(), won.clone());
            clients.spawn(async move {
                loop {
                    // Clients that come after each other want the same hour.
                    let slot = tried.fetch_add(1, Ordering::Relaxed) / CLIENTS;
                    if slot >= SLOTS {
                        return;
                    }
                    if wants(&app, slot).await {
                        won.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        while let Some(done) = clients.join_next().await {
            done.expect("a client");
        }
        assert_eq!(won.load(Ordering::Relaxed), SLOTS);
        let overlaps = app.app.db.read(|tx| {
            let sql = "SELECT COUNT(*) FROM booking a JOIN booking b ON a.space = b.space AND a.id < b.id
                       AND a.held_from < b.held_until AND b.held_from < a.held_until";
            tx.one(sql, &[], |row| row.get::<i64>(0))
        });
        assert_eq!(overlaps.await.unwrap(), Some(0));
        let held = app.app.db.read(|tx| tx.one("SELECT COUNT(*) FROM booking WHERE status = 'held'", &[], |row| row.get::<i64>(0)));
        assert_eq!(held.await.unwrap(), Some(SLOTS as i64));
    }
}

/// Whether a client gets the hour of this number; each wants a slightly different part of it.
async fn wants(app: &TestApp, slot: usize) -> bool {
    let (org, person) = (app.county.village_women, app.county.people.officer);
    let starts_at = app.app.now() + SignedDuration::from_hours(1 + slot as i64);
    let wish = NewBooking {
        space: app.county.space,
        purpose: "抢约".to_owned(),
        people: 0,
        starts_at,
        ends_at: starts_at + SignedDuration::from_mins(60),
        equipment: Vec::new(),
    };
    let by = app.app.by_system("story");
    match app.app.db.write(by, move |tx| book(tx, org, person, &wish)).await {
        Ok(_) => true,
        Err(BookError::Taken(_)) => false,
        Err(why) => panic!("{why}"),
    }
}
