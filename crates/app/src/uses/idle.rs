//! What nobody uses rings: once a day it is looked, once it rings, and its keeper is told with a proposal.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Time};
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{app::App, args, i18n::msg, jobs::JobOutcome};
use langqiao_store::{Event, Job, StoreError, WriteTx};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::queries;
use crate::organisations;

/// The kind of the job that looks once a day.
pub const SWEEP: &str = "uses.idle";
/// A use that nobody is known to have come to counts as one from so long on: a touch of the door alone is none, and what
/// nobody uses goes on ringing.
pub const LASTED: SignedDuration = SignedDuration::from_mins(10);
/// The hour of the day at which it looks.
const HOUR: i8 = 8;

/// Nothing has to be said to it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Look {}

/// Has somebody look each day from now on, once however often it is called. To be called at start.
///
/// # Errors
/// When the database fails.
pub async fn begin(app: &App) -> Result<(), StoreError> {
    let by = app.by_system(SWEEP);
    app.db
        .write(by, |tx| {
            tx.bookkeeping();
            let now = tx.now();
            tx.enqueue(Job::new(SWEEP, &Look {}).key("all").at(now))
        })
        .await
}

/// The job that looks, and has somebody look again tomorrow.
pub(super) async fn look(app: App, _: Look) -> JobOutcome {
    let by = app.by_system("uses.idle");
    app.db
        .write(by, |tx| {
            sweep(tx)?;
            let tomorrow = tomorrow(tx.now());
            tx.enqueue(Job::new(SWEEP, &Look {}).key("all").at(tomorrow))
        })
        .await?;
    Ok(())
}

/// The next morning.
fn tomorrow(now: Timestamp) -> Timestamp {
    let day = time::day(now).saturating_add(1.day());
    time::at(day.to_datetime(Time::constant(HOUR, 0, 0, 0)))
}

/// Rings for what nobody used for too long, once each, and tells its keepers, once each however much rings. Gives how
/// much rang.
///
/// # Errors
/// When the database fails.
pub fn sweep(tx: &mut WriteTx) -> Result<usize, StoreError> {
    tx.bookkeeping();
    let now = tx.now();
    // What was used meanwhile in whatever way is quiet by itself.
    queries::hush(tx, now, None)?;
    let mut rang: Vec<(OrganisationId, String, i64)> = Vec::new();
    for idle in queries::idle(tx, now)? {
        if queries::ring(tx, &idle)? {
            let days = now.duration_since(idle.since).as_hours() / 24;
            rang.push((idle.keeper, idle.name, days));
        }
    }
    let all = rang.len();
    rang.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)));
    for of_one in rang.chunk_by(|a, b| a.0 == b.0) {
        let (keeper, name, days) = &of_one[0];
        let args = args! { name = name.clone(), days = *days, n = of_one.len() };
        organisations::tell_officers(
            tx,
            *keeper,
            msg::USE_NOTICE_IDLE,
            args,
            &format!("/w/{keeper}/idle"),
        )?;
        let detail = json!({ "things": of_one.len() });
        tx.record(
            Event::of("space.idle", keeper)
                .kind("organisation")
                .org(*keeper)
                .detail(&detail),
        )?;
    }
    Ok(all)
}
