//! Companions 同伴: people with accounts of their own who agreed that each may sign up the other.
//!
//! Who asks knows a phone number and never learns whether somebody has it: an ask stands unanswered in the same way where
//! nobody has the number, where a child has it, and where somebody declined.

mod answer;
mod ask;
mod list;

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    id::{CompanionId, PersonId},
    time,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};

use super::{ADULT_AGE, age};
use crate::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
    spoken::Whose,
};

pub use answer::{answer_companion, end_companion};
pub use ask::{AskedCompanion, ask_companion};
pub use list::{AsksMe, Companion, Companions, OwnAsk, companions_asking, companions_of};

/// How many asks of one person may stand unanswered.
pub const MOST_UNANSWERED: i64 = 10;

/// Where one's companions are.
pub const COMPANIONS_PATH: &str = "/me/companions";

/// An ask that is not answered lapses, and who declined is asked again after that at the soonest.
const LAPSES_AFTER: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Why it was not done; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum CompanionError {
    /// There is no such thing, or not for this person.
    #[error("no such thing")]
    NotFound,
    /// It is one's own number.
    #[error("one's own number")]
    Oneself,
    /// Only adults have companions: a child is signed up by who answers for it.
    #[error("not an adult")]
    Minor,
    /// Too many asks stand unanswered.
    #[error("too many unanswered asks")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CompanionError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Oneself => Refusal::invalid("own-phone", msg::COMPANION_ONESELF).into(),
            Self::Minor => Refusal::conflict("not-an-adult", msg::COMPANION_MINOR).into(),
            Self::TooMany => Refusal::conflict("too-many", msg::COMPANION_TOO_MANY)
                .arg("n", MOST_UNANSWERED)
                .into(),
            Self::Store(why) => why.into(),
        }
    }
}
refuse_with!(CompanionError);

/// Forgets the numbers that nobody has and that were asked too long ago.
///
/// # Errors
/// When the database fails.
pub(crate) fn forget_lapsed(tx: &mut WriteTx) -> Result<(), StoreError> {
    let lapsed = lapsed(tx.now());
    tx.execute(
        "DELETE FROM companion WHERE other IS NULL AND asked_at <= ?1",
        params![lapsed],
    )?;
    Ok(())
}

/// Nobody else asks, answers or ends between two until the transaction ends.
fn lock_pair(tx: &mut WriteTx, one: PersonId, other: PersonId) -> Result<(), StoreError> {
    tx.lock("companions", &format!("{}/{}", one.min(other), one.max(other)))
}

fn record(
    tx: &mut WriteTx,
    act: &'static str,
    id: CompanionId,
    (person, other): (PersonId, Option<PersonId>),
) -> Result<(), CompanionError> {
    let detail = serde_json::json!({ "person": person, "other": other });
    tx.record(Event::of(act, &id).detail(&detail))?;
    Ok(())
}

/// Somebody in a notice: masked, and in full to their companions.
fn whose(tx: &mut ReadTx, person: PersonId) -> Result<Whose, StoreError> {
    let masked = "SELECT name_masked FROM person WHERE id = ?1";
    let masked = tx
        .one(masked, params![person], |row| row.get(0))?
        .unwrap_or_default();
    Ok(Whose { person, masked })
}

fn is_minor(birth: Option<Date>, now: Timestamp) -> bool {
    birth.is_some_and(|birth| age(birth, time::day(now)) < ADULT_AGE)
}

/// What was asked up to then and not answered has lapsed.
fn lapsed(now: Timestamp) -> Timestamp {
    now.checked_sub(LAPSES_AFTER).unwrap_or(Timestamp::MIN)
}
