//! Answering who asks, and ending what was agreed to.

use jiff::civil::Date;
use langqiao_kernel::id::{CompanionId, PersonId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{COMPANIONS_PATH, CompanionError, is_minor, lapsed, lock_pair, record, whose};
use crate::{args, i18n::msg, notices};

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
    set_answer(tx, id, false)?;
    record(tx, "companion.declined", id, (asker, Some(person)))
}

/// The pair is held. What the one who agrees had asked in turn is answered by that.
pub(super) fn agree(
    tx: &mut WriteTx,
    id: CompanionId,
    (asker, person): (PersonId, PersonId),
) -> Result<(), CompanionError> {
    let now = tx.now();
    set_answer(tx, id, true)?;
    tx.execute(
        "UPDATE companion SET ended_at = ?3 WHERE person = ?1 AND other = ?2 AND ended_at IS NULL",
        params![person, asker, now],
    )?;
    let args = args! { name = whose(tx, person)? };
    notices::send(tx, asker, msg::COMPANION_NOTICE_AGREED, args, COMPANIONS_PATH)?;
    record(tx, "companion.agreed", id, (asker, Some(person)))
}

/// Answers an ask that has no answer yet.
fn set_answer(tx: &mut WriteTx, id: CompanionId, accept: bool) -> Result<(), CompanionError> {
    let at = |is: bool| is.then_some(tx.now());
    let (agreed, declined) = (at(accept), at(!accept));
    let answered = tx.execute(
        "UPDATE companion SET agreed_at = ?2, declined_at = ?3
         WHERE id = ?1 AND ended_at IS NULL AND agreed_at IS NULL AND declined_at IS NULL",
        params![id, agreed, declined],
    )?;
    if answered == 0 {
        return Err(CompanionError::NotFound);
    }
    Ok(())
}

/// The pair of an ask.
struct Pair {
    person: PersonId,
    other: Option<PersonId>,
    agreed: bool,
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
