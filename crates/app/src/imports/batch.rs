//! An import as it is kept: what was read, how far it has come, and its rows.

use jiff::Timestamp;
use langqiao_kernel::id::{BatchId, CompetitionId, OrganisationId};
use langqiao_store::{Event, ReadTx, Row, StoreError, WriteTx, params};

use super::{
    header::Header,
    registers::{Counts, Subject},
};
use crate::areas::words;

mod rows;

pub use rows::{BatchRow, Which, forget_rows, keep_rows, mend_row, rows, rows_to_go_in};

words! {
    /// What became of an import.
    #[schema(as = ImportStatus)]
    Status {
        /// It is being read, waits for a decision, or is being applied.
        Preview = "preview",
        /// Its good rows went in.
        Applied = "applied",
        /// It was given up.
        Discarded = "discarded",
    }
}

/// Where an import belongs: an organisation's registers, or those who take part in a competition that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The competition; none for registers.
    pub competition: Option<CompetitionId>,
}

impl Shelf {
    /// The registers of an organisation.
    pub fn registers(organisation: OrganisationId) -> Self {
        Self {
            organisation,
            competition: None,
        }
    }
}

/// An import.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// Into which register.
    pub subject: Subject,
    /// In which organisation.
    pub organisation: Option<OrganisationId>,
    /// Into which competition, if it is a list of those who take part.
    pub competition: Option<CompetitionId>,
    /// The file's name.
    pub file_name: String,
    /// What became of it.
    pub status: Status,
    /// The head of the sheet.
    pub header: Header,
    /// How many rows came to what, when it was read.
    pub counts: Counts,
    /// Sums and remarks passed over.
    pub notes: i64,
    /// When.
    pub created_at: Timestamp,
    /// When it was read to its end.
    pub read_at: Option<Timestamp>,
    /// When a person said that it shall go in.
    pub confirmed_at: Option<Timestamp>,
    /// When the last row had gone in.
    pub applied_at: Option<Timestamp>,
    /// Why codes whose check character doesn't fit are right all the same.
    pub reason: Option<String>,
    /// The number of the last row that was brought in or left out.
    pub reached: i64,
    /// How many rows went in.
    pub taken: i64,
}

impl Batch {
    /// Whether its rows are going in now.
    pub fn is_under_way(&self) -> bool {
        self.status == Status::Preview && self.confirmed_at.is_some()
    }

    /// How many rows are to go in, the held ones only if there is a reason.
    pub fn to_go_in(&self) -> u64 {
        let held = if self.reason.is_some() {
            self.counts.held
        } else {
            0
        };
        self.counts.new + self.counts.changed + held
    }

    /// How many rows stay out as it stands.
    pub fn left_out(&self) -> u64 {
        self.counts.bad + self.counts.held
    }
}

const BATCH: &str =
    "SELECT id, subject, organisation, file_name, status, header, good, changed, same, bad, held, notes,
       created_at, read_at, confirmed_at, applied_at, reason, reached, taken, competition
     FROM import_batch WHERE id = ?1";

const BATCHES: &str =
    "SELECT id, subject, organisation, file_name, status, header, good, changed, same, bad, held, notes,
       created_at, read_at, confirmed_at, applied_at, reason, reached, taken, competition
     FROM import_batch WHERE organisation = ?1
       AND (competition = ?5 OR competition IS NULL AND CAST(?5 AS TEXT) IS NULL) AND (CAST(?2 AS BIGINT) IS NULL OR created_at < ?2
       OR (created_at = ?2 AND id < ?3))
     ORDER BY created_at DESC, id DESC LIMIT ?4";

/// An import that belongs there, or anywhere.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut ReadTx, id: BatchId, shelf: Option<Shelf>) -> Result<Option<Batch>, StoreError> {
    let belongs = |batch: &Batch| {
        shelf.is_none_or(|shelf| {
            batch.organisation == Some(shelf.organisation) && batch.competition == shelf.competition
        })
    };
    Ok(tx.one(BATCH, params![id], read)?.filter(belongs))
}

/// The imports that belong there, the latest first, after one that was seen.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut ReadTx,
    shelf: Shelf,
    after: Option<(Timestamp, BatchId)>,
    limit: i64,
) -> Result<Vec<Batch>, StoreError> {
    let (at, id) = after.unzip();
    tx.all(
        BATCHES,
        params![shelf.organisation, at, id, limit, shelf.competition],
        read,
    )
}

fn read(row: &Row) -> Result<Batch, StoreError> {
    let count = |at| {
        row.get::<i64>(at)
            .map(|count| u64::try_from(count).unwrap_or_default())
    };
    Ok(Batch {
        id: row.get(0)?,
        subject: row.get(1)?,
        organisation: row.get(2)?,
        file_name: row.get(3)?,
        status: row.get(4)?,
        header: row.json(5)?,
        counts: Counts {
            new: count(6)?,
            changed: count(7)?,
            same: count(8)?,
            bad: count(9)?,
            held: count(10)?,
        },
        notes: row.get(11)?,
        created_at: row.get(12)?,
        read_at: row.get(13)?,
        confirmed_at: row.get(14)?,
        applied_at: row.get(15)?,
        reason: row.get(16)?,
        reached: row.get(17)?,
        taken: row.get(18)?,
        competition: row.get(19)?,
    })
}

/// A file that is about to be read.
#[derive(Clone, Debug)]
pub struct NewBatch {
    /// The import's id.
    pub id: BatchId,
    /// Into which register.
    pub subject: Subject,
    /// In which organisation; none from the command line.
    pub organisation: Option<OrganisationId>,
    /// Into which competition, if it is a list of those who take part.
    pub competition: Option<CompetitionId>,
    /// The file's name.
    pub file_name: String,
    /// The SHA-256 of what it holds.
    pub file_hash: String,
    /// The head of the sheet.
    pub header: Header,
    /// By whom: a person's id, or `cli`.
    pub created_by: String,
}

/// Begins an import. Nothing is there to be seen yet, so there is no event.
///
/// # Errors
/// When the database fails.
pub fn begin(tx: &mut WriteTx, new: &NewBatch) -> Result<(), StoreError> {
    tx.bookkeeping();
    tx.execute(
        "INSERT INTO import_batch (id, subject, organisation, file_name, file_hash, status, good, bad, same, created_by,
           created_at, header, competition)
         VALUES (?1, ?2, ?3, ?4, ?5, 'preview', 0, 0, 0, ?6, ?7, ?8, ?9)",
        params![
            new.id,
            new.subject,
            new.organisation,
            new.file_name,
            new.file_hash,
            new.created_by,
            tx.now(),
            serde_json::to_string(&new.header)?,
            new.competition
        ],
    )?;
    Ok(())
}

/// Keeps what an import came to when it was read to its end.
///
/// # Errors
/// When the database fails.
pub fn finish_reading(
    tx: &mut WriteTx,
    (id, organisation): (BatchId, Option<OrganisationId>),
    counts: Counts,
    notes: u32,
) -> Result<(), StoreError> {
    keep_counts(tx, id, counts)?;
    tx.execute(
        "UPDATE import_batch SET notes = ?2, read_at = ?3 WHERE id = ?1",
        params![id, notes, tx.now()],
    )?;
    tx.record(event("import.read", id, organisation).detail(&counts))
}

/// Keeps how far an import has come: the last row that was looked at, and how many went in.
///
/// # Errors
/// When the database fails.
pub fn advance(
    tx: &mut WriteTx,
    id: BatchId,
    counts: Counts,
    (reached, taken): (u32, i64),
) -> Result<(), StoreError> {
    keep_counts(tx, id, counts)?;
    tx.execute(
        "UPDATE import_batch SET reached = ?2, taken = ?3 WHERE id = ?1",
        params![id, reached, taken],
    )?;
    Ok(())
}

fn keep_counts(tx: &mut WriteTx, id: BatchId, counts: Counts) -> Result<(), StoreError> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let Counts {
        new,
        changed,
        same,
        bad,
        held,
    } = counts;
    tx.execute(
        "UPDATE import_batch SET good = ?2, changed = ?3, same = ?4, bad = ?5, held = ?6 WHERE id = ?1",
        params![
            id,
            number(new),
            number(changed),
            number(same),
            number(bad),
            number(held)
        ],
    )?;
    Ok(())
}

/// Something that happened to an import.
pub fn event(act: &'static str, id: BatchId, organisation: Option<OrganisationId>) -> Event {
    let event = Event::of(act, &id);
    match organisation {
        Some(organisation) => event.org(organisation),
        None => event,
    }
}

/// When a file with this content went in last.
///
/// # Errors
/// When the database fails.
pub fn went_in_before(tx: &mut ReadTx, batch: &Batch) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT MAX(b.applied_at) FROM import_batch b JOIN import_batch a ON a.file_hash = b.file_hash
               WHERE a.id = ?1 AND b.id <> a.id AND b.status = 'applied' AND b.organisation = a.organisation
                 AND (b.competition = a.competition OR b.competition IS NULL AND a.competition IS NULL)
                 AND b.created_at < a.created_at";
    Ok(tx.one(sql, params![batch.id], |row| row.get(0))?.flatten())
}
