//! Judges of a route: people who sign in. Who has a post in a body that keeps or built a venue doesn't score it.

use langqiao_kernel::{
    codes::Phone,
    id::{OrganisationId, PersonId, RoundId, RouteId},
    time,
};
use langqiao_platform::{
    args,
    i18n::{Arg, Msg, msg},
    keys::Keys,
    not_done::NotDone,
    notices,
    people::{self, NewPerson, RegisterError},
    spoken::Day,
};
use langqiao_store::{Event, ReadTx, WriteTx, params};
use serde_json::json;

use super::{
    create::words,
    queries,
    whole::{self, Whole},
};

/// The most judges of a route.
const JUDGES: usize = 15;

/// Who is asked to judge.
#[derive(Clone, Debug)]
pub enum Who {
    /// Somebody who holds a post in the office.
    Officer(PersonId),
    /// Somebody by name and phone: they sign in with that phone.
    Named {
        /// The name in full.
        name: String,
        /// Their own phone.
        phone: Phone,
    },
}

/// Asks somebody to judge a route, and tells them.
///
/// # Errors
/// [`NotDone`]; the fields are `officer`, `judge` and `phone`.
pub fn add_judge(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    who: &Who,
) -> Result<i64, NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let of = whole.open_route(route)?;
    let (day, name) = (of.day, of.name.clone());
    if whole.judges_of(route).count() >= JUDGES {
        return Err(NotDone::no("judges-many", msg::PANEL_JUDGES_MANY));
    }
    let person = find(tx, keys, org, who)?;
    let seated = whole
        .judges
        .iter()
        .find(|j| j.route == route && j.person == person);
    let seat = match seated {
        Some(judge) if judge.left_at.is_none() => {
            return Err(NotDone::field("judge", msg::PANEL_JUDGE_TWICE));
        }
        // Nobody is put out and brought back once marks are in: it would let one choose whose count.
        Some(_) if whole.papers.iter().any(|paper| paper.route == route) => {
            return Err(NotDone::field("judge", msg::PANEL_JUDGE_NOT_BACK));
        }
        // Who comes back has the number that they had.
        Some(judge) => {
            tx.execute(
                "UPDATE panel_judge SET left_at = NULL WHERE route = ?1 AND seat = ?2",
                params![route, judge.seat],
            )?;
            judge.seat
        }
        None => {
            let on_route = whole.judges.iter().filter(|judge| judge.route == route);
            let seat = on_route.map(|judge| judge.seat).max().unwrap_or(0) + 1;
            tx.execute(
                "INSERT INTO panel_judge (route, seat, person) VALUES (?1, ?2, ?3)",
                params![route, seat, person],
            )?;
            seat
        }
    };
    keep_conflicts(tx, route, &whole)?;
    let detail = json!({ "route": route, "seat": seat, "person": person });
    tx.record(Event::of("panel.judge_added", &round).org(org).detail(&detail))?;
    notices::send(
        tx,
        person,
        msg::PANEL_NOTICE_JUDGE,
        args! { title = whole.round.title.clone(), route = name, day = Day(day) },
        &format!("/scoring/{route}"),
    )?;
    Ok(seat)
}

/// A judge leaves, for a reason that they are told: what they handed in no longer counts, stays in the
/// records, and is said with the result.
///
/// # Errors
/// [`NotDone`]; the field is `reason`.
pub fn remove_judge(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, route): (RoundId, RouteId),
    seat: i64,
    reason: &str,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let of = whole.open_route(route)?;
    let judge = whole.judges_of(route).find(|judge| judge.seat == seat);
    let judge = judge.ok_or(NotDone::NotFound)?;
    let (reason, now) = (words("reason", reason)?, tx.now());
    tx.execute(
        "UPDATE panel_judge SET left_at = ?3 WHERE route = ?1 AND seat = ?2 AND left_at IS NULL",
        params![route, seat, now],
    )?;
    let papers = whole.papers_of(route, seat);
    let detail = json!({ "route": route, "seat": seat, "reason": reason, "papers": papers });
    tx.record(Event::of("panel.judge_left", &round).org(org).detail(&detail))?;
    notices::send(
        tx,
        judge.person,
        msg::PANEL_NOTICE_JUDGE_LEFT,
        args! { title = whole.round.title.clone(), route = of.name.clone(), reason = reason },
        "/me",
    )?;
    Ok(())
}

/// A judge's number on a route. Who never judged it learns nothing of it; who left is told so.
pub(super) fn seat(tx: &mut ReadTx<'_>, person: PersonId, route: RouteId) -> Result<i64, NotDone> {
    match queries::seat_of(tx, route, person)? {
        Some((seat, false)) => Ok(seat),
        Some((_, true)) => Err(NotDone::no("judge-left", msg::JUDGING_IS_LEFT)),
        None => Err(NotDone::NotFound),
    }
}

/// Nothing, unless what a phone sends was filled in by another judge than the one who is signed in there now.
pub(super) fn must_be_seat(
    tx: &mut ReadTx<'_>,
    (person, route): (PersonId, RouteId),
    wanted: Option<i64>,
) -> Result<(), NotDone> {
    let seat = seat(tx, person, route)?;
    match wanted {
        Some(wanted) if wanted != seat => Err(NotDone::no("other-judge", msg::JUDGING_OTHER)),
        _ => Ok(()),
    }
}

/// Tells those who judge a route.
pub(super) fn tell_judges(
    tx: &mut WriteTx<'_>,
    whole: &Whole,
    route: RouteId,
    message: Msg,
    args: &[Arg<'_>],
    link: &str,
) -> Result<(), NotDone> {
    for judge in whole.judges_of(route) {
        notices::send(tx, judge.person, message, args, link)?;
    }
    Ok(())
}

/// Writes down who may not score which venue of a route as of today. What somebody handed in before they got their post
/// stands.
pub(super) fn keep_conflicts(tx: &mut WriteTx<'_>, route: RouteId, whole: &Whole) -> Result<(), NotDone> {
    let now = tx.now();
    for (seat, venue, body, _) in queries::conflicts(tx, route, time::day(now))? {
        let gave = |p: &&super::model::Paper| p.route == route && p.seat == seat && p.venue == venue;
        if whole.papers.iter().any(|paper| gave(&paper)) {
            continue;
        }
        tx.execute(
            "INSERT INTO panel_recusal (route, seat, venue, organisation, at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
            params![route, seat, venue, body, now],
        )?;
    }
    Ok(())
}

fn find(tx: &mut WriteTx<'_>, keys: &Keys, org: OrganisationId, who: &Who) -> Result<PersonId, NotDone> {
    match who {
        Who::Officer(person) => {
            let today = time::day(tx.now());
            let known = queries::officers(tx, org, today)?;
            let found = known.into_iter().find(|(id, ..)| id == person);
            found
                .map(|(id, ..)| id)
                .ok_or_else(|| NotDone::field("officer", msg::PANEL_OFFICER_WRONG))
        }
        Who::Named { name, phone } => {
            if let Some(person) = people::by_phone(tx, keys, phone)? {
                return Ok(person);
            }
            let new = NewPerson {
                phone: Some(phone.clone()),
                ..NewPerson::named(name)
            };
            people::register(tx, keys, &new).map_err(|why| match why {
                RegisterError::Store(why) => NotDone::Store(why),
                _ => NotDone::field("judge", msg::PANEL_PERSON_WRONG),
            })
        }
    }
}
