//! How each room stands to an activity that wants it: by the same rules as a booking.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, SpaceId},
    text::squash,
    time,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    super::{
        book::{self, BookError, NewBooking, PURPOSE_MAX, Ready, held},
        model::{Room, Status},
        queries as bookings,
    },
    Claim, Hold, RoomState, Way, Why,
    agree::{Agreed, agreed_rooms},
    queries::{self, Request},
};

/// That an activity may hold a room. Only what was judged here gives one.
#[derive(Debug)]
pub struct Permit(ActivityId);

impl Permit {
    /// That of an activity which has the room already.
    pub(super) fn of_held(activity: ActivityId) -> Self {
        Self(activity)
    }

    /// Whom it lets in.
    pub fn activity(&self) -> ActivityId {
        self.0
    }
}

impl RoomState {
    /// The permit to hold the room, if it can be had.
    pub(super) fn permit(&self, wish: &Hold) -> Option<Permit> {
        self.way.goes().then_some(Permit(wish.activity))
    }
}

/// How each of the rooms that an activity wants stands to it, in their order; a room that is gone is passed over.
///
/// # Errors
/// When the database fails.
pub fn stand(tx: &mut ReadTx, wish: &Hold, now: Timestamp) -> Result<Vec<RoomState>, StoreError> {
    let known = queries::of_activity(tx, wish.activity)?;
    let agreed = match wish.with.is_empty() {
        true => Vec::new(),
        false => agreed_rooms(tx, wish.activity)?,
    };
    let mut states = Vec::with_capacity(wish.spaces.len());
    for (at, space) in wish.spaces.iter().enumerate() {
        let Some(room) = bookings::room(tx, Some(wish.organisation), *space, time::day(now))? else {
            continue;
        };
        let way = way(tx, (wish, &known, &agreed), &room, now)?;
        states.push(RoomState {
            at,
            space: room.id,
            place: room.place(),
            name: room.name,
            keeper: room.keeper,
            keeper_name: room.keeper_name,
            way,
        });
    }
    Ok(states)
}

fn way(
    tx: &mut ReadTx,
    (wish, known, agreed): (&Hold, &[Request], &[Agreed]),
    room: &Room,
    now: Timestamp,
) -> Result<Way, StoreError> {
    let used = (wish.starts_at, wish.ends_at);
    let here = || known.iter().filter(|one| one.space == room.id);
    if let Some(row) = here().find(|one| one.taken_over && one.covers(used)) {
        return Ok(Way::Kept(claim(row)));
    }
    let closed = room.closed.clone().filter(|closed| closed.from < wish.ends_at);
    if !room.in_service || closed.is_some() {
        return Ok(Way::No(closed.map_or(Why::OutOfService, Why::Retired)));
    }
    let asked = here().find(|one| !one.taken_over && one.covers(used));
    if let Some(row) = asked.filter(|one| one.stands()) {
        return Ok(Way::Booked(claim(row)));
    }
    if !room.own
        && room.rules.others_ask()
        && let Some(row) = around(tx, wish, room.id)?
    {
        return Ok(Way::Booked(claim(&row)));
    }
    let taken = bookings::taken(tx, room.id, held(&room.rules, used), Some(wish.activity))?;
    if let Some(by) = taken {
        return Ok(Way::No(Why::Taken(Some(Box::new(by)))));
    }
    if room.own {
        return Ok(Way::Own);
    }
    let has_agreed = agreed.iter().any(|one| one.space == room.id && one.covers(used));
    if has_agreed && wish.with.contains(&room.keeper) {
        return Ok(Way::KeeperHolds);
    }
    // What was asked for in time isn't too late because its keeper takes time to answer.
    if let Some(row) = asked.filter(|one| one.waits()) {
        return Ok(Way::Asked {
            booking: row.id,
            since: row.since,
        });
    }
    Ok(match judged(room, wish, now) {
        Err(why) => Way::No(rule(room, why, (wish.starts_at, now))?),
        Ok(ready) if ready.status == Status::Held => Way::Free,
        Ok(_) => match asked {
            Some(row) if row.used == used && !row.note.is_empty() => Way::Declined {
                note: row.note.clone(),
            },
            _ => Way::Ask,
        },
    })
}

/// A booking by one of those who hold the activity, the host first.
fn around(tx: &mut ReadTx, wish: &Hold, space: SpaceId) -> Result<Option<Request>, StoreError> {
    let used = (wish.starts_at, wish.ends_at);
    for org in std::iter::once(&wish.organisation).chain(&wish.with) {
        if let Some(found) = queries::around(tx, space, *org, used)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn claim(row: &Request) -> Claim {
    Claim {
        booking: row.id,
        organisation: row.organisation,
        purpose: row.purpose.clone(),
        used: row.used,
        agreed: row.agreed,
    }
}

/// What the room's rules say. Who holds the activity with its host decides itself about its rooms: where they are not for
/// others then, it is asked nevertheless.
pub(super) fn judged(room: &Room, wish: &Hold, now: Timestamp) -> Result<Ready, BookError> {
    let wanted = wanted(wish, room);
    let holds = wish.with.contains(&room.keeper) && wish.starts_at > now;
    match book::judge(room, &wanted, now) {
        Err(BookError::NotOpen { .. } | BookError::Closed(_) | BookError::Fields(_)) if holds => Ok(Ready {
            purpose: wanted.purpose,
            held: held(&room.rules, (wish.starts_at, wish.ends_at)),
            status: Status::Asked,
        }),
        judged => judged,
    }
}

/// What the activity wants of a room, as a booking says it.
pub(super) fn wanted(wish: &Hold, room: &Room) -> NewBooking {
    NewBooking {
        space: room.id,
        purpose: squash(&wish.title).chars().take(PURPOSE_MAX).collect(),
        // How many the rooms hold together is asked where the activity is planned: one of several may be the smaller one.
        people: wish.people.clamp(0, room.capacity),
        starts_at: wish.starts_at,
        ends_at: wish.ends_at,
        equipment: Vec::new(),
    }
}

/// The rule that said no.
fn rule(room: &Room, why: BookError, (starts_at, now): (Timestamp, Timestamp)) -> Result<Why, StoreError> {
    Ok(match why {
        BookError::NotOpen { keeper } => Why::NotOpen { keeper },
        BookError::Closed(closed) => Why::Hours(closed),
        BookError::Retired(closed) => Why::Retired(closed),
        BookError::Fields(_) if starts_at <= now => Why::Past,
        BookError::Fields(errors) if errors.of("to").is_some() => Why::Longest,
        BookError::Fields(errors) if errors.of("day").is_some() => Why::Ahead(book::last_day(room, now)),
        BookError::Fields(_) => Why::Notice(room.rules.notice_hours),
        BookError::Taken(by) => Why::Taken(by),
        // Whoever only judges asks for nothing.
        BookError::NotFound
        | BookError::Short { .. }
        | BookError::AskedAlready(_)
        | BookError::OutOfService => Why::OutOfService,
        BookError::Store(error) => return Err(error),
    })
}
