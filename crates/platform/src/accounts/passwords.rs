//! Passwords: Argon2id, hashed outside of transactions, a few at a time.

use std::sync::{Arc, OnceLock};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use langqiao_kernel::id::PersonId;
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use tokio::sync::Semaphore;

use crate::{
    fault::Fault,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    keys::random_token,
    settings::PasswordCost,
};

/// The fewest characters of a password (NIST SP 800-63B).
pub const MIN_CHARS: usize = 8;
/// The most: more would only cost time.
const MAX_CHARS: usize = 128;
/// Passwords that everybody tries first.
const COMMON: [&str; 12] = [
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "11111111",
    "88888888",
    "66666666",
    "00000000",
    "password",
    "qwertyui",
    "a1234567",
    "abc12345",
];

/// Hashes and checks passwords. Each takes some 20 MiB for some 30 ms, so only a few run at a time.
pub struct Hasher {
    argon: Argon2<'static>,
    slots: Semaphore,
    /// A hash that no password has, checked for phones that nobody has, so that both take as long.
    nobody: OnceLock<String>,
}

impl Hasher {
    /// With the costs of the settings; costs that Argon2 doesn't allow become its defaults.
    pub fn new(cost: &PasswordCost) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).unwrap_or_default();
        Self {
            argon: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            slots: Semaphore::new(cost.at_once.max(1)),
            nobody: OnceLock::new(),
        }
    }

    /// The hash of a password as it is stored (PHC string format), blocking the thread.
    ///
    /// # Errors
    /// When the machine has no randomness or memory for it.
    pub fn hash_blocking(&self, password: &str) -> Result<String, Fault> {
        let hash = self.argon.hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string())
            .map_err(|why| Fault::Internal(format!("a password could not be hashed: {why}")))
    }

    /// The hash of a password as it is stored.
    ///
    /// # Errors
    /// As of [`hash_blocking`](Self::hash_blocking).
    pub async fn hash(self: &Arc<Self>, password: String) -> Result<String, Fault> {
        self.on_a_thread(move |hasher| hasher.hash_blocking(&password))
            .await
    }

    /// Whether the password is the one that was hashed. Takes as long where there is no hash.
    ///
    /// # Errors
    /// As of [`hash_blocking`](Self::hash_blocking).
    pub async fn check(self: &Arc<Self>, stored: Option<String>, password: String) -> Result<bool, Fault> {
        self.on_a_thread(move |hasher| {
            let known = stored.is_some();
            let stored = match stored {
                Some(hash) => hash,
                None => hasher.nobody()?,
            };
            let hash =
                PasswordHash::new(&stored).map_err(|why| Fault::Internal(format!("a stored hash: {why}")))?;
            Ok(hasher.argon.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await
    }

    fn nobody(&self) -> Result<String, Fault> {
        if let Some(hash) = self.nobody.get() {
            return Ok(hash.clone());
        }
        let hash = self.hash_blocking(&random_token())?;
        Ok(self.nobody.get_or_init(|| hash).clone())
    }

    async fn on_a_thread<T: Send + 'static>(
        self: &Arc<Self>,
        run: impl FnOnce(&Self) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let _slot = self
            .slots
            .acquire()
            .await
            .map_err(|why| Fault::Internal(why.to_string()))?;
        let hasher = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || run(&hasher)).await;
        done.map_err(|why| Fault::Internal(format!("hashing a password: {why}")))?
    }
}

/// What is wrong with a password that someone chooses, if anything.
pub fn problem_with(password: &str) -> Option<Sentence> {
    let chars = password.chars().count();
    if chars < MIN_CHARS {
        return Some(Sentence::new(msg::PASSWORD_TOO_SHORT).with("n", MIN_CHARS));
    }
    if chars > MAX_CHARS {
        return Some(Sentence::new(msg::PASSWORD_TOO_LONG).with("n", MAX_CHARS));
    }
    let first = password.chars().next();
    let one_character = password.chars().all(|c| Some(c) == first);
    let common = COMMON.iter().any(|known| password.eq_ignore_ascii_case(known));
    (one_character || common).then(|| msg::PASSWORD_COMMON.into())
}

/// Notes in `errors` what is wrong with a chosen password and its repetition.
pub fn check_chosen(password: &str, again: &str, errors: &mut FieldErrors) {
    if let Some(problem) = problem_with(password) {
        errors.add("password", problem);
    } else if password != again {
        errors.add("again", msg::PASSWORD_NOT_AGAIN);
    }
}

/// The stored hash of a person's password, if they have set one.
///
/// # Errors
/// When the database fails.
pub fn stored(tx: &mut ReadTx, person: PersonId) -> Result<Option<String>, StoreError> {
    let hash = tx.one(
        "SELECT password_hash FROM account WHERE person = ?1",
        params![person],
        |row| row.get(0),
    )?;
    Ok(hash.flatten())
}

/// Sets a person's password from its hash. Other sessions are for the caller to revoke.
///
/// # Errors
/// When the database fails.
pub fn set(tx: &mut WriteTx, person: PersonId, hash: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO account (person, password_hash, created_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (person) DO UPDATE SET password_hash = excluded.password_hash",
        params![person, hash, now],
    )?;
    tx.record(Event::of("account.password_set", &person).kind("person"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Arc<Hasher> {
        Arc::new(Hasher::new(&PasswordCost {
            memory_kib: 8,
            passes: 1,
            at_once: 2,
        }))
    }

    #[tokio::test]
    async fn only_the_right_password_opens_and_none_where_there_is_none() {
        let hasher = cheap();
        let hash = hasher.hash("廊桥上的灯笼".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(
            hasher
                .check(Some(hash.clone()), "廊桥上的灯笼".to_owned())
                .await
                .unwrap()
        );
        assert!(!hasher.check(Some(hash), "廊桥上的灯".to_owned()).await.unwrap());
        assert!(!hasher.check(None, "anything".to_owned()).await.unwrap());
    }

    #[test]
    fn weak_passwords_are_named() {
        assert!(problem_with("七个字的密码啊").is_some());
        assert!(problem_with("Password").is_some());
        assert!(problem_with("99999999").is_some());
        assert!(problem_with("桐乡的菊花茶真好").is_none());
    }
}
