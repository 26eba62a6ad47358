//! Volunteers whose service somebody has to settle by hand.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{queries::Reach, settle::Unsettled};

/// Volunteers of activities that ended since `since` who were scanned in, never out, and have no record at
/// all; only of one activity, if it is given.
pub fn scanned_in_only(
    tx: &mut ReadTx,
    (org, reach): (OrganisationId, Reach),
    activity: Option<ActivityId>,
    (since, now): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<Unsettled>, StoreError> {
    tx.all(
        "SELECT s.id, s.person, p.name_masked, a.id, a.title, a.organisation, a.starts_at, a.ends_at, i.at, o.at, 0
         FROM organisation_closure k
         JOIN activity a ON a.organisation = k.descendant
         JOIN signup s ON s.activity = a.id AND s.role = 'volunteer'
         JOIN person p ON p.id = s.person
         JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
         LEFT JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
         WHERE k.ancestor = ?1 AND k.depth <= ?6 AND (CAST(?2 AS TEXT) IS NULL OR a.id = ?2)
           AND a.starts_at >= ?3 AND a.starts_at <= ?4 AND a.ends_at <= ?4 AND o.id IS NULL
           AND NOT EXISTS (SELECT 1 FROM service_record r WHERE r.signup = s.id)
         ORDER BY a.starts_at, s.id LIMIT ?5",
        params![org, activity, since, now, limit, reach.depth()],
        read,
    )
}

/// Volunteers with a place at an activity that is over who were never scanned in and have no record: they stayed
/// away, or served and nobody scanned.
pub fn never_scanned(
    tx: &mut ReadTx,
    org: OrganisationId,
    activity: ActivityId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Unsettled>, StoreError> {
    tx.all(
        "SELECT s.id, s.person, p.name_masked, a.id, a.title, a.organisation, a.starts_at, a.ends_at, NULL, NULL, 0
         FROM organisation_closure k
         JOIN activity a ON a.organisation = k.descendant AND a.status = 'published'
         JOIN signup s ON s.activity = a.id AND s.role = 'volunteer' AND s.state = 'seat'
         JOIN person p ON p.id = s.person
         WHERE k.ancestor = ?1 AND a.id = ?2 AND a.ends_at <= ?3
           AND NOT EXISTS (SELECT 1 FROM scan i WHERE i.signup = s.id AND i.outcome = 'accepted')
           AND NOT EXISTS (SELECT 1 FROM service_record r WHERE r.signup = s.id)
         ORDER BY s.id LIMIT ?4",
        params![org, activity, now, limit],
        read,
    )
}

/// Reads what [`scanned_in_only`], [`never_scanned`] and [`settle::find`](super::settle::find) select.
pub(super) fn read(row: &Row<'_>) -> Result<Unsettled, StoreError> {
    Ok(Unsettled {
        signup: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        activity: row.get(3)?,
        title: row.get(4)?,
        organisation: row.get(5)?,
        starts: row.get(6)?,
        ends: row.get(7)?,
        came: row.get(8)?,
        left: row.get(9)?,
        has_record: row.get::<i64>(10)? > 0,
    })
}
