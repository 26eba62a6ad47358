//! Requests that may come twice and must be carried out once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{StoreError, WriteTx, params};

/// A request that its sender has given a key, so that it can be sent again when its answer was lost. The first
/// transaction of the request that records an event also takes the key, in the table `idempotency`: either
/// both stand or neither.
#[derive(Clone, Debug)]
pub struct Once {
    scope: Arc<str>,
    key: Arc<str>,
    hash: Arc<str>,
    taken: Arc<AtomicBool>,
}

impl Once {
    /// The request that `scope` (a person's id) sent under `key`, with a hash of what it asks for.
    pub fn new(scope: impl Into<Arc<str>>, key: impl Into<Arc<str>>, hash: impl Into<Arc<str>>) -> Self {
        Self {
            scope: scope.into(),
            key: key.into(),
            hash: hash.into(),
            taken: Arc::default(),
        }
    }

    /// Whether a transaction of this request has been committed with the key.
    pub fn is_taken(&self) -> bool {
        self.taken.load(Ordering::Acquire)
    }

    /// Notes that the transaction that took the key was committed.
    pub(crate) fn committed(&self) {
        self.taken.store(true, Ordering::Release);
    }

    /// Takes the key.
    ///
    /// # Errors
    /// [`StoreError::Repeated`] when it was taken before.
    pub(crate) fn take(&self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        let now = tx.now();
        let taken = tx.execute(
            "INSERT INTO idempotency (person, request_key, request_hash, at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (person, request_key) DO NOTHING",
            params![self.scope, self.key, self.hash, now],
        )?;
        if taken == 0 {
            Err(StoreError::Repeated)
        } else {
            Ok(())
        }
    }
}
