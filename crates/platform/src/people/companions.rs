//! Companions 同伴: people with accounts of their own who agreed that each may sign up the other.
//!
//! Who asks knows a phone number and never learns whether somebody has it: an ask stands unanswered in the same way where
//! nobody has the number, where a child has it, and where somebody declined.

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    codes::Phone,
    id::{CompanionId, PersonId},
    time,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};

use super::{ADULT_AGE, age};
use crate::{
    accounts::throttle::{self, Limit},
    args,
    fault::{Fault, Refusal},
    i18n::msg,
    keys::{Field, Keys},
    notices, refuse_with,
    spoken::Whose,
};

/// How many asks of one person may stand unanswered.
pub const MOST_UNANSWERED: i64 = 10;

/// Where one's companions are.
pub const COMPANIONS_PATH: &str = "/me/companions";

/// An ask that is not answered lapses, and who declined is asked again after that at the soonest.
const LAPSES_AFTER: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Twenty numbers a day for somebody who asks …
const ASKER: Limit = Limit {
    name: "companion-asker",
    attempts: 20,
    window: SignedDuration::from_hours(24),
};
/// … five times a day for a number, whoever asks …
const PHONE: Limit = Limit {
    name: "companion-phone",
    attempts: 5,
    window: SignedDuration::from_hours(24),
};
/// … and a hundred a day from an address, behind which a whole office may sit.
const ADDRESS: Limit = Limit {
    name: "companion-address",
    attempts: 100,
    window: SignedDuration::from_hours(24),
};

/// What became of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedCompanion {
    /// If somebody has the number, they are asked.
    Noted,
    /// There were too many; at this time one may ask again.
    Wait(Timestamp),
}

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

/// The pair of an ask.
struct Pair {
    person: PersonId,
    other: Option<PersonId>,
    agreed: bool,
}

/// Asks whoever has this number, from this address. What is counted must be kept: say `Ok` to a wait, too.
///
/// # Errors
/// [`CompanionError`].
pub fn ask_companion(
    tx: &mut WriteTx,
    keys: &Keys,
    person: PersonId,
    (phone, address): (&Phone, &str),
) -> Result<AskedCompanion, CompanionError> {
    let blind = keys.blind(Field::Phone, phone.as_str());
    let own = tx.one(
        "SELECT birth_day, COALESCE(phone_blind, '') FROM person WHERE id = ?1",
        params![person],
        |row| Ok((row.get::<Option<Date>>(0)?, row.get::<String>(1)?)),
    )?;
    let (birth, own_phone) = own.ok_or(CompanionError::NotFound)?;
    if own_phone == blind {
        return Err(CompanionError::Oneself);
    }
    let now = tx.now();
    if is_minor(birth, now) {
        return Err(CompanionError::Minor);
    }
    let text = person.to_text();
    for (limit, subject) in [(&ADDRESS, address), (&ASKER, &text), (&PHONE, &blind)] {
        if let Some(until) = throttle::take(tx, keys, limit, subject)? {
            return Ok(AskedCompanion::Wait(until));
        }
    }
    tx.lock("companion_asker", &person)?;
    let_lapse(tx, person, now)?;
    let other = who_has(tx, &blind, now)?;
    match other {
        Some(other) => ask_person(tx, person, other, (phone, &blind))?,
        None => note(tx, person, None, (phone, &blind))?,
    }
    Ok(AskedCompanion::Noted)
}

/// Asks somebody who is there to be asked. Whoever asks who asked them has agreed.
fn ask_person(
    tx: &mut WriteTx,
    person: PersonId,
    other: PersonId,
    number: (&Phone, &str),
) -> Result<(), CompanionError> {
    lock_pair(tx, person, other)?;
    if is_agreed(tx, person, other)? {
        return Ok(());
    }
    let now = tx.now();
    let theirs = tx.one(
        "SELECT id FROM companion WHERE person = ?2 AND other = ?1 AND ended_at IS NULL AND agreed_at IS NULL
           AND declined_at IS NULL AND asked_at > ?3",
        params![person, other, lapsed(now)],
        |row| row.get(0),
    )?;
    match theirs {
        Some(theirs) => agree(tx, theirs, (other, person)),
        None => note(tx, person, Some(other), number),
    }
}

/// Writes an ask down, once. Who declined one that lapsed since is not bothered with the next before its time.
fn note(
    tx: &mut WriteTx,
    person: PersonId,
    other: Option<PersonId>,
    (phone, blind): (&Phone, &str),
) -> Result<(), CompanionError> {
    let now = tx.now();
    let before = tx.one(
        "SELECT id, other FROM companion WHERE person = ?1 AND phone_blind = ?2 AND ended_at IS NULL",
        params![person, blind],
        |row| Ok((row.get::<CompanionId>(0)?, row.get::<Option<PersonId>>(1)?)),
    )?;
    let id = match (before, other) {
        // Asked before they had an account.
        (Some((id, None)), Some(other)) => {
            tx.execute(
                "UPDATE companion SET other = ?2, asked_at = ?3 WHERE id = ?1",
                params![id, other, now],
            )?;
            id
        }
        (Some(_), _) => return Ok(()),
        (None, _) => {
            let unanswered = tx.one(
                "SELECT COUNT(*) FROM companion WHERE person = ?1 AND agreed_at IS NULL AND ended_at IS NULL",
                params![person],
                |row| row.get::<i64>(0),
            )?;
            if unanswered.unwrap_or(0) >= MOST_UNANSWERED {
                return Err(CompanionError::TooMany);
            }
            let declined = tx.one(
                "SELECT MAX(declined_at) FROM companion WHERE person = ?1 AND other = ?2",
                params![person, other],
                |row| row.get::<Option<Timestamp>>(0),
            )?;
            let declined = declined.flatten().filter(|at| lapsed(now) < *at);
            let id = CompanionId::generate();
            tx.execute(
                "INSERT INTO companion (id, person, other, phone_blind, phone_masked, asked_at, declined_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![id, person, other, blind, phone.masked(), now, declined],
            )?;
            if declined.is_some() {
                return record(tx, "companion.asked", id, (person, other));
            }
            id
        }
    };
    if let Some(other) = other {
        let args = args! { name = whose(tx, person)? };
        notices::send(tx, other, msg::COMPANION_NOTICE_ASKED, args, COMPANIONS_PATH)?;
    }
    record(tx, "companion.asked", id, (person, other))
}

/// Agrees to what somebody asked, or declines; who asked is told of a yes alone.
///
/// # Errors
/// [`CompanionError`].
pub fn answer_companion(
    tx: &mut WriteTx,
    person: PersonId,
    id: CompanionId,
    accept: bool,
) -> Result<(), CompanionError> {
    let now = tx.now();
    let asker = tx.one(
        "SELECT person FROM companion WHERE id = ?1 AND other = ?2 AND ended_at IS NULL AND asked_at > ?3",
        params![id, person, lapsed(now)],
        |row| row.get::<PersonId>(0),
    )?;
    let asker = asker.ok_or(CompanionError::NotFound)?;
    lock_pair(tx, asker, person)?;
    let answered = "SELECT CASE WHEN agreed_at IS NOT NULL THEN 1 ELSE 0 END FROM companion
                    WHERE id = ?1 AND ended_at IS NULL AND (agreed_at IS NOT NULL OR declined_at IS NOT NULL)";
    match tx.one(answered, params![id], |row| row.get::<bool>(0))? {
        // The same answer sent twice is one.
        Some(agreed) if agreed == accept => {
            tx.bookkeeping();
            return Ok(());
        }
        Some(_) => return Err(CompanionError::NotFound),
        None => {}
    }
    if accept {
        let birth = "SELECT birth_day FROM person WHERE id = ?1";
        let birth = tx.one(birth, params![person], |row| row.get::<Option<Date>>(0))?;
        if is_minor(birth.flatten(), now) {
            return Err(CompanionError::Minor);
        }
        return agree(tx, id, (asker, person));
    }
    let declined = tx.execute(
        "UPDATE companion SET declined_at = ?2
         WHERE id = ?1 AND ended_at IS NULL AND agreed_at IS NULL AND declined_at IS NULL",
        params![id, now],
    )?;
    if declined == 0 {
        return Err(CompanionError::NotFound);
    }
    record(tx, "companion.declined", id, (asker, Some(person)))
}

/// The pair is held. What the one who agrees had asked in turn is answered by that.
fn agree(
    tx: &mut WriteTx,
    id: CompanionId,
    (asker, person): (PersonId, PersonId),
) -> Result<(), CompanionError> {
    let now = tx.now();
    let agreed = tx.execute(
        "UPDATE companion SET agreed_at = ?2
         WHERE id = ?1 AND ended_at IS NULL AND agreed_at IS NULL AND declined_at IS NULL",
        params![id, now],
    )?;
    if agreed == 0 {
        return Err(CompanionError::NotFound);
    }
    tx.execute(
        "UPDATE companion SET ended_at = ?3 WHERE person = ?1 AND other = ?2 AND ended_at IS NULL",
        params![person, asker, now],
    )?;
    let args = args! { name = whose(tx, person)? };
    notices::send(tx, asker, msg::COMPANION_NOTICE_AGREED, args, COMPANIONS_PATH)?;
    record(tx, "companion.agreed", id, (asker, Some(person)))
}

/// Ends it: either of two who agreed, or who asked and has no answer. What is signed up already stays as it is.
///
/// # Errors
/// [`CompanionError`].
pub fn end_companion(tx: &mut WriteTx, person: PersonId, id: CompanionId) -> Result<(), CompanionError> {
    let found = pair(tx, person, id)?.ok_or(CompanionError::NotFound)?;
    if let Some(other) = found.other {
        lock_pair(tx, found.person, other)?;
    }
    // It may have been answered while this waited.
    let now = tx.now();
    let found = pair(tx, person, id)?.ok_or(CompanionError::NotFound)?;
    let act = match (found.agreed, found.other) {
        (true, Some(other)) => {
            tx.execute(
                "UPDATE companion SET ended_at = ?3 WHERE ended_at IS NULL
                   AND ((person = ?1 AND other = ?2) OR (person = ?2 AND other = ?1))",
                params![found.person, other, now],
            )?;
            "companion.ended"
        }
        // Of a number that nobody has nothing is kept.
        (_, None) => {
            tx.execute(
                "DELETE FROM companion WHERE id = ?1 AND other IS NULL",
                params![id],
            )?;
            "companion.taken_back"
        }
        (false, Some(_)) => {
            tx.execute(
                "UPDATE companion SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL",
                params![id, now],
            )?;
            "companion.taken_back"
        }
    };
    record(tx, act, id, (found.person, found.other))
}

fn pair(tx: &mut ReadTx, person: PersonId, id: CompanionId) -> Result<Option<Pair>, StoreError> {
    tx.one(
        "SELECT person, other, CASE WHEN agreed_at IS NULL THEN 0 ELSE 1 END FROM companion
         WHERE id = ?1 AND ended_at IS NULL AND (person = ?2 OR (other = ?2 AND agreed_at IS NOT NULL))",
        params![id, person],
        |row| {
            Ok(Pair {
                person: row.get(0)?,
                other: row.get(1)?,
                agreed: row.get(2)?,
            })
        },
    )
}

/// Whether two are companions.
fn is_agreed(tx: &mut ReadTx, one: PersonId, other: PersonId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM companion WHERE agreed_at IS NOT NULL AND ended_at IS NULL
           AND ((person = ?1 AND other = ?2) OR (person = ?2 AND other = ?1))",
        params![one, other],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Who can be asked at a number: an adult, as far as is known, with an account.
fn who_has(tx: &mut ReadTx, blind: &str, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
    let found = tx.one(
        "SELECT p.id, p.birth_day FROM person p JOIN account a ON a.person = p.id WHERE p.phone_blind = ?1",
        params![blind],
        |row| Ok((row.get(0)?, row.get::<Option<Date>>(1)?)),
    )?;
    Ok(found
        .filter(|(_, birth)| !is_minor(*birth, now))
        .map(|(person, _)| person))
}

/// What was not answered in time stands no longer; of numbers that nobody has nothing is kept.
fn let_lapse(tx: &mut WriteTx, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM companion WHERE person = ?1 AND other IS NULL AND asked_at <= ?2",
        params![person, lapsed(now)],
    )?;
    tx.execute(
        "UPDATE companion SET ended_at = ?3
         WHERE person = ?1 AND agreed_at IS NULL AND ended_at IS NULL AND asked_at <= ?2",
        params![person, lapsed(now), now],
    )?;
    Ok(())
}

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
pub(super) fn lapsed(now: Timestamp) -> Timestamp {
    now.checked_sub(LAPSES_AFTER).unwrap_or(Timestamp::MIN)
}
