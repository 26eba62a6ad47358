//! The SQL of equipment and of those who built a venue together.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, EquipmentId, OrganisationId, SpaceId, VenueId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

/// A kind of equipment.
#[derive(Clone, Debug)]
pub struct Equipment {
    /// Which.
    pub id: EquipmentId,
    /// Its name.
    pub name: String,
    /// How many there are.
    pub pieces: i64,
}

/// What a booking takes along of a kind.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which kind.
    pub id: EquipmentId,
    /// Its name.
    pub name: String,
    /// How many there are.
    pub all: i64,
    /// How many are taken along.
    pub pieces: i64,
}

/// So many pieces, lent for a time.
#[derive(Clone, Debug)]
pub struct Lent {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// How many.
    pub pieces: i64,
}

/// What a venue lends, by name; what it has none of any more is left out.
///
/// # Errors
/// When the database fails.
pub fn of_venue(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<Equipment>, StoreError> {
    tx.all(
        "SELECT id, name, pieces FROM equipment WHERE venue = ?1 AND pieces > 0 ORDER BY name, id",
        params![venue],
        |row| {
            Ok(Equipment {
                id: row.get(0)?,
                name: row.get(1)?,
                pieces: row.get(2)?,
            })
        },
    )
}

/// Notes what a booking takes along.
///
/// # Errors
/// When the database fails.
pub fn note(
    tx: &mut WriteTx,
    booking: BookingId,
    equipment: EquipmentId,
    pieces: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booking_equipment (booking, equipment, pieces) VALUES (?1, ?2, ?3)
         ON CONFLICT (booking, equipment) DO UPDATE SET pieces = ?3",
        params![booking, equipment, pieces],
    )?;
    Ok(())
}

/// What a booking takes along, in the order of the ids.
///
/// # Errors
/// When the database fails.
pub fn with_booking(tx: &mut ReadTx, booking: BookingId) -> Result<Vec<Wanted>, StoreError> {
    tx.all(
        "SELECT e.id, e.name, e.pieces, i.pieces FROM booking_equipment i JOIN equipment e ON e.id = i.equipment
         WHERE i.booking = ?1 ORDER BY e.id",
        params![booking],
        |row| {
            Ok(Wanted {
                id: row.get(0)?,
                name: row.get(1)?,
                all: row.get(2)?,
                pieces: row.get(3)?,
            })
        },
    )
}

/// What is lent of a kind in a stretch of time, but with one booking, if one is named.
///
/// # Errors
/// When the database fails.
pub fn lent(
    tx: &mut ReadTx,
    equipment: EquipmentId,
    (from, until): (Timestamp, Timestamp),
    but: Option<BookingId>,
) -> Result<Vec<Lent>, StoreError> {
    tx.all(
        "SELECT b.held_from, b.held_until, i.pieces FROM booking_equipment i JOIN booking b ON b.id = i.booking
         WHERE i.equipment = ?1 AND b.status = 'held' AND b.held_from < ?3 AND ?2 < b.held_until
           AND (CAST(?4 AS TEXT) IS NULL OR b.id <> ?4)",
        params![equipment, from, until, but],
        |row| {
            Ok(Lent {
                from: row.get(0)?,
                until: row.get(1)?,
                pieces: row.get(2)?,
            })
        },
    )
}

/// What is taken along with a room's bookings between two instants: booking, kind, pieces.
///
/// # Errors
/// When the database fails.
pub fn between(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<(BookingId, String, i64)>, StoreError> {
    tx.all(
        "SELECT b.id, e.name, i.pieces FROM booking b JOIN booking_equipment i ON i.booking = b.id
         JOIN equipment e ON e.id = i.equipment
         WHERE b.space = ?1 AND b.held_until > ?2 AND b.starts_at < ?3 AND b.status IN ('held', 'asked')
         ORDER BY b.id, e.name LIMIT 1000",
        params![space, from, until],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Writes how many of a kind a venue has.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut WriteTx, venue: VenueId, name: &str, pieces: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO equipment (id, venue, name, pieces) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (venue, name) DO UPDATE SET pieces = ?4",
        params![EquipmentId::generate(), venue, name, pieces],
    )?;
    Ok(())
}

/// A venue's name and keeper.
///
/// # Errors
/// When the database fails.
pub fn venue(tx: &mut ReadTx, id: VenueId) -> Result<Option<(String, OrganisationId)>, StoreError> {
    tx.one(
        "SELECT name, organisation FROM venue WHERE id = ?1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The venue that a room is in.
///
/// # Errors
/// When the database fails.
pub fn venue_of(tx: &mut ReadTx, space: SpaceId) -> Result<Option<VenueId>, StoreError> {
    tx.one("SELECT venue FROM space WHERE id = ?1", params![space], |row| {
        row.get(0)
    })
}

/// Who built a venue together with its keeper, by name.
///
/// # Errors
/// When the database fails.
pub fn partners(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<(OrganisationId, String)>, StoreError> {
    tx.all(
        "SELECT o.id, o.name FROM venue_partner p JOIN organisation o ON o.id = p.organisation
         WHERE p.venue = ?1 ORDER BY o.name, o.id",
        params![venue],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What a venue's rooms' pages say of it, in one go: what it lends, and the names of those who built it together.
///
/// # Errors
/// When the database fails.
pub fn told(tx: &mut ReadTx, venue: VenueId) -> Result<(Vec<Equipment>, Vec<String>), StoreError> {
    let (mut equipment, mut partners) = (Vec::new(), Vec::new());
    tx.each(
        "SELECT id, name, pieces FROM equipment WHERE venue = ?1 AND pieces > 0
         UNION ALL SELECT o.id, o.name, CAST(NULL AS BIGINT) FROM venue_partner p
           JOIN organisation o ON o.id = p.organisation WHERE p.venue = ?1
         ORDER BY 2, 1",
        params![venue],
        |row| {
            match row.get::<Option<i64>>(2)? {
                Some(pieces) => equipment.push(Equipment {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    pieces,
                }),
                None => partners.push(row.get(1)?),
            }
            Ok(())
        },
    )?;
    Ok((equipment, partners))
}

/// The organisations of a name; two at most, to tell one from several.
///
/// # Errors
/// When the database fails.
pub fn named(tx: &mut ReadTx, name: &str) -> Result<Vec<OrganisationId>, StoreError> {
    tx.all(
        "SELECT id FROM organisation WHERE name = ?1 ORDER BY id LIMIT 2",
        params![name],
        |row| row.get(0),
    )
}

/// Writes who built a venue together, in place of who stood there.
///
/// # Errors
/// When the database fails.
pub fn set_partners(tx: &mut WriteTx, venue: VenueId, partners: &[OrganisationId]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM venue_partner WHERE venue = ?1", params![venue])?;
    for partner in partners {
        tx.execute(
            "INSERT INTO venue_partner (venue, organisation) VALUES (?1, ?2)
             ON CONFLICT (venue, organisation) DO NOTHING",
            params![venue, *partner],
        )?;
    }
    Ok(())
}
