//! Units and organisations by what people call them: the one that is meant, or the nearest to choose from.

use std::collections::{BTreeMap, BTreeSet};

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

/// What unit a name or a credit code means on a day. A name may be followed by its place in brackets.
///
/// # Errors
/// When the database fails.
pub fn unit(tx: &mut ReadTx, typed: &str, on: Date) -> Result<Meant<UnitId>, StoreError> {
    let (name, place) = split(typed);
    let key = name_key(&name);
    if key.is_empty() {
        return Ok(Meant::Near(Vec::new()));
    }
    let found = tx.all(
        "SELECT u.id, u.name, u.name_key, a.short_name, t.short_name FROM unit u
         JOIN area a ON a.id = u.area LEFT JOIN area t ON t.id = a.town
         WHERE (u.name_key = ?1 OR u.uscc = ?2 OR u.name_key LIKE ?3 ESCAPE '!')
           AND u.valid_from <= ?4 AND ?4 < u.valid_to
         ORDER BY CASE WHEN u.name_key = ?1 OR u.uscc = ?2 THEN 0 ELSE 1 END, u.name_key, u.id LIMIT ?5",
        params![key, squash(typed).to_uppercase(), like(&key), on, LOOKED_AT],
        hit,
    )?;
    let code = squash(typed);
    Ok(meant(found, &key, place.as_deref(), code.len() == 18))
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
    let (name, place) = split(typed);
    let key = name_key(&name);
    if key.is_empty() {
        return Ok(Meant::Near(Vec::new()));
    }
    let found = tx.all(
        "SELECT o.id, o.name, o.name_key, a.short_name, t.short_name FROM organisation o
         JOIN area a ON a.id = o.area LEFT JOIN area t ON t.id = a.town
         WHERE o.line = ?1 AND (o.name_key = ?2 OR o.name_key LIKE ?3 ESCAPE '!')
           AND o.valid_from <= ?4 AND ?4 < o.valid_to
         ORDER BY CASE WHEN o.name_key = ?2 THEN 0 ELSE 1 END, o.name_key, o.id LIMIT ?5",
        params![line, key, like(&key), on, LOOKED_AT],
        hit,
    )?;
    Ok(meant(found, &key, place.as_deref(), false))
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

/// What names near to this one hold: its first two signs, so that a name that goes on otherwise is found too.
fn like(key: &str) -> String {
    let start: String = key.chars().take(2).collect();
    format!("%{}%", escaped(&start))
}

fn meant<I: Clone>(found: Vec<Hit<I>>, key: &str, place: Option<&str>, by_code: bool) -> Meant<I> {
    // A unit found by its credit code has another name than the code.
    if by_code && let [one] = found.as_slice() {
        return Meant::One(one.clone());
    }
    // Brackets may be part of the name: 桐乡市暖阳毛衫(濮院)有限公司.
    let whole: Vec<&Hit<I>> = found
        .iter()
        .filter(|hit| match place {
            Some(place) => {
                hit.key == key && squash(&hit.place) == place
                    || hit.key == name_key(&format!("{key}({place})"))
            }
            None => hit.key == key,
        })
        .collect();
    if let [one] = whole.as_slice() {
        return Meant::One((*one).clone());
    }
    let mut near: Vec<(usize, &Hit<I>)> = found.iter().map(|hit| (apart(&hit.key, key), hit)).collect();
    near.sort_by_key(|(apart, _)| *apart);
    Meant::Near(near.into_iter().take(HITS).map(|(_, hit)| hit.clone()).collect())
}

/// How far two names are apart: pairs of signs that only one of them has; none for a name that holds the other.
fn apart(known: &str, typed: &str) -> usize {
    if known == typed {
        return 0;
    }
    let pairs = |text: &str| {
        let signs: Vec<char> = text.chars().collect();
        let mut counted: BTreeMap<(char, char), usize> = BTreeMap::new();
        for pair in signs.windows(2) {
            *counted.entry((pair[0], pair[1])).or_default() += 1;
        }
        counted
    };
    let (a, b) = (pairs(known), pairs(typed));
    let all: BTreeSet<_> = a.keys().chain(b.keys()).collect();
    let n = |pairs: &BTreeMap<(char, char), usize>, pair| pairs.get(pair).copied().unwrap_or(0);
    let differ: usize = all
        .into_iter()
        .map(|pair| n(&a, pair).abs_diff(n(&b, pair)))
        .sum();
    if known.contains(typed) {
        1 + differ
    } else {
        100 + differ
    }
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

    fn ask(found: &[(&str, &str)], typed: &str) -> Result<String, Vec<String>> {
        let (name, place) = split(typed);
        match meant(hits(found), &name_key(&name), place.as_deref(), false) {
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
        assert_eq!(ask(&two, "暖阳毛衫").map_err(|near| near.len()), Err(3));
        assert_eq!(ask(&two, "暖阳毛衫（濮院）"), Ok("暖阳毛衫（濮院）".to_owned()));
        assert_eq!(ask(&two, "暖阳毛衫(梧桐)"), Ok("暖阳毛衫（梧桐）".to_owned()));
    }

    #[test]
    fn brackets_may_be_part_of_a_name() {
        let one = [("暖阳（濮院）毛衫", "濮院"), ("暖阳（濮院）", "梧桐")];
        assert_eq!(ask(&one, "暖阳（濮院）"), Ok("暖阳（濮院）（梧桐）".to_owned()));
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
