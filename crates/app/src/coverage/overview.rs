//! The figures of the coverage page: every line's sums, and one line's figures by town and village.

use std::collections::HashMap;

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, OrganisationId},
    share::share_of,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::{
    totals::{self, Figures},
    words::{Line, Status, UnitKind},
};
use crate::areas::{Area, Directory, Level, Scope, scope_of};

/// Figures by status, of one place or of many together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByStatus([Figures; Status::ALL.len()]);

impl ByStatus {
    /// The figures of a status.
    pub fn of(&self, status: Status) -> Figures {
        self.0[status as usize]
    }

    /// The figures of all units that should have an organisation or have one.
    pub fn due(&self) -> Figures {
        Status::ALL
            .iter()
            .filter(|status| status.is_due())
            .map(|status| self.of(*status))
            .sum()
    }

    /// How many of a hundred due units have a living organisation; `None` where none is due.
    pub fn rate(&self) -> Option<i64> {
        let due = self.due().units;
        let covered = self.of(Status::Built).units + self.of(Status::Joint).units;
        // Rounded, but never to all while any is left.
        let rounded = share_of(covered, due, 100);
        let most = if covered < due { 99 } else { 100 };
        (due > 0).then_some(rounded.min(most))
    }

    /// Adds figures to a status.
    pub fn add(&mut self, status: Status, figures: Figures) {
        self.0[status as usize] = [self.of(status), figures].into_iter().sum();
    }

    /// Both together.
    pub fn plus(mut self, other: &ByStatus) -> Self {
        for status in Status::ALL {
            self.add(*status, other.of(*status));
        }
        self
    }
}

/// What the coverage page is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// As of which day.
    pub on: Date,
    /// Which line; the organisation's own, or the first one.
    pub line: Option<Line>,
    /// Only this town.
    pub town: Option<AreaId>,
    /// Only this kind of unit.
    pub kind: Option<UnitKind>,
}

/// Who looks: what they see and which line is theirs.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The areas they see.
    pub scope: Scope,
    /// Their line; the reform's office has none.
    pub line: Line,
    /// All areas.
    pub areas: Directory,
}

impl Viewer {
    /// Reads who looks; `None` if there is no such organisation.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(tx: &mut ReadTx, org: OrganisationId) -> Result<Option<Viewer>, StoreError> {
        let Some(scope) = scope_of(tx, org)? else {
            return Ok(None);
        };
        let sql = "SELECT line FROM organisation WHERE id = ?1";
        let Some(line) = tx.one(sql, params![org], |row| row.get(0))? else {
            return Ok(None);
        };
        Ok(Some(Viewer {
            scope,
            line,
            areas: Directory::load(tx)?,
        }))
    }
}

/// The coverage page: a line's figures by place, and every line's sum beside it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The line shown.
    pub line: Line,
    /// The sums of every line over the areas shown.
    pub lines: Vec<(Line, ByStatus)>,
    /// The towns shown, each with its villages and communities, all with their figures of the line shown.
    pub towns: Vec<TownFigures>,
}

/// A town with its figures.
#[derive(Clone, Debug)]
pub struct TownFigures {
    /// The town.
    pub town: Area,
    /// The figures of all its places together.
    pub sum: ByStatus,
    /// Its villages and communities, each with its figures.
    pub places: Vec<(Area, ByStatus)>,
}

/// Reads the coverage page.
///
/// # Errors
/// When the database fails.
pub fn overview(tx: &mut ReadTx, viewer: &Viewer, asked: &Asked) -> Result<Overview, StoreError> {
    let own = Line::all().find(|line| *line == viewer.line);
    let line = asked
        .line
        .or(own)
        .or_else(|| Line::all().next())
        .unwrap_or(Line::UNION);
    let town = viewer.town(asked.town);
    let mut lines = Vec::new();
    for each in Line::all() {
        // A village sees itself alone; everyone else sees whole towns.
        let level = if viewer.scope.village().is_some() {
            Level::Village
        } else {
            Level::Town
        };
        let mut sum = ByStatus::default();
        for found in totals::as_of(tx, level, each, asked.kind, asked.on)? {
            let seen = viewer
                .areas
                .get(found.place)
                .is_some_and(|area| viewer.shows(area, town));
            if seen {
                sum.add(found.status, found.figures);
            }
        }
        lines.push((each, sum));
    }
    let mut by_place: HashMap<AreaId, ByStatus> = HashMap::new();
    for found in totals::as_of(tx, Level::Village, line, asked.kind, asked.on)? {
        by_place
            .entry(found.place)
            .or_default()
            .add(found.status, found.figures);
    }
    let towns = viewer
        .areas
        .towns()
        .filter(|area| town.is_none_or(|town| area.id == town))
        .map(|town| {
            let figures = |area: &Area| (area.clone(), by_place.get(&area.id).copied().unwrap_or_default());
            // What stands in the town without belonging to a village is shown as a place of its own.
            let itself = by_place.contains_key(&town.id).then(|| figures(town));
            let villages = viewer
                .areas
                .villages(town.id)
                .filter(|area| viewer.scope.covers(area))
                .map(figures);
            let places: Vec<(Area, ByStatus)> = itself.into_iter().chain(villages).collect();
            let sum = places
                .iter()
                .fold(ByStatus::default(), |sum, (_, figures)| sum.plus(figures));
            TownFigures {
                town: town.clone(),
                sum,
                places,
            }
        });
    Ok(Overview {
        line,
        lines,
        towns: towns.collect(),
    })
}

impl Viewer {
    /// The town that is shown alone: the one asked for, or the viewer's own.
    pub fn town(&self, asked: Option<AreaId>) -> Option<AreaId> {
        match self.scope.level {
            Level::County => asked,
            Level::Town => Some(self.scope.area),
            Level::Village => self.areas.get(self.scope.area).and_then(|area| area.town),
        }
    }

    fn shows(&self, area: &Area, town: Option<AreaId>) -> bool {
        self.scope.covers(area) && town.is_none_or(|town| area.id == town || area.town == Some(town))
    }
}
