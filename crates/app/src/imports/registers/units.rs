//! The register of what is to be covered: enterprises, markets, schools and others.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;
use langqiao_kernel::{
    id::{BatchId, UnitId},
    text::name_key,
};
use langqiao_platform::{
    fault::Fault,
    keys::{Field as Secret, Keys},
};
use langqiao_store::{ReadTx, StoreError, WriteTx};

use super::{
    super::{
        clean,
        field::{Column, Field, UNITS},
        problem::{Problem, What},
    },
    Checked, Outcome, Register, Row, Seen, Subject, TakeError, Verdict, may, must,
    place::Places,
    vocabulary::unit_kind,
};
use crate::{
    areas::{Directory, Scope},
    units::{self, Amendment, Headcount, NewUnit},
};

mod known;
mod row;

use known::{Known, known};
pub use row::UnitRow;
use row::too_many;

/// The most characters of a unit's name.
const NAME_MAX: usize = 100;
/// The most characters of a person's name.
const CONTACT_MAX: usize = 40;
/// The most characters of a reason.
const REASON_MAX: usize = 200;

/// The register of units, on a day.
pub struct Units {
    places: Places,
    keys: Arc<Keys>,
    today: Date,
    batch: BatchId,
    reason: Option<String>,
}

impl Units {
    /// The register as of `today`, for those who may change what lies in `scope`, or everything. Codes whose
    /// check character doesn't fit go in with `reason`, or wait for one.
    pub fn new(
        directory: Directory,
        scope: Option<Scope>,
        keys: Arc<Keys>,
        today: Date,
        batch: BatchId,
        reason: Option<String>,
    ) -> Self {
        Self {
            places: Places { directory, scope },
            keys,
            today,
            batch,
            reason,
        }
    }
}

/// What a row comes to, with the unit it is about.
struct Judged<'r> {
    row: Option<(&'r UnitRow, Option<Known>)>,
    outcome: Outcome,
}

impl Register for Units {
    type Row = UnitRow;

    const SUBJECT: Subject = Subject::Units;
    const COLUMNS: &'static [Column] = UNITS;

    fn check(&self, row: &Row, seen: &mut Seen) -> Checked<UnitRow> {
        let (number, mut problems) = (row.line.number, Vec::new());
        let wrong = &mut problems;
        let name = must(clean::text(row.cell(Field::Name), NAME_MAX), Field::Name, wrong);
        let kind = may(unit_kind(row.cell(Field::Kind)), Field::Kind, wrong);
        let code = may(clean::uscc(row.cell(Field::Uscc)), Field::Uscc, wrong);
        let reason = may(
            clean::text(row.cell(Field::UsccReason), REASON_MAX),
            Field::UsccReason,
            wrong,
        )
        .or(self.reason.clone());
        let area = self
            .places
            .village(row.cell(Field::Town), row.cell(Field::Area), seen);
        let headcount = must(clean::count(row.cell(Field::Headcount)), Field::Headcount, wrong);
        let women = may(clean::count(row.cell(Field::Women)), Field::Women, wrong);
        let youth = may(clean::count(row.cell(Field::Youth)), Field::Youth, wrong);
        let scitech = may(clean::count(row.cell(Field::Scitech)), Field::Scitech, wrong);
        let party = may(clean::truth(row.cell(Field::Party)), Field::Party, wrong);
        let founded = may(
            clean::day(row.cell(Field::Founded), self.today),
            Field::Founded,
            wrong,
        );
        let contact = may(
            clean::text(row.cell(Field::Contact), CONTACT_MAX),
            Field::Contact,
            wrong,
        );
        let phone = may(clean::phone(row.cell(Field::Phone)), Field::Phone, wrong);
        if let Some((code, fits)) = &code {
            if !fits && reason.is_none() {
                wrong.push(Problem::new(Field::Uscc, What::UsccCheck));
            }
            if let Some(row) = seen.note(format!("code {code}"), number) {
                wrong.push(Problem::new(Field::Uscc, What::Doubled { row }));
            }
        }
        let reason = reason.filter(|_| code.as_ref().is_some_and(|(_, fits)| !fits));
        let area = area.map_err(|problem| wrong.push(problem)).ok();
        let said = (|| {
            let (name, area, headcount) = (name?, area?, headcount?);
            let (key, code) = (name_key(&name), code.map(|(code, _)| code));
            Some(UnitRow {
                number,
                name,
                key,
                kind,
                area,
                code,
                reason,
                headcount,
                women,
                youth,
                scitech,
                party,
                founded,
                contact,
                phone,
            })
        })();
        if let Some(said) = &said {
            if let Some(row) = seen.note(
                format!("name {} {} {}", said.area, said.kind().as_str(), said.key),
                number,
            ) {
                wrong.push(Problem::new(Field::Name, What::Doubled { row }));
            }
            wrong.extend(too_many(said.people(Headcount::default())));
        }
        Checked::of(said, problems)
    }

    fn compare(&self, tx: &mut ReadTx, rows: &[Checked<UnitRow>]) -> Result<Vec<Outcome>, TakeError> {
        Ok(self
            .judge(tx, rows)?
            .into_iter()
            .map(|judged| judged.outcome)
            .collect())
    }

    fn take(&self, tx: &mut WriteTx, rows: &[Checked<UnitRow>]) -> Result<Vec<Outcome>, TakeError> {
        // Two who bring in the same firm wait for each other: what one has looked up must still hold when it writes.
        tx.lock("imports", &"units")?;
        let judged = self.judge(tx, rows)?;
        let (mut new, mut amended, mut counted) = (Vec::new(), Vec::new(), Vec::new());
        for judged in judged.iter().filter(|judged| judged.outcome.goes_in()) {
            match &judged.row {
                Some((row, None)) => new.push(self.unit(row)),
                Some((row, Some(known))) => {
                    let is_count = |field: &Field| {
                        matches!(
                            field,
                            Field::Headcount | Field::Women | Field::Youth | Field::Scitech | Field::Party
                        )
                    };
                    let (counts, rest): (Vec<Field>, _) =
                        judged.outcome.changes.iter().copied().partition(is_count);
                    if !counts.is_empty() {
                        counted.push((known.id, row.people(known.people)));
                    }
                    if !rest.is_empty() {
                        amended.push(self.amendment(row, known.id, &rest));
                    }
                }
                None => {}
            }
        }
        units::create_many(tx, &new).map_err(Fault::from)?;
        units::amend_many(tx, Some(self.batch), &amended, &counted, self.today).map_err(Fault::from)?;
        Ok(judged.into_iter().map(|judged| judged.outcome).collect())
    }
}

impl Units {
    fn judge<'r>(
        &self,
        tx: &mut ReadTx,
        rows: &'r [Checked<UnitRow>],
    ) -> Result<Vec<Judged<'r>>, StoreError> {
        let said: Vec<&UnitRow> = rows.iter().filter_map(|checked| checked.row.as_ref()).collect();
        let known = known(tx, &said)?;
        let mut by: HashMap<UnitId, u32> = HashMap::new();
        Ok(rows
            .iter()
            .map(|checked| self.judge_one(checked, &known, &mut by))
            .collect())
    }

    /// What one row comes to; `by` holds which row was about which unit.
    fn judge_one<'r>(
        &self,
        checked: &'r Checked<UnitRow>,
        known: &known::Index,
        by: &mut HashMap<UnitId, u32>,
    ) -> Judged<'r> {
        let bad = |problems| Judged {
            row: None,
            outcome: Outcome::bad(problems),
        };
        let Some(row) = &checked.row else {
            return bad(checked.problems.clone());
        };
        let found = match known.find(row) {
            Ok(found) => found,
            Err(problem) => return bad(vec![problem]),
        };
        let Some(unit) = found else {
            return Judged {
                row: Some((row, None)),
                outcome: Outcome {
                    problems: checked.problems.clone(),
                    ..Outcome::good(Verdict::New)
                },
            };
        };
        let first = *by.entry(unit.id).or_insert(row.number);
        if first != row.number {
            return bad(vec![Problem::new(Field::Name, What::Doubled { row: first })]);
        }
        // A code that was kept once needs no second reason.
        let mut problems = checked.problems.clone();
        problems
            .retain(|problem| !(problem.what == What::UsccCheck && unit.code.as_deref() == row.code_text()));
        if unit.ends <= self.today {
            return bad(vec![Problem::new(Field::Name, What::Ended { on: unit.ends })]);
        }
        let over = too_many(row.people(unit.people));
        let changes = self.changes(row, unit);
        if !over.is_empty() {
            return bad(over);
        }
        if unit.counted > self.today && row.people(unit.people) != unit.people {
            return bad(vec![Problem::new(Field::Headcount, What::LaterKnown)]);
        }
        let verdict = if changes.is_empty() {
            Verdict::Same
        } else {
            Verdict::Changed
        };
        Judged {
            row: Some((row, Some(unit.clone()))),
            outcome: Outcome {
                verdict,
                problems,
                changes,
            },
        }
    }

    /// Where a row says something else than what is known.
    fn changes(&self, row: &UnitRow, unit: &Known) -> Vec<Field> {
        let people = row.people(unit.people);
        let differs = |said: &Option<String>, known: &Option<String>| said.is_some() && said != known;
        let code = row.code_text().map(str::to_owned);
        let all = [
            (Field::Name, row.name != unit.name),
            (Field::Kind, row.kind.is_some_and(|kind| kind != unit.kind)),
            (Field::Uscc, differs(&code, &unit.code)),
            // The reason of a code that is kept already stays the first one.
            (
                Field::UsccReason,
                differs(&row.reason, &unit.reason) && self.reason.is_none(),
            ),
            (Field::Area, row.area != unit.area),
            (Field::Headcount, people.headcount != unit.people.headcount),
            (Field::Women, people.women != unit.people.women),
            (Field::Youth, people.youth != unit.people.youth),
            (Field::Scitech, people.scitech != unit.people.scitech),
            (Field::Party, people.party != unit.people.party),
            (
                Field::Founded,
                row.founded.is_some() && row.founded != unit.founded,
            ),
            (Field::Contact, differs(&row.contact, &unit.contact(&self.keys))),
            (Field::Phone, differs(&row.phone, &unit.phone(&self.keys))),
        ];
        all.into_iter()
            .filter(|(_, differs)| *differs)
            .map(|(field, _)| field)
            .collect()
    }

    fn unit(&self, row: &UnitRow) -> NewUnit {
        let people = row.people(Headcount::default());
        NewUnit {
            uscc: row.code_text().map(str::to_owned),
            uscc_reason: row.reason.clone(),
            contact_sealed: row
                .contact
                .as_ref()
                .map(|name| self.keys.seal(Secret::Name, name)),
            phone_sealed: row
                .phone
                .as_ref()
                .map(|phone| self.keys.seal(Secret::Phone, phone)),
            founded: row.founded,
            batch: Some(self.batch),
            ..NewUnit::new(row.kind(), row.name.clone(), row.area, self.today, people)
        }
    }

    fn amendment(&self, row: &UnitRow, unit: UnitId, changes: &[Field]) -> Amendment {
        let changed = |field| changes.contains(&field);
        Amendment {
            unit,
            name: changed(Field::Name).then(|| row.name.clone()),
            kind: row.kind.filter(|_| changed(Field::Kind)),
            area: changed(Field::Area).then_some(row.area),
            uscc: row
                .code_text()
                .filter(|_| changed(Field::Uscc))
                .map(str::to_owned),
            uscc_reason: row
                .reason
                .clone()
                .filter(|_| changed(Field::Uscc) || changed(Field::UsccReason)),
            contact_sealed: row
                .contact
                .as_ref()
                .filter(|_| changed(Field::Contact))
                .map(|name| self.keys.seal(Secret::Name, name)),
            phone_sealed: row
                .phone
                .as_ref()
                .filter(|_| changed(Field::Phone))
                .map(|phone| self.keys.seal(Secret::Phone, phone)),
            founded: row.founded.filter(|_| changed(Field::Founded)),
        }
    }
}
