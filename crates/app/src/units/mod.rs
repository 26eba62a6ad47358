//! Units 覆盖对象: the places and bodies in which people could be organised, with their headcounts over time.
//!
//! Promises that a unit's past counts are never overwritten by a later one, and that whatever changes here has
//! changed its coverage in the same transaction.

mod count;
mod create;
mod model;

use langqiao_platform::feature::Feature;

pub use count::{CountError, count, set as set_count};
pub use create::{CreateError, create, create_many};
pub use model::{Headcount, NewUnit, UnitKind};

/// What this feature registers at start.
pub fn feature() -> Feature {
    Feature {
        name: "units",
        ..Feature::default()
    }
}
