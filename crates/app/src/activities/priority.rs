//! Who comes first: an ordered list of groups that an activity states, and to which of them a party belongs. Pure.
//!
//! A party belongs to the first group that one of its people is in, so that families are not split; who is in none comes
//! after all groups.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{AreaId, PersonId, UnitId};
use langqiao_platform::{
    i18n::{InBoth, Lang, msg},
    people,
    ui::prelude::*,
};
use langqiao_store::{Row, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::standings::{self, Held, StandingKind};

/// The most groups of one activity, each after the other.
pub const GROUPS_MAX: usize = 5;
/// The oldest age that a group can name.
const AGE_MAX: i64 = 120;

/// People who come before others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = PriorityGroup)]
pub enum Group {
    /// Who lives in an area, or in what lies in it.
    Area {
        /// Which.
        #[schema(value_type = String)]
        area: AreaId,
        /// Its name; it is filled in.
        #[serde(default)]
        name: String,
    },
    /// Members of a line.
    Line {
        /// Its word.
        line: String,
    },
    /// People of a unit.
    Unit {
        /// Which.
        #[schema(value_type = String)]
        unit: UnitId,
        /// Its name; it is filled in.
        #[serde(default)]
        name: String,
    },
    /// Who has a qualification.
    Qualification {
        /// Its word.
        qualification: String,
    },
    /// Who is of an age on the day of the activity; at least one of the two is given.
    Age {
        /// The youngest, in years.
        #[serde(default)]
        min: Option<i64>,
        /// The oldest, in years.
        #[serde(default)]
        max: Option<i64>,
    },
}

/// One of a party, as far as groups ask.
#[derive(Clone, Debug)]
pub struct Of {
    /// Who.
    pub person: PersonId,
    /// The day of birth, where it is known.
    pub birth: Option<Date>,
    /// Where they live: village, town and county, as far as known.
    pub areas: [Option<AreaId>; 3],
}

impl Group {
    /// Its name, as it is made public.
    pub fn name(&self) -> InBoth {
        InBoth {
            zh: self.named(Lang::ZhCn),
            en: self.named(Lang::En),
        }
    }

    fn named(&self, lang: Lang) -> String {
        let of = |message, name: &str| Sentence::new(message).with("name", name.to_owned());
        let sentence = match self {
            Group::Area { name, .. } => of(msg::PRIORITY_AREA, name),
            Group::Line { line } => of(msg::PRIORITY_LINE, standings::line_name(line).text(lang)),
            Group::Unit { name, .. } => of(msg::PRIORITY_UNIT, name),
            Group::Qualification { qualification } => {
                let name = standings::qualification_name(qualification);
                of(msg::PRIORITY_QUALIFICATION, name.text(lang))
            }
            Group::Age {
                min: Some(min),
                max: Some(max),
            } => Sentence::new(msg::PRIORITY_AGES)
                .with("min", *min)
                .with("max", *max),
            Group::Age {
                min: Some(min),
                max: None,
            } => Sentence::new(msg::PRIORITY_OLD).with("min", *min),
            Group::Age { max, .. } => Sentence::new(msg::PRIORITY_YOUNG).with("max", max.unwrap_or(AGE_MAX)),
        };
        sentence.text(lang).into_owned()
    }

    /// Whether somebody is in it, by what is known of them and what they have stated.
    fn has(&self, who: &Of, held: &[Held], day: Date) -> bool {
        let states = |kind: StandingKind, what: &str| {
            held.iter().any(|one| {
                one.person == who.person && one.kind == kind && one.what == what && one.counts(day).is_ok()
            })
        };
        match self {
            Group::Area { area, .. } => who.areas.contains(&Some(*area)),
            Group::Line { line } => states(StandingKind::Line, line),
            Group::Unit { unit, .. } => states(StandingKind::Unit, &unit.to_text()),
            Group::Qualification { qualification } => states(StandingKind::Qualification, qualification),
            Group::Age { min, max } => {
                let age = who.birth.map(|birth| i64::from(people::age(birth, day)));
                age.is_some_and(|age| min.is_none_or(|min| min <= age) && max.is_none_or(|max| age <= max))
            }
        }
    }

    /// Whether what people state of themselves decides.
    pub const fn is_stated(&self) -> bool {
        matches!(
            self,
            Group::Line { .. } | Group::Unit { .. } | Group::Qualification { .. }
        )
    }

    /// Whether it can be.
    pub fn is_possible(&self) -> bool {
        match self {
            Group::Line { line } => standings::is_line(line),
            Group::Qualification { qualification } => standings::qualification(qualification).is_some(),
            Group::Age { min, max } => {
                let age = |age: &Option<i64>| age.is_none_or(|age| (0..=AGE_MAX).contains(&age));
                (min.is_some() || max.is_some())
                    && age(min)
                    && age(max)
                    && min.zip(*max).is_none_or(|(min, max)| min <= max)
            }
            Group::Area { .. } | Group::Unit { .. } => true,
        }
    }
}

/// Which group a party is in, from 0; their number for who is in none.
pub fn rank(groups: &[Group], party: &[Of], held: &[Held], day: Date) -> i64 {
    let is_in = |group: &Group| party.iter().any(|who| group.has(who, held, day));
    groups.iter().position(is_in).unwrap_or(groups.len()) as i64
}

/// The groups of an activity, and until when places are kept for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// In their order.
    pub groups: Vec<Group>,
    /// Until when, where they are given as people come: who is in none waits until then.
    pub kept_until: Option<Timestamp>,
}

impl First {
    /// What an activity's row keeps in these columns: the list, the one area of older activities with its name, and until
    /// when places are kept.
    ///
    /// # Errors
    /// When it isn't what was kept.
    pub fn read(row: &Row<'_>, [list, area, name, until]: [usize; 4]) -> Result<First, StoreError> {
        let mut groups = Vec::new();
        // What was stated as the one area that comes first is the first group.
        if let Some(area) = row.get(area)? {
            let name = row.get::<Option<String>>(name)?.unwrap_or_default();
            groups.push(Group::Area { area, name });
        }
        if let Some(kept) = row.get::<Option<Value>>(list)? {
            groups.extend(serde_json::from_value::<Vec<Group>>(kept)?);
        }
        Ok(First {
            groups,
            kept_until: row.get(until)?,
        })
    }

    /// The groups behind the one area, where there is one.
    pub fn besides(&self, area: bool) -> Vec<Group> {
        self.groups.iter().skip(usize::from(area)).cloned().collect()
    }

    /// The areas whose people come first.
    pub fn areas(&self) -> Vec<AreaId> {
        let areas = self.groups.iter().filter_map(|group| match group {
            Group::Area { area, .. } => Some(*area),
            _ => None,
        });
        areas.collect()
    }

    /// Whether places are kept for groups at this time from who is in none.
    pub fn keeps(&self, now: Timestamp) -> bool {
        !self.groups.is_empty() && self.kept_until.is_some_and(|until| now < until)
    }

    /// Whether somebody's age decides.
    pub fn by_age(&self) -> bool {
        self.groups.iter().any(|group| matches!(group, Group::Age { .. }))
    }

    /// Whether a party of this rank is in none of the groups.
    pub fn is_none(&self, rank: i64) -> bool {
        rank >= self.groups.len() as i64
    }

    /// In which of the groups a party of this rank is, with its number, or that it is in none.
    pub fn said(&self, ui: &Ui, rank: i64) -> String {
        let group = usize::try_from(rank).ok().and_then(|at| self.groups.get(at));
        match group {
            Some(group) => {
                let name = group.name().text(ui.lang).to_owned();
                ui.tf(msg::PRIORITY_ONE, args! { n = rank + 1, name = name })
            }
            None => ui.t(msg::PRIORITY_IN_NONE).to_owned(),
        }
    }

    /// The groups by name, one behind the other.
    pub fn names(&self, ui: &Ui) -> Vec<String> {
        let names = self.groups.iter().map(Group::name);
        names.map(|name| name.text(ui.lang).to_owned()).collect()
    }

    /// The list in words, numbered.
    pub fn list(&self, ui: &Ui) -> String {
        let numbered = self.names(ui).into_iter().zip(1..);
        let one = |(name, n): (String, i64)| ui.tf(msg::PRIORITY_ONE, args! { n = n, name = name });
        numbered
            .map(one)
            .collect::<Vec<_>>()
            .join(ui.lang.between_parts())
    }
}

/// A list of groups as the activity's row keeps it; nothing where there are none.
pub fn kept(groups: &[Group]) -> Option<String> {
    (!groups.is_empty()).then(|| serde_json::to_string(groups).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::standings::StandingState;

    const HERE: AreaId = AreaId::from_u128(10);
    const DAY: Date = date(2026, 11, 28);

    fn groups() -> Vec<Group> {
        vec![
            Group::Area {
                area: HERE,
                name: "桃园村".into(),
            },
            Group::Age {
                min: Some(60),
                max: None,
            },
            Group::Line { line: "union".into() },
            Group::Age {
                min: None,
                max: Some(13),
            },
        ]
    }

    fn who(n: u128, year: i16, area: Option<AreaId>) -> Of {
        Of {
            person: PersonId::from_u128(n),
            birth: Some(date(year, 1, 1)),
            areas: [area, None, None],
        }
    }

    #[test]
    fn a_party_is_in_the_first_group_that_one_of_it_is_in() {
        let rank = |party: &[Of], held: &[Held]| super::rank(&groups(), party, held, DAY);
        assert_eq!(rank(&[who(1, 1990, None)], &[]), 4);
        assert_eq!(rank(&[who(1, 1990, None), who(2, 2015, None)], &[]), 3);
        assert_eq!(rank(&[who(1, 1966, None), who(2, 2015, None)], &[]), 1);
        assert_eq!(rank(&[who(1, 1990, Some(HERE))], &[]), 0);
        let mut member = Held {
            person: PersonId::from_u128(1),
            kind: StandingKind::Line,
            what: "union".into(),
            state: StandingState::Stated,
            again: false,
            expires: None,
        };
        assert_eq!(rank(&[who(1, 1990, None)], std::slice::from_ref(&member)), 2);
        member.state = StandingState::Refused;
        assert_eq!(rank(&[who(1, 1990, None)], &[member]), 4);
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let text = kept(&groups()).expect("groups");
        assert_eq!(
            serde_json::from_str::<Vec<Group>>(&text).expect("groups"),
            groups()
        );
        assert_eq!(kept(&[]), None);
        assert!(!Group::Age { min: None, max: None }.is_possible());
        assert!(
            !Group::Age {
                min: Some(9),
                max: Some(3)
            }
            .is_possible()
        );
        assert!(
            !Group::Line {
                line: "nobody".into()
            }
            .is_possible()
        );
    }
}
