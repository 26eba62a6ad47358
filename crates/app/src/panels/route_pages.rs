//! One route in the office: its venues in order, how many sheets are in, closing it. Its judges are in [`route_judges`].

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, RoundId, RouteId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::{NotDone, said},
    reply::SeeOther,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    ManagePanels, close,
    model::{RoundPhase, Route},
    queries::{self, VenueChoice},
    route, route_judges, typed,
    whole::{Whole, held},
};
use crate::areas::scope_of;

/// How many venues are offered at once: no more fit on a route.
const OFFERED: i64 = route::STOPS as i64;
/// How many are offered before anything was looked for: the judges stand below them.
const AT_FIRST: usize = 12;

/// Which venues are looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
}

pub(super) type OfRoute = Path<(OrganisationId, RoundId, RouteId)>;

/// What the page is made of.
struct Read {
    whole: Whole,
    offered: Vec<VenueChoice>,
    officers: Vec<(langqiao_kernel::id::PersonId, String, String)>,
}

/// `GET /w/{org}/panels/{round}/routes/{route}`
pub(super) async fn show(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, id)): OfRoute,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let words = asked.q.unwrap_or_default();
    page(
        &app,
        &ui,
        &gate,
        (round, id),
        &words,
        &Fields::default(),
        &Problems::new(),
    )
    .await
}

pub(super) async fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManagePanels>,
    (round, id): (RoundId, RouteId),
    words: &str,
    fields: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, asked, today) = (gate.org(), words.trim().to_owned(), time::day(ui.now));
    let read = app.db.read(move |tx| {
        let whole = held(tx, org, round)?;
        let offered = match scope_of(tx, org)? {
            Some(scope) => queries::choices(tx, scope, round, &asked, OFFERED + 1)?,
            None => Vec::new(),
        };
        let officers = queries::officers(tx, org, today)?;
        Ok::<_, NotDone>(Read {
            whole,
            offered,
            officers,
        })
    });
    let read = read.await?;
    let whole = &read.whole;
    let route = whole.route(id).ok_or(Fault::NotFound)?;
    let at = format!("/w/{org}/panels/{round}");
    let here = format!("{at}/routes/{id}");
    let open = whole.round.phase() == RoundPhase::Open && route.closed_at.is_none();
    let content = html! {
        (page_title(&route.name, Some(&when::full_day(ui.lang, route.day)), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::PANEL_BACK))) }
            (error_summary(ui, problems))
            (section(ui.t(msg::PANEL_VENUES), html! {
                @if whole.stops_of(id).next().is_none() { (empty(Icon::Map, ui.t(msg::PANEL_NO_VENUES), html! {})) }
                @else { (stops(ui, &at, whole, route, open)) }
                @if open { (offers(ui, &here, words, &read.offered, problems)) }
            }))
            (section(ui.t(msg::PANEL_JUDGES), html! {
                @if whole.judges_of(id).next().is_none() { (empty(Icon::People, ui.t(msg::PANEL_NO_JUDGES), html! {})) }
                @else { (route_judges::table_of(ui, &here, whole, route, open)) }
                @if open { (route_judges::asking(ui, &here, &read.officers, fields, problems)) }
            }))
            @if whole.round.phase() == RoundPhase::Open { (section(ui.t(msg::PANEL_CLOSING), closing(ui, &here, whole, route))) }
            @if open { (changing(ui, &here, whole, route)) }
        }))
    };
    Ok(desk::page(app, ui, gate, &route.name, content))
}

fn stops(ui: &Ui, at: &str, whole: &Whole, route: &Route, open: bool) -> Markup {
    let columns = vec![
        number_col(ui.t(msg::PANEL_ORDER)),
        col(ui.t(msg::PANEL_VENUE)),
        col(ui.t(msg::PANEL_TOWN)),
        number_col(ui.t(msg::PANEL_HANDED_IN)),
        col(ui.t(msg::PANEL_WAITS_FOR)),
        col(ui.t(msg::PANEL_CHANGE)).unseen(),
    ];
    let rows = whole.stops_of(route.id).enumerate().map(|(n, stop)| {
        let (wanted, missing) = (whole.wanted(stop).count(), whole.missing(stop).count());
        let waits: Vec<String> = whole.missing(stop).map(|judge| judge.name.clone()).collect();
        let address = format!("{at}/routes/{}/venues/{}", route.id, stop.venue);
        vec![
            html! { (n + 1) },
            link(&format!("{at}/results/{}", stop.venue), &stop.name),
            html! { (stop.town_name) },
            html! { (wanted - missing) " / " (wanted) },
            html! {
                @if wanted == 0 { (ui.t(msg::PANEL_NOBODY_WANTED)) } @else { (waits.join(ui.t(msg::PANEL_COMMA))) }
                @for recusal in whole.recusals.iter().filter(|q| q.venue == stop.venue && q.route == route.id) {
                    @if let Some(judge) = whole.judges_of(route.id).find(|judge| judge.seat == recusal.seat) {
                        (muted(html! { (ui.tf(msg::PANEL_RECUSED_BY, args! { name = &judge.name, body = &recusal.body })) }))
                    }
                }
            },
            html! { @if open { (row(html! {
                @if n > 0 { (post_button(ui, &address, button(ui.t(msg::PANEL_UP)).small().value("act", "up").about(&stop.name))) }
                (post_button(ui, &address, button(ui.t(msg::PANEL_REMOVE)).small().value("act", "remove").about(&stop.name)))
            })) } },
        ]
    });
    table(ui.t(msg::PANEL_VENUES), columns).rows(rows).render()
}

/// Venues to choose from, as many as fit; the rest is found by a word.
fn offers(ui: &Ui, here: &str, words: &str, offered: &[VenueChoice], problems: &Problems) -> Markup {
    let ask_first = words.is_empty() && offered.len() > AT_FIRST;
    let shown = &offered[..if ask_first {
        0
    } else {
        offered.len().min(OFFERED as usize)
    }];
    let labels: Vec<(String, String)> = shown
        .iter()
        .map(|venue| {
            let cluster = venue
                .cluster
                .as_deref()
                .map_or_else(String::new, |name| format!(" · {name}"));
            (
                venue.id.to_text(),
                format!("{}（{}{cluster}）", venue.name, venue.whereabouts),
            )
        })
        .collect();
    let mut several = choices(ui, "venues", ui.t(msg::PANEL_VENUES_OFFERED))
        .several()
        .error(problems.of("venues"));
    for (id, label) in &labels {
        several = several.option(id, label, false);
    }
    card(html! {
        (get_form(here, row(html! {
            (field(ui, "q", ui.t(msg::PANEL_VENUE_SEARCH)).search().value(words).hint(ui.t(msg::PANEL_VENUE_SEARCH_HINT)))
            (button(ui.t(msg::PANEL_SEARCH)))
        })))
        (all_found(ui, here, words, offered.len()))
        @if ask_first { (muted(html! { (ui.t(msg::PANEL_VENUES_ASK_FIRST)) })) }
        @else if shown.is_empty() { (muted(html! { (ui.t(msg::PANEL_VENUES_NONE_FOUND)) })) } @else {
            (form(ui, &format!("{here}/venues")).body(html! {
                (hidden("q", words))
                (several)
                @if offered.len() > shown.len() { (muted(html! { (ui.tf(msg::PANEL_VENUES_MORE, args! { n = OFFERED })) })) }
                (row(button(ui.t(msg::PANEL_VENUES_ADD)).render()))
            }))
        }
    })
}

/// All that was found in one touch: a whole town, a whole group.
fn all_found(ui: &Ui, here: &str, words: &str, found: usize) -> Markup {
    if found < 2 || found > OFFERED as usize {
        return html! {};
    }
    let count = found.to_string();
    let text = match words.trim() {
        "" => ui.tf(msg::PANEL_VENUES_ADD_ALL, args! { n = found }),
        words => ui.tf(msg::PANEL_VENUES_ADD_FOUND, args! { n = found, words = words }),
    };
    form(ui, &format!("{here}/venues")).body(html! {
        (hidden("q", words)) (hidden("found", &count))
        (row(button(&text).render()))
    })
}

fn closing(ui: &Ui, here: &str, whole: &Whole, route: &Route) -> Markup {
    let (given, wanted) = whole.progress(route.id);
    html! {
        @if route.closed_at.is_some() {
            p { (ui.t(msg::PANEL_ROUTE_IS_CLOSED)) }
            (confirm_with(ui.t(msg::PANEL_REOPEN), false, form(ui, here).body(html! {
                (field(ui, "reason", ui.t(msg::PANEL_REASON)).required().max_chars(300))
                (row(button(ui.t(msg::PANEL_REOPEN)).value("act", "reopen").render()))
            })))
        } @else {
            p { (ui.tf(msg::PANEL_PROGRESS, args! { given = given, wanted = wanted })) }
            @if given == wanted && wanted > 0 {
                (post_button(ui, here, button(ui.t(msg::PANEL_CLOSE_ROUTE)).primary().value("act", "close")))
            } @else {
                (confirm(ui, here, ui.t(msg::PANEL_CLOSE_ROUTE), &html! { p { (ui.t(msg::PANEL_CLOSE_WHY)) } },
                    button(ui.t(msg::PANEL_CLOSE_ROUTE)).danger().value("act", "close")))
            }
        }
    }
}

fn changing(ui: &Ui, here: &str, whole: &Whole, route: &Route) -> Markup {
    let day = route.day.to_string();
    let marked = whole.papers.iter().any(|paper| paper.route == route.id);
    html! {
        (disclosure(ui.t(msg::PANEL_ROUTE_CHANGE), false, html! {
            (form(ui, here).body(html! {
                (field(ui, "name", ui.t(msg::PANEL_ROUTE_NAME)).required().max_chars(super::create::TITLE_MAX as u32).value(&route.name))
                (field(ui, "day", ui.t(msg::PANEL_DAY)).required().date().value(&day))
                (row(button(ui.t(msg::PANEL_SAVE)).value("act", "save").render()))
            }))
            @if !marked {
                (confirm(ui, here, ui.t(msg::PANEL_ROUTE_REMOVE), &html! { p { (ui.t(msg::PANEL_ROUTE_REMOVE_WHY)) } },
                    button(ui.t(msg::PANEL_ROUTE_REMOVE)).danger().value("act", "remove")))
            }
        }))
    }
}

/// `POST /w/{org}/panels/{round}/routes/{route}`: it is closed, opened again, changed or taken away.
pub(super) async fn act(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, id)): OfRoute,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let at = format!("/w/{org}/panels/{round}");
    let here = format!("{at}/routes/{id}");
    let mut errors = FieldErrors::new();
    let act = fields.raw("act").to_owned();
    let day = match act.as_str() {
        "save" => typed::day(&fields, "day", time::day(ui.now), &mut errors),
        _ => time::day(ui.now),
    };
    if !errors.is_empty() {
        return said(here, Err::<Msg, _>(NotDone::Fields(errors)));
    }
    let (to, word) = match act.as_str() {
        "close" => (here, msg::PANEL_ROUTE_CLOSED_DONE),
        "reopen" => (here, msg::PANEL_ROUTE_REOPENED_DONE),
        "remove" => (at, msg::PANEL_ROUTE_REMOVED_DONE),
        _ => (here, msg::PANEL_SAVED),
    };
    let done = app.db.write(gate.by(), move |tx| match act.as_str() {
        "close" => close::close_route(tx, org, (round, id)),
        "reopen" => close::reopen_route(tx, org, (round, id), fields.raw("reason")),
        "remove" => route::remove_route(tx, org, (round, id)),
        "save" => route::change_route(tx, org, (round, id), fields.raw("name"), day),
        _ => Err(NotDone::NotFound),
    });
    let done = done.await;
    // What was not taken away is still to be seen where it is.
    let to = if done.is_err() {
        format!("/w/{org}/panels/{round}/routes/{id}")
    } else {
        to
    };
    said(to, done.map(|()| word))
}

/// `POST /w/{org}/panels/{round}/routes/{route}/venues`
pub(super) async fn add_venues(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, id)): OfRoute,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let venues: Vec<VenueId> = fields.all("venues").filter_map(|id| id.parse().ok()).collect();
    let (words, found) = (fields.raw("q").to_owned(), fields.raw("found").parse().ok());
    let done = app.db.write(gate.by(), move |tx| match found {
        Some(found) => route::add_found(tx, org, (round, id), &words, found),
        None => route::add_stops(tx, org, (round, id), &venues),
    });
    match done.await {
        Ok(()) => Ok(SeeOther::to(format!("/w/{org}/panels/{round}/routes/{id}"))
            .say(Tone::Ok, msg::PANEL_VENUES_ADDED)
            .into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let words = fields.raw("q").to_owned();
            let page = page(
                &app,
                &ui,
                &gate,
                (round, id),
                &words,
                &fields,
                &errors.problems(&ui),
            )
            .await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `POST /w/{org}/panels/{round}/routes/{route}/venues/{venue}`: it goes one place up, or off the route.
pub(super) async fn change_venue(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, id, venue)): Path<(OrganisationId, RoundId, RouteId, VenueId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let up = fields.raw("act") == "up";
    let done = app.db.write(gate.by(), move |tx| {
        if up {
            route::move_up(tx, org, (round, id), venue)
        } else {
            route::remove_stop(tx, org, (round, id), venue)
        }
    });
    let word = if up {
        msg::PANEL_VENUE_MOVED
    } else {
        msg::PANEL_VENUE_REMOVED
    };
    said(
        format!("/w/{org}/panels/{round}/routes/{id}"),
        done.await.map(|()| word),
    )
}
