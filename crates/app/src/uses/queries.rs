//! The SQL of uses and of what nobody uses.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, OrganisationId, SpaceId, UseId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::model::{Purpose, Use};
use crate::bookings::{RoomClosed, below::Below};

pub use idle::{Alarm, alarm, alarms_of, answered, hush, hush_thing, idle, ring};
pub use people::{open_now, opened, say, untouched};

/// Whose uses.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// Of rooms that this organisation keeps.
    Keeper(OrganisationId),
    /// By this organisation, of rooms that others keep.
    Booker(OrganisationId),
    /// Of rooms that this organisation, and those below it that are asked for, keep.
    Below(OrganisationId, Below),
}

/// Which uses.
#[derive(Clone, Debug)]
pub struct Which {
    /// Whose.
    pub whose: Whose,
    /// Begun from this instant on.
    pub from: Timestamp,
    /// Begun before this one.
    pub until: Timestamp,
    /// Of one room.
    pub space: Option<SpaceId>,
    /// Of one purpose.
    pub purpose: Option<Purpose>,
    /// By one organisation.
    pub by: Option<OrganisationId>,
    /// Those alone that are over without its being said how many came.
    pub unsaid: bool,
}

/// How many were there by the roll of a course's session, if it was called, of a booking of that name.
macro_rules! rolled {
    () => {
        rolled!("b")
    };
    ($booking:literal) => {
        concat!("(SELECT CAST((SELECT COUNT(*) FROM course_mark m WHERE m.session = l.id AND m.mark IN ('present', 'late')
              AND NOT EXISTS (SELECT 1 FROM course_mark n WHERE n.session = m.session AND n.signup = m.signup
                              AND n.number > m.number))
            + (SELECT COUNT(*) FROM course_trial y WHERE y.session = l.id AND y.came = 1) AS BIGINT)
          FROM course_session l WHERE l.booking = ", $booking, ".id AND (l.closed_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM course_mark x WHERE x.session = l.id AND x.by_family = 0)))")
    };
}

/// How many were scanned in to the activity of a booking `b`.
macro_rules! scanned {
    () => {
        "CAST((SELECT COUNT(*) FROM scan c WHERE c.activity = b.activity AND c.direction = 'in'
             AND c.outcome = 'accepted') AS BIGINT)"
    };
}

/// From when on a booking `w` counts by itself.
macro_rules! counted_from {
    () => {
        "CASE WHEN w.opened_at > w.starts_at THEN w.opened_at ELSE w.starts_at END"
    };
}

/// The bookings `w` that count by themselves and begin while the door stood open for `t`: for nobody in particular, or, after its
/// own booking was over, for another. `$now` is the end of what is open still. A booking lasts 31 days at most, which with the
/// time around it is less than 2,764,800,000 milliseconds.
macro_rules! in_its_way {
    ($now:literal) => {
        concat!(
            "booking w LEFT JOIN activity wa ON wa.id = w.activity
              WHERE w.space = t.space AND w.held_until > t.opened_at AND w.ends_at > t.opened_at
                AND w.held_until < COALESCE(t.closed_at, ", $now, ") + 2764800000
                AND ", counted_from!(), " < COALESCE(t.closed_at, ", $now, ")
                AND (t.booking IS NULL OR w.starts_at >= (SELECT o.ends_at FROM booking o WHERE o.id = t.booking))
                AND w.status = 'held' AND (w.pending IS NULL OR w.opened_at IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM space_use d WHERE d.booking = w.id)
                AND NOT EXISTS (SELECT 1 FROM booking e JOIN space_use d ON d.booking = e.id
                                WHERE e.activity = w.activity AND d.space = w.space)
                AND (w.opened_at IS NOT NULL
                     OR EXISTS (SELECT 1 FROM scan c WHERE c.activity = w.activity AND c.direction = 'in' AND c.outcome = 'accepted')
                     OR (SELECT CASE WHEN z.n > 0 THEN 1 WHEN z.n = 0 THEN 0 WHEN w.ends_at <= ", $now, " THEN 1 ELSE 0 END
                         FROM (SELECT COALESCE(", rolled!("w"), ", w.came) AS n) z) = 1)"
        )
    };
}

/// All that was used and that a scope asks for, each booking once: what was opened at the door (an activity whose booking
/// was made anew after its door was opened stays that one use), and every other booking by its own time. The scope is
/// said of `t`, a use at the door or a booking, and of what is joined to it; nothing begins before `$since`. `trace` says
/// what there is of it: 2 somebody was there (the door, "we are here", a scan, the roll, a number above nought), 1 nobody said
/// anything, so that it counts once it is over, 0 it was said that nobody came. One room is never counted twice at the same
/// time: what stood open ends where a booking that counts by itself begins, and who was counted there is not counted again; `said` is
/// what was typed, `ajar` whether the door is open still.
macro_rules! used {
    ($join:literal, $scope:literal, $since:literal, $now:literal) => {
        concat!(
            "(SELECT t.id AS id, t.space AS space, t.booking AS booking, t.organisation AS organisation,
                t.opened_at AS used_from,
                (SELECT CASE WHEN x.cut IS NULL OR x.cut >= t.closed_at THEN t.closed_at WHEN x.cut < t.opened_at THEN t.opened_at
                        ELSE x.cut END
                 FROM (SELECT (SELECT MIN(", counted_from!(), ") FROM ", in_its_way!($now), ") AS cut) x) AS used_until,
                CASE WHEN t.booking IS NULL AND t.people > 0
                     THEN (SELECT CASE WHEN t.people > x.n THEN t.people - x.n ELSE 0 END
                           FROM (SELECT COALESCE((SELECT CAST(SUM(COALESCE(", rolled!("w"), ", CASE WHEN wa.space <> w.space THEN 0 END,
                               (SELECT NULLIF(COUNT(*), 0) FROM scan c WHERE c.activity = w.activity AND c.direction = 'in'
                                AND c.outcome = 'accepted'), w.came, 0)) AS BIGINT) FROM ", in_its_way!($now), "), 0) AS n) x)
                     ELSE t.people END AS typed,
                CAST(1 AS BIGINT) AS at_door, CAST(2 AS BIGINT) AS trace, t.people AS said,
                CAST(CASE WHEN t.closed_at IS NULL THEN 1 ELSE 0 END AS BIGINT) AS ajar
              FROM space_use t ", $join, " WHERE t.opened_at >= ", $since, " AND ", $scope, "
              UNION ALL
              SELECT t.id, t.space, t.id, t.organisation,
                CASE WHEN t.opened_at > t.starts_at THEN t.opened_at ELSE t.starts_at END, t.ends_at, t.came, CAST(0 AS BIGINT),
                CAST(CASE WHEN t.opened_at IS NOT NULL THEN 2
                     WHEN EXISTS (SELECT 1 FROM scan c WHERE c.activity = t.activity AND c.direction = 'in'
                                  AND c.outcome = 'accepted') THEN 2
                     ELSE (SELECT CASE WHEN z.n > 0 THEN 2 WHEN z.n = 0 THEN 0 ELSE 1 END
                           FROM (SELECT COALESCE(", rolled!("t"), ", t.came) AS n) z) END AS BIGINT), t.came, CAST(0 AS BIGINT)
              FROM booking t ", $join, " WHERE t.held_until >= ", $since, " AND t.ends_at > ", $since, " AND ", $scope, "
                AND t.status = 'held' AND (t.pending IS NULL OR t.opened_at IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM space_use d WHERE d.booking = t.id)
                AND NOT EXISTS (SELECT 1 FROM booking e JOIN space_use d ON d.booking = e.id
                                WHERE e.activity = t.activity AND d.space = t.space))"
        )
    };
}

// Below what they read by: a macro is known from where it stands on.
mod idle;
mod people;

/// The room and the venue of a use.
macro_rules! room {
    ($scope:literal, $since:literal, $now:literal) => {
        used!(
            "JOIN space r ON r.id = t.space JOIN venue k ON k.id = r.venue",
            $scope,
            $since,
            $now
        )
    };
}

/// Uses as [`read_use`] reads them: those of [`used!`], `?2` being now. Who was scanned in to an activity that holds
/// several rooms is counted in its first; so is whoever was typed, unless another's door was opened. What nobody said anything of counts once it is over; where it was said that
/// nobody came, for no time.
macro_rules! uses_where {
    ($scope:literal, $since:literal, $condition:literal) => {
        concat!(
            "SELECT q.id, q.space, q.venue_name, q.space_name, q.organisation, q.by_name, q.purpose, q.words, q.activity,
                    q.used_from, q.used_until, q.minutes,
                    CASE WHEN q.scanned > 0 THEN q.scanned * q.main WHEN q.rolled IS NOT NULL THEN q.rolled
                         WHEN q.beside = 1 THEN 0 ELSE q.typed END,
                    q.scanned, q.at_door, q.booking, q.rolled, q.trace, q.done, q.keeper, q.kept_by, q.beside, q.said
             FROM (SELECT u.id AS id, u.space AS space, v.name AS venue_name, s.name AS space_name,
                     u.organisation AS organisation, o.name AS by_name,
                     CASE WHEN b.activity IS NOT NULL THEN 'activity' WHEN b.series IS NOT NULL THEN 'series'
                          WHEN b.id IS NOT NULL THEN 'booking' ELSE 'open' END AS purpose,
                     COALESCE(a.title, b.purpose, '') AS words, b.activity AS activity, u.used_from AS used_from,
                     u.used_until AS used_until, u.typed AS typed, u.at_door AS at_door, u.booking AS booking,
                     u.trace AS trace, u.said AS said, u.ajar AS ajar, v.organisation AS keeper, ko.name AS kept_by, COALESCE(ka.town, ka.id) AS town,
                     ", scanned!(), " AS scanned, ", rolled!(), " AS rolled,
                     CAST(CASE WHEN a.space IS NULL OR a.space = u.space THEN 1 ELSE 0 END AS BIGINT) AS main,
                     CAST(CASE WHEN a.space <> u.space AND u.at_door = 0 THEN 1 ELSE 0 END AS BIGINT) AS beside,
                     CAST(CASE WHEN u.used_until <= ?2 AND u.ajar = 0 THEN 1 ELSE 0 END AS BIGINT) AS done,
                     CAST(CASE WHEN u.used_from >= ?2 OR u.trace = 0 THEN 0
                          WHEN u.used_until IS NULL OR u.used_until > ?2 THEN (?2 - u.used_from) / 60000
                          ELSE (u.used_until - u.used_from) / 60000 END AS BIGINT) AS minutes
                   FROM ", room!($scope, $since, "?2"), " u JOIN space s ON s.id = u.space JOIN venue v ON v.id = s.venue
                   JOIN organisation ko ON ko.id = v.organisation JOIN area ka ON ka.id = v.area
                   JOIN organisation o ON o.id = u.organisation LEFT JOIN booking b ON b.id = u.booking
                   LEFT JOIN activity a ON a.id = b.activity) q WHERE (q.trace = 2 OR q.done = 1) AND ",
            $condition
        )
    };
}

fn read_use(row: &Row<'_>) -> Result<Use, StoreError> {
    Ok(Use {
        id: row.get(0)?,
        space: row.get(1)?,
        place: format!("{} · {}", row.text(2)?, row.text(3)?),
        organisation: row.get(4)?,
        by: row.get(5)?,
        purpose: row.get(6)?,
        words: row.get(7)?,
        activity: row.get(8)?,
        from: row.get(9)?,
        until: row.get(10)?,
        minutes: row.get(11)?,
        people: row.get(12)?,
        by_scans: row.get::<i64>(13)? > 0,
        at_door: row.get::<i64>(14)? > 0,
        booking: row.get(15)?,
        by_roll: row.get::<Option<i64>>(16)?.is_some(),
        noted: row.get::<i64>(17)? > 1,
        over: row.get::<i64>(18)? > 0,
        keeper: row.get(19)?,
        kept_by: row.get(20)?,
        beside: row.get::<i64>(21)? > 0,
        said: row.get(22)?,
    })
}

/// The uses of a span that are asked for and have begun, `?3` to `?10` being the rest of what is asked.
macro_rules! uses_asked {
    ($scope:literal) => {
        uses_where!(
            $scope,
            "?3",
            "q.used_from >= ?3 AND q.used_from < ?4 AND q.used_from <= ?2
         AND (CAST(?5 AS TEXT) IS NULL OR q.space = ?5) AND (CAST(?6 AS TEXT) IS NULL OR q.purpose = ?6)
         AND (CAST(?7 AS TEXT) IS NULL OR q.organisation = ?7)
         AND (CAST(?8 AS BIGINT) IS NULL OR q.used_from < ?8 OR (q.used_from = ?8 AND q.id < ?9))
         AND (CAST(?10 AS BIGINT) = 0 OR (q.done = 1 AND q.beside = 0 AND q.typed IS NULL AND q.scanned = 0 AND q.rolled IS NULL))
         AND (CAST(?12 AS TEXT) IS NULL OR q.town = ?12) AND (CAST(?13 AS TEXT) IS NULL OR q.keeper = ?13)
         ORDER BY q.used_from DESC, q.id DESC LIMIT ?11"
        )
    };
}

/// The uses that are asked for and have begun, the latest first, after `after`.
///
/// # Errors
/// When the database fails.
pub fn uses(
    tx: &mut ReadTx,
    which: &Which,
    now: Timestamp,
    after: Option<(Timestamp, UseId)>,
    limit: i64,
) -> Result<Vec<Use>, StoreError> {
    let (at, id) = after.unzip();
    let (sql, org) = match which.whose {
        Whose::Keeper(org) => (uses_asked!("k.organisation = ?1"), org),
        Whose::Booker(org) => (uses_asked!("t.organisation = ?1 AND k.organisation <> ?1"), org),
        Whose::Below(org, _) => (
            uses_asked!(
                "k.organisation IN (SELECT c.descendant FROM organisation_closure c WHERE c.ancestor = ?1)"
            ),
            org,
        ),
    };
    let below = match which.whose {
        Whose::Below(_, below) => below,
        Whose::Keeper(_) | Whose::Booker(_) => Below::default(),
    };
    tx.all(
        sql,
        params![
            org,
            now,
            which.from,
            which.until,
            which.space,
            which.purpose,
            which.by,
            at,
            id,
            i64::from(which.unsaid),
            limit,
            below.town,
            below.body
        ],
        read_use,
    )
}

/// The uses of a venue's rooms that have begun within a span and that somebody took note of, the latest first, whoever
/// keeps them.
///
/// # Errors
/// When the database fails.
pub fn of_venue(
    tx: &mut ReadTx,
    venue: VenueId,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<Use>, StoreError> {
    tx.all(
        uses_where!(
            "k.id = ?1",
            "?3",
            "q.trace = 2 AND q.used_from >= ?3 AND q.used_from < ?4 AND q.used_from <= ?2
         ORDER BY q.used_from DESC, q.id DESC"
        ),
        params![venue, now, from, until],
        read_use,
    )
}

/// One use of a room that an organisation keeps or that it used itself.
///
/// # Errors
/// When the database fails.
pub fn one(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: UseId,
    now: Timestamp,
) -> Result<Option<Use>, StoreError> {
    tx.one(
        uses_where!(
            "t.id = ?3 AND (k.organisation = ?1 OR t.organisation = ?1)",
            "0",
            "q.id = ?3"
        ),
        params![org, now, id],
        read_use,
    )
}

/// Of how many uses that began since an instant and are over it was not said how many came: of rooms that an
/// organisation keeps, and by it of rooms that others keep.
///
/// # Errors
/// When the database fails.
pub fn unsaid(
    tx: &mut ReadTx,
    org: OrganisationId,
    (since, now): (Timestamp, Timestamp),
) -> Result<(i64, i64), StoreError> {
    let counts = tx.one(
        concat!(
            "SELECT CAST((SELECT COUNT(*) FROM ",
            room!("k.organisation = ?1", "?2", "?3"),
            " u LEFT JOIN booking b ON b.id = u.booking LEFT JOIN activity a ON a.id = b.activity
                          WHERE (u.at_door = 1 OR a.space IS NULL OR a.space = u.space) AND u.used_from >= ?2 AND u.used_until <= ?3 AND u.ajar = 0 AND u.typed IS NULL
                            AND ",
            scanned!(),
            " = 0 AND ",
            rolled!(),
            " IS NULL) AS BIGINT),
                    CAST((SELECT COUNT(*) FROM ",
            room!("t.organisation = ?1 AND k.organisation <> ?1", "?2", "?3"),
            " u
                          LEFT JOIN booking b ON b.id = u.booking LEFT JOIN activity a ON a.id = b.activity
                          WHERE (u.at_door = 1 OR a.space IS NULL OR a.space = u.space) AND u.used_from >= ?2 AND u.used_until <= ?3 AND u.ajar = 0 AND u.typed IS NULL
                            AND ",
            scanned!(),
            " = 0 AND ",
            rolled!(),
            " IS NULL) AS BIGINT)"
        ),
        params![org, since, now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(counts.unwrap_or_default())
}

/// What is open in a venue now.
///
/// # Errors
/// When the database fails.
pub fn open_in(tx: &mut ReadTx, venue: VenueId, now: Timestamp) -> Result<Vec<Use>, StoreError> {
    tx.all(
        uses_where!(
            "k.id = ?1 AND t.opened_at IS NOT NULL",
            "0",
            "q.ajar = 1 ORDER BY q.used_from, q.id"
        ),
        params![venue, now],
        read_use,
    )
}

/// A room at whose door somebody stands.
#[derive(Clone, Debug)]
pub struct AtDoor {
    /// Which room.
    pub space: SpaceId,
    /// Its name.
    pub name: String,
    /// The booking that it is for: the one that is on, or begins within the hour.
    pub booking: Option<(BookingId, OrganisationId, String, Timestamp)>,
    /// Since when its keeper has closed it, and why.
    pub closed: Option<RoomClosed>,
}

/// A venue's rooms with what each is booked for now or within the hour, if that was not opened at the door already.
///
/// # Errors
/// When the database fails.
pub fn at_door(
    tx: &mut ReadTx,
    venue: VenueId,
    (now, soon): (Timestamp, Timestamp),
) -> Result<Vec<AtDoor>, StoreError> {
    let mut rooms: Vec<AtDoor> = Vec::new();
    tx.each(
        "SELECT s.id, s.name, b.id, b.organisation, COALESCE(a.title, b.purpose), b.ends_at,
                CASE WHEN s.closed_from <= ?2 THEN s.closed_from END, s.closed_reason
         FROM space s LEFT JOIN booking b ON b.space = s.id AND b.status = 'held' AND b.held_until > ?2
           AND b.ends_at > ?2 AND b.starts_at <= ?3
           AND b.pending IS NULL
           AND NOT EXISTS (SELECT 1 FROM space_use u JOIN booking o ON o.id = u.booking
                           WHERE u.space = s.id AND (o.id = b.id OR o.activity = b.activity))
         LEFT JOIN activity a ON a.id = b.activity WHERE s.venue = ?1 ORDER BY s.name, s.id, b.starts_at",
        params![venue, now, soon],
        |row| {
            let space: SpaceId = row.get(0)?;
            if rooms.last().is_some_and(|last| last.space == space) {
                return Ok(());
            }
            let booking = match row.get::<Option<BookingId>>(2)? {
                Some(id) => Some((id, row.get(3)?, row.get(4)?, row.get(5)?)),
                None => None,
            };
            rooms.push(AtDoor {
                space,
                name: row.get(1)?,
                booking,
                closed: match row.get(6)? {
                    Some(from) => Some(RoomClosed {
                        from,
                        reason: row.get(7)?,
                    }),
                    None => None,
                },
            });
            Ok(())
        },
    )?;
    Ok(rooms)
}
