//! A register is brought in at once, as the command line does it: read, checked and written portion by portion.

use std::{
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

use langqiao_kernel::{id::BatchId, text::clip, time};
use langqiao_platform::{i18n::Lang, keys::Keys};
use langqiao_store::{By, Db, StoreError, WriteTx, params};

use super::{
    batch::{self, BatchRow, NewBatch},
    header::Header,
    preview::hash,
    reading::{ReadError, Reading},
    registers::{
        Areas, Checked, Counts, Organisations, Outcome, People, Register, Row, Seen, Subject, TakeError,
        Units, refused,
    },
    sheet::{Line, Stop},
    workbook::{Rejects, sentence},
};
use crate::areas::Directory;

/// The most rejected rows that are told one by one.
const TOLD: usize = 20;

/// Where a register is brought in, and by whom.
pub struct Ground {
    /// The database.
    pub db: Db,
    /// The keys, for what is sealed.
    pub keys: Arc<Keys>,
    /// The author of the changes.
    pub by: By,
}

/// What came of a register that was brought in.
#[derive(Debug)]
pub struct Brought {
    /// How many rows came to what. Those that wait for a reason did not go in.
    pub counts: Counts,
    /// Sums and remarks that were passed over.
    pub notes: u32,
    /// Columns that nothing was taken from.
    pub unused: Vec<String>,
    /// The first of the rows that did not go in: number, and what is wrong with it.
    pub told: Vec<(u32, Vec<String>)>,
    /// A spreadsheet with all rows that did not go in; none if all did.
    pub rejects: Option<Vec<u8>>,
}

/// Why a register can't be brought in.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// There is something about the file.
    #[error(transparent)]
    File(#[from] ReadError),
    /// Who takes part is brought on the competition's own page.
    #[error("who takes part in a competition is brought on its own page")]
    OfCompetition,
    /// The database failed. What went in before stays; the same file again goes on.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// The spreadsheet of rejected rows can't be written.
    #[error("the rejected rows could not be written: {0}")]
    Rejects(#[from] rust_xlsxwriter::XlsxError),
}

impl From<Stop<BringError>> for BringError {
    fn from(stop: Stop<BringError>) -> Self {
        match stop {
            Stop::Sheet(error) => Self::File(error.into()),
            Stop::Taker(error) => error,
        }
    }
}

/// Brings a file in; with `dry_run`, only says what would happen. `progress` is told how many rows are done. Blocks.
///
/// # Errors
/// As [`BringError`] says.
pub fn bring(
    ground: &Ground,
    subject: Subject,
    (name, bytes): (&Path, &[u8]),
    dry_run: bool,
    progress: &mut dyn FnMut(u64),
) -> Result<Brought, BringError> {
    let today = time::day(ground.by.at);
    let directory = || ground.db.read_blocking(Directory::load);
    let bringing = Bringing {
        ground,
        name,
        bytes,
        dry_run,
    };
    match subject {
        Subject::Areas => bringing.bring(|_| Areas { from: today }, progress),
        Subject::Units => {
            let (directory, keys) = (directory()?, Arc::clone(&ground.keys));
            bringing.bring(
                move |batch| Units::new(directory, None, keys, today, batch, None),
                progress,
            )
        }
        Subject::Organisations => {
            let directory = directory()?;
            bringing.bring(move |_| Organisations::new(directory, today), progress)
        }
        Subject::People => bringing.bring(|_| People::new(Arc::clone(&ground.keys), today), progress),
        Subject::Entries | Subject::Teams => Err(BringError::OfCompetition),
    }
}

struct Bringing<'b> {
    ground: &'b Ground,
    name: &'b Path,
    bytes: &'b [u8],
    dry_run: bool,
}

impl Bringing<'_> {
    fn bring<R: Register>(
        &self,
        register: impl FnOnce(BatchId) -> R,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Brought, BringError> {
        let mut reading = Reading::open(self.bytes, R::COLUMNS)?;
        let (header, id) = (reading.header().clone(), BatchId::generate());
        let register = Arc::new(register(id));
        if !self.dry_run {
            self.begin(id, R::SUBJECT, &reading)?;
        }
        let mut seen = Seen::default();
        let mut account = Account {
            counts: Counts::default(),
            told: Vec::new(),
            rejects: Rejects::new(header.clone(), Lang::ZhCn)?,
            header: &header,
        };
        // While one portion goes in, the next is read and checked.
        let passed = thread::scope(|scope| -> Result<_, BringError> {
            let (send, portions) = mpsc::sync_channel(0);
            let (tell, taken) = mpsc::channel();
            let writing = Arc::clone(&register);
            scope.spawn(move || {
                for rows in portions {
                    let taken = self.take(&writing, rows);
                    let failed = taken.is_err();
                    // Nothing goes in behind a portion that failed, or for a reader that has given up.
                    if tell.send(taken).is_err() || failed {
                        break;
                    }
                }
            });
            let mut before: Option<Vec<Line>> = None;
            let mut settle = |lines: Vec<Line>| {
                let outcomes = taken.recv().map_err(|_| StoreError::Closed)??;
                account.add(lines, outcomes)?;
                progress(account.counts.rows());
                Ok::<_, BringError>(())
            };
            let passed = reading.portions(R::PORTION, &mut |lines: Vec<Line>| -> Result<(), BringError> {
                let check = |line| {
                    register.check(
                        &Row {
                            header: &header,
                            line,
                        },
                        &mut seen,
                    )
                };
                let checked: Vec<_> = lines.iter().map(check).collect();
                if send.send(checked).is_err() {
                    // It ended because of the portion before, and says why.
                    let failed = before.take().map_or(Ok(()), &mut settle);
                    return failed.and(Err(StoreError::Closed.into()));
                }
                before.replace(lines).map_or(Ok(()), &mut settle)
            })?;
            drop(send);
            before.map_or(Ok(()), settle)?;
            Ok(passed)
        })?;
        let Account {
            counts,
            told,
            rejects,
            ..
        } = account;
        if counts.rows() == 0 {
            return Err(ReadError::NoRows.into());
        }
        if !self.dry_run {
            let notes = passed.notes;
            self.write(move |tx| finish(tx, id, counts, notes))?;
        }
        let unused = header.unused().map(str::to_owned).collect();
        let rejects = if rejects.is_empty() {
            None
        } else {
            Some(rejects.finish()?)
        };
        Ok(Brought {
            counts,
            notes: passed.notes,
            unused,
            told,
            rejects,
        })
    }

    fn take<R: Register>(
        &self,
        register: &Arc<R>,
        rows: Vec<Checked<R::Row>>,
    ) -> Result<Vec<Outcome>, StoreError> {
        let rows = Arc::new(rows);
        let run = |from: usize, to: usize| -> Result<Vec<Outcome>, TakeError> {
            let (register, rows) = (Arc::clone(register), Arc::clone(&rows));
            if self.dry_run {
                self.ground
                    .db
                    .read_blocking(move |tx| register.compare(tx, &rows[from..to]))
            } else {
                self.ground.db.write_blocking(self.ground.by.clone(), move |tx| {
                    // Rows that are known already change nothing and need no event.
                    tx.bookkeeping();
                    register.take(tx, &rows[from..to])
                })
            }
        };
        match run(0, rows.len()) {
            Err(TakeError::Refused(_)) => {
                // One row was refused and took the others with it: one by one, only it stays out.
                let one = |at: usize| match run(at, at + 1) {
                    Ok(outcomes) => Ok(outcomes),
                    Err(TakeError::Refused(fault)) => Ok(vec![refused(&fault)]),
                    Err(TakeError::Store(error)) => Err(error),
                };
                Ok((0..rows.len()).map(one).collect::<Result<Vec<_>, _>>()?.concat())
            }
            Err(TakeError::Store(error)) => Err(error),
            Ok(outcomes) => Ok(outcomes),
        }
    }

    fn begin(&self, id: BatchId, subject: Subject, reading: &Reading) -> Result<(), StoreError> {
        let file_name = self
            .name
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let new = NewBatch {
            id,
            subject,
            organisation: None,
            competition: None,
            file_name: clip(&file_name, 120),
            file_hash: hash(self.bytes),
            header: reading.header().clone(),
            created_by: "cli".to_owned(),
        };
        self.write(move |tx| batch::begin(tx, &new))
    }

    fn write<T: Send + 'static>(
        &self,
        run: impl FnMut(&mut WriteTx) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.ground.db.write_blocking(self.ground.by.clone(), run)
    }
}

/// What came of the rows so far.
struct Account<'h> {
    counts: Counts,
    told: Vec<(u32, Vec<String>)>,
    rejects: Rejects,
    header: &'h Header,
}

impl Account<'_> {
    fn add(&mut self, lines: Vec<Line>, outcomes: Vec<Outcome>) -> Result<(), BringError> {
        for (line, outcome) in lines.into_iter().zip(outcomes) {
            self.counts.add(&outcome);
            if outcome.problems.is_empty() {
                continue;
            }
            if self.told.len() < TOLD {
                let why = outcome
                    .problems
                    .iter()
                    .map(|problem| sentence(problem, self.header, Lang::ZhCn));
                self.told.push((line.number, why.collect()));
            }
            self.rejects.push(&BatchRow { line, outcome })?;
        }
        Ok(())
    }
}

/// Keeps what a file came to that went in while it was read.
fn finish(tx: &mut WriteTx, id: BatchId, counts: Counts, notes: u32) -> Result<(), StoreError> {
    batch::finish_reading(tx, (id, None), counts, notes)?;
    let taken = i64::try_from(counts.new + counts.changed).unwrap_or(i64::MAX);
    tx.execute(
        "UPDATE import_batch SET status = 'applied', confirmed_at = ?2, applied_at = ?2, taken = ?3 WHERE id = ?1",
        params![id, tx.now(), taken],
    )?;
    Ok(())
}
