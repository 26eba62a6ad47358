//! What imports do in the background: go in, and be forgotten.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::BatchId;
use langqiao_platform::{
    app::App,
    jobs::{JobHandler, JobOutcome, handler},
};
use langqiao_store::{StoreError, WriteTx, params};
use serde::{Deserialize, Serialize};

use super::{
    apply::{Next, apply_portion},
    batch,
};

/// Brings a confirmed import in.
#[derive(Serialize, Deserialize)]
pub(super) struct Apply {
    pub batch: BatchId,
}

impl Apply {
    pub const KIND: &'static str = "imports.apply";
}

/// Forgets an import's rows.
#[derive(Serialize, Deserialize)]
pub(super) struct Tidy {
    pub batch: BatchId,
}

impl Tidy {
    pub const KIND: &'static str = "imports.tidy";

    /// Rows hold people's names and telephones, and whoever wants them back has had a month.
    pub fn due(read_at: Timestamp) -> Timestamp {
        read_at
            .saturating_add(SignedDuration::from_hours(30 * 24))
            .unwrap_or(Timestamp::MAX)
    }
}

pub(super) fn jobs() -> Vec<(&'static str, JobHandler)> {
    vec![(Apply::KIND, handler(apply)), (Tidy::KIND, handler(tidy))]
}

async fn apply(app: App, Apply { batch }: Apply) -> JobOutcome {
    loop {
        let keys = Arc::clone(&app.keys);
        let next = app
            .db
            .write(app.by_system(Apply::KIND), move |tx| {
                apply_portion(tx, &keys, batch)
            })
            .await?;
        if next == Next::Done {
            return Ok(());
        }
    }
}

async fn tidy(app: App, Tidy { batch: id }: Tidy) -> JobOutcome {
    let forget = move |tx: &mut WriteTx| -> Result<(), StoreError> {
        tx.bookkeeping();
        batch::forget_rows(tx, id)?;
        let sql = "UPDATE import_batch SET status = 'discarded' WHERE id = ?1 AND status = 'preview' AND confirmed_at IS NULL";
        tx.execute(sql, params![id])?;
        Ok(())
    };
    Ok(app.db.write(app.by_system(Tidy::KIND), forget).await?)
}
