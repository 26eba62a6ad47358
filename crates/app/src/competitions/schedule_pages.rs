//! The officer lays down courts and hours, and the games are put onto them.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{CompetitionId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    ManageCompetitions, form_views,
    model::Fixture,
    office_pages::{held, on_own},
    schedule::schedule,
    typed, views,
    whole::Whole,
};

type Of = Path<(OrganisationId, CompetitionId)>;

/// `GET /w/{org}/competitions/{competition}/schedule`
pub(super) async fn show(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let fields = start(&whole, app.now());
    Ok(page(&app, &ui, &gate, &whole, &fields, &FieldErrors::new()))
}

/// What stands in the form before anything is typed.
fn start(whole: &Whole, now: jiff::Timestamp) -> Fields {
    let of = &whole.competition;
    let mut fields = Fields::default();
    let courts = if whole.courts.is_empty() {
        vec![of.place.chars().take(20).collect::<String>()]
    } else {
        whole.courts.clone()
    };
    let (from, until) = (time::civil(of.starts_at.max(now)), time::civil(of.ends_at));
    let days = [
        ("first_day", from.date()),
        ("last_day", until.date().max(from.date())),
    ];
    fields.push("courts", courts.join("\n"));
    for (name, day) in days {
        fields.push(name, day.to_string());
    }
    fields.push("from", time::civil(of.starts_at).strftime("%H:%M").to_string());
    fields.push("until", until.strftime("%H:%M").to_string());
    fields.push("slot_minutes", "60");
    fields.push("rest_minutes", "60");
    fields
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageCompetitions>,
    whole: &Whole,
    fields: &Fields,
    errors: &FieldErrors,
) -> Page {
    let (org, id, problems) = (gate.org(), whole.competition.id, errors.problems(ui));
    let title = ui.t(msg::COMPETITION_SCHEDULE);
    let mut by_time: Vec<&Fixture> = whole
        .fixtures
        .iter()
        .filter(|fixture| fixture.starts_at.is_some())
        .collect();
    by_time.sort_by_key(|fixture| (fixture.starts_at, fixture.court));
    let content = html! {
        (page_title(title, Some(&whole.competition.title), Some(Button::print(ui.t(msg::COMPETITION_PRINT)).render())))
        (stack(html! {
            p { (link(&format!("/w/{org}/competitions/{id}"), ui.t(msg::COMPETITION_BACK))) }
            (error_summary(ui, &problems))
            (disclosure(ui.t(msg::COMPETITION_SCHEDULE_MAKE), by_time.is_empty() || !problems.is_empty(), html! {
                (form(ui, &format!("/w/{org}/competitions/{id}/schedule")).body(html! {
                    p { (ui.t(msg::COMPETITION_SCHEDULE_LEDE)) }
                    (form_views::schedule_fields(ui, fields, &problems))
                    (row(button(ui.t(msg::COMPETITION_SCHEDULE_MAKE)).primary().render()))
                }))
            }))
            @for stage in &whole.stages {
                @let list: Vec<&Fixture> = by_time.iter().copied().filter(|fixture| fixture.stage == stage.id).collect();
                @if !list.is_empty() {
                    (section(super::say::stage(ui, stage), views::games(ui, whole, stage, &list, None)))
                }
            }
        }))
    };
    desk::page(app, ui, gate, title, content)
}

/// `POST /w/{org}/competitions/{competition}/schedule`
pub(super) async fn make(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let errors = match typed::schedule(&fields, app.now()) {
        Err(errors) => errors,
        Ok(wish) => {
            let done = on_own(&app, &gate, id, move |tx| schedule(tx, id, &wish));
            match done.await {
                Ok(done) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}/schedule"));
                    let (tone, sentence) = match done.left {
                        0 => (
                            Tone::Ok,
                            Sentence::new(msg::COMPETITION_SCHEDULED).with("n", done.placed),
                        ),
                        left => (
                            Tone::Warn,
                            Sentence::new(msg::COMPETITION_SCHEDULED_SOME)
                                .with("n", done.placed)
                                .with("left", left),
                        ),
                    };
                    return Ok(back.say(tone, sentence).into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = page(&app, &ui, &gate, &whole, &fields, &errors);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
