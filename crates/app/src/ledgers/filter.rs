//! How a ledger's days and bodies are chosen, and its pages turned.

use std::ops::Range;

use jiff::civil::Date;
use langqiao_platform::ui::prelude::*;

use super::asked::{Asked, PAGE};
use crate::{
    areas::Level,
    coverage::{Line, Viewer},
};

/// Which days alone.
pub(super) fn chooser(ui: &Ui, at: &str, days: (Date, Date)) -> Markup {
    get_form(
        at,
        row(html! {
            (between(ui, days))
            (button(ui.t(msg::YEAR_SHOW)))
        }),
    )
}

fn between(ui: &Ui, (from, to): (Date, Date)) -> Markup {
    let (from, to) = (from.to_string(), to.to_string());
    html! {
        (field(ui, "from", ui.t(msg::LEDGER_FROM)).value(&from).required().date())
        (field(ui, "to", ui.t(msg::LEDGER_TO)).value(&to).required().date())
    }
}

/// Which days and which bodies.
pub(super) fn bar(ui: &Ui, at: &str, (asked, days): (&Asked, (Date, Date)), viewer: &Viewer) -> Markup {
    let which = asked.which();
    let mut line = select(ui, "line", ui.t(msg::COVERAGE_LINE)).option(
        "",
        ui.t(msg::COVERAGE_ALL_LINES),
        which.line.is_none(),
    );
    for each in Line::all() {
        line = line.option(each.as_str(), each.name(ui), which.line == Some(each));
    }
    let towns: Vec<_> = viewer
        .areas
        .towns()
        .map(|town| (town.id, town.id.to_text(), town.short_name.as_str()))
        .collect();
    let mut town = select(ui, "town", ui.t(msg::COVERAGE_TOWN)).option(
        "",
        ui.t(msg::COVERAGE_ALL_TOWNS),
        which.town.is_none(),
    );
    for (id, text, name) in &towns {
        town = town.option(text, name, which.town == Some(*id));
    }
    let fields = html! {
        (between(ui, days))
        (field(ui, "q", ui.t(msg::LEDGER_NAME)).search().value(asked.q.as_deref().unwrap_or_default()))
        (line)
        @if viewer.scope.level == Level::County { (town) }
    };
    let named = |filter: &str, name: Option<String>| Some((name?, asked.without(filter).address(at, days)));
    let town_name = towns
        .iter()
        .find(|(id, ..)| which.town == Some(*id))
        .map(|(.., name)| (*name).to_owned());
    let chosen = [
        named("q", which.like.and(asked.q.clone())),
        named("line", which.line.map(|line| line.name(ui).to_owned())),
        named("town", town_name),
    ];
    filter_bar(ui, at, fields, &chosen.into_iter().flatten().collect::<Vec<_>>())
}

/// The ways to the other pages, where there is more than one.
pub(super) fn pages(ui: &Ui, here: &str, rows: Range<usize>, all: usize) -> Markup {
    let page = |n: usize| format!("{here}&page={n}");
    let number = rows.start / PAGE + 1;
    html! {
        @if all > PAGE {
            (pager(ui, &Pager {
                previous: (rows.start > 0).then(|| page(number - 1)),
                next: (rows.end < all).then(|| page(number + 1)),
                from: rows.start as i64 + 1,
                to: rows.end as i64,
                all: Some(all as i64),
            }))
        }
    }
}
