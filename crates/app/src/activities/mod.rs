//! Joint activities: made in one form with those who hold them together, their room, their places and their
//! questions; published, changed, called off; printed.
//!
//! What it promises: one space holds one published activity at a time, by the schema; two officers who change
//! one activity lose nothing; a draft is seen by its host and those it invited, and by nobody else; everything
//! that was done is in the event log, and every version of a plan is kept. Others ask here for an activity
//! ([`load`], [`require_in_scope`], [`require_held`]) and for the words of its kinds ([`ActivityKind`]).

mod answer;
mod api;
mod asking;
mod cancel;
pub(crate) mod course;
mod create;
mod follow;
mod form;
mod join;
mod merge;
mod model;
mod notify;
mod pages;
mod part;
mod plan;
pub mod priority;
mod publish;
mod queries;
mod rules;
mod settle;
mod shift_left;
mod shifts;
mod today;
pub(crate) mod typed;
mod update;
mod xlsx;

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    fault::Fault,
    feature::{Feature, NavEntry, Slot},
    gate::{Grant, Permission},
    i18n::msg,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use langqiao_store::ReadTx;

pub use answer::{Answer, AnswerError, answer, contribute};
pub use api::BringsWire;
pub use asking::ask_keepers;
pub use cancel::{CancelError, cancel};
pub(crate) use create::invalid;
pub use create::{CreateError, Earlier, create, create_once};
pub use follow::{REMINDED_BEFORE, SEARCH_KIND, do_at};
pub(crate) use form::{read_contribution, written_contribution};
pub use join::{JoinError, join};
pub use model::{
    ActivityKind, Allotment, CohostStatus, Contribution, Phase, Question, QuestionKind, Status, Times,
};
pub(crate) use notify::tell;
pub(crate) use pages::sheet;
pub use pages::{at_venue::next_at, brings};
pub use part::{leave, release};
pub(crate) use plan::LINE_MAX;
pub use plan::{Invitation, Needed, Plan, usual_close};
pub use priority::{First, Group};
pub use publish::{PublishError, publish};
pub(crate) use queries::Sheet;
pub(crate) use queries::places_in_queue;
pub use queries::{
    Activity, Cohost, Pool, Pools, Site, Standing, Stored, cohosts, held_at_or_below, load, pools,
    shift_takers, shifts,
};
pub(crate) use queries::{On, held::whole_place};
pub(crate) use queries::{area_of, areas, bodies_found};
pub use rules::Problem;
pub(crate) use rules::contribution_problems;
pub use shift_left::{give_up_shifts, tell_shift_left};
pub use shifts::Shift;
pub use update::{Stale, UpdateError, update};

permission!(
    /// Sees the organisation's activities.
    pub struct ReadActivities = "activities.read"
);
permission!(
    /// Makes activities, changes, publishes and cancels them.
    pub struct ManageActivities = "activities.manage"
);
permission!(
    /// Answers for the organisation when it is asked to hold an activity together.
    pub struct AnswerCohosts = "cohosts.answer"
);
permission!(
    /// Sees who signed up, with masked names.
    pub struct ListSignups = "signups.list"
);
permission!(
    /// Sees names in full, which is recorded.
    pub struct UnmaskPeople = "people.unmask"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/activities", pages::list::list)
        .post("/w/{org}/activities", pages::edit::create)
        .get("/w/{org}/activities/new", pages::edit::new)
        .get("/w/{org}/activities/{id}", pages::show::show)
        .post("/w/{org}/activities/{id}", pages::edit::change)
        .get("/w/{org}/activities/{id}/edit", pages::edit::edit)
        .post("/w/{org}/activities/{id}/publish", pages::acts::publish)
        .post("/w/{org}/activities/{id}/ask", pages::rooms::ask)
        .post("/w/{org}/activities/{id}/cancel", pages::acts::cancel)
        .post("/w/{org}/activities/{id}/answer", pages::acts::answer)
        .post("/w/{org}/activities/{id}/leave", pages::parting::leave)
        .get(
            "/w/{org}/activities/{id}/cohosts/{body}/release",
            pages::parting::show_release,
        )
        .post(
            "/w/{org}/activities/{id}/cohosts/{body}/release",
            pages::parting::release,
        )
        .post("/w/{org}/activities/{id}/contribution", pages::acts::contribute)
        .post("/w/{org}/activities/{id}/signups/names", pages::roll::names)
        .get("/w/{org}/activities/{id}/sheet", pages::sheet::show)
        .post("/w/{org}/activities/{id}/sheet", pages::sheet::unmasked)
        .get("/w/{org}/activities/{id}/sheet.xlsx", pages::sheet::spreadsheet)
        .get("/w/{org}/activities/{id}/poster", pages::sheet::poster)
        .get("/w/{org}/activities/{id}/signups", pages::roll::show)
        .get("/w/{org}/activities/{id}/answers", pages::answered::show)
        .post(
            "/w/{org}/activities/{id}/standings/{standing}",
            pages::checked::decide,
        )
        .get("/venues/{venue}/activities", pages::at_venue::of_venue)
        .get("/clusters/{cluster}/activities", pages::at_venue::of_cluster)
        .merge(api::routes());
    let nav = vec![NavEntry {
        label: msg::ACTIVITY_LIST,
        icon: Icon::Calendar,
        path: "/activities",
        permission: "activities.read",
        order: 10,
    }];
    Feature {
        name: "activities",
        routes,
        nav,
        today: vec![today::today],
        panels: vec![(Slot::Venue, pages::at_venue::panel)],
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}

/// An activity that an organisation may see, and how it stands to it: as its host, as one that was asked to hold
/// it together, or as one above such. A draft is not for those above nor for who declined.
///
/// # Errors
/// [`Fault::NotFound`] if there is none such for this organisation.
pub fn require_in_scope(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<(Activity, Standing), Fault> {
    let standing = queries::standing(tx, org, id)?.ok_or(Fault::NotFound)?;
    let activity = load(tx, id)?.ok_or(Fault::NotFound)?;
    if standing.sees(activity.status) {
        Ok((activity, standing))
    } else {
        Err(Fault::NotFound)
    }
}

/// The same with all that belongs to it.
pub(crate) fn load_in_scope(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<(Stored, Standing), Fault> {
    let (stored, standing) = queries::stored_for(tx, Some(org), id)?.ok_or(Fault::NotFound)?;
    let standing = standing.ok_or(Fault::NotFound)?;
    if standing.sees(stored.activity.status) {
        Ok((stored, standing))
    } else {
        Err(Fault::NotFound)
    }
}

/// An activity that an organisation holds or that is held below it: for what those who were only asked don't see.
///
/// # Errors
/// [`Fault::NotFound`] if there is none such.
pub fn require_held_at_or_below(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<Activity, Fault> {
    let (activity, _) = require_in_scope(tx, org, id)?;
    match queries::held_at_or_below(tx, org, id)? {
        true => Ok(activity),
        false => Err(Fault::NotFound),
    }
}

/// An activity that an organisation holds, as its host or having accepted, with all that belongs to it.
///
/// # Errors
/// [`Fault::NotFound`] if it holds none such.
pub fn require_held(tx: &mut ReadTx, org: OrganisationId, id: ActivityId) -> Result<Stored, Fault> {
    let standing = queries::standing(tx, org, id)?.ok_or(Fault::NotFound)?;
    if !standing.holds() {
        return Err(Fault::NotFound);
    }
    queries::stored(tx, id)?.ok_or(Fault::NotFound)
}

/// Who asks for the names of those who signed up; only a gate gives it.
#[derive(Clone, Copy, Debug)]
pub struct Asker {
    org: OrganisationId,
    here: bool,
}

impl Asker {
    /// Whoever came through this gate.
    pub fn of<P: Permission>(gate: &Grant<P>) -> Self {
        Self {
            org: gate.org(),
            here: gate.may_here(P::NAME),
        }
    }

    /// Whether the names of those who signed up for an activity that the asking organisation holds are shown: those of a
    /// course, whose families are there for a term, to the own officers of who holds it and to nobody above them.
    pub fn sees(self, activity: &Activity) -> bool {
        !activity.course || self.here
    }
}

/// The same as [`require_held`], for those who see who signed up.
///
/// # Errors
/// [`Fault::NotFound`] if it holds none such, or the names are not for the reader.
pub fn require_names(tx: &mut ReadTx, asker: Asker, id: ActivityId) -> Result<Stored, Fault> {
    let stored = require_held(tx, asker.org, id)?;
    match asker.sees(&stored.activity) {
        true => Ok(stored),
        false => Err(Fault::NotFound),
    }
}
