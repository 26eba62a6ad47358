//! All SQL of the areas.

use jiff::civil::Date;
use langqiao_kernel::{
    codes::AreaCode,
    id::{AreaId, OrganisationId},
};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::{
    layout::Point,
    model::{Area, Directory, Level},
};

impl Directory {
    /// Reads every area of today.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(tx: &mut ReadTx) -> Result<Self, StoreError> {
        let sql =
            "SELECT id, code, name, short_name, level, parent, town, x, y FROM area WHERE valid_to = 2932896";
        Ok(Self::new(tx.all(sql, &[], area)?))
    }
}

fn area(row: &Row) -> Result<Area, StoreError> {
    Ok(Area {
        id: row.get(0)?,
        code: row.parse::<AreaCode>(1)?,
        name: row.get(2)?,
        short_name: row.get(3)?,
        level: row.get(4)?,
        parent: row.get(5)?,
        town: row.get(6)?,
        at: Point {
            x: row.get(7)?,
            y: row.get(8)?,
        },
    })
}

/// Which areas an organisation sees: its own and what lies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// How high its area stands.
    pub level: Level,
    /// Its area.
    pub area: AreaId,
}

impl Scope {
    /// The whole county, or `None`; for filters in statements.
    pub fn town(&self) -> Option<AreaId> {
        (self.level == Level::Town).then_some(self.area)
    }

    /// The one village or community, or `None`; for filters in statements.
    pub fn village(&self) -> Option<AreaId> {
        (self.level == Level::Village).then_some(self.area)
    }

    /// Whether the area lies in it.
    pub fn covers(&self, area: &Area) -> bool {
        match self.level {
            Level::County => true,
            Level::Town => area.id == self.area || area.town == Some(self.area),
            Level::Village => area.id == self.area,
        }
    }
}

/// The scope of an organisation, by the area it stands in.
///
/// # Errors
/// When the database fails.
pub fn scope_of(tx: &mut ReadTx, org: OrganisationId) -> Result<Option<Scope>, StoreError> {
    let sql = "SELECT a.level, a.id FROM organisation o JOIN area a ON a.id = o.area WHERE o.id = ?1";
    tx.one(sql, params![org], |row| {
        Ok(Scope {
            level: row.get(0)?,
            area: row.get(1)?,
        })
    })
}

pub(super) fn insert(tx: &mut WriteTx, area: &Area, name_key: &str, from: Date) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO area (id, code, name, short_name, name_key, level, parent, town, x, y, valid_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            area.id,
            area.code.to_string(),
            area.name,
            area.short_name,
            name_key,
            area.level,
            area.parent,
            area.town,
            area.at.x,
            area.at.y,
            from
        ],
    )?;
    Ok(())
}

/// Keeps the name that an area had until `until` as a row of its own; the area keeps its id and begins anew.
pub(super) fn keep_old_name(tx: &mut WriteTx, area: AreaId, until: Date) -> Result<(), StoreError> {
    let sql = "SELECT valid_from FROM area WHERE id = ?1 AND valid_from < ?2";
    let Some(first) = tx.one(sql, params![area, until], |row| row.get::<Date>(0))? else {
        return Ok(());
    };
    // First the area leaves its old days: two rows of one code never begin on the same.
    tx.execute(
        "UPDATE area SET valid_from = ?2 WHERE id = ?1",
        params![area, until],
    )?;
    tx.execute(
        "INSERT INTO area (id, code, name, short_name, name_key, level, parent, town, x, y, valid_from, valid_to)
         SELECT ?1, code, name, short_name, name_key, level, parent, town, x, y, ?3, valid_from FROM area WHERE id = ?2",
        params![AreaId::generate(), area, first],
    )?;
    Ok(())
}

pub(super) fn rename(
    tx: &mut WriteTx,
    area: AreaId,
    (name, short_name, name_key): (&str, &str, &str),
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE area SET name = ?2, short_name = ?3, name_key = ?4 WHERE id = ?1",
        params![area, name, short_name, name_key],
    )?;
    Ok(())
}
