//! What the portal's lists read.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, AreaId};
use langqiao_store::{Param, ReadTx, Row, StoreError, params};

use super::{
    filter::{After, Filter},
    place::Place,
};
use crate::{
    activities::{ActivityKind, SEARCH_KIND},
    coverage::Line,
    signups::{self, Places, SignupRole},
};

/// An activity in a list.
#[derive(Clone, Debug)]
pub struct Card {
    /// Which activity.
    pub id: ActivityId,
    /// What it is.
    pub title: String,
    /// What kind of thing.
    pub kind: ActivityKind,
    /// Where, in words.
    pub place: String,
    /// The village or community, and the town.
    pub area: String,
    /// The town.
    pub town: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Until when its places change hands.
    pub moves_until: Timestamp,
    /// When sign-up begins.
    pub opens_at: Timestamp,
    /// When sign-up ends.
    pub closes_at: Timestamp,
    /// Where it lies on the schematic plan, in kilometres.
    pub at: (f64, f64),
    /// Who holds it.
    pub host: String,
    /// The lines of all who hold it together, the host's first.
    pub lines: Vec<Line>,
    /// The places for those who take part, if there are any.
    pub places: Option<Places>,
    /// Whether volunteers are wanted still.
    pub help: bool,
}

/// Cards, with what the rest of the statement says. Nothing lasts longer than 31 days (a rule of activities),
/// so that what began before that need not be looked at, however many years there are. A course goes on for longer: it
/// stands among what is to come until it begins, and from then on among the courses. `$now` is the number of the parameter
/// that says when it is now: since when places are free is told by that, whatever days are asked for.
macro_rules! cards {
    ($now:literal, $rest:literal) => {
        concat!(
            "SELECT a.id, a.title, a.kind, ", crate::activities::whole_place!(), ", ar.short_name, tn.short_name, a.starts_at, a.ends_at,
                    a.signup_opens_at, a.signup_closes_at, COALESCE(ve.x, ar.x), COALESCE(ve.y, ar.y), o.name,
                    (SELECT string_agg(c.line, ' ' ORDER BY c.host DESC, c.line) FROM cohost c
                     WHERE c.activity = a.id AND c.status = 'accepted'),
                    p.capacity, p.taken, p.waiting,
                    (SELECT COUNT(*) FROM pool h WHERE h.activity = a.id AND h.role = 'volunteer'
                     AND h.taken < h.capacity AND (h.waiting = 0 OR ", crate::signups::passed_at!("h"), " <= ", $now, ")),
                    a.allotment, a.allotted_at, ", crate::signups::passed_at!("p"), ", a.course
             FROM activity a
             JOIN area ar ON ar.id = a.area JOIN area tn ON tn.id = a.town
             JOIN organisation o ON o.id = a.organisation
             LEFT JOIN space sp ON sp.id = a.space LEFT JOIN venue ve ON ve.id = sp.venue
             LEFT JOIN pool p ON p.activity = a.id AND p.role = 'attendee' AND p.capacity > 0
             WHERE a.status = 'published' AND a.ends_at > ?1 AND a.starts_at < ?2
               AND a.starts_at > CAST(?1 AS BIGINT) - 2678400000 AND (a.course = 0 OR a.starts_at >= ?1)
               AND (CAST(?3 AS TEXT) IS NULL OR a.town = ?3)
               AND (CAST(?4 AS TEXT) IS NULL OR EXISTS (
                 SELECT 1 FROM cohost c WHERE c.activity = a.id AND c.line = ?4 AND c.status = 'accepted'))
               AND (CAST(?5 AS TEXT) IS NULL OR a.kind = ?5)
               AND (CAST(?6 AS BIGINT) = 0 OR (p.taken < p.capacity AND (p.waiting = 0 OR ", crate::signups::passed_at!("p"), " <= ", $now, "))
                    OR (a.allotment <> 'first_come' AND a.allotted_at IS NULL))
               AND (CAST(?7 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM pool h WHERE h.activity = a.id AND h.role = 'volunteer'
                    AND h.taken < h.capacity AND (h.waiting = 0 OR ", crate::signups::passed_at!("h"), " <= ", $now, "))) ",
            $rest
        )
    };
}

/// The kind of an activity; one that this program doesn't know is shown as any other.
pub(super) fn kind(row: &Row<'_>, column: usize) -> Result<ActivityKind, StoreError> {
    Ok(row.text(column)?.parse().unwrap_or(ActivityKind::Other))
}

fn card(row: &Row<'_>) -> Result<Card, StoreError> {
    let lines = row.get::<Option<String>>(13)?.unwrap_or_default();
    let mut seen: Vec<Line> = Vec::new();
    for line in lines.split_whitespace().filter_map(|line| line.parse().ok()) {
        if !seen.contains(&line) {
            seen.push(line);
        }
    }
    let places = match row.get::<Option<i64>>(14)? {
        Some(capacity) => Some(Places {
            role: SignupRole::Attendee,
            capacity,
            taken: row.get(15)?,
            waiting: row.get(16)?,
            all_wait: signups::waits(row.get(18)?, row.get(19)?, SignupRole::Attendee),
            passed_at: row.get(20)?,
        }),
        None => None,
    };
    let (starts_at, ends_at) = (row.get(6)?, row.get(7)?);
    Ok(Card {
        id: row.get(0)?,
        title: row.get(1)?,
        kind: kind(row, 2)?,
        place: row.get(3)?,
        area: row.get(4)?,
        town: row.get(5)?,
        starts_at,
        ends_at,
        moves_until: signups::moves_until(row.get(21)?, starts_at, ends_at),
        opens_at: row.get(8)?,
        closes_at: row.get(9)?,
        at: (row.get(10)?, row.get(11)?),
        host: row.get(12)?,
        lines: seen,
        places,
        help: row.get::<i64>(17)? > 0,
    })
}

/// What fits a filter (but for its search), by time; at most `limit`, from where the filter says to go on.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut ReadTx<'_>,
    filter: &Filter,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Card>, StoreError> {
    let (from, to) = filter.span(now);
    let after = filter.after.unwrap_or(After {
        shown: 0,
        starts_at: Timestamp::MIN,
        id: ActivityId::from_u128(0),
    });
    tx.all(
        cards!(
            "?11",
            "AND (a.starts_at, a.id) > (?8, ?9) ORDER BY a.starts_at, a.id LIMIT ?10"
        ),
        params![
            from,
            to,
            filter.town,
            filter.line.map(Line::as_str),
            filter.kind,
            filter.free,
            filter.help,
            after.starts_at,
            after.id,
            limit,
            now
        ],
        card,
    )
}

/// What starts between `from` and `to`, the nearest to a point of the plan or, without one, the first; at most
/// `limit`, in the order of time. With `running`, what has begun before `from` and goes on counts too.
///
/// # Errors
/// When the database fails.
pub fn nearest(
    tx: &mut ReadTx<'_>,
    (from, to): (Timestamp, Timestamp),
    now: Timestamp,
    running: bool,
    near: Option<(f64, f64)>,
    limit: i64,
) -> Result<Vec<Card>, StoreError> {
    let nobody: Option<&str> = None;
    let (x, y) = near.unwrap_or_default();
    let since = if running { Timestamp::MIN } else { from };
    tx.all(
        cards!(
            "?13",
            "AND a.id IN (
               SELECT n.id FROM activity n JOIN area na ON na.id = n.area
               LEFT JOIN space ns ON ns.id = n.space LEFT JOIN venue nv ON nv.id = ns.venue
               WHERE n.status = 'published' AND n.ends_at > ?1 AND n.starts_at < ?2 AND n.starts_at >= ?8
                 AND n.starts_at > CAST(?1 AS BIGINT) - 2678400000 AND (n.course = 0 OR n.starts_at >= ?1)
               ORDER BY CASE WHEN CAST(?9 AS BIGINT) = 0 THEN 0 ELSE
                   (COALESCE(nv.x, na.x) - CAST(?10 AS DOUBLE PRECISION)) * (COALESCE(nv.x, na.x) - ?10)
                   + (COALESCE(nv.y, na.y) - CAST(?11 AS DOUBLE PRECISION)) * (COALESCE(nv.y, na.y) - ?11) END,
                 n.starts_at, n.id LIMIT ?12)
             ORDER BY a.starts_at, a.id"
        ),
        params![from, to, nobody, nobody, nobody, false, false, since, near.is_some(), x, y, limit, now],
        card,
    )
}

/// How many things found by words are read with one statement.
const AT_ONCE: usize = 100;
/// How many things found by words are looked at: what was held years ago counts too until it is left out.
const MOST_FOUND: u32 = 1000;
/// How many are given: more than anyone reads.
const ENOUGH: usize = 100;

/// What fits a filter with words to search for, first what fits best. One statement for the words and one for
/// every hundred things found, until there are enough.
///
/// # Errors
/// When the database fails.
pub fn found(tx: &mut ReadTx<'_>, filter: &Filter, q: &str, now: Timestamp) -> Result<Vec<Card>, StoreError> {
    let hits = tx.search(SEARCH_KIND, q, MOST_FOUND)?;
    let (from, to) = filter.span(now);
    let line = filter.line.map(Line::as_str);
    let mut cards = Vec::new();
    for hits in hits.chunks(AT_ONCE) {
        // One text for any number of hits: what is missing to a hundred is filled up with nothing.
        let mut ids: Vec<Option<&str>> = hits.iter().map(|(id, _)| Some(id.as_str())).collect();
        ids.resize(AT_ONCE, None);
        let mut args: Vec<&dyn Param> = vec![
            &from,
            &to,
            &filter.town,
            &line,
            &filter.kind,
            &filter.free,
            &filter.help,
        ];
        args.extend(ids.iter().map(|id| id as &dyn Param));
        args.push(&now);
        let mut some = tx.all(
            cards!(
                "?108",
                "AND a.id IN (
                 ?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,
                 ?28,?29,?30,?31,?32,?33,?34,?35,?36,?37,?38,?39,?40,?41,?42,?43,?44,?45,?46,?47,
                 ?48,?49,?50,?51,?52,?53,?54,?55,?56,?57,?58,?59,?60,?61,?62,?63,?64,?65,?66,?67,
                 ?68,?69,?70,?71,?72,?73,?74,?75,?76,?77,?78,?79,?80,?81,?82,?83,?84,?85,?86,?87,
                 ?88,?89,?90,?91,?92,?93,?94,?95,?96,?97,?98,?99,?100,?101,?102,?103,?104,?105,?106,?107)"
            ),
            &args,
            card,
        )?;
        let rank: HashMap<&str, usize> = hits
            .iter()
            .enumerate()
            .map(|(at, (id, _))| (id.as_str(), at))
            .collect();
        some.sort_by_key(|card| rank.get(card.id.to_text().as_str()).copied());
        cards.extend(some);
        if cards.len() >= ENOUGH {
            break;
        }
    }
    Ok(cards)
}

/// The area that a visitor chose, with its name and where it lies.
///
/// # Errors
/// When the database fails.
pub fn place(tx: &mut ReadTx<'_>, area: AreaId) -> Result<Option<Place>, StoreError> {
    tx.one(
        "SELECT a.id, a.short_name, t.short_name, a.x, a.y FROM area a
         LEFT JOIN area t ON t.id = a.town AND t.id <> a.id WHERE a.id = ?1",
        params![area],
        |row| {
            let (name, town): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            let name = town.map_or_else(|| name.clone(), |town| format!("{town} {name}"));
            Ok(Place {
                id: row.get(0)?,
                name,
                at: (row.get(3)?, row.get(4)?),
            })
        },
    )
}

/// A town or village to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaName {
    /// Which.
    pub id: AreaId,
    /// Its name.
    pub name: String,
}

/// The towns, by code.
///
/// # Errors
/// When the database fails.
pub fn towns(tx: &mut ReadTx<'_>) -> Result<Vec<AreaName>, StoreError> {
    tx.all(
        "SELECT id, short_name FROM area WHERE level = 'town' AND valid_to = 2932896 ORDER BY code",
        params![],
        |row| {
            Ok(AreaName {
                id: row.get(0)?,
                name: row.get(1)?,
            })
        },
    )
}

/// The villages and communities of a town, by code.
///
/// # Errors
/// When the database fails.
pub fn villages(tx: &mut ReadTx<'_>, town: AreaId) -> Result<Vec<AreaName>, StoreError> {
    tx.all(
        "SELECT id, short_name FROM area
         WHERE parent = ?1 AND level = 'village' AND valid_to = 2932896 ORDER BY code",
        params![town],
        |row| {
            Ok(AreaName {
                id: row.get(0)?,
                name: row.get(1)?,
            })
        },
    )
}
