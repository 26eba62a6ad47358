//! A day before it begins those who have a place are reminded.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{app::App, args, i18n::msg, jobs::JobOutcome, notices, spoken::Moment};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde::Deserialize;
use serde_json::json;

use super::{
    model::PartyId,
    tell::{self, party_path},
};
use crate::activities::{self, REMINDED_BEFORE};

/// The kind of the job. Whoever publishes an activity or moves it queues it.
pub(super) const REMIND_JOB: &str = "signups.remind";

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

/// Reminds everyone who has a place, once for each time at which the activity was to begin: who it was moved for is
/// reminded of the new time.
fn remind(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<(), StoreError> {
    tx.bookkeeping();
    let facts = tx.one(
        "SELECT title, place, starts_at FROM activity WHERE id = ?1 AND status = 'published'",
        params![activity],
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<String>(1)?,
                row.get::<Timestamp>(2)?,
            ))
        },
    )?;
    let Some((title, place, starts_at)) = facts.filter(|(.., starts_at)| *starts_at > tx.now()) else {
        return Ok(());
    };
    let due = starts_at.saturating_sub(REMINDED_BEFORE).unwrap_or(starts_at);
    if tx.now() < due {
        return activities::do_at(tx, REMIND_JOB, activity, due);
    }
    let detail = json!({ "starts_at": starts_at.as_millisecond() });
    if tell::told_before(tx, "signup.reminded", activity, &detail)? {
        return Ok(());
    }
    let parties = tx.all(
        "SELECT DISTINCT booker, party FROM signup WHERE activity = ?1 AND state = 'seat' ORDER BY booker, party",
        params![activity],
        |row| Ok((row.get::<PersonId>(0)?, row.get::<PartyId>(1)?)),
    )?;
    for (booker, party) in parties {
        let args = args! { title = title.clone(), place = place.clone(), starts = Moment(starts_at) };
        notices::send(tx, booker, msg::SIGNUP_NOTICE_REMIND, args, &party_path(party))?;
    }
    tx.record(
        Event::of("signup.reminded", &activity)
            .kind("activity")
            .detail(&detail),
    )
}
