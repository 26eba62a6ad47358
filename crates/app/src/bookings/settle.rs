//! What is asked for and no keeper says no to: another is accepted for that time, or the time passes without an answer.
//! Either way it is declined by itself, whoever asked is told, and nothing of it is counted against anybody. A course whose
//! session loses its room is told so, whichever way it went.

use langqiao_kernel::id::{BookingId, OrganisationId};
use langqiao_platform::{
    app::App,
    args,
    i18n::{Msg, msg},
    jobs::JobOutcome,
    spoken::Moment,
};
use langqiao_store::{Event, Job, StoreError, WriteTx};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    book::queue,
    model::{Booking, DeclinedFor, Status},
    queries,
};
use crate::organisations;

/// The kind of the job that looks whether a request was answered.
pub(super) const UNANSWERED: &str = "bookings.unanswered";

/// Which request is looked after.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Asked {
    booking: BookingId,
}

/// Has somebody look whether a request was answered when its time is over. To be called for what is asked for from now
/// on, or at another time.
///
/// # Errors
/// When the database fails.
pub(super) fn watch(
    tx: &mut WriteTx,
    booking: BookingId,
    ends_at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let key = booking.to_text();
    tx.unqueue(UNANSWERED, &key)?;
    tx.enqueue(Job::new(UNANSWERED, &Asked { booking }).key(key).at(ends_at))
}

/// The job that looks whether a request was answered.
pub(super) async fn look(app: App, asked: Asked) -> JobOutcome {
    let by = app.by_system("bookings.unanswered");
    app.db.write(by, move |tx| lapse(tx, asked.booking)).await?;
    Ok(())
}

/// Declines a request whose time is over; says whether it was.
fn lapse(tx: &mut WriteTx, id: BookingId) -> Result<bool, StoreError> {
    tx.bookkeeping();
    let Some((booking, _)) = queries::booking(tx, id)? else {
        return Ok(false);
    };
    queue(tx, booking.space)?;
    let Some((booking, keeper)) = queries::booking(tx, id)? else {
        return Ok(false);
    };
    if booking.status != Status::Asked {
        return Ok(false);
    }
    if tx.now() < booking.ends_at {
        // It was moved since.
        watch(tx, id, booking.ends_at)?;
        return Ok(false);
    }
    if !queries::decline_for(tx, id, DeclinedFor::Unanswered)? {
        return Ok(false);
    }
    tx.record(Event::of("booking.unanswered", &id).org(keeper))?;
    tell(tx, &[&booking], msg::BOOKING_NOTICE_UNANSWERED)?;
    Ok(true)
}

/// A request that ended because another has its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbid {
    /// Who asked.
    pub by: String,
    /// What for.
    pub purpose: String,
}

/// Some bookings have their times from now on: whatever else was asked for then is declined, and each body is told of its
/// own. To be called wherever a time gets taken: by a booking, a series, a keeper's yes, an activity, a change, a move, an
/// offer that was accepted. What is still open, such as an offer that waits for its answer, ends nothing yet. The caller
/// holds the turn at the rooms. Gives what ended so.
///
/// # Errors
/// When the database fails.
pub(super) fn taken(tx: &mut WriteTx, taken: &[BookingId]) -> Result<Vec<Outbid>, StoreError> {
    let mut gone: Vec<Booking> = Vec::new();
    for id in taken {
        for rival in queries::rivals_of(tx, *id)? {
            let Some((rival, keeper)) = queries::booking(tx, rival)? else {
                continue;
            };
            if !queries::decline_for(tx, rival.id, DeclinedFor::Another)? {
                continue;
            }
            let detail = json!({ "for": id });
            tx.record(Event::of("booking.outbid", &rival.id).org(keeper).detail(&detail))?;
            gone.push(rival);
        }
    }
    let mut told: Vec<OrganisationId> = Vec::new();
    for booking in &gone {
        if told.contains(&booking.organisation) {
            continue;
        }
        told.push(booking.organisation);
        let theirs: Vec<&Booking> = gone
            .iter()
            .filter(|one| one.organisation == booking.organisation)
            .collect();
        tell(tx, &theirs, msg::BOOKING_NOTICE_OUTBID)?;
    }
    without_room(tx, &gone, "")?;
    let outbid = gone.into_iter().map(|one| Outbid {
        by: one.by,
        purpose: one.purpose,
    });
    Ok(outbid.collect())
}

/// Tells the body that asked; the first stands for all.
fn tell(tx: &mut WriteTx, bookings: &[&Booking], message: Msg) -> Result<(), StoreError> {
    let Some(first) = bookings.first() else {
        return Ok(());
    };
    let to = first.organisation;
    let args = args! {
        place = first.place.clone(), at = Moment(first.starts_at), purpose = first.purpose.clone(),
        n = bookings.len() as i64,
    };
    organisations::tell_officers(tx, to, message, args, &format!("/w/{to}/spaces"))
}

/// Tells the officers of a course that sessions of it have no room any more, with the way to where another is chosen; the
/// first stands for all of its course. `note` is what was said about it.
///
/// # Errors
/// When the database fails.
pub(super) fn without_room(tx: &mut WriteTx, bookings: &[Booking], note: &str) -> Result<(), StoreError> {
    let mut told = Vec::new();
    for first in bookings {
        let Some((course, session)) = first.session.filter(|(course, _)| !told.contains(course)) else {
            continue;
        };
        told.push(course);
        let of_course = |one: &&Booking| one.session.is_some_and(|(of, _)| of == course);
        let n = bookings.iter().filter(of_course).count() as i64;
        let to = first.organisation;
        let args = args! {
            title = first.purpose.clone(), place = first.place.clone(), at = Moment(first.starts_at), n = n,
            note = note.to_owned(),
        };
        let link = if n == 1 {
            format!("/w/{to}/courses/{course}/sessions/{session}/edit")
        } else {
            format!("/w/{to}/courses/{course}")
        };
        let message = match note {
            "" => msg::BOOKING_NOTICE_SESSION_NO_ROOM,
            _ => msg::BOOKING_NOTICE_SESSION_NO_ROOM_WHY,
        };
        organisations::tell_officers(tx, to, message, args, &link)?;
    }
    Ok(())
}
