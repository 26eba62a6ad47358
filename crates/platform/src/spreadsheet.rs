//! Lists as files for an office program: XLSX and CSV, from one table, written off the threads that serve others.
//!
//! It promises that a text stays a text: nothing that somebody typed becomes a formula in an office program, neither in
//! the file itself nor in what is pasted or saved from it (OWASP, CSV injection).

use axum::{
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use langqiao_kernel::time;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Workbook, Worksheet};

use crate::fault::Fault;

/// Why a file could not be written.
type Unwritten = Box<dyn std::error::Error + Send + Sync>;

/// The media type of an XLSX file.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";
/// Widths of columns, in characters: the narrowest, the widest.
const WIDTHS: (usize, usize) = (8, 40);

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A count, with which an office program goes on counting.
    Number(i64),
    /// Money in fen, which is shown in yuan.
    Money(i64),
    /// An instant, as the wall clock shows it.
    At(Timestamp),
    /// A day.
    Day(Date),
    /// Nothing: it is not known, or there is none.
    None,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(maybe: Option<T>) -> Self {
        maybe.map_or(Self::None, Into::into)
    }
}
impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}
impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A table to be written as a file.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What stands above the heads of an XLSX file; none leaves the heads in the first line.
    pub title: Option<String>,
    /// The name of the page in an XLSX file, the title without one; cut to what office programs take.
    pub tab: Option<String>,
    /// The columns' heads.
    pub heads: Vec<String>,
    /// A line each, with a cell for each head.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A table without lines yet.
    pub fn new<T: Into<String>>(heads: impl IntoIterator<Item = T>) -> Self {
        Self {
            heads: heads.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// With words above it.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// With a name for its page.
    #[must_use]
    pub fn named(mut self, tab: impl Into<String>) -> Self {
        self.tab = Some(tab.into());
        self
    }

    /// One line more.
    pub fn push<T: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Answers with the table as an XLSX file of this name.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn as_xlsx(self, name: &str) -> Result<Response, Fault> {
        let bytes = written(move || xlsx(&self).map_err(|why| why.to_string())).await?;
        Ok(attachment(XLSX, name, bytes))
    }

    /// Answers with the table as a CSV file of this name, without its title.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn as_csv(self, name: &str) -> Result<Response, Fault> {
        let bytes = written(move || csv(&self)).await?;
        Ok(attachment(CSV, name, bytes))
    }
}

async fn written(write: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static) -> Result<Vec<u8>, Fault> {
    let bytes = tokio::task::spawn_blocking(write)
        .await
        .map_err(|why| Fault::Internal(why.to_string()))?;
    bytes.map_err(|why| Fault::Internal(format!("a file could not be written: {why}")))
}

/// A file that a browser keeps under this name (ASCII) instead of showing it.
pub fn attachment(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

/// A text that no office program takes for a formula: one that begins like a formula gets an apostrophe before it.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// How wide a text is drawn, in Latin characters: Chinese ones take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn column_width(sheet: &Sheet, column: usize) -> usize {
    let cells = sheet.rows.iter().filter_map(|row| row.get(column));
    let widest = cells.map(|cell| match cell {
        Cell::Text(text) => width(text),
        Cell::Number(number) | Cell::Money(number) => number.to_string().len() + 1,
        Cell::At(_) => 16,
        Cell::Day(_) => 10,
        Cell::None => 0,
    });
    let head = sheet.heads.get(column).map_or(0, |head| width(head));
    let (least, most) = WIDTHS;
    (widest.max().unwrap_or(0).max(head) + 2).clamp(least, most)
}

/// The formats of cells.
struct Formats {
    cell: Format,
    bold: Format,
    money: Format,
    moment: Format,
    day: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Thin);
        Self {
            bold: cell.clone().set_bold(),
            money: cell.clone().set_num_format("#,##0.00"),
            moment: cell.clone().set_num_format("yyyy-mm-dd hh:mm"),
            day: cell.clone().set_num_format("yyyy-mm-dd"),
            cell,
        }
    }
}

/// A text as the name of a page: office programs take 31 characters, none of `[]:*?/\` and no apostrophe at an end.
fn tab_name(text: &str) -> Option<String> {
    let allowed: String = text
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c })
        .collect();
    // They count in UTF-16.
    let mut left = 31;
    let fits = allowed.trim_matches(['\'', ' ']).chars().take_while(|c| {
        left -= c.len_utf16() as i32;
        left >= 0
    });
    let name: String = fits.collect();
    let name = name.trim_matches(['\'', ' ']);
    (!name.is_empty()).then(|| name.to_owned())
}

fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, Unwritten> {
    let formats = Formats::new();
    let mut book = Workbook::new();
    let page = book.add_worksheet_with_constant_memory()?;
    if let Some(tab) = sheet.tab.as_deref().or(sheet.title.as_deref()).and_then(tab_name) {
        page.set_name(tab)?;
    }
    for (column, at) in (0_u16..).zip(0..sheet.heads.len()) {
        page.set_column_width(column, column_width(sheet, at) as f64)?;
    }
    let head = u32::from(sheet.title.is_some());
    page.set_repeat_rows(head, head)?;
    page.set_freeze_panes(head + 1, 0)?;
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    if let Some(title) = &sheet.title {
        page.write_string_with_format(0, 0, harmless(title), &Format::new().set_bold().set_font_size(14))?;
    }
    for (column, name) in (0_u16..).zip(&sheet.heads) {
        page.write_string_with_format(head, column, harmless(name), &formats.bold)?;
    }
    for (line, row) in (head + 1..).zip(&sheet.rows) {
        for (column, content) in (0_u16..).zip(row) {
            write(page, (line, column), content, &formats)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

fn write(
    page: &mut Worksheet,
    (line, column): (u32, u16),
    content: &Cell,
    formats: &Formats,
) -> Result<(), Unwritten> {
    match content {
        Cell::Text(text) => page.write_string_with_format(line, column, harmless(text), &formats.cell)?,
        Cell::Number(number) => page.write_number_with_format(line, column, *number as f64, &formats.cell)?,
        Cell::Money(fen) => {
            page.write_number_with_format(line, column, *fen as f64 / 100.0, &formats.money)?
        }
        Cell::At(at) => {
            let clock = time::civil(*at);
            let (hour, minute) = (u16::try_from(clock.hour())?, u8::try_from(clock.minute())?);
            let at = date(clock.date())?.and_hms(hour, minute, 0)?;
            page.write_datetime_with_format(line, column, &at, &formats.moment)?
        }
        Cell::Day(day) => page.write_datetime_with_format(line, column, &date(*day)?, &formats.day)?,
        Cell::None => page.write_blank(line, column, &formats.cell)?,
    };
    Ok(())
}

/// A day as an office program counts it; its calendar begins in 1900.
fn date(day: Date) -> Result<ExcelDateTime, Unwritten> {
    let (year, month) = (u16::try_from(day.year())?, u8::try_from(day.month())?);
    Ok(ExcelDateTime::from_ymd(year, month, u8::try_from(day.day())?)?)
}

fn csv(sheet: &Sheet) -> Result<Vec<u8>, String> {
    // The mark at the beginning tells the usual office program that it is UTF-8.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let mut write = || -> Result<(), csv::Error> {
        writer.write_record(sheet.heads.iter().map(|head| harmless(head)))?;
        for cells in &sheet.rows {
            writer.write_record(cells.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                Cell::Number(number) => number.to_string(),
                Cell::Money(fen) => {
                    let sign = if *fen < 0 { "-" } else { "" };
                    format!(
                        "{sign}{}.{:02}",
                        fen.unsigned_abs() / 100,
                        fen.unsigned_abs() % 100
                    )
                }
                Cell::At(at) => time::civil(*at).strftime("%F %H:%M").to_string(),
                Cell::Day(day) => day.to_string(),
                Cell::None => String::new(),
            }))?;
        }
        Ok(())
    };
    write().map_err(|why| why.to_string())?;
    writer.into_inner().map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_what_office_programs_take() {
        assert_eq!(
            tab_name("四点半学堂（秋季班）").as_deref(),
            Some("四点半学堂（秋季班）")
        );
        assert_eq!(
            tab_name("'男子/女子: [甲组]'").as_deref(),
            Some("男子 女子   甲组")
        );
        assert_eq!(
            tab_name(&"长".repeat(40)).map(|name| name.chars().count()),
            Some(31)
        );
        assert_eq!(tab_name(" ''[] "), None);
        for title in ["?*", "甲/乙", "' '"] {
            assert!(xlsx(&Sheet::new(["姓名"]).titled(title)).is_ok(), "{title}");
        }
    }

    #[test]
    fn a_formula_becomes_text() {
        assert_eq!(harmless("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        for text in ["+1", "-1", "@a", "\tx"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("张三"), "张三");
    }

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name_and_money_is_in_yuan() {
        let mut sheet = Sheet::new(["单位", "人数", "出资"]);
        sheet.push([
            Cell::from("=HYPERLINK(\"x\")"),
            Cell::Number(-3),
            Cell::Money(-1205),
        ]);
        let text = String::from_utf8(csv(&sheet).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}单位,人数,出资\n\"'=HYPERLINK(\"\"x\"\")\",-3,-12.05\n"
        );
        assert!(xlsx(&sheet.titled("台账")).unwrap().starts_with(b"PK"));
    }

    #[test]
    fn chinese_gets_twice_the_width_within_bounds() {
        let mut sheet = Sheet::new(["名"]);
        assert_eq!(column_width(&sheet, 0), 8);
        sheet.push(["桐乡市总工会"]);
        assert_eq!(column_width(&sheet, 0), 14);
        sheet.push(["长".repeat(200)]);
        assert_eq!(column_width(&sheet, 0), 40);
    }
}
