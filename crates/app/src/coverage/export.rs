//! Figures and lists as files for an office program.

use axum::{
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_platform::{fault::Fault, i18n::msg, ui::Ui};
use langqiao_store::{ReadTx, StoreError};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{
    overview::{ByStatus, Overview, TownFigures, Viewer},
    queries::{self, Filter},
    words::Status,
};

/// How many rows are read at a time.
const CHUNK: i64 = 5_000;

/// A table to be written as a file.
pub(super) struct Sheet {
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

enum Cell {
    Text(String),
    Number(i64),
}

/// The units of a status, all of them.
pub(super) fn list(tx: &mut ReadTx, ui: &Ui, viewer: &Viewer, filter: &Filter) -> Result<Sheet, StoreError> {
    let head = [
        msg::COVERAGE_COL_UNIT,
        msg::COVERAGE_TOWN,
        msg::COVERAGE_COL_PLACE,
        msg::COVERAGE_COL_KIND,
        msg::COVERAGE_COL_LINE,
        msg::COVERAGE_COL_STATUS,
        msg::COVERAGE_COL_PEOPLE,
        msg::COVERAGE_COL_ORGANISATION,
        msg::COVERAGE_COL_REASON,
        msg::COVERAGE_COL_SINCE,
    ];
    let mut sheet = Sheet {
        head: head.map(|word| ui.t(word).to_owned()).to_vec(),
        rows: Vec::new(),
    };
    let mut after = None;
    loop {
        let found = queries::list(tx, filter, after.as_ref(), CHUNK)?;
        for unit in &found {
            let area = viewer.areas.get(unit.area);
            let town = area
                .and_then(|area| viewer.areas.town_of(area))
                .map(|town| town.short_name.clone());
            sheet.rows.push(vec![
                Cell::Text(unit.name.clone()),
                Cell::Text(town.unwrap_or_default()),
                Cell::Text(area.map(|area| area.short_name.clone()).unwrap_or_default()),
                Cell::Text(ui.t(unit.kind.label()).to_owned()),
                Cell::Text(unit.line.name(ui).to_owned()),
                Cell::Text(ui.t(filter.status.label()).to_owned()),
                Cell::Number(unit.people),
                Cell::Text(
                    unit.organisation
                        .as_ref()
                        .map(|(_, name)| name.clone())
                        .unwrap_or_default(),
                ),
                Cell::Text(ui.t(unit.reason.why.label()).to_owned()),
                Cell::Text(unit.since.to_string()),
            ]);
        }
        match found.last().filter(|_| found.len() as i64 == CHUNK) {
            Some(last) => after = Some((last.people, last.unit, last.line.to_string())),
            None => return Ok(sheet),
        }
    }
}

/// The figures of a line by place.
pub(super) fn figures(ui: &Ui, found: &Overview) -> Sheet {
    let mut head = vec![
        ui.t(msg::COVERAGE_TOWN),
        ui.t(msg::COVERAGE_VILLAGE),
        ui.t(msg::COVERAGE_DUE),
    ];
    head.extend(Status::ALL.iter().map(|status| ui.t(status.label())));
    head.push(ui.t(msg::COVERAGE_RATE));
    let row = |town: &str, village: &str, figures: &ByStatus| {
        let mut cells = vec![Cell::Text(town.to_owned()), Cell::Text(village.to_owned())];
        cells.push(Cell::Number(figures.due().units));
        cells.extend(
            Status::ALL
                .iter()
                .map(|status| Cell::Number(figures.of(*status).units)),
        );
        cells.push(figures.rate().map_or_else(
            || Cell::Text(String::new()),
            |rate| Cell::Text(format!("{rate}%")),
        ));
        cells
    };
    let mut rows = Vec::new();
    for TownFigures { town, sum, places } in &found.towns {
        rows.push(row(&town.short_name, "", sum));
        rows.extend(
            places
                .iter()
                .map(|(place, figures)| row(&town.short_name, &place.short_name, figures)),
        );
    }
    Sheet {
        head: head.into_iter().map(str::to_owned).collect(),
        rows,
    }
}

/// The file as an answer; it is written off the threads that serve others.
pub(super) async fn answer(sheet: Sheet, csv: bool, on: Date) -> Result<Response, Fault> {
    let written = tokio::task::spawn_blocking(move || if csv { as_csv(&sheet) } else { as_xlsx(&sheet) });
    let bytes = written.await.map_err(|why| Fault::Internal(why.to_string()))?;
    let bytes = bytes.map_err(|why| Fault::Internal(format!("an export could not be written: {why}")))?;
    let (kind, ending) = if csv {
        ("text/csv; charset=utf-8", "csv")
    } else {
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        )
    };
    let name = format!("attachment; filename=\"coverage-{on}.{ending}\"");
    Ok((
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)],
        bytes,
    )
        .into_response())
}

fn as_xlsx(sheet: &Sheet) -> Result<Vec<u8>, String> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let page = book.add_worksheet_with_constant_memory()?;
        let bold = Format::new().set_bold();
        for (column, word) in (0u16..).zip(&sheet.head) {
            page.set_column_width(column, 18)?;
            page.write_string_with_format(0, column, word, &bold)?;
        }
        for (row, cells) in (1u32..).zip(&sheet.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Text(text) => page.write_string(row, column, text)?,
                    Cell::Number(number) => page.write_number(row, column, *number as f64)?,
                };
            }
        }
        book.save_to_buffer()
    };
    write().map_err(|why| why.to_string())
}

fn as_csv(sheet: &Sheet) -> Result<Vec<u8>, String> {
    // The mark at the beginning tells the usual office program that it is UTF-8.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let mut write = || -> Result<(), csv::Error> {
        writer.write_record(&sheet.head)?;
        for cells in &sheet.rows {
            writer.write_record(cells.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                Cell::Number(number) => number.to_string(),
            }))?;
        }
        Ok(())
    };
    write().map_err(|why| why.to_string())?;
    writer.into_inner().map_err(|why| why.to_string())
}

/// A text that no office program takes for a formula when it opens the file.
pub(crate) fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        let sheet = Sheet {
            head: vec!["单位".into(), "人数".into()],
            rows: vec![vec![Cell::Text("=HYPERLINK(\"x\")".into()), Cell::Number(-3)]],
        };
        let csv = String::from_utf8(as_csv(&sheet).unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}单位,人数\n\"'=HYPERLINK(\"\"x\"\")\",-3\n");
        assert!(as_xlsx(&sheet).unwrap().starts_with(b"PK"));
    }
}
