//! A unit's people are counted anew from a day on.

use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, UnitId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{
    model::{Headcount, can_begin},
    queries,
};
use crate::{areas::scope_of, coverage};

/// Why new headcounts can't be kept.
#[derive(Debug, thiserror::Error)]
pub enum CountError {
    /// There is no such unit in the organisation's areas, or it counts no more on that day.
    #[error("no such unit on that day")]
    Unknown,
    /// A part is more than the whole.
    #[error("a part is more than the whole")]
    People,
    /// The day lies before the unit's first.
    #[error("the day lies before the unit's first")]
    TooEarly,
    /// A later count is known already: it is to be mended first.
    #[error("a later count is known already")]
    LaterKnown,
    /// Nothing can begin on that day.
    #[error("nothing can begin on that day")]
    Day,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CountError {
    fn into_fault(self) -> Fault {
        let refusal = match self {
            Self::Unknown => return Fault::NotFound,
            Self::Store(error) => return error.into(),
            Self::People => Refusal::invalid("unit-people", msg::UNITS_ERROR_PEOPLE),
            Self::Day => Refusal::invalid("unit-day", msg::UNITS_ERROR_DAY_RANGE),
            Self::TooEarly => Refusal::invalid("unit-day", msg::UNITS_ERROR_EARLY),
            Self::LaterKnown => Refusal::conflict("unit-later", msg::UNITS_ERROR_LATER),
        };
        refusal.into()
    }
}
refuse_with!(CountError);

/// Keeps new headcounts of a unit from a day on and ends those before. The same day again mends that day's
/// count; the same figures again change nothing.
///
/// # Errors
/// As [`CountError`] says.
pub fn count(
    tx: &mut WriteTx,
    org: OrganisationId,
    unit: UnitId,
    from: Date,
    people: Headcount,
) -> Result<(), CountError> {
    let scope = scope_of(tx, org)?.ok_or(CountError::Unknown)?;
    queries::unit(tx, scope, unit)?.ok_or(CountError::Unknown)?;
    if set(tx, unit, from, people)? {
        let detail = serde_json::json!({ "from": from, "people": people });
        tx.record(Event::of("unit.counted", &unit).org(org).detail(&detail))?;
        coverage::refresh_units(tx, &[unit])?;
    }
    Ok(())
}

/// [`count`] without event and refresh, for an import that does both once for many; whether anything changed.
///
/// # Errors
/// As [`CountError`] says.
pub fn set(tx: &mut WriteTx, unit: UnitId, from: Date, people: Headcount) -> Result<bool, CountError> {
    if !people.adds_up() {
        return Err(CountError::People);
    }
    if !can_begin(from) {
        return Err(CountError::Day);
    }
    // The row that everybody who counts this unit waits for.
    let life = tx.execute_one(
        "UPDATE unit SET name = name WHERE id = ?1 RETURNING valid_from, valid_to",
        params![unit],
        |row| Ok((row.get::<Date>(0)?, row.get::<Date>(1)?)),
    )?;
    let (first, last) = life.ok_or(CountError::Unknown)?;
    if from < first {
        return Err(CountError::TooEarly);
    }
    if from >= last {
        return Err(CountError::Unknown);
    }
    let latest = tx.one(
        "SELECT valid_from, headcount, women, youth, scitech, party FROM unit_state
         WHERE unit = ?1 ORDER BY valid_from DESC LIMIT 1",
        params![unit],
        |row| {
            let people = Headcount {
                headcount: row.get(1)?,
                women: row.get(2)?,
                youth: row.get(3)?,
                scitech: row.get(4)?,
                party: row.get(5)?,
            };
            Ok((row.get::<Date>(0)?, people))
        },
    )?;
    match latest {
        Some((day, _)) if day > from => return Err(CountError::LaterKnown),
        Some((_, same)) if same == people => return Ok(false),
        _ => {}
    }
    let sql = "UPDATE unit_state SET valid_to = ?2 WHERE unit = ?1 AND valid_from < ?2 AND valid_to > ?2";
    tx.execute(sql, params![unit, from])?;
    let Headcount {
        headcount,
        women,
        youth,
        scitech,
        party,
    } = people;
    tx.execute(
        "INSERT INTO unit_state (unit, valid_from, valid_to, headcount, women, youth, scitech, party)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (unit, valid_from) DO UPDATE SET headcount = excluded.headcount, women = excluded.women,
           youth = excluded.youth, scitech = excluded.scitech, party = excluded.party",
        params![unit, from, last, headcount, women, youth, scitech, party],
    )?;
    Ok(true)
}
