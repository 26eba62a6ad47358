//! All SQL that reads units.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, OrganisationId, UnitId},
    text::name_key,
};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::model::{Headcount, UnitKind};
use crate::{
    areas::Scope,
    coverage::{Line, Way},
};

/// Which units a list shows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// As of which day.
    pub on: Date,
    /// In which town.
    pub town: Option<AreaId>,
    /// In which village or community.
    pub area: Option<AreaId>,
    /// Of which kind.
    pub kind: Option<UnitKind>,
    /// Whose name or credit code holds this.
    pub word: Option<String>,
    /// Covered by this organisation.
    pub organisation: Option<OrganisationId>,
}

/// After which unit a page of a list begins: its key and id.
pub type After = (String, UnitId);

/// A unit in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// The key by which the list is sorted.
    pub name_key: String,
    /// Its kind.
    pub kind: UnitKind,
    /// Its village or community.
    pub area: AreaId,
    /// Its people on the day.
    pub people: Headcount,
}

const COLUMNS_FROM: &str =
    "SELECT u.id, u.name, u.name_key, u.kind, u.area, s.headcount, s.women, s.youth, s.scitech, s.party
 FROM unit u LEFT JOIN unit_state s ON s.unit = u.id AND s.valid_from <= ?1 AND ?1 < s.valid_to";

/// Units by name; up to `limit` after `after`.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut ReadTx,
    filter: &Filter,
    after: Option<&After>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    use std::sync::OnceLock;
    static ALL: OnceLock<String> = OnceLock::new();
    static COVERED: OnceLock<String> = OnceLock::new();
    const WHERE: &str = "u.valid_from <= ?1 AND ?1 < u.valid_to
           AND (CAST(?2 AS TEXT) IS NULL OR u.kind = ?2) AND (CAST(?3 AS TEXT) IS NULL OR u.area = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM area a WHERE a.id = u.area AND (a.town = ?4 OR a.id = ?4)))
           AND (CAST(?5 AS TEXT) IS NULL OR u.name_key LIKE ?5 ESCAPE '!' OR u.uscc = ?6)
           AND (u.name_key > ?7 OR (u.name_key = ?7 AND u.id > ?8))";
    let sql: &'static str = match filter.organisation {
        None => {
            ALL.get_or_init(|| format!("{COLUMNS_FROM} WHERE {WHERE} ORDER BY u.name_key, u.id LIMIT ?9"))
        }
        Some(_) => COVERED.get_or_init(|| {
            format!(
                "{COLUMNS_FROM} WHERE u.id IN (SELECT c.unit FROM organisation_unit c
                   WHERE c.organisation = ?10 AND c.valid_from <= ?1 AND ?1 < c.valid_to)
                 AND {WHERE} ORDER BY u.name_key, u.id LIMIT ?9"
            )
        }),
    };
    let (key, id) = after.map_or((String::new(), String::new()), |(key, id)| {
        (key.clone(), id.to_text())
    });
    let like = filter
        .word
        .as_deref()
        .map(|word| format!("%{}%", escaped(&name_key(word))));
    let code = filter.word.as_deref().map(|word| word.trim().to_uppercase());
    let Filter {
        on,
        town,
        area,
        kind,
        organisation,
        ..
    } = filter;
    let args = params![on, kind, area, town, like, code, key, id, limit];
    match organisation {
        None => tx.all(sql, args, listed),
        Some(organisation) => tx.all(sql, &[args, params![organisation]].concat(), listed),
    }
}

/// The longest words looked for, in characters: databases refuse patterns of any length.
const LONGEST_WORDS: usize = 60;

/// A text in which the signs of LIKE stand for themselves, and no more of it than anybody looks for.
pub(crate) fn escaped(text: &str) -> String {
    text.chars()
        .take(LONGEST_WORDS)
        .flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]))
        .collect()
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    let number = |column| Ok::<i64, StoreError>(row.get::<Option<i64>>(column)?.unwrap_or(0));
    Ok(Listed {
        id: row.get(0)?,
        name: row.get(1)?,
        name_key: row.get(2)?,
        kind: row.get(3)?,
        area: row.get(4)?,
        people: Headcount {
            headcount: number(5)?,
            women: number(6)?,
            youth: number(7)?,
            scitech: number(8)?,
            party: number(9)? == 1,
        },
    })
}

/// A unit as its page shows it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// Its village or community.
    pub area: AreaId,
    /// Its unified social credit code.
    pub uscc: Option<String>,
    /// Why a code that fails its check is kept.
    pub uscc_reason: Option<String>,
    /// Whether somebody to ask is known; who, is sealed.
    pub has_contact: bool,
    /// When it was founded.
    pub founded: Option<Date>,
    /// The first day on which it counts.
    pub from: Date,
    /// The day on which it no longer does.
    pub to: Date,
}

/// A unit, if it lies within the scope.
///
/// # Errors
/// When the database fails.
pub fn unit(tx: &mut ReadTx, scope: Scope, id: UnitId) -> Result<Option<Unit>, StoreError> {
    tx.one(
        "SELECT u.id, u.name, u.kind, u.area, u.uscc, u.uscc_reason, u.founded, u.valid_from, u.valid_to,
           CAST(CASE WHEN u.contact_sealed IS NULL AND u.phone_sealed IS NULL THEN 0 ELSE 1 END AS BIGINT)
         FROM unit u JOIN area a ON a.id = u.area
         WHERE u.id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR a.town = ?2 OR a.id = ?2)
           AND (CAST(?3 AS TEXT) IS NULL OR a.id = ?3)",
        params![id, scope.town(), scope.village()],
        |row| {
            Ok(Unit {
                id: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                area: row.get(3)?,
                uscc: row.get(4)?,
                uscc_reason: row.get(5)?,
                founded: row.get(6)?,
                from: row.get(7)?,
                to: row.get(8)?,
                has_contact: row.get(9)?,
            })
        },
    )
}

/// A unit's headcounts, the latest first: from a day, to a day.
///
/// # Errors
/// When the database fails.
pub fn counts(tx: &mut ReadTx, unit: UnitId) -> Result<Vec<(Date, Date, Headcount)>, StoreError> {
    tx.all(
        "SELECT valid_from, valid_to, headcount, women, youth, scitech, party FROM unit_state
         WHERE unit = ?1 ORDER BY valid_from DESC",
        params![unit],
        |row| {
            let people = Headcount {
                headcount: row.get(2)?,
                women: row.get(3)?,
                youth: row.get(4)?,
                scitech: row.get(5)?,
                party: row.get(6)?,
            };
            Ok((row.get(0)?, row.get(1)?, people))
        },
    )
}

/// An organisation that covers or has covered a unit.
#[derive(Clone, Debug)]
pub struct CoveredBy {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its line.
    pub line: Line,
    /// In which way.
    pub way: Way,
    /// From when.
    pub from: Date,
    /// Until when.
    pub to: Date,
    /// How many hold a post in it on the day.
    pub posts: i64,
    /// When it last held something before the day's end, alone or with others.
    pub last_held: Option<jiff::Timestamp>,
}

/// The organisations that cover or have covered a unit, those that do first.
///
/// # Errors
/// When the database fails.
pub fn covered_by(tx: &mut ReadTx, unit: UnitId, on: Date) -> Result<Vec<CoveredBy>, StoreError> {
    let until = langqiao_kernel::time::start_of_day(on.tomorrow().unwrap_or(on));
    tx.all(
        "SELECT o.id, o.name, o.line, c.way, c.valid_from, c.valid_to,
           (SELECT COUNT(*) FROM posting p WHERE p.organisation = o.id AND p.valid_from <= ?2 AND ?2 < p.valid_to),
           (SELECT MAX(a.starts_at) FROM cohost h JOIN activity a ON a.id = h.activity
            WHERE h.organisation = o.id AND h.status = 'accepted' AND a.status = 'published' AND a.starts_at < ?3)
         FROM organisation_unit c JOIN organisation o ON o.id = c.organisation
         WHERE c.unit = ?1 ORDER BY c.valid_to DESC, c.valid_from DESC, o.id LIMIT 50",
        params![unit, on, until],
        |row| {
            Ok(CoveredBy {
                organisation: row.get(0)?,
                name: row.get(1)?,
                line: row.get(2)?,
                way: row.get(3)?,
                from: row.get(4)?,
                to: row.get(5)?,
                posts: row.get(6)?,
                last_held: row.get(7)?,
            })
        },
    )
}

/// What a word for a unit turned out to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundUnit {
    /// One unit.
    One(UnitId),
    /// None.
    None,
    /// Several of that name.
    Several,
}

/// The unit of this credit code or whole name within the scope.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut ReadTx, scope: Scope, word: &str) -> Result<FoundUnit, StoreError> {
    let ids = tx.all(
        "SELECT u.id FROM unit u JOIN area a ON a.id = u.area
         WHERE (u.uscc = ?1 OR u.name_key = ?2) AND (CAST(?3 AS TEXT) IS NULL OR a.town = ?3 OR a.id = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR a.id = ?4) LIMIT 2",
        params![
            word.trim().to_uppercase(),
            name_key(word),
            scope.town(),
            scope.village()
        ],
        |row| row.get(0),
    )?;
    Ok(match ids.as_slice() {
        [] => FoundUnit::None,
        [one] => FoundUnit::One(*one),
        _ => FoundUnit::Several,
    })
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn signs_of_like_stand_for_themselves() {
        assert_eq!(escaped("100%棉_!"), "100!%棉!_!!");
        assert_eq!(escaped(&"棉".repeat(50_000)).chars().count(), 60);
    }
}
