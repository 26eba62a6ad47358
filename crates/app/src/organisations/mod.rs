//! Mass organisations: founded, changed, dissolved; what they cover; who holds a post in them. The tree is kept
//! as a closure beside the parents, because permissions are read from it at every request.

mod appoint;
mod change;
mod cover;
mod found;
mod model;
mod tree;

use langqiao_platform::feature::Feature;

pub use appoint::{AppointError, Appointment, appoint, end_posting};
pub use change::*;
pub use cover::{CoverError, cover, cover_many, end_cover};
pub use found::{FoundError, NewOrganisation, found};
pub use model::{Kind, Line, PostKind, Way};

/// What this feature registers at start.
pub fn feature() -> Feature {
    Feature { name: "organisations", ..Feature::default() }
}
