//! The pages on which a printed sheet is typed in: one's own copy, and what differs between the two.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, SignupId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission as _},
    reply::SeeOther,
    spoken,
    ui::prelude::*,
};
use langqiao_store::ReadTx;
use serde::Deserialize;

use super::{
    super::{ScanIn, model::Direction, queries::Door, views as checkin},
    SettleScanning,
    paper::{self, DropCopy, PaperError, SettleLines, Sheet, Times, TypeLines},
    paper_view::{View, days_of, names},
};
use crate::activities::ManageActivities;

type Here = Path<(OrganisationId, ActivityId)>;

/// Which page of the sheet.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Ask {
    #[serde(default)]
    page: usize,
}

pub(super) async fn show(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Query(ask): Query<Ask>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let who = (gate.person(), time::day(ui.now));
    let read = app.db.read(move |tx| read(tx, (org, activity), who)).await?;
    Ok(draw(
        &gate,
        &ui,
        &app,
        &read,
        ask.page,
        (&Fields::default(), &Problems::new()),
    ))
}

/// The sheet, and whether who looks has a post at a body that holds the activity.
type Read = (Sheet, bool);

fn read(
    tx: &mut ReadTx,
    (org, activity): (OrganisationId, ActivityId),
    who: (PersonId, jiff::civil::Date),
) -> Result<Read, PaperError> {
    let sheet = paper::sheet(tx, org, activity)?;
    Ok((sheet, paper::of_hosts(tx, activity, who)?))
}

fn draw(
    gate: &Grant<ScanIn>,
    ui: &Ui,
    app: &App,
    (sheet, of_hosts): &Read,
    page: usize,
    (typed, problems): (&Fields, &Problems),
) -> Page {
    let view = View {
        ui,
        org: gate.org(),
        person: gate.person(),
        of_hosts: *of_hosts,
        drops: *of_hosts && gate.may(SettleScanning::NAME),
        adds: gate.may(ManageActivities::NAME),
        sheet,
        page,
        typed,
        problems,
    };
    let content = html! {
        (view.title())
        (stack(html! {
            (view.state())
            (error_summary(ui, problems))
            @if sheet.finished() { (view.added_later()) (view.compare()) } @else { (view.own_copy()) }
            (view.missing())
        }))
    };
    desk::page(app, ui, gate, ui.t(msg::PAPER_TITLE), content)
}

/// What was typed for these lines; what is no time is said at its field.
fn times(
    ui: &Ui,
    door: &Door,
    form: &Fields,
    signups: &[SignupId],
    problems: &mut Problems,
) -> Vec<(SignupId, Times)> {
    let choosable = !paper::days(door).is_empty();
    let mut read = |(name, day): (&str, &str), direction, after| {
        let typed = form.raw(name).trim();
        if typed.is_empty() {
            return None;
        }
        let chosen = form.raw(day).parse().ok();
        if choosable && chosen.is_none() && !paper::hour_tells_day(door) {
            problems.add(name, ui.t(msg::PAPER_NO_DAY));
            return None;
        }
        let at = time::clock(typed).and_then(|clock| paper::instant(door, direction, (chosen, clock), after));
        if at.is_none() {
            problems.add(name, ui.t(msg::PAPER_NO_TIME));
        }
        if at.is_some_and(|at| ui.now < at) {
            problems.add(name, ui.t(msg::PAPER_TO_COME));
        }
        at
    };
    let mut lines = Vec::with_capacity(signups.len());
    for signup in signups {
        let ((came, left), (came_day, left_day)) = (names(*signup), days_of(*signup));
        let came = read((&came, &came_day), Direction::In, None);
        let left = read((&left, &left_day), Direction::Out, came);
        lines.push((*signup, Times { came, left }));
    }
    lines
}

/// The lines that the form has fields for, as far as they are on the sheet.
fn lines_in(sheet: &Sheet, form: &Fields) -> Vec<SignupId> {
    sheet
        .lines
        .iter()
        .map(|line| line.signup)
        .filter(|signup| form.has(&names(*signup).0))
        .collect()
}

/// Keeps a page of one's own copy; the last one ends it.
pub(super) async fn type_page(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let page: usize = form.raw("page").parse().unwrap_or(0);
    let who = (person, time::day(ui.now));
    let here = app.db.read(move |tx| read(tx, (org, activity), who)).await?;
    let sheet = &here.0;
    let mut problems = Problems::new();
    let lines = times(&ui, &sheet.door, &form, &lines_in(sheet, &form), &mut problems);
    let finish = form.has("finish");
    if problems.is_empty() {
        let command = TypeLines {
            activity,
            lines,
            finish,
        };
        let done = app
            .db
            .write(gate.by(), move |tx| {
                paper::type_lines(tx, (org, person), &command)
            })
            .await;
        match done {
            Ok(()) => {
                let path = format!("{}/paper", checkin::path(org, &sheet.door));
                return Ok(if finish {
                    SeeOther::to(path).say(Tone::Ok, msg::PAPER_DONE).into_response()
                } else {
                    SeeOther::to(format!("{path}?page={}", page + 1))
                        .say(Tone::Ok, msg::PAPER_SAVED)
                        .into_response()
                });
            }
            Err(error) => refuse(&ui, error, &mut problems)?,
        }
    }
    let shown = draw(&gate, &ui, &app, &here, page, (&form, &problems));
    Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn refuse(ui: &Ui, error: PaperError, problems: &mut Problems) -> Result<(), Fault> {
    let field = match &error {
        PaperError::ToCome(signup, Direction::In) => names(*signup).0,
        PaperError::ToCome(signup, Direction::Out) | PaperError::BadTimes(signup) => names(*signup).1,
        _ => "finish".to_owned(),
    };
    let Some(refusal) = error.refusal() else {
        return Err(error.into());
    };
    problems.add(field, spoken::say(ui, &refusal.sentence));
    Ok(())
}

/// Takes what both typed alike, and what was looked up on the paper again.
pub(super) async fn take(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let who = (person, time::day(ui.now));
    let here = app.db.read(move |tx| read(tx, (org, activity), who)).await?;
    let sheet = &here.0;
    let mut problems = Problems::new();
    // A line counts as looked up when it is ticked: the paper may well say that nobody came.
    let looked_up: Vec<SignupId> = lines_in(sheet, &form)
        .into_iter()
        .filter(|signup| form.has(&format!("sure-{signup}")))
        .collect();
    let lines = times(&ui, &sheet.door, &form, &looked_up, &mut problems);
    if problems.is_empty() {
        let command = SettleLines { activity, lines };
        let done = app
            .db
            .write(gate.by(), move |tx| {
                paper::take_lines(tx, (org, person), &command)
            })
            .await;
        match done {
            // What was taken is; the rest is shown again, each with who has to look.
            Ok(taken) if !taken.not_theirs.is_empty() => {
                for signup in &taken.not_theirs {
                    problems.add(names(*signup).0, ui.t(msg::PAPER_NOT_YOURS));
                }
                let here = app.db.read(move |tx| read(tx, (org, activity), who)).await?;
                let shown = draw(&gate, &ui, &app, &here, 0, (&form, &problems));
                return Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
            }
            Ok(taken) => {
                let (what, tone) = match (taken.called_off, taken.differ) {
                    (0, 0) => (msg::PAPER_TAKEN, Tone::Ok),
                    (0, _) => (msg::PAPER_TAKEN_SOME, Tone::Warn),
                    _ => (msg::PAPER_TAKEN_CALLED_OFF, Tone::Warn),
                };
                let said = Sentence::new(what)
                    .with("n", taken.taken as i64)
                    .with("signed", taken.signed as i64)
                    .with("left", taken.differ as i64)
                    .with("off", taken.called_off as i64);
                let path = format!("{}/paper", checkin::path(org, &sheet.door));
                return Ok(SeeOther::to(path).say(tone, said).into_response());
            }
            Err(error) => refuse(&ui, error, &mut problems)?,
        }
    }
    let shown = draw(&gate, &ui, &app, &here, 0, (&form, &problems));
    Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Drops a copy that nobody finishes.
pub(super) async fn drop_copy(
    gate: Grant<SettleScanning>,
    State(app): State<App>,
    Path((_, activity)): Here,
    Form(form): Form,
) -> Result<SeeOther, Fault> {
    let who = (gate.org(), gate.person());
    let command = DropCopy {
        activity,
        place: form.raw("place").parse().map_err(|_| Fault::NotFound)?,
        reason: form.raw("reason").to_owned(),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| paper::drop_copy(tx, who, &command))
        .await;
    let back = SeeOther::to(format!("/w/{}/activities/{activity}/checkin/paper", gate.org()));
    back.tell(done.map(|()| msg::PAPER_DROPPED), Tone::Warn)
}
