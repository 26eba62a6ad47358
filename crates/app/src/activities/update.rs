//! Changes what an activity is to be. Two officers may do so at once: nobody's change is lost, and the second
//! is told what the first did.

mod along;

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    course,
    create::invalid,
    follow,
    merge::{Aspect, Merged, merge},
    model::{Act, NotNow, Status, Times},
    plan::Plan,
    publish::{equipment_short, host_s, just_taken, not_now},
    queries::{self, Revision, Stored},
    rules::Problem,
    settle::{Unsettled, settle},
    shifts,
};
use crate::bookings::{self, AlongError, Clash, HoldError, RoomState};

use along::{change_invitations, change_places, change_shifts, move_rooms, tell_the_world};

/// What others did to an activity while somebody was changing it.
#[derive(Clone, Debug)]
pub struct Stale {
    /// Both changes brought together.
    pub merged: Merged,
    /// The activity as it stands.
    pub stored: Stored,
    /// What was done to it meanwhile, the latest first.
    pub since: Vec<Revision>,
}

/// Why an activity can't be changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// There is none such that `org` hosts.
    #[error("no such activity of this organisation")]
    NotFound,
    /// Its state doesn't allow it.
    #[error("not in this state: {0:?}")]
    NotNow(NotNow),
    /// Somebody else changed it meanwhile.
    #[error("changed meanwhile")]
    Stale(Box<Stale>),
    /// Something in the plan can't be; each with its field.
    #[error("the plan has {} problems", .0.len())]
    Invalid(Vec<Problem>),
    /// More places are taken than there would be: in which field, and how many.
    #[error("{taken} places are taken")]
    BelowTaken {
        /// The form's field.
        field: &'static str,
        /// How many are taken.
        taken: i64,
    },
    /// More people take a shift than there would be places, or it was to be dropped while somebody takes it.
    #[error("{taken} people take the shift")]
    ShiftTaken {
        /// The form's field.
        field: String,
        /// How many take it.
        taken: i64,
    },
    /// Somebody has answered the questions already.
    #[error("the questions were answered already")]
    QuestionsAnswered,
    /// How places are given was made public.
    #[error("how places are given is public")]
    AllotmentFixed,
    /// These rooms can't be had as things stand, each with why.
    #[error("{} rooms can't be had", .0.len())]
    Rooms(Vec<RoomState>),
    /// Somebody took one of the rooms at the same moment.
    #[error("a room was taken at the same moment")]
    JustTaken,
    /// There isn't enough of a kind of equipment then.
    #[error("not enough equipment")]
    Short {
        /// Its name.
        name: String,
        /// How many are free all that time.
        free: i64,
    },
    /// Something that the host borrowed for it can't be on its new days.
    #[error("{} can't go along", .0.name)]
    Borrowed(Clash),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<HoldError> for UpdateError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Rooms(rooms) => UpdateError::Rooms(rooms),
            HoldError::JustTaken => UpdateError::JustTaken,
            HoldError::Short { name, free } => UpdateError::Short { name, free },
            HoldError::Store(error) => UpdateError::Store(error),
        }
    }
}

impl From<AlongError> for UpdateError {
    fn from(error: AlongError) -> Self {
        match error {
            AlongError::Clash(clash) => UpdateError::Borrowed(clash),
            AlongError::Store(error) => UpdateError::Store(error),
        }
    }
}

impl From<Unsettled> for UpdateError {
    fn from(unsettled: Unsettled) -> Self {
        match unsettled {
            Unsettled::Problems(problems) => UpdateError::Invalid(problems),
            Unsettled::Store(error) => error.into(),
        }
    }
}

impl UpdateError {
    fn into_fault(self) -> Fault {
        match self {
            UpdateError::NotFound => Fault::NotFound,
            UpdateError::NotNow(why) => not_now(why).into(),
            UpdateError::Rooms(rooms) => bookings::rooms_refusal(&rooms).into(),
            UpdateError::JustTaken => just_taken().into(),
            UpdateError::Stale(stale) => stale_refusal(&stale).into(),
            UpdateError::Invalid(problems) => invalid(&problems),
            UpdateError::BelowTaken { taken, .. } => below_taken(taken).into(),
            UpdateError::ShiftTaken { taken, .. } => shift_taken(taken).into(),
            UpdateError::QuestionsAnswered => questions_answered().into(),
            UpdateError::AllotmentFixed => allotment_fixed().into(),
            UpdateError::Short { name, free } => equipment_short(&name, free).into(),
            UpdateError::Borrowed(clash) => clash.refusal().into(),
            UpdateError::Store(error) => error.into(),
        }
    }
}
refuse_with!(UpdateError);

fn stale_refusal(stale: &Stale) -> Refusal {
    let version = stale.stored.activity.version;
    Refusal::with_status(
        axum::http::StatusCode::PRECONDITION_FAILED,
        "activity-changed",
        msg::ACTIVITY_REFUSED_CHANGED,
    )
    .arg("version", version)
}

/// What is said when more places are taken than there would be.
pub(super) fn below_taken(taken: i64) -> Refusal {
    Refusal::conflict("activity-below-taken", msg::ACTIVITY_REFUSED_BELOW_TAKEN).arg("taken", taken)
}

/// What is said when more people take a shift than there would be places.
pub(super) fn shift_taken(taken: i64) -> Refusal {
    Refusal::conflict("activity-shift-taken", msg::ACTIVITY_REFUSED_SHIFT_TAKEN).arg("taken", taken)
}

/// What is said when the questions were answered already.
pub(super) fn questions_answered() -> Refusal {
    Refusal::conflict("activity-questions-answered", msg::ACTIVITY_REFUSED_QUESTIONS)
}

/// What is said when places are to be given in another way than was made public.
pub(super) fn allotment_fixed() -> Refusal {
    Refusal::conflict("activity-allotment-fixed", msg::ACTIVITY_REFUSED_ALLOTMENT)
}

/// Makes an activity of `org` what `plan` says, which was made from `version`; gives the new version. When
/// somebody else changed it since, the plan is not written but brought together with theirs
/// ([`UpdateError::Stale`]), unless all that happened is that invited organisations answered.
///
/// Shifts that were left as they were go with the activity to another time ([`shifts::go_along`]), and so does what was
/// borrowed for it ([`bookings::move_along`]).
///
/// Once it is public: more places are offered to those who wait, fewer than are taken are refused, and whoever
/// signed up is told of another time or place.
///
/// # Errors
/// See [`UpdateError`].
pub fn update(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
    version: i64,
    plan: &Plan,
) -> Result<i64, UpdateError> {
    tx.lock("activity", &id)?;
    let stored = host_s(tx, org, id)?.ok_or(UpdateError::NotFound)?;
    let status = stored
        .activity
        .status
        .after(Act::Update, stored.activity.times.ends_at, tx.now());
    status.map_err(UpdateError::NotNow)?;
    let mut plan = reconcile(tx, &stored, version, plan)?;
    // Whoever is with it already decides for itself.
    plan.cohosts
        .retain(|invited| !stored.accepted(invited.organisation));
    let lasts_at_most = course::keep_days(&stored, &plan)?;
    let settled = settle(tx, org, &plan, Some(&stored.plan), lasts_at_most)?;
    let (plan, changed) = (&settled.plan, Aspect::differing(&stored.plan, &settled.plan));
    if changed.is_empty() {
        return Ok(stored.activity.version);
    }
    let public = stored.activity.status == Status::Published;
    let given = |plan: &Plan| {
        (
            plan.allotment,
            plan.prior_area,
            plan.kept_until,
            plan.priority.clone(),
        )
    };
    if public && given(plan) != given(&stored.plan) {
        return Err(UpdateError::AllotmentFixed);
    }
    if public && plan.allotment.waits() && changed.contains(&Aspect::Window) {
        follow::allot_at(tx, id, plan.times.signup_closes_at)?;
    }
    if public && changed.contains(&Aspect::When) {
        follow::remind_at(tx, id, plan.times.starts_at)?;
        follow::ask_at(tx, id, plan.times.ends_at)?;
    }
    let held = [Aspect::Place, Aspect::Needs, Aspect::When];
    if held.iter().any(|aspect| changed.contains(aspect)) {
        move_rooms(tx, &stored, plan)?;
    }
    if changed.contains(&Aspect::When) {
        let span = |times: &Times| (times.starts_at, times.ends_at);
        let moved = (span(&stored.plan.times), span(&plan.times));
        bookings::move_along(tx, (id, org), moved)?;
    }
    queries::update_activity(tx, id, plan, settled.town)?;
    if changed.contains(&Aspect::Needs) {
        queries::keep_needs(tx, id, plan)?;
    }
    if changed.contains(&Aspect::Questions) {
        if stored.pools.anyone_ever() {
            return Err(UpdateError::QuestionsAnswered);
        }
        queries::replace_questions(tx, id, &plan.questions)?;
    }
    if changed.contains(&Aspect::Shifts) {
        change_shifts(tx, &stored, plan)?;
    }
    if changed.contains(&Aspect::Own) {
        queries::set_contribution(tx, id, org, &plan.own)?;
    }
    change_invitations(tx, &stored, plan)?;
    let next = queries::keep_revision(tx, id, "updated", plan)?;
    if public {
        tell_the_world(tx, &stored, &changed)?;
    }
    let words: Vec<&str> = changed.iter().map(|aspect| aspect.as_str()).collect();
    tx.record(
        Event::of("activity.updated", &id)
            .org(org)
            .detail(&json!({ "changed": words })),
    )?;
    // The rows that sign-ups fight for are taken last.
    if changed.contains(&Aspect::Questions) {
        still_unanswered(tx, id)?;
    }
    change_places(tx, &stored, plan)?;
    Ok(next)
}

/// Whether nobody signed up while the questions were replaced: whoever comes from here on is asked the new ones.
fn still_unanswered(tx: &mut WriteTx, id: ActivityId) -> Result<(), UpdateError> {
    queries::hold_places(tx, id)?;
    if tx.has_rivals() && queries::pools(tx, id)?.anyone_ever() {
        return Err(UpdateError::QuestionsAnswered);
    }
    Ok(())
}

/// The plan to write, if what happened since `version` leaves no doubt about it.
fn reconcile(tx: &mut WriteTx, stored: &Stored, version: i64, mine: &Plan) -> Result<Plan, UpdateError> {
    let (current, mut mine) = (stored.activity.version, mine.clone());
    if version == current {
        shifts::go_along(&mut mine, &stored.plan);
        return Ok(mine);
    }
    let id = stored.activity.id;
    let merged = match queries::revision(tx, id, version)? {
        Some(base) => {
            shifts::go_along(&mut mine, &base);
            merge(&base, &mine, &stored.plan)
        }
        None => {
            let differing = Aspect::differing(&mine, &stored.plan);
            Merged {
                plan: mine,
                theirs: differing.clone(),
                both: differing,
            }
        }
    };
    let since = queries::revisions(tx, id, (current - version).clamp(1, 20))?;
    let only_answers = version < current && since.iter().all(|revision| revision.act == "joined");
    if only_answers && merged.both.is_empty() {
        return Ok(merged.plan);
    }
    Err(UpdateError::Stale(Box::new(Stale {
        merged,
        stored: stored.clone(),
        since,
    })))
}
