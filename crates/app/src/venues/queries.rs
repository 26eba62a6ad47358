//! All SQL of the register.

mod choices;

use jiff::Timestamp;
use langqiao_kernel::id::{AreaId, ClusterId, OrganisationId, SpaceId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::model::{Facility, Position, Stage};

pub use choices::{Choices, choices};

/// A venue as anyone may see it.
#[derive(Clone, Debug)]
pub struct Venue {
    /// Its id.
    pub id: VenueId,
    /// Its name.
    pub name: String,
    /// Where it is, as a letter would say it.
    pub address: String,
    /// Whether one gets in and about without a step, if somebody has said so.
    pub step_free: Option<bool>,
    /// The name of who keeps it.
    pub owner: String,
    /// The village, community or town where it is.
    pub area: String,
    /// The town where it is.
    pub town: String,
    /// Who keeps it.
    pub organisation: OrganisationId,
    /// The village, community or town where it is.
    pub area_id: AreaId,
    /// The group of sites that it is run with.
    pub cluster: Option<(ClusterId, String)>,
    /// How far it has come.
    pub stage: Stage,
    /// What it is.
    pub about: String,
    /// Whom residents ask.
    pub contact: String,
    /// Where it stands on the earth, if that is known.
    pub position: Option<Position>,
    /// Where it stands on the schematic plan.
    pub plan: (f64, f64),
}

impl SpaceChoice {
    /// Whether it can be booked at all from now on.
    pub fn open(&self, now: Timestamp) -> bool {
        self.closed_from.is_none_or(|from| now < from)
    }
}

impl Venue {
    /// Town and village in words.
    pub fn whereabouts(&self) -> String {
        if self.area == self.town {
            self.town.clone()
        } else {
            format!("{}{}", self.town, self.area)
        }
    }
}

/// A group of sites.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Which.
    pub id: ClusterId,
    /// Its name.
    pub name: String,
    /// The village, community or town it lies in.
    pub area: String,
    /// Who runs it.
    pub organisation: Option<OrganisationId>,
    /// The name of who runs it.
    pub owner: String,
    /// What it is.
    pub about: String,
    /// How far it has come.
    pub stage: Stage,
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
    /// From when on its keeper has closed it.
    pub closed_from: Option<Timestamp>,
    /// Whose it is: 0 the organisation's own, 1 of one that it works with here, 2 of another nearby.
    pub nearness: i64,
}

/// Venues as [`read_venue`] reads them.
macro_rules! venues_where {
    ($condition:literal) => {
        concat!(
            "SELECT v.id, v.name, v.address, v.step_free, o.name, a.short_name, COALESCE(t.short_name, a.short_name),
                    v.organisation, v.area, v.cluster, c.name, v.stage, v.about, v.contact, v.latitude, v.longitude,
                    v.x, v.y
             FROM venue v JOIN organisation o ON o.id = v.organisation JOIN area a ON a.id = v.area
             LEFT JOIN area t ON t.id = a.town LEFT JOIN cluster c ON c.id = v.cluster WHERE ",
            $condition
        )
    };
}

fn read_venue(row: &Row<'_>) -> Result<Venue, StoreError> {
    let cluster: Option<ClusterId> = row.get(9)?;
    let position = row.get::<Option<f64>>(14)?.zip(row.get::<Option<f64>>(15)?);
    Ok(Venue {
        id: row.get(0)?,
        name: row.get(1)?,
        address: row.get(2)?,
        step_free: row.get(3)?,
        owner: row.get(4)?,
        area: row.get(5)?,
        town: row.get(6)?,
        organisation: row.get(7)?,
        area_id: row.get(8)?,
        cluster: cluster.zip(row.get(10)?),
        stage: row.get(11)?,
        about: row.get(12)?,
        contact: row.get(13)?,
        position: position.map(|(latitude, longitude)| Position { latitude, longitude }),
        plan: (row.get(16)?, row.get(17)?),
    })
}

/// A venue by its id.
///
/// # Errors
/// When the database fails.
pub fn venue(tx: &mut ReadTx, id: VenueId) -> Result<Option<Venue>, StoreError> {
    tx.one(venues_where!("v.id = ?1"), params![id], read_venue)
}

/// What one finds at a venue.
///
/// # Errors
/// When the database fails.
pub fn facilities(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<Facility>, StoreError> {
    let mut found: Vec<Facility> = tx.all(
        "SELECT facility FROM venue_facility WHERE venue = ?1",
        params![venue],
        |row| row.get(0),
    )?;
    found.sort_unstable();
    Ok(found)
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

/// A group of sites by its id.
///
/// # Errors
/// When the database fails.
pub fn cluster(tx: &mut ReadTx, id: ClusterId) -> Result<Option<Cluster>, StoreError> {
    tx.one(
        "SELECT c.id, c.name, a.short_name, c.organisation, COALESCE(o.name, ''), c.about, c.stage
         FROM cluster c JOIN area a ON a.id = c.area LEFT JOIN organisation o ON o.id = c.organisation WHERE c.id = ?1",
        params![id],
        |row| {
            Ok(Cluster {
                id: row.get(0)?,
                name: row.get(1)?,
                area: row.get(2)?,
                organisation: row.get(3)?,
                owner: row.get(4)?,
                about: row.get(5)?,
                stage: row.get(6)?,
            })
        },
    )
}

/// The groups of sites in an area, by name.
///
/// # Errors
/// When the database fails.
pub fn clusters_in(tx: &mut ReadTx, area: AreaId) -> Result<Vec<(ClusterId, String)>, StoreError> {
    tx.all(
        "SELECT id, name FROM cluster WHERE area = ?1 ORDER BY name, id",
        params![area],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Which venues are listed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of one town.
    pub town: Option<AreaId>,
    /// Of one group.
    pub cluster: Option<ClusterId>,
    /// Kept by one organisation.
    pub owner: Option<OrganisationId>,
    /// Whose name, address, owner, village or one of whose rooms has this in it.
    pub words: Option<String>,
    /// What the same words mean of what one finds there; such a site is found by it, too.
    pub facility: Option<Facility>,
    /// Those alone where one finds this.
    pub has: Option<Facility>,
    /// Those alone that are used or to come.
    pub alive: bool,
    /// Those alone that one gets into without a step.
    pub step_free: bool,
}

/// Venues in the order of their ids, after `after`.
///
/// # Errors
/// When the database fails.
pub fn venues(
    tx: &mut ReadTx,
    wanted: &Wanted,
    after: Option<VenueId>,
    limit: i64,
) -> Result<Vec<Venue>, StoreError> {
    let like = wanted
        .words
        .as_deref()
        .map(|words| format!("%{}%", crate::units::escaped(words)));
    tx.all(
        venues_where!(
            "(CAST(?1 AS TEXT) IS NULL OR a.id = ?1 OR a.town = ?1) AND (CAST(?2 AS TEXT) IS NULL OR v.id > ?2)
         AND (CAST(?3 AS TEXT) IS NULL OR v.cluster = ?3) AND (CAST(?4 AS TEXT) IS NULL OR v.organisation = ?4)
         AND (CAST(?5 AS TEXT) IS NULL OR v.name LIKE ?5 ESCAPE '!' OR v.address LIKE ?5 ESCAPE '!'
           OR o.name LIKE ?5 ESCAPE '!' OR a.short_name LIKE ?5 ESCAPE '!' OR c.name LIKE ?5 ESCAPE '!'
           OR EXISTS (SELECT 1 FROM space r WHERE r.venue = v.id AND r.name LIKE ?5 ESCAPE '!')
           OR EXISTS (SELECT 1 FROM venue_facility f WHERE f.venue = v.id AND f.facility = ?9))
         AND (CAST(?6 AS BIGINT) = 0 OR v.stage <> 'retired') AND (CAST(?7 AS BIGINT) = 0 OR v.step_free = 1)
         AND (CAST(?10 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM venue_facility f WHERE f.venue = v.id AND f.facility = ?10))
         ORDER BY v.id LIMIT ?8"
        ),
        params![
            wanted.town,
            after,
            wanted.cluster,
            wanted.owner,
            like,
            i64::from(wanted.alive),
            i64::from(wanted.step_free),
            limit,
            wanted.facility,
            wanted.has
        ],
        read_venue,
    )
}

/// How many people these rooms hold together; each is counted once.
///
/// # Errors
/// When the database fails.
pub fn hold_together(tx: &mut ReadTx, rooms: &[SpaceId]) -> Result<i64, StoreError> {
    let mut counted: Vec<SpaceId> = Vec::with_capacity(rooms.len());
    let mut holds: i64 = 0;
    for room in rooms {
        if counted.contains(room) {
            continue;
        }
        counted.push(*room);
        let one = tx.one("SELECT capacity FROM space WHERE id = ?1", params![room], |row| {
            row.get::<i64>(0)
        })?;
        holds = holds.saturating_add(one.unwrap_or(0));
    }
    Ok(holds)
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
