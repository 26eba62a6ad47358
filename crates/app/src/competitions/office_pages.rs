//! The officer's pages: the list, setting one up, one competition with its stages, who takes part.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, CompetitionId, EntryId, OrganisationId, StageId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    reply::SeeOther,
    spreadsheet::Sheet,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, WriteTx};

use super::{
    ManageCompetitions, ScoreCompetitions, create::create, enter, form_views, office_views, queries, start,
    typed, whole::Whole,
};
use crate::activities::{self, ReadActivities};

/// How many competitions the list has.
const ROWS: i64 = 100;

/// A competition that `org` holds, with all that belongs to it.
pub(super) fn held(tx: &mut ReadTx<'_>, org: OrganisationId, id: CompetitionId) -> Result<Whole, NotDone> {
    let competition = queries::held(tx, org, id)?.ok_or(NotDone::NotFound)?;
    Ok(Whole::read(tx, competition)?)
}

/// Carries out an act on a competition that the officer's organisation holds, as one change. What another body holds
/// isn't there.
pub(super) async fn on_own<P, T>(
    app: &App,
    gate: &Grant<P>,
    id: CompetitionId,
    mut act: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, NotDone>
where
    P: Permission,
    T: Send + 'static,
{
    let org = gate.org();
    let done = app.db.write(gate.by(), move |tx| {
        queries::held(tx, org, id)?.ok_or(NotDone::NotFound)?;
        act(tx)
    });
    done.await
}

/// Back to a page, saying what came of it: what happened, or the rule that said no.
pub(super) fn said(href: String, done: Result<impl Into<Sentence>, NotDone>) -> Result<Response, Fault> {
    let back = SeeOther::to(href);
    Ok(match done {
        Ok(sentence) => back.say(Tone::Ok, sentence).into_response(),
        Err(NotDone::Refused(refusal)) => back.say(Tone::Warn, refusal.sentence).into_response(),
        Err(NotDone::Fields(errors)) => match errors.iter().next() {
            Some((_, sentence)) => back.say(Tone::Warn, sentence.clone()).into_response(),
            None => back.into_response(),
        },
        Err(other) => return Err(other.into()),
    })
}

/// `GET /w/{org}/competitions`
pub(super) async fn list(gate: Grant<ReadActivities>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let org = gate.org();
    let found = app
        .db
        .read(move |tx| queries::of_organisation(tx, org, None, ROWS))
        .await?;
    let content = office_views::list(&ui, org, &found, gate.may(ManageCompetitions::NAME));
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        ui.t(msg::COMPETITION_TITLE),
        content,
    ))
}

/// `GET /w/{org}/activities/{id}/competitions/new`
pub(super) async fn new_form(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let stored = app
        .db
        .read(move |tx| activities::require_held(tx, org, activity))
        .await?;
    let held = &stored.activity;
    let closed = match held.status {
        activities::Status::Cancelled => Some(msg::COMPETITION_CANCELLED),
        _ if held.times.ends_at <= ui.now => Some(msg::COMPETITION_ACTIVITY_OVER),
        _ => None,
    };
    if let Some(why) = closed {
        let title = ui.t(msg::COMPETITION_NEW);
        let content = html! {
            (page_title(title, None, None))
            (notice(Tone::Info, html! { (ui.t(why)) }))
            p { (link(&format!("/w/{org}/activities/{activity}"), ui.t(msg::ACTIVITY_BACK))) }
        };
        return Ok(desk::page(&app, &ui, &gate, title, content));
    }
    let fields = form_views::competition_start(held);
    Ok(new_page(&app, &ui, &gate, activity, &fields, &FieldErrors::new()))
}

fn new_page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    activity: ActivityId,
    fields: &Fields,
    errors: &FieldErrors,
) -> Page {
    let (org, problems) = (gate.org(), errors.problems(ui));
    let title = ui.t(msg::COMPETITION_NEW);
    if !gate.may(ManageCompetitions::NAME) {
        let content = html! {
            (page_title(title, None, None))
            (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_OFFICERS_ONLY)) }))
            p { (link(&format!("/w/{org}/activities/{activity}"), ui.t(msg::ACTIVITY_BACK))) }
        };
        return desk::page(app, ui, gate, title, content);
    }
    let content = html! {
        (page_title(title, Some(ui.t(msg::COMPETITION_NEW_LEDE)), None))
        (error_summary(ui, &problems))
        (form(ui, &format!("/w/{org}/activities/{activity}/competitions")).body(html! {
            (form_views::competition_fields(ui, fields, &problems))
            (action_bar(html! {
                (button(ui.t(msg::COMPETITION_NEW_SEND)).primary())
                (link_button(&format!("/w/{org}/activities/{activity}"), ui.t(msg::ACTIVITY_BACK)))
            }))
        }))
    };
    desk::page(app, ui, gate, title, content)
}

/// `POST /w/{org}/activities/{id}/competitions`
pub(super) async fn create_it(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    app.db
        .read(move |tx| activities::require_held(tx, org, activity).map(drop))
        .await?;
    let errors = match typed::competition(&fields, app.now(), None) {
        Err(errors) => errors,
        Ok(new) => {
            let keys = app.keys.clone();
            match app
                .db
                .write(gate.by(), move |tx| create(tx, &keys, org, activity, &new))
                .await
            {
                Ok(id) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}"));
                    return Ok(back.say(Tone::Ok, msg::COMPETITION_CREATED).into_response());
                }
                Err(why) => typed::at_fields(&why.into_fields()?),
            }
        }
    };
    let page = new_page(&app, &ui, &gate, activity, &fields, &errors);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// `GET /w/{org}/competitions/{competition}`
pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let may = office_views::May {
        manage: gate.may(ManageCompetitions::NAME),
        score: gate.may(ScoreCompetitions::NAME),
    };
    let content = office_views::show(&ui, org, &whole, may);
    Ok(desk::page(&app, &ui, &gate, &whole.competition.title, content))
}

/// `POST /w/{org}/competitions/{competition}/stages/{stage}/start`
pub(super) async fn start_stage(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, keys, agreed) = (gate.org(), app.keys.clone(), fields.has("agreed"));
    let done = on_own(&app, &gate, id, move |tx| {
        start::begin(tx, &keys, id, stage, agreed)
    })
    .await;
    said(
        format!("/w/{org}/competitions/{id}"),
        done.map(|()| msg::COMPETITION_STARTED_FLASH),
    )
}

/// `POST /w/{org}/competitions/{competition}/stages/{stage}/pair`
pub(super) async fn pair_round(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = on_own(&app, &gate, id, move |tx| start::pair(tx, id, stage)).await;
    let done = done.map(|paired| match paired.again {
        0 => Sentence::new(msg::COMPETITION_PAIRED_FLASH).with("n", paired.round),
        again => Sentence::new(msg::COMPETITION_PAIRED_AGAIN_FLASH)
            .with("n", paired.round)
            .with("again", again),
    });
    said(format!("/w/{org}/competitions/{id}"), done)
}

/// `POST /w/{org}/competitions/{competition}/stages/{stage}/close`
pub(super) async fn close_stage(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = on_own(&app, &gate, id, move |tx| start::close(tx, id, stage)).await;
    said(
        format!("/w/{org}/competitions/{id}"),
        done.map(|()| msg::COMPETITION_CLOSED_FLASH),
    )
}

/// `GET /w/{org}/competitions/{competition}/entries`
pub(super) async fn entries(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Page, Fault> {
    entries_page(&gate, &ui, &app, id, &Fields::default(), &Problems::new()).await
}

async fn entries_page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    id: CompetitionId,
    fields: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let of = queries::held(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>((of, queries::entries(tx, id)?))
    });
    let (of, found) = read.await?;
    let may = gate.may(ManageCompetitions::NAME);
    let content = office_views::entries(ui, org, &of, &found, may, fields, problems);
    Ok(desk::page(app, ui, gate, ui.t(msg::COMPETITION_ENTRIES), content))
}

/// `POST /w/{org}/competitions/{competition}/entries`
pub(super) async fn add_entry(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let of = app
        .db
        .read(move |tx| queries::held(tx, org, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let errors = match typed::entry(&fields, of.team, None) {
        Err(errors) => errors,
        Ok(new) => {
            let keys = app.keys.clone();
            match app
                .db
                .write(gate.by(), move |tx| enter::enter(tx, &keys, id, &new, false))
                .await
            {
                Ok(_) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}/entries"));
                    return Ok(back.say(Tone::Ok, msg::COMPETITION_ENTRY_ADDED).into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = entries_page(&gate, &ui, &app, id, &fields, &errors.problems(&ui)).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// `POST /w/{org}/competitions/{competition}/entries/{entry}/withdraw`
pub(super) async fn withdraw_entry(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, reason) = (gate.org(), fields.raw("reason").to_owned());
    let done = on_own(&app, &gate, id, move |tx| enter::withdraw(tx, id, entry, &reason)).await;
    said(
        format!("/w/{org}/competitions/{id}/entries"),
        done.map(|drawn| match drawn {
            true => msg::COMPETITION_WITHDRAWN_FLASH,
            false => msg::COMPETITION_TAKEN_OFF_FLASH,
        }),
    )
}

/// `GET /w/{org}/competitions/{competition}/entries/sheet`: to be printed and ticked at the ground, with masked names.
pub(super) async fn sheet(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let of = queries::held(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>((of, queries::entries(tx, id)?, queries::members(tx, id)?))
    });
    let (of, entries, members) = read.await?;
    let tools = row(html! {
        (link_button(&format!("/w/{org}/competitions/{id}/entries"), ui.t(msg::COMPETITION_BACK)).icon(Icon::Back))
        (Button::print(ui.t(msg::COMPETITION_PRINT)).primary())
    });
    let content = html! { (tools) (office_views::sheet(&ui, &of, &entries, &members)) };
    Ok(bare(&ui, &of.title, content))
}

/// `GET /w/{org}/competitions/{competition}/entries.xlsx`
pub(super) async fn spreadsheet(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Response, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let of = queries::held(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>((of, queries::entries(tx, id)?, queries::members(tx, id)?))
    });
    let (of, entries, members) = read.await?;
    let (heads, rows) = office_views::entry_rows(&ui, &entries, &members);
    let mut sheet = Sheet::new(heads)
        .titled(&of.title)
        .named(ui.t(msg::COMPETITION_ENTRIES));
    for row in rows {
        sheet.push(row);
    }
    sheet.as_xlsx("entries.xlsx").await
}

/// The competitions of an activity, on its page in the workbench of those who hold it.
pub(super) fn panel(
    tx: &mut ReadTx<'_>,
    ask: &langqiao_platform::feature::PanelAsk<'_>,
) -> Result<Markup, StoreError> {
    let (Some(org), Ok(activity)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let Some(queries::OfActivity { found, ends_at }) = queries::of_activity(tx, org, activity)? else {
        return Ok(html! {});
    };
    let ui = ask.ui;
    let new = format!("/w/{org}/activities/{activity}/competitions/new");
    // What is over or called off takes no more of them; what was held in it stays in sight.
    let takes = ends_at.is_some_and(|ends_at| ask.now < ends_at);
    if found.is_empty() && !takes {
        return Ok(html! {});
    }
    let body = html! {
        @for (id, title, entered) in &found {
            p {
                (link(&format!("/w/{org}/competitions/{id}"), title)) " · "
                (ui.tf(msg::COMPETITION_ENTERED, args! { n = *entered }))
            }
        }
        @if found.is_empty() { p { (ui.t(msg::COMPETITION_PANEL_LEAD)) } }
        @if takes { (row(link_button(&new, ui.t(msg::COMPETITION_NEW)).render())) }
    };
    Ok(langqiao_platform::ui::components::panel(
        ui.t(msg::COMPETITION_TITLE),
        stack_close(body),
    ))
}
