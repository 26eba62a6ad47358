//! The SQL of clashes: here what stands in an activity's way; the days of a year and wishes have theirs beside it.

mod days;
mod wishes;

use std::collections::{BTreeSet, HashMap};

use jiff::{Timestamp, ToSpan};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, UnitId},
    time,
};
use langqiao_platform::fault::Fault;
use langqiao_store::{Param, ReadTx, Row, StoreError, params};

use super::model::{APART_DAYS, About, Held, Other, reasons};
use crate::{
    activities::{self, Standing},
    areas::Point,
    standings::Asks,
};

pub(super) use days::{OnDay, Span, of_day, on_days};
pub(super) use wishes::{
    Wish, answer_wish, end_idle, insert_wish, open_wishes, waiting_for, wish, wishes_of_draft,
};

/// A statement that reads what is known of activities `a`: what comes after the columns.
macro_rules! abouts {
    ($more:expr, $rest:expr) => {
        abouts!($more, "activity a", $rest)
    };
    ($more:expr, $from:literal, $rest:expr) => {
        concat!(
            "SELECT a.id, a.organisation, a.starts_at, a.ends_at, a.area, a.town, s.venue,
                    COALESCE(v.x, ar.x), COALESCE(v.y, ar.y), a.only_area, a.min_age, a.max_age, a.asks, a.course,
                    (SELECT string_agg(rs.venue, ' ' ORDER BY rr.position) FROM activity_room rr
                     JOIN space rs ON rs.id = rr.space WHERE rr.activity = a.id)",
            $more,
            " FROM ",
            $from,
            " JOIN area ar ON ar.id = a.area
              LEFT JOIN space s ON s.id = a.space LEFT JOIN venue v ON v.id = s.venue ",
            $rest
        )
    };
}

/// The venues of all rooms of `?1`; of a course, of all its sessions.
macro_rules! own_venues {
    () => {
        "(SELECT os.venue FROM space os WHERE os.id IN (
            SELECT oa.space FROM activity oa WHERE oa.id = ?1 AND oa.space IS NOT NULL
            UNION SELECT r.space FROM activity_room r WHERE r.activity = ?1
            UNION SELECT ob.space FROM course_session ol JOIN booking ob ON ob.id = ol.booking
                  WHERE ol.course = ?1 AND ol.cancelled_at IS NULL))"
    };
}

/// A statement that reads activities `a` with the firms, schools and other units whose own bodies hold them (`c`), each
/// once: which of them comes after. Villages and communities are not among those.
macro_rules! held_into {
    ($which:literal) => {
        concat!(
            "SELECT DISTINCT a.id, o.unit FROM activity a JOIN cohost c ON c.activity = a.id
             JOIN organisation o ON o.id = c.organisation
             JOIN unit u ON u.id = o.unit AND u.kind NOT IN ('village', 'community') WHERE ",
            $which
        )
    };
}

fn an_about(row: &Row) -> Result<About, StoreError> {
    let asks = Asks::read(row, 12)?.unwrap_or_default();
    let asked_units: Vec<UnitId> = asks.units.iter().map(|unit| unit.id).collect();
    let course = row.get(13)?;
    let mut held = vec![Held {
        starts_at: row.get(2)?,
        ends_at: row.get(3)?,
        venue: row.get(6)?,
    }];
    // Its further rooms, each of their venues once.
    let further = row.get::<Option<String>>(14)?.unwrap_or_default();
    for venue in further.split_whitespace().filter_map(|id| id.parse().ok()) {
        if held.iter().all(|one| one.venue != Some(venue)) {
            held.push(Held {
                venue: Some(venue),
                ..held[0]
            });
        }
    }
    Ok(About {
        id: row.get(0)?,
        organisation: row.get(1)?,
        starts_at: row.get(2)?,
        ends_at: row.get(3)?,
        area: row.get(4)?,
        town: row.get(5)?,
        course,
        held: if course { Vec::new() } else { held },
        at: Point {
            x: row.get(7)?,
            y: row.get(8)?,
        },
        only_area: row.get(9)?,
        ages: (row.get(10)?, row.get(11)?),
        units: asked_units.clone(),
        asked_units,
    })
}

/// What stands in the way of an activity that the organisation hosts, with its title: for its host alone.
pub(super) fn of_host(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<(String, About, Vec<Other>), Fault> {
    let (activity, standing) = activities::require_in_scope(tx, org, id)?;
    if standing != Standing::Host {
        return Err(Fault::NotFound);
    }
    let mut own = about(tx, id)?.ok_or(Fault::NotFound)?;
    let others = clashes(tx, &mut own)?;
    Ok((activity.title, own, others))
}

/// What is known of one activity but for the units that it comes into, which [`clashes`] reads with those of the others:
/// one statement, and one more for a course.
pub(super) fn about(tx: &mut ReadTx, id: ActivityId) -> Result<Option<About>, StoreError> {
    let own = tx.one(abouts!("", "WHERE a.id = ?1"), params![id], an_about)?;
    let Some(mut own) = own else { return Ok(None) };
    if own.course {
        own.held = tx.all(
            "SELECT l.starts_at, l.ends_at, s.venue FROM course_session l
             LEFT JOIN booking b ON b.id = l.booking LEFT JOIN space s ON s.id = b.space
             WHERE l.course = ?1 AND l.cancelled_at IS NULL ORDER BY l.starts_at",
            params![id],
            |row| {
                Ok(Held {
                    starts_at: row.get(0)?,
                    ends_at: row.get(1)?,
                    venue: row.get(2)?,
                })
            },
        )?;
    }
    Ok(Some(own))
}

/// Whether what lasts from one moment to another meets one of the sessions of `?1`, if it is said that this is a course. A session is of
/// one day, which is 86,400,000 milliseconds.
macro_rules! meets_own {
    ($course:literal, $starts:literal, $ends:literal) => {
        concat!(
            "(CAST(",
            $course,
            " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM course_session m WHERE m.course = ?1 AND m.cancelled_at IS NULL
                                AND m.starts_at > ",
            $starts,
            " - 86400000 AND m.starts_at < ",
            $ends,
            " AND m.ends_at > ",
            $starts,
            "))"
        )
    };
}

/// A statement that reads what may stand in the way of activity `?1` of `?2`: more columns, more tables, and which.
macro_rules! others {
    ($columns:literal, $from:literal, $tables:literal, $which:expr) => {
        abouts!(
            concat!(
                ", a.title, o.name, ", crate::activities::whole_place!(), ",
                 CASE WHEN EXISTS (SELECT 1 FROM cohost c WHERE c.activity = a.id AND c.organisation = ?2
                                   AND c.status <> 'declined') THEN 1 ELSE 0 END,
                 CASE WHEN EXISTS (SELECT 1 FROM together t JOIN activity td ON td.id = t.draft AND td.status = 'draft'
                                   WHERE t.activity = a.id AND t.organisation = ?2 AND t.status = 'asked')
                      THEN 1 ELSE 0 END",
                $columns
            ),
            $from,
            concat!("JOIN organisation o ON o.id = a.organisation ", $tables, " WHERE a.status = 'published' AND a.id <> ?1 AND ", $which)
        )
    };
}

/// What is seen of another activity by itself; what it has to do with one's own comes to it in [`clashes`].
fn an_other(row: &Row) -> Result<Other, StoreError> {
    Ok(Other {
        about: an_about(row)?,
        own: false,
        title: row.get(15)?,
        host: row.get(16)?,
        place: row.get(17)?,
        ours: row.get(18)?,
        asked: row.get(19)?,
        shared: BTreeSet::new(),
        reasons: Vec::new(),
    })
}

/// What stands in the way of an activity, the weightiest first: four statements. Nothing lasts longer than 31 days, which
/// are 2,678,400,000 milliseconds, but courses: those are in the way on the days of their sessions alone.
pub(super) fn clashes(tx: &mut ReadTx, own: &mut About) -> Result<Vec<Other>, StoreError> {
    let (first, last) = (time::start_of_day(own.days().0), time::start_of_day(own.days().1));
    let from = first - ((APART_DAYS - 1) * 24).hours();
    let to = last + (APART_DAYS * 24).hours();
    let about_it = params![
        own.id,
        own.organisation,
        from,
        to,
        own.town,
        own.starts_at,
        own.ends_at,
        own.course
    ];
    let mut others = tx.all(
        others!(
            "",
            "activity a",
            "",
            concat!(
                "a.starts_at >= ?3 - 2678400000 AND a.starts_at < ?4 AND a.ends_at > ?3 AND a.course = 0
                 AND (a.town = ?5 OR s.venue IN ",
                own_venues!(),
                " OR EXISTS (SELECT 1 FROM activity_room rr JOIN space rs ON rs.id = rr.space
                             WHERE rr.activity = a.id AND rs.venue IN ",
                own_venues!(),
                ") OR a.asks IS NOT NULL
                      OR (a.starts_at < ?7 AND ?6 < a.ends_at AND ",
                meets_own!("?8", "a.starts_at", "a.ends_at"),
                ")) ORDER BY a.starts_at, a.id"
            )
        ),
        about_it,
        an_other,
    )?;
    others.extend(courses(tx, about_it)?);
    let mut shared = shared(tx, own)?;
    let mut into = units_of_holders(tx, own, (from, to))?;
    own.units.extend(into.remove(&own.id).unwrap_or_default());
    for other in &mut others {
        other.own = other.about.organisation == own.organisation;
        other
            .about
            .units
            .extend(into.remove(&other.about.id).unwrap_or_default());
        other.shared = shared.remove(&other.about.id).unwrap_or_default();
        other.reasons = reasons(own, &other.about, other.shared());
        // Of a course, the session that is meant.
        if let Some(nearest) = other.about.nearest(own) {
            (other.about.starts_at, other.about.ends_at) = (nearest.starts_at, nearest.ends_at);
        }
    }
    others.retain(|other| !other.reasons.is_empty());
    others.sort_by(|one, other| (&one.reasons, other.shared()).cmp(&(&other.reasons, one.shared())));
    Ok(others)
}

/// The courses with sessions within the days, each with these.
fn courses(tx: &mut ReadTx, about_it: &[&dyn Param]) -> Result<Vec<Other>, StoreError> {
    let mut found: Vec<Other> = Vec::new();
    let sql = others!(
        ", l.starts_at, l.ends_at, ls.venue, l.place",
        "course k CROSS JOIN activity a",
        "JOIN course_session l ON l.course = a.id AND l.cancelled_at IS NULL AND l.starts_at < ?4 AND l.ends_at > ?3
         LEFT JOIN booking lb ON lb.id = l.booking LEFT JOIN space ls ON ls.id = lb.space",
        concat!(
            "a.id = k.activity AND a.starts_at < ?4 AND a.ends_at > ?3
             AND (a.town = ?5 OR ls.venue IN ",
            own_venues!(),
            " OR a.asks IS NOT NULL
                  OR (l.starts_at < ?7 AND ?6 < l.ends_at AND ",
            meets_own!("?8", "l.starts_at", "l.ends_at"),
            ")) ORDER BY a.starts_at, a.id, l.starts_at"
        )
    );
    tx.each(sql, about_it, |row| {
        let held = Held {
            starts_at: row.get(20)?,
            ends_at: row.get(21)?,
            venue: row.get(22)?,
        };
        let mut other = an_other(row)?;
        match found.last_mut().filter(|last| last.about.id == other.about.id) {
            Some(last) => last.about.held.push(held),
            None => {
                other.about.held.push(held);
                other.place = row.get(23)?;
                found.push(other);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// What is on in the town within the days, and the activity itself, with the firms, schools and other units whose own
/// bodies hold it.
fn units_of_holders(
    tx: &mut ReadTx,
    own: &About,
    (from, to): (Timestamp, Timestamp),
) -> Result<HashMap<ActivityId, Vec<UnitId>>, StoreError> {
    let mut into: HashMap<ActivityId, Vec<UnitId>> = HashMap::new();
    tx.each(
        concat!(
            held_into!(
                "a.town = ?1 AND a.status = 'published' AND a.starts_at >= ?2 - 2678400000 AND a.starts_at < ?3
                 AND a.ends_at > ?2 AND a.id <> ?4 AND a.course = 0 AND c.status = 'accepted'"
            ),
            " UNION ALL ",
            held_into!(
                "a.id IN (SELECT k.activity FROM course k) AND a.town = ?1 AND a.status = 'published' AND a.starts_at < ?3
                 AND a.ends_at > ?2 AND a.id <> ?4 AND c.status = 'accepted'"
            ),
            " UNION ALL ",
            held_into!("c.activity = ?4 AND c.status <> 'declined'")
        ),
        params![own.town, from, to, own.id],
        |row| {
            into.entry(row.get(0)?).or_default().push(row.get(1)?);
            Ok(())
        },
    )?;
    Ok(into)
}

/// Who of those who have a place in what is on at the same time is signed up for this one too, or came to something of its
/// host's within the last year; activities without such people are left out.
fn shared(tx: &mut ReadTx, own: &About) -> Result<HashMap<ActivityId, BTreeSet<PersonId>>, StoreError> {
    let year_ago = own.starts_at - (365 * 24).hours();
    let mut shared: HashMap<ActivityId, BTreeSet<PersonId>> = HashMap::new();
    tx.each(
        concat!(
            "SELECT b.activity, b.person FROM (
               SELECT a.id FROM activity a
               WHERE a.status = 'published' AND a.starts_at < ?4 AND a.ends_at > ?3 AND a.starts_at > ?3 - 2678400000
                 AND a.id <> ?1 AND a.course = 0 AND ",
            meets_own!("?6", "a.starts_at", "a.ends_at"),
            " UNION
               SELECT a.id FROM course k CROSS JOIN activity a
               JOIN course_session l ON l.course = a.id AND l.cancelled_at IS NULL
               WHERE a.id = k.activity AND a.status = 'published' AND a.starts_at < ?4 AND a.ends_at > ?3 AND a.id <> ?1
                 AND l.starts_at < ?4 AND l.ends_at > ?3 AND ",
            meets_own!("?6", "l.starts_at", "l.ends_at"),
            ") at_once
             JOIN signup b ON b.activity = at_once.id AND b.state IN ('seat', 'waiting', 'offered')
             WHERE EXISTS (
               SELECT 1 FROM signup p JOIN activity pa ON pa.id = p.activity
               WHERE p.person = b.person AND p.state IN ('seat', 'waiting', 'offered')
                 AND (p.activity = ?1 OR (pa.organisation = ?2 AND pa.status = 'published' AND pa.ends_at > ?5 AND pa.ends_at < ?3
                      AND p.state = 'seat' AND EXISTS (SELECT 1 FROM scan i WHERE i.signup = p.id AND i.direction = 'in'
                                                       AND i.outcome = 'accepted'))))"
        ),
        params![own.id, own.organisation, own.starts_at, own.ends_at, year_ago, own.course],
        |row| {
            shared.entry(row.get(0)?).or_default().insert(row.get(1)?);
            Ok(())
        },
    )?;
    Ok(shared)
}
