//! The SQL of co-builders.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{BuilderId, ClusterId, OrganisationId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::{Body, Builder, Gave, Part};

macro_rules! builders_where {
    ($condition:literal) => {
        concat!(
            "SELECT p.id, p.venue, v.name, p.organisation, COALESCE(o.name, p.name), p.gave_space, p.gave_money,
                    p.gave_staff, p.gave_equipment, p.gave_other, p.words, p.may_use, p.since_day, p.ended_day, p.version
             FROM venue_partner p JOIN venue v ON v.id = p.venue LEFT JOIN organisation o ON o.id = p.organisation
             WHERE ",
            $condition
        )
    };
}

fn read(row: &Row<'_>) -> Result<Builder, StoreError> {
    let mut gave = Vec::new();
    for (at, one) in Gave::ALL.iter().enumerate() {
        if row.get::<i64>(5 + at)? > 0 {
            gave.push(*one);
        }
    }
    Ok(Builder {
        id: row.get(0)?,
        venue: row.get(1)?,
        venue_name: row.get(2)?,
        organisation: row.get(3)?,
        name: row.get(4)?,
        part: Part {
            gave,
            words: row.get(10)?,
            may_use: row.get(11)?,
            since: row.get(12)?,
        },
        ended: row.get(13)?,
        version: row.get(14)?,
    })
}

/// The co-builders of a site: those that are, the longest first, then those that left.
///
/// # Errors
/// When the database fails.
pub fn all(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<Builder>, StoreError> {
    tx.all(
        builders_where!(
            "p.venue = ?1 ORDER BY CASE WHEN p.ended_day IS NULL THEN 0 ELSE 1 END,
               CASE WHEN p.since_day IS NULL THEN 1 ELSE 0 END, p.since_day, 5, p.id"
        ),
        params![venue],
        read,
    )
}

/// The co-builders that a site has now, the longest first.
///
/// # Errors
/// When the database fails.
pub fn now(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<Builder>, StoreError> {
    tx.all(
        builders_where!(
            "p.venue = ?1 AND p.ended_day IS NULL
             ORDER BY CASE WHEN p.since_day IS NULL THEN 1 ELSE 0 END, p.since_day, 5, p.id"
        ),
        params![venue],
        read,
    )
}

/// The co-builders that the sites of a group have now, site by site.
///
/// # Errors
/// When the database fails.
pub fn of_cluster(tx: &mut ReadTx, cluster: ClusterId) -> Result<Vec<Builder>, StoreError> {
    tx.all(
        builders_where!(
            "v.cluster = ?1 AND p.ended_day IS NULL
             ORDER BY 5, p.organisation, v.name, v.id, p.since_day, p.id LIMIT 2000"
        ),
        params![cluster],
        read,
    )
}

/// One of them.
///
/// # Errors
/// When the database fails.
pub fn builder(tx: &mut ReadTx, id: BuilderId) -> Result<Option<Builder>, StoreError> {
    tx.one(builders_where!("p.id = ?1"), params![id], read)
}

/// How many are written down of a site.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut ReadTx, venue: VenueId) -> Result<i64, StoreError> {
    let found = tx.one(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM venue_partner WHERE venue = ?1",
        params![venue],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// The organisations that have a name today; two at most, to tell one from several.
///
/// # Errors
/// When the database fails.
pub fn named(tx: &mut ReadTx, name: &str, today: Date) -> Result<Vec<OrganisationId>, StoreError> {
    tx.all(
        "SELECT id FROM organisation WHERE name = ?1 AND valid_from <= ?2 AND ?2 < valid_to ORDER BY id LIMIT 2",
        params![name, today],
        |row| row.get(0),
    )
}

/// Whether there is such an organisation today.
///
/// # Errors
/// When the database fails.
pub fn exists(tx: &mut ReadTx, id: OrganisationId, today: Date) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT id FROM organisation WHERE id = ?1 AND valid_from <= ?2 AND ?2 < valid_to",
        params![id, today],
        |row| row.get::<OrganisationId>(0),
    )?;
    Ok(found.is_some())
}

/// Writes a co-builder; false where the body is one already.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut WriteTx,
    (id, venue): (BuilderId, VenueId),
    body: &Body,
    part: &Part,
) -> Result<bool, StoreError> {
    let (organisation, name) = match body {
        Body::Registered(id) => (Some(*id), ""),
        Body::Named(name) => (None, name.as_str()),
    };
    let gave = |one: Gave| i64::from(part.gave.contains(&one));
    let made = tx.execute(
        "INSERT INTO venue_partner (id, venue, organisation, name, gave_space, gave_money, gave_staff,
           gave_equipment, gave_other, words, may_use, since_day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
        params![
            id,
            venue,
            organisation,
            name,
            gave(Gave::Space),
            gave(Gave::Money),
            gave(Gave::Staff),
            gave(Gave::Equipment),
            gave(Gave::Other),
            part.words,
            part.may_use,
            part.since
        ],
    )?;
    Ok(made > 0)
}

/// Writes what a co-builder gave and may use; false where it left, or was written since it was seen.
///
/// # Errors
/// When the database fails.
pub fn change(tx: &mut WriteTx, (id, seen): (BuilderId, i64), part: &Part) -> Result<bool, StoreError> {
    let gave = |one: Gave| i64::from(part.gave.contains(&one));
    let written = tx.execute(
        "UPDATE venue_partner SET gave_space = ?3, gave_money = ?4, gave_staff = ?5, gave_equipment = ?6,
           gave_other = ?7, words = ?8, may_use = ?9, since_day = ?10, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_day IS NULL",
        params![
            id,
            seen,
            gave(Gave::Space),
            gave(Gave::Money),
            gave(Gave::Staff),
            gave(Gave::Equipment),
            gave(Gave::Other),
            part.words,
            part.may_use,
            part.since
        ],
    )?;
    Ok(written > 0)
}

/// A co-builder leaves; false where it left before, or was written since it was seen.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut WriteTx, (id, seen): (BuilderId, i64), day: Date) -> Result<bool, StoreError> {
    let written = tx.execute(
        "UPDATE venue_partner SET ended_day = ?3, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_day IS NULL",
        params![id, seen, day],
    )?;
    Ok(written > 0)
}

/// Whether a body is a co-builder of a site now.
///
/// # Errors
/// When the database fails.
pub fn is_one(tx: &mut ReadTx, venue: VenueId, body: &Body) -> Result<bool, StoreError> {
    let (organisation, name) = match body {
        Body::Registered(id) => (Some(*id), ""),
        Body::Named(name) => (None, name.as_str()),
    };
    let found = tx.one(
        "SELECT 1 FROM venue_partner WHERE venue = ?1 AND ended_day IS NULL
           AND ((CAST(?2 AS TEXT) IS NOT NULL AND organisation = ?2) OR (CAST(?2 AS TEXT) IS NULL AND name = ?3))",
        params![venue, organisation, name],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Names a co-builder anew and keeps what it was called; false where it left, or was written since it was seen.
///
/// # Errors
/// When the database fails.
pub fn rename(
    tx: &mut WriteTx,
    (id, seen): (BuilderId, i64),
    before: &str,
    body: &Body,
) -> Result<bool, StoreError> {
    let (organisation, name) = match body {
        Body::Registered(id) => (Some(*id), ""),
        Body::Named(name) => (None, name.as_str()),
    };
    let written = tx.execute(
        "UPDATE venue_partner SET organisation = ?3, name = ?4, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_day IS NULL",
        params![id, seen, organisation, name],
    )?;
    if written == 0 {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO venue_partner_name (partner, version, name, person, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, seen, before, tx.by().actor.person(), tx.now()],
    )?;
    Ok(true)
}

/// What a co-builder was called before.
#[derive(Clone, Debug)]
pub struct Before {
    /// Which co-builder.
    pub builder: BuilderId,
    /// Its name then.
    pub name: String,
    /// Who corrected it, masked.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What the co-builders of a site were called before, the latest first.
///
/// # Errors
/// When the database fails.
pub fn before(tx: &mut ReadTx, venue: VenueId) -> Result<Vec<Before>, StoreError> {
    tx.all(
        "SELECT n.partner, n.name, q.name_masked, n.at FROM venue_partner_name n
         JOIN venue_partner p ON p.id = n.partner LEFT JOIN person q ON q.id = n.person
         WHERE p.venue = ?1 ORDER BY n.at DESC, n.version DESC LIMIT 200",
        params![venue],
        |row| {
            Ok(Before {
                builder: row.get(0)?,
                name: row.get(1)?,
                by: row.get(2)?,
                at: row.get(3)?,
            })
        },
    )
}
