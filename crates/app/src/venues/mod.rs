//! Sites shared by the lines and the rooms in them: what there is, where it is, what is on there.
//!
//! Other features ask here for the rooms that an organisation may want to use ([`choices`]) and for where a
//! room is ([`place_of`]). What is on in a venue is drawn into its page by the features that hold things there.

mod add;
mod api;
mod pages;
mod queries;

use langqiao_platform::{feature::Feature, routes::Routes};

pub use add::{Added, NewVenue, add};
pub use queries::{Place, SpaceChoice, choices, place_of};

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/venues/{venue}", pages::show)
        .get("/api/v1/venues", api::list_venues)
        .get("/api/v1/venues/{venue}", api::show_venue);
    Feature {
        name: "venues",
        routes,
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}
