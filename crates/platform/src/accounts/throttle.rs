//! Counting attempts, so that nobody can guess for long.

use jiff::{SignedDuration, Timestamp};
use langqiao_store::{StoreError, WriteTx, params};

use super::{after, before};
use crate::keys::Keys;

/// So many attempts in so long a time.
pub(crate) struct Limit {
    /// What is attempted.
    pub name: &'static str,
    /// How many attempts are allowed.
    pub attempts: i64,
    /// In how long a time, counted from the first of them.
    pub window: SignedDuration,
}

/// The longest window of all: what is older counts no more.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Counts an attempt by or on `subject` *before* it is made, so that attempts made at the same time can't
/// slip through. Gives the time at which attempts are allowed again, if there were too many.
pub(crate) fn take(
    tx: &mut WriteTx,
    keys: &Keys,
    limit: &Limit,
    subject: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let now = tx.now();
    tx.bookkeeping();
    let counted = tx.execute_one(
        "INSERT INTO throttle (bucket, started_at, used) VALUES (?1, ?2, 1)
         ON CONFLICT (bucket) DO UPDATE SET
           used = CASE WHEN throttle.started_at <= ?3 THEN 1 ELSE throttle.used + 1 END,
           started_at = CASE WHEN throttle.started_at <= ?3 THEN ?2 ELSE throttle.started_at END
         RETURNING used, started_at",
        params![bucket(keys, limit, subject), now, before(now, limit.window)],
        |row| Ok((row.get::<i64>(0)?, row.get::<Timestamp>(1)?)),
    )?;
    Ok(counted
        .filter(|(used, _)| *used > limit.attempts)
        .map(|(_, started)| after(started, limit.window)))
}

/// Takes one counted attempt back: it was the right answer.
pub(crate) fn give_back(
    tx: &mut WriteTx,
    keys: &Keys,
    limit: &Limit,
    subject: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE throttle SET used = used - 1 WHERE bucket = ?1 AND used > 0",
        params![bucket(keys, limit, subject)],
    )?;
    Ok(())
}

/// Forgets all counted attempts: it was the right answer, and only its owner knows it.
pub(crate) fn forget(tx: &mut WriteTx, keys: &Keys, limit: &Limit, subject: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM throttle WHERE bucket = ?1",
        params![bucket(keys, limit, subject)],
    )?;
    Ok(())
}

/// Phones and addresses are kept as hashes.
fn bucket(keys: &Keys, limit: &Limit, subject: &str) -> String {
    format!("{}:{}", limit.name, keys.token_hash(subject))
}
