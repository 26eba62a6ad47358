//! One gap for programs: why it is one, who is near, and who is to close it.

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, TaskId, UnitId},
    text::clip,
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    AssignGaps, ReadCoverage,
    overview::Viewer,
    pages::NEAR,
    queries::{self, Gap, Neighbour},
    task_queries::{self, Task},
    tasks::{self, AssignGap, NOTE_MAX, TaskError},
    words::{Line, Status, UnitKind, Way, Why},
};

/// The gaps' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(show_gap, assign_gap, end_task))]
pub(super) struct Api;

/// A body that could share with a unit.
#[derive(Serialize, ToSchema)]
struct NearWire {
    /// The organisation's id.
    #[schema(value_type = String)]
    organisation: OrganisationId,
    /// Its name.
    name: String,
    /// How it would cover the unit.
    way: Way,
    /// Whether it works in the same town.
    same_town: bool,
    /// How far it is, in kilometres on the plan.
    kilometres: f64,
    /// How many units it covers today.
    units: i64,
    /// How many people of the line are in them.
    people: i64,
}

impl From<Neighbour> for NearWire {
    fn from(near: Neighbour) -> Self {
        Self {
            organisation: near.organisation,
            name: near.name,
            way: near.way,
            same_town: near.same_town,
            kilometres: near.km,
            units: near.units,
            people: near.people,
        }
    }
}

/// A task of closing a gap.
#[derive(Serialize, ToSchema)]
struct TaskWire {
    /// The task's id.
    #[schema(value_type = String)]
    id: TaskId,
    /// The id of the organisation that is to do it.
    #[schema(value_type = String)]
    organisation: OrganisationId,
    /// What it is called.
    organisation_name: String,
    /// By when.
    #[schema(value_type = String)]
    due: Date,
    /// A word for them.
    note: String,
    /// `open`, `done` or `dropped`.
    status: String,
    /// What came of it.
    end_note: Option<String>,
}

impl From<Task> for TaskWire {
    fn from(task: Task) -> Self {
        Self {
            id: task.id,
            organisation: task.organisation,
            organisation_name: task.organisation_name,
            due: task.due,
            note: task.note,
            status: task.status,
            end_note: task.end_note,
        }
    }
}

/// A unit's coverage by a line today.
#[derive(Serialize, ToSchema)]
pub(super) struct OneGapWire {
    /// The unit's id.
    #[schema(value_type = String)]
    unit: UnitId,
    /// Its name.
    name: String,
    /// Its kind.
    kind: UnitKind,
    /// The line.
    #[schema(value_type = String)]
    line: Line,
    /// How it stands; a gap if nobody has closed it.
    status: Status,
    /// The people of the line in it.
    people: i64,
    /// Since when it stands so.
    #[schema(value_type = String)]
    since: Date,
    /// Why it is so.
    why: Why,
    /// The rule by which it is due.
    rule: Option<String>,
    /// The nearest living bodies that could share, those of its town first; of a gap only.
    near: Vec<NearWire>,
    /// The tasks there were for it, the latest first.
    tasks: Vec<TaskWire>,
}

impl OneGapWire {
    fn of(unit: UnitId, gap: Gap, near: Vec<Neighbour>, tasks: Vec<Task>) -> Self {
        Self {
            unit,
            name: gap.name,
            kind: gap.kind,
            line: gap.span.line,
            status: gap.span.status,
            people: gap.span.people,
            since: gap.span.from,
            why: gap.span.reason.why,
            rule: gap.span.reason.rule,
            near: near.into_iter().map(NearWire::from).collect(),
            tasks: tasks.into_iter().map(TaskWire::from).collect(),
        }
    }
}

/// A gap to be handed to somebody.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewTask {
    /// The id of the organisation that is to close it: the caller's own or one below.
    #[schema(value_type = String)]
    to: OrganisationId,
    /// By when.
    #[schema(value_type = String, example = "2026-12-31")]
    due: Date,
    /// A word for them.
    #[serde(default)]
    note: String,
}

/// A task that was handed out.
#[derive(Serialize, ToSchema)]
pub(super) struct NewTaskWire {
    /// The task's id.
    #[schema(value_type = String)]
    id: TaskId,
}

/// What came of a task.
#[derive(Deserialize, ToSchema)]
pub(super) struct TaskEnd {
    /// Whether it was done; otherwise it is dropped.
    done: bool,
    /// What came of it.
    note: String,
}

/// A gap, with the nearest bodies that could share and who is to close it
#[utoipa::path(get, path = "/api/v1/organisations/{org}/coverage/gaps/{unit}/{line}", tag = "coverage",
    params(("org" = String, Path, description = "The organisation whose areas are looked at"),
        ("unit" = String, Path, description = "The unit"), ("line" = String, Path, description = "The line")),
    responses(
        (status = 200, description = "How the unit stands today", body = OneGapWire),
        (status = 404, description = "No such unit in the organisation's areas, or no such line"),
    ), security(("token" = ["coverage.read"])))]
pub(super) async fn show_gap(
    gate: Grant<ReadCoverage>,
    State(app): State<App>,
    Path((_, unit, line)): Path<(OrganisationId, UnitId, String)>,
) -> Result<Json<OneGapWire>, Fault> {
    let line: Line = line.parse().map_err(|_| Fault::NotFound)?;
    let (org, on) = (gate.org(), time::day(app.now()));
    let wire = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let gap = queries::gap(tx, viewer.scope, unit, line, on)?.ok_or(Fault::NotFound)?;
            let near = match gap.span.status {
                Status::Gap => queries::neighbours(tx, unit, &gap, on, NEAR)?,
                _ => Vec::new(),
            };
            let tasks = task_queries::tasks_of(tx, unit, line)?;
            Ok::<_, Fault>(OneGapWire::of(unit, gap, near, tasks))
        })
        .await?;
    Ok(Json(wire))
}

/// Hand a gap to an organisation, to be closed by a day
#[utoipa::path(post, path = "/api/v1/organisations/{org}/coverage/gaps/{unit}/{line}", tag = "coverage",
    params(("org" = String, Path, description = "The organisation that hands it out"),
        ("unit" = String, Path, description = "The unit"), ("line" = String, Path, description = "The line it lacks")),
    request_body = NewTask,
    responses(
        (status = 201, description = "Handed out", body = NewTaskWire),
        (status = 404, description = "No such unit in the organisation's areas, or no such line"),
        (status = 409, description = "It is no gap today, or somebody has it already"),
        (status = 422, description = "The day has passed, or the organisation is not below the caller's"),
    ), security(("token" = ["gaps.assign"])))]
pub(super) async fn assign_gap(
    gate: Grant<AssignGaps>,
    State(app): State<App>,
    Path((_, unit, line)): Path<(OrganisationId, UnitId, String)>,
    Json(new): Json<NewTask>,
) -> Result<(StatusCode, Json<NewTaskWire>), Fault> {
    let command = AssignGap {
        by: gate.org(),
        unit,
        line: line.parse().map_err(|_| Fault::NotFound)?,
        to: new.to,
        due: new.due,
        note: clip(new.note.trim(), NOTE_MAX),
    };
    let assign = move |tx: &mut langqiao_store::WriteTx| tasks::assign(tx, &command);
    let id = app.db.write::<_, TaskError, _>(gate.by(), assign).await?;
    Ok((StatusCode::CREATED, Json(NewTaskWire { id })))
}

/// End a task, done or dropped
#[utoipa::path(post, path = "/api/v1/organisations/{org}/coverage/tasks/{task}/end", tag = "coverage",
    params(("org" = String, Path, description = "The organisation"), ("task" = String, Path, description = "The task")),
    request_body = TaskEnd,
    responses(
        (status = 204, description = "Ended"),
        (status = 404, description = "No such open task under the organisation"),
        (status = 422, description = "Nothing said about what came of it"),
    ), security(("token" = ["gaps.assign"])))]
pub(super) async fn end_task(
    gate: Grant<AssignGaps>,
    State(app): State<App>,
    Path((_, task)): Path<(OrganisationId, TaskId)>,
    Json(end): Json<TaskEnd>,
) -> Result<StatusCode, Fault> {
    let (org, note) = (gate.org(), clip(end.note.trim(), NOTE_MAX));
    let end = move |tx: &mut langqiao_store::WriteTx| tasks::end(tx, org, task, end.done, &note);
    app.db.write::<_, TaskError, _>(gate.by(), end).await?;
    Ok(StatusCode::NO_CONTENT)
}
