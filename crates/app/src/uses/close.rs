//! A room is closed, and how many came is said once.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{OrganisationId, SpaceId, UseId, VenueId},
    text::line,
};
use langqiao_platform::{
    app::App,
    args,
    i18n::{Sentence, msg},
    jobs::JobOutcome,
    not_done::NotDone,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    door::{Comer, Doors},
    queries,
};
use crate::organisations;

/// How often a room may have filled anew while it was open. More is a slip of the finger.
const FILLED_MAX: i64 = 20;
/// However small the room is, so many may have come by.
const PASSERS_BY: i64 = 200;
/// The longest reason, in characters.
pub const REASON_MAX: usize = 100;

/// Closes a room. How many came is said unless they were scanned in, which counts then; who doesn't know leaves it out
/// and says it later.
///
/// # Errors
/// [`NotDone::NotFound`] for who may not; a rule's no where it is closed already.
pub fn close(
    tx: &mut WriteTx,
    comer: &Comer,
    (venue, id): (VenueId, UseId),
    people: Option<i64>,
) -> Result<(), NotDone> {
    let used = queries::opened(tx, id)?
        .filter(|used| used.venue == venue)
        .ok_or(NotDone::NotFound)?;
    let now = tx.now();
    let doors = Doors::of(tx, comer, venue, now)?;
    if !doors.has_key && !comer.books.contains(&used.organisation) {
        return Err(NotDone::NotFound);
    }
    fits(people, used.capacity, "people")?;
    let people = people.filter(|_| used.scanned == 0 && used.rolled.is_none());
    let closed = tx.execute_one(
        "UPDATE space_use SET closed_at = ?2, closed_by = ?3, people = ?4 WHERE id = ?1 AND closed_at IS NULL
         RETURNING space",
        params![id, now, comer.person, people],
        |row| row.get::<SpaceId>(0),
    )?;
    let Some(space) = closed else {
        return Err(NotDone::no("use-closed", msg::USE_CLOSED_ALREADY));
    };
    // What rings for the room is quiet, if this was a use.
    queries::hush(tx, now, Some(space))?;
    let detail = json!({ "people": people });
    Ok(tx.record(Event::of("space.closed", &id).org(used.keeper).detail(&detail))?)
}

fn fits(people: Option<i64>, capacity: i64, field: &str) -> Result<(), NotDone> {
    let most = (FILLED_MAX * capacity).max(PASSERS_BY);
    match people {
        Some(n) if n < 0 => Err(NotDone::field(field, msg::USE_BAD_PEOPLE)),
        Some(n) if n > most => {
            let sentence = Sentence::new(msg::USE_TOO_MANY)
                .with("n", n)
                .with("capacity", capacity);
            Err(NotDone::field(field, sentence))
        }
        _ => Ok(()),
    }
}

/// Who says how many came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sayer {
    /// Who keeps the room.
    Keeper(OrganisationId),
    /// Who used it.
    Booker(OrganisationId),
}

/// Says how many came when it is over, once; another number is said with a reason. `id` is the use's, or its
/// booking's. Who was scanned in, or stands on a course's roll, is not typed.
///
/// # Errors
/// See [`NotDone`]; [`NotDone::NotFound`] for whom it doesn't concern.
pub fn amend(
    tx: &mut WriteTx,
    sayer: Sayer,
    id: UseId,
    (people, reason): (i64, &str),
) -> Result<(), NotDone> {
    let used = match queries::opened(tx, id)? {
        Some(used) => Some(used),
        None => queries::untouched(tx, id)?,
    };
    let (org, used) = match (sayer, used) {
        (Sayer::Keeper(org), Some(used)) if used.keeper == org => (org, used),
        (Sayer::Booker(org), Some(used)) if used.organisation == org => (org, used),
        _ => return Err(NotDone::NotFound),
    };
    if used.until.is_none_or(|until| tx.now() < until) {
        return Err(NotDone::no("use-open", msg::USE_STILL_OPEN));
    }
    if used.scanned > 0 {
        return Err(NotDone::no("use-scanned", msg::USE_SCANNED));
    }
    if used.rolled.is_some() {
        return Err(NotDone::no("use-rolled", msg::USE_ROLLED));
    }
    if used.beside {
        return Err(NotDone::no("use-beside", msg::USE_BESIDE));
    }
    fits(Some(people), used.capacity, &format!("people-{id}"))?;
    let reason = line(reason);
    let length = reason.chars().count();
    let other = used.people.is_some_and(|known| known != people);
    if length > REASON_MAX || (other && length < 2) {
        return Err(NotDone::field(format!("reason-{id}"), msg::USE_REASON_NEEDED));
    }
    if !queries::say(tx, &used, (people, &reason))? {
        return Err(NotDone::no("use-said", msg::USE_SAID_ALREADY));
    }
    let detail = json!({ "from": used.people, "to": people, "reason": reason });
    Ok(tx.record(Event::of("space.people_said", &id).org(org).detail(&detail))?)
}

/// Which use is to be closed if nobody did.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Ending {
    used: UseId,
    /// When it ends by itself, where nobody had booked it.
    #[serde(default)]
    end: Option<Timestamp>,
}

/// The job that closes what nobody closed: at its booking's end, when the room closes for the last time on that day, or
/// at midnight. How many came is said later.
pub(super) async fn end(app: App, ending: Ending) -> JobOutcome {
    let by = app.by_system("uses.end");
    app.db.write(by, move |tx| shut(tx, &ending)).await?;
    Ok(())
}

fn shut(tx: &mut WriteTx, ending: &Ending) -> Result<(), StoreError> {
    tx.bookkeeping();
    let id = ending.used;
    let Some(used) = queries::opened(tx, id)?.filter(|used| used.until.is_none()) else {
        return Ok(());
    };
    let now = tx.now();
    let closed = tx.execute(
        "UPDATE space_use SET closed_at = COALESCE((SELECT CASE WHEN b.ends_at > space_use.opened_at AND b.ends_at < ?2
             THEN b.ends_at END FROM booking b WHERE b.id = space_use.booking),
             CASE WHEN space_use.booking IS NULL THEN CAST(?3 AS BIGINT) END, ?2)
         WHERE id = ?1 AND closed_at IS NULL",
        params![id, now, ending.end.filter(|end| *end < now)],
    )?;
    if closed > 0 {
        tx.record(Event::of("space.closed_by_itself", &id).org(used.keeper))?;
        if used.booking.is_none() {
            tell_shut(tx, used.keeper, id)?;
        }
    }
    Ok(())
}

/// Tells whoever keeps a room that stood open until when its hours are counted: that, and not the door, is what is known.
fn tell_shut(tx: &mut WriteTx, keeper: OrganisationId, id: UseId) -> Result<(), StoreError> {
    let found: Option<(String, Timestamp, Timestamp)> = tx.one(
        "SELECT v.name, s.name, u.opened_at, u.closed_at FROM space_use u JOIN space s ON s.id = u.space
         JOIN venue v ON v.id = s.venue WHERE u.id = ?1",
        params![id],
        |row| {
            let place = format!("{} · {}", row.text(0)?, row.text(1)?);
            Ok((place, row.get(2)?, row.get(3)?))
        },
    )?;
    let Some((place, from, at)) = found else {
        return Ok(());
    };
    let args = args! { place = place, from = Moment(from), at = Moment(at) };
    organisations::tell_officers(
        tx,
        keeper,
        msg::USE_NOTICE_SHUT,
        args,
        &format!("/w/{keeper}/uses"),
    )
}
