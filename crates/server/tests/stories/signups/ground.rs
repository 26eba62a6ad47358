//! The least that a queue needs to stand on: an activity with places, and people.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::signups::{PartyId, SignUp, SignUpError, SignedUp, SignupRole, SignupState, sign_up};
use langqiao_kernel::id::{ActivityId, AreaId, OrganisationId, PersonId, SignupId};
use langqiao_store::{Actor, By, Db, StoreError, WriteTx, params};

/// When the stories begin.
pub fn morning() -> Timestamp {
    "2026-11-21T01:00:00Z".parse().expect("an instant")
}

/// An act of nobody in particular at this time.
pub fn by(at: Timestamp) -> By {
    By::new(Actor::System("story"), at)
}

/// A village, its federation, and people without names.
pub struct Ground {
    pub db: Db,
    area: AreaId,
    organisation: OrganisationId,
    pub people: Vec<PersonId>,
}

impl Ground {
    /// Lays it in an empty database; everyone of `people` is the guardian of three others, so that they can
    /// come as a family of four.
    pub async fn lay(db: Db, people: usize) -> Ground {
        let (area, organisation) = (AreaId::generate(), OrganisationId::generate());
        let people: Vec<PersonId> = (0..people).map(|_| PersonId::generate()).collect();
        let all = people.clone();
        db.write(by(morning()), move |tx| {
            tx.bookkeeping();
            tx.execute(
                "INSERT INTO area (id, code, name, short_name, name_key, level, x, y, valid_from)
                 VALUES (?1, '330483001218', '桃园村', '桃园村', '桃园村', 'village', 0, 0, 0)",
                params![area],
            )?;
            tx.execute(
                "INSERT INTO organisation (id, line, kind, name, name_key, area, valid_from, created_at)
                 VALUES (?1, 'women', 'committee', '桃园村妇联', '桃园村妇联', ?2, 0, 0)",
                params![organisation, area],
            )?;
            tx.execute(
                "INSERT INTO organisation_closure (ancestor, descendant, depth) VALUES (?1, ?1, 0)",
                params![organisation],
            )?;
            for booker in &all {
                person(tx, *booker, None)?;
                for n in 1..=3 {
                    person(tx, relative(*booker, n), Some(*booker))?;
                }
            }
            Ok::<_, StoreError>(())
        })
        .await
        .expect("the ground");
        Ground {
            db,
            area,
            organisation,
            people,
        }
    }

    /// An activity a week from the stories' morning with so many places, whose offers hold for an hour.
    pub async fn activity(&self, capacity: i64) -> ActivityId {
        self.activity_at(morning(), capacity).await
    }

    /// The same a week from another time.
    pub async fn activity_at(&self, now: Timestamp, capacity: i64) -> ActivityId {
        let (id, area, organisation) = (ActivityId::generate(), self.area, self.organisation);
        let hours = move |n| now + SignedDuration::from_hours(n);
        self.db
            .write(by(morning()), move |tx| {
                tx.bookkeeping();
                tx.execute(
                    "INSERT INTO activity (id, organisation, title, summary, kind, area, town, place, starts_at,
                       ends_at, signup_opens_at, signup_closes_at, party_max, offer_minutes, status, created_by,
                       created_at, updated_at)
                     VALUES (?1, ?2, '包粽子', '', 'culture', ?3, ?3, '文化礼堂', ?4, ?5, ?6, ?7, 4, 60, 'published',
                       '', 0, 0)",
                    params![id, organisation, area, hours(168), hours(170), hours(-1), hours(167)],
                )?;
                tx.execute(
                    "INSERT INTO pool (activity, role, capacity) VALUES (?1, 'attendee', ?2)",
                    params![id, capacity],
                )
            })
            .await
            .expect("an activity");
        id
    }

    /// What is in the pool and in the queue.
    pub async fn queue(&self, activity: ActivityId) -> QueueState {
        self.queue_in(&self.db, activity).await
    }

    /// The same, in the database as it was opened again.
    pub async fn queue_in(&self, db: &Db, activity: ActivityId) -> QueueState {
        let read = db.read(move |tx| {
            let pool = tx.one(
                "SELECT capacity, taken, waiting FROM pool WHERE activity = ?1",
                params![activity],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
            let rows = tx.all(
                "SELECT s.party, s.number, s.state, s.person, s.asked_free, s.id, a.subject IS NOT NULL
                 FROM signup s LEFT JOIN (
                   SELECT DISTINCT subject FROM event WHERE act = 'signup.asked_for_fewer') a ON a.subject = s.party
                 WHERE s.activity = ?1 ORDER BY s.number, s.id",
                params![activity],
                |row| {
                    Ok(Row {
                        party: row.get(0)?,
                        number: row.get(1)?,
                        state: row.get(2)?,
                        person: row.get(3)?,
                        asked: row.get(4)?,
                        id: row.get(5)?,
                        was_asked: row.get(6)?,
                    })
                },
            )?;
            Ok::<_, StoreError>((pool, rows))
        });
        let (pool, rows) = read.await.expect("the queue");
        let (capacity, taken, waiting) = pool.expect("a pool");
        QueueState {
            capacity,
            taken,
            waiting,
            rows,
        }
    }
}

fn person(tx: &mut WriteTx<'_>, id: PersonId, guardian: Option<PersonId>) -> Result<u64, StoreError> {
    tx.execute(
        "INSERT INTO person (id, name_sealed, name_blind, name_masked, guardian, created_at)
         VALUES (?1, ?2, '', '*', ?3, 0)",
        params![id, Vec::<u8>::new(), guardian],
    )
}

/// The `n`-th family member of a person, 1 to 3.
pub fn relative(booker: PersonId, n: u128) -> PersonId {
    PersonId::from_u128(booker.as_u128() ^ (n << 120))
}

/// Signs up a family of so many.
pub fn join(
    tx: &mut WriteTx<'_>,
    activity: ActivityId,
    booker: PersonId,
    size: usize,
) -> Result<SignedUp, SignUpError> {
    let family = (1..size as u128).map(|n| relative(booker, n));
    let people = std::iter::once(booker).chain(family).collect();
    let wish = SignUp {
        activity,
        booker,
        role: SignupRole::Attendee,
        people,
        answers: Default::default(),
    };
    sign_up(tx, &wish)
}

/// One person's sign-up.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub id: SignupId,
    pub party: PartyId,
    pub number: i64,
    pub state: SignupState,
    pub person: PersonId,
    /// With how many its party was asked to come.
    pub asked: Option<i64>,
    /// Whether it ever was.
    pub was_asked: bool,
}

/// A queue as it lies in the database.
#[derive(Debug)]
pub struct QueueState {
    pub capacity: i64,
    pub taken: i64,
    pub waiting: i64,
    pub rows: Vec<Row>,
}

impl QueueState {
    pub fn count(&self, of: impl Fn(SignupState) -> bool) -> i64 {
        self.rows.iter().filter(|row| of(row.state)).count() as i64
    }

    /// What holds at any moment, whatever ran: the counts are right, nothing is oversold, numbers are given
    /// once and without gaps, and nobody passed whoever waits and was never asked to come with fewer.
    pub fn must_be_sound(&self) {
        assert_eq!(self.taken, self.count(SignupState::holds_place), "places held");
        assert_eq!(
            self.waiting,
            self.count(|state| state == SignupState::Waiting),
            "people waiting"
        );
        assert!(
            self.taken <= self.capacity,
            "{} of {} places",
            self.taken,
            self.capacity
        );
        let mut numbers: Vec<i64> = self.rows.iter().map(|row| row.number).collect();
        numbers.dedup();
        assert!(
            numbers.is_sorted_by(|a, b| a < b),
            "each party has a number of its own"
        );
        for pair in self.rows.windows(2) {
            assert_eq!(
                pair[0].party == pair[1].party,
                pair[0].number == pair[1].number,
                "a party shares its number"
            );
        }
        let waits = |row: &&Row| row.state == SignupState::Waiting && !row.was_asked;
        if let Some(first) = self.rows.iter().find(waits) {
            for row in self.rows.iter().filter(|row| row.number > first.number) {
                assert!(
                    matches!(row.state, SignupState::Waiting | SignupState::Cancelled),
                    "number {} is {:?} while number {} waits",
                    row.number,
                    row.state,
                    first.number
                );
            }
        }
    }

    /// That no family is split: those of a party that still count all stand alike.
    pub fn must_be_whole(&self) {
        for party in self.rows.chunk_by(|a, b| a.party == b.party) {
            let mut live = party.iter().map(|row| row.state).filter(|state| state.is_live());
            let first = live.next();
            assert!(
                live.all(|state| Some(state) == first),
                "a family was split: {party:?}"
            );
        }
    }

    /// That no place lies idle that the next in line could have had.
    pub fn must_be_settled(&self) {
        let waits = |row: &&Row| row.state == SignupState::Waiting;
        let Some(head) = self.rows.iter().find(waits).map(|row| row.party) else {
            return;
        };
        let size = self
            .rows
            .iter()
            .filter(waits)
            .filter(|row| row.party == head)
            .count() as i64;
        let free = self.capacity - self.taken;
        assert!(free < size, "{free} places lie idle while {size} people wait");
    }
}
