//! Bookings as a spreadsheet: what an organisation has booked, or what is booked of the rooms that it keeps.

use axum::{extract::State, response::Response};
use jiff::Timestamp;
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{
    app::App,
    extract::Query,
    fault::Fault,
    gate::Grant,
    spreadsheet::{Cell, Sheet},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};
use serde::Deserialize;

use super::{
    SeeSpaces,
    model::Booking,
    queries::{bookings_where, read_booking},
    views::status_word,
};

/// Which bookings.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    kept: Option<String>,
}

/// The most bookings that go into a file; the first of them.
const FILE_MAX: usize = 5_000;

/// What is held or asked for in the rooms that an organisation keeps and is not over, in order; at most 5,001.
fn kept(tx: &mut ReadTx, keeper: OrganisationId, now: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "v.organisation = ?1 AND b.held_until > ?2 AND b.ends_at > ?2 AND b.status IN ('held', 'asked')
             ORDER BY b.starts_at, b.id LIMIT 5001"
        ),
        params![keeper, now],
        read_booking,
    )
}

/// What an organisation has booked and is not over, in order; at most 5,001.
fn booked(tx: &mut ReadTx, org: OrganisationId, now: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "b.organisation = ?1 AND b.ends_at > ?2 AND (b.status <> 'cancelled' OR b.released_at IS NOT NULL)
             ORDER BY b.starts_at, b.id LIMIT 5001"
        ),
        params![org, now],
        read_booking,
    )
}

/// `GET /w/{org}/bookings.xlsx`
pub(super) async fn spreadsheet(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (org, now, of_keeper) = (gate.org(), ui.now, asked.kept.is_some());
    let mut found = app
        .db
        .read(move |tx| {
            if of_keeper {
                kept(tx, org, now)
            } else {
                booked(tx, org, now)
            }
        })
        .await?;
    let heads = [
        msg::USE_COL_FROM,
        msg::USE_COL_UNTIL,
        msg::BOOKING_COL_ROOM,
        msg::BOOKING_COL_PURPOSE,
        msg::BOOKING_COL_BY,
        msg::BOOKING_COL_PEOPLE,
        msg::BOOKING_COL_STATUS,
        msg::BOOKING_COL_NOTE,
    ];
    let title = if of_keeper {
        msg::BOOKING_KEPT
    } else {
        msg::BOOKING_OURS
    };
    let mut sheet = Sheet::new(heads.map(|head| ui.t(head))).named(ui.t(title));
    let cut = found.len() > FILE_MAX;
    found.truncate(FILE_MAX);
    sheet.rows.extend(found.iter().map(|one| row(&ui, one)));
    if cut {
        sheet.push([ui.tf(msg::BOOKING_FILE_CUT, args! { n = FILE_MAX })]);
    }
    sheet.as_xlsx(&format!("bookings-{}.xlsx", time::day(now))).await
}

fn row(ui: &Ui, one: &Booking) -> Vec<Cell> {
    vec![
        Cell::from(one.starts_at),
        Cell::from(one.ends_at),
        Cell::from(one.place.as_str()),
        Cell::from(one.purpose.as_str()),
        Cell::from(one.by.as_str()),
        Cell::from(Some(one.people).filter(|n| *n > 0)),
        Cell::from(ui.t(status_word(one).1)),
        Cell::from(one.note.as_str()),
    ]
}
