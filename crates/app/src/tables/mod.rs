//! Beside the rooms, for all of them: a spreadsheet of any kind that offices send, read row by row: XLSX, the older XLS, and CSV in UTF-8, UTF-16 or
//! GB18030.
//!
//! Promises to say in one of [`SheetError`]'s words why a file can't be read, to hold little more in memory than
//! the file, and to refuse what would unpack to more than [`UNPACKED_MAX`].

mod guard;
mod say;
mod text;
mod words;
mod workbook;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use say::unreadable;
pub use words::{Words, letter};
pub use workbook::Region;

/// The most rows of a sheet that are read, its head included.
pub const ROWS_MAX: u32 = 200_000;
/// The most columns.
pub const COLUMNS_MAX: u32 = 200;
/// The most bytes that a packed file may unpack to.
pub const UNPACKED_MAX: u64 = 512 << 20;
/// The most characters of a cell that are kept; what is longer is known to be too long for anything.
pub const CELL_MAX: usize = 1_000;

/// The day of these numbers, if there is one.
pub fn civil(year: impl TryInto<i16>, month: impl TryInto<i8>, day: impl TryInto<i8>) -> Option<Date> {
    let (year, month, day) = (
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    );
    Date::new(year, month, day).ok()
}

/// A cell as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Raw {
    /// Nothing.
    #[default]
    Empty,
    /// True or false.
    Truth(bool),
    /// A number, which may be a day that has lost its format.
    Number(f64),
    /// A day that the spreadsheet knows to be one.
    Day {
        /// The day.
        day: Date,
    },
    /// A formula without a result, such as `#N/A`.
    Failed {
        /// What the spreadsheet shows.
        failed: String,
    },
    /// A text longer than [`CELL_MAX`].
    Long {
        /// How it begins.
        begins: String,
    },
    /// A text, as typed.
    Text(String),
}

impl Raw {
    /// A text, or nothing if it is empty.
    pub fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else if text.len() > CELL_MAX && text.chars().nth(CELL_MAX).is_some() {
            Self::Long {
                begins: text.chars().take(60).collect(),
            }
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Whether nothing is in it that can be seen.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }

    /// The cell as the spreadsheet shows it, more or less.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Truth(true) => "TRUE".to_owned(),
            Self::Truth(false) => "FALSE".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Day { day } => day.to_string(),
            Self::Failed { failed } => failed.clone(),
            Self::Long { begins } => format!("{begins}…"),
            Self::Text(text) => text.clone(),
        }
    }
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number, as the spreadsheet program shows it.
    pub number: u32,
    /// Its cells from column A on.
    pub cells: Vec<Raw>,
}

impl Line {
    /// The cell of a column, counted from 0; beyond the last one there is nothing.
    pub fn cell(&self, column: usize) -> &Raw {
        self.cells.get(column).unwrap_or(&Raw::Empty)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Raw::is_blank)
    }
}

/// Why a file can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is something else than a spreadsheet.
    #[error("not a spreadsheet that can be read here: save it as .xlsx or .csv")]
    NotASheet,
    /// It is a web page that calls itself a spreadsheet, as some systems export.
    #[error("a web page that calls itself a spreadsheet: open it and save it as .xlsx")]
    WebPage,
    /// It needs a password.
    #[error("protected by a password: save a copy without one")]
    Password,
    /// It is damaged.
    #[error("the file is damaged: open it, save it anew and try again")]
    Broken,
    /// It unpacks to more than [`UNPACKED_MAX`].
    #[error("the file unpacks to more than {UNPACKED_MAX} bytes: split it")]
    TooLarge,
    /// It has more than [`ROWS_MAX`] rows.
    #[error("more than {ROWS_MAX} rows: split it")]
    TooManyRows,
    /// It has more than [`COLUMNS_MAX`] columns.
    #[error("more than {COLUMNS_MAX} columns: leave those out that are not needed")]
    TooManyColumns,
    /// It is text in an unknown encoding.
    #[error("text in an unknown encoding: save it as CSV UTF-8 or as .xlsx")]
    Encoding,
}

/// What stops a reading: the file, or whoever takes the rows.
#[derive(Debug)]
pub enum Stop<E> {
    /// The file can't be read further.
    Sheet(SheetError),
    /// Whoever takes the rows has had enough.
    Taker(E),
}

/// A spreadsheet, opened.
pub struct Book<'b>(Kind<'b>);

enum Kind<'b> {
    Xlsx(Box<workbook::Xlsx<'b>>),
    Xls(Box<workbook::Xls>),
    Text(text::Text<'b>),
}

/// Opens a file by what is in it, whatever it is called.
///
/// # Errors
/// When it can't be read.
pub fn open(bytes: &[u8]) -> Result<Book<'_>, SheetError> {
    let book = open_any(bytes)?;
    // A damaged workbook may name no sheet at all.
    if book.sheets().is_empty() {
        return Err(SheetError::Empty);
    }
    Ok(book)
}

fn open_any(bytes: &[u8]) -> Result<Book<'_>, SheetError> {
    match bytes {
        [] => Err(SheetError::Empty),
        [b'P', b'K', 3 | 5 | 7, 4 | 6 | 8, ..] => {
            guard::check(bytes)?;
            Ok(Book(Kind::Xlsx(Box::new(workbook::Xlsx::open(bytes)?))))
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Ok(Book(Kind::Xls(Box::new(workbook::Xls::open(bytes)?)))),
        _ => Ok(Book(Kind::Text(text::Text::open(bytes)?))),
    }
}

impl Book<'_> {
    /// The names of the sheets that the spreadsheet program shows, in its order; CSV has one without a name.
    pub fn sheets(&self) -> Vec<String> {
        match &self.0 {
            Kind::Xlsx(book) => book.sheets(),
            Kind::Xls(book) => book.sheets(),
            Kind::Text(_) => vec![String::new()],
        }
    }

    /// The first rows of a sheet, at most `rows`, those without cells left out.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn head(&mut self, sheet: &str, rows: usize) -> Result<Vec<Line>, SheetError> {
        let mut head = Vec::new();
        let read = self.lines(sheet, &mut |line| {
            head.push(line);
            if head.len() < rows { Ok(()) } else { Err(()) }
        });
        match read {
            Ok(()) | Err(Stop::Taker(())) => Ok(head),
            Err(Stop::Sheet(error)) => Err(error),
        }
    }

    /// The merged cells of a sheet.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn merged(&mut self, sheet: &str) -> Result<Vec<Region>, SheetError> {
        match &mut self.0 {
            Kind::Xlsx(book) => book.merged(sheet),
            Kind::Xls(book) => book.merged(sheet),
            Kind::Text(_) => Ok(Vec::new()),
        }
    }

    /// Hands each row of a sheet to `take`, in order; rows without cells are left out.
    ///
    /// # Errors
    /// When the file can't be read further, or `take` fails.
    pub fn lines<E>(
        &mut self,
        sheet: &str,
        take: &mut dyn FnMut(Line) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        match &mut self.0 {
            Kind::Xlsx(book) => book.lines(sheet, take),
            Kind::Xls(book) => book.lines(sheet, take),
            Kind::Text(text) => text.lines(take),
        }
    }
}

/// Refuses what is too wide or too long.
fn check_place(row: u32, column: u32) -> Result<(), SheetError> {
    if row >= ROWS_MAX {
        return Err(SheetError::TooManyRows);
    }
    if column >= COLUMNS_MAX {
        return Err(SheetError::TooManyColumns);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
