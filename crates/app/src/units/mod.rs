//! Units to be covered and how many people they have: entered once, counted anew from a day on, never
//! overwritten, so that every report is right as of any past date.

mod count;
mod create;
mod model;

use langqiao_platform::feature::Feature;

pub use count::*;
pub use create::{CreateError, create, create_many};
pub use model::{Headcount, NewUnit, UnitKind};

/// What this feature registers at start.
pub fn feature() -> Feature {
    Feature { name: "units", ..Feature::default() }
}
