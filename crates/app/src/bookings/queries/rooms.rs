//! The SQL of rooms, their hours and their rules.

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{OrganisationId, SpaceId, VenueId},
    time,
};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::{
    super::{
        hours::{Hours, Opening, SpecialDay},
        model::{Room, RoomClosed, Rules},
    },
    weeks,
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
    let mut room = room_at_any_hour(tx, org, space)?;
    if let Some(room) = &mut room {
        add_hours(tx, room, from)?;
    }
    Ok(room)
}

/// A room to be booked by `org`, as it stands to it; without its hours where it keeps the room itself, for then they bind
/// nobody.
///
/// # Errors
/// When the database fails.
pub fn room_to_book(
    tx: &mut ReadTx,
    org: OrganisationId,
    space: SpaceId,
    from: Date,
) -> Result<Option<Room>, StoreError> {
    let mut room = room_at_any_hour(tx, Some(org), space)?;
    if let Some(room) = room.as_mut().filter(|room| !room.own) {
        add_hours(tx, room, from)?;
    }
    Ok(room)
}

fn room_at_any_hour(
    tx: &mut ReadTx,
    org: Option<OrganisationId>,
    space: SpaceId,
) -> Result<Option<Room>, StoreError> {
    tx.one(
        "SELECT s.id, s.name, v.id, v.name, s.capacity, v.organisation, o.name, s.setup_minutes, s.cleanup_minutes,
                s.open_to, s.asks, s.notice_hours, s.ahead_days, s.official_days,
                CAST((SELECT COUNT(*) FROM organisation_closure c
                      WHERE v.organisation <> ?2 AND ((c.ancestor = ?2 AND c.descendant = v.organisation)
                         OR (c.ancestor = v.organisation AND c.descendant = ?2))) AS BIGINT), s.offer_minutes,
                s.no_show_minutes, s.head_start_days,
                CAST((SELECT COUNT(*) FROM venue_partner p WHERE p.venue = v.id AND p.organisation = ?2
                      AND p.ended_day IS NULL) AS BIGINT), s.rules_version,
                s.closed_from, s.closed_reason, CAST(CASE WHEN v.stage = 'in_service' THEN 1 ELSE 0 END AS BIGINT)
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
                offer_minutes: row.get(15)?,
                no_show_minutes: row.get(16)?,
                head_start_days: row.get(17)?,
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
                own: org == Some(row.get(5)?),
                kin: row.get::<i64>(14)? > 0,
                partner: row.get::<i64>(18)? > 0,
                rules,
                version: row.get(19)?,
                in_service: row.get::<i64>(22)? > 0,
                closed: match row.get(20)? {
                    Some(from) => Some(RoomClosed { from, reason: row.get(21)? }),
                    None => None,
                },
            })
        },
    )
}

/// The usual week and the special days at once, each in its order.
fn add_hours(tx: &mut ReadTx, room: &mut Room, from: Date) -> Result<(), StoreError> {
    let hours = &mut room.rules.hours;
    tx.each(
        "SELECT CAST(0 AS BIGINT), CAST(weekday AS BIGINT), opens, closes, '' FROM space_hours WHERE space = ?1
         UNION ALL SELECT 1, CAST(day AS BIGINT), opens, closes, note FROM space_day WHERE space = ?1 AND day >= ?2
         ORDER BY 1, 2, 3",
        params![room.id, from],
        |row| {
            let open = opening(row, 2)?;
            if row.get::<i64>(0)? == 0 {
                hours.week.push((weekday(row.get(1)?), open));
                return Ok(());
            }
            let (day, open) = (row.get(1)?, (open.opens < open.closes).then_some(open));
            match hours.days.last_mut().filter(|last| last.day == day) {
                Some(last) => last.open.extend(open),
                None => hours.days.push(SpecialDay {
                    day,
                    open: open.into_iter().collect(),
                    note: row.get(4)?,
                }),
            }
            Ok(())
        },
    )
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

/// A room of a venue with its usual week.
#[derive(Clone, Debug)]
pub struct WeekOf {
    /// Which.
    pub space: SpaceId,
    /// Its name.
    pub name: String,
    /// When it is open.
    pub hours: Hours,
    /// From when on its keeper has closed it.
    pub closed: Option<RoomClosed>,
}

/// The rooms of a venue by name, each with its usual week; none of one that is used no more.
///
/// # Errors
/// When the database fails.
pub fn weeks_of(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<WeekOf>, StoreError> {
    let mut rooms: Vec<WeekOf> = Vec::new();
    tx.each(
        "SELECT s.id, s.name, s.official_days, h.weekday, h.opens, h.closes, s.closed_from, s.closed_reason
         FROM venue v JOIN space s ON s.venue = v.id LEFT JOIN space_hours h ON h.space = s.id
         WHERE v.id = ?1 AND v.stage <> 'retired'
         ORDER BY s.name, s.id, h.weekday, h.opens",
        params![venue],
        |row| {
            let id: SpaceId = row.get(0)?;
            if rooms.last().is_none_or(|known| known.space != id) {
                let closed = match row.get(6)? {
                    Some(from) => Some(RoomClosed {
                        from,
                        reason: row.get(7)?,
                    }),
                    None => None,
                };
                rooms.push(WeekOf {
                    space: id,
                    name: row.get(1)?,
                    hours: Hours {
                        official_days: row.get(2)?,
                        ..Hours::default()
                    },
                    closed,
                });
            }
            if let (Some(room), Some(number)) = (rooms.last_mut(), row.get::<Option<i64>>(3)?) {
                room.hours.week.push((weekday(number), opening(row, 4)?));
            }
            Ok(())
        },
    )?;
    Ok(rooms)
}

/// When a room closes for the last time on the day of an instant, if that lies after it; `None` where nobody has said so.
///
/// # Errors
/// When the database fails.
pub fn last_closing(tx: &mut ReadTx, space: SpaceId, at: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let day = time::day(at);
    let Some(room) = room(tx, None, space, day)? else {
        return Ok(None);
    };
    let hours = &room.rules.hours;
    if !hours.said() && hours.days.iter().all(|special| special.day != day) {
        return Ok(None);
    }
    let open = hours.on(day, &WorkCalendar::in_force());
    let last = open.iter().map(|open| open.closes).max();
    let last = last.map(|closes| time::start_of_day(day) + SignedDuration::from_mins(closes));
    Ok(last.filter(|last| at < *last))
}

/// Whether a room's venue is in service, and the room is not closed before `until`; and if so, how many minutes after its
/// beginning a booking is let go to which nobody came (0: never).
///
/// # Errors
/// When the database fails.
pub fn in_service(tx: &mut ReadTx, space: SpaceId, until: Timestamp) -> Result<Option<i64>, StoreError> {
    tx.one(
        "SELECT s.no_show_minutes FROM space s JOIN venue v ON v.id = s.venue WHERE s.id = ?1 AND v.stage = 'in_service'
           AND (s.closed_from IS NULL OR s.closed_from >= ?2)",
        params![space, until],
        |row| row.get(0),
    )
}

/// Writes a room's rules in place of those it had; special days before `from` are kept as they are, and so is the week for
/// the days until then.
///
/// # Errors
/// When the database fails.
pub fn set_rules(tx: &mut WriteTx, space: SpaceId, rules: &Rules, from: Date) -> Result<(), StoreError> {
    weeks::keep(tx, space, &rules.hours, from)?;
    tx.execute(
        "UPDATE space SET setup_minutes = ?2, cleanup_minutes = ?3, open_to = ?4, asks = ?5, notice_hours = ?6,
           ahead_days = ?7, official_days = ?8, offer_minutes = ?9, no_show_minutes = ?10,
           head_start_days = ?11, rules_version = rules_version + 1 WHERE id = ?1",
        params![
            space,
            rules.setup_minutes,
            rules.cleanup_minutes,
            rules.open_to,
            rules.asks,
            rules.notice_hours,
            rules.ahead_days,
            rules.hours.official_days,
            rules.offer_minutes,
            rules.no_show_minutes,
            rules.head_start_days
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
        let closed = [Opening { opens: 0, closes: 0 }];
        let open = if special.open.is_empty() {
            &closed[..]
        } else {
            &special.open
        };
        for open in open {
            tx.execute(
                "INSERT INTO space_day (space, day, opens, closes, note) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![space, special.day, open.opens, open.closes, special.note],
            )?;
        }
    }
    Ok(())
}
