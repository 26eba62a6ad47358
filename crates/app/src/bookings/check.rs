//! Whether what is held agrees with what is public, for `langqiao verify`.

use langqiao_store::{ReadTx, StoreError};

/// Public activities that do not hold their room from their beginning to their end, rooms held for activities that
/// are not public or asked for in the name of one that was called off, and offers to nobody, which would never end; at most 100 of each.
pub(super) fn rooms(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    let without = tx.all(
        "SELECT a.id FROM activity a WHERE a.status = 'published' AND a.space IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM booking b WHERE b.activity = a.id AND b.status = 'held' AND b.space = a.space
             AND b.starts_at <= a.starts_at AND b.ends_at >= a.ends_at) ORDER BY a.id LIMIT 100",
        &[],
        |row| Ok(format!("activity {} does not hold its room", row.text(0)?)),
    )?;
    let without_others = tx.all(
        "SELECT a.id FROM activity a JOIN activity_room r ON r.activity = a.id WHERE a.status = 'published' AND NOT EXISTS (
           SELECT 1 FROM booking b WHERE b.activity = a.id AND b.status = 'held' AND b.space = r.space
             AND b.starts_at <= a.starts_at AND b.ends_at >= a.ends_at) ORDER BY a.id LIMIT 100",
        &[],
        |row| Ok(format!("activity {} does not hold one of its further rooms", row.text(0)?)),
    )?;
    let beyond = tx.all(
        "SELECT b.id FROM booking b JOIN activity a ON a.id = b.activity
         WHERE b.status = 'held' AND a.status <> 'published' ORDER BY b.id LIMIT 100",
        &[],
        |row| {
            Ok(format!(
                "booking {} holds a room for an activity that is not public",
                row.text(0)?
            ))
        },
    )?;
    let for_nothing = tx.all(
        "SELECT b.id FROM booking b JOIN activity a ON a.id = b.asked_for
         WHERE b.activity IS NULL AND b.status IN ('asked', 'held') AND a.status = 'cancelled' ORDER BY b.id LIMIT 100",
        &[],
        |row| {
            Ok(format!(
                "booking {} is asked for in the name of an activity that was called off",
                row.text(0)?
            ))
        },
    )?;
    let nobodys = tx.all(
        "SELECT b.id FROM booking b WHERE b.status = 'held' AND b.pending = 'offer' AND NOT EXISTS (
           SELECT 1 FROM booking_wait w WHERE w.booking = b.id AND w.state = 'offered') ORDER BY b.id LIMIT 100",
        &[],
        |row| Ok(format!("booking {} is offered to nobody who waits", row.text(0)?)),
    )?;
    Ok([without, without_others, beyond, for_nothing, nobodys].concat())
}
