//! The threads of a PostgreSQL database: each owns a connection, some write and some read.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::Receiver;
use tokio::sync::Notify;

use crate::measure::Measures;
use crate::pg_conn::{Session, Trouble};
use crate::tx::Conn;
use crate::write::{Read, Work, Write};
use crate::{ReadTx, StoreError, WriteTx};

/// How often a use case is run before it is given up.
const ATTEMPTS: u32 = 12;
/// The first pause before it is run again; doubled each time up to [`LONGEST`], and spread by chance.
const PAUSE: Duration = Duration::from_millis(2);
const LONGEST: Duration = Duration::from_millis(400);

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// One closure for each thread.
pub(crate) fn threads(
    config: &postgres::Config,
    (writers, readers): (usize, usize),
    writes: &Receiver<Write>,
    reads: &Receiver<Read>,
    wake: &Arc<Notify>,
    measures: &Arc<Measures>,
) -> Vec<(String, Box<dyn FnOnce() + Send>)> {
    let mut threads: Vec<(String, Box<dyn FnOnce() + Send>)> = Vec::new();
    for number in 0..writers.max(1) {
        let (config, queue, wake, measures) = (
            config.clone(),
            writes.clone(),
            Arc::clone(wake),
            Arc::clone(measures),
        );
        let run = move || write(Session::new(config), &queue, &wake, &measures);
        threads.push((format!("store-writer-{number}"), Box::new(run)));
    }
    for number in 0..readers.max(1) {
        let (config, queue) = (config.clone(), reads.clone());
        threads.push((
            format!("store-reader-{number}"),
            Box::new(move || read(Session::new(config), &queue)),
        ));
    }
    threads
}

fn write(session: Session, queue: &Receiver<Write>, wake: &Notify, measures: &Measures) {
    let mut tx = WriteTx::new(Conn::Pg(Box::new(session)));
    while let Ok(Write::Do(mut work)) = queue.recv() {
        let committed = carry_out(&mut tx, work.as_mut(), measures);
        if committed.is_ok() && tx.queued {
            wake.notify_one();
        }
        work.settle(committed);
    }
}

/// Runs a use case until it is committed, fails by itself, or the attempts are used up.
fn carry_out(tx: &mut WriteTx<'_>, work: &mut dyn Work, measures: &Measures) -> Result<(), StoreError> {
    let mut attempt = 1;
    loop {
        session(tx)?.begin(WRITE)?;
        let keep = work.attempt(tx);
        let trouble = tx.trouble;
        let session = session(tx)?;
        let again = match (keep, trouble) {
            (true, _) => match session.end("COMMIT") {
                Ok(()) => return Ok(()),
                Err(failure) if failure.trouble == Trouble::Contended => StoreError::Contended,
                Err(failure) => {
                    session.drop_connection();
                    return Err(StoreError::Commit(failure.error.to_string()));
                }
            },
            (false, Some(Trouble::Lost)) => {
                session.drop_connection();
                StoreError::Unreachable("the connection was lost again and again".into())
            }
            (false, trouble) => {
                if session.end("ROLLBACK").is_err() {
                    session.drop_connection();
                }
                if trouble != Some(Trouble::Contended) {
                    return Ok(()); // undone; the use case holds its own reason
                }
                StoreError::Contended
            }
        };
        if attempt == ATTEMPTS {
            return Err(again);
        }
        measures.retries.increment(1);
        pause(attempt);
        attempt += 1;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the others need time, and nothing tells when they are done"
)]
fn pause(attempt: u32) {
    let longest = PAUSE.saturating_mul(1 << attempt.min(10)).min(LONGEST);
    thread::sleep(longest.mul_f64(rand::random_range(0.2..1.0)));
}

fn session<'t>(tx: &'t mut WriteTx<'_>) -> Result<&'t mut Session, StoreError> {
    match &mut tx.conn {
        Conn::Pg(session) => Ok(session),
        Conn::Sqlite(_) => Err(StoreError::Closed),
    }
}

fn read(session: Session, queue: &Receiver<Read>) {
    let mut tx = ReadTx::new(Conn::Pg(Box::new(session)));
    while let Ok(Read::Do(work)) = queue.recv() {
        tx.reset();
        let Conn::Pg(session) = &mut tx.conn else { return };
        match session.begin(READ) {
            Ok(()) => work(Ok(&mut tx)),
            Err(error) => {
                work(Err(error));
                continue;
            }
        }
        let Conn::Pg(session) = &mut tx.conn else { return };
        if session.end("ROLLBACK").is_err() {
            session.drop_connection();
        }
    }
}
