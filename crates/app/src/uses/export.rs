//! The uses of a list as a spreadsheet.

use axum::{extract::State, response::Response};
use langqiao_kernel::time;
use langqiao_platform::{
    app::App,
    extract::Query,
    fault::Fault,
    gate::Grant,
    spreadsheet::{Cell, Sheet},
    ui::prelude::*,
};

use super::{list_page::Filter, model::Use, queries, say, sums::USES_MAX};
use crate::bookings::SeeSpaces;

/// `GET /w/{org}/uses/list.xlsx`: all uses of the list, not its page alone; the latest 20,000 of them,
/// and in a last row that there are more.
pub(super) async fn spreadsheet(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(filter): Query<Filter>,
) -> Result<Response, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let which = filter.which(org, filter.days(now));
    let mut uses = app
        .db
        .read(move |tx| queries::uses(tx, &which, now, None, USES_MAX + 1))
        .await?;
    let heads = [
        msg::USE_COL_FROM,
        msg::USE_COL_UNTIL,
        msg::VENUE_SPACE,
        msg::BOOKING_COL_KEEPER,
        msg::USE_PURPOSE,
        msg::USE_COL_WHAT,
        msg::USE_BODY,
        msg::USE_COL_MINUTES,
        msg::USE_PEOPLE,
        msg::USE_COL_COUNTED,
    ];
    let mut sheet = Sheet::new(heads.map(|head| ui.t(head))).named(ui.t(msg::USE_LIST));
    let cut = uses.len() as i64 > USES_MAX;
    uses.truncate(USES_MAX as usize);
    sheet.rows.extend(uses.iter().map(|one| row(&ui, one)));
    if cut {
        sheet.push([ui.tf(msg::USE_FILE_CUT, args! { n = USES_MAX })]);
    }
    sheet.as_xlsx(&format!("uses-{}.xlsx", time::day(now))).await
}

fn row(ui: &Ui, one: &Use) -> Vec<Cell> {
    let counted = match one {
        one if one.by_scans => msg::USE_SCANS,
        one if one.by_roll => msg::USE_ROLL,
        one if one.beside => msg::USE_IN_FIRST,
        one if one.unsaid() => msg::USE_NOT_SAID,
        one if one.people.is_none() => msg::USE_ON_NOW,
        _ => msg::USE_TYPED,
    };
    vec![
        Cell::from(one.from),
        Cell::from(one.until),
        Cell::from(one.place.as_str()),
        Cell::from(one.kept_by.as_str()),
        Cell::from(ui.t(say::kind(one.purpose))),
        Cell::from(one.words.as_str()),
        Cell::from(one.by.as_str()),
        Cell::from(one.minutes),
        Cell::from(one.people),
        Cell::from(ui.t(counted)),
    ]
}
