//! What somebody has to do with companions: who asks, who agreed, who was asked.

use jiff::Timestamp;
use langqiao_kernel::id::{CompanionId, PersonId};
use langqiao_store::{ReadTx, StoreError, params};

use super::lapsed;
use crate::{
    fault::Fault,
    keys::{Field, Keys},
};

/// Somebody whom one may sign up, and who may sign one up.
#[derive(Clone, Debug)]
pub struct Companion {
    /// Since when, and under which id it is ended.
    pub id: CompanionId,
    /// Who.
    pub person: PersonId,
    /// Their name in full: both agreed.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

/// An ask of one's own that nobody has answered.
#[derive(Clone, Debug)]
pub struct OwnAsk {
    /// Which.
    pub id: CompanionId,
    /// The number asked, masked.
    pub phone: String,
    /// When.
    pub at: Timestamp,
}

/// Somebody who asks one.
#[derive(Clone, Debug)]
pub struct AsksMe {
    /// Which ask.
    pub id: CompanionId,
    /// Who asks, masked.
    pub name: String,
    /// Their number, masked.
    pub phone: String,
    /// When.
    pub at: Timestamp,
}

/// All that somebody has to do with companions.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// Who asks them, the latest first.
    pub ask_me: Vec<AsksMe>,
    /// Those who agreed, in the order in which they did.
    pub agreed: Vec<Companion>,
    /// Whom they asked and who has not answered, the latest first.
    pub asked: Vec<OwnAsk>,
}

/// What somebody has to do with companions, for their own eyes.
///
/// # Errors
/// When the database fails, or a name was sealed with another key.
pub fn companions_of(
    tx: &mut ReadTx,
    keys: &Keys,
    person: PersonId,
    now: Timestamp,
) -> Result<Companions, Fault> {
    let lapsed = lapsed(now);
    let ask_me = tx.all(
        "SELECT c.id, p.name_masked, COALESCE(p.phone_masked, ''), c.asked_at FROM companion c JOIN person p ON p.id = c.person
         WHERE c.other = ?1 AND c.ended_at IS NULL AND c.agreed_at IS NULL AND c.declined_at IS NULL AND c.asked_at > ?2
         ORDER BY c.asked_at DESC, c.id",
        params![person, lapsed],
        |row| {
            Ok(AsksMe {
                id: row.get(0)?,
                name: row.get(1)?,
                phone: row.get(2)?,
                at: row.get(3)?,
            })
        },
    )?;
    let sealed = tx.all(
        "SELECT c.id, p.id, p.name_sealed, c.agreed_at FROM companion c JOIN person p ON p.id = c.other
         WHERE c.person = ?1 AND c.agreed_at IS NOT NULL AND c.ended_at IS NULL
         UNION ALL SELECT d.id, q.id, q.name_sealed, d.agreed_at FROM companion d JOIN person q ON q.id = d.person
         WHERE d.other = ?1 AND d.agreed_at IS NOT NULL AND d.ended_at IS NULL
         ORDER BY 4, 1",
        params![person],
        |row| Ok((row.get(0)?, row.get(1)?, row.get::<Vec<u8>>(2)?, row.get(3)?)),
    )?;
    let open = |(id, person, sealed, since): (CompanionId, PersonId, Vec<u8>, Timestamp)| {
        let name = keys
            .open_field(Field::Name, &sealed)
            .map_err(|why| Fault::Internal(format!("person {person}: {why}")))?;
        Ok::<_, Fault>(Companion {
            id,
            person,
            name,
            since,
        })
    };
    let agreed = sealed.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let asked = tx.all(
        "SELECT id, phone_masked, asked_at FROM companion
         WHERE person = ?1 AND agreed_at IS NULL AND ended_at IS NULL AND asked_at > ?2 ORDER BY asked_at DESC, id",
        params![person, lapsed],
        |row| {
            Ok(OwnAsk {
                id: row.get(0)?,
                phone: row.get(1)?,
                at: row.get(2)?,
            })
        },
    )?;
    Ok(Companions {
        ask_me,
        agreed,
        asked,
    })
}

/// How many ask a person to be companions and have no answer yet.
///
/// # Errors
/// When the database fails.
pub fn companions_asking(tx: &mut ReadTx, person: PersonId, now: Timestamp) -> Result<i64, StoreError> {
    let lapsed = lapsed(now);
    let asking = "SELECT COUNT(*) FROM companion c
         WHERE c.other = ?1 AND c.ended_at IS NULL AND c.agreed_at IS NULL AND c.declined_at IS NULL AND c.asked_at > ?2";
    let count = tx.one(asking, params![person, lapsed], |row| row.get(0))?;
    Ok(count.unwrap_or(0))
}
