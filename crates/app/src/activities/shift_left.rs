//! A place in a shift becomes free: those who hold the activity look for somebody else.

use langqiao_kernel::id::{ActivityId, OrganisationId, SignupId};
use langqiao_platform::{args, i18n::msg, spoken::Moment};
use langqiao_store::{StoreError, WriteTx};

use super::{queries, shifts::Shift};
use crate::organisations;

/// Somebody who helped gave their place up: their shifts are free, and the hosts hear of it.
///
/// # Errors
/// When the database fails.
pub fn give_up_shifts(tx: &mut WriteTx, signup: SignupId) -> Result<(), StoreError> {
    for freed in queries::give_up(tx, signup)? {
        let of = (freed.organisation, freed.activity, freed.title.as_str());
        tell_shift_left(tx, of, &freed.shift)?;
    }
    Ok(())
}

/// Tells the hosts that a place in a shift of theirs is free.
///
/// # Errors
/// When the database fails.
pub fn tell_shift_left(
    tx: &mut WriteTx,
    (org, activity, title): (OrganisationId, ActivityId, &str),
    shift: &Shift,
) -> Result<(), StoreError> {
    let board = format!("/w/{org}/activities/{activity}/shifts");
    let args = args! {
        title = title.to_owned(), name = shift.name.clone(), from = Moment(shift.starts_at), to = Moment(shift.ends_at)
    };
    organisations::tell_officers(tx, org, msg::SHIFTS_NOTICE_LEFT, args, &board)
}
