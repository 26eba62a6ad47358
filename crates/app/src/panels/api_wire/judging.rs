//! What judges and officers say during a round.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::score::{Begun, HandIn};

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct WhyBody {
    pub reason: String,
}

/// Which mark a judge is asked to look at again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RecheckBody {
    /// The judge's number.
    pub seat: i64,
    /// The item's position.
    pub position: i64,
    /// What should be looked at.
    pub words: String,
}

/// What a judge answers who stands by a mark.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct StandBody {
    pub answer: String,
}

/// An objection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct AppealBody {
    /// The item's position.
    pub position: i64,
    /// What is wrong.
    pub words: String,
}

/// The answer to an objection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct AppealAnswerBody {
    /// Why; it will be public.
    pub answer: String,
    /// What the item comes to from now on, where it is upheld.
    pub after: Option<i64>,
}

/// What is mended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct MendBody {
    /// The edition that was read.
    pub seen: i64,
    /// The item's position.
    pub position: i64,
    /// What it comes to from now on.
    pub after: i64,
    /// Why; it will be public.
    pub reason: String,
}

/// A judge's mark.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct MarkWire {
    /// The item's position.
    pub(super) position: i64,
    /// In hundredths of a point.
    pub(super) value: i64,
    /// What is said to it; needed in the lowest fifth.
    #[serde(default)]
    pub(super) words: String,
}

/// A sheet that is handed in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct PaperBody {
    /// The round's `sheet` when it was filled in.
    sheet: i64,
    /// How many papers of one's own for this venue were known; 0 before the first.
    seen: i64,
    /// The judge's number when it was filled in; refused if another judge sends it.
    #[serde(default)]
    pub seat: Option<i64>,
    /// A mark for each item.
    marks: Vec<MarkWire>,
    /// Why an earlier paper is corrected.
    #[serde(default)]
    reason: String,
}

impl PaperBody {
    pub(in super::super) fn command(self) -> HandIn {
        HandIn {
            sheet: self.sheet,
            seen: self.seen,
            marks: self
                .marks
                .into_iter()
                .map(|mark| (mark.position, Some(mark.value), mark.words))
                .collect(),
            reason: self.reason,
        }
    }
}

/// What was begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct DraftBody {
    /// The round's `sheet` when it was filled in; refused if it was laid down anew since.
    #[serde(default)]
    pub sheet: Option<i64>,
    /// The judge's number when it was filled in; refused if another judge sends it.
    #[serde(default)]
    pub seat: Option<i64>,
    pub marks: Vec<Begun>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PanelMade)]
pub(in super::super) struct Made {
    pub id: String,
}

/// The judge's number.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Seat {
    pub seat: i64,
}

/// Which paper of the judge for the venue it is.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct HandedIn {
    pub number: i64,
}
