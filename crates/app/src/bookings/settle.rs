//! What is asked for and no keeper says no to: another is accepted for that time, or the time passes without an answer.
//! Either way it is declined by itself, whoever asked is told, and nothing of it is counted against anybody.

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

/// Declines what else was asked for at the times that a keeper has just accepted, and tells each body of its own. The
/// caller holds the turn at the rooms.
///
/// # Errors
/// When the database fails.
pub(super) fn outbid(
    tx: &mut WriteTx,
    keeper: OrganisationId,
    accepted: &[Booking],
) -> Result<(), StoreError> {
    let mut gone: Vec<Booking> = Vec::new();
    for one in accepted {
        for rival in queries::rivals(tx, one.space, one.held)? {
            if !queries::decline_for(tx, rival.id, DeclinedFor::Another)? {
                continue;
            }
            let detail = json!({ "for": one.id });
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
    Ok(())
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
