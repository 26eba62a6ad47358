//! A public activity holds its rooms and what it takes along: taken with it, moved with it, let go with it.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, BookingId, EquipmentId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{fault::Refusal, i18n::msg, spoken::Day};
use langqiao_store::{StoreError, WriteTx};

use super::{
    book::{BookError, SPACE_TAKEN, held, queue},
    lending::{lend, queries as lending},
    model::{Room, Status, Stretch, Taken},
    queries::{self, NewRow},
    waiting,
};

/// What an activity needs.
#[derive(Clone, Debug)]
pub struct Hold {
    /// Which activity.
    pub activity: ActivityId,
    /// Who holds it.
    pub organisation: OrganisationId,
    /// Which rooms.
    pub spaces: Vec<SpaceId>,
    /// What is taken along of their venues' equipment, by how many pieces.
    pub equipment: Vec<(EquipmentId, i64)>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// One of the rooms that somebody has.
#[derive(Clone, Debug)]
pub struct TakenRoom {
    /// The room's name.
    pub room: String,
    /// What stands in the way.
    pub by: Taken,
}

/// One of the rooms that its keeper has closed.
#[derive(Clone, Debug)]
pub struct ClosedRoom {
    /// The room's name.
    pub room: String,
    /// From which day on.
    pub from: Date,
}

impl ClosedRoom {
    /// What is said of it.
    pub fn refusal(&self) -> Refusal {
        Refusal::conflict("room-closed", msg::CLOSING_HOLD)
            .arg("room", self.room.clone())
            .arg("day", Day(self.from))
    }
}

/// Why a room is not held.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// Somebody has it: who, unless they came at the same moment.
    #[error("taken")]
    Taken(Option<Box<TakenRoom>>),
    /// There isn't enough of a kind of equipment then.
    #[error("not enough equipment")]
    Short {
        /// Its name.
        name: String,
        /// How many are free all that time.
        free: i64,
    },
    /// The venue is not in service.
    #[error("out of service")]
    OutOfService,
    /// Its keeper has closed one of the rooms by then.
    #[error("{} is closed", .0.room)]
    Closed(ClosedRoom),
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

/// Holds rooms and equipment for an activity, all or nothing, in place of what it held before. The activity's own act is
/// the record of it. A room that is gone is passed over.
///
/// # Errors
/// [`HoldError`].
pub fn hold(tx: &mut WriteTx, wish: &Hold) -> Result<(), HoldError> {
    let today = time::day(tx.now());
    let mut rooms = Vec::new();
    for space in &wish.spaces {
        rooms.extend(queries::room(tx, Some(wish.organisation), *space, today)?);
    }
    let ids: Vec<SpaceId> = rooms.iter().map(|room| room.id).collect();
    queue_with_old(tx, wish.activity, &ids)?;
    let used = (wish.starts_at, wish.ends_at);
    for room in &rooms {
        if !queries::in_service(tx, room.id, wish.ends_at)? {
            // Read anew: it may have been closed before the turn came.
            let closed = queries::room(tx, None, room.id, today)?.and_then(|room| room.closed);
            let closed = closed.filter(|closed| closed.from < wish.ends_at);
            return Err(closed.map_or(HoldError::OutOfService, |closed| {
                HoldError::Closed(ClosedRoom {
                    room: room.name.clone(),
                    from: time::day(closed.from),
                })
            }));
        }
        let held = held(&room.rules, used);
        if let Some(by) = queries::taken(tx, room.id, held, Some(wish.activity))? {
            let room = room.name.clone();
            return Err(HoldError::Taken(Some(Box::new(TakenRoom { room, by }))));
        }
    }
    let before = queries::let_go(tx, wish.activity)?;
    let mut left = wish.equipment.clone();
    for room in &rooms {
        take(tx, wish, room, &mut left)?;
    }
    Ok(freed(tx, before)?)
}

/// Books one of the rooms, and with it what of the equipment that is `left` to be taken is kept at its venue.
fn take(
    tx: &mut WriteTx,
    wish: &Hold,
    room: &Room,
    left: &mut Vec<(EquipmentId, i64)>,
) -> Result<(), HoldError> {
    let used = (wish.starts_at, wish.ends_at);
    let held = held(&room.rules, used);
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
    if left.is_empty() {
        return Ok(());
    }
    let kept = lending::of_venue(tx, room.venue)?;
    for (equipment, pieces) in left.extract_if(.., |(id, _)| kept.iter().any(|one| one.id == *id)) {
        lending::note(tx, row.id, equipment, pieces)?;
    }
    lend::enough(tx, row.id, held).map_err(|why| match why {
        BookError::Short { name, free, .. } => HoldError::Short { name, free },
        BookError::OutOfService => HoldError::OutOfService,
        BookError::Store(error) => error.into(),
        why => HoldError::Store(StoreError::Commit(why.to_string())),
    })
}

/// Waits for the turn at the rooms that an activity has and those that it wants, in the order in which everybody
/// does: two activities that change rooms with each other don't wait in a circle.
fn queue_with_old(tx: &mut WriteTx, activity: ActivityId, new: &[SpaceId]) -> Result<(), StoreError> {
    let mut spaces = queries::spaces_of(tx, activity)?;
    spaces.extend(new);
    spaces.sort_unstable();
    spaces.dedup();
    spaces.into_iter().try_for_each(|space| queue(tx, space))
}

/// What an activity no longer holds goes to those who wait for it.
fn freed(tx: &mut WriteTx, before: Vec<Stretch>) -> Result<(), StoreError> {
    before
        .into_iter()
        .try_for_each(|(space, held)| waiting::queue::freed(tx, space, held).map(drop))
}

/// Lets go what an activity holds.
///
/// # Errors
/// When the database fails.
pub fn let_go(tx: &mut WriteTx, activity: ActivityId) -> Result<(), StoreError> {
    queue_with_old(tx, activity, &[])?;
    let before = queries::let_go(tx, activity)?;
    freed(tx, before)
}
