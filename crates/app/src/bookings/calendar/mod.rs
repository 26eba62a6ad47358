//! All rooms beside each other: a day or a week of a venue, of the venues that are run as one, or of all near by.

pub(super) mod page;
pub(super) mod queries;
mod views;
