//! The page on which an organisation's officers look at what its people state of themselves.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, PersonId, StandingId},
    text::clip,
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::NotDone,
    people::{self, Shown, Why},
    reply::SeeOther,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    DecideStandings,
    decide::{Decision, Verdict, by_office},
    model::StandingState,
    office_view::{Names, Screen, page},
    queries::{self, Which},
};

/// Rows of a page.
pub(super) const PAGE: i64 = 50;
/// The longest reason kept, in characters.
const REASON_CHARS: usize = 100;

/// Which of the list.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    show: Option<String>,
    page: Option<String>,
}

impl Asked {
    fn waiting(&self) -> bool {
        self.show.as_deref() != Some("decided")
    }

    fn page(&self) -> i64 {
        let page = self.page.as_deref().and_then(|n| n.parse().ok());
        page.unwrap_or(1).clamp(1, 10_000)
    }
}

/// `GET /w/{org}/standings`
pub(super) async fn show(
    gate: Grant<DecideStandings>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let screen = screen(&app, gate.org(), &asked).await?;
    Ok(page(
        &app,
        &ui,
        &gate,
        &screen,
        &Fields::default(),
        &FieldErrors::new(),
    ))
}

async fn screen(app: &App, org: OrganisationId, asked: &Asked) -> Result<Screen, Fault> {
    let (on, waiting, page) = (time::day(app.now()), asked.waiting(), asked.page());
    let which = Which {
        waiting,
        skip: (page - 1) * PAGE,
        limit: PAGE,
    };
    let (rows, all) = app
        .db
        .read(move |tx| queries::in_reach(tx, (org, on), which))
        .await?;
    Ok(Screen {
        rows,
        all,
        waiting,
        page,
        names: Names::new(),
    })
}

/// `POST /w/{org}/standings/names`: the same with names in full, for a reason; each look is recorded where the person can
/// read it.
pub(super) async fn with_names(
    gate: Grant<DecideStandings>,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let asked = Asked {
        show: Some(fields.raw("show").to_owned()),
        page: Some(fields.raw("page").to_owned()),
    };
    let mut screen = screen(&app, gate.org(), &asked).await?;
    let Some(reason) = fields.line("reason").filter(|reason| reason.chars().count() >= 2) else {
        let mut errors = FieldErrors::new();
        errors.add("reason", msg::PEOPLE_REASON_MISSING);
        let back = page(&app, &ui, &gate, &screen, &fields, &errors);
        return Ok(back.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let why = Why {
        viewer: gate.person(),
        organisation: gate.org(),
        reason: clip(&reason, REASON_CHARS),
    };
    let mut whose: Vec<PersonId> = screen.rows.iter().map(|row| row.standing.held.person).collect();
    whose.sort_unstable();
    whose.dedup();
    let keys = app.keys.clone();
    let open = app
        .db
        .write(gate.by(), move |tx| {
            people::disclose(tx, &keys, &why, Shown::NameAndStandings, &whose)
        })
        .await?;
    screen.names = open
        .into_iter()
        .filter_map(|person| Some((person.id, person.name?)))
        .collect();
    let shown = page(&app, &ui, &gate, &screen, &fields, &FieldErrors::new());
    Ok(shown
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .into_response())
}

/// What a form says of a standing: `was` is how it stood, `confirm` or `refuse` the button.
///
/// # Errors
/// [`NotDone::NotFound`] where it says nothing that can be.
pub(crate) fn verdict(fields: &Fields) -> Result<(StandingState, Verdict), NotDone> {
    let from = fields.raw("was").parse().map_err(|_| NotDone::NotFound)?;
    let verdict = match fields.raw("verdict") {
        "confirm" => Verdict::Confirmed,
        "refuse" => Verdict::Refused(reason(fields).to_owned()),
        _ => return Err(NotDone::NotFound),
    };
    Ok((from, verdict))
}

/// The reason of a refusal: its field is named after the standing where a page has many.
fn reason(fields: &Fields) -> &str {
    let mut typed = fields.typed();
    let found = typed.find(|(name, _)| *name == "reason" || name.starts_with("reason-"));
    found.map_or("", |(_, reason)| reason)
}

/// `POST /w/{org}/standings/{standing}`
pub(super) async fn decide(
    gate: Grant<DecideStandings>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, StandingId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (by, org) = (gate.person(), gate.org());
    let shown = match fields.raw("show") {
        "decided" => "?show=decided",
        _ => "",
    };
    let sent = fields.clone();
    let done = app.db.write(gate.by(), move |tx| {
        let (from, verdict) = verdict(&sent)?;
        let decision = Decision {
            by,
            org,
            standing: id,
            from,
            verdict,
        };
        by_office(tx, &decision)
    });
    let back = SeeOther::to(format!("/w/{org}/standings{shown}"));
    Ok(match done.await {
        Ok(()) if fields.raw("verdict") == "confirm" => back.say(Tone::Ok, msg::STANDING_SAID_CONFIRMED),
        Ok(()) => back.say(Tone::Ok, msg::STANDING_SAID_REFUSED),
        Err(why) => back.say(Tone::Warn, why.into_sentence()?),
    }
    .into_response())
}
