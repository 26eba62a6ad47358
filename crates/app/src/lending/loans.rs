//! The SQL that reads loans; what writes them is in `loan_writes`, and can be called as if it stood here.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, EquipmentId, LoanId, OrganisationId};
use langqiao_store::{ReadTx, Row, StoreError, params};

pub use super::loan_writes::*;
use super::model::{Corrected, Counts, Loan, Return, Side};
use crate::activities::ActivityKind;

/// Loans as [`read_loan`] reads them.
macro_rules! loans_where {
    ($condition:literal) => {
        concat!(
            "SELECT l.id, l.thing, t.name, t.kind, t.organisation, o.name, l.organisation, b.name, l.asked, l.pieces, l.purpose,
                    l.activity, l.starts_at, l.ends_at, l.wished_until, l.code, l.status, l.note, l.handed, l.handed_at,
                    l.handed_note, l.in_order, l.damaged, l.missing, l.back_at, a.kind,
                    CAST(CASE WHEN l.damaged + l.missing > 0 AND EXISTS (SELECT 1 FROM loan_return u WHERE u.loan = l.id
                      AND u.damaged + u.missing > 0 AND u.settled IS NULL) THEN 1 ELSE 0 END AS BIGINT)
             FROM loan l LEFT JOIN activity a ON a.id = l.activity JOIN thing t ON t.id = l.thing JOIN organisation o ON o.id = t.organisation
             JOIN organisation b ON b.id = l.organisation WHERE ",
            $condition
        )
    };
}

fn read_loan(row: &Row<'_>) -> Result<Loan, StoreError> {
    Ok(Loan {
        id: row.get(0)?,
        thing: row.get(1)?,
        name: row.get(2)?,
        kind: row.get(3)?,
        owner: row.get(4)?,
        owner_name: row.get(5)?,
        by: row.get(6)?,
        by_name: row.get(7)?,
        asked: row.get(8)?,
        pieces: row.get(9)?,
        purpose: row.get(10)?,
        activity: row.get(11)?,
        activity_kind: row.get(25)?,
        starts_at: row.get(12)?,
        ends_at: row.get(13)?,
        wished_until: row.get(14)?,
        code: row.get(15)?,
        status: row.get(16)?,
        note: row.get(17)?,
        handed: row.get(18)?,
        handed_at: row.get(19)?,
        handed_note: row.get(20)?,
        in_order: row.get(21)?,
        damaged: row.get(22)?,
        missing: row.get(23)?,
        back_at: row.get(24)?,
        unsettled: row.get::<i64>(26)? > 0,
    })
}

/// A loan by its id.
///
/// # Errors
/// When the database fails.
pub fn one(tx: &mut ReadTx, id: LoanId) -> Result<Option<Loan>, StoreError> {
    tx.one(loans_where!("l.id = ?1"), params![id], read_loan)
}

/// The loan of a lender that has this code.
///
/// # Errors
/// When the database fails.
pub fn by_code(tx: &mut ReadTx, owner: OrganisationId, code: &str) -> Result<Option<Loan>, StoreError> {
    tx.one(
        loans_where!("l.code = ?2 AND t.organisation = ?1"),
        params![owner, code],
        read_loan,
    )
}

/// Who fetches it, as it is sealed.
///
/// # Errors
/// When the database fails.
pub fn fetcher(tx: &mut ReadTx, id: LoanId) -> Result<Option<Vec<u8>>, StoreError> {
    let found = tx.one(
        "SELECT fetcher_sealed FROM loan WHERE id = ?1",
        params![id],
        |row| row.get::<Option<Vec<u8>>>(0),
    )?;
    Ok(found.flatten())
}

/// Which loans are listed.
#[derive(Clone, Debug)]
pub struct Which {
    /// Of which body.
    pub org: OrganisationId,
    /// What it borrows, or what it lends.
    pub side: Side,
    /// Those that are not settled.
    pub live: bool,
    /// Of one thing.
    pub thing: Option<EquipmentId>,
    /// With one body on the other side.
    pub with: Option<OrganisationId>,
    /// Only those for an activity, or only those for none.
    pub activity: Option<bool>,
    /// Only those for this activity.
    pub of_activity: Option<ActivityId>,
    /// Only those for activities of this kind.
    pub activity_kind: Option<ActivityKind>,
    /// Only those for no activity and this purpose.
    pub purpose: Option<String>,
    /// Only those with damage that this side can do something about: the borrower answer, the lender settle what is
    /// answered, is its own, or came back until then.
    pub damage: Option<Timestamp>,
    /// Only what was handed out in a stretch of time.
    pub handed: Option<(Timestamp, Timestamp)>,
}

/// Loans in the order of their days, the latest first; `after` is the last one of the page before.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut ReadTx,
    which: &Which,
    after: Option<(Timestamp, LoanId)>,
    limit: i64,
) -> Result<Vec<Loan>, StoreError> {
    let (at, id) = after.unzip();
    let (from, until) = which.handed.unzip();
    let activity = which.activity.map_or(2, i64::from);
    tx.all(
        loans_where!(
            "((?2 = 'in' AND l.organisation = ?1) OR (?2 = 'out' AND t.organisation = ?1))
             AND (?3 = 0 OR l.status IN ('asked', 'promised', 'out'))
             AND (CAST(?4 AS TEXT) IS NULL OR l.thing = ?4)
             AND (CAST(?5 AS TEXT) IS NULL OR (?2 = 'in' AND t.organisation = ?5) OR (?2 = 'out' AND l.organisation = ?5))
             AND (CAST(?6 AS BIGINT) IS NULL OR (l.handed_at >= ?6 AND l.handed_at < ?7))
             AND (CAST(?8 AS BIGINT) IS NULL OR l.starts_at < ?8 OR (l.starts_at = ?8 AND l.id < ?9))
             AND (CAST(?12 AS BIGINT) IS NULL OR EXISTS (
               SELECT 1 FROM loan_return r WHERE r.loan = l.id AND r.damaged + r.missing > 0 AND r.settled IS NULL
                 AND ((?2 = 'in' AND t.organisation <> ?1 AND r.answer IS NULL)
                   OR (?2 = 'out' AND (r.answer IS NOT NULL OR l.organisation = ?1 OR COALESCE(r.lost_since, r.at) <= ?12)))))
             AND (?11 = 2 OR (?11 = 1) = (l.activity IS NOT NULL))
             AND (CAST(?13 AS TEXT) IS NULL OR l.activity = ?13)
             AND (CAST(?14 AS TEXT) IS NULL OR a.kind = ?14)
             AND (CAST(?15 AS TEXT) IS NULL OR (l.activity IS NULL AND l.purpose = ?15))
             ORDER BY l.starts_at DESC, l.id DESC LIMIT ?10"
        ),
        params![
            which.org,
            which.side,
            i64::from(which.live),
            which.thing,
            which.with,
            from,
            until,
            at,
            id,
            limit,
            activity,
            which.damage,
            which.of_activity,
            which.activity_kind,
            which.purpose.clone()
        ],
        read_loan,
    )
}

/// What is borrowed for an activity, by whomever, in the order of its days; at most `limit`.
///
/// # Errors
/// When the database fails.
pub fn for_activity(tx: &mut ReadTx, activity: ActivityId, limit: i64) -> Result<Vec<Loan>, StoreError> {
    tx.all(
        loans_where!("l.activity = ?1 ORDER BY l.starts_at, l.id LIMIT ?2"),
        params![activity, limit],
        read_loan,
    )
}

/// What waits for somebody of a body today, on either side: at most 50, the earliest first.
///
/// # Errors
/// When the database fails.
pub fn of_the_day(
    tx: &mut ReadTx,
    org: OrganisationId,
    (now, soon): (Timestamp, Timestamp),
) -> Result<Vec<Loan>, StoreError> {
    tx.all(
        loans_where!(
            "(l.organisation = ?1 OR t.organisation = ?1) AND (
               (l.status = 'asked' AND l.ends_at > ?2) OR (l.status = 'promised' AND l.starts_at <= ?3 AND l.ends_at > ?2)
               OR (l.status = 'out' AND (l.ends_at <= ?3 OR l.wished_until IS NOT NULL)))
             ORDER BY l.ends_at, l.id LIMIT 50"
        ),
        params![org, now, soon],
        read_loan,
    )
}

/// How many of a body's loans with damage wait: for its own answer as borrower, and to be settled as lender; as
/// [`list`] shows them.
///
/// # Errors
/// When the database fails.
pub fn damage_waiting(
    tx: &mut ReadTx,
    org: OrganisationId,
    had_time: Timestamp,
) -> Result<(i64, i64), StoreError> {
    let counts = tx.one(
        "SELECT CAST((SELECT COUNT(DISTINCT l.id) FROM loan l JOIN thing t ON t.id = l.thing JOIN loan_return r ON r.loan = l.id
                      WHERE l.organisation = ?1 AND t.organisation <> ?1 AND r.damaged + r.missing > 0
                        AND r.answer IS NULL AND r.settled IS NULL) AS BIGINT),
                CAST((SELECT COUNT(DISTINCT l.id) FROM thing t JOIN loan l ON l.thing = t.id JOIN loan_return r ON r.loan = l.id
                      WHERE t.organisation = ?1 AND r.damaged + r.missing > 0 AND r.settled IS NULL
                        AND (r.answer IS NOT NULL OR l.organisation = ?1 OR COALESCE(r.lost_since, r.at) <= ?2)) AS BIGINT)",
        params![org, had_time],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(counts.unwrap_or_default())
}

/// What came back of a loan, the first first.
///
/// # Errors
/// When the database fails.
pub fn returns(tx: &mut ReadTx, loan: LoanId) -> Result<Vec<Return>, StoreError> {
    let mut found = returns_alone(tx, loan)?;
    if found.iter().any(|one| one.version > 1) {
        for correction in corrections(tx, loan)? {
            if let Some(of) = found.iter_mut().find(|one| one.id == correction.back) {
                of.corrections.push(correction);
            }
        }
    }
    Ok(found)
}

/// The corrections of a loan's returns, the first first.
fn corrections(tx: &mut ReadTx, loan: LoanId) -> Result<Vec<Corrected>, StoreError> {
    tx.all(
        "SELECT c.loan_return, c.was_in_order, c.was_damaged, c.was_missing, c.was_answer, c.was_settled, c.in_order,
                c.damaged, c.missing, c.reason, p.name_masked, c.at
         FROM loan_return r JOIN loan_return_correction c ON c.loan_return = r.id LEFT JOIN person p ON p.id = c.person
         WHERE r.loan = ?1 ORDER BY c.loan_return, c.version",
        params![loan],
        |row| {
            Ok(Corrected {
                back: row.get(0)?,
                was: Counts {
                    in_order: row.get(1)?,
                    damaged: row.get(2)?,
                    missing: row.get(3)?,
                },
                was_answer: row.get(4)?,
                was_settled: row.get(5)?,
                now: Counts {
                    in_order: row.get(6)?,
                    damaged: row.get(7)?,
                    missing: row.get(8)?,
                },
                reason: row.get(9)?,
                by: row.get(10)?,
                at: row.get(11)?,
            })
        },
    )
}

fn returns_alone(tx: &mut ReadTx, loan: LoanId) -> Result<Vec<Return>, StoreError> {
    tx.all(
        "SELECT id, in_order, damaged, missing, note, at, answer, settled, restored, settled_note, version, lost_since
         FROM loan_return WHERE loan = ?1 ORDER BY at, id",
        params![loan],
        |row| {
            Ok(Return {
                id: row.get(0)?,
                in_order: row.get(1)?,
                damaged: row.get(2)?,
                missing: row.get(3)?,
                note: row.get(4)?,
                at: row.get(5)?,
                answer: row.get(6)?,
                settled: row.get(7)?,
                restored: row.get(8)?,
                settled_note: row.get(9)?,
                version: row.get(10)?,
                lost_since: row.get(11)?,
                corrections: Vec::new(),
            })
        },
    )
}

/// A body's live loan that is the same in everything but who fetches it.
///
/// # Errors
/// When the database fails.
pub fn same(
    tx: &mut ReadTx,
    (thing, org): (EquipmentId, OrganisationId),
    (from, until): (Timestamp, Timestamp),
    purpose: &str,
) -> Result<Option<LoanId>, StoreError> {
    tx.one(
        "SELECT id FROM loan WHERE thing = ?1 AND organisation = ?2 AND starts_at = ?3 AND ends_at = ?4 AND purpose = ?5
           AND status IN ('asked', 'promised')",
        params![thing, org, from, until, purpose],
        |row| row.get(0),
    )
}
