//! A file is read and compared with what is there; nothing goes in yet.

use std::sync::Arc;

use axum::body::Bytes;
use langqiao_kernel::{id::BatchId, time};
use langqiao_platform::{
    app::App,
    fault::{Fault, Refusal},
    keys::Keys,
    refuse_with,
};
use langqiao_store::{By, Db, Job, StoreError, WriteTx, params};
use sha2::{Digest, Sha256};

use super::{
    batch::{self, BatchRow, NewBatch, Shelf},
    jobs::Tidy,
    reading::{ReadError, Reading},
    registers::{Checked, Counts, Entries, Register, Row, Seen, TakeError, Units},
    say,
    sheet::{Line, Stop},
};
use crate::{
    areas::{Directory, scope_of},
    competitions::bring,
};

/// How many rows are compared and kept at a time: few enough that others who write needn't wait.
const PORTION: usize = 1_000;
/// The most characters of a file's name that are kept.
const FILE_NAME_MAX: usize = 120;

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// Where it belongs.
    pub shelf: Shelf,
    /// The file's name.
    pub file_name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// Why a file can't be read.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// There is something about the file.
    #[error(transparent)]
    File(#[from] ReadError),
    /// The organisation is nowhere, or it holds no such competition.
    #[error("no such organisation or competition")]
    Unknown,
    /// A rule refuses it.
    #[error("a rule refuses it: {0}")]
    Refused(Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading it failed in a way that should not be.
    #[error("reading it failed: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

impl From<TakeError> for PreviewError {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::Refused(fault) => Self::Refused(fault),
            TakeError::Store(error) => Self::Store(error),
        }
    }
}

impl From<Stop<PreviewError>> for PreviewError {
    fn from(stop: Stop<PreviewError>) -> Self {
        match stop {
            Stop::Sheet(error) => Self::File(error.into()),
            Stop::Taker(error) => error,
        }
    }
}

impl PreviewError {
    fn into_fault(self) -> Fault {
        match self {
            Self::File(error) => Refusal {
                sentence: say::unreadable(&error),
                ..Refusal::invalid("import-file", say::UNREADABLE)
            }
            .into(),
            Self::Unknown => Fault::NotFound,
            Self::Refused(fault) => fault,
            Self::Store(error) => error.into(),
            Self::Thread(error) => Fault::Internal(error.to_string()),
        }
    }
}
refuse_with!(PreviewError);

/// Reads a file and keeps what each row comes to, for a person to decide.
///
/// # Errors
/// As [`PreviewError`] says; then nothing of it is kept.
pub async fn preview(app: &App, by: By, new: NewImport) -> Result<BatchId, PreviewError> {
    let (db, keys) = (app.db.clone(), Arc::clone(&app.keys));
    tokio::task::spawn_blocking(move || preview_blocking(&db, &keys, &by, &new)).await?
}

/// [`preview`] on the present thread, which must be none of the database's.
///
/// # Errors
/// As [`PreviewError`] says.
pub fn preview_blocking(
    db: &Db,
    keys: &Arc<Keys>,
    by: &By,
    new: &NewImport,
) -> Result<BatchId, PreviewError> {
    let (shelf, id, at) = (new.shelf, BatchId::generate(), by.at);
    let preview = Preview {
        db,
        keys,
        by,
        id,
        new,
    };
    if let Some(competition) = shelf.competition {
        let ground =
            db.read_blocking(move |tx| bring::ground(tx, Some(shelf.organisation), competition, at))?;
        let ground = ground.ok_or(PreviewError::Unknown)?;
        let keys = Arc::clone(keys);
        return if ground.team {
            preview.run(Entries::<true>::new(ground, keys))
        } else {
            preview.run(Entries::<false>::new(ground, keys))
        };
    }
    let (directory, scope) = db.read_blocking(move |tx| {
        Ok::<_, StoreError>((Directory::load(tx)?, scope_of(tx, shelf.organisation)?))
    })?;
    let scope = scope.ok_or(PreviewError::Unknown)?;
    preview.run(Units::new(
        directory,
        Some(scope),
        Arc::clone(keys),
        time::day(at),
        id,
        None,
    ))
}

/// A preview under way.
struct Preview<'p> {
    db: &'p Db,
    keys: &'p Arc<Keys>,
    by: &'p By,
    id: BatchId,
    new: &'p NewImport,
}

impl Preview<'_> {
    /// Reads the whole file; nothing of it is kept if that fails.
    fn run<R: Register>(&self, register: R) -> Result<BatchId, PreviewError> {
        let mut reading = Reading::open(&self.new.bytes, R::COLUMNS)?;
        let (id, shelf, by) = (self.id, self.new.shelf, self.by);
        let begun = NewBatch {
            id,
            subject: R::SUBJECT,
            organisation: Some(shelf.organisation),
            competition: shelf.competition,
            file_name: langqiao_kernel::text::clip(&self.new.file_name, FILE_NAME_MAX),
            file_hash: hash(&self.new.bytes),
            header: reading.header().clone(),
            created_by: by
                .actor
                .person()
                .map_or_else(|| by.actor.kind().to_owned(), |person| person.to_text()),
        };
        self.db
            .write_blocking(by.clone(), move |tx| batch::begin(tx, &begun))?;
        let read = self.read(&Arc::new(register), &mut reading);
        if read.is_err() {
            self.db.write_blocking(by.clone(), move |tx| undo(tx, id))?;
        }
        read.map(|()| id)
    }

    fn read<R: Register>(&self, register: &Arc<R>, reading: &mut Reading) -> Result<(), PreviewError> {
        let (header, id, org) = (reading.header().clone(), self.id, self.new.shelf.organisation);
        let (mut counts, mut seen) = (Counts::default(), Seen::default());
        let passed = reading.portions(PORTION, &mut |lines| {
            let checked = lines.iter().map(|line| {
                register.check(
                    &Row {
                        header: &header,
                        line,
                    },
                    &mut seen,
                )
            });
            let rows = self.compare(register, checked.collect(), lines)?;
            rows.iter().for_each(|row| counts.add(&row.outcome));
            let keys = Arc::clone(self.keys);
            Ok(self
                .db
                .write_blocking(self.by.clone(), move |tx| batch::keep_rows(tx, &keys, id, &rows))?)
        })?;
        if counts.rows() == 0 {
            return Err(ReadError::NoRows.into());
        }
        self.db.write_blocking(self.by.clone(), move |tx| {
            batch::finish_reading(tx, (id, Some(org)), counts, passed.notes)?;
            tx.enqueue(Job::new(Tidy::KIND, &Tidy { batch: id }).at(Tidy::due(tx.now())))
        })?;
        Ok(())
    }

    fn compare<R: Register>(
        &self,
        register: &Arc<R>,
        checked: Vec<Checked<R::Row>>,
        lines: Vec<Line>,
    ) -> Result<Vec<BatchRow>, PreviewError> {
        let register = Arc::clone(register);
        let outcomes = self.db.read_blocking(move |tx| register.compare(tx, &checked))?;
        Ok(lines
            .into_iter()
            .zip(outcomes)
            .map(|(line, outcome)| BatchRow { line, outcome })
            .collect())
    }
}

/// Takes back what was kept of a file that could not be read to its end.
fn undo(tx: &mut WriteTx, id: BatchId) -> Result<(), StoreError> {
    tx.bookkeeping();
    batch::forget_rows(tx, id)?;
    tx.execute("DELETE FROM import_batch WHERE id = ?1", params![id])?;
    Ok(())
}

/// The SHA-256 of a file, in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
