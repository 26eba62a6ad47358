//! Work to be done after a commit: queued in the same transaction as the change that asks for it, so that it is
//! done if and only if the change stands.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::JobId;
use serde::Serialize;

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// A job to be queued by [`WriteTx::enqueue`].
#[derive(Debug)]
pub struct Job {
    kind: &'static str,
    payload: serde_json::Result<String>,
    key: Option<String>,
    at: Option<Timestamp>,
}

impl Job {
    /// A job for the handler of `kind` (`room.verb_noun`), to be run as soon as the commit is known.
    pub fn new(kind: &'static str, payload: &impl Serialize) -> Self {
        Self {
            kind,
            payload: serde_json::to_string(payload),
            key: None,
            at: None,
        }
    }

    /// Not before `at`.
    #[must_use]
    pub fn at(self, at: Timestamp) -> Self {
        Self { at: Some(at), ..self }
    }

    /// Only once: while a job of this kind with this key waits for its first run, another is not queued; the
    /// waiting one keeps its payload and takes the earlier time. Transactions that queue the same key wait for
    /// each other on PostgreSQL, so a key is for one thing (an offer, a notice), not for what every request
    /// does.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Self {
        Self {
            key: Some(key.into()),
            ..self
        }
    }
}

/// A job in a worker's hands.
#[derive(Clone, Debug)]
pub struct JobLease {
    /// Which job.
    pub id: JobId,
    /// What kind of job.
    pub kind: String,
    /// How often it was begun, this time included.
    pub attempts: i64,
    /// When it was queued.
    pub queued_at: Timestamp,
    pub(crate) payload: String,
    pub(crate) holder: String,
}

/// A job as an operator sees it. Its payload is left out: it may hold personal data.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// Which job.
    pub id: JobId,
    /// What kind of job.
    pub kind: String,
    /// Its key against doubles.
    pub key: Option<String>,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When a worker may take it; while one has it, when its lease ends.
    pub due_at: Timestamp,
    /// How often it was begun.
    pub attempts: i64,
    /// The worker that has it.
    pub leased_by: Option<String>,
    /// Why it failed the last time.
    pub error: Option<String>,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
}

impl JobRow {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
            queued_at: row.get(3)?,
            due_at: row.get(4)?,
            attempts: row.get(5)?,
            leased_by: row.get(6)?,
            error: row.get(7)?,
            failed_at: row.get(8)?,
        })
    }
}

impl ReadTx<'_> {
    /// The jobs that were given up, latest first, at most `limit`.
    ///
    /// # Errors
    /// When they can't be read.
    pub fn failed_jobs(&mut self, limit: u32) -> Result<Vec<JobRow>, StoreError> {
        self.all(
            "SELECT id, kind, key, queued_at, due_at, attempts, leased_by, error, failed_at FROM job
             WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id LIMIT ?1",
            params![limit],
            JobRow::read,
        )
    }

    /// The jobs that wait or run, by the time they are due, at most `limit`.
    ///
    /// # Errors
    /// When they can't be read.
    pub fn waiting_jobs(&mut self, limit: u32) -> Result<Vec<JobRow>, StoreError> {
        self.all(
            "SELECT id, kind, key, queued_at, due_at, attempts, leased_by, error, failed_at FROM job
             WHERE failed_at IS NULL ORDER BY due_at, id LIMIT ?1",
            params![limit],
            JobRow::read,
        )
    }

    /// When the next job is due, or its lease ends.
    pub(crate) fn next_job_due(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let due = self.one(
            "SELECT MIN(due_at) FROM job WHERE failed_at IS NULL",
            &[],
            |row| row.get(0),
        )?;
        Ok(due.flatten())
    }
}

impl WriteTx<'_> {
    /// Queues a job, to be run after this transaction's commit.
    ///
    /// # Errors
    /// When it can't be written, or its payload is not to be kept as JSON.
    pub fn enqueue(&mut self, job: Job) -> Result<(), StoreError> {
        let now = self.now();
        // A double takes the row's lock, so that no worker has it done before what asks for it is committed.
        self.execute(
            "INSERT INTO job (id, kind, key, payload, queued_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (kind, key) WHERE attempts = 0 DO UPDATE
             SET due_at = CASE WHEN excluded.due_at < job.due_at THEN excluded.due_at ELSE job.due_at END",
            params![
                JobId::generate(),
                job.kind,
                job.key,
                job.payload?,
                now,
                job.at.unwrap_or(now)
            ],
        )?;
        self.queued = true;
        Ok(())
    }

    /// Takes back the job of `kind` with `key` if it still waits for its first run; false if there is none.
    ///
    /// # Errors
    /// When it can't be deleted.
    pub fn unqueue(&mut self, kind: &str, key: &str) -> Result<bool, StoreError> {
        let gone = self.execute(
            "DELETE FROM job WHERE kind = ?1 AND key = ?2 AND attempts = 0",
            params![kind, key],
        )?;
        Ok(gone > 0)
    }

    /// Lets a job that was given up run once more; false if there is none.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn retry_job(&mut self, id: JobId) -> Result<bool, StoreError> {
        let now = self.now();
        let found = self.execute(
            "UPDATE job SET failed_at = NULL, attempts = 1, due_at = ?2 WHERE id = ?1 AND failed_at IS NOT NULL",
            params![id, now],
        )?;
        self.queued |= found > 0;
        Ok(found > 0)
    }

    /// Removes a job that was given up; false if there is none.
    ///
    /// # Errors
    /// When it can't be deleted.
    pub fn drop_job(&mut self, id: JobId) -> Result<bool, StoreError> {
        let gone = self.execute(
            "DELETE FROM job WHERE id = ?1 AND failed_at IS NOT NULL",
            params![id],
        )?;
        Ok(gone > 0)
    }

    /// Marks a job as done in the same transaction as its effects: they and its end are committed together, so
    /// that it is done exactly once whatever dies.
    ///
    /// # Errors
    /// When the lease has passed to another worker; then this transaction is to fail.
    pub fn finish(&mut self, lease: &JobLease) -> Result<(), StoreError> {
        if self.release_done(lease)? {
            Ok(())
        } else {
            Err(StoreError::LeaseLost(lease.id.to_text()))
        }
    }

    pub(crate) fn release_done(&mut self, lease: &JobLease) -> Result<bool, StoreError> {
        let done = self.execute(
            "DELETE FROM job WHERE id = ?1 AND leased_by = ?2",
            params![lease.id, lease.holder],
        )?;
        Ok(done > 0)
    }

    /// Takes the lease on up to `limit` due jobs of the given kinds (with a comma around each).
    pub(crate) fn claim_jobs(
        &mut self,
        kinds: &str,
        holder: &str,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<JobLease>, StoreError> {
        // Two nodes must not wait for each other's rows; SQLite has one writer.
        let sql = if self.is_pg() {
            "WITH due AS MATERIALIZED (
                SELECT id FROM job WHERE failed_at IS NULL AND due_at <= ?3
                    AND position(',' || kind || ',' IN CAST(?4 AS TEXT)) > 0
                ORDER BY due_at, id LIMIT ?5 FOR UPDATE SKIP LOCKED)
             UPDATE job SET attempts = job.attempts + 1, leased_by = ?1, due_at = ?2 FROM due WHERE job.id = due.id
             RETURNING job.id, job.kind, job.attempts, job.queued_at, job.payload"
        } else {
            "UPDATE job SET attempts = attempts + 1, leased_by = ?1, due_at = ?2 WHERE id IN (
                SELECT id FROM job WHERE failed_at IS NULL AND due_at <= ?3
                    AND instr(?4, ',' || kind || ',') > 0
                ORDER BY due_at, id LIMIT ?5)
             RETURNING id, kind, attempts, queued_at, payload"
        };
        let now = self.now();
        let until = now.saturating_add(lease).unwrap_or(Timestamp::MAX);
        let mut jobs = self.execute_returning(sql, params![holder, until, now, kinds, limit], |row| {
            Ok(JobLease {
                id: row.get(0)?,
                kind: row.get(1)?,
                attempts: row.get(2)?,
                queued_at: row.get(3)?,
                payload: row.get(4)?,
                holder: holder.to_owned(),
            })
        })?;
        jobs.sort_by_key(|job| job.id);
        Ok(jobs)
    }

    /// Puts the end of a lease off; false if it has passed to another.
    pub(crate) fn renew_lease(
        &mut self,
        lease: &JobLease,
        length: SignedDuration,
    ) -> Result<bool, StoreError> {
        let until = self.now().saturating_add(length).unwrap_or(Timestamp::MAX);
        let held = self.execute(
            "UPDATE job SET due_at = ?3 WHERE id = ?1 AND leased_by = ?2",
            params![lease.id, lease.holder, until],
        )?;
        Ok(held > 0)
    }

    /// Gives a job back with the reason why it failed: to be run again at `again`, or else given up.
    pub(crate) fn release_failed(
        &mut self,
        lease: &JobLease,
        error: &str,
        again: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let failed_at = if again.is_none() { Some(now) } else { None };
        self.execute(
            "UPDATE job SET leased_by = NULL, error = ?3, due_at = ?4, failed_at = ?5
             WHERE id = ?1 AND leased_by = ?2",
            params![lease.id, lease.holder, error, again.unwrap_or(now), failed_at],
        )?;
        Ok(())
    }
}
