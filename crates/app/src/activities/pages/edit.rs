//! Making and changing an activity in the browser.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk, drafts,
    extract::Path,
    fault::{Fault, Refusal},
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    i18n::Sentence,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{StoreError, WriteTx};

use super::{
    form_view::{Purpose, Shown},
    look::Look,
    stale_view,
};
use crate::activities::{
    ManageActivities,
    create::{self, CreateError},
    form::{self, DO, Rows, VERSION},
    merge::Aspect,
    model::{CohostStatus, Status},
    plan::Problem,
    publish::{self, PublishError, space_taken},
    queries::{self, Standing, Stored},
    update::{self, Stale, UpdateError, below_taken, questions_answered},
};

/// What a button of the form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressed {
    Save,
    Publish,
    Add(Rows),
    Drop(Rows, usize),
    Take(Aspect),
    Find,
}

impl Pressed {
    fn of(fields: &Fields) -> Self {
        let word = fields.raw(DO);
        let row = |prefix: &str| word.strip_prefix(prefix).and_then(|n| n.parse().ok());
        if let Some(n) = row("drop-cohost-") {
            return Pressed::Drop(Rows::Cohosts, n);
        }
        if let Some(n) = row("drop-question-") {
            return Pressed::Drop(Rows::Questions, n);
        }
        if let Some(aspect) = word.strip_prefix("take-").and_then(Aspect::named) {
            return Pressed::Take(aspect);
        }
        match word {
            "publish" => Pressed::Publish,
            "add-cohost" => Pressed::Add(Rows::Cohosts),
            "add-question" => Pressed::Add(Rows::Questions),
            "find" => Pressed::Find,
            _ => Pressed::Save,
        }
    }
}

/// Why the form comes back.
enum Back {
    /// Something in it is wrong.
    Errors(FieldErrors),
    /// Somebody else changed the activity meanwhile.
    Stale(Box<Stale>),
    /// It can't be carried out at all.
    Fault(Fault),
}

impl From<StoreError> for Back {
    fn from(error: StoreError) -> Self {
        Back::Fault(error.into())
    }
}

impl From<Vec<Problem>> for Back {
    fn from(problems: Vec<Problem>) -> Self {
        let mut errors = FieldErrors::new();
        for problem in problems {
            errors.add(problem.field, problem.message);
        }
        Back::Errors(errors)
    }
}

impl From<CreateError> for Back {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Invalid(problems) => problems.into(),
            other => Back::Fault(other.into()),
        }
    }
}

impl From<PublishError> for Back {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::SpaceTaken(by) => at("space", space_taken(by.as_deref()).sentence),
            PublishError::StartsPast => at("day", msg::ACTIVITY_REFUSED_STARTS_PAST),
            PublishError::SignupOver => at("closes_day", msg::ACTIVITY_REFUSED_SIGNUP_OVER),
            other => Back::Fault(other.into()),
        }
    }
}

impl From<UpdateError> for Back {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Invalid(problems) => problems.into(),
            UpdateError::Stale(stale) => Back::Stale(stale),
            UpdateError::SpaceTaken(by) => at("space", space_taken(by.as_deref()).sentence),
            UpdateError::BelowTaken { field, taken } => at(field, below_taken(taken).sentence),
            UpdateError::QuestionsAnswered => at("q0_label", questions_answered().sentence),
            other => Back::Fault(other.into()),
        }
    }
}

fn at(field: &str, sentence: impl Into<Sentence>) -> Back {
    let mut errors = FieldErrors::new();
    errors.add(field, sentence);
    Back::Errors(errors)
}

fn new_draft(org: OrganisationId) -> String {
    format!("activity-new-{org}")
}

fn change_draft(id: ActivityId) -> String {
    format!("activity-{id}")
}

/// `GET /w/{org}/activities/new`
pub async fn new(gate: Grant<ManageActivities>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let (org, person, reader) = (gate.org(), gate.person(), ui.clone());
    let (fields, look) = app
        .db
        .read(move |tx| {
            let fields = match drafts::load(tx, person, &new_draft(org))? {
                Some(typed) => typed,
                None => form::blank(queries::area_of(tx, org)?),
            };
            let look = Look::read(tx, org, &fields, &reader)?;
            Ok::<_, StoreError>((fields, look))
        })
        .await?;
    Ok(new_page(&app, &ui, &gate, &fields, &FieldErrors::new(), &look))
}

/// `POST /w/{org}/activities`
pub async fn create(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Form(typed): Form,
) -> Result<Response, Fault> {
    let (org, person, pressed) = (gate.org(), gate.person(), Pressed::of(&typed));
    let fields = rows(&typed, pressed);
    let mut errors = FieldErrors::new();
    if matches!(pressed, Pressed::Save | Pressed::Publish) {
        let sent = fields.clone();
        let made = app
            .db
            .write(gate.by(), move |tx| -> Result<ActivityId, Back> {
                let areas = queries::areas(tx, org, langqiao_kernel::time::day(tx.now()))?;
                let plan = form::read(&sent, &areas, tx.now())?;
                let id = create::create(tx, org, &plan)?;
                if pressed == Pressed::Publish {
                    publish::publish(tx, org, id)?;
                }
                drafts::clear(tx, person, &new_draft(org))?;
                Ok(id)
            })
            .await;
        match made {
            Ok(id) => return Ok(done(org, id, pressed).into_response()),
            Err(Back::Errors(found)) => errors = found,
            Err(Back::Stale(_)) => return Err(Fault::NotFound),
            Err(Back::Fault(fault)) => return Err(fault),
        }
    }
    let (reader, shown) = (ui.clone(), fields.clone());
    let look = app.db.read(move |tx| Look::read(tx, org, &shown, &reader)).await?;
    let page = new_page(&app, &ui, &gate, &fields, &errors, &look);
    Ok(if errors.is_empty() { page } else { page.status(StatusCode::UNPROCESSABLE_ENTITY) }.into_response())
}

/// `GET /w/{org}/activities/{id}/edit`
pub async fn edit(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let (org, person, reader) = (gate.org(), gate.person(), ui.clone());
    let (stored, fields, look) = app
        .db
        .read(move |tx| {
            let stored = hosted(tx, org, id)?;
            let areas = queries::areas(tx, org, langqiao_kernel::time::day(reader.now))?;
            let fields = match drafts::load(tx, person, &change_draft(id))? {
                Some(typed) => typed,
                None => versioned(form::write(&stored.plan, &areas), stored.activity.version),
            };
            let look = Look::read(tx, org, &fields, &reader)?;
            Ok::<_, Fault>((stored, fields, look))
        })
        .await?;
    Ok(edit_page(&app, &ui, &gate, &stored, &fields, &FieldErrors::new(), &look, None))
}

/// `POST /w/{org}/activities/{id}`
pub async fn change(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(typed): Form,
) -> Result<Response, Fault> {
    let (org, person, pressed) = (gate.org(), gate.person(), Pressed::of(&typed));
    let mut fields = rows(&typed, pressed);
    let (mut errors, mut stale) = (FieldErrors::new(), None);
    if matches!(pressed, Pressed::Save | Pressed::Publish) {
        let sent = fields.clone();
        let saved = app.db.write(gate.by(), move |tx| save(tx, org, id, &sent, pressed, person)).await;
        match saved {
            Ok(()) => return Ok(done(org, id, pressed).into_response()),
            Err(Back::Errors(found)) => errors = found,
            Err(Back::Stale(found)) => stale = Some(found),
            Err(Back::Fault(fault)) => return Err(fault),
        }
    }
    let (reader, now) = (ui.clone(), langqiao_kernel::time::day(ui.now));
    let met = stale.clone();
    let (stored, shown, look) = app
        .db
        .read(move |tx| {
            let stored = hosted(tx, org, id)?;
            let mut shown = fields.clone();
            if let Some(stale) = &met {
                let areas = queries::areas(tx, org, now)?;
                shown = versioned(form::write(&stale.merged.plan, &areas), stale.stored.activity.version);
            } else if let Pressed::Take(aspect) = pressed {
                let areas = queries::areas(tx, org, now)?;
                shown = form::put(&fields, aspect, &stored.plan, &areas);
            }
            let look = Look::read(tx, org, &shown, &reader)?;
            Ok::<_, Fault>((stored, shown, look))
        })
        .await?;
    fields = shown;
    let status = match (&stale, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let page = edit_page(&app, &ui, &gate, &stored, &fields, &errors, &look, stale.as_deref());
    Ok(page.status(status).into_response())
}

fn save(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
    sent: &Fields,
    pressed: Pressed,
    person: langqiao_kernel::id::PersonId,
) -> Result<(), Back> {
    let areas = queries::areas(tx, org, langqiao_kernel::time::day(tx.now()))?;
    let plan = form::read(sent, &areas, tx.now())?;
    let version = sent.raw(VERSION).parse().unwrap_or(0);
    update::update(tx, org, id, version, &plan)?;
    if pressed == Pressed::Publish {
        publish::publish(tx, org, id)?;
    }
    drafts::clear(tx, person, &change_draft(id))?;
    Ok(())
}

/// The form's rows as the pressed button wants them.
fn rows(typed: &Fields, pressed: Pressed) -> Fields {
    match pressed {
        Pressed::Drop(rows, n) => form::compact(typed, Some((rows, n))),
        Pressed::Add(rows) => {
            let mut fields = form::compact(typed, None);
            form::add_row(&mut fields, rows);
            fields
        }
        _ => form::compact(typed, None),
    }
}

fn versioned(mut fields: Fields, version: i64) -> Fields {
    fields.push(VERSION, version.to_string());
    fields
}

fn hosted(tx: &mut langqiao_store::ReadTx, org: OrganisationId, id: ActivityId) -> Result<Stored, Fault> {
    match queries::standing(tx, org, id)? {
        Some(Standing::Host) => queries::stored(tx, id)?.ok_or(Fault::NotFound),
        _ => Err(Fault::NotFound),
    }
}

fn done(org: OrganisationId, id: ActivityId, pressed: Pressed) -> SeeOther {
    let said = if pressed == Pressed::Publish { msg::ACTIVITY_DONE_PUBLISHED } else { msg::ACTIVITY_DONE_SAVED };
    SeeOther::to(format!("/w/{org}/activities/{id}")).say(Tone::Ok, said)
}

fn new_page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageActivities>,
    fields: &Fields,
    errors: &FieldErrors,
    look: &Look,
) -> Page {
    let (action, draft) = (format!("/w/{}/activities", gate.org()), new_draft(gate.org()));
    let problems = errors.problems(ui);
    let shown = Shown {
        ui,
        action: &action,
        draft: &draft,
        purpose: Purpose::New,
        fields,
        problems: &problems,
        look,
        questions_fixed: false,
        answered: html! {},
    };
    let title = ui.t(msg::ACTIVITY_NEW);
    desk::page(app, ui, gate, title, html! {
        (page_title(title, Some(ui.t(msg::ACTIVITY_NEW_LEDE)), None))
        (error_summary(ui, &problems))
        (shown.render())
    })
}

#[expect(clippy::too_many_arguments, reason = "what a page shows; each is used once")]
fn edit_page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageActivities>,
    stored: &Stored,
    fields: &Fields,
    errors: &FieldErrors,
    look: &Look,
    stale: Option<&Stale>,
) -> Page {
    let (org, id) = (gate.org(), stored.activity.id);
    let (action, draft) = (format!("/w/{org}/activities/{id}"), change_draft(id));
    let problems = errors.problems(ui);
    let published = stored.activity.status == Status::Published;
    let others: Vec<_> = stored.cohosts.iter().filter(|c| !c.host && c.status != CohostStatus::Invited).collect();
    let shown = Shown {
        ui,
        action: &action,
        draft: &draft,
        purpose: if published { Purpose::Published } else { Purpose::Draft },
        fields,
        problems: &problems,
        look,
        questions_fixed: stored.pools.anyone_ever(),
        answered: super::ledger::answered(ui, &others),
    };
    let title = ui.t(msg::ACTIVITY_EDIT);
    desk::page(app, ui, gate, title, html! {
        (page_title(title, Some(&stored.activity.title), None))
        @if let Some(stale) = stale { (stale_view::told(ui, look, stale)) }
        (error_summary(ui, &problems))
        @if published { (notice(Tone::Info, html! { (ui.t(msg::ACTIVITY_EDIT_PUBLIC)) })) }
        (shown.render())
    })
}

/// A refusal of a button that has a page of its own to go back to.
pub(super) fn say_there(href: &str, refusal: Refusal) -> SeeOther {
    SeeOther::to(href).say(Tone::Error, refusal.sentence)
}
