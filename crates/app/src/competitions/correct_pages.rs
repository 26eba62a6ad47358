//! An entry is corrected before the draw: on the office's page, and on that of who entered it.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{CompetitionId, EntryId, OrganisationId, PersonId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, SignedIn},
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    ManageCompetitions, correct, form_views,
    model::{Competition, Entry},
    office_pages::on_own,
    queries, typed,
};

/// An entry with what is said of it on the page that corrects it.
struct Shown {
    of: Competition,
    entry: Entry,
    people: Vec<(i64, String)>,
}

fn read(
    tx: &mut ReadTx<'_>,
    of: Option<Competition>,
    entry: EntryId,
    own: Option<PersonId>,
) -> Result<Shown, NotDone> {
    let of = of.ok_or(NotDone::NotFound)?;
    let entry = queries::entries(tx, of.id)?
        .into_iter()
        .find(|known| known.id == entry && known.withdrawn_at.is_none())
        .filter(|known| own.is_none() || known.contact == own)
        .ok_or(NotDone::NotFound)?;
    let people = correct::named(tx, entry.id)?;
    Ok(Shown { of, entry, people })
}

fn content(
    ui: &Ui,
    shown: &Shown,
    own: bool,
    (action, back): (&str, &str),
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let title = ui.t(msg::COMPETITION_CORRECT_ENTRY);
    html! {
        (page_title(title, Some(&shown.of.title), None))
        (stack(html! {
            p { (link(back, ui.t(msg::COMPETITION_BACK_TO_LIST))) }
            @if shown.of.started_at.is_some() {
                (notice(Tone::Warn, html! { (ui.t(msg::COMPETITION_CORRECT_LATE)) }))
            } @else {
                (error_summary(ui, problems))
                (form(ui, action).body(html! {
                    (form_views::correct_fields(ui, &shown.of, &shown.people, fields, problems, own))
                    (action_bar(html! { (button(ui.t(msg::COMPETITION_CORRECT_SAVE)).primary()) }))
                }))
            }
        }))
    }
}

type OfOffice = Path<(OrganisationId, CompetitionId, EntryId)>;

/// `GET /w/{org}/competitions/{competition}/entries/{entry}/edit`
pub(super) async fn office(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, entry)): OfOffice,
) -> Result<Page, Fault> {
    office_page(&app, &ui, &gate, (id, entry), None, &Problems::new()).await
}

async fn office_page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageCompetitions>,
    (id, entry): (CompetitionId, EntryId),
    fields: Option<&Fields>,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let shown = app.db.read(move |tx| {
        let of = queries::held(tx, org, id)?;
        read(tx, of, entry, None)
    });
    let shown = shown.await?;
    let now = form_views::correct_start(&shown.entry, &shown.of, &shown.people);
    let back = format!("/w/{org}/competitions/{id}/entries");
    let action = format!("{back}/{entry}/edit");
    let content = content(
        ui,
        &shown,
        false,
        (&action, &back),
        fields.unwrap_or(&now),
        problems,
    );
    Ok(desk::page(
        app,
        ui,
        gate,
        ui.t(msg::COMPETITION_CORRECT_ENTRY),
        content,
    ))
}

/// `POST /w/{org}/competitions/{competition}/entries/{entry}/edit`
pub(super) async fn office_save(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, entry)): OfOffice,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let of = app.db.read(move |tx| queries::held(tx, org, id)).await?;
    let errors = match typed::correction(&fields, of.ok_or(Fault::NotFound)?.team, false) {
        Err(errors) => errors,
        Ok(new) => {
            let keys = app.keys.clone();
            let done = on_own(&app, &gate, id, move |tx| {
                correct::correct(tx, &keys, id, entry, None, &new)
            });
            match done.await {
                Ok(()) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}/entries"));
                    return Ok(back
                        .say(Tone::Ok, msg::COMPETITION_CORRECTED_FLASH)
                        .into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = office_page(
        &app,
        &ui,
        &gate,
        (id, entry),
        Some(&fields),
        &errors.problems(&ui),
    )
    .await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// `GET /competitions/{competition}/entries/{entry}/edit`
pub(super) async fn own(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path((id, entry)): Path<(CompetitionId, EntryId)>,
) -> Result<Page, Fault> {
    own_page(&app, &ui, gate.person(), (id, entry), None, &Problems::new()).await
}

async fn own_page(
    app: &App,
    ui: &Ui,
    person: PersonId,
    (id, entry): (CompetitionId, EntryId),
    fields: Option<&Fields>,
    problems: &Problems,
) -> Result<Page, Fault> {
    let shown = app.db.read(move |tx| {
        let of = queries::public(tx, id)?;
        read(tx, of, entry, Some(person))
    });
    let shown = shown.await?;
    let now = form_views::correct_start(&shown.entry, &shown.of, &shown.people);
    let back = format!("/competitions/{id}/entries");
    let action = format!("{back}/{entry}/edit");
    let content = content(
        ui,
        &shown,
        true,
        (&action, &back),
        fields.unwrap_or(&now),
        problems,
    );
    Ok(portal(
        ui,
        Head::unlisted(ui.t(msg::COMPETITION_CORRECT_ENTRY)),
        content,
    ))
}

/// `POST /competitions/{competition}/entries/{entry}/edit`
pub(super) async fn own_save(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path((id, entry)): Path<(CompetitionId, EntryId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let person = gate.person();
    let of = app.db.read(move |tx| queries::public(tx, id)).await?;
    let errors = match typed::correction(&fields, of.ok_or(Fault::NotFound)?.team, true) {
        Err(errors) => errors,
        Ok(new) => {
            let keys = app.keys.clone();
            let done = app.db.write(gate.by(), move |tx| {
                correct::correct(tx, &keys, id, entry, Some(person), &new)
            });
            match done.await {
                Ok(()) => {
                    let back = SeeOther::to(format!("/competitions/{id}/entries"));
                    return Ok(back
                        .say(Tone::Ok, msg::COMPETITION_CORRECTED_FLASH)
                        .into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = own_page(
        &app,
        &ui,
        person,
        (id, entry),
        Some(&fields),
        &errors.problems(&ui),
    )
    .await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
