//! A keeper says what is to become of what nobody used, and after how many days it rings.

use jiff::SignedDuration;
use langqiao_kernel::{
    id::{AlarmId, OrganisationId, PersonId, SpaceId},
    text::line,
};
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{close::REASON_MAX, model::Answer, queries};

/// For how many days it can be quiet.
pub const QUIET_DAYS: [i64; 4] = [30, 60, 90, 180];
/// The most days after which a room rings.
const IDLE_MAX: i64 = 3650;

/// What the keeper says.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What is to become of it.
    pub answer: Answer,
    /// Why.
    pub reason: String,
    /// For how many days it doesn't ring again.
    pub quiet_days: i64,
}

/// Answers what rings; it is quiet then for a while.
///
/// # Errors
/// See [`NotDone`].
pub fn answer(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: AlarmId,
    reply: &Reply,
) -> Result<(), NotDone> {
    let known = tx.one(
        "SELECT answer FROM idle_alarm WHERE id = ?1 AND organisation = ?2",
        params![id, org],
        |row| row.get::<Option<String>>(0),
    )?;
    known.ok_or(NotDone::NotFound)?;
    let reason = line(&reply.reason);
    let mut errors = FieldErrors::new();
    if !(2..=REASON_MAX).contains(&reason.chars().count()) {
        errors.add(format!("reason-{id}"), msg::USE_REASON_NEEDED);
    }
    if !QUIET_DAYS.contains(&reply.quiet_days) {
        errors.add(format!("quiet-{id}"), msg::USE_BAD_QUIET);
    }
    NotDone::unless_none(errors)?;
    let quiet = SignedDuration::from_hours(24 * reply.quiet_days);
    let until = tx.now().saturating_add(quiet).unwrap_or(tx.now());
    let said = (reply.answer.as_str(), reason.as_str());
    if !queries::answered(tx, (org, person, id), said, until)? {
        return Err(NotDone::no("alarm-answered", msg::USE_ANSWERED_ALREADY));
    }
    let detail = json!({ "answer": reply.answer.as_str(), "reason": reason, "days": reply.quiet_days });
    Ok(tx.record(Event::of("space.idle_answered", &id).org(org).detail(&detail))?)
}

/// Lays down after how many days without use a room rings; 0 for never.
///
/// # Errors
/// See [`NotDone`].
pub fn set_days(tx: &mut WriteTx, org: OrganisationId, space: SpaceId, days: i64) -> Result<(), NotDone> {
    if !(0..=IDLE_MAX).contains(&days) {
        return Err(NotDone::field("idle_days", msg::USE_BAD_DAYS));
    }
    let written = tx.execute(
        "UPDATE space SET idle_days = ?3 WHERE id = ?1
           AND venue IN (SELECT v.id FROM venue v WHERE v.organisation = ?2)",
        params![space, org, days],
    )?;
    if written == 0 {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "days": days });
    Ok(tx.record(Event::of("space.idle_days", &space).org(org).detail(&detail))?)
}
