//! Finds a sheet's head: below titles and notes, in one row or two, by the words that offices use.

use serde::{Deserialize, Serialize};

use super::{
    field::{Column, Field},
    sheet::{self, Line, Raw, Region, Words},
};
use candidate::Candidate;

mod candidate;
#[cfg(test)]
mod tests;

/// How many rows are looked at.
pub const HEAD_ROWS: usize = 20;

/// What a sheet's columns hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The sheet's name; CSV has none.
    pub sheet: String,
    /// The number of the head's last row.
    pub row: u32,
    /// What stands at the head of each column, from A on.
    pub titles: Vec<String>,
    /// What each column holds, where that is known.
    pub fields: Vec<Option<Field>>,
}

/// Why a sheet's head can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// No row looks like one.
    #[error("no row with the columns' names was found in the first {HEAD_ROWS}")]
    None,
    /// Columns are missing, by their names in templates.
    #[error("columns are missing: {0:?}")]
    Missing(Vec<&'static str>),
    /// Two columns say that they hold the same.
    #[error("two columns hold the same: {first} and {second}")]
    Doubled {
        /// What they hold.
        field: Field,
        /// Where the first one is, with its title, such as `C 职工人数`.
        first: String,
        /// Where the second one is.
        second: String,
    },
}

impl Header {
    /// Finds the head among a sheet's first rows.
    ///
    /// # Errors
    /// When there is none, or it lacks something.
    pub fn find(
        sheet: &str,
        lines: &[Line],
        merged: &[Region],
        columns: &[Column],
    ) -> Result<Self, HeaderError> {
        let words = Words::of(
            columns
                .iter()
                .map(|column| (column.field, column.words.iter().copied())),
        );
        let rows: Vec<Line> = lines
            .iter()
            .take(HEAD_ROWS)
            .map(|line| spread(line, lines, merged))
            .collect();
        let mut best: Option<Candidate> = None;
        for (at, line) in rows.iter().enumerate() {
            let below = rows.get(at + 1).filter(|below| below.number == line.number + 1);
            let two = below.map(|below| Candidate::of(&words, &[line, below]));
            for candidate in [Some(Candidate::of(&words, &[line])), two].into_iter().flatten() {
                // One row is enough where the second adds nothing.
                if best.as_ref().is_none_or(|best| candidate.worth() > best.worth()) {
                    best = Some(candidate);
                }
            }
        }
        let best = best.filter(|best| best.known() >= 2).ok_or(HeaderError::None)?;
        best.into_header(sheet, columns)
    }

    /// Which column holds this, counted from 0.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|known| *known == Some(field))
    }

    /// The columns that nothing is taken from.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        let unused = self
            .titles
            .iter()
            .zip(&self.fields)
            .filter(|(title, field)| field.is_none() && !title.is_empty());
        unused.map(|(title, _)| title.as_str())
    }
}

/// A line with what is merged into its cells from above and from the left.
fn spread(line: &Line, lines: &[Line], merged: &[Region]) -> Line {
    let mut spread = line.clone();
    let row = line.number - 1;
    for region in merged
        .iter()
        .filter(|region| (region.top..=region.bottom).contains(&row))
    {
        let Some(source) = lines.iter().find(|line| line.number == region.top + 1) else {
            continue;
        };
        let value = source.cell(region.left as usize).clone();
        let right = (region.right as usize).min(sheet::COLUMNS_MAX as usize);
        if spread.cells.len() <= right {
            spread.cells.resize(right + 1, Raw::Empty);
        }
        spread.cells[region.left as usize..=right].fill(value);
    }
    spread
}
