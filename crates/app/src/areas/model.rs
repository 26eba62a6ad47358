//! Areas as the rest of the house knows them, and how people's words for them are understood.

use std::collections::HashMap;

use langqiao_kernel::{
    codes::AreaCode,
    id::AreaId,
    text::{name_key, squash},
};

use super::{layout::Point, words::words};

words! {
    /// How high an area stands.
    Level {
        /// 县市区
        County = "county",
        /// 镇街道
        Town = "town",
        /// 村社区
        Village = "village",
    }
}

/// An administrative division as it is today.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its id: stays when the division is renamed.
    pub id: AreaId,
    /// Its national code.
    pub code: AreaCode,
    /// Its full name, such as 桃园村村委会.
    pub name: String,
    /// Its name as screens show it, such as 桃园村.
    pub short_name: String,
    /// How high it stands.
    pub level: Level,
    /// What it lies in.
    pub parent: Option<AreaId>,
    /// For a village or community, its town.
    pub town: Option<AreaId>,
    /// Where it stands on the plan.
    pub at: Point,
}

/// The name that screens show: without what a committee's name adds to its place.
pub fn short_name(name: &str) -> String {
    let name = squash(name);
    let key = name_key(&name);
    let is_community = name.contains("社区") && !key.ends_with('村');
    if is_community { format!("{key}社区") } else { key }
}

/// What a word for an area turned out to mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<'d> {
    /// Exactly one area.
    One(&'d Area),
    /// None that is known.
    None,
    /// Several: the reader must say which, by the town.
    Several(Vec<&'d Area>),
}

/// All areas of today, in the order of their codes: read once, asked often.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    areas: Vec<Area>,
    by_id: HashMap<AreaId, usize>,
    by_code: HashMap<String, usize>,
    /// By the key of the whole name, `桃园村`.
    by_key: HashMap<String, Vec<usize>>,
    /// By what is left without the last word, `桃园` or `梧桐`.
    by_stem: HashMap<String, Vec<usize>>,
}

impl Directory {
    /// Sets up the directory of these areas.
    pub fn new(mut areas: Vec<Area>) -> Self {
        areas.sort_by_key(|area| area.code);
        let mut directory = Self::default();
        for (at, area) in areas.iter().enumerate() {
            directory.by_id.insert(area.id, at);
            directory.by_code.insert(area.code.to_string(), at);
            let key = name_key(&area.name);
            if let Some(stem) = stem(&key) {
                directory.by_stem.entry(stem.to_owned()).or_default().push(at);
            }
            directory.by_key.entry(key).or_default().push(at);
        }
        directory.areas = areas;
        directory
    }

    /// Every area, in the order of the codes.
    pub fn all(&self) -> &[Area] {
        &self.areas
    }

    /// The area with this id.
    pub fn get(&self, id: AreaId) -> Option<&Area> {
        self.by_id.get(&id).map(|at| &self.areas[*at])
    }

    /// The area with this code.
    pub fn by_code(&self, code: AreaCode) -> Option<&Area> {
        self.by_code.get(&code.to_string()).map(|at| &self.areas[*at])
    }

    /// The county, if there is one.
    pub fn county(&self) -> Option<&Area> {
        self.areas.iter().find(|area| area.level == Level::County)
    }

    /// The towns, in the order of their codes.
    pub fn towns(&self) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(|area| area.level == Level::Town)
    }

    /// The villages and communities of a town, in the order of their codes.
    pub fn villages(&self, town: AreaId) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(move |area| area.town == Some(town))
    }

    /// The town that an area is or lies in.
    pub fn town_of(&self, area: &Area) -> Option<&Area> {
        match area.level {
            Level::County => None,
            Level::Town => self.get(area.id),
            Level::Village => area.town.and_then(|town| self.get(town)),
        }
    }

    /// The short name with its town before it, 梧桐街道桃园村.
    pub fn path(&self, area: &Area) -> String {
        match self.town_of(area).filter(|town| town.id != area.id) {
            Some(town) => format!("{}{}", town.short_name, area.short_name),
            None => area.short_name.clone(),
        }
    }

    /// What a word means: a code, or a name with or without what it lies in and what offices add to it
    /// (桃园村, 桃园村村委会, 桃园, 梧桐街道桃园村).
    pub fn find(&self, word: &str) -> Found<'_> {
        self.find_in(None, word)
    }

    /// [`find`](Self::find) among the villages and communities of one town.
    pub fn find_in(&self, town: Option<AreaId>, word: &str) -> Found<'_> {
        let within = |area: &&Area| town.is_none_or(|town| area.town == Some(town));
        if let Ok(code) = AreaCode::parse(word) {
            return self.by_code(code).filter(within).map_or(Found::None, Found::One);
        }
        let mut found: Vec<&Area> = self.named(word).into_iter().filter(within).collect();
        if found.is_empty() {
            found = self.named_with_prefix(word).into_iter().filter(within).collect();
        }
        match found.as_slice() {
            [] => Found::None,
            [one] => Found::One(one),
            _ => Found::Several(found),
        }
    }

    fn named(&self, word: &str) -> Vec<&Area> {
        let (plain, key) = (squash(word).to_lowercase(), name_key(word));
        let mut at = self.by_key.get(&key).cloned().unwrap_or_default();
        // Said without 村, 社区 or 镇, it may be either of two; said with it, it is the one.
        if plain == key {
            at.extend(self.by_stem.get(&key).into_iter().flatten());
            at.sort_unstable();
            at.dedup();
        }
        at.into_iter().map(|at| &self.areas[at]).collect()
    }

    /// Names with what they lie in written before them, 桐乡市梧桐街道桃园村.
    fn named_with_prefix(&self, word: &str) -> Vec<&Area> {
        let plain = squash(word).replace(' ', "");
        let county = self.county().map_or("", |county| county.short_name.as_str());
        let rest = plain.strip_prefix(county).unwrap_or(&plain);
        if rest.len() < plain.len() {
            let found = self.named(rest);
            if !found.is_empty() {
                return found;
            }
        }
        for town in self.towns() {
            let names = [Some(town.short_name.as_str()), stem(&town.short_name)];
            for name in names.into_iter().flatten() {
                let Some(village) = rest.strip_prefix(name).filter(|rest| !rest.is_empty()) else {
                    continue;
                };
                let found: Vec<&Area> = self
                    .named(village)
                    .into_iter()
                    .filter(|area| area.town == Some(town.id))
                    .collect();
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }
}

/// What people leave out when they say an area's name.
fn stem(key: &str) -> Option<&str> {
    let ends = ["街道", "社区", "镇", "乡", "村"];
    ends.iter()
        .find_map(|end| key.strip_suffix(end))
        .filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str, name: &str) -> Area {
        let id = |code: AreaCode| AreaId::from_u128(code.to_string().parse().unwrap());
        let code = AreaCode::parse(code).unwrap();
        let level = match code.to_string().len() {
            6 => Level::County,
            9 => Level::Town,
            _ => Level::Village,
        };
        let parent = (level != Level::County).then(|| id(code.parent().unwrap()));
        let town = parent.filter(|_| level == Level::Village);
        let (name, short_name) = (name.to_owned(), short_name(name));
        Area {
            id: id(code),
            code,
            name,
            short_name,
            level,
            parent,
            town,
            at: Point::default(),
        }
    }

    fn county() -> Directory {
        Directory::new(vec![
            area("330483", "桐乡市"),
            area("330483001", "梧桐街道"),
            area("330483001001", "庆丰社区居委会"),
            area("330483001008", "凤鸣社区居委会"),
            area("330483001204", "庆丰村村委会"),
            area("330483001215", "桃园村村委会"),
            area("330483003", "凤鸣街道"),
            area("330483003201", "新农村村委会"),
            area("330483100", "乌镇镇"),
            area("330483100201", "新农村村委会"),
        ])
    }

    fn names(found: Found) -> Vec<String> {
        match found {
            Found::One(area) => vec![area.code.to_string()],
            Found::None => vec![],
            Found::Several(areas) => areas.iter().map(|area| area.code.to_string()).collect(),
        }
    }

    #[test]
    fn a_village_is_understood_however_it_is_written() {
        let county = county();
        for word in [
            "桃园村",
            "桃园村村委会",
            "桃园村委会",
            "桃园",
            " 桃 园 村 ",
            "梧桐街道桃园村",
            "梧桐桃园",
            "桐乡市梧桐街道桃园村村委会",
            "330483001215",
            "３３０４８３００１２１５",
        ] {
            assert_eq!(names(county.find(word)), ["330483001215"], "{word}");
        }
    }

    #[test]
    fn a_village_and_a_community_of_one_name_are_told_apart_where_the_word_does() {
        let county = county();
        assert_eq!(names(county.find("庆丰村")), ["330483001204"]);
        assert_eq!(names(county.find("庆丰社区")), ["330483001001"]);
        assert_eq!(names(county.find("庆丰居委会")), ["330483001001"]);
        assert_eq!(names(county.find("庆丰")), ["330483001001", "330483001204"]);
    }

    #[test]
    fn the_same_name_in_two_towns_is_ambiguous_until_the_town_is_said() {
        let county = county();
        assert_eq!(names(county.find("新农村")), ["330483003201", "330483100201"]);
        assert_eq!(names(county.find("乌镇镇新农村")), ["330483100201"]);
        assert_eq!(names(county.find("乌镇新农村")), ["330483100201"]);
        let Found::One(wuzhen) = county.find("乌镇") else {
            panic!("the town")
        };
        assert_eq!(names(county.find_in(Some(wuzhen.id), "新农村")), ["330483100201"]);
        assert_eq!(names(county.find_in(Some(wuzhen.id), "桃园村")), [""; 0]);
    }

    #[test]
    fn what_is_unknown_is_not_guessed() {
        let county = county();
        for word in ["", "村", "桃园镇", "李家村", "330483999"] {
            assert_eq!(county.find(word), Found::None, "{word}");
        }
    }

    #[test]
    fn short_names_keep_what_tells_them_apart() {
        assert_eq!(short_name("桃园村村委会"), "桃园村");
        assert_eq!(short_name("庆丰社区居委会"), "庆丰社区");
        assert_eq!(short_name("庆丰社区居民委员会"), "庆丰社区");
        assert_eq!(short_name("梧桐街道"), "梧桐街道");
        let county = county();
        let Found::One(village) = county.find("桃园") else {
            panic!("the village")
        };
        assert_eq!(county.path(village), "梧桐街道桃园村");
    }
}
