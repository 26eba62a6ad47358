//! One activity with what belongs to it.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, AreaId, CohostId, OrganisationId, SpaceId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use crate::activities::{
    model::{ActivityKind, CohostStatus, Contribution, Phase, Question, Status, Times},
    plan::{Invitation, Plan},
};

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
    /// Where it is held, in words.
    pub place: String,
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
    /// The most people who sign up together.
    pub party_max: i64,
    /// How long a freed place is offered, in minutes.
    pub offer_minutes: i64,
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
        [self.attendee, self.volunteer].iter().any(|pool| pool.taken + pool.waiting + pool.last_number > 0)
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
        let is = |cohost: &Cohost| cohost.organisation == organisation && cohost.status == CohostStatus::Accepted;
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

/// An activity by its id.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut ReadTx, id: ActivityId) -> Result<Option<Activity>, StoreError> {
    tx.one(
        "SELECT a.id, a.organisation, o.name, a.title, a.summary, a.kind, a.area, ar.short_name, a.town,
                t.short_name, a.space, s.venue, v.address, a.place, a.starts_at, a.ends_at, a.signup_opens_at,
                a.signup_closes_at, a.min_age, a.max_age, a.only_area, oa.short_name, a.party_max,
                a.offer_minutes, a.status, a.published_at, a.cancelled_at, a.cancel_reason, a.version
         FROM activity a
         JOIN organisation o ON o.id = a.organisation
         JOIN area ar ON ar.id = a.area
         JOIN area t ON t.id = a.town
         LEFT JOIN area oa ON oa.id = a.only_area
         LEFT JOIN space s ON s.id = a.space
         LEFT JOIN venue v ON v.id = s.venue
         WHERE a.id = ?1",
        params![id],
        activity,
    )
}

fn activity(row: &Row<'_>) -> Result<Activity, StoreError> {
    Ok(Activity {
        id: row.get(0)?,
        organisation: row.get(1)?,
        host_name: row.get(2)?,
        title: row.get(3)?,
        summary: row.get(4)?,
        kind: row.get(5)?,
        area: row.get(6)?,
        area_name: row.get(7)?,
        town: row.get(8)?,
        town_name: row.get(9)?,
        space: row.get(10)?,
        venue: row.get(11)?,
        address: row.get(12)?,
        place: row.get(13)?,
        times: Times {
            starts_at: row.get(14)?,
            ends_at: row.get(15)?,
            signup_opens_at: row.get(16)?,
            signup_closes_at: row.get(17)?,
        },
        min_age: row.get(18)?,
        max_age: row.get(19)?,
        only_area: row.get(20)?,
        only_area_name: row.get(21)?,
        party_max: row.get(22)?,
        offer_minutes: row.get(23)?,
        status: row.get(24)?,
        published_at: row.get(25)?,
        cancelled_at: row.get(26)?,
        cancel_reason: row.get(27)?,
        version: row.get(28)?,
    })
}

/// How an organisation stands to an activity; `None` if it has nothing to do with it.
///
/// # Errors
/// When the database fails.
pub fn standing(tx: &mut ReadTx, org: OrganisationId, id: ActivityId) -> Result<Option<Standing>, StoreError> {
    tx.one(
        "SELECT k.depth, c.host, c.status FROM cohost c
         JOIN organisation_closure k ON k.descendant = c.organisation AND k.ancestor = ?1
         WHERE c.activity = ?2 ORDER BY k.depth, c.host DESC",
        params![org, id],
        |row| {
            Ok(match (row.get::<i64>(0)?, row.get::<bool>(1)?) {
                (0, true) => Standing::Host,
                (0, false) => Standing::Cohost(row.get(2)?),
                _ => Standing::Above,
            })
        },
    )
}

/// Those who hold an activity together or were asked to: the host, then in the order in which they were asked.
///
/// # Errors
/// When the database fails.
pub fn cohosts(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<Cohost>, StoreError> {
    tx.all(
        "SELECT c.id, c.organisation, o.name, c.line, c.host, c.status, c.people, c.venue, c.money, c.goods,
                c.share, c.answer_note, c.answered_at
         FROM cohost c JOIN organisation o ON o.id = c.organisation
         WHERE c.activity = ?1 ORDER BY c.host DESC, c.id",
        params![id],
        |row| {
            Ok(Cohost {
                id: row.get(0)?,
                organisation: row.get(1)?,
                name: row.get(2)?,
                line: row.get(3)?,
                host: row.get(4)?,
                status: row.get(5)?,
                brings: Contribution {
                    people: row.get(6)?,
                    venue: row.get(7)?,
                    money: row.get(8)?,
                    goods: row.get(9)?,
                    share: row.get(10)?,
                },
                note: row.get(11)?,
                answered_at: row.get(12)?,
            })
        },
    )
}

/// The places of an activity.
///
/// # Errors
/// When the database fails.
pub fn pools(tx: &mut ReadTx, id: ActivityId) -> Result<Pools, StoreError> {
    let mut pools = Pools::default();
    tx.each("SELECT role, capacity, taken, waiting, last_number FROM pool WHERE activity = ?1", params![id], |row| {
        let (capacity, taken, waiting) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let pool = Pool { capacity, taken, waiting, last_number: row.get(4)? };
        match row.text(0)? {
            "volunteer" => pools.volunteer = pool,
            _ => pools.attendee = pool,
        }
        Ok(())
    })?;
    Ok(pools)
}

/// What is asked of those who sign up, in order.
///
/// # Errors
/// When the database fails.
pub fn questions(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<Question>, StoreError> {
    tx.all(
        "SELECT label, kind, options, required FROM question WHERE activity = ?1 ORDER BY position",
        params![id],
        |row| Ok(Question { label: row.get(0)?, kind: row.get(1)?, options: row.json(2)?, required: row.get(3)? }),
    )
}

/// An activity with everything that its form changes.
///
/// # Errors
/// When the database fails.
pub fn stored(tx: &mut ReadTx, id: ActivityId) -> Result<Option<Stored>, StoreError> {
    let Some(activity) = load(tx, id)? else { return Ok(None) };
    let (cohosts, pools, questions) = (cohosts(tx, id)?, pools(tx, id)?, questions(tx, id)?);
    let own = cohosts.iter().find(|cohost| cohost.host).map(|cohost| cohost.brings.clone()).unwrap_or_default();
    let asked = cohosts.iter().filter(|cohost| !cohost.host && cohost.status == CohostStatus::Invited);
    let invited = |cohost: &Cohost| Invitation { organisation: cohost.organisation, brings: cohost.brings.clone() };
    let plan = Plan {
        title: activity.title.clone(),
        summary: activity.summary.clone(),
        kind: activity.kind,
        space: activity.space,
        place: activity.place.clone(),
        area: activity.area,
        times: activity.times,
        min_age: activity.min_age,
        max_age: activity.max_age,
        only_area: activity.only_area,
        party_max: activity.party_max,
        offer_minutes: activity.offer_minutes,
        seats: pools.attendee.capacity,
        volunteers: pools.volunteer.capacity,
        questions,
        own,
        cohosts: asked.map(invited).collect(),
    };
    Ok(Some(Stored { activity, cohosts, pools, plan }))
}

/// The versions of a plan, the latest first, at most `limit`.
///
/// # Errors
/// When the database fails, or a plan was kept that this program can't read.
pub fn revisions(tx: &mut ReadTx, id: ActivityId, limit: i64) -> Result<Vec<Revision>, StoreError> {
    tx.all(
        "SELECT r.version, r.act, r.plan, p.name_masked, r.at FROM activity_revision r
         LEFT JOIN person p ON p.id = r.person
         WHERE r.activity = ?1 ORDER BY r.version DESC LIMIT ?2",
        params![id, limit],
        |row| {
            let (version, act, plan) = (row.get(0)?, row.get(1)?, row.json(2)?);
            Ok(Revision { version, act, plan, person: row.get(3)?, at: row.get(4)? })
        },
    )
}

/// The plan as it was in a version.
///
/// # Errors
/// When the database fails, or the plan was kept in a way that this program can't read.
pub fn revision(tx: &mut ReadTx, id: ActivityId, version: i64) -> Result<Option<Plan>, StoreError> {
    tx.one(
        "SELECT plan FROM activity_revision WHERE activity = ?1 AND version = ?2",
        params![id, version],
        |row| row.json(0),
    )
}

/// The town of an area where activities can be held; for a town, itself. `None` for a county or an unknown area.
///
/// # Errors
/// When the database fails.
pub fn town_of(tx: &mut ReadTx, area: AreaId) -> Result<Option<AreaId>, StoreError> {
    let town = tx.one(
        "SELECT CASE level WHEN 'town' THEN id WHEN 'village' THEN town END FROM area WHERE id = ?1",
        params![area],
        |row| row.get::<Option<AreaId>>(0),
    )?;
    Ok(town.flatten())
}

/// An area's national code.
///
/// # Errors
/// When the database fails.
pub fn area_code(tx: &mut ReadTx, area: AreaId) -> Result<Option<String>, StoreError> {
    tx.one("SELECT code FROM area WHERE id = ?1", params![area], |row| row.get(0))
}

/// An organisation's name; empty if there is none such.
///
/// # Errors
/// When the database fails.
pub fn name_of(tx: &mut ReadTx, organisation: OrganisationId) -> Result<String, StoreError> {
    let name = tx.one("SELECT name FROM organisation WHERE id = ?1", params![organisation], |row| row.get(0))?;
    Ok(name.unwrap_or_default())
}
