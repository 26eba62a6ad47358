//! Recomputes spans and totals from the facts and names what differs, for `langqiao verify`.

use langqiao_kernel::id::UnitId;
use langqiao_store::{LISTED, ReadTx, StoreError, params};

use super::{
    facts::{self, Bodies},
    model::{Span, spans},
    refresh::kept,
    rules::rules,
    totals::Totals,
};

/// Each span and each total that isn't what the facts make it, in words.
///
/// # Errors
/// When the database fails.
pub(super) fn check(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    let (mut differences, mut totals, mut bodies) = (Vec::new(), Totals::default(), Bodies::default());
    let mut after: Option<UnitId> = None;
    loop {
        let ids = next(tx, after)?;
        let Some(last) = ids.last() else { break };
        after = Some(*last);
        let facts = facts::units(tx, &ids)?;
        bodies.know(tx, &facts)?;
        let mut kept = kept(tx, &ids)?;
        for unit in &facts {
            let mut should = spans(rules(), &unit.history, &bodies.0);
            should.sort_by_key(|span| (span.line, span.from));
            let mut is = kept.remove(&unit.history.unit).unwrap_or_default();
            is.sort_by_key(|(_, span)| (span.line, span.from));
            let same = is.len() == should.len()
                && is
                    .iter()
                    .zip(&should)
                    .all(|((place, is), should)| is == should && *place == unit.place);
            if !same {
                differences.push(format!(
                    "coverage of unit {}: {}",
                    unit.history.unit,
                    first_difference(&is, &should)
                ));
            }
            for span in &should {
                totals.put(&unit.place, span);
            }
        }
    }
    differences.extend(totals.compare(tx)?);
    Ok(differences)
}

fn next(tx: &mut ReadTx, after: Option<UnitId>) -> Result<Vec<UnitId>, StoreError> {
    let sql = "SELECT id FROM unit WHERE (CAST(?1 AS TEXT) IS NULL OR id > ?1) ORDER BY id LIMIT ?2";
    tx.all(sql, params![after, LISTED as i64], |row| row.get(0))
}

fn first_difference(is: &[(facts::Place, Span)], should: &[Span]) -> String {
    let at = is
        .iter()
        .zip(should)
        .position(|((_, is), should)| is != should)
        .unwrap_or(is.len().min(should.len()));
    format!(
        "kept {:?}, should be {:?}",
        is.get(at).map(|(_, span)| span),
        should.get(at)
    )
}
