//! What an activity asks of those who come, and what a party lacks of it. Pure.
//!
//! One of the party who belongs to one of the units is enough, and one who is a member of one of the lines: families
//! come along. A qualification is asked of each; one that only helpers need, of each who helps. What is of several kinds
//! is asked for all together.

use std::collections::BTreeSet;

use jiff::civil::Date;
use langqiao_kernel::id::{PersonId, UnitId};
use langqiao_platform::i18n::InBoth;
use langqiao_store::{Row, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    model::{Held, StandingKind, WhyNot, line_name, same},
    qualifications,
};

/// The most units one activity is for.
pub const UNITS_MAX: usize = 12;

/// A unit that is asked for, under the name by which it was chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AskedUnit {
    /// Which.
    pub id: UnitId,
    /// Its name; with its place where there are several of that name.
    pub name: String,
}

/// What an activity asks of those who come; of each kind, any one is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asks {
    /// Members of one of these lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// People of one of these units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<AskedUnit>,
    /// Whoever has one of these qualifications.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifications: Vec<String>,
    /// Of those who help, whoever has one of these qualifications, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helpers: Vec<String>,
}

/// What people come as: more may be asked of those who help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// To take part.
    Guest,
    /// To help.
    Helper,
}

/// Something that is asked for and isn't there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Of which kind.
    pub kind: StandingKind,
    /// Any of what would do.
    pub wanted: InBoth,
    /// Why there is none.
    pub why: WhyNot,
}

impl Asks {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
            && self.units.is_empty()
            && self.qualifications.is_empty()
            && self.helpers.is_empty()
    }

    /// As the activity keeps it: nothing where nothing is asked for.
    pub fn kept(&self) -> Option<String> {
        // A struct of texts and lists of texts is always JSON.
        (!self.is_empty()).then(|| serde_json::to_string(self).unwrap_or_default())
    }

    /// What an activity's row keeps in this column.
    ///
    /// # Errors
    /// When it isn't what was kept.
    pub fn read(row: &Row<'_>, column: usize) -> Result<Option<Asks>, StoreError> {
        match row.get::<Option<Value>>(column)? {
            None => Ok(None),
            Some(kept) => Ok(Some(serde_json::from_value(kept)?)),
        }
    }

    /// The same, each once; units in the order in which they were named, what is chosen from a list in one order.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        self.lines.sort();
        self.lines.dedup();
        self.qualifications.sort();
        self.qualifications.dedup();
        self.helpers.sort();
        self.helpers.dedup();
        let mut seen = BTreeSet::new();
        self.units.retain(|unit| seen.insert(unit.id));
        self
    }

    /// The words or ids of a kind, of which one is wanted.
    pub fn wanted(&self, kind: StandingKind) -> BTreeSet<String> {
        match kind {
            StandingKind::Unit => self.units.iter().map(|unit| unit.id.to_text()).collect(),
            StandingKind::Line => self.lines.iter().cloned().collect(),
            StandingKind::Qualification => self.qualifications.iter().cloned().collect(),
        }
    }

    /// Whether it asks for this, if only of those who help.
    pub fn asks_for(&self, kind: StandingKind, what: &str) -> bool {
        let of_helpers = || kind == StandingKind::Qualification && self.helpers.iter().any(|one| one == what);
        self.wanted(kind).contains(what) || of_helpers()
    }

    /// What is asked for of those who help, by name.
    pub fn helper_names(&self) -> InBoth {
        let names: Vec<InBoth> = self
            .helpers
            .iter()
            .map(|code| qualifications::name(code))
            .collect();
        InBoth::joined(&names)
    }

    /// What is asked for of a kind, by name.
    pub fn names(&self, kind: StandingKind) -> InBoth {
        let names: Vec<InBoth> = match kind {
            StandingKind::Unit => self.units.iter().map(|unit| same(&unit.name)).collect(),
            StandingKind::Line => self.lines.iter().map(|word| line_name(word)).collect(),
            StandingKind::Qualification => {
                let names = self.qualifications.iter();
                names.map(|code| qualifications::name(code)).collect()
            }
        };
        InBoth::joined(&names)
    }

    /// What those who come lack, each with whom it concerns. `along` are those who are signed up with them already;
    /// `held` is what all of them have stated; `day` is the day of the activity; what only helpers need is asked of them.
    pub fn lacking(
        &self,
        (who, role): (&[PersonId], As),
        along: &BTreeSet<PersonId>,
        held: &[Held],
        day: Date,
    ) -> Vec<(PersonId, Lack)> {
        let mut found = Vec::new();
        let Some(first) = who.first() else {
            return found;
        };
        for kind in [StandingKind::Unit, StandingKind::Line] {
            let of_party = |person: &PersonId| who.contains(person) || along.contains(person);
            if let Some((person, why)) = none_of((kind, &self.wanted(kind)), held, day, of_party) {
                let person = person.filter(|person| who.contains(person)).unwrap_or(*first);
                found.push((person, self.lack(kind, why)));
            }
        }
        let kind = StandingKind::Qualification;
        let of_helpers: BTreeSet<String> = self.helpers.iter().cloned().collect();
        for person in who {
            if let Some((_, why)) = none_of((kind, &self.wanted(kind)), held, day, |one| one == person) {
                found.push((*person, self.lack(kind, why)));
            }
            if role == As::Helper
                && let Some((_, why)) = none_of((kind, &of_helpers), held, day, |one| one == person)
            {
                let wanted = self.helper_names();
                found.push((*person, Lack { kind, wanted, why }));
            }
        }
        found
    }

    fn lack(&self, kind: StandingKind, why: WhyNot) -> Lack {
        Lack {
            kind,
            wanted: self.names(kind),
            why,
        }
    }
}

/// Why none of them has any of what is wanted of a kind; nothing if one has. What is nearest to counting says why.
fn none_of(
    (kind, wanted): (StandingKind, &BTreeSet<String>),
    held: &[Held],
    day: Date,
    of: impl Fn(&PersonId) -> bool,
) -> Option<(Option<PersonId>, WhyNot)> {
    if wanted.is_empty() {
        return None;
    }
    let theirs = held
        .iter()
        .filter(|one| one.kind == kind && of(&one.person) && wanted.contains(&one.what));
    let mut nearest = (None, WhyNot::Missing);
    for one in theirs {
        match one.counts(day) {
            Ok(()) => return None,
            Err(why) if why > nearest.1 => nearest = (Some(one.person), why),
            Err(_) => {}
        }
    }
    Some(nearest)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::standings::model::StandingState;

    const MUM: PersonId = PersonId::from_u128(1);
    const CHILD: PersonId = PersonId::from_u128(2);
    const DAY: Date = date(2026, 11, 28);

    fn held(person: PersonId, kind: StandingKind, what: &str) -> Held {
        Held {
            person,
            kind,
            what: what.to_owned(),
            state: StandingState::Stated,
            again: false,
            expires: None,
        }
    }

    fn members() -> Asks {
        Asks {
            lines: vec!["union".to_owned()],
            ..Asks::default()
        }
    }

    fn lacks(asks: &Asks, who: &[PersonId], held: &[Held]) -> Vec<(PersonId, WhyNot)> {
        let found = asks.lacking((who, As::Guest), &BTreeSet::new(), held, DAY);
        found
            .into_iter()
            .map(|(person, lack)| (person, lack.why))
            .collect()
    }

    #[test]
    fn families_come_along_with_a_member() {
        let mums = [held(MUM, StandingKind::Line, "union")];
        assert_eq!(lacks(&members(), &[MUM, CHILD], &mums), []);
        assert_eq!(lacks(&members(), &[CHILD], &mums), [(CHILD, WhyNot::Missing)]);
        let signed_up = BTreeSet::from([MUM]);
        assert_eq!(
            members().lacking((&[CHILD], As::Guest), &signed_up, &mums, DAY),
            []
        );
    }

    #[test]
    fn a_qualification_is_asked_of_each() {
        let asks = Asks {
            qualifications: vec!["first_aid".to_owned(), "lifeguard".to_owned()],
            ..Asks::default()
        };
        let mums = held(MUM, StandingKind::Qualification, "lifeguard");
        assert_eq!(
            lacks(&asks, &[MUM, CHILD], std::slice::from_ref(&mums)),
            [(CHILD, WhyNot::Missing)]
        );
        let over = Held {
            expires: Some(date(2026, 11, 27)),
            ..mums
        };
        assert_eq!(
            lacks(&asks, &[MUM], &[over]),
            [(MUM, WhyNot::Expired(date(2026, 11, 27)))]
        );
    }

    #[test]
    fn what_only_helpers_need_is_asked_of_them_alone() {
        let asks = Asks {
            helpers: vec!["lifeguard".to_owned()],
            ..Asks::default()
        };
        assert_eq!(lacks(&asks, &[MUM], &[]), []);
        let of = |held: &[Held]| asks.lacking((&[MUM], As::Helper), &BTreeSet::new(), held, DAY);
        assert_eq!(of(&[]).len(), 1);
        assert_eq!(of(&[held(MUM, StandingKind::Qualification, "lifeguard")]), []);
        assert!(!asks.is_empty() && asks.asks_for(StandingKind::Qualification, "lifeguard"));
    }

    #[test]
    fn kinds_are_asked_for_together_and_each_is_told() {
        let unit = UnitId::from_u128(7);
        let asks = Asks {
            units: vec![AskedUnit {
                id: unit,
                name: "暖阳毛衫".to_owned(),
            }],
            ..members()
        };
        assert_eq!(
            lacks(&asks, &[MUM], &[]),
            [(MUM, WhyNot::Missing), (MUM, WhyNot::Missing)]
        );
        let refused = Held {
            state: StandingState::Refused,
            ..held(CHILD, StandingKind::Unit, &unit.to_text())
        };
        let union = held(MUM, StandingKind::Line, "union");
        assert_eq!(
            lacks(&asks, &[MUM, CHILD], &[refused, union]),
            [(CHILD, WhyNot::Refused)]
        );
    }

    fn some_held() -> impl Strategy<Value = Vec<Held>> {
        let one = (0..3u128, 0..3usize, 0..3usize, any::<bool>(), 26..30i8);
        proptest::collection::vec(one, 0..12).prop_map(|all| {
            let of = |(person, what, state, again, day): (u128, usize, usize, bool, i8)| Held {
                state: StandingState::ALL[state],
                again,
                expires: Some(date(2026, 11, day)),
                ..held(
                    PersonId::from_u128(person),
                    StandingKind::ALL[what],
                    ["u", "union", "first_aid"][what],
                )
            };
            all.into_iter().map(of).collect()
        })
    }

    proptest! {
        #[test]
        fn more_that_counts_never_makes_a_party_lack_more(held in some_held(), more in some_held()) {
            let asks = Asks { qualifications: vec!["first_aid".to_owned()], ..members() };
            let who = [PersonId::from_u128(0), PersonId::from_u128(1)];
            let before = asks.lacking((&who, As::Guest), &BTreeSet::new(), &held, DAY).len();
            let all: Vec<Held> = held.into_iter().chain(more).collect();
            prop_assert!(asks.lacking((&who, As::Guest), &BTreeSet::new(), &all, DAY).len() <= before);
        }

        #[test]
        fn nothing_is_lacking_exactly_when_each_kind_is_met(held in some_held()) {
            let asks = Asks { qualifications: vec!["first_aid".to_owned()], ..members() };
            let who = [PersonId::from_u128(0), PersonId::from_u128(1)];
            let has = |person: PersonId, kind| held.iter().any(|one| {
                one.person == person && one.kind == kind && one.counts(DAY).is_ok()
            });
            let met = who.iter().any(|one| has(*one, StandingKind::Line))
                && who.iter().all(|one| has(*one, StandingKind::Qualification));
            prop_assert_eq!(asks.lacking((&who, As::Guest), &BTreeSet::new(), &held, DAY).is_empty(), met);
        }
    }

    #[test]
    fn nothing_asked_for_is_kept_as_nothing() {
        assert_eq!(Asks::default().kept(), None);
        let kept = members().kept().unwrap();
        assert_eq!(kept, r#"{"lines":["union"]}"#);
        assert_eq!(serde_json::from_str::<Asks>(&kept).unwrap(), members());
    }
}
