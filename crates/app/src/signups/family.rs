//! Those whom somebody may sign up, by name; and those who are added in the form.

use langqiao_kernel::id::PersonId;
use langqiao_platform::{
    app::App,
    keys::{Field, Keys},
    people::{self, FamilyError, NewFamilyMember},
};
use langqiao_store::{WriteTx, params};

use super::typed::Typed;

/// A name for the eyes of the person themselves or of who answers for them.
pub fn name(app: &App, sealed: &[u8]) -> String {
    app.keys.open_field(Field::Name, sealed).unwrap_or_else(|why| {
        // Sealed with another key: the page still shows everything else.
        tracing::error!(%why, "a name could not be opened");
        "—".to_owned()
    })
}

/// Adds the new family members of a form, or finds them where they were added before, and keeps the
/// reader's own day of birth where it was asked for. Gives the new members' ids in their order.
///
/// # Errors
/// [`FamilyError`], with the number of the new member it is about.
pub fn add(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    booker: PersonId,
    typed: &Typed,
) -> Result<Vec<PersonId>, (usize, FamilyError)> {
    if let Some(birth) = typed.my_birth {
        keep_birth(tx, keys, booker, birth).map_err(|why| (0, why))?;
    }
    let mut added = Vec::new();
    for (n, newcomer) in typed.newcomers.iter().enumerate() {
        let new = NewFamilyMember {
            name: newcomer.name.clone(),
            birth: newcomer.birth,
            consented: true,
        };
        let id = people::add_family_member(tx, keys, booker, &new).map_err(|why| (n, why))?;
        added.push(id);
    }
    Ok(added)
}

/// Keeps a day of birth that was not known; one that is known is not changed here.
fn keep_birth(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    person: PersonId,
    birth: jiff::civil::Date,
) -> Result<(), FamilyError> {
    let Some(known) = people::masked(tx, person)? else {
        return Ok(());
    };
    if known.birth.is_some() {
        return Ok(());
    }
    let sealed = tx.one(
        "SELECT name_sealed FROM person WHERE id = ?1",
        params![person],
        |row| row.get::<Vec<u8>>(0),
    )?;
    // A name that can't be opened can't be kept again; the rule that asks for the birth will say so.
    let Some(name) = sealed.and_then(|sealed| keys.open_field(Field::Name, &sealed).ok()) else {
        return Ok(());
    };
    people::correct(tx, keys, person, &name, Some(birth), known.area)?;
    Ok(())
}
