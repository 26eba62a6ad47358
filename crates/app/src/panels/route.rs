//! Routes: which venues a team visits on which day, in which order.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, RoundId, RouteId, VenueId},
    text::line,
    time,
};
use langqiao_platform::{
    args,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
    spoken::Day,
};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    create::TITLE_MAX,
    judge::{keep_conflicts, tell_judges},
    queries,
    whole::{self, Whole},
};
use crate::areas::scope_of;

/// The most routes of a round.
const ROUTES: usize = 20;
/// The most venues of a route.
pub(super) const STOPS: usize = 40;

/// Adds a route.
///
/// # Errors
/// [`NotDone`]; the fields are `name` and `day`.
pub fn add_route(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    round: RoundId,
    name: &str,
    day: Date,
) -> Result<RouteId, NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.must_be_open()?;
    check(name, day, time::day(tx.now()))?;
    if whole.routes.len() >= ROUTES {
        return Err(NotDone::no("routes-many", msg::PANEL_ROUTES_MANY));
    }
    let number = whole.routes.iter().map(|route| route.number).max().unwrap_or(0) + 1;
    let (id, name) = (RouteId::generate(), line(name));
    tx.execute(
        "INSERT INTO panel_route (id, round, number, name, day) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, round, number, name, day],
    )?;
    let detail = json!({ "route": id, "name": name, "day": day });
    tx.record(Event::of("panel.route_added", &round).org(org).detail(&detail))?;
    Ok(id)
}

/// Names a route anew or moves it to another day, which its judges are told. Once somebody handed a sheet in, the day stays.
///
/// # Errors
/// [`NotDone`]; the fields are `name` and `day`.
pub fn change_route(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    name: &str,
    day: Date,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let before = whole.open_route(route)?;
    if day != before.day {
        check(name, day, time::day(tx.now()))?;
        if whole.papers.iter().any(|paper| paper.route == route) {
            return Err(NotDone::no("route-marked", msg::PANEL_ROUTE_MARKED));
        }
    } else {
        check(name, day, day)?;
    }
    tx.execute(
        "UPDATE panel_route SET name = ?2, day = ?3 WHERE id = ?1",
        params![route, line(name), day],
    )?;
    let detail = json!({ "route": route, "name": line(name), "day": day });
    tx.record(Event::of("panel.route_changed", &round).org(org).detail(&detail))?;
    if day != before.day {
        let said = args! { title = whole.round.title.clone(), route = line(name), day = Day(day) };
        let link = format!("/scoring/{route}");
        tell_judges(tx, &whole, route, msg::PANEL_NOTICE_DAY, said, &link)?;
    }
    Ok(())
}

/// Takes a route away for which nothing was handed in; its judges are told.
///
/// # Errors
/// [`NotDone`].
pub fn remove_route(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let of = whole.open_route(route)?;
    if whole.papers.iter().any(|paper| paper.route == route) {
        return Err(NotDone::no("route-marked", msg::PANEL_ROUTE_MARKED));
    }
    for sql in [
        "DELETE FROM panel_draft WHERE route = ?1",
        "DELETE FROM panel_recusal WHERE route = ?1",
        "DELETE FROM panel_judge WHERE route = ?1",
        "DELETE FROM panel_stop WHERE route = ?1",
        "DELETE FROM panel_route WHERE id = ?1",
    ] {
        tx.execute(sql, params![route])?;
    }
    let detail = json!({ "route": route });
    tx.record(Event::of("panel.route_removed", &round).org(org).detail(&detail))?;
    let said = args! { title = whole.round.title.clone(), route = of.name.clone() };
    tell_judges(tx, &whole, route, msg::PANEL_NOTICE_ROUTE_REMOVED, said, "/me")?;
    Ok(())
}

/// Adds venues to a route, after those that it has. Judges with a post at one of them don't score it.
///
/// # Errors
/// [`NotDone`]; the field is `venues`.
pub fn add_stops(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    venues: &[VenueId],
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.open_route(route)?;
    if venues.is_empty() {
        return Err(NotDone::field("venues", msg::PANEL_VENUES_NEEDED));
    }
    if whole.stops_of(route).count() + venues.len() > STOPS {
        return Err(NotDone::field("venues", msg::PANEL_VENUES_MANY));
    }
    let scope = scope_of(tx, org)?.ok_or(NotDone::NotFound)?;
    let mut position = whole.stops_of(route).map(|stop| stop.position).max().unwrap_or(0);
    for venue in venues {
        if whole.stop(*venue).is_some() {
            return Err(NotDone::field("venues", msg::PANEL_VENUE_TWICE));
        }
        if !queries::may_visit(tx, scope, *venue)? {
            return Err(NotDone::field("venues", msg::PANEL_VENUE_ELSEWHERE));
        }
        position += 1;
        let made = tx.execute(
            "INSERT INTO panel_stop (round, venue, route, position) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (round, venue) DO NOTHING",
            params![round, venue, route, position],
        )?;
        if made == 0 {
            return Err(NotDone::field("venues", msg::PANEL_VENUE_TWICE));
        }
    }
    keep_conflicts(tx, route, &whole)?;
    let detail = json!({ "route": route, "venues": venues });
    tx.record(Event::of("panel.venues_added", &round).org(org).detail(&detail))?;
    Ok(())
}

/// Adds all venues that a search finds: a whole town, a whole group. `found` is how many there were when they were shown;
/// if there are others by now nothing is added.
///
/// # Errors
/// [`NotDone`]; the field is `venues`.
pub fn add_found(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    words: &str,
    found: usize,
) -> Result<(), NotDone> {
    // Whoever else puts venues on a route of the round waits, so that what is found is still to be had.
    whole::held_alone(tx, org, round)?;
    let scope = scope_of(tx, org)?.ok_or(NotDone::NotFound)?;
    let now = queries::choices(tx, scope, round, words.trim(), STOPS as i64 + 1)?;
    if now.len() != found {
        let sentence = Sentence::new(msg::PANEL_VENUES_FOUND_CHANGED).with("n", now.len() as i64);
        return Err(NotDone::field("venues", sentence));
    }
    let venues: Vec<VenueId> = now.iter().map(|venue| venue.id).collect();
    add_stops(tx, org, (round, route), &venues)
}

/// Takes a venue off its route, if nothing was handed in for it.
///
/// # Errors
/// [`NotDone`].
pub fn remove_stop(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    venue: VenueId,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.open_route(route)?;
    on_route(&whole, route, venue)?;
    // What a judge who has left gave counts as well: it stays in the records.
    if whole.papers.iter().any(|paper| paper.venue == venue) {
        return Err(NotDone::no("venue-marked", msg::PANEL_VENUE_MARKED));
    }
    for sql in [
        "DELETE FROM panel_draft WHERE route = ?1 AND venue = ?2",
        "DELETE FROM panel_recusal WHERE route = ?1 AND venue = ?2",
        "DELETE FROM panel_stop WHERE route = ?1 AND venue = ?2",
    ] {
        tx.execute(sql, params![route, venue])?;
    }
    let detail = json!({ "route": route, "venue": venue });
    tx.record(Event::of("panel.venue_removed", &round).org(org).detail(&detail))?;
    Ok(())
}

/// Puts a venue one place earlier on its route.
///
/// # Errors
/// [`NotDone`].
pub fn move_up(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    venue: VenueId,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.open_route(route)?;
    on_route(&whole, route, venue)?;
    let stops: Vec<_> = whole.stops_of(route).collect();
    let at = stops.iter().position(|stop| stop.venue == venue).unwrap_or(0);
    let Some(before) = at.checked_sub(1).map(|at| stops[at]) else {
        tx.bookkeeping();
        return Ok(());
    };
    for (venue, position) in [(venue, before.position), (before.venue, stops[at].position)] {
        tx.execute(
            "UPDATE panel_stop SET position = ?3 WHERE round = ?1 AND venue = ?2",
            params![round, venue, position],
        )?;
    }
    let detail = json!({ "route": route, "venue": venue });
    tx.record(Event::of("panel.venue_moved", &round).org(org).detail(&detail))?;
    Ok(())
}

fn on_route(whole: &Whole, route: RouteId, venue: VenueId) -> Result<(), NotDone> {
    let found = whole.stop(venue).filter(|stop| stop.route == route);
    found.map(drop).ok_or(NotDone::NotFound)
}

fn check(name: &str, day: Date, first: Date) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    if !(2..=TITLE_MAX).contains(&line(name).chars().count()) {
        errors.add("name", msg::PANEL_ROUTE_NAME_NEEDED);
    }
    if day < first {
        errors.add("day", msg::PANEL_DAY_PAST);
    }
    NotDone::unless_none(errors)
}
