//! What is on in a town day by day, for a year and for a day of it.

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, AreaId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use crate::activities::On;

/// Some activities of a town that are on from one day to another, or a course on one of its days.
pub(in super::super) struct Span {
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
pub(in super::super) fn on_days(
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

/// A public activity that is on on a day, or a course that meets on it.
pub(in super::super) struct OnDay {
    /// Which; of a course, its first session of that day.
    pub on: On,
    /// Of a course, its further sessions of that day.
    pub further: Vec<On>,
    /// How many have a place.
    pub people: i64,
}

/// The public activities that are on in a town on a day, each once.
pub(in super::super) fn of_day(tx: &mut ReadTx, town: AreaId, day: Date) -> Result<Vec<OnDay>, StoreError> {
    let from = time::start_of_day(day);
    let mut found: Vec<OnDay> = Vec::new();
    tx.each(
        concat!("SELECT a.id, a.title, o.name, ", crate::activities::whole_place!(), ", a.starts_at, a.ends_at, a.course,
                COALESCE((SELECT CAST(SUM(p.taken) AS BIGINT) FROM pool p WHERE p.activity = a.id), 0)
         FROM activity a JOIN organisation o ON o.id = a.organisation
         WHERE a.town = ?1 AND a.status = 'published' AND a.course = 0 AND a.starts_at >= ?2 - 2678400000
           AND a.starts_at < ?3 AND a.ends_at > ?2
         UNION ALL
         SELECT a.id, a.title, o.name, l.place, l.starts_at, l.ends_at, a.course,
                COALESCE((SELECT CAST(SUM(p.taken) AS BIGINT) FROM pool p WHERE p.activity = a.id), 0)
         FROM course k CROSS JOIN activity a JOIN organisation o ON o.id = a.organisation
         JOIN course_session l ON l.course = a.id AND l.cancelled_at IS NULL
         WHERE a.id = k.activity AND a.town = ?1 AND a.status = 'published' AND a.starts_at < ?3 AND a.ends_at > ?2
           AND l.starts_at >= ?2 AND l.starts_at < ?3
         ORDER BY 5, 1 LIMIT 200"),
        params![town, from, from + 24.hours()],
        |row| {
            let on = On::read(row, 0)?;
            match found.iter_mut().find(|one| one.on.id == on.id) {
                Some(course) => course.further.push(on),
                None => found.push(OnDay {
                    on,
                    further: Vec::new(),
                    people: row.get(7)?,
                }),
            }
            Ok(())
        },
    )?;
    Ok(found)
}
