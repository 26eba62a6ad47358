//! The ledger of an organisation and those below it, of each body, and saying what one gave.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::FieldErrors,
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;
use serde::Deserialize;

use super::{
    give::{self, GiveError},
    queries, views,
};
use crate::activities::{self, AnswerCohosts, ReadActivities};

/// Of which days; whatever isn't readable is as if it had not been said.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    from: Option<String>,
    to: Option<String>,
}

impl Asked {
    /// The first and the last day: this year without a wish.
    pub fn days(&self, today: Date) -> (Date, Date) {
        let read = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
        let near = |day: &Date| (1970..=2200).contains(&day.year());
        let from = read(&self.from).filter(near);
        let from = from.unwrap_or_else(|| Date::constant(today.year(), 1, 1));
        let to = read(&self.to).filter(near);
        let to = to.unwrap_or_else(|| Date::constant(from.year(), 12, 31));
        (from, to.max(from))
    }
}

/// From the first instant of one day to the last of another; what is not over by now is not counted.
pub(super) fn span((from, to): (Date, Date), now: Timestamp) -> (Timestamp, Timestamp) {
    let until = time::start_of_day(to.saturating_add(1.day()));
    (time::start_of_day(from), until.min(now))
}

/// `GET /w/{org}/ledger`
pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (now, (from, to)) = (ui.now, asked.days(time::day(ui.now)));
    let sums = app
        .db
        .read(move |tx| queries::sums(tx, org, span((from, to), now)))
        .await?;
    let href = |body: OrganisationId| format!("/w/{org}/ledger/{body}?from={from}&to={to}");
    let content = html! {
        (page_title(ui.t(msg::LEDGER_TITLE), Some(gate.org_name()), None))
        (stack(html! {
            (chooser(&ui, &format!("/w/{org}/ledger"), (from, to)))
            @if sums.is_empty() { (empty(Icon::Handshake, ui.t(msg::LEDGER_NONE), html! {})) }
            @else { (views::sums(&ui, &sums, href)) }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::LEDGER_TITLE), content))
}

/// `GET /w/{org}/ledger/{body}`
pub(super) async fn show_body(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, body)): Path<(OrganisationId, OrganisationId)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (now, (from, to)) = (ui.now, asked.days(time::day(ui.now)));
    let read = app
        .db
        .read(move |tx| {
            let Some(name) = queries::name_below(tx, (org, body))? else {
                return Ok::<_, StoreError>(None);
            };
            Ok(Some((
                name,
                queries::lines(tx, (org, body), span((from, to), now))?,
            )))
        })
        .await?;
    let (name, lines) = read.ok_or(Fault::NotFound)?;
    let back = format!("/w/{org}/ledger?from={from}&to={to}");
    let content = html! {
        (page_title(ui.t(msg::LEDGER_TITLE), Some(&name), Some(html! { (link_button(&back, ui.t(msg::LEDGER_BACK))) })))
        (stack(html! {
            (chooser(&ui, &format!("/w/{org}/ledger/{body}"), (from, to)))
            @if lines.is_empty() { (empty(Icon::Handshake, ui.t(msg::LEDGER_NONE), html! {})) }
            @else { (views::lines(&ui, org, &lines)) }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::LEDGER_TITLE), content))
}

fn chooser(ui: &Ui, at: &str, (from, to): (Date, Date)) -> Markup {
    let (from, to) = (from.to_string(), to.to_string());
    get_form(
        at,
        row(html! {
            (field(ui, "from", ui.t(msg::LEDGER_FROM)).value(&from).required().date())
            (field(ui, "to", ui.t(msg::LEDGER_TO)).value(&to).required().date())
            (button(ui.t(msg::YEAR_SHOW)))
        }),
    )
}

/// `POST /w/{org}/activities/{id}/given`
pub(super) async fn give(
    gate: Grant<AnswerCohosts>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let at = format!("/w/{org}/activities/{id}");
    let done = match activities::read_contribution(&fields, "own", ui.now) {
        Ok(gave) => {
            app.db
                .write(gate.by(), move |tx| give::give(tx, (org, person), id, &gave))
                .await
        }
        Err(problems) => Err(GiveError::Invalid(problems)),
    };
    let problems = match done {
        Err(GiveError::Invalid(problems)) => problems,
        Err(GiveError::NotHeld) => {
            return Ok(SeeOther::to(at)
                .say(Tone::Error, msg::LEDGER_NOT_HELD)
                .into_response());
        }
        done => {
            done?;
            return Ok(SeeOther::to(at).say(Tone::Ok, msg::LEDGER_SAVED).into_response());
        }
    };
    let mut errors = FieldErrors::new();
    for problem in problems {
        errors.add(problem.field, problem.message);
    }
    let problems = errors.problems(&ui);
    let content = html! {
        (page_title(ui.t(msg::LEDGER_SAY), None, None))
        (stack(html! { (error_summary(&ui, &problems)) (views::form(&ui, &at, &fields, &problems)) }))
    };
    let page = desk::page(&app, &ui, &gate, ui.t(msg::LEDGER_SAY), content);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
