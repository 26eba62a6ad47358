//! From one session on a course meets otherwise: on other weekdays, at another time, in another room, with another
//! teacher; in one step.
//!
//! What it promises: sessions that have begun or whose roll says that somebody came stay as they are; each of the others
//! goes to the same place of its own week, or is dealt with as was chosen for it; a session that can't go where the
//! change would put it says why before anything is changed; all of it happens or nothing; the families are told once.

mod api;
mod apply;
mod look;
mod order;
mod pages;
mod views;

use std::collections::BTreeMap;

use jiff::Timestamp;
use langqiao_kernel::id::{LessonId, PersonId, SpaceId};
use langqiao_platform::routes::Routes;

pub(super) use api::openapi;
pub use apply::{Done, apply};
use look::{Look, Stand};

/// Where the sessions are held from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// Each stays in the room or at the place that it has.
    Same,
    /// In this room.
    Room(SpaceId),
    /// At a place in words; no room is booked.
    Words(String),
}

/// What is to be done about one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It goes where the change puts it.
    Follow,
    /// It stays as it is.
    Keep,
    /// It is called off.
    Skip,
    /// It goes somewhere or some time else, in the room that it has or in another one.
    Elsewhere {
        /// When it begins; it lasts as long as the others.
        starts_at: Timestamp,
        /// In which room; where the change puts it if none is said.
        space: Option<SpaceId>,
    },
}

/// A change of everything that follows.
#[derive(Clone, Debug)]
pub struct Following {
    /// The first session that is changed.
    pub from: LessonId,
    /// On which weekdays it meets, Monday is 0.
    pub weekdays: Vec<usize>,
    /// When a session begins and ends, on China's wall clock.
    pub hours: (jiff::civil::Time, jiff::civil::Time),
    /// Where.
    pub place: Where,
    /// Who is to call the rolls, too.
    pub teacher: Option<PersonId>,
    /// What was chosen for single sessions.
    pub acts: BTreeMap<LessonId, Act>,
    /// Why sessions are called off, where any are.
    pub reason: String,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/w/{org}/courses/{course}/following", pages::show)
        .post("/w/{org}/courses/{course}/following", pages::send)
        .merge(api::routes())
}
