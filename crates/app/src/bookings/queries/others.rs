//! Who else is there for a room: one look for what nearly always is nothing.

use jiff::Timestamp;
use langqiao_kernel::id::SpaceId;
use langqiao_store::{ReadTx, StoreError, params};

/// Whether others have a room at a time, or have asked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// Somebody holds it.
    pub have_it: bool,
    /// Somebody asks for it.
    pub want_it: bool,
}

/// Who else is there for a room between two instants (with the time to set up and clean).
///
/// # Errors
/// When the database fails.
pub fn others(
    tx: &mut ReadTx,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Others, StoreError> {
    let mut others = Others::default();
    tx.each(
        "SELECT status FROM booking
         WHERE space = ?1 AND status IN ('held', 'asked') AND held_from < ?3 AND ?2 < held_until",
        params![space, from, until],
        |row| {
            match row.text(0)? {
                "held" => others.have_it = true,
                _ => others.want_it = true,
            }
            Ok(())
        },
    )?;
    Ok(others)
}
