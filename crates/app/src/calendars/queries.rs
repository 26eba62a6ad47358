//! All SQL of the feature.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    calendar::Standing,
    keys::{Keys, random_token},
};
use langqiao_store::{Event, ReadTx, Row, StoreError, WriteTx, params};

/// Something on a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The id that it keeps.
    pub id: String,
    /// What.
    pub title: String,
    /// Where.
    pub place: String,
    /// Whose.
    pub by: String,
    /// The activity, if it is one.
    pub activity: Option<ActivityId>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How often it has changed.
    pub revision: i64,
    /// When it last did.
    pub changed_at: Option<Timestamp>,
    /// Whether it is sure, kept until somebody answers, or given back or called off.
    pub standing: Standing,
}

/// From when until when a calendar reaches, and since when what is gone is told.
pub type Reach = ((Timestamp, Timestamp), Timestamp);

fn read(row: &Row<'_>) -> Result<Entry, StoreError> {
    let (venue, space) = (row.get::<Option<String>>(2)?, row.get::<Option<String>>(3)?);
    Ok(Entry {
        id: row.get(0)?,
        title: row.get(1)?,
        place: match (venue, space) {
            (Some(venue), Some(space)) => format!("{venue} · {space}"),
            (venue, _) => venue.unwrap_or_default(),
        },
        by: row.get(4)?,
        activity: row.get(5)?,
        starts_at: row.get(6)?,
        ends_at: row.get(7)?,
        revision: row.get(8)?,
        changed_at: row.get(9)?,
        standing: match row.get::<i64>(10)? {
            0 => Standing::Sure,
            1 => Standing::Gone,
            _ => Standing::Open,
        },
    })
}

/// How a booking stands, as [`read`] takes it: what is offered or waits for consent is not sure yet.
macro_rules! standing_of_booking {
    () => {
        "CAST(CASE WHEN b.status <> 'held' THEN 1 WHEN b.pending IS NULL THEN 0 ELSE 2 END AS BIGINT)"
    };
}

/// An organisation's name.
///
/// # Errors
/// When the database fails.
pub fn name(tx: &mut ReadTx, org: OrganisationId) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT name FROM organisation WHERE id = ?1",
        params![org],
        |row| row.get(0),
    )
}

/// What an organisation has booked, with its activities and the sessions of its public courses, in order; at most 1,000.
///
/// # Errors
/// When the database fails.
pub fn of_organisation(
    tx: &mut ReadTx,
    org: OrganisationId,
    ((from, until), gone): Reach,
) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        concat!("SELECT b.id, COALESCE(a.title, b.purpose), v.name, s.name, o.name, a.id, b.starts_at, b.ends_at,
                b.revision + COALESCE(a.version, 0),
                CASE WHEN a.updated_at > COALESCE(b.changed_at, b.created_at) THEN a.updated_at
                     ELSE COALESCE(b.changed_at, b.created_at) END, ", standing_of_booking!(), "
         FROM booking b JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
         JOIN organisation o ON o.id = b.organisation LEFT JOIN course_session l ON l.booking = b.id
         LEFT JOIN activity a ON a.id = COALESCE(b.activity, l.course)
           AND (b.activity IS NOT NULL OR a.status = 'published' OR (a.status = 'cancelled' AND a.published_at IS NOT NULL))
         WHERE b.organisation = ?1 AND b.ends_at > ?2 AND b.starts_at < ?3 AND (b.status = 'held'
           OR (b.status IN ('cancelled', 'declined') AND b.revision > 0 AND b.changed_at > ?4))
         ORDER BY b.starts_at, b.id LIMIT 1000"),
        params![org, from, until, gone],
        read,
    )
}

/// What the bodies in which somebody holds an officer's post have booked, in order; at most 1,000.
///
/// # Errors
/// When the database fails.
pub fn of_officer(
    tx: &mut ReadTx,
    person: PersonId,
    now: Timestamp,
    ((from, until), gone): Reach,
) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        concat!("SELECT b.id, COALESCE(a.title, b.purpose), v.name, s.name, o.name, b.activity, b.starts_at, b.ends_at,
                b.revision + COALESCE(a.version, 0),
                CASE WHEN a.updated_at > COALESCE(b.changed_at, b.created_at) THEN a.updated_at
                     ELSE COALESCE(b.changed_at, b.created_at) END, ", standing_of_booking!(), "
         FROM booking b JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
         JOIN organisation o ON o.id = b.organisation LEFT JOIN activity a ON a.id = b.activity
         WHERE b.organisation IN (SELECT p.organisation FROM posting p WHERE p.person = ?1
             AND p.role IN ('county', 'officer') AND p.valid_from <= ?2 AND ?2 < p.valid_to)
           AND b.ends_at > ?3 AND b.starts_at < ?4 AND (b.status = 'held'
             OR (b.status IN ('cancelled', 'declined') AND b.revision > 0 AND b.changed_at > ?5)) ORDER BY b.starts_at, b.id LIMIT 1000"),
        params![person, time::day(now), from, until, gone],
        read,
    )
}

/// The activities in which somebody has a place, and the sessions of the courses that they or their children go to, also
/// those that are called off, in order; at most 500.
///
/// # Errors
/// When the database fails.
pub fn places_of(
    tx: &mut ReadTx,
    person: PersonId,
    ((from, until), gone): Reach,
) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        concat!("SELECT u.id, a.title, ", crate::activities::whole_place!(), ", CAST(NULL AS TEXT), o.name, a.id, a.starts_at, a.ends_at, a.version, a.updated_at,
                CAST(CASE WHEN a.status = 'published' THEN 0 ELSE 1 END AS BIGINT)
         FROM signup u JOIN activity a ON a.id = u.activity JOIN organisation o ON o.id = a.organisation
         WHERE u.person = ?1 AND u.state = 'seat' AND a.course = 0
           AND (a.status = 'published' OR (a.status = 'cancelled' AND a.updated_at > ?4))
           AND a.ends_at > ?2 AND a.starts_at < ?3
         UNION
         SELECT l.id, a.title, l.place, CAST(NULL AS TEXT), o.name, a.id, l.starts_at, l.ends_at, a.version + l.version,
                CASE WHEN l.changed_at > a.updated_at THEN l.changed_at ELSE a.updated_at END,
                CAST(CASE WHEN l.cancelled_at IS NULL THEN 0 ELSE 1 END AS BIGINT)
         FROM signup u JOIN activity a ON a.id = u.activity AND a.course = 1 JOIN organisation o ON o.id = a.organisation
         JOIN course_session l ON l.course = a.id AND (l.cancelled_at IS NULL OR l.cancelled_at > ?4)
         WHERE u.id IN (SELECT own.id FROM signup own WHERE own.person = ?1
                        UNION SELECT brought.id FROM signup brought WHERE brought.booker = ?1)
           AND u.state = 'seat' AND a.status IN ('published', 'cancelled') AND l.ends_at > ?2 AND l.starts_at < ?3
         ORDER BY 7, 1 LIMIT 500"),
        params![person, from, until, gone],
        read,
    )
}

/// Whose calendar an address leads to.
///
/// # Errors
/// When the database fails.
pub fn person_of(tx: &mut ReadTx, key_hash: &str) -> Result<Option<PersonId>, StoreError> {
    tx.one(
        "SELECT person FROM calendar_key WHERE key_hash = ?1",
        params![key_hash],
        |row| row.get(0),
    )
}

/// Since when somebody has an address.
///
/// # Errors
/// When the database fails.
pub fn since(tx: &mut ReadTx, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
    tx.one(
        "SELECT created_at FROM calendar_key WHERE person = ?1",
        params![person],
        |row| row.get(0),
    )
}

/// Gives somebody a new address in place of the one they had: its secret part, which is kept as a hash only.
///
/// # Errors
/// When the database fails.
pub fn renew(tx: &mut WriteTx, keys: &Keys, person: PersonId) -> Result<String, StoreError> {
    let key = random_token();
    tx.execute(
        "INSERT INTO calendar_key (person, key_hash, created_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (person) DO UPDATE SET key_hash = ?2, created_at = ?3",
        params![person, keys.token_hash(&key), tx.now()],
    )?;
    tx.record(Event::of("calendar.address_made", &person).kind("person"))?;
    Ok(key)
}

/// Ends somebody's address; says whether they had one.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut WriteTx, person: PersonId) -> Result<bool, StoreError> {
    let ended = tx.execute("DELETE FROM calendar_key WHERE person = ?1", params![person])?;
    if ended > 0 {
        tx.record(Event::of("calendar.address_ended", &person).kind("person"))?;
    }
    Ok(ended > 0)
}
