//! All SQL of the feature.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{ClusterId, FundingId, OrganisationId, PersonId, SpaceId, VenueId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{
    funding::{Entry, Source},
    photos::Photo,
    stage::Site,
};
use crate::{
    pictures,
    venues::{self, Stage, Venue},
};

/// How a site stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Who keeps it.
    pub keeper: Option<OrganisationId>,
    /// How far it has come.
    pub stage: Stage,
    /// Since when, if that was ever said.
    pub since: Option<Date>,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// To which stage.
    pub stage: Stage,
    /// Since which day.
    pub day: Date,
    /// Why.
    pub reason: String,
}

/// The venue, if the organisation keeps it.
///
/// # Errors
/// [`NotDone::NotFound`] for one of another's.
pub fn kept(tx: &mut ReadTx, org: OrganisationId, id: VenueId) -> Result<Venue, NotDone> {
    venues::venue(tx, id)?
        .filter(|venue| venue.organisation == org)
        .ok_or(NotDone::NotFound)
}

/// How a site stands; `None` if there is none such.
///
/// # Errors
/// When the database fails.
pub fn stage(tx: &mut ReadTx, site: Site) -> Result<Option<Standing>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(Standing {
            keeper: row.get(0)?,
            stage: row.get(1)?,
            since: row.get(2)?,
        })
    };
    match site {
        Site::Venue(id) => tx.one(
            "SELECT organisation, stage, (SELECT MAX(day) FROM site_stage WHERE venue = ?1) FROM venue WHERE id = ?1",
            params![id],
            read,
        ),
        Site::Cluster(id) => tx.one(
            "SELECT organisation, stage, (SELECT MAX(day) FROM site_stage WHERE cluster = ?1) FROM cluster WHERE id = ?1",
            params![id],
            read,
        ),
    }
}

/// The steps that a site took, the first one first.
///
/// # Errors
/// When the database fails.
pub fn steps(tx: &mut ReadTx, site: Site) -> Result<Vec<Taken>, StoreError> {
    tx.all(
        "SELECT stage, day, reason FROM site_stage
         WHERE (CAST(?1 AS TEXT) IS NOT NULL AND venue = ?1) OR (CAST(?2 AS TEXT) IS NOT NULL AND cluster = ?2)
         ORDER BY at, id",
        params![site.venue(), site.cluster()],
        |row| {
            Ok(Taken {
                stage: row.get(0)?,
                day: row.get(1)?,
                reason: row.get(2)?,
            })
        },
    )
}

/// A venue's rooms, in the order in which their locks are taken.
///
/// # Errors
/// When the database fails.
pub fn space_ids(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<SpaceId>, StoreError> {
    tx.all(
        "SELECT id FROM space WHERE venue = ?1 ORDER BY id",
        params![venue],
        |row| row.get(0),
    )
}

/// How many people a room of a venue holds.
///
/// # Errors
/// When the database fails.
pub fn capacity(tx: &mut ReadTx, (venue, space): (VenueId, SpaceId)) -> Result<Option<i64>, StoreError> {
    tx.one(
        "SELECT capacity FROM space WHERE id = ?1 AND venue = ?2",
        params![space, venue],
        |row| row.get(0),
    )
}

/// How many bookings of a venue's rooms are not over.
///
/// # Errors
/// When the database fails.
pub fn to_come(tx: &mut ReadTx, venue: VenueId, now: Timestamp) -> Result<i64, StoreError> {
    let found = tx.one(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM booking b JOIN space s ON s.id = b.space
         WHERE s.venue = ?1 AND b.status IN ('held', 'asked') AND b.held_until > ?2",
        params![venue, now],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

fn read_entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    Ok(Entry {
        id: row.get(0)?,
        source: row.get(1)?,
        giver: row.get(2)?,
        amount: row.get(3)?,
        day: row.get(4)?,
        note: row.get(5)?,
        takes_back: row.get(6)?,
        taken_back: row.get::<i64>(7)? > 0,
    })
}

/// What was given for a venue, the latest first; of one source if asked. All of it: a site has dozens.
///
/// # Errors
/// When the database fails.
pub fn entries(tx: &mut ReadTx, venue: VenueId, source: Option<Source>) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        "SELECT f.id, f.source, f.giver, f.amount, f.day, f.note, f.takes_back,
                CAST((SELECT COUNT(*) FROM venue_funding b WHERE b.takes_back = f.id) AS BIGINT)
         FROM venue_funding f WHERE f.venue = ?1 AND (CAST(?2 AS TEXT) IS NULL OR f.source = ?2)
         ORDER BY f.day DESC, f.id DESC",
        params![venue, source],
        read_entry,
    )
}

/// One entry of a venue.
///
/// # Errors
/// When the database fails.
pub fn entry(tx: &mut ReadTx, venue: VenueId, id: FundingId) -> Result<Option<Entry>, StoreError> {
    tx.one(
        "SELECT f.id, f.source, f.giver, f.amount, f.day, f.note, f.takes_back,
                CAST((SELECT COUNT(*) FROM venue_funding b WHERE b.takes_back = f.id) AS BIGINT)
         FROM venue_funding f WHERE f.venue = ?1 AND f.id = ?2",
        params![venue, id],
        read_entry,
    )
}

/// What was given for a venue by source: the sum in fen and how many entries it was added up from.
///
/// # Errors
/// When the database fails.
pub fn sums(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<(Source, i64, i64)>, StoreError> {
    tx.all(
        "SELECT source, CAST(SUM(amount) AS BIGINT), CAST(COUNT(*) AS BIGINT) FROM venue_funding WHERE venue = ?1
         GROUP BY source ORDER BY 2 DESC, source",
        params![venue],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Who has a venue's key, masked, by how long.
///
/// # Errors
/// When the database fails.
pub fn holders(
    tx: &mut ReadTx,
    venue: VenueId,
) -> Result<Vec<(PersonId, String, Option<String>)>, StoreError> {
    tx.all(
        "SELECT p.id, p.name_masked, p.phone_masked FROM venue_keyholder k JOIN person p ON p.id = k.person
         WHERE k.venue = ?1 ORDER BY k.at, p.id",
        params![venue],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// How one gets in, sealed.
///
/// # Errors
/// When the database fails.
pub fn way_in(tx: &mut ReadTx, venue: VenueId) -> Result<Option<Vec<u8>>, StoreError> {
    let found = tx.one(
        "SELECT way_in_sealed FROM venue WHERE id = ?1",
        params![venue],
        |row| row.get::<Option<Vec<u8>>>(0),
    )?;
    Ok(found.flatten())
}

/// When the organisation next has a room of the venue, between two instants, and has it for sure.
///
/// # Errors
/// When the database fails.
pub fn next_use(
    tx: &mut ReadTx,
    (org, venue): (OrganisationId, VenueId),
    now: Timestamp,
) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    tx.one(
        "SELECT b.held_from, b.held_until FROM booking b JOIN space s ON s.id = b.space
         WHERE s.venue = ?2 AND b.organisation = ?1 AND b.status = 'held' AND b.pending IS NULL AND b.held_until > ?3
         ORDER BY b.held_from LIMIT 1",
        params![org, venue, now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The venues of others of which the organisation has a room soon, with the beginning of its use.
///
/// # Errors
/// When the database fails.
pub fn soon(
    tx: &mut ReadTx,
    org: OrganisationId,
    (now, until): (Timestamp, Timestamp),
) -> Result<Vec<(VenueId, String, Timestamp, Timestamp)>, StoreError> {
    tx.all(
        "SELECT v.id, v.name, MIN(b.starts_at), MIN(b.ends_at) FROM booking b JOIN space s ON s.id = b.space
         JOIN venue v ON v.id = s.venue
         WHERE b.organisation = ?1 AND b.status = 'held' AND b.pending IS NULL AND b.ends_at > ?2 AND b.held_from <= ?3
           AND v.organisation <> ?1
           AND (v.way_in_sealed IS NOT NULL OR EXISTS (SELECT 1 FROM venue_keyholder k WHERE k.venue = v.id))
         GROUP BY v.id, v.name ORDER BY 3, v.id LIMIT 20",
        params![org, now, until],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// The first picture of each venue of a group.
///
/// # Errors
/// When the database fails.
pub fn covers(tx: &mut ReadTx, cluster: ClusterId) -> Result<Vec<Photo>, StoreError> {
    tx.all(
        "SELECT p.id, p.venue, p.width, p.height, p.alt FROM venue v JOIN venue_photo p ON p.venue = v.id
         WHERE v.cluster = ?1 AND NOT EXISTS (
           SELECT 1 FROM venue_photo q WHERE q.venue = p.venue
             AND (q.place < p.place OR (q.place = p.place AND q.id < p.id)))",
        params![cluster],
        pictures::read,
    )
}

/// The villages around a venue, on the schematic plan: those of its town.
///
/// # Errors
/// When the database fails.
pub fn villages_near(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<(String, f64, f64)>, StoreError> {
    tx.all(
        "SELECT n.short_name, n.x, n.y FROM venue v JOIN area a ON a.id = v.area
         JOIN area n ON COALESCE(n.town, n.id) = COALESCE(a.town, a.id)
         WHERE v.id = ?1 AND n.valid_to = 2932896 ORDER BY n.code",
        params![venue],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
