//! What happens without anybody's hand: offers end, freed places are offered, people hear of changes.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{
    app::App,
    i18n::{Msg, msg},
    jobs::{JobHandler, JobOutcome, handler},
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde::Deserialize;

use super::{
    answer_offer,
    model::{PartyId, SignupRole},
    queries,
    queue::{FEWER_ENDS, OFFER_ENDS, OfferEnds, Queue},
    remind::{REMIND_JOB, remind_them},
    take_fewer, tell,
};
use crate::activities;

/// The jobs of this feature by kind. The last five are queued by whoever changes an activity.
pub fn all() -> Vec<(&'static str, JobHandler)> {
    vec![
        (OFFER_ENDS, handler(end_offer)),
        (FEWER_ENDS, handler(end_question)),
        ("signups.promote", handler(offer_freed)),
        (KEPT_OVER, handler(end_keeping)),
        (REMIND_JOB, handler(remind_them)),
        ("signups.activity_changed", handler(tell_changed)),
        ("signups.activity_cancelled", handler(tell_cancelled)),
    ]
}

async fn end_offer(app: App, ends: OfferEnds) -> JobOutcome {
    let by = app.by_system("signups.offer_ends");
    app.db
        .write(by, move |tx| answer_offer::expire(tx, ends.party))
        .await?;
    Ok(())
}

async fn end_question(app: App, ends: OfferEnds) -> JobOutcome {
    let by = app.by_system(FEWER_ENDS);
    app.db
        .write(by, move |tx| take_fewer::unanswered(tx, ends.party))
        .await?;
    Ok(())
}

/// Which activity a job is about.
#[derive(Debug, Deserialize)]
struct About {
    activity: ActivityId,
}

async fn offer_freed(app: App, about: About) -> JobOutcome {
    let by = app.by_system("signups.promote");
    app.db.write(by, move |tx| promote(tx, about.activity)).await?;
    Ok(())
}

/// Offers what is free in an activity to those who wait, after its places or times were changed. Gives
/// whom it was offered to.
///
/// # Errors
/// When the database fails.
pub fn promote(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<Vec<PartyId>, StoreError> {
    let mut offered = Vec::new();
    for role in SignupRole::ALL {
        let anyone = tx.one(
            "SELECT 1 FROM pool WHERE activity = ?1 AND role = ?2 AND waiting > 0",
            params![activity, role],
            |_| Ok(()),
        )?;
        if anyone.is_none() {
            continue;
        }
        if let Some(queue) = Queue::lock(tx, activity, role)? {
            offered.extend(queue.settle(tx)?);
        }
    }
    // Each offer has its event; without one nothing was done but looking.
    tx.bookkeeping();
    Ok(offered)
}

/// The job by which places that were kept for groups are given to those who wait.
const KEPT_OVER: &str = "signups.kept_over";

async fn end_keeping(app: App, about: About) -> JobOutcome {
    let by = app.by_system(KEPT_OVER);
    app.db.write(by, move |tx| kept_over(tx, about.activity)).await?;
    Ok(())
}

/// Places were kept for groups until now: what is left of them goes to those who wait, in their order. Gives whom.
///
/// # Errors
/// When the database fails.
pub fn kept_over(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<Vec<PartyId>, StoreError> {
    tx.bookkeeping();
    let now = tx.now();
    let Some(mut queue) = Queue::lock(tx, activity, SignupRole::Attendee)? else {
        return Ok(Vec::new());
    };
    let until = queue
        .activity
        .first
        .kept_until
        .filter(|_| queue.activity.published);
    match until {
        Some(until) if until <= now => {}
        Some(until) => {
            activities::do_at(tx, KEPT_OVER, activity, until)?;
            return Ok(Vec::new());
        }
        None => return Ok(Vec::new()),
    }
    let seated = queue.seat_in_order(tx)?;
    for one in &seated {
        tell::allotted(tx, &queue.activity, (one.booker, one.party), true)?;
    }
    let event = Event::of("activity.kept_over", &activity)
        .kind("activity")
        .org(queue.activity.organisation);
    tx.record(event.detail(&serde_json::json!({ "parties": seated.len() })))?;
    queue.settle(tx)?;
    Ok(seated.into_iter().map(|one| one.party).collect())
}

async fn tell_changed(app: App, about: About) -> JobOutcome {
    tell_all(
        app,
        about.activity,
        "signup.told_changed",
        msg::SIGNUP_NOTICE_CHANGED,
    )
    .await
}

async fn tell_cancelled(app: App, about: About) -> JobOutcome {
    tell_all(
        app,
        about.activity,
        "signup.told_cancelled",
        msg::SIGNUP_NOTICE_CANCELLED,
    )
    .await
}

async fn tell_all(app: App, activity: ActivityId, act: &'static str, what: Msg) -> JobOutcome {
    let by = app.by_system("signups.tell");
    app.db
        .write(by, move |tx| tell_bookers(tx, activity, act, what))
        .await?;
    Ok(())
}

/// Tells everyone who signed up, and their companions, once for each version of the activity.
fn tell_bookers(
    tx: &mut WriteTx<'_>,
    activity: ActivityId,
    act: &'static str,
    what: Msg,
) -> Result<(), StoreError> {
    let facts = tx.one(
        concat!(
            "SELECT a.title, a.starts_at, a.version, ",
            activities::whole_place!(),
            ", CASE WHEN a.course = 1 THEN a.cancel_reason END FROM activity a WHERE a.id = ?1"
        ),
        params![activity],
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<Timestamp>(1)?,
                row.get::<i64>(2)?,
                row.get::<String>(3)?,
                row.get::<Option<String>>(4)?,
            ))
        },
    )?;
    let Some((title, starts_at, version, place, course_off)) = facts else {
        return Ok(());
    };
    // A course has begun long since: what is called off is the rest of it, and families read why.
    let course_off = course_off.filter(|_| what == msg::SIGNUP_NOTICE_CANCELLED);
    let detail = serde_json::json!({ "version": version });
    if tell::told_before(tx, act, activity, &detail)? {
        return Ok(());
    }
    let mut parties = tx.all(
        "SELECT DISTINCT booker, party FROM signup WHERE activity = ?1 AND state IN ('seat', 'waiting', 'offered')",
        params![activity],
        |row| Ok((row.get::<PersonId>(0)?, row.get::<PartyId>(1)?)),
    )?;
    parties.extend(queries::companions_signed_up(tx, activity)?);
    for party in parties {
        match &course_off {
            Some(reason) => tell::course_off(tx, (&title, reason), party)?,
            None => tell::about_activity(tx, what, (&title, &place, starts_at), party)?,
        }
    }
    tx.record(Event::of(act, &activity).kind("activity").detail(&detail))
}
