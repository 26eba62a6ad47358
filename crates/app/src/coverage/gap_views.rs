//! Gaps: the ranked list, and for one gap why it is one, who is near, and who is to close it.

use langqiao_kernel::id::{OrganisationId, UnitId};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    links::View,
    list_view::{self, PAGE},
    overview::{ByStatus, Viewer},
    queries::{Gap, Listed, Neighbour},
    task_queries::Task,
    views,
    words::{Line, Status, Way},
};

/// The gaps, those that leave out most people first.
pub(super) fn list(ui: &Ui, viewer: &Viewer, view: &View, sum: &ByStatus, mut found: Vec<Listed>) -> Markup {
    let next = found.get(PAGE - 1).filter(|_| found.len() > PAGE).map(|last| {
        view.next(
            "/gaps",
            &(last.people, last.unit, last.line.to_string()),
            PAGE as i64,
        )
    });
    found.truncate(PAGE);
    let gaps = sum.of(Status::Gap);
    let counts = args! { units = when::count(gaps.units), people = when::count(gaps.people) };
    let overview = View {
        status: None,
        ..view.clone()
    };
    let list = overview.list(Status::Gap);
    let actions = html! {
        (link_button(&overview.href(), ui.t(msg::COVERAGE_LIST_BACK)).quiet().icon(Icon::Back))
        (link_button(&list.file("xlsx"), ui.t(msg::COVERAGE_EXPORT_XLSX)).icon(Icon::Download).download())
        (link_button(&list.file("csv"), ui.t(msg::COVERAGE_EXPORT_CSV)).icon(Icon::Download).download())
    };
    let action = format!("/w/{}/coverage/gaps", view.org);
    html! {
        (page_title(ui.t(msg::COVERAGE_GAPS_TITLE), Some(&ui.tf(msg::COVERAGE_GAPS_LEDE, counts)), Some(actions)))
        (views::filter_form(ui, viewer, view, &action, Some(&list_view::lines())))
        div id="results" {
            (super::views::as_of(ui, view))
            @if found.is_empty() {
                (empty(Icon::Check, ui.t(msg::COVERAGE_GAPS_EMPTY), link(&overview.href(), ui.t(msg::COVERAGE_GAPS_EMPTY_NEXT))))
            } @else {
                (rows(ui, viewer, view, &found))
                (list_view::pages(ui, view, &view.gaps(), next, found.len()))
            }
        }
    }
}

fn rows(ui: &Ui, viewer: &Viewer, view: &View, found: &[Listed]) -> Markup {
    let columns = vec![
        col(ui.t(msg::COVERAGE_COL_UNIT)),
        col(ui.t(msg::COVERAGE_COL_LINE)),
        number_col(ui.t(msg::COVERAGE_COL_LEFT_OUT)),
        col(ui.t(msg::COVERAGE_COL_PLACE)),
        col(ui.t(msg::COVERAGE_COL_KIND)),
        col(ui.t(msg::COVERAGE_COL_SINCE)),
        col(ui.t(msg::COVERAGE_GAP_CLOSE)).unseen(),
    ];
    let all = found.iter().map(|unit| {
        let href = format!("/w/{}/coverage/gaps/{}/{}", view.org, unit.unit, unit.line);
        vec![
            link(&format!("/w/{}/units/{}", view.org, unit.unit), &unit.name),
            html! { (unit.line.name(ui)) },
            html! { (when::count(unit.people)) },
            html! { (viewer.areas.get(unit.area).map(|area| viewer.areas.path(area)).unwrap_or_default()) },
            html! { (ui.t(unit.kind.label())) },
            html! { (when::full_day(ui.lang, unit.since)) },
            row(html! {
                (link_button(&href, ui.t(msg::COVERAGE_GAP_CLOSE)).small().about(&unit.name))
                @if unit.task { (badge(Tone::Info, ui.t(msg::COVERAGE_HAS_TASK))) }
            }),
        ]
    });
    html! { (table(ui.t(msg::COVERAGE_GAPS_CAPTION), columns).rows(all)) }
}

/// All that a gap's page shows.
pub(super) struct GapPage {
    pub viewer: Viewer,
    pub unit: UnitId,
    pub line: Line,
    pub gap: Gap,
    pub near: Vec<Neighbour>,
    pub tasks: Vec<Task>,
    pub assignees: Vec<(OrganisationId, String)>,
}

/// A form that was sent and is shown again, with what is wrong in it.
#[derive(Default)]
pub(super) struct Retry {
    pub fields: Fields,
    pub problems: Problems,
}

/// One gap.
pub(super) fn gap(ui: &Ui, org: OrganisationId, page: &GapPage, may_assign: bool, retry: &Retry) -> Markup {
    let GapPage {
        viewer,
        unit,
        line,
        gap,
        tasks,
        ..
    } = page;
    let names = args! { unit = gap.name.as_str(), line = line.name(ui) };
    let is_gap = gap.span.status == Status::Gap;
    let title = if is_gap {
        msg::COVERAGE_GAP_TITLE
    } else {
        msg::COVERAGE_GAP_NOW_TITLE
    };
    let since = when::full_day(ui.lang, gap.span.from);
    let lede = ui.tf(
        msg::COVERAGE_GAP_LEDE,
        args! { people = when::count(gap.span.people), day = since },
    );
    let unit_href = format!("/w/{org}/units/{unit}");
    let facts = definitions(ui)
        .row(ui.t(msg::COVERAGE_COL_UNIT), link(&unit_href, &gap.name))
        .row(ui.t(msg::COVERAGE_COL_KIND), ui.t(gap.kind.label()))
        .maybe(
            ui.t(msg::COVERAGE_COL_PLACE),
            viewer.areas.get(gap.area).map(|area| viewer.areas.path(area)),
        )
        .maybe(ui.t(msg::COVERAGE_GAP_WHY), list_view::rule(ui, &gap.span.reason));
    let open = tasks.iter().find(|task| task.status == "open");
    html! {
        (page_title(&ui.tf(title, names), is_gap.then_some(lede.as_str()), None))
        (split(
            html! {
                @if !is_gap {
                    (notice(Tone::Ok, html! {
                        (ui.tf(msg::COVERAGE_GAP_NO_MORE, args! { status = ui.t(gap.span.status.label()) }))
                    }))
                }
                (card(html! { (facts) }))
                @if is_gap { (section(ui.t(msg::COVERAGE_GAP_NEAR), near(ui, org, page))) }
            },
            html! {
                @match open {
                    Some(task) => (open_task(ui, org, task, may_assign, retry)),
                    None => @if is_gap && may_assign { (assign_form(ui, org, page, retry)) },
                }
                (history(ui, tasks))
            },
        ))
    }
}

fn near(ui: &Ui, org: OrganisationId, page: &GapPage) -> Markup {
    if page.near.is_empty() {
        return empty(Icon::People, ui.t(msg::COVERAGE_GAP_NEAR_NONE), html! {});
    }
    let columns = vec![
        col(ui.t(msg::COVERAGE_COL_ORGANISATION)),
        col(ui.t(msg::COVERAGE_COL_PLACE)),
        col(ui.t(msg::COVERAGE_GAP_COL_FAR)),
        col(ui.t(msg::COVERAGE_GAP_COL_COVERS)),
        col(ui.t(msg::COVERAGE_GAP_COL_WAY)),
    ];
    let areas = &page.viewer.areas;
    let rows = page.near.iter().map(|body| {
        let town = if body.same_town { msg::COVERAGE_GAP_NEAR_SAME_TOWN } else { msg::COVERAGE_GAP_NEAR_OTHER_TOWN };
        let way = if body.way == Way::Industry { msg::COVERAGE_GAP_NEAR_INDUSTRY } else { msg::COVERAGE_GAP_NEAR_JOINT };
        let tone = if body.same_town { Tone::Ok } else { Tone::Plain };
        vec![
            link(&format!("/w/{org}/organisations/{}", body.organisation), &body.name),
            html! { (areas.get(body.area).map(|area| areas.path(area)).unwrap_or_default()) " " (badge(tone, ui.t(town))) },
            html! { (ui.tf(msg::COVERAGE_GAP_NEAR_KM, args! { km = format!("{:.1}", body.km) })) },
            html! { (ui.tf(msg::COVERAGE_GAP_NEAR_COVERS, args! {
                units = when::count(body.units), people = when::count(body.people)
            })) },
            html! { (ui.t(way)) },
        ]
    });
    html! {
        (muted(html! { (ui.t(msg::COVERAGE_GAP_NEAR_HINT)) }))
        (table(ui.t(msg::COVERAGE_GAP_NEAR_CAPTION), columns).rows(rows))
    }
}

fn assign_form(ui: &Ui, org: OrganisationId, page: &GapPage, retry: &Retry) -> Markup {
    if page.assignees.is_empty() {
        return notice(Tone::Info, html! { (ui.t(msg::COVERAGE_TASK_NOBODY)) });
    }
    let action = format!("/w/{org}/coverage/gaps/{}/{}", page.unit, page.line);
    let ids: Vec<(String, &str)> = page
        .assignees
        .iter()
        .map(|(id, name)| (id.to_text(), name.as_str()))
        .collect();
    let Retry { fields, problems } = retry;
    let mut to = select(ui, "to", ui.t(msg::COVERAGE_TASK_TO))
        .required()
        .error(problems.of("to"));
    for (id, name) in &ids {
        to = to.option(id, name, fields.raw("to") == id);
    }
    let body = html! {
        (error_summary(ui, problems))
        (muted(html! { (ui.t(msg::COVERAGE_TASK_HINT)) }))
        (to)
        (field(ui, "due", ui.t(msg::COVERAGE_TASK_DUE)).date().required().value(fields.raw("due")).error(problems.of("due")))
        (text_area(ui, "note", ui.t(msg::COVERAGE_TASK_NOTE)).max_chars(300).value(fields.raw("note")))
        (button(ui.t(msg::COVERAGE_TASK_SEND)).primary().wide())
    };
    panel(ui.t(msg::COVERAGE_TASK_TITLE), form(ui, &action).body(body))
}

fn open_task(ui: &Ui, org: OrganisationId, task: &Task, may_end: bool, retry: &Retry) -> Markup {
    let title = ui.tf(
        msg::COVERAGE_TASK_OPEN,
        args! { to = task.organisation_name.as_str() },
    );
    let to = format!("/w/{org}/organisations/{}", task.organisation);
    let facts = definitions(ui)
        .row(ui.t(msg::COVERAGE_TASK_TO), link(&to, &task.organisation_name))
        .row(
            ui.t(msg::COVERAGE_TASK_BY),
            html! { (when::full_day(ui.lang, task.due)) },
        )
        .row(ui.t(msg::COVERAGE_TASK_SINCE), ui.moment(task.created_at))
        .maybe(
            ui.t(msg::COVERAGE_TASK_NOTE),
            Some(&task.note).filter(|note| !note.is_empty()),
        );
    let action = format!("/w/{org}/coverage/tasks/{}", task.id);
    let Retry { fields, problems } = retry;
    panel(
        &title,
        html! {
            (facts)
            @if may_end {
                (form(ui, &action).body(html! {
                    (error_summary(ui, problems))
                    (text_area(ui, "end_note", ui.t(msg::COVERAGE_TASK_END_NOTE)).max_chars(300).required()
                        .value(fields.raw("end_note")).error(problems.of("end_note")))
                    (row(html! {
                        (button(ui.t(msg::COVERAGE_TASK_END_DONE)).value("outcome", "done"))
                        (button(ui.t(msg::COVERAGE_TASK_END_DROP)).quiet().value("outcome", "dropped"))
                    }))
                }))
            }
        },
    )
}

fn history(ui: &Ui, tasks: &[Task]) -> Markup {
    let ended: Vec<&Task> = tasks.iter().filter(|task| task.status != "open").collect();
    if ended.is_empty() {
        return html! {};
    }
    panel(
        ui.t(msg::COVERAGE_TASK_HISTORY),
        html! {
            ul {
                @for task in ended {
                    @let status = if task.status == "done" { msg::COVERAGE_TASK_STATUS_DONE } else { msg::COVERAGE_TASK_STATUS_DROPPED };
                    li {
                        p {
                            (task.organisation_name) " · " (ui.t(status))
                            @if let Some(at) = task.ended_at { " · " (ui.moment(at)) }
                        }
                        (muted(html! { (task.end_note.as_deref().unwrap_or(ui.t(msg::COVERAGE_TASK_AUTO))) }))
                    }
                }
            }
        },
    )
}
