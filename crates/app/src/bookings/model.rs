//! What a room asks of those who book it, and what a booking is.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, BookingId, OrganisationId, SeriesId, SpaceId, VenueId};

use super::hours::Hours;
use crate::areas::words;

words! {
    /// Who may book a room.
    OpenTo {
        /// Those who keep it, and those above and below them.
        Keeper = "keeper",
        /// Every mass organisation of the county.
        Lines = "lines",
    }

    /// How a booking stands. Only `held` keeps others out.
    Status {
        /// The keeper is asked.
        Asked = "asked",
        /// The room is held.
        Held = "held",
        /// The keeper said no.
        Declined = "declined",
        /// It was given back.
        Cancelled = "cancelled",
    }

    /// Of bookings made together: which are meant.
    Scope {
        /// This one alone.
        One = "one",
        /// This one and those that come after it.
        Following = "following",
        /// All that are not over.
        All = "all",
    }
}

/// What a room's keeper has laid down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Minutes before each use in which nobody else has it.
    pub setup_minutes: i64,
    /// The same after each use.
    pub cleanup_minutes: i64,
    /// Who may book.
    pub open_to: OpenTo,
    /// Whether others than the keeper's own ask first.
    pub asks: bool,
    /// How long before its use others book at the latest.
    pub notice_hours: i64,
    /// How far ahead anyone books at most.
    pub ahead_days: i64,
    /// When it is open.
    pub hours: Hours,
}

/// A room as whoever books it needs it.
#[derive(Clone, Debug)]
pub struct Room {
    /// Which room.
    pub id: SpaceId,
    /// Its name in its venue.
    pub name: String,
    /// The venue.
    pub venue: VenueId,
    /// The venue's name.
    pub venue_name: String,
    /// How many people it holds.
    pub capacity: i64,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// The keeper's name.
    pub keeper_name: String,
    /// Whether the asking organisation keeps it, or stands above or below who does.
    pub own: bool,
    /// What the keeper has laid down.
    pub rules: Rules,
}

impl Room {
    /// Venue and room in words.
    pub fn place(&self) -> String {
        format!("{} · {}", self.venue_name, self.name)
    }
}

/// A booking as the organisations see it.
#[derive(Clone, Debug)]
pub struct Booking {
    /// Which booking.
    pub id: BookingId,
    /// Of which room.
    pub space: SpaceId,
    /// Venue and room in words.
    pub place: String,
    /// Who booked.
    pub organisation: OrganisationId,
    /// Its name.
    pub by: String,
    /// The activity it is held with.
    pub activity: Option<ActivityId>,
    /// What for: the activity's title, or what was typed.
    pub purpose: String,
    /// How many people are expected; 0 if it wasn't said.
    pub people: i64,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How it stands.
    pub status: Status,
    /// What the keeper, or whoever gave it back, said.
    pub note: String,
    /// The series that it belongs to.
    pub series: Option<SeriesId>,
}

/// What stands in the way of another booking.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What it is for.
    pub title: String,
    /// Who has the room.
    pub host: String,
    /// From when, without the time to set up.
    pub starts_at: Timestamp,
    /// Until when, without the time to clean.
    pub ends_at: Timestamp,
}
