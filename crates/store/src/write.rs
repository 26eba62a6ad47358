//! A use case on its way through a database thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use crate::db::QueryCounter;
use crate::measure::Measures;
use crate::{By, ReadTx, StoreError, WriteTx};

/// What a writing thread does with a use case.
pub(crate) trait Work: Send {
    /// Runs it inside the open transaction; true if what it did is to be kept. May be called again after the
    /// transaction was undone.
    fn attempt(&mut self, tx: &mut WriteTx<'_>) -> bool;
    /// Tells the caller how it ended, once the commit is known.
    fn settle(self: Box<Self>, committed: Result<(), StoreError>);
}

/// What waits for a writing thread.
pub(crate) enum Write {
    Do(Box<dyn Work>),
    Stop,
}

/// A read on its way: it gets the transaction, or the reason why there is none.
pub(crate) type ReadWork = Box<dyn FnOnce(Result<&mut ReadTx<'_>, StoreError>) + Send>;

/// What waits for a reading thread.
pub(crate) enum Read {
    Do(ReadWork),
    Stop,
}

/// A use case `F` whose outcome goes to `R`.
pub(crate) struct UseCase<F, T, E, R> {
    pub(crate) by: By,
    pub(crate) run: F,
    pub(crate) outcome: Option<Result<T, E>>,
    /// Whether the last run recorded an event.
    pub(crate) acted: bool,
    pub(crate) reply: R,
    pub(crate) counter: Option<QueryCounter>,
    pub(crate) queued: Instant,
    pub(crate) measures: Arc<Measures>,
}

impl<F, T, E, R> Work for UseCase<F, T, E, R>
where
    F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
    R: FnOnce(Result<T, E>) + Send,
{
    fn attempt(&mut self, tx: &mut WriteTx<'_>) -> bool {
        tx.start(&self.by);
        let ran = catch_unwind(AssertUnwindSafe(|| (self.run)(tx)));
        if let Some(counter) = &self.counter {
            counter.add(tx.statements);
        }
        let outcome = match ran {
            Ok(Ok(value)) => tx.check().map(|()| value).map_err(E::from),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(StoreError::Panicked.into()),
        };
        let keep = outcome.is_ok();
        self.acted = tx.has_acted();
        self.outcome = Some(outcome);
        keep
    }

    fn settle(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (self.outcome, committed) {
            (Some(Ok(value)), Ok(())) => {
                if let Some(once) = self.by.once.filter(|_| self.acted) {
                    once.committed();
                }
                Ok(value)
            }
            // It failed by itself: that, and not what became of the others, is what the caller wants to know.
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(_)), Err(error)) => Err(error.into()),
            (None, committed) => Err(committed.err().unwrap_or(StoreError::Closed).into()),
        };
        self.measures.written(outcome.is_ok(), self.queued.elapsed());
        (self.reply)(outcome);
    }
}
