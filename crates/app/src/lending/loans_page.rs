//! A body's loans: what it borrows, or what it lends.

use axum::{extract::State, response::Response};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{EquipmentId, LoanId, OrganisationId},
    time,
};
use langqiao_platform::{
    address,
    api::cursor::{List, Paging},
    app::App,
    desk,
    extract::Query,
    fault::Fault,
    gate::Grant,
    spreadsheet::{Cell, Sheet},
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    damage::had_time,
    list_page::views,
    loans::{self, Which},
    model::{Loan, Side},
    say,
    sums::span,
};
use crate::bookings::SeeSpaces;

/// Which loans.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    side: Option<String>,
    live: Option<String>,
    thing: Option<EquipmentId>,
    with: Option<OrganisationId>,
    activity: Option<String>,
    purpose: Option<String>,
    damage: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

impl Asked {
    fn side(&self) -> Side {
        let side = self.side.as_deref().and_then(|side| side.parse().ok());
        side.unwrap_or(Side::In)
    }

    pub(super) fn which(&self, org: OrganisationId, now: Timestamp) -> Which {
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        let days = day(&self.from).zip(day(&self.to));
        Which {
            org,
            side: self.side(),
            live: self.live.as_deref() == Some("1"),
            thing: self.thing,
            with: self.with,
            activity: match self.activity.as_deref() {
                Some("1") => Some(true),
                Some("0") => Some(false),
                _ => None,
            },
            of_activity: self.activity.as_deref().and_then(|id| id.parse().ok()),
            activity_kind: self.activity.as_deref().and_then(|kind| kind.parse().ok()),
            purpose: self.purpose.clone(),
            damage: (self.damage.as_deref() == Some("1")).then(|| had_time(now)),
            handed: days.map(span),
        }
    }

    /// The same in an address, with more.
    fn address(&self, org: OrganisationId, live: bool, after: Option<&str>) -> String {
        let more = [
            ("side", Some(self.side().as_str().to_owned())),
            ("live", live.then(|| "1".to_owned())),
            ("thing", self.thing.map(|id| id.to_text())),
            ("with", self.with.map(|id| id.to_text())),
            ("activity", self.activity.clone()),
            ("purpose", self.purpose.clone()),
            ("damage", self.damage.clone()),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
            ("after", after.map(str::to_owned)),
        ];
        let said = more
            .iter()
            .map(|(name, value)| (*name, value.as_deref().unwrap_or_default()));
        address::query(&format!("/w/{org}/loans"), said)
    }
}

/// How a page of loans goes on.
pub(super) type Cursor = (i64, LoanId);

/// The sort key that a cursor says.
pub(super) fn after(paging: &Paging<Cursor>) -> Option<(Timestamp, LoanId)> {
    let at = |(at, id): Cursor| Timestamp::from_millisecond(at).ok().map(|at| (at, id));
    paging.after.and_then(at)
}

/// `GET /w/{org}/loans`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<Cursor>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (which, from, rows) = (asked.which(org, ui.now), after(&paging), paging.rows());
    let (side, live) = (which.side, which.live);
    let found = app.db.read(move |tx| loans::list(tx, &which, from, rows)).await?;
    let page = List::of(&paging, found, |loan| (loan.starts_at.as_millisecond(), loan.id));
    let next = page
        .next
        .as_deref()
        .map(|next| asked.address(org, live, Some(next)));
    let (title, lede) = match side {
        Side::In => (ui.t(msg::LOAN_BORROWED), ui.t(msg::LOAN_BORROWED_LEDE)),
        Side::Out => (ui.t(msg::LOAN_LENT), ui.t(msg::LOAN_LENT_LEDE)),
    };
    let file = asked
        .address(org, live, None)
        .replacen("/loans?", "/loans.xlsx?", 1);
    let (all, only_live) = (asked.address(org, false, None), asked.address(org, true, None));
    let content = html! {
        (page_title(title, Some(lede), Some(html! { @if !page.items.is_empty() { (link_button(&file, ui.t(msg::LOAN_XLSX)).icon(Icon::Download)) } })))
        (views(&ui, org, if side == Side::In { 2 } else { 3 }))
        (stack(html! {
            @if side == Side::Out { (code_form(&ui, org, None)) }
            (row(html! {
                @if live { (link_button(&all, ui.t(msg::LOAN_SHOW_ALL)).small()) } @else { (link_button(&only_live, ui.t(msg::LOAN_SHOW_LIVE)).small()) }
            }))
            @if page.items.is_empty() { (empty(Icon::Handshake, ui.t(msg::LOAN_NO_LOANS), html! {})) }
            @else { (loans(&ui, org, side, title, &page.items)) }
            @if let Some(next) = &next { (row(html! { (link_button(next, ui.t(msg::PAGER_NEXT)).icon(Icon::Forward)) })) }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// How many loans go into a file; the latest of them.
const FILE_MAX: i64 = 20_000;

/// `GET /w/{org}/loans.xlsx`: all loans of the list.
pub(super) async fn spreadsheet(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let which = asked.which(gate.org(), ui.now);
    let side = which.side;
    let mut found = app
        .db
        .read(move |tx| loans::list(tx, &which, None, FILE_MAX + 1))
        .await?;
    let heads = [
        msg::LOAN_THING,
        msg::LOAN_OWNER,
        msg::LOAN_BORROWER,
        msg::USE_COL_FROM,
        msg::USE_COL_UNTIL,
        msg::LOAN_PIECES,
        msg::LOAN_PURPOSE,
        msg::LOAN_STATUS,
        msg::LOAN_HANDED_AT,
        msg::LOAN_BACK_AT,
    ];
    let row = |loan: &Loan| {
        vec![
            Cell::from(loan.name.as_str()),
            Cell::from(loan.owner_name.as_str()),
            Cell::from(loan.by_name.as_str()),
            Cell::Day(loan.first_day()),
            Cell::Day(loan.last_day()),
            Cell::from(if loan.handed > 0 { loan.handed } else { loan.pieces }),
            Cell::from(loan.purpose.as_str()),
            Cell::from(ui.t(say::status_word(&ui, loan).1)),
            Cell::from(loan.handed_at),
            Cell::from(loan.back_at),
        ]
    };
    let title = match side {
        Side::In => msg::LOAN_BORROWED,
        Side::Out => msg::LOAN_LENT,
    };
    let mut sheet = Sheet::new(heads.map(|head| ui.t(head))).named(ui.t(title));
    let cut = found.len() as i64 > FILE_MAX;
    found.truncate(FILE_MAX as usize);
    sheet.rows.extend(found.iter().map(row));
    if cut {
        sheet.push([ui.tf(msg::LOAN_FILE_CUT, args! { n = FILE_MAX })]);
    }
    sheet.as_xlsx(&format!("loans-{}.xlsx", time::day(ui.now))).await
}

/// Finds a loan by the code that its borrower shows.
pub(super) fn code_form(ui: &Ui, org: OrganisationId, wrong: Option<(&str, &str)>) -> Markup {
    let (typed, error) = wrong.unzip();
    card(get_form(
        &format!("/w/{org}/lending/desk"),
        row(html! {
            (field(ui, "code", ui.t(msg::LOAN_CODE)).short().value(typed.unwrap_or("")).error(error).example("A1C2D3").hint(ui.t(msg::LOAN_CODE_HINT)))
            (button(ui.t(msg::LOAN_CODE_FIND)).icon(Icon::Search))
        }),
    ))
}

/// Loans in a table.
pub(super) fn loans(ui: &Ui, org: OrganisationId, side: Side, caption: &str, loans: &[Loan]) -> Markup {
    let other = match side {
        Side::In => msg::LOAN_OWNER,
        Side::Out => msg::LOAN_BORROWER,
    };
    let columns = vec![
        col(ui.t(msg::LOAN_THING)),
        col(ui.t(other)),
        col(ui.t(msg::LOAN_DAYS)),
        number_col(ui.t(msg::LOAN_PIECES)),
        col(ui.t(msg::LOAN_PURPOSE)),
        col(ui.t(msg::LOAN_STATUS)),
    ];
    let rows = loans.iter().map(|loan| {
        vec![
            link(&format!("/w/{org}/loans/{}", loan.id), &loan.name),
            html! { (if side == Side::In { &loan.owner_name } else { &loan.by_name }) },
            say::days(ui, loan),
            html! { (if loan.handed > 0 { loan.handed } else { loan.pieces }) },
            html! { (loan.purpose) },
            say::status(ui, loan),
        ]
    });
    table(caption, columns).rows(rows).render()
}
