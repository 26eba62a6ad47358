//! Lists as spreadsheets.

use axum::{
    http::{
        HeaderMap, HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use langqiao_platform::fault::Fault;
use rust_xlsxwriter::{Format, FormatBorder, Workbook, XlsxError};

use crate::activities::harmless;

/// Answers with a list as a spreadsheet: everything is text, and nothing becomes a formula.
pub(crate) fn spreadsheet(
    name: &'static str,
    title: &str,
    heads: &[&str],
    rows: &[Vec<String>],
) -> Result<Response, Fault> {
    let bytes = book(title, heads, rows).map_err(|why| Fault::Internal(why.to_string()))?;
    let kind = HeaderValue::from_static("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|why| Fault::Internal(why.to_string()))?;
    let headers: HeaderMap<HeaderValue> = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)]
        .into_iter()
        .collect();
    Ok((headers, bytes).into_response())
}

fn book(title: &str, heads: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let (bold, cell) = (
        Format::new().set_bold().set_border(FormatBorder::Thin),
        Format::new().set_border(FormatBorder::Thin),
    );
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for column in (0_u16..).take(heads.len()) {
        page.set_column_width(column, if column == 0 { 8.0 } else { 20.0 })?;
    }
    page.write_string_with_format(0, 0, harmless(title), &Format::new().set_bold().set_font_size(14))?;
    for (column, head) in (0_u16..).zip(heads) {
        page.write_string_with_format(1, column, harmless(head), &bold)?;
    }
    for (line, row) in (2_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(row) {
            page.write_string_with_format(line, column, harmless(text), &cell)?;
        }
    }
    page.set_repeat_rows(1, 1)?;
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    book.save_to_buffer()
}
