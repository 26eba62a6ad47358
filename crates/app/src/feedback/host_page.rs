//! Where the hosts read what was said, and answer it.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    answer::{self, AnswerError},
    gather::AT_LEAST,
    give::is_too_late,
    model::{SATISFIED, Summary, WORDS_MAX},
    queries, shown,
};
use crate::{
    activities::{self, ManageActivities, ReadActivities},
    checkins::ScanIn,
};

/// What of the page the reader may use.
struct May {
    answer: bool,
    see_who_came: bool,
}

impl May {
    fn of<P: Permission>(gate: &Grant<P>) -> Self {
        Self {
            answer: gate.may(ManageActivities::NAME),
            see_who_came: gate.may(ScanIn::NAME),
        }
    }
}

/// What the page is made from.
struct Read {
    title: String,
    activity: ActivityId,
    kept: i64,
    /// Of how many families those are whose words are not readable yet.
    families: i64,
    late: bool,
    summary: Option<Summary>,
    said: Vec<(i64, Option<bool>, String)>,
}

pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let read = read(&app, gate.org(), id).await?;
    let content = view(
        &ui,
        gate.org(),
        &read,
        May::of(&gate),
        (&Fields::default(), &FieldErrors::new()),
    );
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::FEEDBACK_READ), content))
}

pub(super) async fn send(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let text = fields.raw("answer").to_owned();
    let version = fields.raw("version").parse().unwrap_or_default();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            answer::answer(tx, (org, person), id, (&text, version))
        })
        .await;
    let mut errors = FieldErrors::new();
    match done {
        Err(AnswerError::Empty) => errors.add("answer", msg::FEEDBACK_ANSWER_EMPTY),
        Err(AnswerError::Long) => errors.add("answer", msg::FEEDBACK_LONG),
        Err(AnswerError::Stale) => errors.add("answer", msg::FEEDBACK_ANSWER_STALE),
        done => {
            done?;
            let back = SeeOther::to(format!("/w/{org}/activities/{id}/feedback"));
            return Ok(back.say(Tone::Ok, msg::FEEDBACK_ANSWERED).into_response());
        }
    }
    let read = read(&app, org, id).await?;
    let content = view(&ui, org, &read, May::of(&gate), (&fields, &errors));
    let page = desk::page(&app, &ui, &gate, ui.t(msg::FEEDBACK_READ), content);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

async fn read(app: &App, org: OrganisationId, activity: ActivityId) -> Result<Read, Fault> {
    let now = app.now();
    app.db
        .read(move |tx| {
            let held = activities::require_held_at_or_below(tx, org, activity)?;
            Ok(Read {
                title: held.title.clone(),
                activity,
                kept: queries::kept(tx, activity)?.0,
                families: queries::families_waiting(tx, activity)?,
                late: is_too_late(held.times.ends_at, now),
                summary: queries::summary(tx, activity)?,
                said: queries::readable(tx, activity)?,
            })
        })
        .await
}

fn view(
    ui: &Ui,
    org: OrganisationId,
    read: &Read,
    may: May,
    (fields, errors): (&Fields, &FieldErrors),
) -> Markup {
    let back = format!("/w/{org}/activities/{}", read.activity);
    let problems = errors.problems(ui);
    html! {
        (page_title(ui.t(msg::FEEDBACK_READ), Some(&read.title), Some(html! {
            (link_button(&back, ui.t(msg::FEEDBACK_BACK)))
        })))
        (stack(html! {
            (error_summary(ui, &problems))
            @match &read.summary {
                None => {
                    @let what = if read.late { msg::FEEDBACK_TOO_FEW } else { msg::FEEDBACK_KEPT_BACK };
                    (notice(Tone::Info, html! {
                        p { (ui.tf(what, args! { n = read.kept, families = read.families, least = AT_LEAST })) }
                    }))
                }
                Some(summary) => {
                    (card(html! {
                        (shown::numbers(ui, summary))
                        @if may.see_who_came { p { (link(&format!("{back}/checkin/arrived"), ui.t(msg::FEEDBACK_WHO_CAME))) } }
                    }))
                    (how_satisfied(ui, &read.said))
                    (words(ui, &read.said))
                    @if may.answer { (answer_form(ui, &back, summary, (fields, &problems))) }
                    @else { (shown::answered(ui, summary)) }
                }
            }
        }))
    }
}

/// How many said what.
fn how_satisfied(ui: &Ui, said: &[(i64, Option<bool>, String)]) -> Markup {
    let counted: Vec<(&str, i64, &str)> = SATISFIED
        .iter()
        .map(|(n, word)| {
            let count = said.iter().filter(|(satisfied, ..)| satisfied == n).count();
            (ui.t(*word), count as i64, "#words")
        })
        .collect();
    let title = ui.t(msg::FEEDBACK_HOW_SATISFIED);
    section(title, bars(title, ui.t(msg::FEEDBACK_PEOPLE), &counted))
}

/// Everything that was said, in no order.
fn words(ui: &Ui, said: &[(i64, Option<bool>, String)]) -> Markup {
    let word = |n: i64| {
        SATISFIED
            .iter()
            .find(|(known, _)| *known == n)
            .map(|(_, word)| *word)
    };
    let rows = said.iter().map(|(satisfied, again, words)| {
        let again = match again {
            Some(true) => ui.t(msg::FEEDBACK_AGAIN_YES),
            Some(false) => ui.t(msg::FEEDBACK_AGAIN_NO),
            None => "",
        };
        vec![
            html! { @if let Some(word) = word(*satisfied) { (ui.t(word)) } },
            html! { (again) },
            html! { (words) },
        ]
    });
    let title = ui.t(msg::FEEDBACK_WHAT_WAS_SAID);
    let columns = vec![
        col(ui.t(msg::FEEDBACK_HOW_SATISFIED)),
        col(ui.t(msg::FEEDBACK_AGAIN)),
        col(ui.t(msg::FEEDBACK_SAID)),
    ];
    html! {
        div id="words" { (section(title, html! {
            (muted(html! { (ui.t(msg::FEEDBACK_NO_NAMES)) }))
            (table(title, columns).rows(rows))
        })) }
    }
}

fn answer_form(ui: &Ui, back: &str, summary: &Summary, (fields, problems): (&Fields, &Problems)) -> Markup {
    let typed = match fields.has("answer") {
        true => fields.raw("answer"),
        false => summary.answer.as_deref().unwrap_or_default(),
    };
    let title = match summary.answer {
        Some(_) => msg::FEEDBACK_ANSWER_ANEW,
        None => msg::FEEDBACK_ANSWER,
    };
    section(
        ui.t(title),
        form(ui, &format!("{back}/feedback")).body(html! {
            (hidden("version", &summary.version.to_string()))
            (text_area(ui, "answer", ui.t(msg::FEEDBACK_ANSWER_FIELD)).hint(ui.t(msg::FEEDBACK_ANSWER_HINT))
                .value(typed).error(problems.of("answer")).max_chars(WORDS_MAX as u32).required())
            (row(button(ui.t(msg::FEEDBACK_ANSWER_SEND)).primary().render()))
        }),
    )
}
