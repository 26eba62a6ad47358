//! The coverage page: every line's sum, one line as a map and as a table, each figure a way to its list.

use langqiao_kernel::id::AreaId;
use langqiao_platform::ui::prelude::*;

use super::{
    cartogram,
    links::View,
    overview::{ByStatus, Overview, TownFigures, Viewer},
    words::{Line, Status, UnitKind},
};
use crate::areas::{Area, Level};

/// The statuses of a unit that should have an organisation or has one, as the table's columns.
const DUE: [Status; 4] = [Status::Built, Status::Joint, Status::Shell, Status::Gap];

/// The page of coverage.
pub(super) fn overview(ui: &Ui, viewer: &Viewer, view: &View, found: &Overview) -> Markup {
    let view = &View {
        line: Some(found.line),
        ..view.clone()
    };
    let day = when::full_day(ui.lang, view.on);
    let place = place_name(ui, viewer, view);
    let line = found.line.name(ui);
    let sum = found
        .lines
        .iter()
        .find(|(each, _)| *each == found.line)
        .map(|(_, sum)| *sum)
        .unwrap_or_default();
    let actions = html! {
        (link_button(&view.gaps(), ui.t(msg::COVERAGE_GAPS_TITLE)).icon(Icon::List).primary())
        (link_button(&format!("/w/{}/coverage/rules", view.org), ui.t(msg::COVERAGE_RULES_LINK)).quiet().icon(Icon::Info))
    };
    html! {
        (page_title(
            ui.t(msg::COVERAGE_TITLE),
            Some(&ui.tf(msg::COVERAGE_LEDE, args! { day = day, place = place.as_str(), line = line })),
            Some(actions),
        ))
        (filters(ui, viewer, view))
        div id="results" {
            (stack(html! {
                (as_of(ui, view))
                (line_tabs(ui, view, found))
                @if found.lines.iter().all(|(_, sum)| nothing(sum)) {
                    (empty(Icon::Building, ui.t(msg::COVERAGE_NOTHING),
                        link(&format!("/w/{}/units", view.org), ui.t(msg::COVERAGE_NOTHING_NEXT))))
                } @else {
                    (whole(ui, view, line, &sum))
                    (grid(Columns::Two, html! {
                        (section(ui.t(msg::COVERAGE_MAP), map(ui, view, found)))
                        (section(ui.t(msg::COVERAGE_TABLE), by_place(ui, viewer, view, found, &sum)))
                    }))
                }
            }))
        }
    }
}

fn nothing(sum: &ByStatus) -> bool {
    Status::ALL.iter().all(|status| sum.of(*status).units == 0)
}

/// What the page is about: the place asked for, or all that the reader sees.
pub(super) fn place_name(ui: &Ui, viewer: &Viewer, view: &View) -> String {
    let area = view.area.or(view.town).and_then(|area| viewer.areas.get(area));
    let area = area.or_else(|| viewer.areas.get(viewer.scope.area));
    area.map_or_else(
        || ui.t(msg::COVERAGE_ALL_PLACES).to_owned(),
        |area| viewer.areas.path(area),
    )
}

/// Day, town and kind, kept beside the line and the status.
pub(super) fn filters(ui: &Ui, viewer: &Viewer, view: &View) -> Markup {
    let action = format!("/w/{}/coverage", view.org);
    filter_form(ui, viewer, view, &action, None)
}

/// The filters of a page of coverage; where `lines` is given, the line is one of them.
pub(super) fn filter_form(
    ui: &Ui,
    viewer: &Viewer,
    view: &View,
    action: &str,
    lines: Option<&[Line]>,
) -> Markup {
    let (on, today) = (view.on.to_string(), view.today.to_string());
    let towns: Vec<(String, &str)> = viewer
        .areas
        .towns()
        .map(|town| (town.id.to_text(), town.short_name.as_str()))
        .collect();
    let chosen_town = view.town.map(|town| town.to_text()).unwrap_or_default();
    let mut town =
        select(ui, "town", ui.t(msg::COVERAGE_TOWN)).option("", ui.t(msg::COVERAGE_ALL_TOWNS), false);
    for (id, name) in &towns {
        town = town.option(id, name, *id == chosen_town);
    }
    let mut kind =
        select(ui, "kind", ui.t(msg::COVERAGE_KIND)).option("", ui.t(msg::COVERAGE_ALL_KINDS), false);
    for each in UnitKind::ALL {
        kind = kind.option(each.as_str(), ui.t(each.label()), view.kind == Some(*each));
    }
    let fields = html! {
        @match lines {
            Some(lines) => (line_select(ui, view, lines)),
            None => @if let Some(line) = view.line { input type="hidden" name="line" value=(line.as_str()); },
        }
        @if let Some(status) = view.status { input type="hidden" name="status" value=(status.as_str()); }
        @if let Some(area) = view.area { input type="hidden" name="area" value=(area.to_text()); }
        (field(ui, "on", ui.t(msg::COVERAGE_AS_OF)).date().value(if view.is_of_another_day() { &on } else { &today }))
        @if viewer.scope.level == Level::County { (town) }
        (kind)
    };
    filter_bar(ui, action, fields, &chosen(ui, viewer, view, action))
}

fn line_select(ui: &Ui, view: &View, lines: &[Line]) -> Markup {
    let mut all =
        select(ui, "line", ui.t(msg::COVERAGE_LINE)).option("", ui.t(msg::COVERAGE_ALL_LINES), false);
    for line in lines {
        all = all.option(line.as_str(), line.name(ui), view.line == Some(*line));
    }
    all.render()
}

/// That the figures are another day's, of the past or reckoned ahead, or that there are none of the day that was asked for.
pub(super) fn as_of(ui: &Ui, view: &View) -> Markup {
    html! {
        @if view.is_forecast() {
            (notice(Tone::Warn, html! { (ui.t(msg::COVERAGE_AS_OF_FORECAST)) }))
        } @else if view.is_of_another_day() {
            (notice(Tone::Info, html! { (ui.t(msg::COVERAGE_AS_OF_PAST)) }))
        }
        @if let Some(typed) = &view.unknown_day {
            (notice(Tone::Warn, html! { (ui.tf(msg::COVERAGE_AS_OF_UNKNOWN, args! { day = typed.as_str() })) }))
        }
    }
}

/// The filters that are set, each with the address of the page without it.
fn chosen(ui: &Ui, viewer: &Viewer, view: &View, action: &str) -> Vec<(String, String)> {
    let mut chosen = Vec::new();
    let without = |changed: View| {
        let href = changed.href();
        format!("{action}{}", href.find('?').map_or("", |at| &href[at..]))
    };
    if view.is_of_another_day() {
        let said = when::full_day(ui.lang, view.on);
        chosen.push((
            said,
            without(View {
                on: view.today,
                ..view.clone()
            }),
        ));
    }
    let name = |area: AreaId| viewer.areas.get(area).map(|area| area.short_name.clone());
    if let Some(said) = view.town.and_then(name) {
        chosen.push((
            said,
            without(View {
                town: None,
                area: None,
                ..view.clone()
            }),
        ));
    }
    if let Some(said) = view.area.and_then(name) {
        chosen.push((
            said,
            without(View {
                area: None,
                ..view.clone()
            }),
        ));
    }
    if let Some(kind) = view.kind {
        chosen.push((
            ui.t(kind.label()).to_owned(),
            without(View {
                kind: None,
                ..view.clone()
            }),
        ));
    }
    chosen
}

fn line_tabs(ui: &Ui, view: &View, found: &Overview) -> Markup {
    let hrefs: Vec<(Line, String, i64)> = found
        .lines
        .iter()
        .map(|(line, sum)| {
            (
                *line,
                View {
                    line: Some(*line),
                    ..view.clone()
                }
                .href(),
                sum.of(Status::Gap).units,
            )
        })
        .collect();
    let tabs_: Vec<(&str, &str, Option<i64>, bool)> = hrefs
        .iter()
        .map(|(line, href, _)| (line.name(ui), href.as_str(), None, *line == found.line))
        .collect();
    tabs(ui.t(msg::COVERAGE_LINE), &tabs_)
}

/// The line's whole: one bar whose parts open.
fn whole(ui: &Ui, view: &View, line: &str, sum: &ByStatus) -> Markup {
    let hrefs: Vec<String> = DUE.iter().map(|status| view.list(*status).href()).collect();
    let entries: Vec<(Shade, &str, i64, &str)> = DUE
        .iter()
        .zip(&hrefs)
        .map(|(status, href)| {
            (
                status.shade(),
                ui.t(status.label()),
                sum.of(*status).units,
                href.as_str(),
            )
        })
        .collect();
    let due = when::count(sum.due().units);
    parts(
        &ui.tf(msg::COVERAGE_WHOLE, args! { due = due, line = line }),
        &entries,
    )
}

fn map(ui: &Ui, view: &View, found: &Overview) -> Markup {
    let columns = if found.towns.len() > 1 {
        Columns::Four
    } else {
        Columns::Two
    };
    html! {
        (cartogram::patterns())
        (stack(html! {
            (muted(html! { (ui.t(msg::COVERAGE_MAP_HINT)) }))
            (cartogram::legend(ui))
            (grid(columns, html! {
                @for TownFigures { town, places, .. } in &found.towns {
                    section {
                        h3 { (link(&View { town: Some(town.id), ..view.clone() }.href(), &town.short_name)) }
                        (cartogram::town(ui, town, places, |place| tile_link(view, town, place)))
                    }
                }
            }))
        }))
    }
}

/// A tile leads to what most asks for attention: the gaps of its place.
fn tile_link(view: &View, town: &Area, place: &Area) -> String {
    View {
        town: Some(town.id),
        area: Some(place.id),
        ..view.list(Status::Gap)
    }
    .href()
}

fn by_place(ui: &Ui, viewer: &Viewer, view: &View, found: &Overview, sum: &ByStatus) -> Markup {
    let of_towns = viewer.town(view.town).is_none();
    let first = if of_towns {
        msg::COVERAGE_TOWN
    } else {
        msg::COVERAGE_VILLAGE
    };
    let mut columns = vec![col(ui.t(first)), number_col(ui.t(msg::COVERAGE_DUE))];
    columns.extend(DUE.iter().map(|status| number_col(ui.t(status.label()))));
    columns.push(number_col(ui.t(msg::COVERAGE_RATE)));
    let caption = ui.tf(msg::COVERAGE_TABLE_CAPTION, args! { line = found.line.name(ui) });
    let mut rows = Vec::new();
    for TownFigures {
        town,
        sum: figures,
        places,
    } in &found.towns
    {
        if of_towns {
            let here = View {
                town: Some(town.id),
                ..view.clone()
            };
            rows.push(figure_row(
                ui,
                &here,
                link(&here.href(), &town.short_name),
                &town.short_name,
                figures,
            ));
        } else {
            for (place, figures) in places {
                let here = View {
                    town: Some(town.id),
                    area: Some(place.id),
                    ..view.clone()
                };
                rows.push(figure_row(
                    ui,
                    &here,
                    html! { (place.short_name) },
                    &place.short_name,
                    figures,
                ));
            }
        }
    }
    let foot = figure_row(
        ui,
        view,
        html! { (ui.t(msg::COVERAGE_SUM)) },
        ui.t(msg::COVERAGE_SUM),
        sum,
    );
    html! { (table(&caption, columns).rows(rows).foot(foot)) }
}

fn figure_row(ui: &Ui, view: &View, name: Markup, place: &str, figures: &ByStatus) -> Vec<Markup> {
    let mut cells = vec![name, html! { (when::count(figures.due().units)) }];
    for status in DUE {
        let units = figures.of(status).units;
        let about = ui.tf(
            msg::COVERAGE_FIGURE_ABOUT,
            args! { place = place, status = ui.t(status.label()) },
        );
        cells.push(html! {
            @if units == 0 { "0" }
            @else { a href=(view.list(status).href()) { (when::count(units)) (hidden_text(&about)) } }
        });
    }
    cells.push(match figures.rate() {
        Some(rate) => html! { (rate) "%" },
        None => html! { (ui.t(msg::COVERAGE_RATE_NONE)) },
    });
    cells
}
