//! One row or two that may be a sheet's head, and what their titles mean.

use std::cmp::Reverse;

use langqiao_kernel::text::{clip, squash};

use super::{
    super::{
        field::{Column, Field},
        sheet::{Line, Raw, Words, letter},
    },
    Header, HeaderError,
};

/// One row or two that may be the head.
pub(super) struct Candidate {
    row: u32,
    rows: usize,
    titles: Vec<String>,
    /// By column: what it holds and how good the word for it is.
    meanings: Vec<Option<(Field, usize)>>,
}

impl Candidate {
    pub(super) fn of(words: &Words<Field>, rows: &[&Line]) -> Self {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let (mut titles, mut meanings) = (Vec::with_capacity(width), Vec::with_capacity(width));
        for column in 0..width {
            let mut parts: Vec<String> = rows.iter().map(|row| title(row.cell(column))).collect();
            parts.dedup();
            let lowest = parts
                .last()
                .filter(|part| !part.is_empty())
                .or(parts.first())
                .cloned()
                .unwrap_or_default();
            let whole = parts.concat();
            // 女 below 职工人数 means women: the lowest word counts first, then the whole, then the highest.
            let highest = parts.first().cloned().unwrap_or_default();
            let meaning = [&lowest, &whole, &highest]
                .into_iter()
                .find_map(|title| words.meaning(title));
            titles.push(clip(&whole, 40));
            meanings.push(meaning);
        }
        Self {
            row: rows.last().map_or(0, |row| row.number),
            rows: rows.len(),
            titles,
            meanings,
        }
    }

    /// How many different things are known.
    pub(super) fn known(&self) -> usize {
        let mut fields: Vec<Field> = self.meanings.iter().flatten().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    pub(super) fn worth(&self) -> (usize, Reverse<usize>) {
        (self.known(), Reverse(self.rows))
    }

    pub(super) fn into_header(self, sheet: &str, columns: &[Column]) -> Result<Header, HeaderError> {
        let mut fields = vec![None; self.titles.len()];
        let mut missing = Vec::new();
        for column in columns {
            let found = self.meanings.iter().enumerate();
            let mut found: Vec<(usize, usize)> = found
                .filter_map(|(at, meaning)| {
                    meaning
                        .filter(|(field, _)| *field == column.field)
                        .map(|(_, rank)| (rank, at))
                })
                .collect();
            found.sort_unstable();
            match found.as_slice() {
                [] if column.required => missing.push(column.words[0]),
                [] => {}
                [(rank, first), (same, second), ..] if rank == same => {
                    let (first, second) = (self.place(*first), self.place(*second));
                    return Err(HeaderError::Doubled {
                        field: column.field,
                        first,
                        second,
                    });
                }
                [(_, at), ..] => fields[*at] = Some(column.field),
            }
        }
        if missing.is_empty() {
            Ok(Header {
                sheet: sheet.to_owned(),
                row: self.row,
                titles: self.titles,
                fields,
            })
        } else {
            Err(HeaderError::Missing(missing))
        }
    }

    fn place(&self, column: usize) -> String {
        format!("{} {}", letter(column), self.titles[column])
    }
}

fn title(cell: &Raw) -> String {
    match cell {
        Raw::Text(text) => squash(text),
        _ => String::new(),
    }
}
