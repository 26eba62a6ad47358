//! What goes over the wire. Ids are text, times RFC 3339 in +08:00, money is in fen.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, ShiftId, SpaceId},
    time::rfc3339,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brings::{BringsWire, InvitationWire};
use crate::activities::{
    model::{ActivityKind, Allotment, CohostStatus, Contribution, Phase, Question, Status, Times},
    plan::{Invitation, Needed, Plan, usual_close},
    priority::Group,
    queries::{Cohost, Listed, Pool, Standing, Stored},
    shifts::Shift,
};
use crate::standings::AsksWire;

/// What an activity is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanWire {
    /// Its name, 2 to 60 characters.
    title: String,
    /// What one should know before coming.
    #[serde(default)]
    summary: String,
    kind: ActivityKind,
    /// The room, where it is a known one; place and area then follow from it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
    /// The rooms that it needs besides, at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    rooms: Vec<SpaceId>,
    /// What it takes along of the equipment of its rooms' venues.
    #[serde(default)]
    equipment: Vec<Needed>,
    /// Where it is held, in words.
    #[serde(default)]
    place: String,
    /// The village, community or town where it is held; needed where no room is named.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    area: Option<AreaId>,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// Now, if nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    signup_opens_at: Option<Timestamp>,
    /// 20:00 on the day before, if nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    signup_closes_at: Option<Timestamp>,
    #[serde(default)]
    min_age: Option<i64>,
    #[serde(default)]
    max_age: Option<i64>,
    /// Where those who come must live, if that matters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    only_area: Option<AreaId>,
    /// What else is asked of those who come.
    #[serde(default)]
    asks: AsksWire,
    /// The most people who sign up together, 1 to 10.
    #[serde(default = "four")]
    party_max: i64,
    /// How long a freed place is offered to the next in line, in minutes, 10 to 10080.
    #[serde(default = "twelve_hours")]
    offer_minutes: i64,
    /// How places are given: as people come, or when sign-up is over, which is then at least an hour before the start.
    /// Can't be changed once the activity is public.
    #[serde(default = "first_come")]
    allotment: Allotment,
    /// Those who live here come before the others.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    prior_area: Option<AreaId>,
    /// Who comes first besides, group after group, behind who lives in `prior_area`; at most five groups in all. A party is
    /// in the first group that one of its people is in. Where places are given as people come, the waiting list stands in
    /// this order. Can't be changed once the activity is public.
    #[serde(default)]
    priority: Vec<Group>,
    /// Until when places go to those groups only, where they are given as people come: who is in none waits until then.
    /// Within the time of sign-up.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    kept_until: Option<Timestamp>,
    /// Places for those who come to take part.
    #[serde(default)]
    seats: i64,
    /// Places for those who come to help.
    #[serde(default)]
    volunteers: i64,
    /// What those who help do and when, at most 12. Shifts that are sent with their id and the times they had go with the
    /// activity when it is moved.
    #[serde(default)]
    shifts: Vec<ShiftWire>,
    /// At most 6.
    #[serde(default)]
    questions: Vec<Question>,
    /// What the host puts in.
    #[serde(default)]
    own: BringsWire,
    /// Those asked to hold it together, at most 8. Who has answered already is left as it is.
    #[serde(default)]
    cohosts: Vec<InvitationWire>,
}

/// A shift of those who help.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftWire {
    /// Nothing for a new one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    id: Option<ShiftId>,
    /// What is done in it, 1 to 30 characters.
    name: String,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// How many are wanted, 1 to 1000.
    places: i64,
}

impl ShiftWire {
    fn shift(self) -> Shift {
        Shift {
            id: self.id,
            name: self.name,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            places: self.places,
        }
    }
}

/// A shift as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlannedShiftWire {
    #[schema(value_type = Option<String>)]
    id: Option<ShiftId>,
    /// What is done in it.
    name: String,
    starts_at: String,
    ends_at: String,
    /// How many are wanted.
    places: i64,
}

impl From<&Shift> for PlannedShiftWire {
    fn from(shift: &Shift) -> Self {
        PlannedShiftWire {
            id: shift.id,
            name: shift.name.clone(),
            starts_at: rfc3339(shift.starts_at),
            ends_at: rfc3339(shift.ends_at),
            places: shift.places,
        }
    }
}

const fn first_come() -> Allotment {
    Allotment::FirstCome
}

const fn four() -> i64 {
    4
}

const fn twelve_hours() -> i64 {
    720
}

impl PlanWire {
    /// The plan, with the usual times of sign-up where none are given.
    pub fn plan(self, now: Timestamp) -> Plan {
        Plan {
            title: self.title.trim().to_owned(),
            summary: self.summary.trim().to_owned(),
            kind: self.kind,
            space: self.space,
            rooms: self.rooms,
            equipment: self.equipment,
            place: self.place.trim().to_owned(),
            // Of no area at all: whoever names neither a room nor an area is told so at the field.
            area: self.area.unwrap_or(AreaId::from_u128(0)),
            times: Times {
                starts_at: self.starts_at,
                ends_at: self.ends_at,
                signup_opens_at: self.signup_opens_at.unwrap_or(now),
                signup_closes_at: self
                    .signup_closes_at
                    .unwrap_or_else(|| usual_close(self.starts_at, now)),
            },
            min_age: self.min_age,
            max_age: self.max_age,
            only_area: self.only_area,
            asks: self.asks.asks(),
            party_max: self.party_max,
            offer_minutes: self.offer_minutes,
            allotment: self.allotment,
            prior_area: self.prior_area,
            priority: self.priority,
            kept_until: self.kept_until,
            seats: self.seats,
            volunteers: self.volunteers,
            shifts: self.shifts.into_iter().map(ShiftWire::shift).collect(),
            questions: self.questions,
            own: self.own.into(),
            cohosts: self.cohosts.into_iter().map(Invitation::from).collect(),
        }
    }
}

/// Why an activity is called off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelWire {
    /// 2 to 200 characters; everybody who signed up is told.
    pub reason: String,
}

/// What an invited organisation says.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerWire {
    /// A word to the host.
    #[serde(default)]
    pub note: Option<String>,
}

/// The places of one role.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolWire {
    capacity: i64,
    /// Open offers included.
    taken: i64,
    /// People in the queue.
    waiting: i64,
}

impl From<Pool> for PoolWire {
    fn from(pool: Pool) -> Self {
        PoolWire {
            capacity: pool.capacity,
            taken: pool.taken,
            waiting: pool.waiting,
        }
    }
}

/// An organisation's part in an activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohostWire {
    #[schema(value_type = String)]
    organisation: OrganisationId,
    name: String,
    line: String,
    host: bool,
    status: CohostStatus,
    /// Whether it had agreed and left again, where its status is `declined`.
    left: bool,
    #[serde(flatten)]
    brings: Contribution,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<String>,
}

impl CohostWire {
    fn of(cohost: &Cohost) -> Self {
        CohostWire {
            organisation: cohost.organisation,
            name: cohost.name.clone(),
            line: cohost.line.clone(),
            host: cohost.host,
            status: cohost.status,
            left: cohost.left,
            brings: cohost.brings.clone(),
            note: cohost.note.clone(),
            answered_at: cohost.answered_at.map(rfc3339),
        }
    }
}

/// An activity with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityWire {
    #[schema(value_type = String)]
    id: ActivityId,
    #[schema(value_type = String)]
    organisation: OrganisationId,
    /// The host's name.
    host: String,
    /// How the organisation of the path stands to it: `host`, `invited`, `accepted`, `declined` or `above`.
    standing: &'static str,
    status: Status,
    phase: Phase,
    /// Grows with every change; the ETag.
    version: i64,
    title: String,
    summary: String,
    kind: ActivityKind,
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
    #[schema(value_type = Vec<String>)]
    rooms: Vec<SpaceId>,
    equipment: Vec<Needed>,
    place: String,
    #[schema(value_type = String)]
    area: AreaId,
    #[schema(value_type = String)]
    town: AreaId,
    starts_at: String,
    ends_at: String,
    signup_opens_at: String,
    signup_closes_at: String,
    min_age: Option<i64>,
    max_age: Option<i64>,
    #[schema(value_type = Option<String>)]
    only_area: Option<AreaId>,
    asks: AsksWire,
    party_max: i64,
    offer_minutes: i64,
    /// How places are given.
    allotment: Allotment,
    /// Who comes first: who lives here.
    #[schema(value_type = Option<String>)]
    prior_area: Option<AreaId>,
    /// Who comes first besides, group after group.
    priority: Vec<Group>,
    /// Until when places go to those groups only.
    kept_until: Option<String>,
    /// When they were given, where they are not given as people come.
    allotted_at: Option<String>,
    attendees: PoolWire,
    volunteers: PoolWire,
    /// What those who help do, and when.
    shifts: Vec<PlannedShiftWire>,
    questions: Vec<Question>,
    /// The host first.
    cohosts: Vec<CohostWire>,
    published_at: Option<String>,
    cancelled_at: Option<String>,
    cancel_reason: Option<String>,
}

impl ActivityWire {
    /// The activity as an organisation of this standing sees it.
    pub fn of(stored: &Stored, standing: Standing, now: Timestamp) -> Self {
        let activity = &stored.activity;
        let times = &activity.times;
        ActivityWire {
            id: activity.id,
            organisation: activity.organisation,
            host: activity.host_name.clone(),
            standing: standing_word(standing),
            status: activity.status,
            phase: activity.phase(now),
            version: activity.version,
            title: activity.title.clone(),
            summary: activity.summary.clone(),
            kind: activity.kind,
            space: activity.space,
            rooms: stored.plan.rooms.clone(),
            equipment: stored.plan.equipment.clone(),
            place: activity.place.clone(),
            area: activity.area,
            town: activity.town,
            starts_at: rfc3339(times.starts_at),
            ends_at: rfc3339(times.ends_at),
            signup_opens_at: rfc3339(times.signup_opens_at),
            signup_closes_at: rfc3339(times.signup_closes_at),
            min_age: activity.min_age,
            max_age: activity.max_age,
            only_area: activity.only_area,
            asks: AsksWire::of(&activity.asks),
            party_max: activity.party_max,
            offer_minutes: activity.offer_minutes,
            allotment: activity.allotment,
            prior_area: activity.prior_area,
            priority: stored.plan.priority.clone(),
            kept_until: stored.plan.kept_until.map(rfc3339),
            allotted_at: activity.allotted_at.map(rfc3339),
            attendees: stored.pools.attendee.into(),
            volunteers: stored.pools.volunteer.into(),
            shifts: stored.plan.shifts.iter().map(Into::into).collect(),
            questions: stored.plan.questions.clone(),
            cohosts: stored.cohosts.iter().map(CohostWire::of).collect(),
            published_at: activity.published_at.map(rfc3339),
            cancelled_at: activity.cancelled_at.map(rfc3339),
            cancel_reason: activity.cancel_reason.clone(),
        }
    }
}

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Host => "host",
        Standing::Cohost(status) => status.as_str(),
        Standing::Above => "above",
    }
}

/// A line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedWire {
    #[schema(value_type = String)]
    id: ActivityId,
    #[schema(value_type = String)]
    organisation: OrganisationId,
    /// The host's name.
    host: String,
    /// How the organisation of the path stands to it.
    standing: &'static str,
    title: String,
    kind: ActivityKind,
    status: Status,
    phase: Phase,
    place: String,
    /// The town's name.
    town: String,
    starts_at: String,
    ends_at: String,
    attendees: PoolWire,
    volunteers: PoolWire,
    /// How many hold it with the host.
    accepted: i64,
    /// How many have not answered.
    asked: i64,
}

impl ListedWire {
    /// A row of the list.
    pub fn of(row: &Listed, now: Timestamp) -> Self {
        ListedWire {
            id: row.id,
            organisation: row.organisation,
            host: row.host.clone(),
            standing: standing_word(row.standing),
            title: row.title.clone(),
            kind: row.kind,
            status: row.status,
            phase: row.times.phase(row.status, now),
            place: row.place.clone(),
            town: row.town.clone(),
            starts_at: rfc3339(row.times.starts_at),
            ends_at: rfc3339(row.times.ends_at),
            attendees: row.pools.attendee.into(),
            volunteers: row.pools.volunteer.into(),
            accepted: row.accepted,
            asked: row.asked,
        }
    }
}
