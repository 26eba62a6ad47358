//! Why a file can't be read, and how to send one that can.

use langqiao_platform::i18n::{Sentence, msg};

use super::{COLUMNS_MAX, ROWS_MAX, SheetError, UNPACKED_MAX};

/// The sentence for it.
pub fn unreadable(error: &SheetError) -> Sentence {
    match error {
        SheetError::Empty => msg::IMPORTS_FILE_EMPTY.into(),
        SheetError::NotASheet => msg::IMPORTS_FILE_NOT_A_SHEET.into(),
        SheetError::WebPage => msg::IMPORTS_FILE_WEB_PAGE.into(),
        SheetError::Password => msg::IMPORTS_FILE_PASSWORD.into(),
        SheetError::Broken => msg::IMPORTS_FILE_BROKEN.into(),
        SheetError::TooLarge => {
            Sentence::new(msg::IMPORTS_FILE_TOO_LARGE).with("megabytes", UNPACKED_MAX >> 20)
        }
        SheetError::TooManyRows => Sentence::new(msg::IMPORTS_FILE_TOO_MANY_ROWS).with("max", ROWS_MAX),
        SheetError::TooManyColumns => {
            Sentence::new(msg::IMPORTS_FILE_TOO_MANY_COLUMNS).with("max", COLUMNS_MAX)
        }
        SheetError::Encoding => msg::IMPORTS_FILE_ENCODING.into(),
    }
}
