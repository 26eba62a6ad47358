//! What is held in a site's rooms, and in which rooms an activity is held.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, ClusterId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, params};

/// Where an activity `a` is held, in words: the place that was said, and each further room with its venue. To be said
/// wherever people are told where to go; what an officer changes is `a.place` alone.
macro_rules! whole_place {
    () => {
        "(a.place || CASE WHEN EXISTS (SELECT 1 FROM activity_room ra WHERE ra.activity = a.id) THEN
           (SELECT string_agg('、' || rv.name || ' · ' || rs.name, '' ORDER BY rr.position)
            FROM activity_room rr JOIN space rs ON rs.id = rr.space JOIN venue rv ON rv.id = rs.venue
            WHERE rr.activity = a.id) ELSE '' END)"
    };
}
pub(crate) use whole_place;

/// A venue, or a group of venues that are run as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// One venue.
    Venue(VenueId),
    /// All venues of a group.
    Cluster(ClusterId),
}

impl Site {
    /// The page that lists all that is on there.
    pub fn path(self) -> String {
        match self {
            Site::Venue(id) => format!("/venues/{id}/activities"),
            Site::Cluster(id) => format!("/clusters/{id}/activities"),
        }
    }

    fn id(self) -> String {
        match self {
            Site::Venue(id) => id.to_text(),
            Site::Cluster(id) => id.to_text(),
        }
    }
}

/// Something that is on: an activity, or a course with one of its sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct On {
    /// Its id.
    pub id: ActivityId,
    /// Its name.
    pub title: String,
    /// Its host's name.
    pub host: String,
    /// Where it is held: of a course, where the session is; in a site, the site's rooms that it holds, each with its venue.
    pub place: String,
    /// When it begins, or the session does.
    pub starts_at: Timestamp,
    /// When it ends, or the session does.
    pub ends_at: Timestamp,
    /// Whether it is a course.
    pub course: bool,
}

impl On {
    /// Reads it from seven columns in this order, of which the first is at `first`.
    ///
    /// # Errors
    /// When a column is of another kind.
    pub fn read(row: &Row<'_>, first: usize) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get(first)?,
            title: row.get(first + 1)?,
            host: row.get(first + 2)?,
            place: row.get(first + 3)?,
            starts_at: row.get(first + 4)?,
            ends_at: row.get(first + 5)?,
            course: row.get(first + 6)?,
        })
    }
}

/// What is public, holds a room of a site and is not over: each thing once, in order of time, from after one of them on,
/// at most `limit`. One statement: the rooms' bookings by room, sessions by their bookings (CROSS JOIN keeps SQLite to that
/// order).
///
/// # Errors
/// When the database fails.
pub fn on_at(
    tx: &mut ReadTx,
    site: Site,
    now: Timestamp,
    after: Option<(Timestamp, ActivityId)>,
    limit: i64,
) -> Result<Vec<On>, StoreError> {
    let (since, last) = after.unwrap_or((Timestamp::MIN, ActivityId::from_u128(0)));
    tx.all(
        "WITH ground AS (
           SELECT v.id, v.name FROM venue v WHERE v.id = ?1 UNION SELECT v.id, v.name FROM venue v WHERE v.cluster = ?1)
         SELECT a.id, a.title, o.name, h.rooms, h.starts_at, h.ends_at, a.course
         FROM (
           SELECT b.activity AS activity, MIN(b.starts_at) AS starts_at, MAX(b.ends_at) AS ends_at,
                  string_agg(g.name || ' · ' || s.name, '、' ORDER BY g.name, s.name) AS rooms
           FROM ground g JOIN space s ON s.venue = g.id
           JOIN booking b ON b.space = s.id AND b.held_until > ?2 AND b.ends_at > ?2 AND b.status = 'held'
           WHERE b.activity IS NOT NULL GROUP BY b.activity
           UNION ALL
           SELECT n.course, n.starts_at, n.ends_at, n.room FROM (
             SELECT l.course AS course, l.starts_at AS starts_at, l.ends_at AS ends_at, g.name || ' · ' || s.name AS room,
                    ROW_NUMBER() OVER (PARTITION BY l.course ORDER BY l.starts_at, l.id) AS nth
             FROM ground g CROSS JOIN space s CROSS JOIN booking b CROSS JOIN course_session l
             WHERE s.venue = g.id AND b.space = s.id AND b.held_until > ?2 AND b.status = 'held'
               AND l.booking = b.id AND l.cancelled_at IS NULL AND l.ends_at > ?2) n
           WHERE n.nth = 1
         ) h CROSS JOIN activity a JOIN organisation o ON o.id = a.organisation
         WHERE a.id = h.activity AND a.status = 'published' AND (h.starts_at, a.id) > (?3, ?4)
         ORDER BY h.starts_at, a.id LIMIT ?5",
        params![site.id(), now, since, last, limit],
        |row| On::read(row, 0),
    )
}
