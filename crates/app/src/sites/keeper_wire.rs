//! What the keepers of sites say and read, as programs send it.

use axum::http::StatusCode;
use jiff::civil::Date;
use langqiao_kernel::id::{AreaId, FundingId, PersonId};
use langqiao_platform::extract::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{edit::Wish, funding::Source};
use crate::venues::{Details, Facility, Position, Stage};

/// What is said of a site.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct VenueBody {
    pub(super) name: String,
    /// The name of the group that it is run with.
    #[serde(default)]
    pub(super) cluster: String,
    #[serde(default)]
    pub(super) address: String,
    #[serde(default)]
    pub(super) about: String,
    /// Whom residents ask.
    #[serde(default)]
    pub(super) contact: String,
    /// Whether one gets in and about without a step; absent or null where it isn't known.
    #[serde(default)]
    pub(super) step_free: Option<bool>,
    #[serde(default)]
    pub(super) facilities: Vec<Facility>,
    /// Degrees north (WGS 84); with `longitude` or not at all.
    pub(super) latitude: Option<f64>,
    /// Degrees east (WGS 84).
    pub(super) longitude: Option<f64>,
}

/// A new site.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewVenueBody {
    #[serde(flatten)]
    pub(super) venue: VenueBody,
    /// The village or community where it is.
    #[schema(value_type = String)]
    pub(super) area: AreaId,
    pub(super) stage: Stage,
    /// Since which day; today if nothing is said.
    #[schema(value_type = Option<String>)]
    pub(super) day: Option<Date>,
}

impl VenueBody {
    pub(super) fn wish(self) -> Wish {
        let position = self.latitude.zip(self.longitude);
        Wish {
            name: self.name,
            cluster: self.cluster,
            details: Details {
                address: self.address,
                about: self.about.trim().to_owned(),
                contact: self.contact,
                step_free: self.step_free,
                facilities: self.facilities,
                position: position.map(|(latitude, longitude)| Position { latitude, longitude }),
            },
        }
    }
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteMade)]
pub(super) struct Made {
    pub(super) id: String,
}

pub(super) fn made(id: impl ToString) -> (StatusCode, Json<Made>) {
    (StatusCode::CREATED, Json(Made { id: id.to_string() }))
}

/// A room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SpaceBody {
    pub(super) name: String,
    /// How many people it holds.
    pub(super) capacity: i64,
}

/// A step to a stage.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepBody {
    pub(super) stage: Stage,
    /// Since which day; today if nothing is said.
    #[schema(value_type = Option<String>)]
    pub(super) day: Option<Date>,
    /// Needed for a step back and for the end.
    #[serde(default)]
    pub(super) reason: String,
}

/// What is said of a group of sites.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClusterBody {
    pub(super) name: String,
    #[serde(default)]
    pub(super) about: String,
}

/// Money that was given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FundingBody {
    pub(super) source: Source,
    /// Who gave it.
    pub(super) giver: String,
    /// In fen.
    pub(super) amount: i64,
    #[schema(value_type = String)]
    pub(super) day: Date,
    #[serde(default)]
    pub(super) note: String,
}

/// An entry of the list of what was given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FundingWire {
    #[schema(value_type = String)]
    pub(super) id: FundingId,
    pub(super) source: Source,
    pub(super) giver: String,
    /// In fen; less than nothing where it takes another back.
    pub(super) amount: i64,
    #[schema(value_type = String)]
    pub(super) day: Date,
    pub(super) note: String,
    /// The entry that it takes back.
    #[schema(value_type = Option<String>)]
    pub(super) takes_back: Option<FundingId>,
}

/// What was given, and what it adds up to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FundingList {
    /// In fen.
    pub(super) total: i64,
    pub(super) entries: Vec<FundingWire>,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReasonBody {
    pub(super) reason: String,
}

/// Whose phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PhoneBody {
    pub(super) phone: String,
}

/// Who has a key; name and phone in part only.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KeyHolder {
    #[schema(value_type = String)]
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) phone: Option<String>,
}

/// How one gets in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WayInBody {
    pub(super) way_in: String,
}

/// How one gets in, and who has the key.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WayInWire {
    pub(super) way_in: String,
    pub(super) holders: Vec<OpenHolder>,
}

/// Who has a key, in full.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpenHolder {
    pub(super) name: Option<String>,
    pub(super) phone: Option<String>,
}
