//! Protests: everybody reads them, who speaks for an entry makes them, the office answers.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{CompetitionId, FixtureId, OrganisationId, PersonId, ProtestId, StageId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission, Public, SignedIn},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    ManageCompetitions,
    model::Protest,
    office_pages::{held, on_own, said},
    protest::{answer_protest, let_stand, protest, was_corrected},
    queries, say,
    whole::Whole,
};
use crate::activities::ReadActivities;

/// `GET /competitions/{competition}/protests`
pub(super) async fn show(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Page, Fault> {
    public_page(&app, &ui, id, gate.person(), &Fields::default(), &Problems::new()).await
}

async fn public_page(
    app: &App,
    ui: &Ui,
    id: CompetitionId,
    person: Option<PersonId>,
    fields: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let read = app.db.read(move |tx| {
        let competition = queries::public(tx, id)?;
        competition
            .map(|competition| Whole::read(tx, competition))
            .transpose()
    });
    let whole = read
        .await
        .map_err(|why: StoreError| Fault::from(why))?
        .ok_or(Fault::NotFound)?;
    let title = ui.t(msg::COMPETITION_PROTESTS);
    let against = person
        .map(|person| against(ui, &whole, person))
        .unwrap_or_default();
    let content = html! {
        (page_title(title, Some(&whole.competition.title), None))
        (stack(html! {
            p { (link(&format!("/competitions/{id}"), ui.t(msg::COMPETITION_BACK))) }
            p { (ui.tf(msg::COMPETITION_PROTEST_LEDE, args! { length = ui.minutes(whole.competition.protest_minutes) })) }
            (ended(ui, &whole))
            (error_summary(ui, problems))
            @if !against.is_empty() { (make_form(ui, id, &against, fields, problems)) }
            (listed(ui, &whole, None))
        }))
    };
    Ok(portal(ui, Head::unlisted(title), content))
}

/// Which stages nobody protests against any more, because all leaders agreed.
fn ended(ui: &Ui, whole: &Whole) -> Markup {
    let ended = whole
        .stages
        .iter()
        .filter_map(|stage| Some((stage, stage.protests_ended_at?)));
    html! {
        @for (stage, at) in ended {
            (notice(Tone::Info, html! { (say::protests_ended(ui, stage, at)) }))
        }
    }
}

/// What this person could protest against now, with its words.
fn against(ui: &Ui, whole: &Whole, person: PersonId) -> Vec<(String, String)> {
    let mine = |entry| {
        whole
            .entry(entry)
            .is_some_and(|entry| entry.contact == Some(person))
    };
    let in_time = |at: jiff::Timestamp| ui.now < whole.competition.protest_until(at);
    let mut found = Vec::new();
    for fixture in whole
        .fixtures
        .iter()
        .filter(|f| f.outcome.as_ref().is_some_and(|o| in_time(o.at)))
    {
        let Some(stage) = whole
            .stage(fixture.stage)
            .filter(|stage| stage.protests_ended_at.is_none())
        else {
            continue;
        };
        if [fixture.home, fixture.away].into_iter().flatten().any(mine) {
            let said = ui.tf(
                msg::COMPETITION_PROTEST_GAME,
                args! {
                    game = say::fixture(ui, whole, stage, fixture),
                    home = say::side(ui, whole, fixture.home),
                    away = say::side(ui, whole, fixture.away),
                    score = say::score(ui, fixture).unwrap_or_default(),
                },
            );
            found.push((format!("{}.{}", stage.id, fixture.id), said));
        }
    }
    for stage in whole.stages.iter().filter(|s| {
        !s.rules.format.has_games() && s.protests_ended_at.is_none() && s.closed_at.is_some_and(in_time)
    }) {
        if whole.seats_of(stage.id).any(|seat| mine(seat.entry)) {
            found.push((stage.id.to_text(), say::stage(ui, stage).to_owned()));
        }
    }
    found
}

fn make_form(
    ui: &Ui,
    id: CompetitionId,
    against: &[(String, String)],
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let chosen = fields.raw("against");
    let mut what = choices(ui, "against", ui.t(msg::COMPETITION_PROTEST_AGAINST))
        .required()
        .error(problems.of("against"));
    for (value, label) in against {
        what = what.option(value, label, chosen == value || against.len() == 1);
    }
    section(ui.t(msg::COMPETITION_PROTEST_MAKE), card(form(ui, &format!("/competitions/{id}/protests")).body(html! {
        (what)
        (text_area(ui, "words", ui.t(msg::COMPETITION_PROTEST_WHAT)).required().max_chars(500)
            .hint(ui.t(msg::COMPETITION_PROTEST_WORDS)).value(fields.raw("words")).error(problems.of("words")))
        (row(button(ui.t(msg::COMPETITION_PROTEST_MAKE)).primary().render()))
    })))
}

/// `POST /competitions/{competition}/protests`
pub(super) async fn make(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    app.db
        .read(move |tx| queries::public(tx, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let person = gate.person();
    let (stage, fixture) = match fields.raw("against").split_once('.') {
        Some((stage, fixture)) => (stage.parse::<StageId>().ok(), fixture.parse::<FixtureId>().ok()),
        None => (fields.raw("against").parse().ok(), None),
    };
    let errors = match stage {
        None => {
            let mut errors = FieldErrors::new();
            errors.add("against", msg::COMPETITION_PROTEST_AGAINST_NEEDED);
            errors
        }
        Some(stage) => {
            let words = fields.raw("words").to_owned();
            let done = app.db.write(gate.by(), move |tx| {
                protest(tx, id, person, (stage, fixture), &words)
            });
            match done.await {
                Ok(_) => {
                    let back = SeeOther::to(format!("/competitions/{id}/protests"));
                    return Ok(back.say(Tone::Ok, msg::COMPETITION_PROTEST_MADE).into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = public_page(&app, &ui, id, Some(person), &fields, &errors.problems(&ui)).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The protests, the latest first; with the form that answers where there is an address for it.
fn listed(ui: &Ui, whole: &Whole, answer_at: Option<&str>) -> Markup {
    if whole.protests.is_empty() {
        return empty(
            Icon::Info,
            ui.t(msg::COMPETITION_NO_PROTESTS),
            html! { p { (ui.t(msg::COMPETITION_NO_PROTESTS_NEXT)) } },
        );
    }
    html! { @for protest in &whole.protests { (one(ui, whole, protest, answer_at)) } }
}

fn one(ui: &Ui, whole: &Whole, protest: &Protest, answer_at: Option<&str>) -> Markup {
    let about = match (
        protest.fixture.and_then(|id| whole.fixture(id)),
        whole.stage(protest.stage),
    ) {
        (Some(fixture), Some(stage)) => say::fixture(ui, whole, stage, fixture),
        (None, Some(stage)) => say::stage(ui, stage).to_owned(),
        _ => String::new(),
    };
    let (tone, word) = match protest.upheld {
        None => (Tone::Warn, msg::COMPETITION_PROTEST_WAITS),
        Some(true) => (Tone::Ok, msg::COMPETITION_PROTEST_UPHELD),
        Some(false) => (Tone::Plain, msg::COMPETITION_PROTEST_DISMISSED),
    };
    let name = &say::name(ui, whole, Some(protest.entry));
    let stage = whole.stage(protest.stage);
    panel(
        &format!("{name} · {about}"),
        html! {
            (row(html! { (badge(tone, ui.t(word))) span { (ui.moment(protest.at)) } }))
            p { (protest.words) }
            @if let (Some(answer), Some(at)) = (&protest.answer, protest.answered_at) {
                p { strong { (ui.t(msg::COMPETITION_ANSWER)) } " " (answer) }
                (muted(html! { (ui.moment(at)) }))
                (outcome(ui, whole, protest, answer_at))
                @if let Some(stage) = stage.filter(|_| answer_at.is_none()) {
                    p { (link(&format!("/competitions/{}?stage={}", whole.competition.id, stage.number), ui.t(msg::COMPETITION_PROTEST_RESULT))) }
                }
            } @else if let Some(base) = answer_at {
                (form(ui, &format!("{base}/{}", protest.id)).body(html! {
                    (text_area(ui, "answer", ui.t(msg::COMPETITION_ANSWER)).required().max_chars(500).hint(ui.t(msg::COMPETITION_ANSWER_HINT)))
                    (row(html! {
                        (button(ui.t(msg::COMPETITION_UPHOLD)).value("upheld", "1").about(name))
                        (button(ui.t(msg::COMPETITION_DISMISS)).value("upheld", "0").about(name))
                    }))
                }))
            }
        },
    )
}

/// What came of a protest that was right; while nothing has, where the result is corrected and how it may stand.
fn outcome(ui: &Ui, whole: &Whole, protest: &Protest, answer_at: Option<&str>) -> Markup {
    if protest.upheld != Some(true) {
        return html! {};
    }
    if let Some(at) = protest.settled_at {
        return html! {
            p {
                @match &protest.settlement {
                    Some(reason) => { strong { (ui.t(msg::COMPETITION_STANDS)) } " " (reason) },
                    None => { (ui.t(msg::COMPETITION_CORRECTED_BY_PROTEST)) },
                }
            }
            (muted(html! { (ui.moment(at)) }))
        };
    }
    let waits = notice(Tone::Warn, html! { (ui.t(msg::COMPETITION_NOT_CORRECTED_YET)) });
    let Some(base) = answer_at else { return waits };
    let at = base.trim_end_matches("/protests");
    let place = match protest.fixture {
        Some(fixture) => format!("{at}/fixtures/{fixture}"),
        None => format!("{at}/stages/{}/marks", protest.stage),
    };
    let name = &say::name(ui, whole, Some(protest.entry));
    html! {
        (waits)
        (row(link_button(&place, ui.t(msg::COMPETITION_PROTEST_TO_CORRECT)).primary().about(name).render()))
        @if protest.fixture.is_none() {
            (form(ui, &format!("{base}/{}/stand", protest.id)).body(html! {
                p.hint { (ui.t(msg::COMPETITION_OTHERS_CORRECTED_HINT)) }
                (row(button(ui.t(msg::COMPETITION_OTHERS_CORRECTED)).value("corrected", "1").about(name).render()))
            }))
        }
        (confirm_with(ui.t(msg::COMPETITION_STAND), false, form(ui, &format!("{base}/{}/stand", protest.id)).body(html! {
            p { (ui.t(msg::COMPETITION_STAND_WHY)) }
            (text_area(ui, "reason", ui.t(msg::COMPETITION_REASON)).required().max_chars(500))
            (row(button(ui.t(msg::COMPETITION_STAND)).danger().about(name).render()))
        })))
    }
}

/// `GET /w/{org}/competitions/{competition}/protests`
pub(super) async fn office(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let at = format!("/w/{org}/competitions/{id}");
    let title = ui.t(msg::COMPETITION_PROTESTS);
    let answer_at = format!("{at}/protests");
    let content = html! {
        (page_title(title, Some(&whole.competition.title), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
            (ended(&ui, &whole))
            (listed(&ui, &whole, gate.may(ManageCompetitions::NAME).then_some(answer_at.as_str())))
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// `POST /w/{org}/competitions/{competition}/protests/{protest}`
pub(super) async fn answer(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, protest)): Path<(OrganisationId, CompetitionId, ProtestId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (upheld, answer) = (fields.raw("upheld") == "1", fields.raw("answer").to_owned());
    let done = on_own(&app, &gate, id, move |tx| {
        answer_protest(tx, id, protest, upheld, &answer)
    })
    .await;
    said(
        format!("/w/{org}/competitions/{id}/protests"),
        done.map(|to_correct| match (upheld, to_correct) {
            (true, true) => msg::COMPETITION_PROTEST_UPHELD_FLASH,
            (true, false) => msg::COMPETITION_PROTEST_UPHELD_CORRECTED_FLASH,
            (false, _) => msg::COMPETITION_PROTEST_ANSWERED_FLASH,
        }),
    )
}

/// `POST /w/{org}/competitions/{competition}/protests/{protest}/stand`
pub(super) async fn stand(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, protest)): Path<(OrganisationId, CompetitionId, ProtestId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (corrected, reason) = (fields.raw("corrected") == "1", fields.raw("reason").to_owned());
    let done = on_own(&app, &gate, id, move |tx| match corrected {
        true => was_corrected(tx, id, protest),
        false => let_stand(tx, id, protest, &reason),
    })
    .await;
    said(
        format!("/w/{org}/competitions/{id}/protests"),
        done.map(|()| match corrected {
            true => msg::COMPETITION_OTHERS_CORRECTED_FLASH,
            false => msg::COMPETITION_STANDS_FLASH,
        }),
    )
}
