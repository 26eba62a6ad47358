//! The register of mass organisations: what stands below what, where, and of which unit.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, OrganisationId, UnitId},
    text::name_key,
};
use langqiao_platform::fault::Fault;
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    super::{
        clean,
        field::{Column, Field, ORGANISATIONS},
        problem::{Problem, What},
        suggest::nearest,
    },
    Checked, Outcome, Register, Row, Seen, Subject, TakeError, Verdict, may, must,
    place::Places,
    vocabulary::{ORGANISATION_KINDS, line, one_of},
};
use crate::{
    areas::Directory,
    organisations::{self, Kind, Line, NewOrganisation},
};

/// The most characters of an organisation's name.
const NAME_MAX: usize = 100;

/// The register of organisations, on a day.
pub struct Organisations {
    places: Places,
    today: Date,
}

impl Organisations {
    /// The register as of `today`.
    pub fn new(directory: Directory, today: Date) -> Self {
        Self {
            places: Places {
                directory,
                scope: None,
            },
            today,
        }
    }
}

/// What a row says of an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationRow {
    line: Line,
    name: String,
    kind: Kind,
    parent: Option<String>,
    /// Whether a row before founds the one above.
    parent_comes: bool,
    area: AreaId,
    unit: Option<String>,
}

impl Register for Organisations {
    type Row = OrganisationRow;

    const SUBJECT: Subject = Subject::Organisations;
    const COLUMNS: &'static [Column] = ORGANISATIONS;

    fn check(&self, row: &Row, seen: &mut Seen) -> Checked<OrganisationRow> {
        let (number, mut problems) = (row.line.number, Vec::new());
        let wrong = &mut problems;
        let line = must(line(row.cell(Field::Line)), Field::Line, wrong);
        let name = must(clean::text(row.cell(Field::Name), NAME_MAX), Field::Name, wrong);
        let kind = must(
            one_of(ORGANISATION_KINDS, row.cell(Field::Kind)),
            Field::Kind,
            wrong,
        );
        let parent = may(
            clean::text(row.cell(Field::Parent), NAME_MAX),
            Field::Parent,
            wrong,
        );
        let area = self
            .places
            .any(row.cell(Field::Area), Field::Area)
            .map_err(|problem| wrong.push(problem))
            .ok();
        let unit = may(clean::text(row.cell(Field::Unit), NAME_MAX), Field::Unit, wrong);
        let said = (|| {
            let (line, name, kind, area) = (line?, name?, kind?, area?);
            let parent_comes = parent.as_ref().is_some_and(|parent| {
                seen.has(&coming(line, parent)) || seen.has(&coming(Line::OFFICE, parent))
            });
            Some(OrganisationRow {
                line,
                name,
                kind,
                parent,
                parent_comes,
                area,
                unit,
            })
        })();
        if let Some(said) = &said {
            if said.parent.is_none() && said.line != Line::OFFICE {
                wrong.push(Problem::new(Field::Parent, What::Missing));
            }
            if let Some(row) = seen.note(
                format!("{} {} {}", said.line, said.area, name_key(&said.name)),
                number,
            ) {
                wrong.push(Problem::new(Field::Name, What::Doubled { row }));
            }
            seen.note(coming(said.line, &said.name), number);
        }
        Checked::of(said, problems)
    }

    fn compare(&self, tx: &mut ReadTx, rows: &[Checked<OrganisationRow>]) -> Result<Vec<Outcome>, TakeError> {
        rows.iter().map(|row| Ok(judge(tx, row)?.1)).collect()
    }

    fn take(&self, tx: &mut WriteTx, rows: &[Checked<OrganisationRow>]) -> Result<Vec<Outcome>, TakeError> {
        let take = |checked| -> Result<Outcome, TakeError> {
            let (plan, outcome) = judge(tx, checked)?;
            match plan {
                Plan::Nothing => {}
                Plan::Found { row, parent, unit } => {
                    let new = NewOrganisation {
                        id: OrganisationId::generate(),
                        line: row.line,
                        kind: row.kind,
                        name: row.name.clone(),
                        parent,
                        area: row.area,
                        unit,
                        from: self.today,
                    };
                    organisations::found(tx, &new).map_err(Fault::from)?;
                }
                Plan::Move { organisation, parent } => {
                    organisations::move_under(tx, organisation, parent).map_err(Fault::from)?
                }
            }
            Ok(outcome)
        };
        rows.iter().map(take).collect()
    }
}

/// The key under which a row notes that it founds an organisation.
fn coming(line: Line, name: &str) -> String {
    format!("founds {line} {}", name_key(name))
}

/// What is to be done for a row.
enum Plan<'r> {
    Nothing,
    Found {
        row: &'r OrganisationRow,
        parent: Option<OrganisationId>,
        unit: Option<UnitId>,
    },
    Move {
        organisation: OrganisationId,
        parent: OrganisationId,
    },
}

fn judge<'r>(
    tx: &mut ReadTx,
    checked: &'r Checked<OrganisationRow>,
) -> Result<(Plan<'r>, Outcome), StoreError> {
    let bad = |problems| Ok((Plan::Nothing, Outcome::bad(problems)));
    let Some(row) = &checked.row else {
        return bad(checked.problems.clone());
    };
    let parent = match &row.parent {
        None => None,
        Some(name) => match named(tx, row.line, name)? {
            Ok(parent) => Some(parent),
            // Founded by a row before, which has gone in when this one does.
            Err(What::Unknown { .. }) if row.parent_comes => None,
            Err(what) => return bad(vec![Problem::new(Field::Parent, what)]),
        },
    };
    let unit = match &row.unit {
        None => None,
        Some(name) => match unit_named(tx, row.area, name)? {
            Ok(unit) => Some(unit),
            Err(what) => return bad(vec![Problem::new(Field::Unit, what)]),
        },
    };
    let existing = tx.one(
        "SELECT id, kind, parent, unit FROM organisation
         WHERE line = ?1 AND area = ?2 AND name_key = ?3 AND valid_to = 2932896",
        params![row.line, row.area, name_key(&row.name)],
        |found| {
            let (kind, parent, unit) = (
                found.get::<Kind>(1)?,
                found.get::<Option<OrganisationId>>(2)?,
                found.get::<Option<UnitId>>(3)?,
            );
            Ok((found.get::<OrganisationId>(0)?, kind, parent, unit))
        },
    )?;
    let Some((organisation, kind, above, of)) = existing else {
        return Ok((Plan::Found { row, parent, unit }, Outcome::good(Verdict::New)));
    };
    if kind != row.kind {
        return bad(vec![Problem::new(Field::Kind, What::Fixed)]);
    }
    if unit.is_some() && unit != of {
        return bad(vec![Problem::new(Field::Unit, What::Fixed)]);
    }
    match parent.filter(|parent| Some(*parent) != above) {
        Some(parent) => {
            let outcome = Outcome {
                changes: vec![Field::Parent],
                ..Outcome::good(Verdict::Changed)
            };
            Ok((Plan::Move { organisation, parent }, outcome))
        }
        None => Ok((Plan::Nothing, Outcome::good(Verdict::Same))),
    }
}

/// The organisation of this name in a line, or the office.
fn named(tx: &mut ReadTx, line: Line, name: &str) -> Result<Result<OrganisationId, What>, StoreError> {
    let sql = "SELECT o.id, o.name, a.name FROM organisation o JOIN area a ON a.id = o.area
               WHERE o.name_key = ?1 AND o.line IN (?2, 'office') AND o.valid_to = 2932896 ORDER BY o.id LIMIT 5";
    let found = tx.all(sql, params![name_key(name), line], |row| {
        Ok((
            row.get::<OrganisationId>(0)?,
            format!("{}({})", row.text(1)?, row.text(2)?),
        ))
    })?;
    Ok(match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => {
            let sql = "SELECT name FROM organisation WHERE line = ?1 AND valid_to = 2932896";
            let names = tx.all(sql, params![line], |row| row.get::<String>(0))?;
            Err(What::Unknown {
                near: nearest(name, names.iter().map(String::as_str)),
            })
        }
        _ => Err(What::Ambiguous {
            options: found.into_iter().map(|(_, name)| name).collect(),
        }),
    })
}

/// The unit of this name in an area or in what lies in it.
fn unit_named(tx: &mut ReadTx, area: AreaId, name: &str) -> Result<Result<UnitId, What>, StoreError> {
    let sql = "SELECT u.id, u.name, a.name FROM unit u JOIN area a ON a.id = u.area
               WHERE u.name_key = ?1 AND (a.id = ?2 OR a.town = ?2 OR a.parent = ?2) ORDER BY u.id LIMIT 5";
    let found = tx.all(sql, params![name_key(name), area], |row| {
        Ok((
            row.get::<UnitId>(0)?,
            format!("{}({})", row.text(1)?, row.text(2)?),
        ))
    })?;
    Ok(match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(What::Unknown { near: Vec::new() }),
        _ => Err(What::Ambiguous {
            options: found.into_iter().map(|(_, name)| name).collect(),
        }),
    })
}
