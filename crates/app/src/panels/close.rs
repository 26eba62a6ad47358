//! A route is closed when its judges are done; when all are, the keepers get the draft of the result.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{OrganisationId, RoundId, RouteId},
    time,
};
use langqiao_platform::{args, i18n::msg, not_done::NotDone, spoken::Day};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    judge::keep_conflicts,
    model::{Judge, Recheck},
    standing, whole,
};
use crate::organisations::tell_officers;

/// Closes a route, once every request to look again is answered: nothing is scored on it after. Venues for which a judge is missing won't be ranked.
///
/// # Errors
/// [`NotDone`].
pub fn close_route(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let of = whole.open_route(route)?;
    if time::day(tx.now()) < of.day {
        return Err(NotDone::no("route-early", msg::PANEL_CLOSE_EARLY));
    }
    if whole.stops_of(route).next().is_none() {
        return Err(NotDone::no("route-empty", msg::PANEL_ROUTE_EMPTY));
    }
    let asked = |judge: &Judge| {
        let open = |r: &Recheck| r.route == route && r.seat == judge.seat && r.answer.is_none();
        whole.rechecks.iter().any(open)
    };
    if whole.judges_of(route).any(asked) {
        return Err(NotDone::no("rechecks-open", msg::PANEL_RECHECKS_OPEN));
    }
    keep_conflicts(tx, route, &whole)?;
    let now = tx.now();
    tx.execute(
        "UPDATE panel_route SET closed_at = ?2 WHERE id = ?1 AND closed_at IS NULL",
        params![route, now],
    )?;
    let (given, wanted) = whole.progress(route);
    let detail = json!({ "route": route, "given": given, "wanted": wanted });
    tx.record(Event::of("panel.route_closed", &round).org(org).detail(&detail))?;
    Ok(())
}

/// Opens a route again, before the keepers have the draft.
///
/// # Errors
/// [`NotDone`]; the field is `reason`.
pub fn reopen_route(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    reason: &str,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.must_be_open()?;
    let of = whole.route(route).ok_or(NotDone::NotFound)?;
    if of.closed_at.is_none() {
        return Err(NotDone::no("route-open", msg::PANEL_ROUTE_IS_OPEN));
    }
    let reason = super::create::words("reason", reason)?;
    tx.execute(
        "UPDATE panel_route SET closed_at = NULL WHERE id = ?1",
        params![route],
    )?;
    let detail = json!({ "route": route, "reason": reason });
    tx.record(Event::of("panel.route_reopened", &round).org(org).detail(&detail))?;
    Ok(())
}

/// Sends the draft of the result to those who keep the venues; the time to object begins.
///
/// # Errors
/// [`NotDone`].
pub fn send_draft(tx: &mut WriteTx<'_>, org: OrganisationId, round: RoundId) -> Result<Date, NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.must_be_open()?;
    if whole.routes.is_empty() || whole.routes.iter().any(|route| route.closed_at.is_none()) {
        return Err(NotDone::no("routes-open", msg::PANEL_ROUTES_OPEN));
    }
    let ranked = standing::results(&whole)
        .iter()
        .filter(|result| result.whole.is_some())
        .count();
    if ranked == 0 {
        return Err(NotDone::no("nothing-scored", msg::PANEL_NOTHING_SCORED));
    }
    let now = tx.now();
    let until = last_day(time::day(now), whole.round.appeal_days);
    tx.execute(
        "UPDATE panel_round SET drafted_at = ?2, appeal_until = ?3 WHERE id = ?1 AND drafted_at IS NULL",
        params![round, now, until],
    )?;
    let detail = json!({ "until": until, "ranked": ranked });
    tx.record(Event::of("panel.drafted", &round).org(org).detail(&detail))?;
    let mut keepers: BTreeMap<OrganisationId, usize> = BTreeMap::new();
    for stop in &whole.stops {
        *keepers.entry(stop.keeper).or_default() += 1;
    }
    for (keeper, venues) in keepers {
        tell_officers(
            tx,
            keeper,
            msg::PANEL_NOTICE_DRAFT,
            args! { title = whole.round.title.clone(), n = venues, day = Day(until) },
            &format!("/w/{keeper}/panels"),
        )?;
    }
    Ok(until)
}

/// The last day of so many working days after today. Where the holidays of a year are not known yet the keepers get more
/// time and never less: as many weeks as there are begun fives of days, and two for the longest holiday.
pub(super) fn last_day(today: Date, workdays: i64) -> Date {
    let count = u32::try_from(workdays).unwrap_or(1);
    WorkCalendar::in_force()
        .add_workdays(today, count)
        .unwrap_or_else(|_| today.saturating_add(((workdays + 4) / 5 * 7 + 14).days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_time_to_object_is_counted_in_working_days() {
        // A Sunday: five working days end on Friday.
        assert_eq!(last_day(date(2026, 11, 22), 5), date(2026, 11, 27));
        // The holidays of 2027 aren't known: more time, not less.
        assert_eq!(last_day(date(2026, 12, 29), 5), date(2027, 1, 19));
    }
}
