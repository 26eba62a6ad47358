//! Taking up a person, and correcting what is kept about them.

use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{AreaId, PersonId},
    text::{mask_name, squash},
    time,
};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::age;
use crate::{
    accounts::PRIVACY_VERSION,
    fault::{Fault, Refusal},
    i18n::msg,
    keys::{Field, Keys},
    refuse_with,
};

/// The longest name taken, in characters; the longest on a Chinese ID card has 15, foreign ones are longer.
const NAME_CHARS: usize = 40;

/// A person to be taken up.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// The name in full.
    pub name: String,
    /// A phone of their own, with which they can sign in.
    pub phone: Option<Phone>,
    /// The day of birth, where it is needed.
    pub birth: Option<Date>,
    /// Whether they are a woman, where it is known.
    pub female: Option<bool>,
    /// Where they live.
    pub area: Option<AreaId>,
    /// The unit they work or study at.
    pub unit: Option<langqiao_kernel::id::UnitId>,
    /// Who answers for them.
    pub guardian: Option<PersonId>,
    /// Whether they, or their guardian for them, have agreed to the use of their data.
    pub consented: bool,
}

impl NewPerson {
    /// A person of whom only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            phone: None,
            birth: None,
            female: None,
            area: None,
            unit: None,
            guardian: None,
            consented: false,
        }
    }
}

/// Why a person can't be taken up.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// There is no name, or it is too long.
    #[error("no name, or too long a name")]
    Name,
    /// The day of birth lies in the future or more than 130 years ago.
    #[error("not a day of birth")]
    Birth,
    /// The phone belongs to someone already.
    #[error("the phone is taken")]
    PhoneTaken,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RegisterError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        match self {
            Self::Name => Refusal::invalid("name", msg::REGISTER_NAME).into(),
            Self::Birth => Refusal::invalid("birth", msg::REGISTER_BIRTH).into(),
            Self::PhoneTaken => Refusal::conflict("phone-taken", msg::REGISTER_PHONE_TAKEN).into(),
            Self::Store(why) => why.into(),
        }
    }
}
refuse_with!(RegisterError);

/// The three forms in which a name is kept.
pub struct SealedName {
    /// Encrypted.
    pub sealed: Vec<u8>,
    /// To be found by.
    pub blind: String,
    /// To be shown.
    pub masked: String,
}

/// A name in the forms in which it is kept.
///
/// # Errors
/// [`RegisterError::Name`].
pub fn sealed_name(keys: &Keys, name: &str) -> Result<SealedName, RegisterError> {
    let name = squash(name);
    if name.is_empty() || name.chars().count() > NAME_CHARS {
        return Err(RegisterError::Name);
    }
    Ok(SealedName {
        sealed: keys.seal(Field::Name, &name),
        blind: keys.blind(Field::Name, &name),
        masked: mask_name(&name),
    })
}

/// Takes up a person.
///
/// # Errors
/// [`RegisterError`].
pub fn register(tx: &mut WriteTx, keys: &Keys, new: &NewPerson) -> Result<PersonId, RegisterError> {
    let (id, now) = (PersonId::generate(), tx.now());
    let name = sealed_name(keys, &new.name)?;
    check_birth(new.birth, time::day(now))?;
    let phone = new.phone.as_ref();
    // Said with a condition and not by the index's refusal, which would end the transaction on PostgreSQL.
    let taken_up = tx.execute(
        "INSERT INTO person (id, name_sealed, name_blind, name_masked, phone_sealed, phone_blind, phone_masked,
           birth_day, female, area, unit, guardian, consented_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (phone_blind) WHERE phone_blind IS NOT NULL DO NOTHING",
        params![
            id,
            name.sealed,
            name.blind,
            name.masked,
            phone.map(|p| keys.seal(Field::Phone, p.as_str())),
            phone.map(|p| keys.blind(Field::Phone, p.as_str())),
            phone.map(Phone::masked),
            new.birth,
            new.female,
            new.area,
            new.unit,
            new.guardian,
            new.consented.then_some(now),
            now
        ],
    )?;
    if taken_up == 0 {
        return Err(RegisterError::PhoneTaken);
    }
    let detail = serde_json::json!({
        "phone": phone.is_some(),
        "guardian": new.guardian,
        "consent": new.consented.then_some(PRIVACY_VERSION),
    });
    tx.record(Event::of("person.registered", &id).kind("person").detail(&detail))?;
    Ok(id)
}

/// Corrects what is kept about a person: name, day of birth, where they live.
///
/// # Errors
/// [`RegisterError`].
pub fn correct(
    tx: &mut WriteTx,
    keys: &Keys,
    person: PersonId,
    name: &str,
    birth: Option<Date>,
    area: Option<AreaId>,
) -> Result<(), RegisterError> {
    let name = sealed_name(keys, name)?;
    let today = time::day(tx.now());
    check_birth(birth, today)?;
    tx.execute(
        "UPDATE person SET name_sealed = ?2, name_blind = ?3, name_masked = ?4, birth_day = ?5, area = ?6 WHERE id = ?1",
        params![person, name.sealed, name.blind, name.masked, birth, area],
    )?;
    tx.record(Event::of("person.corrected", &person).kind("person"))?;
    Ok(())
}

fn check_birth(birth: Option<Date>, today: Date) -> Result<(), RegisterError> {
    match birth {
        Some(birth) if birth > today || age(birth, today) > 130 => Err(RegisterError::Birth),
        _ => Ok(()),
    }
}
