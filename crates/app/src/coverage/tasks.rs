//! A gap handed to an organisation to close, and what becomes of it.

use std::collections::HashMap;

use axum::http::StatusCode;
use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, TaskId, UnitId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, Listed, StoreError, WriteTx, listed, params};

use super::{
    model::Span,
    refresh::{span_on, today},
    words::{Line, Status},
};
use crate::areas::scope_of;

/// The longest note on a task, in characters.
pub(super) const NOTE_MAX: usize = 300;

/// A gap to be closed by somebody.
#[derive(Clone, Debug)]
pub struct AssignGap {
    /// The organisation that hands it out.
    pub by: OrganisationId,
    /// The unit.
    pub unit: UnitId,
    /// The line it lacks.
    pub line: Line,
    /// Who is to close it.
    pub to: OrganisationId,
    /// By when.
    pub due: Date,
    /// A word for them.
    pub note: String,
}

/// Why a gap can't be handed out, or a task not ended.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// There is no such unit or task within sight.
    #[error("no such unit or task")]
    Unknown,
    /// It is no gap today.
    #[error("it is no gap today")]
    NoGap,
    /// Somebody has it already.
    #[error("somebody has it already")]
    Taken,
    /// The organisation lies outside, or exists no more.
    #[error("the organisation lies outside, or exists no more")]
    Outside,
    /// The day has passed.
    #[error("the day has passed")]
    Past,
    /// A task ended by hand needs a word on what came of it.
    #[error("no note")]
    NoNote,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TaskError {
    fn into_fault(self) -> Fault {
        let refusal = match self {
            Self::Unknown => return Fault::NotFound,
            Self::Store(error) => return error.into(),
            Self::NoGap => Refusal::conflict("gap-closed", msg::COVERAGE_TASK_NO_GAP),
            Self::Taken => Refusal::conflict("gap-taken", msg::COVERAGE_TASK_TAKEN),
            Self::Outside => Refusal::invalid("gap-outside", msg::COVERAGE_TASK_OUTSIDE),
            Self::Past => Refusal::invalid("gap-past", msg::COVERAGE_TASK_PAST),
            Self::NoNote => Refusal::with_status(
                StatusCode::UNPROCESSABLE_ENTITY,
                "gap-note",
                msg::COVERAGE_TASK_NO_NOTE,
            ),
        };
        refusal.into()
    }
}
refuse_with!(TaskError);

/// Hands a gap to an organisation below the one that hands it out.
///
/// # Errors
/// As [`TaskError`] says.
pub fn assign(tx: &mut WriteTx, command: &AssignGap) -> Result<TaskId, TaskError> {
    let AssignGap {
        by,
        unit,
        line,
        to,
        due,
        note,
    } = command;
    let today = today(tx);
    if *due < today {
        return Err(TaskError::Past);
    }
    let below = tx.one(
        "SELECT o.name FROM organisation_closure c JOIN organisation o ON o.id = c.descendant
         WHERE c.ancestor = ?1 AND c.descendant = ?2 AND o.valid_from <= ?3 AND ?3 < o.valid_to",
        params![by, to, today],
        |row| row.get::<String>(0),
    )?;
    below.ok_or(TaskError::Outside)?;
    let scope = scope_of(tx, *by)?.ok_or(TaskError::Unknown)?;
    let status = tx.one(
        "SELECT status FROM coverage_span
         WHERE unit = ?1 AND line = ?2 AND valid_from <= ?3 AND ?3 < valid_to
           AND (CAST(?4 AS TEXT) IS NULL OR town = ?4) AND (CAST(?5 AS TEXT) IS NULL OR area = ?5)",
        params![unit, line, today, scope.town(), scope.village()],
        |row| row.get::<Status>(0),
    )?;
    if status.ok_or(TaskError::Unknown)? != Status::Gap {
        return Err(TaskError::NoGap);
    }
    let id = TaskId::generate();
    let author = tx
        .by()
        .actor
        .person()
        .map(|person| person.to_text())
        .unwrap_or_default();
    let made = tx.execute(
        "INSERT INTO gap_task (id, unit, line, organisation, due_day, note, status, created_at, created_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', ?7, ?8)
         ON CONFLICT (unit, line) WHERE status = 'open' DO NOTHING",
        params![id, unit, line, to, due, note, tx.now(), author],
    )?;
    if made == 0 {
        return Err(TaskError::Taken);
    }
    let detail = serde_json::json!({ "unit": unit, "line": line, "to": to, "due": due });
    tx.record(Event::of("gap.assigned", &id).org(*by).detail(&detail))?;
    Ok(id)
}

/// Ends a task by hand: done though the records don't show it yet, or dropped, with a word on what came of it.
///
/// # Errors
/// As [`TaskError`] says.
pub fn end(
    tx: &mut WriteTx,
    org: OrganisationId,
    task: TaskId,
    done: bool,
    note: &str,
) -> Result<(), TaskError> {
    if note.is_empty() {
        return Err(TaskError::NoNote);
    }
    let ended = tx.execute(
        "UPDATE gap_task SET status = ?3, ended_at = ?4, end_note = ?5
         WHERE id = ?1 AND status = 'open'
           AND organisation IN (SELECT descendant FROM organisation_closure WHERE ancestor = ?2)",
        params![task, org, if done { "done" } else { "dropped" }, tx.now(), note],
    )?;
    if ended == 0 {
        return Err(TaskError::Unknown);
    }
    tx.record(
        Event::of("gap.ended", &task)
            .org(org)
            .detail(&serde_json::json!({ "done": done })),
    )?;
    Ok(())
}

/// Closes the open tasks of these units whose gap is no gap today.
pub(super) fn close_for(
    tx: &mut WriteTx,
    ids: &[UnitId],
    spans: &HashMap<UnitId, Vec<Span>>,
) -> Result<(), StoreError> {
    static OPEN: Listed = Listed::new(
        "SELECT id, unit, line, organisation FROM gap_task WHERE status = 'open' AND unit IN ({ids})",
    );
    let open = tx.all(OPEN.sql(), &listed(ids), |row| {
        Ok((
            row.get::<TaskId>(0)?,
            row.get::<UnitId>(1)?,
            row.get::<Line>(2)?,
            row.get::<OrganisationId>(3)?,
        ))
    })?;
    let today = today(tx);
    for (task, unit, line, organisation) in open {
        let span = spans.get(&unit).and_then(|spans| span_on(spans, line, today));
        if span.is_some_and(|span| span.status == Status::Gap) {
            continue;
        }
        let sql = "UPDATE gap_task SET status = 'done', ended_at = ?2 WHERE id = ?1 AND status = 'open'";
        if tx.execute(sql, params![task, tx.now()])? > 0 {
            let status = span.map(|span| span.status);
            tx.record(
                Event::of("gap.closed", &task)
                    .org(organisation)
                    .detail(&serde_json::json!({ "now": status })),
            )?;
        }
    }
    Ok(())
}
