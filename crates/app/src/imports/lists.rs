//! The workbench's pages on which a list of those who take part in a competition comes in.

use axum::{extract::State, response::Response};
use langqiao_kernel::id::{BatchId, CompetitionId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    form::{FileForm, Form},
    gate::Grant,
    reply::SeeOther,
    routes::Routes,
    ui::prelude::*,
};

use super::{
    batch::Shelf,
    files::{rejects_of, template_of},
    pages::{After, At, Refused, Shown, confirm_in, discard_in, go_on_in, list_page, show_page, upload_to},
    registers::Subject,
};
use crate::competitions::{ManageCompetitions, bring};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/w/{org}/competitions/{competition}/entry-lists", list)
        .post("/w/{org}/competitions/{competition}/entry-lists", upload)
        .get(
            "/w/{org}/competitions/{competition}/entry-lists/template.xlsx",
            template,
        )
        .get("/w/{org}/competitions/{competition}/entry-lists/{batch}", show)
        .post(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/apply",
            confirm,
        )
        .post(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/go-on",
            go_on,
        )
        .post(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/discard",
            discard,
        )
        .get(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/rejects.xlsx",
            rejects,
        )
}

/// Where the lists of a competition stand that the officer's organisation holds; what another body holds isn't there.
async fn at(gate: &Grant<ManageCompetitions>, app: &App, competition: CompetitionId) -> Result<At, Fault> {
    let (organisation, now) = (gate.org(), app.now());
    let read = app
        .db
        .read(move |tx| bring::ground(tx, Some(organisation), competition, now));
    let of = read.await?.ok_or(Fault::NotFound)?;
    let here = format!("/w/{organisation}/competitions/{competition}");
    Ok(At {
        shelf: Shelf {
            organisation,
            competition: Some(competition),
        },
        subject: if of.team { Subject::Teams } else { Subject::Entries },
        base: format!("{here}/entry-lists"),
        of: Some((of.title, format!("{here}/entries"))),
    })
}

/// `GET /w/{org}/competitions/{competition}/entry-lists`: a list to send, and those that were sent.
async fn list(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, competition)): Path<(OrganisationId, CompetitionId)>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let at = at(&gate, &app, competition).await?;
    list_page(&gate, &ui, &app, &at, after, &Problems::new()).await
}

/// `POST /w/{org}/competitions/{competition}/entry-lists`: a list comes, is read and compared.
async fn upload(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, competition)): Path<(OrganisationId, CompetitionId)>,
    form: FileForm,
) -> Result<Response, Fault> {
    let at = at(&gate, &app, competition).await?;
    upload_to(&gate, &ui, &app, &at, form).await
}

/// `GET /w/{org}/competitions/{competition}/entry-lists/template.xlsx`: an empty list to fill in.
async fn template(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, competition)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Response, Fault> {
    let at = at(&gate, &app, competition).await?;
    template_of(ui, at.subject).await
}

/// `GET /w/{org}/competitions/{competition}/entry-lists/{batch}`: what each line comes to, or what came of it.
async fn show(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
    Query(shown): Query<Shown>,
) -> Result<Page, Fault> {
    let at = at(&gate, &app, competition).await?;
    show_page(&gate, &ui, &app, (&at, id), shown, &Refused::default()).await
}

/// `POST /w/{org}/competitions/{competition}/entry-lists/{batch}/apply`: the good lines go in.
async fn confirm(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let at = at(&gate, &app, competition).await?;
    confirm_in(&gate, &ui, &app, (&at, id), &fields).await
}

/// `POST /w/{org}/competitions/{competition}/entry-lists/{batch}/go-on`: a list that stands still goes on.
async fn go_on(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let at = at(&gate, &app, competition).await?;
    go_on_in(&gate, &app, &at, id).await
}

/// `POST /w/{org}/competitions/{competition}/entry-lists/{batch}/discard`: nothing goes in.
async fn discard(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let at = at(&gate, &app, competition).await?;
    discard_in(&gate, &app, &at, id).await
}

/// `GET /w/{org}/competitions/{competition}/entry-lists/{batch}/rejects.xlsx`: the lines that can't go in, each with why.
async fn rejects(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, competition, id)): Path<(OrganisationId, CompetitionId, BatchId)>,
) -> Result<Response, Fault> {
    let at = at(&gate, &app, competition).await?;
    rejects_of(&app, &ui, at.shelf, id).await
}
