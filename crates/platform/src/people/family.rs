//! Family members without a phone of their own: children, and elders for whom someone signs up.

use jiff::civil::Date;
use langqiao_kernel::id::PersonId;
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

/// Adds a family member, for whom `guardian` answers from now on.
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
    let person = NewPerson {
        birth: Some(new.birth),
        area,
        guardian: Some(guardian),
        consented: true,
        ..NewPerson::named(new.name.clone())
    };
    Ok(register(tx, keys, &person)?)
}

/// Ends the tie between a guardian and a family member; false if there was none. What the person did stays.
///
/// # Errors
/// When the database fails.
pub fn remove_family_member(
    tx: &mut WriteTx,
    guardian: PersonId,
    member: PersonId,
) -> Result<bool, StoreError> {
    let gone = tx.execute(
        "UPDATE person SET guardian = NULL WHERE id = ?1 AND guardian = ?2",
        params![member, guardian],
    )?;
    if gone > 0 {
        let detail = serde_json::json!({ "guardian": guardian });
        tx.record(
            Event::of("person.left_family", &member)
                .kind("person")
                .detail(&detail),
        )?;
    }
    Ok(gone > 0)
}
