//! Units by status: the list behind a figure, and how a reason is said.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::ui::prelude::*;

use super::{
    links::View,
    model::Reason,
    overview::Viewer,
    queries::Listed,
    rules::rules,
    views,
    words::{Line, Status},
};

/// How many units a page of a list shows.
pub(super) const PAGE: usize = 50;

/// The units of a status.
pub(super) fn list(ui: &Ui, viewer: &Viewer, view: &View, status: Status, mut found: Vec<Listed>) -> Markup {
    let next = found
        .get(PAGE - 1)
        .filter(|_| found.len() > PAGE)
        .map(|last| view.next("", &(last.people, last.unit, last.line.to_string()), PAGE as i64));
    found.truncate(PAGE);
    let line = view
        .line
        .map_or(ui.t(msg::COVERAGE_ALL_LINES), |line| line.name(ui));
    let said = ui.t(status.label());
    let title = ui.tf(msg::COVERAGE_LIST_TITLE, args! { status = said });
    let lede = ui.tf(
        msg::COVERAGE_LIST_LEDE,
        args! { line = line, place = views::place_name(ui, viewer, view), day = when::full_day(ui.lang, view.on) },
    );
    let back = View {
        status: None,
        area: None,
        ..view.clone()
    }
    .href();
    let (xlsx, csv) = (view.file("xlsx"), view.file("csv"));
    let actions = html! {
        (link_button(&back, ui.t(msg::COVERAGE_LIST_BACK)).quiet().icon(Icon::Back))
        (link_button(&xlsx, ui.t(msg::COVERAGE_EXPORT_XLSX)).icon(Icon::Download).download())
        (link_button(&csv, ui.t(msg::COVERAGE_EXPORT_CSV)).icon(Icon::Download).download())
    };
    html! {
        (page_title(&title, Some(&lede), Some(actions)))
        (status_tabs(ui, view, status))
        (views::filters(ui, viewer, view))
        div id="results" {
            (super::views::as_of(ui, view))
            @if found.is_empty() {
                (empty(Icon::List, ui.t(msg::COVERAGE_LIST_EMPTY), link(&back, ui.t(msg::COVERAGE_LIST_EMPTY_NEXT))))
            } @else {
                (rows(ui, viewer, view, status, &found))
                (pages(ui, view, &view.list(status).href(), next, found.len()))
            }
        }
    }
}

/// The ways to the next page and back to the first.
pub(super) fn pages(ui: &Ui, view: &View, first: &str, next: Option<String>, shown: usize) -> Markup {
    html! {
        (pager(ui, &Pager { previous: None, next, from: view.from, to: view.from + shown as i64 - 1, all: None }))
        @if view.from > 1 { p { (link(first, ui.t(msg::COVERAGE_FIRST_PAGE))) } }
    }
}

fn status_tabs(ui: &Ui, view: &View, status: Status) -> Markup {
    let hrefs: Vec<(Status, String)> = Status::ALL
        .iter()
        .map(|each| (*each, view.list(*each).href()))
        .collect();
    let entries: Vec<(&str, &str, Option<i64>, bool)> = hrefs
        .iter()
        .map(|(each, href)| (ui.t(each.label()), href.as_str(), None, *each == status))
        .collect();
    tabs(ui.t(msg::COVERAGE_STATUS), &entries)
}

fn rows(ui: &Ui, viewer: &Viewer, view: &View, status: Status, found: &[Listed]) -> Markup {
    let caption = ui.tf(
        msg::COVERAGE_LIST_CAPTION,
        args! { status = ui.t(status.label()) },
    );
    let columns = vec![
        col(ui.t(msg::COVERAGE_COL_UNIT)),
        col(ui.t(msg::COVERAGE_COL_PLACE)),
        col(ui.t(msg::COVERAGE_COL_KIND)),
        number_col(ui.t(msg::COVERAGE_COL_PEOPLE)),
        col(ui.t(msg::COVERAGE_COL_ORGANISATION)),
        col(ui.t(msg::COVERAGE_COL_REASON)),
        col(ui.t(msg::COVERAGE_COL_SINCE)),
    ];
    let all = found.iter().map(|unit| {
        vec![
            link(&unit_href(view.org, unit), &unit.name),
            html! { (viewer.areas.get(unit.area).map(|area| viewer.areas.path(area)).unwrap_or_default()) },
            html! { (ui.t(unit.kind.label())) },
            html! { (when::count(unit.people)) },
            organisation(view.org, unit.organisation.as_ref()),
            html! { (reason(ui, &unit.reason)) @if unit.task { " " (badge(Tone::Info, ui.t(msg::COVERAGE_HAS_TASK))) } },
            html! { (when::full_day(ui.lang, unit.since)) },
        ]
    });
    html! { (table(&caption, columns).rows(all)) }
}

fn unit_href(org: OrganisationId, unit: &Listed) -> String {
    format!("/w/{org}/units/{}", unit.unit)
}

/// An organisation as a way to its page, or nothing.
pub(super) fn organisation(org: OrganisationId, found: Option<&(OrganisationId, String)>) -> Markup {
    html! {
        @match found {
            Some((id, name)) => (link(&format!("/w/{org}/organisations/{id}"), name)),
            None => "—",
        }
    }
}

/// Why a status is what it is, in a sentence.
pub(super) fn reason(ui: &Ui, reason: &Reason) -> Markup {
    html! { (ui.t(reason.why.label())) }
}

/// The rule by which a unit is due, with its source, or nothing.
pub(super) fn rule(ui: &Ui, reason: &Reason) -> Option<Markup> {
    let rule = rules().due(reason.rule.as_deref()?)?;
    let verified = if rule.verified {
        msg::COVERAGE_RULES_VERIFIED
    } else {
        msg::COVERAGE_RULES_UNVERIFIED
    };
    let tone = if rule.verified { Tone::Ok } else { Tone::Warn };
    Some(html! {
        p { (rule.because.text(ui)) }
        p { (ui.t(msg::COVERAGE_RULES_SOURCE)) "：" (rule.source) " " (badge(tone, ui.t(verified))) }
    })
}

/// Every line, for a filter.
pub(super) fn lines() -> Vec<Line> {
    Line::all().collect()
}
