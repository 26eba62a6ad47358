//! The SQL of series.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, OrganisationId, PersonId, SeriesId, SpaceId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::super::{
    book::Asked,
    model::{Booking, Scope, Taken},
    queries::{bookings_where, read_booking},
};

/// A stretch of time in which a room is held.
#[derive(Clone, Debug)]
pub struct Busy {
    /// From when, with the time to set up.
    pub held_from: Timestamp,
    /// Until when, with the time to clean.
    pub held_until: Timestamp,
    /// By whom and what for.
    pub taken: Taken,
    /// By which booking.
    pub booking: BookingId,
}

/// When a room is held between two instants, in order.
///
/// # Errors
/// When the database fails.
pub fn busy(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Busy>, StoreError> {
    tx.all(
        "SELECT b.held_from, b.held_until, COALESCE(a.title, b.purpose), o.name, b.starts_at, b.ends_at, b.id,
           b.held_from - p.cleanup_minutes * 60000, b.held_until + p.setup_minutes * 60000, p.name
         FROM booking b JOIN space p ON p.id = b.space JOIN organisation o ON o.id = b.organisation LEFT JOIN activity a ON a.id = b.activity
         WHERE b.space = ?1 AND b.status = 'held' AND b.held_until > ?2 AND b.held_from < ?3 ORDER BY b.held_from",
        params![space, from, until],
        |row| {
            Ok(Busy {
                held_from: row.get(0)?,
                held_until: row.get(1)?,
                taken: Taken {
                    room: row.get(9)?,
                    title: row.get(2)?,
                    host: row.get(3)?,
                    starts_at: row.get(4)?,
                    ends_at: row.get(5)?,
                    around: (row.get(7)?, row.get(8)?),
                },
                booking: row.get(6)?,
            })
        },
    )
}

/// What a body asks for of a room between two instants and its keeper has not answered, each with its end; what it asks for
/// in the name of a draft is the draft's.
///
/// # Errors
/// When the database fails.
pub fn asked(
    tx: &mut ReadTx,
    (space, org): (SpaceId, OrganisationId),
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<(Asked, Timestamp)>, StoreError> {
    tx.all(
        "SELECT b.id, b.purpose, b.starts_at, b.ends_at FROM booking b
         WHERE b.space = ?1 AND b.organisation = ?2 AND b.status = 'asked' AND b.held_until > ?3 AND b.held_from < ?4
           AND b.activity IS NULL AND b.asked_for IS NULL ORDER BY b.id",
        params![space, org, from, until],
        |row| {
            let asked = Asked {
                booking: row.get(0)?,
                purpose: row.get(1)?,
                starts_at: row.get(2)?,
            };
            Ok((asked, row.get(3)?))
        },
    )
}

/// Other rooms of the same venue, and of the venues in service that are run with it as one, that hold so many people.
///
/// # Errors
/// When the database fails.
pub fn rooms_near(
    tx: &mut ReadTx,
    space: SpaceId,
    people: i64,
    most: usize,
) -> Result<Vec<SpaceId>, StoreError> {
    tx.all(
        "SELECT s.id FROM space here JOIN venue at ON at.id = here.venue
         JOIN venue v ON v.id = at.id OR v.cluster = at.cluster JOIN space s ON s.venue = v.id
         WHERE here.id = ?1 AND s.id <> ?1 AND s.capacity >= ?2 AND v.stage = 'in_service'
         ORDER BY CASE WHEN v.id = at.id THEN 0 ELSE 1 END, s.capacity, s.id LIMIT ?3",
        params![space, people, most as i64],
        |row| row.get(0),
    )
}

/// A series to be written.
#[derive(Clone, Debug)]
pub struct NewRow<'a> {
    /// Its id.
    pub id: SeriesId,
    /// Of which room.
    pub space: SpaceId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The rule.
    pub rule: &'a str,
    /// Whether public holidays are left out.
    pub leaves_out_holidays: bool,
    /// The first occurrence.
    pub used: (Timestamp, Timestamp),
    /// Who made it.
    pub person: PersonId,
}

/// Writes a series.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut WriteTx, row: &NewRow<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booking_series (id, space, organisation, rule, leaves_out_holidays, starts_at, ends_at, person,
           created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            row.id,
            row.space,
            row.organisation,
            row.rule,
            row.leaves_out_holidays,
            row.used.0,
            row.used.1,
            row.person,
            tx.now()
        ],
    )?;
    Ok(())
}

/// The bookings of a series that begin at `from` or later, in order.
///
/// # Errors
/// When the database fails.
pub fn of_series(tx: &mut ReadTx, series: SeriesId, from: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!("b.series = ?1 AND b.starts_at >= ?2 ORDER BY b.starts_at, b.id"),
        params![series, from],
        read_booking,
    )
}

/// A series as programs are shown it.
#[derive(Clone, Debug)]
pub struct Series {
    /// Of which room.
    pub space: SpaceId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Who keeps the room.
    pub keeper: OrganisationId,
    /// The rule.
    pub rule: String,
    /// Whether public holidays are left out.
    pub leaves_out_holidays: bool,
}

/// A series by its id.
///
/// # Errors
/// When the database fails.
pub fn series(tx: &mut ReadTx, id: SeriesId) -> Result<Option<Series>, StoreError> {
    tx.one(
        "SELECT r.space, r.organisation, v.organisation, r.rule, r.leaves_out_holidays
         FROM booking_series r JOIN space s ON s.id = r.space JOIN venue v ON v.id = s.venue WHERE r.id = ?1",
        params![id],
        |row| {
            Ok(Series {
                space: row.get(0)?,
                organisation: row.get(1)?,
                keeper: row.get(2)?,
                rule: row.get(3)?,
                leaves_out_holidays: row.get(4)?,
            })
        },
    )
}

/// The bookings that a scope means, seen from one of them: itself, itself and what comes after it, or all.
///
/// # Errors
/// When the database fails.
pub fn meant(tx: &mut ReadTx, booking: &Booking, scope: Scope) -> Result<Vec<Booking>, StoreError> {
    let from = match scope {
        Scope::One => return Ok(vec![booking.clone()]),
        Scope::Following => booking.starts_at,
        Scope::All => Timestamp::UNIX_EPOCH,
    };
    match booking.series {
        Some(series) => of_series(tx, series, from),
        None => Ok(vec![booking.clone()]),
    }
}
