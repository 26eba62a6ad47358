//! A judge on a phone: the routes that they judge, and one with its venues. A venue's sheet is in [`judge_sheet`], what the
//! pages need without a network in [`offline_views`].
//!
//! [`judge_sheet`]: super::judge_sheet

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{PersonId, RouteId},
    time,
};
use langqiao_platform::{
    app::App, extract::Path, fault::Fault, gate::SignedIn, not_done::NotDone, reply::SeeOther, ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    judge,
    model::{Recusal, Route, Stop},
    offline_views, queries, say, score, today,
    whole::Whole,
};

/// A judge's seat on a route, and the round; where they got a post in a body since, they are said not to score its venues.
pub(super) fn seated(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    route: RouteId,
    today: Date,
) -> Result<(Whole, i64), NotDone> {
    let seat = judge::seat(tx, person, route)?;
    let id = queries::round_of(tx, route)?.ok_or(NotDone::NotFound)?;
    let round = queries::round(tx, id)?.ok_or(NotDone::NotFound)?;
    let mut whole = Whole::read(tx, round)?;
    for (of, venue, _, body) in queries::conflicts(tx, route, today)? {
        let known = |q: &Recusal| (q.route, q.seat, q.venue) == (route, seat, venue);
        if of == seat && !whole.recusals.iter().any(known) {
            whole.recusals.push(Recusal {
                route,
                seat,
                venue,
                body,
            });
        }
    }
    Ok((whole, seat))
}

/// Who no longer judges a route is told so on the page of all that they have, where what they filled in is as well.
pub(super) fn away(why: NotDone) -> Result<Response, Fault> {
    if why.code() == Some("judge-left") {
        let said = SeeOther::to("/scoring").say(Tone::Warn, msg::JUDGING_IS_LEFT);
        return Ok(said.into_response());
    }
    Err(why.into())
}

/// `GET /scoring`: the routes of a judge, and what is kept on the phone.
pub(super) async fn mine(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let (person, now) = (gate.person(), ui.now);
    let routes = app.db.read(move |tx| today::soon(tx, person, now)).await;
    let routes = routes.map_err(|why: StoreError| Fault::from(why))?;
    let title = ui.t(msg::JUDGING_TITLE);
    let content = html! {
        (page_title(title, Some(ui.t(msg::JUDGING_LEDE)), None))
        (stack(html! {
            @if routes.is_empty() { p { (ui.t(msg::JUDGING_NO_ROUTES)) } } @else { (today::cards(&ui, &routes)) }
            (offline_views::on_all(&ui, person))
        }))
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

/// `GET /scoring/{route}`
pub(super) async fn list(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<RouteId>,
) -> Result<Response, Fault> {
    let (person, today) = (gate.person(), time::day(ui.now));
    let read = app.db.read(move |tx| {
        let (whole, seat) = seated(tx, person, id, today)?;
        let begun = score::begun(tx, id, seat)?;
        Ok::<_, NotDone>((whole, seat, begun))
    });
    let (whole, seat, begun) = match read.await {
        Ok(read) => read,
        Err(why) => return away(why),
    };
    let route = whole.route(id).ok_or(Fault::NotFound)?;
    let columns = vec![col(ui.t(msg::PANEL_VENUE)), col(ui.t(msg::PANEL_MY_SHEET))];
    let rows = whole.stops_of(id).enumerate().map(|(n, stop)| {
        let here = format!("/scoring/{id}/{}", stop.venue);
        vec![
            html! { (n + 1) ". " (link(&here, &stop.name)) (muted(html! { (stop.town_name) })) },
            offline_views::stop_state(
                stop,
                &state(&ui, &whole, (stop, seat), begun.contains(&stop.venue)),
            ),
        ]
    });
    let title = ui.tf(msg::PANEL_JUDGE_N, args! { n = seat });
    let lede = format!("{} · {}", whole.round.title, when::full_day(ui.lang, route.day));
    let content = html! {
        (page_title(&route.name, Some(&lede), None))
        (stack(html! {
            @if let Err(why) = may_score(&ui, &whole, route) { (notice(Tone::Info, html! { p { (why) } })) }
            p { (ui.t(msg::PANEL_APART)) }
            (table(&title, columns).rows(rows))
            (offline_views::on_route(&ui, (person, seat), &whole, route))
            (section(ui.t(msg::PANEL_RULES), say::rule(&ui)))
        }))
    };
    Ok(portal(&ui, Head::unlisted(&route.name), content).into_response())
}

/// Whether a route can be scored now, or why not.
pub(super) fn may_score(ui: &Ui, whole: &Whole, route: &Route) -> Result<(), String> {
    match whole.open_route(route.id) {
        Ok(_) if is_early(ui, route) => Err(ui.t(msg::PANEL_ROUTE_EARLY).to_owned()),
        Ok(_) => Ok(()),
        Err(NotDone::Refused(why)) => Err(langqiao_platform::spoken::say(ui, &why.sentence)),
        Err(_) => Err(ui.t(msg::PANEL_SCORING_OVER).to_owned()),
    }
}

/// Whether the route's day is still to come.
fn is_early(ui: &Ui, route: &Route) -> bool {
    time::day(ui.now) < route.day
}

fn state(ui: &Ui, whole: &Whole, (stop, seat): (&Stop, i64), begun: bool) -> Markup {
    let asked = whole
        .rechecks
        .iter()
        .any(|r| r.venue == stop.venue && r.seat == seat && r.answer.is_none());
    match (whole.recusal(stop, seat), whole.paper(stop, seat)) {
        (Some(_), None) => badge(Tone::Plain, ui.t(msg::PANEL_IS_RECUSED)),
        (Some(_), Some(_)) => {
            let word = if asked {
                (Tone::Warn, msg::PANEL_LOOK_AGAIN)
            } else {
                (Tone::Ok, msg::PANEL_IS_HANDED_IN)
            };
            html! { (badge(word.0, ui.t(word.1))) " " (badge(Tone::Plain, ui.t(msg::PANEL_IS_RECUSED))) }
        }
        (None, Some(_)) if asked => badge(Tone::Warn, ui.t(msg::PANEL_LOOK_AGAIN)),
        (None, Some(_)) => badge(Tone::Ok, ui.t(msg::PANEL_IS_HANDED_IN)),
        (None, None) if begun => badge(Tone::Warn, ui.t(msg::PANEL_IS_BEGUN)),
        (None, None) => badge(Tone::Info, ui.t(msg::PANEL_TO_SCORE)),
    }
}
