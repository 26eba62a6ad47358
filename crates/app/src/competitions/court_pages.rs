//! At the court and at the judges' table: results of games, marks and times, typed by officers on a phone.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{CompetitionId, EntryId, FixtureId, OrganisationId, StageId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::Grant,
    not_done::NotDone,
    reply::SeeOther,
    spoken,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    ScoreCompetitions, form_views,
    history::{self, Given},
    model::{Fixture, Format, Stage, Way},
    office_pages::{held, on_own},
    result, say,
    score::{self, CLOCK, GiveMarks},
    typed,
    whole::Whole,
};

type OfFixture = Path<(OrganisationId, CompetitionId, FixtureId)>;

/// `GET /w/{org}/competitions/{competition}/fixtures/{fixture}`
pub(super) async fn show_fixture(
    gate: Grant<ScoreCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, fixture)): OfFixture,
) -> Result<Page, Fault> {
    fixture_page(&gate, &ui, &app, id, fixture, None).await
}

async fn fixture_page(
    gate: &Grant<ScoreCompetitions>,
    ui: &Ui,
    app: &App,
    id: CompetitionId,
    fixture: FixtureId,
    wrong: Option<(&Fields, &Problems)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let whole = held(tx, org, id)?;
        whole.fixture(fixture).ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>((whole, history::of_fixture(tx, fixture)?))
    });
    let (whole, past) = read.await?;
    let this = whole.fixture(fixture).ok_or(Fault::NotFound)?;
    let stage = whole.stage(this.stage).ok_or(Fault::NotFound)?;
    let at = format!("/w/{org}/competitions/{id}");
    let mut before = Fields::default();
    if let Some(outcome) = &this.outcome {
        before.push("home_score", outcome.home_score.to_string());
        before.push("away_score", outcome.away_score.to_string());
        let home = outcome.winner == this.home;
        before.push(
            "way",
            match outcome.way {
                Way::Played => "played",
                Way::Walkover if home => "home_walkover",
                Way::Walkover => "away_walkover",
                Way::Neither => "neither",
            },
        );
        if outcome.home_score == outcome.away_score && outcome.winner.is_some() {
            before.push("winner", if home { "home" } else { "away" });
        }
    }
    let none = Problems::new();
    let (fields, problems) = wrong.unwrap_or((&before, &none));
    let title = say::fixture(ui, &whole, stage, this);
    let versus = format!(
        "{} {} {}",
        say::side(ui, &whole, this.home),
        ui.t(msg::COMPETITION_VERSUS),
        say::side(ui, &whole, this.away)
    );
    let content = html! {
        (page_title(&versus, Some(&[Some(title.clone()), say::when_where(ui, &whole, this)].into_iter().flatten().collect::<Vec<_>>().join(" · ")), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
            (error_summary(ui, problems))
            @if let Some(protest) = whole.protests_before(stage, this).next() {
                (notice(Tone::Warn, html! {
                    p { @if protest.is_unsettled() { (ui.t(msg::COMPETITION_PROTEST_BEFORE_GAME)) } @else { (spoken::say(ui, &result::waits_before(&whole, protest))) } " "
                        (link(&format!("{at}/protests"), ui.t(msg::COMPETITION_PROTESTS))) }
                    @if let Some(gone) = gone(ui, &whole, this) { p { (ui.tf(msg::COMPETITION_WALKOVER_WAITS, args! { name = gone })) } }
                }))
            }
            @if whole.protests.iter().any(|protest| protest.fixture == Some(this.id) && protest.is_unsettled()) {
                (notice(Tone::Warn, html! { (ui.t(msg::COMPETITION_NOT_CORRECTED_YET)) " " (link(&format!("{at}/protests"), ui.t(msg::COMPETITION_PROTESTS))) }))
            }
            @if this.results > 0 && this.outcome.is_none() {
                (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_WALKOVER_TAKEN_BACK)) }))
            }
            @if this.home.is_none() || this.away.is_none() {
                (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_SIDES_UNKNOWN)) }))
            } @else {
                (form(ui, &format!("{at}/fixtures/{fixture}")).body(html! {
                    (form_views::result_fields(ui, &whole, stage, this, fields, problems))
                    (action_bar(html! {
                        (button(ui.t(if this.outcome.is_some() { msg::COMPETITION_CORRECT } else { msg::COMPETITION_SAVE_RESULT })).primary())
                    }))
                }))
            }
            @if !past.is_empty() { (section(ui.t(msg::COMPETITION_HISTORY), results(ui, &whole, &past))) }
        }))
    };
    Ok(desk::page(app, ui, gate, &title, content))
}

/// Who gave up of a game that is still open.
fn gone(ui: &Ui, whole: &Whole, fixture: &Fixture) -> Option<String> {
    let sides = [fixture.home, fixture.away].into_iter().flatten();
    let mut entries = sides.filter_map(|entry| whole.entry(entry));
    let gone = entries.find(|entry| fixture.is_open() && entry.withdrawn_at.is_some())?;
    Some(say::entry(ui, whole.competition.team, gone))
}

/// Every result that a game was given, the last first.
fn results(ui: &Ui, whole: &Whole, past: &[Given]) -> Markup {
    let columns = vec![
        col(ui.t(msg::COMPETITION_SCORE)),
        col(ui.t(msg::COMPETITION_WINNER)),
        col(ui.t(msg::COMPETITION_REASON)),
        col(ui.t(msg::COMPETITION_BY)),
        col(ui.t(msg::COMPETITION_WHEN)),
    ];
    let rows = past.iter().map(|given| {
        vec![
            html! { (say::given(ui, given.way, given.home_score, given.away_score)) },
            html! { (say::name(ui, whole, given.winner)) },
            html! { @if given.reason.is_empty() { "—" } @else { (given.reason) } },
            html! { (given.by) },
            html! { (ui.moment(given.at)) },
        ]
    });
    table(ui.t(msg::COMPETITION_HISTORY), columns).rows(rows).render()
}

/// `POST /w/{org}/competitions/{competition}/fixtures/{fixture}`
pub(super) async fn give_result(
    gate: Grant<ScoreCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, fixture)): OfFixture,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    app.db
        .read(move |tx| {
            let whole = held(tx, org, id)?;
            whole.fixture(fixture).ok_or(NotDone::NotFound).map(drop)
        })
        .await?;
    let errors = match typed::result(&fields) {
        Err(errors) => errors,
        Ok(given) => {
            let done = on_own(&app, &gate, id, move |tx| result::give(tx, id, fixture, &given));
            match done.await {
                Ok(()) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}"));
                    return Ok(back.say(Tone::Ok, msg::COMPETITION_RESULT_SAVED).into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = fixture_page(
        &gate,
        &ui,
        &app,
        id,
        fixture,
        Some((&fields, &errors.problems(&ui))),
    )
    .await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

type OfStage = Path<(OrganisationId, CompetitionId, StageId)>;

/// `GET /w/{org}/competitions/{competition}/stages/{stage}/marks`: who is still to be scored, then the others.
pub(super) async fn list_marks(
    gate: Grant<ScoreCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, stage)): OfStage,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let stage = whole
        .stage(stage)
        .filter(|stage| !stage.rules.format.has_games())
        .ok_or(Fault::NotFound)?;
    let at = format!("/w/{org}/competitions/{id}");
    let judges: Vec<i64> = match stage.rules.format {
        Format::Timed => vec![CLOCK],
        _ => whole.judges_of(stage.id).map(|judge| judge.seat).collect(),
    };
    let mut scores = whole.scores(stage);
    scores.sort_by_key(|score| (score.given, score.position));
    let columns = vec![
        col(ui.t(msg::COMPETITION_ENTRY)),
        number_col(ui.t(msg::COMPETITION_NUMBER)),
        col(ui.t(msg::COMPETITION_TYPE)),
    ];
    let rows = scores.iter().map(|score| {
        let number = whole.entry(score.entry).map_or(0, |entry| entry.number);
        let links = judges.iter().enumerate().map(|(n, judge)| {
            let given = match *judge {
                CLOCK => score.given,
                _ => score.parts.get(n).is_some_and(Option::is_some),
            };
            let word = match (*judge, given) {
                (CLOCK, false) if !score.missing.is_empty() => {
                    ui.tf(msg::COMPETITION_TYPE_RUN, args! { n = score.missing[0] })
                }
                (CLOCK, false) => ui.t(msg::COMPETITION_TYPE).to_owned(),
                (CLOCK, true) => ui.t(msg::COMPETITION_CORRECT).to_owned(),
                (seat, false) => ui.tf(msg::COMPETITION_JUDGE, args! { n = seat }),
                (seat, true) => ui.tf(msg::COMPETITION_JUDGE_DONE, args! { n = seat }),
            };
            link_button(
                &format!("{at}/stages/{}/marks/{}?judge={judge}", stage.id, score.entry),
                &word,
            )
            .small()
            .about(&number.to_string())
            .render()
        });
        vec![
            super::views::name_cell(&ui, &whole, score.entry),
            html! { (number) },
            row(html! { @for link in links { (link) } }),
        ]
    });
    let title = ui.t(msg::COMPETITION_TYPE_MARKS);
    let content = html! {
        (page_title(title, Some(&whole.competition.title), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
            @if judges.is_empty() { (notice(Tone::Warn, html! { (ui.t(msg::COMPETITION_NO_JUDGES)) })) }
            (table(title, columns).rows(rows))
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// Whose marks are typed.
#[derive(Deserialize)]
pub(super) struct Whose {
    judge: Option<i64>,
}

type OfMarks = Path<(OrganisationId, CompetitionId, StageId, EntryId)>;

/// `GET /w/{org}/competitions/{competition}/stages/{stage}/marks/{entry}`
pub(super) async fn show_marks(
    gate: Grant<ScoreCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, stage, entry)): OfMarks,
    Query(whose): Query<Whose>,
) -> Result<Page, Fault> {
    marks_page(
        &gate,
        &ui,
        &app,
        (id, stage, entry, whose.judge.unwrap_or(CLOCK)),
        None,
    )
    .await
}

async fn marks_page(
    gate: &Grant<ScoreCompetitions>,
    ui: &Ui,
    app: &App,
    (id, stage, entry, judge): (CompetitionId, StageId, EntryId, i64),
    wrong: Option<(&Fields, &Problems)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let stage = whole
        .stage(stage)
        .filter(|stage| !stage.rules.format.has_games())
        .ok_or(Fault::NotFound)?;
    let seat = whole
        .seats_of(stage.id)
        .find(|seat| seat.entry == entry)
        .ok_or(Fault::NotFound)?;
    let at = format!("/w/{org}/competitions/{id}");
    let (before, correcting) = given(&whole, stage, seat.entry, judge);
    let none = Problems::new();
    let (fields, problems) = wrong.unwrap_or((&before, &none));
    let name = say::name(ui, &whole, Some(entry));
    let who = match judge {
        CLOCK => ui.t(msg::COMPETITION_CLOCK).to_owned(),
        seat => ui.tf(msg::COMPETITION_JUDGE, args! { n = seat }),
    };
    let here = format!("{at}/stages/{}/marks", stage.id);
    let content = html! {
        (page_title(&name, Some(&who), None))
        (stack(html! {
            p { (link(&here, ui.t(msg::COMPETITION_BACK_TO_LIST))) }
            (error_summary(ui, problems))
            (form(ui, &format!("{here}/{entry}")).body(html! {
                (hidden("judge", &judge.to_string()))
                (form_views::mark_fields(ui, stage, correcting, fields, problems))
                (action_bar(html! { (button(ui.t(msg::COMPETITION_SAVE_MARKS)).primary()) }))
            }))
        }))
    };
    Ok(desk::page(app, ui, gate, &name, content))
}

/// What a judge, or the clock, gave before, as it would be typed; and whether there is anything.
pub(super) fn given(whole: &Whole, stage: &Stage, entry: EntryId, judge: i64) -> (Fields, bool) {
    let mut fields = Fields::default();
    let marks = whole
        .marks
        .iter()
        .filter(|mark| mark.stage == stage.id && mark.entry == entry && mark.judge == judge);
    let mut any = false;
    for mark in marks {
        any = true;
        let text = match mark.value {
            None => "-".to_owned(),
            Some(value) if stage.rules.format == Format::Timed => say::time(value),
            Some(value) => say::points(value),
        };
        fields.push(format!("part{}", mark.part), text);
    }
    (fields, any)
}

/// `POST /w/{org}/competitions/{competition}/stages/{stage}/marks/{entry}`
pub(super) async fn give_marks(
    gate: Grant<ScoreCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, stage, entry)): OfMarks,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let judge: i64 = fields.raw("judge").parse().unwrap_or(CLOCK);
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let known = whole
        .stage(stage)
        .filter(|stage| !stage.rules.format.has_games())
        .ok_or(Fault::NotFound)?;
    whole
        .seats_of(stage)
        .find(|seat| seat.entry == entry)
        .ok_or(Fault::NotFound)?;
    let timed = known.rules.format == Format::Timed;
    let parts = if timed {
        known.rules.runs
    } else {
        known.rules.items.len() as i64
    };
    let errors = match typed::marks(&fields, timed, parts) {
        Err(errors) => errors,
        Ok(values) => {
            let given = GiveMarks {
                stage,
                judge,
                entry,
                values,
                reason: fields.raw("reason").to_owned(),
            };
            let done = on_own(&app, &gate, id, move |tx| score::give_marks(tx, id, &given));
            match done.await {
                Ok(_) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}/stages/{stage}/marks"));
                    let said = Sentence::new(msg::COMPETITION_MARKS_SAVED)
                        .with("name", say::name(&ui, &whole, Some(entry)));
                    return Ok(back.say(Tone::Ok, said).into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = marks_page(
        &gate,
        &ui,
        &app,
        (id, stage, entry, judge),
        Some((&fields, &errors.problems(&ui))),
    )
    .await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
