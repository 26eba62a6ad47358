//! The facts that coverage is computed from, as the database keeps them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{AreaId, OrganisationId, UnitId},
    time,
};
use langqiao_store::{LISTED, Listed, ReadTx, StoreError, listed};

use super::{
    model::{Body, BodyHistory, Cover, State, UnitHistory},
    rules::rules,
    words::{Line, UnitKind},
};

/// Where and what a unit is: what its figures are counted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its village or community, or its town if it belongs to none.
    pub area: AreaId,
    /// Its town.
    pub town: AreaId,
    /// Its kind.
    pub kind: UnitKind,
}

/// A unit with all that decides its coverage.
#[derive(Clone, Debug)]
pub struct UnitFacts {
    /// Where and what it is.
    pub place: Place,
    /// Its history.
    pub history: UnitHistory,
}

/// Reads units with their histories, in the order of their ids; ids that are no unit's are left out.
pub(super) fn units(tx: &mut ReadTx, ids: &[UnitId]) -> Result<Vec<UnitFacts>, StoreError> {
    let mut all = BTreeMap::new();
    for ids in ids.chunks(LISTED) {
        static UNITS: Listed = Listed::new(
            "SELECT u.id, u.kind, u.area, COALESCE(a.town, a.id), u.valid_from, u.valid_to
             FROM unit u JOIN area a ON a.id = u.area WHERE u.id IN ({ids})",
        );
        static STATES: Listed = Listed::new(
            "SELECT unit, valid_from, valid_to, headcount, women, youth, scitech, party
             FROM unit_state WHERE unit IN ({ids}) ORDER BY unit, valid_from",
        );
        static COVERS: Listed = Listed::new(
            "SELECT c.unit, c.organisation, o.line, c.way, c.valid_from, c.valid_to
             FROM organisation_unit c JOIN organisation o ON o.id = c.organisation WHERE c.unit IN ({ids})",
        );
        tx.each(UNITS.sql(), &listed(ids), |row| {
            let place = Place {
                area: row.get(2)?,
                town: row.get(3)?,
                kind: row.get(1)?,
            };
            let history = UnitHistory {
                unit: row.get(0)?,
                kind: place.kind,
                from: row.get(4)?,
                to: row.get(5)?,
                states: Vec::new(),
                covers: Vec::new(),
            };
            all.insert(history.unit, UnitFacts { place, history });
            Ok(())
        })?;
        tx.each(STATES.sql(), &listed(ids), |row| {
            let Some(unit) = all.get_mut(&row.get::<UnitId>(0)?) else {
                return Ok(());
            };
            unit.history.states.push(State {
                from: row.get(1)?,
                to: row.get(2)?,
                headcount: row.get(3)?,
                women: row.get(4)?,
                youth: row.get(5)?,
                scitech: row.get(6)?,
                party: row.get(7)?,
            });
            Ok(())
        })?;
        tx.each(COVERS.sql(), &listed(ids), |row| {
            let Some(unit) = all.get_mut(&row.get::<UnitId>(0)?) else {
                return Ok(());
            };
            unit.history.covers.push(Cover {
                organisation: row.get(1)?,
                line: row.get::<Line>(2)?,
                way: row.get(3)?,
                from: row.get(4)?,
                to: row.get(5)?,
            });
            Ok(())
        })?;
    }
    Ok(all.into_values().collect())
}

/// When organisations live, worked out once for each.
#[derive(Default)]
pub(super) struct Bodies(pub HashMap<OrganisationId, Body>);

impl Bodies {
    /// Reads the organisations that cover these units and aren't known yet.
    pub(super) fn know(&mut self, tx: &mut ReadTx, units: &[UnitFacts]) -> Result<(), StoreError> {
        let covering = units
            .iter()
            .flat_map(|unit| unit.history.covers.iter().map(|cover| cover.organisation));
        let missing: BTreeSet<OrganisationId> = covering.filter(|id| !self.0.contains_key(id)).collect();
        let missing: Vec<OrganisationId> = missing.into_iter().collect();
        for ids in missing.chunks(LISTED) {
            for (id, history) in bodies(tx, ids)? {
                self.0.insert(id, Body::of(rules(), &history));
            }
        }
        Ok(())
    }
}

fn bodies(
    tx: &mut ReadTx,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, BodyHistory>, StoreError> {
    static LIVES: Listed =
        Listed::new("SELECT id, valid_from, valid_to, created_at FROM organisation WHERE id IN ({ids})");
    static POSTS: Listed =
        Listed::new("SELECT organisation, valid_from, valid_to FROM posting WHERE organisation IN ({ids})");
    // 28,800,000 ms: the eight hours by which the wall clock is ahead, so that a day is a day of the calendar.
    static HELD: Listed = Listed::new(
        "SELECT DISTINCT c.organisation, (a.starts_at + 28800000) / 86400000 AS day
         FROM cohost c JOIN activity a ON a.id = c.activity
         WHERE c.organisation IN ({ids}) AND c.status = 'accepted' AND a.status = 'published'",
    );
    let mut all = HashMap::with_capacity(ids.len());
    tx.each(LIVES.sql(), &listed(ids), |row| {
        let known_since = time::day(row.get::<Timestamp>(3)?);
        let history = BodyHistory {
            founded: row.get(1)?,
            dissolved: row.get(2)?,
            known_since,
            posts: Vec::new(),
            held: Vec::new(),
        };
        all.insert(row.get(0)?, history);
        Ok(())
    })?;
    tx.each(POSTS.sql(), &listed(ids), |row| {
        let Some(body) = all.get_mut(&row.get::<OrganisationId>(0)?) else {
            return Ok(());
        };
        body.posts.push((row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    tx.each(HELD.sql(), &listed(ids), |row| {
        let Some(body) = all.get_mut(&row.get::<OrganisationId>(0)?) else {
            return Ok(());
        };
        body.held.push(row.get::<Date>(1)?);
        Ok(())
    })?;
    Ok(all)
}
