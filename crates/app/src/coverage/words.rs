//! The words that coverage is spoken of in: lines, kinds of units, ways of covering, statuses.

use std::{fmt, str::FromStr};

use langqiao_store::stored_as_text;

use super::rules::rules;
use crate::areas::{UnknownWord, words};

/// A family of mass organisations with its own ladder (条线). Which lines there are is said in the rules file;
/// the reform's own office belongs to none and is kept as [`Line::OFFICE`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Line(&'static str);

impl Line {
    /// Trade union 工会.
    pub const UNION: Line = Line("union");
    /// Communist Youth League 共青团.
    pub const LEAGUE: Line = Line("league");
    /// Women's federation 妇联.
    pub const WOMEN: Line = Line("women");
    /// Science association 科协.
    pub const SCIENCE: Line = Line("science");
    /// No line: the office that leads the reform.
    pub const OFFICE: Line = Line("office");

    /// The lines that units are covered by, in the rules' order.
    pub fn all() -> impl ExactSizeIterator<Item = Line> {
        rules().lines.iter().map(|line| line.line)
    }

    /// The word under which it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Its name on a Chinese screen, and on an English one.
    pub fn names(self) -> (&'static str, &'static str) {
        match rules().line(self) {
            Some(line) => (&line.name.zh, &line.name.en),
            None => ("改革办", "Reform office"),
        }
    }

    /// A line that the rules file brings; the text lives as long as the rules.
    pub(super) const fn from_rules(code: &'static str) -> Line {
        Line(code)
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl FromStr for Line {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        if text == Line::OFFICE.0 {
            return Ok(Line::OFFICE);
        }
        Line::all().find(|line| line.0 == text).ok_or(UnknownWord)
    }
}
impl<'de> serde::Deserialize<'de> for Line {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        word.parse()
            .map_err(|_| serde::de::Error::custom(format_args!("{word} is no line")))
    }
}
impl serde::Serialize for Line {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

words! {
    /// What kind of place or body a unit is 覆盖对象类型.
    UnitKind {
        /// 村
        Village = "village",
        /// 社区
        Community = "community",
        /// 企业
        Enterprise = "enterprise",
        /// 工业园区
        Park = "park",
        /// 特色小镇
        FeaturedTown = "featured_town",
        /// 楼宇商圈
        Building = "building",
        /// 专业市场
        Market = "market",
        /// 学校
        School = "school",
        /// 外来人口聚居点
        Settlement = "settlement",
        /// 新就业群体
        NewEmployment = "new_employment",
    }

    /// Which of a unit's people are counted.
    People {
        /// Everyone.
        Headcount = "headcount",
        /// Women.
        Women = "women",
        /// Young people.
        Youth = "youth",
        /// Workers in science and technology.
        Scitech = "scitech",
    }

    /// How an organisation covers a unit.
    #[schema(as = CoverageWay)]
    Way {
        /// It is the unit's own.
        Own = "own",
        /// Several units share it.
        Joint = "joint",
        /// It is the federation of an industry.
        Industry = "industry",
        /// The unit has elected one organiser 组织员, who belongs to it.
        Organiser = "organiser",
    }

    /// What a unit's coverage by a line is on a day.
    #[schema(as = CoverageStatus)]
    Status {
        /// Built 已建: an organisation of its own that lives.
        Built = "built",
        /// Joint 联合覆盖: one that several units share, and that lives.
        Joint = "joint",
        /// Shell 空壳: there is one, but without a living post-holder or without anything held.
        Shell = "shell",
        /// Gap 空白: due, and there is none.
        Gap = "gap",
        /// Not due 不需建.
        NotDue = "not_due",
    }

    /// Why a status is what it is.
    Why {
        /// An organisation of its own lives.
        Own = "own",
        /// A joint organisation lives.
        Joint = "joint",
        /// An industry's federation lives.
        Industry = "industry",
        /// An organiser was elected.
        Organiser = "organiser",
        /// Covered by a shared one, though the law wants its own.
        OwnWanted = "own_wanted",
        /// Nobody holds a post in it.
        NoPost = "no_post",
        /// Nothing was held in the last twelve months.
        NothingHeld = "nothing_held",
        /// Neither a post-holder nor anything held.
        Neither = "neither",
        /// No organisation at all.
        None = "none",
        /// No rule asks for one.
        NotDue = "not_due",
    }
}
stored_as_text!(Line);

impl Status {
    /// Whether the unit counts among those that should have one.
    pub fn is_due(self) -> bool {
        self != Status::NotDue
    }
}
