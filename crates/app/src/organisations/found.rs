//! An organisation is founded: it takes its place in the tree of its line.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, OrganisationId, UnitId},
    text::{name_key, squash},
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{
    cover::{self, CoverError},
    model::{Kind, Line},
    tree,
};
use crate::areas::{Level, Scope, scope_of};

/// An organisation to be founded.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its line.
    pub line: Line,
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// What it stands below; only the reform's office stands below nothing.
    pub parent: Option<OrganisationId>,
    /// The area it works in.
    pub area: AreaId,
    /// The unit it is the organisation of; it covers that unit from its first day.
    pub unit: Option<UnitId>,
    /// Its first day.
    pub from: Date,
}

/// Why an organisation can't be founded.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// It has no name.
    #[error("no name")]
    NoName,
    /// Only the reform's office stands below nothing, and it must.
    #[error("it needs something to stand below")]
    NoParent,
    /// What it is to stand below does not exist on that day.
    #[error("what it is to stand below does not exist on that day")]
    Parent,
    /// What it is to stand below is of another line.
    #[error("what it is to stand below is of another line")]
    OtherLine,
    /// There is no such area, or it lies outside that of what it stands below.
    #[error("the area lies outside that of what it stands below")]
    Area,
    /// There is an organisation of this line and name in the area.
    #[error("there is an organisation of this line and name in the area")]
    NameTaken,
    /// It can't cover the unit.
    #[error(transparent)]
    Cover(CoverError),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for FoundError {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some("organisation_name_once") => Self::NameTaken,
            _ => Self::Store(error),
        }
    }
}

impl FoundError {
    fn into_fault(self) -> Fault {
        let refusal = match self {
            Self::Store(error) => return error.into(),
            Self::Cover(error) => return error.into(),
            Self::NoName => Refusal::invalid("organisation-name", msg::ORGANISATIONS_ERROR_NAME),
            Self::NoParent | Self::Parent => {
                Refusal::invalid("organisation-parent", msg::ORGANISATIONS_ERROR_PARENT)
            }
            Self::OtherLine => Refusal::invalid("organisation-line", msg::ORGANISATIONS_ERROR_LINE),
            Self::Area => Refusal::invalid("organisation-area", msg::ORGANISATIONS_ERROR_AREA),
            Self::NameTaken => {
                Refusal::conflict("organisation-name-taken", msg::ORGANISATIONS_ERROR_NAME_TAKEN)
            }
        };
        refusal.into()
    }
}
refuse_with!(FoundError);

/// Founds an organisation.
///
/// # Errors
/// As [`FoundError`] says.
pub fn found(tx: &mut WriteTx, new: &NewOrganisation) -> Result<OrganisationId, FoundError> {
    let name = squash(&new.name);
    if name.is_empty() {
        return Err(FoundError::NoName);
    }
    let scope = area(tx, new.area)?.ok_or(FoundError::Area)?;
    match new.parent {
        None if new.line == Line::OFFICE => {}
        None => return Err(FoundError::NoParent),
        Some(parent) => below(tx, new, parent, &scope)?,
    }
    tx.execute(
        "INSERT INTO organisation (id, line, kind, name, name_key, parent, area, unit, valid_from, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            new.id, new.line, new.kind, name, name_key(&name), new.parent, new.area, new.unit, new.from, tx.now()
        ],
    )?;
    tree::hang(tx, new.id, new.parent)?;
    let detail =
        serde_json::json!({ "line": new.line, "kind": new.kind, "parent": new.parent, "from": new.from });
    tx.record(
        Event::of("organisation.founded", &new.id)
            .org(new.id)
            .detail(&detail),
    )?;
    if let Some(unit) = new.unit {
        cover::cover(tx, new.id, unit, new.kind.way(), new.from).map_err(FoundError::Cover)?;
    }
    Ok(new.id)
}

fn below(
    tx: &mut WriteTx,
    new: &NewOrganisation,
    parent: OrganisationId,
    scope: &AreaPlace,
) -> Result<(), FoundError> {
    let line = tx.one(
        "SELECT line FROM organisation WHERE id = ?1 AND valid_from <= ?2 AND ?2 < valid_to",
        params![parent, new.from],
        |row| row.get::<Line>(0),
    )?;
    let line = line.ok_or(FoundError::Parent)?;
    if line != new.line && line != Line::OFFICE {
        return Err(FoundError::OtherLine);
    }
    let above = scope_of(tx, parent)?.ok_or(FoundError::Parent)?;
    if scope.lies_in(&above) {
        Ok(())
    } else {
        Err(FoundError::Area)
    }
}

struct AreaPlace {
    area: AreaId,
    town: Option<AreaId>,
}

impl AreaPlace {
    fn lies_in(&self, scope: &Scope) -> bool {
        scope.level == Level::County || scope.area == self.area || self.town == Some(scope.area)
    }
}

fn area(tx: &mut WriteTx, id: AreaId) -> Result<Option<AreaPlace>, StoreError> {
    tx.one("SELECT id, town FROM area WHERE id = ?1", params![id], |row| {
        Ok(AreaPlace {
            area: row.get(0)?,
            town: row.get(1)?,
        })
    })
}
