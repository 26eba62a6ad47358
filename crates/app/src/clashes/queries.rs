//! All SQL of clashes: what is on around an activity, and on each day of a year.

use std::collections::HashMap;

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, PersonId, TogetherId, UnitId},
    time,
};
use langqiao_platform::fault::Fault;
use langqiao_store::{Param, ReadTx, Row, StoreError, WriteTx, params};

use super::model::{APART_DAYS, About, Held, Other, reasons};
use crate::{
    activities::{self, Contribution, Standing, Stored},
    areas::Point,
    standings::Asks,
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
                 CASE WHEN EXISTS (SELECT 1 FROM together t WHERE t.activity = a.id AND t.organisation = ?2
                                   AND t.status = 'asked') THEN 1 ELSE 0 END",
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
        shared: 0,
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
    let shared = shared(tx, own)?;
    let mut into = units_of_holders(tx, own, (from, to))?;
    own.units.extend(into.remove(&own.id).unwrap_or_default());
    for other in &mut others {
        other.own = other.about.organisation == own.organisation;
        other
            .about
            .units
            .extend(into.remove(&other.about.id).unwrap_or_default());
        other.shared = shared
            .iter()
            .find(|(activity, _)| *activity == other.about.id)
            .map_or(0, |(_, people)| *people);
        other.reasons = reasons(own, &other.about, other.shared);
        // Of a course, the session that is meant.
        if let Some(nearest) = other.about.nearest(own) {
            (other.about.starts_at, other.about.ends_at) = (nearest.starts_at, nearest.ends_at);
        }
    }
    others.retain(|other| !other.reasons.is_empty());
    others.sort_by(|one, other| (&one.reasons, other.shared).cmp(&(&other.reasons, one.shared)));
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

/// How many of those who have a place in what is on at the same time are signed up for this one too, or came to
/// something of its host's within the last year; activities without such people are left out.
fn shared(tx: &mut ReadTx, own: &About) -> Result<Vec<(ActivityId, i64)>, StoreError> {
    let year_ago = own.starts_at - (365 * 24).hours();
    tx.all(
        concat!(
            "SELECT b.activity, COUNT(DISTINCT b.person) FROM (
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
                                                       AND i.outcome = 'accepted'))))
             GROUP BY b.activity"
        ),
        params![own.id, own.organisation, own.starts_at, own.ends_at, year_ago, own.course],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Some activities of a town that are on from one day to another, or a course on one of its days.
pub(super) struct Span {
    /// The first day.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// How many.
    pub n: i64,
    /// Which course, where it is one.
    pub course: Option<ActivityId>,
}

/// How much is on in a town on the days from one to before another. What lasts for days is on on each of them, a course on
/// the days of its sessions.
pub(super) fn on_days(
    tx: &mut ReadTx,
    town: AreaId,
    (from, until): (Date, Date),
) -> Result<Vec<Span>, StoreError> {
    tx.all(
        // Days in China's zone, which has had no other offset since 1991: 28,800,000 milliseconds. An activity lasts 31
        // days at most: 2,678,400,000. The courses are few, and so they are where the second half begins.
        "SELECT (starts_at + 28800000) / 86400000 AS first, (ends_at - 1 + 28800000) / 86400000 AS last, COUNT(*),
                CAST(NULL AS TEXT)
         FROM activity
         WHERE town = ?1 AND status = 'published' AND course = 0 AND starts_at >= ?2 - 2678400000 AND starts_at < ?3
           AND ends_at > ?2
         GROUP BY (starts_at + 28800000) / 86400000, (ends_at - 1 + 28800000) / 86400000
         UNION ALL
         SELECT DISTINCT (l.starts_at + 28800000) / 86400000, (l.starts_at + 28800000) / 86400000, 1, a.id
         FROM course k CROSS JOIN activity a JOIN course_session l ON l.course = a.id AND l.cancelled_at IS NULL
         WHERE a.id = k.activity AND a.town = ?1 AND a.status = 'published' AND a.starts_at < ?3 AND a.ends_at > ?2
           AND l.starts_at >= ?2 AND l.starts_at < ?3",
        params![town, time::start_of_day(from), time::start_of_day(until)],
        |row| {
            Ok(Span {
                first: row.get(0)?,
                last: row.get(1)?,
                n: row.get(2)?,
                course: row.get(3)?,
            })
        },
    )
}

/// An activity in a day's list.
pub(super) struct OfDay {
    pub id: ActivityId,
    pub title: String,
    pub host: String,
    pub place: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub people: i64,
}

/// The public activities that are on in a town on a day; of a course, its session.
pub(super) fn of_day(tx: &mut ReadTx, town: AreaId, day: Date) -> Result<Vec<OfDay>, StoreError> {
    let from = time::start_of_day(day);
    tx.all(
        concat!("SELECT a.id, a.title, o.name, ", crate::activities::whole_place!(), ", a.starts_at, a.ends_at,
                COALESCE((SELECT CAST(SUM(p.taken) AS BIGINT) FROM pool p WHERE p.activity = a.id), 0)
         FROM activity a JOIN organisation o ON o.id = a.organisation
         WHERE a.town = ?1 AND a.status = 'published' AND a.course = 0 AND a.starts_at >= ?2 - 2678400000
           AND a.starts_at < ?3 AND a.ends_at > ?2
         UNION ALL
         SELECT a.id, a.title, o.name, l.place, l.starts_at, l.ends_at,
                COALESCE((SELECT CAST(SUM(p.taken) AS BIGINT) FROM pool p WHERE p.activity = a.id), 0)
         FROM course k CROSS JOIN activity a JOIN organisation o ON o.id = a.organisation
         JOIN course_session l ON l.course = a.id AND l.cancelled_at IS NULL
         WHERE a.id = k.activity AND a.town = ?1 AND a.status = 'published' AND a.starts_at < ?3 AND a.ends_at > ?2
           AND l.starts_at >= ?2 AND l.starts_at < ?3
         ORDER BY 5, 1 LIMIT 200"),
        params![town, from, from + 24.hours()],
        |row| {
            Ok(OfDay {
                id: row.get(0)?,
                title: row.get(1)?,
                host: row.get(2)?,
                place: row.get(3)?,
                starts_at: row.get(4)?,
                ends_at: row.get(5)?,
                people: row.get(6)?,
            })
        },
    )
}

/// A wish to hold an activity together.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub id: TogetherId,
    pub activity: ActivityId,
    pub title: String,
    pub host: OrganisationId,
    pub organisation: OrganisationId,
    pub name: String,
    pub draft: ActivityId,
    pub draft_title: String,
    pub note: String,
    pub status: String,
    pub answer_note: Option<String>,
    pub brings: Contribution,
    pub starts_at: Timestamp,
    /// Whether what it was asked from is a draft still: whoever published or dropped it wants nothing more.
    pub still_draft: bool,
}

macro_rules! wishes {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.activity, a.title, a.organisation, t.organisation, o.name, t.draft, t.draft_title, t.note, t.status,
                    t.answer_note, t.people, t.venue, t.money, t.goods, t.share, a.starts_at, d.status
             FROM together t JOIN activity a ON a.id = t.activity JOIN activity d ON d.id = t.draft
             JOIN organisation o ON o.id = t.organisation ",
            $rest
        )
    };
}

fn a_wish(row: &Row) -> Result<Wish, StoreError> {
    Ok(Wish {
        id: row.get(0)?,
        activity: row.get(1)?,
        title: row.get(2)?,
        host: row.get(3)?,
        organisation: row.get(4)?,
        name: row.get(5)?,
        draft: row.get(6)?,
        draft_title: row.get(7)?,
        note: row.get(8)?,
        status: row.get(9)?,
        answer_note: row.get(10)?,
        brings: Contribution {
            people: row.get(11)?,
            venue: row.get(12)?,
            money: row.get(13)?,
            goods: row.get(14)?,
            share: row.get(15)?,
        },
        starts_at: row.get(16)?,
        still_draft: row.text(17)? == "draft",
    })
}

pub(super) fn wish(tx: &mut ReadTx, id: TogetherId) -> Result<Option<Wish>, StoreError> {
    tx.one(wishes!("WHERE t.id = ?1"), params![id], a_wish)
}

/// What was asked for from a draft, the latest first.
pub(super) fn wishes_of_draft(tx: &mut ReadTx, draft: ActivityId) -> Result<Vec<Wish>, StoreError> {
    tx.all(
        wishes!("WHERE t.draft = ?1 ORDER BY t.id DESC"),
        params![draft],
        a_wish,
    )
}

/// Who asks to hold an activity together and waits for an answer.
pub(super) fn open_wishes(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Wish>, StoreError> {
    tx.all(
        wishes!("WHERE t.activity = ?1 AND t.status = 'asked' AND d.status = 'draft' ORDER BY t.id"),
        params![activity],
        a_wish,
    )
}

/// What waits for an answer of this host.
pub(super) fn waiting_for(
    tx: &mut ReadTx,
    host: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Wish>, StoreError> {
    tx.all(
        wishes!(
            "WHERE a.organisation = ?1 AND a.ends_at > ?2 AND a.status = 'published' AND t.status = 'asked'
                 AND d.status = 'draft' ORDER BY t.id LIMIT 20"
        ),
        params![host, now],
        a_wish,
    )
}

/// Keeps a wish; false if the organisation asked before and it was not declined.
pub(super) fn insert_wish(
    tx: &mut WriteTx,
    (id, activity): (TogetherId, ActivityId),
    draft: &Stored,
    (person, note): (PersonId, &str),
) -> Result<bool, StoreError> {
    let (now, plan) = (tx.now(), &draft.plan);
    let new = tx.execute(
        "INSERT INTO together (id, activity, organisation, draft, draft_title, people, venue, money, goods, share, note,
           status, asked_by, asked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'asked', ?12, ?13)
         ON CONFLICT (activity, organisation) WHERE status IN ('asked', 'accepted') DO NOTHING",
        params![
            id,
            activity,
            draft.activity.organisation,
            draft.activity.id,
            plan.title,
            plan.own.people,
            plan.own.venue,
            plan.own.money,
            plan.own.goods,
            plan.own.share,
            note,
            person,
            now
        ],
    )?;
    Ok(new > 0)
}

/// Answers a wish that waits; false if it waits no more.
pub(super) fn answer_wish(
    tx: &mut WriteTx,
    id: TogetherId,
    (person, status): (PersonId, &str),
    note: &str,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE together SET status = ?2, answered_by = ?3, answered_at = ?4, answer_note = ?5
         WHERE id = ?1 AND status = 'asked'",
        params![id, status, person, now, note],
    )?;
    Ok(changed > 0)
}
