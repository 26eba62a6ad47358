//! Coverage: what each unit is to each line over time, by the rules, and the totals of it.

mod bulk;
mod check;
mod facts;
mod model;
#[cfg(test)]
mod model_tests;
pub mod periods;
mod refresh;
mod rules;
mod tasks;
mod totals;
mod words;

use langqiao_platform::feature::Feature;

pub(crate) use bulk::InsertMany;
pub(crate) use facts::{Place, UnitFacts};
pub use model::{State, UnitHistory};
pub(crate) use refresh::add_new_units;
pub use refresh::{Refreshed, refresh_organisation, refresh_units};
pub use words::{Line, Status, UnitKind, Way, Why};

/// What this feature registers at start.
pub fn feature() -> Feature {
    Feature { name: "coverage", ..Feature::default() }
}
