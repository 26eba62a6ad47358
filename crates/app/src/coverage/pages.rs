//! The workbench's pages of coverage.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, TaskId, UnitId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    spoken::Day,
    ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    AssignGaps, ReadCoverage, export, gap_views,
    gap_views::{GapPage, Retry},
    links::{Typed, View},
    list_view, overview,
    overview::{ByStatus, Viewer},
    queries::{self, Filter},
    rules_view, task_queries,
    tasks::{self, AssignGap, NOTE_MAX, TaskError},
    views,
    words::{Line, Status},
};

/// The most bodies that a gap's page offers.
pub(super) const NEAR: i64 = 6;

impl View {
    fn asked(&self) -> overview::Asked {
        overview::Asked {
            on: self.on,
            line: self.line,
            town: self.town,
            kind: self.kind,
        }
    }

    /// What a list of this status is read by; the viewer's own town or village narrows it.
    pub(super) fn filter(&self, viewer: &Viewer, status: Status) -> Filter {
        Filter {
            on: self.on,
            line: self.line,
            status,
            town: viewer.town(self.town),
            area: viewer.scope.village().or(self.area),
            kind: self.kind,
        }
    }
}

/// The map and the table; with a status, the list behind a figure.
pub(super) async fn show(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Page, Fault> {
    let view = View::of(gate.org(), &ui, &typed);
    if let Some(status) = view.status {
        return show_list(&gate, &ui, &app, view, status).await;
    }
    let (org, asked) = (gate.org(), view.asked());
    let (viewer, found) = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let found = overview::overview(tx, &viewer, &asked)?;
            Ok::<_, Fault>((viewer, found))
        })
        .await?;
    let content = views::overview(&ui, &viewer, &view, &found);
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::COVERAGE_TITLE), content))
}

async fn show_list(
    gate: &Grant<ReadCoverage>,
    ui: &Ui,
    app: &App,
    view: View,
    status: Status,
) -> Result<Page, Fault> {
    let (org, wanted) = (gate.org(), view.clone());
    let (viewer, found) = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let filter = wanted.filter(&viewer, status);
            let found = queries::list(tx, &filter, wanted.after.as_ref(), list_view::PAGE as i64 + 1)?;
            Ok::<_, Fault>((viewer, found))
        })
        .await?;
    let title = ui.tf(msg::COVERAGE_LIST_TITLE, args! { status = ui.t(status.label()) });
    let content = list_view::list(ui, &viewer, &view, status, found);
    Ok(desk::page(app, ui, gate, &title, content))
}

/// The figures, or with a status the list behind one, as a file.
pub(super) async fn download(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Response, Fault> {
    let view = View::of(gate.org(), &ui, &typed);
    let (org, wanted) = (gate.org(), view.clone());
    let sheet = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>(match wanted.status {
                Some(status) => export::list(tx, &ui, &viewer, &wanted.filter(&viewer, status))?,
                None => export::figures(&ui, &overview::overview(tx, &viewer, &wanted.asked())?),
            })
        })
        .await?;
    export::answer(sheet, view.csv, view.on).await
}

pub(super) async fn show_gaps(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Page, Fault> {
    let view = View {
        status: None,
        ..View::of(gate.org(), &ui, &typed)
    };
    let (org, wanted) = (gate.org(), view.clone());
    let (viewer, sum, found) = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let figures = overview::overview(tx, &viewer, &wanted.asked())?;
            let lines = figures
                .lines
                .iter()
                .filter(|(line, _)| wanted.line.is_none_or(|only| only == *line));
            let sum = lines.fold(ByStatus::default(), |sum, (_, figures)| sum.plus(figures));
            let filter = wanted.filter(&viewer, Status::Gap);
            let found = queries::list(tx, &filter, wanted.after.as_ref(), list_view::PAGE as i64 + 1)?;
            Ok::<_, Fault>((viewer, sum, found))
        })
        .await?;
    let content = gap_views::list(&ui, &viewer, &view, &sum, found);
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        ui.t(msg::COVERAGE_GAPS_TITLE),
        content,
    ))
}

type GapPath = Path<(OrganisationId, UnitId, String)>;

pub(super) async fn show_gap(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Path((_, unit, line)): GapPath,
) -> Result<Page, Fault> {
    let line: Line = line.parse().map_err(|_| Fault::NotFound)?;
    gap_page(&app, &ui, &gate, unit, line, &Retry::default()).await
}

async fn gap_page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    unit: UnitId,
    line: Line,
    retry: &Retry,
) -> Result<Page, Fault> {
    let (org, on) = (gate.org(), time::day(ui.now));
    let may_assign = gate.may(AssignGaps::NAME);
    let page = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let gap = queries::gap(tx, viewer.scope, unit, line, on)?.ok_or(Fault::NotFound)?;
            let is_gap = gap.span.status == Status::Gap;
            let near = if is_gap {
                queries::neighbours(tx, unit, &gap, on, NEAR)?
            } else {
                Vec::new()
            };
            let assignees = if is_gap && may_assign {
                task_queries::assignees(tx, org, &gap, on)?
            } else {
                Vec::new()
            };
            let tasks = task_queries::tasks_of(tx, unit, line)?;
            Ok::<_, Fault>(GapPage {
                viewer,
                unit,
                line,
                gap,
                near,
                tasks,
                assignees,
            })
        })
        .await?;
    let names = args! { unit = page.gap.name.as_str(), line = line.name(ui) };
    let title = ui.tf(msg::COVERAGE_GAP_NOW_TITLE, names);
    Ok(desk::page(
        app,
        ui,
        gate,
        &title,
        gap_views::gap(ui, org, &page, may_assign, retry),
    ))
}

/// Hands a gap to an organisation.
pub(super) async fn assign(
    gate: Grant<AssignGaps>,
    ui: Ui,
    State(app): State<App>,
    Path((_, unit, line)): GapPath,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let line: Line = line.parse().map_err(|_| Fault::NotFound)?;
    let (command, mut errors) = read_assignment(gate.org(), unit, line, &fields);
    if let Some(command) = command {
        let due = command.due;
        let done = app
            .db
            .write(gate.by(), move |tx| {
                tasks::assign(tx, &command)?;
                let name = tx.one(
                    "SELECT name FROM organisation WHERE id = ?1",
                    langqiao_store::params![command.to],
                    |row| row.get::<String>(0),
                )?;
                Ok::<_, TaskError>(name.unwrap_or_default())
            })
            .await;
        match done {
            Ok(to) => {
                let said = Sentence::new(msg::COVERAGE_TASK_SENT)
                    .with("to", to)
                    .with("day", Day(due));
                let href = format!("/w/{}/coverage/gaps/{unit}/{line}", gate.org());
                return Ok(SeeOther::to(href).say(Tone::Ok, said).into_response());
            }
            Err(TaskError::Past) => errors.add("due", msg::COVERAGE_TASK_PAST),
            Err(TaskError::Outside) => errors.add("to", msg::COVERAGE_TASK_OUTSIDE),
            Err(TaskError::Taken) => errors.add("", msg::COVERAGE_TASK_TAKEN),
            Err(TaskError::NoGap) => errors.add("", msg::COVERAGE_TASK_NO_GAP),
            Err(other) => return Err(other.into()),
        }
    }
    let retry = Retry {
        problems: errors.problems(&ui),
        fields,
    };
    let page = gap_page(&app, &ui, &gate, unit, line, &retry).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn read_assignment(
    by: OrganisationId,
    unit: UnitId,
    line: Line,
    fields: &Fields,
) -> (Option<AssignGap>, FieldErrors) {
    let mut errors = FieldErrors::new();
    let to = fields.raw("to").parse().ok();
    let due = fields.raw("due").trim().parse().ok();
    if to.is_none() {
        errors.add("to", msg::COVERAGE_TASK_NO_TO);
    }
    if due.is_none() {
        errors.add("due", msg::COVERAGE_TASK_NO_DUE);
    }
    let note = langqiao_kernel::text::clip(fields.raw("note").trim(), NOTE_MAX);
    (
        to.zip(due).map(|(to, due)| AssignGap {
            by,
            unit,
            line,
            to,
            due,
            note,
        }),
        errors,
    )
}

/// Ends a task by hand.
pub(super) async fn end_task(
    gate: Grant<AssignGaps>,
    ui: Ui,
    State(app): State<App>,
    Path((_, task)): Path<(OrganisationId, TaskId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let note = langqiao_kernel::text::clip(fields.raw("end_note").trim(), NOTE_MAX);
    let done = fields.raw("outcome") != "dropped";
    let (unit, line) = app
        .db
        .read(move |tx| task_queries::task_subject(tx, org, task))
        .await?
        .ok_or(Fault::NotFound)?;
    match app
        .db
        .write(gate.by(), move |tx| tasks::end(tx, org, task, done, &note))
        .await
    {
        Ok(()) => {
            let href = format!("/w/{org}/coverage/gaps/{unit}/{line}");
            Ok(SeeOther::to(href)
                .say(Tone::Ok, msg::COVERAGE_TASK_ENDED)
                .into_response())
        }
        Err(TaskError::NoNote) => {
            let mut errors = FieldErrors::new();
            errors.add("end_note", msg::COVERAGE_TASK_NO_NOTE);
            let retry = Retry {
                problems: errors.problems(&ui),
                fields,
            };
            let page = gap_page(&app, &ui, &gate, unit, line, &retry).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn show_rules(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
) -> Result<Page, Fault> {
    let content = rules_view::page(&ui, gate.org());
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        ui.t(msg::COVERAGE_RULES_TITLE),
        content,
    ))
}

/// What waits for an organisation today: the gaps it was given.
pub(super) fn today(
    tx: &mut langqiao_store::ReadTx,
    ui: &Ui,
    ask: &langqiao_platform::feature::TodayAsk,
) -> Result<Vec<langqiao_platform::feature::TodayItem>, StoreError> {
    let open = task_queries::open_tasks(tx, ask.org, time::day(ask.now), 20)?;
    let items = open.into_iter().map(|task| {
        let names = args! { unit = task.unit_name.as_str(), line = task.line.name(ui) };
        langqiao_platform::feature::TodayItem {
            due: task.due.tomorrow().ok().map(time::start_of_day),
            title: ui.tf(msg::COVERAGE_TASK_TODAY, names),
            detail: ui.tf(
                msg::COVERAGE_TASK_TODAY_DETAIL,
                args! { people = when::count(task.people) },
            ),
            href: format!("/w/{}/coverage/gaps/{}/{}", ask.org, task.unit, task.line),
            action: msg::COVERAGE_TASK_TODAY_ACTION,
        }
    });
    Ok(items.collect())
}
