//! The queue for the places of an activity: what keeps it right when everybody comes at once.
//!
//! # The rules
//!
//! 1. First come, first served: whoever signs up takes a place if their whole party fits and nobody waits;
//!    otherwise the party joins the end of the waiting list.
//! 2. A place that becomes free belongs to the waiting list before it reopens: it is *offered* to the head
//!    of the list for a stated time. An open offer holds its places like a seat does.
//! 3. The order is strict and a party is never split. When the party at the head is larger than what is
//!    free, it is asked whether it comes with fewer, with as long to answer as an offer holds; nobody overtakes it
//!    meanwhile. If it doesn't answer, what it was asked about goes to those after it whom it holds, and it stays where
//!    it is in the list: it is asked again once more is free than it was asked about. A question whose places somebody
//!    else came by before its time was over counts as never asked, and only one party is asked at a time: nobody is
//!    passed who could not answer. A party larger than all the places is not taken into the list at all.
//!    Where an activity names groups that come first, the list stands by group and within a group by number; whoever is in
//!    an earlier group goes before those who wait in a later one. Until a stated time its places may go to the groups only.
//!    Where an activity says so, nobody has a place until sign-up is over: all wait, with a number, until places are
//!    given to all at once (see [`draws`](crate::draws)), which puts them in the order that holds from then on.
//! 4. An offer that is declined, or not answered in time, goes to the next.
//!
//! # What stops two of these from happening at once
//!
//! Each activity has one `pool` row for each role, which counts places held (`taken`: seats and open offers)
//! and people waiting. Every change of the queue takes that row *before it looks at the queue* and keeps it
//! to the end of its transaction:
//!
//! - Signing up takes it by the one conditional `UPDATE … RETURNING` that also decides (see
//!   [`sign_up`](super::sign_up)), as late as possible, because this is what a rush is made of.
//!   What was judged before that is judged anew if the activity was changed meanwhile; and whoever calls an activity off
//!   or puts other questions takes the row, too, before that is committed: nobody comes by a place in between, unheard.
//! - Cancelling, accepting, declining, expiring, taking fewer and offering take it by [`Queue::lock`], read
//!   the rows of the party only then, and put it back by [`Queue::settle`], which offers whatever is free.
//!
//! PostgreSQL runs them at READ COMMITTED: an `UPDATE` that had to wait for the row judges it anew as it is
//! then, and the statements after it see all that its former holder committed. On SQLite there is one writer.
//! Behind both stand the check constraints `pool_not_oversold` and `pool_counts` and the unique index
//! `signup_once`. Locks are taken in the order roll-up slot, pool row, rows of `signup`; whoever needs both
//! pools of an activity takes `attendee` before `volunteer`. So nobody waits in a circle.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_store::{Event, Job, ReadTx, StoreError, WriteTx, params};
use serde::{Deserialize, Serialize};

use super::{
    model::{PartyId, SignupRole, offer_deadline, queue_moves, waits},
    tell,
};
use crate::{activities::First, standings::Asks};

/// A party is at most this large (`activity_party`), so so many rows hold the head of the queue whole.
const LARGEST_PARTY: usize = 10;

/// The kind of the job that ends an offer at its deadline.
pub const OFFER_ENDS: &str = "signups.offer_ends";

/// Which offer ends.
#[derive(Debug, Serialize, Deserialize)]
pub struct OfferEnds {
    /// Whose.
    pub party: PartyId,
}

/// The kind of the job that ends the question whether a party comes with fewer at its deadline.
pub const FEWER_ENDS: &str = "signups.fewer_ends";

/// The places of an activity for one role, held: nobody else can change the queue until the transaction ends.
#[must_use = "a queue that was locked has to be settled"]
pub struct Queue {
    /// What it is about.
    pub activity: Facts,
    role: SignupRole,
    capacity: i64,
    taken: i64,
    waiting: i64,
}

/// What a queue needs to know of its activity.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Which activity.
    pub id: ActivityId,
    /// As what people come whose places these are.
    pub role: SignupRole,
    /// Whose.
    pub organisation: OrganisationId,
    /// Its name, for notices.
    pub title: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Until when places change hands: when it begins, for a course when it is over.
    pub moves_until: Timestamp,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
    /// Whether it takes place at all.
    pub published: bool,
    /// Whether all still wait until places are given to all at once: until then none is offered.
    pub all_wait: bool,
    /// What it asks of those who come, where it asks for anything.
    pub asks: Option<Asks>,
    /// Who comes first.
    pub first: First,
}

impl Facts {
    /// Whether those who have places may hand them on: as long as it is still to come.
    pub fn hands_on(&self, now: Timestamp) -> bool {
        self.published && now < self.starts_at
    }
}

/// A party in the waiting list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which.
    pub party: PartyId,
    /// Who signed it up.
    pub booker: PersonId,
    /// How many people wait in it.
    pub people: i64,
    /// Its place among the groups that come first.
    pub rank: i64,
    /// Its number in the queue.
    pub number: i64,
    /// With how many it was asked to come, where it was.
    pub asked: Option<i64>,
}

impl Queue {
    /// Takes the places of an activity for a role; `None` if it has none for that role.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lock(
        tx: &mut WriteTx<'_>,
        activity: ActivityId,
        role: SignupRole,
    ) -> Result<Option<Queue>, StoreError> {
        let counts = tx.execute_one(
            "UPDATE pool SET taken = taken WHERE activity = ?1 AND role = ?2 RETURNING capacity, taken, waiting",
            params![activity, role],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let Some((capacity, taken, waiting)) = counts else {
            return Ok(None);
        };
        let facts = tx.one(
            "SELECT organisation, title, CASE WHEN course = 1 THEN ends_at ELSE starts_at END, offer_minutes, status,
                    allotment, allotted_at, starts_at, asks, priority, prior_area, NULL, kept_until
             FROM activity WHERE id = ?1",
            params![activity],
            |row| {
                Ok(Facts {
                    id: activity,
                    role,
                    organisation: row.get(0)?,
                    title: row.get(1)?,
                    moves_until: row.get(2)?,
                    offer_minutes: row.get(3)?,
                    published: row.text(4)? == "published",
                    all_wait: waits(row.get(5)?, row.get(6)?, role),
                    starts_at: row.get(7)?,
                    asks: Asks::read(row, 8)?,
                    first: First::read(row, [9, 10, 11, 12])?,
                })
            },
        )?;
        Ok(facts.map(|activity| Queue {
            activity,
            role,
            capacity,
            taken,
            waiting,
        }))
    }

    /// How many places there are, held or free.
    pub fn holds(&self) -> i64 {
        self.capacity
    }

    /// Whether places go to parties of this rank now, or are kept for groups that come first.
    pub fn is_open_to(&self, rank: i64, now: Timestamp) -> bool {
        self.role != SignupRole::Attendee
            || !self.activity.first.keeps(now)
            || !self.activity.first.is_none(rank)
    }

    /// Notes that so many people joined the waiting list.
    pub fn joined(&mut self, people: i64) {
        self.waiting += people;
    }

    /// Places that nobody has and nobody is offered.
    pub fn free(&self) -> i64 {
        self.capacity - self.taken
    }

    /// Whether people wait whose turn can still come.
    pub fn somebody_waits(&self, now: Timestamp) -> bool {
        self.waiting > 0 && queue_moves(now, self.activity.moves_until)
    }

    /// The number of the next party, for one that comes by a place without waiting for it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_number(&self, tx: &mut WriteTx<'_>) -> Result<i64, StoreError> {
        let number = tx.execute_one(
            "UPDATE pool SET last_number = last_number + 1 WHERE activity = ?1 AND role = ?2 RETURNING last_number",
            params![self.activity.id, self.role],
            |row| row.get(0),
        )?;
        number.ok_or_else(|| StoreError::Commit("a pool that is held went away".to_owned()))
    }

    /// Notes that so many places held before are free now, and so many people no longer wait.
    pub fn left(&mut self, places: i64, waiting: i64) {
        self.taken -= places;
        self.waiting -= waiting;
    }

    /// Makes room for so many more people than there are places for: somebody decided that they were there.
    ///
    /// # Errors
    /// When the database fails.
    pub fn widen(&mut self, tx: &mut WriteTx<'_>, people: i64) -> Result<(), StoreError> {
        self.capacity += people;
        tx.execute(
            "UPDATE pool SET capacity = capacity + ?3 WHERE activity = ?1 AND role = ?2",
            params![self.activity.id, self.role, people],
        )?;
        Ok(())
    }

    /// Notes that so many people have places who did not wait for them.
    pub fn placed(&mut self, people: i64) {
        self.taken += people;
    }

    /// Notes that so many people moved from the waiting list to places.
    pub fn seated(&mut self, people: i64) {
        self.taken += people;
        self.waiting -= people;
    }

    /// The party that is next: those who were asked whether they come with fewer, for as many as are free now, and did
    /// not answer in time are passed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn head(&self, tx: &mut WriteTx<'_>) -> Result<Option<Head>, StoreError> {
        if self.waiting == 0 {
            return Ok(None);
        }
        let now = tx.now();
        head(tx, (self.activity.id, self.role), self.free(), now)
    }

    /// Whether a party that waits may come with fewer: places go to parties of its group now, and all who stand before it
    /// let as many pass as are free.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_turn_of(&self, tx: &mut WriteTx<'_>, party: PartyId) -> Result<bool, StoreError> {
        let own = tx.one(
            "SELECT rank, number FROM signup WHERE party = ?1 AND state = 'waiting' LIMIT 1",
            params![party],
            |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
        )?;
        let Some((rank, number)) = own.filter(|(rank, _)| self.is_open_to(*rank, tx.now())) else {
            return Ok(false);
        };
        let head = self.head(tx)?;
        Ok(head.is_none_or(|head| (rank, number) <= (head.rank, head.number)))
    }

    /// Whether a party of so many that is counted among those who wait can have places before all of them: each was
    /// asked to come with as many as are free, and let it pass. Then it is noted as seated.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lets_pass(&mut self, tx: &mut WriteTx<'_>, people: i64) -> Result<bool, StoreError> {
        let passes = people <= self.free() && self.head(tx)?.is_none();
        if passes {
            self.seated(people);
        }
        Ok(passes)
    }

    /// Offers what is free to those who are next, in strict order, and puts the counts back. Gives the
    /// parties that were offered places.
    ///
    /// # Errors
    /// When the database fails.
    pub fn settle(mut self, tx: &mut WriteTx<'_>) -> Result<Vec<PartyId>, StoreError> {
        let mut offered = Vec::new();
        let now = tx.now();
        let until = offer_deadline(now, self.activity.offer_minutes, self.activity.moves_until);
        if let Some(until) = until.filter(|_| self.activity.published && !self.activity.all_wait) {
            while self.free() > 0
                && let Some(head) = self.head(tx)?
            {
                if !self.is_open_to(head.rank, now) {
                    break;
                }
                if head.people > self.free() {
                    if head.asked != Some(self.free()) {
                        self.ask(tx, &head, until)?;
                    }
                    break;
                }
                self.offer(tx, &head, until)?;
                offered.push(head.party);
            }
        }
        self.keep(tx)?;
        Ok(offered)
    }

    /// Puts the counts back without offering anything, for who only joined the list or took a free place.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep(self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        tx.execute(
            "UPDATE pool SET taken = ?3, waiting = ?4 WHERE activity = ?1 AND role = ?2",
            params![self.activity.id, self.role, self.taken, self.waiting],
        )?;
        if self.waiting > 0 {
            // Whoever is still asked about more than is left could not answer: that let nothing pass.
            let now = tx.now();
            tx.execute(
                "UPDATE signup SET asked_until = NULL, asked_free = NULL
                 WHERE activity = ?1 AND role = ?2 AND state = 'waiting' AND asked_until > ?3 AND asked_free > ?4",
                params![self.activity.id, self.role, now, self.free()],
            )?;
        }
        Ok(())
    }

    /// Seats those who waited for places that were kept for others, in their order, as far as there is room for whole
    /// parties. Gives who they are.
    ///
    /// # Errors
    /// When the database fails.
    pub fn seat_in_order(&mut self, tx: &mut WriteTx<'_>) -> Result<Vec<Head>, StoreError> {
        let (mut seated, now) = (Vec::new(), tx.now());
        while let Some(head) = self.head(tx)?.filter(|head| head.people <= self.free()) {
            tx.execute(
                "UPDATE signup SET state = 'seat', seated_at = ?2 WHERE party = ?1 AND state = 'waiting'",
                params![head.party, now],
            )?;
            self.seated(head.people);
            seated.push(head);
        }
        Ok(seated)
    }

    /// Asks a party that is larger than what is free whether it comes with fewer; nobody else is asked about the same
    /// places any more.
    fn ask(&self, tx: &mut WriteTx<'_>, head: &Head, until: Timestamp) -> Result<(), StoreError> {
        let (free, now) = (self.free(), tx.now());
        tx.execute(
            "UPDATE signup SET asked_until = NULL, asked_free = NULL
             WHERE activity = ?1 AND role = ?2 AND state = 'waiting' AND asked_until > ?3 AND party <> ?4",
            params![self.activity.id, self.role, now, head.party],
        )?;
        tx.execute(
            "UPDATE signup SET asked_until = ?2, asked_free = ?3 WHERE party = ?1 AND state = 'waiting'",
            params![head.party, until, free],
        )?;
        tx.enqueue(Job::new(FEWER_ENDS, &OfferEnds { party: head.party }).at(until))?;
        tell::may_take_fewer(tx, &self.activity, head, (free, until))?;
        let detail = serde_json::json!({ "activity": self.activity.id, "free": free, "until": until });
        tx.record(
            Event::of("signup.asked_for_fewer", &head.party)
                .org(self.activity.organisation)
                .detail(&detail),
        )
    }

    fn offer(&mut self, tx: &mut WriteTx<'_>, head: &Head, until: Timestamp) -> Result<(), StoreError> {
        tx.execute(
            "UPDATE signup SET state = 'offered', offered_until = ?2, asked_until = NULL, asked_free = NULL
             WHERE party = ?1 AND state = 'waiting'",
            params![head.party, until],
        )?;
        self.seated(head.people);
        tx.enqueue(Job::new(OFFER_ENDS, &OfferEnds { party: head.party }).at(until))?;
        tell::offered(tx, &self.activity, head, until)?;
        let detail =
            serde_json::json!({ "activity": self.activity.id, "people": head.people, "until": until });
        tx.record(
            Event::of("signup.offered", &head.party)
                .org(self.activity.organisation)
                .detail(&detail),
        )
    }
}

/// The party at the head of a waiting list, but for those who let as many pass as are free `now`.
fn head(
    tx: &mut ReadTx<'_>,
    (activity, role): (ActivityId, SignupRole),
    free: i64,
    now: Timestamp,
) -> Result<Option<Head>, StoreError> {
    let rows = tx.all(
        "SELECT party, booker, rank, asked_free, number FROM signup WHERE activity = ?1 AND role = ?2 AND state = 'waiting'
           AND (asked_until IS NULL OR asked_until > ?5 OR asked_free < ?4)
         ORDER BY rank, number LIMIT ?3",
        params![activity, role, LARGEST_PARTY as i64, free, now],
        |row| {
            Ok(Head {
                party: row.get(0)?,
                booker: row.get(1)?,
                people: 1,
                rank: row.get(2)?,
                asked: row.get(3)?,
                number: row.get(4)?,
            })
        },
    )?;
    Ok(rows.first().map(|first| Head {
        people: rows.iter().take_while(|row| row.party == first.party).count() as i64,
        ..*first
    }))
}
