//! Rooms and bookings as programs send and read them.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, BookingId, EquipmentId, LessonId, OrganisationId, SeriesId, SpaceId},
    time,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    book::{Booked, NewBooking},
    lending::queries::Taken,
    model::{Booking, DeclinedFor, Pending, Scope, Status},
};

/// Between which instants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Between {
    /// RFC 3339; now if nothing is said.
    #[param(value_type = Option<String>)]
    pub(super) from: Option<Timestamp>,
    /// RFC 3339; 62 days after `from` at most, and if nothing is said.
    #[param(value_type = Option<String>)]
    pub(super) to: Option<Timestamp>,
}

/// A time at which a room is taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TakenTime {
    pub(super) starts_at: String,
    pub(super) ends_at: String,
    /// The public activity it is taken for.
    #[schema(value_type = Option<String>)]
    pub(super) activity: Option<ActivityId>,
}

/// What is done where there isn't enough of the equipment that is wanted along.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Lacking {
    /// With `wait` the room is booked with as many pieces as there are, and the rest is waited for; without it nothing is
    /// booked.
    short: Option<OnShort>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum OnShort {
    Wait,
}

impl Lacking {
    pub(super) fn waits(&self) -> bool {
        self.short.is_some()
    }
}

/// A room wanted for a time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BookingWish {
    /// Which room.
    #[schema(value_type = String)]
    pub(super) space: SpaceId,
    /// What for.
    pub(super) purpose: String,
    /// How many people are expected.
    #[serde(default)]
    pub(super) people: i64,
    /// RFC 3339.
    #[schema(value_type = String)]
    pub(super) starts_at: Timestamp,
    /// RFC 3339.
    #[schema(value_type = String)]
    pub(super) ends_at: Timestamp,
    /// What is taken along.
    #[serde(default)]
    pub(super) equipment: Vec<EquipmentWish>,
}

impl From<BookingWish> for NewBooking {
    fn from(wish: BookingWish) -> Self {
        Self {
            space: wish.space,
            purpose: wish.purpose,
            people: wish.people,
            starts_at: wish.starts_at,
            ends_at: wish.ends_at,
            equipment: wish
                .equipment
                .into_iter()
                .map(|one| (one.id, one.pieces))
                .collect(),
        }
    }
}

/// Equipment that is taken along with a booking.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EquipmentWish {
    /// Which kind.
    #[schema(value_type = String)]
    pub id: EquipmentId,
    /// How many pieces.
    pub pieces: i64,
}

/// The keeper's word.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KeeperAnswer {
    /// Yes or no.
    pub(super) accept: bool,
    /// Why; needed for a no.
    #[serde(default)]
    pub(super) note: String,
    /// Which bookings of its series are meant; this one if nothing is said.
    #[serde(default = "one_alone")]
    pub(super) scope: Scope,
}

/// Why a booking is given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GiveBack {
    /// Why; the keeper has to say it.
    #[serde(default)]
    pub(super) note: String,
    /// Which bookings of its series are meant; this one if nothing is said.
    #[serde(default = "one_alone")]
    pub(super) scope: Scope,
}

/// Another time for a booking.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OtherTime {
    /// RFC 3339.
    #[schema(value_type = String)]
    pub(super) starts_at: Timestamp,
    /// RFC 3339.
    #[schema(value_type = String)]
    pub(super) ends_at: Timestamp,
    /// Which bookings of its series are moved with it, by as much; this one if nothing is said.
    #[serde(default = "one_alone")]
    pub(super) scope: Scope,
}

pub(super) fn one_alone() -> Scope {
    Scope::One
}

/// A booking.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BookingBody {
    #[schema(value_type = String)]
    pub(super) id: BookingId,
    #[schema(value_type = String)]
    pub(super) space: SpaceId,
    /// Venue and room in words.
    pub(super) place: String,
    #[schema(value_type = String)]
    pub(super) organisation: OrganisationId,
    /// The activity it is held with.
    #[schema(value_type = Option<String>)]
    pub(super) activity: Option<ActivityId>,
    /// The course that meets there.
    #[schema(value_type = Option<String>)]
    pub(super) course: Option<ActivityId>,
    /// Its session: given back, the session is without a room.
    #[schema(value_type = Option<String>)]
    pub(super) session: Option<LessonId>,
    pub(super) purpose: String,
    pub(super) people: i64,
    pub(super) starts_at: String,
    pub(super) ends_at: String,
    pub(super) status: Status,
    /// What the keeper, or whoever gave it back, said.
    pub(super) note: String,
    /// The series that it belongs to.
    #[schema(value_type = Option<String>)]
    pub(super) series: Option<SeriesId>,
    /// What is still open about it while it is held.
    pub(super) pending: Option<Pending>,
    /// The activity in whose name it was asked for.
    #[schema(value_type = Option<String>)]
    pub(super) asked_for: Option<ActivityId>,
    /// The booking that it changes once its keeper agrees; it is over then, and that one is as this was.
    #[schema(value_type = Option<String>)]
    pub(super) changes: Option<BookingId>,
    /// When somebody said that they are there.
    pub(super) opened_at: Option<String>,
    /// When it was let go because nobody came.
    pub(super) released_at: Option<String>,
    /// Why it was declined, where no keeper said so.
    pub(super) declined_for: Option<DeclinedFor>,
    /// What it takes along.
    pub(super) equipment: Vec<EquipmentTaken>,
}

/// Equipment that a booking takes along.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EquipmentTaken {
    #[schema(value_type = String)]
    pub(super) id: EquipmentId,
    pub(super) name: String,
    pub(super) pieces: i64,
}

impl BookingBody {
    /// What was booked a moment ago, of a room alone: what [`of`](Self::of) says of it.
    pub(super) fn made(organisation: OrganisationId, wish: NewBooking, booked: Booked) -> Self {
        Self {
            id: booked.id,
            space: wish.space,
            place: booked.place,
            organisation,
            activity: None,
            course: None,
            session: None,
            purpose: booked.purpose,
            people: wish.people,
            starts_at: time::rfc3339(wish.starts_at),
            ends_at: time::rfc3339(wish.ends_at),
            status: booked.status,
            declined_for: None,
            note: String::new(),
            series: None,
            pending: None,
            asked_for: None,
            changes: None,
            opened_at: None,
            released_at: None,
            equipment: Vec::new(),
        }
    }

    /// A booking with what it takes along, which is picked out of what all of a list take along.
    pub(super) fn of(booking: Booking, taken: &[Taken]) -> Self {
        let own = taken.iter().filter(|one| one.booking == booking.id);
        Self {
            equipment: own
                .map(|one| EquipmentTaken {
                    id: one.id,
                    name: one.name.clone(),
                    pieces: one.pieces,
                })
                .collect(),
            declined_for: booking.declined_for,
            id: booking.id,
            space: booking.space,
            place: booking.place,
            organisation: booking.organisation,
            activity: booking.activity,
            course: booking.session.map(|(course, _)| course),
            session: booking.session.map(|(_, session)| session),
            purpose: booking.purpose,
            people: booking.people,
            starts_at: time::rfc3339(booking.starts_at),
            ends_at: time::rfc3339(booking.ends_at),
            status: booking.status,
            note: booking.note,
            series: booking.series,
            pending: booking.pending,
            asked_for: booking.asked_for,
            changes: booking.changes,
            opened_at: booking.opened_at.map(time::rfc3339),
            released_at: booking.released_at.map(time::rfc3339),
        }
    }
}
