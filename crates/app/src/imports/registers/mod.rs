//! What every register does with a row: checks it alone, compares it with what is there, brings it in.

mod areas;
mod entries;
mod organisations;
mod people;
mod place;
mod units;
pub(super) mod vocabulary;

use std::collections::HashMap;

use langqiao_kernel::id::AreaId;
use langqiao_platform::{fault::Fault, i18n::Lang};
use langqiao_store::{ReadTx, StoreError, WriteTx};
use serde::Serialize;

use super::{
    field::{AREAS, Column, ENTRIES, Field, ORGANISATIONS, PEOPLE, TEAMS, UNITS},
    header::Header,
    problem::{Problem, What},
    sheet::{Line, Raw},
};
use crate::areas::words;

pub use areas::Areas;
pub use entries::{Entries, removed};
pub use organisations::Organisations;
pub use people::People;
pub use units::Units;

words! {
    /// A register that can be brought in.
    Subject {
        /// Administrative divisions.
        Areas = "areas",
        /// What is to be covered.
        Units = "units",
        /// Mass organisations.
        Organisations = "organisations",
        /// People who hold a post.
        People = "people",
        /// Single people who take part in a competition.
        Entries = "entries",
        /// Teams that take part in a competition.
        Teams = "teams",
    }

    /// What a row does.
    #[schema(as = RowVerdict)]
    Verdict {
        /// It brings something new.
        New = "new",
        /// It changes something that is there.
        Changed = "changed",
        /// All it says is known.
        Same = "same",
        /// It can't go in.
        Bad = "bad",
    }
}

impl Subject {
    /// The columns that it knows.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Areas => AREAS,
            Self::Units => UNITS,
            Self::Organisations => ORGANISATIONS,
            Self::People => PEOPLE,
            Self::Entries => ENTRIES,
            Self::Teams => TEAMS,
        }
    }
}

/// A row with the head it stands under.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    /// The head.
    pub header: &'r Header,
    /// The row.
    pub line: &'r Line,
}

impl<'r> Row<'r> {
    /// What the row says of this; nothing where there is no such column.
    pub fn cell(&self, field: Field) -> &'r Raw {
        self.header
            .column(field)
            .map_or(&Raw::Empty, |at| self.line.cell(at))
    }
}

/// What the rows before have said: what may stand in a file once only, and places already looked up.
#[derive(Default)]
pub struct Seen {
    keys: HashMap<String, u32>,
    places: HashMap<(String, String), Result<AreaId, Problem>>,
}

impl Seen {
    /// Notes that a row says this; gives the row that said it before.
    pub fn note(&mut self, key: String, row: u32) -> Option<u32> {
        let first = *self.keys.entry(key).or_insert(row);
        (first != row).then_some(first)
    }

    /// Whether a row before said this.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }
}

/// A row that was checked alone.
#[derive(Clone, Debug)]
pub struct Checked<R> {
    /// What it says; none if that can't be understood.
    pub row: Option<R>,
    /// What is wrong with it. With `row` there, only what a person may override.
    pub problems: Vec<Problem>,
}

impl<R> Checked<R> {
    /// A checked row: what it says counts if nothing is wrong that can't be overridden.
    pub fn of(row: Option<R>, problems: Vec<Problem>) -> Self {
        let row = row.filter(|_| problems.iter().all(Problem::can_be_overridden));
        Self { row, problems }
    }
}

/// What a row comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it does.
    pub verdict: Verdict,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What it changes.
    pub changes: Vec<Field>,
}

impl Outcome {
    /// A row that can't go in.
    pub fn bad(problems: Vec<Problem>) -> Self {
        Self {
            verdict: Verdict::Bad,
            problems,
            changes: Vec::new(),
        }
    }

    /// A row without problems.
    pub fn good(verdict: Verdict) -> Self {
        Self {
            verdict,
            problems: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Whether it waits for a person to say why it is right all the same.
    pub fn is_held(&self) -> bool {
        self.verdict != Verdict::Bad && !self.problems.is_empty()
    }

    /// Whether it goes in.
    pub fn goes_in(&self) -> bool {
        matches!(self.verdict, Verdict::New | Verdict::Changed) && self.problems.is_empty()
    }
}

/// Why rows can't be brought in.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// A rule of the house refuses one of them.
    #[error("a rule refuses it: {0}")]
    Refused(Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Fault> for TakeError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Store(error) => Self::Store(error),
            fault => Self::Refused(fault),
        }
    }
}

/// What a rule's refusal says of a row.
pub fn refused(fault: &Fault) -> Outcome {
    let why = match fault {
        Fault::Refused(refusal) => refusal.sentence.text(Lang::ZhCn).into_owned(),
        other => other.to_string(),
    };
    Outcome::bad(vec![Problem {
        field: None,
        what: What::Refused { why },
    }])
}

/// A register: where rows go.
pub trait Register: Send + Sync + 'static {
    /// What a row says, in the register's own terms.
    type Row: Clone + Send + Sync + 'static;

    /// Which register.
    const SUBJECT: Subject;

    /// Its columns.
    const COLUMNS: &'static [Column];

    /// How many rows the command line brings in at a time: few enough that others who write needn't wait for long,
    /// many enough that the totals of a place are seldom written twice.
    const PORTION: usize = 10_000;

    /// Checks a row by itself and against the rows before it.
    fn check(&self, row: &Row, seen: &mut Seen) -> Checked<Self::Row>;

    /// Compares rows with what is there: an outcome for each.
    ///
    /// # Errors
    /// When the database fails.
    fn compare(&self, tx: &mut ReadTx, rows: &[Checked<Self::Row>]) -> Result<Vec<Outcome>, TakeError>;

    /// Compares rows and brings in those that may go in; what goes wrong with a row is its outcome.
    ///
    /// # Errors
    /// When a rule that comparing doesn't know refuses a row, or the database fails; then nothing is kept.
    fn take(&self, tx: &mut WriteTx, rows: &[Checked<Self::Row>]) -> Result<Vec<Outcome>, TakeError>;
}

/// How many rows came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows that bring something new.
    pub new: u64,
    /// Rows that change something.
    pub changed: u64,
    /// Rows of which all is known.
    pub same: u64,
    /// Rows that can't go in.
    pub bad: u64,
    /// Rows that wait for a reason; counted here alone.
    pub held: u64,
}

impl Counts {
    /// Counts an outcome.
    pub fn add(&mut self, outcome: &Outcome) {
        *self.of(outcome) += 1;
    }

    /// No longer counts an outcome.
    pub fn take_back(&mut self, outcome: &Outcome) {
        let count = self.of(outcome);
        *count = count.saturating_sub(1);
    }

    fn of(&mut self, outcome: &Outcome) -> &mut u64 {
        match outcome.verdict {
            _ if outcome.is_held() => &mut self.held,
            Verdict::New => &mut self.new,
            Verdict::Changed => &mut self.changed,
            Verdict::Same => &mut self.same,
            Verdict::Bad => &mut self.bad,
        }
    }

    /// All of them.
    pub fn rows(&self) -> u64 {
        self.new + self.changed + self.same + self.bad + self.held
    }
}

/// What a row must say: notes that it doesn't, or that it can't be understood.
fn must<T>(cell: Result<Option<T>, What>, field: Field, problems: &mut Vec<Problem>) -> Option<T> {
    let said = may(cell, field, problems);
    if said.is_none() && !problems.iter().any(|problem| problem.field == Some(field)) {
        problems.push(Problem::new(field, What::Missing));
    }
    said
}

/// What a row may say: notes that it can't be understood.
fn may<T>(cell: Result<Option<T>, What>, field: Field, problems: &mut Vec<Problem>) -> Option<T> {
    cell.unwrap_or_else(|what| {
        problems.push(Problem::new(field, what));
        None
    })
}
