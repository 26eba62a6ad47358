//! Things as programs read and send them.

use langqiao_kernel::{
    id::{EquipmentId, LoanId, OrganisationId, VenueId},
    time,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    keep::Terms,
    model::{Entry, Kind, OpenTo, Thing},
    photos::Photo,
    sums::LoanSum,
};
use crate::{activities::ActivityKind, pictures::wire::PhotoWire};

/// A thing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ThingWire {
    #[schema(value_type = String)]
    pub(super) id: EquipmentId,
    #[schema(value_type = String)]
    pub(super) owner: OrganisationId,
    pub(super) owner_name: String,
    #[schema(value_type = Option<String>)]
    pub(super) venue: Option<VenueId>,
    /// Where it is kept, in words.
    pub(super) kept_at: String,
    /// The village, community or town where it is.
    pub(super) area: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// How many there are, out or not.
    pub(super) pieces: i64,
    /// How many are out now.
    pub(super) out_now: i64,
    /// How many are free all of the days that were asked for.
    pub(super) free: i64,
    pub(super) open_to: OpenTo,
    /// Whether its keeper answers first.
    pub(super) asks: bool,
    pub(super) days_max: i64,
    /// What a borrower must know.
    pub(super) terms: String,
    pub(super) idle_days: i64,
    pub(super) version: i64,
    /// Since when it is off the list.
    pub(super) gone_at: Option<String>,
    /// Its pictures; in a list the first one alone.
    pub(super) photos: Vec<PhotoWire>,
}

impl ThingWire {
    pub(super) fn of(
        org: OrganisationId,
        (thing, free): (Thing, i64),
        photos: impl IntoIterator<Item = Photo>,
    ) -> Self {
        let folder = format!("/api/v1/organisations/{org}/things/{}/photos", thing.id);
        Self {
            photos: photos
                .into_iter()
                .map(|photo| PhotoWire::within(photo, &folder))
                .collect(),
            kept_at: thing.kept_at(),
            id: thing.id,
            owner: thing.owner,
            owner_name: thing.owner_name,
            venue: thing.venue.map(|(id, _)| id),
            area: thing.area,
            name: thing.name,
            kind: thing.kind,
            pieces: thing.pieces,
            out_now: thing.out_now,
            free,
            open_to: thing.open_to,
            asks: thing.asks,
            days_max: thing.days_max,
            terms: thing.note,
            idle_days: thing.idle_days,
            version: thing.version,
            gone_at: thing.gone_at.map(time::rfc3339),
        }
    }
}

/// A change of a count.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryWire {
    pub(super) why: Entry,
    pub(super) pieces: i64,
    pub(super) note: String,
    pub(super) at: String,
    #[schema(value_type = Option<String>)]
    pub(super) loan: Option<LoanId>,
}

/// A thing with what its keeper sees.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ThingWhole {
    #[serde(flatten)]
    pub(super) thing: ThingWire,
    /// By how many more are promised than there are, since some broke or went missing.
    pub(super) promised_too_many: i64,
    /// Its entries, the latest first, 200 at most; only for its keeper.
    pub(super) entries: Vec<EntryWire>,
}

/// What is laid down of a thing.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TermsBody {
    pub(super) name: String,
    #[schema(value_type = Option<String>)]
    pub(super) venue: Option<VenueId>,
    /// Where it is kept, in words.
    #[serde(default)]
    pub(super) place: String,
    pub(super) open_to: OpenTo,
    /// Whether its keeper answers first.
    pub(super) asks: bool,
    pub(super) days_max: i64,
    #[serde(default)]
    pub(super) terms: String,
    /// After how many days without use it rings; 0 for never.
    #[serde(default = "half_a_year")]
    pub(super) idle_days: i64,
}

const fn half_a_year() -> i64 {
    180
}

impl From<TermsBody> for Terms {
    fn from(body: TermsBody) -> Self {
        Self {
            name: body.name,
            venue: body.venue,
            place: body.place,
            open_to: body.open_to,
            asks: body.asks,
            days_max: body.days_max,
            note: body.terms,
            idle_days: body.idle_days,
        }
    }
}

/// A thing to be entered.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewBody {
    pub(super) kind: Kind,
    pub(super) pieces: i64,
    #[serde(flatten)]
    pub(super) terms: TermsBody,
}

/// A thing as it should be.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ChangeBody {
    /// The version that was seen.
    pub(super) version: i64,
    #[serde(flatten)]
    pub(super) terms: TermsBody,
}

/// Pieces into or out of the count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CountBody {
    /// `bought`, `repaired`, `found` or `written_off`.
    pub(super) why: Entry,
    /// How many, more than none.
    pub(super) pieces: i64,
    pub(super) note: String,
    /// How many the caller believes there are; refused where it is another number by now.
    #[serde(default)]
    pub(super) seen: Option<i64>,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GoneBody {
    pub(super) reason: String,
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MadeThing {
    pub(super) id: String,
}

/// A thing's sum.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ThingSum {
    #[schema(value_type = String)]
    pub(super) thing: EquipmentId,
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) sum: LoanSum,
}

/// A borrower's sum.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BorrowerSum {
    #[schema(value_type = String)]
    pub(super) organisation: OrganisationId,
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) sum: LoanSum,
}

/// Sums of what was lent for one purpose: for activities of a kind, or for what the borrower said.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LentForSum {
    /// What the activities are about; none where it was for no activity.
    pub(super) activity_kind: Option<ActivityKind>,
    /// What it was for, in the borrower's words, where it was for no activity.
    pub(super) purpose: Option<String>,
    #[serde(flatten)]
    pub(super) sum: LoanSum,
}

/// What loans add up to, in three ways.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LoanSumsWire {
    pub(super) whole: LoanSum,
    pub(super) by_thing: Vec<ThingSum>,
    pub(super) by_borrower: Vec<BorrowerSum>,
    pub(super) for_activities: LoanSum,
    pub(super) for_other: LoanSum,
    /// By what for.
    pub(super) by_purpose: Vec<LentForSum>,
    /// Whether there were more than are added up at once: ask for fewer days.
    pub(super) cut: bool,
}
