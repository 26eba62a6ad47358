//! People: registered once, named in full to few.
//!
//! Names, phones and ID numbers are encrypted by field and found by blind index; screens show them masked.
//! Whoever is shown more has a reason, which is recorded where the person can read it.

mod companions;
mod family;
mod register;
mod unmask;

use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{AreaId, PersonId},
};
use langqiao_store::{ReadTx, StoreError, params};

pub(crate) use companions::forget_lapsed;
pub use companions::{
    AskedCompanion, AsksMe, COMPANIONS_PATH, Companion, CompanionError, Companions, MOST_UNANSWERED, OwnAsk,
    answer_companion, ask_companion, companions_asking, companions_of, end_companion,
};
pub use family::{
    FamilyError, FamilyMember, NewFamilyMember, add_family_member, family_of, remove_family_member,
};
pub use register::{NewPerson, RegisterError, correct, register, sealed_name};
pub use unmask::{COLLECTORS, Disclosed, Seen, Shown, Why, disclose, disclosed, own, seen_by};

use crate::keys::{Field, Keys};

/// From this age on a person consents to the use of their data themselves (PIPL, article 31).
pub const CONSENT_AGE: i16 = 14;

/// From this age on a person is an adult (Civil Code, article 17).
pub const ADULT_AGE: i16 = 18;

/// Full years from birth to `on`; negative before birth. Who was born on 29 February turns a year older on
/// 1 March of other years.
pub fn age(birth: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(!had_birthday)
}

/// Who has this phone.
///
/// # Errors
/// When the database fails.
pub fn by_phone(tx: &mut ReadTx, keys: &Keys, phone: &Phone) -> Result<Option<PersonId>, StoreError> {
    let blind = keys.blind(Field::Phone, phone.as_str());
    tx.one(
        "SELECT id FROM person WHERE phone_blind = ?1",
        params![blind],
        |row| row.get(0),
    )
}

/// What a screen may show of a person to whoever may see that there is such a person.
#[derive(Clone, Debug)]
pub struct Masked {
    /// Which person.
    pub id: PersonId,
    /// The name, masked.
    pub name: String,
    /// The phone, masked.
    pub phone: Option<String>,
    /// The day of birth, for ages.
    pub birth: Option<Date>,
    /// Where they live.
    pub area: Option<AreaId>,
}

/// What a screen may show of a person.
///
/// # Errors
/// When the database fails.
pub fn masked(tx: &mut ReadTx, person: PersonId) -> Result<Option<Masked>, StoreError> {
    tx.one(
        "SELECT id, name_masked, phone_masked, birth_day, area FROM person WHERE id = ?1",
        params![person],
        |row| {
            Ok(Masked {
                id: row.get(0)?,
                name: row.get(1)?,
                phone: row.get(2)?,
                birth: row.get(3)?,
                area: row.get(4)?,
            })
        },
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::age;

    #[test]
    fn a_year_older_on_the_birthday_and_not_before() {
        let birth = date(2012, 11, 21);
        assert_eq!(age(birth, date(2026, 11, 20)), 13);
        assert_eq!(age(birth, date(2026, 11, 21)), 14);
        let leap = date(2012, 2, 29);
        assert_eq!(
            (age(leap, date(2026, 2, 28)), age(leap, date(2026, 3, 1))),
            (13, 14)
        );
        assert_eq!(age(birth, date(2012, 11, 20)), -1);
    }
}
