//! Who is told what of a loan: the officers of the other side, with a way to it.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{
    args,
    i18n::{Msg, msg},
    not_done::NotDone,
    spoken::Day,
};
use langqiao_store::{StoreError, WriteTx};

use super::{loans, model::Loan};
use crate::organisations;

/// Which side is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Who lends.
    Lender,
    /// Who borrows.
    Borrower,
}

/// The loan after this one's turn at its thing has come, as it stands now: what was read before may have been decided
/// meanwhile.
///
/// # Errors
/// [`NotDone::NotFound`] where there is none that the organisation lends or borrows.
pub fn turn(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: langqiao_kernel::id::LoanId,
) -> Result<(Loan, bool, bool), NotDone> {
    let loan = loans::one(tx, id)?.ok_or(NotDone::NotFound)?;
    if loan.owner != org && loan.by != org {
        return Err(NotDone::NotFound);
    }
    crate::bookings::stock::queue(tx, loan.thing)?;
    let loan = loans::one(tx, id)?.ok_or(NotDone::NotFound)?;
    let (lends, borrows) = (loan.owner == org, loan.by == org);
    Ok((loan, lends, borrows))
}

/// It stands otherwise by now.
pub fn settled() -> NotDone {
    NotDone::no("loan-settled", msg::LOAN_SETTLED)
}

/// Tells one side; nobody where a body lends to itself, for whoever did it knows.
///
/// # Errors
/// When the database fails.
pub fn tell(tx: &mut WriteTx, loan: &Loan, whom: Whom, message: Msg, note: &str) -> Result<(), StoreError> {
    if loan.owner == loan.by {
        return Ok(());
    }
    always(tx, loan, whom, message, note)
}

/// Tells one side, though it be the only one.
///
/// # Errors
/// When the database fails.
pub fn always(tx: &mut WriteTx, loan: &Loan, whom: Whom, message: Msg, note: &str) -> Result<(), StoreError> {
    let to = match whom {
        Whom::Lender => loan.owner,
        Whom::Borrower => loan.by,
    };
    let args = args! {
        name = loan.name.clone(), by = loan.by_name.clone(), owner = loan.owner_name.clone(), n = loan.pieces,
        from = Day(loan.first_day()), to = Day(loan.last_day()), note = note.to_owned(), left = loan.still_out(),
    };
    organisations::tell_officers(tx, to, message, args, &format!("/w/{to}/loans/{}", loan.id))
}
