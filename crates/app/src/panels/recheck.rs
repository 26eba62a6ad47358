//! The office asks a judge to look at a mark again; the judge confirms it with a sentence, or hands in anew.

use langqiao_kernel::id::{OrganisationId, PersonId, RecheckId, RoundId, RouteId, VenueId};
use langqiao_platform::{args, i18n::msg, not_done::NotDone, notices};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{create::words, judge::seat, whole};

/// Asks. The marks of a route are looked at when all are in.
///
/// # Errors
/// [`NotDone`]; the field is `words`.
pub fn ask_again(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    round: RoundId,
    (venue, seat, position): (VenueId, i64, i64),
    why: &str,
) -> Result<RecheckId, NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let stop = whole.stop(venue).ok_or(NotDone::NotFound)?;
    let route = whole.open_route(stop.route)?;
    if !whole.open_to_view(route) {
        return Err(NotDone::no("not-all-in", msg::PANEL_NOT_ALL_IN));
    }
    let judge = whole.wanted(stop).find(|judge| judge.seat == seat);
    let judge = judge.ok_or(NotDone::NotFound)?;
    let item = whole.item(position).ok_or(NotDone::NotFound)?;
    let why = words("words", why)?;
    let (id, now, by) = (RecheckId::generate(), tx.now(), tx.by().actor.person());
    let made = tx.execute(
        "INSERT INTO panel_recheck (id, round, route, seat, venue, position, words, asked_by, asked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        params![id, round, stop.route, seat, venue, position, why, by, now],
    )?;
    if made == 0 {
        return Err(NotDone::no("asked-already", msg::PANEL_ASKED_ALREADY));
    }
    let detail = json!({ "recheck": id, "seat": seat, "venue": venue, "position": position });
    tx.record(Event::of("panel.asked_again", &round).org(org).detail(&detail))?;
    notices::send(
        tx,
        judge.person,
        msg::PANEL_NOTICE_RECHECK,
        args! { venue = stop.name.clone(), item = item.label.clone() },
        &format!("/scoring/{}/{venue}", stop.route),
    )?;
    Ok(id)
}

/// The judge stands by the mark, and says why.
///
/// # Errors
/// [`NotDone`]; the field is `answer`.
pub fn confirm(
    tx: &mut WriteTx<'_>,
    person: PersonId,
    route: RouteId,
    recheck: RecheckId,
    answer: &str,
) -> Result<(), NotDone> {
    seat(tx, person, route)?;
    let whole = whole::of_route_alone(tx, route)?;
    let seat = seat(tx, person, route)?;
    let own = |r: &&super::model::Recheck| r.id == recheck && r.route == route && r.seat == seat;
    let asked = whole.rechecks.iter().find(own).ok_or(NotDone::NotFound)?;
    whole.open_route(route)?;
    if asked.answer.is_some() {
        return Err(NotDone::no("answered", msg::PANEL_RECHECK_ANSWERED));
    }
    let (answer, now) = (words("answer", answer)?, tx.now());
    tx.execute(
        "UPDATE panel_recheck SET answer = ?2, changed = 0, answered_at = ?3 WHERE id = ?1 AND answered_at IS NULL",
        params![recheck, answer, now],
    )?;
    let detail = json!({ "recheck": recheck });
    let event = Event::of("panel.confirmed", &whole.round.id).org(whole.round.organisation);
    tx.record(event.detail(&detail))?;
    Ok(())
}
