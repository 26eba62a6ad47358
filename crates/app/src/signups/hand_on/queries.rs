//! All SQL of handing on.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId, SignupId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use crate::signups::{
    model::{PartyId, SignupRole, SignupState},
    queries::is_companion,
};

/// One person of a party, with what became of their place.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Their sign-up.
    pub signup: SignupId,
    /// Their name, protected.
    pub name_sealed: Vec<u8>,
    /// How it stands.
    pub state: SignupState,
    /// Whether they have been checked in.
    pub came: bool,
    /// When a link was made that nobody has used.
    pub link_since: Option<Timestamp>,
}

/// A party that its booker looks at.
#[derive(Clone, Debug)]
pub struct Booked {
    /// To what.
    pub activity: ActivityId,
    /// The activity's name.
    pub title: String,
    /// As what they come.
    pub role: SignupRole,
    /// Whether its places can change hands: it is still to come.
    pub ahead: bool,
    /// Its people, but for companions, whose places are theirs.
    pub seats: Vec<Seat>,
}

/// A party as its booker sees it; nothing for others.
///
/// # Errors
/// When the database fails.
pub fn booked(
    tx: &mut ReadTx,
    party: PartyId,
    booker: PersonId,
    now: Timestamp,
) -> Result<Option<Booked>, StoreError> {
    let rows = tx.all(
        concat!("SELECT s.activity, a.title, s.role, CASE WHEN a.status = 'published' THEN a.starts_at ELSE 0 END,
                s.id, p.name_sealed, s.state,
                (SELECT COUNT(*) FROM scan c WHERE c.signup = s.id AND c.outcome = 'accepted'),
                CASE WHEN h.key_hash IS NULL THEN NULL ELSE h.made_at END
         FROM signup s JOIN activity a ON a.id = s.activity JOIN person p ON p.id = s.person
         LEFT JOIN handed_on h ON h.signup = s.id
         WHERE s.party = ?1 AND s.booker = ?2 AND ", is_companion!(), " = 0 ORDER BY s.id"),
        params![party, booker],
        |row| {
            let seat = Seat {
                signup: row.get(4)?,
                name_sealed: row.get(5)?,
                state: row.get(6)?,
                came: row.get::<i64>(7)? > 0,
                link_since: row.get(8)?,
            };
            let starts_at: Timestamp = row.get(3)?;
            Ok((
                row.get(0)?,
                row.text(1)?.to_owned(),
                row.get(2)?,
                starts_at > now,
                seat,
            ))
        },
    )?;
    let Some((activity, title, role, ahead)) = rows.first().map(|row| (row.0, row.1.clone(), row.2, row.3))
    else {
        return Ok(None);
    };
    Ok(Some(Booked {
        activity,
        title,
        role,
        ahead,
        seats: rows.into_iter().map(|row| row.4).collect(),
    }))
}

/// Where a link leads.
#[derive(Clone, Copy, Debug)]
pub struct Handed {
    /// Whose place it is.
    pub signup: SignupId,
    /// Of which party.
    pub party: PartyId,
    /// To what.
    pub activity: ActivityId,
    /// As what one comes.
    pub role: SignupRole,
    /// Whether it is still held by who hands it on.
    pub held: bool,
    /// Who hands it on.
    pub booker: PersonId,
}

/// The place behind a link that is open.
///
/// # Errors
/// When the database fails.
pub fn behind(tx: &mut ReadTx, key_hash: &str) -> Result<Option<Handed>, StoreError> {
    tx.one(
        "SELECT s.id, s.party, s.activity, s.role, s.state, s.booker
         FROM handed_on h JOIN signup s ON s.id = h.signup WHERE h.key_hash = ?1",
        params![key_hash],
        |row| {
            Ok(Handed {
                signup: row.get(0)?,
                party: row.get(1)?,
                activity: row.get(2)?,
                role: row.get(3)?,
                held: row.text(4)? == "seat",
                booker: row.get(5)?,
            })
        },
    )
}

/// The activity, the role and who booked a party.
///
/// # Errors
/// When the database fails.
pub fn of_party(
    tx: &mut ReadTx,
    party: PartyId,
) -> Result<Option<(ActivityId, SignupRole, PersonId)>, StoreError> {
    tx.one(
        "SELECT activity, role, booker FROM signup WHERE party = ?1 LIMIT 1",
        params![party],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Keeps the key of a link, in place of the one before.
///
/// # Errors
/// When the database fails.
pub fn keep_key(tx: &mut WriteTx, signup: SignupId, key_hash: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO handed_on (signup, key_hash, made_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (signup) DO UPDATE SET key_hash = ?2, made_at = ?3",
        params![signup, key_hash, now],
    )?;
    Ok(())
}

/// Ends a link that nobody has used; says whether there was one.
///
/// # Errors
/// When the database fails.
pub fn drop_key(tx: &mut WriteTx, signup: SignupId) -> Result<bool, StoreError> {
    let ended = tx.execute(
        "UPDATE handed_on SET key_hash = NULL WHERE signup = ?1 AND key_hash IS NOT NULL",
        params![signup],
    )?;
    Ok(ended > 0)
}

/// Notes who has the place now.
///
/// # Errors
/// When the database fails.
pub fn note(tx: &mut WriteTx, signup: SignupId, taken_by: SignupId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO handed_on (signup, made_at, taken_by) VALUES (?1, ?2, ?3)
         ON CONFLICT (signup) DO UPDATE SET key_hash = NULL, taken_by = ?3",
        params![signup, now, taken_by],
    )?;
    Ok(())
}

/// The number of one of a party, and the answers that are kept with them.
///
/// # Errors
/// When the database fails.
pub fn kept_with(tx: &mut ReadTx, signup: SignupId) -> Result<Option<(i64, String)>, StoreError> {
    tx.one(
        "SELECT number, answers FROM signup WHERE id = ?1",
        params![signup],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
