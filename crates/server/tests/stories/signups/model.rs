//! The queue against a model of a few lines: whatever people do, in whatever order, both must agree.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use langqiao_app::signups::{
    AnswerOfferError, Cancel, CancelError, PartyId, SignupState, TakeFewer, TakeFewerError, accept, cancel,
    decline, expire, promote, take_fewer, unanswered,
};
use langqiao_kernel::id::{ActivityId, PersonId, SignupId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::both;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};

use super::ground::{Ground, by, join, morning};

/// How many families there are in a game.
const FAMILIES: usize = 8;
/// How long an offer holds, as [`Ground::activity`] has it.
const OFFER: SignedDuration = SignedDuration::from_mins(60);

/// What somebody does.
#[derive(Clone, Copy, Debug)]
enum Move {
    Come {
        family: usize,
        size: usize,
    },
    Cancel {
        family: usize,
    },
    CancelOne {
        family: usize,
    },
    Accept {
        family: usize,
    },
    Decline {
        family: usize,
    },
    TakeFewer {
        family: usize,
        stay: usize,
    },
    /// So many minutes pass, and offers whose time is over end.
    Wait {
        minutes: i64,
    },
    Resize {
        capacity: i64,
    },
}

fn moves() -> impl Strategy<Value = Move> {
    let family = 0..FAMILIES;
    prop_oneof![
        5 => (family.clone(), 1usize..=4).prop_map(|(family, size)| Move::Come { family, size }),
        2 => family.clone().prop_map(|family| Move::Cancel { family }),
        1 => family.clone().prop_map(|family| Move::CancelOne { family }),
        2 => family.clone().prop_map(|family| Move::Accept { family }),
        1 => family.clone().prop_map(|family| Move::Decline { family }),
        1 => (family, 0usize..=4).prop_map(|(family, stay)| Move::TakeFewer { family, stay }),
        1 => (1i64..90).prop_map(|minutes| Move::Wait { minutes }),
        1 => (0i64..12).prop_map(|capacity| Move::Resize { capacity }),
    ]
}

/// A party in the model.
#[derive(Clone, Debug)]
struct Party {
    family: usize,
    people: i64,
    state: SignupState,
    until: Timestamp,
    /// With how many it was asked to come, and until when.
    asked: Option<(i64, Timestamp)>,
}

/// The rules of the queue, written as plainly as they can be.
#[derive(Debug)]
struct Model {
    capacity: i64,
    parties: Vec<Party>,
    now: Timestamp,
}

impl Model {
    fn free(&self) -> i64 {
        let held: i64 = self
            .parties
            .iter()
            .filter(|party| party.state.holds_place())
            .map(|party| party.people)
            .sum();
        self.capacity - held
    }

    /// Who is next: those who let pass as many as are free are passed.
    fn waits(&self) -> Option<usize> {
        let (free, now) = (self.free(), self.now);
        self.parties.iter().position(|party| {
            let passed = party
                .asked
                .is_some_and(|(with, until)| until <= now && free <= with);
            party.state == SignupState::Waiting && !passed
        })
    }

    fn of(&self, family: usize) -> Option<usize> {
        self.parties
            .iter()
            .position(|party| party.family == family && party.state.is_live())
    }

    /// Takes the question back from whoever still has time to answer and is not to be asked so.
    fn ask_no_more(&mut self, about: impl Fn(usize, i64) -> bool) {
        for (at, party) in self.parties.iter_mut().enumerate() {
            if party
                .asked
                .is_some_and(|(with, until)| until > self.now && about(at, with))
            {
                party.asked = None;
            }
        }
    }

    fn offer(&mut self) {
        self.offer_in_turn();
        let free = self.free();
        self.ask_no_more(|_, with| with > free);
    }

    fn offer_in_turn(&mut self) {
        while self.free() > 0
            && let Some(head) = self.waits()
        {
            let (free, until) = (self.free(), self.now + OFFER);
            if self.parties[head].people > free {
                if self.parties[head].asked.is_none_or(|(with, _)| with != free) {
                    self.ask_no_more(|at, _| at != head);
                    self.parties[head].asked = Some((free, until));
                }
                break;
            }
            let party = &mut self.parties[head];
            party.state = SignupState::Offered;
            party.until = until;
            party.asked = None;
        }
    }

    fn end(&mut self, at: usize, state: SignupState) {
        self.parties[at].state = state;
        self.offer();
    }

    fn play(&mut self, step: Move) -> bool {
        let family_of = |family| self.of(family);
        match step {
            Move::Come { family, size } if family_of(family).is_none() => {
                let people = size as i64;
                let seat = self.waits().is_none() && people <= self.free() && self.capacity > 0;
                if self.capacity < people {
                    return false;
                }
                let state = if seat {
                    SignupState::Seat
                } else {
                    SignupState::Waiting
                };
                self.parties.push(Party {
                    family,
                    people,
                    state,
                    until: self.now,
                    asked: None,
                });
                self.offer();
                true
            }
            Move::Cancel { family } => self.act(
                family,
                |_, _| true,
                |model, at| model.end(at, SignupState::Cancelled),
            ),
            Move::CancelOne { family } => self.act(
                family,
                |_, _| true,
                |model, at| {
                    model.parties[at].people -= 1;
                    model.parties[at].asked = None;
                    if model.parties[at].people == 0 {
                        model.parties[at].state = SignupState::Cancelled;
                    }
                    model.offer();
                },
            ),
            Move::Accept { family } => self.act(family, Self::is_offered, |model, at| {
                model.end(at, SignupState::Seat)
            }),
            Move::Decline { family } => self.act(family, Self::is_offered, |model, at| {
                model.end(at, SignupState::Declined)
            }),
            Move::TakeFewer { family, stay } => {
                let stay = stay as i64;
                let may = |model: &Model, at: usize| {
                    let people = model.parties[at].people.min(stay);
                    model.parties[at].state == SignupState::Waiting
                        && model.waits().is_none_or(|head| at <= head)
                        && people > 0
                        && people <= model.free()
                };
                self.act(family, may, |model, at| {
                    model.parties[at].people = model.parties[at].people.min(stay);
                    model.end(at, SignupState::Seat);
                })
            }
            Move::Wait { minutes } => {
                self.now += SignedDuration::from_mins(minutes);
                // In the order of the deadlines: who let others pass may be offered something after them.
                let mut due: Vec<(Timestamp, usize)> = self
                    .parties
                    .iter()
                    .enumerate()
                    .filter(|(_, party)| party.state == SignupState::Offered && party.until <= self.now)
                    .map(|(at, party)| (party.until, at))
                    .collect();
                due.sort_unstable();
                for (_, at) in due {
                    self.end(at, SignupState::Expired);
                }
                // Questions whose time is over let others pass.
                self.offer();
                true
            }
            Move::Resize { capacity } if self.capacity - self.free() <= capacity => {
                self.capacity = capacity;
                self.offer();
                true
            }
            Move::Come { .. } | Move::Resize { .. } => false,
        }
    }

    fn is_offered(&self, at: usize) -> bool {
        self.parties[at].state == SignupState::Offered && self.now < self.parties[at].until
    }

    fn act(
        &mut self,
        family: usize,
        may: impl Fn(&Model, usize) -> bool,
        act: impl FnOnce(&mut Model, usize),
    ) -> bool {
        let Some(at) = self.of(family).filter(|at| may(self, *at)) else {
            return false;
        };
        act(self, at);
        true
    }

    /// By family, how many people stand how.
    fn shown(&self) -> BTreeMap<usize, (SignupState, i64)> {
        let live = self.parties.iter().filter(|party| party.state.is_live());
        live.map(|party| (party.family, (party.state, party.people)))
            .collect()
    }
}

/// The same game on the database.
struct Game {
    ground: Ground,
    activity: ActivityId,
    now: Timestamp,
}

impl Game {
    async fn party(&self, family: usize) -> Option<(PartyId, Vec<SignupId>)> {
        let (activity, booker) = (self.activity, self.ground.people[family]);
        let read = self.ground.db.read(move |tx| {
            tx.all(
                "SELECT party, id FROM signup WHERE activity = ?1 AND booker = ?2
                 AND state IN ('seat', 'waiting', 'offered') ORDER BY id",
                params![activity, booker],
                |row| Ok((row.get::<PartyId>(0)?, row.get::<SignupId>(1)?)),
            )
        });
        let rows = read.await.expect("a party");
        rows.first()
            .map(|(party, _)| (*party, rows.iter().map(|(_, id)| *id).collect()))
    }

    async fn play(&self, step: Move) -> bool {
        let (db, activity) = (&self.ground.db, self.activity);
        let by = by(self.now);
        let person = |family: usize| -> PersonId { self.ground.people[family] };
        match step {
            Move::Come { family, size } => {
                let booker = person(family);
                db.write(by, move |tx| join(tx, activity, booker, size))
                    .await
                    .is_ok()
            }
            Move::Cancel { family } | Move::CancelOne { family } => {
                let Some((party, people)) = self.party(family).await else {
                    return false;
                };
                let only = matches!(step, Move::CancelOne { .. }).then(|| people[people.len() - 1]);
                let wish = Cancel {
                    person: person(family),
                    party,
                    only,
                };
                kept(db.write(by, move |tx| cancel(tx, &wish)).await, |why| {
                    matches!(why, CancelError::Store(_))
                })
            }
            Move::Accept { family } | Move::Decline { family } => {
                let Some((party, _)) = self.party(family).await else {
                    return false;
                };
                let (booker, take) = (person(family), matches!(step, Move::Accept { .. }));
                let answered = db.write(by, move |tx| {
                    if take {
                        accept(tx, booker, party)
                    } else {
                        decline(tx, booker, party).map(drop)
                    }
                });
                kept(answered.await, |why| matches!(why, AnswerOfferError::Store(_)))
            }
            Move::TakeFewer { family, stay } => {
                let Some((party, people)) = self.party(family).await else {
                    return false;
                };
                let stay = people.into_iter().take(stay).collect();
                let wish = TakeFewer {
                    person: person(family),
                    party,
                    stay,
                };
                kept(db.write(by, move |tx| take_fewer(tx, &wish)).await, |why| {
                    matches!(why, TakeFewerError::Store(_))
                })
            }
            Move::Wait { .. } => {
                // As the worker does: the offers in the order of their deadlines.
                let due = "SELECT DISTINCT party, offered_until, number FROM signup
                           WHERE activity = ?1 AND state = 'offered' ORDER BY offered_until, number";
                let read = db.read(move |tx| tx.all(due, params![activity], |row| row.get::<PartyId>(0)));
                for party in read.await.expect("the offers") {
                    db.write(by.clone(), move |tx| expire(tx, party))
                        .await
                        .expect("an end");
                }
                let asked = "SELECT DISTINCT party, number FROM signup
                             WHERE activity = ?1 AND state = 'waiting' AND asked_until IS NOT NULL ORDER BY number";
                let read = db.read(move |tx| tx.all(asked, params![activity], |row| row.get::<PartyId>(0)));
                for party in read.await.expect("the questions") {
                    db.write(by.clone(), move |tx| unanswered(tx, party))
                        .await
                        .expect("an end");
                }
                true
            }
            Move::Resize { capacity } => {
                let resize = "UPDATE pool SET capacity = ?2 WHERE activity = ?1 AND taken <= ?2";
                let resized = db.write(by, move |tx| {
                    tx.bookkeeping();
                    let done = tx.execute(resize, params![activity, capacity])?;
                    promote(tx, activity)?;
                    Ok::<_, StoreError>(done > 0)
                });
                resized.await.expect("a resizing")
            }
        }
    }

    async fn shown(&self) -> BTreeMap<usize, (SignupState, i64)> {
        let queue = self.ground.queue(self.activity).await;
        queue.must_be_sound();
        queue.must_be_whole();
        queue.must_be_settled();
        let mut shown = BTreeMap::new();
        for row in queue.rows.iter().filter(|row| row.state.is_live()) {
            let family = self.ground.people.iter().position(|booker| {
                *booker == row.person || (1..=3).any(|n| super::ground::relative(*booker, n) == row.person)
            });
            let entry = shown.entry(family.expect("a family")).or_insert((row.state, 0));
            entry.1 += 1;
        }
        shown
    }
}

/// Whether it was carried out; only a refusal by the rules may keep it from that.
fn kept<T, E: std::fmt::Debug>(outcome: Result<T, E>, is_fault: impl Fn(&E) -> bool) -> bool {
    match outcome {
        Ok(_) => true,
        Err(why) if is_fault(&why) => panic!("{why:?}"),
        Err(_) => false,
    }
}

both! {
    async fn the_queue_does_what_the_model_does(db: Db) {
        let mut runner = TestRunner::new_with_rng(Config::default(), proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ));
        let games = (1i64..9, proptest::collection::vec(moves(), 1..40));
        let mut ground = Ground::lay(db, FAMILIES).await;
        for _ in 0..60 {
            let (capacity, steps) = games.new_tree(&mut runner).expect("a game").current();
            let activity = ground.activity(capacity).await;
            let mut game = Game { ground, activity, now: morning() };
            let mut model = Model { capacity, parties: Vec::new(), now: morning() };
            for (n, step) in steps.iter().enumerate() {
                let expected = model.play(*step);
                game.now = model.now;
                assert_eq!(game.play(*step).await, expected, "step {n} of {steps:?} with {capacity} places: {model:?}");
                assert_eq!(game.shown().await, model.shown(), "after step {n} of {steps:?} with {capacity} places");
            }
            ground = game.ground;
        }
    }
}
