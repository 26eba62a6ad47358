//! A site with its rooms is entered into the register.

use langqiao_kernel::{
    id::{AreaId, Id, OrganisationId, SpaceId, VenueId, kind},
    text::squash,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

/// A site to be entered.
#[derive(Clone, Debug)]
pub struct NewVenue {
    /// Who keeps it.
    pub organisation: OrganisationId,
    /// The village or community it stands in.
    pub area: AreaId,
    /// The group of sites that it is run with.
    pub cluster: Option<String>,
    /// Its name.
    pub name: String,
    /// Where it is, as a letter would say it; may be empty.
    pub address: String,
    /// Whether one gets in and about without a step.
    pub step_free: bool,
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
    let cluster = new
        .cluster
        .as_deref()
        .map(|name| cluster(tx, name, new.area))
        .transpose()?;
    let venue = VenueId::generate();
    tx.execute(
        "INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y)
         SELECT ?1, ?2, ?3, a.id, ?5, ?6, ?7, a.x, a.y FROM area a WHERE a.id = ?4",
        params![
            venue,
            new.organisation,
            cluster,
            new.area,
            squash(&new.name),
            squash(&new.address),
            new.step_free
        ],
    )?;
    let mut spaces = Vec::with_capacity(new.spaces.len());
    for (name, capacity) in &new.spaces {
        let space = SpaceId::generate();
        tx.execute(
            "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, ?4)",
            params![space, venue, squash(name), *capacity],
        )?;
        spaces.push(space);
    }
    let detail = json!({ "spaces": spaces.len() });
    tx.record(
        Event::of("venue.added", &venue)
            .org(new.organisation)
            .detail(&detail),
    )?;
    Ok(Added { venue, spaces })
}

/// The group of sites of this name in the area, made if it isn't there.
fn cluster(tx: &mut WriteTx<'_>, name: &str, area: AreaId) -> Result<String, StoreError> {
    let known = tx.one(
        "SELECT id FROM cluster WHERE name = ?1 AND area = ?2",
        params![name, area],
        |row| row.get(0),
    )?;
    if let Some(id) = known {
        return Ok(id);
    }
    let id = Id::<kind::Venue>::generate().to_text();
    tx.execute(
        "INSERT INTO cluster (id, name, area) VALUES (?1, ?2, ?3)",
        params![id, name, area],
    )?;
    Ok(id)
}
