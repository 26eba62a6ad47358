//! Registers are written out as CSV, in the columns in which they are brought in: what was written out and is
//! brought in again changes nothing.

use jiff::civil::Date;
use langqiao_kernel::id::AreaId;
use langqiao_platform::{
    keys::{Field as Secret, Keys},
    spreadsheet::harmless,
};
use langqiao_store::{Event, ReadTx, Row, StoreError, WriteTx};

use super::{
    field::Column,
    registers::{Subject, vocabulary as words},
};
use crate::{
    areas::{Directory, Level},
    organisations::{Kind, Line, PostKind},
    units::UnitKind,
};

/// Why a register can't be written out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database failed.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// Who takes part is written out on the competition's own page.
    #[error("who takes part in a competition is downloaded from its own page")]
    OfCompetition,
    /// A row can't be written.
    #[error("a row could not be written: {0}")]
    Row(#[from] csv::Error),
}

/// A register as CSV, and the number of its rows. Names and telephones are written in full, which is recorded.
///
/// # Errors
/// As [`ExportError`] says.
pub fn export(tx: &mut WriteTx, keys: &Keys, subject: Subject) -> Result<(Vec<u8>, u64), ExportError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let columns = subject.columns();
    out.write_record(columns.iter().map(|column: &Column| column.words[0]))?;
    let (mut rows, mut wrong) = (0_u64, None);
    let directory = Directory::load(tx)?;
    let mut write = |row: Vec<String>| {
        rows += 1;
        if let Err(error) = out.write_record(row.iter().map(|cell| harmless(cell))) {
            wrong.get_or_insert(error);
        }
    };
    match subject {
        Subject::Areas => areas(&directory, &mut write),
        Subject::Units => units(tx, keys, &directory, &mut write)?,
        Subject::Organisations => organisations(tx, &directory, &mut write)?,
        Subject::People => people(tx, keys, &mut write)?,
        Subject::Entries | Subject::Teams => return Err(ExportError::OfCompetition),
    }
    if let Some(error) = wrong {
        return Err(error.into());
    }
    tx.record(
        Event::of("register.exported", &subject.as_str()).detail(&serde_json::json!({ "rows": rows })),
    )?;
    let bytes = out
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok((bytes, rows))
}

fn areas(directory: &Directory, write: &mut dyn FnMut(Vec<String>)) {
    for area in directory.all() {
        let parent = area
            .parent
            .and_then(|parent| directory.get(parent))
            .map(|parent| parent.code.to_string());
        write(vec![
            area.code.to_string(),
            area.name.clone(),
            words::word(words::LEVELS, area.level).to_owned(),
            parent.unwrap_or_default(),
        ]);
    }
}

fn units(
    tx: &mut ReadTx,
    keys: &Keys,
    directory: &Directory,
    write: &mut dyn FnMut(Vec<String>),
) -> Result<(), StoreError> {
    let sql = "SELECT u.name, u.kind, u.uscc, u.uscc_reason, u.area, s.headcount, s.women, s.youth, s.scitech, s.party,
                 u.founded, u.contact_sealed, u.phone_sealed
               FROM unit u JOIN unit_state s ON s.unit = u.id AND s.valid_to = u.valid_to
               WHERE u.valid_to = 2932896 ORDER BY u.id";
    tx.each(sql, &[], |row| {
        let (town, village) = place(directory, row.get(4)?);
        let count = |at| row.get::<i64>(at).map(|count| count.to_string());
        let party = if row.get(9)? { "有" } else { "无" };
        write(vec![
            row.get(0)?,
            words::word(words::UNIT_KINDS, row.get::<UnitKind>(1)?).to_owned(),
            row.get::<Option<String>>(2)?.unwrap_or_default(),
            row.get::<Option<String>>(3)?.unwrap_or_default(),
            town,
            village,
            count(5)?,
            count(6)?,
            count(7)?,
            count(8)?,
            party.to_owned(),
            row.get::<Option<Date>>(10)?
                .map(|day| day.to_string())
                .unwrap_or_default(),
            opened(row, 11, keys, Secret::Name)?,
            opened(row, 12, keys, Secret::Phone)?,
        ]);
        Ok(())
    })
}

fn organisations(
    tx: &mut ReadTx,
    directory: &Directory,
    write: &mut dyn FnMut(Vec<String>),
) -> Result<(), StoreError> {
    // Those above come before those below, as bringing them in wants it.
    let sql = "SELECT o.line, o.name, o.kind, p.name, o.area, u.name, (SELECT COUNT(*) FROM organisation_closure c WHERE c.descendant = o.id)
               FROM organisation o LEFT JOIN organisation p ON p.id = o.parent LEFT JOIN unit u ON u.id = o.unit
               WHERE o.valid_to = 2932896 ORDER BY 7, o.id";
    tx.each(sql, &[], |row| {
        write(vec![
            row.get::<Line>(0)?.names().0.to_owned(),
            row.get(1)?,
            words::word(words::ORGANISATION_KINDS, row.get::<Kind>(2)?).to_owned(),
            row.get::<Option<String>>(3)?.unwrap_or_default(),
            directory
                .get(row.get(4)?)
                .map(|area| area.code.to_string())
                .unwrap_or_default(),
            row.get::<Option<String>>(5)?.unwrap_or_default(),
        ]);
        Ok(())
    })
}

fn people(tx: &mut ReadTx, keys: &Keys, write: &mut dyn FnMut(Vec<String>)) -> Result<(), StoreError> {
    let sql = "SELECT p.name_sealed, p.phone_sealed, o.name, h.title, h.kind, h.role
               FROM posting h JOIN person p ON p.id = h.person JOIN organisation o ON o.id = h.organisation
               WHERE h.valid_to = 2932896 AND p.phone_sealed IS NOT NULL ORDER BY h.id";
    tx.each(sql, &[], |row| {
        let role =
            langqiao_platform::roles::Role::named(row.text(5)?).map(|role| words::word(words::ROLES, role));
        write(vec![
            opened(row, 0, keys, Secret::Name)?,
            opened(row, 1, keys, Secret::Phone)?,
            row.get(2)?,
            row.get(3)?,
            words::word(words::POST_KINDS, row.get::<PostKind>(4)?).to_owned(),
            role.unwrap_or_default().to_owned(),
        ]);
        Ok(())
    })
}

/// Town and village of an area; a town has no village.
fn place(directory: &Directory, area: AreaId) -> (String, String) {
    let Some(area) = directory.get(area) else {
        return Default::default();
    };
    let town = directory
        .town_of(area)
        .map(|town| town.short_name.clone())
        .unwrap_or_default();
    (
        town,
        if area.level == Level::Village {
            area.short_name.clone()
        } else {
            String::new()
        },
    )
}

fn opened(row: &Row, column: usize, keys: &Keys, field: Secret) -> Result<String, StoreError> {
    let Some(sealed) = row.get::<Option<Vec<u8>>>(column)? else {
        return Ok(String::new());
    };
    keys.open_field(field, &sealed).map_err(|why| StoreError::Column {
        column: column.to_string(),
        why: why.to_string(),
    })
}
