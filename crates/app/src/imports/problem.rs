//! What can be wrong with a cell or a row, precisely enough to say what to do.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::field::Field;

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// In which column; none if it is the row as a whole.
    pub field: Option<Field>,
    /// What is wrong. Holds nothing of a personal cell.
    #[serde(flatten)]
    pub what: What,
}

impl Problem {
    /// Something wrong in a column.
    pub fn new(field: Field, what: What) -> Self {
        Self {
            field: Some(field),
            what,
        }
    }

    /// Whether the row may go in all the same when a person says why.
    pub fn can_be_overridden(&self) -> bool {
        self.what == What::UsccCheck
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// Nothing is in it, and something must be.
    Missing,
    /// The text is too long.
    TooLong {
        /// The most characters.
        max: usize,
    },
    /// A formula without a result.
    Failed,
    /// No number.
    NotNumber,
    /// A number that is not whole.
    NotWhole,
    /// About so many: 约120, 100余, 100–200.
    About,
    /// Less than nothing.
    Negative,
    /// More than can be.
    TooMany {
        /// The most.
        max: i64,
    },
    /// The cell is formatted as a day where a number belongs.
    IsDay,
    /// A part that is more than the whole.
    MoreThan {
        /// The whole.
        whole: i64,
    },
    /// Neither yes nor no.
    NotYesNo,
    /// No day.
    NotDay,
    /// A number such as 2019.1, which may be January or October.
    UnclearMonth,
    /// A day to come.
    Future,
    /// The code has too few or too many characters.
    UsccLength {
        /// How many it has.
        found: usize,
    },
    /// A character that can't stand in the code.
    UsccCharacter {
        /// Which one.
        found: char,
        /// Where, from 1.
        at: usize,
    },
    /// The check character doesn't fit: mistyped, or really registered so.
    UsccCheck,
    /// The code was kept as a number, and its end is lost.
    UsccNumber,
    /// Neither a mobile nor a fixed number.
    Phone,
    /// More than one telephone number.
    Phones,
    /// None of a few words.
    NotOneOf {
        /// The words.
        words: String,
    },
    /// No such place.
    Unknown {
        /// What is written almost so.
        near: Vec<String>,
    },
    /// Several places of that name.
    Ambiguous {
        /// Which ones.
        options: Vec<String>,
    },
    /// The place lies elsewhere than the other column says.
    Elsewhere {
        /// Where it lies.
        found: String,
    },
    /// A town where a village or community belongs.
    NotVillage,
    /// A place that isn't the reader's to change.
    OutOfScope,
    /// The same as another row of the file.
    Doubled {
        /// Which row.
        row: u32,
    },
    /// The code belongs to another unit.
    CodeTaken {
        /// Its name.
        by: String,
    },
    /// The unit of that name has another code.
    OtherCode {
        /// Its code.
        code: String,
    },
    /// A later state is known already.
    LaterKnown,
    /// The unit no longer counts.
    Ended {
        /// Since when.
        on: Date,
    },
    /// What can't be changed by an import.
    Fixed,
    /// The phone is registered under another name.
    OtherName,
    /// The code of an area is none.
    AreaCode,
    /// The level is another than that of the code.
    AreaLevel,
    /// The code came before with another name.
    AreaTwice,
    /// What an area lies in is neither known nor in the file.
    AreaParent {
        /// Its code.
        code: String,
    },
    /// It takes part already, but with something else said of it.
    EnteredOtherwise,
    /// A person of a team can't be read.
    PersonUnclear {
        /// Which one, from 1.
        at: usize,
    },
    /// Two names where one belongs.
    TwoNames {
        /// Which person of a team, from 1; 0 where there is one alone.
        at: usize,
    },
    /// The phone of a person of a team is registered under another name.
    PersonOtherName {
        /// Which one, from 1.
        at: usize,
    },
    /// A person of a team takes part in another, or is named twice.
    PlaysElsewhere {
        /// Which one, from 1.
        at: usize,
    },
    /// All places are taken.
    Full,
    /// A rule says no.
    Refused {
        /// Why, as the rule says it.
        why: String,
    },
}
