//! What stands in the way of an activity, what is on beside it, and what waits for its officers.

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, VenueId},
    time,
};
use langqiao_store::{ReadTx, Row, StoreError, params};

use crate::activities::model::ActivityKind;

/// Another activity, as far as it matters to this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearby {
    /// Its id.
    pub id: ActivityId,
    /// Its name.
    pub title: String,
    /// Its host's name.
    pub host: String,
    /// Where it is held.
    pub place: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Whether it is about the same thing.
    pub same_kind: bool,
    /// Whether one of those who hold this one holds it too.
    pub same_people: bool,
}

impl Nearby {
    /// Whether it is held while the other is.
    pub fn overlaps(&self, starts_at: Timestamp, ends_at: Timestamp) -> bool {
        self.starts_at < ends_at && starts_at < self.ends_at
    }
}

fn other(row: &Row<'_>) -> Result<Nearby, StoreError> {
    Ok(Nearby {
        id: row.get(0)?,
        title: row.get(1)?,
        host: row.get(2)?,
        place: row.get(3)?,
        starts_at: row.get(4)?,
        ends_at: row.get(5)?,
        same_kind: row.get(6)?,
        same_people: row.get(7)?,
    })
}
/// What else is on in a town on the day an activity begins: at most 50, in order of time.
///
/// # Errors
/// When the database fails.
pub fn nearby(
    tx: &mut ReadTx,
    id: ActivityId,
    town: AreaId,
    kind: ActivityKind,
    day: Date,
) -> Result<Vec<Nearby>, StoreError> {
    let from = time::start_of_day(day);
    tx.all(
        "SELECT a.id, a.title, o.name, a.place, a.starts_at, a.ends_at,
                CAST(CASE WHEN a.kind = ?5 THEN 1 ELSE 0 END AS BIGINT),
                CAST(CASE WHEN EXISTS (SELECT 1 FROM cohost theirs JOIN cohost ours ON ours.organisation = theirs.organisation
                       WHERE theirs.activity = a.id AND theirs.status = 'accepted'
                         AND ours.activity = ?1 AND ours.status = 'accepted') THEN 1 ELSE 0 END AS BIGINT)
         FROM activity a JOIN organisation o ON o.id = a.organisation
         WHERE a.town = ?2 AND a.status = 'published' AND a.starts_at < ?4 AND ?3 < a.ends_at AND a.id <> ?1
         ORDER BY a.starts_at, a.id LIMIT 50",
        params![id, town, from, from + 24.hours(), kind],
        other,
    )
}

/// Why an activity is on an officer's page of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The organisation is asked to hold it together.
    Invited,
    /// A draft that would begin soon.
    Draft,
}

/// An activity on an officer's page of the day.
#[derive(Clone, Debug)]
pub struct OfDay {
    /// Why it is there.
    pub why: Why,
    /// Its id.
    pub id: ActivityId,
    /// Its name.
    pub title: String,
    /// Its host's name.
    pub host: String,
    /// Where it is held.
    pub place: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// What waits for an organisation: invitations to answer, and drafts that would begin within 14 days; one query.
///
/// # Errors
/// When the database fails.
pub fn today(tx: &mut ReadTx, org: OrganisationId, now: Timestamp) -> Result<Vec<OfDay>, StoreError> {
    let midnight = time::start_of_day(time::day(now));
    tx.all(
        "SELECT CAST(CASE WHEN c.status = 'invited' THEN 0 ELSE 1 END AS BIGINT), a.id, a.title, o.name, a.place,
                a.starts_at, a.ends_at
         FROM cohost c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE c.organisation = ?1 AND a.ends_at > ?2 AND (
           (c.status = 'invited' AND a.status <> 'cancelled')
           OR (c.host = 1 AND a.status = 'draft' AND a.starts_at < ?3))
         ORDER BY a.starts_at, a.id LIMIT 100",
        params![org, now, midnight + (24 * 14).hours()],
        |row| {
            let why = if row.get::<i64>(0)? == 0 { Why::Invited } else { Why::Draft };
            Ok(OfDay {
                why,
                id: row.get(1)?,
                title: row.get(2)?,
                host: row.get(3)?,
                place: row.get(4)?,
                starts_at: row.get(5)?,
                ends_at: row.get(6)?,
            })
        },
    )
}

/// What is on in a venue and not over: at most 20, in order of time.
///
/// # Errors
/// When the database fails.
pub fn at_venue(tx: &mut ReadTx, venue: VenueId, now: Timestamp) -> Result<Vec<Nearby>, StoreError> {
    tx.all(
        "SELECT a.id, a.title, o.name, a.place, a.starts_at, a.ends_at, CAST(0 AS BIGINT), CAST(0 AS BIGINT)
         FROM space s JOIN activity a ON a.space = s.id JOIN organisation o ON o.id = a.organisation
         WHERE s.venue = ?1 AND a.status = 'published' AND a.ends_at > ?2
         ORDER BY a.starts_at, a.id LIMIT 20",
        params![venue, now],
        other,
    )
}
