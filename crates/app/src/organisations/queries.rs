//! All SQL that reads organisations.
//!
//! An organisation is seen by those whose areas it works in: a county's offices see every line's bodies in the
//! county, a town's bodies those in their town.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, PostingId, UnitId},
    text::name_key,
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::model::{Kind, Line, PostKind, Way};
use crate::{areas::Scope, coverage::Status};

/// Which organisations a list shows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// As of which day.
    pub on: Date,
    /// Of which line.
    pub line: Option<Line>,
    /// Of which kind.
    pub kind: Option<Kind>,
    /// In which town.
    pub town: Option<AreaId>,
    /// In which village or community.
    pub area: Option<AreaId>,
    /// Below this one.
    pub parent: Option<OrganisationId>,
    /// Whose name holds this.
    pub word: Option<String>,
}

/// After which organisation a page of a list begins: its key and id.
pub type After = (String, OrganisationId);

/// An organisation in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The organisation.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The key by which the list is sorted.
    pub name_key: String,
    /// Its line.
    pub line: Line,
    /// Its kind.
    pub kind: Kind,
    /// The area it works in.
    pub area: AreaId,
    /// How many units it covers.
    pub units: i64,
    /// How many hold a post in it.
    pub posts: i64,
    /// When it last held something.
    pub last_held: Option<Timestamp>,
}

/// Organisations by name; up to `limit` after `after`.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut ReadTx,
    filter: &Filter,
    after: Option<&After>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let (key, id) = after.map_or((String::new(), String::new()), |(key, id)| {
        (key.clone(), id.to_text())
    });
    let like = filter
        .word
        .as_deref()
        .map(|word| format!("%{}%", crate::units::escaped(&name_key(word))));
    let Filter {
        on,
        line,
        kind,
        town,
        area,
        parent,
        ..
    } = filter;
    let until = time::start_of_day(on.tomorrow().unwrap_or(*on));
    tx.all(
        "SELECT o.id, o.name, o.name_key, o.line, o.kind, o.area,
           (SELECT COUNT(*) FROM organisation_unit c WHERE c.organisation = o.id AND c.valid_from <= ?1 AND ?1 < c.valid_to),
           (SELECT COUNT(*) FROM posting p WHERE p.organisation = o.id AND p.valid_from <= ?1 AND ?1 < p.valid_to),
           (SELECT MAX(h.starts_at) FROM cohost x JOIN activity h ON h.id = x.activity
            WHERE x.organisation = o.id AND x.status = 'accepted' AND h.status = 'published' AND h.starts_at < ?11)
         FROM organisation o JOIN area a ON a.id = o.area
         WHERE o.valid_from <= ?1 AND ?1 < o.valid_to
           AND (CAST(?2 AS TEXT) IS NULL OR o.line = ?2) AND (CAST(?3 AS TEXT) IS NULL OR o.kind = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR a.town = ?4 OR a.id = ?4) AND (CAST(?5 AS TEXT) IS NULL OR o.area = ?5)
           AND (CAST(?6 AS TEXT) IS NULL OR o.parent = ?6) AND (CAST(?7 AS TEXT) IS NULL OR o.name_key LIKE ?7 ESCAPE '!')
           AND (o.name_key > ?8 OR (o.name_key = ?8 AND o.id > ?9))
         ORDER BY o.name_key, o.id LIMIT ?10",
        params![on, line, kind, town, area, parent, like, key, id, limit, until],
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                name: row.get(1)?,
                name_key: row.get(2)?,
                line: row.get(3)?,
                kind: row.get(4)?,
                area: row.get(5)?,
                units: row.get(6)?,
                posts: row.get(7)?,
                last_held: row.get(8)?,
            })
        },
    )
}

/// An organisation as its page shows it.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// The organisation.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its line.
    pub line: Line,
    /// Its kind.
    pub kind: Kind,
    /// The area it works in.
    pub area: AreaId,
    /// The unit it is the organisation of.
    pub unit: Option<(UnitId, String)>,
    /// Its first day.
    pub from: Date,
    /// The day on which it no longer exists.
    pub to: Date,
    /// How many stand directly below it.
    pub below: i64,
    /// How many units it covers.
    pub units: i64,
}

/// An organisation, if it works within the scope.
///
/// # Errors
/// When the database fails.
pub fn organisation(
    tx: &mut ReadTx,
    scope: Scope,
    id: OrganisationId,
    on: Date,
) -> Result<Option<Organisation>, StoreError> {
    tx.one(
        "SELECT o.id, o.name, o.line, o.kind, o.area, u.id, u.name, o.valid_from, o.valid_to,
           (SELECT COUNT(*) FROM organisation b WHERE b.parent = o.id AND b.valid_from <= ?2 AND ?2 < b.valid_to),
           (SELECT COUNT(*) FROM organisation_unit c WHERE c.organisation = o.id AND c.valid_from <= ?2 AND ?2 < c.valid_to)
         FROM organisation o JOIN area a ON a.id = o.area LEFT JOIN unit u ON u.id = o.unit
         WHERE o.id = ?1 AND (CAST(?3 AS TEXT) IS NULL OR a.town = ?3 OR a.id = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR a.id = ?4)",
        params![id, on, scope.town(), scope.village()],
        |row| {
            let unit: Option<UnitId> = row.get(5)?;
            Ok(Organisation {
                id: row.get(0)?,
                name: row.get(1)?,
                line: row.get(2)?,
                kind: row.get(3)?,
                area: row.get(4)?,
                unit: unit.zip(row.get(6)?),
                from: row.get(7)?,
                to: row.get(8)?,
                below: row.get(9)?,
                units: row.get(10)?,
            })
        },
    )
}

/// What stands above an organisation, the highest first; whether each works within the scope.
///
/// # Errors
/// When the database fails.
pub fn path(
    tx: &mut ReadTx,
    scope: Scope,
    id: OrganisationId,
) -> Result<Vec<(OrganisationId, String, bool)>, StoreError> {
    tx.all(
        "SELECT o.id, o.name, CAST(CASE WHEN (CAST(?2 AS TEXT) IS NULL OR a.town = ?2 OR a.id = ?2)
             AND (CAST(?3 AS TEXT) IS NULL OR a.id = ?3) THEN 1 ELSE 0 END AS BIGINT)
         FROM organisation_closure c JOIN organisation o ON o.id = c.ancestor JOIN area a ON a.id = o.area
         WHERE c.descendant = ?1 AND c.depth > 0 ORDER BY c.depth DESC",
        params![id, scope.town(), scope.village()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// A post as the page shows it.
#[derive(Clone, Debug)]
pub struct Post {
    /// The posting.
    pub id: PostingId,
    /// Who holds it, masked.
    pub name: String,
    /// As what.
    pub title: String,
    /// In which way.
    pub kind: PostKind,
    /// From when.
    pub from: Date,
    /// Until when.
    pub to: Date,
}

/// The posts of an organisation, those held last first.
///
/// # Errors
/// When the database fails.
pub fn posts(tx: &mut ReadTx, id: OrganisationId) -> Result<Vec<Post>, StoreError> {
    tx.all(
        "SELECT p.id, x.name_masked, p.title, p.kind, p.valid_from, p.valid_to
         FROM posting p JOIN person x ON x.id = p.person
         WHERE p.organisation = ?1 ORDER BY p.valid_to DESC, p.valid_from DESC, p.id LIMIT 100",
        params![id],
        |row| {
            Ok(Post {
                id: row.get(0)?,
                name: row.get(1)?,
                title: row.get(2)?,
                kind: row.get(3)?,
                from: row.get(4)?,
                to: row.get(5)?,
            })
        },
    )
}

/// A unit that an organisation covers.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// In which way.
    pub way: Way,
    /// From when.
    pub from: Date,
    /// What the unit's coverage by the organisation's line is.
    pub status: Option<Status>,
    /// The people of the line in it.
    pub people: i64,
}

/// The units that an organisation covers on a day, the largest first.
///
/// # Errors
/// When the database fails.
pub fn covered(
    tx: &mut ReadTx,
    id: OrganisationId,
    line: Line,
    on: Date,
    limit: i64,
) -> Result<Vec<Covered>, StoreError> {
    tx.all(
        "SELECT c.unit, u.name, c.way, c.valid_from, s.status, COALESCE(s.people, CAST(0 AS BIGINT))
         FROM organisation_unit c JOIN unit u ON u.id = c.unit
         LEFT JOIN coverage_span s ON s.unit = c.unit AND s.line = ?2 AND s.valid_from <= ?3 AND ?3 < s.valid_to
         WHERE c.organisation = ?1 AND c.valid_from <= ?3 AND ?3 < c.valid_to
         ORDER BY COALESCE(s.people, CAST(0 AS BIGINT)) DESC, c.unit LIMIT ?4",
        params![id, line, on, limit],
        |row| {
            Ok(Covered {
                unit: row.get(0)?,
                name: row.get(1)?,
                way: row.get(2)?,
                from: row.get(3)?,
                status: row.get(4)?,
                people: row.get(5)?,
            })
        },
    )
}

/// An activity that an organisation held.
#[derive(Clone, Debug)]
pub struct Held {
    /// The activity.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// When it began.
    pub starts_at: Timestamp,
    /// Whether it was its host rather than one of its co-hosts.
    pub host: bool,
}

/// What an organisation held until now, alone or with others, the latest first.
///
/// # Errors
/// When the database fails.
pub fn held(
    tx: &mut ReadTx,
    id: OrganisationId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Held>, StoreError> {
    tx.all(
        "SELECT a.id, a.title, a.starts_at, c.host FROM cohost c JOIN activity a ON a.id = c.activity
         WHERE c.organisation = ?1 AND c.status = 'accepted' AND a.status = 'published' AND a.starts_at <= ?2
         ORDER BY a.starts_at DESC, a.id LIMIT ?3",
        params![id, now, limit],
        |row| {
            Ok(Held {
                activity: row.get(0)?,
                title: row.get(1)?,
                starts_at: row.get(2)?,
                host: row.get(3)?,
            })
        },
    )
}

/// What a new organisation of the grant's could stand below: itself and what is below it, but for those of
/// single units.
///
/// # Errors
/// When the database fails.
pub fn parents(
    tx: &mut ReadTx,
    org: OrganisationId,
    on: Date,
) -> Result<Vec<(OrganisationId, String)>, StoreError> {
    tx.all(
        "SELECT o.id, o.name FROM organisation_closure c JOIN organisation o ON o.id = c.descendant
         WHERE c.ancestor = ?1 AND c.depth <= 2 AND o.unit IS NULL AND o.valid_from <= ?2 AND ?2 < o.valid_to
         ORDER BY c.depth, o.line, o.name_key, o.id LIMIT 200",
        params![org, on],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
