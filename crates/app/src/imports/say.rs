//! Problems and words of imports as sentences: what is wrong, and what to do about it.

use langqiao_platform::i18n::{Msg, Sentence, msg};

use super::{
    field::{Column, Field},
    header::HeaderError,
    problem::What,
    reading::ReadError,
    sheet,
};

/// Said where a file can't be read.
pub const UNREADABLE: Msg = msg::IMPORTS_FILE_BROKEN;

/// Why a file can't be read, and how to send one that can.
pub fn unreadable(error: &ReadError) -> Sentence {
    match error {
        ReadError::NoRows => msg::IMPORTS_FILE_NO_ROWS.into(),
        ReadError::Sheet(error) => sheet::unreadable(error),
        ReadError::Header(error) => match error {
            HeaderError::None => msg::IMPORTS_FILE_NO_HEADER.into(),
            HeaderError::Missing(names) => {
                Sentence::new(msg::IMPORTS_FILE_MISSING_COLUMNS).with("columns", names.join("、"))
            }
            HeaderError::Doubled { first, second, .. } => Sentence::new(msg::IMPORTS_FILE_DOUBLED_COLUMNS)
                .with("first", first.clone())
                .with("second", second.clone()),
        },
    }
}

/// The same for a list of those who take part in a competition: its columns are others.
pub fn unreadable_list(error: &ReadError, columns: &[Column]) -> Sentence {
    match error {
        ReadError::Header(HeaderError::None) => {
            let heads: Vec<&str> = columns
                .iter()
                .filter(|column| column.required)
                .map(|column| column.words[0])
                .collect();
            Sentence::new(msg::IMPORTS_LIST_NO_HEADER).with("columns", heads.join("、"))
        }
        error => unreadable(error),
    }
}

/// What is wrong with a cell, and what to do.
pub fn problem(what: &What) -> Sentence {
    let say = Sentence::new;
    match what {
        What::Missing => say(msg::IMPORTS_PROBLEM_MISSING),
        What::TooLong { max } => say(msg::IMPORTS_PROBLEM_TOO_LONG).with("max", *max),
        What::Failed => say(msg::IMPORTS_PROBLEM_FAILED),
        What::NotNumber => say(msg::IMPORTS_PROBLEM_NOT_NUMBER),
        What::NotWhole => say(msg::IMPORTS_PROBLEM_NOT_WHOLE),
        What::About => say(msg::IMPORTS_PROBLEM_ABOUT),
        What::Negative => say(msg::IMPORTS_PROBLEM_NEGATIVE),
        What::TooMany { max } => say(msg::IMPORTS_PROBLEM_TOO_MANY).with("max", *max),
        What::IsDay => say(msg::IMPORTS_PROBLEM_IS_DAY),
        What::MoreThan { whole } => say(msg::IMPORTS_PROBLEM_MORE_THAN).with("whole", *whole),
        What::NotYesNo => say(msg::IMPORTS_PROBLEM_NOT_YES_NO),
        What::NotDay => say(msg::IMPORTS_PROBLEM_NOT_DAY),
        What::UnclearMonth => say(msg::IMPORTS_PROBLEM_UNCLEAR_MONTH),
        What::Future => say(msg::IMPORTS_PROBLEM_FUTURE),
        What::UsccLength { found } => say(msg::IMPORTS_PROBLEM_USCC_LENGTH).with("found", *found),
        What::UsccCharacter { found, at } => say(msg::IMPORTS_PROBLEM_USCC_CHARACTER)
            .with("found", found.to_string())
            .with("at", *at),
        What::UsccCheck => say(msg::IMPORTS_PROBLEM_USCC_CHECK),
        What::UsccNumber => say(msg::IMPORTS_PROBLEM_USCC_NUMBER),
        What::Phone => say(msg::IMPORTS_PROBLEM_PHONE),
        What::Phones => say(msg::IMPORTS_PROBLEM_PHONES),
        What::NotOneOf { words } => say(msg::IMPORTS_PROBLEM_NOT_ONE_OF).with("words", words.clone()),
        What::Unknown { near } if near.is_empty() => say(msg::IMPORTS_PROBLEM_UNKNOWN),
        What::Unknown { near } => say(msg::IMPORTS_PROBLEM_UNKNOWN_NEAR).with("near", near.join("、")),
        What::Ambiguous { options } => {
            say(msg::IMPORTS_PROBLEM_AMBIGUOUS).with("options", options.join("、"))
        }
        What::Elsewhere { found } => say(msg::IMPORTS_PROBLEM_ELSEWHERE).with("found", found.clone()),
        What::NotVillage => say(msg::IMPORTS_PROBLEM_NOT_VILLAGE),
        What::OutOfScope => say(msg::IMPORTS_PROBLEM_OUT_OF_SCOPE),
        What::Doubled { row } => say(msg::IMPORTS_PROBLEM_DOUBLED).with("row", row.to_string()),
        What::CodeTaken { by } => say(msg::IMPORTS_PROBLEM_CODE_TAKEN).with("by", by.clone()),
        What::OtherCode { code } => say(msg::IMPORTS_PROBLEM_OTHER_CODE).with("code", code.clone()),
        What::LaterKnown => say(msg::IMPORTS_PROBLEM_LATER_KNOWN),
        What::Ended { on } => say(msg::IMPORTS_PROBLEM_ENDED).with("on", on.to_string()),
        What::Fixed => say(msg::IMPORTS_PROBLEM_FIXED),
        What::OtherName => say(msg::IMPORTS_PROBLEM_OTHER_NAME),
        What::AreaCode => say(msg::IMPORTS_PROBLEM_AREA_CODE),
        What::AreaLevel => say(msg::IMPORTS_PROBLEM_AREA_LEVEL),
        What::AreaTwice => say(msg::IMPORTS_PROBLEM_AREA_TWICE),
        What::AreaParent { code } => say(msg::IMPORTS_PROBLEM_AREA_PARENT).with("code", code.clone()),
        What::EnteredOtherwise => say(msg::IMPORTS_PROBLEM_ENTERED_OTHERWISE),
        What::PersonUnclear { at } => say(msg::IMPORTS_PROBLEM_PERSON_UNCLEAR).with("at", *at),
        What::TwoNames { at } => say(msg::IMPORTS_PROBLEM_TWO_NAMES).with("at", *at),
        What::PersonOtherName { at } => say(msg::IMPORTS_PROBLEM_PERSON_OTHER_NAME).with("at", *at),
        What::PlaysElsewhere { at } => say(msg::IMPORTS_PROBLEM_PLAYS_ELSEWHERE).with("at", *at),
        What::Full => say(msg::IMPORTS_PROBLEM_FULL),
        What::Refused { why } => say(msg::IMPORTS_PROBLEM_REFUSED).with("why", why.clone()),
    }
}

/// What a column holds.
pub fn field(field: Field) -> Msg {
    match field {
        Field::Name => msg::IMPORTS_FIELD_NAME,
        Field::Kind => msg::IMPORTS_FIELD_KIND,
        Field::Uscc => msg::IMPORTS_FIELD_USCC,
        Field::UsccReason => msg::IMPORTS_FIELD_USCC_REASON,
        Field::Town => msg::IMPORTS_FIELD_TOWN,
        Field::Area => msg::IMPORTS_FIELD_AREA,
        Field::Headcount => msg::IMPORTS_FIELD_HEADCOUNT,
        Field::Women => msg::IMPORTS_FIELD_WOMEN,
        Field::Youth => msg::IMPORTS_FIELD_YOUTH,
        Field::Scitech => msg::IMPORTS_FIELD_SCITECH,
        Field::Party => msg::IMPORTS_FIELD_PARTY,
        Field::Founded => msg::IMPORTS_FIELD_FOUNDED,
        Field::Contact => msg::IMPORTS_FIELD_CONTACT,
        Field::Phone => msg::IMPORTS_FIELD_PHONE,
        Field::Code => msg::IMPORTS_FIELD_CODE,
        Field::Level => msg::IMPORTS_FIELD_LEVEL,
        Field::ParentCode => msg::IMPORTS_FIELD_PARENT_CODE,
        Field::Line => msg::IMPORTS_FIELD_LINE,
        Field::Parent => msg::IMPORTS_FIELD_PARENT,
        Field::Unit => msg::IMPORTS_FIELD_UNIT,
        Field::Organisation => msg::IMPORTS_FIELD_ORGANISATION,
        Field::Title => msg::IMPORTS_FIELD_TITLE,
        Field::Role => msg::IMPORTS_FIELD_ROLE,
        Field::Mobile => msg::IMPORTS_FIELD_MOBILE,
        Field::Members => msg::IMPORTS_FIELD_MEMBERS,
    }
}

/// How to fill a column in, where that needs saying.
pub fn guide(field: Field) -> Option<Msg> {
    match field {
        Field::Kind => Some(msg::IMPORTS_GUIDE_KIND),
        Field::Uscc => Some(msg::IMPORTS_GUIDE_USCC),
        Field::UsccReason => Some(msg::IMPORTS_GUIDE_USCC_REASON),
        Field::Town => Some(msg::IMPORTS_GUIDE_TOWN),
        Field::Area => Some(msg::IMPORTS_GUIDE_AREA),
        Field::Headcount => Some(msg::IMPORTS_GUIDE_HEADCOUNT),
        Field::Youth => Some(msg::IMPORTS_GUIDE_YOUTH),
        Field::Party => Some(msg::IMPORTS_GUIDE_PARTY),
        Field::Founded => Some(msg::IMPORTS_GUIDE_FOUNDED),
        Field::Phone => Some(msg::IMPORTS_GUIDE_PHONE),
        Field::Mobile => Some(msg::IMPORTS_GUIDE_MOBILE),
        Field::Members => Some(msg::IMPORTS_GUIDE_MEMBERS),
        Field::Line => Some(msg::IMPORTS_GUIDE_LINE),
        _ => None,
    }
}
