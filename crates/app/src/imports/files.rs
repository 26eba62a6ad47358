//! The spreadsheets that imports give back: an empty list to fill in, and the rows that stayed out.

use std::sync::Arc;

use axum::{http::StatusCode, response::Response};
use langqiao_kernel::id::BatchId;
use langqiao_platform::{
    app::App,
    fault::{Fault, Refusal},
    spreadsheet::{XLSX, attachment},
    ui::prelude::*,
};

use super::{
    batch::{self, BatchRow, Shelf, Which},
    registers::{Subject, Verdict},
    workbook::{self, Rejects},
};

/// How many rows are read at a time for a file.
const READ: i64 = 1_000;

/// The rows that can't go in, each with why.
pub(super) async fn rejects_of(app: &App, ui: &Ui, shelf: Shelf, id: BatchId) -> Result<Response, Fault> {
    let (keys, lang) = (Arc::clone(&app.keys), ui.lang);
    let find = app.db.read(move |tx| batch::find(tx, id, Some(shelf)));
    let batch = find.await?.ok_or(Fault::NotFound)?;
    let header = batch.header.clone();
    let db = app.db.clone();
    let write = move || -> Result<Option<Vec<u8>>, Fault> {
        let mut rejects = Rejects::new(header, lang).map_err(unwritten)?;
        for which in [Which::Verdict(Verdict::Bad), Which::Held] {
            let mut after = 0;
            loop {
                let keys = Arc::clone(&keys);
                let rows: Vec<BatchRow> =
                    db.read_blocking(move |tx| batch::rows(tx, &keys, id, which, after, READ))?;
                let Some(last) = rows.last() else { break };
                after = i64::from(last.line.number);
                rows.iter()
                    .try_for_each(|row| rejects.push(row))
                    .map_err(unwritten)?;
            }
        }
        if rejects.is_empty() {
            Ok(None)
        } else {
            rejects.finish().map(Some).map_err(unwritten)
        }
    };
    let written = tokio::task::spawn_blocking(write)
        .await
        .map_err(|why| Fault::Internal(why.to_string()))?;
    // Nothing was left out, or a month has gone by.
    let bytes = written?
        .ok_or_else(|| Refusal::with_status(StatusCode::GONE, "import-forgotten", msg::IMPORTS_FORGOTTEN))?;
    Ok(attachment(XLSX, "rejects.xlsx", bytes))
}

fn unwritten(why: rust_xlsxwriter::XlsxError) -> Fault {
    Fault::Internal(format!("a spreadsheet could not be written: {why}"))
}

/// An empty list to fill in.
pub(super) async fn template_of(ui: Ui, subject: Subject) -> Result<Response, Fault> {
    let written = tokio::task::spawn_blocking(move || workbook::template(&ui, subject.columns())).await;
    let bytes = written
        .map_err(|why| Fault::Internal(why.to_string()))?
        .map_err(unwritten)?;
    Ok(attachment(XLSX, "template.xlsx", bytes))
}
