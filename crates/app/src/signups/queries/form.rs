//! What the sign-up form asks, and of whom.

use jiff::civil::Date;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_store::{ReadTx, StoreError, params};

use crate::signups::{
    answers::{Question, QuestionKind},
    model::PartyId,
};

/// The questions of an activity in their order.
///
/// # Errors
/// When the database fails.
pub fn questions(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Vec<Question>, StoreError> {
    tx.all(
        "SELECT id, label, kind, options, required, only_if, only_if_answer FROM question WHERE activity = ?1 ORDER BY position",
        params![activity],
        |row| {
            Ok(Question {
                id: row.get(0)?,
                label: row.get(1)?,
                kind: QuestionKind::stored(row.text(2)?, row.text(3)?),
                required: row.get(4)?,
                only_if: row.get::<Option<String>>(5)?.zip(row.get(6)?),
            })
        },
    )
}

/// Whether somebody has said where they live.
///
/// # Errors
/// When the database fails.
pub fn has_address(tx: &mut ReadTx, person: PersonId) -> Result<bool, StoreError> {
    let known = tx.one(
        "SELECT COUNT(p.area) FROM person p WHERE p.id = ?1",
        params![person],
        |row| row.get::<i64>(0),
    )?;
    Ok(known.is_some_and(|known| known > 0))
}

/// Somebody whom a booker may sign up.
#[derive(Clone, Debug)]
pub struct Relative {
    /// Who.
    pub person: PersonId,
    /// Their name, protected.
    pub name_sealed: Vec<u8>,
    /// The day of birth, where it is known.
    pub birth: Option<Date>,
    /// The party under which they are signed up for the activity already, if they are; of a companion, if it is the
    /// booker's.
    pub party: Option<PartyId>,
    /// Whether they are a companion.
    pub companion: bool,
}

/// A booker and their family, the booker first, with who of them is signed up for an activity.
///
/// # Errors
/// When the database fails.
pub fn family(
    tx: &mut ReadTx<'_>,
    booker: PersonId,
    activity: ActivityId,
) -> Result<Vec<Relative>, StoreError> {
    tx.all(
        "SELECT p.id, p.name_sealed, p.birth_day, s.party FROM person p
         LEFT JOIN signup s ON s.activity = ?2 AND s.person = p.id AND s.state IN ('seat', 'waiting', 'offered')
         WHERE p.id = ?1 OR p.guardian = ?1
         ORDER BY CASE WHEN p.id = ?1 THEN 0 ELSE 1 END, p.id",
        params![booker, activity],
        |row| {
            Ok(Relative { person: row.get(0)?, name_sealed: row.get(1)?, birth: row.get(2)?, party: row.get(3)?, companion: false })
        },
    )
}

/// All whom a booker may sign up: their family, as [`family`] has it, and their companions.
///
/// # Errors
/// When the database fails.
pub fn able(
    tx: &mut ReadTx<'_>,
    booker: PersonId,
    activity: ActivityId,
) -> Result<Vec<Relative>, StoreError> {
    tx.all(
        "SELECT p.id, p.name_sealed, p.birth_day, s.party, CASE WHEN p.id = ?1 THEN 0 ELSE 1 END
         FROM person p
         LEFT JOIN signup s ON s.activity = ?2 AND s.person = p.id AND s.state IN ('seat', 'waiting', 'offered')
         WHERE p.id = ?1 OR p.guardian = ?1
         UNION ALL
         SELECT f.id, f.name_sealed, NULL, t.party, 2
         FROM (SELECT c.other AS id FROM companion c
               WHERE c.person = ?1 AND c.agreed_at IS NOT NULL AND c.ended_at IS NULL
               UNION ALL SELECT d.person FROM companion d
               WHERE d.other = ?1 AND d.agreed_at IS NOT NULL AND d.ended_at IS NULL) k
         JOIN person f ON f.id = k.id
         LEFT JOIN signup t ON t.activity = ?2 AND t.person = f.id AND t.booker = ?1
           AND t.state IN ('seat', 'waiting', 'offered')
         ORDER BY 5, 1",
        params![booker, activity],
        |row| {
            Ok(Relative {
                person: row.get(0)?,
                name_sealed: row.get(1)?,
                birth: row.get(2)?,
                party: row.get(3)?,
                companion: row.get::<i64>(4)? == 2,
            })
        },
    )
}
