//! How ledgers are shown.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::queries::{Line, Part, Sum};
use crate::activities::{self, Contribution};

/// The most characters of a venue or of goods, as with what is promised.
const LINE_MAX: u32 = activities::LINE_MAX as u32;

/// Promised and given, body by body.
pub(super) fn parts(ui: &Ui, parts: &[Part]) -> Markup {
    let said = |what: &Contribution| {
        let words = activities::brings(ui, what);
        if words.is_empty() { "—".to_owned() } else { words }
    };
    let columns = vec![
        col(ui.t(msg::LEDGER_BODY)),
        col(ui.t(msg::LEDGER_PROMISED)),
        col(ui.t(msg::LEDGER_GAVE)),
    ];
    let rows = parts.iter().map(|part| {
        let gave = match &part.gave {
            Some(gave) => html! { (said(gave)) },
            None => badge(Tone::Warn, ui.t(msg::LEDGER_UNSAID)),
        };
        vec![html! { (part.name) }, html! { (said(&part.promised)) }, gave]
    });
    table(ui.t(msg::LEDGER_GIVEN), columns).rows(rows).render()
}

/// The form by which a body says what it gave, with what was typed.
pub(super) fn form(ui: &Ui, at: &str, fields: &Fields, problems: &Problems) -> Markup {
    let text = |name, label| {
        field(ui, name, ui.t(label))
            .value(fields.raw(name))
            .error(problems.of(name))
            .unmarked()
    };
    langqiao_platform::ui::components::form(ui, &format!("{at}/given")).body(html! {
        (muted(html! { (ui.t(msg::LEDGER_SAY_HINT)) }))
        (grid(Columns::Two, html! {
            (text("own_people", msg::ACTIVITY_BRINGS_PEOPLE).whole_number().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
            (text("own_money", msg::ACTIVITY_BRINGS_MONEY).short().inputmode("decimal").unit(ui.t(msg::ACTIVITY_UNIT_YUAN)))
            (text("own_venue", msg::ACTIVITY_BRINGS_VENUE).max_chars(LINE_MAX))
            (text("own_goods", msg::ACTIVITY_BRINGS_GOODS).max_chars(LINE_MAX))
        }))
        (row(button(ui.t(msg::LEDGER_SAVE)).primary().render()))
    })
}

fn columns(ui: &Ui, first: Vec<Column<'static>>) -> Vec<Column<'static>> {
    let mut columns = first;
    columns.extend([
        number_col(ui.t(msg::LEDGER_HOSTED)),
        number_col(ui.t(msg::LEDGER_JOINED)),
        number_col(ui.t(msg::LEDGER_PROMISED_PEOPLE)),
        number_col(ui.t(msg::LEDGER_PEOPLE)),
        number_col(ui.t(msg::LEDGER_PROMISED_MONEY)),
        number_col(ui.t(msg::LEDGER_MONEY)),
        number_col(ui.t(msg::LEDGER_UNSAID)),
        number_col(ui.t(msg::LEDGER_MINUTES)),
    ]);
    columns
}

fn cells(ui: &Ui, sum: &Sum) -> Vec<Markup> {
    vec![
        html! { (when::count(sum.hosted)) },
        html! { (when::count(sum.joined)) },
        html! { (when::count(sum.promised_people)) },
        html! { (when::count(sum.people)) },
        html! { (when::money(sum.promised_money)) },
        html! { (when::money(sum.money)) },
        html! { (when::count(sum.unsaid)) },
        html! { (ui.minutes(sum.minutes)) },
    ]
}

/// The sums of all bodies, and the whole that they add up to; each leads to what it was counted from.
pub(super) fn sums(
    ui: &Ui,
    sums: &[(OrganisationId, String, Sum)],
    href: impl Fn(OrganisationId) -> String,
) -> Markup {
    let whole = sums
        .iter()
        .fold(Sum::default(), |whole, (.., sum)| whole.plus(sum));
    let rows = sums.iter().map(|(body, name, sum)| {
        let mut row = vec![link(&href(*body), name)];
        row.extend(cells(ui, sum));
        row
    });
    let mut foot = vec![html! { (ui.t(msg::ACTIVITY_LEDGER_TOTAL)) }];
    foot.extend(cells(ui, &whole));
    html! {
        (table(ui.t(msg::LEDGER_TITLE), columns(ui, vec![col(ui.t(msg::LEDGER_BODY))])).rows(rows).foot(foot))
        (muted(html! { (ui.t(msg::LEDGER_HOW_COUNTED)) }))
    }
}

/// The activities that a body's sums were counted from, with the sums.
pub(super) fn lines(ui: &Ui, org: OrganisationId, lines: &[Line]) -> Markup {
    let whole = lines
        .iter()
        .fold(Sum::default(), |whole, line| whole.plus(&line.sum));
    let rows = lines.iter().map(|line| {
        let title = link(&format!("/w/{org}/activities/{}", line.activity), &line.title);
        let mut row = vec![title, ui.span(line.starts_at, line.ends_at)];
        row.extend(cells(ui, &line.sum));
        row
    });
    let mut foot = vec![html! { (ui.t(msg::ACTIVITY_LEDGER_TOTAL)) }, html! {}];
    foot.extend(cells(ui, &whole));
    let first = vec![col(ui.t(msg::YEAR_ACTIVITY)), col(ui.t(msg::YEAR_TIME))];
    table(ui.t(msg::LEDGER_TITLE), columns(ui, first))
        .rows(rows)
        .foot(foot)
        .render()
}
