//! The SQL of waiting for equipment.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, EquipmentId, OrganisationId, PersonId, SpaceId, WaitId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::model::{PiecesStanding, PiecesWait, WaitState};

macro_rules! waits {
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT w.id, w.booking, w.equipment, t.name, w.pieces, w.state, w.offered_until, b.organisation, b.purpose,
                    b.starts_at, b.ends_at, b.space",
            $more,
            " FROM equipment_wait w JOIN booking b ON b.id = w.booking JOIN thing t ON t.id = w.equipment ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<PiecesWait, StoreError> {
    Ok(PiecesWait {
        id: row.get(0)?,
        booking: row.get(1)?,
        equipment: row.get(2)?,
        name: row.get(3)?,
        pieces: row.get(4)?,
        state: row.get(5)?,
        offered_until: row.get(6)?,
        organisation: row.get(7)?,
        purpose: row.get(8)?,
        starts_at: row.get(9)?,
        ends_at: row.get(10)?,
        space: row.get(11)?,
    })
}

/// Writes that more pieces of a kind are waited for; says whether it is new.
pub(super) fn insert(
    tx: &mut WriteTx,
    id: WaitId,
    (booking, person): (BookingId, PersonId),
    (equipment, pieces): (EquipmentId, i64),
) -> Result<bool, StoreError> {
    let made = tx.execute(
        "INSERT INTO equipment_wait (id, booking, equipment, pieces, state, person, created_at)
         VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6)
         ON CONFLICT (booking, equipment) WHERE state IN ('waiting', 'offered') DO NOTHING",
        params![id, booking, equipment, pieces, person, tx.now()],
    )?;
    Ok(made > 0)
}

/// A wish by its id.
pub(super) fn wait(tx: &mut ReadTx, id: WaitId) -> Result<Option<PiecesWait>, StoreError> {
    tx.one(waits!("", "WHERE w.id = ?1"), params![id], read)
}

/// What a booking waits for or is offered, by the kinds' ids.
pub(super) fn of_booking(tx: &mut ReadTx, booking: BookingId) -> Result<Vec<PiecesWait>, StoreError> {
    tx.all(
        waits!(
            "",
            "WHERE w.booking = ?1 AND w.state IN ('waiting', 'offered') ORDER BY w.equipment"
        ),
        params![booking],
        read,
    )
}

/// Who waits for pieces of a kind with a booking that is held and to come, in order: those who built the venue together
/// first, then as they came; at most 200.
pub(super) fn in_line(
    tx: &mut ReadTx,
    equipment: EquipmentId,
    now: Timestamp,
) -> Result<Vec<PiecesWait>, StoreError> {
    tx.all(
        waits!(
            "",
            "JOIN space s ON s.id = b.space
             LEFT JOIN venue_partner p ON p.venue = s.venue AND p.organisation = b.organisation AND p.ended_day IS NULL
             WHERE w.equipment = ?1 AND w.state = 'waiting' AND b.status = 'held' AND b.pending IS NULL AND b.starts_at > ?2
             ORDER BY CASE WHEN p.organisation IS NULL THEN 1 ELSE 0 END, w.created_at, w.id LIMIT 200"
        ),
        params![equipment, now],
        read,
    )
}

/// The kinds of a room's venue that somebody waits for.
pub(super) fn awaited_at(tx: &mut ReadTx, space: SpaceId) -> Result<Vec<EquipmentId>, StoreError> {
    tx.all(
        "SELECT DISTINCT e.id FROM space s JOIN equipment e ON e.venue = s.venue
         JOIN equipment_wait w ON w.equipment = e.id AND w.state = 'waiting' WHERE s.id = ?1 ORDER BY e.id",
        params![space],
        |row| row.get(0),
    )
}

/// What is waited for with the bookings of a room between two instants: booking, kind, pieces; at most 1,000.
///
/// # Errors
/// When the database fails.
pub fn between(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<(BookingId, String, i64)>, StoreError> {
    tx.all(
        "SELECT b.id, t.name, w.pieces FROM booking b JOIN equipment_wait w ON w.booking = b.id AND w.state = 'waiting'
         JOIN thing t ON t.id = w.equipment
         WHERE b.space = ?1 AND b.held_until > ?2 AND b.starts_at < ?3 AND b.status IN ('held', 'asked')
         ORDER BY b.id, t.name LIMIT 1000",
        params![space, from, until],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// How many pieces of a kind go along with a booking.
pub(super) fn along(tx: &mut ReadTx, booking: BookingId, equipment: EquipmentId) -> Result<i64, StoreError> {
    let found = tx.one(
        "SELECT pieces FROM booking_equipment WHERE booking = ?1 AND equipment = ?2",
        params![booking, equipment],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Turns a wish into an offer until a time; says whether it waited still.
pub(super) fn offer(tx: &mut WriteTx, id: WaitId, until: Timestamp) -> Result<bool, StoreError> {
    let turned = tx.execute(
        "UPDATE equipment_wait SET state = 'offered', offered_until = ?2 WHERE id = ?1 AND state = 'waiting'",
        params![id, until],
    )?;
    Ok(turned > 0)
}

/// Changes how a wish stands, if it stands as expected; says whether it did.
pub(super) fn turn(
    tx: &mut WriteTx,
    id: WaitId,
    (from, to): (WaitState, WaitState),
) -> Result<bool, StoreError> {
    let turned = tx.execute(
        "UPDATE equipment_wait SET state = ?3, offered_until = NULL WHERE id = ?1 AND state = ?2",
        params![id, from, to],
    )?;
    Ok(turned > 0)
}

/// More pieces go along with a booking.
pub(super) fn add(
    tx: &mut WriteTx,
    booking: BookingId,
    (equipment, pieces): (EquipmentId, i64),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booking_equipment (booking, equipment, pieces) VALUES (?1, ?2, ?3)
         ON CONFLICT (booking, equipment) DO UPDATE SET pieces = booking_equipment.pieces + EXCLUDED.pieces",
        params![booking, equipment, pieces],
    )?;
    Ok(())
}

/// Fewer pieces go along with a booking.
pub(super) fn take_out(
    tx: &mut WriteTx,
    booking: BookingId,
    (equipment, pieces): (EquipmentId, i64),
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM booking_equipment WHERE booking = ?1 AND equipment = ?2 AND pieces <= ?3",
        params![booking, equipment, pieces],
    )?;
    tx.execute(
        "UPDATE booking_equipment SET pieces = pieces - ?3 WHERE booking = ?1 AND equipment = ?2 AND pieces > ?3",
        params![booking, equipment, pieces],
    )?;
    Ok(())
}

/// The pieces that an organisation waits for, offers first; at most 50.
///
/// # Errors
/// When the database fails.
pub fn of_organisation(
    tx: &mut ReadTx,
    org: OrganisationId,
    now: Timestamp,
) -> Result<Vec<PiecesStanding>, StoreError> {
    tx.all(
        waits!(
            ", v.name, s.name, s.offer_minutes,
               CAST((SELECT COUNT(*) FROM equipment_wait x JOIN booking y ON y.id = x.booking AND y.status = 'held'
                       LEFT JOIN venue_partner q ON q.venue = v.id AND q.organisation = y.organisation AND q.ended_day IS NULL
                     WHERE x.equipment = w.equipment AND x.state = 'waiting'
                       AND y.held_from < b.held_until AND b.held_from < y.held_until
                       AND ((p.organisation IS NULL AND q.organisation IS NOT NULL)
                         OR ((p.organisation IS NULL) = (q.organisation IS NULL)
                           AND (x.created_at < w.created_at OR (x.created_at = w.created_at AND x.id < w.id))))) AS BIGINT)",
            "JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
             LEFT JOIN venue_partner p ON p.venue = v.id AND p.organisation = b.organisation AND p.ended_day IS NULL
             WHERE b.organisation = ?1 AND b.ends_at > ?2 AND b.status IN ('held', 'asked') AND w.state IN ('waiting', 'offered')
             ORDER BY CASE WHEN w.state = 'offered' THEN 0 ELSE 1 END, b.starts_at, w.id LIMIT 50"
        ),
        params![org, now],
        |row| {
            Ok(PiecesStanding {
                wait: read(row)?,
                place: format!("{} · {}", row.text(12)?, row.text(13)?),
                offer_minutes: row.get(14)?,
                ahead: row.get(15)?,
            })
        },
    )
}
