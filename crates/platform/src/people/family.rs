//! Family members without a phone of their own: children, and elders for whom someone signs up.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, PersonId},
    text::squash,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};

use super::{NewPerson, RegisterError, register};
use crate::{
    fault::{Fault, Refusal},
    i18n::msg,
    keys::{Field, Keys},
    refuse_with,
};

/// The most family members of one person.
const MOST: i64 = 20;

/// A family member as their guardian sees them.
#[derive(Clone, Debug)]
pub struct FamilyMember {
    /// Which person.
    pub id: PersonId,
    /// The name in full, which the guardian gave: two children masked look alike.
    pub name: String,
    /// The name, masked.
    pub name_masked: String,
    /// The day of birth.
    pub birth_day: Option<Date>,
}

/// A family member to be added.
#[derive(Clone, Debug)]
pub struct NewFamilyMember {
    /// The name in full.
    pub name: String,
    /// The day of birth, on which ages are checked at sign-up.
    pub birth: Date,
    /// Whether the guardian has agreed to the use of this person's data, asked for separately.
    pub consented: bool,
}

/// Why a family member can't be added.
#[derive(Debug, thiserror::Error)]
pub enum FamilyError {
    /// The guardian has not agreed to the use of the person's data.
    #[error("no consent")]
    NoConsent,
    /// There are too many already.
    #[error("too many family members")]
    TooMany,
    /// What is said of the person can't be taken.
    #[error(transparent)]
    Person(#[from] RegisterError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FamilyError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        match self {
            Self::NoConsent => Refusal::invalid("no-consent", msg::FAMILY_CONSENT).into(),
            Self::TooMany => Refusal::conflict("too-many", msg::FAMILY_TOO_MANY)
                .arg("n", MOST)
                .into(),
            Self::Person(why) => why.into_fault(),
            Self::Store(why) => why.into(),
        }
    }
}
refuse_with!(FamilyError);

/// The people for whom a person answers, the eldest first, for that person's own eyes.
///
/// # Errors
/// When the database fails, or a name was sealed with another key.
pub fn family_of(tx: &mut ReadTx, keys: &Keys, person: PersonId) -> Result<Vec<FamilyMember>, Fault> {
    let sealed = tx.all(
        "SELECT id, name_sealed, name_masked, birth_day FROM person WHERE guardian = ?1 ORDER BY birth_day, id",
        params![person],
        |row| Ok((row.get(0)?, row.get::<Vec<u8>>(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let open = |(id, sealed, name_masked, birth_day): (PersonId, Vec<u8>, String, Option<Date>)| {
        let name = keys
            .open_field(Field::Name, &sealed)
            .map_err(|why| Fault::Internal(format!("person {id}: {why}")))?;
        Ok(FamilyMember {
            id,
            name,
            name_masked,
            birth_day,
        })
    };
    sealed.into_iter().map(open).collect()
}

/// Adds a family member, for whom `guardian` answers from now on. One of the same name and day of birth for whom
/// they answer, or once did, is the same person: a child that is removed and added again has one place, not two.
///
/// # Errors
/// [`FamilyError`].
pub fn add_family_member(
    tx: &mut WriteTx,
    keys: &Keys,
    guardian: PersonId,
    new: &NewFamilyMember,
) -> Result<PersonId, FamilyError> {
    if !new.consented {
        return Err(FamilyError::NoConsent);
    }
    // Sending a form twice must not add the child twice.
    tx.lock("family", &guardian)?;
    let known = known(tx, keys, guardian, new)?;
    if let Some(Known { id, ended: false }) = known {
        return Ok(id);
    }
    let count = "SELECT COUNT(*) FROM person WHERE guardian = ?1";
    let members: i64 = tx.one(count, params![guardian], |row| row.get(0))?.unwrap_or(0);
    if members >= MOST {
        return Err(FamilyError::TooMany);
    }
    let area = tx
        .one(
            "SELECT area FROM person WHERE id = ?1",
            params![guardian],
            |row| row.get(0),
        )?
        .flatten();
    if let Some(Known { id, .. }) = known {
        return revive(tx, guardian, id, area);
    }
    let person = NewPerson {
        birth: Some(new.birth),
        area,
        guardian: Some(guardian),
        consented: true,
        ..NewPerson::named(new.name.clone())
    };
    Ok(register(tx, keys, &person)?)
}

/// Ends the tie between a guardian and a family member; false if there was none. What the person did stays,
/// and the guardian is kept as a former one, who can see who looked at it. Of a person who did nothing nothing
/// stays: the personal fields are erased.
///
/// # Errors
/// When the database fails.
pub fn remove_family_member(
    tx: &mut WriteTx,
    guardian: PersonId,
    member: PersonId,
) -> Result<bool, StoreError> {
    let gone = tx.execute(
        "UPDATE person SET guardian = NULL, former_guardian = ?2 WHERE id = ?1 AND guardian = ?2",
        params![member, guardian],
    )?;
    if gone == 0 {
        return Ok(false);
    }
    let erased = tx.execute(
        "UPDATE person SET name_sealed = ?2, name_blind = '', name_masked = '', phone_sealed = NULL,
           phone_blind = NULL, phone_masked = NULL, idno_sealed = NULL, idno_blind = NULL, birth_day = NULL,
           female = NULL, area = NULL, unit = NULL, volunteer_number = NULL, former_guardian = NULL
         WHERE id = ?1
           AND NOT EXISTS (SELECT 1 FROM signup s WHERE s.person = ?1)
           AND NOT EXISTS (SELECT 1 FROM course_trial c WHERE c.person = ?1)
           AND NOT EXISTS (SELECT 1 FROM service_record r WHERE r.person = ?1)
           AND NOT EXISTS (SELECT 1 FROM team_member t WHERE t.person = ?1)
           AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.person = ?1)
           AND NOT EXISTS (SELECT 1 FROM unmasking u WHERE u.person = ?1)
           AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person = ?1)",
        params![member, Vec::<u8>::new()],
    )?;
    if erased > 0 {
        tx.execute("DELETE FROM standing WHERE person = ?1", params![member])?;
    }
    let detail = serde_json::json!({ "guardian": guardian, "erased": erased > 0 });
    tx.record(
        Event::of("person.left_family", &member)
            .kind("person")
            .detail(&detail),
    )?;
    Ok(true)
}

/// Somebody whom a guardian added before.
struct Known {
    id: PersonId,
    /// Whether the guardian removed them since.
    ended: bool,
}

fn known(
    tx: &mut ReadTx,
    keys: &Keys,
    guardian: PersonId,
    new: &NewFamilyMember,
) -> Result<Option<Known>, StoreError> {
    let blind = keys.blind(Field::Name, &squash(&new.name));
    tx.one(
        "SELECT id, CASE WHEN guardian IS NULL THEN 1 ELSE 0 END FROM person
         WHERE (guardian = ?1 OR (guardian IS NULL AND former_guardian = ?1)) AND name_blind = ?2 AND birth_day = ?3
         ORDER BY 2, id LIMIT 1",
        params![guardian, blind, new.birth],
        |row| {
            Ok(Known {
                id: row.get(0)?,
                ended: row.get::<i64>(1)? == 1,
            })
        },
    )
}

/// Takes a former family member up again.
fn revive(
    tx: &mut WriteTx,
    guardian: PersonId,
    member: PersonId,
    area: Option<AreaId>,
) -> Result<PersonId, FamilyError> {
    let now = tx.now();
    tx.execute(
        "UPDATE person SET guardian = ?2, former_guardian = NULL, area = ?3, consented_at = ?4 WHERE id = ?1",
        params![member, guardian, area, now],
    )?;
    let detail = serde_json::json!({ "guardian": guardian });
    tx.record(
        Event::of("person.joined_family", &member)
            .kind("person")
            .detail(&detail),
    )?;
    Ok(member)
}
