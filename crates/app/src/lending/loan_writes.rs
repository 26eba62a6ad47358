//! The SQL that writes loans.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, EquipmentId, LoanId, LoanReturnId, OrganisationId, PersonId};
use langqiao_store::{StoreError, WriteTx, params};

use super::model::{Counts, Loan, Return, Settled, Status};

/// A loan to be written.
#[derive(Debug)]
pub struct NewLoan<'a> {
    /// Which.
    pub id: LoanId,
    /// Of what.
    pub thing: EquipmentId,
    /// Who borrows, and who asked.
    pub by: (OrganisationId, PersonId),
    /// How many.
    pub pieces: i64,
    /// What for.
    pub purpose: &'a str,
    /// The activity it is for.
    pub activity: Option<ActivityId>,
    /// Who fetches it, sealed.
    pub fetcher: Vec<u8>,
    /// From when until when.
    pub span: (Timestamp, Timestamp),
    /// Its code.
    pub code: &'a str,
    /// Asked or promised.
    pub status: Status,
}

/// Writes a loan; false where its code is taken.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut WriteTx, new: &NewLoan<'_>) -> Result<bool, StoreError> {
    let now = tx.now();
    let made = tx.execute(
        "INSERT INTO loan (id, thing, organisation, person, asked, pieces, purpose, activity, fetcher_sealed, starts_at,
                           ends_at, code, status, asked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING",
        params![
            new.id,
            new.thing,
            new.by.0,
            new.by.1,
            new.pieces,
            new.purpose,
            new.activity,
            new.fetcher,
            new.span.0,
            new.span.1,
            new.code,
            new.status,
            now
        ],
    )?;
    Ok(made > 0)
}

/// A loan goes from one state into another with so many pieces; false where it stands otherwise by now.
///
/// # Errors
/// When the database fails.
pub fn turn(
    tx: &mut WriteTx,
    id: LoanId,
    (from, to): (Status, Status),
    pieces: i64,
    (person, note): (Option<PersonId>, &str),
) -> Result<bool, StoreError> {
    let now = tx.now();
    let done = tx.execute(
        "UPDATE loan SET status = ?3, pieces = ?4, note = ?5, decided_at = ?6, decided_by = ?7
         WHERE id = ?1 AND status = ?2",
        params![id, from, to, pieces, note, now, person],
    )?;
    Ok(done > 0)
}

/// A promised loan is handed out; false where it isn't promised any more.
///
/// # Errors
/// When the database fails.
pub fn hand_out(
    tx: &mut WriteTx,
    id: LoanId,
    (status, pieces): (Status, i64),
    note: &str,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let done = tx.execute(
        "UPDATE loan SET status = ?2, handed = ?3, handed_at = ?4, handed_note = ?5,
           starts_at = CASE WHEN starts_at < ?4 THEN starts_at ELSE ?4 END
         WHERE id = ?1 AND status = 'promised'",
        params![id, status, pieces, now, note],
    )?;
    Ok(done > 0)
}

/// Pieces come back, or will not: written with the loan, which goes on in `status`.
///
/// # Errors
/// When the database fails, or more would come back than were handed out.
pub fn take_back(
    tx: &mut WriteTx,
    loan: &Loan,
    status: Status,
    (in_order, damaged, missing): (i64, i64, i64),
    (person, note): (PersonId, &str),
) -> Result<LoanReturnId, StoreError> {
    let (now, id) = (tx.now(), LoanReturnId::generate());
    let back_at = (status == Status::Back).then_some(now);
    tx.execute(
        "UPDATE loan SET in_order = in_order + ?2, damaged = damaged + ?3, missing = missing + ?4, status = ?5,
           back_at = COALESCE(?6, back_at), wished_until = CASE WHEN ?5 = 'out' THEN wished_until ELSE NULL END
         WHERE id = ?1",
        params![loan.id, in_order, damaged, missing, status, back_at],
    )?;
    tx.execute(
        "INSERT INTO loan_return (id, loan, in_order, damaged, missing, note, person, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, loan.id, in_order, damaged, missing, note, person, now],
    )?;
    Ok(id)
}

/// Writes the day until which the borrower would like to keep it, or `None` when that is answered.
///
/// # Errors
/// When the database fails.
pub fn wish(tx: &mut WriteTx, id: LoanId, until: Option<Timestamp>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE loan SET wished_until = ?2 WHERE id = ?1",
        params![id, until],
    )?;
    Ok(())
}

/// A loan lasts longer.
///
/// # Errors
/// When the database fails.
pub fn extend(tx: &mut WriteTx, id: LoanId, until: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE loan SET ends_at = ?2, wished_until = NULL WHERE id = ?1",
        params![id, until],
    )?;
    Ok(())
}

/// The borrower's one answer; false where there is one, or it is settled.
///
/// # Errors
/// When the database fails.
pub fn answer(tx: &mut WriteTx, id: LoanReturnId, words: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    let done = tx.execute(
        "UPDATE loan_return SET answer = ?2, answered_at = ?3 WHERE id = ?1 AND answer IS NULL AND settled IS NULL",
        params![id, words, now],
    )?;
    Ok(done > 0)
}

/// Settles damage; false where it is settled.
///
/// # Errors
/// When the database fails.
pub fn settle(
    tx: &mut WriteTx,
    id: LoanReturnId,
    (how, restored): (Settled, i64),
    note: &str,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let done = tx.execute(
        "UPDATE loan_return SET settled = ?2, restored = ?3, settled_note = ?4, settled_at = ?5
         WHERE id = ?1 AND settled IS NULL",
        params![id, how, restored, note, now],
    )?;
    Ok(done > 0)
}

/// A return is written anew, with what was written before and why; where its damage is another than before (`lost`),
/// what was said to it and how it was settled is open again.
///
/// # Errors
/// When the database fails, or more would be settled than is lost.
pub fn correct(
    tx: &mut WriteTx,
    before: &Return,
    (now, lost): (Counts, bool),
    (person, reason): (PersonId, &str),
) -> Result<(), StoreError> {
    let at = tx.now();
    tx.execute(
        "INSERT INTO loan_return_correction (loan_return, version, was_in_order, was_damaged, was_missing, was_answer,
           was_settled, was_restored, was_settled_note, in_order, damaged, missing, reason, person, at)
         SELECT r.id, r.version + 1, r.in_order, r.damaged, r.missing, r.answer, r.settled, r.restored, r.settled_note,
           ?3, ?4, ?5, ?6, ?7, ?8 FROM loan_return r WHERE r.id = ?1 AND r.version = ?2",
        params![
            before.id,
            before.version,
            now.in_order,
            now.damaged,
            now.missing,
            reason,
            person,
            at
        ],
    )?;
    tx.execute(
        "UPDATE loan_return SET in_order = ?3, damaged = ?4, missing = ?5, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ?6 = 0",
        params![
            before.id,
            before.version,
            now.in_order,
            now.damaged,
            now.missing,
            i64::from(lost)
        ],
    )?;
    tx.execute(
        "UPDATE loan_return SET in_order = ?3, damaged = ?4, missing = ?5, version = version + 1, answer = NULL,
           answered_at = NULL, settled = NULL, restored = 0, settled_note = '', settled_at = NULL, lost_since = ?7
         WHERE id = ?1 AND version = ?2 AND ?6 = 1",
        params![
            before.id,
            before.version,
            now.in_order,
            now.damaged,
            now.missing,
            i64::from(lost),
            at
        ],
    )?;
    Ok(())
}

/// What came back of a loan is another number of pieces than was written; it goes on in `status`.
///
/// # Errors
/// When the database fails, or more would be back than was handed out.
pub fn corrected(
    tx: &mut WriteTx,
    loan: LoanId,
    by: Counts,
    (status, back_at): (Status, Option<Timestamp>),
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE loan SET in_order = in_order + ?2, damaged = damaged + ?3, missing = missing + ?4, status = ?5,
           back_at = ?6, wished_until = CASE WHEN ?5 = 'out' THEN wished_until ELSE NULL END
         WHERE id = ?1",
        params![loan, by.in_order, by.damaged, by.missing, status, back_at],
    )?;
    Ok(())
}
