//! Whether more is lent at once than there is, for `langqiao verify`.

use langqiao_store::{ReadTx, StoreError};

/// Equipment of which, at the beginning of some booking or loan that is not over, more is lent than there is; at most
/// 100. What is over is left out: an office may count less since; and so is what was promised before some broke, went
/// missing, or turned out not to be back. A check has no clock, so that the latest event tells the time.
pub fn pieces(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT h.thing, h.claim FROM thing_held h JOIN thing t ON t.id = h.thing
         WHERE h.held_until > (SELECT MAX(at) FROM event) AND t.pieces < (
           SELECT SUM(j.pieces) FROM thing_held j
           WHERE j.thing = h.thing AND j.held_from <= h.held_from AND h.held_from < j.held_until)
           AND NOT EXISTS (SELECT 1 FROM thing_entry e WHERE e.thing = h.thing AND e.pieces < 0 AND e.kind <> 'used'
                           AND e.kind <> 'counted' AND e.at >= h.made_at)
           AND NOT EXISTS (SELECT 1 FROM loan l JOIN loan_return r ON r.loan = l.id
                           JOIN loan_return_correction c ON c.loan_return = r.id WHERE l.thing = h.thing AND c.at >= h.made_at)
         ORDER BY h.thing, h.claim LIMIT 100",
        &[],
        |row| {
            let (equipment, claim) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
            Ok(format!("equipment {equipment} is lent beyond its number with {claim}"))
        },
    )
}
