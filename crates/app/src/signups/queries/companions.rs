//! Companions among those who are signed up.

use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_store::{ReadTx, StoreError, params};

use super::SignupRow;
use crate::signups::model::PartyId;

/// The companions of a party who still come or wait.
///
/// # Errors
/// When the database fails.
pub fn companions_of_party(tx: &mut ReadTx<'_>, party: PartyId) -> Result<Vec<PersonId>, StoreError> {
    tx.all(
        concat!(
            "SELECT s.person FROM signup s JOIN person p ON p.id = s.person
             WHERE s.party = ?1 AND s.state IN ('seat', 'waiting', 'offered') AND ",
            is_companion!(),
            " = 1 ORDER BY s.id"
        ),
        params![party],
        |row| row.get(0),
    )
}

/// The companions in all parties of an activity who still come or wait.
///
/// # Errors
/// When the database fails.
pub fn companions_signed_up(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
) -> Result<Vec<(PersonId, PartyId)>, StoreError> {
    tx.all(
        concat!(
            "SELECT s.person, s.party FROM signup s JOIN person p ON p.id = s.person
             WHERE s.activity = ?1 AND s.state IN ('seat', 'waiting', 'offered') AND s.person <> s.booker AND ",
            is_companion!(),
            " = 1 ORDER BY s.id"
        ),
        params![activity],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Somebody who signed the reader up.
#[derive(Clone, Debug)]
pub struct BookedBy {
    /// Who.
    pub booker: PersonId,
    /// Their name, masked.
    pub name_masked: String,
    /// Their name, protected, while the two are companions.
    pub name_sealed: Option<Vec<u8>>,
}

/// All who signed a person up for something, other than they themselves; looked up where one of these rows was made by
/// somebody else.
///
/// # Errors
/// When the database fails.
pub fn booked_by(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    rows: &[SignupRow],
) -> Result<Vec<BookedBy>, StoreError> {
    if rows.iter().all(|row| row.booker == person) {
        return Ok(Vec::new());
    }
    tx.all(
        "SELECT b.id, b.name_masked, CASE WHEN EXISTS (
                  SELECT 1 FROM companion c WHERE c.agreed_at IS NOT NULL AND c.ended_at IS NULL
                    AND ((c.person = ?1 AND c.other = b.id) OR (c.person = b.id AND c.other = ?1)))
                THEN b.name_sealed END
         FROM person b WHERE b.id IN (SELECT s.booker FROM signup s WHERE s.person = ?1 AND s.booker <> ?1)",
        params![person],
        |row| {
            Ok(BookedBy {
                booker: row.get(0)?,
                name_masked: row.get(1)?,
                name_sealed: row.get(2)?,
            })
        },
    )
}

/// How many people of a party wait, whoever looks.
///
/// # Errors
/// When the database fails.
pub fn people_waiting(tx: &mut ReadTx<'_>, party: PartyId) -> Result<i64, StoreError> {
    let waiting = tx.one(
        "SELECT COUNT(*) FROM signup WHERE party = ?1 AND state = 'waiting'",
        params![party],
        |row| row.get(0),
    )?;
    Ok(waiting.unwrap_or(0))
}
