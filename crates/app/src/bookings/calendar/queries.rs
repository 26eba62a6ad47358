//! The SQL of the calendars.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, SpaceId, VenueId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::super::model::{Pending, Status};

/// A room on a calendar.
#[derive(Clone, Debug)]
pub struct CalendarRoom {
    /// Which.
    pub id: SpaceId,
    /// Its name in its venue.
    pub name: String,
    /// The venue's name.
    pub venue_name: String,
}

/// A use of a room.
#[derive(Clone, Debug)]
pub struct Use {
    /// Of which room.
    pub space: SpaceId,
    /// What for.
    pub title: String,
    /// Whose.
    pub by: String,
    /// The activity it is held with.
    pub activity: Option<ActivityId>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How it stands.
    pub status: Status,
    /// What is still open about it.
    pub pending: Option<Pending>,
}

/// A venue of an organisation's town.
#[derive(Clone, Debug)]
pub struct CalendarVenue {
    /// Which.
    pub id: VenueId,
    /// Its name.
    pub name: String,
    /// The group of venues that is run as one: its id and name.
    pub cluster: Option<(String, String)>,
    /// Whether the asking organisation keeps it.
    pub own: bool,
    /// Whether it is in service.
    pub in_service: bool,
    /// How many of its rooms the calendar shows.
    pub rooms: i64,
}

/// Whether a calendar from `?2` until `?3` shows a room: one that can be had all that time, and one that can't but is held
/// or asked for then. What nobody can have is never called free.
macro_rules! shown {
    () => {
        "((v.stage = 'in_service' AND (s.closed_from IS NULL OR s.closed_from >= ?3))
           OR EXISTS (SELECT 1 FROM booking u WHERE u.space = s.id AND u.held_until > ?2 AND u.ends_at > ?2
             AND u.starts_at < ?3 AND u.status IN ('held', 'asked')))"
    };
}

/// The venues of an organisation's town that have rooms, its own first; all of them, each with how many of its rooms are
/// shown between two instants.
///
/// # Errors
/// When the database fails.
pub fn venues(
    tx: &mut ReadTx,
    org: OrganisationId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<CalendarVenue>, StoreError> {
    tx.all(
        concat!("SELECT v.id, v.name, c.id, c.name, CAST(CASE WHEN v.organisation = me.id THEN 1 ELSE 0 END AS BIGINT),
                CAST(CASE WHEN v.stage = 'in_service' THEN 1 ELSE 0 END AS BIGINT),
                CAST((SELECT COUNT(*) FROM space s WHERE s.venue = v.id AND ", shown!(), ") AS BIGINT)
         FROM organisation me JOIN area my ON my.id = me.area
         JOIN area a ON COALESCE(a.town, a.id) = COALESCE(my.town, my.id)
         JOIN venue v ON v.area = a.id LEFT JOIN cluster c ON c.id = v.cluster
         WHERE me.id = ?1 AND EXISTS (SELECT 1 FROM space s WHERE s.venue = v.id)
         ORDER BY CASE WHEN v.organisation = me.id THEN 0 ELSE 1 END, c.name, v.name, v.id"),
        params![org, from, until],
        |row| {
            let cluster: Option<String> = row.get(2)?;
            let name: Option<String> = row.get(3)?;
            Ok(CalendarVenue {
                id: row.get(0)?,
                name: row.get(1)?,
                cluster: cluster.zip(name),
                own: row.get::<i64>(4)? > 0,
                in_service: row.get::<i64>(5)? > 0,
                rooms: row.get(6)?,
            })
        },
    )
}

/// The rooms of an organisation's town, or of one venue or group of venues there, that are shown between two instants:
/// venue by venue, its own first, so many of them after so many.
///
/// # Errors
/// When the database fails.
pub fn rooms(
    tx: &mut ReadTx,
    org: OrganisationId,
    place: Option<&str>,
    (from, until): (Timestamp, Timestamp),
    (skip, limit): (i64, i64),
) -> Result<Vec<CalendarRoom>, StoreError> {
    tx.all(
        concat!(
            "SELECT s.id, s.name, v.name
         FROM organisation me JOIN area my ON my.id = me.area
         JOIN area a ON COALESCE(a.town, a.id) = COALESCE(my.town, my.id)
         JOIN venue v ON v.area = a.id AND (CAST(?4 AS TEXT) IS NULL OR v.id = ?4 OR v.cluster = ?4)
         JOIN space s ON s.venue = v.id LEFT JOIN cluster c ON c.id = v.cluster
         WHERE me.id = ?1 AND ",
            shown!(),
            "
         ORDER BY CASE WHEN v.organisation = me.id THEN 0 ELSE 1 END, c.name, v.name, v.id, s.name, s.id
         LIMIT ?6 OFFSET ?5"
        ),
        params![org, from, until, place, skip, limit],
        |row| {
            Ok(CalendarRoom {
                id: row.get(0)?,
                name: row.get(1)?,
                venue_name: row.get(2)?,
            })
        },
    )
}

/// The most uses that are read at once.
pub const USES_MAX: i64 = 2_000;

/// What the rooms of an organisation's town, or of one venue or group of venues there, are held or asked for between two
/// instants, in order; at most [`USES_MAX`].
///
/// # Errors
/// When the database fails.
pub fn uses(
    tx: &mut ReadTx,
    org: OrganisationId,
    place: Option<&str>,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Use>, StoreError> {
    tx.all(
        "SELECT b.space, COALESCE(t.title, b.purpose), o.name, b.activity, b.starts_at, b.ends_at, b.status, b.pending
         FROM organisation me JOIN area my ON my.id = me.area
         JOIN area a ON COALESCE(a.town, a.id) = COALESCE(my.town, my.id)
         JOIN venue v ON v.area = a.id AND (CAST(?4 AS TEXT) IS NULL OR v.id = ?4 OR v.cluster = ?4)
         JOIN space s ON s.venue = v.id
         JOIN booking b ON b.space = s.id JOIN organisation o ON o.id = b.organisation
         LEFT JOIN activity t ON t.id = b.activity
         WHERE me.id = ?1 AND b.held_until > ?2 AND b.ends_at > ?2 AND b.starts_at < ?3
           AND b.status IN ('held', 'asked')
         ORDER BY b.starts_at, b.id LIMIT ?5",
        params![org, from, until, place, USES_MAX],
        |row| {
            Ok(Use {
                space: row.get(0)?,
                title: row.get(1)?,
                by: row.get(2)?,
                activity: row.get(3)?,
                starts_at: row.get(4)?,
                ends_at: row.get(5)?,
                status: row.get(6)?,
                pending: row.get(7)?,
            })
        },
    )
}

/// How many uses rooms have on each day between two midnights: of one venue or group of venues, or of all in the
/// organisation's town. What lasts for days counts on each of them. Days without any are left out.
///
/// # Errors
/// When the database fails.
pub fn by_day(
    tx: &mut ReadTx,
    org: OrganisationId,
    place: Option<&str>,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<(Date, i64)>, StoreError> {
    let mut days: BTreeMap<Date, i64> = BTreeMap::new();
    tx.each(
        "SELECT b.starts_at, b.ends_at
         FROM organisation me JOIN area my ON my.id = me.area
         JOIN area a ON COALESCE(a.town, a.id) = COALESCE(my.town, my.id)
         JOIN venue v ON v.area = a.id AND (CAST(?4 AS TEXT) IS NULL OR v.id = ?4 OR v.cluster = ?4)
         JOIN space s ON s.venue = v.id
         JOIN booking b ON b.space = s.id AND b.held_until > ?2 AND b.ends_at > ?2 AND b.starts_at < ?3
           AND b.status IN ('held', 'asked')
         WHERE me.id = ?1",
        params![org, from, until, place],
        |row| {
            let (starts, ends): (Timestamp, Timestamp) = (row.get(0)?, row.get(1)?);
            let last = ends
                .saturating_sub(SignedDuration::from_millis(1))
                .unwrap_or(ends);
            let (mut day, last) = (time::day(starts.max(from)), time::day(last.min(until)));
            while day <= last && time::start_of_day(day) < until {
                *days.entry(day).or_default() += 1;
                day = day.saturating_add(1.day());
            }
            Ok(())
        },
    )?;
    Ok(days.into_iter().collect())
}
