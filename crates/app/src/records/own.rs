//! A person's own service: on their page, and record by record.

use axum::extract::State;
use langqiao_kernel::id::{PersonId, RecordId};
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    feature::PanelAsk,
    gate::SignedIn,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    queries::{self, Listed, Reader},
    record_view, totals, views,
};

/// How many records are shown at once.
const ROWS: i64 = 50;

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct ListAsk {
    before: Option<RecordId>,
}

pub(super) async fn show_all(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Query(ask): Query<ListAsk>,
) -> Result<Page, Fault> {
    let person = gate.person();
    let (totals, records) = app
        .db
        .read(move |tx| {
            let totals = totals::own_totals(tx, person)?;
            Ok::<_, StoreError>((totals, queries::own(tx, person, ask.before, ROWS + 1)?))
        })
        .await?;
    let title = ui.t(msg::RECORD_OWN_TITLE);
    Ok(portal(&ui, Head::unlisted(title), list(&ui, totals, records)))
}

fn list(ui: &Ui, (confirmed, pending, _): (i64, i64, i64), mut records: Vec<Listed>) -> Markup {
    let more = records.len() > ROWS as usize;
    records.truncate(ROWS as usize);
    let next = records
        .last()
        .filter(|_| more)
        .map(|last| format!("/records?before={}", last.id));
    let lede = ui.tf(
        msg::RECORD_OWN_LEDE,
        args! { confirmed = ui.minutes(confirmed), pending = ui.minutes(pending) },
    );
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_ACTIVITY)),
        col(ui.t(msg::RECORD_COLUMN_NAME)),
        col(ui.t(msg::RECORD_COLUMN_WHEN)),
        number_col(ui.t(msg::RECORD_COLUMN_MINUTES)),
        col(ui.t(msg::RECORD_COLUMN_STATUS)),
    ];
    let rows = records.iter().map(|record| {
        vec![
            link(&format!("/records/{}", record.id), &record.title),
            html! { (record.name) },
            ui.span(record.started, record.ended),
            html! { (ui.minutes(record.minutes)) },
            views::status(ui, record.status),
        ]
    });
    html! {
        (page_title(ui.t(msg::RECORD_OWN_TITLE), Some(&lede), None))
        @if records.is_empty() {
            (empty(Icon::Clock, ui.t(msg::RECORD_OWN_EMPTY), row(html! {
                (link_button("/activities", ui.t(msg::RECORD_OWN_FIND)))
            })))
        } @else {
            (table(ui.t(msg::RECORD_OWN_TITLE), columns).rows(rows))
            (muted(html! { (ui.t(msg::RECORD_CORRECT)) }))
        }
        @if let Some(next) = next { (row(link_button(&next, ui.t(msg::RECORD_MORE)).render())) }
    }
}

pub(super) async fn show_one(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(record): Path<RecordId>,
) -> Result<Page, Fault> {
    let person = gate.person();
    let whole = app
        .db
        .read(move |tx| queries::whole(tx, Reader::Own(person), record))
        .await?;
    let whole = whole.ok_or(Fault::NotFound)?;
    let title = ui.tf(msg::RECORD_ONE_TITLE, args! { name = whole.record.name.as_str() });
    let content = html! {
        (page_title(&title, Some(&whole.record.title), Some(html! {
            (link_button("/records", ui.t(msg::RECORD_BACK)))
        })))
        (record_view::facts(&ui, &whole, |other| format!("/records/{other}")))
        (muted(html! { (ui.t(msg::RECORD_CORRECT)) }))
    };
    Ok(portal(&ui, Head::unlisted(&title), content))
}

/// A person's minutes on their own page; nothing while there are none.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let Ok(person) = ask.id.parse::<PersonId>() else {
        return Ok(html! {});
    };
    let (confirmed, pending, records) = totals::own_totals(tx, person)?;
    if records == 0 {
        return Ok(html! {});
    }
    let ui = ask.ui;
    let body = html! {
        (definitions(ui)
            .row(ui.t(msg::RECORD_OWN_CONFIRMED), html! { strong { (ui.minutes(confirmed)) } })
            .row(ui.t(msg::RECORD_OWN_PENDING), html! { (ui.minutes(pending)) }))
        (row(link_button("/records", ui.t(msg::RECORD_OWN_OPEN)).render()))
    };
    Ok(langqiao_platform::ui::components::panel(
        ui.t(msg::RECORD_OWN_PANEL),
        stack(body),
    ))
}
