//! Floor 4 of Langqiao: the features, a folder each.
//!
//! The order below is the order in which they may know each other: a feature calls those before it,
//! never those after. What an earlier one's page wants to show of a later one is registered by the
//! later one as a panel.

use langqiao_platform::feature::Feature;

pub mod activities;
pub mod areas;
pub mod bookings;
pub mod calendars;
pub mod checkins;
pub mod coverage;
pub mod draws;
pub mod imports;
pub mod organisations;
pub mod people;
pub mod portal;
pub mod records;
pub mod signups;
pub mod units;
pub mod venues;
pub mod workbench;

/// All features, in their order.
pub fn features() -> Vec<Feature> {
    vec![
        areas::feature(),
        coverage::feature(),
        units::feature(),
        organisations::feature(),
        people::feature(),
        venues::feature(),
        bookings::feature(),
        activities::feature(),
        signups::feature(),
        draws::feature(),
        checkins::feature(),
        calendars::feature(),
        records::feature(),
        imports::feature(),
        portal::feature(),
        workbench::feature(),
    ]
}
