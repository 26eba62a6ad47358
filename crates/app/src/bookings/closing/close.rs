//! Closes a room from a day on, and opens it again.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{BookingId, OrganisationId, PersonId, SpaceId, WaitId},
    text::line,
    time,
};
use langqiao_platform::{
    args,
    fault::Fault,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
    spoken::{Day, Moment},
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::super::{
    book::queue,
    decide,
    model::{Booking, Room, Scope},
    queries::{self, bookings_where, read_booking},
};
use crate::organisations;

/// The longest reason, in characters.
pub const REASON_MAX: usize = 100;
/// The most bookings that are looked at; a room with more is closed from a later day.
const BOOKINGS_MAX: usize = 500;

/// What the keeper says.
#[derive(Clone, Debug)]
pub struct Closing {
    /// From which day on; from now on where it is today.
    pub from: Date,
    /// Why.
    pub reason: String,
    /// The bookings that are taken back, each with what is said of it; the closing's reason where nothing is.
    pub take_back: Vec<(BookingId, String)>,
}

/// From which instant on a room is closed that is closed from a day on: whoever is in it now stays until they are done.
///
/// # Errors
/// When the database fails.
pub fn from_instant(
    tx: &mut ReadTx,
    space: SpaceId,
    (day, now): (Date, Timestamp),
) -> Result<Timestamp, StoreError> {
    let from = time::start_of_day(day).max(now);
    let until: Option<Option<Timestamp>> = tx.one(
        "SELECT MAX(ends_at) FROM booking WHERE space = ?1 AND status = 'held' AND starts_at <= ?2 AND ends_at > ?3
           AND held_until > ?3",
        params![space, now, from],
        |row| row.get(0),
    )?;
    Ok(until.flatten().map_or(from, |until| until.max(from)))
}

/// What is held or asked for in a room beyond an instant, in order.
///
/// # Errors
/// When the database fails.
pub fn beyond(tx: &mut ReadTx, space: SpaceId, from: Timestamp) -> Result<Vec<Booking>, StoreError> {
    tx.all(
        bookings_where!(
            "b.space = ?1 AND b.held_until > ?2 AND b.ends_at > ?2 AND b.status IN ('held', 'asked')
             ORDER BY b.starts_at, b.id LIMIT 501"
        ),
        params![space, from],
        read_booking,
    )
}

/// The room, if `org` itself keeps it.
pub(super) fn kept(
    tx: &mut ReadTx,
    org: OrganisationId,
    space: SpaceId,
    today: Date,
) -> Result<Room, NotDone> {
    let room = queries::room(tx, Some(org), space, today)?;
    room.filter(|room| room.own).ok_or(NotDone::NotFound)
}

/// What became of a closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shut {
    /// From which instant on the room is closed.
    pub from: Timestamp,
    /// How many bookings were taken back.
    pub taken_back: usize,
}

/// Closes a room that `org` keeps. Whatever is booked beyond that day is taken back with it, each as it is said; as long
/// as one is left the closing waits, and what is on now is never taken back: the room closes when it is over. Those who
/// waited for such a time are told that they wait no more, and what rings because nobody uses the room is answered.
///
/// # Errors
/// See [`NotDone`]; a booking that is left is said at the field `take-` with its id.
pub fn close(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    space: SpaceId,
    closing: &Closing,
) -> Result<Shut, NotDone> {
    // Whoever books waits for the same turn.
    queue(tx, space)?;
    let now = tx.now();
    let today = time::day(now);
    let room = kept(tx, org, space, today)?;
    if room.closed.is_some() {
        return Err(NotDone::no("room-closed", msg::CLOSING_ALREADY));
    }
    let reason = line(&closing.reason);
    let mut errors = FieldErrors::new();
    if closing.from < today {
        errors.add("from", msg::CLOSING_PAST);
    }
    if !(2..=REASON_MAX).contains(&reason.chars().count()) {
        errors.add("reason", msg::CLOSING_REASON);
    }
    let from = from_instant(tx, space, (closing.from, now))?;
    let booked = beyond(tx, space, from)?;
    if booked.len() > BOOKINGS_MAX {
        errors.add("from", msg::CLOSING_TOO_MANY);
    }
    let field = |one: &Booking| format!("take-{}", one.id);
    let dated = |message, one: &Booking| Sentence::new(message).with("at", Moment(one.starts_at));
    for one in &booked {
        let taken = closing.take_back.iter().any(|(id, _)| *id == one.id);
        match (one.activity, taken) {
            (Some(_), _) => errors.add(field(one), dated(msg::CLOSING_ACTIVITY_AT, one)),
            (None, false) => errors.add(field(one), dated(msg::CLOSING_WAITS, one)),
            (None, true) => {}
        }
    }
    NotDone::unless_none(errors)?;
    stop_waiting(tx, &room, from)?;
    for (at, one) in booked.iter().enumerate() {
        // A change that waits goes with what it changes.
        if booked[..at].iter().any(|before| one.changes == Some(before.id)) {
            continue;
        }
        let said = closing.take_back.iter().find(|(id, _)| *id == one.id);
        let note = said.map(|(_, note)| line(note)).filter(|note| !note.is_empty());
        let note = note.unwrap_or_else(|| reason.clone());
        decide::cancel(tx, org, person, (one.id, Scope::One), &note)
            .map_err(|why| NotDone::from(Fault::from(why)))?;
    }
    tx.execute(
        "UPDATE space SET closed_from = ?2, closed_reason = ?3 WHERE id = ?1",
        params![space, from, reason],
    )?;
    tx.execute(
        "UPDATE idle_alarm SET answer = 'retire', reason = ?2, person = ?3, answered_at = ?4
         WHERE space = ?1 AND answer IS NULL",
        params![space, reason, person, now],
    )?;
    let detail = json!({ "from": closing.from, "reason": reason, "taken_back": booked.len() });
    tx.record(Event::of("space.retired", &space).org(org).detail(&detail))?;
    Ok(Shut {
        from,
        taken_back: booked.len(),
    })
}

/// Whoever waits for a time beyond waits no more, and is told so of each time.
fn stop_waiting(tx: &mut WriteTx, room: &Room, from: Timestamp) -> Result<(), StoreError> {
    let waiting: Vec<(WaitId, OrganisationId, Timestamp)> = tx.all(
        "SELECT id, organisation, starts_at FROM booking_wait WHERE space = ?1 AND state = 'waiting' AND ends_at > ?2
         ORDER BY starts_at, id",
        params![room.id, from],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    tx.execute(
        "UPDATE booking_wait SET state = 'left' WHERE space = ?1 AND state = 'waiting' AND ends_at > ?2",
        params![room.id, from],
    )?;
    for (id, org, starts_at) in waiting {
        let detail = json!({ "space": room.id, "closed": true });
        tx.record(Event::of("booking_wait.left", &id).org(org).detail(&detail))?;
        let args = args! { place = room.place(), day = Day(time::day(from)), at = Moment(starts_at) };
        organisations::tell_officers(
            tx,
            org,
            msg::CLOSING_NOTICE_WAITING,
            args,
            &format!("/w/{org}/spaces"),
        )?;
    }
    Ok(())
}

/// Opens a room again that `org` keeps. From when until when it was closed is kept: its past hours stay what they were.
///
/// # Errors
/// See [`NotDone`].
pub fn reopen(tx: &mut WriteTx, org: OrganisationId, space: SpaceId) -> Result<(), NotDone> {
    queue(tx, space)?;
    let today = time::day(tx.now());
    if kept(tx, org, space, today)?.closed.is_none() {
        return Err(NotDone::no("room-open", msg::CLOSING_IS_OPEN));
    }
    tx.execute(
        "INSERT INTO space_closing (space, closed_from, closed_until, reason)
         SELECT id, closed_from, CAST(?2 AS BIGINT), closed_reason FROM space WHERE id = ?1 AND closed_from < CAST(?2 AS BIGINT)",
        params![space, tx.now()],
    )?;
    tx.execute(
        "UPDATE space SET closed_from = NULL, closed_reason = '' WHERE id = ?1",
        params![space],
    )?;
    Ok(tx.record(Event::of("space.reopened", &space).org(org))?)
}
