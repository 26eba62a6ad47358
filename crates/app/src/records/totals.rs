//! SQL of the totals by month and of what they were counted from.

use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, PersonId, RecordId};
use langqiao_store::{ReadTx, StoreError, params};

use super::{
    decide::MEASURE,
    queries::{Listed, read_listed},
};

/// A total: minutes of a body in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Whose.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// The month, counted as roll-ups do.
    pub month: i64,
    /// The confirmed minutes credited to it.
    pub minutes: i64,
}

/// The totals of an organisation and all below it, by body and month.
pub fn totals(
    tx: &mut ReadTx,
    org: OrganisationId,
    (from, to): (i64, i64),
) -> Result<Vec<Total>, StoreError> {
    tx.all(
        "SELECT o.id, o.name, t.month, CAST(SUM(t.value) AS BIGINT)
         FROM organisation_closure k JOIN rollup t ON t.organisation = k.descendant
         JOIN organisation o ON o.id = k.descendant
         WHERE k.ancestor = ?1 AND t.measure = ?2 AND t.month BETWEEN ?3 AND ?4
         GROUP BY o.id, o.name, t.month HAVING SUM(t.value) <> 0 ORDER BY o.name, o.id, t.month",
        params![org, MEASURE, from, to],
        |row| {
            Ok(Total {
                organisation: row.get(0)?,
                name: row.get(1)?,
                month: row.get(2)?,
                minutes: row.get(3)?,
            })
        },
    )
}

/// The confirmed records credited to an organisation in a time, in order: what a month's figure was counted
/// from.
pub fn credited(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    (from, until): (Date, Date),
    after: Option<RecordId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    tx.all(
        "SELECT r.id, r.person, p.name_masked, r.activity, a.title, r.organisation, r.day, r.started_at, r.ended_at,
                r.minutes, r.uncapped_minutes, r.status, r.cuts, r.entered_by, c.minutes
         FROM record_credit c
         JOIN service_record r ON r.id = c.record
         JOIN person p ON p.id = r.person JOIN activity a ON a.id = r.activity
         WHERE c.organisation = ?1 AND r.status = 'confirmed' AND r.day >= ?2 AND r.day < ?3 AND c.minutes > 0
           AND (CAST(?4 AS TEXT) IS NULL OR r.id > ?4)
         ORDER BY r.id LIMIT ?5",
        params![organisation, from, until, after, limit],
        read_listed,
    )
}

/// A person's own confirmed and pending minutes, and how many records that is.
pub fn own_totals(tx: &mut ReadTx, person: PersonId) -> Result<(i64, i64, i64), StoreError> {
    let totals = tx.one(
        "SELECT CAST(COALESCE(SUM(CASE WHEN status = 'confirmed' THEN minutes ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN status = 'pending' THEN minutes ELSE 0 END), 0) AS BIGINT),
                COUNT(*)
         FROM service_record WHERE person = ?1",
        params![person],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    Ok(totals.unwrap_or_default())
}
