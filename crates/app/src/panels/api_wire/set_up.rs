//! A round to be set up: its sheet, routes, venues and judges.

use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{PersonId, RoundId, VenueId},
};
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    create::{RoundWish, SheetFrom},
    judge::Who,
    model::{EvidenceSource, Item},
};

/// What a judge looks at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct SheetItemWire {
    /// In a few words.
    label: String,
    /// What is wanted, in a sentence.
    wants: String,
    /// The highest mark, in hundredths of a point; whole points up to 100.
    highest: i64,
    /// Its weight beside the others, 1 to 1000.
    weight: i64,
    /// Which records stand beside it.
    #[serde(default)]
    sources: Vec<EvidenceSource>,
}

impl SheetItemWire {
    pub(super) fn of(item: &Item) -> Self {
        Self {
            label: item.label.clone(),
            wants: item.wants.clone(),
            highest: item.highest,
            weight: item.weight,
            sources: item.sources.clone(),
        }
    }

    pub(in super::super) fn item(self) -> Item {
        Item {
            label: self.label,
            wants: self.wants,
            highest: self.highest,
            weight: self.weight,
            sources: self.sources,
        }
    }
}

/// What is said of a round.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RoundBody {
    /// What it is called.
    title: String,
    /// The first day of which records count.
    #[schema(value_type = String)]
    from: Date,
    /// The last.
    #[schema(value_type = String)]
    until: Date,
    /// From how many percent of the highest mark away from the median a mark stands out.
    #[serde(default = "twenty")]
    outlier: i64,
    /// For how many working days keepers may object.
    #[serde(default = "five")]
    appeal_days: i64,
    /// The sheet of a new round.
    #[serde(default)]
    items: Vec<SheetItemWire>,
    /// Or the earlier round that it is taken from.
    #[schema(value_type = Option<String>)]
    copy: Option<RoundId>,
}

pub(super) const fn twenty() -> i64 {
    20
}

pub(super) const fn five() -> i64 {
    5
}

impl RoundBody {
    pub(in super::super) fn command(self) -> (RoundWish, SheetFrom) {
        let from = match self.copy {
            Some(earlier) => SheetFrom::Round(earlier),
            None => SheetFrom::Items(self.items.into_iter().map(SheetItemWire::item).collect()),
        };
        let wish = RoundWish {
            title: self.title,
            period: (self.from, self.until),
            outlier: self.outlier,
            appeal_days: self.appeal_days,
        };
        (wish, from)
    }
}

/// The sheet, as a whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct SheetBody {
    /// How often it was laid down when it was read: the round's `sheet`.
    pub seen: i64,
    /// Its items.
    pub items: Vec<SheetItemWire>,
}

/// A route.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RouteBody {
    /// Its name.
    pub name: String,
    /// When.
    #[schema(value_type = String)]
    pub day: Date,
}

/// Venues, in their order; or all that a search finds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct VenuesBody {
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub venues: Vec<VenueId>,
    /// Instead of `venues`: everything with these words in its name, its group's, its village's or its town's.
    #[serde(default)]
    pub found: Option<FoundBody>,
}

/// What was searched for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct FoundBody {
    /// The words; none finds all of the office's area.
    pub words: String,
    /// How many venues they are expected to find; if there are others nothing is added.
    pub venues: usize,
}

/// Who is asked to judge: an officer of the office, or somebody by name and phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct JudgeBody {
    #[schema(value_type = Option<String>)]
    officer: Option<PersonId>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
}

impl JudgeBody {
    pub(in super::super) fn who(self) -> Result<Who, NotDone> {
        match self.officer {
            Some(person) => Ok(Who::Officer(person)),
            None => {
                let phone = Phone::parse(&self.phone);
                let phone = phone.map_err(|_| NotDone::field("phone", msg::PANEL_PHONE_WRONG))?;
                Ok(Who::Named {
                    name: self.name,
                    phone,
                })
            }
        }
    }
}

/// What is wrong with a sheet, said in the unit in which programs give the highest mark.
pub(in super::super) fn in_hundredths(why: NotDone) -> NotDone {
    let NotDone::Fields(errors) = why else {
        return why;
    };
    let mut said = FieldErrors::new();
    for (field, sentence) in errors.iter() {
        if field.starts_with("highest") {
            said.add(field, msg::PANEL_HIGHEST_WRONG_HUNDREDTHS);
        } else {
            said.add(field, sentence.clone());
        }
    }
    NotDone::Fields(said)
}
