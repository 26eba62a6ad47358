//! The pages of the gates: the phones, and what waits for a person.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, CheckinId, GateId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    spoken,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    super::{
        ScanIn,
        model::{Direction, Verdict},
    },
    SettleScanning,
    devices::{self, DeviceError, NewGate},
    settle::{self, SettleError, SettleScans},
    views,
    waiting::{self, WhichWaiting},
};

/// How many scans a page of those that wait has.
const ROWS: i64 = 100;

type Here = Path<(OrganisationId, ActivityId)>;

pub(super) async fn show_devices(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
) -> Result<Page, Fault> {
    devices_page(&gate, &ui, &app, activity, (&Fields::default(), &Problems::new())).await
}

async fn devices_page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    activity: ActivityId,
    (typed, problems): (&Fields, &Problems),
) -> Result<Page, Fault> {
    let org = gate.org();
    let (door, gates) = app
        .db
        .read(move |tx| {
            let door = devices::door(tx, org, activity)?
                .ok_or(DeviceError::NotFound)?
                .of_one_day()?;
            Ok::<_, DeviceError>((door, devices::gates(tx, org, activity, None)?))
        })
        .await?;
    let may = gate.may(SettleScanning::NAME);
    let content = views::devices(ui, (org, &door), &gates, may.then_some((typed, problems)));
    Ok(desk::page(app, ui, gate, ui.t(msg::GATE_TITLE), content))
}

pub(super) async fn register_device(
    gate: Grant<SettleScanning>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Form(form): Form,
) -> Result<Response, Fault> {
    let who = (gate.org(), gate.person());
    let new = NewGate {
        name: form.raw("name").to_owned(),
        direction: form.raw("direction").parse().unwrap_or(Direction::In),
        everywhere: form.has("everywhere"),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| devices::register(tx, who, activity, &new))
        .await;
    match done {
        Ok(_) => {
            let back = format!("/w/{}/activities/{activity}/checkin/devices", gate.org());
            Ok(SeeOther::to(back)
                .say(Tone::Ok, msg::GATE_REGISTERED)
                .into_response())
        }
        Err(error) => {
            let Some(refusal) = error.refusal() else {
                return Err(error.into());
            };
            let mut problems = Problems::new();
            problems.say(ui.lang, "name", &refusal.sentence);
            let page = devices_page(&gate, &ui, &app, activity, (&form, &problems)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

pub(super) async fn revoke_device(
    gate: Grant<SettleScanning>,
    State(app): State<App>,
    Path((_, activity, device)): Path<(OrganisationId, ActivityId, GateId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let who = (gate.org(), gate.person());
    let done = app
        .db
        .write(gate.by(), move |tx| devices::revoke(tx, who, (activity, device)))
        .await;
    let back = SeeOther::to(format!("/w/{}/activities/{activity}/checkin/devices", gate.org()));
    match done {
        Ok(()) => Ok(back.say(Tone::Ok, msg::GATE_REVOKED_FLASH)),
        Err(error) => match error.refusal() {
            Some(refusal) => Ok(back.say(Tone::Warn, refusal.sentence)),
            None => Err(error.into()),
        },
    }
}

/// What the page of scans that wait may be asked.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Ask {
    /// Those that were settled.
    #[serde(default)]
    settled: bool,
    /// All of the page ticked.
    #[serde(default)]
    all: bool,
    after: Option<CheckinId>,
}

pub(super) async fn show_settle(
    gate: Grant<SettleScanning>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Query(ask): Query<Ask>,
) -> Result<Page, Fault> {
    settle_page(
        &gate,
        &ui,
        &app,
        activity,
        ask,
        (&Fields::default(), &Problems::new()),
    )
    .await
}

async fn settle_page(
    gate: &Grant<SettleScanning>,
    ui: &Ui,
    app: &App,
    activity: ActivityId,
    ask: Ask,
    (typed, problems): (&Fields, &Problems),
) -> Result<Page, Fault> {
    let org = gate.org();
    let which = WhichWaiting {
        settled: ask.settled,
        after: ask.after,
        limit: ROWS + 1,
    };
    let (door, counts, mut scans) = app
        .db
        .read(move |tx| {
            let door = devices::door(tx, org, activity)?
                .ok_or(DeviceError::NotFound)?
                .of_one_day()?;
            Ok::<_, DeviceError>((
                door,
                waiting::count(tx, activity)?,
                waiting::waiting(tx, activity, &which)?,
            ))
        })
        .await?;
    let more = scans.len() > ROWS as usize;
    scans.truncate(ROWS as usize);
    let list = views::Waitings {
        org,
        door: &door,
        counts,
        scans: &scans,
        settled: ask.settled,
        all: ask.all,
        after: ask.after,
        next: scans.last().filter(|_| more).map(|scan| scan.id),
    };
    let content = views::settle(ui, &list, (typed, problems));
    Ok(desk::page(app, ui, gate, ui.t(msg::SETTLE_TITLE), content))
}

pub(super) async fn settle_scans(
    gate: Grant<SettleScanning>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Form(form): Form,
) -> Result<Response, Fault> {
    let who = (gate.org(), gate.person());
    // The list on which it was decided; what is ticked there stands in the form itself.
    let ask = Ask {
        settled: form.raw("settled") == "true",
        all: false,
        after: form.raw("after").parse().ok(),
    };
    let command = SettleScans {
        activity,
        scans: form.all("scan").filter_map(|id| id.parse().ok()).collect(),
        verdict: form.raw("verdict").parse().unwrap_or(Verdict::Dismissed),
        reason: form.raw("reason").to_owned(),
        code: form.line("code"),
    };
    let done = app
        .db
        .write::<_, SettleError, _>(gate.by(), move |tx| settle::settle(tx, who, &command))
        .await;
    match done {
        Ok(settled) => {
            let said = match settled.left {
                0 => Sentence::new(msg::SETTLE_DONE).with("n", settled.done as i64),
                left => Sentence::new(msg::SETTLE_DONE_SOME)
                    .with("n", settled.done as i64)
                    .with("left", left as i64),
            };
            let tone = if settled.left == 0 { Tone::Ok } else { Tone::Warn };
            let list = if ask.settled { "?settled=true" } else { "" };
            let back = format!("/w/{}/activities/{activity}/checkin/settle{list}", gate.org());
            Ok(SeeOther::to(back).say(tone, said).into_response())
        }
        Err(error) => {
            let Some((field, refusal)) = error.refusal() else {
                return Err(error.into());
            };
            let mut problems = Problems::new();
            problems.add(field, spoken::say(&ui, &refusal.sentence));
            let page = settle_page(&gate, &ui, &app, activity, ask, (&form, &problems)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}
