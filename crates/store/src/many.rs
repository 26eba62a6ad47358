//! Many rows with few statements.

use std::sync::OnceLock;

use crate::{Param, StoreError, WriteTx};

/// How many rows a statement takes: mostly the large one, the small ones for what is left.
const SIZES: [usize; 3] = [64, 8, 1];
/// On SQLite each row has a statement of its own. There a statement costs next to nothing, while one of many rows
/// keeps a copy of every page that it touches, in case that a later row of it fails.
const ALONE: usize = SIZES.len() - 1;

/// An `INSERT` of `N` columns for any number of rows: on PostgreSQL in as few statements as its three prepared sizes
/// allow.
pub struct InsertMany<const N: usize> {
    head: &'static str,
    tail: &'static str,
    texts: OnceLock<[String; 3]>,
}

impl<const N: usize> InsertMany<N> {
    /// `head` is `INSERT INTO table (columns)`, `tail` what follows the values, such as `ON CONFLICT …`.
    pub const fn new(head: &'static str, tail: &'static str) -> Self {
        Self {
            head,
            tail,
            texts: OnceLock::new(),
        }
    }

    /// Inserts a row for each of `rows`; `values` gives the values of one.
    ///
    /// # Errors
    /// When a statement fails.
    pub fn run<'r, R>(
        &'static self,
        tx: &mut WriteTx,
        rows: &'r [R],
        values: impl Fn(&'r R) -> [&'r dyn Param; N],
    ) -> Result<(), StoreError> {
        let texts = self.texts.get_or_init(|| SIZES.map(|size| self.text(size)));
        let first = if tx.is_pg() { 0 } else { ALONE };
        let mut rest = rows;
        for (size, text) in SIZES.into_iter().zip(texts).skip(first) {
            while rest.len() >= size {
                let (now, later) = rest.split_at(size);
                let args: Vec<&dyn Param> = now.iter().flat_map(&values).collect();
                tx.execute(text, &args)?;
                rest = later;
            }
        }
        Ok(())
    }

    fn text(&self, rows: usize) -> String {
        let row = |at: usize| {
            let places: Vec<String> = (1..=N).map(|n| format!("?{}", at * N + n)).collect();
            format!("({})", places.join(", "))
        };
        let all: Vec<String> = (0..rows).map(row).collect();
        format!("{} VALUES {} {}", self.head, all.join(", "), self.tail)
    }
}

/// How many ids [`Listed`] takes.
pub const LISTED: usize = 32;

/// A statement with a list of up to [`LISTED`] ids in it, written as `{ids}`.
pub struct Listed {
    text: &'static str,
    ready: OnceLock<String>,
}

impl Listed {
    /// `text` holds `{ids}` where the list goes, as in `WHERE unit IN ({ids})`.
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            ready: OnceLock::new(),
        }
    }

    /// The statement for the database.
    pub fn sql(&'static self) -> &'static str {
        self.ready.get_or_init(|| {
            let places: Vec<String> = (1..=LISTED).map(|n| format!("?{n}")).collect();
            self.text.replace("{ids}", &places.join(", "))
        })
    }
}

/// The arguments of a [`Listed`] statement: the ids, the last one repeated to fill the list.
pub fn listed<P: Param>(ids: &[P]) -> Vec<&dyn Param> {
    debug_assert!((1..=LISTED).contains(&ids.len()));
    (0..LISTED)
        .filter_map(|at| ids.get(at).or(ids.last()))
        .map(|id| id as &dyn Param)
        .collect()
}
