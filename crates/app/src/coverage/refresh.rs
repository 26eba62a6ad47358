//! Keeps what is derived, spans and totals, in step with the facts, in the transaction that changed them.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, OrganisationId, UnitId},
    time,
};
use langqiao_store::{InsertMany, LISTED, Listed, Param, ReadTx, StoreError, WriteTx, listed, params};

use super::{
    facts::{self, Bodies, Place, UnitFacts},
    model::{Span, spans},
    rules::rules,
    tasks,
    totals::Totals,
    words::Line,
};

/// Recomputes the coverage of these units and writes what differs: spans, totals, and tasks whose gap is
/// closed. Call it in the transaction that changed a unit, its headcounts, who covers it, or the posts or
/// activities of an organisation that does.
///
/// # Errors
/// When the database fails.
pub fn refresh_units(tx: &mut WriteTx, units: &[UnitId]) -> Result<Refreshed, StoreError> {
    let units: Vec<UnitId> = units
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    lock_areas(tx, &units)?;
    let (mut bodies, mut changes, mut seen) = (Bodies::default(), Changes::default(), Refreshed::default());
    for ids in units.chunks(LISTED) {
        let facts = facts::units(tx, ids)?;
        bodies.know(tx, &facts)?;
        let mut kept = kept(tx, ids)?;
        for unit in &facts {
            let new = spans(rules(), &unit.history, &bodies.0);
            let old = kept.remove(&unit.history.unit).unwrap_or_default();
            if changes.note(unit, old, &new) {
                seen.changed += 1;
            }
            seen.units += 1;
            changes.today.insert(unit.history.unit, new);
        }
        tasks::close_for(tx, ids, &changes.today)?;
        changes.today.clear();
    }
    changes.write(tx)?;
    Ok(seen)
}

/// What a refresh did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Units looked at.
    pub units: u64,
    /// Units whose coverage is another than before.
    pub changed: u64,
}

/// The coverage of units that are new in this transaction and that nothing covers yet: nothing needs to be
/// read for it.
///
/// # Errors
/// When the database fails.
pub(crate) fn add_new_units(tx: &mut WriteTx, units: &[UnitFacts]) -> Result<(), StoreError> {
    let (nobody, mut changes) = (HashMap::new(), Changes::default());
    for unit in units {
        changes.note(unit, Vec::new(), &spans(rules(), &unit.history, &nobody));
    }
    changes.write(tx)
}

/// Recomputes every unit that an organisation covers or has covered.
///
/// # Errors
/// When the database fails.
pub fn refresh_organisation(tx: &mut WriteTx, organisation: OrganisationId) -> Result<Refreshed, StoreError> {
    let sql = "SELECT DISTINCT unit FROM organisation_unit WHERE organisation = ?1";
    let units = tx.all(sql, params![organisation], |row| row.get(0))?;
    refresh_units(tx, &units)
}

/// Two who change the coverage of one village wait for each other, or both would count the same difference.
fn lock_areas(tx: &mut WriteTx, units: &[UnitId]) -> Result<(), StoreError> {
    static AREAS: Listed = Listed::new("SELECT DISTINCT area FROM unit WHERE id IN ({ids})");
    let mut areas = BTreeSet::new();
    for ids in units.chunks(LISTED) {
        areas.extend(tx.all(AREAS.sql(), &listed(ids), |row| row.get::<AreaId>(0))?);
    }
    areas.iter().try_for_each(|area| tx.lock("coverage", area))
}

/// The spans that are kept of these units, in no order, each with the place it is counted under.
pub(super) fn kept(
    tx: &mut ReadTx,
    ids: &[UnitId],
) -> Result<HashMap<UnitId, Vec<(Place, Span)>>, StoreError> {
    static KEPT: Listed = Listed::new(
        "SELECT unit, line, valid_from, valid_to, status, people, area, town, kind, organisation, reason
         FROM coverage_span WHERE unit IN ({ids})",
    );
    let mut all: HashMap<UnitId, Vec<(Place, Span)>> = HashMap::with_capacity(ids.len());
    tx.each(KEPT.sql(), &listed(ids), |row| {
        let place = Place {
            area: row.get(6)?,
            town: row.get(7)?,
            kind: row.get(8)?,
        };
        let span = Span {
            line: row.get(1)?,
            from: row.get(2)?,
            to: row.get(3)?,
            status: row.get(4)?,
            people: row.get(5)?,
            organisation: row.get(9)?,
            reason: row.get(10)?,
        };
        all.entry(row.get(0)?).or_default().push((place, span));
        Ok(())
    })?;
    Ok(all)
}

/// What is to be written, gathered over many units.
#[derive(Default)]
struct Changes {
    gone: Vec<(UnitId, Line, Date)>,
    put: Vec<(UnitId, Place, Span)>,
    totals: Totals,
    today: HashMap<UnitId, Vec<Span>>,
}

impl Changes {
    /// Notes what differs between the spans kept of a unit and those it should have; whether anything does.
    fn note(&mut self, unit: &UnitFacts, old: Vec<(Place, Span)>, new: &[Span]) -> bool {
        let id = unit.history.unit;
        let mut old: BTreeMap<(Line, Date), (Place, Span)> = old
            .into_iter()
            .map(|(place, span)| ((span.line, span.from), (place, span)))
            .collect();
        let mut changed = false;
        for span in new {
            let before = old.remove(&(span.line, span.from));
            if before
                .as_ref()
                .is_some_and(|(place, kept)| *place == unit.place && kept == span)
            {
                continue;
            }
            if let Some((place, kept)) = before {
                self.totals.take(&place, &kept);
            }
            self.totals.put(&unit.place, span);
            self.put.push((id, unit.place, span.clone()));
            changed = true;
        }
        for (key, (place, span)) in old {
            self.totals.take(&place, &span);
            self.gone.push((id, key.0, key.1));
            changed = true;
        }
        changed
    }

    fn write(mut self, tx: &mut WriteTx) -> Result<(), StoreError> {
        static PUT: InsertMany<11> = InsertMany::new(
            "INSERT INTO coverage_span
             (unit, line, valid_from, valid_to, status, people, area, town, kind, organisation, reason)",
            "ON CONFLICT (unit, line, valid_from) DO UPDATE SET valid_to = excluded.valid_to,
             status = excluded.status, people = excluded.people, area = excluded.area, town = excluded.town,
             kind = excluded.kind, organisation = excluded.organisation, reason = excluded.reason",
        );
        for (unit, line, from) in &self.gone {
            let sql = "DELETE FROM coverage_span WHERE unit = ?1 AND line = ?2 AND valid_from = ?3";
            tx.execute(sql, params![unit, line, from])?;
        }
        // In the order of the ranked lists, or each of many rows would have another page of their indexes read.
        self.put
            .sort_by_key(|(unit, _, span)| (span.status, Reverse(span.people), *unit, span.line));
        PUT.run(tx, &self.put, |(unit, place, span)| {
            [
                unit as &dyn Param,
                &span.line,
                &span.from,
                &span.to,
                &span.status,
                &span.people,
                &place.area,
                &place.town,
                &place.kind,
                &span.organisation,
                &span.reason,
            ]
        })?;
        self.totals.write(tx)
    }
}

/// The span of a line that holds on a day.
pub(super) fn span_on(spans: &[Span], line: Line, day: Date) -> Option<&Span> {
    spans
        .iter()
        .find(|span| span.line == line && span.from <= day && day < span.to)
}

/// Today, by the transaction's instant.
pub(super) fn today(tx: &WriteTx) -> Date {
    time::day(tx.now())
}
