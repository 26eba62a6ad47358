//! Makes a draft public. From then on people can sign up, and its room is taken.

use jiff::Timestamp;
use langqiao_kernel::{
    draw::Seed,
    id::{ActivityId, OrganisationId},
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::{Sentence, msg},
    keys::Keys,
    refuse_with,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx};
use serde_json::json;

use super::{
    follow,
    model::{Act, Allotment, CohostStatus, NotNow},
    plan::Plan,
    queries::{self, Cohost, Standing, Stored},
    settle::Crowd,
};
use crate::bookings::{self, Hold, HoldError, RoomState};

/// Why an activity can't be made public.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is none such that `org` hosts.
    #[error("no such activity of this organisation")]
    NotFound,
    /// Its state doesn't allow it.
    #[error("not in this state: {0:?}")]
    NotNow(NotNow),
    /// It begins in the past.
    #[error("it would have begun already")]
    StartsPast,
    /// Its rooms hold fewer people than it has places, as a draft made before may have, or since a room became smaller.
    #[error("more places than its rooms hold")]
    Crowd(Sentence),
    /// Sign-up would be over before it began.
    #[error("sign-up would be over already")]
    SignupOver,
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
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<HoldError> for PublishError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Rooms(rooms) => PublishError::Rooms(rooms),
            HoldError::JustTaken => PublishError::JustTaken,
            HoldError::Short { name, free } => PublishError::Short { name, free },
            HoldError::Store(error) => PublishError::Store(error),
        }
    }
}

impl PublishError {
    fn into_fault(self) -> Fault {
        match self {
            PublishError::NotFound => Fault::NotFound,
            PublishError::NotNow(why) => not_now(why).into(),
            PublishError::Rooms(rooms) => bookings::rooms_refusal(&rooms).into(),
            PublishError::JustTaken => just_taken().into(),
            PublishError::StartsPast => {
                Refusal::conflict("activity-starts-past", msg::ACTIVITY_REFUSED_STARTS_PAST).into()
            }
            PublishError::Crowd(sentence) => crowded(sentence).into(),
            PublishError::SignupOver => {
                Refusal::conflict("activity-signup-over", msg::ACTIVITY_REFUSED_SIGNUP_OVER).into()
            }
            PublishError::Short { name, free } => equipment_short(&name, free).into(),
            PublishError::Store(error) => error.into(),
        }
    }
}
refuse_with!(PublishError);

/// What is said of an act that an activity's state doesn't allow.
pub(super) fn not_now(why: NotNow) -> Refusal {
    match why {
        NotNow::Cancelled => Refusal::conflict("activity-cancelled", msg::ACTIVITY_REFUSED_CANCELLED),
        NotNow::Over => Refusal::conflict("activity-over", msg::ACTIVITY_REFUSED_OVER),
        NotNow::Published => Refusal::conflict("activity-published", msg::ACTIVITY_REFUSED_PUBLISHED),
    }
}

/// What is said when there are more places than the rooms hold.
fn crowded(sentence: Sentence) -> Refusal {
    Refusal {
        sentence,
        ..Refusal::conflict("activity-crowded", msg::ACTIVITY_PROBLEM_CROWD)
    }
}

/// What is said when somebody took a room at the same moment.
pub(super) fn just_taken() -> Refusal {
    Refusal::conflict("activity-space-taken", msg::BOOKING_TAKEN_JUST_NOW)
}

/// What is said when there isn't enough of what is to be taken along.
pub(super) fn equipment_short(name: &str, free: i64) -> Refusal {
    Refusal::conflict("equipment-short", msg::LEND_SHORT)
        .arg("name", name.to_owned())
        .arg("n", free)
}

/// What a plan of those who hold it needs to be held; nothing where it is held in no known room.
pub(super) fn wish(id: ActivityId, plan: &Plan, cohosts: &[Cohost]) -> Option<Hold> {
    plan.space?;
    let host = cohosts.iter().find(|cohost| cohost.host)?;
    let with = cohosts
        .iter()
        .filter(|cohost| !cohost.host && cohost.status == CohostStatus::Accepted);
    Some(Hold {
        activity: id,
        organisation: host.organisation,
        with: with.map(|cohost| cohost.organisation).collect(),
        title: plan.title.clone(),
        people: plan.seats.saturating_add(plan.volunteers),
        spaces: plan.all_rooms(),
        equipment: plan
            .equipment
            .iter()
            .map(|needed| (needed.item, needed.pieces))
            .collect(),
        starts_at: plan.times.starts_at,
        ends_at: plan.times.ends_at,
    })
}

/// Makes a draft of `org` public. Invitations may still be open: only those who accepted are shown as holding it.
///
/// # Errors
/// See [`PublishError`].
pub fn publish(
    tx: &mut WriteTx,
    keys: &Keys,
    org: OrganisationId,
    id: ActivityId,
) -> Result<(), PublishError> {
    tx.lock("activity", &id)?;
    let stored = host_s(tx, org, id)?.ok_or(PublishError::NotFound)?;
    check(&stored, tx.now())?;
    if let Some(crowd) = Crowd::of(tx, &stored.plan)? {
        return Err(PublishError::Crowd(crowd.sentence()));
    }
    if let Some(wish) = wish(id, &stored.plan, &stored.cohosts) {
        bookings::hold(tx, &wish)?;
    }
    queries::publish_activity(tx, id)?;
    let commitment = promise_allotment(tx, keys, &stored)?;
    queries::keep_revision(tx, id, "published", &stored.plan)?;
    follow::index(tx, id)?;
    follow::tell_keeper(tx, id, &[org])?;
    follow::remind_at(tx, id, stored.activity.times.starts_at)?;
    follow::ask_at(tx, id, stored.activity.times.ends_at)?;
    follow::refresh_coverage(tx, &stored.cohosts)?;
    let event = Event::of("activity.published", &id).org(org);
    tx.record(match commitment {
        Some(commitment) => event.detail(&json!({ "commitment": commitment })),
        None => event,
    })?;
    Ok(())
}

/// Where places are given when sign-up is over: it is seen to that they are, and where they are drawn, by which seed
/// is fixed from now on. It is derived from the office's key, which is not in the database, and its hash is public.
/// Gives that hash.
fn promise_allotment(tx: &mut WriteTx, keys: &Keys, stored: &Stored) -> Result<Option<String>, StoreError> {
    let (id, plan) = (stored.activity.id, &stored.plan);
    if plan.allotment.waits() {
        follow::allot_at(tx, id, plan.times.signup_closes_at)?;
    }
    if let Some(until) = plan.kept_until {
        follow::kept_until(tx, id, until)?;
    }
    if plan.allotment != Allotment::Draw {
        return Ok(None);
    }
    let commitment = Seed::new(keys.draw_seed(&id.to_text())).commitment();
    queries::commit_draw(tx, id, &commitment)?;
    Ok(Some(commitment))
}

fn check(stored: &Stored, now: Timestamp) -> Result<(), PublishError> {
    let times = stored.activity.times;
    stored
        .activity
        .status
        .after(Act::Publish, times.ends_at, now)
        .map_err(PublishError::NotNow)?;
    if times.starts_at <= now {
        return Err(PublishError::StartsPast);
    }
    if times.signup_closes_at <= now {
        return Err(PublishError::SignupOver);
    }
    Ok(())
}

/// An activity with everything, if `org` is its host.
pub(super) fn host_s(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<Option<Stored>, StoreError> {
    match queries::standing(tx, org, id)? {
        Some(Standing::Host) => queries::stored(tx, id),
        _ => Ok(None),
    }
}
