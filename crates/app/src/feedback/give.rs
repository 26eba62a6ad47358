//! Somebody who was there speaks.

use jiff::{SignedDuration, Timestamp, ToSpan};
use langqiao_kernel::{
    id::{ActivityId, FeedbackId, PersonId},
    time,
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    GATHER_JOB,
    model::{Said, WORDS_MAX},
    queries,
};
use crate::activities;

/// For how long after its end an activity can be spoken of.
pub const OPEN_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Whether it is too long ago that something ended for anybody to say how it was.
pub(super) fn is_too_late(ended_at: Timestamp, now: Timestamp) -> bool {
    ended_at.saturating_add(OPEN_FOR).is_ok_and(|until| until < now)
}

/// Why it is not taken.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// There is no such activity.
    #[error("no such activity")]
    NotFound,
    /// That person was not let in, or the reader may not speak for them.
    #[error("was not there")]
    NotThere,
    /// That person has spoken.
    #[error("has spoken")]
    Twice,
    /// It has not begun.
    #[error("too early")]
    TooEarly,
    /// It is too long ago.
    #[error("too late")]
    TooLate,
    /// It is not said how it was.
    #[error("not said how it was")]
    Unsaid,
    /// There are too many words.
    #[error("too long")]
    Long,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl GiveError {
    fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::NotThere => Refusal::conflict("feedback-not-there", msg::FEEDBACK_NOT_THERE).into(),
            Self::Twice => Refusal::conflict("feedback-twice", msg::FEEDBACK_TWICE).into(),
            Self::TooEarly => Refusal::conflict("feedback-too-early", msg::FEEDBACK_TOO_EARLY).into(),
            Self::TooLate => Refusal::conflict("feedback-too-late", msg::FEEDBACK_TOO_LATE).into(),
            Self::Unsaid => Refusal::invalid("feedback-unsaid", msg::FEEDBACK_UNSAID).into(),
            Self::Long => Refusal::invalid("feedback-long", msg::FEEDBACK_LONG).into(),
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(GiveError);

/// Takes what `account` says of an activity, for itself or in the place of a child. The transaction is to be
/// [nobody's](super::by_nobody): neither what is kept nor the event names who spoke.
///
/// # Errors
/// [`GiveError`]; nothing is changed then.
pub fn give(
    tx: &mut WriteTx<'_>,
    account: PersonId,
    (activity, speaker): (ActivityId, PersonId),
    said: &Said,
) -> Result<(), GiveError> {
    if !(1..=5).contains(&said.satisfied) {
        return Err(GiveError::Unsaid);
    }
    let words = said.words.trim();
    if words.chars().count() > WORDS_MAX {
        return Err(GiveError::Long);
    }
    let host = queries::host(tx, activity)?.ok_or(GiveError::NotFound)?;
    let there = queries::speakers(tx, activity, account)?;
    if !there.iter().any(|one| one.person == speaker) {
        return Err(GiveError::NotThere);
    }
    let now = tx.now();
    // Who was let in early has seen nothing of it yet, and what is said is said once.
    if now < host.starts_at {
        return Err(GiveError::TooEarly);
    }
    if is_too_late(host.ends_at, now) {
        return Err(GiveError::TooLate);
    }
    if !queries::spoke(tx, activity, speaker)? {
        return Err(GiveError::Twice);
    }
    let said = Said {
        words: words.to_owned(),
        ..said.clone()
    };
    queries::insert(tx, FeedbackId::unordered(), activity, &said)?;
    // In the morning, so that nobody sees what is said appear while they know who is saying it.
    let morning = time::at(time::day(now).saturating_add(1.day()).at(6, 0, 0, 0));
    activities::do_at(tx, GATHER_JOB, activity, morning)?;
    tx.record(Event::of("feedback.given", &activity).kind("activity"))?;
    Ok(())
}
