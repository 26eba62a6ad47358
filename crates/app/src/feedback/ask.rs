//! When it is over, those who were there are asked how it was.

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{args, i18n::msg, notices};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{ASK_JOB, give::is_too_late, queries};
use crate::activities;

/// Asks everyone who came or brought somebody, once.
pub(super) fn ask(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<(), StoreError> {
    tx.bookkeeping();
    let Some(host) = queries::host(tx, activity)? else {
        return Ok(());
    };
    if tx.now() < host.ends_at {
        return activities::do_at(tx, ASK_JOB, activity, host.ends_at);
    }
    if is_too_late(host.ends_at, tx.now()) {
        return Ok(());
    }
    let asked = queries::to_be_asked(tx, activity)?;
    if asked.is_empty() || queries::was_asked(tx, activity)? {
        return Ok(());
    }
    for person in &asked {
        let args = args! { title = host.title.clone() };
        notices::send(
            tx,
            *person,
            msg::FEEDBACK_NOTICE_ASK,
            args,
            &format!("/activities/{activity}/feedback"),
        )?;
    }
    let event = Event::of("feedback.asked", &activity).kind("activity");
    tx.record(
        event
            .org(host.organisation)
            .detail(&json!({ "people": asked.len() })),
    )
}
