//! What a room asks of those who book it, and what a booking is.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, BookingId, LessonId, OrganisationId, SeriesId, SpaceId, VenueId};

use super::hours::Hours;
use crate::areas::words;

words! {
    /// Who may book a room.
    #[schema(as = RoomOpenTo)]
    OpenTo {
        /// Those who keep it, and those above and below them.
        Keeper = "keeper",
        /// Every mass organisation of the county.
        Lines = "lines",
    }

    /// How a booking stands. Only `held` keeps others out.
    #[schema(as = BookingStatus)]
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

    /// What is still open about a booking that is held.
    Pending {
        /// It is offered to whoever waited for it, and held until they answer.
        Offer = "offer",
        /// It was taken from the waiting list, or moved, and is held until the keeper answers.
        Consent = "consent",
    }

    /// Why a request was declined though no keeper said so.
    DeclinedFor {
        /// Another one was accepted for that time.
        Another = "another",
        /// Its time passed without an answer.
        Unanswered = "unanswered",
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
    /// So many minutes after its beginning a booking that nobody opened is let go; 0 for never.
    pub no_show_minutes: i64,
    /// For how many minutes a time that became free is offered to whoever waits for it.
    pub offer_minutes: i64,
    /// So many days others than the keeper's and those who built the venue together book later.
    pub head_start_days: i64,
    /// When it is open.
    pub hours: Hours,
}

impl Rules {
    /// Whether whoever doesn't keep it asks first: as the keeper laid down, or because nobody has said yet when it is open.
    pub fn others_ask(&self) -> bool {
        self.asks || !self.hours.said()
    }
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
    /// Whether the asking organisation itself keeps it: its rules are for all others.
    pub own: bool,
    /// Whether the asking organisation stands above or below who keeps it. Whatever is laid down for others is laid down
    /// for it too; but a room that is its keeper's own is open to it.
    pub kin: bool,
    /// Whether the asking organisation built the venue together with its keeper.
    pub partner: bool,
    /// What the keeper has laid down.
    pub rules: Rules,
    /// How often that was changed.
    pub version: i64,
    /// Whether its venue is in service.
    pub in_service: bool,
    /// From when on its keeper has closed it.
    pub closed: Option<RoomClosed>,
}

/// A room that is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomClosed {
    /// From this instant on.
    pub from: Timestamp,
    /// Why.
    pub reason: String,
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
    /// The activity in whose name it was asked for.
    pub asked_for: Option<ActivityId>,
    /// The booking that it changes once its keeper agrees.
    pub changes: Option<BookingId>,
    /// The course and its session that meets there.
    pub session: Option<(ActivityId, LessonId)>,
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
    /// What is still open about it.
    pub pending: Option<Pending>,
    /// Until when it is offered.
    pub offered_until: Option<Timestamp>,
    /// When somebody said that they are there.
    pub opened_at: Option<Timestamp>,
    /// When it was let go because nobody came.
    pub released_at: Option<Timestamp>,
    /// So many minutes after its beginning it is let go if nobody came; 0 for never.
    pub no_show_minutes: i64,
    /// When the keeper answered.
    pub decided_at: Option<Timestamp>,
    /// The use with the time to set up and to clean.
    pub held: (Timestamp, Timestamp),
    /// Why it was declined, where no keeper said so.
    pub declined_for: Option<DeclinedFor>,
    /// How often what was held has changed, with its activity.
    pub revision: i64,
    /// When it last did, or was made.
    pub changed_at: Timestamp,
}

impl Booking {
    /// When it is let go if nobody came: counted from its beginning, or from a consent that came later.
    pub fn no_show_at(&self) -> Timestamp {
        no_show_at(self.starts_at, self.decided_at, self.no_show_minutes)
    }

    /// Whether both want the room at one time.
    pub fn is_rival_of(&self, other: &Booking) -> bool {
        self.id != other.id
            && self.space == other.space
            && self.held.0 < other.held.1
            && other.held.0 < self.held.1
    }

    /// Whether the keeper's word is waited for.
    pub fn awaits_consent(&self) -> bool {
        self.status == Status::Asked || self.pending == Some(Pending::Consent)
    }
}

/// When nobody is waited for any longer: so many minutes after the beginning, or after the keeper's word where that
/// came later.
pub(super) fn no_show_at(starts_at: Timestamp, decided_at: Option<Timestamp>, minutes: i64) -> Timestamp {
    let from = decided_at.map_or(starts_at, |at| at.max(starts_at));
    from.saturating_add(SignedDuration::from_mins(minutes))
        .unwrap_or(from)
}

/// What stands beside a request: which request, whether that has the room or asks for it too, and what it is.
pub type Beside = (BookingId, Status, Taken);

/// A stretch of a room's time.
pub type Stretch = (SpaceId, (Timestamp, Timestamp));

/// What stands in the way of another booking.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Which room.
    pub room: String,
    /// What it is for.
    pub title: String,
    /// Who has the room.
    pub host: String,
    /// From when, without the time to set up.
    pub starts_at: Timestamp,
    /// Until when, without the time to clean.
    pub ends_at: Timestamp,
    /// By when whoever comes before has to be done, and when whoever comes after can begin: with the time to set up and
    /// to clean of both.
    pub around: (Timestamp, Timestamp),
}
