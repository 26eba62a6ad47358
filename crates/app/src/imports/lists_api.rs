//! Lists of those who take part in a competition, for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{BatchId, CompetitionId, OrganisationId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    form::FileForm,
    gate::Grant,
    routes::Routes,
    ui::Ui,
};
use utoipa::OpenApi;

use super::{
    api::{Asked, Import, ImportFile, ImportRow, find, give_up, let_in, page_of, read_file, rows_of},
    batch::Shelf,
    place::{Entries, Here, Kept as _},
    registers::Verdict,
};
use crate::competitions::ManageCompetitions;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/api/v1/organisations/{org}/competitions/{competition}/entry-lists",
            list_entry_lists,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/entry-lists",
            send_entry_list,
        )
        .get(
            "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}",
            show_entry_list,
        )
        .get(
            "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}/rows",
            list_entry_rows,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}/apply",
            apply_entry_list,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}/discard",
            discard_entry_list,
        )
}

#[derive(OpenApi)]
#[openapi(paths(
    list_entry_lists,
    send_entry_list,
    show_entry_list,
    list_entry_rows,
    apply_entry_list,
    discard_entry_list
))]
pub(super) struct Doc;

/// The lists of a competition that the organisation holds; what another body holds isn't there.
async fn shelf(
    gate: &Grant<ManageCompetitions>,
    app: &App,
    competition: CompetitionId,
) -> Result<Shelf, Fault> {
    Ok(Entries::at(gate, app, Here::of(competition)).await?.shelf)
}

/// Lists of entries that were sent, the latest first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions/{competition}/entry-lists", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"),
        ("after" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, description = "A page of lists", body = List<Import>),
        (status = 404, description = "No such competition that this organisation holds")),
    security(("token" = ["competitions.manage"])))]
async fn list_entry_lists(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, competition)): Path<(OrganisationId, CompetitionId)>,
    paging: Paging<(i64, BatchId)>,
) -> Result<Json<List<Import>>, Fault> {
    let shelf = shelf(&gate, &app, competition).await?;
    page_of(&app, shelf, &paging).await
}

/// Reads a list of entries and compares it with who takes part. Nobody is entered yet. Columns of single people: 姓名,
/// 手机号, 单位, 条线; of teams: 队名, 单位, 条线, 队员, 联系人, 手机号.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/entry-lists", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    request_body(content = ImportFile, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "What the lines come to", body = Import),
        (status = 404, description = "No such competition that this organisation holds"),
        (status = 422, description = "The file can't be read; the problem says why"),
    ), security(("token" = ["competitions.manage"])))]
async fn send_entry_list(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, competition)): Path<(OrganisationId, CompetitionId)>,
    form: FileForm,
) -> Result<(StatusCode, Json<Import>), Fault> {
    let shelf = shelf(&gate, &app, competition).await?;
    read_file(&app, gate.by(), shelf, form).await
}

/// One list of entries: how many lines came to what, and how many went in.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"),
        ("batch" = String, Path, description = "The list")),
    responses((status = 200, description = "The list", body = Import), (status = 404, description = "No such list")),
    security(("token" = ["competitions.manage"])))]
async fn show_entry_list(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
) -> Result<Json<Import>, Fault> {
    let shelf = shelf(&gate, &app, competition).await?;
    find(&app, shelf, id).await.map(Json)
}

/// The lines of a list: the bad ones with what to do, unless another verdict is asked for.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}/rows", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"),
        ("batch" = String, Path, description = "The list"), ("verdict" = Option<Verdict>, Query),
        ("after" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, description = "A page of lines", body = List<ImportRow>), (status = 404, description = "No such list")),
    security(("token" = ["competitions.manage"])))]
async fn list_entry_rows(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
    (Query(asked), paging): (Query<Asked>, Paging<(i64,)>),
) -> Result<Json<List<ImportRow>>, Fault> {
    let shelf = shelf(&gate, &app, competition).await?;
    rows_of(&app, &ui, (shelf, id), &asked, &paging).await
}

/// Lets the good lines of a list in. It does so in the background: ask for the list until it is applied.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}/apply", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"),
        ("batch" = String, Path, description = "The list")),
    responses(
        (status = 202, description = "They go in", body = Import),
        (status = 404, description = "No such list"),
        (status = 409, description = "It was decided about already, or no line can go in"),
    ), security(("token" = ["competitions.manage"])))]
async fn apply_entry_list(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
) -> Result<(StatusCode, Json<Import>), Fault> {
    let shelf = shelf(&gate, &app, competition).await?;
    let_in(&app, gate.by(), (shelf, id), None).await
}

/// Gives a list of entries up: nobody of it is entered.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/entry-lists/{batch}/discard", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"),
        ("batch" = String, Path, description = "The list")),
    responses(
        (status = 200, description = "It was given up", body = Import),
        (status = 404, description = "No such list"),
        (status = 409, description = "It was decided about already"),
    ), security(("token" = ["competitions.manage"])))]
async fn discard_entry_list(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
) -> Result<Json<Import>, Fault> {
    let shelf = shelf(&gate, &app, competition).await?;
    give_up(&app, gate.by(), (shelf, id)).await
}
