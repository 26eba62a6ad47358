//! Units and organisations by what people call them: the one that is meant, or the nearest to choose from.

use std::collections::BTreeMap;

use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, UnitId},
    text::{name_key, squash},
};
use langqiao_store::{ReadTx, StoreError, params};

use crate::units::escaped;

/// How many hits are shown to choose from.
pub const HITS: usize = 8;
/// How many are looked at to find the nearest.
const LOOKED_AT: i64 = 400;
/// The longest that is typed for a name, in characters.
pub const NAME_MAX: usize = 60;
/// How many signs a credit code has.
const CODE: usize = 18;

/// A unit with its place, from `unit u`.
macro_rules! unit_where {
    ($which:literal) => {
        concat!(
            "SELECT u.id, u.name, u.name_key, a.short_name, t.short_name FROM unit u
             JOIN area a ON a.id = u.area LEFT JOIN area t ON t.id = a.town WHERE ",
            $which
        )
    };
}

/// An organisation with its place, from `organisation o`; `?1` is the line, `?2` the day.
macro_rules! organisation_where {
    ($which:literal) => {
        concat!(
            "SELECT o.id, o.name, o.name_key, a.short_name, t.short_name FROM organisation o
             JOIN area a ON a.id = o.area LEFT JOIN area t ON t.id = a.town
             WHERE o.line = ?1 AND o.valid_from <= ?2 AND ?2 < o.valid_to AND ",
            $which
        )
    };
}

/// Something that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<I> {
    /// Its id.
    pub id: I,
    /// Its name.
    pub name: String,
    /// The key of its name.
    key: String,
    /// Where it is: the village and its town.
    pub place: String,
}

impl<I> Hit<I> {
    /// The name with its place, by which it is told from others of the same name.
    pub fn with_place(&self) -> String {
        format!("{}（{}）", self.name, self.place)
    }
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant<I> {
    /// One of them, whole.
    One(Hit<I>),
    /// Several of this name, or none of it but these near to it; at most [`HITS`].
    Near(Vec<Hit<I>>),
}

/// Whether more was typed than any name has; nothing is looked up for it.
pub fn is_too_long(typed: &str) -> bool {
    typed.chars().count() > NAME_MAX
}

/// What unit a name or a credit code means on a day. A name may be followed by its place in brackets.
///
/// # Errors
/// When the database fails.
pub fn unit(tx: &mut ReadTx, typed: &str, on: Date) -> Result<Meant<UnitId>, StoreError> {
    if let Some(code) = credit_code(typed) {
        let found = tx.one(
            unit_where!("u.uscc = ?1 AND u.valid_from <= ?2 AND ?2 < u.valid_to"),
            params![code, on],
            hit,
        )?;
        if let Some(found) = found {
            return Ok(Meant::One(found));
        }
    }
    let name = Typed::of(typed);
    name.meaning(|search| match search {
        Search::Exact(key, whole) => tx.all(
            unit_where!(
                "u.name_key IN (?1, ?2) AND u.valid_from <= ?3 AND ?3 < u.valid_to ORDER BY u.name_key, u.id LIMIT ?4"
            ),
            params![key, whole, on, LOOKED_AT],
            hit,
        ),
        Search::Holding(part) => tx.all(
            unit_where!(
                "u.name_key LIKE ?1 ESCAPE '!' AND u.valid_from <= ?2 AND ?2 < u.valid_to
                 ORDER BY LENGTH(u.name_key), u.name_key, u.id LIMIT ?3"
            ),
            params![like(part), on, LOOKED_AT],
            hit,
        ),
    })
}

/// A unit by its id or, where that is none, by what was typed for it and means one alone; with the name by which it is told
/// from all others.
///
/// # Errors
/// When the database fails.
pub fn named(
    tx: &mut ReadTx,
    (id, typed): (UnitId, &str),
    on: Date,
) -> Result<Option<(UnitId, String)>, StoreError> {
    let id = match id == UnitId::from_u128(0) {
        false => id,
        true if typed.is_empty() || is_too_long(typed) => return Ok(None),
        true => match unit(tx, typed, on)? {
            Meant::One(hit) => hit.id,
            Meant::Near(_) => return Ok(None),
        },
    };
    Ok(called(tx, id, on)?.map(|name| (id, name)))
}

/// What a unit is called on a day so that it is told from all others: by its name, with its place where there are several
/// of that name.
///
/// # Errors
/// When the database fails.
pub fn called(tx: &mut ReadTx, id: UnitId, on: Date) -> Result<Option<String>, StoreError> {
    let found = tx.one(
        unit_where!("u.id = ?1 AND u.valid_from <= ?2 AND ?2 < u.valid_to"),
        params![id, on],
        hit::<UnitId>,
    )?;
    let Some(found) = found else {
        return Ok(None);
    };
    let other = tx.one(
        "SELECT 1 FROM unit WHERE name_key = ?1 AND id <> ?2 AND valid_from <= ?3 AND ?3 < valid_to LIMIT 1",
        params![found.key, id, on],
        |_| Ok(()),
    )?;
    Ok(Some(match other {
        Some(()) => found.with_place(),
        None => found.name,
    }))
}

/// What organisation of a line a name means on a day.
///
/// # Errors
/// When the database fails.
pub fn organisation(
    tx: &mut ReadTx,
    line: &str,
    typed: &str,
    on: Date,
) -> Result<Meant<OrganisationId>, StoreError> {
    let name = Typed::of(typed);
    name.meaning(|search| match search {
        Search::Exact(key, whole) => tx.all(
            organisation_where!("o.name_key IN (?4, ?5) ORDER BY o.name_key, o.id LIMIT ?3"),
            params![line, on, LOOKED_AT, key, whole],
            hit,
        ),
        Search::Holding(part) => tx.all(
            organisation_where!(
                "o.name_key LIKE ?4 ESCAPE '!' ORDER BY LENGTH(o.name_key), o.name_key, o.id LIMIT ?3"
            ),
            params![line, on, LOOKED_AT, like(part)],
            hit,
        ),
    })
}

fn hit<I: langqiao_store::Column>(row: &langqiao_store::Row<'_>) -> Result<Hit<I>, StoreError> {
    let (village, town): (String, Option<String>) = (row.get(3)?, row.get(4)?);
    Ok(Hit {
        id: row.get(0)?,
        name: row.get(1)?,
        key: row.get(2)?,
        place: match town {
            Some(town) if town != village => format!("{town}{village}"),
            _ => village,
        },
    })
}

/// A name and the place in brackets behind it.
fn split(typed: &str) -> (String, Option<String>) {
    let typed = squash(typed);
    let inside = typed.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inside {
        Some((name, place)) if !name.trim().is_empty() => (name.trim().to_owned(), Some(squash(place))),
        _ => (typed, None),
    }
}

/// The credit code that was typed, if it is one: Chinese names have no such form.
fn credit_code(typed: &str) -> Option<String> {
    let code = squash(typed);
    let is_code = code.len() == CODE && code.bytes().all(|c| c.is_ascii_alphanumeric());
    is_code.then(|| code.to_ascii_uppercase())
}

fn like(part: &str) -> String {
    format!("%{}%", escaped(part))
}

/// What is looked for.
enum Search<'a> {
    /// A name of one of these keys.
    Exact(&'a str, &'a str),
    /// Names that hold this.
    Holding(&'a str),
}

/// A name as it was typed.
struct Typed {
    /// The key of the name without its place.
    key: String,
    /// The key of all that was typed: brackets may be part of a name, as in 桐乡市暖阳毛衫(濮院)有限公司.
    whole: String,
    place: Option<String>,
}

impl Typed {
    fn of(typed: &str) -> Self {
        let (name, place) = split(typed);
        Typed {
            key: name_key(&name),
            whole: name_key(typed),
            place,
        }
    }

    /// Looks for the name itself, then for names that hold it, and only then for those that hold its first two signs.
    fn meaning<I: Clone>(
        &self,
        mut find: impl FnMut(Search<'_>) -> Result<Vec<Hit<I>>, StoreError>,
    ) -> Result<Meant<I>, StoreError> {
        if self.key.is_empty() {
            return Ok(Meant::Near(Vec::new()));
        }
        let same = find(Search::Exact(&self.key, &self.whole))?;
        match self.among(&same).as_slice() {
            [one] => return Ok(Meant::One(one.clone())),
            [] => {}
            several => return Ok(Meant::Near(several.iter().take(HITS).cloned().collect())),
        }
        let mut near = find(Search::Holding(&self.key))?;
        if near.is_empty() {
            let start: String = self.key.chars().take(2).collect();
            near = find(Search::Holding(&start))?;
        }
        Ok(Meant::Near(self.nearest(near)))
    }

    /// Those that are meant whole.
    fn among<I: Clone>(&self, found: &[Hit<I>]) -> Vec<Hit<I>> {
        let meant = |hit: &&Hit<I>| match &self.place {
            Some(place) => hit.key == self.key && squash(&hit.place) == *place || hit.key == self.whole,
            None => hit.key == self.key,
        };
        found.iter().filter(meant).cloned().collect()
    }

    /// The nearest first.
    fn nearest<I: Clone>(&self, found: Vec<Hit<I>>) -> Vec<Hit<I>> {
        let typed = pairs(&self.key);
        let mut near: Vec<(usize, Hit<I>)> = found
            .into_iter()
            .map(|hit| (self.apart(&typed, &hit.key), hit))
            .collect();
        near.sort_by_key(|(apart, _)| *apart);
        near.into_iter().take(HITS).map(|(_, hit)| hit).collect()
    }

    /// How far a name is from what was typed: pairs of signs that only one of them has; less for a name that holds it.
    fn apart(&self, typed: &Pairs, known: &str) -> usize {
        let known_pairs = pairs(known);
        let n = |pairs: &Pairs, pair| pairs.get(pair).copied().unwrap_or(0);
        let more: usize = known_pairs
            .iter()
            .map(|(pair, of_known)| of_known.abs_diff(n(typed, pair)))
            .sum();
        let less = typed.iter().filter(|(pair, _)| !known_pairs.contains_key(*pair));
        let differ = more + less.map(|(_, of_typed)| of_typed).sum::<usize>();
        if known.contains(&self.key) {
            1 + differ
        } else {
            100 + differ
        }
    }
}

/// How often two signs stand next to each other.
type Pairs = BTreeMap<(char, char), usize>;

fn pairs(text: &str) -> Pairs {
    let signs: Vec<char> = text.chars().collect();
    let mut counted = Pairs::new();
    for pair in signs.windows(2) {
        *counted.entry((pair[0], pair[1])).or_default() += 1;
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(names: &[(&str, &str)]) -> Vec<Hit<UnitId>> {
        let one = |(n, (name, place)): (usize, &(&str, &str))| Hit {
            id: UnitId::from_u128(n as u128),
            name: (*name).to_owned(),
            key: name_key(name),
            place: (*place).to_owned(),
        };
        names.iter().enumerate().map(one).collect()
    }

    /// What is meant where these are all there are.
    fn ask(known: &[(&str, &str)], typed: &str) -> Result<String, Vec<String>> {
        let known = hits(known);
        let found = Typed::of(typed).meaning(|search| {
            let fits = |hit: &&Hit<UnitId>| match search {
                Search::Exact(key, whole) => hit.key == key || hit.key == whole,
                Search::Holding(part) => hit.key.contains(part),
            };
            Ok(known.iter().filter(fits).cloned().collect())
        });
        match found.expect("no database is asked") {
            Meant::One(hit) => Ok(hit.with_place()),
            Meant::Near(near) => Err(near.into_iter().map(|hit| hit.name).collect()),
        }
    }

    #[test]
    fn a_whole_name_means_one_unless_there_are_several() {
        let two = [
            ("暖阳毛衫", "濮院"),
            ("暖阳毛衫", "梧桐"),
            ("暖阳毛衫二厂", "濮院"),
        ];
        assert_eq!(ask(&two[1..], "暖阳毛衫"), Ok("暖阳毛衫（梧桐）".to_owned()));
        assert_eq!(ask(&two, "暖阳毛衫").map_err(|near| near.len()), Err(2));
        assert_eq!(ask(&two, "暖阳毛衫（濮院）"), Ok("暖阳毛衫（濮院）".to_owned()));
        assert_eq!(ask(&two, "暖阳毛衫(梧桐)"), Ok("暖阳毛衫（梧桐）".to_owned()));
    }

    #[test]
    fn brackets_may_be_part_of_a_name() {
        let one = [("暖阳（濮院）毛衫", "濮院"), ("暖阳（濮院）", "梧桐")];
        assert_eq!(ask(&one, "暖阳（濮院）"), Ok("暖阳（濮院）（梧桐）".to_owned()));
    }

    #[test]
    fn six_chinese_signs_are_no_credit_code() {
        assert_eq!(credit_code("暖阳毛衫工厂"), None);
        assert_eq!(
            credit_code(" 91330483ma2cx0tt5k").as_deref(),
            Some("91330483MA2CX0TT5K")
        );
        // As long in bytes as a code, and only near to the one that is known.
        assert_eq!(
            ask(&[("暖阳毛衫工厂食堂", "濮院")], "暖阳毛衫工厂"),
            Err(vec!["暖阳毛衫工厂食堂".to_owned()])
        );
    }

    #[test]
    fn what_is_not_whole_gives_the_nearest_first() {
        let found = [
            ("暖心超市", "濮院"),
            ("暖阳毛衫有限公司", "濮院"),
            ("暖阳幼儿园", "梧桐"),
        ];
        let near = ask(&found, "暖阳毛衫厂").unwrap_err();
        assert_eq!(near[0], "暖阳毛衫有限公司");
        assert_eq!(ask(&found, "暖阳毛衫").unwrap_err()[0], "暖阳毛衫有限公司");
    }
}
