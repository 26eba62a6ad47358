//! Imports for programs.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::id::{BatchId, OrganisationId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::{Fault, Refusal},
    form::FileForm,
    gate::Grant,
    i18n::msg,
    routes::Routes,
    spoken,
    ui::Ui,
};
use langqiao_store::By;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    apply,
    batch::{self, Batch, BatchRow, Shelf, Status, Which},
    field::Field,
    header::Header,
    preview::{NewImport, preview},
    registers::{Subject, Verdict},
    say,
};
use crate::units::KeepRegisters;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/organisations/{org}/imports", list)
        .post("/api/v1/organisations/{org}/imports", start_import)
        .get("/api/v1/organisations/{org}/imports/{batch}", show_import)
        .get("/api/v1/organisations/{org}/imports/{batch}/rows", rows)
        .post("/api/v1/organisations/{org}/imports/{batch}/apply", confirm)
        .post("/api/v1/organisations/{org}/imports/{batch}/discard", discard)
}

#[derive(OpenApi)]
#[openapi(
    paths(list, start_import, show_import, rows, confirm, discard),
    components(schemas(Import, ImportRow, ImportProblem, Decision, ImportFile))
)]
struct Doc;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    let mut whole = Doc::openapi();
    whole.merge(super::lists_api::Doc::openapi());
    whole
}

/// An import.
#[derive(Serialize, ToSchema)]
pub(super) struct Import {
    #[schema(value_type = String)]
    id: BatchId,
    /// Into which register.
    register: Subject,
    file_name: String,
    /// `preview` until it is applied or discarded.
    status: Status,
    /// Whether its rows are going in now.
    under_way: bool,
    /// Rows that bring something new.
    new: u64,
    /// Rows that change something.
    changed: u64,
    /// Rows of which all is known.
    same: u64,
    /// Rows that can't go in.
    bad: u64,
    /// Rows that go in only with a reason.
    held: u64,
    /// Rows that went in.
    taken: i64,
    /// The titles of columns that nothing is taken from.
    unused_columns: Vec<String>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    applied_at: Option<String>,
}

impl From<Batch> for Import {
    fn from(batch: Batch) -> Self {
        Self {
            id: batch.id,
            register: batch.subject,
            under_way: batch.is_under_way(),
            status: batch.status,
            new: batch.counts.new,
            changed: batch.counts.changed,
            same: batch.counts.same,
            bad: batch.counts.bad,
            held: batch.counts.held,
            taken: batch.taken,
            unused_columns: batch.header.unused().map(str::to_owned).collect(),
            created_at: stamp(batch.created_at),
            applied_at: batch.applied_at.map(stamp),
            file_name: batch.file_name,
        }
    }
}

fn stamp(at: Timestamp) -> String {
    at.display_with_offset(jiff::tz::offset(8)).to_string()
}

/// A row of an import.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportRow {
    /// Its number in the file.
    row: u32,
    verdict: Verdict,
    /// What is said of a unit's or team's name, so that it is found in the file.
    name: String,
    problems: Vec<ImportProblem>,
    /// What it changes.
    changes: Vec<Field>,
}

/// What is wrong with a row.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportProblem {
    /// In which column; absent if it is the row as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<Field>,
    /// Whether a reason lets the row in all the same.
    can_be_overridden: bool,
    /// What is wrong and what to do, in the reader's language.
    message: String,
}

/// A decision about an import.
#[derive(Deserialize, ToSchema)]
pub(super) struct Decision {
    /// Why rows that need a reason shall go in too; without it they stay out.
    reason: Option<String>,
}

/// A file to be read.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes the form's field; the file is read from the form itself"
)]
pub(super) struct ImportFile {
    /// XLSX, XLS or CSV.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Imports, the latest first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/imports", tag = "imports",
    params(("org" = String, Path), ("after" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, description = "A page of imports", body = List<Import>)),
    security(("token" = ["registers.import"])))]
pub(super) async fn list(
    gate: Grant<KeepRegisters>,
    State(app): State<App>,
    paging: Paging<(i64, BatchId)>,
) -> Result<Json<List<Import>>, Fault> {
    page_of(&app, Shelf::registers(gate.org()), &paging).await
}

/// A page of the imports that belong there.
pub(super) async fn page_of(
    app: &App,
    shelf: Shelf,
    paging: &Paging<(i64, BatchId)>,
) -> Result<Json<List<Import>>, Fault> {
    let rows = paging.rows();
    let after = paging
        .after
        .and_then(|(at, id)| Some((Timestamp::from_millisecond(at).ok()?, id)));
    let batches = app.db.read(move |tx| batch::list(tx, shelf, after, rows)).await?;
    let keys: Vec<(i64, BatchId)> = batches
        .iter()
        .map(|batch| (batch.created_at.as_millisecond(), batch.id))
        .collect();
    let key = |import: &Import| {
        keys.iter()
            .find(|(_, id)| *id == import.id)
            .copied()
            .unwrap_or((0, import.id))
    };
    Ok(Json(List::of(
        paging,
        batches.into_iter().map(Import::from).collect(),
        key,
    )))
}

/// Reads a file and compares it with what is there. Nothing goes in yet.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/imports", tag = "imports",
    params(("org" = String, Path)),
    request_body(content = ImportFile, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "What the rows come to", body = Import),
        (status = 422, description = "The file can't be read; the problem says why"),
    ), security(("token" = ["registers.import"])))]
pub(super) async fn start_import(
    gate: Grant<KeepRegisters>,
    State(app): State<App>,
    form: FileForm,
) -> Result<(StatusCode, Json<Import>), Fault> {
    read_file(&app, gate.by(), Shelf::registers(gate.org()), form).await
}

/// Reads a file and says what its rows come to.
pub(super) async fn read_file(
    app: &App,
    by: By,
    shelf: Shelf,
    form: FileForm,
) -> Result<(StatusCode, Json<Import>), Fault> {
    let file = form.files.into_iter().find(|file| file.field == "file");
    let file = file.ok_or_else(|| Refusal::invalid("import-file", msg::IMPORTS_FILE_NONE))?;
    let new = NewImport {
        shelf,
        file_name: file.name,
        bytes: file.bytes,
    };
    let id = preview(app, by, new).await?;
    Ok((StatusCode::CREATED, Json(find(app, shelf, id).await?)))
}

/// One import.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/imports/{batch}", tag = "imports",
    params(("org" = String, Path), ("batch" = String, Path)),
    responses((status = 200, description = "The import", body = Import), (status = 404, description = "No such import")),
    security(("token" = ["registers.import"])))]
pub(super) async fn show_import(
    gate: Grant<KeepRegisters>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BatchId)>,
) -> Result<Json<Import>, Fault> {
    find(&app, Shelf::registers(gate.org()), id).await.map(Json)
}

/// An import that belongs there.
pub(super) async fn find(app: &App, shelf: Shelf, id: BatchId) -> Result<Import, Fault> {
    let batch = app.db.read(move |tx| batch::find(tx, id, Some(shelf))).await?;
    batch.map(Import::from).ok_or(Fault::NotFound)
}

/// Which rows are asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    verdict: Option<Verdict>,
    #[serde(default)]
    held: bool,
}

/// The rows of an import: the bad ones, unless another verdict is asked for.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/imports/{batch}/rows", tag = "imports",
    params(("org" = String, Path), ("batch" = String, Path), ("verdict" = Option<Verdict>, Query),
        ("held" = Option<bool>, Query, description = "Those that wait for a reason"),
        ("after" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, description = "A page of rows", body = List<ImportRow>)),
    security(("token" = ["registers.import"])))]
pub(super) async fn rows(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BatchId)>,
    (Query(asked), paging): (Query<Asked>, Paging<(i64,)>),
) -> Result<Json<List<ImportRow>>, Fault> {
    rows_of(&app, &ui, (Shelf::registers(gate.org()), id), &asked, &paging).await
}

/// A page of the rows of an import that belongs there.
pub(super) async fn rows_of(
    app: &App,
    ui: &Ui,
    (shelf, id): (Shelf, BatchId),
    asked: &Asked,
    paging: &Paging<(i64,)>,
) -> Result<Json<List<ImportRow>>, Fault> {
    let keys = Arc::clone(&app.keys);
    let which = if asked.held {
        Which::Held
    } else {
        Which::Verdict(asked.verdict.unwrap_or(Verdict::Bad))
    };
    let (after, limit) = (paging.after.map_or(0, |(row,)| row), paging.rows());
    let read = app.db.read(move |tx| -> Result<_, Fault> {
        let batch = batch::find(tx, id, Some(shelf))?.ok_or(Fault::NotFound)?;
        Ok((
            batch.subject,
            batch.header,
            batch::rows(tx, &keys, id, which, after, limit)?,
        ))
    });
    let (subject, header, rows) = read.await?;
    let rows = rows
        .iter()
        .map(|row| import_row(ui, subject, &header, row))
        .collect();
    Ok(Json(List::of(paging, rows, |row: &ImportRow| {
        (i64::from(row.row),)
    })))
}

fn import_row(ui: &Ui, subject: Subject, header: &Header, row: &BatchRow) -> ImportRow {
    let is_personal = subject
        .columns()
        .iter()
        .any(|column| column.field == Field::Name && column.personal);
    let name = header
        .column(Field::Name)
        .filter(|_| !is_personal)
        .map(|at| row.line.cell(at).shown());
    let problems = row.outcome.problems.iter().map(|problem| ImportProblem {
        column: problem.field,
        can_be_overridden: problem.can_be_overridden(),
        message: spoken::say(ui, &say::problem(&problem.what)),
    });
    ImportRow {
        row: row.line.number,
        verdict: row.outcome.verdict,
        name: name.unwrap_or_default(),
        problems: problems.collect(),
        changes: row.outcome.changes.clone(),
    }
}

/// Lets an import go in. It does so in the background: ask for the import until it is applied.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/imports/{batch}/apply", tag = "imports",
    params(("org" = String, Path), ("batch" = String, Path)), request_body = Decision,
    responses(
        (status = 202, description = "It goes in", body = Import),
        (status = 409, description = "It was decided about already, or no row can go in"),
    ), security(("token" = ["registers.import"])))]
pub(super) async fn confirm(
    gate: Grant<KeepRegisters>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BatchId)>,
    Json(decision): Json<Decision>,
) -> Result<(StatusCode, Json<Import>), Fault> {
    let shelf = Shelf::registers(gate.org());
    let_in(&app, gate.by(), (shelf, id), decision.reason).await
}

/// Lets the good rows of an import that belongs there go in.
pub(super) async fn let_in(
    app: &App,
    by: By,
    (shelf, id): (Shelf, BatchId),
    reason: Option<String>,
) -> Result<(StatusCode, Json<Import>), Fault> {
    app.db
        .write(by, move |tx| apply::confirm(tx, shelf, id, reason.as_deref()))
        .await?;
    Ok((StatusCode::ACCEPTED, Json(find(app, shelf, id).await?)))
}

/// Gives an import up.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/imports/{batch}/discard", tag = "imports",
    params(("org" = String, Path), ("batch" = String, Path)),
    responses(
        (status = 200, description = "It was given up", body = Import),
        (status = 409, description = "It was decided about already"),
    ), security(("token" = ["registers.import"])))]
pub(super) async fn discard(
    gate: Grant<KeepRegisters>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BatchId)>,
) -> Result<Json<Import>, Fault> {
    give_up(&app, gate.by(), (Shelf::registers(gate.org()), id)).await
}

/// Gives an import up that belongs there.
pub(super) async fn give_up(app: &App, by: By, (shelf, id): (Shelf, BatchId)) -> Result<Json<Import>, Fault> {
    app.db.write(by, move |tx| apply::discard(tx, shelf, id)).await?;
    find(app, shelf, id).await.map(Json)
}
