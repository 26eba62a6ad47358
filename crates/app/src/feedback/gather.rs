//! What was said becomes readable, in portions.

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{args, i18n::msg};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::queries;
use crate::organisations;

/// What fewer than so many people of so many families said is not shown, neither at first nor in the end, nor what so few
/// said since: who was there could guess whose it is.
pub const AT_LEAST: i64 = 3;

/// Makes readable what was said since the last time, once enough others spoke too, and counts it all.
/// Says how many are readable now, or `None` if nothing was done.
///
/// # Errors
/// When the database fails.
pub fn gather(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<Option<i64>, StoreError> {
    tx.lock("activity", &activity)?;
    tx.bookkeeping();
    let (kept, shown) = queries::kept(tx, activity)?;
    // Each portion is read by itself: whoever saw the one before knows what is new in the next.
    // What a mother says for herself and for two children is one voice when it is to be guessed whose it is.
    if kept - shown < AT_LEAST || queries::families_waiting(tx, activity)? < AT_LEAST {
        return Ok(None);
    }
    queries::show_all(tx, activity)?;
    queries::count(tx, activity)?;
    let Some(host) = queries::host(tx, activity)? else {
        return Ok(None);
    };
    let link = format!("/w/{}/activities/{activity}/feedback", host.organisation);
    let args = args! { title = host.title, n = kept - shown };
    organisations::tell_officers(tx, host.organisation, msg::FEEDBACK_NOTICE_READABLE, args, &link)?;
    let event = Event::of("feedback.gathered", &activity).kind("activity");
    tx.record(event.org(host.organisation).detail(&json!({ "answered": kept })))?;
    Ok(Some(kept))
}
