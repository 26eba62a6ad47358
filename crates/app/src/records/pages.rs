//! The workbench's pages of service records: what waits, one activity's, one record, settling by hand.

use axum::extract::State;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, RecordId, SignupId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    ConfirmRecords,
    decide::{self, DecideError, objection},
    model::Status,
    queries::{self, Listed, Reach, Reader, Which},
    record_view,
    settle::{self, SettleCommand, SettleError},
    unsettled,
    views::{self, OfActivity},
};
use crate::activities::ReadActivities;

/// How many activities, records or volunteers a page lists at most.
const ROWS: i64 = 200;
/// How long after its start an activity is searched for volunteers who were never scanned out.
const SETTLED_WITHIN: SignedDuration = SignedDuration::from_hours(31 * 24);

/// From when on activities are searched for volunteers who were never scanned out.
pub(super) fn lately(now: Timestamp) -> Timestamp {
    now.saturating_sub(SETTLED_WITHIN).unwrap_or(now)
}

pub(super) async fn show_waiting(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (waiting, unsettled) = app
        .db
        .read(move |tx| {
            let waiting = queries::waiting(tx, org, Reach::Below, ROWS)?;
            Ok::<_, StoreError>((
                waiting,
                unsettled::scanned_in_only(tx, (org, Reach::Below), None, (lately(now), now), ROWS)?,
            ))
        })
        .await?;
    let officer = gate.may(ConfirmRecords::NAME).then(|| gate.person());
    let content = views::waiting(&ui, org, &waiting, &unsettled, officer);
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::RECORD_TITLE), content))
}

pub(super) async fn show_activity(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (held, records, open, missed) = app
        .db
        .read(move |tx| {
            let held = queries::held(tx, org, activity)?.ok_or(DecideError::NotFound)?;
            let which = Which {
                activity: Some(activity),
                pending_first: true,
                limit: ROWS,
                ..Which::default()
            };
            let records = queries::list(tx, org, &which)?;
            let open = unsettled::scanned_in_only(
                tx,
                (org, Reach::Below),
                Some(activity),
                (Timestamp::UNIX_EPOCH, now),
                ROWS,
            )?;
            let missed = unsettled::never_scanned(tx, org, activity, now, ROWS)?;
            Ok::<_, DecideError>((held, records, open, missed))
        })
        .await?;
    let may = gate.may(ConfirmRecords::NAME);
    let of = OfActivity {
        held: &held,
        records: &records,
        open: &open,
        missed: &missed,
    };
    let content = views::activity(&ui, org, &of, may.then(|| gate.person()));
    let title = ui.tf(msg::RECORD_ACTIVITY_TITLE, args! { title = held.title });
    Ok(desk::page(&app, &ui, &gate, &title, content))
}

pub(super) async fn preview(
    gate: Grant<ConfirmRecords>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<Page, Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let picked = picked(&Fields::from_urlencoded(query.unwrap_or_default().as_bytes()));
    let (held, records, credits) = app
        .db
        .read(move |tx| {
            let held = queries::held(tx, org, activity)?.ok_or(DecideError::NotFound)?;
            let which = Which {
                activity: Some(activity),
                status: Some(Status::Pending),
                limit: ROWS,
                ..Which::default()
            };
            Ok::<_, DecideError>((
                held,
                queries::list(tx, org, &which)?,
                queries::credits_of(tx, activity)?,
            ))
        })
        .await?;
    // Nothing picked is all: that is what the other link means, and what the form sends without a tick.
    let wanted = |record: &Listed| picked.is_empty() || picked.contains(&record.id);
    let (objected, taken): (Vec<Listed>, Vec<Listed>) = records
        .into_iter()
        .filter(wanted)
        .partition(|record| objection(officer, record.person, record.entered_by).is_some());
    let content = views::preview(&ui, org, &held, &taken, &objected, &credits, officer);
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        ui.t(msg::RECORD_PREVIEW_TITLE),
        content,
    ))
}

fn picked(fields: &Fields) -> Vec<RecordId> {
    fields.all("record").filter_map(|id| id.parse().ok()).collect()
}

/// Confirms the records of a previewed list. Those that can't be confirmed stay as they are and say why in
/// their place.
pub(super) async fn confirm_many(
    gate: Grant<ConfirmRecords>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
    Form(form): Form,
) -> Result<SeeOther, Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let mut records = picked(&form);
    // In one order, so that two officers who confirm the same list don't wait for each other crosswise.
    records.sort_unstable();
    records.truncate(ROWS as usize);
    let (done, minutes, left) = app
        .db
        .write(gate.by(), move |tx| {
            queries::held(tx, org, activity)?.ok_or(DecideError::NotFound)?;
            let (mut done, mut minutes, mut left) = (0, 0, 0);
            for record in &records {
                match decide::confirm(tx, org, officer, *record) {
                    Ok(confirmed) => (done, minutes) = (done + 1, minutes + confirmed),
                    Err(DecideError::Store(error)) => return Err(DecideError::Store(error)),
                    Err(_) => left += 1,
                }
            }
            Ok::<_, DecideError>((done, minutes, left))
        })
        .await?;
    let length = ui.minutes(minutes);
    let (tone, sentence) = match (done, left) {
        (0, _) => (Tone::Warn, Sentence::new(msg::RECORD_CONFIRMED_NONE)),
        (_, 0) => (
            Tone::Ok,
            Sentence::new(msg::RECORD_CONFIRMED_FLASH)
                .with("n", done)
                .with("length", length),
        ),
        _ => {
            let some = Sentence::new(msg::RECORD_CONFIRMED_SOME)
                .with("n", done)
                .with("length", length);
            (Tone::Warn, some.with("left", left))
        }
    };
    Ok(SeeOther::to(format!("/w/{org}/records/activities/{activity}")).say(tone, sentence))
}

pub(super) async fn show_record(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, record)): Path<(OrganisationId, RecordId)>,
) -> Result<Page, Fault> {
    record_page(&gate, &ui, &app, record, None).await
}

/// One record's page; `reason` is what was typed as a reason for voiding, where that was not enough.
async fn record_page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    record: RecordId,
    reason: Option<&str>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (whole, ours) = app
        .db
        .read(move |tx| {
            let whole = queries::whole(tx, Reader::Of(org), record)?.ok_or(DecideError::NotFound)?;
            // A co-host sees what it is credited with; the holder's officers decide.
            let ours = queries::below(tx, org, whole.record.organisation)?.is_some();
            Ok::<_, DecideError>((whole, ours))
        })
        .await?;
    let may = (gate.may(ConfirmRecords::NAME) && ours).then(|| gate.person());
    let content = record_view::record(ui, org, &whole, may, reason);
    let title = ui.tf(msg::RECORD_ONE_TITLE, args! { name = whole.record.name.as_str() });
    Ok(desk::page(app, ui, gate, &title, content))
}

pub(super) async fn confirm_one(
    gate: Grant<ConfirmRecords>,
    ui: Ui,
    State(app): State<App>,
    Path((_, record)): Path<(OrganisationId, RecordId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let done = app
        .db
        .write(gate.by(), move |tx| decide::confirm(tx, org, officer, record))
        .await;
    let back = SeeOther::to(format!("/w/{org}/records/{record}"));
    match done {
        Ok(minutes) => {
            let said = Sentence::new(msg::RECORD_CONFIRMED_FLASH)
                .with("n", 1)
                .with("length", ui.minutes(minutes));
            Ok(back.say(Tone::Ok, said))
        }
        Err(error) => match error.refusal() {
            Some(refusal) => Ok(back.say(Tone::Warn, refusal.sentence)),
            None => Err(error.into()),
        },
    }
}

pub(super) async fn void_one(
    gate: Grant<ConfirmRecords>,
    ui: Ui,
    State(app): State<App>,
    Path((_, record)): Path<(OrganisationId, RecordId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let reason = form.raw("reason").to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            decide::void(tx, org, officer, record, &reason)
        })
        .await;
    let back = SeeOther::to(format!("/w/{org}/records/{record}"));
    match done {
        Ok(()) => Ok(back.say(Tone::Ok, msg::RECORD_VOIDED_FLASH).into_response()),
        Err(DecideError::NoReason) => {
            let page = record_page(&gate, &ui, &app, record, Some(form.raw("reason"))).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(error) => match error.refusal() {
            Some(refusal) => Ok(back.say(Tone::Warn, refusal.sentence).into_response()),
            None => Err(error.into()),
        },
    }
}

pub(super) async fn show_settle(
    gate: Grant<ConfirmRecords>,
    ui: Ui,
    State(app): State<App>,
    Path((_, signup)): Path<(OrganisationId, SignupId)>,
) -> Result<Page, Fault> {
    settle_page(&gate, &ui, &app, signup, &Fields::default(), &Problems::new()).await
}

async fn settle_page(
    gate: &Grant<ConfirmRecords>,
    ui: &Ui,
    app: &App,
    signup: SignupId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let case = app
        .db
        .read(move |tx| settle::find(tx, org, signup))
        .await?
        .ok_or(Fault::NotFound)?;
    let content = views::settle(ui, org, &case, typed, problems);
    Ok(desk::page(app, ui, gate, ui.t(msg::RECORD_SETTLE_TITLE), content))
}

pub(super) async fn settle_one(
    gate: Grant<ConfirmRecords>,
    ui: Ui,
    State(app): State<App>,
    Path((_, signup)): Path<(OrganisationId, SignupId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let case = app
        .db
        .read(move |tx| settle::find(tx, org, signup))
        .await?
        .ok_or(Fault::NotFound)?;
    if app.now() < case.ends {
        return Err(SettleError::NotOver.into());
    }
    let mut problems = Problems::new();
    let came = case.began(clock_after(case.earliest(), form.raw("came")));
    // Without a beginning, what was typed as the end is still looked at: one round is better than two.
    let ended = clock_after(came.unwrap_or(case.starts), form.raw("ended"));
    match came {
        None => problems.add("came", ui.t(msg::RECORD_BAD_TIME)),
        Some(came) if !case.may_come(came) => problems.add("came", ui.t(msg::RECORD_BAD_START)),
        Some(_) => {}
    }
    match (came, ended) {
        (_, None) => problems.add("ended", ui.t(msg::RECORD_BAD_TIME)),
        (Some(came), Some(ended)) if case.may_come(came) && !case.may_be(came, ended, app.now()) => {
            problems.add("ended", ui.t(msg::RECORD_BAD_END));
        }
        _ => {}
    }
    if form.text("note").is_none() {
        problems.add("note", ui.t(msg::RECORD_NO_NOTE));
    }
    if let Some(ended) = ended.filter(|_| problems.is_empty()) {
        let command = SettleCommand {
            signup,
            came,
            ended,
            note: form.raw("note").to_owned(),
        };
        match app
            .db
            .write(gate.by(), move |tx| settle::settle(tx, org, officer, &command))
            .await
        {
            Ok(_) => {
                let href = format!("/w/{org}/records/activities/{}", case.activity);
                return Ok(SeeOther::to(href)
                    .say(Tone::Ok, msg::RECORD_SETTLED_FLASH)
                    .into_response());
            }
            Err(SettleError::BadEnd) => problems.add("ended", ui.t(msg::RECORD_BAD_END)),
            Err(error) => return Err(error.into()),
        }
    }
    let page = settle_page(&gate, &ui, &app, signup, &form, &problems).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The first instant from `earliest` on at which the wall clock shows what was typed: someone who came at 22:00 and
/// left at 1:00 left on the next day.
fn clock_after(earliest: Timestamp, typed: &str) -> Option<Timestamp> {
    let wall = time::clock(typed)?;
    let day = time::day(earliest);
    let on = |day: jiff::civil::Date| time::at(day.to_datetime(wall));
    Some(on(day))
        .filter(|instant| *instant >= earliest)
        .or_else(|| day.tomorrow().ok().map(on))
}
