//! What a row says of a unit.

use jiff::civil::Date;
use langqiao_kernel::{codes::Uscc, id::AreaId};

use super::super::super::{
    field::Field,
    problem::{Problem, What},
};
use crate::units::{Headcount, UnitKind};

/// What a row says of a unit. What it doesn't say stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitRow {
    pub(super) number: u32,
    pub(super) name: String,
    pub(super) key: String,
    pub(super) kind: Option<UnitKind>,
    pub(super) area: AreaId,
    pub(super) code: Option<Uscc>,
    pub(super) reason: Option<String>,
    pub(super) headcount: i64,
    pub(super) women: Option<i64>,
    pub(super) youth: Option<i64>,
    pub(super) scitech: Option<i64>,
    pub(super) party: Option<bool>,
    pub(super) founded: Option<Date>,
    pub(super) contact: Option<String>,
    pub(super) phone: Option<String>,
}

impl UnitRow {
    /// An enterprise unless the row says otherwise.
    pub(super) fn kind(&self) -> UnitKind {
        self.kind.unwrap_or(UnitKind::Enterprise)
    }

    /// The counts that the row says, over those known before.
    pub(super) fn people(&self, before: Headcount) -> Headcount {
        Headcount {
            headcount: self.headcount,
            women: self.women.unwrap_or(before.women),
            youth: self.youth.unwrap_or(before.youth),
            scitech: self.scitech.unwrap_or(before.scitech),
            party: self.party.unwrap_or(before.party),
        }
    }

    pub(super) fn code_text(&self) -> Option<&str> {
        self.code.as_ref().map(Uscc::as_str)
    }
}

/// Parts that are more than the whole.
pub(super) fn too_many(people: Headcount) -> Vec<Problem> {
    let parts = [
        (Field::Women, people.women),
        (Field::Youth, people.youth),
        (Field::Scitech, people.scitech),
    ];
    let over = parts.into_iter().filter(|(_, part)| *part > people.headcount);
    over.map(|(field, _)| {
        Problem::new(
            field,
            What::MoreThan {
                whole: people.headcount,
            },
        )
    })
    .collect()
}
