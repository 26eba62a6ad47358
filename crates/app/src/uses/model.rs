//! What a use is.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, BookingId, OrganisationId, SpaceId, UseId};

use crate::areas::words;

words! {
    /// What a room was used for.
    Purpose {
        /// An activity that anyone may come to.
        Activity = "activity",
        /// Something that meets again and again.
        Series = "series",
        /// A body's own booking.
        Booking = "booking",
        /// It stood open.
        Open = "open",
    }

    /// What is to become of what nobody used.
    Answer {
        /// Others may use it.
        Open = "open",
        /// It is lent.
        Lend = "lend",
        /// It is used no more.
        Retire = "retire",
        /// It stays as it is.
        Keep = "keep",
    }
}

/// A use of a room.
#[derive(Clone, Debug)]
pub struct Use {
    /// Which: a use of its own, or the booking that it is.
    pub id: UseId,
    /// Of which room.
    pub space: SpaceId,
    /// Venue and room.
    pub place: String,
    /// Who keeps the room.
    pub keeper: OrganisationId,
    /// Its name.
    pub kept_by: String,
    /// Who used it.
    pub organisation: OrganisationId,
    /// Its name.
    pub by: String,
    /// What for.
    pub purpose: Purpose,
    /// The same in words: the activity's title, or what was typed.
    pub words: String,
    /// The activity.
    pub activity: Option<ActivityId>,
    /// Since when.
    pub from: Timestamp,
    /// Until when; `None` while it is open.
    pub until: Option<Timestamp>,
    /// Minutes of use so far.
    pub minutes: i64,
    /// How many came, as far as is known.
    pub people: Option<i64>,
    /// How many it was said that came: more than [`Use::people`] where some of them are counted with bookings that began
    /// while the room stood open.
    pub said: Option<i64>,
    /// Whether they were counted by scans.
    pub by_scans: bool,
    /// Whether they were counted by the roll of a course's session.
    pub by_roll: bool,
    /// Whether it is one of the further rooms of an activity: who came is counted in its first room.
    pub beside: bool,
    /// Whether it was opened at the door.
    pub at_door: bool,
    /// Whether somebody took note that it was used; if not, it counts by its booking alone.
    pub noted: bool,
    /// Whether it is over.
    pub over: bool,
    /// The booking that it is, or was opened for.
    pub booking: Option<BookingId>,
}

impl Use {
    /// Whether it is over and nobody said how many came.
    pub fn unsaid(&self) -> bool {
        self.over && self.people.is_none()
    }

    /// How many it was said that came, where some of them are counted with bookings that began meanwhile.
    pub fn counted_elsewhere(&self) -> Option<i64> {
        let free = self.at_door && self.booking.is_none();
        self.said.filter(|said| free && Some(*said) != self.people)
    }

    /// Whether how many came can be typed: it is over, neither scans nor a roll count, and it is not counted elsewhere.
    pub fn can_say(&self) -> bool {
        self.over && !self.by_scans && !self.by_roll && !self.beside
    }
}
