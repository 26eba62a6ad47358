//! Asking somebody to be a companion, by the phone number one knows of them.

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    codes::Phone,
    id::{CompanionId, PersonId},
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    COMPANIONS_PATH, CompanionError, MOST_UNANSWERED, answer::agree, is_minor, lapsed, lock_pair, record,
    whose,
};
use crate::{
    accounts::throttle::{self, Limit},
    args,
    i18n::msg,
    keys::{Field, Keys},
    notices,
};

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
