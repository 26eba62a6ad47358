//! Whom to address in an organisation, and by which name.

use langqiao_kernel::id::{OrganisationId, PersonId};
use langqiao_platform::{
    i18n::{Arg, Msg},
    notices,
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

/// Tells the officers of an organisation what concerns it, with a link to where they see to it.
///
/// # Errors
/// When the database fails.
pub fn tell_officers(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    message: Msg,
    args: &[Arg<'_>],
    link: &str,
) -> Result<(), StoreError> {
    for officer in officers(tx, organisation)? {
        notices::send(tx, officer, message, args, link)?;
    }
    Ok(())
}

fn officers(tx: &mut WriteTx, organisation: OrganisationId) -> Result<Vec<PersonId>, StoreError> {
    let today = langqiao_kernel::time::day(tx.now());
    tx.all(
        "SELECT DISTINCT person FROM posting
         WHERE organisation = ?1 AND role IN ('county', 'officer') AND valid_from <= ?2 AND ?2 < valid_to
         ORDER BY person",
        params![organisation, today],
        |row| row.get(0),
    )
}

/// An organisation's name; empty if there is none such.
///
/// # Errors
/// When the database fails.
pub fn name_of(tx: &mut ReadTx, organisation: OrganisationId) -> Result<String, StoreError> {
    let name = tx.one(
        "SELECT name FROM organisation WHERE id = ?1",
        params![organisation],
        |row| row.get(0),
    )?;
    Ok(name.unwrap_or_default())
}
