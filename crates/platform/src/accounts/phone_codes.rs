//! Codes that prove that a phone is at hand: six digits, good for five minutes and five attempts.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::codes::Phone;
use langqiao_store::{StoreError, WriteTx, params};
use rand::RngExt;
use subtle::ConstantTimeEq;

use super::{after, throttle};
use crate::keys::{Field, Keys};

/// How long a code is good.
pub const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// How often a code may be tried.
const ATTEMPTS: i64 = 5;

/// A phone gets a code a minute …
const PHONE_PACE: throttle::Limit = throttle::Limit {
    name: "code-pace",
    attempts: 1,
    window: SignedDuration::from_mins(1),
};
/// … and five an hour; with five attempts each, a guess succeeds once in 40,000 hours.
const PHONE: throttle::Limit = throttle::Limit {
    name: "code-phone",
    attempts: 5,
    window: SignedDuration::from_hours(1),
};
/// An address, behind which a whole office may sit, asks for 60 an hour.
const ADDRESS: throttle::Limit = throttle::Limit {
    name: "code-address",
    attempts: 60,
    window: SignedDuration::from_hours(1),
};

/// What became of asking for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The code is stored and may be sent.
    Stored,
    /// There were too many; at this time one may be asked for again.
    Wait(Timestamp),
}

/// What became of trying a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It is the code.
    Right,
    /// It is not; so many attempts are left.
    Wrong(i64),
    /// There is no code any more: it ran out or was tried too often.
    Gone,
}

/// A new code.
pub fn new_code() -> String {
    format!("{:06}", rand::rng().random_range(0..1_000_000))
}

/// Stores a code for a phone in place of the one before.
///
/// # Errors
/// When the database fails.
pub fn ask(
    tx: &mut WriteTx,
    keys: &Keys,
    phone: &Phone,
    code: &str,
    address: &str,
) -> Result<Asked, StoreError> {
    let blind = keys.blind(Field::Phone, phone.as_str());
    for (limit, subject) in [(&ADDRESS, address), (&PHONE_PACE, &blind), (&PHONE, &blind)] {
        if let Some(until) = throttle::take(tx, keys, limit, subject)? {
            return Ok(Asked::Wait(until));
        }
    }
    let now = tx.now();
    tx.execute(
        "INSERT INTO phone_code (phone_blind, code_hash, attempts, created_at, expires_at)
         VALUES (?1, ?2, 0, ?3, ?4)
         ON CONFLICT (phone_blind) DO UPDATE SET code_hash = excluded.code_hash, attempts = 0,
           created_at = excluded.created_at, expires_at = excluded.expires_at",
        params![blind, hash(keys, &blind, code), now, after(now, LIFE)],
    )?;
    Ok(Asked::Stored)
}

/// Tries a code and counts the attempt. The transaction must be kept whatever comes out, or else attempts
/// would be free: say `Ok` to it.
///
/// # Errors
/// When the database fails.
pub fn try_code(tx: &mut WriteTx, keys: &Keys, phone: &Phone, code: &str) -> Result<Tried, StoreError> {
    let blind = keys.blind(Field::Phone, phone.as_str());
    let now = tx.now();
    tx.bookkeeping();
    let stored = tx.execute_one(
        "UPDATE phone_code SET attempts = attempts + 1
         WHERE phone_blind = ?1 AND expires_at > ?2 AND attempts < ?3 RETURNING code_hash, attempts",
        params![blind, now, ATTEMPTS],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
    )?;
    let Some((stored, attempts)) = stored else {
        return Ok(Tried::Gone);
    };
    if bool::from(stored.as_bytes().ct_eq(hash(keys, &blind, code).as_bytes())) {
        return Ok(Tried::Right);
    }
    Ok(if attempts < ATTEMPTS {
        Tried::Wrong(ATTEMPTS - attempts)
    } else {
        Tried::Gone
    })
}

/// A right code was used: it is good no more.
///
/// # Errors
/// When the database fails.
pub fn used(tx: &mut WriteTx, keys: &Keys, phone: &Phone) -> Result<(), StoreError> {
    let blind = keys.blind(Field::Phone, phone.as_str());
    tx.execute("DELETE FROM phone_code WHERE phone_blind = ?1", params![blind])?;
    throttle::forget(tx, keys, &PHONE_PACE, &blind)?;
    throttle::forget(tx, keys, &PHONE, &blind)
}

/// A right code will be shown once more, with what was missing beside it: the attempt isn't counted.
pub(super) fn not_yet_used(tx: &mut WriteTx, keys: &Keys, phone: &Phone) -> Result<(), StoreError> {
    let blind = keys.blind(Field::Phone, phone.as_str());
    tx.execute(
        "UPDATE phone_code SET attempts = attempts - 1 WHERE phone_blind = ?1",
        params![blind],
    )?;
    Ok(())
}

fn hash(keys: &Keys, blind: &str, code: &str) -> String {
    keys.token_hash(&format!("code:{blind}:{code}"))
}
