//! A list as a spreadsheet: one row of heads, then the records, numbers as numbers and times as times, so that an office
//! can go on counting. Nothing in it is ever taken for a formula.

use axum::{
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use langqiao_kernel::time;
use langqiao_platform::fault::Fault;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

/// A text that no spreadsheet program takes for a formula (OWASP, CSV injection).
fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Words.
    Text(String),
    /// A number; nothing where there is none.
    Number(Option<i64>),
    /// An instant, as the wall clock shows it; nothing where there is none.
    At(Option<Timestamp>),
    /// A day.
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A list.
#[derive(Clone, Debug)]
pub(crate) struct Spreadsheet {
    /// The file's name without its day and ending, in ASCII.
    pub name: &'static str,
    /// The name of its page.
    pub title: String,
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// The file as an answer; it is written off the threads that serve others.
///
/// # Errors
/// When it can't be written.
pub(crate) async fn answer(sheet: Spreadsheet, on: Date) -> Result<Response, Fault> {
    let name = format!("attachment; filename=\"{}-{on}.xlsx\"", sheet.name);
    let written = tokio::task::spawn_blocking(move || write(&sheet));
    let bytes = written.await.map_err(|why| Fault::Internal(why.to_string()))?;
    let bytes = bytes.map_err(|why| Fault::Internal(format!("a list could not be written: {why}")))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn write(sheet: &Spreadsheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(&sheet.title)?;
    let (bold, moment, day) = (
        Format::new().set_bold(),
        Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        Format::new().set_num_format("yyyy-mm-dd"),
    );
    for (column, head) in (0u16..).zip(&sheet.heads) {
        page.set_column_width(column, 18)?;
        page.write_string_with_format(0, column, harmless(head), &bold)?;
    }
    for (row, cells) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => page.write_string(row, column, harmless(text))?,
                Cell::Number(Some(number)) => page.write_number(row, column, *number as f64)?,
                Cell::At(Some(at)) => {
                    let clock = time::civil(*at);
                    let hours = (
                        u16::try_from(clock.hour()).unwrap_or(0),
                        u8::try_from(clock.minute()).unwrap_or(0),
                    );
                    let at = date(clock.date())?.and_hms(hours.0, hours.1, 0)?;
                    page.write_datetime_with_format(row, column, &at, &moment)?
                }
                Cell::Day(on) => page.write_datetime_with_format(row, column, &date(*on)?, &day)?,
                Cell::Number(None) | Cell::At(None) => page,
            };
        }
    }
    page.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1900),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )
}
