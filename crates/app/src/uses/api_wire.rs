//! Real use as programs send and read it.

use langqiao_kernel::{
    id::{ActivityId, AlarmId, BookingId, OrganisationId, SpaceId, UseId},
    time,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    model::{Answer, Purpose, Use},
    sums::Sum,
    sums_page::Asked,
};
use crate::bookings::below;

/// A use of a room.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UseWire {
    #[schema(value_type = String)]
    pub(super) id: UseId,
    #[schema(value_type = String)]
    pub(super) space: SpaceId,
    /// Venue and room.
    pub(super) place: String,
    /// Who keeps the room.
    #[schema(value_type = String)]
    pub(super) keeper: OrganisationId,
    #[schema(value_type = String)]
    pub(super) organisation: OrganisationId,
    /// Who used it.
    pub(super) by: String,
    pub(super) purpose: Purpose,
    /// What for, in words.
    pub(super) words: String,
    #[schema(value_type = Option<String>)]
    pub(super) activity: Option<ActivityId>,
    pub(super) from: String,
    /// Absent while it is open.
    pub(super) until: Option<String>,
    pub(super) minutes: i64,
    /// How many came; absent where it was not said.
    pub(super) people: Option<i64>,
    /// How many it was said that came: more where some of them are counted with bookings that began while the room stood open.
    pub(super) said: Option<i64>,
    /// Whether they were counted by scans.
    pub(super) by_scans: bool,
    /// Whether they were counted by the roll of a course's session.
    pub(super) by_roll: bool,
    /// Whether it is one of the further rooms of an activity: who came is counted in its main room.
    pub(super) beside: bool,
    /// Whether somebody took note that it was used; if not, it counts by its booking alone.
    pub(super) noted: bool,
    /// The booking that it is, or was opened for.
    #[schema(value_type = Option<String>)]
    pub(super) booking: Option<BookingId>,
}

impl From<Use> for UseWire {
    fn from(one: Use) -> Self {
        Self {
            id: one.id,
            space: one.space,
            place: one.place,
            keeper: one.keeper,
            organisation: one.organisation,
            by: one.by,
            purpose: one.purpose,
            words: one.words,
            activity: one.activity,
            from: time::rfc3339(one.from),
            until: one.until.map(time::rfc3339),
            minutes: one.minutes,
            people: one.people,
            said: one.said,
            by_scans: one.by_scans,
            by_roll: one.by_roll,
            beside: one.beside,
            noted: one.noted,
            booking: one.booking,
        }
    }
}

/// A room at whose door the caller stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoomAtDoor {
    #[schema(value_type = String)]
    pub(super) space: SpaceId,
    pub(super) name: String,
    /// What it is booked for now or within the hour.
    pub(super) booked_for: Option<String>,
}

/// What the caller may open and close.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DoorWire {
    /// Whether the venue is in service: nothing is opened where it isn't.
    pub(super) in_service: bool,
    pub(super) rooms: Vec<RoomAtDoor>,
    pub(super) open: Vec<UseWire>,
}

/// Which room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenBody {
    #[schema(value_type = String)]
    pub(super) space: SpaceId,
}

/// Which use is over, and how many came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CloseBody {
    #[serde(rename = "use")]
    #[schema(value_type = String)]
    pub(super) used: UseId,
    /// Not read where people were scanned in.
    pub(super) people: Option<i64>,
}

/// The id of the use that is open.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Opened {
    pub(super) id: String,
}

/// How many came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PeopleBody {
    pub(super) people: i64,
    /// Needed for another number than was said before.
    #[serde(default)]
    pub(super) reason: String,
}

/// Which uses are listed.
#[derive(Debug, Deserialize)]
pub(super) struct Filter {
    #[serde(flatten)]
    pub(super) days: Asked,
    pub(super) space: Option<SpaceId>,
    pub(super) purpose: Option<Purpose>,
    pub(super) by: Option<OrganisationId>,
    #[serde(default)]
    pub(super) unsaid: bool,
    #[serde(default)]
    pub(super) ours: bool,
    #[serde(flatten)]
    pub(super) below: below::Asked,
}

/// A room's sum.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoomSum {
    #[schema(value_type = String)]
    pub(super) space: SpaceId,
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) sum: Sum,
    /// For how many minutes it was open by its hours; absent where none are laid down.
    pub(super) open_minutes: Option<i64>,
}

/// A purpose's sum.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PurposeSum {
    pub(super) purpose: Purpose,
    #[serde(flatten)]
    pub(super) sum: Sum,
}

/// An organisation's sum.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BodySum {
    #[schema(value_type = String)]
    pub(super) organisation: OrganisationId,
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) sum: Sum,
}

/// What uses add up to, in three ways.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SumsWire {
    pub(super) whole: Sum,
    pub(super) by_room: Vec<RoomSum>,
    pub(super) by_purpose: Vec<PurposeSum>,
    pub(super) by_organisation: Vec<BodySum>,
    /// By who keeps the rooms, with `below`; `by_room` is told of one body alone then.
    pub(super) by_keeper: Vec<BodySum>,
    /// Whether there were more than are added up at once: ask for fewer days.
    pub(super) cut: bool,
}

/// What nobody uses.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IdleWire {
    #[schema(value_type = String)]
    pub(super) id: AlarmId,
    pub(super) name: String,
    #[schema(value_type = String)]
    pub(super) keeper: OrganisationId,
    /// Since when.
    pub(super) since: String,
    /// What was answered; absent while it rings.
    pub(super) answer: Option<String>,
    pub(super) reason: String,
}

/// What is to become of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerBody {
    pub(super) answer: Answer,
    pub(super) reason: String,
    /// For how many days it is quiet: 30, 60, 90 or 180.
    pub(super) quiet_days: i64,
}

/// After how many days without use it rings; 0 for never.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DaysBody {
    pub(super) days: i64,
}
