//! Figures and lists as files for an office program.

use axum::response::Response;
use jiff::civil::Date;
use langqiao_platform::{
    fault::Fault,
    i18n::msg,
    spreadsheet::{Cell, Sheet},
    ui::Ui,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    overview::{ByStatus, Overview, TownFigures, Viewer},
    queries::{self, Filter},
    words::Status,
};

/// How many rows are read at a time.
const CHUNK: i64 = 5_000;

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
    let mut sheet = Sheet::new(head.map(|word| ui.t(word))).named(ui.t(msg::COVERAGE_TITLE));
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
        rows,
        ..Sheet::new(head).named(ui.t(msg::COVERAGE_TITLE))
    }
}

/// The file as an answer; it is written off the threads that serve others.
pub(super) async fn answer(sheet: Sheet, csv: bool, on: Date) -> Result<Response, Fault> {
    if csv {
        sheet.as_csv(&format!("coverage-{on}.csv")).await
    } else {
        sheet.as_xlsx(&format!("coverage-{on}.xlsx")).await
    }
}
