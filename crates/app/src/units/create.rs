//! A unit is entered, alone or as one of many.

use std::collections::HashMap;

use langqiao_kernel::{
    codes::{CodeProblem, Uscc},
    id::{AreaId, OrganisationId, UnitId},
    text::name_key,
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, InsertMany, Param, StoreError, WriteTx};

use super::model::{Headcount, NAME_MAX, NewUnit, can_begin};
use crate::{
    areas::{Directory, Level, Point, layout},
    coverage::{self, Place, State, UnitFacts, UnitHistory, periods::END},
};

/// Why a unit can't be entered.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// It has no name.
    #[error("no name")]
    NoName,
    /// There is no such area, or it is a county.
    #[error("no such area")]
    Area,
    /// A part is more than the whole, or the whole is more than anywhere.
    #[error("the people don't add up")]
    People,
    /// Nothing can begin on that day.
    #[error("nothing can begin on that day")]
    Day,
    /// The credit code is wrong, and no reason was given to keep it.
    #[error("the credit code is wrong: {0}")]
    Uscc(CodeProblem),
    /// Another unit has the code.
    #[error("another unit has the code")]
    UsccTaken,
    /// There is a unit of this kind and name in the area.
    #[error("there is a unit of this kind and name in the area")]
    NameTaken,
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for CreateError {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some("unit_uscc_once") => Self::UsccTaken,
            Some("unit_name_once") => Self::NameTaken,
            _ => Self::Store(error),
        }
    }
}

impl CreateError {
    fn into_fault(self) -> Fault {
        let refusal = match self {
            Self::Store(error) => return error.into(),
            Self::NoName => Refusal::invalid("unit-name", msg::UNITS_ERROR_NAME),
            Self::Area => Refusal::invalid("unit-area", msg::UNITS_ERROR_AREA),
            Self::People => Refusal::invalid("unit-people", msg::UNITS_ERROR_PEOPLE),
            Self::Day => Refusal::invalid("unit-day", msg::UNITS_ERROR_DAY_RANGE),
            Self::Uscc(_) => Refusal::invalid("unit-uscc", msg::UNITS_ERROR_USCC),
            Self::UsccTaken => Refusal::conflict("unit-uscc-taken", msg::UNITS_ERROR_USCC_TAKEN),
            Self::NameTaken => Refusal::conflict("unit-name-taken", msg::UNITS_ERROR_NAME_TAKEN),
        };
        refusal.into()
    }
}
refuse_with!(CreateError);

/// Enters one unit, for an organisation that keeps the register.
///
/// # Errors
/// As [`CreateError`] says.
pub fn create(tx: &mut WriteTx, org: OrganisationId, unit: &NewUnit) -> Result<UnitId, CreateError> {
    if let (Some(code), None) = (&unit.uscc, &unit.uscc_reason) {
        Uscc::parse(code).map_err(CreateError::Uscc)?;
    }
    let areas = Directory::load(tx)?;
    insert(tx, std::slice::from_ref(unit), &areas)?;
    let detail =
        serde_json::json!({ "kind": unit.kind, "area": unit.area, "from": unit.from, "people": unit.people });
    tx.record(Event::of("unit.created", &unit.id).org(org).detail(&detail))?;
    Ok(unit.id)
}

/// Enters many units with few statements and one event; those of an import carry its batch. Whoever calls this
/// has looked for doubles: one double undoes all.
///
/// # Errors
/// As [`CreateError`] says.
pub fn create_many(tx: &mut WriteTx, units: &[NewUnit]) -> Result<(), CreateError> {
    let Some(first) = units.first() else { return Ok(()) };
    let areas = Directory::load(tx)?;
    insert(tx, units, &areas)?;
    let subject = first
        .batch
        .map_or_else(|| first.id.to_text(), |batch| batch.to_text());
    tx.record(
        Event::of("units.created", &subject)
            .kind("import")
            .detail(&serde_json::json!({ "units": units.len() })),
    )?;
    Ok(())
}

/// A unit's row with all that is worked out for it.
struct UnitRow<'u> {
    unit: &'u NewUnit,
    name_key: String,
    at: Point,
    to: jiff::civil::Date,
}

fn insert(tx: &mut WriteTx, units: &[NewUnit], areas: &Directory) -> Result<(), CreateError> {
    let mut towns: HashMap<AreaId, (AreaId, Point)> = HashMap::new();
    let mut rows = Vec::with_capacity(units.len());
    let mut facts = Vec::with_capacity(units.len());
    for unit in units {
        let (town, middle) = match towns.get(&unit.area) {
            Some(known) => *known,
            None => {
                let area = areas
                    .get(unit.area)
                    .filter(|area| area.level != Level::County)
                    .ok_or(CreateError::Area)?;
                *towns
                    .entry(unit.area)
                    .or_insert((area.town.unwrap_or(area.id), area.at))
            }
        };
        if !(1..=NAME_MAX).contains(&unit.name.chars().count()) {
            return Err(CreateError::NoName);
        }
        if !can_begin(unit.from) {
            return Err(CreateError::Day);
        }
        if !unit.people.adds_up() {
            return Err(CreateError::People);
        }
        let name_key = name_key(&unit.name);
        let at = unit.at.unwrap_or_else(|| layout::unit(middle, pick(&name_key)));
        rows.push(UnitRow {
            unit,
            name_key,
            at,
            to: END,
        });
        facts.push(first_facts(unit, town));
    }
    write(tx, &rows)?;
    coverage::add_new_units(tx, &facts)?;
    Ok(())
}

fn write(tx: &mut WriteTx, rows: &[UnitRow]) -> Result<(), StoreError> {
    static UNITS: InsertMany<14> = InsertMany::new(
        "INSERT INTO unit (id, kind, name, name_key, area, uscc, uscc_reason, contact_sealed, phone_sealed, founded,
         x, y, valid_from, batch)",
        "",
    );
    static STATES: InsertMany<8> = InsertMany::new(
        "INSERT INTO unit_state (unit, valid_from, valid_to, headcount, women, youth, scitech, party)",
        "",
    );
    UNITS.run(tx, rows, |row| {
        let unit = row.unit;
        [
            &unit.id as &dyn Param,
            &unit.kind,
            &unit.name,
            &row.name_key,
            &unit.area,
            &unit.uscc,
            &unit.uscc_reason,
            &unit.contact_sealed,
            &unit.phone_sealed,
            &unit.founded,
            &row.at.x,
            &row.at.y,
            &unit.from,
            &unit.batch,
        ]
    })?;
    STATES.run(tx, rows, |row| {
        let Headcount {
            headcount,
            women,
            youth,
            scitech,
            party,
        } = &row.unit.people;
        [
            &row.unit.id as &dyn Param,
            &row.unit.from,
            &row.to,
            headcount,
            women,
            youth,
            scitech,
            party,
        ]
    })
}

/// What coverage starts from: one headcount from the first day on, and nobody who covers it.
fn first_facts(unit: &NewUnit, town: AreaId) -> UnitFacts {
    let Headcount {
        headcount,
        women,
        youth,
        scitech,
        party,
    } = unit.people;
    let state = State {
        from: unit.from,
        to: END,
        headcount,
        women,
        youth,
        scitech,
        party,
    };
    UnitFacts {
        place: Place {
            area: unit.area,
            town,
            kind: unit.kind,
        },
        history: UnitHistory {
            unit: unit.id,
            kind: unit.kind,
            from: unit.from,
            to: END,
            states: vec![state],
            covers: Vec::new(),
        },
    }
}

/// A number that the same name always gives, to place a unit near its village (FNV-1a, 64 bits).
pub(super) fn pick(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
