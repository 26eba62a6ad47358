//! Whether more is lent at once than there is, for `langqiao verify`.

use langqiao_store::{ReadTx, StoreError};

/// Equipment of which, at the beginning of some booking that is not over, more is lent than there is; at most 100.
/// What is over is left out: an office may count less since. A check has no clock, so that the latest event tells the
/// time.
pub fn pieces(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT e.id, i.booking FROM booking_equipment i JOIN equipment e ON e.id = i.equipment
         JOIN booking b ON b.id = i.booking
         WHERE b.status = 'held' AND b.held_until > (SELECT MAX(at) FROM event) AND e.pieces < (
           SELECT SUM(j.pieces) FROM booking_equipment j JOIN booking c ON c.id = j.booking
           WHERE j.equipment = e.id AND c.status = 'held' AND c.held_from <= b.held_from AND b.held_from < c.held_until)
         ORDER BY e.id, i.booking LIMIT 100",
        &[],
        |row| {
            let (equipment, booking) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
            Ok(format!("equipment {equipment} is lent beyond its number with booking {booking}"))
        },
    )
}
