//! Where a row says that something is: the cells of town and village, understood or named.

use langqiao_kernel::id::AreaId;

use super::{
    super::{
        clean,
        field::Field,
        problem::{Problem, What},
        sheet::Raw,
        suggest::nearest,
    },
    Seen,
};
use crate::areas::{Area, Directory, Found, Level, Scope};

/// The areas of today, and those that the reader may change.
pub(super) struct Places {
    pub directory: Directory,
    /// None is all.
    pub scope: Option<Scope>,
}

impl Places {
    /// The village or community that the cells of town and village say.
    pub fn village(&self, town: &Raw, village: &Raw, seen: &mut Seen) -> Result<AreaId, Problem> {
        let key = (town.shown(), village.shown());
        if let Some(known) = seen.places.get(&key) {
            return known.clone();
        }
        let found = self.find_village(town, village);
        seen.places.insert(key, found.clone());
        found
    }

    fn find_village(&self, town: &Raw, village: &Raw) -> Result<AreaId, Problem> {
        let town = self.town(town)?;
        let word = clean::text(village, 60).map_err(|what| Problem::new(Field::Area, what))?;
        let word = word.ok_or(Problem::new(Field::Area, What::Missing))?;
        let problem = |what| Err(Problem::new(Field::Area, what));
        let area = match self.directory.find_in(town.map(|town| town.id), &word) {
            Found::One(area) => area,
            Found::Several(areas) => {
                // 新农 is a village's name and a town's: a unit stands in a village.
                let villages: Vec<&Area> = areas
                    .into_iter()
                    .filter(|area| area.level == Level::Village)
                    .collect();
                match villages.as_slice() {
                    [one] => *one,
                    [] => return problem(What::NotVillage),
                    _ => {
                        return problem(What::Ambiguous {
                            options: villages.iter().map(|area| self.directory.path(area)).collect(),
                        });
                    }
                }
            }
            Found::None => return problem(self.unknown(town, &word)),
        };
        if area.level != Level::Village {
            return problem(What::NotVillage);
        }
        if self.scope.is_some_and(|scope| !scope.covers(area)) {
            return problem(What::OutOfScope);
        }
        Ok(area.id)
    }

    /// Any area that a cell says, for those who may change all.
    pub fn any(&self, cell: &Raw, field: Field) -> Result<AreaId, Problem> {
        let problem = |what| Problem::new(field, what);
        let word = clean::text(cell, 60)
            .map_err(problem)?
            .ok_or(problem(What::Missing))?;
        match self.directory.find(&word) {
            Found::One(area) => Ok(area.id),
            Found::Several(areas) => Err(problem(What::Ambiguous {
                options: areas.iter().map(|area| self.directory.path(area)).collect(),
            })),
            Found::None => Err(problem(What::Unknown {
                near: nearest(
                    &word,
                    self.directory.all().iter().map(|area| area.short_name.as_str()),
                ),
            })),
        }
    }

    fn town(&self, cell: &Raw) -> Result<Option<&Area>, Problem> {
        let problem = |what| Problem::new(Field::Town, what);
        let Some(word) = clean::text(cell, 60).map_err(problem)? else {
            return Ok(None);
        };
        let towns = |found: Found| match found {
            Found::One(area) => vec![area.id],
            Found::Several(areas) => areas.iter().map(|area| area.id).collect(),
            Found::None => Vec::new(),
        };
        let found = towns(self.directory.find(&word));
        let town = self.directory.towns().find(|town| found.contains(&town.id));
        let near = || nearest(&word, self.directory.towns().map(|town| town.short_name.as_str()));
        town.map(Some)
            .ok_or_else(|| problem(What::Unknown { near: near() }))
    }

    /// What is wrong with a village that isn't found where it should be.
    fn unknown(&self, town: Option<&Area>, word: &str) -> What {
        if town.is_some()
            && let Found::One(area) = self.directory.find(word)
        {
            return if area.level == Level::Village {
                What::Elsewhere {
                    found: self.directory.path(area),
                }
            } else {
                What::NotVillage
            };
        }
        let here =
            |area: &&Area| area.level == Level::Village && town.is_none_or(|town| area.town == Some(town.id));
        What::Unknown {
            near: nearest(
                word,
                self.directory
                    .all()
                    .iter()
                    .filter(here)
                    .map(|area| area.short_name.as_str()),
            ),
        }
    }
}
