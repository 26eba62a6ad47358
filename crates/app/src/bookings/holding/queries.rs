//! The SQL of rooms that activities hold, and of what is asked for in their name.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, BookingId, EquipmentId, OrganisationId, SpaceId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::{
    super::{
        come,
        model::{Pending, Status, Stretch},
        moving::queries as changes,
        queries as bookings,
    },
    stand::Permit,
};

/// A booking that has to do with an activity.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which.
    pub id: BookingId,
    /// Of which room.
    pub space: SpaceId,
    /// Whose it is.
    pub(super) organisation: OrganisationId,
    /// Venue and room in words.
    pub place: String,
    /// Who keeps the room.
    pub keeper: OrganisationId,
    /// The keeper's name.
    pub keeper_name: String,
    /// What for, as it was asked.
    pub purpose: String,
    /// The use itself.
    pub used: (Timestamp, Timestamp),
    /// How it stands.
    pub status: Status,
    /// What is still open about it.
    pub pending: Option<Pending>,
    /// What the keeper said.
    pub note: String,
    /// When it was asked for.
    pub since: Timestamp,
    /// Whether the activity has it.
    pub(super) taken_over: bool,
    /// Whether it was agreed to before the activity had it.
    pub(super) agreed: bool,
}

impl Request {
    /// Whether it holds the room, without anything open about it.
    pub fn stands(&self) -> bool {
        self.status == Status::Held && self.pending.is_none()
    }

    /// Whether its keeper has not answered yet.
    pub fn waits(&self) -> bool {
        self.status == Status::Asked || self.pending == Some(Pending::Consent)
    }

    /// Whether it lies around a time.
    pub(super) fn covers(&self, (from, until): (Timestamp, Timestamp)) -> bool {
        self.used.0 <= from && until <= self.used.1
    }
}

macro_rules! requests_where {
    ($condition:literal) => {
        concat!(
            "SELECT b.id, b.space, v.name, s.name, v.organisation, k.name, b.purpose, b.starts_at, b.ends_at, b.status,
                    b.pending, b.note, b.created_at, CASE WHEN b.activity IS NULL THEN 0 ELSE 1 END, b.agreed,
                    b.organisation
             FROM booking b JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
             JOIN organisation k ON k.id = v.organisation WHERE ",
            $condition
        )
    };
}

fn request(row: &Row<'_>) -> Result<Request, StoreError> {
    Ok(Request {
        id: row.get(0)?,
        space: row.get(1)?,
        place: format!("{} · {}", row.text(2)?, row.text(3)?),
        keeper: row.get(4)?,
        keeper_name: row.get(5)?,
        purpose: row.get(6)?,
        used: (row.get(7)?, row.get(8)?),
        status: row.get(9)?,
        pending: row.get(10)?,
        note: row.get(11)?,
        since: row.get(12)?,
        taken_over: row.get::<i64>(13)? > 0,
        agreed: row.get::<i64>(14)? > 0,
        organisation: row.get(15)?,
    })
}

/// What an activity holds, and what was asked for in its name: the latest first.
pub(super) fn of_activity(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Request>, StoreError> {
    tx.all(
        concat!(
            requests_where!("b.activity = ?1 AND b.status = 'held'"),
            " UNION ALL ",
            requests_where!("b.asked_for = ?1 AND b.activity IS NULL"),
            " ORDER BY 13 DESC, 1 DESC"
        ),
        params![activity],
        request,
    )
}

/// What was asked for in an activity's name and is not the activity's own: what waits, what was agreed to, and the last
/// no of each room; the latest first.
///
/// # Errors
/// When the database fails.
pub fn requests(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Request>, StoreError> {
    let mut latest: Vec<Request> = Vec::new();
    for one in of_activity(tx, activity)? {
        if !one.taken_over && latest.iter().all(|known| known.space != one.space) {
            latest.push(one);
        }
    }
    latest.retain(|one| one.status != Status::Cancelled || !one.note.is_empty());
    Ok(latest)
}

/// A booking of a room, made and agreed to for one of those who hold an activity, that lies around its time; never a
/// course's, which is held for its session.
pub(super) fn around(
    tx: &mut ReadTx,
    space: SpaceId,
    org: OrganisationId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Option<Request>, StoreError> {
    tx.one(
        requests_where!(
            "b.space = ?1 AND b.held_until > ?3 AND b.organisation = ?2 AND b.status = 'held' AND b.pending IS NULL
             AND b.activity IS NULL AND b.asked_for IS NULL AND b.starts_at <= ?3 AND ?4 <= b.ends_at
             AND NOT EXISTS (SELECT 1 FROM course_session c WHERE c.booking = b.id) ORDER BY b.starts_at, b.id LIMIT 1"
        ),
        params![space, org, from, until],
        request,
    )
}

/// Makes a booking an activity's own; a change of it that waits is withdrawn.
pub(super) fn take_over(tx: &mut WriteTx, id: BookingId, permit: &Permit) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE booking SET activity = ?2, agreed = 1, series = NULL WHERE id = ?1",
        params![id, permit.activity()],
    )?;
    changes::withdraw_all(tx, id)?;
    Ok(())
}

/// Gives an activity's booking other times in its room.
pub(super) fn retime(
    tx: &mut WriteTx,
    (id, space): (BookingId, SpaceId),
    used: (Timestamp, Timestamp),
    held: (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    come::part_from_use(tx, id, space, used)?;
    tx.execute(
        "UPDATE booking SET starts_at = ?2, ends_at = ?3, held_from = ?4, held_until = ?5, revision = revision + 1,
           changed_at = ?6 WHERE id = ?1",
        params![id, used.0, used.1, held.0, held.1, tx.now()],
    )?;
    Ok(())
}

/// Puts an activity's booking into a room, at a time: the room that it had, or another, which it leaves behind with what
/// was agreed to there for it alone.
pub(super) fn go_to(
    tx: &mut WriteTx,
    (row, permit): (&Request, &Permit),
    space: SpaceId,
    used: (Timestamp, Timestamp),
    held: (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    come::part_from_use(tx, row.id, space, used)?;
    if row.space != space {
        bookings::leave_room(tx, row.id, space)?;
        drop_all(tx, row.id)?;
    }
    tx.execute(
        "UPDATE booking SET space = ?2, starts_at = ?3, ends_at = ?4, held_from = ?5, held_until = ?6, agreed = 0,
           purpose = CASE WHEN space = ?2 THEN purpose ELSE '' END, people = CASE WHEN space = ?2 THEN people ELSE 0 END,
           asked_for = CASE WHEN space = ?2 THEN asked_for ELSE NULL END,
           revision = revision + 1, changed_at = ?7 WHERE id = ?1 AND activity = ?8 AND status = 'held'",
        params![row.id, space, used.0, used.1, held.0, held.1, tx.now(), permit.activity()],
    )?;
    Ok(())
}

/// An activity's booking becomes what another stands for that its keeper agreed to: there, then, for what, with whose
/// word and with what was agreed to go along. The other one is over by that; it must be live, and of the same body.
pub(super) fn become_as(
    tx: &mut WriteTx,
    (row, permit): (&Request, &Permit),
    (other, space): (BookingId, SpaceId),
    used: (Timestamp, Timestamp),
    held: (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    give_back(tx, other)?;
    come::part_from_use(tx, row.id, space, used)?;
    if row.space != space {
        bookings::leave_room(tx, row.id, space)?;
    }
    hand_on_along(tx, other, row.id)?;
    tx.execute(
        "UPDATE booking SET space = ?3, starts_at = ?4, ends_at = ?5, held_from = ?6, held_until = ?7, agreed = 1,
           purpose = (SELECT o.purpose FROM booking o WHERE o.id = ?2), people = (SELECT o.people FROM booking o WHERE o.id = ?2),
           note = (SELECT o.note FROM booking o WHERE o.id = ?2), asked_for = (SELECT o.asked_for FROM booking o WHERE o.id = ?2),
           decided_by = (SELECT o.decided_by FROM booking o WHERE o.id = ?2),
           decided_at = (SELECT o.decided_at FROM booking o WHERE o.id = ?2),
           revision = revision + 1, changed_at = ?8 WHERE id = ?1 AND activity = ?9 AND status = 'held'",
        params![row.id, other, space, used.0, used.1, held.0, held.1, tx.now(), permit.activity()],
    )?;
    // What was asked for is answered; nobody has to look for it any more.
    tx.execute(
        "UPDATE booking SET asked_for = NULL WHERE id = ?1",
        params![other],
    )?;
    Ok(())
}

/// Drops all that goes along with a booking.
pub(super) fn drop_all(tx: &mut WriteTx, id: BookingId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM booking_equipment WHERE booking = ?1", params![id])?;
    Ok(())
}

/// Gives back one booking, whose door stands open no more for it, and withdraws a change of it that waits; says what it held,
/// if it held anything.
pub(super) fn give_back(tx: &mut WriteTx, id: BookingId) -> Result<Option<Stretch>, StoreError> {
    let held = tx.one(
        "SELECT space, held_from, held_until FROM booking WHERE id = ?1 AND status = 'held'",
        params![id],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    tx.execute(
        "UPDATE booking SET status = 'cancelled', pending = NULL, changed_at = ?2,
           revision = revision + CASE WHEN status = 'held' THEN 1 ELSE 0 END
         WHERE id = ?1 AND status IN ('held', 'asked')",
        params![id, tx.now()],
    )?;
    changes::withdraw_all(tx, id)?;
    if held.is_some() {
        come::end_apart(tx, id)?;
    }
    Ok(held)
}

/// Names the activity in whose name a booking is asked for.
pub(super) fn bind(tx: &mut WriteTx, id: BookingId, activity: ActivityId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE booking SET asked_for = ?2 WHERE id = ?1",
        params![id, activity],
    )?;
    Ok(())
}

/// Drops what an activity's bookings take along because the activity does.
pub(super) fn drop_along(tx: &mut WriteTx, activity: ActivityId) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM booking_equipment WHERE along = 1
           AND booking IN (SELECT id FROM booking WHERE activity = ?1 AND status = 'held')",
        params![activity],
    )?;
    Ok(())
}

/// Notes what an activity takes along with one of its bookings.
pub(super) fn note_along(
    tx: &mut WriteTx,
    booking: BookingId,
    (equipment, pieces): (EquipmentId, i64),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booking_equipment (booking, equipment, pieces, along) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (booking, equipment) DO UPDATE SET pieces = ?3, along = 1",
        params![booking, equipment, pieces],
    )?;
    Ok(())
}

/// What went along with one booking goes along with another, unless that one has of it already.
fn hand_on_along(tx: &mut WriteTx, from: BookingId, to: BookingId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE booking_equipment SET booking = ?2 WHERE booking = ?1
           AND equipment NOT IN (SELECT e.equipment FROM booking_equipment e WHERE e.booking = ?2)",
        params![from, to],
    )?;
    Ok(())
}
