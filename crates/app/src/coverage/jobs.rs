//! Coverage follows what other rooms change: an activity published or cancelled, the rules file exchanged.

use langqiao_kernel::id::{OrganisationId, UnitId};
use langqiao_platform::{app::App, jobs::JobOutcome};
use langqiao_store::{By, Db, StoreError, WriteTx, params};

use super::{refresh, rules::rules};

/// Recomputes what an organisation covers; queued by whoever publishes or cancels an activity of its.
pub(super) const REFRESH: &str = "coverage.refresh";

/// Under this name the fingerprint of the rules is kept by which everything was last computed.
const RULES_SETTING: &str = "coverage.rules";

/// How many units are recomputed in one transaction when all are.
const CHUNK: i64 = 1_000;

/// The payload of [`REFRESH`].
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Refresh {
    organisation: OrganisationId,
}

pub(super) async fn refresh(app: App, job: Refresh) -> JobOutcome {
    let by = app.by_system(REFRESH);
    app.db
        .write(by, move |tx| {
            // Spans follow from facts that have their own events.
            tx.bookkeeping();
            refresh::refresh_organisation(tx, job.organisation)
        })
        .await?;
    Ok(())
}

/// Recomputes every unit if the rules are others than those it was last computed by. To be called at start,
/// after [`use_rules_file`](super::rules::use_rules_file); blocks. Gives how many units were recomputed.
///
/// # Errors
/// When the database fails.
pub fn follow_rules(db: &Db, by: &By) -> Result<u64, StoreError> {
    let known = db.read_blocking(|tx| {
        tx.one(
            "SELECT value FROM setting WHERE name = ?1",
            params![RULES_SETTING],
            |row| row.get::<String>(0),
        )
    })?;
    if known.as_deref() == Some(rules().fingerprint.as_str()) {
        return Ok(0);
    }
    let done = refresh_all(db, by)?;
    db.write_blocking(by.clone(), |tx: &mut WriteTx| {
        tx.bookkeeping();
        tx.execute(
            "INSERT INTO setting (name, value, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
            params![RULES_SETTING, rules().fingerprint, tx.now()],
        )
    })?;
    Ok(done)
}

/// Recomputes every unit, a thousand at a time; blocks. Gives how many there are.
///
/// # Errors
/// When the database fails.
pub fn refresh_all(db: &Db, by: &By) -> Result<u64, StoreError> {
    let (mut after, mut done): (Option<UnitId>, u64) = (None, 0);
    loop {
        let units: Vec<UnitId> = db.read_blocking(move |tx| {
            let sql = "SELECT id FROM unit WHERE (CAST(?1 AS TEXT) IS NULL OR id > ?1) ORDER BY id LIMIT ?2";
            tx.all(sql, params![after, CHUNK], |row| row.get(0))
        })?;
        let Some(last) = units.last() else { return Ok(done) };
        after = Some(*last);
        let refreshed = db.write_blocking(by.clone(), move |tx| {
            tx.bookkeeping();
            refresh::refresh_units(tx, &units)
        })?;
        done += refreshed.units;
    }
}
