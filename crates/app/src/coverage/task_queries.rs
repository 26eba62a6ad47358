//! What the pages read of tasks: those of a gap, those that wait for an organisation, who can be given one.

use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, TaskId, UnitId};
use langqiao_store::{ReadTx, StoreError, params};

use super::{queries::Gap, words::Line};

/// A task of closing a gap.
#[derive(Clone, Debug)]
pub struct Task {
    /// The task.
    pub id: TaskId,
    /// Who is to do it.
    pub organisation: OrganisationId,
    /// Their name.
    pub organisation_name: String,
    /// By when.
    pub due: Date,
    /// A word for them.
    pub note: String,
    /// `open`, `done` or `dropped`.
    pub status: String,
    /// What came of it, in a word.
    pub end_note: Option<String>,
    /// When it was handed out.
    pub created_at: jiff::Timestamp,
    /// When it ended.
    pub ended_at: Option<jiff::Timestamp>,
}

/// The tasks there were for a gap, the latest first.
///
/// # Errors
/// When the database fails.
pub fn tasks_of(tx: &mut ReadTx, unit: UnitId, line: Line) -> Result<Vec<Task>, StoreError> {
    tx.all(
        "SELECT t.id, t.organisation, o.name, t.due_day, t.note, t.status, t.end_note, t.created_at, t.ended_at
         FROM gap_task t JOIN organisation o ON o.id = t.organisation
         WHERE t.unit = ?1 AND t.line = ?2 ORDER BY t.created_at DESC LIMIT 20",
        params![unit, line],
        |row| {
            Ok(Task {
                id: row.get(0)?,
                organisation: row.get(1)?,
                organisation_name: row.get(2)?,
                due: row.get(3)?,
                note: row.get(4)?,
                status: row.get(5)?,
                end_note: row.get(6)?,
                created_at: row.get(7)?,
                ended_at: row.get(8)?,
            })
        },
    )
}

/// An open task as the page of the day shows it.
#[derive(Clone, Debug)]
pub struct OpenTask {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The line.
    pub line: Line,
    /// By when.
    pub due: Date,
    /// People left out.
    pub people: i64,
}

/// What waits for an organisation: gaps it was given that are still gaps today.
///
/// # Errors
/// When the database fails.
pub fn open_tasks(
    tx: &mut ReadTx,
    org: OrganisationId,
    on: Date,
    limit: i64,
) -> Result<Vec<OpenTask>, StoreError> {
    tx.all(
        "SELECT t.unit, u.name, t.line, t.due_day, s.people
         FROM gap_task t JOIN unit u ON u.id = t.unit
         JOIN coverage_span s ON s.unit = t.unit AND s.line = t.line AND s.valid_from <= ?2 AND ?2 < s.valid_to AND s.status = 'gap'
         WHERE t.organisation = ?1 AND t.status = 'open' ORDER BY t.due_day, t.id LIMIT ?3",
        params![org, on, limit],
        |row| {
            Ok(OpenTask {
                unit: row.get(0)?,
                unit_name: row.get(1)?,
                line: row.get(2)?,
                due: row.get(3)?,
                people: row.get(4)?,
            })
        },
    )
}

/// The bodies below an organisation that a gap can be given to: of the gap's line, working in its town or
/// village, and the organisation itself.
///
/// # Errors
/// When the database fails.
pub fn assignees(
    tx: &mut ReadTx,
    org: OrganisationId,
    gap: &Gap,
    on: Date,
) -> Result<Vec<(OrganisationId, String)>, StoreError> {
    tx.all(
        "SELECT o.id, o.name FROM organisation_closure c JOIN organisation o ON o.id = c.descendant
         WHERE c.ancestor = ?1 AND o.valid_from <= ?2 AND ?2 < o.valid_to
           AND (o.id = ?1 OR (o.line = ?3 AND o.unit IS NULL AND (o.area IN (?4, ?5) OR c.depth <= 1)))
         ORDER BY CASE WHEN o.line = ?3 AND o.area = ?4 THEN 0 WHEN o.line = ?3 AND o.area = ?5 THEN 1 ELSE 2 END, o.name, o.id
         LIMIT 30",
        params![org, on, gap.span.line, gap.town, gap.area],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The gap that a task is for, if the organisation handed to lies below this one.
///
/// # Errors
/// When the database fails.
pub fn task_subject(
    tx: &mut ReadTx,
    org: OrganisationId,
    task: TaskId,
) -> Result<Option<(UnitId, Line)>, StoreError> {
    tx.one(
        "SELECT t.unit, t.line FROM gap_task t JOIN organisation_closure c ON c.descendant = t.organisation
         WHERE t.id = ?1 AND c.ancestor = ?2",
        params![task, org],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
