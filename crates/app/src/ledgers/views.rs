//! How ledgers are shown.

use std::ops::Range;

use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{
    fields::Fields,
    spreadsheet::{Cell, Sheet},
    ui::prelude::*,
};

use super::queries::{Body, Line, Part, Sum};
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

/// The same figures for a file.
fn figures(sum: &Sum) -> [Cell; 8] {
    [
        sum.hosted.into(),
        sum.joined.into(),
        sum.promised_people.into(),
        sum.people.into(),
        Cell::Money(sum.promised_money),
        Cell::Money(sum.money),
        sum.unsaid.into(),
        sum.minutes.into(),
    ]
}

fn figure_heads(ui: &Ui) -> [&str; 8] {
    [
        msg::LEDGER_HOSTED,
        msg::LEDGER_JOINED,
        msg::LEDGER_PROMISED_PEOPLE,
        msg::LEDGER_PEOPLE,
        msg::LEDGER_PROMISED_MONEY_YUAN,
        msg::LEDGER_MONEY_YUAN,
        msg::LEDGER_UNSAID,
        msg::LEDGER_MINUTES_NUMBER,
    ]
    .map(|head| ui.t(head))
}

/// The whole that some sums add up to.
fn whole<'a>(sums: impl Iterator<Item = &'a Sum>) -> Sum {
    sums.fold(Sum::default(), Sum::plus)
}

/// The sums of all bodies as a table of a file, with the whole in its last line.
pub(super) fn bodies_sheet(ui: &Ui, sums: &[Body]) -> Sheet {
    let mut sheet = Sheet::new([ui.t(msg::LEDGER_BODY)].into_iter().chain(figure_heads(ui)))
        .named(ui.t(msg::LEDGER_TITLE));
    let mut line = |name: &str, sum: &Sum| sheet.push([Cell::from(name)].into_iter().chain(figures(sum)));
    for (_, name, sum) in sums {
        line(name, sum);
    }
    line(
        ui.t(msg::ACTIVITY_LEDGER_TOTAL),
        &whole(sums.iter().map(|(.., sum)| sum)),
    );
    sheet
}

/// The activities of a body as a table of a file, with the whole in its last line.
pub(super) fn activities_sheet(ui: &Ui, lines: &[Line]) -> Sheet {
    let heads = [msg::YEAR_ACTIVITY, msg::LEDGER_DAY].map(|head| ui.t(head));
    let mut sheet = Sheet::new(heads.into_iter().chain(figure_heads(ui))).named(ui.t(msg::LEDGER_TITLE));
    let mut line =
        |words: [&str; 2], sum: &Sum| sheet.push(words.map(Cell::from).into_iter().chain(figures(sum)));
    for one in lines {
        line([&one.title, &time::day(one.starts_at).to_string()], &one.sum);
    }
    line(
        [ui.t(msg::ACTIVITY_LEDGER_TOTAL), ""],
        &whole(lines.iter().map(|line| &line.sum)),
    );
    sheet
}

/// A page of the sums of bodies, and the whole that all of them add up to; each leads to what it was counted from.
pub(super) fn sums(
    ui: &Ui,
    sums: &[Body],
    shown: Range<usize>,
    href: impl Fn(OrganisationId) -> String,
) -> Markup {
    let rows = sums[shown].iter().map(|(body, name, sum)| {
        let mut row = vec![link(&href(*body), name)];
        row.extend(cells(ui, sum));
        row
    });
    let mut foot = vec![html! { (ui.t(msg::ACTIVITY_LEDGER_TOTAL)) }];
    foot.extend(cells(ui, &whole(sums.iter().map(|(.., sum)| sum))));
    html! {
        (table(ui.t(msg::LEDGER_TITLE), columns(ui, vec![col(ui.t(msg::LEDGER_BODY))])).rows(rows).foot(foot))
        (muted(html! { (ui.t(msg::LEDGER_HOW_COUNTED)) }))
    }
}

/// A page of the activities that a body's sums were counted from, with the sums of all of them.
pub(super) fn lines(ui: &Ui, org: OrganisationId, lines: &[Line], shown: Range<usize>) -> Markup {
    let rows = lines[shown].iter().map(|line| {
        let title = link(&format!("/w/{org}/activities/{}", line.activity), &line.title);
        let mut row = vec![title, ui.span(line.starts_at, line.ends_at)];
        row.extend(cells(ui, &line.sum));
        row
    });
    let mut foot = vec![html! { (ui.t(msg::ACTIVITY_LEDGER_TOTAL)) }, html! {}];
    foot.extend(cells(ui, &whole(lines.iter().map(|line| &line.sum))));
    let first = vec![col(ui.t(msg::YEAR_ACTIVITY)), col(ui.t(msg::YEAR_TIME))];
    table(ui.t(msg::LEDGER_TITLE), columns(ui, first))
        .rows(rows)
        .foot(foot)
        .render()
}
