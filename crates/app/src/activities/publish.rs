//! Makes a draft public. From then on people can sign up, and its room is taken.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    follow,
    model::{Act, NotNow},
    queries::{self, Nearby, Standing, Stored},
};

/// The name that the schema gives to two activities in one space at one time.
pub(super) const SPACE_TAKEN: &str = "activity_space_taken";

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
    /// Sign-up would be over before it began.
    #[error("sign-up would be over already")]
    SignupOver,
    /// Another activity has the room at that time: which, unless it came at the same moment.
    #[error("the space is taken")]
    SpaceTaken(Option<Box<Nearby>>),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for PublishError {
    fn from(error: StoreError) -> Self {
        // Two were made public at the same moment: the schema let one through.
        match error.constraint() {
            Some(SPACE_TAKEN) => PublishError::SpaceTaken(None),
            _ => PublishError::Store(error),
        }
    }
}

impl PublishError {
    fn into_fault(self) -> Fault {
        match self {
            PublishError::NotFound => Fault::NotFound,
            PublishError::NotNow(why) => not_now(why).into(),
            PublishError::StartsPast => {
                Refusal::conflict("activity-starts-past", msg::ACTIVITY_REFUSED_STARTS_PAST).into()
            }
            PublishError::SignupOver => {
                Refusal::conflict("activity-signup-over", msg::ACTIVITY_REFUSED_SIGNUP_OVER).into()
            }
            PublishError::SpaceTaken(by) => space_taken(by.as_deref()).into(),
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

/// What is said when another activity has the room.
pub(super) fn space_taken(by: Option<&Nearby>) -> Refusal {
    match by {
        Some(other) => Refusal::conflict("activity-space-taken", msg::ACTIVITY_REFUSED_SPACE)
            .arg("title", other.title.clone())
            .arg("host", other.host.clone())
            .arg("from", Moment(other.starts_at))
            .arg("to", Moment(other.ends_at)),
        None => Refusal::conflict("activity-space-taken", msg::ACTIVITY_REFUSED_SPACE_JUST_NOW),
    }
}

/// Makes a draft of `org` public. Invitations may still be open: only those who accepted are shown as holding it.
///
/// # Errors
/// See [`PublishError`].
pub fn publish(tx: &mut WriteTx, org: OrganisationId, id: ActivityId) -> Result<(), PublishError> {
    tx.lock("activity", &id)?;
    let stored = host_s(tx, org, id)?.ok_or(PublishError::NotFound)?;
    check(&stored, tx.now())?;
    let times = stored.activity.times;
    if let Some(space) = stored.activity.space
        && let Some(other) = queries::clash(tx, space, (times.starts_at, times.ends_at), Some(id))?
    {
        return Err(PublishError::SpaceTaken(Some(Box::new(other))));
    }
    queries::publish_activity(tx, id)?;
    queries::keep_revision(tx, id, "published", &stored.plan)?;
    follow::index(tx, id)?;
    follow::tell_keeper(tx, id, &stored.cohosts)?;
    follow::refresh_coverage(tx, &stored.cohosts)?;
    tx.record(Event::of("activity.published", &id).org(org))?;
    Ok(())
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
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<Option<Stored>, StoreError> {
    match queries::standing(tx, org, id)? {
        Some(Standing::Host) => queries::stored(tx, id),
        _ => Ok(None),
    }
}
