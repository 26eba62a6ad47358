//! Organisations 组织: the trees of the lines, who holds posts in them, and what they cover.
//!
//! Promises that the closure by which permissions and lists go is the tree's own, that past posts and covers
//! stay as they were, and that whatever changes here has changed coverage in the same transaction.

mod appoint;
mod change;
mod cover;
mod found;
mod model;
mod tree;

use langqiao_platform::feature::Feature;

pub use appoint::{AppointError, Appointment, appoint, end_posting};
pub use change::{ChangeError, dissolve, move_under};
pub use cover::{CoverError, cover, cover_many, end_cover};
pub use found::{FoundError, NewOrganisation, found};
pub use model::{Kind, Line, PostKind, Way};
pub use tree::is_below;

/// What this feature registers at start.
pub fn feature() -> Feature {
    Feature {
        name: "organisations",
        checks: vec![("organisation tree", tree::check)],
        ..Feature::default()
    }
}
