//! Showing what is protected, and saying to whom it was shown and why.

use jiff::Timestamp;
use langqiao_kernel::id::{Id, OrganisationId, PersonId};
use langqiao_store::{Event, ReadTx, Row, StoreError, WriteTx, params};

use crate::{
    fault::Fault,
    keys::{Field, KeyError, Keys},
};

/// Why protected fields are shown to someone.
#[derive(Clone, Debug)]
pub struct Why {
    /// Who will see them.
    pub viewer: PersonId,
    /// In whose name they look.
    pub organisation: OrganisationId,
    /// The reason, in the viewer's words or the page's: 打印签到表.
    pub reason: String,
}

/// A person's protected fields, open.
#[derive(Clone, Debug)]
pub struct Disclosed {
    /// Which person.
    pub id: PersonId,
    /// The name in full, if it was asked for.
    pub name: Option<String>,
    /// The phone, if it was asked for and there is one.
    pub phone: Option<String>,
}

/// Which fields are to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The name.
    Name,
    /// The name and the phone.
    NameAndPhone,
    /// The name, beside what the person states of themselves.
    NameAndStandings,
}

impl Shown {
    fn fields(self) -> Vec<&'static str> {
        match self {
            Self::Name => vec![Field::Name.name()],
            Self::NameAndPhone => vec![Field::Name.name(), Field::Phone.name()],
            Self::NameAndStandings => vec![Field::Name.name(), "standing"],
        }
    }
}

/// Opens protected fields of people for a viewer and records it, for each person and field, where the person
/// can read it. Whether the viewer may see them is for the caller to know; people who don't exist are left out.
///
/// # Errors
/// When the database fails, or a field was sealed with another key.
pub fn disclose(
    tx: &mut WriteTx,
    keys: &Keys,
    why: &Why,
    shown: Shown,
    people: &[PersonId],
) -> Result<Vec<Disclosed>, Fault> {
    let mut open = Vec::with_capacity(people.len());
    for &person in people {
        let Some(found) = fields_of(tx, keys, person)? else {
            continue;
        };
        for field in shown.fields() {
            note(tx, why, person, field)?;
        }
        let phone = if shown == Shown::NameAndPhone {
            found.phone
        } else {
            None
        };
        open.push(Disclosed { phone, ..found });
    }
    if !open.is_empty() {
        let people: Vec<PersonId> = open.iter().map(|person| person.id).collect();
        record(tx, why, &shown.fields(), &people)?;
    }
    Ok(open)
}

/// Whom a family has named to fetch its children, among what may be opened of a person.
pub const COLLECTORS: &str = "collectors";

/// Notes that what these people have entered of others was opened for a viewer, as [`disclose`] does for their own fields:
/// each can read it. `field` is the word for it.
///
/// # Errors
/// When the database fails.
pub fn disclosed(
    tx: &mut WriteTx,
    why: &Why,
    field: &'static str,
    people: &[PersonId],
) -> Result<(), StoreError> {
    for &person in people {
        note(tx, why, person, field)?;
    }
    match people.is_empty() {
        true => Ok(()),
        false => record(tx, why, &[field], people),
    }
}

fn note(tx: &mut WriteTx, why: &Why, person: PersonId, field: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO unmasking (id, viewer, person, organisation, field, reason, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            Id::<()>::generate(),
            why.viewer,
            person,
            why.organisation,
            field,
            why.reason,
            now
        ],
    )?;
    Ok(())
}

fn record(tx: &mut WriteTx, why: &Why, fields: &[&str], people: &[PersonId]) -> Result<(), StoreError> {
    let detail = serde_json::json!({ "fields": fields, "people": people });
    let event = Event::of("person.unmasked", &why.viewer)
        .kind("person")
        .org(why.organisation);
    tx.record(event.detail(&detail))
}

/// A person's own fields, for their own eyes: nothing to be recorded.
///
/// # Errors
/// When the database fails, or a field was sealed with another key.
pub fn own(tx: &mut ReadTx, keys: &Keys, person: PersonId) -> Result<Option<Disclosed>, Fault> {
    fields_of(tx, keys, person)
}

fn fields_of(tx: &mut ReadTx, keys: &Keys, person: PersonId) -> Result<Option<Disclosed>, Fault> {
    let sealed = tx.one(
        "SELECT name_sealed, phone_sealed FROM person WHERE id = ?1",
        params![person],
        |row| Ok((row.get::<Vec<u8>>(0)?, row.get::<Option<Vec<u8>>>(1)?)),
    )?;
    let Some((name, phone)) = sealed else {
        return Ok(None);
    };
    let open = |field, sealed: &[u8]| {
        keys.open_field(field, sealed)
            .map_err(|why: KeyError| Fault::Internal(format!("person {person}: {why}")))
    };
    Ok(Some(Disclosed {
        id: person,
        name: Some(open(Field::Name, &name)?),
        phone: phone.map(|phone| open(Field::Phone, &phone)).transpose()?,
    }))
}

/// One look at a person's protected field.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// Whose fields they were, masked, where it wasn't the reader's own: somebody's for whom they answer.
    pub ward: Option<String>,
    /// Who looked, masked: officers' names are theirs too.
    pub viewer: String,
    /// In whose name they looked.
    pub organisation: Option<String>,
    /// What was shown: the field's name as in [`Field::name`].
    pub field: String,
    /// Why.
    pub reason: String,
}

/// Who saw the protected fields of a person and of those for whom they answer, or answered until these had an
/// account of their own; the latest first, at most `limit` looks.
///
/// # Errors
/// When the database fails.
pub fn seen_by(tx: &mut ReadTx, person: PersonId, limit: i64) -> Result<Vec<Seen>, StoreError> {
    tx.all(
        "SELECT u.at, v.name_masked, o.name, u.field, u.reason, CASE WHEN p.id <> ?1 THEN p.name_masked END
         FROM unmasking u JOIN person v ON v.id = u.viewer JOIN person p ON p.id = u.person
         LEFT JOIN organisation o ON o.id = u.organisation
         WHERE u.person IN (
           SELECT CAST(?1 AS TEXT)
           UNION ALL SELECT id FROM person WHERE guardian = ?1
           UNION ALL SELECT id FROM person f WHERE f.guardian IS NULL AND f.former_guardian = ?1
             AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person = f.id))
         ORDER BY u.at DESC, u.id DESC LIMIT ?2",
        params![person, limit],
        |row: &Row<'_>| {
            Ok(Seen {
                at: row.get(0)?,
                viewer: row.get(1)?,
                organisation: row.get(2)?,
                field: row.get(3)?,
                reason: row.get(4)?,
                ward: row.get(5)?,
            })
        },
    )
}
