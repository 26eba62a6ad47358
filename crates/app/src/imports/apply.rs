//! The good rows of an import go in: a portion at a time, so that nobody waits long, each portion whole, so that
//! an import that was stopped goes on where it was.

use std::sync::Arc;

use langqiao_kernel::{id::BatchId, text::line, time};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    keys::Keys,
    refuse_with,
};
use langqiao_store::{Job, StoreError, WriteTx, params};

use super::{
    batch::{self, Batch, BatchRow, Shelf, Status},
    jobs::Apply,
    registers::{Entries, Outcome, Register, Row, Seen, Subject, TakeError, Units, Verdict, removed},
};
use crate::{
    areas::{Directory, scope_of},
    competitions::bring,
};

/// How many rows go in at a time beside other people's work.
const AT_ONCE: i64 = 250;

/// Why an import can't be applied or given up.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// There is no such import in this organisation.
    #[error("no such import")]
    Unknown,
    /// Somebody decided about it already.
    #[error("it was decided about already")]
    Decided,
    /// No row could go in.
    #[error("no row could go in")]
    Nothing,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ApplyError {
    fn into_fault(self) -> Fault {
        match self {
            Self::Unknown => Fault::NotFound,
            Self::Decided => Refusal::conflict("import-decided", msg::IMPORTS_ERROR_DECIDED).into(),
            Self::Nothing => Refusal::conflict("import-nothing", msg::IMPORTS_ERROR_NOTHING).into(),
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(ApplyError);

/// Decides that an import shall go in; a job does it. With a `reason`, codes whose check character doesn't fit go
/// in too and keep it.
///
/// # Errors
/// As [`ApplyError`] says.
pub fn confirm(tx: &mut WriteTx, shelf: Shelf, id: BatchId, reason: Option<&str>) -> Result<(), ApplyError> {
    let reason = reason.map(line).filter(|reason| !reason.is_empty());
    let batch = open(tx, shelf, id)?;
    if (Batch {
        reason: reason.clone(),
        ..batch
    })
    .to_go_in()
        == 0
    {
        return Err(ApplyError::Nothing);
    }
    let confirmed = tx.execute(
        "UPDATE import_batch SET confirmed_at = ?2, reason = ?3
         WHERE id = ?1 AND status = 'preview' AND confirmed_at IS NULL",
        params![id, tx.now(), reason],
    )?;
    if confirmed == 0 {
        return Err(ApplyError::Decided);
    }
    let detail = serde_json::json!({ "reason": reason });
    tx.record(batch::event("import.confirmed", id, Some(shelf.organisation)).detail(&detail))?;
    Ok(enqueue(tx, id)?)
}

/// Has a confirmed import go on that was given up after failures; one that is going on is left alone.
///
/// # Errors
/// As [`ApplyError`] says.
pub fn go_on(tx: &mut WriteTx, shelf: Shelf, id: BatchId) -> Result<(), ApplyError> {
    let batch = batch::find(tx, id, Some(shelf))?.ok_or(ApplyError::Unknown)?;
    if !batch.is_under_way() {
        return Err(ApplyError::Decided);
    }
    tx.record(batch::event("import.resumed", id, Some(shelf.organisation)))?;
    Ok(enqueue(tx, id)?)
}

fn enqueue(tx: &mut WriteTx, id: BatchId) -> Result<(), StoreError> {
    tx.enqueue(Job::new(Apply::KIND, &Apply { batch: id }).key(id.to_text()))
}

/// Gives an import up: its rows are forgotten.
///
/// # Errors
/// As [`ApplyError`] says.
pub fn discard(tx: &mut WriteTx, shelf: Shelf, id: BatchId) -> Result<(), ApplyError> {
    open(tx, shelf, id)?;
    let discarded = tx.execute(
        "UPDATE import_batch SET status = 'discarded' WHERE id = ?1 AND status = 'preview' AND confirmed_at IS NULL",
        params![id],
    )?;
    if discarded == 0 {
        return Err(ApplyError::Decided);
    }
    batch::forget_rows(tx, id)?;
    tx.record(batch::event("import.discarded", id, Some(shelf.organisation)))?;
    Ok(())
}

/// An import that nobody has decided about.
fn open(tx: &mut WriteTx, shelf: Shelf, id: BatchId) -> Result<Batch, ApplyError> {
    let batch = batch::find(tx, id, Some(shelf))?.ok_or(ApplyError::Unknown)?;
    let is_open = batch.status == Status::Preview && batch.confirmed_at.is_none();
    if is_open {
        Ok(batch)
    } else {
        Err(ApplyError::Decided)
    }
}

/// Whether an import is to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// There are more rows.
    GoOn,
    /// All rows were looked at.
    Done,
}

/// Brings in the next portion of a confirmed import. What has changed since it was read counts as it is now.
///
/// # Errors
/// When a rule refuses what comparing let through, or the database fails; then the portion is as before.
pub fn apply_portion(tx: &mut WriteTx, keys: &Arc<Keys>, id: BatchId) -> Result<Next, TakeError> {
    // The row that two workers with the same import wait for.
    let sql = "UPDATE import_batch SET reached = reached WHERE id = ?1 AND status = 'preview' AND confirmed_at IS NOT NULL";
    if tx.execute(sql, params![id])? == 0 {
        return Ok(Next::Done);
    }
    let Some(batch) = batch::find(tx, id, None)? else {
        return Ok(Next::Done);
    };
    let rows = batch::rows_to_go_in(tx, keys, id, batch.reached, AT_ONCE)?;
    let Some(last) = rows.last().map(|row| row.line.number) else {
        finish(tx, &batch)?;
        return Ok(Next::Done);
    };
    let outcomes = match (batch.subject, batch.competition) {
        (Subject::Entries | Subject::Teams, Some(competition)) => {
            let at = tx.now();
            let (ground, keys) = (bring::ground(tx, None, competition, at)?, Arc::clone(keys));
            match ground {
                None => rows.iter().map(|_| removed()).collect(),
                Some(ground) if batch.subject == Subject::Teams => {
                    take(tx, &Entries::<true>::new(ground, keys), &batch, &rows)?
                }
                Some(ground) => take(tx, &Entries::<false>::new(ground, keys), &batch, &rows)?,
            }
        }
        _ => {
            let scope = match batch.organisation {
                Some(organisation) => scope_of(tx, organisation)?,
                None => None,
            };
            let (directory, today) = (Directory::load(tx)?, time::day(tx.now()));
            let units = Units::new(
                directory,
                scope,
                Arc::clone(keys),
                today,
                id,
                batch.reason.clone(),
            );
            take(tx, &units, &batch, &rows)?
        }
    };
    let (mut counts, mut taken) = (batch.counts, 0_i64);
    for (row, mut outcome) in rows.iter().zip(outcomes) {
        taken += i64::from(outcome.goes_in());
        if outcome.is_held() {
            outcome.verdict = Verdict::Bad;
        }
        if outcome != row.outcome {
            counts.take_back(&row.outcome);
            counts.add(&outcome);
            batch::mend_row(tx, id, row.line.number, &outcome)?;
        }
    }
    batch::advance(tx, id, counts, (last, batch.taken + taken))?;
    let detail =
        serde_json::json!({ "up_to_row": last, "taken": taken, "left_out": rows.len() as i64 - taken });
    tx.record(batch::event("import.portion", id, batch.organisation).detail(&detail))?;
    Ok(Next::GoOn)
}

/// Checks rows by themselves and brings in what may go in: an outcome for each.
fn take<R: Register>(
    tx: &mut WriteTx,
    register: &R,
    batch: &Batch,
    rows: &[BatchRow],
) -> Result<Vec<Outcome>, TakeError> {
    let mut seen = Seen::default();
    let checked: Vec<_> = rows
        .iter()
        .map(|row| {
            register.check(
                &Row {
                    header: &batch.header,
                    line: &row.line,
                },
                &mut seen,
            )
        })
        .collect();
    register.take(tx, &checked)
}

fn finish(tx: &mut WriteTx, batch: &Batch) -> Result<(), StoreError> {
    let sql = "UPDATE import_batch SET status = 'applied', applied_at = ?2 WHERE id = ?1";
    tx.execute(sql, params![batch.id, tx.now()])?;
    let detail = serde_json::json!({ "taken": batch.taken, "left_out": batch.left_out() });
    tx.record(batch::event("import.applied", batch.id, batch.organisation).detail(&detail))
}

#[cfg(test)]
#[path = "apply_tests.rs"]
mod tests;
