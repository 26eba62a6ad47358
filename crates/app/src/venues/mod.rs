//! The register of sites shared by the lines and of the rooms in them: what there is and where it is.
//!
//! Other features ask here for the rooms that an organisation may want to use ([`choices`]) and for where a room is
//! ([`place_of`]). What becomes of a site, and how it is shown, is the business of `sites`.

mod add;
mod finder;
mod model;
mod queries;

use langqiao_platform::feature::Feature;

pub use add::{Added, NewVenue, add, add_space, change, write_facilities};
pub use finder::{FIELD as ROOM_WORDS, finder};
pub use model::{Details, Facility, Position, Stage};
pub use queries::{
    Choices, Cluster, Place, Space, SpaceChoice, Venue, Wanted, choices, cluster, clusters_in, facilities,
    hold_together, place_of, spaces, venue, venues,
};

/// What this feature registers at start: nothing by itself.
pub fn feature() -> Feature {
    Feature {
        name: "venues",
        ..Feature::default()
    }
}
