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

use super::{
    queries,
    sealed::{self, Differs},
};

/// The field that takes the document.
const DOCUMENT: &str = "document";
/// The longest document that is looked at here, in bytes: enough for some twenty thousand parties.
const LONGEST: usize = 1_000_000;

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
    if fields.raw(DOCUMENT).len() > LONGEST {
        errors.add(DOCUMENT, msg::DRAW_CHECK_LONG);
        let page = page(&ui, &Fields::default(), &errors, None);
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
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
    /// It holds, it is the draw that was promised here, and all of it is what is published.
    Holds,
    /// It holds by itself, but nothing such was drawn here.
    Unknown,
    /// It holds by itself, but nothing was drawn here yet.
    NotYet,
    /// It holds by itself, but it is not what is published here.
    Differs(Differs),
    /// What is published here is not what was recorded when it was drawn.
    Exchanged,
    /// It doesn't hold.
    Flawed(Flaw),
}

/// Works it out again, and looks whether all of it is what was promised and published here for that activity, and
/// recorded when it was drawn.
async fn judge(app: &App, drawn: &Drawn) -> Result<Verdict, Fault> {
    if let Err(flaw) = drawn.verify() {
        return Ok(Verdict::Flawed(flaw));
    }
    let Ok(activity) = drawn.activity.parse::<ActivityId>() else {
        return Ok(Verdict::Unknown);
    };
    let (published, recorded) = app
        .db
        .read(move |tx| {
            let published = queries::published(tx, activity)?;
            Ok::<_, Fault>((published, sealed::recorded(tx, activity)?))
        })
        .await?;
    let Some(published) = published else {
        return Ok(Verdict::Unknown);
    };
    if published.commitment != drawn.commitment {
        return Ok(Verdict::Flawed(Flaw::Commitment));
    }
    let Some(here) = published.drawn else {
        return Ok(Verdict::NotYet);
    };
    if let Some(differs) = sealed::differ(drawn, &here) {
        return Ok(Verdict::Differs(differs));
    }
    Ok(match recorded {
        Some(recorded) => match recorded.differs(&here) {
            Some(_) => Verdict::Exchanged,
            None => Verdict::Holds,
        },
        None => Verdict::Exchanged,
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
                Some(Verdict::NotYet) => (notice(Tone::Error, html! { (ui.t(msg::DRAW_CHECK_NOT_YET)) })),
                Some(Verdict::Differs(what)) => (notice(Tone::Error, html! { (differs(ui, what)) })),
                Some(Verdict::Exchanged) => (notice(Tone::Error, html! { (ui.t(msg::DRAW_CHECK_EXCHANGED)) })),
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

fn differs(ui: &Ui, what: Differs) -> &'static str {
    ui.t(match what {
        Differs::List => msg::DRAW_DIFFERS_LIST,
        Differs::Capacity => msg::DRAW_DIFFERS_CAPACITY,
        Differs::Seated => msg::DRAW_DIFFERS_SEATED,
        Differs::PassedOver => msg::DRAW_DIFFERS_PASSED_OVER,
        Differs::Other => msg::DRAW_DIFFERS_OTHER,
    })
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
        Flaw::Groups => msg::DRAW_FLAW_GROUPS,
        Flaw::Seated => msg::DRAW_FLAW_SEATED,
    };
    ui.t(what).to_owned()
}
