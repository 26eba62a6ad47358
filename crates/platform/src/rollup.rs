//! Totals by organisation and month, kept up in the transaction that changes the facts.
//!
//! Many writers add to the same total at once. A total is therefore the sum of a few slots, of which each
//! writer takes one by chance, so that on PostgreSQL they seldom wait for each other's row. On SQLite, where one writes
//! after the other, one slot is enough, and a rush that spreads over many organisations has fewer rows to write.

use langqiao_kernel::{id::OrganisationId, time};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};
use rand::RngExt;

const SLOTS: i64 = 16;

/// The month of an instant, as roll-ups count them: months since January of the year 0.
pub fn month(at: jiff::Timestamp) -> i64 {
    let day = time::day(at);
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

/// Adds `amount` (which may be negative) to a measure of an organisation's month.
///
/// # Errors
/// When the database fails.
pub fn add(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    month: i64,
    measure: &str,
    amount: i64,
) -> Result<(), StoreError> {
    let slot = match tx.has_rivals() {
        true => rand::rng().random_range(0..SLOTS),
        false => 0,
    };
    tx.execute(
        "INSERT INTO rollup (organisation, month, measure, slot, value) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (organisation, month, measure, slot) DO UPDATE SET value = rollup.value + excluded.value",
        params![organisation, month, measure, slot, amount],
    )?;
    Ok(())
}

/// The total of a measure over an organisation's months, the last one included.
///
/// # Errors
/// When the database fails.
pub fn sum(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    (from, to): (i64, i64),
    measure: &str,
) -> Result<i64, StoreError> {
    let total = tx.one(
        "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM rollup
         WHERE organisation = ?1 AND month BETWEEN ?2 AND ?3 AND measure = ?4",
        params![organisation, from, to, measure],
        |row| row.get(0),
    )?;
    Ok(total.unwrap_or(0))
}

/// The total of a measure over an organisation and all that lies below it.
///
/// # Errors
/// When the database fails.
pub fn sum_below(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    (from, to): (i64, i64),
    measure: &str,
) -> Result<i64, StoreError> {
    let total = tx.one(
        "SELECT CAST(COALESCE(SUM(r.value), 0) AS BIGINT) FROM organisation_closure c
         JOIN rollup r ON r.organisation = c.descendant
         WHERE c.ancestor = ?1 AND r.month BETWEEN ?2 AND ?3 AND r.measure = ?4",
        params![organisation, from, to, measure],
        |row| row.get(0),
    )?;
    Ok(total.unwrap_or(0))
}

/// One line of what [`all`] gives: organisation, month, measure, total.
pub type Total = (OrganisationId, i64, String, i64);

/// Every total that isn't 0, in order, for `verify`, which compares them with the facts.
///
/// # Errors
/// When the database fails.
pub fn all(tx: &mut ReadTx, measure: &str) -> Result<Vec<Total>, StoreError> {
    tx.all(
        "SELECT organisation, month, measure, CAST(SUM(value) AS BIGINT) FROM rollup WHERE measure = ?1
         GROUP BY organisation, month, measure HAVING SUM(value) <> 0 ORDER BY organisation, month",
        params![measure],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}
