//! The ledger of an organisation and those below it, of each body, and saying what one gave.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
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

use super::{
    asked::{Asked, span},
    filter,
    give::{self, GiveError},
    queries, views,
};
use crate::{
    activities::{self, AnswerCohosts, ReadActivities},
    coverage::Viewer,
};

/// `GET /w/{org}/ledger`
pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, days, which) = (gate.org(), asked.days(time::day(ui.now)), asked.which());
    let until = span(days, ui.now);
    let (sums, viewer) = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>((queries::sums(tx, org, until, &which)?, viewer))
        })
        .await?;
    let at = format!("/w/{org}/ledger");
    let here = asked.address(&at, days);
    let (from, to) = days;
    let href = |body: OrganisationId| format!("{at}/{body}?from={from}&to={to}");
    let content = html! {
        (page_title(ui.t(msg::LEDGER_TITLE), Some(gate.org_name()), Some(as_file(&ui, &asked.address(&format!("{at}/bodies.xlsx"), days)))))
        (filter::bar(&ui, &at, (&asked, days), &viewer))
        div id="results" {
            @if sums.is_empty() { (empty(Icon::Handshake, ui.t(msg::LEDGER_NONE), html! {})) }
            @else {
                (views::sums(&ui, &sums, asked.rows(sums.len()), href))
                (filter::pages(&ui, &here, asked.rows(sums.len()), sums.len()))
            }
        }
    };
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::LEDGER_TITLE), content))
}

/// `GET /w/{org}/ledger/bodies.xlsx`: all bodies that the filters leave, with the whole.
pub(super) async fn bodies_file(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (org, days, which) = (gate.org(), asked.days(time::day(ui.now)), asked.which());
    let until = span(days, ui.now);
    let sums = app
        .db
        .read(move |tx| queries::sums(tx, org, until, &which))
        .await?;
    let title = ui.tf(msg::LEDGER_FILE_TITLE, args! { name = gate.org_name(), from = when::full_day(ui.lang, days.0), to = when::full_day(ui.lang, days.1) });
    views::bodies_sheet(&ui, &sums)
        .titled(title)
        .as_xlsx("ledger.xlsx")
        .await
}

/// A body that lies at or below the organisation, with what it did.
async fn of_body(
    app: &App,
    (org, body): (OrganisationId, OrganisationId),
    until: (Timestamp, Timestamp),
) -> Result<(String, Vec<queries::Line>), Fault> {
    app.db
        .read(move |tx| {
            let name = queries::name_below(tx, (org, body))?.ok_or(Fault::NotFound)?;
            Ok((name, queries::lines(tx, (org, body), until)?))
        })
        .await
}

/// `GET /w/{org}/ledger/{body}`
pub(super) async fn show_body(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, body)): Path<(OrganisationId, OrganisationId)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, days) = (gate.org(), asked.days(time::day(ui.now)));
    let (name, lines) = of_body(&app, (org, body), span(days, ui.now)).await?;
    let (all, at) = (format!("/w/{org}/ledger"), format!("/w/{org}/ledger/{body}"));
    let tools = row(html! {
        (as_file(&ui, &asked.address(&format!("{at}/activities.xlsx"), days)))
        (link_button(&asked.address(&all, days), ui.t(msg::LEDGER_BACK)))
    });
    let content = html! {
        (page_title(ui.t(msg::LEDGER_TITLE), Some(&name), Some(tools)))
        (stack(html! {
            (filter::chooser(&ui, &at, days))
            @if lines.is_empty() { (empty(Icon::Handshake, ui.t(msg::LEDGER_NONE), html! {})) }
            @else {
                (views::lines(&ui, org, &lines, asked.rows(lines.len())))
                (filter::pages(&ui, &asked.address(&at, days), asked.rows(lines.len()), lines.len()))
            }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::LEDGER_TITLE), content))
}

/// `GET /w/{org}/ledger/{body}/activities.xlsx`: each activity that the body's sums were counted from.
pub(super) async fn activities_file(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, body)): Path<(OrganisationId, OrganisationId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (org, days) = (gate.org(), asked.days(time::day(ui.now)));
    let (name, lines) = of_body(&app, (org, body), span(days, ui.now)).await?;
    let title = ui.tf(
        msg::LEDGER_FILE_TITLE,
        args! { name = name, from = when::full_day(ui.lang, days.0), to = when::full_day(ui.lang, days.1) },
    );
    views::activities_sheet(&ui, &lines)
        .titled(title)
        .as_xlsx("ledger.xlsx")
        .await
}

fn as_file(ui: &Ui, at: &str) -> Markup {
    link_button(at, ui.t(msg::LEDGER_XLSX))
        .icon(Icon::Download)
        .download()
        .render()
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
