//! The SQL of the waiting list.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, OrganisationId, SpaceId, WaitId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::{
    super::model::Taken,
    model::{Standing, Wait, WaitState},
};

macro_rules! wait_columns {
    ($rest:literal) => {
        concat!(
            "SELECT w.id, w.space, w.organisation, w.purpose, w.people, w.starts_at, w.ends_at, w.state, w.booking,
                    w.series, w.person",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Wait, StoreError> {
    Ok(Wait {
        id: row.get(0)?,
        space: row.get(1)?,
        organisation: row.get(2)?,
        purpose: row.get(3)?,
        people: row.get(4)?,
        starts_at: row.get(5)?,
        ends_at: row.get(6)?,
        state: row.get(7)?,
        booking: row.get(8)?,
        series: row.get(9)?,
        person: row.get(10)?,
    })
}

/// Writes a wish; says whether it is new.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut WriteTx,
    wait: &Wait,
    (held_from, held_until): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    let made = tx.execute(
        "INSERT INTO booking_wait (id, space, organisation, purpose, people, starts_at, ends_at, held_from, held_until,
           state, series, person, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting', ?10, ?11, ?12)
         ON CONFLICT (space, organisation, starts_at, ends_at) WHERE state IN ('waiting', 'offered') DO NOTHING",
        params![
            wait.id,
            wait.space,
            wait.organisation,
            wait.purpose,
            wait.people,
            wait.starts_at,
            wait.ends_at,
            held_from,
            held_until,
            wait.series,
            wait.person,
            tx.now()
        ],
    )?;
    Ok(made > 0)
}

/// A wish by its id.
///
/// # Errors
/// When the database fails.
pub fn wait(tx: &mut ReadTx, id: WaitId) -> Result<Option<Wait>, StoreError> {
    tx.one(
        wait_columns!(" FROM booking_wait w WHERE w.id = ?1"),
        params![id],
        read,
    )
}

/// Who waits for any part of a stretch of a room's time that is not over, in the order of the list: those who built
/// the venue together first, then as they came; at most 200.
///
/// # Errors
/// When the database fails.
pub fn in_line(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<Wait>, StoreError> {
    tx.all(
        wait_columns!(
            " FROM booking_wait w JOIN space s ON s.id = w.space
                LEFT JOIN venue_partner p ON p.venue = s.venue AND p.organisation = w.organisation AND p.ended_day IS NULL
                WHERE w.space = ?1 AND w.state = 'waiting' AND w.held_from < ?3 AND ?2 < w.held_until
                AND w.starts_at > ?4
                ORDER BY CASE WHEN p.organisation IS NULL THEN 1 ELSE 0 END, w.created_at, w.id LIMIT 200"
        ),
        params![space, from, until, now],
        read,
    )
}

/// Changes how a wish stands, if it stands as expected; says whether it did.
///
/// # Errors
/// When the database fails.
pub fn turn(
    tx: &mut WriteTx,
    id: WaitId,
    (from, to): (WaitState, WaitState),
    booking: Option<BookingId>,
) -> Result<bool, StoreError> {
    let turned = tx.execute(
        "UPDATE booking_wait SET state = ?3, booking = COALESCE(?4, booking) WHERE id = ?1 AND state = ?2",
        params![id, from, to, booking],
    )?;
    Ok(turned > 0)
}

/// The wish that a booking is offered to, if it is an offer.
///
/// # Errors
/// When the database fails.
pub fn offered_as(tx: &mut ReadTx, booking: BookingId) -> Result<Option<WaitId>, StoreError> {
    tx.one(
        "SELECT id FROM booking_wait WHERE booking = ?1 AND state = 'offered'",
        params![booking],
        |row| row.get(0),
    )
}

/// What an organisation waits for, offers first, with why; at most 50.
///
/// # Errors
/// When the database fails.
pub fn of_organisation(
    tx: &mut ReadTx,
    org: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Standing>, StoreError> {
    tx.all(
        wait_columns!(
            ", v.name, s.name,
               CAST((SELECT COUNT(*) FROM booking_wait x
                       LEFT JOIN venue_partner y ON y.venue = v.id AND y.organisation = x.organisation AND y.ended_day IS NULL
                     WHERE x.space = w.space AND x.state = 'waiting'
                       AND x.held_from < w.held_until AND w.held_from < x.held_until
                       AND ((p.organisation IS NULL AND y.organisation IS NOT NULL)
                         OR ((p.organisation IS NULL) = (y.organisation IS NULL)
                           AND (x.created_at < w.created_at OR (x.created_at = w.created_at AND x.id < w.id))))) AS BIGINT),
               COALESCE(a.title, b.purpose), o.name, b.starts_at, b.ends_at, mine.offered_until, s.offer_minutes,
               b.held_from - s.cleanup_minutes * 60000, b.held_until + s.setup_minutes * 60000, s.name,
               CASE WHEN b.pending = 'offer' AND b.organisation <> w.organisation THEN b.offered_until END,
               CAST((SELECT COUNT(*) FROM booking_wait x
                       JOIN venue_partner y ON y.venue = v.id AND y.organisation = x.organisation AND y.ended_day IS NULL
                     WHERE p.organisation IS NULL AND x.space = w.space AND x.state = 'waiting'
                       AND x.held_from < w.held_until AND w.held_from < x.held_until) AS BIGINT)
             FROM booking_wait w JOIN space s ON s.id = w.space JOIN venue v ON v.id = s.venue
             LEFT JOIN venue_partner p ON p.venue = v.id AND p.organisation = w.organisation AND p.ended_day IS NULL
             LEFT JOIN booking mine ON mine.id = w.booking
             LEFT JOIN booking b ON b.id = (SELECT t.id FROM booking t WHERE t.space = w.space AND t.status = 'held'
               AND t.held_from < w.held_until AND w.held_from < t.held_until ORDER BY t.starts_at LIMIT 1)
             LEFT JOIN organisation o ON o.id = b.organisation LEFT JOIN activity a ON a.id = b.activity
             WHERE w.organisation = ?1 AND w.state IN ('waiting', 'offered') AND w.ends_at > ?2
             ORDER BY CASE WHEN w.state = 'offered' THEN 0 ELSE 1 END, w.starts_at, w.id LIMIT 50"
        ),
        params![org, now],
        |row| {
            let taken = match row.get::<Option<String>>(14)? {
                Some(title) => Some(Taken {
                    room: row.get(22)?,
                    title,
                    host: row.get(15)?,
                    starts_at: row.get(16)?,
                    ends_at: row.get(17)?,
                    around: (row.get(20)?, row.get(21)?),
                }),
                None => None,
            };
            Ok(Standing {
                wait: read(row)?,
                place: format!("{} · {}", row.text(11)?, row.text(12)?),
                ahead: row.get(13)?,
                partners_ahead: row.get(24)?,
                taken,
                held_until: row.get(23)?,
                offered_until: row.get(18)?,
                offer_minutes: row.get(19)?,
            })
        },
    )
}

/// Makes of a held booking an offer until a time, or of an offer a booking: `pending` is what is still open about it. What
/// was an offer counts as changed, for calendars that have it already.
///
/// # Errors
/// When the database fails.
pub fn set_pending(
    tx: &mut WriteTx,
    booking: BookingId,
    pending: Option<super::super::model::Pending>,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE booking SET pending = ?2, offered_until = ?3,
           revision = revision + CASE WHEN pending IS NULL THEN 0 ELSE 1 END, changed_at = ?4 WHERE id = ?1",
        params![booking, pending, until, tx.now()],
    )?;
    Ok(())
}
