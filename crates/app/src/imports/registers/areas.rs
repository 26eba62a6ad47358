//! The register of administrative divisions: by their national codes, from a day on.

use std::collections::HashSet;

use jiff::civil::Date;
use langqiao_kernel::codes::{AreaCode, AreaLevel};
use langqiao_store::{ReadTx, WriteTx};

use super::{
    super::{
        clean,
        field::{AREAS, Column, Field},
        problem::{Problem, What},
    },
    Checked, Outcome, Register, Row, Seen, Subject, TakeError, Verdict, may, must,
    vocabulary::{LEVELS, one_of},
};
use crate::areas::{AreaProblem, AreaRow, Directory, Level, import_rows};

/// The most characters of an area's name.
const NAME_MAX: usize = 60;

/// The register of areas, on a day.
pub struct Areas {
    /// The day from which new names hold.
    pub from: Date,
}

impl Register for Areas {
    type Row = AreaRow;

    const SUBJECT: Subject = Subject::Areas;
    const COLUMNS: &'static [Column] = AREAS;
    /// A village may stand before its town.
    const PORTION: usize = usize::MAX;

    fn check(&self, row: &Row, seen: &mut Seen) -> Checked<AreaRow> {
        let (number, mut problems) = (row.line.number, Vec::new());
        let wrong = &mut problems;
        let code = must(clean::text(row.cell(Field::Code), 20), Field::Code, wrong);
        let name = must(clean::text(row.cell(Field::Name), NAME_MAX), Field::Name, wrong);
        let level = may(one_of(LEVELS, row.cell(Field::Level)), Field::Level, wrong);
        let parent_code = may(
            clean::text(row.cell(Field::ParentCode), 20),
            Field::ParentCode,
            wrong,
        );
        let code = code.and_then(|code| match AreaCode::parse(&code) {
            Ok(code) => Some(code.to_string()),
            Err(_) => {
                wrong.push(Problem::new(Field::Code, What::AreaCode));
                None
            }
        });
        if let Some(row) = code.as_ref().and_then(|code| seen.note(code.clone(), number)) {
            wrong.push(Problem::new(Field::Code, What::Doubled { row }));
        }
        let said = code.zip(name).map(|(code, name)| {
            let level = level.map_or_else(String::new, |level: Level| level.as_str().to_owned());
            AreaRow {
                code,
                name,
                level,
                parent_code: parent_code.unwrap_or_default(),
            }
        });
        Checked::of(said, problems)
    }

    fn compare(&self, tx: &mut ReadTx, rows: &[Checked<AreaRow>]) -> Result<Vec<Outcome>, TakeError> {
        let directory = Directory::load(tx)?;
        let in_file: HashSet<&str> = rows
            .iter()
            .filter_map(|row| Some(row.row.as_ref()?.code.as_str()))
            .collect();
        let judge = |checked: &Checked<AreaRow>| match &checked.row {
            None => Outcome::bad(checked.problems.clone()),
            Some(row) => match AreaCode::parse(&row.code)
                .ok()
                .and_then(|code| directory.by_code(code))
            {
                Some(area) if area.name == row.name => Outcome::good(Verdict::Same),
                Some(_) => Outcome {
                    changes: vec![Field::Name],
                    ..Outcome::good(Verdict::Changed)
                },
                None => match above(row) {
                    Some(parent)
                        if directory.by_code(parent).is_none()
                            && !in_file.contains(parent.to_string().as_str()) =>
                    {
                        Outcome::bad(vec![problem(AreaProblem::Parent, row)])
                    }
                    _ => Outcome::good(Verdict::New),
                },
            },
        };
        Ok(rows.iter().map(judge).collect())
    }

    fn take(&self, tx: &mut WriteTx, rows: &[Checked<AreaRow>]) -> Result<Vec<Outcome>, TakeError> {
        let mut outcomes = self.compare(tx, rows)?;
        let going: Vec<usize> = (0..rows.len()).filter(|at| outcomes[*at].goes_in()).collect();
        let said: Vec<AreaRow> = going.iter().filter_map(|at| rows[*at].row.clone()).collect();
        let report = import_rows(tx, &said, self.from)?;
        for (at, why) in report.bad {
            outcomes[going[at]] = Outcome::bad(vec![problem(why, &said[at])]);
        }
        Ok(outcomes)
    }
}

/// What an area lies in: what the row says, or else its code; a county lies in nothing.
fn above(row: &AreaRow) -> Option<AreaCode> {
    let code = AreaCode::parse(&row.code)
        .ok()
        .filter(|code| code.level() > AreaLevel::County)?;
    AreaCode::parse(&row.parent_code).ok().or_else(|| code.parent())
}

fn problem(why: AreaProblem, row: &AreaRow) -> Problem {
    match why {
        AreaProblem::Code => Problem::new(Field::Code, What::AreaCode),
        AreaProblem::Name => Problem::new(Field::Name, What::Missing),
        AreaProblem::Level => Problem::new(Field::Level, What::AreaLevel),
        AreaProblem::Parent => {
            let code = above(row).map_or_else(|| row.parent_code.clone(), |code| code.to_string());
            Problem::new(Field::ParentCode, What::AreaParent { code })
        }
        AreaProblem::Twice => Problem::new(Field::Code, What::AreaTwice),
    }
}
