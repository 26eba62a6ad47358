//! All SQL of the register.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{AreaId, ClusterId, OrganisationId, SpaceId, VenueId},
    text::line,
};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::model::{Facility, Position, Stage};
use crate::units::escaped;

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

/// The most rooms that a form offers at once.
const CHOICES: i64 = 200;

/// Rooms to choose from: those near by, or those that were looked for.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The rooms.
    pub rooms: Vec<SpaceChoice>,
    /// How many there are, of which these are the first.
    pub all: i64,
    /// What was looked for; nothing for those near by.
    pub words: String,
    /// Whether nothing was found by those words, so that these are those near by.
    pub found_none: bool,
}

impl Choices {
    /// Whether there are more than are offered here, or fewer because of what was looked for.
    pub fn cut(&self) -> bool {
        !self.words.is_empty() || (self.rooms.len() as i64) < self.all
    }
}

/// The rooms that an organisation may want to use: its own, then those of the bodies it works with here (the
/// first eight), then those of its town, and the one it has `chosen` wherever that is. With `words`, those of the whole
/// county whose room, venue, village or keeper is called so. The first 200, with how many there are.
///
/// # Errors
/// When the database fails.
pub fn choices(
    tx: &mut ReadTx,
    org: OrganisationId,
    with: &[OrganisationId],
    chosen: Option<SpaceId>,
    words: &str,
) -> Result<Choices, StoreError> {
    let words = line(words);
    let found = looked_for(tx, (org, with), chosen, &words)?;
    let asked = |room: &SpaceChoice| {
        Some(room.id) != chosen || room.name.contains(&words) || room.owner.contains(&words)
    };
    if words.is_empty() || found.rooms.iter().any(asked) {
        return Ok(Choices { words, ..found });
    }
    let near = looked_for(tx, (org, with), chosen, "")?;
    Ok(Choices {
        words,
        found_none: true,
        ..near
    })
}

/// The chosen room is there however many others are.
fn looked_for(
    tx: &mut ReadTx,
    (org, with): (OrganisationId, &[OrganisationId]),
    chosen: Option<SpaceId>,
    words: &str,
) -> Result<Choices, StoreError> {
    let body = |n: usize| with.get(n).copied();
    let like = (!words.is_empty()).then(|| format!("%{}%", escaped(words)));
    let mut choices = Choices::default();
    tx.each(
        "SELECT id, venue_name, name, capacity, owner, nearness, closed_from, n FROM (
           SELECT s.id AS id, v.name AS venue_name, s.name AS name, s.capacity AS capacity, o.name AS owner,
                CAST(CASE WHEN v.organisation = ?1 THEN 0
                     WHEN v.organisation IN (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) THEN 1 ELSE 2 END AS BIGINT) AS nearness,
                s.closed_from AS closed_from,
                CAST(COUNT(*) OVER () AS BIGINT) AS n
           FROM organisation me JOIN area my ON my.id = me.area
           JOIN space s ON 1 = 1 JOIN venue v ON v.id = s.venue
           JOIN area a ON a.id = v.area JOIN organisation o ON o.id = v.organisation
           WHERE me.id = ?1 AND (s.id = ?2 OR v.stage = 'in_service' AND (
             CAST(?11 AS TEXT) IS NULL AND (v.organisation = ?1
               OR v.organisation IN (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) OR COALESCE(a.town, a.id) = COALESCE(my.town, my.id))
             OR v.name LIKE ?11 ESCAPE '!' OR s.name LIKE ?11 ESCAPE '!' OR o.name LIKE ?11 ESCAPE '!'
             OR a.short_name LIKE ?11 ESCAPE '!'))
           ORDER BY CASE WHEN s.id = ?2 THEN 0 ELSE 1 END, nearness, v.name, s.name, s.id LIMIT ?12) found
         ORDER BY nearness, venue_name, name, id",
        params![
            org,
            chosen,
            body(0),
            body(1),
            body(2),
            body(3),
            body(4),
            body(5),
            body(6),
            body(7),
            like,
            CHOICES
        ],
        |row| {
            let id = row.get(0)?;
            choices.all = row.get(7)?;
            choices.rooms.push(SpaceChoice {
                id,
                name: format!("{} · {}", row.text(1)?, row.text(2)?),
                capacity: row.get(3)?,
                owner: row.get(4)?,
                nearness: row.get(5)?,
                closed_from: row.get(6)?,
            });
            Ok(())
        },
    )?;
    Ok(choices)
}
