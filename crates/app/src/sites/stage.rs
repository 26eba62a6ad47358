//! A site, or a group of sites, comes a step further: planned, being built, in service, retired.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{ClusterId, Id, OrganisationId, PersonId, SpaceId, VenueId},
    text::line,
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
    spoken::Day,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::queries;
use crate::venues::Stage;

/// The longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// What goes through stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// A site.
    Venue(VenueId),
    /// A group of sites.
    Cluster(ClusterId),
}

impl Site {
    /// The site, if it is one.
    pub fn venue(self) -> Option<VenueId> {
        match self {
            Self::Venue(id) => Some(id),
            Self::Cluster(_) => None,
        }
    }

    /// The group, if it is one.
    pub fn cluster(self) -> Option<ClusterId> {
        match self {
            Self::Cluster(id) => Some(id),
            Self::Venue(_) => None,
        }
    }
}

/// The step that is taken.
#[derive(Clone, Debug)]
pub struct Step {
    /// To which stage.
    pub stage: Stage,
    /// Since which day it is there.
    pub day: Date,
    /// Why; needed for a step back and for the end.
    pub reason: String,
}

/// Takes a step. Steps lead forward; one back, and the last one, says why. A site that is booked stays in service.
///
/// # Errors
/// See [`NotDone`].
pub fn move_to(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    site: Site,
    step: &Step,
) -> Result<(), NotDone> {
    lock(tx, site)?;
    let now = queries::stage(tx, site)?
        .filter(|found| found.keeper == Some(org))
        .ok_or(NotDone::NotFound)?;
    let reason = line(&step.reason);
    NotDone::unless_none(problems(&now, step, &reason, time::day(tx.now())))?;
    if let (Site::Venue(venue), Stage::InService) = (site, now.stage) {
        none_to_come(tx, venue)?;
    }
    write(tx, site, step, &reason, Some(person))?;
    let (act, subject) = match site {
        Site::Venue(id) => ("venue.stage", id.to_text()),
        Site::Cluster(id) => ("cluster.stage", id.to_text()),
    };
    let detail = json!({ "from": now.stage.as_str(), "to": step.stage.as_str(), "reason": reason });
    Ok(tx.record(Event::of(act, &subject).org(org).detail(&detail))?)
}

fn problems(now: &queries::Standing, step: &Step, reason: &str, today: Date) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if step.stage == now.stage {
        errors.add("stage", msg::SITE_STAGE_SAME);
    }
    if step.day > today {
        errors.add("stage_day", msg::SITE_DAY_TO_COME);
    } else if let Some(since) = now.since.filter(|since| step.day < *since) {
        errors.add(
            "stage_day",
            Sentence::new(msg::SITE_DAY_TOO_EARLY).with("day", Day(since)),
        );
    }
    let needed = step.stage < now.stage || step.stage == Stage::Retired;
    let length = reason.chars().count();
    if needed && length < 2 {
        errors.add("reason", msg::SITE_REASON_NEEDED);
    } else if length > REASON_MAX {
        errors.add(
            "reason",
            Sentence::new(msg::SITE_TOO_LONG).with("n", REASON_MAX as i64),
        );
    }
    errors
}

/// Waits until nobody books a room of the site, and refuses if one is still to be used. Whoever books waits for the
/// same locks and looks at the stage then.
fn none_to_come(tx: &mut WriteTx, venue: VenueId) -> Result<(), NotDone> {
    let spaces: Vec<SpaceId> = queries::space_ids(tx, venue)?;
    for space in &spaces {
        tx.lock("space", space)?;
    }
    let now = tx.now();
    match queries::to_come(tx, venue, now)? {
        0 => Ok(()),
        n => Err(NotDone::no(
            "site-booked",
            Sentence::new(msg::SITE_STILL_BOOKED).with("n", n),
        )),
    }
}

fn lock(tx: &mut WriteTx, site: Site) -> Result<(), StoreError> {
    match site {
        Site::Venue(id) => tx.lock("venue", &id),
        Site::Cluster(id) => tx.lock("cluster", &id),
    }
}

/// Writes a step that was judged.
///
/// # Errors
/// When the database fails.
pub(super) fn write(
    tx: &mut WriteTx,
    site: Site,
    step: &Step,
    reason: &str,
    person: Option<PersonId>,
) -> Result<(), StoreError> {
    let (venue, cluster) = (site.venue(), site.cluster());
    tx.execute(
        "UPDATE venue SET stage = ?2 WHERE id = ?1",
        params![venue, step.stage],
    )?;
    tx.execute(
        "UPDATE cluster SET stage = ?2 WHERE id = ?1",
        params![cluster, step.stage],
    )?;
    let now = tx.now();
    tx.execute(
        "INSERT INTO site_stage (id, venue, cluster, stage, day, reason, person, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            Id::<()>::generate(),
            venue,
            cluster,
            step.stage,
            step.day,
            reason,
            person,
            now
        ],
    )?;
    Ok(())
}
