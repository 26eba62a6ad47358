//! The count of pieces of a thing: the sum of entries that are never changed, kept with the thing in the same commit.

use jiff::Timestamp;
use langqiao_kernel::id::{EquipmentId, LoanId, OrganisationId, PersonId, ThingEntryId, VenueId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

pub use super::queries::named_at;
use super::{
    lend::peak,
    queries::{self},
};
use crate::areas::words;

words! {
    /// Why a count of pieces changed.
    Entry {
        /// It was entered with so many.
        Entered = "entered",
        /// More were bought.
        Bought = "bought",
        /// They were counted anew.
        Counted = "counted",
        /// They are of no more use.
        WrittenOff = "written_off",
        /// They were repaired.
        Repaired = "repaired",
        /// They were found again.
        Found = "found",
        /// They came back broken.
        Damaged = "damaged",
        /// They did not come back.
        Missing = "missing",
        /// Goods were handed out.
        Used = "used",
        /// Goods came back unused.
        Unused = "unused",
        /// A return was written down wrongly.
        Corrected = "corrected",
    }

    /// Who may ask for a thing by itself.
    OpenTo {
        /// Nobody: it goes along with rooms, or stays with its keeper.
        Nobody = "nobody",
        /// Bodies of the same line.
        Line = "line",
        /// Bodies of the same town.
        Town = "town",
        /// Any body.
        Anyone = "anyone",
    }

    /// Whether it comes back.
    Kind {
        /// Equipment, which comes back.
        Equipment = "equipment",
        /// Goods, which are used up.
        Goods = "goods",
    }

    /// How a loan stands. Only `promised` and `out` keep pieces from others.
    LoanStatus {
        /// The keeper is asked.
        Asked = "asked",
        /// It is kept for who asked.
        Promised = "promised",
        /// The keeper said no.
        Declined = "declined",
        /// Who asked doesn't need it any more.
        Withdrawn = "withdrawn",
        /// Nobody answered, or nobody fetched it, in its days.
        Lapsed = "lapsed",
        /// It was handed out, and is not all back.
        Out = "out",
        /// It is settled: all came back, or is written down as missing.
        Back = "back",
        /// Goods were handed out.
        Given = "given",
    }
}

/// A thing as it is entered.
#[derive(Clone, Debug)]
pub struct NewThing {
    /// Its name.
    pub name: String,
    /// Whether it comes back.
    pub kind: Kind,
    /// How many there are.
    pub pieces: i64,
    /// The venue where it is kept.
    pub venue: Option<VenueId>,
    /// Where it is kept, in words.
    pub place: String,
    /// Who may ask for it.
    pub open_to: OpenTo,
    /// Whether its keeper answers first.
    pub asks: bool,
    /// For how many days it is lent at most.
    pub days_max: i64,
    /// What a borrower must know.
    pub note: String,
    /// After how many days without use it rings; 0 for never.
    pub idle_days: i64,
}

/// Whose turn it is at a thing: to be taken before anything of it is counted, and kept to the end. Whoever takes
/// several takes them in the order of their ids.
///
/// # Errors
/// When the database fails.
pub fn queue(tx: &mut WriteTx, thing: EquipmentId) -> Result<(), StoreError> {
    tx.lock("equipment", &thing)
}

/// Enters a thing with its first entry.
///
/// # Errors
/// When the database fails.
pub fn enter(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, Option<PersonId>),
    new: &NewThing,
) -> Result<EquipmentId, StoreError> {
    let (id, now) = (EquipmentId::generate(), tx.now());
    tx.execute(
        "INSERT INTO thing (id, organisation, venue, place, name, kind, pieces, open_to, asks, days_max, note, idle_days, entered_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            id, org, new.venue, new.place, new.name, new.kind, new.pieces, new.open_to, new.asks, new.days_max,
            new.note, new.idle_days, now
        ],
    )?;
    write(tx, id, (Entry::Entered, new.pieces), "", (None, person))?;
    Ok(id)
}

/// Changes the count by so many pieces, with an entry; nothing for none. The caller has the thing's [`queue`].
///
/// # Errors
/// When the database fails, or fewer would be left than are out.
pub fn change(
    tx: &mut WriteTx,
    thing: EquipmentId,
    (why, pieces): (Entry, i64),
    note: &str,
    by: (Option<LoanId>, Option<PersonId>),
) -> Result<(), StoreError> {
    if pieces == 0 {
        return Ok(());
    }
    tx.execute(
        "UPDATE thing SET pieces = pieces + ?2 WHERE id = ?1",
        params![thing, pieces],
    )?;
    write(tx, thing, (why, pieces), note, by)
}

fn write(
    tx: &mut WriteTx,
    thing: EquipmentId,
    (why, pieces): (Entry, i64),
    note: &str,
    (loan, person): (Option<LoanId>, Option<PersonId>),
) -> Result<(), StoreError> {
    let (id, now) = (ThingEntryId::generate(), tx.now());
    tx.execute(
        "INSERT INTO thing_entry (id, thing, loan, kind, pieces, note, person, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, thing, loan, why, pieces, note, person, now],
    )?;
    Ok(())
}

/// How many pieces are free all the time from one instant to another, beside what `but` has; negative where more is
/// promised than there is since some broke. Exact for who has the thing's [`queue`].
///
/// # Errors
/// When the database fails.
pub fn free(
    tx: &mut ReadTx,
    thing: EquipmentId,
    span: (Timestamp, Timestamp),
    (but, now): (Option<&str>, Timestamp),
) -> Result<i64, StoreError> {
    let all: Option<i64> = tx.one("SELECT pieces FROM thing WHERE id = ?1", params![thing], |row| {
        row.get(0)
    })?;
    let others = queries::lent(tx, thing, span, (but, now))?;
    Ok(all.unwrap_or(0) - peak(&others, span))
}

/// Things of which the entries don't add up to the count, or of which more is out than loans say; at most 100. For
/// `langqiao verify`.
///
/// # Errors
/// When the database fails.
pub fn check(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT q.id, q.pieces, q.entries, q.out_now, q.loans FROM (
           SELECT t.id AS id, t.pieces AS pieces, t.out_now AS out_now,
             CAST((SELECT COALESCE(SUM(e.pieces), 0) FROM thing_entry e WHERE e.thing = t.id) AS BIGINT) AS entries,
             CAST((SELECT COALESCE(SUM(l.handed - l.in_order - l.damaged - l.missing), 0) FROM loan l
                   WHERE l.thing = t.id AND l.status = 'out') AS BIGINT) AS loans
           FROM thing t) q
         WHERE q.pieces <> q.entries OR q.out_now <> q.loans OR q.out_now > q.pieces ORDER BY q.id LIMIT 100",
        &[],
        |row| {
            let (pieces, entries): (i64, i64) = (row.get(1)?, row.get(2)?);
            let (out, loans): (i64, i64) = (row.get(3)?, row.get(4)?);
            Ok(format!(
                "thing {} counts {pieces} pieces, its entries {entries}; {out} out, its loans {loans}",
                row.text(0)?
            ))
        },
    )
}

/// Loans whose parts don't add up to what was written of their return; at most 100. For `langqiao verify`.
///
/// # Errors
/// When the database fails.
pub fn check_returns(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT l.id FROM loan l LEFT JOIN loan_return r ON r.loan = l.id
         GROUP BY l.id, l.in_order, l.damaged, l.missing
         HAVING l.in_order <> COALESCE(SUM(r.in_order), 0) OR l.damaged <> COALESCE(SUM(r.damaged), 0)
           OR l.missing <> COALESCE(SUM(r.missing), 0)
         ORDER BY l.id LIMIT 100",
        &[],
        |row| Ok(format!("loan {} doesn't add up to what came back", row.text(0)?)),
    )
}
