//! The officer moves one game.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{CompetitionId, FixtureId, OrganisationId},
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
    not_done::wrong,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    ManageCompetitions,
    model::Fixture,
    move_game::move_game,
    office_pages::{held, on_own},
    say, typed,
    whole::Whole,
};

type Of = Path<(OrganisationId, CompetitionId, FixtureId)>;

/// `GET /w/{org}/competitions/{competition}/fixtures/{fixture}/place`
pub(super) async fn show(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, fixture)): Of,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let this = whole.fixture(fixture).ok_or(Fault::NotFound)?;
    let fields = known(&whole, this);
    page(&app, &ui, &gate, (&whole, this), (&fields, &Problems::new()))
}

/// What stands in the form before anything is typed.
fn known(whole: &Whole, this: &Fixture) -> Fields {
    let mut fields = Fields::default();
    let at = time::civil(this.starts_at.unwrap_or(whole.competition.starts_at));
    fields.push("court", this.court.unwrap_or(1).to_string());
    fields.push("day", at.date().to_string());
    fields.push("from", when::clock_value(at.time()));
    fields.push(
        "minutes",
        this.span()
            .map_or(60, |(from, until)| until.duration_since(from).as_mins())
            .to_string(),
    );
    fields
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageCompetitions>,
    (whole, this): (&Whole, &Fixture),
    (fields, problems): (&Fields, &Problems),
) -> Result<Page, Fault> {
    let stage = whole.stage(this.stage).ok_or(Fault::NotFound)?;
    let at = format!("/w/{}/competitions/{}", gate.org(), whole.competition.id);
    let title = ui.t(msg::COMPETITION_MOVE);
    let sides = format!(
        "{} {} {}",
        say::side(ui, whole, this.home),
        ui.t(msg::COMPETITION_VERSUS),
        say::side(ui, whole, this.away)
    );
    let lede = format!("{} · {sides}", say::fixture(ui, whole, stage, this));
    let numbers: Vec<String> = (1..=whole.courts.len())
        .map(|number| number.to_string())
        .collect();
    let mut court = select(ui, "court", ui.t(msg::COMPETITION_COURT))
        .required()
        .error(problems.of("court"));
    let courts = numbers.iter().zip(&whole.courts);
    for (number, name) in courts.filter(|(_, name)| !name.is_empty()) {
        court = court.option(number, name, fields.raw("court") == number);
    }
    let content = html! {
        (page_title(title, Some(&lede), None))
        (stack(html! {
            p { (link(&format!("{at}/schedule"), ui.t(msg::COMPETITION_SCHEDULE))) }
            (error_summary(ui, problems))
            @if whole.courts.is_empty() {
                (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_MOVE_NO_COURTS)) }))
            } @else {
                (form(ui, &format!("{at}/fixtures/{}/place", this.id)).body(html! {
                    (court)
                    (grid(Columns::Two, html! {
                        (field(ui, "day", ui.t(msg::COMPETITION_DAY)).date().required().value(fields.raw("day"))
                            .error(problems.of("day").or(problems.of("starts_at"))))
                        (field(ui, "from", ui.t(msg::COMPETITION_MOVE_FROM)).time().required().value(fields.raw("from")).error(problems.of("from")))
                        (field(ui, "minutes", ui.t(msg::COMPETITION_SLOT)).whole_number().short().required()
                            .value(fields.raw("minutes")).error(problems.of("minutes")))
                    }))
                    (muted(html! { (ui.t(msg::COMPETITION_MOVE_TOLD)) }))
                    (row(button(ui.t(msg::COMPETITION_MOVE_DO)).primary().render()))
                }))
            }
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

/// `POST /w/{org}/competitions/{competition}/fixtures/{fixture}/place`
pub(super) async fn do_move(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, fixture)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let this = whole.fixture(fixture).ok_or(Fault::NotFound)?;
    let errors: FieldErrors = match typed::place(&fields, app.now()) {
        Err(errors) => errors,
        Ok(place) => match on_own(&app, &gate, id, move |tx| move_game(tx, id, (fixture, place))).await {
            Ok(_) => {
                let back = SeeOther::to(format!("/w/{org}/competitions/{id}/schedule"));
                return Ok(back.say(Tone::Ok, msg::COMPETITION_MOVED).into_response());
            }
            Err(why) => why.into_fields()?,
        },
    };
    let problems = errors.problems(&ui);
    Ok(wrong(page(
        &app,
        &ui,
        &gate,
        (&whole, this),
        (&fields, &problems),
    )?))
}
