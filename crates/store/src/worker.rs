//! Runs queued jobs, and what is to be done again and again.

use std::collections::HashMap;
use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use langqiao_kernel::clock::Clock;
use langqiao_kernel::id::{Id, JobId};
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use crate::{By, Db, JobLease, StoreError, WriteTx};

/// How long an idle worker waits before it looks for jobs of other nodes, and for leases that ran out.
const IDLE: Duration = Duration::from_secs(1);
/// The longest pause between two runs of a job.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Why a job was not done.
#[derive(Debug)]
pub enum JobError {
    /// It may be done later: try again, with longer and longer pauses.
    Retry(String),
    /// It can never be done: keep it for the operator.
    Fail(String),
}

/// Any error means: try again.
impl<E: Display> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Retry(error.to_string())
    }
}

/// What a handler works with.
#[derive(Clone)]
pub struct Ctx {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The job it works on.
    pub lease: JobLease,
    kind: &'static str,
}

impl Ctx {
    /// Who acts: the system, by the name of the job's kind.
    pub fn by(&self) -> By {
        By::system(self.kind, &self.clock)
    }

    /// Marks the job as done in the same transaction as its effects; see [`WriteTx::finish`].
    ///
    /// # Errors
    /// When the lease has passed to another worker.
    pub fn finish(&self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        tx.finish(&self.lease)
    }
}

type Outcome = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler = Box<dyn Fn(Ctx) -> Outcome + Send + Sync>;
type Chore = Box<dyn Fn() -> Outcome + Send + Sync>;

/// Takes due jobs under a lease and runs their handlers. Any number of nodes may do so beside each other; a job
/// whose node died is taken by another when its lease ends. A handler may therefore run twice for the same job,
/// unless it ends with [`Ctx::finish`].
pub struct Worker {
    db: Db,
    clock: Clock,
    name: String,
    handlers: HashMap<&'static str, Handler>,
    chores: Vec<(&'static str, Duration, Chore)>,
    slots: u32,
    lease: SignedDuration,
    attempts: i64,
}

impl Worker {
    /// A worker on `db` that goes by `clock`, with 4 jobs at a time, leases of a minute and 8 attempts.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self {
            db,
            clock,
            name: Id::<()>::generate().to_text(),
            handlers: HashMap::new(),
            chores: Vec::new(),
            slots: 4,
            lease: SignedDuration::from_mins(1),
            attempts: 8,
        }
    }

    /// Runs jobs of `kind` with `handler`, which gets their payload. A kind has one handler.
    #[must_use]
    pub fn on<P, F, O>(mut self, kind: &'static str, handler: F) -> Self
    where
        P: DeserializeOwned + Send + 'static,
        F: Fn(Ctx, P) -> O + Send + Sync + 'static,
        O: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let handler = move |ctx: Ctx| -> Outcome {
            match serde_json::from_str(&ctx.lease.payload) {
                Ok(payload) => Box::pin(handler(ctx, payload)),
                Err(error) => {
                    let reason = format!("the payload is not what the handler takes: {error}");
                    Box::pin(async { Err(JobError::Fail(reason)) })
                }
            }
        };
        let before = self.handlers.insert(kind, Box::new(handler));
        assert!(before.is_none(), "two handlers for jobs of kind {kind}");
        self
    }

    /// Does `chore` on this node every `period`, never twice at a time; for what every request adds to (folding
    /// deltas, sealing). It should look whether there is anything to do before it writes, and mind other nodes.
    #[must_use]
    pub fn every<F, O>(mut self, name: &'static str, period: Duration, chore: F) -> Self
    where
        F: Fn() -> O + Send + Sync + 'static,
        O: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.chores
            .push((name, period, Box::new(move || Box::pin(chore()))));
        self
    }

    /// Runs up to `count` jobs at a time.
    #[must_use]
    pub fn slots(self, count: u32) -> Self {
        Self {
            slots: count.max(1),
            ..self
        }
    }

    /// Holds a job for `length` at a time; the lease is renewed while the handler runs.
    #[must_use]
    pub fn lease(self, length: SignedDuration) -> Self {
        Self {
            lease: length,
            ..self
        }
    }

    /// Gives a job up after `count` attempts.
    #[must_use]
    pub fn attempts(self, count: i64) -> Self {
        Self {
            attempts: count.max(1),
            ..self
        }
    }

    /// Works until `stop` resolves, then finishes what it has begun.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let worker = Arc::new(self);
        let mut chores = JoinSet::new();
        for position in 0..worker.chores.len() {
            let worker = Arc::clone(&worker);
            chores.spawn(async move { worker.keep_doing(position).await });
        }
        let mut running = JoinSet::new();
        tokio::pin!(stop);
        loop {
            let free = worker
                .slots
                .saturating_sub(u32::try_from(running.len()).unwrap_or(u32::MAX));
            let claimed = if free == 0 {
                Vec::new()
            } else {
                worker.claim_or_log(free).await
            };
            let more = !claimed.is_empty();
            for lease in claimed {
                let worker = Arc::clone(&worker);
                running.spawn(async move { worker.carry_out(lease).await });
            }
            if more {
                continue;
            }
            let pause = worker.pause().await;
            tokio::select! {
                () = &mut stop => break,
                () = worker.db.job_queued(), if free > 0 => {}
                Some(_) = running.join_next() => {}
                () = tokio::time::sleep(pause), if free > 0 => {}
            }
        }
        chores.abort_all();
        while running.join_next().await.is_some() {}
    }

    /// Does every chore once and runs all jobs that are due now, those that they queue for now included, and
    /// says how many jobs were run. For tests, which move the clock themselves.
    ///
    /// # Errors
    /// When the database can't be read or written; a job's own failure is kept with the job.
    pub async fn run_due(&self) -> Result<usize, StoreError> {
        for (name, _, chore) in &self.chores {
            if let Err(error) = chore().await {
                tracing::error!(?error, name, "a chore failed");
            }
        }
        let mut done = 0;
        loop {
            let claimed = self.claim(self.slots).await?;
            if claimed.is_empty() {
                return Ok(done);
            }
            done += claimed.len();
            for lease in claimed {
                self.carry_out(lease).await;
            }
        }
    }

    async fn keep_doing(&self, position: usize) {
        let (name, period, chore) = &self.chores[position];
        let mut ticks = tokio::time::interval(*period);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = chore().await {
                tracing::error!(?error, name, "a chore failed");
            }
        }
    }

    /// How long to wait for the next job if nothing wakes us.
    async fn pause(&self) -> Duration {
        let due = match self.db.read(|tx| tx.next_job_due()).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "jobs could not be looked for");
                None
            }
        };
        let until = due.map(|due| due.duration_since(self.clock.now()));
        // Due already and yet not taken: it is for other nodes, or they have just taken it.
        let until = until.filter(|until| until.is_positive());
        until
            .and_then(|until| Duration::try_from(until).ok())
            .map_or(IDLE, |until| until.min(IDLE))
    }

    async fn claim_or_log(&self, limit: u32) -> Vec<JobLease> {
        self.claim(limit).await.unwrap_or_else(|error| {
            tracing::error!(%error, "jobs could not be taken");
            Vec::new()
        })
    }

    async fn claim(&self, limit: u32) -> Result<Vec<JobLease>, StoreError> {
        let now = self.clock.now();
        let due = self.db.read(|tx| tx.next_job_due()).await?;
        if due.is_none_or(|due| due > now) {
            return Ok(Vec::new()); // an idle worker writes nothing
        }
        let kinds = self
            .handlers
            .keys()
            .fold(",".to_owned(), |list, kind| list + kind + ",");
        // Each claim has its own name: a lease that ran out is not taken for the next one of the same worker.
        let holder = format!("{}/{}", self.name, JobId::generate());
        let lease = self.lease;
        self.write(move |tx| tx.claim_jobs(&kinds, &holder, lease, limit))
            .await
    }

    /// Runs a job's handler and settles the job.
    async fn carry_out(&self, lease: JobLease) {
        let (id, kind, attempts) = (lease.id, lease.kind.clone(), lease.attempts);
        let outcome = if attempts > self.attempts {
            Err(JobError::Fail(format!(
                "its worker died or lost it {} times",
                attempts - 1
            )))
        } else {
            self.handle(&lease).await
        };
        let now = self.clock.now();
        let settled = match outcome {
            Ok(()) => self.write(move |tx| tx.release_done(&lease).map(drop)).await,
            Err(JobError::Retry(reason)) if attempts < self.attempts => {
                tracing::warn!(%id, kind, attempts, reason, "a job failed and will be tried again");
                let again = now.saturating_add(pause_after(attempts)).unwrap_or(now);
                self.write(move |tx| tx.release_failed(&lease, &reason, Some(again)))
                    .await
            }
            Err(JobError::Retry(reason) | JobError::Fail(reason)) => {
                tracing::error!(%id, kind, attempts, reason, "a job failed and was given up");
                self.write(move |tx| tx.release_failed(&lease, &reason, None))
                    .await
            }
        };
        if let Err(error) = settled {
            tracing::error!(%id, kind, %error, "a job could not be settled; its lease will run out");
        }
    }

    /// Runs the handler and renews the lease meanwhile.
    async fn handle(&self, lease: &JobLease) -> Result<(), JobError> {
        let Some((&kind, handler)) = self.handlers.get_key_value(lease.kind.as_str()) else {
            return Err(JobError::Retry("no handler here".into()));
        };
        let ctx = Ctx {
            db: self.db.clone(),
            clock: self.clock.clone(),
            lease: lease.clone(),
            kind,
        };
        // A task of its own, so that a panic ends the job and not the worker.
        let mut task = tokio::spawn(handler(ctx));
        let third = Duration::try_from(self.lease / 3)
            .unwrap_or(IDLE)
            .max(Duration::from_millis(1));
        loop {
            tokio::select! {
                done = &mut task => return match done {
                    Ok(outcome) => outcome,
                    Err(error) => Err(JobError::Retry(format!("the handler panicked: {error}"))),
                },
                () = tokio::time::sleep(third) => {
                    let (lease, length) = (lease.clone(), self.lease);
                    match self.write(move |tx| tx.renew_lease(&lease, length)).await {
                        Ok(true) => {}
                        Ok(false) => tracing::warn!(kind, "a job's lease has passed to another, or it was finished"),
                        Err(error) => tracing::warn!(kind, %error, "a job's lease could not be renewed"),
                    }
                }
            }
        }
    }

    async fn write<T: Send + 'static>(
        &self,
        mut run: impl FnMut(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let by = By::system("worker", &self.clock);
        self.db
            .write(by, move |tx| {
                tx.bookkeeping();
                run(tx)
            })
            .await
    }
}

/// 5 s, 20 s, 80 s … up to an hour.
fn pause_after(attempts: i64) -> SignedDuration {
    let exponent = u32::try_from(attempts.clamp(1, 8) - 1).unwrap_or(0);
    SignedDuration::from_secs(5 * 4_i64.pow(exponent)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        let seconds: Vec<i64> = (1..10).map(|attempts| pause_after(attempts).as_secs()).collect();
        assert_eq!(seconds, [5, 20, 80, 320, 1280, 3600, 3600, 3600, 3600]);
    }
}
