//! What the pages of coverage read besides figures: units by status, a gap and the bodies near it.

use jiff::civil::Date;
use langqiao_kernel::id::{AreaId, OrganisationId, UnitId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{
    model::{Reason, Span},
    words::{Line, Status, UnitKind, Way},
};
use crate::areas::{Point, Scope};

/// Which units a list shows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// As of which day.
    pub on: Date,
    /// Of which line; every line if none is said.
    pub line: Option<Line>,
    /// With which status.
    pub status: Status,
    /// In which town.
    pub town: Option<AreaId>,
    /// In which village or community.
    pub area: Option<AreaId>,
    /// Of which kind.
    pub kind: Option<UnitKind>,
}

/// After which unit a page of a list begins: people, unit and line of the last one shown.
pub type After = (i64, UnitId, String);

/// A unit in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// Its village or community.
    pub area: AreaId,
    /// The line.
    pub line: Line,
    /// Since when it is so.
    pub since: Date,
    /// The people of the line in it.
    pub people: i64,
    /// Why it is so.
    pub reason: Reason,
    /// The organisation that decides it, with its name.
    pub organisation: Option<(OrganisationId, String)>,
    /// Whether somebody has the task of closing the gap.
    pub task: bool,
}

// The town picks the index: read from the most people down in either case, and never more than is shown.
const IN_COUNTY: &str =
    "SELECT s.unit, u.name, s.kind, s.area, s.line, s.valid_from, s.people, s.reason, s.organisation, o.name,
   (SELECT COUNT(*) FROM gap_task t WHERE t.unit = s.unit AND t.line = s.line AND t.status = 'open')
 FROM coverage_span s JOIN unit u ON u.id = s.unit LEFT JOIN organisation o ON o.id = s.organisation
 WHERE s.status = ?1 AND s.valid_from <= ?2 AND ?2 < s.valid_to
   AND (CAST(?3 AS TEXT) IS NULL OR s.line = ?3) AND (CAST(?4 AS TEXT) IS NULL OR s.area = ?4)
   AND (CAST(?5 AS TEXT) IS NULL OR s.kind = ?5)
   AND (s.people < ?6 OR (s.people = ?6 AND (s.unit > ?7 OR (s.unit = ?7 AND s.line > ?8))))
 ORDER BY s.people DESC, s.unit, s.line LIMIT ?9";
const IN_TOWN: &str =
    "SELECT s.unit, u.name, s.kind, s.area, s.line, s.valid_from, s.people, s.reason, s.organisation, o.name,
   (SELECT COUNT(*) FROM gap_task t WHERE t.unit = s.unit AND t.line = s.line AND t.status = 'open')
 FROM coverage_span s JOIN unit u ON u.id = s.unit LEFT JOIN organisation o ON o.id = s.organisation
 WHERE s.status = ?1 AND s.valid_from <= ?2 AND ?2 < s.valid_to
   AND (CAST(?3 AS TEXT) IS NULL OR s.line = ?3) AND (CAST(?4 AS TEXT) IS NULL OR s.area = ?4)
   AND (CAST(?5 AS TEXT) IS NULL OR s.kind = ?5)
   AND (s.people < ?6 OR (s.people = ?6 AND (s.unit > ?7 OR (s.unit = ?7 AND s.line > ?8))))
   AND s.town = ?10
 ORDER BY s.people DESC, s.unit, s.line LIMIT ?9";

/// Units by status, those with the most people first; up to `limit` after `after`.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut ReadTx,
    filter: &Filter,
    after: Option<&After>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let (people, unit, line) = match after {
        Some((people, unit, line)) => (*people, unit.to_text(), line.as_str()),
        None => (i64::MAX, String::new(), ""),
    };
    let Filter {
        on,
        line: only,
        status,
        town,
        area,
        kind,
    } = filter;
    let args = params![status, on, only, area, kind, people, unit, line, limit];
    match town {
        None => tx.all(IN_COUNTY, args, listed),
        Some(town) => tx.all(IN_TOWN, &[args, params![town]].concat(), listed),
    }
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    let organisation: Option<OrganisationId> = row.get(8)?;
    Ok(Listed {
        unit: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        area: row.get(3)?,
        line: row.get(4)?,
        since: row.get(5)?,
        people: row.get(6)?,
        reason: row.get(7)?,
        organisation: organisation.zip(row.get(9)?),
        task: row.get::<i64>(10)? > 0,
    })
}

/// The spans of a unit, by line and time.
///
/// # Errors
/// When the database fails.
pub fn spans_of(tx: &mut ReadTx, unit: UnitId) -> Result<Vec<(Span, Option<String>)>, StoreError> {
    let mut spans = tx.all(
        "SELECT s.line, s.valid_from, s.valid_to, s.status, s.people, s.organisation, s.reason, o.name
         FROM coverage_span s LEFT JOIN organisation o ON o.id = s.organisation WHERE s.unit = ?1",
        params![unit],
        |row| {
            let span = Span {
                line: row.get(0)?,
                from: row.get(1)?,
                to: row.get(2)?,
                status: row.get(3)?,
                people: row.get(4)?,
                organisation: row.get(5)?,
                reason: row.get(6)?,
            };
            Ok((span, row.get(7)?))
        },
    )?;
    let order: Vec<Line> = Line::all().collect();
    spans.sort_by_key(|(span, _)| (order.iter().position(|line| *line == span.line), span.from));
    Ok(spans)
}

/// A gap as its page shows it.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The unit's name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// Its village or community.
    pub area: AreaId,
    /// Its town.
    pub town: AreaId,
    /// Where it stands on the plan.
    pub at: Point,
    /// What its coverage is on the day.
    pub span: Span,
}

/// A unit's coverage by a line on a day, if it lies within the scope.
///
/// # Errors
/// When the database fails.
pub fn gap(
    tx: &mut ReadTx,
    scope: Scope,
    unit: UnitId,
    line: Line,
    on: Date,
) -> Result<Option<Gap>, StoreError> {
    tx.one(
        "SELECT u.name, s.kind, s.area, s.town, u.x, u.y, s.valid_from, s.valid_to, s.status, s.people,
           s.organisation, s.reason
         FROM coverage_span s JOIN unit u ON u.id = s.unit
         WHERE s.unit = ?1 AND s.line = ?2 AND s.valid_from <= ?3 AND ?3 < s.valid_to
           AND (CAST(?4 AS TEXT) IS NULL OR s.town = ?4) AND (CAST(?5 AS TEXT) IS NULL OR s.area = ?5)",
        params![unit, line, on, scope.town(), scope.village()],
        |row| {
            let span = Span {
                line,
                from: row.get(6)?,
                to: row.get(7)?,
                status: row.get(8)?,
                people: row.get(9)?,
                organisation: row.get(10)?,
                reason: row.get(11)?,
            };
            Ok(Gap {
                name: row.get(0)?,
                kind: row.get(1)?,
                area: row.get(2)?,
                town: row.get(3)?,
                at: Point {
                    x: row.get(4)?,
                    y: row.get(5)?,
                },
                span,
            })
        },
    )
}

/// A body that could share with a unit that has none.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// The body.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// How it would cover the unit.
    pub way: Way,
    /// The area it works in.
    pub area: AreaId,
    /// Whether it works in the same town.
    pub same_town: bool,
    /// How far it is on the plan, in kilometres.
    pub km: f64,
    /// How many units it covers.
    pub units: i64,
    /// How many people of the line are in them.
    pub people: i64,
}

/// The nearest living bodies of the line that could share with a unit: those of its town first, then by
/// distance.
///
/// # Errors
/// When the database fails.
pub fn neighbours(
    tx: &mut ReadTx,
    unit: UnitId,
    gap: &Gap,
    on: Date,
    limit: i64,
) -> Result<Vec<Neighbour>, StoreError> {
    tx.all(
        "SELECT near.id, near.name, near.kind, near.area, near.same_town, near.square,
           (SELECT COUNT(*) FROM organisation_unit c WHERE c.organisation = near.id AND c.valid_from <= ?2 AND ?2 < c.valid_to),
           (SELECT CAST(COALESCE(SUM(s.people), 0) AS BIGINT) FROM organisation_unit c
              JOIN coverage_span s ON s.unit = c.unit AND s.line = ?1 AND s.valid_from <= ?2 AND ?2 < s.valid_to
            WHERE c.organisation = near.id AND c.valid_from <= ?2 AND ?2 < c.valid_to)
         FROM (
           SELECT o.id, o.name, o.kind, o.area,
             CAST(CASE WHEN a.id = ?3 OR a.town = ?3 THEN 1 ELSE 0 END AS BIGINT) AS same_town,
             (COALESCE(u.x, a.x) - ?4) * (COALESCE(u.x, a.x) - ?4) + (COALESCE(u.y, a.y) - ?5) * (COALESCE(u.y, a.y) - ?5) AS square
           FROM organisation o JOIN area a ON a.id = o.area LEFT JOIN unit u ON u.id = o.unit
           WHERE o.line = ?1 AND o.kind IN ('joint', 'industry', 'committee', 'branch', 'station')
             AND o.valid_from <= ?2 AND ?2 < o.valid_to AND (o.unit IS NULL OR o.unit <> ?6)
             AND EXISTS (SELECT 1 FROM organisation_unit c WHERE c.organisation = o.id AND c.valid_from <= ?2 AND ?2 < c.valid_to)
             AND EXISTS (SELECT 1 FROM posting p WHERE p.organisation = o.id AND p.valid_from <= ?2 AND ?2 < p.valid_to)
             AND NOT EXISTS (SELECT 1 FROM organisation_unit c JOIN coverage_span s ON s.unit = c.unit AND s.line = ?1
               WHERE c.organisation = o.id AND s.organisation = o.id AND s.status = 'shell'
                 AND s.valid_from <= ?2 AND ?2 < s.valid_to)
         ) AS near
         ORDER BY near.same_town DESC, near.square, near.id LIMIT ?7",
        params![gap.span.line, on, gap.town, gap.at.x, gap.at.y, unit, limit],
        |row| {
            let kind = row.text(2)?;
            Ok(Neighbour {
                organisation: row.get(0)?,
                name: row.get(1)?,
                way: if kind == "industry" { Way::Industry } else { Way::Joint },
                area: row.get(3)?,
                same_town: row.get(4)?,
                km: row.get::<f64>(5)?.max(0.0).sqrt(),
                units: row.get(6)?,
                people: row.get(7)?,
            })
        },
    )
}
