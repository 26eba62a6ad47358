//! Who has a place, for the sign-in sheet.

use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_store::{ReadTx, StoreError, params};

/// A line of the sign-in sheet.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Whose place it is.
    pub person: PersonId,
    /// Their name as screens show it.
    pub name_masked: String,
    /// Their name, sealed.
    pub name_sealed: Vec<u8>,
    /// `attendee` or `volunteer`.
    pub role: String,
    /// The party they come with.
    pub party: String,
    /// Their number in the order of signing up.
    pub number: i64,
    /// The code that is typed where nothing is scanned.
    pub code: String,
}

/// Everybody who has a place: helpers after those who take part, parties together, in the order of signing up.
///
/// # Errors
/// When the database fails.
pub fn sheet(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<SheetRow>, StoreError> {
    tx.all(
        "SELECT s.person, p.name_masked, p.name_sealed, s.role, s.party, s.number, s.code
         FROM signup s JOIN person p ON p.id = s.person
         WHERE s.activity = ?1 AND s.state = 'seat'
         ORDER BY s.role, s.number, s.id",
        params![id],
        |row| {
            Ok(SheetRow {
                person: row.get(0)?,
                name_masked: row.get(1)?,
                name_sealed: row.get(2)?,
                role: row.get(3)?,
                party: row.get(4)?,
                number: row.get(5)?,
                code: row.get(6)?,
            })
        },
    )
}
