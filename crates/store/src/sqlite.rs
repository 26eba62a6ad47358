//! The threads of an SQLite database: one writer, which commits what waits as a group, and several readers.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError};
use rusqlite::Connection;
use tokio::sync::Notify;

use crate::constraint::ConstraintNames;
use crate::glance::Glances;
use crate::measure::Measures;
use crate::sqlite_conn::{GLANCING, LISTING, Session, explain, open_reader, open_writer};
use crate::tx::Conn;
use crate::write::{Read, Work, Write};
use crate::{ReadTx, StoreError, WriteTx};

/// The most use cases in one commit.
const GROUP: usize = 256;
/// How long a group may grow before those in it get their answer.
const PATIENCE: Duration = Duration::from_millis(8);

/// From so many members on, the group before is taken for a part of a crowd that goes on.
const CROWD: usize = 4;
/// How long to let others go on before looking again whether somebody came.
const LULL: Duration = Duration::from_micros(40);

/// The connections of a database, ready for their threads.
pub(crate) struct Sqlite {
    writer: Connection,
    readers: Vec<Connection>,
    glancing: Vec<Connection>,
    names: Arc<ConstraintNames>,
}

impl Sqlite {
    /// Opens a database whose migrations `migrate` has seen to.
    pub(crate) fn open(
        path: &Path,
        readers: usize,
        in_bulk: bool,
        migrate: impl FnOnce(&mut Connection) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let mut writer = open_writer(path, in_bulk)?;
        migrate(&mut writer)?;
        let nameless = ConstraintNames::default();
        let failed = |error| explain(&error, "reading the schema", &nameless);
        writer
            .execute_batch("PRAGMA optimize = 0x10002")
            .map_err(failed)?;
        let names = Arc::new(ConstraintNames::read(&writer).map_err(failed)?);
        let several = |kilobytes| (0..readers.max(1)).map(move |_| open_reader(path, kilobytes));
        Ok(Self {
            writer,
            readers: several(LISTING).collect::<Result<_, _>>()?,
            glancing: several(GLANCING).collect::<Result<_, _>>()?,
            names,
        })
    }

    /// The connections that belong to no thread.
    pub(crate) fn glances(&mut self) -> Glances {
        Glances::new(std::mem::take(&mut self.glancing), Arc::clone(&self.names))
    }

    /// One closure for each thread.
    pub(crate) fn threads(
        self,
        writes: &Receiver<Write>,
        reads: &Receiver<Read>,
        wake: &Arc<Notify>,
        measures: &Arc<Measures>,
    ) -> Vec<(String, Box<dyn FnOnce() + Send>)> {
        let mut threads: Vec<(String, Box<dyn FnOnce() + Send>)> = Vec::new();
        let (queue, wake, measures, names) = (
            writes.clone(),
            Arc::clone(wake),
            Arc::clone(measures),
            Arc::clone(&self.names),
        );
        let conn = self.writer;
        threads.push((
            "store-writer".into(),
            Box::new(move || write(&conn, names, &queue, &wake, &measures)),
        ));
        for (number, conn) in self.readers.into_iter().enumerate() {
            let (queue, names) = (reads.clone(), Arc::clone(&self.names));
            threads.push((
                format!("store-reader-{number}"),
                Box::new(move || read(&conn, names, &queue)),
            ));
        }
        threads
    }
}

fn write(
    conn: &Connection,
    names: Arc<ConstraintNames>,
    queue: &Receiver<Write>,
    wake: &Notify,
    measures: &Measures,
) {
    let mut tx = WriteTx::new(Conn::Sqlite(Session::new(conn, names)));
    let mut group = Group {
        members: Vec::with_capacity(GROUP),
        queued: false,
        before: 0,
        commit_took: Duration::ZERO,
    };
    let mut open = true;
    while open {
        let Ok(Write::Do(first)) = queue.recv() else { break };
        let committed = group.run(&mut tx, first, queue, &mut open);
        measures.group_size.record(group.members.len() as f64);
        group.before = group.members.len();
        if let Err(error) = &committed {
            tracing::error!(%error, "a group of writes could not be committed");
        } else if group.queued {
            wake.notify_one();
        }
        for member in group.members.drain(..) {
            member.settle(committed.as_ref().copied().map_err(|error| match error {
                StoreError::Contended => StoreError::Contended,
                StoreError::Commit(why) => StoreError::Commit(why.clone()),
                error => StoreError::Commit(error.to_string()),
            }));
        }
    }
    drop(tx);
    // Also where others read on, and the WAL can't be brought home: in bulk it was not synced so far.
    if let Err(error) = sync_log(conn) {
        tracing::error!(%error, "it is not sure that the last changes are on the disk");
    }
    // What the next start would have to do: bring the WAL home and refresh what the planner knows.
    if let Err(error) = conn.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the database was closed without a checkpoint");
    }
}

fn sync_log(conn: &Connection) -> io::Result<()> {
    match conn.path().map(|path| File::open(format!("{path}-wal"))) {
        Some(Ok(log)) => log.sync_all(),
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The use cases of one commit.
struct Group {
    members: Vec<Box<dyn Work>>,
    queued: bool,
    /// How many were in the group before.
    before: usize,
    /// How long the last commit took.
    commit_took: Duration,
}

/// How the members of a group got on.
enum Filled {
    /// All that is in the transaction is to be kept.
    Whole,
    /// One that changed something is to be undone.
    Broken,
}

impl Group {
    /// Runs `first` and whatever waits behind it and commits them with one sync. On an error nothing is kept.
    /// Clears `open` when the store is being closed.
    ///
    /// A savepoint for each would copy every page that it touches, and hardly any is ever undone. So they run
    /// without; when one that has changed something fails, all is undone, and the members run once more with a
    /// savepoint each. A use case can be run again: PostgreSQL asks the same of it.
    fn run(
        &mut self,
        tx: &mut WriteTx<'_>,
        first: Box<dyn Work>,
        queue: &Receiver<Write>,
        open: &mut bool,
    ) -> Result<(), StoreError> {
        self.members.push(first);
        let result = match self.fill(tx, queue, open) {
            Ok(Filled::Whole) => {
                let began = Instant::now();
                let committed = session(tx)?.control("COMMIT");
                self.commit_took = began.elapsed();
                committed
            }
            Ok(Filled::Broken) => self.again(tx),
            Err(error) => Err(error),
        };
        if session(tx)?.in_transaction() {
            session(tx)?.control("ROLLBACK")?;
        }
        result
    }

    /// Runs the members as they come, until one is to be undone.
    fn fill(
        &mut self,
        tx: &mut WriteTx<'_>,
        queue: &Receiver<Write>,
        open: &mut bool,
    ) -> Result<Filled, StoreError> {
        let began = Instant::now();
        let mut waits_until = None;
        self.queued = false;
        session(tx)?.control("BEGIN IMMEDIATE")?;
        let mut position = 0;
        while let Some(member) = self.members.get_mut(position) {
            let keep = member.attempt(tx);
            self.queued |= keep && tx.queued;
            still_open(tx)?;
            if !keep && tx.has_changed() {
                return Ok(Filled::Broken);
            }
            position += 1;
            while position == self.members.len() && position < GROUP && began.elapsed() < PATIENCE {
                match queue.try_recv() {
                    Ok(Write::Do(next)) => self.members.push(next),
                    Ok(Write::Stop) => *open = false,
                    Err(TryRecvError::Empty) if *open && self.expects_more(&mut waits_until) => {
                        let_others_on();
                    }
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
                }
            }
        }
        Ok(Filled::Whole)
    }

    /// Whether it is worth while to let the others go on for a little: in a crowd, those who were answered with the group
    /// before are about to come back, and a commit costs the same for many as for few. So it waits until as many are there
    /// again, at most for as long as the last commit took.
    fn expects_more(&self, until: &mut Option<Instant>) -> bool {
        if self.before < CROWD || self.members.len() >= self.before {
            return false;
        }
        let now = Instant::now();
        now < *until.get_or_insert(now + self.commit_took.min(PATIENCE))
    }

    /// Undoes all and runs the members once more, a savepoint each, so that one can be undone without the others.
    fn again(&mut self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        session(tx)?.control("ROLLBACK")?;
        if self.members.len() == 1 {
            return Ok(());
        }
        self.queued = false;
        session(tx)?.control("BEGIN IMMEDIATE")?;
        for member in &mut self.members {
            session(tx)?.control("SAVEPOINT member")?;
            let keep = member.attempt(tx);
            self.queued |= keep && tx.queued;
            still_open(tx)?;
            let session = session(tx)?;
            if !keep {
                session.control("ROLLBACK TO member")?;
            }
            session.control("RELEASE member")?;
        }
        session(tx)?.control("COMMIT")
    }
}

/// Leaves the core to those who bring the next requests. Woken by each of them, the writer would be switched in and out for
/// every one.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing depends on how long it takes: whoever is not there in time is in the next group"
)]
fn let_others_on() {
    thread::sleep(LULL);
}

/// Some failures end the whole transaction.
fn still_open(tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
    if session(tx)?.in_transaction() {
        return Ok(());
    }
    Err(StoreError::Commit(
        "all writes of the group were undone at once (is the disk full?)".into(),
    ))
}

fn session<'t, 'c>(tx: &'t mut WriteTx<'c>) -> Result<&'t mut Session<'c>, StoreError> {
    match &mut tx.conn {
        Conn::Sqlite(session) => Ok(session),
        Conn::Pg(_) => Err(StoreError::Closed),
    }
}

fn read(conn: &Connection, names: Arc<ConstraintNames>, queue: &Receiver<Read>) {
    let mut tx = ReadTx::new(Conn::Sqlite(Session::new(conn, names)));
    while let Ok(Read::Do(work)) = queue.recv() {
        tx.reset();
        // The first statement takes the snapshot that all the others see.
        match tx.control("BEGIN") {
            Ok(()) => work(Ok(&mut tx)),
            Err(error) => work(Err(error)),
        }
        if let Err(error) = tx.control("COMMIT") {
            tracing::error!(%error, "a read could not be ended");
        }
    }
}
