//! Whether whoever booked a room came: "we are here" by one touch, and what nobody opened is let go again where the
//! room's keeper has laid that down.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{BookingId, OrganisationId, PersonId, SpaceId, UseId};
use langqiao_platform::{app::App, args, i18n::msg, jobs::JobOutcome, spoken::Moment};
use langqiao_store::{Event, Job, StoreError, WriteTx, params};
use serde::{Deserialize, Serialize};

use super::{
    book::queue,
    decide::DecideError,
    model::{Booking, Pending, Status},
    moving::queries as changes,
    queries, settle, waiting,
};
use crate::organisations;

/// The kind of the job that looks whether somebody came.
pub(super) const NO_SHOW: &str = "bookings.no_show";

/// How long before its beginning a booking can be opened: who sets up comes early.
pub(super) const EARLY: SignedDuration = SignedDuration::from_hours(1);

/// Until when an open use counts that ends at `?2`: until its booking's end, where that lay before.
macro_rules! until {
    () => {
        "COALESCE((SELECT CASE WHEN b.ends_at > space_use.opened_at AND b.ends_at < ?2 THEN b.ends_at END
           FROM booking b WHERE b.id = space_use.booking), ?2)"
    };
}

/// Which booking is looked after.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Watch {
    booking: BookingId,
}

/// Whether "we are here" can be said of a booking now: it is held, not over, and begins within the hour. What is only
/// offered is taken first, else it would go to the next one with people inside.
pub(super) fn can_open(booking: &Booking, now: Timestamp) -> bool {
    booking.status == Status::Held
        && booking.pending != Some(Pending::Offer)
        && booking.opened_at.is_none()
        && now < booking.ends_at
        && booking.starts_at.duration_since(now) <= EARLY
}

/// Has somebody look whether whoever booked came, where the room's rule wants it. To be called for every booking
/// that is held from now on, or at another time.
///
/// # Errors
/// When the database fails.
pub(super) fn watch(tx: &mut WriteTx, id: BookingId) -> Result<(), StoreError> {
    match queries::no_show_due(tx, id)? {
        Some(due) => watch_at(tx, id, due),
        None => Ok(()),
    }
}

/// The same where it is known when that is due.
///
/// # Errors
/// When the database fails.
pub(super) fn watch_at(tx: &mut WriteTx, id: BookingId, due: Timestamp) -> Result<(), StoreError> {
    tx.enqueue(
        Job::new(NO_SHOW, &Watch { booking: id })
            .key(id.to_text())
            .at(due),
    )
}

/// "We are here": said by whoever booked, or by the keeper. Saying it twice changes nothing.
///
/// # Errors
/// [`DecideError::NotFound`] where the organisation has no say, [`DecideError::Settled`] where it is over, too early,
/// or not held.
pub fn open(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    id: BookingId,
) -> Result<(), DecideError> {
    let (booking, keeper) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    if org != booking.organisation && org != keeper {
        return Err(DecideError::NotFound);
    }
    if booking.opened_at.is_some() {
        return Ok(());
    }
    // Whoever opens the room's door waits for the same lock.
    queue(tx, booking.space)?;
    let (booking, keeper) = queries::booking(tx, id)?.ok_or(DecideError::NotFound)?;
    if booking.opened_at.is_some() {
        return Ok(());
    }
    if !can_open(&booking, tx.now()) || !queries::open(tx, id, person)? {
        return Err(DecideError::Settled);
    }
    end_earlier(tx, booking.space, keeper, person)?;
    tx.record(Event::of("booking.opened", &id).org(org))?;
    Ok(())
}

/// Ends what a room's door stands open for when whoever booked it has come: nobody in particular, or a booking that is
/// over or given back and whose people forgot to close. One room is used by one at a time; what was forgotten counts until
/// its booking's end, whether or not another comes.
///
/// # Errors
/// When the database fails.
pub(crate) fn end_earlier(
    tx: &mut WriteTx,
    space: SpaceId,
    keeper: OrganisationId,
    person: PersonId,
) -> Result<(), StoreError> {
    let now = tx.now();
    let ended: Vec<UseId> = tx.execute_returning(
        concat!(
            "UPDATE space_use SET closed_at = ",
            until!(),
            ", closed_by = ?3
             WHERE space = ?1 AND closed_at IS NULL AND (booking IS NULL
               OR EXISTS (SELECT 1 FROM booking b WHERE b.id = space_use.booking
                          AND (b.ends_at <= ?2 OR b.status <> 'held'))) RETURNING id"
        ),
        params![space, now, person],
        |row| row.get(0),
    )?;
    for one in ended {
        tx.record(Event::of("space.closed", &one).org(keeper))?;
    }
    Ok(())
}

/// Ends the use for which a booking's door stands open, if it does: the booking holds the room no more. How many came is
/// said later. The caller has the turn at the room.
///
/// # Errors
/// When the database fails.
pub(super) fn end_use(tx: &mut WriteTx, id: BookingId) -> Result<(), StoreError> {
    let (now, person) = (tx.now(), tx.by().actor.person());
    let ended: Option<(UseId, SpaceId)> = tx.execute_one(
        concat!(
            "UPDATE space_use SET closed_at = ",
            until!(),
            ", closed_by = ?3 WHERE booking = ?1 AND closed_at IS NULL RETURNING id, space"
        ),
        params![id, now, person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((used, space)) = ended else {
        return Ok(());
    };
    let keeper: Option<OrganisationId> = tx.one(
        "SELECT v.organisation FROM space s JOIN venue v ON v.id = s.venue WHERE s.id = ?1",
        params![space],
        |row| row.get(0),
    )?;
    match keeper {
        Some(keeper) => tx.record(Event::of("space.closed", &used).org(keeper)),
        None => Ok(()),
    }
}

/// A booking is going to be in that room at that time. What was noted at a door of another room, or more than an hour
/// before, was not noted for that: the use ends and stays as what it was, without the booking, which is opened and counted
/// at its real time. To be called before the booking is written, with the turn at both rooms.
///
/// # Errors
/// When the database fails.
pub(super) fn part_from_use(
    tx: &mut WriteTx,
    id: BookingId,
    space: SpaceId,
    (starts_at, ends_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let first = starts_at.saturating_sub(EARLY).unwrap_or(starts_at);
    tx.execute(
        "UPDATE booking SET opened_at = NULL, opened_by = NULL
         WHERE id = ?1 AND opened_at IS NOT NULL AND (space <> ?2 OR opened_at < ?3 OR opened_at >= ?4)",
        params![id, space, first, ends_at],
    )?;
    let apart = tx.one(
        "SELECT 1 FROM space_use WHERE booking = ?1 AND (space <> ?2 OR opened_at < ?3 OR opened_at >= ?4)",
        params![id, space, first, ends_at],
        |row| row.get::<i64>(0),
    )?;
    if apart.is_some() {
        end_apart(tx, id)?;
    }
    Ok(())
}

/// Ends a booking's use; it stays as what it was, without the booking: what takes the booking's place later is opened and
/// counted by itself.
pub(super) fn end_apart(tx: &mut WriteTx, id: BookingId) -> Result<(), StoreError> {
    end_use(tx, id)?;
    tx.execute(
        "UPDATE space_use SET booking = NULL WHERE booking = ?1",
        params![id],
    )?;
    Ok(())
}

/// The job that looks whether somebody came.
pub(super) async fn look(app: App, watch: Watch) -> JobOutcome {
    let by = app.by_system("bookings.no_show");
    app.db.write(by, move |tx| release(tx, watch.booking)).await?;
    Ok(())
}

/// Lets go what nobody opened in time; says whether it did. An activity's room is never let go: those who come are
/// scanned elsewhere.
///
/// # Errors
/// When the database fails.
pub(super) fn release(tx: &mut WriteTx, id: BookingId) -> Result<bool, StoreError> {
    tx.bookkeeping();
    let Some((booking, _)) = queries::booking(tx, id)? else {
        return Ok(false);
    };
    queue(tx, booking.space)?;
    let Some((booking, keeper)) = queries::booking(tx, id)? else {
        return Ok(false);
    };
    let now = tx.now();
    let stands = booking.status == Status::Held && booking.opened_at.is_none() && booking.activity.is_none();
    if !stands || booking.no_show_minutes == 0 || booking.ends_at <= now {
        return Ok(false);
    }
    let due = booking.no_show_at();
    if now < due {
        // The time or the rule was changed since.
        watch(tx, id)?;
        return Ok(false);
    }
    let held = queries::held_span(tx, id)?;
    if !queries::release(tx, id)? {
        return Ok(false);
    }
    changes::withdraw_all(tx, id)?;
    let mut told = vec![booking.organisation, keeper];
    told.dedup();
    for org in told {
        let link = format!(
            "/w/{org}/spaces/{}?day={}",
            booking.space,
            langqiao_kernel::time::day(booking.starts_at)
        );
        let args = args! {
            by = booking.by.clone(), place = booking.place.clone(), at = Moment(booking.starts_at),
            n = booking.no_show_minutes,
        };
        organisations::tell_officers(tx, org, msg::COME_NOTICE_RELEASED, args, &link)?;
    }
    settle::without_room(tx, std::slice::from_ref(&booking), "")?;
    tx.record(Event::of("booking.released", &id).org(keeper))?;
    if let Some(held) = held {
        waiting::queue::freed(tx, booking.space, held)?;
    }
    Ok(true)
}
