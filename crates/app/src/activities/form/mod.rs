//! The form of an activity: what was typed becomes a plan, and a plan becomes what could have been typed.

mod read;
mod write;

use langqiao_kernel::id::AreaId;
use langqiao_platform::fields::Fields;

pub use read::{read, read_contribution};
pub use write::{put, write, written_contribution};

use super::plan::{COHOSTS_MAX, QUESTIONS_MAX};

/// The field that says which button of the form was pressed.
pub const DO: &str = "_do";
/// The field that says from which version the form was made.
pub const VERSION: &str = "version";

/// What the fields of one invited organisation are called after `c{n}_`.
const COHOST_FIELDS: [&str; 6] = ["org", "people", "venue", "money", "goods", "share"];
/// What the fields of one question are called after `q{n}_`.
const QUESTION_FIELDS: [&str; 4] = ["label", "kind", "options", "required"];

/// Rows of the form that can be added and taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Invited organisations.
    Cohosts,
    /// Questions.
    Questions,
}

impl Rows {
    const fn prefix(self) -> char {
        match self {
            Rows::Cohosts => 'c',
            Rows::Questions => 'q',
        }
    }

    const fn names(self) -> &'static [&'static str] {
        match self {
            Rows::Cohosts => &COHOST_FIELDS,
            Rows::Questions => &QUESTION_FIELDS,
        }
    }

    /// How many rows there can be.
    pub const fn most(self) -> usize {
        match self {
            Rows::Cohosts => COHOSTS_MAX,
            Rows::Questions => QUESTIONS_MAX,
        }
    }

    /// The name of a row's field.
    pub fn field(self, n: usize, name: &str) -> String {
        format!("{}{n}_{name}", self.prefix())
    }

    /// How many rows the form has.
    pub fn count(self, fields: &Fields) -> usize {
        let first = self.names()[0];
        (0..self.most())
            .take_while(|n| fields.has(&self.field(*n, first)))
            .count()
    }

    /// What makes a row one: an organisation, a question or its answers.
    fn is_filled(self, fields: &Fields, n: usize) -> bool {
        let filled = |name: &str| fields.text(&self.field(n, name)).is_some();
        match self {
            Rows::Cohosts => ["org", "people", "venue", "money", "goods"]
                .into_iter()
                .any(filled),
            Rows::Questions => ["label", "options"].into_iter().any(filled),
        }
    }
}

/// The form without its empty rows and without those that `drop` names, the rest numbered from 0 again.
pub fn compact(fields: &Fields, drop: Option<(Rows, usize)>) -> Fields {
    let row_of = |name: &str| {
        let (head, _) = name.split_once('_')?;
        [Rows::Cohosts, Rows::Questions].into_iter().find_map(|rows| {
            let n: usize = head.strip_prefix(rows.prefix())?.parse().ok()?;
            Some((rows, n))
        })
    };
    let mut kept: Fields = fields
        .typed()
        .filter(|(name, _)| !name.starts_with('_') && row_of(name).is_none())
        .map(owned)
        .collect();
    for rows in [Rows::Cohosts, Rows::Questions] {
        let filled =
            (0..rows.count(fields)).filter(|n| rows.is_filled(fields, *n) && drop != Some((rows, *n)));
        for (to, from) in filled.enumerate() {
            for name in rows
                .names()
                .iter()
                .filter(|name| fields.has(&rows.field(from, name)))
            {
                kept.push(rows.field(to, name), fields.raw(&rows.field(from, name)));
            }
        }
    }
    kept
}

/// Adds an empty row, if there is room.
pub fn add_row(fields: &mut Fields, rows: Rows) {
    let n = rows.count(fields);
    if n < rows.most() {
        for name in rows.names() {
            fields.push(rows.field(n, name), if *name == "share" { "1" } else { "" });
        }
    }
}

/// The form of a new activity, held where its host is.
pub fn blank(area: Option<AreaId>) -> Fields {
    let area = area.map(AreaId::to_text).unwrap_or_default();
    let known = [
        ("area", area.as_str()),
        ("start", "09:00"),
        ("end", "11:00"),
        ("party_max", "4"),
        ("offer_minutes", "720"),
        ("own_share", "1"),
    ];
    let mut fields: Fields = known
        .into_iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    add_row(&mut fields, Rows::Cohosts);
    fields
}

/// Whether the text of a field is as the browser's own picker would have written it; anything else is shown in
/// a plain field, where it can be mended.
pub fn is_picked(value: &str) -> bool {
    value.is_empty()
        || value.parse::<jiff::civil::Date>().is_ok()
        || (value.len() == 5 && value.parse::<jiff::civil::Time>().is_ok())
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
