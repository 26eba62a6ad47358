//! What waits for an organisation's officers.

use jiff::{Timestamp, ToSpan};
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_store::{ReadTx, StoreError, params};

use super::held::{On, whole_place};

/// Why an activity is on an officer's page of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The organisation is asked to hold it together.
    Invited,
    /// A draft that would begin soon.
    Draft,
}

/// What waits for an organisation: invitations to answer, and drafts that would begin within 14 days; one query.
///
/// # Errors
/// When the database fails.
pub fn today(tx: &mut ReadTx, org: OrganisationId, now: Timestamp) -> Result<Vec<(Why, On)>, StoreError> {
    let midnight = time::start_of_day(time::day(now));
    tx.all(
        concat!(
            "SELECT CAST(CASE WHEN c.status = 'invited' THEN 0 ELSE 1 END AS BIGINT), a.id, a.title, o.name, ",
            whole_place!(),
            ", a.starts_at, a.ends_at, a.course
         FROM cohost c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE c.organisation = ?1 AND a.ends_at > ?2 AND (
           (c.status = 'invited' AND a.status <> 'cancelled')
           OR (c.host = 1 AND a.status = 'draft' AND a.starts_at < ?3))
         ORDER BY a.starts_at, a.id LIMIT 100"
        ),
        params![org, now, midnight + (24 * 14).hours()],
        |row| {
            let why = if row.get::<i64>(0)? == 0 { Why::Invited } else { Why::Draft };
            Ok((why, On::read(row, 1)?))
        },
    )
}
