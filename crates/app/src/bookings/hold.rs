//! A public activity holds its room: taken with it, moved with it, let go with it.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_store::{StoreError, WriteTx};

use super::{
    book::{SPACE_TAKEN, held, queue},
    model::{Status, Stretch, Taken},
    queries::{self, NewRow},
    waiting,
};

/// What an activity needs.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    /// Which activity.
    pub activity: ActivityId,
    /// Who holds it.
    pub organisation: OrganisationId,
    /// Which room.
    pub space: SpaceId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Why a room is not held.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// Somebody has it: who, unless they came at the same moment.
    #[error("taken")]
    Taken(Option<Box<Taken>>),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for HoldError {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some(SPACE_TAKEN) => Self::Taken(None),
            _ => Self::Store(error),
        }
    }
}

/// Holds a room for an activity, in place of what it held before. The activity's own act is the record of it.
///
/// # Errors
/// [`HoldError`].
pub fn hold(tx: &mut WriteTx, wish: &Hold) -> Result<(), HoldError> {
    let used = (wish.starts_at, wish.ends_at);
    let today = time::day(tx.now());
    let Some(room) = queries::room(tx, Some(wish.organisation), wish.space, today)? else {
        return Ok(());
    };
    let held = held(&room.rules, used);
    queue_with_old(tx, wish.activity, Some(room.id))?;
    if let Some(taken) = queries::taken(tx, room.id, held, Some(wish.activity))? {
        return Err(HoldError::Taken(Some(Box::new(taken))));
    }
    let before = queries::let_go(tx, wish.activity)?;
    let row = NewRow {
        id: BookingId::generate(),
        space: room.id,
        organisation: wish.organisation,
        activity: Some(wish.activity),
        purpose: "",
        people: 0,
        used,
        held,
        status: Status::Held,
        person: tx.by().actor.person(),
        series: None,
    };
    queries::insert(tx, &row)?;
    Ok(freed(tx, before)?)
}

/// Waits for the turn at the room that an activity has and the one that it wants, in the order in which everybody
/// does: two activities that change rooms with each other don't wait in a circle.
fn queue_with_old(tx: &mut WriteTx, activity: ActivityId, new: Option<SpaceId>) -> Result<(), StoreError> {
    let mut spaces: Vec<SpaceId> = queries::space_of(tx, activity)?.into_iter().chain(new).collect();
    spaces.sort_unstable();
    spaces.dedup();
    spaces.into_iter().try_for_each(|space| queue(tx, space))
}

/// What an activity no longer holds goes to those who wait for it.
fn freed(tx: &mut WriteTx, before: Option<Stretch>) -> Result<(), StoreError> {
    if let Some((space, held)) = before {
        waiting::queue::freed(tx, space, held)?;
    }
    Ok(())
}

/// Lets go the room that an activity holds, if it holds one.
///
/// # Errors
/// When the database fails.
pub fn let_go(tx: &mut WriteTx, activity: ActivityId) -> Result<(), StoreError> {
    queue_with_old(tx, activity, None)?;
    let before = queries::let_go(tx, activity)?;
    freed(tx, before)
}
