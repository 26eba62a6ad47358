//! All SQL of the feature: here what reads bookings; series and the waiting list have theirs beside them.

mod left;
mod lessons;
mod others;
mod rooms;
mod weeks;
mod writes;

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, BookingId, LessonId, OrganisationId, SpaceId},
    time,
};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{
    book::{Asked, NewBooking},
    model::{Beside, Booking, Taken, no_show_at},
};

pub use left::{Left, leave_room, left};
pub use lessons::public_lessons;
pub use others::others;
pub use rooms::{WeekOf, in_service, last_closing, room, room_to_book, set_rules, weeks_of};
pub use weeks::{WeekBefore, weeks_before};
pub use writes::{NewRow, decide, decline_for, hold_again, insert, move_to, open, release};

/// What stands in the way of holding a room from `from` until `until` (with the time to set up and clean), other
/// than what the activity `but` holds itself or what was asked for in its name. The schema forbids two; this finds out first, to say which.
///
/// # Errors
/// When the database fails.
pub fn taken(
    tx: &mut ReadTx,
    space: SpaceId,
    span: (Timestamp, Timestamp),
    but: Option<ActivityId>,
) -> Result<Option<Taken>, StoreError> {
    in_the_way(tx, space, span, but.map(|activity| activity.to_text()))
}

/// The same for a booking that becomes another: what it holds itself is not in its way.
///
/// # Errors
/// When the database fails.
pub fn taken_for(
    tx: &mut ReadTx,
    space: SpaceId,
    span: (Timestamp, Timestamp),
    booking: BookingId,
) -> Result<Option<Taken>, StoreError> {
    in_the_way(tx, space, span, Some(booking.to_text()))
}

/// `but` is an activity or a booking; no two of them have one id.
fn in_the_way(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
    but: Option<String>,
) -> Result<Option<Taken>, StoreError> {
    tx.one(
        "SELECT COALESCE(a.title, b.purpose), o.name, b.starts_at, b.ends_at, b.held_from - s.cleanup_minutes * 60000,
           b.held_until + s.setup_minutes * 60000, s.name
         FROM booking b JOIN space s ON s.id = b.space JOIN organisation o ON o.id = b.organisation
         LEFT JOIN activity a ON a.id = b.activity
         WHERE b.space = ?1 AND b.status = 'held' AND b.held_from < ?3 AND ?2 < b.held_until
           AND (CAST(?4 AS TEXT) IS NULL OR (COALESCE(b.activity, b.asked_for, '') <> ?4 AND b.id <> ?4))
         ORDER BY b.starts_at LIMIT 1",
        params![space, from, until, but],
        |row| {
            Ok(Taken {
                room: row.get(6)?,
                title: row.get(0)?,
                host: row.get(1)?,
                starts_at: row.get(2)?,
                ends_at: row.get(3)?,
                around: (row.get(4)?, row.get(5)?),
            })
        },
    )
}

/// What a body asks for of the very room and time of this wish, if its keeper has not answered; what it asks for in the name
/// of a draft is the draft's.
///
/// # Errors
/// When the database fails.
pub fn asked_by(
    tx: &mut ReadTx,
    org: OrganisationId,
    wish: &NewBooking,
) -> Result<Option<Asked>, StoreError> {
    tx.one(
        "SELECT b.id, b.purpose, b.starts_at FROM booking b
         WHERE b.space = ?1 AND b.organisation = ?2 AND b.status = 'asked' AND b.starts_at = ?3 AND b.ends_at = ?4
           AND b.activity IS NULL AND b.asked_for IS NULL ORDER BY b.id LIMIT 1",
        params![wish.space, org, wish.starts_at, wish.ends_at],
        |row| {
            Ok(Asked {
                booking: row.get(0)?,
                purpose: row.get(1)?,
                starts_at: row.get(2)?,
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
                    b.people, b.starts_at, b.ends_at, b.status, b.note, v.organisation, b.series,
                    b.pending, b.offered_until, b.opened_at, b.released_at, s.no_show_minutes, b.decided_at,
                    b.asked_for, b.changes, b.held_from, b.held_until, b.declined_for,
                    b.revision + COALESCE(a.version, 0),
                    CASE WHEN a.updated_at > COALESCE(b.changed_at, b.created_at) THEN a.updated_at
                         ELSE COALESCE(b.changed_at, b.created_at) END, l.course, l.id
             FROM booking b JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
             JOIN organisation o ON o.id = b.organisation LEFT JOIN activity a ON a.id = b.activity
             LEFT JOIN course_session l ON l.booking = b.id WHERE ",
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
        pending: row.get(15)?,
        offered_until: row.get(16)?,
        opened_at: row.get(17)?,
        released_at: row.get(18)?,
        no_show_minutes: row.get(19)?,
        decided_at: row.get(20)?,
        asked_for: row.get(21)?,
        changes: row.get(22)?,
        held: (row.get(23)?, row.get(24)?),
        declined_for: row.get(25)?,
        revision: row.get(26)?,
        changed_at: row.get(27)?,
        session: row
            .get::<Option<ActivityId>>(28)?
            .zip(row.get::<Option<LessonId>>(29)?),
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

/// What others ask for of a time that a booking holds for good, soonest first: nothing where it is still open whether it
/// does. What is asked for in the name of its own activity, or as a change of itself, wants nothing of anybody's.
///
/// # Errors
/// When the database fails.
pub fn rivals_of(tx: &mut ReadTx, id: BookingId) -> Result<Vec<BookingId>, StoreError> {
    tx.all(
        "SELECT r.id FROM booking b JOIN booking r ON r.space = b.space AND r.held_until > b.held_from
           AND r.status = 'asked' AND r.held_from < b.held_until AND (r.changes IS NULL OR r.changes <> b.id)
           AND (b.activity IS NULL OR r.asked_for IS NULL OR r.asked_for <> b.activity)
         WHERE b.id = ?1 AND b.status = 'held' AND b.pending IS NULL ORDER BY r.starts_at, r.id",
        params![id],
        |row| row.get(0),
    )
}

/// What stands beside what a keeper is asked for: for each request, whoever has the room then or asks for it too.
///
/// # Errors
/// When the database fails.
pub fn beside_asked(
    tx: &mut ReadTx,
    keeper: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Beside>, StoreError> {
    tx.all(
        "SELECT b.id, r.status, COALESCE(a.title, r.purpose), o.name, r.starts_at, r.ends_at,
           r.held_from - s.cleanup_minutes * 60000, r.held_until + s.setup_minutes * 60000, s.name
         FROM venue v JOIN space s ON s.venue = v.id
         JOIN booking b ON b.space = s.id AND b.held_until > ?2 AND b.status = 'asked' AND b.ends_at > ?2
         JOIN booking r ON r.space = b.space AND r.held_until > ?2 AND r.status IN ('held', 'asked') AND r.id <> b.id
           AND r.held_from < b.held_until AND b.held_from < r.held_until
           AND (b.changes IS NULL OR b.changes <> r.id)
           AND (b.asked_for IS NULL OR r.activity IS NULL OR b.asked_for <> r.activity)
         JOIN organisation o ON o.id = r.organisation LEFT JOIN activity a ON a.id = r.activity
         WHERE v.organisation = ?1 ORDER BY r.status DESC, r.starts_at, r.id LIMIT 1000",
        params![keeper, now],
        |row| {
            let taken = Taken {
                room: row.get(8)?,
                title: row.get(2)?,
                host: row.get(3)?,
                starts_at: row.get(4)?,
                ends_at: row.get(5)?,
                around: (row.get(6)?, row.get(7)?),
            };
            Ok((row.get(0)?, row.get(1)?, taken))
        },
    )
}

/// What a room is held for from `from` until `until` at the latest, in order: all of it, and with it what was held and
/// is not since `gone`, for calendars that have it already.
///
/// # Errors
/// When the database fails.
pub fn for_calendar(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
    gone: Timestamp,
) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "b.space = ?1 AND b.held_until > ?2 AND b.starts_at < ?3 AND (b.status = 'held'
               OR (b.status IN ('cancelled', 'declined') AND b.revision > 0 AND b.changed_at > ?4)) ORDER BY b.starts_at, b.id"
        ),
        params![space, from, until, gone],
        read_booking,
    )
}

/// The bookings for which a room is held and that begin after now: all of them.
///
/// # Errors
/// When the database fails.
pub fn to_come(tx: &mut ReadTx, space: SpaceId, now: Timestamp) -> Result<Vec<BookingId>, StoreError> {
    tx.all(
        "SELECT id FROM booking WHERE space = ?1 AND held_until > ?2 AND starts_at > ?2 AND status = 'held'
           AND activity IS NULL ORDER BY starts_at, id",
        params![space, now],
        |row| row.get(0),
    )
}

/// The rooms that an activity holds, or that are asked for in its name.
///
/// # Errors
/// When the database fails.
pub fn spaces_of(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<SpaceId>, StoreError> {
    tx.all(
        "SELECT space FROM booking WHERE activity = ?1 AND status = 'held'
         UNION SELECT space FROM booking WHERE asked_for = ?1 AND status IN ('asked', 'held')",
        params![activity],
        |row| row.get(0),
    )
}

/// What an organisation has booked and not used yet, soonest first, and what the keepers said no to; at most 1,000.
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
            "b.organisation = ?1 AND b.ends_at > ?2 AND (b.status <> 'cancelled' OR b.released_at IS NOT NULL)
         ORDER BY b.starts_at, b.id LIMIT 1000"
        ),
        params![org, now],
        read_booking,
    )
}

/// What waits for a keeper's word, soonest first; at most 1,000.
///
/// # Errors
/// When the database fails.
pub fn asked_of(tx: &mut ReadTx, keeper: OrganisationId, now: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "v.organisation = ?1 AND b.ends_at > ?2 AND (b.status = 'asked' OR b.pending = 'consent') ORDER BY b.starts_at, b.id LIMIT 1000"
        ),
        params![keeper, now],
        read_booking,
    )
}

/// What waits for a keeper's word about one room, soonest first; at most 200.
///
/// # Errors
/// When the database fails.
pub fn asked_in(tx: &mut ReadTx, space: SpaceId, now: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "b.space = ?1 AND b.held_until > ?2 AND b.ends_at > ?2 AND (b.status = 'asked' OR b.pending = 'consent')
             ORDER BY b.starts_at, b.id LIMIT 200"
        ),
        params![space, now],
        read_booking,
    )
}

/// What an officer's day is about: what is offered to the organisation, what it should say that it is there for until
/// `soon`, and what others ask of it, soonest first; at most 1,000.
///
/// # Errors
/// When the database fails.
pub fn of_the_day(
    tx: &mut ReadTx,
    org: OrganisationId,
    now: Timestamp,
    soon: Timestamp,
) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        concat!(
            bookings_where!(
                "b.organisation = ?1 AND b.ends_at > ?2 AND b.status = 'held' AND (b.pending = 'offer'
                   OR (b.pending IS NULL AND s.no_show_minutes > 0 AND b.opened_at IS NULL AND b.activity IS NULL AND b.starts_at <= ?3))"
            ),
            " UNION ALL ",
            bookings_where!(
                "v.organisation = ?1 AND b.ends_at > ?2 AND (b.status = 'asked' OR b.pending = 'consent')"
            ),
            " ORDER BY 10, 1 LIMIT 1000"
        ),
        params![org, now, soon],
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

/// When a booking is let go if nobody came, where the room's rule wants that: never where it isn't held, or for an
/// activity.
///
/// # Errors
/// When the database fails.
pub fn no_show_due(tx: &mut ReadTx, id: BookingId) -> Result<Option<Timestamp>, StoreError> {
    tx.one(
        "SELECT b.starts_at, b.decided_at, s.no_show_minutes FROM booking b JOIN space s ON s.id = b.space
         WHERE b.id = ?1 AND b.status = 'held' AND b.activity IS NULL AND s.no_show_minutes > 0",
        params![id],
        |row| Ok(no_show_at(row.get(0)?, row.get(1)?, row.get(2)?)),
    )
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
