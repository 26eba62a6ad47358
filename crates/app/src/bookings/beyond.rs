//! What is booked already and doesn't fit what a room's keeper lays down now. It stays as it is; the keeper is told of it,
//! so that nobody stands before a closed door.

use jiff::Timestamp;
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::ui::prelude::*;
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    hours::Hours,
    model::{Booking, OpenTo, Rules},
    queries::{bookings_where, read_booking},
};

/// How many of them are named.
const NAMED: usize = 4;

/// What is held or asked for in a room and not over, in order of time: all of it.
fn to_come(tx: &mut ReadTx, space: SpaceId, now: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "b.space = ?1 AND b.held_until > ?2 AND b.ends_at > ?2 AND b.status IN ('held', 'asked')
         ORDER BY b.starts_at, b.id"
        ),
        params![space, now],
        read_booking,
    )
}

/// Those to come of bodies that neither keep the room nor stand above or below who does.
fn of_strangers(tx: &mut ReadTx, space: SpaceId, now: Timestamp) -> Result<Vec<BookingId>, StoreError> {
    tx.all(
        "SELECT b.id FROM booking b JOIN space s ON s.id = b.space JOIN venue v ON v.id = s.venue
         WHERE b.space = ?1 AND b.held_until > ?2 AND b.ends_at > ?2 AND b.status IN ('held', 'asked')
           AND b.organisation <> v.organisation AND NOT EXISTS (SELECT 1 FROM organisation_closure c
             WHERE (c.ancestor = b.organisation AND c.descendant = v.organisation)
                OR (c.ancestor = v.organisation AND c.descendant = b.organisation))",
        params![space, now],
        |row| row.get(0),
    )
}

/// What is booked and could not be by the new rules: outside the hours of a week, of holidays or of days of their own that
/// were others before, or by a body to which the room was open and is no more. The hours bind others than its `keeper`.
pub(super) fn shut_out(
    tx: &mut WriteTx,
    (keeper, space): (OrganisationId, SpaceId),
    (before, rules): (&Rules, &Rules),
) -> Result<Vec<Booking>, StoreError> {
    let (calendar, now) = (WorkCalendar::in_force(), tx.now());
    let narrower = before.open_to != OpenTo::Keeper && rules.open_to == OpenTo::Keeper;
    if before.hours == rules.hours && !narrower {
        return Ok(Vec::new());
    }
    let strangers = match narrower {
        true => of_strangers(tx, space, now)?,
        false => Vec::new(),
    };
    let within = |hours: &Hours, booking: &Booking| {
        let (from, to) = (time::civil(booking.starts_at), time::civil(booking.ends_at));
        hours.cover(from, to, &calendar).is_ok()
    };
    // What lay outside before was let stand then. A day of its own is said anew for all others.
    let on_new_day = |booking: &Booking| {
        let days = time::civil(booking.starts_at).date()..=time::civil(booking.ends_at).date();
        let mut new = rules
            .hours
            .days
            .iter()
            .filter(|day| !before.hours.days.contains(day));
        new.any(|special| days.contains(&special.day))
    };
    let mut booked = to_come(tx, space, now)?;
    booked.retain(|one| {
        // Who keeps the room has its key at any hour.
        let outside = one.organisation != keeper
            && !within(&rules.hours, one)
            && (within(&before.hours, one) || on_new_day(one));
        outside || strangers.contains(&one.id)
    });
    Ok(booked)
}

/// What is booked for more people than a room holds now, where it held more before.
///
/// # Errors
/// When the database fails.
pub(crate) fn too_many(
    tx: &mut WriteTx,
    space: SpaceId,
    (before, capacity): (i64, i64),
) -> Result<Vec<Booking>, StoreError> {
    if capacity >= before {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let mut booked = to_come(tx, space, now)?;
    booked.retain(|one| one.people > capacity);
    Ok(booked)
}

/// `sentence` with how many there are (`n`), the first of them in words (`named`) and how many more (`more`).
pub(crate) fn say(ui: &Ui, sentence: Msg, booked: &[Booking]) -> Sentence {
    let named = booked.iter().take(NAMED).map(|one| {
        let at = when::span(ui.lang, one.starts_at, one.ends_at, ui.now);
        let args = args! { at = at, by = one.by.clone(), purpose = one.purpose.clone() };
        ui.tf(msg::BOOKING_SHUT_OUT_ONE, args)
    });
    let between = ui.lang.between_parts();
    Sentence::new(sentence)
        .with("n", booked.len() as i64)
        .with("named", named.collect::<Vec<_>>().join(between))
        .with("more", booked.len().saturating_sub(NAMED) as i64)
}
