//! Units to be covered and their headcounts.

use jiff::civil::{Date, date};
use langqiao_kernel::id::{AreaId, BatchId, UnitId};

use crate::areas::Point;
pub use crate::coverage::UnitKind;

/// More people than belong to any one place; sums over a county stay far from where numbers end.
pub const COUNT_MAX: i64 = 10_000_000;
/// The most characters of a unit's name.
pub const NAME_MAX: usize = 100;

/// Whether a unit, or a count of its people, can begin on this day: since there are mass organisations here, and
/// within the time that anyone plans for.
pub fn can_begin(day: Date) -> bool {
    (date(1949, 10, 1)..=date(2199, 12, 31)).contains(&day)
}

/// How many people a unit has, and whether a Party organisation exists there.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
pub struct Headcount {
    /// Everyone.
    pub headcount: i64,
    /// Women among them.
    pub women: i64,
    /// Young people among them, 14 to 28 (in league work: to 35).
    pub youth: i64,
    /// Workers in science and technology among them.
    pub scitech: i64,
    /// Whether a Party organisation exists there.
    pub party: bool,
}

impl Headcount {
    /// Whether no part is more than the whole, nothing is less than nobody, and nothing more than [`COUNT_MAX`].
    pub fn adds_up(&self) -> bool {
        (0..=COUNT_MAX).contains(&self.headcount)
            && [self.women, self.youth, self.scitech]
                .iter()
                .all(|part| (0..=self.headcount).contains(part))
    }
}

/// A unit to be entered.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// Its id.
    pub id: UnitId,
    /// What kind of unit.
    pub kind: UnitKind,
    /// Its name.
    pub name: String,
    /// The village or community it stands in.
    pub area: AreaId,
    /// Its unified social credit code, checked or with a reason.
    pub uscc: Option<String>,
    /// Why the code is kept although its check digit is wrong.
    pub uscc_reason: Option<String>,
    /// Whom to ask, sealed.
    pub contact_sealed: Option<Vec<u8>>,
    /// Their telephone, sealed.
    pub phone_sealed: Option<Vec<u8>>,
    /// When it was founded.
    pub founded: Option<Date>,
    /// Where it stands on the plan; near its village if it isn't known.
    pub at: Option<Point>,
    /// The first day on which it counts.
    pub from: Date,
    /// Its people on that day.
    pub people: Headcount,
    /// The import that brought it.
    pub batch: Option<BatchId>,
}

impl NewUnit {
    /// A unit with nothing but what it must have, counting from a day.
    pub fn new(kind: UnitKind, name: impl Into<String>, area: AreaId, from: Date, people: Headcount) -> Self {
        Self {
            id: UnitId::generate(),
            kind,
            name: name.into(),
            area,
            uscc: None,
            uscc_reason: None,
            contact_sealed: None,
            phone_sealed: None,
            founded: None,
            at: None,
            from,
            people,
            batch: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_is_more_than_the_whole() {
        let people = Headcount {
            headcount: 10,
            women: 10,
            youth: 3,
            scitech: 0,
            party: true,
        };
        assert!(people.adds_up());
        assert!(!Headcount { women: 11, ..people }.adds_up());
        assert!(
            !Headcount {
                headcount: -1,
                women: 0,
                youth: 0,
                scitech: 0,
                party: false
            }
            .adds_up()
        );
        assert!(!Headcount { youth: -1, ..people }.adds_up());
    }
}
