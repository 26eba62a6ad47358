//! Somebody takes a post in an organisation, or leaves it.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, PersonId, PostingId},
    text::squash,
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
    roles::Role,
};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::model::PostKind;
use crate::coverage::{self, periods::END};

/// A post to be held.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// By whom.
    pub person: PersonId,
    /// Where.
    pub organisation: OrganisationId,
    /// As what: 主席, 书记.
    pub title: String,
    /// In which way.
    pub kind: PostKind,
    /// What it lets them do here.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The day on which it ends, if that is settled.
    pub to: Option<Date>,
}

/// Why a post can't be taken or left.
#[derive(Debug, thiserror::Error)]
pub enum AppointError {
    /// There is no such organisation, person or post.
    #[error("no such organisation, person or post")]
    Unknown,
    /// The post has no title.
    #[error("no title")]
    NoTitle,
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Period,
    /// They hold it already.
    #[error("they hold it already")]
    Already,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AppointError {
    fn into_fault(self) -> Fault {
        let refusal = match self {
            Self::Unknown => return Fault::NotFound,
            Self::Store(error) => return error.into(),
            Self::NoTitle => Refusal::invalid("post-title", msg::ORGANISATIONS_ERROR_TITLE),
            Self::Period => Refusal::invalid("post-period", msg::ORGANISATIONS_ERROR_PERIOD),
            Self::Already => Refusal::conflict("post-already", msg::ORGANISATIONS_ERROR_HELD),
        };
        refusal.into()
    }
}
refuse_with!(AppointError);

/// Has somebody hold a post.
///
/// # Errors
/// As [`AppointError`] says.
pub fn appoint(tx: &mut WriteTx, new: &Appointment) -> Result<PostingId, AppointError> {
    let (title, to) = (squash(&new.title), new.to.unwrap_or(END));
    if title.is_empty() {
        return Err(AppointError::NoTitle);
    }
    if to <= new.from {
        return Err(AppointError::Period);
    }
    let both = tx.one(
        "SELECT 1 FROM organisation o, person p
         WHERE o.id = ?1 AND p.id = ?2 AND o.valid_from <= ?3 AND ?3 < o.valid_to",
        params![new.organisation, new.person, new.from],
        |_| Ok(()),
    )?;
    both.ok_or(AppointError::Unknown)?;
    let held = tx.one(
        "SELECT 1 FROM posting WHERE person = ?1 AND organisation = ?2 AND title = ?3 AND valid_from < ?5 AND ?4 < valid_to",
        params![new.person, new.organisation, title, new.from, to],
        |_| Ok(()),
    )?;
    if held.is_some() {
        return Err(AppointError::Already);
    }
    let id = PostingId::generate();
    let made = tx.execute(
        "INSERT INTO posting (id, person, organisation, title, kind, role, valid_from, valid_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (person, organisation, title, valid_from) DO NOTHING",
        params![id, new.person, new.organisation, title, new.kind, new.role.name(), new.from, to],
    )?;
    if made == 0 {
        return Err(AppointError::Already);
    }
    let detail =
        serde_json::json!({ "person": new.person, "role": new.role.name(), "from": new.from, "to": new.to });
    tx.record(
        Event::of("posting.begun", &id)
            .org(new.organisation)
            .detail(&detail),
    )?;
    coverage::refresh_organisation(tx, new.organisation)?;
    Ok(id)
}

/// Ends a post of an organisation on a day; one that would end before it began is taken back whole.
///
/// # Errors
/// As [`AppointError`] says.
pub fn end_posting(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    posting: PostingId,
    on: Date,
) -> Result<(), AppointError> {
    let ended = tx.execute(
        "UPDATE posting SET valid_to = ?3 WHERE id = ?1 AND organisation = ?2 AND valid_from < ?3 AND valid_to > ?3",
        params![posting, organisation, on],
    )?;
    if ended == 0 {
        let sql = "DELETE FROM posting WHERE id = ?1 AND organisation = ?2 AND valid_from >= ?3";
        if tx.execute(sql, params![posting, organisation, on])? == 0 {
            return Err(AppointError::Unknown);
        }
    }
    tx.record(
        Event::of("posting.ended", &posting)
            .org(organisation)
            .detail(&serde_json::json!({ "on": on })),
    )?;
    coverage::refresh_organisation(tx, organisation)?;
    Ok(())
}
