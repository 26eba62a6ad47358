//! What the form offers to choose from.

use jiff::civil::Date;
use langqiao_kernel::id::{AreaId, OrganisationId};
use langqiao_store::{ReadTx, Row, StoreError, params};

/// An area where an activity can be held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaChoice {
    /// The area.
    pub id: AreaId,
    /// Its short name.
    pub name: String,
    /// Its town; for a town, itself.
    pub town: AreaId,
}

impl AreaChoice {
    /// Whether it is a town or street itself.
    pub fn is_town(&self) -> bool {
        self.id == self.town
    }
}

/// The towns and villages of the county in which an organisation is, each town before its villages.
///
/// # Errors
/// When the database fails.
pub fn areas(tx: &mut ReadTx, org: OrganisationId, today: Date) -> Result<Vec<AreaChoice>, StoreError> {
    tx.all(
        "SELECT a.id, a.short_name, CASE WHEN a.level = 'town' THEN a.id ELSE t.id END
         FROM organisation o
         JOIN area oa ON oa.id = o.area
         LEFT JOIN area ot ON ot.id = oa.town
         JOIN area a ON a.level IN ('town', 'village')
         LEFT JOIN area t ON t.id = a.town
         WHERE o.id = ?1 AND a.valid_from <= ?2 AND ?2 < a.valid_to AND (a.level = 'town' OR t.id IS NOT NULL)
           AND COALESCE(CASE WHEN a.level = 'town' THEN a.parent ELSE t.parent END, '')
             = COALESCE(CASE oa.level WHEN 'county' THEN oa.id WHEN 'town' THEN oa.parent ELSE ot.parent END, '')
         ORDER BY a.code, a.id",
        params![org, today],
        |row| Ok(AreaChoice { id: row.get(0)?, name: row.get(1)?, town: row.get(2)? }),
    )
}

/// An organisation that can be asked to hold an activity together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyChoice {
    /// The organisation.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The short name of the area it belongs to, which tells two of one name apart.
    pub area: String,
    /// How near it is: 0 in the same place, 1 of the town, 2 of the county, 3 found by name.
    pub nearness: i64,
}

fn body(row: &Row<'_>) -> Result<BodyChoice, StoreError> {
    Ok(BodyChoice {
        id: row.get(0)?,
        name: row.get(1)?,
        area: row.get(2)?,
        nearness: row.get(3)?,
    })
}

/// The organisations around one: those in the same village, those of its town and those of its county, at
/// most 60.
///
/// # Errors
/// When the database fails.
pub fn bodies_near(tx: &mut ReadTx, org: OrganisationId, today: Date) -> Result<Vec<BodyChoice>, StoreError> {
    tx.all(
        "SELECT o.id, o.name, a.short_name,
                CAST(CASE WHEN o.area = me.area THEN 0 WHEN a.level = 'county' THEN 2 ELSE 1 END AS BIGINT) AS nearness
         FROM organisation me
         JOIN area my ON my.id = me.area
         LEFT JOIN area town ON town.id = my.town
         JOIN organisation o ON o.area = me.area OR o.area = my.town OR o.area = my.parent OR o.area = town.parent
         JOIN area a ON a.id = o.area
         WHERE me.id = ?1 AND o.id <> me.id AND o.valid_from <= ?2 AND ?2 < o.valid_to
         ORDER BY nearness, o.line, o.name, o.id LIMIT 60",
        params![org, today],
        body,
    )
}

/// Organisations by a part of their name, at most 20; those that begin with it first.
///
/// # Errors
/// When the database fails.
pub fn bodies_found(
    tx: &mut ReadTx,
    org: OrganisationId,
    words: &str,
    today: Date,
) -> Result<Vec<BodyChoice>, StoreError> {
    let plain = langqiao_kernel::text::squash(words);
    if plain.is_empty() {
        return Ok(Vec::new());
    }
    // The words are looked for as they are: what LIKE takes for a wildcard is none here.
    let escaped = crate::units::escaped(&plain);
    tx.all(
        "SELECT o.id, o.name, a.short_name, CAST(3 AS BIGINT)
         FROM organisation o JOIN area a ON a.id = o.area
         WHERE o.id <> ?1 AND o.name LIKE ?2 ESCAPE '!' AND o.valid_from <= ?4 AND ?4 < o.valid_to
         ORDER BY CASE WHEN o.name LIKE ?3 ESCAPE '!' THEN 0 ELSE 1 END, o.name, o.id LIMIT 20",
        params![org, format!("%{escaped}%"), format!("{escaped}%"), today],
        body,
    )
}

/// The organisations of these ids that exist today, each asked for once; at most as many as there are
/// parameters below.
///
/// # Errors
/// When the database fails.
pub fn bodies_by_id(
    tx: &mut ReadTx,
    ids: &[OrganisationId],
    today: Date,
) -> Result<Vec<BodyChoice>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let id = |n: usize| ids.get(n).copied();
    tx.all(
        "SELECT o.id, o.name, a.short_name, CAST(3 AS BIGINT) FROM organisation o JOIN area a ON a.id = o.area
         WHERE o.id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
           AND o.valid_from <= ?13 AND ?13 < o.valid_to
         ORDER BY o.name, o.id",
        params![id(0), id(1), id(2), id(3), id(4), id(5), id(6), id(7), id(8), id(9), id(10), id(11), today],
        body,
    )
}

/// The area where an organisation's activities are usually held: its own, unless that is the county.
///
/// # Errors
/// When the database fails.
pub fn area_of(tx: &mut ReadTx, org: OrganisationId) -> Result<Option<AreaId>, StoreError> {
    tx.one(
        "SELECT a.id FROM organisation o JOIN area a ON a.id = o.area WHERE o.id = ?1 AND a.level <> 'county'",
        params![org],
        |row| row.get(0),
    )
}
