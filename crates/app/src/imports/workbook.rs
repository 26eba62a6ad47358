//! Spreadsheets that imports give: the template to fill in, and the rows that could not go in, each with why.

use langqiao_platform::{
    i18n::{Lang, Sentence, msg},
    ui::Ui,
};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{
    batch::BatchRow,
    field::{Column, Field},
    header::Header,
    problem::Problem,
    say,
    sheet::Raw,
};

/// Days as offices read them.
const DAY: &str = "yyyy-mm-dd";

/// The template of a register: its columns, and how to fill them in.
///
/// # Errors
/// When the spreadsheet can't be written.
pub fn template(ui: &Ui, columns: &[Column]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (head, text) = (head(), Format::new().set_num_format("@"));
    let sheet = book.add_worksheet().set_name("名单")?;
    for (at, column) in (0..).zip(columns) {
        sheet.write_with_format(0, at, column.words[0], &head)?;
        sheet.set_column_width(
            at,
            if matches!(column.field, Field::Name | Field::Uscc) {
                28
            } else {
                14
            },
        )?;
        // As text, or a long code would lose its end.
        if !matches!(
            column.field,
            Field::Headcount | Field::Women | Field::Youth | Field::Scitech
        ) {
            sheet.set_column_format(at, &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let guide = book.add_worksheet().set_name("填写说明")?;
    let titles = [
        msg::IMPORTS_GUIDE_COLUMN,
        msg::IMPORTS_GUIDE_MUST,
        msg::IMPORTS_GUIDE_HOW,
    ];
    for (at, title) in (0..).zip(titles) {
        guide.write_with_format(0, at, ui.t(title), &head)?;
    }
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, column) in (1..).zip(columns) {
        let must = if column.required {
            msg::IMPORTS_GUIDE_REQUIRED
        } else {
            msg::IMPORTS_GUIDE_OPTIONAL
        };
        guide.write_with_format(at, 0, column.words[0], &wrap)?;
        guide.write_with_format(at, 1, ui.t(must), &wrap)?;
        guide.write_with_format(at, 2, say::guide(column.field).map_or("", |how| ui.t(how)), &wrap)?;
    }
    guide
        .set_column_width(0, 20)?
        .set_column_width(1, 10)?
        .set_column_width(2, 70)?;
    book.save_to_buffer()
}

/// The rows that could not go in, under their own head, with two more columns: why, and what to do.
pub struct Rejects {
    book: Workbook,
    header: Header,
    lang: Lang,
    next: u32,
    width: u16,
    formats: Formats,
}

struct Formats {
    head: Format,
    why: Format,
    day: Format,
    wrong: Format,
}

impl Rejects {
    /// An empty one for sheets with this head.
    ///
    /// # Errors
    /// When the spreadsheet can't be written.
    pub fn new(header: Header, lang: Lang) -> Result<Self, XlsxError> {
        let wrong = Format::new().set_background_color(Color::RGB(0x00F9_DEDC));
        let formats = Formats {
            head: head(),
            why: Format::new()
                .set_text_wrap()
                .set_font_color(Color::RGB(0x009B_1C1C)),
            day: Format::new().set_num_format(DAY),
            wrong,
        };
        let width = u16::try_from(header.titles.len()).unwrap_or(u16::MAX);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?.set_name("未导入")?;
        sheet.set_column_width(width, 60)?.set_freeze_panes(1, 0)?;
        for (at, title) in (0..).zip(&header.titles) {
            write_text(sheet, 0, at, title, &formats.head)?;
        }
        write_text(
            sheet,
            0,
            width,
            &Sentence::new(msg::IMPORTS_REJECTS_WHY).text(lang),
            &formats.head,
        )?;
        Ok(Self {
            book,
            header,
            lang,
            next: 1,
            width,
            formats,
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the spreadsheet can't be written.
    pub fn push(&mut self, row: &BatchRow) -> Result<(), XlsxError> {
        let Self {
            book,
            header,
            formats,
            ..
        } = self;
        let sheet = book.worksheet_from_index(0)?;
        let wrong: Vec<usize> = row
            .outcome
            .problems
            .iter()
            .filter_map(|problem| header.column(problem.field?))
            .collect();
        for (at, cell) in row.line.cells.iter().enumerate().take(usize::from(self.width)) {
            let column = u16::try_from(at).unwrap_or(u16::MAX);
            let plain = Format::new();
            let format = if wrong.contains(&at) {
                &formats.wrong
            } else {
                &plain
            };
            write_cell(sheet, self.next, column, cell, format, &formats.day)?;
        }
        let why: Vec<String> = row
            .outcome
            .problems
            .iter()
            .map(|problem| sentence(problem, header, self.lang))
            .collect();
        let why = format!(
            "{}\n{}",
            Sentence::new(msg::IMPORTS_REJECTS_ROW)
                .with("row", row.line.number.to_string())
                .text(self.lang),
            why.join("\n")
        );
        write_text(sheet, self.next, self.width, &why, &formats.why)?;
        self.next += 1;
        Ok(())
    }

    /// How many rows it holds.
    pub fn len(&self) -> u32 {
        self.next - 1
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The file.
    ///
    /// # Errors
    /// When the spreadsheet can't be written.
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

/// A problem with the column it is in: 职工人数：请写整数。
pub fn sentence(problem: &Problem, header: &Header, lang: Lang) -> String {
    let what = say::problem(&problem.what).text(lang).into_owned();
    let column = problem.field.map(|field| match header.column(field) {
        Some(at) => header.titles[at].clone(),
        None => Sentence::new(say::field(field)).text(lang).into_owned(),
    });
    match column {
        Some(column) => Sentence::new(msg::IMPORTS_IN_COLUMN)
            .with("column", column)
            .with("what", what)
            .text(lang)
            .into_owned(),
        None => what,
    }
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00EE_E8DC))
        .set_text_wrap()
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Raw,
    format: &Format,
    day: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Raw::Empty => _ = sheet.write_blank(row, column, format)?,
        Raw::Truth(truth) => _ = sheet.write_with_format(row, column, *truth, format)?,
        Raw::Number(number) => _ = sheet.write_with_format(row, column, *number, format)?,
        Raw::Day { day: date } => {
            let (month, of_month) = (date.month().unsigned_abs(), date.day().unsigned_abs());
            match ExcelDateTime::from_ymd(date.year().unsigned_abs(), month, of_month) {
                Ok(serial) => _ = sheet.write_with_format(row, column, &serial, day)?,
                Err(_) => write_text(sheet, row, column, &date.to_string(), format)?,
            }
        }
        other => write_text(sheet, row, column, &other.shown(), format)?,
    }
    Ok(())
}

/// Writes a text as a text: what begins like a formula is marked so that no office program reads it as one.
fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.starts_with(['=', '+', '-', '@']) {
        sheet.write_string_with_format(row, column, text, &format.clone().set_quote_prefix())?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}
