//! All SQL of the feature.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, BookingId, OrganisationId, PersonId, SeriesId, SpaceId, VenueId},
    time,
};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::{
    hours::{Hours, Opening, SpecialDay},
    model::{Booking, Room, Rules, Status, Taken},
};

/// A room with its rules, as it stands to an organisation; special days are read from `from` on.
///
/// # Errors
/// When the database fails.
pub fn room(
    tx: &mut ReadTx,
    org: Option<OrganisationId>,
    space: SpaceId,
    from: Date,
) -> Result<Option<Room>, StoreError> {
    let found = tx.one(
        "SELECT s.id, s.name, v.id, v.name, s.capacity, v.organisation, o.name, s.setup_minutes, s.cleanup_minutes,
                s.open_to, s.asks, s.notice_hours, s.ahead_days, s.official_days,
                CAST((SELECT COUNT(*) FROM organisation_closure c
                      WHERE (c.ancestor = ?2 AND c.descendant = v.organisation)
                         OR (c.ancestor = v.organisation AND c.descendant = ?2)) AS BIGINT)
         FROM space s JOIN venue v ON v.id = s.venue JOIN organisation o ON o.id = v.organisation WHERE s.id = ?1",
        params![space, org],
        |row| {
            let rules = Rules {
                setup_minutes: row.get(7)?,
                cleanup_minutes: row.get(8)?,
                open_to: row.get(9)?,
                asks: row.get(10)?,
                notice_hours: row.get(11)?,
                ahead_days: row.get(12)?,
                hours: Hours {
                    official_days: row.get(13)?,
                    ..Hours::default()
                },
            };
            Ok(Room {
                id: row.get(0)?,
                name: row.get(1)?,
                venue: row.get(2)?,
                venue_name: row.get(3)?,
                capacity: row.get(4)?,
                keeper: row.get(5)?,
                keeper_name: row.get(6)?,
                own: row.get::<i64>(14)? > 0,
                rules,
            })
        },
    )?;
    let Some(mut room) = found else {
        return Ok(None);
    };
    room.rules.hours.week = tx.all(
        "SELECT weekday, opens, closes FROM space_hours WHERE space = ?1 ORDER BY weekday, opens",
        params![space],
        |row| Ok((weekday(row.get(0)?), opening(row, 1)?)),
    )?;
    room.rules.hours.days = tx.all(
        "SELECT day, opens, closes, note FROM space_day WHERE space = ?1 AND day >= ?2 ORDER BY day",
        params![space, from],
        |row| {
            let open = opening(row, 1)?;
            Ok(SpecialDay {
                day: row.get(0)?,
                open: (open.opens < open.closes).then_some(open),
                note: row.get(3)?,
            })
        },
    )?;
    Ok(Some(room))
}

fn opening(row: &Row<'_>, at: usize) -> Result<Opening, StoreError> {
    Ok(Opening {
        opens: row.get(at)?,
        closes: row.get(at + 1)?,
    })
}

fn weekday(number: i64) -> i8 {
    // The schema lets nothing but 1 to 7 in.
    i8::try_from(number).unwrap_or(1)
}

/// The rooms of a venue by name, each with its usual week.
///
/// # Errors
/// When the database fails.
pub fn weeks_of(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<(SpaceId, String, Hours)>, StoreError> {
    let mut rooms: Vec<(SpaceId, String, Hours)> = Vec::new();
    tx.each(
        "SELECT s.id, s.name, s.official_days, h.weekday, h.opens, h.closes
         FROM space s LEFT JOIN space_hours h ON h.space = s.id WHERE s.venue = ?1
         ORDER BY s.name, s.id, h.weekday, h.opens",
        params![venue],
        |row| {
            let id: SpaceId = row.get(0)?;
            if rooms.last().is_none_or(|(known, ..)| *known != id) {
                let hours = Hours {
                    official_days: row.get(2)?,
                    ..Hours::default()
                };
                rooms.push((id, row.get(1)?, hours));
            }
            if let (Some((.., hours)), Some(number)) = (rooms.last_mut(), row.get::<Option<i64>>(3)?) {
                hours.week.push((weekday(number), opening(row, 4)?));
            }
            Ok(())
        },
    )?;
    Ok(rooms)
}

/// What stands in the way of holding a room from `from` until `until` (with the time to set up and clean), other
/// than what the activity `but` holds itself. The schema forbids two; this finds out first, to say which.
///
/// # Errors
/// When the database fails.
pub fn taken(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
    but: Option<ActivityId>,
) -> Result<Option<Taken>, StoreError> {
    tx.one(
        "SELECT COALESCE(a.title, b.purpose), o.name, b.starts_at, b.ends_at
         FROM booking b JOIN organisation o ON o.id = b.organisation LEFT JOIN activity a ON a.id = b.activity
         WHERE b.space = ?1 AND b.status = 'held' AND b.held_from < ?3 AND ?2 < b.held_until
           AND (CAST(?4 AS TEXT) IS NULL OR b.activity IS NULL OR b.activity <> ?4)
         ORDER BY b.starts_at LIMIT 1",
        params![space, from, until, but],
        |row| {
            Ok(Taken {
                title: row.get(0)?,
                host: row.get(1)?,
                starts_at: row.get(2)?,
                ends_at: row.get(3)?,
            })
        },
    )
}

/// Bookings as [`read_booking`] reads them. Whoever looks for those of a keeper finds them by its venues and their
/// rooms: both databases turn the joins round.
macro_rules! bookings_where {
    ($condition:literal) => {
        concat!(
            "SELECT b.id, b.space, v.name, s.name, b.organisation, o.name, b.activity, COALESCE(a.title, b.purpose),
                    b.people, b.starts_at, b.ends_at, b.status, b.note, v.organisation, b.series
             FROM booking b JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
             JOIN organisation o ON o.id = b.organisation LEFT JOIN activity a ON a.id = b.activity WHERE ",
            $condition
        )
    };
}
pub(super) use bookings_where;

/// Where [`bookings_where!`] gives who keeps the room.
pub(super) const KEEPER: usize = 13;

/// Reads a row of [`bookings_where!`].
pub(super) fn read_booking(row: &Row<'_>) -> Result<Booking, StoreError> {
    Ok(Booking {
        id: row.get(0)?,
        space: row.get(1)?,
        place: format!("{} · {}", row.text(2)?, row.text(3)?),
        organisation: row.get(4)?,
        by: row.get(5)?,
        activity: row.get(6)?,
        purpose: row.get(7)?,
        people: row.get(8)?,
        starts_at: row.get(9)?,
        ends_at: row.get(10)?,
        status: row.get(11)?,
        note: row.get(12)?,
        series: row.get(14)?,
    })
}

/// What is held or asked for in a room between two instants, in order of time; at most 400.
///
/// # Errors
/// When the database fails.
pub fn between(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "b.space = ?1 AND b.held_until > ?2 AND b.starts_at < ?3 AND b.status IN ('held', 'asked')
         ORDER BY b.starts_at, b.id LIMIT 400"
        ),
        params![space, from, until],
        read_booking,
    )
}

/// What an organisation has booked and not used yet, soonest first, and what the keepers said no to; at most 100.
///
/// # Errors
/// When the database fails.
pub fn of_organisation(
    tx: &mut ReadTx,
    org: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "b.organisation = ?1 AND b.ends_at > ?2 AND b.status <> 'cancelled'
         ORDER BY b.starts_at, b.id LIMIT 100"
        ),
        params![org, now],
        read_booking,
    )
}

/// What waits for a keeper's word, soonest first; at most 100.
///
/// # Errors
/// When the database fails.
pub fn asked_of(tx: &mut ReadTx, keeper: OrganisationId, now: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "v.organisation = ?1 AND b.ends_at > ?2 AND b.status = 'asked' ORDER BY b.starts_at, b.id LIMIT 100"
        ),
        params![keeper, now],
        read_booking,
    )
}

/// A booking by its id, with the organisation that keeps the room.
///
/// # Errors
/// When the database fails.
pub fn booking(tx: &mut ReadTx, id: BookingId) -> Result<Option<(Booking, OrganisationId)>, StoreError> {
    tx.one(bookings_where!("b.id = ?1"), params![id], |row| {
        Ok((read_booking(row)?, row.get(KEEPER)?))
    })
}

/// How many uses of each room begin on a day.
///
/// # Errors
/// When the database fails.
pub fn uses_on(tx: &mut ReadTx, day: Date) -> Result<Vec<(SpaceId, i64)>, StoreError> {
    let from = time::start_of_day(day);
    tx.all(
        "SELECT space, COUNT(*) FROM booking
         WHERE status = 'held' AND held_until > ?1 AND starts_at >= ?1 AND starts_at < ?2 GROUP BY space",
        params![from, from + jiff::SignedDuration::from_hours(24)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A booking to be written.
#[derive(Clone, Debug)]
pub struct NewRow<'a> {
    /// Its id.
    pub id: BookingId,
    /// Of which room.
    pub space: SpaceId,
    /// Whose.
    pub organisation: OrganisationId,
    /// With which activity.
    pub activity: Option<ActivityId>,
    /// What for; empty with an activity.
    pub purpose: &'a str,
    /// How many people are expected.
    pub people: i64,
    /// The use itself.
    pub used: (Timestamp, Timestamp),
    /// The use with the time to set up and to clean.
    pub held: (Timestamp, Timestamp),
    /// How it stands.
    pub status: Status,
    /// Who booked.
    pub person: Option<PersonId>,
    /// The series it is made in.
    pub series: Option<SeriesId>,
}

/// Writes a booking.
///
/// # Errors
/// When the database fails, or somebody was faster (`booking_space_taken`).
pub fn insert(tx: &mut WriteTx, row: &NewRow<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO booking (id, space, organisation, activity, purpose, people, starts_at, ends_at, held_from,
           held_until, status, note, person, created_at, series)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '', ?12, ?13, ?14)",
        params![
            row.id,
            row.space,
            row.organisation,
            row.activity,
            row.purpose,
            row.people,
            row.used.0,
            row.used.1,
            row.held.0,
            row.held.1,
            row.status,
            row.person,
            tx.now(),
            row.series
        ],
    )?;
    Ok(())
}

/// Lets go what an activity holds; says whether it held anything.
///
/// # Errors
/// When the database fails.
pub fn let_go(tx: &mut WriteTx, activity: ActivityId) -> Result<bool, StoreError> {
    let gone = tx.execute(
        "UPDATE booking SET status = 'cancelled' WHERE activity = ?1 AND status = 'held'",
        params![activity],
    )?;
    Ok(gone > 0)
}

/// Changes how a booking stands if it stands as expected; says whether it did.
///
/// # Errors
/// When the database fails, or the room is held by another (`booking_space_taken`).
pub fn decide(
    tx: &mut WriteTx,
    id: BookingId,
    (from, to): (Status, Status),
    person: PersonId,
    note: &str,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE booking SET status = ?3, note = ?4, decided_by = ?5, decided_at = ?6 WHERE id = ?1 AND status = ?2",
        params![id, from, to, note, person, tx.now()],
    )?;
    Ok(changed > 0)
}

/// The span that a booking holds, with the time to set up and to clean.
///
/// # Errors
/// When the database fails.
pub fn held_span(tx: &mut ReadTx, id: BookingId) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    tx.one(
        "SELECT held_from, held_until FROM booking WHERE id = ?1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Writes a room's rules in place of those it had; special days before `from` are kept as they are.
///
/// # Errors
/// When the database fails.
pub fn set_rules(tx: &mut WriteTx, space: SpaceId, rules: &Rules, from: Date) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE space SET setup_minutes = ?2, cleanup_minutes = ?3, open_to = ?4, asks = ?5, notice_hours = ?6,
           ahead_days = ?7, official_days = ?8 WHERE id = ?1",
        params![
            space,
            rules.setup_minutes,
            rules.cleanup_minutes,
            rules.open_to,
            rules.asks,
            rules.notice_hours,
            rules.ahead_days,
            rules.hours.official_days
        ],
    )?;
    tx.execute("DELETE FROM space_hours WHERE space = ?1", params![space])?;
    for (weekday, opening) in &rules.hours.week {
        tx.execute(
            "INSERT INTO space_hours (space, weekday, opens, closes) VALUES (?1, ?2, ?3, ?4)",
            params![space, i64::from(*weekday), opening.opens, opening.closes],
        )?;
    }
    tx.execute(
        "DELETE FROM space_day WHERE space = ?1 AND day >= ?2",
        params![space, from],
    )?;
    for special in &rules.hours.days {
        let open = special.open.unwrap_or(Opening { opens: 0, closes: 0 });
        tx.execute(
            "INSERT INTO space_day (space, day, opens, closes, note) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![space, special.day, open.opens, open.closes, special.note],
        )?;
    }
    Ok(())
}
