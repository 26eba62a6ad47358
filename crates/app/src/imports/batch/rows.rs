//! The rows of an import as they are kept: sealed, for a sheet may hold more of people than the columns that are
//! known.

use std::sync::Arc;

use data_encoding::BASE64;
use langqiao_kernel::id::BatchId;
use langqiao_platform::keys::{Field as Secret, Keys};
use langqiao_store::{InsertMany, Param, ReadTx, Row, StoreError, WriteTx, params};

use super::super::{
    field::Field,
    problem::Problem,
    registers::{Outcome, Verdict},
    sheet::{Line, Raw},
};

/// A row of an import.
#[derive(Clone, Debug)]
pub struct BatchRow {
    /// The row as it stands in the file.
    pub line: Line,
    /// What it comes to.
    pub outcome: Outcome,
}

/// Keeps rows of an import.
///
/// # Errors
/// When the database fails.
pub fn keep_rows(tx: &mut WriteTx, keys: &Keys, id: BatchId, rows: &[BatchRow]) -> Result<(), StoreError> {
    struct Kept {
        batch: BatchId,
        number: u32,
        verdict: Verdict,
        held: bool,
        cells: String,
        problems: String,
        changes: String,
    }
    static ROWS: InsertMany<7> = InsertMany::new(
        "INSERT INTO import_row (batch, row_number, verdict, held, cells, problems, changes)",
        "",
    );
    let kept = |row: &BatchRow| -> Result<Kept, StoreError> {
        Ok(Kept {
            batch: id,
            number: row.line.number,
            verdict: row.outcome.verdict,
            held: row.outcome.is_held(),
            cells: seal(keys, &row.line.cells)?,
            problems: serde_json::to_string(&row.outcome.problems)?,
            changes: serde_json::to_string(&row.outcome.changes)?,
        })
    };
    let rows = rows.iter().map(kept).collect::<Result<Vec<_>, _>>()?;
    tx.bookkeeping();
    ROWS.run(tx, &rows, |row| {
        [
            &row.batch as &dyn Param,
            &row.number,
            &row.verdict,
            &row.held,
            &row.cells,
            &row.problems,
            &row.changes,
        ]
    })
}

fn seal(keys: &Keys, cells: &[Raw]) -> Result<String, StoreError> {
    Ok(BASE64.encode(&keys.seal(Secret::ImportedRow, &serde_json::to_string(cells)?)))
}

/// Which rows of an import are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those of a verdict; held ones only among [`Which::Held`].
    Verdict(Verdict),
    /// Those that wait for a reason.
    Held,
}

/// Rows of an import after a row, in the file's order, at most `limit`.
///
/// # Errors
/// When the database fails, or the rows were sealed with another key.
pub fn rows(
    tx: &mut ReadTx,
    keys: &Arc<Keys>,
    id: BatchId,
    which: Which,
    after: i64,
    limit: i64,
) -> Result<Vec<BatchRow>, StoreError> {
    let (verdict, held) = match which {
        Which::Verdict(verdict) => (Some(verdict), false),
        Which::Held => (None, true),
    };
    let sql = "SELECT row_number, cells, verdict, problems, changes FROM import_row
               WHERE batch = ?1 AND held = ?2 AND (CAST(?3 AS TEXT) IS NULL OR verdict = ?3) AND row_number > ?4
               ORDER BY row_number LIMIT ?5";
    tx.all(sql, params![id, held, verdict, after, limit], |row| {
        read_row(row, keys)
    })
}

/// The next rows that are to go in, at most `limit`.
///
/// # Errors
/// When the database fails, or the rows were sealed with another key.
pub fn rows_to_go_in(
    tx: &mut ReadTx,
    keys: &Keys,
    id: BatchId,
    after: i64,
    limit: i64,
) -> Result<Vec<BatchRow>, StoreError> {
    let sql = "SELECT row_number, cells, verdict, problems, changes FROM import_row
               WHERE batch = ?1 AND row_number > ?2 AND verdict IN ('new', 'changed') ORDER BY row_number LIMIT ?3";
    tx.all(sql, params![id, after, limit], |row| read_row(row, keys))
}

fn read_row(row: &Row, keys: &Keys) -> Result<BatchRow, StoreError> {
    let unfit = |why: String| StoreError::Column {
        column: "cells".to_owned(),
        why,
    };
    let sealed = BASE64
        .decode(row.text(1)?.as_bytes())
        .map_err(|why| unfit(why.to_string()))?;
    let cells = keys
        .open_field(Secret::ImportedRow, &sealed)
        .map_err(|why| unfit(why.to_string()))?;
    let line = Line {
        number: row.get(0)?,
        cells: serde_json::from_str(&cells)?,
    };
    let (problems, changes) = (row.json::<Vec<Problem>>(3)?, row.json::<Vec<Field>>(4)?);
    Ok(BatchRow {
        line,
        outcome: Outcome {
            verdict: row.get(2)?,
            problems,
            changes,
        },
    })
}

/// Keeps what a row came to when it was to go in.
///
/// # Errors
/// When the database fails.
pub fn mend_row(tx: &mut WriteTx, id: BatchId, number: u32, outcome: &Outcome) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE import_row SET verdict = ?3, held = 0, problems = ?4, changes = ?5 WHERE batch = ?1 AND row_number = ?2",
        params![
            id,
            number,
            outcome.verdict,
            serde_json::to_string(&outcome.problems)?,
            serde_json::to_string(&outcome.changes)?
        ],
    )?;
    Ok(())
}

/// Deletes an import's rows.
///
/// # Errors
/// When the database fails.
pub fn forget_rows(tx: &mut WriteTx, id: BatchId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM import_row WHERE batch = ?1", params![id])?;
    Ok(())
}
