//! A party as the use cases that change it see it.

use langqiao_kernel::id::{ActivityId, PersonId, SignupId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    model::{PartyId, SignupRole, SignupState},
    queries::is_companion,
    queue::Queue,
};
use crate::activities;

/// One person of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their sign-up.
    pub id: SignupId,
    /// Who.
    pub person: PersonId,
    /// How it stands.
    pub state: SignupState,
    /// Until when the place offered is held.
    pub offered_until: Option<jiff::Timestamp>,
    /// Whether they have been checked in.
    pub came: bool,
    /// Whether they are a companion of the booker.
    pub companion: bool,
}

/// A party with its places held: what is read here stays true to the end of the transaction.
pub struct Held {
    /// The queue it belongs to.
    pub queue: Queue,
    /// As what its people come.
    pub role: SignupRole,
    /// Who signed it up.
    pub booker: PersonId,
    /// Its people, in the order in which they were entered.
    pub members: Vec<Member>,
}

/// Takes the queue of a party and then reads the party. `None` when there is no such party.
///
/// # Errors
/// When the database fails.
pub fn hold(tx: &mut WriteTx<'_>, party: PartyId) -> Result<Option<Held>, StoreError> {
    let Some((activity, role, booker)) = belongs_to(tx, party)? else {
        return Ok(None);
    };
    let Some(queue) = Queue::lock(tx, activity, role)? else {
        return Ok(None);
    };
    let members = tx.all(
        concat!(
            "SELECT s.id, s.person, s.state, s.offered_until,
                    (SELECT COUNT(*) FROM scan c WHERE c.signup = s.id AND c.outcome = 'accepted'), ",
            is_companion!(),
            " FROM signup s JOIN person p ON p.id = s.person WHERE s.party = ?1 ORDER BY s.id"
        ),
        params![party],
        |row| {
            Ok(Member {
                id: row.get(0)?,
                person: row.get(1)?,
                state: row.get(2)?,
                offered_until: row.get(3)?,
                came: row.get::<i64>(4)? > 0,
                companion: row.get(5)?,
            })
        },
    )?;
    Ok(Some(Held {
        queue,
        role,
        booker,
        members,
    }))
}

/// What never changes of a party, and so can be read before its queue is held.
fn belongs_to(
    tx: &mut ReadTx<'_>,
    party: PartyId,
) -> Result<Option<(ActivityId, SignupRole, PersonId)>, StoreError> {
    tx.one(
        "SELECT activity, role, booker FROM signup WHERE party = ?1 LIMIT 1",
        params![party],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

impl Held {
    /// Ends sign-ups of it: they keep the state in which they ended and the moment. Whoever was to help leaves their
    /// shifts with that.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end(
        &self,
        tx: &mut WriteTx<'_>,
        members: &[Member],
        state: SignupState,
    ) -> Result<(), StoreError> {
        let now = tx.now();
        for member in members {
            tx.execute(
                "UPDATE signup SET state = ?2, ended_at = ?3, offered_until = NULL WHERE id = ?1",
                params![member.id, state, now],
            )?;
            if self.role == SignupRole::Volunteer && member.state == SignupState::Seat {
                activities::give_up_shifts(tx, member.id)?;
            }
        }
        // A party that became smaller is another one: it is asked anew, if it still has to be.
        if let Some(waited) = members.iter().find(|member| member.state == SignupState::Waiting) {
            tx.execute(
                "UPDATE signup SET asked_until = NULL, asked_free = NULL
                 WHERE party = (SELECT s.party FROM signup s WHERE s.id = ?1) AND asked_until IS NOT NULL",
                params![waited.id],
            )?;
        }
        Ok(())
    }

    /// Those of the party that stand in this state.
    pub fn in_state(&self, state: SignupState) -> Vec<Member> {
        self.members
            .iter()
            .filter(|member| member.state == state)
            .copied()
            .collect()
    }
}

/// How many of these hold places, and how many wait.
pub fn counts(members: &[Member]) -> (i64, i64) {
    let holding = members.iter().filter(|member| member.state.holds_place()).count();
    let waiting = members
        .iter()
        .filter(|member| member.state == SignupState::Waiting)
        .count();
    (holding as i64, waiting as i64)
}
