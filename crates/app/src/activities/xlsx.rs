//! The sign-in sheet as a spreadsheet.

use langqiao_platform::{
    spreadsheet::harmless,
    ui::{Ui, prelude::msg, when},
};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::{
    pages::{
        answers,
        paper::{heads, lines},
    },
    queries::{Sheet, Stored},
};

/// Column widths, in characters: those before the answers, of an answer, of the signature.
const WIDTHS: [f64; 5] = [6.0, 18.0, 14.0, 10.0, 12.0];
const ANSWER_WIDTH: f64 = 18.0;
const SIGNATURE_WIDTH: f64 = 26.0;

/// Makes the file, with a column for each question. `names` are those of the sheet's rows, masked or in full. Everything is written as text: a cell that
/// begins with `=`, `+`, `-` or `@` is never a formula, neither here nor in a program that the sheet is pasted
/// or saved as CSV from, because it then begins with an apostrophe.
///
/// # Errors
/// When the file can't be made.
pub fn sheet(ui: &Ui, stored: &Stored, sheet: &Sheet, names: &[String]) -> Result<Vec<u8>, XlsxError> {
    let questions: Vec<&str> = sheet.asked.iter().map(|asked| asked.label.as_str()).collect();
    let widths = WIDTHS
        .into_iter()
        .chain(questions.iter().map(|_| ANSWER_WIDTH))
        .chain([SIGNATURE_WIDTH]);
    let lines = lines(ui, &sheet.rows, names, |row| match row {
        Some(row) => answers::cells(ui, &sheet.asked, &row.answers),
        None => vec![String::new(); questions.len()],
    });
    let activity = &stored.activity;
    let title = Format::new().set_bold().set_font_size(14);
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center);
    let cell = Format::new().set_border(FormatBorder::Thin);
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(ui.t(msg::ACTIVITY_SHEET))?;
    for (column, width) in (0u16..).zip(widths) {
        page.set_column_width(column, width)?;
    }
    let about = [
        when::span(ui.lang, activity.times.starts_at, activity.times.ends_at, ui.now),
        activity.whole_place.clone(),
    ];
    page.write_string_with_format(0, 0, harmless(&activity.title), &title)?;
    page.write_string(1, 0, harmless(&about.join("　")))?;
    for (column, name) in (0u16..).zip(heads(ui, &questions)) {
        page.write_string_with_format(2, column, harmless(name), &head)?;
    }
    for (row, line) in (3u32..).zip(lines) {
        for (column, text) in (0u16..).zip(&line) {
            page.write_string_with_format(row, column, harmless(text), &cell)?;
        }
        page.set_row_height(row, 24)?;
    }
    page.set_repeat_rows(2, 2)?;
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    book.save_to_buffer()
}
