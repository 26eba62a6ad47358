//! The SQL of uses and of what nobody uses.

use jiff::Timestamp;
use langqiao_kernel::id::{
    AlarmId, BookingId, EquipmentId, OrganisationId, PersonId, SpaceId, UseId, VenueId,
};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::model::{Answer, Purpose, Use};
use crate::bookings::{RoomClosed, below::Below};

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

/// A use as it is stored, of which it may be said how many came.
#[derive(Clone, Debug)]
pub struct Stored {
    /// What was opened at the door.
    pub door: Option<UseId>,
    /// The booking that it is for.
    pub booking: Option<BookingId>,
    /// Who keeps the room.
    pub keeper: OrganisationId,
    /// Of which venue.
    pub venue: VenueId,
    /// Who uses it.
    pub organisation: OrganisationId,
    /// Until when; `None` while it is open.
    pub until: Option<Timestamp>,
    /// How many were scanned in to its activity.
    pub scanned: i64,
    /// How many were there by the roll of the course's session, if it was called.
    pub rolled: Option<i64>,
    /// How many the room takes at a time.
    pub capacity: i64,
    /// What was said until now.
    pub people: Option<i64>,
    /// Whether it is one of the further rooms of an activity, whose people are counted in its first.
    pub beside: bool,
}

fn read_stored(row: &Row<'_>) -> Result<Stored, StoreError> {
    Ok(Stored {
        door: row.get(0)?,
        booking: row.get(1)?,
        keeper: row.get(2)?,
        venue: row.get(3)?,
        organisation: row.get(4)?,
        until: row.get(5)?,
        scanned: row.get(6)?,
        rolled: row.get(7)?,
        capacity: row.get(8)?,
        people: row.get(9)?,
        beside: row.get::<i64>(10)? > 0,
    })
}

/// A use that was opened at the door, by its id or by that of the booking that it was for.
///
/// # Errors
/// When the database fails.
pub fn opened(tx: &mut ReadTx, id: UseId) -> Result<Option<Stored>, StoreError> {
    tx.one(
        concat!(
            "SELECT u.id, u.booking, v.organisation, v.id, u.organisation, u.closed_at, ", scanned!(), ", ", rolled!(), ", s.capacity, u.people,
           CAST(0 AS BIGINT)
         FROM space_use u JOIN space s ON s.id = u.space JOIN venue v ON v.id = s.venue LEFT JOIN booking b ON b.id = u.booking
         WHERE u.id = ?1 OR u.booking = ?1"
        ),
        params![id],
        read_stored,
    )
}

/// A booking at whose door nobody touched anything.
///
/// # Errors
/// When the database fails.
pub fn untouched(tx: &mut ReadTx, id: UseId) -> Result<Option<Stored>, StoreError> {
    tx.one(
        concat!(
            "SELECT CAST(NULL AS TEXT), b.id, v.organisation, v.id, b.organisation, b.ends_at, ",
            scanned!(),
            ", ",
            rolled!(),
            ", s.capacity, b.came, CAST(CASE WHEN a.space <> b.space THEN 1 ELSE 0 END AS BIGINT)
         FROM ",
            used!("", "t.id = ?1", "0", "0"),
            " u JOIN booking b ON b.id = u.booking JOIN space s ON s.id = b.space
         JOIN venue v ON v.id = s.venue LEFT JOIN activity a ON a.id = b.activity WHERE u.at_door = 0"
        ),
        params![id],
        read_stored,
    )
}

/// Writes how many came, if nothing else was said since it was read; says whether it did.
///
/// # Errors
/// When the database fails.
pub fn say(tx: &mut WriteTx, stored: &Stored, (people, note): (i64, &str)) -> Result<bool, StoreError> {
    let before = stored.people.unwrap_or(-1);
    let written = match stored.door {
        Some(id) => tx.execute(
            "UPDATE space_use SET people = ?2, note = ?3 WHERE id = ?1 AND COALESCE(people, -1) = ?4",
            params![id, people, note, before],
        ),
        None => tx.execute(
            "UPDATE booking SET came = ?2, came_note = ?3 WHERE id = ?1 AND COALESCE(came, -1) = ?4",
            params![stored.booking, people, note, before],
        ),
    };
    Ok(written? > 0)
}

/// The use of a room that is open now.
///
/// # Errors
/// When the database fails.
pub fn open_now(tx: &mut ReadTx, space: SpaceId) -> Result<Option<(UseId, Option<Timestamp>)>, StoreError> {
    tx.one(
        "SELECT u.id, b.ends_at FROM space_use u LEFT JOIN booking b ON b.id = u.booking
         WHERE u.space = ?1 AND u.closed_at IS NULL",
        params![space],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What is asked about a room before it rings, or of equipment, with who keeps it and since when nobody used it.
#[derive(Clone, Debug)]
pub struct Idle {
    /// The room.
    pub space: Option<SpaceId>,
    /// The thing that is lent.
    pub thing: Option<EquipmentId>,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// Its name with the venue's.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

/// Answers for the keeper where a room, or equipment, was used since it rang: nobody needs to say what everybody sees.
///
/// # Errors
/// When the database fails.
pub fn hush(tx: &mut WriteTx, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        concat!("UPDATE idle_alarm SET answer = 'used', answered_at = ?1 WHERE answer IS NULL AND (
           EXISTS (SELECT 1 FROM ", used!("", "t.space = idle_alarm.space", "idle_alarm.unused_since", "?1"), " u
                   WHERE u.used_from > idle_alarm.unused_since
                     AND ((u.trace = 2 AND u.used_from <= ?1) OR (u.trace = 1 AND u.used_until <= ?1)))
           OR EXISTS (SELECT 1 FROM booking_equipment k JOIN booking b ON b.id = k.booking
                      WHERE k.equipment = idle_alarm.thing AND b.status = 'held' AND b.starts_at <= ?1
                        AND b.starts_at > idle_alarm.unused_since)
           OR EXISTS (SELECT 1 FROM thing t WHERE t.id = idle_alarm.thing AND t.out_now > 0)
           OR EXISTS (SELECT 1 FROM loan l WHERE l.thing = idle_alarm.thing AND l.handed_at > idle_alarm.unused_since))"),
        params![now],
    )?;
    Ok(())
}

/// A thing that rings is quiet: it is lent no more, or is not to ring any more.
///
/// # Errors
/// When the database fails.
pub fn hush_thing(
    tx: &mut WriteTx,
    thing: EquipmentId,
    answer: Answer,
    (person, reason): (Option<PersonId>, &str),
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE idle_alarm SET answer = ?2, reason = ?3, person = ?4, answered_at = ?5
         WHERE thing = ?1 AND answer IS NULL",
        params![thing, answer.as_str(), reason, person, now],
    )?;
    Ok(())
}

/// What has not been used for its number of days, is in service, rings not already and is not quiet; at most 500, the
/// longest unused first. A room counts from its last use, or from the day on which its venue came into service if that was later;
/// equipment from the last booking that it went along with.
///
/// # Errors
/// When the database fails.
pub fn idle(tx: &mut ReadTx, now: Timestamp) -> Result<Vec<Idle>, StoreError> {
    tx.all(
        concat!("SELECT i.space, i.thing, i.keeper, i.venue_name, i.name, i.since FROM (
           SELECT s.id AS space, CAST(NULL AS TEXT) AS thing, v.organisation AS keeper, v.name AS venue_name,
                  s.name AS name, s.idle_days AS days,
                  (SELECT MAX(x.at) FROM (
                     SELECT COALESCE(u.used_until, u.used_from) AS at FROM ", used!("", "t.space = s.id", "0", "?1"), " u
                     WHERE ((u.trace = 2 AND u.used_from <= ?1) OR (u.trace = 1 AND u.used_until <= ?1))
                     UNION ALL SELECT t.day * 86400000 FROM site_stage t WHERE t.venue = v.id AND t.stage = 'in_service') x) AS since,
                  CAST((SELECT COUNT(*) FROM idle_alarm x WHERE x.space = s.id
                        AND (x.answer IS NULL OR x.quiet_until > ?1)) AS BIGINT) AS quiet,
                  CAST((SELECT COUNT(*) FROM space_use y WHERE y.space = s.id AND y.closed_at IS NULL) AS BIGINT) AS on_now
           FROM space s JOIN venue v ON v.id = s.venue WHERE v.stage = 'in_service' AND s.idle_days > 0
             AND (s.closed_from IS NULL OR s.closed_from > ?1)
           UNION ALL
           SELECT CAST(NULL AS TEXT), t.id, t.organisation, COALESCE(v.name, o.name), t.name, t.idle_days,
                  (SELECT MAX(x.at) FROM (
                     SELECT b.ends_at AS at FROM booking_equipment k JOIN booking b ON b.id = k.booking
                     WHERE k.equipment = t.id AND b.status = 'held' AND b.starts_at <= ?1
                     UNION ALL SELECT COALESCE(l.back_at, l.handed_at) FROM loan l WHERE l.thing = t.id AND l.handed_at IS NOT NULL
                     UNION ALL SELECT t.entered_at WHERE t.open_to <> 'nobody') x),
                  CAST((SELECT COUNT(*) FROM idle_alarm x WHERE x.thing = t.id
                        AND (x.answer IS NULL OR x.quiet_until > ?1)) AS BIGINT), t.out_now
           FROM thing t JOIN organisation o ON o.id = t.organisation LEFT JOIN venue v ON v.id = t.venue
           WHERE COALESCE(v.stage, 'in_service') = 'in_service' AND t.pieces > 0 AND t.idle_days > 0 AND t.gone_at IS NULL
         ) i WHERE i.since IS NOT NULL AND i.quiet = 0 AND i.on_now = 0 AND i.since + i.days * 86400000 <= ?1
         ORDER BY i.since LIMIT 500"),
        params![now],
        |row| {
            Ok(Idle {
                space: row.get(0)?,
                thing: row.get(1)?,
                keeper: row.get(2)?,
                name: format!("{} · {}", row.text(3)?, row.text(4)?),
                since: row.get(5)?,
            })
        },
    )
}

/// Rings; false where it rings already.
///
/// # Errors
/// When the database fails.
pub fn ring(tx: &mut WriteTx, idle: &Idle) -> Result<bool, StoreError> {
    let now = tx.now();
    let made = tx.execute(
        "INSERT INTO idle_alarm (id, space, thing, organisation, unused_since, rang_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        params![
            AlarmId::generate(),
            idle.space,
            idle.thing,
            idle.keeper,
            idle.since,
            now
        ],
    )?;
    Ok(made > 0)
}

/// What rings.
#[derive(Clone, Debug)]
pub struct Alarm {
    /// Which.
    pub id: AlarmId,
    /// The room.
    pub space: Option<SpaceId>,
    /// The thing that is lent.
    pub thing: Option<EquipmentId>,
    /// Of which venue, if it is kept in one.
    pub venue: Option<VenueId>,
    /// Its name with the venue's, or with who keeps it.
    pub name: String,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// The keeper's name.
    pub kept_by: String,
    /// Whether others may use it now.
    pub open_to_others: bool,
    /// Since when nobody used it.
    pub since: Timestamp,
    /// What was answered; nothing while it rings.
    pub answer: Option<String>,
    /// Why.
    pub reason: String,
    /// Until when it is quiet.
    pub quiet_until: Option<Timestamp>,
}

/// One thing that rings, or rang, at an organisation.
///
/// # Errors
/// When the database fails.
pub fn alarm(tx: &mut ReadTx, org: OrganisationId, id: AlarmId) -> Result<Option<Alarm>, StoreError> {
    let found = alarms_where(tx, org, None, (None, Some(id), 1))?;
    Ok(found.into_iter().next())
}

/// What rings at an organisation, and at those below it that are asked for, then what was answered last: from after one of
/// them on, at most so many.
///
/// # Errors
/// When the database fails.
pub fn alarms_of(
    tx: &mut ReadTx,
    org: OrganisationId,
    below: Option<Below>,
    (after, limit): (Option<AlarmId>, i64),
) -> Result<Vec<Alarm>, StoreError> {
    alarms_where(tx, org, below, (after, None, limit))
}

fn alarms_where(
    tx: &mut ReadTx,
    org: OrganisationId,
    below: Option<Below>,
    (after, id, limit): (Option<AlarmId>, Option<AlarmId>, i64),
) -> Result<Vec<Alarm>, StoreError> {
    let depth = if below.is_some() { i64::MAX } else { 0 };
    let below = below.unwrap_or_default();
    tx.all(
        "SELECT x.id, x.space, v.id, COALESCE(v.name, o.name), COALESCE(s.name, t.name),
                CAST(CASE WHEN s.open_to = 'lines' THEN 1 ELSE 0 END AS BIGINT), x.unused_since, x.answer, x.reason, x.quiet_until, x.thing,
                x.organisation, o.name
         FROM organisation_closure l JOIN idle_alarm x ON x.organisation = l.descendant LEFT JOIN space s ON s.id = x.space LEFT JOIN thing t ON t.id = x.thing
         LEFT JOIN venue v ON v.id = COALESCE(s.venue, t.venue) JOIN organisation o ON o.id = x.organisation
         LEFT JOIN area a ON a.id = COALESCE(v.area, o.area)
         WHERE l.ancestor = ?1 AND l.depth <= ?2 AND (CAST(?3 AS TEXT) IS NULL OR COALESCE(a.town, a.id) = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR x.organisation = ?4)
           AND (CAST(?5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM idle_alarm y WHERE y.id = ?5 AND (
             (y.answer IS NULL AND x.answer IS NOT NULL)
             OR ((y.answer IS NULL) = (x.answer IS NULL)
               AND (x.rang_at < y.rang_at OR (x.rang_at = y.rang_at AND x.id < y.id))))))
           AND (CAST(?6 AS TEXT) IS NULL OR x.id = ?6)
         ORDER BY CASE WHEN x.answer IS NULL THEN 0 ELSE 1 END, x.rang_at DESC, x.id DESC LIMIT ?7",
        params![org, depth, below.town, below.body, after, id, limit],
        |row| {
            Ok(Alarm {
                id: row.get(0)?,
                space: row.get(1)?,
                venue: row.get(2)?,
                name: format!("{} · {}", row.text(3)?, row.text(4)?),
                open_to_others: row.get::<i64>(5)? > 0,
                since: row.get(6)?,
                answer: row.get(7)?,
                reason: row.get(8)?,
                quiet_until: row.get(9)?,
                thing: row.get(10)?,
                keeper: row.get(11)?,
                kept_by: row.get(12)?,
            })
        },
    )
}

/// Answers what rings; false where it doesn't, or is another's.
///
/// # Errors
/// When the database fails.
pub fn answered(
    tx: &mut WriteTx,
    (org, person, id): (OrganisationId, PersonId, AlarmId),
    (answer, reason): (&str, &str),
    quiet_until: Timestamp,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let done = tx.execute(
        "UPDATE idle_alarm SET answer = ?3, reason = ?4, person = ?5, answered_at = ?6, quiet_until = ?7
         WHERE id = ?1 AND organisation = ?2 AND answer IS NULL",
        params![id, org, answer, reason, person, now, quiet_until],
    )?;
    Ok(done > 0)
}
