//! Who has a place, for the sign-in sheet.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_store::{ReadTx, StoreError, params};

/// A line of the sign-in sheet.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Whose place it is.
    pub person: PersonId,
    /// Their name as screens show it.
    pub name_masked: String,
    /// `attendee` or `volunteer`.
    pub role: String,
    /// The party they come with.
    pub party: String,
    /// The code that is typed where nothing is scanned.
    pub code: String,
}

/// Everybody who has a place: helpers after those who take part, parties together, in the order of signing up.
///
/// # Errors
/// When the database fails.
pub fn sheet(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<SheetRow>, StoreError> {
    tx.all(
        "SELECT s.person, p.name_masked, s.role, s.party, s.code
         FROM signup s JOIN person p ON p.id = s.person
         WHERE s.activity = ?1 AND s.state = 'seat'
         ORDER BY s.role, s.number, s.id",
        params![id],
        |row| {
            Ok(SheetRow {
                person: row.get(0)?,
                name_masked: row.get(1)?,
                role: row.get(2)?,
                party: row.get(3)?,
                code: row.get(4)?,
            })
        },
    )
}

/// A line of the list of those who signed up.
#[derive(Clone, Debug)]
pub struct RollRow {
    /// Their name as screens show it.
    pub name: String,
    /// `attendee` or `volunteer`.
    pub role: String,
    /// Whether they have a place, wait, are offered one, or are gone.
    pub state: String,
    /// Their number in the order of signing up.
    pub number: i64,
    /// The code of their ticket.
    pub code: String,
    /// When they signed up.
    pub at: Timestamp,
}

/// Those who signed up, of one role and in one state if asked, in the order of signing up; and how many in all.
///
/// # Errors
/// When the database fails.
pub fn roll(
    tx: &mut ReadTx,
    id: ActivityId,
    role: Option<&str>,
    state: Option<&str>,
    (skip, limit): (i64, i64),
) -> Result<(Vec<RollRow>, i64), StoreError> {
    let mut all = 0;
    let rows = tx.all(
        "SELECT p.name_masked, s.role, s.state, s.number, s.code, s.created_at, COUNT(*) OVER ()
         FROM signup s JOIN person p ON p.id = s.person
         WHERE s.activity = ?1 AND (CAST(?2 AS TEXT) IS NULL OR s.role = ?2)
           AND (CAST(?3 AS TEXT) IS NULL OR s.state = ?3)
         ORDER BY s.role, s.number, s.id LIMIT ?4 OFFSET ?5",
        params![id, role, state, limit, skip],
        |row| {
            all = row.get(6)?;
            let (name, role, state) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(RollRow {
                name,
                role,
                state,
                number: row.get(3)?,
                code: row.get(4)?,
                at: row.get(5)?,
            })
        },
    )?;
    Ok((rows, all))
}
