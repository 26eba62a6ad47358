//! An organisation moves in its tree, or is dissolved.

use jiff::civil::Date;
use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{model::Line, tree};
use crate::coverage;

/// Why an organisation can't be changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such organisation, or it exists no more.
    #[error("no such organisation")]
    Unknown,
    /// It would stand below itself.
    #[error("it would stand below itself")]
    BelowItself,
    /// The other one is of another line.
    #[error("the other one is of another line")]
    OtherLine,
    /// There are organisations below it that still exist.
    #[error("there are organisations below it that still exist")]
    NotEmpty,
    /// The day lies before its founding.
    #[error("the day lies before its founding")]
    TooEarly,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChangeError {
    fn into_fault(self) -> Fault {
        let refusal = match self {
            Self::Unknown => return Fault::NotFound,
            Self::Store(error) => return error.into(),
            Self::BelowItself => {
                Refusal::conflict("organisation-below-itself", msg::ORGANISATIONS_ERROR_BELOW_ITSELF)
            }
            Self::OtherLine => Refusal::invalid("organisation-line", msg::ORGANISATIONS_ERROR_LINE),
            Self::NotEmpty => Refusal::conflict("organisation-not-empty", msg::ORGANISATIONS_ERROR_NOT_EMPTY),
            Self::TooEarly => Refusal::invalid("organisation-day", msg::ORGANISATIONS_ERROR_EARLY),
        };
        refusal.into()
    }
}
refuse_with!(ChangeError);

/// Moves an organisation, with all below it, under another one of its line or under the office.
///
/// # Errors
/// As [`ChangeError`] says.
pub fn move_under(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    parent: OrganisationId,
) -> Result<(), ChangeError> {
    let lines = tx.all(
        "SELECT id, line FROM organisation WHERE id IN (?1, ?2)",
        params![organisation, parent],
        |row| Ok((row.get::<OrganisationId>(0)?, row.get::<Line>(1)?)),
    )?;
    let line = |id| {
        lines
            .iter()
            .find(|(other, _)| *other == id)
            .map(|(_, line)| *line)
            .ok_or(ChangeError::Unknown)
    };
    let (own, above) = (line(organisation)?, line(parent)?);
    if own != above && above != Line::OFFICE {
        return Err(ChangeError::OtherLine);
    }
    if !tree::transplant(tx, organisation, Some(parent))? {
        return Err(ChangeError::BelowItself);
    }
    tx.record(
        Event::of("organisation.moved", &organisation)
            .org(organisation)
            .detail(&serde_json::json!({ "parent": parent })),
    )?;
    Ok(())
}

/// Dissolves an organisation on a day: its posts and what it covers end with it; the past stays as it was.
///
/// # Errors
/// As [`ChangeError`] says.
pub fn dissolve(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    on: Date,
    reason: &str,
) -> Result<(), ChangeError> {
    let founded = tx.execute_one(
        "UPDATE organisation SET name = name WHERE id = ?1 AND valid_to > ?2 RETURNING valid_from",
        params![organisation, on],
        |row| row.get::<Date>(0),
    )?;
    if on <= founded.ok_or(ChangeError::Unknown)? {
        return Err(ChangeError::TooEarly);
    }
    let child = tx.one(
        "SELECT 1 FROM organisation WHERE parent = ?1 AND valid_to > ?2 LIMIT 1",
        params![organisation, on],
        |_| Ok(()),
    )?;
    if child.is_some() {
        return Err(ChangeError::NotEmpty);
    }
    tx.execute(
        "UPDATE organisation SET valid_to = ?2 WHERE id = ?1",
        params![organisation, on],
    )?;
    // What was to begin later is left as it is: an organisation that exists no more gives no permission and covers nothing.
    let ends = [
        "UPDATE posting SET valid_to = ?2 WHERE organisation = ?1 AND valid_from < ?2 AND valid_to > ?2",
        "UPDATE organisation_unit SET valid_to = ?2 WHERE organisation = ?1 AND valid_from < ?2 AND valid_to > ?2",
    ];
    for end in ends {
        tx.execute(end, params![organisation, on])?;
    }
    let detail = serde_json::json!({ "on": on, "reason": reason });
    tx.record(
        Event::of("organisation.dissolved", &organisation)
            .org(organisation)
            .detail(&detail),
    )?;
    coverage::refresh_organisation(tx, organisation)?;
    Ok(())
}
