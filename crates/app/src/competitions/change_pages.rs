//! The officer changes or removes a competition before its draw.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{CompetitionId, OrganisationId};
use langqiao_platform::{
    app::App, desk, extract::Path, fault::Fault, fields::Fields, form::Form, gate::Grant, reply::SeeOther,
    ui::prelude::*,
};

use super::{
    ManageCompetitions, change, form_views,
    office_pages::{held, on_own, said},
    typed,
    whole::Whole,
};

type Of = Path<(OrganisationId, CompetitionId)>;

/// `GET /w/{org}/competitions/{competition}/edit`
pub(super) async fn show(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let fields = form_views::competition_now(&whole.competition, &whole.stages);
    Ok(page(&app, &ui, &gate, &whole, &fields, &Problems::new()))
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageCompetitions>,
    whole: &Whole,
    fields: &Fields,
    problems: &Problems,
) -> Page {
    let at = format!("/w/{}/competitions/{}", gate.org(), whole.competition.id);
    let title = ui.t(msg::COMPETITION_EDIT);
    let content = html! {
        (page_title(title, Some(&whole.competition.title), None))
        @if whole.competition.started_at.is_some() {
            (notice(Tone::Warn, html! { (ui.t(msg::COMPETITION_CHANGE_LATE)) }))
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
        } @else {
            (error_summary(ui, problems))
            (form(ui, &format!("{at}/edit")).body(html! {
                (hidden("version", fields.raw("version")))
                (form_views::competition_fields(ui, fields, problems))
                (action_bar(html! {
                    (button(ui.t(msg::COMPETITION_EDIT_SAVE)).primary())
                    (link_button(&at, ui.t(msg::COMPETITION_BACK)))
                }))
            }))
        }
    };
    desk::page(app, ui, gate, title, content)
}

/// `POST /w/{org}/competitions/{competition}/edit`
pub(super) async fn save(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let known = whole.stages.iter().map(|stage| stage.rules.clone()).collect();
    let errors = match typed::competition(&fields, app.now(), Some(known)) {
        Err(errors) => errors,
        Ok(new) => {
            let (keys, seen) = (app.keys.clone(), fields.raw("version").parse().unwrap_or(0));
            let done = on_own(&app, &gate, id, move |tx| {
                change::change(tx, &keys, id, seen, &new)
            });
            match done.await {
                Ok(()) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}"));
                    return Ok(back.say(Tone::Ok, msg::COMPETITION_EDITED_FLASH).into_response());
                }
                Err(why) => typed::at_fields(&why.into_fields()?),
            }
        }
    };
    let page = page(&app, &ui, &gate, &whole, &fields, &errors.problems(&ui));
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// `POST /w/{org}/competitions/{competition}/remove`
pub(super) async fn remove(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    match on_own(&app, &gate, id, move |tx| change::remove(tx, id)).await {
        Ok(()) => said(
            format!("/w/{org}/competitions"),
            Ok(msg::COMPETITION_REMOVED_FLASH),
        ),
        Err(why) => said(format!("/w/{org}/competitions/{id}"), Err::<Msg, _>(why)),
    }
}
