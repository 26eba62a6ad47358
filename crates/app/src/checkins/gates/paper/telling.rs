//! Whoever typed a copy is told what became of it.

use langqiao_kernel::{
    id::{OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    i18n::{Arg, Msg},
    notices,
};
use langqiao_store::{StoreError, WriteTx, params};

use super::Sheet;

/// Tells somebody who typed the sheet, with the way to it from the body for which they did.
///
/// # Errors
/// When the database fails.
pub(super) fn tell(
    tx: &mut WriteTx,
    sheet: &Sheet,
    typist: PersonId,
    (message, args): (Msg, &[Arg<'_>]),
) -> Result<(), StoreError> {
    let today = time::day(tx.now());
    let own = tx.one(
        "SELECT c.organisation FROM posting p JOIN cohost c ON c.organisation = p.organisation
         WHERE c.activity = ?1 AND (c.host = 1 OR c.status = 'accepted') AND p.person = ?2
           AND p.valid_from <= ?3 AND ?3 < p.valid_to ORDER BY c.host DESC, c.organisation LIMIT 1",
        params![sheet.door.activity, typist, today],
        |row| row.get::<OrganisationId>(0),
    )?;
    let org = own.unwrap_or(sheet.door.organisation);
    let at = format!("/w/{org}/activities/{}/checkin/paper", sheet.door.activity);
    notices::send(tx, typist, message, args, &at)
}
