//! Finds a sheet's head: below titles and notes, in one row or two, by the words that offices use.

use std::{cmp::Reverse, collections::HashMap};

use langqiao_kernel::text::{clip, squash};
use serde::{Deserialize, Serialize};

use super::{
    field::{Column, Field},
    sheet::{Line, Raw, Region},
};

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
        let words = Words::of(columns);
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
        let right = (region.right as usize).min(super::sheet::COLUMNS_MAX as usize);
        if spread.cells.len() <= right {
            spread.cells.resize(right + 1, Raw::Empty);
        }
        spread.cells[region.left as usize..=right].fill(value);
    }
    spread
}

/// The words of all columns, by their letters and digits.
struct Words(HashMap<String, (Field, usize)>);

impl Words {
    fn of(columns: &[Column]) -> Self {
        let all = columns.iter().flat_map(|c| {
            c.words
                .iter()
                .enumerate()
                .map(|(rank, word)| (key(word), (c.field, rank)))
        });
        Self(all.collect())
    }

    /// What a title means, and how good a word it is: the smaller the better.
    fn meaning(&self, title: &str) -> Option<(Field, usize)> {
        [key(title), key(&without_brackets(title))]
            .iter()
            .find_map(|key| self.0.get(key).copied())
    }
}

fn key(title: &str) -> String {
    squash(title)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// 职工人数（人） → 职工人数
fn without_brackets(title: &str) -> String {
    let plain = squash(title);
    let mut depth = 0_u32;
    let outside = plain.chars().filter(|c| {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    outside.collect()
}

/// One row or two that may be the head.
struct Candidate {
    row: u32,
    rows: usize,
    titles: Vec<String>,
    /// By column: what it holds and how good the word for it is.
    meanings: Vec<Option<(Field, usize)>>,
}

impl Candidate {
    fn of(words: &Words, rows: &[&Line]) -> Self {
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
    fn known(&self) -> usize {
        let mut fields: Vec<Field> = self.meanings.iter().flatten().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    fn worth(&self) -> (usize, Reverse<usize>) {
        (self.known(), Reverse(self.rows))
    }

    fn into_header(self, sheet: &str, columns: &[Column]) -> Result<Header, HeaderError> {
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

/// The letters of a column, as spreadsheet programs count: A, B … Z, AA.
pub fn letter(column: usize) -> String {
    let (before, last) = (column / 26, (b'A' + (column % 26) as u8) as char);
    if before == 0 {
        last.to_string()
    } else {
        format!("{}{last}", letter(before - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::field::UNITS, *};

    fn lines(rows: &[&[&str]]) -> Vec<Line> {
        let line = |(number, cells): (u32, &&[&str])| Line {
            number,
            cells: cells.iter().map(|cell| Raw::text(cell)).collect(),
        };
        (1..).zip(rows).map(line).collect()
    }

    #[test]
    fn a_head_is_found_below_a_title() {
        let rows = lines(&[
            &["2026年桐乡市企业名单"],
            &["填表单位：", "", "", "单位：人"],
            &[
                "序号",
                "企业名称*",
                "统一社会\n信用代码",
                "村（社区）",
                "职工人数（人）",
                "35周岁以下",
                "备注",
            ],
            &["1", "甲公司", "", "桃园村", "12", "3", ""],
        ]);
        let head = Header::find("名单", &rows, &[], UNITS).unwrap();
        assert_eq!(head.row, 3);
        let expected = [
            None,
            Some(Field::Name),
            Some(Field::Uscc),
            Some(Field::Area),
            Some(Field::Headcount),
            Some(Field::Youth),
            None,
        ];
        assert_eq!(head.fields, expected);
        assert_eq!(head.unused().collect::<Vec<_>>(), ["序号", "备注"]);
    }

    #[test]
    fn a_head_of_two_rows_is_read_as_one() {
        let rows = lines(&[
            &["企业名称", "村社区", "人数", "", "", "党组织"],
            &["", "", "总数", "女", "青年", ""],
            &["甲公司", "桃园村", "12", "3", "4", "有"],
        ]);
        let merged = [
            Region {
                top: 0,
                bottom: 0,
                left: 2,
                right: 4,
            },
            Region {
                top: 0,
                bottom: 1,
                left: 0,
                right: 0,
            },
            Region {
                top: 0,
                bottom: 1,
                left: 5,
                right: 5,
            },
        ];
        let head = Header::find("", &rows, &merged, UNITS).unwrap();
        assert_eq!(head.row, 2);
        let expected = [
            Field::Name,
            Field::Area,
            Field::Headcount,
            Field::Women,
            Field::Youth,
            Field::Party,
        ]
        .map(Some);
        assert_eq!(head.fields, expected);
        assert_eq!(head.titles[3], "人数女");
    }

    #[test]
    fn what_a_head_lacks_is_named() {
        let rows = lines(&[&["企业名称", "信用代码"], &["甲", "9"]]);
        assert_eq!(
            Header::find("", &rows, &[], UNITS),
            Err(HeaderError::Missing(vec!["所属村社区", "职工人数"]))
        );
        let rows = lines(&[&["一", "二"], &["甲", "9"]]);
        assert_eq!(Header::find("", &rows, &[], UNITS), Err(HeaderError::None));
        assert_eq!(Header::find("", &[], &[], UNITS), Err(HeaderError::None));
    }

    #[test]
    fn of_two_columns_the_better_word_wins_and_equals_are_refused() {
        let rows = lines(&[&["单位名称", "名称", "村", "职工人数", "人数"]]);
        let head = Header::find("", &rows, &[], UNITS).unwrap();
        assert_eq!(
            (head.column(Field::Name), head.column(Field::Headcount)),
            (Some(0), Some(3))
        );
        assert_eq!(head.unused().collect::<Vec<_>>(), ["名称", "人数"]);
        let rows = lines(&[&["名称", "村", "职工人数", "职工人数（人）"]]);
        let (first, second) = ("C 职工人数".to_owned(), "D 职工人数(人)".to_owned());
        let doubled = HeaderError::Doubled {
            field: Field::Headcount,
            first,
            second,
        };
        assert_eq!(Header::find("", &rows, &[], UNITS), Err(doubled));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(letter),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }
}
