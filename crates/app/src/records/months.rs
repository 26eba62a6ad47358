//! The totals by month: figures from the roll-ups, each of which opens to the records it was counted from.

use std::collections::BTreeMap;

use axum::extract::State;
use langqiao_kernel::{
    id::{OrganisationId, RecordId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    gate::Grant,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    decide::DecideError,
    model::Month,
    queries::{self, Listed},
    totals::{self, Total},
    views,
};
use crate::activities::ReadActivities;

/// How many records a list shows at once.
const ROWS: i64 = 100;

/// Which year.
#[derive(Deserialize)]
pub(super) struct YearAsk {
    year: Option<i64>,
}

/// A month's figures of an organisation.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    own: i64,
    below: i64,
}

pub(super) async fn show_year(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(ask): Query<YearAsk>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let this_year = i64::from(time::day(app.now()).year());
    let year = ask
        .year
        .filter(|year| (2000..=this_year).contains(year))
        .unwrap_or(this_year);
    let totals = app
        .db
        .read(move |tx| totals::totals(tx, org, (year * 12, year * 12 + 11)))
        .await?;
    let mut months: BTreeMap<i64, Figures> = BTreeMap::new();
    for total in totals {
        let figures = months.entry(total.month).or_default();
        match total.organisation == org {
            true => figures.own += total.minutes,
            false => figures.below += total.minutes,
        }
    }
    let content = year_view(&ui, org, (year, this_year), &months);
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        ui.t(msg::RECORD_MONTHS_TITLE),
        content,
    ))
}

fn year_view(
    ui: &Ui,
    org: OrganisationId,
    (year, this_year): (i64, i64),
    months: &BTreeMap<i64, Figures>,
) -> Markup {
    let base = format!("/w/{org}/records/months");
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_MONTH)),
        number_col(ui.t(msg::RECORD_COLUMN_OWN)),
        number_col(ui.t(msg::RECORD_COLUMN_BELOW)),
        number_col(ui.t(msg::RECORD_COLUMN_ALL)),
    ];
    let rows = months
        .iter()
        .filter_map(|(number, figures)| Some((Month::numbered(*number)?, *figures)));
    let rows = rows.map(|(month, figures)| {
        let all = format!("{base}/{month}");
        vec![
            html! { (month_name(ui, month)) },
            opens(ui, &format!("/w/{org}/records/of/{org}/{month}"), figures.own),
            opens(ui, &all, figures.below),
            opens(ui, &all, figures.own + figures.below),
        ]
    });
    let (own, below) = months
        .values()
        .fold((0, 0), |(own, below), f| (own + f.own, below + f.below));
    let years: Vec<(String, String, bool)> = (this_year - 2..=this_year)
        .rev()
        .map(|y| {
            (
                ui.tf(msg::RECORD_MONTHS_YEAR, args! { year = y.to_string() }),
                format!("{base}?year={y}"),
                y == year,
            )
        })
        .collect();
    let years: Vec<_> = years
        .iter()
        .map(|(name, href, now)| (name.as_str(), href.as_str(), None, *now))
        .collect();
    html! {
        (page_title(ui.t(msg::RECORD_MONTHS_TITLE), Some(ui.t(msg::RECORD_MONTHS_LEDE)), Some(html! {
            (link_button(&format!("/w/{org}/records"), ui.t(msg::RECORD_BACK)))
        })))
        (tabs(ui.t(msg::RECORD_MONTHS), &years))
        @if months.is_empty() {
            (empty(Icon::Calendar, &ui.tf(msg::RECORD_MONTHS_EMPTY, args! { year = year.to_string() }), html! {}))
        } @else {
            (table(ui.t(msg::RECORD_MONTHS_TITLE), columns).rows(rows).foot(vec![
                html! { (ui.t(msg::RECORD_SUM)) },
                html! { (ui.minutes(own)) },
                html! { (ui.minutes(below)) },
                html! { (ui.minutes(own + below)) },
            ]))
        }
    }
}

/// A figure with the way to what it was counted from; nothing counted leads nowhere.
fn opens(ui: &Ui, href: &str, minutes: i64) -> Markup {
    html! {
        @if minutes == 0 { (ui.minutes(0)) }
        @else { (link(href, &ui.minutes(minutes))) }
    }
}

/// A month as people say it, with its year.
fn month_name(ui: &Ui, month: Month) -> String {
    let (year, name) = (month.first().year(), when::month(ui.lang, month.first()));
    match ui.lang {
        Lang::ZhCn => format!("{year}年{name}"),
        Lang::En => format!("{name} {year}"),
    }
}

pub(super) async fn show_month(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, month)): Path<(OrganisationId, Month)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let totals = app
        .db
        .read(move |tx| totals::totals(tx, org, (month.number(), month.number())))
        .await?;
    let name = ui.tf(msg::RECORD_MONTH_TITLE, args! { month = month_name(&ui, month) });
    let lede = ui.tf(msg::RECORD_MONTH_LEDE, args! { name = gate.org_name() });
    let content = month_view(&ui, org, month, (&name, &lede), &totals);
    Ok(desk::page(&app, &ui, &gate, &name, content))
}

fn month_view(
    ui: &Ui,
    org: OrganisationId,
    month: Month,
    (name, lede): (&str, &str),
    totals: &[Total],
) -> Markup {
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_ORGANISATION)),
        number_col(ui.t(msg::RECORD_COLUMN_MINUTES)),
    ];
    let rows = totals.iter().map(|total| {
        let href = format!("/w/{org}/records/of/{}/{month}", total.organisation);
        vec![html! { (total.name) }, opens(ui, &href, total.minutes)]
    });
    let all = totals.iter().map(|total| total.minutes).sum();
    let back = format!("/w/{org}/records/months?year={}", month.first().year());
    html! {
        (page_title(name, Some(lede), Some(html! { (link_button(&back, ui.t(msg::RECORD_BACK))) })))
        @if totals.is_empty() { (empty(Icon::Calendar, ui.t(msg::RECORD_LIST_EMPTY), html! {})) }
        @else {
            (table(name, columns).rows(rows).foot(vec![
                html! { (ui.t(msg::RECORD_SUM)) }, html! { (ui.minutes(all)) },
            ]))
        }
    }
}

/// Where a list goes on.
#[derive(Deserialize)]
pub(super) struct ListAsk {
    after: Option<RecordId>,
}

pub(super) async fn show_credited(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, body, month)): Path<(OrganisationId, OrganisationId, Month)>,
    Query(ask): Query<ListAsk>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (name, total, records) = app
        .db
        .read(move |tx| {
            let name = queries::below(tx, org, body)?.ok_or(DecideError::NotFound)?;
            let totals = totals::totals(tx, body, (month.number(), month.number()))?;
            let total = totals
                .iter()
                .filter(|total| total.organisation == body)
                .map(|total| total.minutes)
                .sum();
            Ok::<(String, i64, Vec<Listed>), DecideError>((
                name,
                total,
                totals::credited(tx, body, month.days(), ask.after, ROWS + 1)?,
            ))
        })
        .await?;
    let title = ui.tf(
        msg::RECORD_LIST_TITLE,
        args! { name = name, month = month_name(&ui, month) },
    );
    let content = credited_view(&ui, org, (body, month), &title, total, records);
    Ok(desk::page(&app, &ui, &gate, &title, content))
}

fn credited_view(
    ui: &Ui,
    org: OrganisationId,
    (body, month): (OrganisationId, Month),
    title: &str,
    total: i64,
    mut records: Vec<Listed>,
) -> Markup {
    let more = records.len() > ROWS as usize;
    records.truncate(ROWS as usize);
    let next = records
        .last()
        .filter(|_| more)
        .map(|last| format!("/w/{org}/records/of/{body}/{month}?after={}", last.id));
    let columns = vec![
        col(ui.t(msg::RECORD_COLUMN_NAME)),
        col(ui.t(msg::RECORD_COLUMN_ACTIVITY)),
        col(ui.t(msg::RECORD_COLUMN_WHEN)),
        number_col(ui.t(msg::RECORD_COLUMN_MINUTES)),
        number_col(ui.t(msg::RECORD_COLUMN_CREDITED)),
    ];
    let rows = records.iter().map(|record| {
        vec![
            link(&views::record_path(org, record.id), &record.name),
            html! { (record.title) },
            ui.span(record.started, record.ended),
            html! { (ui.minutes(record.minutes)) },
            html! { (ui.minutes(record.credited)) },
        ]
    });
    let lede = ui.tf(msg::RECORD_LIST_LEDE, args! { length = ui.minutes(total) });
    html! {
        (page_title(title, Some(&lede), Some(html! {
            (link_button(&format!("/w/{org}/records/months/{month}"), ui.t(msg::RECORD_BACK)))
        })))
        @if records.is_empty() { (empty(Icon::Calendar, ui.t(msg::RECORD_LIST_EMPTY), html! {})) }
        @else { (table(title, columns).rows(rows)) }
        @if let Some(next) = next { (row(link_button(&next, ui.t(msg::RECORD_MORE)).render())) }
    }
}
