//! Codes of administrative divisions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CodeProblem, first_non_digit, from_text, tidy};

/// The code of an administrative division: six digits to the county (GB/T 2260: province, city, county), three
/// more for the town (GB/T 10114) and three more for the village or community (National Bureau of Statistics).
///
/// Written without the zeros that other lists pad it with: `330483000000` is read as `330483`. Ordered so that
/// each division stands before what belongs to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(
    /// All twelve digits, padded with zeros.
    u64,
);

/// How high a division stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaLevel {
    /// 省、自治区、直辖市
    Province,
    /// 地级市
    City,
    /// 县、市、区
    County,
    /// 镇、街道、乡
    Town,
    /// 村、社区
    Village,
}

impl AreaLevel {
    /// The word of the level in data files and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Town => "town",
            Self::Village => "village",
        }
    }
}

/// What kind of town a town is, by the first digit of its segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TownKind {
    /// 0: street 街道
    Street,
    /// 1: town 镇
    Town,
    /// 2, 3: township 乡
    Township,
    /// 4, 5: not a town, but ranking like one: development zones, farms
    Zone,
}

impl AreaCode {
    /// Reads a code of 6, 9 or 12 digits, tolerant of full-width digits and spaces.
    ///
    /// # Errors
    /// [`CodeProblem::Length`] or [`CodeProblem::Character`] (a first digit 0 is the latter: there is no such
    /// region).
    pub fn parse(text: &str) -> Result<Self, CodeProblem> {
        let text = tidy(text);
        if let Some(problem) = first_non_digit(&text) {
            return Err(problem);
        }
        let padding = match text.len() {
            6 => 1_000_000,
            9 => 1_000,
            12 => 1,
            _ => return Err(CodeProblem::Length),
        };
        if text.starts_with('0') {
            return Err(CodeProblem::Character { at: 1 });
        }
        let digits: u64 = text.parse().map_err(|_| CodeProblem::Length)?;
        Ok(Self(digits * padding))
    }

    /// The level of the division, which its trailing zeros tell.
    pub fn level(self) -> AreaLevel {
        let zeros_from = |unit: u64| self.0.is_multiple_of(unit);
        if !zeros_from(1_000) {
            AreaLevel::Village
        } else if !zeros_from(1_000_000) {
            AreaLevel::Town
        } else if !zeros_from(100_000_000) {
            AreaLevel::County
        } else if !zeros_from(10_000_000_000) {
            AreaLevel::City
        } else {
            AreaLevel::Province
        }
    }

    /// The division to which this one belongs by its code; a province belongs to none.
    pub fn parent(self) -> Option<Self> {
        let unit = match self.level() {
            AreaLevel::Province => return None,
            AreaLevel::City => 10_000_000_000,
            AreaLevel::County => 100_000_000,
            AreaLevel::Town => 1_000_000,
            AreaLevel::Village => 1_000,
        };
        Some(Self(self.0 / unit * unit))
    }

    /// Whether `other` is this division or lies in it.
    pub fn contains(self, other: Self) -> bool {
        std::iter::successors(Some(other), |area| area.parent()).any(|area| area == self)
    }

    /// The kind of the town, or of the town of a village; none above, and for digits not in use.
    pub fn town_kind(self) -> Option<TownKind> {
        if self.level() < AreaLevel::Town {
            return None;
        }
        match self.0 / 100_000 % 10 {
            0 => Some(TownKind::Street),
            1 => Some(TownKind::Town),
            2 | 3 => Some(TownKind::Township),
            4 | 5 => Some(TownKind::Zone),
            _ => None,
        }
    }

    /// For a village or community, whether it is urban: a community 社区 with a residents' committee (its
    /// segment begins with 0, 1 or 4) and not a village with a villagers' committee (2, 3 or 5).
    pub fn is_community(self) -> Option<bool> {
        if self.level() != AreaLevel::Village {
            return None;
        }
        match self.0 / 100 % 10 {
            0 | 1 | 4 => Some(true),
            2 | 3 | 5 => Some(false),
            _ => None,
        }
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = match self.level() {
            AreaLevel::Village => self.0,
            AreaLevel::Town => self.0 / 1_000,
            _ => self.0 / 1_000_000,
        };
        fmt::Display::fmt(&digits, f)
    }
}
impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for AreaCode {
    type Err = CodeProblem;

    fn from_str(text: &str) -> Result<Self, CodeProblem> {
        Self::parse(text)
    }
}
impl Serialize for AreaCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for AreaCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, Self::parse)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).unwrap()
    }

    #[test]
    fn levels_and_parents() {
        let way: Vec<_> = std::iter::successors(Some(code("330483001001")), |area| area.parent())
            .map(|area| (area.to_string(), area.level().as_str()))
            .collect();
        let way: Vec<_> = way.iter().map(|(code, level)| (code.as_str(), *level)).collect();
        let expected = [
            ("330483001001", "village"),
            ("330483001", "town"),
            ("330483", "county"),
            ("330400", "city"),
            ("330000", "province"),
        ];
        assert_eq!(way, expected);
        // A city without counties: its towns belong to it directly.
        assert_eq!(code("441900003").parent(), Some(code("441900")));
    }

    #[test]
    fn padded_codes_are_the_same() {
        assert_eq!(code("330483000000"), code("330483"));
        assert_eq!(code("330483001000"), code("３３０４８３ 001"));
        assert_eq!(
            serde_json::to_string(&code("330483001000")).unwrap(),
            "\"330483001\""
        );
        assert_eq!(
            serde_json::from_str::<AreaCode>("\"330483\"").unwrap(),
            code("330483")
        );
    }

    #[test]
    fn kinds_of_towns_and_villages() {
        assert_eq!(code("330483").town_kind(), None);
        assert_eq!(code("330483001").town_kind(), Some(TownKind::Street));
        assert_eq!(code("330483100").town_kind(), Some(TownKind::Town));
        assert_eq!(code("330483200").town_kind(), Some(TownKind::Township));
        assert_eq!(code("330483400201").town_kind(), Some(TownKind::Zone));
        assert_eq!(code("330483900").town_kind(), None);
        assert_eq!(code("330483001001").is_community(), Some(true));
        assert_eq!(code("330483001200").is_community(), Some(false));
        assert_eq!(code("330483001").is_community(), None);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        assert_eq!(AreaCode::parse(""), Err(CodeProblem::Length));
        assert_eq!(AreaCode::parse("3304"), Err(CodeProblem::Length));
        assert_eq!(AreaCode::parse("3304830010010"), Err(CodeProblem::Length));
        assert_eq!(
            AreaCode::parse("33048300A"),
            Err(CodeProblem::Character { at: 9 })
        );
        assert_eq!(AreaCode::parse("030483"), Err(CodeProblem::Character { at: 1 }));
    }

    proptest! {
        #[test]
        fn text_keeps_the_code(text in "[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?") {
            let area = code(&text);
            prop_assert_eq!(code(&area.to_string()), area);
            prop_assert_eq!(code(&format!("{text:0<12}")), area);
            prop_assert!(area.contains(area));
            if let Some(parent) = area.parent() {
                prop_assert!(parent.contains(area) && !area.contains(parent));
                prop_assert!(parent.level() < area.level());
                prop_assert!(parent < area);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = AreaCode::parse(&text);
        }
    }
}
