//! What feedback is made of.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::i18n::{Msg, msg};

/// The longest words, of those who were there and of the hosts, in characters.
pub const WORDS_MAX: usize = 500;

/// What somebody says of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// From 1, not at all, to 5, very much.
    pub satisfied: i64,
    /// Whether they would come again, if they say so.
    pub again: Option<bool>,
    /// What was good and what could be better; may be empty.
    pub words: String,
}

/// The words for how satisfied somebody is, the best first.
pub const SATISFIED: [(i64, Msg); 5] = [
    (5, msg::FEEDBACK_VERY),
    (4, msg::FEEDBACK_YES),
    (3, msg::FEEDBACK_MIDDLING),
    (2, msg::FEEDBACK_NO),
    (1, msg::FEEDBACK_NOT_AT_ALL),
];

/// Someone who was there, for whom the reader may speak.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// Who.
    pub person: PersonId,
    /// Whether it is the reader.
    pub own: bool,
    /// The name as the reader may see it.
    pub name: String,
    /// Whether they have spoken.
    pub spoken: bool,
}

/// The numbers of what is readable, and the hosts' answer.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Of which activity.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// When it was over.
    pub ends_at: Timestamp,
    /// How many people were there.
    pub came: i64,
    /// How many of them spoke.
    pub answered: i64,
    /// How many of these were satisfied or very satisfied.
    pub satisfied: i64,
    /// How many would come again.
    pub again: i64,
    /// How many said whether they would.
    pub again_answered: i64,
    /// What the hosts answered.
    pub answer: Option<String>,
    /// When.
    pub answer_at: Option<Timestamp>,
    /// Grows with every answer; 0 without one.
    pub version: i64,
}
