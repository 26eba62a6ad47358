//! Codes that people carry, type and import: each is read tolerantly, checked whole, and kept in one form.

mod area_code;
mod id_number;
mod phone;
mod short_code;
mod uscc;

pub use area_code::{AreaCode, AreaLevel, TownKind};
pub use id_number::IdNumber;
pub use phone::Phone;
pub use short_code::ShortCode;
pub use uscc::Uscc;

use std::borrow::Cow;
use std::fmt::Display;

use serde::{Deserialize, Deserializer};
use unicode_normalization::UnicodeNormalization;

/// What is wrong with a code, precisely enough to say in the cell or field where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// It has too few or too many characters.
    #[error("wrong length")]
    Length,
    /// A character that can't stand there; `at` counts from 1, without the spaces.
    #[error("wrong character at position {at}")]
    Character {
        /// The position of the first such character, from 1.
        at: usize,
    },
    /// All characters are possible, but they don't fit together: most likely one is mistyped.
    #[error("check digit doesn't fit")]
    CheckDigit,
    /// The eight digits of the birth are no day of the calendar.
    #[error("no such day of birth")]
    Birth,
}

/// The code as typed, in one form: full-width characters made plain, letters upper-case, spaces, hyphens and
/// invisible characters (which spreadsheets and chat programs add) removed.
fn tidy(text: &str) -> String {
    text.nfkc()
        .filter(|c| !(c.is_whitespace() || c.is_control() || is_hyphen(*c) || crate::text::is_invisible(*c)))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The position, from 1, of the first character that isn't an ASCII digit.
fn first_non_digit(text: &str) -> Option<CodeProblem> {
    text.chars()
        .position(|c| !c.is_ascii_digit())
        .map(|at| CodeProblem::Character { at: at + 1 })
}

/// Reads a value kept as text, for a type's `Deserialize`.
pub(crate) fn from_text<'de, D, T, E>(
    deserializer: D,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: Display,
{
    let text = Cow::<str>::deserialize(deserializer)?;
    parse(&text).map_err(serde::de::Error::custom)
}
