//! The officer asks judges: each gets a link, shown once, with which they score on a phone.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{CompetitionId, OrganisationId, StageId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::NotDone,
    ui::prelude::*,
};

use super::{
    ManageCompetitions,
    model::Format,
    office_pages::{held, on_own, said},
    score, typed,
};

type OfStage = Path<(OrganisationId, CompetitionId, StageId)>;

/// `GET /w/{org}/competitions/{competition}/stages/{stage}/judges`
pub(super) async fn show(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, stage)): OfStage,
) -> Result<Page, Fault> {
    page(
        &gate,
        &ui,
        &app,
        (id, stage),
        &Fields::default(),
        &Problems::new(),
        None,
    )
    .await
}

/// The page; `link` is a judge's seat and new link, to be handed on now: it is not kept.
async fn page(
    gate: &Grant<ManageCompetitions>,
    ui: &Ui,
    app: &App,
    (id, stage): (CompetitionId, StageId),
    fields: &Fields,
    problems: &Problems,
    link_of: Option<(i64, String)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let stage = whole
        .stage(stage)
        .filter(|stage| stage.rules.format == Format::Judged)
        .ok_or(Fault::NotFound)?;
    let at = format!("/w/{org}/competitions/{id}");
    let here = format!("{at}/stages/{}/judges", stage.id);
    let columns = vec![
        col(ui.t(msg::COMPETITION_SEAT)),
        col(ui.t(msg::COMPETITION_PERSON)),
        col(ui.t(msg::COMPETITION_CHANGE)),
    ];
    let rows = whole.judges_of(stage.id).map(|judge| {
        let address = format!("{here}/{}", judge.seat);
        vec![
            html! { (ui.tf(msg::COMPETITION_JUDGE, args! { n = judge.seat })) },
            html! { (judge.name) },
            html! {
                @if stage.closed_at.is_none() {
                    (row(html! {
                        (post_button(ui, &address, button(ui.t(msg::COMPETITION_NEW_LINK)).small().value("act", "link").about(&judge.name)))
                        (confirm(ui, &address, ui.t(msg::COMPETITION_JUDGE_LEAVES),
                            &html! { p { (ui.t(msg::COMPETITION_JUDGE_LEAVES_WHY)) } },
                            button(ui.t(msg::COMPETITION_JUDGE_LEAVES)).danger().value("act", "leave").about(&judge.name)))
                    }))
                }
            },
        ]
    });
    let title = ui.t(msg::COMPETITION_JUDGES);
    let content = html! {
        (page_title(title, Some(&whole.competition.title), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
            @if let Some((seat, secret)) = &link_of {
                @let address = app.address(&format!("/judging/{secret}"));
                (notice(Tone::Ok, html! {
                    p { (ui.tf(msg::COMPETITION_LINK_MADE, args! { n = *seat })) }
                    p { a href=(address) { (address) } }
                }))
            }
            (error_summary(ui, problems))
            @if whole.judges_of(stage.id).next().is_none() {
                (empty(Icon::People, ui.t(msg::COMPETITION_NO_JUDGES), html! { p { (ui.t(msg::COMPETITION_NO_JUDGES_NEXT)) } }))
            } @else {
                (table(title, columns).rows(rows))
            }
            @if stage.closed_at.is_none() {
                (section(ui.t(msg::COMPETITION_ADD_JUDGE), card(form(ui, &here).body(html! {
                    (field(ui, "judge", ui.t(msg::COMPETITION_PERSON)).required().max_chars(40).value(fields.raw("judge")).error(problems.of("judge")))
                    (field(ui, "phone", ui.t(msg::COMPETITION_PHONE)).phone().hint(ui.t(msg::COMPETITION_JUDGE_PHONE_HINT))
                        .value(fields.raw("phone")).error(problems.of("phone")))
                    (row(button(ui.t(msg::COMPETITION_ADD_JUDGE)).primary().render()))
                }))))
            }
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

/// `POST /w/{org}/competitions/{competition}/stages/{stage}/judges`
pub(super) async fn add(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, stage)): OfStage,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let mut errors = FieldErrors::new();
    let who = typed::person(&fields, ("judge", "phone"), &mut errors);
    if who.is_none() {
        errors.add("judge", msg::COMPETITION_PERSON_WRONG);
    }
    if let Some(who) = who.filter(|_| errors.is_empty()) {
        let keys = app.keys.clone();
        let done = on_own(&app, &gate, id, move |tx| {
            score::add_judge(tx, &keys, id, stage, &who)
        });
        match done.await {
            Ok(made) => {
                let none = (Fields::default(), Problems::new());
                let page = page(&gate, &ui, &app, (id, stage), &none.0, &none.1, Some(made)).await?;
                return Ok(page.into_response());
            }
            Err(why) => errors = why.into_fields()?,
        }
    }
    let page = page(
        &gate,
        &ui,
        &app,
        (id, stage),
        &fields,
        &errors.problems(&ui),
        None,
    )
    .await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// `POST /w/{org}/competitions/{competition}/stages/{stage}/judges/{seat}`: a new link, or the judge leaves.
pub(super) async fn change(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, stage, seat)): Path<(OrganisationId, CompetitionId, StageId, i64)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, keys, leaves) = (gate.org(), app.keys.clone(), fields.raw("act") == "leave");
    let done: Result<Option<String>, NotDone> = on_own(&app, &gate, id, move |tx| {
        score::change_judge(tx, &keys, id, stage, seat, leaves)
    })
    .await;
    match done {
        Ok(Some(link)) => {
            let none = (Fields::default(), Problems::new());
            let page = page(
                &gate,
                &ui,
                &app,
                (id, stage),
                &none.0,
                &none.1,
                Some((seat, link)),
            )
            .await?;
            Ok(page.into_response())
        }
        Ok(None) => said(
            format!("/w/{org}/competitions/{id}/stages/{stage}/judges"),
            Ok(msg::COMPETITION_JUDGE_LEFT),
        ),
        Err(why) => said(
            format!("/w/{org}/competitions/{id}/stages/{stage}/judges"),
            Err::<Msg, _>(why),
        ),
    }
}
