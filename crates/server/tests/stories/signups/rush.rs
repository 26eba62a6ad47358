//! Everybody comes at once: 1,000 sign-ups from 64 clients on 50 places, 50 times over.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use jiff::SignedDuration;
use langqiao_app::signups::{
    AnswerOfferError, Cancel, CancelError, SignedUp, SignupState, TakeFewer, TakeFewerError, accept, cancel,
    decline, expire, take_fewer, unanswered,
};
use langqiao_kernel::id::ActivityId;
use langqiao_testkit::both;
use tokio::task::JoinSet;

use super::ground::{Ground, by, join, morning};

const CLIENTS: usize = 64;
const PLACES: i64 = 50;
const ROUNDS: usize = 50;
const PEOPLE: usize = 1000;

/// Runs `what` for the numbers below `n` from 64 clients, each taking the next number as soon as it is free.
async fn crowd<F, O>(n: usize, what: F)
where
    F: Fn(usize) -> O + Clone + Send + Sync + 'static,
    O: Future<Output = ()> + Send + 'static,
{
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (next, what) = (next.clone(), what.clone());
        clients.spawn(async move {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= n {
                    break;
                }
                what(at).await;
            }
        });
    }
    while let Some(done) = clients.join_next().await {
        done.expect("a client");
    }
}

/// A number that looks drawn by lot, the same in every run.
fn lot(seed: usize) -> u64 {
    let mut x = (seed as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

async fn come(ground: &Ground, activity: ActivityId, at: usize, size: usize) -> SignedUp {
    let booker = ground.people[at];
    let coming = ground
        .db
        .write(by(morning()), move |tx| join(tx, activity, booker, size));
    coming.await.expect("a sign-up")
}

/// So many people for 50 places; exactly 50 get one, and the rest wait in strict order.
async fn rush(ground: &Arc<Ground>, people: usize) {
    let activity = ground.activity(PLACES).await;
    let crowded = ground.clone();
    let coming = move |at| {
        let ground = crowded.clone();
        async move {
            _ = come(&ground, activity, at, 1).await;
        }
    };
    crowd(people, coming).await;
    let queue = ground.queue(activity).await;
    queue.must_be_sound();
    assert_eq!((queue.taken, queue.waiting), (PLACES, people as i64 - PLACES));
    for row in &queue.rows {
        assert_eq!(row.state == SignupState::Seat, row.number <= PLACES, "{row:?}");
    }
}

both! {
    async fn a_rush_fills_exactly_the_places_and_the_rest_wait_in_order(db: Db) {
        let ground = Arc::new(Ground::lay(db, PEOPLE).await);
        for _ in 0..ROUNDS {
            rush(&ground, PEOPLE).await;
        }
    }

    async fn families_stay_whole_whatever_cancels_and_offers_run_beside(db: Db) {
        let families = 80;
        let ground = Arc::new(Ground::lay(db, families).await);
        for round in 0..ROUNDS {
            let activity = ground.activity(PLACES).await;
            let (crowded, trouble) = (ground.clone(), Arc::new(AtomicU64::new(0)));
            let counted = trouble.clone();
            crowd(families, move |at| {
                let (ground, counted) = (crowded.clone(), counted.clone());
                async move { counted.fetch_add(live(&ground, activity, at, round).await, Ordering::Relaxed); }
            }).await;
            let queue = ground.queue(activity).await;
            queue.must_be_sound();
            queue.must_be_whole();
            queue.must_be_settled();
            assert!(trouble.load(Ordering::Relaxed) > 0, "something was to run beside");
        }
    }

    async fn a_question_that_runs_out_among_a_crowd_leaves_no_place_idle_and_oversells_none(db: Db) {
        let newcomers = 24;
        let ground = Arc::new(Ground::lay(db, newcomers + 4).await);
        for _ in 0..ROUNDS {
            // Three are full, a family of three waits and one behind it; then one place stands free, and the family is asked.
            let activity = ground.activity(3).await;
            let mut seats = Vec::new();
            for at in 0..2 {
                seats.push(come(&ground, activity, at, 1 + at).await.party);
            }
            let family = come(&ground, activity, 2, 3).await.party;
            let behind = come(&ground, activity, 3, 1).await;
            assert_eq!(behind.state, SignupState::Waiting);
            let gone = Cancel { person: ground.people[0], party: seats[0], only: None };
            ground.db.write(by(morning()), move |tx| cancel(tx, &gone)).await.expect("a place free");
            let later = morning() + SignedDuration::from_mins(61);
            let stay = ground.queue(activity).await.rows.iter().filter(|row| row.party == family).map(|row| row.id).take(1).collect();
            let fewer = TakeFewer { person: ground.people[2], party: family, stay };
            let crowded = ground.clone();
            crowd(newcomers, move |at| {
                let (ground, fewer) = (crowded.clone(), fewer.clone());
                async move {
                    match at % 8 {
                        // The clock of the one who ends it and the family's own answer meet.
                        0 => drop(ground.db.write(by(later), move |tx| unanswered(tx, family)).await.expect("an end")),
                        1 => {
                            let answered = ground.db.write(by(morning()), move |tx| take_fewer(tx, &fewer)).await;
                            if let Err(TakeFewerError::Store(why)) = answered {
                                panic!("{why}");
                            }
                        }
                        _ => {
                            let booker = ground.people[at + 4];
                            let joined = ground.db.write(by(later), move |tx| join(tx, activity, booker, 1)).await;
                            joined.expect("a newcomer");
                        }
                    }
                }
            }).await;
            let queue = ground.queue(activity).await;
            queue.must_be_sound();
            queue.must_be_settled();
            assert_eq!(queue.taken, queue.capacity, "somebody fits into one place");
        }
    }

    async fn the_last_place_goes_to_one_of_two(db: Db) {
        let ground = Arc::new(Ground::lay(db, 2).await);
        for _ in 0..ROUNDS {
            let activity = ground.activity(1).await;
            let (first, second) = tokio::join!(come(&ground, activity, 0, 1), come(&ground, activity, 1, 1));
            let states = [first.state, second.state];
            assert!(states.contains(&SignupState::Seat) && states.contains(&SignupState::Waiting), "{states:?}");
        }
    }

    async fn one_person_pressing_many_times_is_signed_up_once(db: Db) {
        let ground = Arc::new(Ground::lay(db, 1).await);
        let activity = ground.activity(PLACES).await;
        let pressed = ground.clone();
        crowd(200, move |_| {
            let (db, booker) = (pressed.db.clone(), pressed.people[0]);
            async move { _ = db.write(by(morning()), move |tx| join(tx, activity, booker, 2)).await; }
        }).await;
        let queue = ground.queue(activity).await;
        queue.must_be_sound();
        assert_eq!((queue.taken, queue.rows.len()), (2, 2));
    }
}

/// What a family of 1 to 4 does in a round: comes, and perhaps goes, or answers an offer, or lets it run out.
/// Gives how often it changed something after coming.
async fn live(ground: &Ground, activity: ActivityId, at: usize, round: usize) -> u64 {
    let chance = lot(round * 1000 + at);
    let size = 1 + (chance % 4) as usize;
    let party = come(ground, activity, at, size).await.party;
    let (person, now) = (ground.people[at], morning());
    let wish = Cancel {
        person,
        party,
        only: None,
    };
    match (chance >> 8) % 5 {
        0 => match ground.db.write(by(now), move |tx| cancel(tx, &wish)).await {
            Ok(_) => 1,
            Err(CancelError::Ended) => 0,
            Err(why) => panic!("{why}"),
        },
        // Whoever is offered a place by now takes it, and whoever isn't can't.
        1 => match ground
            .db
            .write(by(now), move |tx| accept(tx, person, party))
            .await
        {
            Ok(()) => 1,
            Err(AnswerOfferError::NoOffer) => 0,
            Err(why) => panic!("{why}"),
        },
        2 => match ground
            .db
            .write(by(now), move |tx| decline(tx, person, party))
            .await
        {
            Ok(_) => 1,
            Err(AnswerOfferError::NoOffer) => 0,
            Err(why) => panic!("{why}"),
        },
        3 => {
            let later = now + SignedDuration::from_mins(61);
            let ended = ground.db.write(by(later), move |tx| expire(tx, party)).await;
            u64::from(ended.expect("an end").is_some())
        }
        _ => 0,
    }
}
