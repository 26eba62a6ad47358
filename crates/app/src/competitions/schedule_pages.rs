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
    model::{Fixture, Stage},
    office_pages::{held, on_own},
    say,
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
        let named = whole.courts.iter().filter(|name| !name.is_empty());
        named.cloned().collect()
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
    let placed = whole
        .fixtures
        .iter()
        .filter(|fixture| fixture.starts_at.is_some())
        .count();
    let at = format!("/w/{org}/competitions/{id}");
    let outside = whole
        .fixtures
        .iter()
        .filter(|fixture| whole.competition.is_outside(fixture))
        .count();
    let content = html! {
        (page_title(title, Some(&whole.competition.title), Some(Button::print(ui.t(msg::COMPETITION_PRINT)).render())))
        (stack(html! {
            p { (link(&format!("/w/{org}/competitions/{id}"), ui.t(msg::COMPETITION_BACK))) }
            (error_summary(ui, &problems))
            @if outside > 0 {
                (notice(Tone::Warn, html! {
                    p { (ui.tf(msg::COMPETITION_SCHEDULE_OUTSIDE, args! { n = outside })) }
                    p { (link(&format!("/w/{org}/activities/{}", whole.competition.activity), ui.t(msg::COMPETITION_TO_ACTIVITY))) }
                }))
            }
            (disclosure(ui.t(msg::COMPETITION_SCHEDULE_MAKE), placed == 0 || !problems.is_empty(), html! {
                (form(ui, &format!("/w/{org}/competitions/{id}/schedule")).body(html! {
                    p { (ui.t(msg::COMPETITION_SCHEDULE_LEDE)) }
                    (form_views::schedule_fields(ui, fields, &problems))
                    (row(button(ui.t(msg::COMPETITION_SCHEDULE_MAKE)).primary().render()))
                }))
            }))
            @for stage in &whole.stages {
                @let list = listed(whole, stage);
                @if !list.is_empty() {
                    (section(say::stage(ui, stage), views::games_with(ui, (whole, stage), &list, |fixture| to_move(ui, &at, (whole, stage), fixture))))
                }
            }
        }))
    };
    desk::page(app, ui, gate, title, content)
}

/// The games of a stage that have a place, by time; then those that have none yet and can be given one.
fn listed<'a>(whole: &'a Whole, stage: &Stage) -> Vec<&'a Fixture> {
    let mut list: Vec<&Fixture> = whole
        .fixtures_of(stage.id)
        .filter(|fixture| fixture.is_open() || fixture.starts_at.is_some())
        .collect();
    list.sort_by_key(|fixture| (fixture.starts_at.is_none(), fixture.starts_at, fixture.court));
    list
}

/// The way to another court or time for a game that is still to be played.
fn to_move(ui: &Ui, at: &str, (whole, stage): (&Whole, &Stage), fixture: &Fixture) -> Option<Markup> {
    fixture.is_open().then(|| {
        let about = say::fixture(ui, whole, stage, fixture);
        let to = format!("{at}/fixtures/{}/place", fixture.id);
        html! { (link_button(&to, ui.t(msg::COMPETITION_MOVE)).small().about(&about)) }
    })
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
