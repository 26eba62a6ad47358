//! An organisation that was not asked joins those who hold a public activity, because the host agreed to its wish.

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::fault::Fault;
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    answer::agree_to_rooms,
    follow,
    model::{Act, CohostStatus, Contribution, NotNow},
    plan::COHOSTS_MAX,
    publish::{host_s, not_now},
    queries,
};

/// Why an organisation can't join.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The host has no such activity.
    #[error("no such activity")]
    NotFound,
    /// It was called off or is over.
    #[error("not now")]
    NotNow(NotNow),
    /// It holds the activity already.
    #[error("holds it already")]
    Holds,
    /// So many hold it that no more fit.
    #[error("too many hold it")]
    Many,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<JoinError> for Fault {
    fn from(error: JoinError) -> Self {
        use langqiao_platform::{fault::Refusal, i18n::msg};
        match error {
            JoinError::NotFound => Fault::NotFound,
            JoinError::NotNow(why) => not_now(why).into(),
            JoinError::Holds => Refusal::conflict("together-holds", msg::TOGETHER_HOLDS).into(),
            JoinError::Many => Refusal::conflict("together-many", msg::TOGETHER_MANY).into(),
            JoinError::Store(error) => error.into(),
        }
    }
}

/// Makes `org` one of those who hold an activity of `host`, with what it brings.
///
/// # Errors
/// See [`JoinError`]; nothing is changed then.
pub fn join(
    tx: &mut WriteTx,
    host: OrganisationId,
    (id, org): (ActivityId, OrganisationId),
    brings: &Contribution,
) -> Result<(), JoinError> {
    tx.lock("activity", &id)?;
    let stored = host_s(tx, host, id)?.ok_or(JoinError::NotFound)?;
    let activity = &stored.activity;
    activity
        .status
        .after(Act::Join, activity.times.ends_at, tx.now())
        .map_err(JoinError::NotNow)?;
    let before = stored.cohosts.iter().find(|cohost| cohost.organisation == org);
    match before.map(|cohost| cohost.status) {
        Some(CohostStatus::Accepted) => return Err(JoinError::Holds),
        Some(CohostStatus::Invited | CohostStatus::Declined) => {
            queries::set_contribution(tx, id, org, brings)?
        }
        None if stored.cohosts.len() > COHOSTS_MAX => return Err(JoinError::Many),
        None => drop(queries::insert_cohost(tx, id, org, false, brings)?),
    }
    let before = before.map_or(CohostStatus::Invited, |cohost| cohost.status);
    queries::answer_invitation(tx, id, org, (before, CohostStatus::Accepted), None)?;
    agree_to_rooms(tx, &stored, org)?;
    if let Some(stored) = queries::stored(tx, id)? {
        queries::keep_revision(tx, id, "joined", &stored.plan)?;
        follow::index(tx, id)?;
    }
    follow::refresh_coverage_of(tx, org)?;
    tx.record(Event::of("activity.cohost_accepted", &id).org(org))?;
    Ok(())
}
