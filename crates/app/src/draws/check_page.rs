//! Whoever doubts a draw has it worked out again: the published one, or a copy of their own.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    draw::{Drawn, Flaw},
    id::ActivityId,
};
use langqiao_platform::{
    app::App,
    extract::Query,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Public,
    ui::prelude::*,
};
use serde::Deserialize;
use serde_json::Value;

use super::queries;

/// The field that takes the document.
const DOCUMENT: &str = "document";

/// Which published draw is to be checked.
#[derive(Deserialize)]
pub(super) struct Asked {
    activity: Option<ActivityId>,
}

pub(super) async fn show(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let published = match asked.activity {
        Some(activity) => app.db.read(move |tx| queries::published(tx, activity)).await?,
        None => None,
    };
    let drawn = published.and_then(|published| published.drawn);
    let mut fields = Fields::default();
    if let Some(drawn) = &drawn {
        // It is read again from the text that the visitor sees.
        fields.push(DOCUMENT, serde_json::to_string(drawn).unwrap_or_default());
    }
    let verdict = match &drawn {
        Some(drawn) => Some(judge(&app, drawn).await?),
        None => None,
    };
    Ok(page(&ui, &fields, &FieldErrors::new(), verdict))
}

pub(super) async fn check(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let mut errors = FieldErrors::new();
    let verdict = match read(fields.raw(DOCUMENT)) {
        Some(drawn) => Some(judge(&app, &drawn).await?),
        None => {
            errors.add(DOCUMENT, msg::DRAW_CHECK_UNREADABLE);
            None
        }
    };
    let status = if verdict.is_some() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(page(&ui, &fields, &errors, verdict)
        .status(status)
        .into_response())
}

/// What is to be said of a document.
enum Verdict {
    /// It holds, and it is the draw that was promised here.
    Holds,
    /// It holds by itself, but nothing such was drawn here.
    Unknown,
    /// It doesn't hold.
    Flawed(Flaw),
}

/// Works it out again, and looks whether it is what was promised here for that activity.
async fn judge(app: &App, drawn: &Drawn) -> Result<Verdict, Fault> {
    if let Err(flaw) = drawn.verify() {
        return Ok(Verdict::Flawed(flaw));
    }
    let Ok(activity) = drawn.activity.parse::<ActivityId>() else {
        return Ok(Verdict::Unknown);
    };
    let published = app.db.read(move |tx| queries::published(tx, activity)).await?;
    Ok(match published {
        None => Verdict::Unknown,
        Some(published) if published.commitment != drawn.commitment => Verdict::Flawed(Flaw::Commitment),
        Some(_) => Verdict::Holds,
    })
}

/// The document, also where it lies in what the API answers.
fn read(text: &str) -> Option<Drawn> {
    let value: Value = serde_json::from_str(text).ok()?;
    let inner = value.get("drawn").cloned().unwrap_or(value);
    serde_json::from_value(inner).ok()
}

fn page(ui: &Ui, fields: &Fields, errors: &FieldErrors, verdict: Option<Verdict>) -> Page {
    let (title, problems) = (ui.t(msg::DRAW_CHECK_TITLE), errors.problems(ui));
    let content = html! {
        (page_title(title, None, None))
        (stack(html! {
            (error_summary(ui, &problems))
            @match verdict {
                Some(Verdict::Holds) => (notice(Tone::Ok, html! { (ui.t(msg::DRAW_CHECK_HOLDS)) })),
                Some(Verdict::Unknown) => (notice(Tone::Warn, html! { (ui.t(msg::DRAW_CHECK_UNKNOWN)) })),
                Some(Verdict::Flawed(flaw)) => (notice(Tone::Error, html! { (said(ui, flaw)) })),
                None => {},
            }
            (form(ui, "/draws/check").body(html! {
                (text_area(ui, DOCUMENT, ui.t(msg::DRAW_CHECK_DOCUMENT)).hint(ui.t(msg::DRAW_CHECK_HINT))
                    .value(fields.raw(DOCUMENT)).error(problems.of(DOCUMENT)).required())
                (action_bar(html! { (button(ui.t(msg::DRAW_CHECK_GO)).primary()) }))
            }))
            (muted(html! { (ui.t(msg::DRAW_CHECK_ELSEWHERE)) }))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

fn said(ui: &Ui, flaw: Flaw) -> String {
    let what = match flaw {
        Flaw::Format => msg::DRAW_FLAW_FORMAT,
        Flaw::Seed => msg::DRAW_FLAW_SEED,
        Flaw::Commitment => msg::DRAW_FLAW_COMMITMENT,
        Flaw::Entries => msg::DRAW_FLAW_ENTRIES,
        Flaw::List => msg::DRAW_FLAW_LIST,
        Flaw::Order { place } => return ui.tf(msg::DRAW_FLAW_ORDER, args! { place = place as i64 }),
        Flaw::PassedOver => msg::DRAW_FLAW_PASSED_OVER,
        Flaw::Seated => msg::DRAW_FLAW_SEATED,
    };
    ui.t(what).to_owned()
}
