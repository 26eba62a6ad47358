//! For `langqiao verify`: the totals by body and month are what the records add up to, and no record is
//! credited more or less than its minutes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::rollup;
use langqiao_store::{ReadTx, StoreError, params};

use super::{count::CAP, decide::MEASURE};

/// A line for each total that differs from its facts.
pub(super) fn totals(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    let mut facts: BTreeMap<(OrganisationId, i64), i64> = BTreeMap::new();
    tx.each(
        "SELECT c.organisation, r.day, CAST(SUM(c.minutes) AS BIGINT)
         FROM service_record r JOIN record_credit c ON c.record = r.id
         WHERE r.status = 'confirmed' GROUP BY c.organisation, r.day",
        params![],
        |row| {
            let month = rollup::month(time::start_of_day(row.get(1)?));
            *facts.entry((row.get(0)?, month)).or_default() += row.get::<i64>(2)?;
            Ok(())
        },
    )?;
    facts.retain(|_, minutes| *minutes != 0);
    let mut differences = Vec::new();
    for (organisation, month, _, kept) in rollup::all(tx, MEASURE)? {
        let counted = facts.remove(&(organisation, month)).unwrap_or(0);
        if counted != kept {
            differences.push(format!(
                "{MEASURE} of {organisation}, month {month}: {kept} kept, {counted} by the records"
            ));
        }
    }
    for ((organisation, month), counted) in facts {
        differences.push(format!(
            "{MEASURE} of {organisation}, month {month}: 0 kept, {counted} by the records"
        ));
    }
    Ok(differences)
}

/// A line for each record whose credits or days don't add up to its minutes, and for each day of a person
/// that holds more than the cap.
pub(super) fn parts(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    let mut differences = tx.all(
        "SELECT r.id, r.minutes, c.total, d.total FROM service_record r
         LEFT JOIN (SELECT record, CAST(SUM(minutes) AS BIGINT) AS total FROM record_credit GROUP BY record) c ON c.record = r.id
         LEFT JOIN (SELECT record, CAST(SUM(minutes) AS BIGINT) AS total FROM record_day GROUP BY record) d ON d.record = r.id
         WHERE r.minutes <> COALESCE(c.total, 0) OR r.minutes <> COALESCE(d.total, 0)",
        params![],
        |row| {
            let (id, minutes): (String, i64) = (row.get(0)?, row.get(1)?);
            let (credited, days): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
            let (credited, days) = (credited.unwrap_or(0), days.unwrap_or(0));
            Ok(format!("record {id}: {minutes} minutes, {credited} credited, {days} by days"))
        },
    )?;
    differences.extend(tx.all(
        "SELECT r.person, d.day, CAST(SUM(d.minutes) AS BIGINT) FROM record_day d JOIN service_record r ON r.id = d.record
         WHERE r.status <> 'voided' GROUP BY r.person, d.day HAVING CAST(SUM(d.minutes) AS BIGINT) > ?1",
        params![CAP],
        |row| {
            let (person, day, minutes): (String, Date, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("person {person} on {day}: {minutes} minutes, {CAP} allowed"))
        },
    )?);
    Ok(differences)
}
