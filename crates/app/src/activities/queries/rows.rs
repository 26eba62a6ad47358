//! What the queries give.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, AreaId, CohostId, OrganisationId, SpaceId, VenueId};

use crate::activities::{
    model::{ActivityKind, Allotment, CohostStatus, Contribution, Phase, Status, Times},
    plan::Plan,
    priority::First,
};
use crate::standings::Asks;

/// An activity with the names that a page of it shows.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its id.
    pub id: ActivityId,
    /// Its host.
    pub organisation: OrganisationId,
    /// The host's name.
    pub host_name: String,
    /// Its name.
    pub title: String,
    /// What one should know.
    pub summary: String,
    /// What it is about.
    pub kind: ActivityKind,
    /// The village, community or town where it is held.
    pub area: AreaId,
    /// That area's short name.
    pub area_name: String,
    /// The town where it is held.
    pub town: AreaId,
    /// The town's short name.
    pub town_name: String,
    /// The room, where it is a known one.
    pub space: Option<SpaceId>,
    /// The venue of that room.
    pub venue: Option<VenueId>,
    /// The venue's address.
    pub address: Option<String>,
    /// How many people the room holds.
    pub room_holds: Option<i64>,
    /// Where it is held, in words: of several rooms the first.
    pub place: String,
    /// The same with all further rooms, for all who are told where to go.
    pub whole_place: String,
    /// When it is held, and when one can sign up.
    pub times: Times,
    /// The youngest who may come, in years.
    pub min_age: Option<i64>,
    /// The oldest who may come, in years.
    pub max_age: Option<i64>,
    /// Where those who come must live.
    pub only_area: Option<AreaId>,
    /// That area's short name.
    pub only_area_name: Option<String>,
    /// What else is asked of those who come.
    pub asks: Asks,
    /// Since when that is asked; nothing where nothing is.
    pub asks_since: Option<Timestamp>,
    /// The most people who sign up together.
    pub party_max: i64,
    /// How long a freed place is offered, in minutes.
    pub offer_minutes: i64,
    /// How places are given.
    pub allotment: Allotment,
    /// Who gets places first, where they are not given as people come.
    pub prior_area: Option<AreaId>,
    /// What that area is called.
    pub prior_area_name: Option<String>,
    /// Who comes first: who lives there, and the groups besides.
    pub first: First,
    /// When they were given, where they are not given as people come.
    pub allotted_at: Option<Timestamp>,
    /// Whether it is a course, which meets many times.
    pub course: bool,
    /// How far it has come.
    pub status: Status,
    /// When it was made public.
    pub published_at: Option<Timestamp>,
    /// When it was called off.
    pub cancelled_at: Option<Timestamp>,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// Grows with every change.
    pub version: i64,
}

impl Activity {
    /// Where it stands at `now`.
    pub fn phase(&self, now: Timestamp) -> Phase {
        self.times.phase(self.status, now)
    }

    /// Town and village, without saying one name twice.
    pub fn where_about(&self) -> String {
        if self.area == self.town {
            self.town_name.clone()
        } else {
            format!("{}{}", self.town_name, self.area_name)
        }
    }
}

/// How an organisation stands to an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the host.
    Host,
    /// It was asked to hold it together.
    Cohost(CohostStatus),
    /// The host or one of those asked lies below it.
    Above,
}

impl Standing {
    /// Whether the organisation holds the activity: as its host, or having accepted.
    pub fn holds(self) -> bool {
        matches!(self, Standing::Host | Standing::Cohost(CohostStatus::Accepted))
    }

    /// Whether it may see an activity of this status. A draft is for its host and those who are asked.
    pub fn sees(self, status: Status) -> bool {
        status != Status::Draft || !matches!(self, Standing::Above | Standing::Cohost(CohostStatus::Declined))
    }
}

/// An organisation's part in an activity.
#[derive(Clone, Debug)]
pub struct Cohost {
    /// Its id.
    pub id: CohostId,
    /// Who.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its line.
    pub line: String,
    /// Whether it is the host.
    pub host: bool,
    /// What it answered.
    pub status: CohostStatus,
    /// What it puts in.
    pub brings: Contribution,
    /// What it said with its answer.
    pub note: Option<String>,
    /// When it answered.
    pub answered_at: Option<Timestamp>,
    /// Whether it had agreed and left again, rather than declined.
    pub left: bool,
}

/// The places of one role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// How many there are.
    pub capacity: i64,
    /// How many are taken, open offers included.
    pub taken: i64,
    /// How many people wait.
    pub waiting: i64,
    /// The last number given in the queue; 0 if nobody ever signed up.
    pub last_number: i64,
}

/// The places of both roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pools {
    /// For those who come to take part.
    pub attendee: Pool,
    /// For those who come to help.
    pub volunteer: Pool,
}

impl Pools {
    /// Whether anybody has ever signed up, and so has answered the questions.
    pub fn anyone_ever(&self) -> bool {
        [self.attendee, self.volunteer]
            .iter()
            .any(|pool| pool.taken + pool.waiting + pool.last_number > 0)
    }
}

/// An activity as it stands, in the form in which it is changed.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The activity.
    pub activity: Activity,
    /// Those who hold it, the host first.
    pub cohosts: Vec<Cohost>,
    /// Its places.
    pub pools: Pools,
    /// What it is to be. Only those who have not answered yet are among its invitations: the host no longer
    /// decides about the others.
    pub plan: Plan,
}

impl Stored {
    /// Whether an organisation has accepted to hold it together.
    pub fn accepted(&self, organisation: OrganisationId) -> bool {
        let is =
            |cohost: &Cohost| cohost.organisation == organisation && cohost.status == CohostStatus::Accepted;
        self.cohosts.iter().any(is)
    }
}

/// A version of a plan.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its number.
    pub version: i64,
    /// What was done: `created`, `updated`, `published`, `cancelled`, `joined`.
    pub act: String,
    /// The plan after it.
    pub plan: Plan,
    /// Who did it, masked; nobody for the program itself.
    pub person: Option<String>,
    /// When.
    pub at: Timestamp,
}
