//! Areas come as a table: code, name, level and what they lie in.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use langqiao_kernel::{
    codes::{AreaCode, AreaLevel},
    id::AreaId,
    text::{name_key, squash},
};
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    layout::{self, Point},
    model::{Area, Directory, Level, short_name},
    queries,
};

/// A row of the table, as it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaRow {
    /// The national code: 6 digits for a county, 9 for a town, 12 for a village or community.
    pub code: String,
    /// The full name.
    pub name: String,
    /// `county`, `town` or `village`; may be left empty, for the code says it.
    pub level: String,
    /// The code of what it lies in; may be left empty, for the code says it.
    pub parent_code: String,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaProblem {
    /// The code is no code of a county, town or village.
    #[error("no code of a county, town or village")]
    Code,
    /// There is no name.
    #[error("no name")]
    Name,
    /// The level is another than that of the code.
    #[error("the level doesn't fit the code")]
    Level,
    /// What it lies in is neither in the table nor known.
    #[error("what it lies in is neither in the table nor known")]
    Parent,
    /// The code came before in the same table with another name.
    #[error("the code came before with another name")]
    Twice,
}

/// What became of a table of areas. Rows are counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaReport {
    /// How many are new.
    pub added: usize,
    /// How many have another name from now on.
    pub renamed: usize,
    /// How many were there already.
    pub same: usize,
    /// What was left out, and why.
    pub bad: Vec<(usize, AreaProblem)>,
}

/// Takes in a table of areas as of a day. Good rows go in whatever is wrong with others; a known code with a new
/// name is renamed from that day and keeps its id; what the table lacks stays as it is. The same table again
/// changes nothing.
///
/// # Errors
/// When the database fails.
pub fn import_rows(tx: &mut WriteTx, rows: &[AreaRow], from: Date) -> Result<AreaReport, StoreError> {
    let known = Directory::load(tx)?;
    let mut report = AreaReport::default();
    let mut import = Import::over(known);
    for (number, row) in import.in_order(rows, &mut report) {
        match import.take(tx, &row, from) {
            Ok(Done::Added) => report.added += 1,
            Ok(Done::Renamed) => report.renamed += 1,
            Ok(Done::Same) => report.same += 1,
            Err(Refused::Row(problem)) => report.bad.push((number, problem)),
            Err(Refused::Store(error)) => return Err(error),
        }
    }
    report.bad.sort_by_key(|(number, _)| *number);
    if report.added + report.renamed > 0 {
        let county = import
            .areas
            .keys()
            .next()
            .map_or_else(String::new, ToString::to_string);
        let detail = serde_json::json!({ "added": report.added, "renamed": report.renamed, "from": from });
        tx.record(Event::of("areas.imported", &county).kind("area").detail(&detail))?;
    }
    Ok(report)
}

/// A row that says what it should.
struct Checked {
    code: AreaCode,
    name: String,
    level: Level,
    parent: Option<AreaCode>,
}

enum Done {
    Added,
    Renamed,
    Same,
}

#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(transparent)]
    Row(#[from] AreaProblem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

struct Import {
    areas: BTreeMap<AreaCode, Area>,
    /// How many places are taken around each area.
    taken: HashMap<Option<AreaId>, usize>,
}

impl Import {
    fn over(known: Directory) -> Self {
        let mut taken = HashMap::new();
        for area in known.all() {
            *taken.entry(area.parent).or_default() += 1;
        }
        Self {
            areas: known.all().iter().map(|area| (area.code, area.clone())).collect(),
            taken,
        }
    }

    /// The rows that say what they should, counties before towns before villages; the others are reported.
    fn in_order(&self, rows: &[AreaRow], report: &mut AreaReport) -> Vec<(usize, Checked)> {
        let mut good: Vec<(usize, Checked)> = Vec::with_capacity(rows.len());
        let mut names: HashMap<AreaCode, String> = HashMap::new();
        for (number, row) in rows.iter().enumerate() {
            match check(row) {
                Err(problem) => report.bad.push((number, problem)),
                Ok(row) => match names.get(&row.code) {
                    Some(name) if *name == row.name => report.same += 1,
                    Some(_) => report.bad.push((number, AreaProblem::Twice)),
                    None => {
                        names.insert(row.code, row.name.clone());
                        good.push((number, row));
                    }
                },
            }
        }
        good.sort_by_key(|(_, row)| (row.level, row.code));
        good
    }

    fn take(&mut self, tx: &mut WriteTx, row: &Checked, from: Date) -> Result<Done, Refused> {
        if let Some(area) = self.areas.get_mut(&row.code) {
            if area.name == row.name {
                return Ok(Done::Same);
            }
            area.name.clone_from(&row.name);
            area.short_name = short_name(&row.name);
            rename(tx, area, from)?;
            return Ok(Done::Renamed);
        }
        let parent = match row.parent {
            None => None,
            Some(code) => Some(self.areas.get(&code).ok_or(AreaProblem::Parent)?),
        };
        let place = self.taken.entry(parent.map(|parent| parent.id)).or_default();
        let at = match row.level {
            Level::County => Point::default(),
            Level::Town => layout::town(*place),
            Level::Village => layout::village(parent.map_or_else(Point::default, |parent| parent.at), *place),
        };
        *place += 1;
        let area = Area {
            id: AreaId::generate(),
            code: row.code,
            name: row.name.clone(),
            short_name: short_name(&row.name),
            level: row.level,
            parent: parent.map(|parent| parent.id),
            town: parent
                .filter(|_| row.level == Level::Village)
                .map(|parent| parent.id),
            at,
        };
        queries::insert(tx, &area, &name_key(&area.name), from)?;
        self.areas.insert(area.code, area);
        Ok(Done::Added)
    }
}

fn rename(tx: &mut WriteTx, area: &Area, from: Date) -> Result<(), StoreError> {
    queries::keep_old_name(tx, area.id, from)?;
    queries::rename(tx, area.id, (&area.name, &area.short_name, &name_key(&area.name)))
}

fn check(row: &AreaRow) -> Result<Checked, AreaProblem> {
    let code = AreaCode::parse(&row.code).map_err(|_| AreaProblem::Code)?;
    let level = match code.level() {
        AreaLevel::Village => Level::Village,
        AreaLevel::Town => Level::Town,
        AreaLevel::County => Level::County,
        AreaLevel::City | AreaLevel::Province => return Err(AreaProblem::Code),
    };
    let name = squash(&row.name);
    if name.is_empty() {
        return Err(AreaProblem::Name);
    }
    let said = squash(&row.level);
    if !said.is_empty() && said.parse() != Ok(level) {
        return Err(AreaProblem::Level);
    }
    let parent = match (level, squash(&row.parent_code)) {
        (Level::County, _) => None,
        (_, said) if said.is_empty() => code.parent(),
        (_, said) => Some(AreaCode::parse(&said).map_err(|_| AreaProblem::Parent)?),
    };
    Ok(Checked {
        code,
        name,
        level,
        parent,
    })
}
