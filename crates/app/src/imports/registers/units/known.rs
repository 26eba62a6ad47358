//! The units that rows may be about, looked up by code and by name.

use std::collections::HashMap;

use jiff::civil::Date;
use langqiao_kernel::id::{AreaId, UnitId};
use langqiao_platform::keys::{self, Keys};
use langqiao_store::{LISTED, Listed, ReadTx, Row, StoreError, listed};

use super::{
    super::super::{
        field::Field,
        problem::{Problem, What},
    },
    UnitRow,
};
use crate::units::{Headcount, UnitKind};

/// A unit as it is known.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub id: UnitId,
    pub kind: UnitKind,
    pub name: String,
    key: String,
    pub area: AreaId,
    pub code: Option<String>,
    pub reason: Option<String>,
    contact: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    pub founded: Option<Date>,
    /// The day on which it no longer counts.
    pub ends: Date,
    /// The day from which its people were counted last.
    pub counted: Date,
    pub people: Headcount,
}

impl Known {
    /// Whom to ask.
    pub fn contact(&self, keys: &Keys) -> Option<String> {
        self.contact
            .as_ref()
            .and_then(|sealed| keys.open_field(keys::Field::Name, sealed).ok())
    }

    /// Their telephone.
    pub fn phone(&self, keys: &Keys) -> Option<String> {
        self.phone
            .as_ref()
            .and_then(|sealed| keys.open_field(keys::Field::Phone, sealed).ok())
    }
}

/// Units by code, and by area, kind and name.
pub(super) struct Index {
    units: Vec<Known>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<(AreaId, UnitKind, String), usize>,
}

impl Index {
    fn of(units: Vec<Known>) -> Self {
        let by_code = units
            .iter()
            .enumerate()
            .filter_map(|(at, unit)| Some((unit.code.clone()?, at)))
            .collect();
        let by_name = units
            .iter()
            .enumerate()
            .map(|(at, unit)| ((unit.area, unit.kind, unit.key.clone()), at))
            .collect();
        Self {
            units,
            by_code,
            by_name,
        }
    }

    /// The unit that a row is about: that of its code, or else that of its name in the village.
    pub fn find(&self, row: &UnitRow) -> Result<Option<&Known>, Problem> {
        let by_code = row.code_text().and_then(|code| self.by_code.get(code));
        let by_name = self.by_name.get(&(row.area, row.kind(), row.key.clone()));
        let unit = |at: &usize| &self.units[*at];
        match (by_code.map(unit), by_name.map(unit)) {
            (Some(a), Some(b)) if a.id != b.id => {
                Err(Problem::new(Field::Uscc, What::CodeTaken { by: a.name.clone() }))
            }
            (Some(unit), _) => Ok(Some(unit)),
            (None, Some(unit)) => match (&unit.code, row.code_text()) {
                (Some(other), Some(_)) => {
                    Err(Problem::new(Field::Uscc, What::OtherCode { code: other.clone() }))
                }
                _ => Ok(Some(unit)),
            },
            (None, None) => Ok(None),
        }
    }
}

/// Looks up the units that rows may be about, some dozens with a statement.
pub(super) fn known(tx: &mut ReadTx, rows: &[&UnitRow]) -> Result<Index, StoreError> {
    static BY_CODE: Listed = Listed::new(
        "SELECT u.id, u.kind, u.name, u.name_key, u.area, u.uscc, u.uscc_reason, u.contact_sealed, u.phone_sealed,
           u.founded, u.valid_to, s.valid_from, s.headcount, s.women,
           s.youth, s.scitech, s.party
         FROM unit u JOIN unit_state s ON s.unit = u.id AND s.valid_to = u.valid_to WHERE u.uscc IN ({ids})",
    );
    static BY_NAME: Listed = Listed::new(
        "SELECT u.id, u.kind, u.name, u.name_key, u.area, u.uscc, u.uscc_reason, u.contact_sealed, u.phone_sealed,
           u.founded, u.valid_to, s.valid_from, s.headcount, s.women,
           s.youth, s.scitech, s.party
         FROM unit u JOIN unit_state s ON s.unit = u.id AND s.valid_to = u.valid_to WHERE u.name_key IN ({ids})",
    );
    let codes: Vec<&str> = rows.iter().filter_map(|row| row.code_text()).collect();
    let names: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let mut units: HashMap<UnitId, Known> = HashMap::new();
    for (statement, keys) in [(&BY_CODE, codes), (&BY_NAME, names)] {
        for keys in keys.chunks(LISTED) {
            tx.each(statement.sql(), &listed(keys), |row| {
                let unit = read(row)?;
                units.insert(unit.id, unit);
                Ok(())
            })?;
        }
    }
    Ok(Index::of(units.into_values().collect()))
}

fn read(row: &Row) -> Result<Known, StoreError> {
    Ok(Known {
        id: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        key: row.get(3)?,
        area: row.get(4)?,
        code: row.get(5)?,
        reason: row.get(6)?,
        contact: row.get(7)?,
        phone: row.get(8)?,
        founded: row.get(9)?,
        ends: row.get(10)?,
        counted: row.get(11)?,
        people: Headcount {
            headcount: row.get(12)?,
            women: row.get(13)?,
            youth: row.get(14)?,
            scitech: row.get(15)?,
            party: row.get(16)?,
        },
    })
}
