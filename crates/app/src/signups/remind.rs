//! A day before it begins those who have a place are reminded; who gets one later, two hours before.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{app::App, args, i18n::msg, jobs::JobOutcome, notices, spoken::Moment};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde::Deserialize;
use serde_json::json;

use super::{model::PartyId, queries, tell::party_path};
use crate::activities::{self, REMINDED_BEFORE};

/// The kind of the job. Whoever publishes an activity or moves it queues it.
pub(super) const REMIND_JOB: &str = "signups.remind";

/// How long before it begins those are reminded who got their place after the others were.
const REMINDED_AGAIN_BEFORE: SignedDuration = SignedDuration::from_hours(2);

/// Which activity it is about.
#[derive(Debug, Deserialize)]
pub(super) struct About {
    activity: ActivityId,
}

pub(super) async fn remind_them(app: App, about: About) -> JobOutcome {
    let by = app.by_system(REMIND_JOB);
    app.db.write(by, move |tx| remind(tx, about.activity)).await?;
    Ok(())
}

/// Reminds everyone who has a place and was not reminded of this time yet: a day before, and whoever got their place later
/// two hours before. Who it was moved for is reminded of the new time.
fn remind(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<(), StoreError> {
    tx.bookkeeping();
    let facts = tx.one(
        concat!(
            "SELECT a.title, ",
            activities::whole_place!(),
            ", a.starts_at FROM activity a WHERE a.id = ?1 AND a.status = 'published'"
        ),
        params![activity],
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<String>(1)?,
                row.get::<Timestamp>(2)?,
            ))
        },
    )?;
    let now = tx.now();
    let Some((title, place, starts_at)) = facts.filter(|(.., starts_at)| *starts_at > now) else {
        return Ok(());
    };
    let before = |span| starts_at.saturating_sub(span).unwrap_or(starts_at);
    let (first, last) = (before(REMINDED_BEFORE), before(REMINDED_AGAIN_BEFORE));
    if now < first {
        return activities::do_at(tx, REMIND_JOB, activity, first);
    }
    if now < last {
        activities::do_at(tx, REMIND_JOB, activity, last)?;
    }
    let reminded = tx.execute_returning(
        "UPDATE signup SET reminded_of = ?2
             WHERE activity = ?1 AND state = 'seat' AND (reminded_of IS NULL OR reminded_of <> ?2)
             RETURNING booker, party, person",
        params![activity, starts_at],
        |row| {
            Ok((
                row.get::<PersonId>(0)?,
                row.get::<PartyId>(1)?,
                row.get::<PersonId>(2)?,
            ))
        },
    )?;
    let parties: BTreeSet<(PersonId, PartyId)> = reminded
        .iter()
        .map(|(booker, party, _)| (*booker, *party))
        .collect();
    if parties.is_empty() {
        return Ok(());
    }
    let told = parties.len();
    let people: BTreeSet<PersonId> = reminded.iter().map(|(.., person)| *person).collect();
    let companions = queries::companions_signed_up(tx, activity)?.into_iter();
    let companions = companions.filter(|(person, _)| people.contains(person));
    for (booker, party) in parties.into_iter().chain(companions) {
        let args = args! { title = title.clone(), place = place.clone(), starts = Moment(starts_at) };
        notices::send(tx, booker, msg::SIGNUP_NOTICE_REMIND, args, &party_path(party))?;
    }
    let detail = json!({ "starts_at": starts_at.as_millisecond(), "parties": told });
    tx.record(
        Event::of("signup.reminded", &activity)
            .kind("activity")
            .detail(&detail),
    )
}
