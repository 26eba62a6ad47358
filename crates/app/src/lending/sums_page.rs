//! How often things were lent, for how many days, to whom and what for; each number opens to its loans.

use axum::extract::State;
use langqiao_kernel::time;
use langqiao_platform::{address, app::App, desk, extract::Query, fault::Fault, gate::Grant, ui::prelude::*};

use super::sums::{self, LOANS_MAX, LentFor, LoanSum, Sums};
use crate::{
    bookings::SeeSpaces,
    uses::{Asked, chooser},
};

/// `GET /w/{org}/lending/use`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let days = asked.days(time::day(now));
    let sums = app.db.read(move |tx| sums::sums(tx, org, days, now)).await?;
    let list = |more: &str| format!("/w/{org}/loans?side=out&from={}&to={}{more}", days.0, days.1);
    let title = ui.t(msg::LOAN_USE);
    let (at, back) = (format!("/w/{org}/lending/use"), format!("/w/{org}/lending/own"));
    let content = html! {
        (page_title(title, Some(ui.t(msg::LOAN_USE_LEDE)), Some(html! { (link_button(&back, ui.t(msg::LOAN_OWN)).quiet()) })))
        (stack(html! {
            (chooser(&ui, &at, days, &[]))
            @if sums.cut { (notice(Tone::Warn, html! { p { (ui.tf(msg::USE_CUT, args! { n = LOANS_MAX })) } })) }
            @if sums.whole.loans == 0 { (empty(Icon::Handshake, ui.t(msg::LOAN_USE_NONE), html! {})) } @else { (tables(&ui, &sums, list)) }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

fn tables(ui: &Ui, sums: &Sums, list: impl Fn(&str) -> String) -> Markup {
    let things = sums
        .things
        .iter()
        .map(|(id, name, sum)| (name.clone(), list(&format!("&thing={id}")), *sum));
    let bodies = sums
        .bodies
        .iter()
        .map(|(id, name, sum)| (name.clone(), list(&format!("&with={id}")), *sum));
    let purposes = sums.purposes.iter().map(|(what, sum)| match what {
        LentFor::Activity(kind) => {
            let name = ui.tf(msg::LOAN_FOR_ACTIVITY_OF, args! { kind = ui.t(kind.msg()) });
            (name, list(&format!("&activity={}", kind.as_str())), *sum)
        }
        LentFor::Words(words) => {
            let more = [("activity", "0"), ("purpose", words.as_str())];
            (words.clone(), address::query(&list(""), more.into_iter()), *sum)
        }
    });
    html! {
        (stats(html! {
            (stat(ui.t(msg::LOAN_TIMES), sums.whole.loans, &list(""), None))
            (stat(ui.t(msg::LOAN_PIECES_OUT), sums.whole.pieces, &list(""), None))
            (stat(ui.t(msg::LOAN_DAYS_OUT), sums.whole.days, &list(""), None))
        }))
        (parts(ui, msg::LOAN_THING, &sums.whole, things.collect()))
        (parts(ui, msg::LOAN_BORROWER, &sums.whole, bodies.collect()))
        (parts(ui, msg::LOAN_PURPOSE, &sums.whole, purposes.collect()))
        (muted(html! { (ui.t(msg::LOAN_USE_HOW)) }))
    }
}

fn parts(ui: &Ui, first: Msg, whole: &LoanSum, parts: Vec<(String, String, LoanSum)>) -> Markup {
    let columns = vec![
        col(ui.t(first)),
        number_col(ui.t(msg::LOAN_TIMES)),
        number_col(ui.t(msg::LOAN_PIECES_OUT)),
        number_col(ui.t(msg::LOAN_DAYS_OUT)),
    ];
    let rows = parts.iter().map(|(name, href, sum)| {
        vec![
            html! { (name) },
            link(href, &when::count(sum.loans)),
            link(href, &when::count(sum.pieces)),
            link(href, &when::count(sum.days)),
        ]
    });
    let foot = vec![
        html! { (ui.t(msg::SITE_TOTAL)) },
        html! { (when::count(whole.loans)) },
        html! { (when::count(whole.pieces)) },
        html! { (when::count(whole.days)) },
    ];
    section(
        ui.t(first),
        table(ui.t(first), columns).rows(rows).foot(foot).render(),
    )
}
