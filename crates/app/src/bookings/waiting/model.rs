//! A wish for a time at which somebody has the room.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{BookingId, EquipmentId, OrganisationId, PersonId, SeriesId, SpaceId, WaitId};

use super::super::model::{Room, Taken};
use crate::areas::words;

words! {
    /// How a wish stands.
    WaitState {
        /// It waits.
        Waiting = "waiting",
        /// The time is free and held for it until an answer is due.
        Offered = "offered",
        /// It was taken, and is a booking.
        Taken = "taken",
        /// The offer was declined.
        Declined = "declined",
        /// The offer was not answered in time.
        Expired = "expired",
        /// It was given up before there was an offer.
        Left = "left",
    }
}

/// A wish.
#[derive(Clone, Debug)]
pub struct Wait {
    /// Which.
    pub id: WaitId,
    /// Of which room.
    pub space: SpaceId,
    /// Whose.
    pub organisation: OrganisationId,
    /// What for.
    pub purpose: String,
    /// How many people are expected.
    pub people: i64,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How it stands.
    pub state: WaitState,
    /// The booking that is offered, or was.
    pub booking: Option<BookingId>,
    /// The series that it belongs to.
    pub series: Option<SeriesId>,
    /// Who wished.
    pub person: Option<PersonId>,
}

/// A wish as its organisation is told of it: why it waits, or until when it can be taken.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The wish.
    pub wait: Wait,
    /// Venue and room in words.
    pub place: String,
    /// How many others who want some of the same time are before it.
    pub ahead: i64,
    /// How many of them are before it because they built the venue together, and it did not.
    pub partners_ahead: i64,
    /// Who has the room then.
    pub taken: Option<Taken>,
    /// Until when the room is only held for another who waits, where it is not booked.
    pub held_until: Option<Timestamp>,
    /// Until when the offer holds.
    pub offered_until: Option<Timestamp>,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
}

/// Until when a time that is free now is offered: so many minutes, but not into the notice that others have to give,
/// and not beyond its beginning. `None` if it is too late.
pub fn deadline(room: &Room, now: Timestamp, starts_at: Timestamp) -> Option<Timestamp> {
    let notice = if room.own { 0 } else { room.rules.notice_hours };
    let last = starts_at.checked_sub(SignedDuration::from_hours(notice)).ok()?;
    let wanted = now
        .checked_add(SignedDuration::from_mins(room.rules.offer_minutes))
        .unwrap_or(last);
    Some(wanted.min(last)).filter(|until| *until > now)
}

/// A wish for more pieces of a kind to go along with a booking.
#[derive(Clone, Debug)]
pub struct PiecesWait {
    /// Which.
    pub id: WaitId,
    /// With which booking.
    pub booking: BookingId,
    /// Of what.
    pub equipment: EquipmentId,
    /// Its name.
    pub name: String,
    /// How many more.
    pub pieces: i64,
    /// How it stands.
    pub state: WaitState,
    /// Until when the offer holds.
    pub offered_until: Option<Timestamp>,
    /// Whose booking it is.
    pub organisation: OrganisationId,
    /// What that is for.
    pub purpose: String,
    /// When that begins.
    pub starts_at: Timestamp,
    /// When that ends.
    pub ends_at: Timestamp,
    /// In which room.
    pub space: SpaceId,
}

/// The same as its organisation is told of it.
#[derive(Clone, Debug)]
pub struct PiecesStanding {
    /// The wish.
    pub wait: PiecesWait,
    /// Venue and room in words.
    pub place: String,
    /// How many others who want some of the kind at the same time are before it.
    pub ahead: i64,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
}
