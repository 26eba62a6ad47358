//! What an activity asks for, as programs send and read it.

use langqiao_kernel::id::UnitId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asks::{AskedUnit, Asks};

/// What is asked of those who come: of each kind any one is enough, and all kinds that are asked for. It is enough that
/// one of those who sign up together is of the unit or a member of the line; a qualification is asked of each.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AsksWire {
    /// Members of one of these lines.
    #[serde(default)]
    lines: Vec<String>,
    /// People of one of these units, at most 12.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    units: Vec<UnitId>,
    /// One of these qualifications, good on the day of the activity, such as `first_aid`.
    #[serde(default)]
    qualifications: Vec<String>,
    /// One of these qualifications is asked of those who help, and of nobody else.
    #[serde(default)]
    helpers: Vec<String>,
}

impl AsksWire {
    /// What a plan keeps; units are named when it is settled.
    pub fn asks(self) -> Asks {
        let unit = |id| AskedUnit {
            id,
            name: String::new(),
        };
        Asks {
            lines: self.lines,
            units: self.units.into_iter().map(unit).collect(),
            qualifications: self.qualifications,
            helpers: self.helpers,
        }
    }

    /// What goes over the wire of it.
    pub fn of(asks: &Asks) -> Self {
        AsksWire {
            lines: asks.lines.clone(),
            units: asks.units.iter().map(|unit| unit.id).collect(),
            qualifications: asks.qualifications.clone(),
            helpers: asks.helpers.clone(),
        }
    }
}
