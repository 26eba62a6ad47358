//! The hosts answer what was said.

use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{model::WORDS_MAX, queries};
use crate::activities;

/// Why an answer is not taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Nothing is readable yet.
    #[error("nothing to answer")]
    Nothing,
    /// It says nothing.
    #[error("no words")]
    Empty,
    /// There are too many words.
    #[error("too long")]
    Long,
    /// Somebody else has answered since the page was read.
    #[error("answered by another")]
    Stale,
    /// The organisation doesn't hold such an activity.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AnswerError {
    fn into_fault(self) -> Fault {
        match self {
            Self::Nothing => Refusal::conflict("feedback-nothing", msg::FEEDBACK_NOTHING_TO_ANSWER).into(),
            Self::Empty => Refusal::invalid("feedback-answer-empty", msg::FEEDBACK_ANSWER_EMPTY).into(),
            Self::Long => Refusal::invalid("feedback-long", msg::FEEDBACK_LONG).into(),
            Self::Stale => Refusal::conflict("feedback-stale", msg::FEEDBACK_ANSWER_STALE).into(),
            Self::Fault(fault) => fault,
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(AnswerError);

/// Answers publicly what was said of an activity, or answers anew. `version` is that of the answer which the officer
/// saw, 0 where there was none; the same answer once more changes nothing. Every answer stays in the event log.
///
/// # Errors
/// [`AnswerError`]; nothing is changed then.
pub fn answer(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    activity: ActivityId,
    (text, version): (&str, i64),
) -> Result<(), AnswerError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AnswerError::Empty);
    }
    if text.chars().count() > WORDS_MAX {
        return Err(AnswerError::Long);
    }
    activities::require_held(tx, org, activity)?;
    let summary = queries::summary(tx, activity)?.ok_or(AnswerError::Nothing)?;
    // Sent once more, it is the answer that was given then.
    if summary.answer.as_deref() == Some(text) {
        tx.bookkeeping();
        return Ok(());
    }
    if queries::set_answer(tx, activity, (person, text), version)? == 0 {
        return Err(AnswerError::Stale);
    }
    let event = Event::of("feedback.answered", &activity).kind("activity");
    tx.record(event.org(org).detail(&json!({ "answer": text })))?;
    Ok(())
}
