//! An organisation covers a unit: as its own, or as one that several share.

use std::collections::BTreeSet;

use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, UnitId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::model::Way;
use crate::coverage::{self, periods::END};

/// Why an organisation can't cover a unit, or cease to.
#[derive(Debug, thiserror::Error)]
pub enum CoverError {
    /// There is no such organisation or unit on that day.
    #[error("no such organisation or unit on that day")]
    Unknown,
    /// It covers the unit already on that day or later.
    #[error("it covers the unit already")]
    Already,
    /// The unit has an organisation of its own of that line already.
    #[error("the unit has one of its own already")]
    OwnExists,
    /// It doesn't cover the unit on that day.
    #[error("it doesn't cover the unit on that day")]
    NotCovering,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CoverError {
    fn into_fault(self) -> Fault {
        let refusal = match self {
            Self::Unknown | Self::NotCovering => return Fault::NotFound,
            Self::Store(error) => return error.into(),
            Self::Already => Refusal::conflict("cover-already", msg::ORGANISATIONS_ERROR_COVERED),
            Self::OwnExists => Refusal::conflict("cover-own-exists", msg::ORGANISATIONS_ERROR_OWN_EXISTS),
        };
        refusal.into()
    }
}
refuse_with!(CoverError);

/// Has an organisation cover a unit from a day on.
///
/// # Errors
/// As [`CoverError`] says.
pub fn cover(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    unit: UnitId,
    way: Way,
    from: Date,
) -> Result<(), CoverError> {
    cover_many(tx, organisation, &[(unit, way)], from)
}

/// Has an organisation cover many units from a day on, all or none.
///
/// # Errors
/// As [`CoverError`] says, for the first unit that can't be covered.
pub fn cover_many(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    units: &[(UnitId, Way)],
    from: Date,
) -> Result<(), CoverError> {
    let exists = tx.one(
        "SELECT 1 FROM organisation WHERE id = ?1 AND valid_from <= ?2 AND ?2 < valid_to",
        params![organisation, from],
        |_| Ok(()),
    )?;
    exists.ok_or(CoverError::Unknown)?;
    let ids: BTreeSet<UnitId> = units.iter().map(|(unit, _)| *unit).collect();
    for (unit, way) in units {
        add(tx, organisation, *unit, *way, from)?;
    }
    let detail = serde_json::json!({ "units": ids, "from": from });
    tx.record(
        Event::of("organisation.covers", &organisation)
            .org(organisation)
            .detail(&detail),
    )?;
    coverage::refresh_units(tx, &Vec::from_iter(ids))?;
    Ok(())
}

fn add(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    unit: UnitId,
    way: Way,
    from: Date,
) -> Result<(), CoverError> {
    // The row that everybody who changes who covers this unit waits for.
    let last = tx.execute_one(
        "UPDATE unit SET name = name WHERE id = ?1 AND valid_to > ?2 RETURNING valid_to",
        params![unit, from],
        |row| row.get::<Date>(0),
    )?;
    last.ok_or(CoverError::Unknown)?;
    let others = tx.all(
        "SELECT c.organisation, c.way FROM organisation_unit c JOIN organisation o ON o.id = c.organisation
         WHERE c.unit = ?1 AND c.valid_to > ?3 AND o.valid_to > ?3
           AND o.line = (SELECT line FROM organisation WHERE id = ?2)",
        params![unit, organisation, from],
        |row| Ok((row.get::<OrganisationId>(0)?, row.get::<Way>(1)?)),
    )?;
    if others.iter().any(|(other, _)| *other == organisation) {
        return Err(CoverError::Already);
    }
    if way == Way::Own && others.iter().any(|(_, other)| *other == Way::Own) {
        return Err(CoverError::OwnExists);
    }
    tx.execute(
        "INSERT INTO organisation_unit (organisation, unit, way, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![organisation, unit, way, from, END],
    )?;
    Ok(())
}

/// Ends an organisation's covering of a unit on a day.
///
/// # Errors
/// As [`CoverError`] says.
pub fn end_cover(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    unit: UnitId,
    on: Date,
) -> Result<(), CoverError> {
    let ended = tx.execute(
        "UPDATE organisation_unit SET valid_to = ?3
         WHERE organisation = ?1 AND unit = ?2 AND valid_from < ?3 AND valid_to > ?3",
        params![organisation, unit, on],
    )?;
    if ended == 0 {
        return Err(CoverError::NotCovering);
    }
    let detail = serde_json::json!({ "unit": unit, "on": on });
    tx.record(
        Event::of("organisation.uncovers", &organisation)
            .org(organisation)
            .detail(&detail),
    )?;
    coverage::refresh_units(tx, &[unit])?;
    Ok(())
}
