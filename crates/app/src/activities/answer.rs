//! An invited organisation says whether it holds an activity together with its host, and what it brings.

use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    text::line,
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    create::invalid,
    follow,
    model::{Act, CohostStatus, Contribution, NotNow, Status},
    notify,
    plan::LINE_MAX,
    publish::not_now,
    queries::{self, Standing, Stored},
    rules::{self, Problem},
};
use crate::bookings;

/// What an invited organisation says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Whether it is with it.
    pub accept: bool,
    /// A word to the host.
    pub note: Option<String>,
}

/// Why an organisation can't answer, or can't change what it brings.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// It was not asked.
    #[error("not asked")]
    NotFound,
    /// The activity's state doesn't allow it.
    #[error("not in this state: {0:?}")]
    NotNow(NotNow),
    /// It has answered already.
    #[error("answered already")]
    Answered,
    /// It declined, and the draft is no longer its own to see; the host can ask it again.
    #[error("declined")]
    Declined,
    /// What it brings stands, because the activity is public.
    #[error("the activity is public")]
    Fixed,
    /// The note is too long.
    #[error("the note is too long")]
    Note,
    /// Something in what it brings can't be.
    #[error("what is brought has {} problems", .0.len())]
    Invalid(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AnswerError {
    fn into_fault(self) -> Fault {
        match self {
            AnswerError::NotFound => Fault::NotFound,
            AnswerError::NotNow(why) => not_now(why).into(),
            AnswerError::Answered => {
                Refusal::conflict("cohost-answered", msg::ACTIVITY_REFUSED_ANSWERED).into()
            }
            AnswerError::Declined => {
                Refusal::conflict("cohost-declined", msg::ACTIVITY_REFUSED_DECLINED).into()
            }
            AnswerError::Fixed => Refusal::conflict("cohost-fixed", msg::ACTIVITY_REFUSED_FIXED).into(),
            AnswerError::Note => Refusal::invalid("cohost-note", msg::ACTIVITY_PROBLEM_LINE_LONG).into(),
            AnswerError::Invalid(problems) => invalid(&problems),
            AnswerError::Store(error) => error.into(),
        }
    }
}
refuse_with!(AnswerError);

/// Keeps the answer of `org`; the officers of both sides are told. It can be given after publication too: from
/// then on the organisation is shown as holding the activity. One that declined may change its mind about a
/// public activity until it begins.
///
/// # Errors
/// See [`AnswerError`].
pub fn answer(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
    answer: &Answer,
) -> Result<(), AnswerError> {
    let note = answer.note.as_deref().map(line).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > LINE_MAX) {
        return Err(AnswerError::Note);
    }
    tx.lock("activity", &id)?;
    let (stored, before) = asked(tx, org, id)?;
    let activity = &stored.activity;
    match before {
        CohostStatus::Invited => {}
        CohostStatus::Declined if activity.status == Status::Draft => return Err(AnswerError::Declined),
        CohostStatus::Declined if answer.accept && tx.now() < activity.times.starts_at => {}
        CohostStatus::Declined | CohostStatus::Accepted => return Err(AnswerError::Answered),
    }
    let (status, act) = match answer.accept {
        true => (CohostStatus::Accepted, "activity.cohost_accepted"),
        false => (CohostStatus::Declined, "activity.cohost_declined"),
    };
    if !queries::answer_invitation(tx, id, org, (before, status), note.as_deref())? {
        return Err(AnswerError::Answered);
    }
    if answer.accept {
        agree_to_rooms(tx, &stored, org)?;
    }
    keep_joined(tx, id)?;
    if answer.accept && stored.activity.status == Status::Published {
        follow::index(tx, id)?;
        follow::refresh_coverage_of(tx, org)?;
    }
    notify::answered(tx, &stored, org, answer.accept, note.as_deref())?;
    tx.record(Event::of(act, &id).org(org))?;
    Ok(())
}

/// Changes what an invited or accepted organisation brings, until the activity is public. Its share of the credit is
/// the host's to offer.
///
/// # Errors
/// See [`AnswerError`].
pub fn contribute(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
    brings: &Contribution,
) -> Result<(), AnswerError> {
    let brings = brings.clone().tidied();
    let problems = rules::contribution_problems("own", &brings);
    if !problems.is_empty() {
        return Err(AnswerError::Invalid(problems));
    }
    tx.lock("activity", &id)?;
    let (stored, answered) = asked(tx, org, id)?;
    if answered == CohostStatus::Declined {
        return Err(AnswerError::Answered);
    }
    if stored.activity.status != Status::Draft {
        return Err(AnswerError::Fixed);
    }
    let brings = with_share_of(&stored, org, brings)?;
    queries::set_contribution(tx, id, org, &brings)?;
    keep_joined(tx, id)?;
    notify::contribution_changed(tx, &stored, org)?;
    tx.record(Event::of("activity.contribution_changed", &id).org(org))?;
    Ok(())
}

/// What it brings, with the share of the credit at which it was asked: the others agreed to hold it together at theirs,
/// so nobody changes their own. 0 is what says nothing of it.
fn with_share_of(
    stored: &Stored,
    org: OrganisationId,
    brings: Contribution,
) -> Result<Contribution, AnswerError> {
    let own = stored.cohosts.iter().find(|cohost| cohost.organisation == org);
    let share = own.map_or(brings.share, |cohost| cohost.brings.share);
    if brings.share != 0 && brings.share != share {
        return Err(AnswerError::Invalid(vec![Problem {
            field: "own_share".to_owned(),
            message: msg::ACTIVITY_PROBLEM_SHARE_STANDS.into(),
        }]));
    }
    Ok(Contribution { share, ..brings })
}

/// The activity, if `org` was asked to hold it together and its state lets it answer; and what it has
/// answered so far.
fn asked(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<(Stored, CohostStatus), AnswerError> {
    let Some(Standing::Cohost(answered)) = queries::standing(tx, org, id)? else {
        return Err(AnswerError::NotFound);
    };
    let stored = queries::stored(tx, id)?.ok_or(AnswerError::NotFound)?;
    let activity = &stored.activity;
    activity
        .status
        .after(Act::Join, activity.times.ends_at, tx.now())
        .map_err(AnswerError::NotNow)?;
    Ok((stored, answered))
}

/// The yes of an organisation counts for its own rooms as the activity stands, and for no other room or time.
pub(super) fn agree_to_rooms(
    tx: &mut WriteTx,
    stored: &Stored,
    org: OrganisationId,
) -> Result<(), StoreError> {
    let times = &stored.plan.times;
    let (rooms, used) = (stored.plan.all_rooms(), (times.starts_at, times.ends_at));
    bookings::agree_to_rooms(tx, (stored.activity.id, org), &rooms, used)
}

/// The host's form no longer decides about an organisation that has answered, so that is a new version.
fn keep_joined(tx: &mut WriteTx, id: ActivityId) -> Result<(), StoreError> {
    if let Some(stored) = queries::stored(tx, id)? {
        queries::keep_revision(tx, id, "joined", &stored.plan)?;
    }
    Ok(())
}
