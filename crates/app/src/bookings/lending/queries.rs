//! The SQL of equipment and of those who built a venue together.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, EquipmentId, OrganisationId, SeriesId, SpaceId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

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
        "SELECT t.id, t.name, t.pieces FROM equipment e JOIN thing t ON t.id = e.id
         WHERE e.venue = ?1 AND t.pieces > 0 AND t.gone_at IS NULL ORDER BY t.name, t.id",
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

/// A kind of equipment with its venue.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which kind.
    pub id: EquipmentId,
    /// Its name.
    pub name: String,
    /// The venue's name.
    pub venue: String,
    /// How many there are.
    pub pieces: i64,
}

/// What is lent at the venues of some rooms, by venue and name.
///
/// # Errors
/// When the database fails.
pub fn at_spaces(tx: &mut ReadTx, spaces: &[SpaceId]) -> Result<Vec<Kept>, StoreError> {
    let mut found: Vec<Kept> = Vec::new();
    for space in spaces {
        let at = tx.all(
            "SELECT t.id, t.name, v.name, t.pieces FROM space s JOIN venue v ON v.id = s.venue
             JOIN equipment e ON e.venue = v.id JOIN thing t ON t.id = e.id AND t.pieces > 0 AND t.gone_at IS NULL
             WHERE s.id = ?1 ORDER BY t.name, t.id",
            params![space],
            |row| {
                Ok(Kept {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    venue: row.get(2)?,
                    pieces: row.get(3)?,
                })
            },
        )?;
        found.extend(
            at.into_iter()
                .filter(|one| !found.iter().any(|known| known.id == one.id))
                .collect::<Vec<_>>(),
        );
    }
    Ok(found)
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
        "SELECT t.id, t.name, t.pieces, i.pieces FROM booking_equipment i JOIN thing t ON t.id = i.equipment
         WHERE i.booking = ?1 ORDER BY t.id",
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

/// What is lent of a kind in a stretch of time, along with rooms or by itself, but with one booking or loan, if one is
/// named. What is out past its day has no end.
///
/// # Errors
/// When the database fails.
pub fn lent(
    tx: &mut ReadTx,
    equipment: EquipmentId,
    (from, until): (Timestamp, Timestamp),
    (but, now): (Option<&str>, Timestamp),
) -> Result<Vec<Lent>, StoreError> {
    tx.all(
        "SELECT held_from, held_until, pieces, is_out FROM thing_held
         WHERE thing = ?1 AND held_from < ?3 AND (?2 < held_until OR (is_out = 1 AND held_until <= ?5))
           AND (CAST(?4 AS TEXT) IS NULL OR claim <> ?4)",
        params![equipment, from, until, but, now],
        |row| {
            let ends: Timestamp = row.get(1)?;
            let late = row.get::<i64>(3)? > 0 && ends <= now;
            Ok(Lent {
                from: row.get(0)?,
                until: if late { Timestamp::MAX } else { ends },
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
         JOIN thing e ON e.id = i.equipment
         WHERE b.space = ?1 AND b.held_until > ?2 AND b.starts_at < ?3 AND b.status IN ('held', 'asked')
         ORDER BY b.id, e.name LIMIT 1000",
        params![space, from, until],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// What a booking takes along of a kind, in words.
#[derive(Clone, Debug)]
pub struct Taken {
    /// With which booking.
    pub booking: BookingId,
    /// Which kind.
    pub id: EquipmentId,
    /// Its name.
    pub name: String,
    /// How many.
    pub pieces: i64,
}

fn read_taken(row: &Row<'_>) -> Result<Taken, StoreError> {
    Ok(Taken {
        booking: row.get(0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        pieces: row.get(3)?,
    })
}

/// What one booking takes along, by name.
///
/// # Errors
/// When the database fails.
pub fn taken_by(tx: &mut ReadTx, booking: BookingId) -> Result<Vec<Taken>, StoreError> {
    tx.all(
        "SELECT i.booking, t.id, t.name, i.pieces FROM booking_equipment i JOIN thing t ON t.id = i.equipment
         WHERE i.booking = ?1 ORDER BY t.name, t.id",
        params![booking],
        read_taken,
    )
}

/// What the bookings of a series take along, by name.
///
/// # Errors
/// When the database fails.
pub fn taken_by_series(tx: &mut ReadTx, series: SeriesId) -> Result<Vec<Taken>, StoreError> {
    tx.all(
        "SELECT i.booking, t.id, t.name, i.pieces FROM booking b JOIN booking_equipment i ON i.booking = b.id
         JOIN thing t ON t.id = i.equipment WHERE b.series = ?1 ORDER BY i.booking, t.name, t.id",
        params![series],
        read_taken,
    )
}

/// What an organisation's bookings that are not over take along, by name.
///
/// # Errors
/// When the database fails.
pub fn taken_by_organisation(
    tx: &mut ReadTx,
    org: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Taken>, StoreError> {
    tx.all(
        "SELECT i.booking, t.id, t.name, i.pieces FROM booking b JOIN booking_equipment i ON i.booking = b.id
         JOIN thing t ON t.id = i.equipment WHERE b.organisation = ?1 AND b.ends_at > ?2
         ORDER BY i.booking, t.name, t.id",
        params![org, now],
        read_taken,
    )
}

/// What goes along with a venue's rooms under some name, though there may be none of it now.
///
/// # Errors
/// When the database fails.
pub fn named_at(tx: &mut ReadTx, venue: VenueId, name: &str) -> Result<Option<Equipment>, StoreError> {
    tx.one(
        "SELECT t.id, t.name, t.pieces FROM equipment e JOIN thing t ON t.id = e.id
         WHERE e.venue = ?1 AND t.name = ?2 AND t.gone_at IS NULL ORDER BY t.id LIMIT 1",
        params![venue, name],
        |row| {
            Ok(Equipment {
                id: row.get(0)?,
                name: row.get(1)?,
                pieces: row.get(2)?,
            })
        },
    )
}

/// From now on a thing goes along with the rooms of a venue.
///
/// # Errors
/// When the database fails.
pub fn goes_along(tx: &mut WriteTx, thing: EquipmentId, venue: VenueId) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO equipment (id, venue) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
        params![thing, venue],
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

/// What a venue's rooms' pages say of it, in one go: what it lends, and the names of those who built it together.
///
/// # Errors
/// When the database fails.
pub fn told(tx: &mut ReadTx, venue: VenueId) -> Result<(Vec<Equipment>, Vec<String>), StoreError> {
    let (mut equipment, mut partners) = (Vec::new(), Vec::new());
    tx.each(
        "SELECT t.id, t.name, t.pieces FROM equipment e JOIN thing t ON t.id = e.id
         WHERE e.venue = ?1 AND t.pieces > 0 AND t.gone_at IS NULL
         UNION ALL SELECT o.id, o.name, CAST(NULL AS BIGINT) FROM venue_partner p
           JOIN organisation o ON o.id = p.organisation WHERE p.venue = ?1 AND p.ended_day IS NULL
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
