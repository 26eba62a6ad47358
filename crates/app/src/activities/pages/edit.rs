//! Making and changing an activity in the browser.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId},
    time::day,
};
use langqiao_platform::{
    app::App,
    drafts,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    keys::Keys,
    once::{self, Made},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, WriteTx};
use serde::Deserialize;

use super::{
    edit_page::{Left, Typed, edit_page, new_page},
    look::Look,
    pressed::{Back, Pressed},
};
use crate::{
    activities::{
        self, Earlier, ManageActivities, Status,
        asking::ask_keepers,
        form::{self, Rows, VERSION},
        merge::Aspect,
        plan::Plan,
        queries::{self, Standing, Stored},
        rules::{COURSE_LASTS, LASTS_AT_MOST},
        settle::{Unsettled, settle},
    },
    standings::{AskedUnit, ask_form},
    venues,
};

/// The key under which a new activity is kept while it is typed.
pub(super) fn new_draft(org: OrganisationId) -> String {
    format!("activity-new-{org}")
}

/// The key under which a change is kept while it is typed.
pub(super) fn change_draft(id: ActivityId) -> String {
    format!("activity-{id}")
}

/// For which day something new is planned, where that is known.
#[derive(Deserialize)]
pub struct NewOn {
    day: Option<String>,
}

/// `GET /w/{org}/activities/new`
pub async fn new(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(on): Query<NewOn>,
) -> Result<Page, Fault> {
    let (org, person, reader) = (gate.org(), gate.person(), ui.clone());
    let on: Option<Date> = on.day.and_then(|day| day.parse().ok());
    let typed = app
        .db
        .read(move |tx| {
            let kept = drafts::load(tx, person, &new_draft(org))?;
            let left = kept.as_ref().map(|kept| Left { at: kept.at, on });
            let (fields, left_out) = match kept {
                Some(kept) => (kept.fields, kept.left_out),
                None => (form::blank(queries::area_of(tx, org)?, on), Vec::new()),
            };
            let look = Look::read(tx, org, &fields, &reader)?;
            let typed = Typed::opened(once::afresh(&fields), look, left);
            Ok::<_, StoreError>(typed.without(&left_out))
        })
        .await?;
    Ok(new_page(&app, &ui, &gate, &typed))
}

/// `POST /w/{org}/activities`
pub async fn create(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Form(typed): Form,
) -> Result<Response, Fault> {
    let (org, person, pressed) = (gate.org(), gate.person(), Pressed::of(&typed));
    if pressed == Pressed::Afresh {
        let on: Option<Date> = typed.raw("on").parse().ok();
        let day = on.map(|day| format!("?day={day}")).unwrap_or_default();
        forget(&app, &gate, new_draft(org)).await?;
        return Ok(SeeOther::to(format!("/w/{org}/activities/new{day}")).into_response());
    }
    let mut fields = rows(&typed, pressed);
    let (mut errors, mut asks) = (FieldErrors::new(), false);
    if matches!(pressed, Pressed::Save | Pressed::Publish | Pressed::Ask) {
        let (sent, keys) = (fields.clone(), Arc::clone(&app.keys));
        let made = app
            .db
            .write(gate.by(), move |tx| -> Result<Made<ActivityId, Earlier>, Back> {
                let plan = plan_of(tx, org, &sent, None)?;
                let made = match once::sent(&sent) {
                    Some(form) => activities::create_once(tx, org, &plan, form)?,
                    None => Made::New(activities::create(tx, org, &plan)?),
                };
                let Made::New(id) = made else {
                    drafts::clear(tx, person, &new_draft(org))?;
                    return Ok(made);
                };
                if pressed == Pressed::Publish {
                    activities::publish(tx, &keys, org, id)?;
                }
                if pressed == Pressed::Ask {
                    ask_keepers(tx, (org, person), id, None)?;
                }
                drafts::clear(tx, person, &new_draft(org))?;
                Ok(made)
            })
            .await;
        match made {
            Ok(Made::New(id)) => return Ok(done(org, id, pressed).into_response()),
            Ok(Made::Before(Earlier { id, differs })) => {
                let mut page = format!("/w/{org}/activities/{id}");
                if let Some(version) = differs {
                    let typed = versioned(fields, version);
                    keep_refused(&app, &gate, change_draft(id), &typed).await?;
                    page.push_str("/edit");
                }
                let said = SeeOther::to(page).say(Tone::Info, msg::ACTIVITY_SAID_MADE_BEFORE);
                return Ok(said.into_response());
            }
            Err(Back::Errors(found)) => errors = found,
            Err(Back::Ask(found)) => (errors, asks) = (found, true),
            Err(Back::Stale(_)) => return Err(Fault::NotFound),
            Err(Back::Fault(fault)) => return Err(fault),
        }
    }
    if !errors.is_empty() {
        fields = form::with_open_cohost(fields, &typed);
        keep_refused(&app, &gate, new_draft(org), &fields).await?;
    }
    let (reader, shown) = (ui.clone(), fields.clone());
    let look = app
        .db
        .read(move |tx| Look::read(tx, org, &shown, &reader))
        .await?;
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let typed = Typed {
        fields,
        errors,
        look,
        stale: None,
        asks,
        left: None,
    };
    Ok(new_page(&app, &ui, &gate, &typed).status(status).into_response())
}

/// `GET /w/{org}/activities/{id}/edit`
pub async fn edit(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let (org, person, reader) = (gate.org(), gate.person(), ui.clone());
    let (stored, typed) = app
        .db
        .read(move |tx| {
            let stored = hosted(tx, org, id)?;
            let areas = queries::areas(tx, org, day(reader.now))?;
            let kept = drafts::load(tx, person, &change_draft(id))?;
            let left = kept.as_ref().map(|kept| Left {
                at: kept.at,
                on: None,
            });
            let written = versioned(form::write(&stored.plan, &areas), stored.activity.version);
            let left_out = kept
                .as_ref()
                .map(|kept| kept.left_out.clone())
                .unwrap_or_default();
            let typed = kept.map(|kept| {
                // What could not be kept is as it is stored, for nobody took it away.
                let mut typed = kept.fields;
                for name in &left_out {
                    for value in written.all(name) {
                        typed.push(name.as_str(), value);
                    }
                }
                typed
            });
            let fields = match typed {
                // Once somebody has answered, questions are as they are, whatever was typed before.
                Some(typed) if stored.pools.anyone_ever() => {
                    form::put(&typed, Aspect::Questions, &stored.plan, &areas)
                }
                Some(typed) => typed,
                None => written,
            };
            let look = Look::read(tx, org, &fields, &reader)?;
            Ok::<_, Fault>((stored, Typed::opened(fields, look, left).without(&left_out)))
        })
        .await?;
    Ok(edit_page(&app, &ui, &gate, &stored, &typed))
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
    if pressed == Pressed::Afresh {
        app.db.read(move |tx| hosted(tx, org, id).map(drop)).await?;
        forget(&app, &gate, change_draft(id)).await?;
        return Ok(SeeOther::to(format!("/w/{org}/activities/{id}/edit")).into_response());
    }
    let mut fields = rows(&typed, pressed);
    let (mut errors, mut asks, mut stale) = (FieldErrors::new(), false, None);
    if matches!(pressed, Pressed::Save | Pressed::Publish | Pressed::Ask) {
        let (sent, keys) = (fields.clone(), Arc::clone(&app.keys));
        let saved = app
            .db
            .write(gate.by(), move |tx| {
                save(tx, &keys, (org, id), &sent, pressed, person)
            })
            .await;
        match saved {
            Ok(said) => return Ok(said.into_response()),
            Err(Back::Errors(found)) => errors = found,
            Err(Back::Ask(found)) => (errors, asks) = (found, true),
            Err(Back::Stale(found)) => stale = Some(found),
            Err(Back::Fault(fault)) => return Err(fault),
        }
    }
    if !errors.is_empty() {
        fields = form::with_open_cohost(fields, &typed);
        keep_refused(&app, &gate, change_draft(id), &fields).await?;
    }
    let (reader, now) = (ui.clone(), day(ui.now));
    let met = stale.clone();
    let (stored, fields, look) = app
        .db
        .read(move |tx| {
            let stored = hosted(tx, org, id)?;
            let mut shown = fields.clone();
            if let Some(stale) = &met {
                let areas = queries::areas(tx, org, now)?;
                shown = versioned(
                    form::write(&stale.merged.plan, &areas),
                    stale.stored.activity.version,
                );
            } else if let Pressed::Take(aspect) = pressed {
                let areas = queries::areas(tx, org, now)?;
                shown = form::put(&fields, aspect, &stored.plan, &areas);
            }
            let look = Look::read(tx, org, &shown, &reader)?;
            Ok::<_, Fault>((stored, shown, look))
        })
        .await?;
    let status = match (&stale, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let typed = Typed {
        fields,
        errors,
        look,
        stale,
        asks,
        left: None,
    };
    Ok(edit_page(&app, &ui, &gate, &stored, &typed)
        .status(status)
        .into_response())
}

/// Keeps what was refused, so that it is still there for who goes back or comes another day.
async fn keep_refused(
    app: &App,
    gate: &Grant<ManageActivities>,
    draft: String,
    fields: &Fields,
) -> Result<(), Fault> {
    let (person, sent) = (gate.person(), fields.clone());
    app.db
        .write(gate.by(), move |tx| drafts::keep_typed(tx, person, &draft, &sent))
        .await
        .map_err(|why: StoreError| why.into())
}

/// Forgets what was typed another time.
async fn forget(app: &App, gate: &Grant<ManageActivities>, draft: String) -> Result<(), Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| {
            tx.bookkeeping();
            drafts::clear(tx, person, &draft)
        })
        .await
        .map_err(|why: StoreError| why.into())
}

fn save(
    tx: &mut WriteTx,
    keys: &Keys,
    (org, id): (OrganisationId, ActivityId),
    sent: &Fields,
    pressed: Pressed,
    person: PersonId,
) -> Result<SeeOther, Back> {
    let stored = queries::stored(tx, id)?;
    let public = stored
        .as_ref()
        .is_some_and(|stored| stored.activity.status == Status::Published);
    let mut plan = plan_of(tx, org, sent, stored.as_ref())?;
    // How places are given is promised to those who signed up; the form of a public activity doesn't ask for it.
    if let Some(stored) = stored.filter(|stored| stored.activity.status == Status::Published) {
        (plan.allotment, plan.prior_area) = (stored.plan.allotment, stored.plan.prior_area);
        (plan.priority, plan.kept_until) = (stored.plan.priority, stored.plan.kept_until);
    }
    let version = sent.raw(VERSION).parse().unwrap_or(0);
    if let Some(base) = queries::revision(tx, id, version)? {
        form::untouched_shifts(&mut plan, sent, &base);
        form::untouched_window(&mut plan, &base, tx.now());
    }
    if public && pressed == Pressed::Ask {
        // The change itself waits in the form until the keepers have answered.
        ask_keepers(tx, (org, person), id, Some(&plan))?;
        drafts::keep_typed(tx, person, &change_draft(id), sent)?;
        let at = format!("/w/{org}/activities/{id}");
        return Ok(SeeOther::to(at).say(Tone::Ok, msg::HOLDING_SAID_KEPT));
    }
    activities::update(tx, org, id, version, &plan)?;
    match pressed {
        Pressed::Publish => activities::publish(tx, keys, org, id)?,
        Pressed::Ask => {
            ask_keepers(tx, (org, person), id, None)?;
        }
        _ => {}
    }
    drafts::clear(tx, person, &change_draft(id))?;
    Ok(done(org, id, pressed))
}

/// What the form asks for; `stored` is what is changed. Where something can't be read, the rest is judged all the same: everything
/// that is wrong is said at once.
fn plan_of(
    tx: &mut WriteTx,
    org: OrganisationId,
    sent: &Fields,
    stored: Option<&Stored>,
) -> Result<Plan, Back> {
    let now = tx.now();
    let areas = queries::areas(tx, org, day(now))?;
    let room = match sent.raw("space").parse() {
        Ok(space) => venues::place_of(tx, space)?.map(|place| place.area),
        Err(_) => None,
    };
    let known: &[AskedUnit] = stored.map_or(&[], |stored| &stored.plan.asks.units);
    let (asks, unread) = ask_form::read(tx, sent, known, day(now))?;
    let mut sketch = form::sketch(sent, &areas, room, now);
    let Some(mut plan) = sketch.plan.take() else {
        return Err(Back::from(sketch.problems).with(unread));
    };
    plan.asks = asks;
    if sketch.problems.is_empty() && unread.is_empty() {
        return Ok(plan);
    }
    let mut lasts_at_most = LASTS_AT_MOST;
    if let Some(stored) = stored {
        form::untouched_shifts(&mut plan, sent, &stored.plan);
        form::untouched_window(&mut plan, &stored.plan, now);
        plan.cohosts
            .retain(|invited| !stored.accepted(invited.organisation));
        if stored.activity.course {
            lasts_at_most = COURSE_LASTS;
        }
    }
    let judged = match settle(tx, org, &plan, stored.map(|stored| &stored.plan), lasts_at_most) {
        Ok(_) => Vec::new(),
        Err(Unsettled::Problems(found)) => found,
        Err(Unsettled::Store(error)) => return Err(error.into()),
    };
    let told = judged
        .into_iter()
        .filter(|problem| sketch.judges(&problem.field))
        .collect::<Vec<_>>();
    sketch.problems.extend(told);
    Err(Back::from(sketch.problems).with(unread))
}

/// The form's rows as the pressed button wants them.
fn rows(typed: &Fields, pressed: Pressed) -> Fields {
    match pressed {
        Pressed::Drop(rows, n) => form::laid_out(typed, Some((rows, n))),
        Pressed::Add(rows) => form::with_row(form::laid_out(typed, None), rows),
        // What is found is to be chosen in a row: one that is still empty, or a further one.
        Pressed::Find => match form::laid_out(typed, None) {
            open if form::has_empty(&open, Rows::Cohosts) => open,
            full => form::with_row(full, Rows::Cohosts),
        },
        _ => form::compact(typed, None),
    }
}

fn versioned(mut fields: Fields, version: i64) -> Fields {
    fields.push(VERSION, version.to_string());
    fields
}

fn hosted(tx: &mut ReadTx, org: OrganisationId, id: ActivityId) -> Result<Stored, Fault> {
    match queries::standing(tx, org, id)? {
        Some(Standing::Host) => queries::stored(tx, id)?.ok_or(Fault::NotFound),
        _ => Err(Fault::NotFound),
    }
}

fn done(org: OrganisationId, id: ActivityId, pressed: Pressed) -> SeeOther {
    let said = match pressed {
        Pressed::Publish => msg::ACTIVITY_DONE_PUBLISHED,
        Pressed::Ask => msg::HOLDING_SAID_ASKED,
        _ => msg::ACTIVITY_DONE_SAVED,
    };
    SeeOther::to(format!("/w/{org}/activities/{id}")).say(Tone::Ok, said)
}
