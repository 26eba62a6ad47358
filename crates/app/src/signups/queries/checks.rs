//! Whether what is kept in sum agrees with the sign-ups themselves, for `langqiao verify`.

use std::collections::{BTreeMap, BTreeSet};

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::rollup;
use langqiao_store::{ReadTx, StoreError, params};

use crate::signups::{model::SignupRole, sign_up::MEASURE};

/// Compares the roll-up of sign-ups with the sign-ups themselves.
///
/// # Errors
/// When the database fails.
pub fn check_rollup(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut counted: BTreeMap<(OrganisationId, i64), i64> = BTreeMap::new();
    tx.each(
        "SELECT a.organisation, s.created_at FROM signup s JOIN activity a ON a.id = s.activity",
        params![],
        |row| {
            let month = rollup::month(row.get(1)?);
            *counted.entry((row.get(0)?, month)).or_default() += 1;
            Ok(())
        },
    )?;
    let kept = rollup::all(tx, MEASURE)?;
    let kept: BTreeMap<_, _> = kept
        .into_iter()
        .map(|(org, month, _, n)| ((org, month), n))
        .collect();
    let keys: BTreeSet<_> = counted.keys().chain(kept.keys()).copied().collect();
    let differs = keys.into_iter().filter_map(|key| {
        let (facts, total) = (
            counted.get(&key).copied().unwrap_or(0),
            kept.get(&key).copied().unwrap_or(0),
        );
        let (org, month) = key;
        (facts != total)
            .then(|| format!("signups of {org} in month {month}: {facts} in the records, {total} kept"))
    });
    Ok(differs.collect())
}

/// Compares each pool's counts with the sign-ups.
///
/// # Errors
/// When the database fails.
pub fn check_places(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT p.activity, p.role, p.taken, p.waiting, COALESCE(s.holding, 0), COALESCE(s.waits, 0)
         FROM pool p LEFT JOIN (
           SELECT activity, role, COUNT(CASE WHEN state IN ('seat', 'offered') THEN 1 END) AS holding,
                  COUNT(CASE WHEN state = 'waiting' THEN 1 END) AS waits
           FROM signup GROUP BY activity, role) s ON s.activity = p.activity AND s.role = p.role
         WHERE p.taken <> COALESCE(s.holding, 0) OR p.waiting <> COALESCE(s.waits, 0)",
        params![],
        |row| {
            let (activity, role): (ActivityId, SignupRole) = (row.get(0)?, row.get(1)?);
            let n = |at| row.get::<i64>(at);
            Ok(format!(
                "places of {activity} for {}: {} held and {} waiting kept, {} and {} in the records",
                role.as_str(),
                n(2)?,
                n(3)?,
                n(4)?,
                n(5)?
            ))
        },
    )
}
