//! The SQL of what was borrowed for an activity.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, EquipmentId, LoanId, OrganisationId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::stock::{Kind, LoanStatus};

/// A loan that is asked for, promised or out.
#[derive(Clone, Debug)]
pub struct Borrowed {
    /// Which.
    pub id: LoanId,
    /// Of what.
    pub thing: EquipmentId,
    /// The thing's name.
    pub name: String,
    /// Whether it comes back.
    pub kind: Kind,
    /// Who lends.
    pub owner: OrganisationId,
    /// The lender's name.
    pub owner_name: String,
    /// Who borrows.
    pub by: OrganisationId,
    /// The borrower's name.
    pub by_name: String,
    /// Whether the keeper answers first; of what is lent to nobody any more, too.
    pub asks: bool,
    /// For how many days it is lent at most.
    pub days_max: i64,
    /// How many are asked for or promised.
    pub pieces: i64,
    /// How many are out.
    pub still_out: i64,
    /// How it stands.
    pub status: LoanStatus,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when: the midnight after its last day.
    pub ends_at: Timestamp,
    /// Until when the borrower would like to keep it.
    pub wished_until: Option<Timestamp>,
    /// What for.
    pub purpose: String,
    /// What the keeper said to it.
    pub note: String,
}

/// What is borrowed for an activity, by whomever, and not settled.
///
/// # Errors
/// When the database fails.
pub fn of_activity(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Borrowed>, StoreError> {
    tx.all(
        "SELECT l.id, l.thing, t.name, t.kind, t.organisation, o.name, l.organisation, b.name,
                CAST(CASE WHEN t.organisation = l.organisation THEN 0 WHEN t.open_to = 'nobody' THEN 1 ELSE t.asks END AS BIGINT),
                t.days_max, l.pieces, l.handed - l.in_order - l.damaged - l.missing, l.status, l.starts_at, l.ends_at,
                l.wished_until, l.purpose, l.note
         FROM loan l JOIN thing t ON t.id = l.thing JOIN organisation o ON o.id = t.organisation
         JOIN organisation b ON b.id = l.organisation
         WHERE l.activity = ?1 AND l.status IN ('asked', 'promised', 'out') ORDER BY l.id",
        params![activity],
        |row| {
            Ok(Borrowed {
                id: row.get(0)?,
                thing: row.get(1)?,
                name: row.get(2)?,
                kind: row.get(3)?,
                owner: row.get(4)?,
                owner_name: row.get(5)?,
                by: row.get(6)?,
                by_name: row.get(7)?,
                asks: row.get::<i64>(8)? > 0,
                days_max: row.get(9)?,
                pieces: row.get(10)?,
                still_out: row.get(11)?,
                status: row.get(12)?,
                starts_at: row.get(13)?,
                ends_at: row.get(14)?,
                wished_until: row.get(15)?,
                purpose: row.get(16)?,
                note: row.get(17)?,
            })
        },
    )
}

/// Whether the borrower asked for the same on the same days in another loan, which `loan_asked_once` forbids.
///
/// # Errors
/// When the database fails.
pub fn is_asked(tx: &mut ReadTx, loan: &Borrowed) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM loan WHERE thing = ?1 AND organisation = ?2 AND starts_at = ?3 AND ends_at = ?4 AND purpose = ?5
           AND status IN ('asked', 'promised') AND id <> ?6",
        params![loan.thing, loan.by, loan.starts_at, loan.ends_at, loan.purpose, loan.id],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Writes a loan's days and how it stands on them.
///
/// # Errors
/// When the database fails.
pub fn put(tx: &mut WriteTx, loan: &Borrowed) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE loan SET starts_at = ?2, ends_at = ?3, status = ?4, note = ?5
         WHERE id = ?1 AND status IN ('asked', 'promised')",
        params![loan.id, loan.starts_at, loan.ends_at, loan.status, loan.note],
    )?;
    Ok(())
}

/// Nobody needs it any more.
///
/// # Errors
/// When the database fails.
pub fn withdraw(tx: &mut WriteTx, loan: &Borrowed, note: &str) -> Result<(), StoreError> {
    let (now, person) = (tx.now(), tx.by().actor.person());
    tx.execute(
        "UPDATE loan SET status = 'withdrawn', note = ?2, decided_at = ?3, decided_by = ?4
         WHERE id = ?1 AND status IN ('asked', 'promised')",
        params![loan.id, note, now, person],
    )?;
    Ok(())
}

/// Writes until when what is out would be kept.
///
/// # Errors
/// When the database fails.
pub fn wish(tx: &mut WriteTx, id: LoanId, until: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE loan SET wished_until = ?2 WHERE id = ?1 AND status = 'out'",
        params![id, until],
    )?;
    Ok(())
}

/// What is out is due later.
///
/// # Errors
/// When the database fails.
pub fn extend(tx: &mut WriteTx, id: LoanId, until: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE loan SET ends_at = ?2, wished_until = NULL WHERE id = ?1 AND status = 'out'",
        params![id, until],
    )?;
    Ok(())
}
