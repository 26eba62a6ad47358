//! A site with its rooms is entered into the register, and what is said of it is changed.

use langqiao_kernel::{
    id::{AreaId, ClusterId, OrganisationId, SpaceId, VenueId},
    text::{line, squash},
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::model::{Details, Facility, Stage};

/// A site to be entered.
#[derive(Clone, Debug)]
pub struct NewVenue {
    /// Who keeps it.
    pub organisation: OrganisationId,
    /// The village or community it stands in.
    pub area: AreaId,
    /// The name of the group of sites that it is run with.
    pub cluster: Option<String>,
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub stage: Stage,
    /// What else is said of it.
    pub details: Details,
    /// Its rooms and grounds, each with how many people it holds.
    pub spaces: Vec<(String, i64)>,
}

/// What was entered.
#[derive(Clone, Debug)]
pub struct Added {
    /// The site.
    pub venue: VenueId,
    /// Its rooms, in the order given.
    pub spaces: Vec<SpaceId>,
}

/// Enters a site with its rooms. It stands where its village does on the schematic plan.
///
/// # Errors
/// When the database fails, or the village has a site of this name (`venue_name_once`).
pub fn add(tx: &mut WriteTx<'_>, new: &NewVenue) -> Result<Added, StoreError> {
    let cluster = cluster(tx, new.organisation, new.cluster.as_deref(), new.area)?;
    let (venue, details) = (VenueId::generate(), &new.details);
    tx.execute(
        "INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y, about, contact, stage,
           latitude, longitude)
         SELECT ?1, ?2, ?3, a.id, ?5, ?6, ?7, a.x, a.y, ?8, ?9, ?10, ?11, ?12 FROM area a WHERE a.id = ?4",
        params![
            venue,
            new.organisation,
            cluster,
            new.area,
            squash(&new.name),
            line(&details.address),
            details.step_free,
            details.about,
            details.contact,
            new.stage,
            details.position.map(|at| at.latitude),
            details.position.map(|at| at.longitude)
        ],
    )?;
    write_facilities(tx, venue, &details.facilities)?;
    let mut spaces = Vec::with_capacity(new.spaces.len());
    for (name, capacity) in &new.spaces {
        spaces.push(add_space(tx, venue, name, *capacity)?);
    }
    let detail = json!({ "spaces": spaces.len() });
    tx.record(
        Event::of("venue.added", &venue)
            .org(new.organisation)
            .detail(&detail),
    )?;
    Ok(Added { venue, spaces })
}

/// Writes what is said of a site in place of what was said; its village and its keeper stay.
///
/// # Errors
/// When the database fails, or the village has a site of this name (`venue_name_once`).
pub fn change(
    tx: &mut WriteTx<'_>,
    (org, area): (OrganisationId, AreaId),
    venue: VenueId,
    (name, cluster_name): (&str, Option<&str>),
    details: &Details,
) -> Result<(), StoreError> {
    let cluster = cluster(tx, org, cluster_name, area)?;
    tx.execute(
        "UPDATE venue SET name = ?2, cluster = ?3, address = ?4, step_free = ?5, about = ?6, contact = ?7,
           latitude = ?8, longitude = ?9 WHERE id = ?1",
        params![
            venue,
            squash(name),
            cluster,
            line(&details.address),
            details.step_free,
            details.about,
            details.contact,
            details.position.map(|at| at.latitude),
            details.position.map(|at| at.longitude)
        ],
    )?;
    write_facilities(tx, venue, &details.facilities)?;
    tx.record(Event::of("venue.changed", &venue).org(org))
}

/// Adds a room to a site.
///
/// # Errors
/// When the database fails, or the site has a room of this name (`space_name_once`).
pub fn add_space(
    tx: &mut WriteTx<'_>,
    venue: VenueId,
    name: &str,
    capacity: i64,
) -> Result<SpaceId, StoreError> {
    let space = SpaceId::generate();
    tx.execute(
        "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, ?4)",
        params![space, venue, squash(name), capacity],
    )?;
    Ok(space)
}

/// Writes what one finds at a site, in place of what stood there.
///
/// # Errors
/// When the database fails.
pub fn write_facilities(
    tx: &mut WriteTx<'_>,
    venue: VenueId,
    facilities: &[Facility],
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM venue_facility WHERE venue = ?1", params![venue])?;
    for facility in facilities {
        tx.execute(
            "INSERT INTO venue_facility (venue, facility) VALUES (?1, ?2) ON CONFLICT (venue, facility) DO NOTHING",
            params![venue, *facility],
        )?;
    }
    Ok(())
}

/// The group of sites of this name in the area, made if it isn't there, by whoever enters its first site.
fn cluster(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    name: Option<&str>,
    area: AreaId,
) -> Result<Option<ClusterId>, StoreError> {
    let Some(name) = name.map(squash).filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    let id = ClusterId::generate();
    let made = tx.execute(
        "INSERT INTO cluster (id, name, area, organisation) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (area, name) DO NOTHING",
        params![id, name, area, org],
    )?;
    if made > 0 {
        tx.record(Event::of("cluster.added", &id).org(org))?;
        return Ok(Some(id));
    }
    tx.one(
        "SELECT id FROM cluster WHERE area = ?1 AND name = ?2",
        params![area, name],
        |row| row.get(0),
    )
}
