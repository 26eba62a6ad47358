//! Rooms that a body may book, wherever they are: found by words, town, size, what one finds there, and a time at which
//! they are free. One statement, however much is asked; nothing is cut off without a way to the rest.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{AreaId, OrganisationId, SpaceId, VenueId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use crate::{units::escaped, venues::Facility};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In the name of the room, its venue, its village or who keeps it.
    pub words: Option<String>,
    /// In this town.
    pub town: Option<AreaId>,
    /// Holding so many people at least.
    pub people: i64,
    /// At a venue where one finds this.
    pub facility: Option<Facility>,
    /// Free, and open, on a day from one time to another.
    pub free: Option<(Date, Time, Time)>,
}

/// Whose rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The organisation's own, closed ones with them.
    Own,
    /// Those that others keep and it may book.
    Others,
    /// Both.
    All,
}

/// A room that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which.
    pub id: SpaceId,
    /// Its name.
    pub name: String,
    /// Its venue.
    pub venue: VenueId,
    /// The venue's name.
    pub venue_name: String,
    /// How many people it holds.
    pub capacity: i64,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// The keeper's name.
    pub kept_by: String,
    /// The town's name.
    pub town: String,
    /// Whether the keeper is asked first.
    pub asks: bool,
    /// Whether anybody has said when it is open.
    pub hours_said: bool,
    /// From when on its keeper has closed it.
    pub closed_from: Option<Timestamp>,
    /// How many uses begin today.
    pub today: i64,
}

/// The rooms of which `wanted` is true, venue by venue, after `after`.
///
/// # Errors
/// When the database fails.
pub fn rooms(
    tx: &mut ReadTx,
    (org, whose): (OrganisationId, Whose),
    wanted: &Wanted,
    (after, limit): (Option<SpaceId>, i64),
    now: Timestamp,
) -> Result<Vec<Found>, StoreError> {
    let like = wanted
        .words
        .as_deref()
        .map(|words| format!("%{}%", escaped(words)));
    let free = wanted.free.map(|(day, from, to)| Stretch::of(day, from, to));
    let today = time::start_of_day(time::day(now));
    let tomorrow = time::start_of_day(time::day(now).saturating_add(1.day()));
    let whose = match whose {
        Whose::Others => 0_i64,
        Whose::Own => 1,
        Whose::All => 2,
    };
    tx.all(
        "SELECT s.id, s.name, v.id, v.name, s.capacity, v.organisation, o.name, COALESCE(t.short_name, a.short_name),
                CAST(CASE WHEN v.organisation = ?1 THEN 0 ELSE s.asks END AS BIGINT),
                CAST(CASE WHEN EXISTS (SELECT 1 FROM space_hours h WHERE h.space = s.id) THEN 1 ELSE 0 END AS BIGINT),
                s.closed_from,
                CAST((SELECT COUNT(*) FROM booking b WHERE b.space = s.id AND b.status = 'held' AND b.held_until > ?17
                      AND b.starts_at >= ?17 AND b.starts_at < ?18) AS BIGINT)
         FROM venue v JOIN space s ON s.venue = v.id JOIN organisation o ON o.id = v.organisation
         JOIN area a ON a.id = v.area LEFT JOIN area t ON t.id = a.town
         WHERE v.stage = 'in_service'
           AND CASE WHEN v.organisation = ?1 THEN CAST(?2 AS BIGINT) > 0 ELSE CAST(?2 AS BIGINT) <> 1 END
           AND (v.organisation = ?1 OR ((s.closed_from IS NULL OR s.closed_from > ?3)
             AND (s.open_to = 'lines' OR EXISTS (SELECT 1 FROM organisation_closure c
               WHERE (c.ancestor = ?1 AND c.descendant = v.organisation)
                  OR (c.ancestor = v.organisation AND c.descendant = ?1)))))
           AND (CAST(?4 AS TEXT) IS NULL OR COALESCE(a.town, a.id) = ?4)
           AND s.capacity >= ?5
           AND (CAST(?6 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM venue_facility f WHERE f.venue = v.id AND f.facility = ?6))
           AND (CAST(?7 AS TEXT) IS NULL OR v.name LIKE ?7 ESCAPE '!' OR s.name LIKE ?7 ESCAPE '!'
             OR o.name LIKE ?7 ESCAPE '!' OR a.short_name LIKE ?7 ESCAPE '!' OR v.address LIKE ?7 ESCAPE '!')
           AND (CAST(?8 AS BIGINT) IS NULL OR NOT EXISTS (SELECT 1 FROM booking b WHERE b.space = s.id
             AND b.status = 'held' AND b.held_until > CAST(?8 AS BIGINT) - s.setup_minutes * 60000
             AND b.held_from < CAST(?9 AS BIGINT) + s.cleanup_minutes * 60000))
           AND (CAST(?8 AS BIGINT) IS NULL OR v.organisation = ?1 OR CASE
             WHEN EXISTS (SELECT 1 FROM space_day d WHERE d.space = s.id AND d.day = ?10)
               THEN EXISTS (SELECT 1 FROM space_day d WHERE d.space = s.id AND d.day = ?10
                 AND d.opens < d.closes AND d.opens <= ?11 AND ?12 <= d.closes)
             WHEN s.official_days = 1 AND CAST(?13 AS BIGINT) = 0 THEN 1 = 0
             WHEN NOT EXISTS (SELECT 1 FROM space_hours h WHERE h.space = s.id) THEN 1 = 1
             ELSE EXISTS (SELECT 1 FROM space_hours h WHERE h.space = s.id AND h.opens <= ?11 AND ?12 <= h.closes
               AND h.weekday = CASE WHEN s.official_days = 1 THEN CAST(?13 AS BIGINT) ELSE CAST(?14 AS BIGINT) END) END)
           AND (CAST(?15 AS TEXT) IS NULL OR (v.id, s.id) > (SELECT y.venue, y.id FROM space y WHERE y.id = ?15))
         ORDER BY v.id, s.id LIMIT ?16",
        params![
            org,
            whose,
            free.as_ref().map_or(now, |free| free.until),
            wanted.town,
            wanted.people,
            wanted.facility,
            like,
            free.as_ref().map(|free| free.from),
            free.as_ref().map(|free| free.until),
            free.as_ref().map(|free| free.day),
            free.as_ref().map(|free| free.opens),
            free.as_ref().map(|free| free.closes),
            free.as_ref().map(|free| free.official),
            free.as_ref().map(|free| free.weekday),
            after,
            limit,
            today,
            tomorrow
        ],
        |row| {
            Ok(Found {
                id: row.get(0)?,
                name: row.get(1)?,
                venue: row.get(2)?,
                venue_name: row.get(3)?,
                capacity: row.get(4)?,
                keeper: row.get(5)?,
                kept_by: row.get(6)?,
                town: row.get(7)?,
                asks: row.get::<i64>(8)? > 0,
                hours_said: row.get::<i64>(9)? > 0,
                closed_from: row.get(10)?,
                today: row.get(11)?,
            })
        },
    )
}

/// A stretch of a day as the statement compares it.
struct Stretch {
    from: Timestamp,
    until: Timestamp,
    day: Date,
    opens: i64,
    closes: i64,
    /// The weekday by which a room that keeps to public holidays is open; 0 on a holiday.
    official: i64,
    weekday: i64,
}

impl Stretch {
    fn of(day: Date, from: Time, to: Time) -> Self {
        let calendar = WorkCalendar::in_force();
        let weekday = i64::from(day.weekday().to_monday_one_offset());
        let official = match calendar.holiday(day) {
            Ok(Some(_)) => 0,
            _ if weekday > 5 && matches!(calendar.is_workday(day), Ok(true)) => 1,
            _ => weekday,
        };
        let minute = |at: Time| i64::from(at.hour()) * 60 + i64::from(at.minute());
        Self {
            from: time::at(day.to_datetime(from)),
            until: time::at(day.to_datetime(to)),
            day,
            opens: minute(from),
            closes: minute(to),
            official,
            weekday,
        }
    }
}

/// A town in which there are venues, and whether it is the organisation's own.
pub type Town = (AreaId, String, bool);

/// The towns in which there are venues in service, by name.
///
/// # Errors
/// When the database fails.
pub fn towns(tx: &mut ReadTx, org: OrganisationId) -> Result<Vec<Town>, StoreError> {
    tx.all(
        "SELECT DISTINCT COALESCE(t.id, a.id), COALESCE(t.short_name, a.short_name) AS name,
                CAST(CASE WHEN COALESCE(a.town, a.id) = (SELECT COALESCE(my.town, my.id) FROM organisation me
                  JOIN area my ON my.id = me.area WHERE me.id = ?1) THEN 1 ELSE 0 END AS BIGINT)
         FROM venue v JOIN area a ON a.id = v.area LEFT JOIN area t ON t.id = a.town
         WHERE v.stage = 'in_service' ORDER BY name",
        params![org],
        |row| Ok((row.get(0)?, row.get(1)?, row.get::<i64>(2)? > 0)),
    )
}
