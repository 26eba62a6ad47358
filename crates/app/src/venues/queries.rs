//! All SQL of the feature.

use langqiao_kernel::id::{AreaId, OrganisationId, SpaceId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, params};

/// A venue as anyone may see it.
#[derive(Clone, Debug)]
pub struct Venue {
    /// Its id.
    pub id: VenueId,
    /// Its name.
    pub name: String,
    /// Where it is, as a letter would say it.
    pub address: String,
    /// Whether one gets in and about without a step.
    pub step_free: bool,
    /// Who keeps it.
    pub owner: String,
    /// The village, community or town where it is.
    pub area: String,
    /// The town where it is.
    pub town: String,
}

/// A room or ground in a venue.
#[derive(Clone, Debug)]
pub struct Space {
    /// Its id.
    pub id: SpaceId,
    /// Its name.
    pub name: String,
    /// How many people it holds.
    pub capacity: i64,
}

/// Where a room is.
#[derive(Clone, Debug)]
pub struct Place {
    /// Venue and room in words.
    pub name: String,
    /// The village, community or town where it is.
    pub area: AreaId,
    /// Who keeps it.
    pub owner: OrganisationId,
}

/// A room that an organisation may want to use.
#[derive(Clone, Debug)]
pub struct SpaceChoice {
    /// The room.
    pub id: SpaceId,
    /// Venue and room in words.
    pub name: String,
    /// How many people it holds.
    pub capacity: i64,
    /// Who keeps it.
    pub owner: String,
    /// Whose it is: 0 the organisation's own, 1 of one that it works with here, 2 of another nearby.
    pub nearness: i64,
}

fn read_venue(row: &Row<'_>) -> Result<Venue, StoreError> {
    Ok(Venue {
        id: row.get(0)?,
        name: row.get(1)?,
        address: row.get(2)?,
        step_free: row.get(3)?,
        owner: row.get(4)?,
        area: row.get(5)?,
        town: row.get(6)?,
    })
}

/// A venue by its id.
///
/// # Errors
/// When the database fails.
pub fn venue(tx: &mut ReadTx, id: VenueId) -> Result<Option<Venue>, StoreError> {
    tx.one(
        "SELECT v.id, v.name, v.address, v.step_free, o.name, a.short_name, COALESCE(t.short_name, a.short_name)
         FROM venue v JOIN organisation o ON o.id = v.organisation JOIN area a ON a.id = v.area
         LEFT JOIN area t ON t.id = a.town WHERE v.id = ?1",
        params![id],
        read_venue,
    )
}

/// The rooms of a venue, by name.
///
/// # Errors
/// When the database fails.
pub fn spaces(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<Space>, StoreError> {
    tx.all(
        "SELECT id, name, capacity FROM space WHERE venue = ?1 ORDER BY name, id",
        params![venue],
        |row| {
            Ok(Space {
                id: row.get(0)?,
                name: row.get(1)?,
                capacity: row.get(2)?,
            })
        },
    )
}

/// Venues in the order of their ids, after `after`, of one town if asked.
///
/// # Errors
/// When the database fails.
pub fn venues(
    tx: &mut ReadTx,
    town: Option<AreaId>,
    after: Option<VenueId>,
    limit: i64,
) -> Result<Vec<Venue>, StoreError> {
    tx.all(
        "SELECT v.id, v.name, v.address, v.step_free, o.name, a.short_name, COALESCE(t.short_name, a.short_name)
         FROM venue v JOIN organisation o ON o.id = v.organisation JOIN area a ON a.id = v.area
         LEFT JOIN area t ON t.id = a.town
         WHERE (CAST(?1 AS TEXT) IS NULL OR a.id = ?1 OR a.town = ?1) AND (CAST(?2 AS TEXT) IS NULL OR v.id > ?2)
         ORDER BY v.id LIMIT ?3",
        params![town, after, limit],
        read_venue,
    )
}

/// Where a room is; `None` if there is no such room.
///
/// # Errors
/// When the database fails.
pub fn place_of(tx: &mut ReadTx, space: SpaceId) -> Result<Option<Place>, StoreError> {
    tx.one(
        "SELECT v.name, s.name, v.area, v.organisation FROM space s JOIN venue v ON v.id = s.venue WHERE s.id = ?1",
        params![space],
        |row| {
            let name = format!("{} · {}", row.text(0)?, row.text(1)?);
            Ok(Place { name, area: row.get(2)?, owner: row.get(3)? })
        },
    )
}

/// The rooms that an organisation may want to use: its own, then those of the bodies it works with here (the
/// first eight), then those of its town, and the one it has `chosen` wherever that is. At most 200.
///
/// # Errors
/// When the database fails.
pub fn choices(
    tx: &mut ReadTx,
    org: OrganisationId,
    with: &[OrganisationId],
    chosen: Option<SpaceId>,
) -> Result<Vec<SpaceChoice>, StoreError> {
    let body = |n: usize| with.get(n).copied();
    tx.all(
        "SELECT s.id, v.name, s.name, s.capacity, o.name,
                CAST(CASE WHEN v.organisation = ?1 THEN 0
                     WHEN v.organisation IN (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) THEN 1 ELSE 2 END AS BIGINT) AS nearness
         FROM organisation me JOIN area my ON my.id = me.area
         JOIN space s ON 1 = 1 JOIN venue v ON v.id = s.venue
         JOIN area a ON a.id = v.area JOIN organisation o ON o.id = v.organisation
         WHERE me.id = ?1 AND (v.organisation = ?1 OR v.organisation IN (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
           OR COALESCE(a.town, a.id) = COALESCE(my.town, my.id) OR s.id = ?2)
         ORDER BY nearness, v.name, s.name, s.id LIMIT 200",
        params![org, chosen, body(0), body(1), body(2), body(3), body(4), body(5), body(6), body(7)],
        |row| {
            Ok(SpaceChoice {
                id: row.get(0)?,
                name: format!("{} · {}", row.text(1)?, row.text(2)?),
                capacity: row.get(3)?,
                owner: row.get(4)?,
                nearness: row.get(5)?,
            })
        },
    )
}
