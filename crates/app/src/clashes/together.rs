//! Instead of two activities that stand in each other's way, one that is held together: asked, taken back, answered.

use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, TogetherId};
use langqiao_platform::{
    args,
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::queries;
use crate::{
    activities::{self, JoinError, Status},
    organisations,
};

/// The longest note, in characters.
pub const NOTE_MAX: usize = 100;

/// Why it could not be done.
#[derive(Debug, thiserror::Error)]
pub enum TogetherError {
    /// There is no such draft, activity or wish for this organisation.
    #[error("no such thing")]
    NotFound,
    /// It asks from something that is no draft of its own.
    #[error("not from a draft")]
    NoDraft,
    /// It holds that activity already or was asked to, or has asked before.
    #[error("asked before")]
    Asked,
    /// The activity is over, called off or not public.
    #[error("not now")]
    NotNow,
    /// What was planned instead is public by now, or was called off.
    #[error("no longer a draft")]
    Gone,
    /// The wish was answered or taken back.
    #[error("answered")]
    Answered,
    /// The note is too long.
    #[error("too long a note")]
    Long,
    /// The organisation can't join.
    #[error(transparent)]
    Join(#[from] JoinError),
    /// Not theirs to see.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TogetherError {
    fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::NoDraft => Refusal::conflict("together-no-draft", msg::TOGETHER_NO_DRAFT).into(),
            Self::Asked => Refusal::conflict("together-asked", msg::TOGETHER_ASKED_BEFORE).into(),
            Self::NotNow => Refusal::conflict("together-not-now", msg::TOGETHER_NOT_NOW).into(),
            Self::Gone => Refusal::conflict("together-gone", msg::TOGETHER_GONE).into(),
            Self::Answered => Refusal::conflict("together-answered", msg::TOGETHER_ANSWERED).into(),
            Self::Long => Refusal::invalid("together-note", msg::TOGETHER_NOTE_LONG).into(),
            Self::Join(error) => error.into(),
            Self::Fault(fault) => fault,
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(TogetherError);

/// Asks the host of a public activity to hold it together with `org`, which plans `draft` and would bring what it
/// wanted to put into that.
///
/// # Errors
/// [`TogetherError`]; nothing is changed then.
pub fn ask(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (draft, other): (ActivityId, ActivityId),
    note: &str,
) -> Result<TogetherId, TogetherError> {
    let note = checked(note)?;
    let own = activities::require_held(tx, org, draft)?;
    if own.activity.organisation != org || own.activity.status != Status::Draft {
        return Err(TogetherError::NoDraft);
    }
    let theirs = activities::load(tx, other)?.filter(|theirs| theirs.status != Status::Draft);
    let theirs = theirs.ok_or(TogetherError::NotFound)?;
    if theirs.status != Status::Published || theirs.times.ends_at <= tx.now() {
        return Err(TogetherError::NotNow);
    }
    let cohosts = activities::cohosts(tx, other)?;
    let part = cohosts.iter().find(|cohost| cohost.organisation == org);
    if part.is_some_and(|part| part.status != activities::CohostStatus::Declined) {
        return Err(TogetherError::Asked);
    }
    // It doesn't hold it, whatever was agreed to before.
    queries::end_idle(tx, other, org)?;
    let id = TogetherId::generate();
    if !queries::insert_wish(tx, (id, other), &own, (person, note))? {
        return Err(TogetherError::Asked);
    }
    let name = organisations::name_of(tx, org)?;
    let args = args! { by = name, title = theirs.title.clone(), at = Moment(theirs.times.starts_at) };
    activities::tell(tx, theirs.organisation, other, msg::TOGETHER_NOTICE_ASKED, args)?;
    let detail = json!({ "draft": draft, "note": note });
    tx.record(
        Event::of("activity.together_asked", &other)
            .org(org)
            .detail(&detail),
    )?;
    Ok(id)
}

/// The host's answer: yes makes the asker one of those who hold the activity. Gives which that is.
///
/// # Errors
/// [`TogetherError`]; nothing is changed then.
pub fn answer(
    tx: &mut WriteTx,
    (host, person): (OrganisationId, PersonId),
    id: TogetherId,
    (accept, note): (bool, &str),
) -> Result<ActivityId, TogetherError> {
    let note = checked(note)?;
    let wish = queries::wish(tx, id)?.filter(|wish| wish.host == host);
    let wish = wish.ok_or(TogetherError::NotFound)?;
    // Whoever publishes or drops the draft does so before or after.
    tx.lock("activity", &wish.draft)?;
    let wish = queries::wish(tx, id)?.ok_or(TogetherError::NotFound)?;
    if accept && !wish.still_draft {
        return Err(TogetherError::Gone);
    }
    let status = if accept { "accepted" } else { "declined" };
    if !queries::answer_wish(tx, id, (person, status), note)? {
        return Err(TogetherError::Answered);
    }
    let (message, act) = match accept {
        true => (msg::TOGETHER_NOTICE_YES, "activity.together_accepted"),
        false => (msg::TOGETHER_NOTICE_NO, "activity.together_declined"),
    };
    if accept {
        activities::join(tx, host, (wish.activity, wish.organisation), &wish.brings)?;
    }
    let args = args! { title = wish.title.clone(), note = note.to_owned() };
    activities::tell(tx, wish.organisation, wish.draft, message, args)?;
    tx.record(
        Event::of(act, &wish.activity)
            .org(host)
            .detail(&json!({ "organisation": wish.organisation })),
    )?;
    Ok(wish.activity)
}

/// The asker takes its wish back. Gives the draft from which it was asked.
///
/// # Errors
/// [`TogetherError`]; nothing is changed then.
pub fn withdraw(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: TogetherId,
) -> Result<ActivityId, TogetherError> {
    let wish = queries::wish(tx, id)?.filter(|wish| wish.organisation == org);
    let wish = wish.ok_or(TogetherError::NotFound)?;
    if !queries::answer_wish(tx, id, (person, "withdrawn"), "")? {
        return Err(TogetherError::Answered);
    }
    tx.record(Event::of("activity.together_withdrawn", &wish.activity).org(org))?;
    Ok(wish.draft)
}

fn checked(note: &str) -> Result<&str, TogetherError> {
    let note = note.trim();
    if note.chars().count() > NOTE_MAX {
        return Err(TogetherError::Long);
    }
    Ok(note)
}
