//! What the portal reads.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, AreaId, PersonId};
use langqiao_store::{Param, ReadTx, Row, StoreError, params};

use super::{
    filter::{After, Filter},
    place::Place,
};
use crate::{
    activities::ActivityKind,
    coverage::Line,
    signups::{PartyId, Places, SignupRole, SignupState},
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

macro_rules! cards {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.title, a.kind, a.place, ar.short_name, tn.short_name, a.starts_at, a.ends_at,
                    a.signup_opens_at, a.signup_closes_at, COALESCE(ve.x, ar.x), COALESCE(ve.y, ar.y), o.name,
                    (SELECT string_agg(c.line, ' ' ORDER BY c.host DESC, c.line) FROM cohost c
                     WHERE c.activity = a.id AND c.status = 'accepted'),
                    p.capacity, p.taken, p.waiting,
                    (SELECT COUNT(*) FROM pool h WHERE h.activity = a.id AND h.role = 'volunteer'
                     AND h.waiting = 0 AND h.taken < h.capacity)
             FROM activity a
             JOIN area ar ON ar.id = a.area JOIN area tn ON tn.id = a.town
             JOIN organisation o ON o.id = a.organisation
             LEFT JOIN space sp ON sp.id = a.space LEFT JOIN venue ve ON ve.id = sp.venue
             LEFT JOIN pool p ON p.activity = a.id AND p.role = 'attendee' AND p.capacity > 0
             WHERE a.status = 'published' AND a.starts_at < ?2 AND a.ends_at > ?1
               AND (CAST(?3 AS TEXT) IS NULL OR a.town = ?3)
               AND (CAST(?4 AS TEXT) IS NULL OR EXISTS (
                 SELECT 1 FROM cohost c WHERE c.activity = a.id AND c.line = ?4 AND c.status = 'accepted'))
               AND (CAST(?5 AS TEXT) IS NULL OR a.kind = ?5)
               AND (CAST(?6 AS BIGINT) = 0 OR (p.waiting = 0 AND p.taken < p.capacity))
               AND (CAST(?7 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM pool h WHERE h.activity = a.id AND h.role = 'volunteer'
                    AND h.waiting = 0 AND h.taken < h.capacity)) ",
            $rest
        )
    };
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
        }),
        None => None,
    };
    Ok(Card {
        id: row.get(0)?,
        title: row.get(1)?,
        kind: row.get(2)?,
        place: row.get(3)?,
        area: row.get(4)?,
        town: row.get(5)?,
        starts_at: row.get(6)?,
        ends_at: row.get(7)?,
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
        cards!("AND (a.starts_at, a.id) > (?8, ?9) ORDER BY a.starts_at, a.id LIMIT ?10"),
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
            limit
        ],
        card,
    )
}

/// How many things found by words are looked at: more than anyone reads.
pub const MOST_FOUND: usize = 100;

/// What fits a filter with words to search for: first what fits best of what is to come.
///
/// # Errors
/// When the database fails.
pub fn found(tx: &mut ReadTx<'_>, filter: &Filter, q: &str, now: Timestamp) -> Result<Vec<Card>, StoreError> {
    let hits = tx.search("activity", q, MOST_FOUND as u32)?;
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let (from, to) = filter.span(now);
    let line = filter.line.map(Line::as_str);
    // One text for any number of hits: what is missing to a hundred is filled up with nothing.
    let mut ids: Vec<Option<&str>> = hits.iter().map(|(id, _)| Some(id.as_str())).collect();
    ids.resize(MOST_FOUND, None);
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
    let mut cards = tx.all(
        cards!(
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
    cards.sort_by_key(|card| rank.get(card.id.to_text().as_str()).copied());
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

/// An activity on its own page.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Which.
    pub id: ActivityId,
    /// What it is.
    pub title: String,
    /// What to expect, in a few lines.
    pub summary: String,
    /// What kind of thing.
    pub kind: ActivityKind,
    /// `published` or `cancelled`.
    pub status: String,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// Where, in words.
    pub place: String,
    /// The venue's address, where it is held in one.
    pub address: Option<String>,
    /// Whether the venue can be entered without steps, where it is held in one.
    pub step_free: Option<bool>,
    /// The village or community.
    pub area: String,
    /// The town.
    pub town: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When sign-up begins.
    pub opens_at: Timestamp,
    /// When sign-up ends.
    pub closes_at: Timestamp,
    /// The youngest age, in years.
    pub min_age: Option<i64>,
    /// The oldest age, in years.
    pub max_age: Option<i64>,
    /// The area whose people it is for.
    pub only_area: Option<String>,
    /// At most so many in one party.
    pub party_max: i64,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
    /// Grows with every change.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The places for those who take part.
    pub attendees: Option<Places>,
    /// The places for those who help.
    pub volunteers: Option<Places>,
    /// Who holds it together, the host first; filled by [`detail`].
    pub hosts: Vec<Host>,
}

/// One of those who hold an activity together.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its line.
    pub line: Option<Line>,
    /// Whether it is the host.
    pub host: bool,
}

/// A public activity with who holds it together: two statements.
///
/// # Errors
/// When the database fails.
pub fn detail(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<Detail>, StoreError> {
    let found = tx.one(
        "SELECT a.id, a.title, a.summary, a.kind, a.status, a.cancel_reason, a.place, ve.address, ve.step_free,
                ar.short_name, tn.short_name, a.starts_at, a.ends_at, a.signup_opens_at, a.signup_closes_at,
                a.min_age, a.max_age, oa.short_name, a.party_max, a.offer_minutes, a.version, a.updated_at,
                p.capacity, p.taken, p.waiting, h.capacity, h.taken, h.waiting
         FROM activity a
         JOIN area ar ON ar.id = a.area JOIN area tn ON tn.id = a.town
         LEFT JOIN area oa ON oa.id = a.only_area
         LEFT JOIN space sp ON sp.id = a.space LEFT JOIN venue ve ON ve.id = sp.venue
         LEFT JOIN pool p ON p.activity = a.id AND p.role = 'attendee' AND p.capacity > 0
         LEFT JOIN pool h ON h.activity = a.id AND h.role = 'volunteer' AND h.capacity > 0
         WHERE a.id = ?1 AND a.status IN ('published', 'cancelled')",
        params![id],
        |row| {
            Ok(Detail {
                id: row.get(0)?,
                title: row.get(1)?,
                summary: row.get(2)?,
                kind: row.get(3)?,
                status: row.get(4)?,
                cancel_reason: row.get(5)?,
                place: row.get(6)?,
                address: row.get(7)?,
                step_free: row.get(8)?,
                area: row.get(9)?,
                town: row.get(10)?,
                starts_at: row.get(11)?,
                ends_at: row.get(12)?,
                opens_at: row.get(13)?,
                closes_at: row.get(14)?,
                min_age: row.get(15)?,
                max_age: row.get(16)?,
                only_area: row.get(17)?,
                party_max: row.get(18)?,
                offer_minutes: row.get(19)?,
                version: row.get(20)?,
                updated_at: row.get(21)?,
                attendees: places(row, SignupRole::Attendee, 22)?,
                volunteers: places(row, SignupRole::Volunteer, 25)?,
                hosts: Vec::new(),
            })
        },
    )?;
    let Some(mut detail) = found else { return Ok(None) };
    detail.hosts = tx.all(
        "SELECT o.name, c.line, c.host FROM cohost c JOIN organisation o ON o.id = c.organisation
         WHERE c.activity = ?1 AND c.status = 'accepted' ORDER BY c.host DESC, o.name",
        params![id],
        |row| {
            Ok(Host {
                name: row.get(0)?,
                line: row.text(1)?.parse().ok(),
                host: row.get(2)?,
            })
        },
    )?;
    Ok(Some(detail))
}

fn places(row: &Row<'_>, role: SignupRole, at: usize) -> Result<Option<Places>, StoreError> {
    let Some(capacity) = row.get::<Option<i64>>(at)? else {
        return Ok(None);
    };
    Ok(Some(Places {
        role,
        capacity,
        taken: row.get(at + 1)?,
        waiting: row.get(at + 2)?,
    }))
}

/// The party that a person booked for an activity or comes with, and how it stands.
///
/// # Errors
/// When the database fails.
pub fn own_signup(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    person: PersonId,
) -> Result<Option<(PartyId, SignupState)>, StoreError> {
    tx.one(
        "SELECT party, state FROM signup WHERE activity = ?1 AND (person = ?2 OR booker = ?2)
         AND state IN ('seat', 'waiting', 'offered') ORDER BY CASE state WHEN 'offered' THEN 0 ELSE 1 END, id LIMIT 1",
        params![activity, person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
