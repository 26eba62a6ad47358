//! An activity and its places, as those see them who sign up.

use jiff::Timestamp;
use langqiao_kernel::id::ActivityId;
use langqiao_store::{ReadTx, Row, StoreError, params};

use crate::{
    activities::{Allotment, First},
    signups::{
        model::{SignupRole, moves_until, queue_moves, waits},
        policy::Policy,
    },
    standings::Asks,
};

/// An activity as those see it who sign up.
#[derive(Clone, Debug)]
pub struct ActivityFacts {
    /// Its id.
    pub id: ActivityId,
    /// What it is.
    pub title: String,
    /// Where: the place in words.
    pub place: String,
    /// Who holds it.
    pub host: String,
    /// Its state: `published`, `cancelled`, `draft`.
    pub status: String,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When sign-up begins.
    pub opens_at: Timestamp,
    /// When sign-up ends.
    pub closes_at: Timestamp,
    /// At most so many in one party.
    pub party_max: i64,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
    /// How places are given.
    pub allotment: Allotment,
    /// Who comes first.
    pub first: First,
    /// When they were given, where they are not given as people come.
    pub allotted_at: Option<Timestamp>,
    /// The youngest age, in years.
    pub min_age: Option<i64>,
    /// The oldest age, in years.
    pub max_age: Option<i64>,
    /// Grows with every change of the activity.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Whether it is a course, which meets many times.
    pub course: bool,
    /// What it asks of those who come, where it asks for anything.
    pub asks: Option<Asks>,
    /// The name of the area whose people it is for, where it is for those of one.
    pub only_area: Option<String>,
}

impl ActivityFacts {
    /// Until when places change hands.
    pub fn moves_until(&self) -> Timestamp {
        moves_until(self.course, self.starts_at, self.ends_at)
    }

    /// What it says of how its places are given.
    pub fn policy(&self) -> Policy<'_> {
        Policy {
            allotment: self.allotment,
            closes_at: self.closes_at,
            allotted_at: self.allotted_at,
            first: &self.first,
            offer_minutes: self.offer_minutes,
            party_max: self.party_max,
            course: self.course,
        }
    }

    /// Whether everybody who comes as this waits until places are given to all at once.
    pub fn waits(&self, role: SignupRole) -> bool {
        waits(self.allotment, self.allotted_at, role)
    }
}

/// The columns of [`ActivityFacts`], from `activity a JOIN organisation o`.
macro_rules! activity_columns {
    () => {
        concat!(
            "a.id, a.title, ",
            crate::activities::whole_place!(),
            ", o.name, a.status, a.cancel_reason, a.starts_at, a.ends_at, a.signup_opens_at,
         a.signup_closes_at, a.party_max, a.offer_minutes, a.min_age, a.max_age, a.version, a.updated_at,
         a.allotment, a.prior_area, a.allotted_at, a.course, a.asks,
         (SELECT pa.short_name FROM area pa WHERE pa.id = a.prior_area), a.priority, a.kept_until,
         (SELECT oa.short_name FROM area oa WHERE oa.id = a.only_area)"
        )
    };
}
pub(super) use activity_columns;
/// How many columns [`activity_columns!`] are.
pub(super) const ACTIVITY_COLUMNS: usize = 25;

pub(super) fn activity(row: &Row<'_>) -> Result<ActivityFacts, StoreError> {
    Ok(ActivityFacts {
        id: row.get(0)?,
        title: row.get(1)?,
        place: row.get(2)?,
        host: row.get(3)?,
        status: row.get(4)?,
        cancel_reason: row.get(5)?,
        starts_at: row.get(6)?,
        ends_at: row.get(7)?,
        opens_at: row.get(8)?,
        closes_at: row.get(9)?,
        party_max: row.get(10)?,
        offer_minutes: row.get(11)?,
        min_age: row.get(12)?,
        max_age: row.get(13)?,
        version: row.get(14)?,
        updated_at: row.get(15)?,
        allotment: row.get(16)?,
        first: First::read(row, [22, 17, 21, 23])?,
        allotted_at: row.get(18)?,
        course: row.get(19)?,
        asks: Asks::read(row, 20)?,
        only_area: row.get(24)?,
    })
}

/// A public activity.
///
/// # Errors
/// When the database fails.
pub fn public_activity(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<ActivityFacts>, StoreError> {
    tx.one(
        concat!(
            "SELECT ",
            activity_columns!(),
            " FROM activity a JOIN organisation o ON o.id = a.organisation
              WHERE a.id = ?1 AND a.status IN ('published', 'cancelled')"
        ),
        params![id],
        activity,
    )
}

/// When places were given to all at once, if they were.
///
/// # Errors
/// When the database fails.
pub fn allotted_at(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<Timestamp>, StoreError> {
    let given = tx.one(
        "SELECT allotted_at FROM activity WHERE id = ?1",
        params![id],
        |row| row.get::<Option<Timestamp>>(0),
    )?;
    Ok(given.flatten())
}

/// The places of an activity for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// As what one comes.
    pub role: SignupRole,
    /// How many there are.
    pub capacity: i64,
    /// How many are held: taken or offered.
    pub taken: i64,
    /// How many people wait.
    pub waiting: i64,
    /// Whether all wait until places are given to all at once.
    pub all_wait: bool,
    /// From when on all who wait let pass what is free, if they do: each was asked to come with as many, and has until
    /// then to answer.
    pub passed_at: Option<Timestamp>,
}

/// Since when all who wait for the places of `p`, a row of `pool`, let pass what is free: [`Places::passed_at`].
macro_rules! passed_at {
    ($p:literal) => {
        concat!(
            "CASE WHEN ",
            $p,
            ".waiting > 0 AND ",
            $p,
            ".taken < ",
            $p,
            ".capacity AND NOT EXISTS (
               SELECT 1 FROM signup w WHERE w.activity = ",
            $p,
            ".activity AND w.role = ",
            $p,
            ".role AND w.state = 'waiting'
                 AND (w.asked_until IS NULL OR w.asked_free < ",
            $p,
            ".capacity - ",
            $p,
            ".taken))
             THEN (SELECT MAX(w.asked_until) FROM signup w WHERE w.activity = ",
            $p,
            ".activity AND w.role = ",
            $p,
            ".role
                 AND w.state = 'waiting') END"
        )
    };
}
pub(crate) use passed_at;

impl Places {
    /// How many people wait whose turn can still come at this activity.
    pub fn turns_left(&self, activity: Option<&ActivityFacts>, now: Timestamp) -> i64 {
        let moves = activity.is_some_and(|activity| queue_moves(now, activity.moves_until()));
        if moves { self.waiting } else { 0 }
    }

    /// How many nobody has, and those who wait are asked about first.
    pub fn kept_for_those_who_wait(&self, until: Timestamp, now: Timestamp) -> i64 {
        if !self.all_wait && self.somebody_is_next(until, now) {
            self.capacity - self.taken
        } else {
            0
        }
    }

    /// Whether all who wait let pass what is free: whoever comes now and is no more than that has it at once.
    pub fn is_let_pass(&self, now: Timestamp) -> bool {
        !self.all_wait && self.passed_at.is_some_and(|at| at <= now)
    }

    /// Whether anyone waits whose turn can still come, which it can `until` shortly before then, and doesn't let it pass.
    fn somebody_is_next(&self, until: Timestamp, now: Timestamp) -> bool {
        self.waiting > 0 && queue_moves(now, until) && !self.is_let_pass(now)
    }

    /// How many a newcomer can have now, or take part in the allotment of: none while somebody is next.
    pub fn for_newcomers(&self, until: Timestamp, now: Timestamp) -> i64 {
        if self.all_wait {
            self.capacity
        } else if self.somebody_is_next(until, now) {
            0
        } else {
            self.capacity - self.taken
        }
    }
}

/// The places of an activity, by role; a role without places is none.
///
/// # Errors
/// When the database fails.
pub fn places(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Vec<Places>, StoreError> {
    tx.all(
        concat!(
            "SELECT p.role, p.capacity, p.taken, p.waiting, a.allotment, a.allotted_at, ",
            passed_at!("p"),
            " FROM pool p JOIN activity a ON a.id = p.activity
             WHERE p.activity = ?1 AND p.capacity > 0 ORDER BY p.role"
        ),
        params![activity],
        |row| {
            let role = row.get(0)?;
            Ok(Places {
                role,
                capacity: row.get(1)?,
                taken: row.get(2)?,
                waiting: row.get(3)?,
                all_wait: waits(row.get(4)?, row.get(5)?, role),
                passed_at: row.get(6)?,
            })
        },
    )
}
