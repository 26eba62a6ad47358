//! API tokens: what a program holds in its owner's name, for some purposes and some time.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    id::{PersonId, TokenId},
    text::clip,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};

use super::after;
use crate::{
    gate::{Gate, SELF},
    keys::{Keys, random_token},
    registry::Registry,
};

/// How long a token may last at most, in days.
pub const MAX_DAYS: i64 = 366;

/// A token as its owner sees it.
#[derive(Clone, Debug)]
pub struct Token {
    /// Which token.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for, separated by spaces.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// When it was last used, to the hour.
    pub used_at: Option<Timestamp>,
}

/// What a token may be made for: [`SELF`] and every permission that some route asks for.
pub fn scopes(registry: &Registry) -> BTreeSet<&'static str> {
    let permissions = registry.routes.iter().filter_map(|route| match route.gate {
        Gate::Permission(name) => Some(name),
        Gate::Public | Gate::SignedIn => None,
    });
    permissions.chain([SELF]).collect()
}

/// Makes a token for `days` days (1 to [`MAX_DAYS`]) and gives it: it is shown once and stored as a hash.
///
/// # Errors
/// When the database fails.
pub fn create(
    tx: &mut WriteTx,
    keys: &Keys,
    person: PersonId,
    name: &str,
    scopes: &[&str],
    days: i64,
) -> Result<String, StoreError> {
    // The prefix lets scanners for leaked secrets know it.
    let (id, token, now) = (TokenId::generate(), format!("lq_{}", random_token()), tx.now());
    let until = after(now, SignedDuration::from_hours(24 * days.clamp(1, MAX_DAYS)));
    tx.execute(
        "INSERT INTO token (id, token_hash, person, name, scopes, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            keys.token_hash(&token),
            person,
            clip(name, 80),
            scopes.join(" "),
            now,
            until
        ],
    )?;
    let detail = serde_json::json!({ "token": id, "scopes": scopes, "until": until.as_millisecond() });
    tx.record(
        Event::of("account.token_created", &person)
            .kind("person")
            .detail(&detail),
    )?;
    Ok(token)
}

/// A person's tokens that are still good, the newest first.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut ReadTx, person: PersonId, now: Timestamp) -> Result<Vec<Token>, StoreError> {
    tx.all(
        "SELECT id, name, scopes, created_at, expires_at, used_at FROM token
         WHERE person = ?1 AND revoked_at IS NULL AND expires_at > ?2 ORDER BY created_at DESC, id",
        params![person, now],
        |row| {
            Ok(Token {
                id: row.get(0)?,
                name: row.get(1)?,
                scopes: row.get(2)?,
                created_at: row.get(3)?,
                expires_at: row.get(4)?,
                used_at: row.get(5)?,
            })
        },
    )
}

/// Ends one of a person's tokens; false if they have no such token.
///
/// # Errors
/// When the database fails.
pub fn revoke(tx: &mut WriteTx, person: PersonId, token: TokenId) -> Result<bool, StoreError> {
    let now = tx.now();
    let ended = tx.execute(
        "UPDATE token SET revoked_at = ?3 WHERE id = ?1 AND person = ?2 AND revoked_at IS NULL",
        params![token, person, now],
    )?;
    if ended > 0 {
        let detail = serde_json::json!({ "token": token });
        tx.record(
            Event::of("account.token_revoked", &person)
                .kind("person")
                .detail(&detail),
        )?;
    }
    Ok(ended > 0)
}
