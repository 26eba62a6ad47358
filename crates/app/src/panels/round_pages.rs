//! One round in the office: what comes next, its routes, its rules, and the steps from the draft to the public result.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, RoundId},
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
    i18n::Sentence,
    not_done::{NotDone, said},
    reply::SeeOther,
    spoken::Day,
    ui::prelude::*,
};

use super::{
    ManagePanels, close,
    model::{RoundPhase, Route},
    publish, route, say, standing, typed,
    whole::{Whole, held},
};

/// `GET /w/{org}/panels/{round}`
pub(super) async fn show(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
) -> Result<Page, Fault> {
    page(&app, &ui, &gate, id, &Fields::default(), &Problems::new()).await
}

async fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManagePanels>,
    id: RoundId,
    fields: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let at = format!("/w/{org}/panels/{id}");
    let open = whole.round.phase() == RoundPhase::Open;
    let content = html! {
        (page_title(&whole.round.title, None, Some(say::phase_badge(ui, whole.round.phase()))))
        (stack(html! {
            p { (link(&format!("/w/{org}/panels"), ui.t(msg::PANEL_BACK_TO_LIST))) }
            (error_summary(ui, problems))
            (next(ui, &at, &whole))
            (section(ui.t(msg::PANEL_ROUTES), html! {
                @if whole.routes.is_empty() {
                    (empty(Icon::Map, ui.t(msg::PANEL_NO_ROUTES), html! { p { (ui.t(msg::PANEL_NO_ROUTES_NEXT)) } }))
                } @else { (routes(ui, &at, &whole)) }
                @if open { (card(form(ui, &format!("{at}/routes")).body(route_fields(ui, fields, problems)))) }
            }))
            (section(ui.t(msg::PANEL_SHEET), html! {
                (sheet_table(ui, &whole))
                @if open && !whole.is_marked() { p { (link_button(&format!("{at}/sheet"), ui.t(msg::PANEL_SHEET_EDIT))) } }
                @else if open { (muted(html! { (ui.t(msg::PANEL_SHEET_FIXED)) })) }
            }))
            (section(ui.t(msg::PANEL_RULES), html! {
                (say::facts(ui, &whole.round))
                (say::rule(ui))
                @if open { p { (link_button(&format!("{at}/edit"), ui.t(msg::PANEL_EDIT))) } }
            }))
            @if matches!(whole.round.phase(), RoundPhase::Open | RoundPhase::Drafted) { (calling_off(ui, &at)) }
        }))
    };
    Ok(desk::page(app, ui, gate, &whole.round.title, content))
}

fn route_fields(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    html! {
        (row(html! {
            (field(ui, "name", ui.t(msg::PANEL_ROUTE_NAME)).required().max_chars(super::create::TITLE_MAX as u32)
                .example(ui.t(msg::PANEL_ROUTE_EXAMPLE)).value(fields.raw("name")).error(problems.of("name")))
            (field(ui, "day", ui.t(msg::PANEL_DAY)).required().date().value(fields.raw("day")).error(problems.of("day")))
        }))
        (row(button(ui.t(msg::PANEL_ROUTE_ADD)).render()))
    }
}

/// What the office does next, by how far the round is.
fn next(ui: &Ui, at: &str, whole: &Whole) -> Markup {
    let waiting = whole
        .appeals
        .iter()
        .filter(|appeal| appeal.answer.is_none())
        .count();
    let until = whole.round.appeal_until;
    let results = || link_button(&format!("{at}/results"), ui.t(msg::PANEL_RESULTS)).render();
    let appeals = || link_button(&format!("{at}/appeals"), ui.t(msg::PANEL_APPEALS)).render();
    match whole.round.phase() {
        RoundPhase::Open => {
            let closed =
                !whole.routes.is_empty() && whole.routes.iter().all(|route| route.closed_at.is_some());
            let ranked = closed
                && standing::results(whole)
                    .iter()
                    .any(|result| result.whole.is_some());
            html! {
                @if closed && !ranked {
                    (notice(Tone::Warn, html! { p { (ui.t(msg::PANEL_NOTHING_SCORED)) } (missing(ui, at, whole)) p { (ui.t(msg::PANEL_MISSING_NEXT)) } }))
                    @if whole.is_marked() { (row(results())) }
                } @else if closed {
                    @if whole.stops.iter().any(|stop| whole.missing(stop).next().is_some()) {
                        (notice(Tone::Warn, html! { p { (ui.t(msg::PANEL_MISSING_SOME)) } (missing(ui, at, whole)) }))
                    }
                    (notice(Tone::Info, html! { p { (ui.t(msg::PANEL_NEXT_DRAFT)) } }))
                    (row(html! {
                        (post_button(ui, &format!("{at}/draft"), button(ui.t(msg::PANEL_SEND_DRAFT)).primary()))
                        (results())
                    }))
                } @else {
                    (scoring(ui, at, whole))
                    @if whole.is_marked() { (row(results())) }
                }
            }
        }
        RoundPhase::Drafted => {
            let over = until.is_some_and(|until| time::day(ui.now) > until);
            html! {
                (notice(if waiting > 0 { Tone::Warn } else { Tone::Info }, html! {
                    @if let Some(day) = until { p { (ui.tf(msg::PANEL_DRAFTED_UNTIL, args! { day = when::day(ui.lang, day, ui.now) })) } }
                    @if waiting > 0 { p { (ui.tf(msg::PANEL_APPEALS_WAIT, args! { n = waiting })) } }
                }))
                (row(html! {
                    @if over && waiting == 0 { (post_button(ui, &format!("{at}/publish"), button(ui.t(msg::PANEL_PUBLISH)).primary())) }
                    (appeals()) (results())
                }))
            }
        }
        RoundPhase::Published => html! {
            (row(html! {
                (link_button(&format!("/panels/{}", whole.round.id), ui.t(msg::PANEL_PUBLIC_PAGE)).primary())
                (results()) (appeals())
            }))
        },
        RoundPhase::Cancelled => html! {
            @if let Some((_, reason)) = &whole.round.cancelled {
                (notice(Tone::Warn, html! { p { (ui.tf(msg::PANEL_CANCELLED_WHY, args! { reason = reason })) } }))
            }
        },
    }
}

/// What is next before all routes are closed: the round is set up, judges score, or routes whose sheets are all in are
/// closed, each by the way to it.
fn scoring(ui: &Ui, at: &str, whole: &Whole) -> Markup {
    let open = || whole.routes.iter().filter(|route| route.closed_at.is_none());
    let all_in = |route: &&Route| {
        let (given, wanted) = whole.progress(route.id);
        wanted > 0 && given == wanted
    };
    let to_close: Vec<&Route> = open().filter(all_in).collect();
    let set_up = open().all(|route| whole.progress(route.id).1 > 0);
    let word = match to_close.is_empty() {
        true if set_up && whole.is_marked() => msg::PANEL_NEXT_WAIT,
        true => msg::PANEL_NEXT_SCORE,
        false if to_close.len() == open().count() => msg::PANEL_NEXT_CLOSE,
        false => msg::PANEL_NEXT_CLOSE_SOME,
    };
    notice(
        Tone::Info,
        html! {
            p { (ui.t(word)) }
            @if !to_close.is_empty() {
                (bullets(to_close.iter().map(|route| link(&format!("{at}/routes/{}", route.id), &route.name))))
            }
        },
    )
}

/// Whose sheets are missing for which venues, each with the way to its route.
fn missing(ui: &Ui, at: &str, whole: &Whole) -> Markup {
    let lines = whole.stops.iter().filter_map(|stop| {
        let names: Vec<&str> = whole.missing(stop).map(|judge| judge.name.as_str()).collect();
        let nobody = whole.wanted(stop).next().is_none();
        (nobody || !names.is_empty()).then(|| {
            html! {
                (link(&format!("{at}/routes/{}", stop.route), &stop.name)) (ui.t(msg::PANEL_COLON))
                @if nobody { (ui.t(msg::PANEL_NOBODY_WANTED)) }
                @else { (ui.tf(msg::PANEL_MISSING, args! { names = names.join(ui.t(msg::PANEL_COMMA)) })) }
            }
        })
    });
    bullets(lines)
}

fn routes(ui: &Ui, at: &str, whole: &Whole) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_ROUTE)),
        col(ui.t(msg::PANEL_DAY)),
        number_col(ui.t(msg::PANEL_VENUES)),
        number_col(ui.t(msg::PANEL_JUDGES)),
        number_col(ui.t(msg::PANEL_HANDED_IN)),
        col(ui.t(msg::PANEL_PHASE)),
    ];
    let rows = whole.routes.iter().map(|route| {
        let (given, wanted) = whole.progress(route.id);
        let (tone, word) = match route.closed_at {
            Some(_) => (Tone::Ok, msg::PANEL_ROUTE_CLOSED),
            None => (Tone::Info, msg::PANEL_ROUTE_OPEN),
        };
        vec![
            link(&format!("{at}/routes/{}", route.id), &route.name),
            html! { (ui.day(route.day)) },
            html! { (whole.stops_of(route.id).count()) },
            html! { (whole.judges_of(route.id).count()) },
            html! { (given) " / " (wanted) },
            badge(tone, ui.t(word)),
        ]
    });
    table(ui.t(msg::PANEL_ROUTES), columns).rows(rows).render()
}

/// The sheet as anybody in the round reads it.
pub(super) fn sheet_table(ui: &Ui, whole: &Whole) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_ITEM)),
        col(ui.t(msg::PANEL_WANTS)),
        number_col(ui.t(msg::PANEL_HIGHEST)),
        number_col(ui.t(msg::PANEL_WEIGHT)),
        col(ui.t(msg::PANEL_EVIDENCE)),
    ];
    let rows = whole.items.iter().map(|(_, item)| {
        let sources: Vec<&str> = item
            .sources
            .iter()
            .map(|source| ui.t(say::source(*source)))
            .collect();
        vec![
            html! { (item.label) },
            html! { (item.wants) },
            html! { (say::typed(item.highest)) },
            html! { (item.weight) },
            html! { (sources.join(ui.t(msg::PANEL_COMMA))) },
        ]
    });
    table(ui.t(msg::PANEL_SHEET), columns).rows(rows).render()
}

fn calling_off(ui: &Ui, at: &str) -> Markup {
    let inner = form(ui, &format!("{at}/cancel")).body(html! {
        p { (ui.t(msg::PANEL_CANCEL_WHY)) }
        (field(ui, "reason", ui.t(msg::PANEL_REASON)).required().max_chars(300))
        (row(button(ui.t(msg::PANEL_CANCEL)).danger().render()))
    });
    confirm_with(ui.t(msg::PANEL_CANCEL), false, inner)
}

/// `POST /w/{org}/panels/{round}/routes`
pub(super) async fn add_route(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let mut errors = FieldErrors::new();
    let day = typed::day(&fields, "day", time::day(ui.now), &mut errors);
    let done = if errors.is_empty() {
        let name = fields.raw("name").to_owned();
        app.db
            .write(gate.by(), move |tx| route::add_route(tx, org, id, &name, day))
            .await
    } else {
        Err(NotDone::Fields(errors))
    };
    match done {
        Ok(made) => Ok(SeeOther::to(format!("/w/{org}/panels/{id}/routes/{made}"))
            .say(Tone::Ok, msg::PANEL_ROUTE_ADDED)
            .into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let page = page(&app, &ui, &gate, id, &fields, &errors.problems(&ui)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `POST /w/{org}/panels/{round}/draft`
pub(super) async fn send_draft(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = app
        .db
        .write(gate.by(), move |tx| close::send_draft(tx, org, id))
        .await;
    let done = done.map(|until| Sentence::new(msg::PANEL_DRAFT_SENT).with("day", Day(until)));
    said(format!("/w/{org}/panels/{id}"), done)
}

/// `POST /w/{org}/panels/{round}/publish`
pub(super) async fn publish_it(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = app
        .db
        .write(gate.by(), move |tx| publish::publish(tx, org, id))
        .await;
    said(
        format!("/w/{org}/panels/{id}"),
        done.map(|()| msg::PANEL_PUBLISHED_DONE),
    )
}
